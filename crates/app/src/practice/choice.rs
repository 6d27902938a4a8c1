//! What there is to practise for an exam version, with what somebody has seen of it.

use std::collections::BTreeSet;

use assay_kernel::PracticeId;
use assay_learning::{
    practice::{PracticePool, PracticeSet},
    run::{RunMode, RunScope},
};

use super::{Practice, begin::drills, must_be_public, pinned, rules::Begin, seen::Seen};
use crate::{AppError, Asking, vault::Pool};

/// What one may choose from.
pub struct PracticeChoice {
    /// Exam version.
    pub exam: String,
    /// Its title.
    pub title: String,
    /// Sets that are taken whole: the first look, the final form, and those of no pool.
    pub sets: Vec<SetCount>,
    /// What is practised with: all of it.
    pub drills: PartCount,
    /// By domain, each followed by its tasks.
    pub parts: Vec<PartCount>,
    /// Questions whose latest answer is wrong.
    pub wrong: usize,
    /// Runs to go on with, the latest first.
    pub open: Vec<OpenRun>,
}

/// A set that is taken whole.
#[derive(Clone, Debug)]
pub struct SetCount {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub summary: String,
    /// Its pool; none of a set that is taken as often as one likes.
    pub pool: Option<PracticePool>,
    /// Questions.
    pub items: usize,
    /// Those never shown.
    pub new: usize,
}

/// Practice questions of a part of the outline.
#[derive(Clone, Debug, Default)]
pub struct PartCount {
    /// Number of the domain or task; empty for all of it.
    pub part: String,
    /// In the outline's words.
    pub title: String,
    /// Questions.
    pub items: usize,
    /// Those never shown.
    pub new: usize,
    /// First answers.
    pub answered: usize,
    /// Right ones among them.
    pub right: usize,
}

/// A run that is not finished.
#[derive(Clone, Debug)]
pub struct OpenRun {
    /// Id.
    pub id: PracticeId,
    /// How it asks.
    pub mode: RunMode,
    /// What it is about.
    pub scope: RunScope,
    /// The title of its set; none where it is about no single one.
    pub set_title: Option<String>,
    /// Items answered.
    pub answered: usize,
    /// The first position that is not answered.
    pub next: u32,
    /// Items.
    pub items: u32,
}

impl PartCount {
    fn of(pool: &Pool, seen: &Seen, items: &[&str], (part, title): (&str, &str)) -> PartCount {
        let part_of_scope = (!part.is_empty()).then(|| part.to_owned());
        let scope = RunScope { part: part_of_scope, ..RunScope::default() };
        let mut count = PartCount { part: part.to_owned(), title: title.to_owned(), ..PartCount::default() };
        for id in items {
            let Some(item) = pool.item(id).filter(|item| scope.has(item.task, item.skill)) else { continue };
            let first = seen.exposures.get(item.id).and_then(|exposure| exposure.counted());
            count.items += 1;
            count.new += usize::from(seen.exposures.is_new(item.id));
            count.answered += usize::from(first.is_some());
            count.right += usize::from(first.is_some_and(|first| first.is_right));
        }
        count
    }
}

impl Practice {
    /// What there is to practise for an exam version.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn choice(&self, asking: &Asking, exam: &str) -> Result<PracticeChoice, AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let title = asking.programme.exam(exam).map(|exam| exam.title.clone()).unwrap_or_default();
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let seen = Seen::of(store, asking.person()?).await?;
        let set = |set: &PracticeSet| SetCount {
            id: set.id.clone(),
            title: set.title.clone(),
            summary: set.summary.clone(),
            pool: set.pool,
            items: set.items.len(),
            new: set.items.iter().filter(|id| seen.exposures.is_new(id)).count(),
        };
        let whole = pool.sets_of(exam).filter(|set| set.pool != Some(PracticePool::Drill));
        let sets: Vec<SetCount> = whole.map(set).collect();
        let items = drills(&pool, exam, None);
        if sets.is_empty() && items.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut parts = Vec::new();
        for domain in asking.programme.outline(exam).into_iter().flat_map(|outline| &outline.domains) {
            parts.push(PartCount::of(&pool, &seen, &items, (&domain.id, &domain.title)));
            let tasks = domain.tasks.iter();
            parts.extend(tasks.map(|task| PartCount::of(&pool, &seen, &items, (&task.id, &task.title))));
        }
        Ok(PracticeChoice {
            exam: exam.to_owned(),
            title,
            sets,
            drills: PartCount::of(&pool, &seen, &items, ("", "")),
            parts,
            wrong: seen.wrong(exam).len(),
            open: open_runs(&pool, &seen, exam)?,
        })
    }
}

/// Of each kind of run the newest, if it is open.
pub(super) fn open_runs(pool: &Pool, seen: &Seen, exam: &str) -> Result<Vec<OpenRun>, AppError> {
    let mut open = Vec::new();
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    for run in seen.runs.iter().filter(|run| run.exam == exam) {
        let is_newest = known.insert((&run.mode, &run.scope));
        let (Some(mode), true, None) = (RunMode::of(&run.mode), is_newest, run.finished_at) else { continue };
        let items = pinned(run)?;
        let is_answered = |id: &str| seen.answers(run.id).any(|answer| answer.item == id);
        let answered = items.iter().filter(|(id, _)| is_answered(id)).count();
        if answered == items.len() && mode.tells_at_once() {
            continue;
        }
        let next = items.iter().position(|(id, _)| !is_answered(id)).unwrap_or_default();
        let scope: RunScope =
            serde_json::from_str(&run.scope).map_err(|e| AppError::internal("reading a run", e))?;
        open.push(OpenRun {
            id: run.id,
            mode,
            set_title: scope.set.as_deref().and_then(|set| pool.set(set)).map(|set| set.title.clone()),
            scope,
            answered,
            next: u32::try_from(next + 1).unwrap_or(1),
            items: u32::try_from(items.len()).unwrap_or_default(),
        });
    }
    Ok(open)
}
