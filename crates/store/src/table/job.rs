//! Consequences: committed with what they follow from, done afterwards, at least once, each idempotent.

use assay_kernel::{Persons, TypedId};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    writer::Unit,
};

const DUE: &str =
    "SELECT id, kind, subject, generation, attempts FROM jobs WHERE run_at <= $1 ORDER BY id LIMIT $2";
// Somebody waits for a result: scoring never queues behind what a change does to everybody.
const DUE_SCORES: &str = "SELECT id, kind, subject, generation, attempts FROM jobs \
    WHERE kind = 'score' AND run_at <= $1 ORDER BY id LIMIT $2";
// Asked for again while it waits, a job runs once; asked for again while it is carried out, it runs once
// more: the generation tells the two apart.
const ENQUEUE: &str = "INSERT INTO jobs (kind, subject, run_at, created_at) VALUES ($1, $2, $3, $3) \
    ON CONFLICT (kind, subject) DO UPDATE SET run_at = excluded.run_at, generation = jobs.generation + 1, \
    attempts = 0, last_error = NULL";
const FINISH: &str = "DELETE FROM jobs WHERE kind = $1 AND subject = $2";
const FINISH_UNCHANGED: &str = "DELETE FROM jobs WHERE id = $1 AND generation = $2";
const RETRY: &str = "UPDATE jobs SET attempts = attempts + 1, last_error = $2, run_at = $3 \
    WHERE id = $1 AND generation = $4";
const WAITING: &str = "SELECT COUNT(*) FROM jobs";
const MESSAGE: &str = "INSERT INTO messages (person_id, topic, subject, body, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, topic) DO NOTHING";
const MESSAGES: &str = "SELECT topic, subject, body, created_at FROM messages WHERE person_id = $1 \
    ORDER BY created_at DESC, id DESC LIMIT 100";
const META: &str = "SELECT value FROM meta WHERE key = $1";
const SET_META: &str =
    "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

// What people do leaves one of these; rows that only grow are asked for their last one.
const LATEST_INSTANT: &str = "SELECT MAX(latest.at) FROM (SELECT MAX(started_at) AS at FROM sittings \
    UNION ALL SELECT MAX(submitted_at) FROM sittings UNION ALL SELECT MAX(scored_at) FROM sittings \
    UNION ALL SELECT MAX(lease_at) FROM sittings UNION ALL SELECT MAX(saved_at) FROM response_steps \
    WHERE sitting_id IN (SELECT id FROM sittings WHERE submitted_at IS NULL) \
    UNION ALL SELECT MAX(seen_at) FROM sessions UNION ALL SELECT MAX(applied_at) FROM programme_versions \
    UNION ALL SELECT recorded_at FROM history WHERE id = (SELECT MAX(id) FROM history)) AS latest";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    LATEST_INSTANT,
    DUE,
    DUE_SCORES,
    ENQUEUE,
    FINISH,
    FINISH_UNCHANGED,
    RETRY,
    WAITING,
    MESSAGE,
    MESSAGES,
    META,
    SET_META,
];

/// A consequence that waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Job {
    /// Row.
    pub id: i64,
    /// What to do.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// How often it was asked for since it last ran.
    pub generation: i64,
    /// Failed attempts so far.
    pub attempts: i64,
}

/// A message to a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MessageRecord {
    /// What it is about; one message a topic.
    pub topic: String,
    /// Headline.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
}

pub(crate) fn enqueue(unit: &mut Unit, kind: &'static str, subject: &str, now: Ms) {
    unit.run(ENQUEUE, vec![kind.into(), subject.into(), now.as_millisecond().into()]);
}

pub(crate) fn finish(unit: &mut Unit, kind: &'static str, subject: &str) {
    unit.run(FINISH, vec![kind.into(), subject.into()]);
}

pub(crate) fn message(
    unit: &mut Unit,
    person: TypedId<Persons>,
    topic: &str,
    subject: &str,
    body: &str,
    now: Ms,
) {
    let at = now.as_millisecond();
    unit.run(MESSAGE, vec![person.to_string().into(), topic.into(), subject.into(), body.into(), at.into()]);
}

impl Store {
    /// Jobs whose time has come: scoring first, then the oldest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due_jobs(&self, now: Ms, limit: usize) -> Result<Vec<Job>, StoreError> {
        let (at, rows) = (now.as_millisecond(), i64::try_from(limit).unwrap_or(i64::MAX));
        let mut due: Vec<Job> = on!(&self.readers, p => {
            sqlx::query_as(DUE_SCORES).bind(at).bind(rows).fetch_all(p).await
        })?;
        let others: Vec<Job> =
            on!(&self.readers, p => sqlx::query_as(DUE).bind(at).bind(rows).fetch_all(p).await)?;
        due.extend(others.into_iter().filter(|job| job.kind != "score"));
        due.truncate(limit);
        Ok(due)
    }

    /// How many jobs wait, failed ones included.
    ///
    /// # Errors
    /// The database failed.
    pub async fn waiting_jobs(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = on!(&self.readers, p => sqlx::query_as(WAITING).fetch_one(p).await)?;
        Ok(count)
    }

    /// Takes a finished job away, unless it was asked for again meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn finish_job(&self, job: &Job) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(FINISH_UNCHANGED, vec![job.id.into(), job.generation.into()]);
        self.write_unit("", unit).await
    }

    /// Puts a failed job off, unless it was asked for again meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_job_off(&self, job: &Job, error: &str, run_at: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let at = run_at.as_millisecond();
        unit.run(RETRY, vec![job.id.into(), error.into(), at.into(), job.generation.into()]);
        self.write_unit("", unit).await
    }

    /// A person's messages, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_of(&self, person: TypedId<Persons>) -> Result<Vec<MessageRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(MESSAGES).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// A remembered setting of the installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> =
            on!(&self.readers, p => sqlx::query_as(META).bind(key).fetch_optional(p).await)?;
        Ok(row.map(|(value,)| value))
    }

    /// The latest instant that anything was stored with; none in a new installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_instant(&self) -> Result<Option<Ms>, StoreError> {
        let (at,): (Option<i64>,) =
            on!(&self.readers, p => sqlx::query_as(LATEST_INSTANT).fetch_one(p).await)?;
        crate::db::optional(at)
    }

    /// Remembers a setting of the installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(SET_META, vec![key.into(), value.into()]);
        self.write_unit("", unit).await
    }
}
