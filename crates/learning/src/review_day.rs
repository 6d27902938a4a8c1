//! What is looked at again on a day, where a day of the exam presses or none does.
//!
//! A card comes back when FSRS says so, and at the latest three days before the exam. In the last ten days
//! each card has its turn once, spread so that it is over three days before; whoever has had it there comes
//! back by FSRS alone. No day has more than forty, and none from the exam on. What that cannot hold is said.
//!
//! ```
//! use assay_kernel::date;
//! use assay_learning::review_day::review_day;
//! let day = review_day(&[], date(2025, 9, 1), Some(date(2025, 9, 29)));
//! assert!(day.due.is_empty() && day.out_of_reach == 0);
//! ```

use std::collections::BTreeSet;

use assay_kernel::Date;

use crate::{
    days,
    review::{Card, CardReason},
};

/// Cards of one day, at most: about half an hour.
pub const A_DAY_MAX: usize = 40;
/// Days before the exam in which each card has its turn.
pub const LAST_DAYS: u32 = 10;
/// Days before the exam by which that is to be over, where there is room.
pub const REST_DAYS: u32 = 3;

/// What is looked at again on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewDay {
    /// Places of the cards of the day, in the order in which they are asked.
    pub due: Vec<usize>,
    /// Cards that are due and have no room on this day.
    pub waiting: usize,
    /// Cards looked at again on this day already.
    pub done: usize,
    /// The next day on which one comes back; none where none does before the exam.
    pub next_on: Option<Date>,
    /// Cards for whose turn in the last days there is no room, with forty a day.
    pub out_of_reach: usize,
}

/// The day on which a card comes back; none from the exam's day on.
pub fn due_on(card: &Card, exam: Option<Date>) -> Option<Date> {
    let Some(exam) = exam else { return Some(card.due_on()) };
    let left = days::between(card.last_on, exam);
    // Within the last days it has had its turn, so that nothing presses it.
    let interval = match left > LAST_DAYS {
        true => card.interval_days.min(left.saturating_sub(REST_DAYS)).max(1),
        false => card.interval_days,
    };
    Some(days::after(card.last_on, interval)).filter(|on| *on < exam)
}

/// What is looked at again on a day, of all cards.
pub fn review_day(cards: &[Card], today: Date, exam: Option<Date>) -> ReviewDay {
    let done = cards.iter().filter(|card| card.reviews > 0 && card.last_on == today).count();
    let over = exam.is_some_and(|exam| exam <= today);
    if over {
        return ReviewDay { done, ..ReviewDay::default() };
    }
    let room = A_DAY_MAX.saturating_sub(done);
    let is_due = |card: &Card| due_on(card, exam).is_some_and(|on| on <= today);
    let mut wanted = turns(cards, today, exam, room);
    let mut later: Vec<usize> = (0..)
        .zip(cards)
        .filter(|(place, card)| is_due(card) && !wanted.contains(place))
        .map(|(place, _)| place)
        .collect();
    in_order(cards, today, &mut later);
    let free = room.saturating_sub(wanted.len());
    let waiting = later.len().saturating_sub(free);
    wanted.extend(later.into_iter().take(free));
    let mut due: Vec<usize> = wanted.into_iter().collect();
    in_order(cards, today, &mut due);
    let out_of_reach = exam.map_or(0, |exam| out_of_reach(cards, today, exam, done));
    ReviewDay { next_on: next_on(cards, today, exam, waiting), due, waiting, done, out_of_reach }
}

/// Every card, what is known least first.
pub fn all_in_order(cards: &[Card], today: Date) -> Vec<usize> {
    let mut all: Vec<usize> = (0..cards.len()).collect();
    in_order(cards, today, &mut all);
    all
}

fn in_order(cards: &[Card], today: Date, places: &mut [usize]) {
    let known = |place: &usize| {
        let card = cards.get(*place);
        let is_first = card.is_some_and(|card| card.reason == CardReason::SureAndWrong);
        (!is_first, card.map_or(1.0, |card| card.retrievability(today)))
    };
    places.sort_by(|one, other| {
        let ((first, one_known), (second, other_known)) = (known(one), known(other));
        first.cmp(&second).then(one_known.total_cmp(&other_known)).then(one.cmp(other))
    });
}

/// Cards that have not had their turn in the last days.
fn without_turn(cards: &[Card], exam: Date) -> impl Iterator<Item = usize> {
    let first = days::before(exam, LAST_DAYS);
    (0..).zip(cards).filter(move |(_, card)| card.last_on < first).map(|(place, _)| place)
}

/// The turns of this day in the last days: an even share, what is known least first.
fn turns(cards: &[Card], today: Date, exam: Option<Date>, room: usize) -> BTreeSet<usize> {
    let Some(exam) = exam.filter(|exam| days::between(today, *exam) <= LAST_DAYS) else {
        return BTreeSet::new();
    };
    let mut open: Vec<usize> = without_turn(cards, exam).collect();
    let left = days::between(today, exam);
    let turns = if left > REST_DAYS { left - REST_DAYS + 1 } else { left };
    let share = open.len().div_ceil(turns.max(1) as usize);
    in_order(cards, today, &mut open);
    open.into_iter().take(share.min(room)).collect()
}

fn out_of_reach(cards: &[Card], today: Date, exam: Date, done: usize) -> usize {
    let left = days::between(today, exam).min(LAST_DAYS) as usize;
    let is_last_days = days::between(today, exam) <= LAST_DAYS;
    let used = if is_last_days { done.min(A_DAY_MAX) } else { 0 };
    without_turn(cards, exam).count().saturating_sub((left * A_DAY_MAX).saturating_sub(used))
}

fn next_on(cards: &[Card], today: Date, exam: Option<Date>, waiting: usize) -> Option<Date> {
    let tomorrow = days::after(today, 1);
    let is_before = |on: &Date| exam.is_none_or(|exam| *on < exam);
    if waiting > 0 {
        return Some(tomorrow).filter(is_before);
    }
    let by_memory = cards.iter().filter_map(|card| due_on(card, exam)).filter(|on| *on > today).min();
    let by_turn = exam.filter(|exam| without_turn(cards, *exam).next().is_some());
    let by_turn = by_turn.map(|exam| days::before(exam, LAST_DAYS).max(tomorrow));
    [by_memory, by_turn].into_iter().flatten().filter(is_before).min()
}

#[cfg(test)]
#[path = "review_day_tests.rs"]
mod tests;
