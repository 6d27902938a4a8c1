//! Changing the programme: a draft is planned, proposed by one person and applied by another.
//!
//! The story is in `docs/lifecycle/plan-and-apply.md`: what is durable when, and what a crash leaves.

mod bank;
pub(crate) mod counter;
mod difference;
mod follow_up;
mod former;
mod job;
pub mod plan;
mod preview;
mod rules;
mod touched;
mod work;

use std::sync::Arc;

use assay_kernel::{Actor, Arg, Instant, PersonId, ProposalId, Said};
use assay_store::{
    Day, Ms, NamedProposal, NamedVersion, NewVersionOfProgramme, ProposalRecord, ProposalState, Reads,
    StoreError, Unit,
    statement::{programme, proposal},
};
use assay_words::InEnglish;
use tokio::sync::Mutex;

pub use difference::FileDifference;
pub(crate) use job::ChangesJob;
pub use plan::Plan;
pub use preview::Preview;
pub(crate) use rules::ACTS;
use rules::{ApplyFiles, Approve, CarryOut, WithdrawProposal};
pub use rules::{Propose, SeeProposals, TakeBack};

use crate::{
    AppError, Asking, Draft, Drafts, Files, Mint, Reviewed, Why,
    bell::Bell,
    deed::{COMMAND_LINE, Deed},
    facts::Fact,
    permit::{Logged, Permit},
    plan::{ItemNumbers, Parent, ProposedFiles, everybody, make},
    reading::{load_draft, newer_than, off_the_loop, second_answers, settled_draft},
    shelf::Shelf,
    vault::Current,
};

/// Proposals shown.
const PROPOSALS_MAX: i64 = 100;
/// A name has at most as many letters.
const NAME_LETTERS_MAX: usize = 200;

/// What became of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is in force as this version.
    Now(i64),
    /// It was in force already: applying twice changes nothing.
    Before(i64),
}

/// A proposal with its plan and the people who dealt with it.
pub struct ProposalView {
    /// The proposal.
    pub line: ProposalLine,
    /// The plan as it was proposed.
    pub plan: Plan,
    /// Name of who applied or withdrew it.
    pub decided_by: Option<String>,
    /// What they said to it.
    pub decided_because: Option<String>,
    /// Whether the person who looks may apply it.
    pub may_apply: bool,
    /// Whether they may take it back.
    pub may_withdraw: bool,
}

/// A proposal in a list.
#[derive(Clone, Debug)]
pub struct ProposalLine {
    /// Id.
    pub id: ProposalId,
    /// Content mark of the proposed files.
    pub tree: String,
    /// What it is about, in a line.
    pub title: String,
    /// What became of it.
    pub state: ProposalState,
    /// Who proposed it.
    pub by: PersonId,
    /// Their name.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Instant,
    /// Why; empty where an earlier release asked for no reason.
    pub reason: String,
    /// When it was applied or withdrawn.
    pub decided_at: Option<Instant>,
}

impl ProposalLine {
    fn new(record: &ProposalRecord, proposed_by: String) -> Self {
        ProposalLine {
            id: record.id,
            tree: record.tree.clone(),
            title: record.title.clone(),
            state: record.state,
            by: record.proposed_by,
            proposed_by,
            proposed_at: record.proposed_at.0,
            reason: record.reason.clone(),
            decided_at: record.decided_at.map(|at| at.0),
        }
    }

    /// Whether it waits for the second person.
    pub fn is_open(&self) -> bool {
        self.state == ProposalState::Open
    }
}

/// A version of the programme in a list.
#[derive(Clone, Debug)]
pub struct VersionLine {
    /// From 1, without gaps.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// Name of who proposed it; empty where nobody did.
    pub proposed_by: String,
    /// Name of who applied it, or how it came.
    pub applied_by: String,
    /// The programme's day on which it was applied.
    pub applied_on: assay_kernel::Date,
    /// When it was applied.
    pub applied_at: Instant,
}

/// Changing the programme.
pub struct Changes {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    current: Arc<Current>,
    drafts: Arc<dyn Drafts>,
    /// One plan at a time: it holds everybody in memory.
    planning: Mutex<()>,
    /// The day until which facts about everyone were carried out, once it is known.
    facts_until: std::sync::Mutex<Option<assay_kernel::Date>>,
    /// Whom the change touches that is being followed up.
    touched: std::sync::Mutex<Option<Arc<touched::Touched>>>,
}

impl Changes {
    pub(crate) fn new(shelf: Shelf, mint: Mint, bell: Bell, current: Arc<Current>) -> Self {
        Changes {
            shelf,
            mint,
            bell,
            current,
            drafts: Arc::new(crate::NoDrafts),
            planning: Mutex::new(()),
            facts_until: std::sync::Mutex::default(),
            touched: std::sync::Mutex::default(),
        }
    }

    /// The same with changes that lie ready to be proposed.
    #[must_use]
    pub fn with_drafts(self, drafts: Arc<dyn Drafts>) -> Self {
        Changes { drafts, ..self }
    }

    /// What lies ready to be planned and proposed.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn drafts(&self, asking: &Asking) -> Result<Vec<Draft>, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        self.lying_ready(self.shelf.under(&permit)).await
    }

    /// Applies a proposal: the second pair of eyes, who may say something to it.
    ///
    /// # Errors
    /// `SecondPerson` for whoever proposed it; `Stale` where it is not what would happen any more.
    pub async fn approve(
        &self,
        asking: &Asking,
        id: ProposalId,
        comment: Option<&Why>,
    ) -> Result<Applied, AppError> {
        let mut kept = String::new();
        let found = self.shelf.open::<Approve, _>(asking, async |store| {
            let Some((record, text)) = store.proposal(id).await? else { return Ok(None) };
            kept = text;
            Ok(Some(record))
        });
        let (permit, record) = found.await?;
        if !record.is_open() {
            return Err(AppError::Conflict);
        }
        let plan = read_plan(&kept)?;
        let files = Files::from_store(self.shelf.under(&permit).programme_tree(&record.tree).await?)?;
        let proposed = off_the_loop(move || load_draft(files)).await??;
        let person = asking.person()?;
        let who = AppliedBy {
            proposed_by: Some(record.proposed_by.to_string()),
            applied_by: person.to_string(),
            proposal: Some((id, person)),
            because: comment.cloned(),
        };
        self.apply(asking, permit, &plan, proposed, who).await
    }

    /// Takes an open proposal back.
    ///
    /// # Errors
    /// Not an administrator, `Conflict` where it is not open, or the store failed.
    pub async fn withdraw(&self, asking: &Asking, id: ProposalId, reason: &Why) -> Result<(), AppError> {
        let found = self.shelf.open::<WithdrawProposal, _>(asking, async |store| {
            Ok(store.proposal(id).await?.map(|(record, _)| record))
        });
        let (permit, record) = found.await?;
        let withdrawn = proposal::withdrawn(record.id, asking.person()?, reason.as_str(), asking.ms());
        let done = Deed::of(&Said::of("did.proposal-withdrawn").with("title", Arg::text(&record.title)))?;
        let done = done.to(record.id).because(reason);
        Ok(self.shelf.commit_logged(asking, permit, done, withdrawn).await?)
    }

    /// Applies a plan whose files an operator brings along, and who says who they are (F18).
    ///
    /// # Errors
    /// `Stale` where it is not what would happen any more.
    pub async fn apply_files(
        &self,
        asking: &Asking,
        plan: &Plan,
        proposed: Reviewed,
        by: &str,
    ) -> Result<Applied, AppError> {
        let permit = asking.permit::<ApplyFiles>()?;
        let store = self.shelf.under(&permit);
        let current = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        // What a folder says of a bank in the data is not read: the plan was made without it too.
        let (proposed, _) = settled_draft(store, current, proposed).await?;
        let who =
            AppliedBy { proposed_by: None, applied_by: on_command_line(by), proposal: None, because: None };
        self.apply(asking, permit, plan, proposed, who).await
    }

    async fn apply<A: Logged>(
        &self,
        asking: &Asking,
        permit: Permit<A>,
        plan: &Plan,
        proposed: Reviewed,
        who: AppliedBy,
    ) -> Result<Applied, AppError> {
        let store = self.shelf.under(&permit);
        let parent = &asking.programme;
        let number = parent.number + 1;
        if parent.tree == plan.proposed && parent.number == plan.parent.version + 1 {
            return Ok(Applied::Before(parent.number));
        }
        if (parent.number, &parent.tree) != (plan.parent.version, &plan.parent.tree) {
            return Err(AppError::Stale(format!(
                "The plan changes version {}, but version {} is in force.",
                plan.parent.version, parent.number
            )));
        }
        may_be_applied(plan, &proposed)?;
        let current = Files::from_store(store.programme_tree(&parent.tree).await?)?;
        let (again, proposed) = self.plan_for(asking, store, current, (proposed, &plan.not_read)).await?;
        if again.digest != plan.digest {
            return Err(AppError::Stale(difference(plan, &again)));
        }
        // What is kept is what was made again: of the plan that was brought only its day of making counts.
        let kept = Plan { made_at: plan.made_at, ..again };
        let version = NewVersionOfProgramme {
            number,
            tree: proposed.tree().to_owned(),
            files: proposed.files.to_store(),
            plan: Some(serde_json::to_string(&kept).map_err(|e| AppError::internal("writing a plan", e))?),
            proposed_by: who.proposed_by,
            applied_by: who.applied_by,
            applied_on: Day(asking.today),
        };
        // In a task of its own: a request that goes away must not leave the store on one version and the
        // server on another.
        let (shelf, current, bell) = (self.shelf.clone(), self.current.clone(), self.bell.clone());
        let number_said = u64::try_from(number).unwrap_or_default();
        let done = Deed::of(&Said::of("did.change-applied").with("version", Arg::Count(number_said)))?;
        let done = done.to(version.tree.clone());
        let done = who.because.iter().fold(done, Deed::because);
        let (asked, because) = (asking.clone(), who.because.as_ref().map(Why::as_str));
        let mut unit = put_in_force(&version, who.proposal, because, asking.ms());
        unit.extend(Fact::Applied { version: number }.follows(asking.ms()));
        if let Some(answers) = second_answers(store, &proposed.files).await? {
            unit.append(answers);
        }
        let task = tokio::spawn(async move {
            shelf.commit_logged(&asked, permit, done, unit).await?;
            current.put(proposed.split(number));
            bell.ring();
            Ok(())
        });
        match task.await.map_err(|error| AppError::internal("applying a change", error))? {
            Ok(()) => Ok(Applied::Now(number)),
            Err(StoreError::Conflict(_)) => {
                let text = "Another change was applied, or this one was withdrawn, at the same moment.";
                Err(AppError::Stale(text.to_owned()))
            }
            Err(error) => {
                // The answer to a commit can be lost and the commit be durable: the store is the truth.
                let permit = asking.clone().by(Actor::Worker).permit::<CarryOut>()?;
                self.catch_up(self.shelf.under(&permit)).await?;
                Err(error.into())
            }
        }
    }

    /// Serves the latest version that is stored, if it is another than the one in memory.
    async fn catch_up(&self, store: &Reads) -> Result<(), AppError> {
        if let Some(newer) = newer_than(store, self.current.published().number).await? {
            self.current.put(newer.split());
        }
        Ok(())
    }

    async fn plan_for(
        &self,
        asking: &Asking,
        store: &Reads,
        current: Files,
        (proposed, not_read): (Reviewed, &[String]),
    ) -> Result<(Plan, Reviewed), AppError> {
        bank::fits_what_was_frozen(store, &current, &proposed).await?;
        let numbers = ItemNumbers::of(store, &current, &proposed).await?;
        let not_read = not_read.to_vec();
        // Everybody is held in memory meanwhile: one plan at a time.
        let _one_at_a_time = self.planning.lock().await;
        let people = everybody(store, &|_| ()).await?;
        let (published, days) = (asking.programme.clone(), (asking.today, asking.at));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        off_the_loop(move || {
            let parent = Parent {
                number: published.number,
                tree: &published.tree,
                programme: &published,
                files: &current,
            };
            let of = ProposedFiles { loaded: &proposed, numbers: &numbers, not_read: &not_read };
            Ok((make(parent, of, &people, days, threads, &|_| ())?, proposed))
        })
        .await?
    }

    /// Proposals, latest first, with the names of who proposed them.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn proposals(&self, asking: &Asking) -> Result<Vec<ProposalLine>, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        let rows = self.shelf.under(&permit).proposals(PROPOSALS_MAX).await?;
        let line = |row: NamedProposal| ProposalLine::new(&row.proposal, row.name.unwrap_or_default());
        Ok(rows.into_iter().map(line).collect())
    }

    /// One proposal with its plan.
    ///
    /// # Errors
    /// Not an administrator, `NotFound`, or the store failed.
    pub async fn proposal(&self, asking: &Asking, id: ProposalId) -> Result<ProposalView, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        let store = self.shelf.under(&permit);
        let (record, text) = store.proposal(id).await?.ok_or(AppError::NotFound)?;
        let plan = read_plan(&text)?;
        Ok(ProposalView {
            decided_by: match record.decided_by {
                Some(id) => Some(name_of(store, id).await?),
                None => None,
            },
            may_withdraw: record.is_open() && asking.may::<WithdrawProposal>(&record),
            may_apply: record.is_open()
                && asking.may::<Approve>(&record)
                && plan.refused_by().is_none()
                && !plan.is_former(),
            plan,
            decided_because: record.decided_because.clone(),
            line: ProposalLine::new(&record, name_of(store, record.proposed_by).await?),
        })
    }

    /// Every version of the programme, latest first, with the names of who proposed and applied it.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn versions(&self, asking: &Asking) -> Result<Vec<VersionLine>, AppError> {
        let permit = asking.permit::<SeeProposals>()?;
        let rows = self.shelf.under(&permit).programme_versions_named().await?;
        let lines = rows.into_iter().rev().map(|NamedVersion { version, proposer_name, applier_name }| {
            let proposer = version.proposed_by.as_deref();
            VersionLine {
                proposed_by: proposer.map(|id| who(id, proposer_name)).unwrap_or_default(),
                applied_by: who(&version.applied_by, applier_name),
                number: version.number,
                tree: version.tree,
                applied_on: version.applied_on.0,
                applied_at: version.applied_at.0,
            }
        });
        Ok(lines.collect())
    }
}

async fn name_of(store: &Reads, person: PersonId) -> Result<String, AppError> {
    Ok(store.person(person).await?.map(|person| person.name).unwrap_or_default())
}

/// The name behind an id, as it was read with it; other words as they are.
fn who(id: &str, name: Option<String>) -> String {
    match PersonId::parse(id) {
        Ok(_) => name.unwrap_or_default(),
        Err(_) => id.to_owned(),
    }
}

/// How a version on the command line says who applied it: the machine has no accounts to ask.
pub fn on_command_line(by: &str) -> String {
    let name: String =
        by.trim().chars().filter(|notice| !notice.is_control()).take(NAME_LETTERS_MAX).collect();
    format!("{name} ({COMMAND_LINE})")
}

/// A version is in force, by a proposal where there is one.
fn put_in_force(
    version: &NewVersionOfProgramme,
    of: Option<(ProposalId, PersonId)>,
    because: Option<&str>,
    now: Ms,
) -> Unit {
    let mut unit = Unit::from_iter(programme::files_kept(&version.tree, &version.files));
    unit.run(programme::applied(version, now));
    unit.extend(of.map(|(id, by)| proposal::applied(id, by, because, now)));
    unit
}

/// Who applies.
struct AppliedBy {
    proposed_by: Option<String>,
    applied_by: String,
    proposal: Option<(ProposalId, PersonId)>,
    /// What they said to it.
    because: Option<Why>,
}

fn read_plan(text: &str) -> Result<Plan, AppError> {
    Plan::read(text).map_err(|error| AppError::internal("reading a plan", error))
}

/// Whether a plan is one that is applied at all, to the files it was made for.
fn may_be_applied(plan: &Plan, proposed: &Reviewed) -> Result<(), AppError> {
    if proposed.tree() != plan.proposed {
        return Err(AppError::Stale("The files are not those the plan was made for.".to_owned()));
    }
    if plan.is_former() {
        let text = "The plan was made by an earlier release and cannot be compared with what would happen \
                    now: plan again.";
        return Err(AppError::Stale(text.to_owned()));
    }
    match plan.refused_by() {
        Some(finding) => Err(AppError::Draft(format!("{}. {}", finding.said.title(), finding.said.text()))),
        None => Ok(()),
    }
}

/// What changed between two plans of the same files, for whoever has to plan again.
fn difference(before: &Plan, now: &Plan) -> String {
    let (then, touched) = (before.impact.touched, now.impact.touched);
    format!(
        "People have changed since the plan was made on {}: it affected {then} then and affects {touched} \
         now, or it affects them differently.",
        before.impact.today
    )
}
