//! Runs that somebody can go on with.

use std::collections::BTreeSet;

use assay_kernel::PracticeId;
use assay_learning::run::{RunMode, RunScope};

use super::{pinned, seen::Seen};
use crate::{AppError, vault::Pool};

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
