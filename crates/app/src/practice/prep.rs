//! The prep plan of an exam version with somebody's progress, by replay of what happened.

use std::sync::Arc;

use assay_learning::{
    event::PrepEvent,
    plan::{PrepRecord, StepProgress, progress},
    practice::{DomainPractice, weakest_first},
    target::{PrepTarget, RegisteredWindow},
};
use assay_programme::model::PrepPlan;
use assay_store::{Reads, StoreError, Unit, statement::prep};

use super::{
    Practice,
    backwards::{WorkKnown, WorkPlan},
    carried::Carried,
    evidence::AllAnswers,
    json, must_be_public,
    open::{OpenRun, open_runs},
    readiness::ReadinessView,
    recorded::{RunLine, courses_of, finished_runs, record_of},
    reviews::Reviews,
    rules::{Begin, LookAtPlan},
    seen::Seen,
    situation::Situation,
    switch::{SwitchView, offered},
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
    /// Their day; none of whoever does not practise.
    pub day: Option<PrepDay>,
}

/// The day for which somebody prepares, and what goes with it.
pub struct PrepDay {
    /// Which, and why that one; none where nobody said one.
    pub target: Option<PrepTarget>,
    /// Their open registration.
    pub window: Option<RegisteredWindow>,
    /// Hours a week.
    pub hours: u32,
    /// Whether they said how many.
    pub hours_said: bool,
    /// A switch to another exam version, or to this one, that is to be said yes to.
    pub switch: Option<SwitchView>,
    /// The version from which the plan went over to this one.
    pub switched_from: Option<String>,
    /// What is left to do until then, backwards from the day; none without a day ahead.
    pub work: Option<WorkPlan>,
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
            let (reviews_due, readiness, day) = (0, None, None);
            return Ok(PrepView { plan, steps, runs, open, domains, reviews_due, readiness, day });
        }
        let store = self.shelf.under(&permit);
        let (pool, seen) = self.practised_by(asking, store).await?;
        let situation = Situation::of(store, asking, exam).await?;
        let reviews_due = Reviews::of(asking, &pool, &seen, (exam, situation.day()))?.day.due.len();
        let record = record_of(asking, (&pool, &seen), &situation, exam)?;
        let first = seen.exposures.counted().filter(|(family, _)| {
            // Another version's tasks have the same numbers, and mean other things.
            pool.item(family).is_some_and(|item| item.exam == exam)
        });
        let first = first.map(|(family, first)| (family, Some(first.is_right)));
        let domains = pool.by_domain(exam, first).map(weakest_first).unwrap_or_default();
        let steps = progress(&plan, &record);
        let runs = finished_runs(&pool, &seen, exam)?.into_iter().map(|(line, ..)| line).collect();
        let known = asking.programme.exam(exam).zip(asking.programme.outline(exam));
        let readiness = match known {
            Some(known) => {
                let carried = Carried::of(&asking.programme, &pool, &seen, (&situation, exam))?;
                let answers = AllAnswers::of(&pool, &seen, exam, carried)?;
                let told = (&*pool, answers, reviews_due);
                Some(self.told(asking, known, asking.permit::<Begin>()?, told).await?)
            }
            None => None,
        };
        let (hours, hours_said) = situation.hours();
        let work = known.and_then(|known| {
            let domains = readiness.as_ref().map(|view| view.domains.as_slice()).unwrap_or_default();
            let known = WorkKnown {
                asking,
                pool: &pool,
                seen: &seen,
                situation: &situation,
                exam: known,
                plan: &plan,
                steps: &steps,
                domains,
            };
            known.until(situation.day())
        });
        Ok(PrepView {
            steps,
            runs,
            open: open_runs(&pool, &seen, exam)?,
            domains,
            reviews_due,
            readiness,
            day: Some(PrepDay {
                target: situation.target(),
                hours,
                hours_said,
                switch: offered(asking, (&pool, &seen), &situation, exam)?,
                switched_from: situation.switched_to(exam).map(|(from, ..)| from.to_owned()),
                window: situation.window,
                work,
            }),
            plan,
        })
    }

    /// The practice pool in force, and what whoever asks has seen of it.
    pub(super) async fn practised_by(
        &self,
        asking: &Asking,
        store: &Reads,
    ) -> Result<(Arc<Pool>, Seen), AppError> {
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        Ok((pool, Seen::of(store, asking.person()?).await?))
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
