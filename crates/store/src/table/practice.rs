//! Runs through practice sets of before, and the steps of a prep plan that a person had ticked off.
//!
//! They are moved to `practice_run` and `prep` when a release that knows these starts on them.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    column::{Ms, Seed},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const UNMOVED: Sql = Sql::named(
    "practice.unmoved",
    "SELECT DISTINCT p.person_id FROM practices AS p \
    WHERE NOT EXISTS (SELECT 1 FROM practice_runs AS r WHERE r.id = p.id) ORDER BY p.person_id LIMIT $1",
);
const OF_PERSON: Sql = Sql::named(
    "practice.of_person",
    "SELECT id, person_id, practice_set, seed, started_at, finished_at, correct, items \
    FROM practices WHERE person_id = $1 ORDER BY started_at, id",
);
const ANSWERS: Sql = Sql::named(
    "practice.answers",
    "SELECT position, response, answered_at FROM practice_answers WHERE practice_id = $1 ORDER BY position",
);
const TICKS: Sql = Sql::named(
    "practice.ticks",
    "SELECT person_id, exam, step, ticked_at FROM prep_ticks \
    WHERE person_id > $1 OR (person_id = $1 AND (exam > $2 OR (exam = $2 AND step > $3))) \
    ORDER BY person_id, exam, step LIMIT $4",
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
#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[UNMOVED, OF_PERSON, ANSWERS, TICKS, START, ANSWER, FINISH, TICK];

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

/// A step of a prep plan that somebody ticked off.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TickRecord {
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Of which exam version's plan.
    pub exam: String,
    /// Which.
    pub step: String,
    /// When.
    pub ticked_at: Ms,
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

impl Reads {
    /// People who have a run that is not moved.
    ///
    /// # Errors
    /// The database failed.
    pub async fn persons_with_practices(&self, limit: i64) -> Result<Vec<TypedId<Persons>>, StoreError> {
        let rows: Vec<(String,)> = self.all(UNMOVED, [limit.into()]).await?;
        let read = |(id,): (String,)| TypedId::parse(&id).map_err(|e| StoreError::Corrupt(e.to_string()));
        rows.into_iter().map(read).collect()
    }

    /// A person's runs, earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practices_of(&self, person: TypedId<Persons>) -> Result<Vec<PracticeRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// The answers of a run: position, a JSON list, and when.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_answers(
        &self,
        id: TypedId<Practices>,
    ) -> Result<Vec<(i64, String, Ms)>, StoreError> {
        self.all(ANSWERS, [id.into()]).await
    }

    /// Steps that were ticked off, from after one on; all with none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prep_ticks(
        &self,
        after: Option<&TickRecord>,
        limit: i64,
    ) -> Result<Vec<TickRecord>, StoreError> {
        let (person, exam, step) = after.map_or_else(Default::default, |last| {
            (last.person_id.to_string(), last.exam.clone(), last.step.clone())
        });
        self.all(TICKS, [person.into(), exam.into(), step.into(), limit.into()]).await
    }
}
