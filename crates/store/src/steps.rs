//! Steps of responses: how a group of them is told apart, appended and acknowledged.
//!
//! One statement appends them, and what it returns is all that is acknowledged. It takes the rows of the
//! sittings `FOR SHARE`, in the order of their ids, and judges by the locked version: an append that waits
//! for a hand-in is refused by it, a hand-in that waits for an append is scored with it. The weaker ways lose
//! answers (measured: docs/bench/answers.md).

use std::{
    collections::{HashMap, HashSet, hash_map::RandomState},
    hash::{BuildHasher, Hasher},
    slice,
    time::Duration,
};

use assay_kernel::{Sittings, TypedId};
use sqlx::{PgConnection, SqliteConnection};

use crate::{
    connection::Session,
    db::{Ms, StoreError},
    writer::{Command, commit, is_refusal},
};

/// How often a group that met another is begun before each of it goes alone (ops, section 2).
const ATTEMPTS: u32 = 4;
/// Longest pause before it is begun again.
const JITTER_MAX_MS: u64 = 20;

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
    /// Who writes: the sitting must be held by this writer, or by nobody.
    pub writer: String,
    /// The sitting must not end before this: the instant of saving, less what is allowed for transit.
    pub ends_from: Ms,
    /// The number may be this much above the stored one.
    pub seq_step_max: i64,
    /// Evidence: when the item was first shown, by the page's clock.
    pub item_seen_ms: Option<i64>,
    /// Evidence: how long it was on screen.
    pub item_elapsed_ms: Option<i64>,
    /// Evidence: when the change was made, by the page's clock.
    pub client_elapsed_ms: Option<i64>,
}

/// What a step is stored under.
pub(crate) type Key = (String, i64, i64);

impl ResponseStep {
    fn key(&self) -> Key {
        (self.sitting.to_string(), i64::from(self.position), self.seq)
    }

    /// The same change sent once more: whatever becomes of the one becomes of the other.
    fn repeats(&self, earlier: &ResponseStep) -> bool {
        self.seq == earlier.seq
            && self.response == earlier.response
            && self.flagged == earlier.flagged
            && self.writer == earlier.writer
    }
}

/// A group of steps in the statements that append it. Places are those in the group.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Grouped {
    /// One statement each, in order; none holds two changes of one item, so that each change is judged by
    /// what the changes before it left: an answer under a number that is taken is refused, whoever took it.
    pub(crate) rounds: Vec<Vec<usize>>,
    /// Places that say the same as an earlier one, and which: they share its fate.
    pub(crate) repeats: Vec<(usize, usize)>,
}

/// Tells the steps of a group apart, so that each gets the answer that it would have got alone.
pub(crate) fn grouped(steps: &[&ResponseStep]) -> Grouped {
    let mut grouped = Grouped::default();
    // Of each item the place of its latest change so far, and the next round for it.
    let mut latest: HashMap<(TypedId<Sittings>, u32), (usize, usize)> = HashMap::new();
    for (place, step) in steps.iter().enumerate() {
        let item = (step.sitting, step.position);
        let before = latest.get(&item).copied();
        let earlier = before.and_then(|(earlier, _)| steps.get(earlier).map(|step| (earlier, step)));
        match earlier {
            Some((earlier, same)) if step.repeats(same) => grouped.repeats.push((place, earlier)),
            _ => {
                let round = before.map_or(0, |(_, next)| next);
                match grouped.rounds.get_mut(round) {
                    Some(together) => together.push(place),
                    None => grouped.rounds.push(vec![place]),
                }
                latest.insert(item, (place, round + 1));
            }
        }
    }
    grouped
}

// The divergent pair: the same append for a whole group, in each database's way to pass a list and to lock. A
// step is taken where the sitting is open, not past its end and held by its writer or nobody, and where its
// number is neither below the stored one nor far above it. A repeat of a step (same sitting, position, number
// and answer) is returned and changes nothing: saving is idempotent. The same number with another answer is
// not returned. SQLite has one writer: that is its lock.
pub(crate) const APPEND_SQLITE: &str = "WITH step AS (SELECT \
    value ->> 0 AS sitting_id, value ->> 1 AS position, value ->> 2 AS seq, value ->> 3 AS response, \
    value ->> 4 AS flagged, value ->> 5 AS saved_at, value ->> 6 AS writer, value ->> 7 AS ends_from, \
    value ->> 8 AS seq_step_max, value ->> 9 AS item_seen_ms, value ->> 10 AS item_elapsed_ms, \
    value ->> 11 AS client_elapsed_ms FROM json_each($1)) \
    INSERT INTO response_steps (sitting_id, position, seq, response, flagged, saved_at, \
    item_seen_ms, item_elapsed_ms, client_elapsed_ms) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at, \
    step.item_seen_ms, step.item_elapsed_ms, step.client_elapsed_ms \
    FROM step JOIN sittings AS held ON held.id = step.sitting_id \
    WHERE held.submitted_at IS NULL AND held.deadline_at >= step.ends_from \
    AND (held.lease = '' OR held.lease = step.writer) \
    AND step.seq - COALESCE((SELECT MAX(r.seq) FROM response_steps AS r \
    WHERE r.sitting_id = step.sitting_id AND r.position = step.position), 0) BETWEEN 0 AND step.seq_step_max \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged \
    RETURNING sitting_id, position, seq";
pub(crate) const APPEND_POSTGRES: &str = "WITH step AS (SELECT * FROM unnest($1::text[], $2::bigint[], \
    $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[], \
    $10::bigint[], $11::bigint[], $12::bigint[]) AS step (sitting_id, position, seq, response, flagged, \
    saved_at, writer, ends_from, seq_step_max, item_seen_ms, item_elapsed_ms, client_elapsed_ms)), \
    held AS (SELECT id, deadline_at, lease FROM sittings WHERE id IN (SELECT sitting_id FROM step) \
    AND submitted_at IS NULL ORDER BY id FOR SHARE) \
    INSERT INTO response_steps (sitting_id, position, seq, response, flagged, saved_at, \
    item_seen_ms, item_elapsed_ms, client_elapsed_ms) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at, \
    step.item_seen_ms, step.item_elapsed_ms, step.client_elapsed_ms \
    FROM step JOIN held ON held.id = step.sitting_id \
    CROSS JOIN LATERAL (SELECT COALESCE(MAX(r.seq), 0) AS seq FROM response_steps AS r \
    WHERE r.sitting_id = step.sitting_id AND r.position = step.position) AS latest \
    WHERE held.deadline_at >= step.ends_from AND (held.lease = '' OR held.lease = step.writer) \
    AND step.seq - latest.seq BETWEEN 0 AND step.seq_step_max \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged \
    RETURNING sitting_id, position, seq";
/// Share locks cannot be raised in order: a group that also changes sittings takes all of its rows first.
pub(crate) const HOLD: &str =
    "SELECT id FROM sittings WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE";

pub(crate) async fn append_sqlite(
    connection: &mut SqliteConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<Key>, sqlx::Error> {
    let rows: Vec<serde_json::Value> = steps
        .iter()
        .map(|s| {
            let (saved_at, ends_from) = (s.saved_at.as_millisecond(), s.ends_from.as_millisecond());
            serde_json::json!([
                s.sitting,
                s.position,
                s.seq,
                s.response,
                i64::from(s.flagged),
                saved_at,
                s.writer,
                ends_from,
                s.seq_step_max,
                s.item_seen_ms,
                s.item_elapsed_ms,
                s.client_elapsed_ms,
            ])
        })
        .collect();
    let list = serde_json::Value::from(rows).to_string();
    sqlx::query_as(APPEND_SQLITE).bind(list).fetch_all(connection).await
}

pub(crate) async fn append_postgres(
    connection: &mut PgConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<Key>, sqlx::Error> {
    append_with(APPEND_POSTGRES, connection, steps).await
}

async fn append_with(
    sql: &'static str,
    connection: &mut PgConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<Key>, sqlx::Error> {
    let texts = |of: fn(&ResponseStep) -> String| steps.iter().map(|s| of(s)).collect::<Vec<String>>();
    let numbers = |of: fn(&ResponseStep) -> i64| steps.iter().map(|s| of(s)).collect::<Vec<i64>>();
    let times = |of: fn(&ResponseStep) -> Option<i64>| steps.iter().map(|s| of(s)).collect::<Vec<_>>();
    sqlx::query_as(sql)
        .bind(texts(|s| s.sitting.to_string()))
        .bind(numbers(|s| i64::from(s.position)))
        .bind(numbers(|s| s.seq))
        .bind(texts(|s| s.response.clone()))
        .bind(numbers(|s| i64::from(s.flagged)))
        .bind(numbers(|s| s.saved_at.as_millisecond()))
        .bind(texts(|s| s.writer.clone()))
        .bind(numbers(|s| s.ends_from.as_millisecond()))
        .bind(numbers(|s| s.seq_step_max))
        .bind(times(|s| s.item_seen_ms))
        .bind(times(|s| s.item_elapsed_ms))
        .bind(times(|s| s.client_elapsed_ms))
        .fetch_all(connection)
        .await
}

/// Appends the waiting steps of a group and answers each of them; empties the list.
pub(crate) async fn flush<S: Session>(
    session: &mut S,
    waiting: &mut Vec<(usize, &ResponseStep)>,
    results: &mut [Result<(), StoreError>],
) -> Result<(), sqlx::Error> {
    let steps: Vec<&ResponseStep> = waiting.iter().map(|(_, step)| *step).collect();
    let grouped = grouped(&steps);
    let mut answers: Vec<Result<(), StoreError>> = vec![Ok(()); steps.len()];
    for round in &grouped.rounds {
        append_round(session, &steps, round, &mut answers).await?;
    }
    for (place, earlier) in &grouped.repeats {
        let answer = answers.get(*earlier).cloned();
        put(&mut answers, *place, answer.unwrap_or(Ok(())));
    }
    for ((place, _), answer) in waiting.drain(..).zip(answers) {
        put(results, place, answer);
    }
    Ok(())
}

fn put(answers: &mut [Result<(), StoreError>], place: usize, answer: Result<(), StoreError>) {
    if let Some(slot) = answers.get_mut(place) {
        *slot = answer;
    }
}

/// Appends the steps at some places in one statement. Where the database cannot take a value, one by one: a
/// bad row never fails its neighbours.
async fn append_round<S: Session>(
    session: &mut S,
    steps: &[&ResponseStep],
    round: &[usize],
    answers: &mut [Result<(), StoreError>],
) -> Result<(), sqlx::Error> {
    let places: Vec<(usize, &ResponseStep)> =
        round.iter().filter_map(|place| steps.get(*place).map(|step| (*place, *step))).collect();
    let together: Vec<&ResponseStep> = places.iter().map(|(_, step)| *step).collect();
    match try_append(session, &together).await? {
        Ok(stored) => {
            for (place, step) in &places {
                put(answers, *place, if stored.contains(&step.key()) { Ok(()) } else { Err(not_taken()) });
            }
        }
        Err(_) => {
            for (place, step) in &places {
                let alone = try_append(session, &[step]).await?;
                let taken =
                    |stored: HashSet<Key>| stored.contains(&step.key()).then_some(()).ok_or_else(not_taken);
                put(answers, *place, alone.and_then(taken));
            }
        }
    }
    Ok(())
}

/// What is not returned was not stored: closed, over, held by another writer, or a number that does not fit.
/// Which of these is asked for afterwards (`Store::refused_step`).
fn not_taken() -> StoreError {
    StoreError::Conflict("the sitting does not take this change any more".to_owned())
}

/// The outer error is the database's failure, the inner one its refusal of a value.
async fn try_append<S: Session>(
    session: &mut S,
    steps: &[&ResponseStep],
) -> Result<Result<HashSet<Key>, StoreError>, sqlx::Error> {
    session.plain("SAVEPOINT steps").await?;
    let appended = match session.steps(steps).await {
        Ok(stored) => Ok(stored.into_iter().collect()),
        Err(sqlx::Error::Database(error)) if is_refusal(&*error) => {
            session.plain("ROLLBACK TO SAVEPOINT steps").await?;
            Err(StoreError::Conflict(error.message().to_owned()))
        }
        Err(error) => return Err(error),
    };
    session.plain("RELEASE SAVEPOINT steps").await?;
    Ok(appended)
}

/// The sittings whose rows a group takes first: all it touches, where it changes one of them as well.
pub(crate) fn to_hold(commands: &[Command]) -> Vec<String> {
    let changes = commands.iter().any(|command| match command {
        Command::Unit(unit) => unit.sitting().is_some(),
        Command::Step(_) => false,
    });
    let touched = commands.iter().filter_map(|command| match command {
        Command::Step(step) => Some(step.sitting.to_string()),
        Command::Unit(unit) => unit.sitting().map(str::to_owned),
    });
    let mut touched: Vec<String> = if changes { touched.collect() } else { Vec::new() };
    touched.sort();
    touched.dedup();
    touched
}

/// Commits a group; begins again where the database broke a circle of locks, which is nobody's fault.
///
/// The order of locks prevents circles, this is the net: the whole group again, then each alone, so that one
/// unit cannot keep its neighbours. Everything in a group can be repeated.
pub(crate) async fn commit_in_the_end<S: Session>(
    session: &mut S,
    commands: &[Command],
) -> Result<Vec<Result<(), StoreError>>, sqlx::Error> {
    let error = match with_retries(session, commands).await {
        Err(error) if is_passing(&error) => error,
        other => return other,
    };
    tracing::warn!(%error, commands = commands.len(), "a group met others again and again; each goes alone");
    let mut results = Vec::with_capacity(commands.len());
    for command in commands {
        match with_retries(session, slice::from_ref(command)).await {
            Ok(alone) => results.extend(alone),
            Err(error) if is_passing(&error) => {
                results.push(Err(StoreError::Unavailable(error.to_string())));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(results)
}

async fn with_retries<S: Session>(
    session: &mut S,
    commands: &[Command],
) -> Result<Vec<Result<(), StoreError>>, sqlx::Error> {
    let mut attempt = 1;
    loop {
        match commit(session, commands).await {
            Err(error) if is_passing(&error) => {
                session.plain("ROLLBACK").await?;
                if attempt == ATTEMPTS {
                    return Err(error);
                }
                attempt += 1;
                tokio::time::sleep(jitter()).await;
            }
            other => return other,
        }
    }
}

/// A serialisation failure or a deadlock (PostgreSQL 40001, 40P01): nothing is wrong with the database.
fn is_passing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01"))
}

/// Two that met must not meet again: the standard library's own random state is chance enough.
fn jitter() -> Duration {
    Duration::from_millis(RandomState::new().build_hasher().finish() % JITTER_MAX_MS)
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
