//! Sitting the same exam version again: block, wait and limit.

use assay_kernel::{Date, Period};

use super::{Days, here};
use crate::model::{ExamVersion, Programme, TryLimit};

/// A finished sitting of one exam version, as the retake rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// Day of the sitting.
    pub on: Date,
    /// Whether it was passed.
    pub passed: bool,
}

/// What keeps somebody from sitting an exam version again, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// The rule.
    pub why: HoldReason,
    /// The first day on which it holds nobody back any more.
    pub over_on: Date,
}

/// The rule that keeps somebody from sitting again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldReason {
    /// The block after a pass of the same version.
    Passed {
        /// The pass.
        on: Date,
    },
    /// The wait after the last fail.
    Failed {
        /// The fail.
        on: Date,
        /// The rung of the ladder.
        wait: Period,
    },
    /// The most tries within a time, passed or not.
    TooMany {
        /// The limit.
        limit: TryLimit,
        /// How many count on the day asked about.
        taken: usize,
        /// The first of those.
        first_on: Date,
    },
}

/// What holds somebody back on a day.
///
/// `tries` are those of one exam version, in any order. Of several rules the one that lasts longest: on an
/// earlier day another would refuse again.
pub fn hold(programme: &Programme, tries: &[Try], day: Date) -> Option<Hold> {
    let holds =
        [after_a_pass(programme, tries), too_many(programme, tries, day), after_a_fail(programme, tries)];
    holds.into_iter().flatten().filter(|hold| day < hold.over_on).max_by_key(|hold| hold.over_on)
}

/// The next day on which somebody may sit an exam version here.
///
/// The first from `from` on that is a test day and on which no rule holds them back; none where the last
/// test day comes first.
pub fn next_day(programme: &Programme, exam: &ExamVersion, tries: &[Try], from: Date) -> Option<Date> {
    let Days { mut first, last } = here(exam).from(from)?;
    // Each round leaves one try or rule behind.
    for _ in 0..tries.len() + 3 {
        match hold(programme, tries, first) {
            Some(hold) => first = hold.over_on,
            None => break,
        }
    }
    Days::between(first, last).map(|days| days.first)
}

/// A new exam code lifts the block (docs/concepts/transition.md).
fn after_a_pass(programme: &Programme, tries: &[Try]) -> Option<Hold> {
    let block = programme.examination.block_after_pass?;
    let on = last(tries, true)?;
    Some(Hold { why: HoldReason::Passed { on }, over_on: block.after(on) })
}

fn after_a_fail(programme: &Programme, tries: &[Try]) -> Option<Hold> {
    let passed_on = last(tries, true);
    // A pass begins the ladder anew.
    let fails: Vec<Try> = tries
        .iter()
        .filter(|tried| !tried.passed && passed_on.is_none_or(|pass| tried.on > pass))
        .copied()
        .collect();
    let on = last(&fails, false)?;
    let wait = programme.examination.retake.wait_after(fails.len())?;
    Some(Hold { why: HoldReason::Failed { on, wait }, over_on: wait.after(on) })
}

/// The most tries within a time (renewal-rules: 4 in 2 years).
fn too_many(programme: &Programme, tries: &[Try], day: Date) -> Option<Hold> {
    let limit = programme.examination.retake.tries?;
    let max = usize::try_from(limit.max).ok()?;
    // A try counts until the same day of the later month or year, as a wait does.
    let mut counted: Vec<(Date, Date)> = tries
        .iter()
        .map(|tried| (limit.within.after(tried.on), tried.on))
        .filter(|(counts_until, _)| day < *counts_until)
        .collect();
    counted.sort_unstable();
    let (over_on, _) = *counted.get(counted.len().checked_sub(max)?)?;
    let (_, first_on) = *counted.first()?;
    Some(Hold { why: HoldReason::TooMany { limit, taken: counted.len(), first_on }, over_on })
}

fn last(tries: &[Try], passed: bool) -> Option<Date> {
    tries.iter().filter(|tried| tried.passed == passed).map(|tried| tried.on).max()
}
