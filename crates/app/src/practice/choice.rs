//! What there is to practise for an exam version, with what somebody has seen of it.

use assay_learning::{
    practice::{PracticePool, PracticeSet},
    run::RunScope,
};

use super::{
    Practice, must_be_public,
    open::{OpenRun, open_runs},
    reviews::Reviews,
    rules::Begin,
    seen::Seen,
    situation::Situation,
};
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
    /// Questions that come back at some time.
    pub cards: usize,
    /// Those that are due today.
    pub reviews_due: usize,
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
        let items = pool.drills(exam, None);
        if sets.is_empty() && items.is_empty() {
            return Err(AppError::NotFound);
        }
        let mut parts = Vec::new();
        for domain in asking.programme.outline(exam).into_iter().flat_map(|outline| &outline.domains) {
            parts.push(PartCount::of(&pool, &seen, &items, (&domain.id, &domain.title)));
            let tasks = domain.tasks.iter();
            parts.extend(tasks.map(|task| PartCount::of(&pool, &seen, &items, (&task.id, &task.title))));
        }
        let target = Situation::of(store, asking, exam).await?.day();
        let reviews = Reviews::of(asking, &pool, &seen, (exam, target))?;
        Ok(PracticeChoice {
            exam: exam.to_owned(),
            title,
            sets,
            drills: PartCount::of(&pool, &seen, &items, ("", "")),
            parts,
            wrong: seen.wrong(exam).len(),
            cards: reviews.cards(),
            reviews_due: reviews.day.due.len(),
            open: open_runs(&pool, &seen, exam)?,
        })
    }
}
