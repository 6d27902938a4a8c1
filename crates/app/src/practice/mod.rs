//! The room of preparation: runs of practice with what was seen and answered, and the prep plan.
//!
//! An item is seen from the commit that lets it be sent, and of its answers only the first counts, where
//! nothing was told before. Everything else is derived from that and from what happened.

mod answers;
mod backwards;
mod begin;
mod carried;
mod checked;
mod choice;
mod courses;
mod deliver;
mod evidence;
mod final_exam;
mod final_report;
mod invented;
mod job;
mod job_roles;
mod model;
mod moved;
mod next;
mod open;
mod prep;
mod readiness;
mod recorded;
mod reviews;
mod rules;
mod sat;
mod sat_to_end;
mod seat;
mod seen;
mod shared;
mod situation;
mod statements;
mod switch;
mod targets;
mod tell;
mod work;

use std::{collections::BTreeMap, sync::Arc};

use assay_bank::{DeliveryItem, ReleasedItem};
use assay_kernel::{EnrolmentId, Instant, PersonId, PracticeId};
use assay_learning::{
    event::{ErrorKind, PrepEvent},
    practice::DomainPractice,
    run::{RunMode, RunScope, Sure},
    target::line,
};
use assay_store::{
    EnrolmentRecord, Ms, PracticeResponseRecord, PracticeRunRecord, PracticeSittingRecord, Reads, Unit,
    statement::prep as stored,
};
use jiff::SignedDuration;

pub use answers::{AnswerLine, CarriedFrom, CountVerdict};
pub use backwards::{TaskKind, TaskLine, WorkPlan};
pub use begin::NewRun;
pub use checked::{
    CheckedChance, CheckedReadings, HeldAgainst, RESULTS_MIN, RESULTS_TAKEN_OVER_MIN, TakenOver,
    ToldAndPassed,
};
pub use choice::{PartCount, PracticeChoice, SetCount};
pub use courses::{CourseFile, CourseView, LessonPart, LessonView, PrintedCourse};
pub use deliver::NewPracticeAnswer;
pub use final_exam::FinalExamView;
pub use final_report::{FinalReport, FinalSat, PracticeScaled};
pub(crate) use job::PracticeJob;
pub use job_roles::{JobCourse, JobRoleView, JobSkillView};
pub(crate) use moved::practice_of_before;
pub use open::OpenRun;
pub use prep::{PrepDay, PrepView};
pub use readiness::{
    Action as ReadinessAction, DomainLevel, LessonCheckLine, ReadinessTold, ReadinessView, ReadingOn,
    ShareSpan, SpokenReading,
};
pub use recorded::RunLine;
pub use reviews::{DueLine, ReviewsView};
pub(crate) use rules::ACTS;
use rules::Practise;
pub use rules::{Begin as BeginPractice, CopyStatements, Learn as LearnCourse, ShareOutcome};
pub use switch::{CarriedCounts, PlansView, SwitchView, SwitchWhy};
pub use targets::{DaySet, HOURS_MAX};

use crate::{
    AppError, Asking, Mint, StatementsOut,
    facts::Fact,
    permit::Permit,
    shelf::Shelf,
    vault::{Pool, PractisedSource, Vault},
};

/// Preparing: the only room that holds the practice pool with its answers.
pub struct Practice {
    shelf: Shelf,
    mint: Mint,
    pools: Arc<Vault<Pool>>,
    /// The address by which statements name the installation: that of its badges, which stays.
    home: String,
    /// Where statements go; none where nothing is told.
    out: Option<StatementsOut>,
}

/// A run of practice.
pub struct PracticeView {
    /// Id.
    pub id: PracticeId,
    /// For which exam version.
    pub exam: String,
    /// How it asks.
    pub mode: RunMode,
    /// What it is about.
    pub scope: RunScope,
    /// The title of its set; none where it is about no single one.
    pub set_title: Option<String>,
    /// Questions.
    pub items: u32,
    /// Positions answered so far, with whether the answer is right; none of these while that is not told.
    pub answered: BTreeMap<u32, Option<bool>>,
    /// Whether nothing is to be answered any more.
    pub is_finished: bool,
    /// Whether it is told which answers are right.
    pub is_told: bool,
    /// When its time is over; none of a run without a clock.
    pub ends_at: Option<Instant>,
    /// The first position not answered; none when all are.
    pub next: Option<u32>,
    /// How it went by domain, as far as that is told.
    pub domains: Vec<DomainPractice>,
    /// How it was sat; none of a run that was not sat in the exam's client.
    pub sat: Option<FinalSat>,
}

impl PracticeView {
    /// Right answers, as far as they are told.
    pub fn right(&self) -> usize {
        self.answered.values().filter(|right| **right == Some(true)).count()
    }
}

/// One item of a run, before or after its answer.
pub struct PractisedItem {
    /// The run it belongs to.
    pub view: PracticeView,
    /// Place in the run, from 1.
    pub position: u32,
    /// What is asked.
    pub item: DeliveryItem,
    /// Task and skill it practises.
    pub tags: (String, Option<String>),
    /// What was answered; none before the answer.
    pub answer: Option<Vec<String>>,
    /// How sure they were, where they said so.
    pub sure: Option<Sure>,
    /// Once it is told: everything.
    pub feedback: Option<ReleasedItem>,
    /// Once it is told: the page that settles it.
    pub source: Option<PractisedSource>,
    /// What went wrong, as they said after a wrong answer.
    pub named: Option<ErrorKind>,
    /// Whether they knew its answer before this run: then this one counts for nothing but review.
    pub is_known: bool,
    /// Names the answer that this page sends: the same twice is one.
    pub command: String,
}

/// What is meant where such a run is open already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To go on with it: nothing that was answered gets lost without a word.
    GoOn,
    /// A run of its own.
    Anew,
}

/// A run that was opened.
struct Opened {
    permit: Permit<Practise>,
    record: PracticeRunRecord,
    mode: RunMode,
    scope: RunScope,
    /// Item and version of each question.
    items: Vec<(String, String)>,
    pool: Arc<Pool>,
    /// How it is sat; none of a run on the pages of practice.
    row: Option<PracticeSittingRecord>,
    /// The latest answer to each item.
    answers: BTreeMap<String, PracticeResponseRecord>,
}

impl Practice {
    pub(crate) fn new(shelf: Shelf, mint: Mint, pools: Arc<Vault<Pool>>) -> Self {
        Practice { shelf, mint, pools, home: String::new(), out: None }
    }

    pub(crate) fn with_statements(self, home: &str, out: Option<StatementsOut>) -> Self {
        Practice { home: home.to_owned(), out, ..self }
    }

    /// What happens with a unit can be told; nothing follows where nobody is told.
    fn tells(&self, unit: &mut Unit, person: PersonId, at: Ms) {
        if self.out.is_some() {
            unit.extend(Fact::Prepared { person }.follows(at));
        }
    }

    /// A run as it stands.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn run(&self, asking: &Asking, id: PracticeId) -> Result<PracticeView, AppError> {
        view(asking, &self.open(asking, id).await?)
    }

    async fn open(&self, asking: &Asking, id: PracticeId) -> Result<Opened, AppError> {
        let opened = self.opened(asking, id).await?;
        let row = opened.row.as_ref().filter(|row| row.submitted_at.is_none());
        let is_over = row.is_some_and(|row| seat::sitting(&opened.record, row).time_is_over(asking.at));
        if is_over && self.closed_by_time(asking, id).await? {
            return self.opened(asking, id).await;
        }
        Ok(opened)
    }

    /// The pool in which the questions of a run stand as it pinned them.
    async fn pool_of(
        &self,
        asking: &Asking,
        store: &Reads,
        (record, items): (&PracticeRunRecord, &[(String, String)]),
    ) -> Result<Arc<Pool>, AppError> {
        let current = self.pools.of(Some(&asking.programme.tree), store).await?;
        // A version of before is fetched only for a run whose questions have changed meanwhile.
        match current.has_all(items) {
            true => Ok(current),
            false => self.pools.of(Some(&record.tree), store).await,
        }
    }

    async fn opened(&self, asking: &Asking, id: PracticeId) -> Result<Opened, AppError> {
        let (permit, record) = self.shelf.open::<Practise, _>(asking, |store| store.practice_run(id)).await?;
        let store = self.shelf.under(&permit);
        let items = pinned(&record)?;
        let pool = self.pool_of(asking, store, (&record, &items)).await?;
        let mut answers = seat::latest(store, id).await?;
        answers.retain(|_, answer| answer.is_given());
        let mode = RunMode::of(&record.mode).ok_or_else(|| unread("mode of a run", &record.mode))?;
        let scope =
            serde_json::from_str(&record.scope).map_err(|e| AppError::internal("reading a run", e))?;
        let row = match mode {
            RunMode::Final => store.practice_sitting(id).await?,
            _ => None,
        };
        Ok(Opened { permit, record, mode, scope, items, pool, row, answers })
    }

    /// What somebody prepares for the certification of an exam version; begun in the unit where there is
    /// nothing yet.
    async fn enrolment(
        &self,
        asking: &Asking,
        (store, exam): (&Reads, &str),
        unit: &mut Unit,
    ) -> Result<EnrolmentId, AppError> {
        let known = asking.programme.exam(exam);
        let certification = known.map_or(exam, |exam| exam.certification.as_str());
        let person_id = asking.person()?;
        // A version gives way to the next under another certification at times: the preparation stays one.
        let of_line = line(&asking.programme, exam, asking.today);
        let before = of_line.iter().rev().map(|version| version.certification.as_str());
        for certification in std::iter::once(certification).chain(before.filter(|of| *of != certification)) {
            if let Some(open) = store.enrolment(person_id, certification).await? {
                return Ok(open.id);
            }
        }
        let (id, started_at) = (self.mint.id(asking.at), asking.ms());
        let certification = certification.to_owned();
        let begun = EnrolmentRecord { id, person_id, certification, started_at, left_at: None };
        unit.run(stored::enrolled(&begun));
        let event = PrepEvent::Enrolled { exam: exam.to_owned() };
        unit.run(stored::happened(id, "enrolled", &json(&event)?, started_at));
        self.tells(unit, person_id, started_at);
        Ok(id)
    }
}

impl Opened {
    fn id_at(&self, position: u32) -> Option<&str> {
        self.items.get((position as usize).checked_sub(1)?).map(|(id, _)| id.as_str())
    }

    /// Places with their items, from 1.
    fn places(&self) -> impl Iterator<Item = (u32, &str)> {
        (1..).zip(self.items.iter().map(|(id, _)| id.as_str()))
    }

    /// Whether nothing is answered any more: it was handed in, or every question is answered and explained.
    fn is_finished(&self) -> bool {
        let is_through = || self.places().all(|(_, id)| self.answers.contains_key(id));
        self.record.finished_at.is_some() || self.mode.tells_at_once() && is_through()
    }

    /// Whether answers are told.
    fn tells(&self) -> bool {
        self.mode.tells_at_once() || self.is_finished()
    }

    fn ends_at(&self) -> Option<Instant> {
        if let Some(row) = &self.row {
            return Some(row.deadline_at.0);
        }
        if self.mode != RunMode::Timed {
            return None;
        }
        let seconds =
            self.items.iter().filter_map(|(id, _)| Some(i64::from(self.pool.item(id)?.time_s))).sum();
        self.record.started_at.0.checked_add(SignedDuration::from_secs(seconds)).ok()
    }
}

fn view(asking: &Asking, opened: &Opened) -> Result<PracticeView, AppError> {
    let Opened { record, pool, answers, mode, scope, items, .. } = opened;
    let tells = opened.tells();
    let verdict = |id: &str| answers.get(id).map(|answer| tells.then_some(answer.is_right));
    let answered = opened.places().filter_map(|(place, id)| Some((place, verdict(id)?))).collect();
    let next = opened.places().find(|(_, id)| !answers.contains_key(*id)).map(|(place, _)| place);
    let questions = opened.places().map(|(_, id)| (id, verdict(id).flatten()));
    let domains = pool.by_domain(&record.exam, questions).unwrap_or_default();
    let set = scope.set.as_deref().and_then(|set| pool.set(set));
    let ends_at = opened.ends_at();
    Ok(PracticeView {
        id: record.id,
        exam: record.exam.clone(),
        mode: *mode,
        scope: scope.clone(),
        set_title: set.map(|set| set.title.clone()),
        items: u32::try_from(items.len()).unwrap_or_default(),
        answered,
        is_told: tells,
        is_finished: opened.is_finished() || ends_at.is_some_and(|end| end <= asking.at),
        ends_at,
        next,
        domains,
        sat: opened.row.as_ref().map(FinalSat::of).transpose()?,
    })
}

/// Item and version of each question of a run.
fn pinned(run: &PracticeRunRecord) -> Result<Vec<(String, String)>, AppError> {
    serde_json::from_str(&run.items).map_err(|e| AppError::internal("reading a run", e))
}

fn json(value: &impl serde::Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|e| AppError::internal("writing what happened", e))
}

fn unread(what: &str, word: &str) -> AppError {
    AppError::internal(what, format!("`{word}` is not known"))
}

/// What is not announced yet does not exist for anybody outside.
fn must_be_public(asking: &Asking, exam: &str) -> Result<(), AppError> {
    let exam = asking.programme.exam(exam).ok_or(AppError::NotFound)?;
    match assay_programme::offer::offer_on(&asking.programme, exam, asking.today).is_public() {
        true => Ok(()),
        false => Err(AppError::NotFound),
    }
}
