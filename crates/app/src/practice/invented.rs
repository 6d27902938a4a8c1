//! Practice of a demonstration's people: rows as practising leaves them, from what is declared of it.
//!
//! Days are counted back from the instant in which it is made, as readings and reviews count them. What
//! somebody answers is decided by no chance, so every demonstration shows the same.

use std::collections::BTreeSet;

use assay_kernel::{EnrolmentId, Instant, PersonId};
use assay_learning::{
    event::PrepEvent,
    practice::PracticePool,
    run::{RunMode, RunScope, Which},
};
use assay_programme::model::{DemoPreparation, DemoRun};
use assay_store::{
    ExposureRecord, Ms, NewPracticeResponse, PracticeRunRecord, Seed, Unit,
    statement::{practice_run, prep},
};
use jiff::SignedDuration;

use super::{Practice, json, rules::Begin};
use crate::{AppError, Asking, vault::Pool};

/// Seconds that an invented answer takes: a little less than an exam leaves for one.
const SECONDS: i64 = 90;

/// A run that is made up.
struct InventedRun<'a> {
    person: PersonId,
    exam: &'a str,
    mode: RunMode,
    scope: RunScope,
    items: &'a [String],
    at: Instant,
    seed: u64,
    /// Whether its questions were met and explained before.
    is_known: bool,
}

impl Practice {
    /// Whether somebody prepares for anything.
    pub(crate) async fn has_begun(&self, asking: &Asking) -> Result<bool, AppError> {
        let permit = asking.permit::<Begin>()?;
        Ok(!self.shelf.under(&permit).own_prep_events(asking.person()?, 1).await?.is_empty())
    }

    /// What makes somebody's practice, in the unit of whoever makes the demonstration.
    ///
    /// A set that the programme does not have is left out, and so is one that is sat.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn invented(
        &self,
        asking: &Asking,
        told: &DemoPreparation,
        unit: &mut Unit,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<Begin>()?;
        let (store, person) = (self.shelf.under(&permit), asking.person()?);
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        let exam = told.exam.as_str();
        let begun = told.runs.iter().map(|run| run.days_ago).max().unwrap_or_default();
        let early = Asking { at: days_ago(asking, begun), ..asking.clone() };
        let enrolment = self.enrolment(&early, (store, exam), unit).await?;
        said(&early, enrolment, told, unit)?;
        let mut seen = BTreeSet::new();
        for (place, run) in (1..).zip(&told.runs) {
            let Some((mode, items)) = asked_in(&pool, exam, run, (&seen, place)) else { continue };
            let scope = RunScope {
                set: Some(run.set.clone()),
                part: run.part.clone(),
                which: Which::New,
                count: items.len(),
            };
            let at = days_ago(asking, run.days_ago);
            let first =
                InventedRun { person, exam, mode, scope, items: &items, at, seed: place, is_known: false };
            self.invented_run(asking, &pool, &first, |at| turn(&run.right, at), unit)?;
            for time in 1..=run.again {
                let at = days_ago(asking, run.days_ago.saturating_sub(time));
                // A first look is one again; of other questions somebody chooses those they have seen.
                let mode = if mode == RunMode::Learn { RunMode::Custom } else { mode };
                let scope = RunScope { which: Which::Any, ..first.scope.clone() };
                let seed = place + u64::from(time) * AGAIN;
                let again = InventedRun { mode, scope, at, seed, is_known: true, ..first };
                self.invented_run(asking, &pool, &again, |_| true, unit)?;
            }
            seen.extend(items);
        }
        Ok(())
    }

    fn invented_run(
        &self,
        asking: &Asking,
        pool: &Pool,
        run: &InventedRun<'_>,
        is_right: impl Fn(usize) -> bool,
        unit: &mut Unit,
    ) -> Result<(), AppError> {
        let version = |id: &String| Some((id.clone(), pool.item(id)?.version.to_owned()));
        let pinned: Vec<(String, String)> = run.items.iter().filter_map(version).collect();
        let after = |answers: usize| {
            let seconds = i64::try_from(answers).unwrap_or_default().saturating_mul(SECONDS);
            Ms(run.at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(run.at))
        };
        let end = after(pinned.len());
        let record = PracticeRunRecord {
            id: self.mint.id(run.at),
            person_id: run.person,
            exam: run.exam.to_owned(),
            mode: run.mode.as_str().to_owned(),
            scope: json(&run.scope)?,
            seed: Seed(run.seed),
            items: json(&pinned)?,
            tree: asking.programme.tree.clone(),
            started_at: Ms(run.at),
            finished_at: Some(end),
        };
        unit.run(practice_run::begun(&record));
        for (index, (position, (item, version))) in (1..).zip(&pinned).enumerate() {
            // A question of a kind that cannot be answered as it is declared is answered the other way.
            let (place, wanted) = ((position, run.seed), is_right(index));
            let given = [wanted, !wanted].into_iter().find_map(|right| pool.invented(item, place, right));
            let Some(given) = given else { continue };
            let right = pool.is_right(item, place, &given);
            let shown = ExposureRecord {
                family: item.clone(),
                version: version.clone(),
                exam: run.exam.to_owned(),
                pool: pool.pool_of(item).as_str().to_owned(),
                shown_at: after(index),
                answered_at: None,
                is_right: None,
                revealed_at: None,
            };
            let at = after(index + 1);
            let response = NewPracticeResponse {
                run: record.id,
                item: item.clone(),
                command: format!("first:{item}"),
                response: json(&given)?,
                is_right: right,
                sure: None,
                took_ms: None,
            };
            if run.is_known {
                unit.run(practice_run::given(&response, at));
                continue;
            }
            unit.run(practice_run::shown(run.person, &shown));
            unit.run(practice_run::given(&response, at));
            // What is explained at its end counts from then on.
            let told = if run.mode.tells_at_once() { at } else { end };
            unit.run(practice_run::answered(run.person, item, right, told));
            unit.run(practice_run::revealed(run.person, item, told));
        }
        Ok(())
    }
}

/// What keeps the seeds of repeated runs apart from those of first ones.
const AGAIN: u64 = 1_000;

fn days_ago(asking: &Asking, days: u32) -> Instant {
    asking.at.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(asking.at)
}

/// Whether the answer at a place is right, from the beginning again where the pattern ends.
fn turn(right: &[bool], at: usize) -> bool {
    right.iter().copied().cycle().nth(at % right.len().max(1)).unwrap_or_default()
}

/// What somebody said of their day and their hours.
fn said(
    asking: &Asking,
    enrolment: EnrolmentId,
    told: &DemoPreparation,
    unit: &mut Unit,
) -> Result<(), AppError> {
    let day = told.ready_by.map(|on| PrepEvent::TargetSet { on: Some(on) });
    let hours = told.hours.map(|hours| PrepEvent::HoursSet { hours });
    for event in day.into_iter().chain(hours) {
        let event = json(&event)?;
        unit.run(prep::happened(enrolment, &event, &event, asking.ms()));
    }
    Ok(())
}

/// How a run asks and which questions; none of a set that the programme does not have, or that is sat.
fn asked_in(
    pool: &Pool,
    exam: &str,
    run: &DemoRun,
    (seen, seed): (&BTreeSet<String>, u64),
) -> Option<(RunMode, Vec<String>)> {
    let set = pool.set(&run.set).filter(|set| set.exam == *exam)?;
    let most = run.questions.map_or(usize::MAX, |questions| questions as usize);
    let whole = || set.items.iter().take(most).cloned().collect();
    match set.pool {
        Some(PracticePool::Pretest) => Some((RunMode::Pretest, whole())),
        None => Some((RunMode::Set, whole())),
        Some(PracticePool::Final) => None,
        Some(PracticePool::Drill) => {
            let scope = RunScope { part: run.part.clone(), ..RunScope::default() };
            let in_scope = |id: &&str| pool.item(id).is_some_and(|item| scope.has(item.task, item.skill));
            let drills = pool.drills(exam, Some(&run.set)).into_iter().filter(in_scope);
            let new: Vec<&str> = drills.filter(|id| !seen.contains(*id)).collect();
            let practised = std::collections::BTreeMap::new();
            Some((RunMode::Learn, pool.choose(&new, |_| true, &practised, (most.min(new.len()), seed))))
        }
    }
}
