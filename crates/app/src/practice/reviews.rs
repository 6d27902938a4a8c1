//! What somebody looks at again, and when: cards of what was answered, by item.
//!
//! What is answered first says what they can do; what is answered after that only moves the day on which a
//! question comes back. So the answers of a reading and the reviews of this page are never the same ones.

use assay_kernel::{Date, Instant};
use assay_learning::{
    days,
    review::{Card, CardReason, ReviewAnswer, Reviewer},
    review_day::{ReviewDay, all_in_order, due_on, review_day},
    run::Sure,
};

use super::{
    Practice, must_be_public,
    open::{OpenRun, open_runs},
    rules::Begin,
    seen::{AnswerOfRun, Seen},
    situation::Situation,
};
use crate::{AppError, Asking, vault::Pool};

/// Days ahead of which it is told how many questions come back: two weeks, as far as one plans.
const DAYS_AHEAD: u32 = 14;

/// What comes back, and when.
pub struct ReviewsView {
    /// Exam version.
    pub exam: String,
    /// Its title.
    pub title: String,
    /// The day of the exam, where there is one.
    pub target: Option<Date>,
    /// What is looked at again today, in order.
    pub due: Vec<DueLine>,
    /// Questions that are due and have no room today.
    pub waiting: usize,
    /// Looked at again today already.
    pub done: usize,
    /// All that come back at some time.
    pub cards: usize,
    /// The next day on which one does; none where none does before the exam.
    pub next_on: Option<Date>,
    /// Questions for whose turn in the last ten days there is no room any more.
    pub out_of_reach: usize,
    /// How many come back on each day after today, where there are some.
    pub ahead: Vec<(Date, usize)>,
    /// Runs of this kind to go on with.
    pub open: Vec<OpenRun>,
}

/// A question that comes back, without what it asks.
#[derive(Clone, Debug)]
pub struct DueLine {
    /// Its skill, or its task where the outline has no skills.
    pub skill: String,
    /// What the latest answer was.
    pub reason: CardReason,
    /// When that was.
    pub last_on: Date,
    /// How often it was looked at again.
    pub reviews: u32,
}

/// Somebody's cards for an exam version, with what of them is due.
pub(super) struct Reviews<'s> {
    items: Vec<&'s str>,
    cards: Vec<Card>,
    pub(super) day: ReviewDay,
    today: Date,
}

impl<'s> Reviews<'s> {
    /// Of what was told so far, for an exam on a day or on none.
    pub(super) fn of(
        asking: &Asking,
        pool: &Pool,
        seen: &'s Seen,
        (exam, target): (&str, Option<Date>),
    ) -> Result<Reviews<'s>, AppError> {
        let reviewer = Reviewer::new().map_err(|e| AppError::internal("scheduling reviews", e))?;
        let (mut items, mut cards) = (Vec::new(), Vec::new());
        for (item, given) in seen.told() {
            // What is in the pool of this exam version comes back, for whichever version it was answered.
            if pool.item(item).is_none_or(|entry| entry.exam != exam) {
                continue;
            }
            let answers: Vec<ReviewAnswer> = given.iter().map(|given| graded(asking, given)).collect();
            let card = reviewer.card(&answers).map_err(|e| AppError::internal("scheduling reviews", e))?;
            if let Some(card) = card {
                items.push(item);
                cards.push(card);
            }
        }
        let today = asking.today;
        Ok(Reviews { day: review_day(&cards, today, target), items, cards, today })
    }

    /// What is due, in order.
    pub(super) fn due(&self) -> Vec<&'s str> {
        self.named(&self.day.due)
    }

    /// All of them, what is known least first.
    pub(super) fn all(&self) -> Vec<&'s str> {
        self.named(&all_in_order(&self.cards, self.today))
    }

    /// Questions that come back at some time.
    pub(super) fn cards(&self) -> usize {
        self.cards.len()
    }

    fn named(&self, places: &[usize]) -> Vec<&'s str> {
        places.iter().filter_map(|place| self.items.get(*place).copied()).collect()
    }

    fn lines(&self, pool: &Pool) -> Vec<DueLine> {
        let line = |place: &usize| {
            let (item, card) = (pool.item(self.items.get(*place)?)?, self.cards.get(*place)?);
            Some(DueLine {
                skill: item.skill.unwrap_or(item.task).to_owned(),
                reason: card.reason,
                last_on: card.last_on,
                reviews: card.reviews,
            })
        };
        self.day.due.iter().filter_map(line).collect()
    }

    /// How many come back on each of the next days.
    fn ahead(&self, target: Option<Date>) -> Vec<(Date, usize)> {
        let on = |day: Date| self.cards.iter().filter(|card| due_on(card, target) == Some(day)).count();
        let days = (1..=DAYS_AHEAD).map(|ahead| days::after(self.today, ahead));
        days.map(|day| (day, on(day))).filter(|(_, count)| *count > 0).collect()
    }
}

/// The programme's day of something that was written down: in a demonstration as long ago as it was.
fn programme_day(asking: &Asking, at: Instant) -> Date {
    days::before(asking.today, days::between(asking.day_of(at), asking.day_of(asking.at)))
}

fn graded(asking: &Asking, given: &AnswerOfRun<'_>) -> ReviewAnswer {
    ReviewAnswer {
        on: programme_day(asking, given.answer.answered_at.0),
        is_right: given.answer.is_right,
        sure: given.answer.sure.as_deref().and_then(Sure::of),
        seed: given.run.seed.0,
    }
}

impl Practice {
    /// What the person who asks looks at again, for an exam version.
    ///
    /// # Errors
    /// `NotFound`, not signed in, or the store failed.
    pub async fn reviews(&self, asking: &Asking, exam: &str) -> Result<ReviewsView, AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let title = asking.programme.exam(exam).map(|exam| exam.title.clone()).unwrap_or_default();
        let store = self.shelf.under(&permit);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        if pool.sets_of(exam).next().is_none() {
            return Err(AppError::NotFound);
        }
        let seen = Seen::of(store, asking.person()?).await?;
        let target = Situation::of(store, asking, exam).await?.day();
        let reviews = Reviews::of(asking, &pool, &seen, (exam, target))?;
        let mut open = open_runs(&pool, &seen, exam)?;
        open.retain(|run| run.mode.asks().is_some());
        let ReviewDay { waiting, done, next_on, out_of_reach, .. } = reviews.day;
        Ok(ReviewsView {
            exam: exam.to_owned(),
            title,
            target,
            due: reviews.lines(&pool),
            waiting,
            done,
            cards: reviews.cards(),
            next_on,
            out_of_reach,
            ahead: reviews.ahead(target),
            open,
        })
    }
}
