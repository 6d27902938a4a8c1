//! Runs through practice sets, and the steps of a prep plan that a person ticked off.

use assay_kernel::{Persons, Practices, TypedId};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    writer::Unit,
};

const BY_ID: &str = "SELECT id, person_id, practice_set, seed, started_at, finished_at, correct, items \
    FROM practices WHERE id = $1";
const OF_PERSON: &str = "SELECT id, person_id, practice_set, seed, started_at, finished_at, correct, items \
    FROM practices WHERE person_id = $1 ORDER BY started_at DESC, id LIMIT 200";
const START: &str = "INSERT INTO practices (id, person_id, practice_set, seed, started_at, items) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const ANSWER: &str = "INSERT INTO practice_answers (practice_id, position, response, answered_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (practice_id, position) DO NOTHING";
const ANSWERS: &str =
    "SELECT position, response FROM practice_answers WHERE practice_id = $1 ORDER BY position";
const FINISH: &str =
    "UPDATE practices SET finished_at = $2, correct = $3 WHERE id = $1 AND finished_at IS NULL";
const TICK: &str = "INSERT INTO prep_ticks (person_id, exam, step, ticked_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (person_id, exam, step) DO NOTHING";
const UNTICK: &str = "DELETE FROM prep_ticks WHERE person_id = $1 AND exam = $2 AND step = $3";
const TICKS: &str = "SELECT step FROM prep_ticks WHERE person_id = $1 AND exam = $2 ORDER BY step";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[BY_ID, OF_PERSON, START, ANSWER, ANSWERS, FINISH, TICK, UNTICK, TICKS];

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
    pub seed: i64,
    /// When it started.
    #[sqlx(try_from = "i64")]
    pub started_at: Ms,
    /// When it was finished, milliseconds.
    pub finished_at: Option<i64>,
    /// Items answered correctly; known when finished.
    pub correct: i64,
    /// Items of the set.
    pub items: i64,
}

impl Store {
    /// One run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice(&self, id: TypedId<Practices>) -> Result<Option<PracticeRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// A person's runs, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practices_of(&self, person: TypedId<Persons>) -> Result<Vec<PracticeRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Starts a run.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start_practice(&self, practice: &PracticeRecord) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(
            START,
            vec![
                practice.id.to_string().into(),
                practice.person_id.to_string().into(),
                practice.practice_set.clone().into(),
                practice.seed.into(),
                practice.started_at.as_millisecond().into(),
                practice.items.into(),
            ],
        );
        self.write_unit("", unit).await
    }

    /// Stores an answer: the first counts, since its feedback follows at once. `finished` carries the number
    /// of right answers when this was the last item.
    ///
    /// # Errors
    /// The database failed.
    pub async fn answer_practice(
        &self,
        id: TypedId<Practices>,
        position: u32,
        response: &str,
        finished: Option<u32>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let (key, at) = (id.to_string(), now.as_millisecond());
        unit.run(ANSWER, vec![key.clone().into(), i64::from(position).into(), response.into(), at.into()]);
        if let Some(correct) = finished {
            unit.run(FINISH, vec![key.into(), at.into(), i64::from(correct).into()]);
        }
        self.write_unit("", unit).await
    }

    /// The answers of a run: position and a JSON list.
    ///
    /// # Errors
    /// The database failed.
    pub async fn practice_answers(&self, id: TypedId<Practices>) -> Result<Vec<(i64, String)>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(ANSWERS).bind(id.to_string()).fetch_all(p).await)?)
    }

    /// Ticks a step of a prep plan off, or takes the tick back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tick_prep_step(
        &self,
        person: TypedId<Persons>,
        exam: &str,
        step: &str,
        done: bool,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let mut values = vec![person.to_string().into(), exam.into(), step.into()];
        if done {
            values.push(now.as_millisecond().into());
            unit.run(TICK, values);
        } else {
            unit.run(UNTICK, values);
        }
        self.write_unit("", unit).await
    }

    /// The steps of a prep plan that a person ticked off.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prep_ticks(&self, person: TypedId<Persons>, exam: &str) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, p => {
            sqlx::query_as(TICKS).bind(person.to_string()).bind(exam).fetch_all(p).await
        })?;
        Ok(rows.into_iter().map(|(step,)| step).collect())
    }
}
