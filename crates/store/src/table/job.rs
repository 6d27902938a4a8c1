//! Consequences of before there was typed work: kinds and subjects as text. `work.rs` takes their place.

use assay_kernel::{Persons, Sittings, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Reads,
    unit::{Sql, Statement},
};

const DUE: Sql = Sql::named(
    "job.due",
    "SELECT id, kind, subject, generation, attempts FROM jobs WHERE run_at <= $1 ORDER BY id LIMIT $2",
);
// Somebody waits for a result: scoring never queues behind what a change does to everybody.
const DUE_SCORES: Sql = Sql::named(
    "job.due_scores",
    "SELECT id, kind, subject, generation, attempts FROM jobs \
    WHERE kind = 'score' AND run_at <= $1 ORDER BY id LIMIT $2",
);
const WAITING: Sql = Sql::named("job.waiting", "SELECT COUNT(*) FROM jobs");
// Asked for again while it waits, a job runs once; asked for again while it is carried out, it runs once
// more: the generation tells the two apart.
const ENQUEUE: Sql = Sql::named(
    "job.asked",
    "INSERT INTO jobs (kind, subject, run_at, created_at) VALUES ($1, $2, $3, $3) \
    ON CONFLICT (kind, subject) DO UPDATE SET run_at = excluded.run_at, generation = jobs.generation + 1, \
    attempts = 0, last_error = NULL",
);
const FINISH: Sql = Sql::named("job.finished", "DELETE FROM jobs WHERE kind = $1 AND subject = $2");
const FINISH_UNCHANGED: Sql = Sql::named("job.done", "DELETE FROM jobs WHERE id = $1 AND generation = $2");
const RETRY: Sql = Sql::named(
    "job.put_off",
    "UPDATE jobs SET attempts = attempts + 1, last_error = $2, run_at = $3 \
    WHERE id = $1 AND generation = $4",
);

const MOVED: Sql = Sql::named("job.moved", "DELETE FROM jobs WHERE kind = $1");

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[DUE, DUE_SCORES, WAITING, ENQUEUE, FINISH, FINISH_UNCHANGED, RETRY, MOVED];

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

/// A job is asked for; the kind's names stand in this file alone.
fn asked(kind: &'static str, subject: &str, at: Ms) -> Statement {
    ENQUEUE.with([kind.into(), subject.into(), at.into()])
}

/// A sitting is to be scored.
pub fn score_asked(sitting: TypedId<Sittings>, at: Ms) -> Statement {
    asked("score", &sitting.to_string(), at)
}

/// A sitting was scored: the job that asked for it goes.
pub fn score_finished(sitting: TypedId<Sittings>) -> Statement {
    FINISH.with(["score".into(), sitting.into()])
}

/// A person's badges are to be looked at.
pub fn look_asked(person: TypedId<Persons>, at: Ms) -> Statement {
    asked("issue", &person.to_string(), at)
}

/// What follows from a version of the programme is to be carried out.
pub fn follow_up_asked(version: i64, at: Ms) -> Statement {
    asked("programme", &version.to_string(), at)
}

/// A job is done, unless it was asked for again meanwhile.
pub fn done(job: &Job) -> Statement {
    FINISH_UNCHANGED.with([job.id.into(), job.generation.into()])
}

/// A failed job is put off, unless it was asked for again meanwhile.
pub fn put_off(job: &Job, error: &str, run_at: Ms) -> Statement {
    RETRY.with([job.id.into(), error.into(), run_at.into(), job.generation.into()])
}

/// Jobs of a kind are work by now: in the unit in which they become it.
pub(crate) fn moved(kind: &str) -> Statement {
    MOVED.with([kind.into()])
}

impl Reads {
    /// Jobs whose time has come: scoring first, then the oldest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn due_jobs(&self, now: Ms, limit: usize) -> Result<Vec<Job>, StoreError> {
        let (at, rows) = (now.as_millisecond(), i64::try_from(limit).unwrap_or(i64::MAX));
        let mut due: Vec<Job> = self.all(DUE_SCORES, [at.into(), rows.into()]).await?;
        let others: Vec<Job> = self.all(DUE, [at.into(), rows.into()]).await?;
        due.extend(others.into_iter().filter(|job| job.kind != "score"));
        due.truncate(limit);
        Ok(due)
    }

    /// How many jobs wait, failed ones included.
    ///
    /// # Errors
    /// The database failed.
    pub async fn waiting_jobs(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(WAITING, []).await?;
        Ok(count)
    }
}
