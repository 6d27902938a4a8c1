//! Runs through practice sets, and the steps of a prep plan that a person ticked off.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    column::{Ms, Seed},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const BY_ID: Sql = Sql::named(
    "practice.by_id",
    "SELECT id, person_id, practice_set, seed, started_at, finished_at, correct, items \
    FROM practices WHERE id = $1",
);
const OF_PERSON: Sql = Sql::named(
    "practice.of_person",
    "SELECT id, person_id, practice_set, seed, started_at, finished_at, correct, items \
    FROM practices WHERE person_id = $1 ORDER BY started_at DESC, id LIMIT 200",
);
const ANSWERS: Sql = Sql::named(
    "practice.answers",
    "SELECT position, response FROM practice_answers WHERE practice_id = $1 ORDER BY position",
);
const TICKS: Sql = Sql::named(
    "practice.ticks",
    "SELECT step FROM prep_ticks WHERE person_id = $1 AND exam = $2 ORDER BY step",
);
const START: Sql = Sql::named(
    "practice.started",
    "INSERT INTO practices (id, person_id, practice_set, seed, started_at, items) \
    VALUES ($1, $2, $3, $4, $5, $6)",
);
const ANSWER: Sql = Sql::named(
    "practice.answered",
    "INSERT INTO practice_answers (practice_id, position, response, answered_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (practice_id, position) DO NOTHING",
);
const FINISH: Sql = Sql::named(
    "practice.finished",
    "UPDATE practices SET finished_at = $2, correct = $3 WHERE id = $1 AND finished_at IS NULL",
);
const TICK: Sql = Sql::named(
    "practice.step_ticked",
    "INSERT INTO prep_ticks (person_id, exam, step, ticked_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (person_id, exam, step) DO NOTHING",
);
const UNTICK: Sql = Sql::named(
    "practice.step_unticked",
    "DELETE FROM prep_ticks WHERE person_id = $1 AND exam = $2 AND step = $3",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[BY_ID, OF_PERSON, ANSWERS, TICKS, START, ANSWER, FINISH, TICK, UNTICK];

/// A run through a practice set as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PracticeRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Practices>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Which set.
    pub practice_set: String,
    /// Decides the order of options.
    pub seed: Seed,
    /// When it started.
    pub started_at: Ms,
    /// When it was finished.
    pub finished_at: Option<Ms>,
    /// Items answered correctly; known when finished.
    #[sqlx(try_from = "i64")]
    pub correct: u32,
    /// Items of the set.
    #[sqlx(try_from = "i64")]
    pub items: u32,
}

/// A run starts.
pub fn started(practice: &PracticeRecord) -> Statement {
    START.with([
        practice.id.into(),
        practice.person_id.into(),
        (&practice.practice_set).into(),
        practice.seed.into(),
        practice.started_at.into(),
        practice.items.into(),
    ])
}

/// An item is answered: the first answer counts, since its feedback follows at once.
pub fn answered(id: TypedId<Practices>, position: u32, response: &str, at: Ms) -> Statement {
    ANSWER.with([id.into(), position.into(), response.into(), at.into()])
}

/// A run is finished with so many right answers, unless it is already.
pub fn finished(id: TypedId<Practices>, correct: u32, at: Ms) -> Statement {
    FINISH.with([id.into(), at.into(), correct.into()])
}

/// A step of a prep plan is ticked off.
pub fn step_ticked(person: TypedId<Persons>, exam: &str, step: &str, at: Ms) -> Statement {
    TICK.with([person.into(), exam.into(), step.into(), at.into()])
}

/// The tick is taken back.
pub fn step_unticked(person: TypedId<Persons>, exam: &str, step: &str) -> Statement {
    UNTICK.with([person.into(), exam.into(), step.into()])
}

impl Reads {
    /// One run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice(&self, id: TypedId<Practices>) -> Result<Option<PracticeRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// A person's runs, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practices_of(&self, person: TypedId<Persons>) -> Result<Vec<PracticeRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// The answers of a run: position and a JSON list.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_answers(&self, id: TypedId<Practices>) -> Result<Vec<(i64, String)>, StoreError> {
        self.all(ANSWERS, [id.into()]).await
    }

    /// The steps of a prep plan that a person ticked off.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prep_ticks(&self, person: TypedId<Persons>, exam: &str) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = self.all(TICKS, [person.into(), exam.into()]).await?;
        Ok(rows.into_iter().map(|(step,)| step).collect())
    }
}
