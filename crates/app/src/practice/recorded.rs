//! What is known of somebody's preparation for an exam version, as a plan replays it.

use std::collections::BTreeMap;

use assay_kernel::{Instant, PracticeId};
use assay_learning::{
    course::CourseOutline,
    plan::{FinishedRun, FirstAnswers, PrepRecord},
    run::{RunMode, RunScope},
};
use assay_store::PracticeRunRecord;

use super::{pinned, reviews::Reviews, seen::Seen, situation::Situation};
use crate::{AppError, Asking, vault::Pool};

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

/// What is known of somebody's preparation for an exam version.
pub(super) fn record_of(
    asking: &Asking,
    (pool, seen): (&Pool, &Seen),
    situation: &Situation,
    exam: &str,
) -> Result<PrepRecord, AppError> {
    let reviews = Reviews::of(asking, pool, seen, (exam, situation.day()))?;
    Ok(PrepRecord {
        events: situation.events.clone(),
        finished: finished_runs(pool, seen, exam)?.iter().filter_map(|run| finished_run(seen, run)).collect(),
        first_answers: first_answers(pool, seen, exam),
        to_review: has_answered(seen, exam).then(|| small(reviews.day.due.len())),
        courses: courses_of(asking, exam),
        ..PrepRecord::default()
    })
}

/// The courses of an exam version, by id.
pub(super) fn courses_of(asking: &Asking, exam: &str) -> BTreeMap<String, CourseOutline> {
    let courses = asking.programme.courses.iter().filter(|(_, course)| course.exam == *exam);
    courses.map(|(id, course)| (id.clone(), course.clone())).collect()
}

pub(super) fn finished_runs<'s>(
    pool: &Pool,
    seen: &'s Seen,
    exam: &str,
) -> Result<Vec<Finished<'s>>, AppError> {
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
