//! The prep plan of an exam version with somebody's progress, by replay of what happened.

use std::collections::BTreeMap;

use assay_kernel::{Instant, PracticeId};
use assay_learning::{
    course::CourseOutline,
    event::PrepEvent,
    plan::{FinishedRun, FirstAnswers, PrepRecord, StepProgress, progress},
    practice::{DomainPractice, weakest_first},
    run::{RunMode, RunScope},
};
use assay_programme::model::PrepPlan;
use assay_store::{PracticeRunRecord, StoreError, Unit, statement::prep};

use super::{
    Practice, json, must_be_public,
    open::{OpenRun, open_runs},
    pinned,
    readiness::ReadinessView,
    reviews::Reviews,
    rules::{Begin, LookAtPlan},
    seen::Seen,
    target::{events, own_day},
};
use crate::{AppError, Asking, FieldFault, vault::Pool};

/// Letters of a reason: a sentence.
const REASON_CHARS_MAX: usize = 200;

/// A prep plan with the progress of the person who asks.
pub struct PrepView {
    /// The plan.
    pub plan: PrepPlan,
    /// Its steps, each with how far it is.
    pub steps: Vec<StepProgress>,
    /// Finished runs, latest first.
    pub runs: Vec<RunLine>,
    /// Runs to go on with, the latest first.
    pub open: Vec<OpenRun>,
    /// How the first answers went, weakest domain first; none without an answer.
    pub domains: Vec<DomainPractice>,
    /// Questions that are due to be looked at again.
    pub reviews_due: usize,
    /// What the first answers say; none of whoever does not practise, or of an exam without an outline.
    pub readiness: Option<ReadinessView>,
}

/// A run that is finished, in a list.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// Id.
    pub id: PracticeId,
    /// How it asked.
    pub mode: RunMode,
    /// What it was about.
    pub scope: RunScope,
    /// The title of its set; none where it was about no single one.
    pub set_title: Option<String>,
    /// When it began.
    pub started_at: Instant,
    /// Right answers.
    pub correct: u32,
    /// Items.
    pub items: u32,
}

/// A finished run with the items that it pinned.
type Finished<'s> = (RunLine, &'s PracticeRunRecord, Vec<String>);

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Practice {
    /// The prep plan of an exam version with the progress of the person who asks; nobody's without one.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn plan(&self, asking: &Asking, exam: &str) -> Result<PrepView, AppError> {
        let permit = asking.permit::<LookAtPlan>()?;
        let plan = asking.programme.prep_plan(exam).ok_or(AppError::NotFound)?.clone();
        if !asking.may_at_all::<Begin>() {
            let nothing = PrepRecord { courses: courses_of(asking, exam), ..PrepRecord::default() };
            let steps = progress(&plan, &nothing);
            let (runs, open, domains) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(PrepView { plan, steps, runs, open, domains, reviews_due: 0, readiness: None });
        }
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let seen = Seen::of(store, asking.person()?).await?;
        let runs = finished_runs(&pool, &seen, exam)?;
        let events = events(store, asking, exam).await?;
        let target = own_day(&events);
        let reviews_due = Reviews::of(asking, &pool, &seen, (exam, target))?.day.due.len();
        let record = PrepRecord {
            events,
            finished: runs.iter().filter_map(|run| finished_run(&seen, run)).collect(),
            first_answers: first_answers(&pool, &seen, exam),
            to_review: has_answered(&seen, exam).then(|| small(reviews_due)),
            courses: courses_of(asking, exam),
            ..PrepRecord::default()
        };
        let first = seen.exposures.counted().map(|(family, first)| (family, Some(first.is_right)));
        let domains = pool.by_domain(exam, first).map(weakest_first).unwrap_or_default();
        let steps = progress(&plan, &record);
        let open = open_runs(&pool, &seen, exam)?;
        let runs = runs.into_iter().map(|(line, ..)| line).collect();
        let known = asking.programme.exam(exam).zip(asking.programme.outline(exam));
        let readiness = match known {
            Some(known) => {
                Some(self.told(asking, known, asking.permit::<Begin>()?, (&pool, &seen, reviews_due)).await?)
            }
            None => None,
        };
        Ok(PrepView { plan, steps, runs, open, domains, reviews_due, readiness })
    }

    /// Leaves a step of a prep plan out, with a reason; takes it up again where there is none.
    ///
    /// # Errors
    /// `NotFound`, not signed in, `Invalid` where the reason says nothing or too much, or the store failed.
    pub async fn skip(
        &self,
        asking: &Asking,
        exam: &str,
        step: &str,
        reason: Option<&str>,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let plan = asking.programme.prep_plan(exam).ok_or(AppError::NotFound)?;
        if !plan.steps.iter().any(|s| s.id == step) {
            return Err(AppError::NotFound);
        }
        let (exam, step) = (exam.to_owned(), step.to_owned());
        let event = match reason.map(str::trim) {
            Some(reason) if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX => {
                let text = "Say in a sentence why you leave it out, in at most 200 characters.";
                return Err(AppError::Invalid(vec![FieldFault::new("reason", text)]));
            }
            Some(reason) => PrepEvent::StepSkipped { exam, step, reason: reason.to_owned() },
            None => PrepEvent::StepTakenUp { exam, step },
        };
        let mut unit = Unit::new();
        let store = self.shelf.under(&permit);
        let enrolment = self.enrolment(asking, (store, plan.exam.as_str()), &mut unit).await?;
        // Pressed twice at the same instant is once.
        let event = json(&event)?;
        let command = format!("{}:{event}", asking.at.as_millisecond());
        unit.run(prep::happened(enrolment, &command, &event, asking.ms()));
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }
}

/// The courses of an exam version, by id.
fn courses_of(asking: &Asking, exam: &str) -> BTreeMap<String, CourseOutline> {
    let courses = asking.programme.courses.iter().filter(|(_, course)| course.exam == *exam);
    courses.map(|(id, course)| (id.clone(), course.clone())).collect()
}

fn finished_runs<'s>(pool: &Pool, seen: &'s Seen, exam: &str) -> Result<Vec<Finished<'s>>, AppError> {
    let mut lines = Vec::new();
    for run in seen.runs.iter().filter(|run| run.exam == exam && run.finished_at.is_some()) {
        let Some(mode) = RunMode::of(&run.mode) else { continue };
        let scope: RunScope =
            serde_json::from_str(&run.scope).map_err(|e| AppError::internal("reading a run", e))?;
        let items: Vec<String> = pinned(run)?.into_iter().map(|(id, _)| id).collect();
        let line = RunLine {
            id: run.id,
            mode,
            set_title: scope.set.as_deref().and_then(|set| pool.set(set)).map(|set| set.title.clone()),
            scope,
            started_at: run.started_at.0,
            correct: small(seen.answers(run.id).filter(|answer| answer.is_right).count()),
            items: small(items.len()),
        };
        lines.push((line, run, items));
    }
    Ok(lines)
}

fn finished_run(seen: &Seen, (line, run, items): &Finished<'_>) -> Option<FinishedRun> {
    let told = |id: &String| seen.exposures.get(id).and_then(|exposure| exposure.revealed_at);
    let explained = items.iter().filter(|id| told(id).is_some_and(|told| told < run.started_at.0)).count();
    Some(FinishedRun {
        set: line.scope.set.clone()?,
        correct: line.correct,
        items: line.items,
        explained: small(explained),
    })
}

fn first_answers(pool: &Pool, seen: &Seen, exam: &str) -> BTreeMap<String, FirstAnswers> {
    let count = |items: &[String]| {
        let mut count = FirstAnswers { items: small(items.len()), ..FirstAnswers::default() };
        for first in items.iter().filter_map(|id| seen.exposures.get(id)?.counted()) {
            count.answered += 1;
            count.correct += u32::from(first.is_right);
        }
        count
    };
    pool.sets_of(exam).map(|set| (set.id.clone(), count(&set.items))).collect()
}

fn has_answered(seen: &Seen, exam: &str) -> bool {
    seen.runs.iter().any(|run| run.exam == exam && seen.answers(run.id).next().is_some())
}
