//! Sittings and the steps of their responses.

use assay_kernel::{Persons, Registrations, Sittings, TypedId};
use sqlx::{PgConnection, SqliteConnection};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on, optional},
    history::{self, NewHistory},
    job, registration,
    writer::{Command, Unit},
};

const BY_ID: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree FROM sittings WHERE id = $1";
const BY_REGISTRATION: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, \
    started_at, deadline_at, submitted_at, time_over, report, scored_at, tree FROM sittings \
    WHERE registration_id = $1";
const OF_PERSON: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree FROM sittings \
    WHERE person_id = $1 ORDER BY started_at DESC LIMIT 200";
const LATEST: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree FROM sittings \
    ORDER BY started_at DESC, id LIMIT $1 OFFSET $2";
const OVERDUE: &str = "SELECT id FROM sittings WHERE submitted_at IS NULL AND deadline_at < $1 \
    ORDER BY deadline_at LIMIT 100";
const START: &str = "INSERT INTO sittings \
    (id, registration_id, person_id, exam, form, seed, started_on, started_at, deadline_at, \
    tree) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const SUBMIT: &str =
    "UPDATE sittings SET submitted_at = $2, time_over = $3 WHERE id = $1 AND submitted_at IS NULL";
const SCORED: &str = "UPDATE sittings SET report = $2, scored_at = $3 \
    WHERE id = $1 AND submitted_at IS NOT NULL AND scored_at IS NULL";
const RESPONSES: &str = "SELECT position, seq, response, flagged, saved_at FROM response_steps s \
    WHERE sitting_id = $1 AND seq = (SELECT MAX(seq) FROM response_steps t \
    WHERE t.sitting_id = s.sitting_id AND t.position = s.position) ORDER BY position";

// The divergent pair: the same append for a whole group, in each database's way to pass a list. A repeat of
// a step (same sitting, position, seq and answer) counts and changes nothing: saving is idempotent. The same
// number with another answer touches no row, which the writer takes for a refusal: what is acknowledged is
// what is stored, whatever memory believed. The same for a sitting that was handed in.
const APPEND_SQLITE: &str = "INSERT INTO response_steps \
    (sitting_id, position, seq, response, flagged, saved_at) \
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each($1) \
    WHERE EXISTS (SELECT 1 FROM sittings WHERE id = value ->> 0 AND submitted_at IS NULL) \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged";
const APPEND_POSTGRES: &str = "INSERT INTO response_steps \
    (sitting_id, position, seq, response, flagged, saved_at) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at \
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) \
    AS step (sitting_id, position, seq, response, flagged, saved_at) \
    WHERE EXISTS (SELECT 1 FROM sittings WHERE id = step.sitting_id AND submitted_at IS NULL) \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[BY_ID, BY_REGISTRATION, OF_PERSON, LATEST, OVERDUE, START, SUBMIT, SCORED, RESPONSES];

/// A sitting as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SittingRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Sittings>,
    /// Under which right.
    #[sqlx(try_from = "String")]
    pub registration_id: TypedId<Registrations>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Exam version.
    pub exam: String,
    /// Form.
    pub form: String,
    /// Decides the order of options; the bits of a `u64`.
    pub seed: i64,
    /// The programme's day on which it started.
    #[sqlx(try_from = "String")]
    pub started_on: Day,
    /// When it started.
    #[sqlx(try_from = "i64")]
    pub started_at: Ms,
    /// When it ends.
    #[sqlx(try_from = "i64")]
    pub deadline_at: Ms,
    /// When it was handed in, milliseconds.
    pub submitted_at: Option<i64>,
    /// 1 where time ran out before.
    pub time_over: i64,
    /// The score report, JSON.
    pub report: Option<String>,
    /// When it was scored, milliseconds.
    pub scored_at: Option<i64>,
    /// Content mark of the programme it was started on: its form and bank; none for those of old.
    pub tree: Option<String>,
}

impl SittingRecord {
    /// When it was handed in.
    ///
    /// # Errors
    /// The stored number is no instant.
    pub fn submitted_at(&self) -> Result<Option<Ms>, StoreError> {
        optional(self.submitted_at)
    }
}

/// One step of a response, to be appended.
#[derive(Clone, Debug)]
pub struct ResponseStep {
    /// Sitting.
    pub sitting: TypedId<Sittings>,
    /// Place on the form, from 1.
    pub position: u32,
    /// Number of the change.
    pub seq: i64,
    /// Options chosen, a JSON list.
    pub response: String,
    /// Marked for review.
    pub flagged: bool,
    /// When.
    pub saved_at: Ms,
}

impl ResponseStep {
    pub(crate) fn key(&self) -> (TypedId<Sittings>, u32, i64) {
        (self.sitting, self.position, self.seq)
    }
}

/// The stored answer to an item: its latest step.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResponseRecord {
    /// Place on the form, from 1.
    pub position: i64,
    /// Number of the latest change.
    pub seq: i64,
    /// Options chosen, a JSON list.
    pub response: String,
    /// 1 where marked for review.
    pub flagged: i64,
    /// When.
    #[sqlx(try_from = "i64")]
    pub saved_at: Ms,
}

pub(crate) async fn append_sqlite(
    connection: &mut SqliteConnection,
    steps: &[&ResponseStep],
) -> Result<u64, sqlx::Error> {
    let rows: Vec<serde_json::Value> = steps
        .iter()
        .map(|s| {
            let saved_at = s.saved_at.as_millisecond();
            serde_json::json!([s.sitting, s.position, s.seq, s.response, i64::from(s.flagged), saved_at])
        })
        .collect();
    let list = serde_json::Value::from(rows).to_string();
    sqlx::query(APPEND_SQLITE).bind(list).execute(connection).await.map(|done| done.rows_affected())
}

pub(crate) async fn append_postgres(
    connection: &mut PgConnection,
    steps: &[&ResponseStep],
) -> Result<u64, sqlx::Error> {
    let texts = |of: fn(&ResponseStep) -> String| steps.iter().map(|s| of(s)).collect::<Vec<String>>();
    let numbers = |of: fn(&ResponseStep) -> i64| steps.iter().map(|s| of(s)).collect::<Vec<i64>>();
    sqlx::query(APPEND_POSTGRES)
        .bind(texts(|s| s.sitting.to_string()))
        .bind(numbers(|s| i64::from(s.position)))
        .bind(numbers(|s| s.seq))
        .bind(texts(|s| s.response.clone()))
        .bind(numbers(|s| i64::from(s.flagged)))
        .bind(numbers(|s| s.saved_at.as_millisecond()))
        .execute(connection)
        .await
        .map(|done| done.rows_affected())
}

impl Store {
    /// One sitting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting(&self, id: TypedId<Sittings>) -> Result<Option<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// The sitting that used a registration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_of_registration(
        &self,
        id: TypedId<Registrations>,
    ) -> Result<Option<SittingRecord>, StoreError> {
        let id = id.to_string();
        Ok(on!(&self.readers, p => sqlx::query_as(BY_REGISTRATION).bind(id).fetch_optional(p).await)?)
    }

    /// A person's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_of(&self, person: TypedId<Persons>) -> Result<Vec<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Everybody's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_sittings(&self, limit: i64, offset: i64) -> Result<Vec<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LATEST).bind(limit).bind(offset).fetch_all(p).await)?)
    }

    /// Open sittings whose deadline is before an instant.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overdue_sittings(&self, before: Ms) -> Result<Vec<TypedId<Sittings>>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, p => {
            sqlx::query_as(OVERDUE).bind(before.as_millisecond()).fetch_all(p).await
        })?;
        let read = |(id,): (String,)| TypedId::parse(&id).map_err(|e| StoreError::Corrupt(e.to_string()));
        rows.into_iter().map(read).collect()
    }

    /// The stored answers of a sitting, by position.
    ///
    /// # Errors
    /// The database failed.
    pub async fn responses(&self, id: TypedId<Sittings>) -> Result<Vec<ResponseRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(RESPONSES).bind(id.to_string()).fetch_all(p).await)?)
    }

    /// Starts a sitting and uses up its registration, in one commit.
    ///
    /// # Errors
    /// `Conflict` where the registration is not open any more.
    pub async fn start_sitting(&self, sitting: &SittingRecord) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.must(registration::USE, vec![sitting.registration_id.to_string().into()]);
        unit.run(
            START,
            vec![
                sitting.id.to_string().into(),
                sitting.registration_id.to_string().into(),
                sitting.person_id.to_string().into(),
                sitting.exam.clone().into(),
                sitting.form.clone().into(),
                sitting.seed.into(),
                sitting.started_on.to_string().into(),
                sitting.started_at.as_millisecond().into(),
                sitting.deadline_at.as_millisecond().into(),
                sitting.tree.clone().into(),
            ],
        );
        self.write_unit(&sitting.id.to_string(), unit).await
    }

    /// Appends a step of a response; returns when it is durable.
    ///
    /// # Errors
    /// `Unavailable`: nothing was acknowledged, try again.
    pub async fn save_response(&self, step: ResponseStep) -> Result<(), StoreError> {
        let key = step.sitting.to_string();
        self.writers.write(&key, Command::Step(step)).await
    }

    /// Hands a sitting in after everything queued for it, and queues its scoring, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was handed in already.
    pub async fn submit_sitting(
        &self,
        id: TypedId<Sittings>,
        submitted_at: Ms,
        time_over: bool,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let key = id.to_string();
        unit.must(
            SUBMIT,
            vec![key.clone().into(), submitted_at.as_millisecond().into(), i64::from(time_over).into()],
        );
        job::enqueue(&mut unit, "score", &key, now);
        self.write_unit(&key, unit).await
    }

    /// Stores a score report with the event it makes and its consequences, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was scored already.
    pub async fn record_score(
        &self,
        id: TypedId<Sittings>,
        report: &str,
        event: &NewHistory,
        message: (&str, &str),
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let key = id.to_string();
        unit.must(SCORED, vec![key.clone().into(), report.into(), now.as_millisecond().into()]);
        history::append(&mut unit, event, now);
        job::enqueue(&mut unit, "issue", &event.person.to_string(), now);
        job::message(&mut unit, event.person, &format!("result:{key}"), message.0, message.1, now);
        job::finish(&mut unit, "score", &key);
        self.write_unit(&key, unit).await
    }
}
