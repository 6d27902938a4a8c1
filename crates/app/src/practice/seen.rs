//! What somebody has seen and answered, read once and looked at from several sides.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Instant, PersonId, PracticeId};
use assay_learning::{
    exposure::{Exposure, Exposures, FirstAnswer},
    practice::PracticePool,
    run::RunMode,
};
use assay_store::{ExposureRecord, PracticeResponseRecord, PracticeRunRecord, Reads};

use crate::{AppError, vault::Pool};

/// Answers that are looked at of one person: a hundred runs of fifty, and of final forms each change.
const RESPONSES_MAX: i64 = 20_000;

/// Somebody's practice.
pub(super) struct Seen {
    /// The latest first.
    pub(super) runs: Vec<PracticeRunRecord>,
    pub(super) exposures: Exposures,
    /// Items of which the answer counts for nothing: too many were shown in a day.
    pub(super) too_many: BTreeSet<String>,
    /// The latest answer to each item of a run.
    answers: BTreeMap<PracticeId, BTreeMap<String, PracticeResponseRecord>>,
}

/// An answer with the run in which it was given.
pub(super) struct AnswerOfRun<'s> {
    pub(super) run: &'s PracticeRunRecord,
    pub(super) answer: &'s PracticeResponseRecord,
}

impl Seen {
    pub(super) async fn of(store: &Reads, person: PersonId) -> Result<Seen, AppError> {
        let runs = store.practice_runs_of(person).await?;
        let mut exposures: Exposures = store.exposures_of(person).await?.into_iter().map(exposure).collect();
        let too_many = exposures.beyond_a_day();
        exposures.uncount(&too_many);
        let mut answers: BTreeMap<PracticeId, BTreeMap<String, PracticeResponseRecord>> = BTreeMap::new();
        for answer in store.practice_responses_of(person, RESPONSES_MAX).await? {
            answers.entry(answer.run_id).or_default().insert(answer.item.clone(), answer);
        }
        answers.values_mut().for_each(|of_run| of_run.retain(|_, answer| answer.is_given()));
        Ok(Seen { runs, exposures, too_many, answers })
    }

    /// What was answered in a run, by item.
    pub(super) fn answers(&self, run: PracticeId) -> impl Iterator<Item = &PracticeResponseRecord> {
        self.answers.get(&run).into_iter().flat_map(BTreeMap::values)
    }

    /// Whether the answers of a run were told: those of one that is explained at its end are not before.
    fn is_told(run: &PracticeRunRecord) -> bool {
        run.finished_at.is_some() || RunMode::of(&run.mode).is_some_and(RunMode::tells_at_once)
    }

    /// Items whose latest answer is wrong, as far as that was told.
    pub(super) fn wrong(&self, exam: &str) -> BTreeSet<&str> {
        let mut latest: BTreeMap<&str, (Instant, bool)> = BTreeMap::new();
        for run in self.runs.iter().filter(|run| run.exam == exam && Seen::is_told(run)) {
            for answer in self.answers(run.id) {
                let known = latest.entry(&answer.item).or_insert((answer.answered_at.0, answer.is_right));
                if known.0 < answer.answered_at.0 {
                    *known = (answer.answered_at.0, answer.is_right);
                }
            }
        }
        latest.into_iter().filter(|(_, (_, is_right))| !is_right).map(|(item, _)| item).collect()
    }

    /// What was answered and told, by item, the earliest first: what reviews are made of.
    ///
    /// What is crammed outside the schedule is left out.
    pub(super) fn told(&self) -> BTreeMap<&str, Vec<AnswerOfRun<'_>>> {
        let mut given: BTreeMap<&str, Vec<AnswerOfRun<'_>>> = BTreeMap::new();
        for run in self.runs.iter().filter(|run| Seen::is_told(run)) {
            if !RunMode::of(&run.mode).is_some_and(RunMode::is_graded) {
                continue;
            }
            for answer in self.answers(run.id) {
                given.entry(&answer.item).or_default().push(AnswerOfRun { run, answer });
            }
        }
        for answers in given.values_mut() {
            answers.sort_by_key(|given| (given.answer.answered_at, given.run.id.to_string()));
        }
        given
    }

    /// How often each skill of an exam version was answered for the first time.
    pub(super) fn practised(&self, pool: &Pool, exam: &str) -> BTreeMap<String, u32> {
        let mut times = BTreeMap::new();
        for (family, _) in self.exposures.counted() {
            let Some(item) = pool.item(family).filter(|item| item.exam == exam) else { continue };
            *times.entry(item.skill.unwrap_or(item.task).to_owned()).or_default() += 1;
        }
        times
    }
}

fn exposure(record: ExposureRecord) -> (String, Exposure) {
    let first = record.answered_at.zip(record.is_right);
    let exposure = Exposure {
        pool: PracticePool::of(&record.pool).unwrap_or(PracticePool::Drill),
        shown_at: record.shown_at.0,
        first: first.map(|(at, is_right)| FirstAnswer { at: at.0, is_right: is_right != 0 }),
        revealed_at: record.revealed_at.map(|at| at.0),
    };
    (record.family, exposure)
}
