//! Work that follows from what was committed: queued with its cause, leased, finished by its lease.
//!
//! A lease is a number: who held an earlier one finishes, puts off and buries nothing any more. A generation
//! is another: asked for again while it is carried out, it runs once more with what was asked last. How it is
//! taken: `lease.rs`.

use crate::{
    column::Ms,
    db::StoreError,
    lease::Leased,
    store::Reads,
    unit::{Sql, Statement},
};

// What waits does not wait longer because it is asked for again, unless it is held or dead: then the earlier
// asking is used up.
const ASK: Sql = Sql::named(
    "work.asked",
    "INSERT INTO work (queue, key, kind, payload, rank, run_at, created_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (queue, key) DO UPDATE SET kind = excluded.kind, payload = excluded.payload, \
    rank = CASE WHEN work.rank < excluded.rank THEN work.rank ELSE excluded.rank END, \
    run_at = CASE WHEN work.leased_by IS NULL AND work.dead_at IS NULL AND work.run_at < excluded.run_at \
    THEN work.run_at ELSE excluded.run_at END, \
    generation = work.generation + 1, attempts = 0, done = NULL, total = NULL, dead_at = NULL, cause = NULL",
);
const RENEW: Sql = Sql::named(
    "work.renewed",
    "UPDATE work SET leased_until = $3 WHERE id = $1 AND lease = $2 AND leased_by IS NOT NULL",
);
const GIVE_BACK: Sql = Sql::named(
    "work.given_back",
    "UPDATE work SET leased_by = NULL, leased_until = NULL, \
    attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END \
    WHERE id = $1 AND lease = $2 AND leased_by IS NOT NULL",
);
const FINISH: Sql =
    Sql::named("work.finished", "DELETE FROM work WHERE id = $1 AND lease = $2 AND generation = $3");
const DROP: Sql =
    Sql::named("work.dropped", "DELETE FROM work WHERE queue = $1 AND key = $2 AND leased_by IS NULL");
const PUT_OFF: Sql = Sql::named(
    "work.put_off",
    "UPDATE work SET leased_by = NULL, leased_until = NULL, cause = $5, \
    run_at = CASE WHEN generation = $3 THEN CAST($4 AS BIGINT) ELSE run_at END, \
    attempts = CASE WHEN generation = $3 THEN CAST($6 AS BIGINT) ELSE attempts END \
    WHERE id = $1 AND lease = $2 AND leased_by IS NOT NULL",
);
const BURY: Sql = Sql::named(
    "work.buried",
    "UPDATE work SET leased_by = NULL, leased_until = NULL, cause = $5, \
    dead_at = CASE WHEN generation = $3 THEN CAST($4 AS BIGINT) END \
    WHERE id = $1 AND lease = $2 AND leased_by IS NOT NULL",
);
const PROGRESS: Sql = Sql::named(
    "work.progressed",
    "UPDATE work SET done = $4, total = $5, attempts = CASE WHEN generation = $3 THEN 1 ELSE attempts END, \
    payload = CASE WHEN generation = $3 THEN $6 ELSE payload END \
    WHERE id = $1 AND lease = $2 AND leased_by IS NOT NULL",
);
const RETRY: Sql = Sql::named(
    "work.retried",
    "UPDATE work SET dead_at = NULL, run_at = $3, attempts = 0, generation = generation + 1 \
    WHERE id = $1 AND dead_at = $2",
);
const FREE: Sql = Sql::named(
    "work.freed",
    "UPDATE work SET leased_by = NULL, leased_until = NULL WHERE leased_by IS NOT NULL",
);
const MOVE: Sql = Sql::named(
    "work.moved",
    "INSERT INTO work (queue, key, kind, payload, run_at, generation, attempts, cause, created_at) \
    SELECT $2, $4 || subject, $3, $5 || subject || $6, run_at, generation, 0, last_error, created_at \
    FROM jobs WHERE kind = $1 ON CONFLICT (queue, key) DO NOTHING",
);
const MOVED_AWAY: Sql = Sql::named("work.moved_away", "DELETE FROM jobs WHERE kind = $1");
const COUNTS: Sql = Sql::named(
    "work.counts",
    "SELECT queue, kind, COUNT(CASE WHEN dead_at IS NULL AND (leased_until IS NULL OR leased_until <= $1) \
    THEN 1 END) AS waiting, COUNT(CASE WHEN dead_at IS NULL AND leased_until > $1 THEN 1 END) AS leased, \
    COUNT(dead_at) AS dead, MIN(CASE WHEN dead_at IS NULL THEN run_at END) AS due_at \
    FROM work GROUP BY queue, kind \
    UNION ALL SELECT '' AS queue, kind, COUNT(*) AS waiting, 0 AS leased, 0 AS dead, MIN(run_at) AS due_at \
    FROM jobs GROUP BY kind ORDER BY queue, kind",
);
const WAITING: Sql = Sql::named(
    "work.waiting",
    "SELECT (SELECT COUNT(*) FROM work WHERE dead_at IS NULL) + (SELECT COUNT(*) FROM jobs)",
);
const BY_KEY: Sql = Sql::named(
    "work.by_key",
    "SELECT id, queue, key, kind, payload, run_at, attempts, leased_by, leased_until, done, total, dead_at, \
    cause, created_at, begun_at FROM work WHERE queue = $1 AND key = $2",
);
const BY_ID: Sql = Sql::named(
    "work.by_id",
    "SELECT id, queue, key, kind, payload, run_at, attempts, leased_by, leased_until, done, total, dead_at, \
    cause, created_at, begun_at FROM work WHERE id = $1",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    ASK, RENEW, FINISH, GIVE_BACK, DROP, PUT_OFF, BURY, PROGRESS, RETRY, FREE, MOVE, MOVED_AWAY, COUNTS,
    WAITING, BY_KEY, BY_ID,
];

/// Something to be done.
#[derive(Clone, Debug)]
pub struct NewWork {
    /// In which queue.
    pub queue: &'static str,
    /// What it is about: asked for twice, it waits once.
    pub key: String,
    /// What is to be done.
    pub kind: String,
    /// With what, JSON.
    pub payload: String,
    /// Lower comes first, whatever waits.
    pub rank: i64,
    /// Not before.
    pub run_at: Ms,
}

/// Work as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRecord {
    /// Row; by it a dead one is retried.
    pub id: i64,
    /// Its queue.
    pub queue: String,
    /// What it is about.
    pub key: String,
    /// What is to be done.
    pub kind: String,
    /// With what, JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Ms,
    /// How often it was begun since it was asked for.
    pub attempts: i64,
    /// Who holds it, and until when.
    pub lease: Option<(String, Ms)>,
    /// How far it is, and of how much.
    pub progress: Option<(i64, i64)>,
    /// When it was given up.
    pub dead_at: Option<Ms>,
    /// Why it failed last.
    pub cause: Option<String>,
    /// When it was asked for first.
    pub created_at: Ms,
    /// When it was begun last.
    pub begun_at: Option<Ms>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct WorkRow {
    id: i64,
    queue: String,
    key: String,
    kind: String,
    payload: String,
    run_at: Ms,
    attempts: i64,
    leased_by: Option<String>,
    leased_until: Option<Ms>,
    done: Option<i64>,
    total: Option<i64>,
    dead_at: Option<Ms>,
    cause: Option<String>,
    created_at: Ms,
    begun_at: Option<Ms>,
}

impl From<WorkRow> for WorkRecord {
    fn from(row: WorkRow) -> Self {
        WorkRecord {
            id: row.id,
            queue: row.queue,
            key: row.key,
            kind: row.kind,
            payload: row.payload,
            run_at: row.run_at,
            attempts: row.attempts,
            lease: row.leased_by.zip(row.leased_until),
            progress: row.done.zip(row.total),
            dead_at: row.dead_at,
            cause: row.cause,
            created_at: row.created_at,
            begun_at: row.begun_at,
        }
    }
}

/// How much of one kind there is, known to this release or not. Jobs of before that nobody knew how to move
/// stand under no queue.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WorkCount {
    /// Its queue.
    pub queue: String,
    /// What is to be done.
    pub kind: String,
    /// Not held and not given up.
    pub waiting: i64,
    /// Held.
    pub leased: i64,
    /// Given up.
    pub dead: i64,
    /// When the one was due that waits longest.
    pub due_at: Option<Ms>,
}

/// How jobs of before become work: what was said by a kind and a subject.
#[derive(Clone, Copy, Debug)]
pub struct OldJobs {
    /// The kind of before.
    pub before: &'static str,
    /// The queue.
    pub queue: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// What stands before the subject in the key.
    pub key: &'static str,
    /// What stands before and after the subject in the payload.
    pub payload: (&'static str, &'static str),
}

/// Something is to be done: once, however often it is asked for before it is begun. A dead one lives again.
pub fn asked(new: &NewWork, at: Ms) -> Statement {
    let (queue, kind) = (new.queue.into(), (&new.kind).into());
    let (key, payload) = ((&new.key).into(), (&new.payload).into());
    ASK.with([queue, key, kind, payload, new.rank.into(), new.run_at.into(), at.into()])
}

/// A lease is prolonged; it must still be the latest.
pub fn renewed(held: &Leased, until: Ms) -> Statement {
    RENEW.must([held.id.into(), held.lease.into(), until.into()])
}

/// It is done. Asked for again meanwhile, it waits to be carried out once more. Refused where the lease is
/// somebody else's by now: then it is theirs to finish.
pub fn finished(held: &Leased) -> [Statement; 2] {
    [given_back(held), FINISH.with([held.id.into(), held.lease.into(), held.generation.into()])]
}

/// It is given back as it was, to be taken by anybody: what was begun counts for nothing.
pub fn given_back(held: &Leased) -> Statement {
    GIVE_BACK.must([held.id.into(), held.lease.into()])
}

/// It was done by whoever does this, without a lease; who holds it at the moment finishes it.
pub fn dropped(queue: &str, key: &str) -> Statement {
    DROP.with([queue.into(), key.into()])
}

/// It failed, and is tried again later; at once where it was asked for again meanwhile.
pub fn put_off(held: &Leased, cause: &str, run_at: Ms) -> Statement {
    later(held, cause, run_at, held.attempts)
}

/// It cannot be done for now through no fault of its own: it is tried again later, as often as it takes.
pub fn held_up(held: &Leased, cause: &str, run_at: Ms) -> Statement {
    later(held, cause, run_at, held.attempts - 1)
}

fn later(held: &Leased, cause: &str, run_at: Ms, attempts: i64) -> Statement {
    let (id, lease, generation) = (held.id.into(), held.lease.into(), held.generation.into());
    PUT_OFF.must([id, lease, generation, run_at.into(), cause.into(), attempts.into()])
}

/// It is given up with its cause, unless it was asked for again meanwhile.
pub fn buried(held: &Leased, cause: &str, at: Ms) -> Statement {
    let (id, lease, generation) = (held.id.into(), held.lease.into(), held.generation.into());
    BURY.must([id, lease, generation, at.into(), cause.into()])
}

/// A long one is so far: in the unit of what was done, which is refused where somebody else holds it by now.
/// The payload says where the next run goes on; what was asked for meanwhile keeps its own.
pub fn progressed(held: &Leased, payload: &str, done: i64, total: i64) -> Statement {
    let (id, lease, generation) = (held.id.into(), held.lease.into(), held.generation.into());
    PROGRESS.must([id, lease, generation, done.into(), total.into(), payload.into()])
}

/// A dead one is tried again from now on; it must have been given up at that instant, and be dead since.
pub fn retried(id: i64, dead_at: Ms, at: Ms) -> Statement {
    RETRY.must([id.into(), dead_at.into(), at.into()])
}

/// Every lease ends. At the start of a process that has the data for itself: whoever held them is gone.
pub fn freed() -> Statement {
    FREE.with([])
}

/// Jobs of before become work and are taken away; safe to repeat. What already waits under the key stands for
/// both.
pub fn moved(old: &OldJobs) -> [Statement; 2] {
    let OldJobs { before, queue, kind, key, payload: (head, tail) } = *old;
    let values = [before.into(), queue.into(), kind.into(), key.into(), head.into(), tail.into()];
    [MOVE.with(values), MOVED_AWAY.with([before.into()])]
}

impl Reads {
    /// How much waits or is held, failed before or not; what was given up does not wait.
    ///
    /// # Errors
    /// The database failed.
    pub async fn work_waiting(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(WAITING, []).await?;
        Ok(count)
    }

    /// How much there is of each kind, by queue.
    ///
    /// # Errors
    /// The database failed.
    pub async fn work_counts(&self, now: Ms) -> Result<Vec<WorkCount>, StoreError> {
        self.all(COUNTS, [now.into()]).await
    }

    /// What waits, runs or is dead under a key; nothing where it is done.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn work(&self, queue: &str, key: &str) -> Result<Option<WorkRecord>, StoreError> {
        let row: Option<WorkRow> = self.maybe(BY_KEY, [queue.into(), key.into()]).await?;
        Ok(row.map(WorkRecord::from))
    }

    /// One that waits, runs or is dead; nothing where it is done.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn work_by_id(&self, id: i64) -> Result<Option<WorkRecord>, StoreError> {
        let row: Option<WorkRow> = self.maybe(BY_ID, [id.into()]).await?;
        Ok(row.map(WorkRecord::from))
    }
}
