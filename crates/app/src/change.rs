//! Changing the programme: a draft is planned, proposed by one person and applied by another.
//!
//! The story is in `docs/lifecycle/plan-and-apply.md`: what is durable when, and what a crash leaves.

use assay_kernel::{Actor, Diagnostic, Persons, Proposals, Severity, TypedId};
use assay_standing::Rules;
use assay_store::{Day, NewProposal, NewVersionOfProgramme, ProposalRecord, StoreError, VersionRecord};

use crate::{
    Action, App, AppError, Draft, Files, InForce, Loaded, Plan, Reviewed, authorise, load,
    plan::{everybody, make},
    version::put,
};

/// Proposals shown.
const PROPOSALS_MAX: i64 = 100;
/// People told in one commit.
const NOTICES_PER_COMMIT: usize = 200;
/// Until which day facts about everyone were carried out.
const FACTS_UNTIL: &str = "facts_carried_out_until";
/// People whose badges are looked at in one commit.
const FACTS_PAGE: i64 = 500;
/// Behind the name of who applied what came from there.
const COMMAND_LINE: &str = "command line";
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
    /// The record.
    pub record: ProposalRecord,
    /// The plan as it was proposed.
    pub plan: Plan,
    /// Name of who proposed it.
    pub proposed_by: String,
    /// Name of who applied or withdrew it.
    pub decided_by: Option<String>,
    /// Whether the person who looks may apply it.
    pub may_apply: bool,
}

impl App {
    /// What lies ready to be planned and proposed.
    ///
    /// # Errors
    /// Not an administrator.
    pub fn drafts(&self, actor: &Actor) -> Result<Vec<Draft>, AppError> {
        authorise(actor, Action::ProposeChange, None)?;
        Ok(self.drafts.list())
    }

    /// Plans a draft and proposes it.
    ///
    /// # Errors
    /// `NotFound` for an unknown draft, `Draft` with its faults, `Conflict` where another proposal is open.
    pub async fn propose(&self, actor: &Actor, draft: &str) -> Result<TypedId<Proposals>, AppError> {
        let person = authorise(actor, Action::ProposeChange, None)?;
        let known = self.drafts.list().into_iter().find(|known| known.id == draft);
        let known = known.ok_or(AppError::NotFound)?;
        let parent = self.in_force();
        let (drafts, id, current) = (self.drafts.clone(), draft.to_owned(), parent.loaded.clone());
        let read = tokio::task::spawn_blocking(move || {
            let files = drafts.read(&id, &current.files).map_err(AppError::Draft)?;
            load_draft(files)
        });
        let proposed = read.await.map_err(|error| AppError::internal("reading a draft", error))??;
        let plan = self.plan_for(&parent, &proposed).await?;
        if plan.is_empty() {
            return Err(AppError::Draft(
                "It is what is in force already; there is nothing to change.".into(),
            ));
        }
        let proposal = NewProposal {
            id: self.new_id(),
            tree: proposed.tree.clone(),
            files: proposed.files.to_store(),
            title: known.title,
            plan: serde_json::to_string(&plan).map_err(|e| AppError::internal("writing a plan", e))?,
            proposed_by: person,
        };
        self.store.propose_programme(&proposal, self.ms()).await?;
        Ok(proposal.id)
    }

    /// Applies a proposal: the second pair of eyes.
    ///
    /// # Errors
    /// `SecondPerson` for whoever proposed it; `Stale` where it is not what would happen any more.
    pub async fn approve(&self, actor: &Actor, id: TypedId<Proposals>) -> Result<Applied, AppError> {
        let person = authorise(actor, Action::ApplyChange, None)?;
        let (record, text) = self.store.proposal(id).await?.ok_or(AppError::NotFound)?;
        if record.proposed_by == person {
            return Err(AppError::SecondPerson);
        }
        if !record.is_open() {
            return Err(AppError::Conflict);
        }
        let plan = read_plan(&text)?;
        let proposed = load_draft(Files::from_store(self.store.programme_tree(&record.tree).await?)?)?;
        let who = Who {
            proposed_by: Some(record.proposed_by.to_string()),
            applied_by: person.to_string(),
            proposal: Some((id, person)),
        };
        self.apply(&plan, proposed, who).await
    }

    /// Takes an open proposal back.
    ///
    /// # Errors
    /// Not an administrator, `Conflict` where it is not open, or the store failed.
    pub async fn withdraw(&self, actor: &Actor, id: TypedId<Proposals>) -> Result<(), AppError> {
        let person = authorise(actor, Action::ProposeChange, None)?;
        Ok(self.store.withdraw_proposal(id, person, self.ms()).await?)
    }

    /// Applies a plan whose files an operator brings along, and who says who they are (F18).
    ///
    /// # Errors
    /// `Stale` where it is not what would happen any more.
    pub async fn apply_plan(&self, plan: &Plan, proposed: Reviewed, by: &str) -> Result<Applied, AppError> {
        let who = Who { proposed_by: None, applied_by: on_command_line(by), proposal: None };
        self.apply(plan, proposed, who).await
    }

    async fn apply(&self, plan: &Plan, proposed: Reviewed, who: Who) -> Result<Applied, AppError> {
        let parent = self.in_force();
        let number = parent.number + 1;
        if parent.loaded.tree == plan.proposed && parent.number == plan.parent.version + 1 {
            return Ok(Applied::Before(parent.number));
        }
        if (parent.number, &parent.loaded.tree) != (plan.parent.version, &plan.parent.tree) {
            return Err(AppError::Stale(format!(
                "The plan changes version {}, but version {} is in force.",
                plan.parent.version, parent.number
            )));
        }
        if proposed.tree != plan.proposed {
            let text = "The files are not those the plan was made for.".to_owned();
            return Err(AppError::Stale(text));
        }
        if let Some(finding) = plan.refused_by() {
            return Err(AppError::Draft(format!("{}. {}", finding.title, finding.text)));
        }
        let again = self.plan_for(&parent, &proposed).await?;
        if again.digest != plan.digest {
            return Err(AppError::Stale(difference(plan, &again)));
        }
        // What is kept is what was made again: of the plan that was brought only its day of making counts.
        let kept = Plan { made_at: plan.made_at, ..again };
        let version = NewVersionOfProgramme {
            number,
            tree: proposed.tree.clone(),
            files: proposed.files.to_store(),
            plan: Some(serde_json::to_string(&kept).map_err(|e| AppError::internal("writing a plan", e))?),
            proposed_by: who.proposed_by,
            applied_by: who.applied_by,
            applied_on: Day(self.today()),
        };
        // In a task of its own: a request that goes away must not leave the store on one version and the
        // server on another.
        let (store, in_force, bell) = (self.store.clone(), self.in_force.clone(), self.job_bell.clone());
        let (now, proposal) = (self.ms(), who.proposal);
        let task = tokio::spawn(async move {
            store.apply_programme(&version, proposal, now).await?;
            put(&in_force, InForce { number, loaded: proposed.into_loaded() });
            bell.notify_one();
            Ok(())
        });
        match task.await.map_err(|error| AppError::internal("applying a change", error))? {
            Ok(()) => Ok(Applied::Now(number)),
            Err(StoreError::Conflict(_)) => {
                let text = "Another change was applied, or this one withdrawn, at the same moment.";
                Err(AppError::Stale(text.to_owned()))
            }
            Err(error) => {
                // The answer to a commit can be lost and the commit be durable: the store is the truth.
                self.catch_up().await?;
                Err(error.into())
            }
        }
    }

    async fn plan_for(&self, parent: &InForce, proposed: &Loaded) -> Result<Plan, AppError> {
        // Everybody is held in memory meanwhile: one plan at a time.
        let _one_at_a_time = self.planning.lock().await;
        let people = everybody(&self.store, &|_| ()).await?;
        let (parent, proposed) = (parent.clone(), proposed.clone());
        let days = (self.today(), self.now());
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let made =
            tokio::task::spawn_blocking(move || make(&parent, &proposed, &people, days, threads, &|_| ()));
        made.await.map_err(|error| AppError::internal("making a plan", error))
    }

    /// Carries out what an applied plan says: tells everybody it touches, and lets their badges be looked at.
    /// Safe to repeat: a person is told once a version.
    pub(crate) async fn follow_up(&self, version: i64) -> Result<(), AppError> {
        // Whatever kept this process from serving the version: badges must not be judged by an older one.
        self.catch_up().await?;
        let Some(text) = self.store.plan_of_version(version).await? else { return Ok(()) };
        let plan = read_plan(&text)?;
        let topic = format!("programme:{version}");
        let mut notices = Vec::with_capacity(NOTICES_PER_COMMIT);
        for notice in plan.impact.notices() {
            // People of a history file have no account here.
            let Ok(person) = TypedId::<Persons>::parse(&notice.person) else { continue };
            notices.push((person, notice.subject, notice.body));
            if notices.len() == NOTICES_PER_COMMIT {
                self.store.notify_of_change(&topic, &notices, self.ms()).await?;
                notices.clear();
            }
        }
        if !notices.is_empty() {
            self.store.notify_of_change(&topic, &notices, self.ms()).await?;
        }
        Ok(())
    }

    /// Facts about everyone (amendments, outside events, versions that turn a count) reach badges on their
    /// own day: once it is there, everybody's are looked at. Safe to repeat.
    pub(crate) async fn carry_out_dated_facts(&self) -> Result<(), AppError> {
        let today = self.today();
        if self.facts_until.lock().is_ok_and(|until| *until == Some(today)) {
            return Ok(());
        }
        let stored = self.store.setting(FACTS_UNTIL).await?;
        let until = stored.and_then(|text| text.parse().ok()).unwrap_or(today);
        let programme = self.programme();
        let days: Vec<_> = Rules::new(&programme).fact_days().collect();
        if days.iter().any(|on| *on > until && *on <= today) {
            let mut last = None;
            loop {
                let people = self.store.ids_after(last, FACTS_PAGE).await?;
                last = people.last().copied();
                if last.is_none() {
                    break;
                }
                self.store.look_at_badges(&people, self.ms()).await?;
            }
        }
        self.store.set_setting(FACTS_UNTIL, &today.to_string()).await?;
        if let Ok(mut until) = self.facts_until.lock() {
            *until = Some(today);
        }
        Ok(())
    }

    /// Proposals, latest first, with the names of who proposed them.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn proposals(&self, actor: &Actor) -> Result<Vec<(ProposalRecord, String)>, AppError> {
        authorise(actor, Action::ProposeChange, None)?;
        let mut list = Vec::new();
        for record in self.store.proposals(PROPOSALS_MAX).await? {
            let name = self.name_of(record.proposed_by).await?;
            list.push((record, name));
        }
        Ok(list)
    }

    /// One proposal with its plan.
    ///
    /// # Errors
    /// Not an administrator, `NotFound`, or the store failed.
    pub async fn proposal(&self, actor: &Actor, id: TypedId<Proposals>) -> Result<ProposalView, AppError> {
        let person = authorise(actor, Action::ProposeChange, None)?;
        let (record, text) = self.store.proposal(id).await?.ok_or(AppError::NotFound)?;
        let decided = record.decided_by.as_deref().and_then(|id| TypedId::parse(id).ok());
        let plan = read_plan(&text)?;
        Ok(ProposalView {
            proposed_by: self.name_of(record.proposed_by).await?,
            decided_by: match decided {
                Some(id) => Some(self.name_of(id).await?),
                None => None,
            },
            may_apply: record.is_open() && record.proposed_by != person && plan.refused_by().is_none(),
            plan,
            record,
        })
    }

    /// Every version of the programme, latest first, with the names of who proposed and applied it.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn versions(&self, actor: &Actor) -> Result<Vec<(VersionRecord, String, String)>, AppError> {
        authorise(actor, Action::ProposeChange, None)?;
        let mut list = Vec::new();
        for record in self.store.programme_versions().await?.into_iter().rev() {
            let proposed_by = match &record.proposed_by {
                Some(id) => self.who(id).await?,
                None => String::new(),
            };
            let applied_by = self.who(&record.applied_by).await?;
            list.push((record, proposed_by, applied_by));
        }
        Ok(list)
    }

    /// The name of somebody on record, for the team's lists; the text itself where it is nobody's id.
    ///
    /// # Errors
    /// Not an administrator, or the store failed.
    pub async fn name_for(&self, actor: &Actor, id: &str) -> Result<String, AppError> {
        authorise(actor, Action::Administer, None)?;
        self.who(id).await
    }

    /// The name behind an id; other words as they are.
    pub(crate) async fn who(&self, id: &str) -> Result<String, AppError> {
        match TypedId::<Persons>::parse(id) {
            Ok(id) => self.name_of(id).await,
            Err(_) => Ok(id.to_owned()),
        }
    }
}

/// How a version on the command line says who applied it: the machine has no accounts to ask.
pub fn on_command_line(by: &str) -> String {
    let name: String =
        by.trim().chars().filter(|letter| !letter.is_control()).take(NAME_LETTERS_MAX).collect();
    format!("{name} ({COMMAND_LINE})")
}

/// Who applies.
struct Who {
    proposed_by: Option<String>,
    applied_by: String,
    proposal: Option<(TypedId<Proposals>, TypedId<Persons>)>,
}

fn read_plan(text: &str) -> Result<Plan, AppError> {
    Plan::read(text).map_err(|error| AppError::internal("reading a plan", error))
}

/// A programme with errors is never served.
fn load_draft(files: Files) -> Result<Reviewed, AppError> {
    /// Faults told; the command line shows all of them.
    const TOLD: usize = 10;
    load(files).map_err(|found| {
        let faults = found.sorted();
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error).take(TOLD);
        let line = |fault: &Diagnostic| {
            format!("{}:{}: {} ({})", fault.at.file, fault.at.line, fault.message, fault.code)
        };
        let lines: Vec<String> = errors.map(line).collect();
        AppError::Draft(format!("The files have faults. {}", lines.join("; ")))
    })
}

/// What changed between two plans of the same files, for whoever has to plan again.
fn difference(before: &Plan, now: &Plan) -> String {
    let (then, touched) = (before.impact.touched, now.impact.touched);
    format!(
        "People have changed since the plan was made on {}: it touched {then} then and touches {touched} \
         now, or it touches them otherwise.",
        before.impact.today
    )
}
