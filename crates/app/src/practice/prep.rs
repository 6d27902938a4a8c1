//! The prep plan of an exam version with somebody's progress.

use std::collections::BTreeSet;

use assay_kernel::{Instant, PracticeId};
use assay_learning::{
    plan::{PrepRecord, StepProgress, progress},
    practice::{DomainPractice, weakest_first},
};
use assay_programme::model::PrepPlan;
use assay_store::{PracticeRecord, Reads, statement::practice};

use super::{
    Practice, answers, must_be_public,
    rules::{Begin, LookAtPlan},
};
use crate::{AppError, Asking};

/// A prep plan with the progress of the person who asks.
pub struct PrepView {
    /// The plan.
    pub plan: PrepPlan,
    /// Its steps, each with how far it is.
    pub steps: Vec<StepProgress>,
    /// Runs through its practice sets, latest first.
    pub runs: Vec<RunLine>,
    /// Of each set the run to go on with, where there is one.
    pub open: Vec<OpenRun>,
    /// How the newest answers went, weakest domain first; none without an answer.
    pub domains: Vec<DomainPractice>,
}

/// A run that is not finished.
#[derive(Clone, Debug)]
pub struct OpenRun {
    /// Id.
    pub id: PracticeId,
    /// The set.
    pub set: String,
    /// Items answered.
    pub answered: usize,
    /// The first position that is not answered.
    pub next: u32,
    /// Items.
    pub items: u32,
}

/// A run through a practice set, in a list.
#[derive(Clone, Debug)]
pub struct RunLine {
    /// Id.
    pub id: PracticeId,
    /// The set.
    pub set: String,
    /// When it began.
    pub started_at: Instant,
    /// Whether every item was answered.
    pub is_finished: bool,
    /// Right answers, once it is finished.
    pub correct: u32,
    /// Items.
    pub items: u32,
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
            let steps = progress(&plan, &PrepRecord::default());
            return Ok(PrepView { plan, steps, runs: Vec::new(), open: Vec::new(), domains: Vec::new() });
        }
        let (store, person) = (self.shelf.under(&permit), asking.person()?);
        let runs = store.practices_of(person).await?;
        let finished = runs.iter().filter(|run| run.finished_at.is_some());
        let finished = finished.map(|run| (run.practice_set.clone(), run.correct, run.items)).collect();
        let ticked = store.prep_ticks(person, exam).await?.into_iter().collect();
        let steps = progress(&plan, &PrepRecord { finished, ticked });
        let (open, domains) = self.newest(asking, store, &plan, &runs).await?;
        let runs = runs.into_iter().filter(|run| {
            plan.steps.iter().any(|step| step.practice_set.as_ref() == Some(&run.practice_set))
        });
        let runs = runs.map(|run| RunLine {
            id: run.id,
            started_at: run.started_at.0,
            is_finished: run.finished_at.is_some(),
            correct: run.correct,
            items: run.items,
            set: run.practice_set,
        });
        let runs = runs.collect();
        Ok(PrepView { plan, steps, runs, open, domains })
    }

    /// Of each set of a plan the newest run, if it is open, and how the newest answers went by domain.
    async fn newest(
        &self,
        asking: &Asking,
        store: &Reads,
        plan: &PrepPlan,
        runs: &[PracticeRecord],
    ) -> Result<(Vec<OpenRun>, Vec<DomainPractice>), AppError> {
        let sets: BTreeSet<&str> =
            plan.steps.iter().filter_map(|step| step.practice_set.as_deref()).collect();
        let (mut open, mut domains) = (Vec::new(), Vec::new());
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        for set in sets {
            // The one before it too: a run that was only opened says nothing.
            let of_set = runs.iter().filter(|run| run.practice_set == set).take(2);
            for (number, run) in of_set.enumerate() {
                let (is_open, is_newest) = (run.finished_at.is_none(), number == 0);
                let wanted = is_open && is_newest || domains.is_empty();
                if !wanted {
                    continue;
                }
                let given = answers(store, run.id).await?;
                if is_open && is_newest {
                    let (answered, items) = (given.len(), run.items);
                    let next = (1..).find(|position| !given.contains_key(position)).unwrap_or(1);
                    open.push(OpenRun { id: run.id, set: set.to_owned(), answered, next, items });
                }
                if domains.is_empty() && !given.is_empty() {
                    let by_domain = pool.set(set).and_then(|set| pool.by_domain(set, run.seed.0, &given));
                    domains = weakest_first(by_domain.unwrap_or_default());
                }
            }
        }
        Ok((open, domains))
    }

    /// Ticks a step of a prep plan off, or takes the tick back.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn tick(&self, asking: &Asking, exam: &str, step: &str, done: bool) -> Result<(), AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let plan = asking.programme.prep_plan(exam).ok_or(AppError::NotFound)?;
        if !plan.steps.iter().any(|s| s.id == step) {
            return Err(AppError::NotFound);
        }
        let person = asking.person()?;
        let ticked = match done {
            true => practice::step_ticked(person, exam, step, asking.ms()),
            false => practice::step_unticked(person, exam, step),
        };
        Ok(self.shelf.commit(permit, ticked).await?)
    }
}
