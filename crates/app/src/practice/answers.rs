//! Every answer of somebody's practice for an exam version, with whether it counts and why not.

use std::collections::BTreeMap;

use assay_kernel::{Instant, PracticeId};
use assay_learning::{carry::Carriage, run::RunMode};
use assay_store::PracticeRunRecord;

use super::{pinned, seen::Seen};
use crate::{AppError, vault::Pool};

/// An answer, or a question that was shown and not answered.
#[derive(Clone, Debug)]
pub struct AnswerLine {
    /// When it was answered, or shown.
    pub at: Instant,
    /// In which run.
    pub run: PracticeId,
    /// How that run asks.
    pub mode: RunMode,
    /// Its place in the run, from 1.
    pub position: u32,
    /// The skill, or the task where the outline has no skills.
    pub skill: String,
    /// Whether it is right; none where it was not answered or is not told yet.
    pub is_right: Option<bool>,
    /// Whether it counts.
    pub counts: CountVerdict,
    /// Where it comes from, if it was given for the exam version before.
    pub carried: Option<CarriedFrom>,
}

/// From where an answer was carried, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedFrom {
    /// The exam version for which it was given.
    pub exam: String,
    /// How much of it.
    pub carriage: Carriage,
    /// What became of its skill, in the body's word; empty where nobody said.
    pub became: &'static str,
}

/// Whether an answer is evidence, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountVerdict {
    /// It is: the first answer, and nothing was told before.
    Yes,
    /// The question was answered for the first time on another occasion.
    AnsweredBefore(Instant),
    /// Its key was told before it was answered.
    ToldBefore(Instant),
    /// As many new questions as count were shown within the day before it.
    TooManyThatDay,
    /// Its run is not handed in: answers may still change.
    NotHandedIn,
    /// It was shown and not answered: it can still count.
    NotAnswered,
    /// It was given for another exam version, and its skill has gone.
    NotCarried,
    /// The question is not in the pool any more, so nothing is known of it to compare with.
    Withdrawn,
}

/// A question of a run as it was met.
struct Met<'s> {
    run: &'s PracticeRunRecord,
    mode: RunMode,
    position: u32,
    item: String,
}

/// All of them, the earliest first; of those at one instant in the order of their items.
pub(super) fn answers(pool: &Pool, seen: &Seen, exam: &str) -> Result<Vec<(String, AnswerLine)>, AppError> {
    let mut lines: Vec<(String, AnswerLine)> = Vec::new();
    let mut left_open: BTreeMap<String, AnswerLine> = BTreeMap::new();
    let mut counted = Vec::new();
    // The earliest first, so that the run in which an answer was the first one is met before the others.
    for met in met(seen, exam)?.into_iter().rev() {
        let given = seen.answers(met.run.id).find(|answer| answer.item == met.item);
        let exposure = seen.exposures.get(&met.item);
        let first = exposure.and_then(|exposure| exposure.counted());
        let entry = pool.item(&met.item);
        let skill = entry.as_ref().map(|item| item.skill.unwrap_or(item.task).to_owned());
        let line = |at, is_right, counts| AnswerLine {
            at,
            run: met.run.id,
            mode: met.mode,
            position: met.position,
            skill: skill.clone().unwrap_or_default(),
            is_right,
            counts,
            carried: None,
        };
        let Some(given) = given else {
            if let Some(shown) = exposure.filter(|one| one.first.is_none() && one.revealed_at.is_none()) {
                let shown_line = line(shown.shown_at, None, CountVerdict::NotAnswered);
                left_open.entry(met.item).or_insert(shown_line);
            }
            continue;
        };
        let told = met.mode.tells_at_once() || met.run.finished_at.is_some();
        let counts = match (first, exposure.and_then(|one| one.revealed_at)) {
            _ if !told => CountVerdict::NotHandedIn,
            _ if entry.is_none() => CountVerdict::Withdrawn,
            (Some(_), _) if !counted.contains(&met.item) => {
                counted.push(met.item.clone());
                CountVerdict::Yes
            }
            (Some(first), _) => CountVerdict::AnsweredBefore(first.at),
            (None, _) if seen.too_many.contains(&met.item) => CountVerdict::TooManyThatDay,
            (None, Some(told)) => CountVerdict::ToldBefore(told),
            (None, None) => CountVerdict::NotHandedIn,
        };
        let (at, is_right) = match (counts, first) {
            (CountVerdict::Yes, Some(first)) => (first.at, first.is_right),
            _ => (given.answered_at.0, given.is_right),
        };
        lines.push((met.item, line(at, told.then_some(is_right), counts)));
    }
    lines.extend(left_open);
    lines.sort_by(|(one, left), (other, right)| (left.at, one).cmp(&(right.at, other)));
    Ok(lines)
}

/// Every question of every run of an exam version, the latest run first.
fn met<'s>(seen: &'s Seen, exam: &str) -> Result<Vec<Met<'s>>, AppError> {
    let mut all = Vec::new();
    for run in seen.runs.iter().filter(|run| run.exam == exam) {
        let Some(mode) = RunMode::of(&run.mode) else { continue };
        all.extend((1..).zip(pinned(run)?).map(|(position, (item, _))| Met { run, mode, position, item }));
    }
    Ok(all)
}
