//! A group of writes in one transaction: in which order, and what becomes of each.
//!
//! A unit is what must happen together. Units of a group share a transaction but not their fate: each has a
//! savepoint.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::{BuildHasher, Hasher},
    slice,
    time::Duration,
};

use crate::{
    connection::Committer,
    db::StoreError,
    lease::{Leased, Take},
    steps::{ResponseStep, StepKey, grouped},
    unit::Unit,
};

/// How often a group that met another is begun before each of it goes alone (docs/concepts/durable-save.md).
const ATTEMPTS: u32 = 4;
/// Longest pause before it is begun again.
const JITTER_MAX_MS: u64 = 20;

/// What a writer is asked to do.
pub(crate) enum Write {
    Step(ResponseStep),
    Unit(Unit),
    Take(Take),
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Done {
    Done,
    Taken(Vec<Leased>),
}

impl Done {
    /// What was taken.
    pub(crate) fn taken(self) -> Vec<Leased> {
        match self {
            Done::Taken(taken) => taken,
            Done::Done => Vec::new(),
        }
    }
}

pub(crate) type Reply = Result<Done, StoreError>;

/// One transaction for the group. The outer error is the database's failure; the inner ones are refusals of
/// single units by a constraint.
pub(crate) async fn commit<S: Committer>(
    session: &mut S,
    commands: &[Write],
) -> Result<Vec<Reply>, sqlx::Error> {
    session.begin().await?;
    session.hold(&to_hold(commands)).await?;
    let mut results = Vec::with_capacity(commands.len());
    let mut steps: Vec<(usize, &ResponseStep)> = Vec::new();
    for command in commands {
        match command {
            Write::Step(step) => {
                steps.push((results.len(), step));
                results.push(Ok(Done::Done));
            }
            Write::Unit(unit) => {
                // What was queued before a unit is in place when it runs: a submission sees every answer.
                flush(session, &mut steps, &mut results).await?;
                results.push(attempt(session, unit).await?);
            }
            Write::Take(take) => results.push(try_take(session, take).await?),
        }
    }
    flush(session, &mut steps, &mut results).await?;
    // Asked before as well: what is refused for a vanished file must not be read out of it afterwards (F11).
    session.intact()?;
    session.plain("COMMIT").await?;
    Ok(results)
}

async fn attempt<S: Committer>(session: &mut S, unit: &Unit) -> Result<Reply, sqlx::Error> {
    session.plain("SAVEPOINT unit").await?;
    for statement in unit.statements() {
        let refused = match session.statement(statement).await {
            Ok(0) if statement.must_change() => {
                Some(StoreError::Conflict("what it builds on has changed meanwhile".to_owned()))
            }
            Ok(_) => None,
            Err(sqlx::Error::Database(error)) if is_refusal(&*error) => {
                Some(StoreError::Conflict(error.message().to_owned()))
            }
            Err(error) => return Err(error),
        };
        if let Some(refused) = refused {
            session.plain("ROLLBACK TO SAVEPOINT unit").await?;
            session.plain("RELEASE SAVEPOINT unit").await?;
            return Ok(Err(refused));
        }
    }
    session.plain("RELEASE SAVEPOINT unit").await?;
    Ok(Ok(Done::Done))
}

async fn try_take<S: Committer>(session: &mut S, take: &Take) -> Result<Reply, sqlx::Error> {
    session.plain("SAVEPOINT take").await?;
    let taken = match session.take(take).await {
        Ok(taken) => Ok(Done::Taken(taken)),
        Err(sqlx::Error::Database(error)) if is_refusal(&*error) => {
            session.plain("ROLLBACK TO SAVEPOINT take").await?;
            Err(StoreError::Conflict(error.message().to_owned()))
        }
        Err(error) => return Err(error),
    };
    session.plain("RELEASE SAVEPOINT take").await?;
    Ok(taken)
}

/// Whether the database refuses what it was given, rather than failing itself: integrity constraints, and
/// data it cannot hold (PostgreSQL classes 22 and 23; SQLite TOOBIG, CONSTRAINT and MISMATCH).
pub(crate) fn is_refusal(error: &dyn sqlx::error::DatabaseError) -> bool {
    let code = error.code().unwrap_or_default();
    let primary = code.parse::<u32>().map(|number| number & 0xff);
    let sqlite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
    match sqlite {
        true => matches!(primary, Ok(18..=20)),
        false => code.starts_with("22") || code.starts_with("23"),
    }
}

/// Appends the waiting steps of a group and answers each of them; empties the list.
pub(crate) async fn flush<S: Committer>(
    session: &mut S,
    waiting: &mut Vec<(usize, &ResponseStep)>,
    results: &mut [Reply],
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
        if let Some(slot) = results.get_mut(place) {
            *slot = answer.map(|()| Done::Done);
        }
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
async fn append_round<S: Committer>(
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
                let taken = |stored: HashSet<StepKey>| {
                    stored.contains(&step.key()).then_some(()).ok_or_else(not_taken)
                };
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
async fn try_append<S: Committer>(
    session: &mut S,
    steps: &[&ResponseStep],
) -> Result<Result<HashSet<StepKey>, StoreError>, sqlx::Error> {
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
fn to_hold(commands: &[Write]) -> Vec<String> {
    let changes = |command: &Write| matches!(command, Write::Unit(unit) if unit.holds().next().is_some());
    if !commands.iter().any(changes) {
        return Vec::new();
    }
    let mut touched: Vec<String> = Vec::new();
    for command in commands {
        match command {
            Write::Step(step) => touched.push(step.sitting.to_string()),
            Write::Unit(unit) => touched.extend(unit.holds().map(|id| id.to_string())),
            Write::Take(_) => {}
        }
    }
    touched.sort();
    touched.dedup();
    touched
}

/// Commits a group; begins again where the database broke a circle of locks, which is nobody's fault.
///
/// The order of locks prevents circles, this is the net: the whole group again, then each alone, so that one
/// unit cannot keep its neighbours. Everything in a group can be repeated.
pub(crate) async fn commit_in_the_end<S: Committer>(
    session: &mut S,
    commands: &[Write],
) -> Result<Vec<Reply>, sqlx::Error> {
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

async fn with_retries<S: Committer>(session: &mut S, commands: &[Write]) -> Result<Vec<Reply>, sqlx::Error> {
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
#[path = "group_tests.rs"]
mod failures;

#[cfg(test)]
mod tests {
    use assay_kernel::{Instant, Sittings, TypedId};

    use super::*;
    use crate::{column::Ms, unit::Sql};

    fn id(number: u8) -> TypedId<Sittings> {
        TypedId::from_parts(1, [number; 10])
    }

    fn step(sitting: TypedId<Sittings>) -> Write {
        Write::Step(ResponseStep {
            sitting,
            position: 1,
            seq: 1,
            response: "[]".to_owned(),
            flagged: false,
            saved_at: Ms(Instant::UNIX_EPOCH),
            writer: String::new(),
            ends_from: Ms(Instant::UNIX_EPOCH),
            seq_step_max: 1,
            item_seen_ms: None,
            item_elapsed_ms: None,
            client_elapsed_ms: None,
        })
    }

    /// A hand-in changes the row of its sitting; what only belongs to one does not.
    fn unit(sitting: TypedId<Sittings>, changes: bool) -> Write {
        let statement = Sql::named("sitting.tried", "SELECT 1").with([]);
        let statement = if changes { statement.changes(sitting) } else { statement.of(sitting) };
        Write::Unit(statement.into())
    }

    #[test]
    fn a_group_that_changes_a_sitting_takes_all_its_rows_first_and_in_order() {
        let texts = |numbers: &[u8]| numbers.iter().map(|number| id(*number).to_string()).collect::<Vec<_>>();
        let group = [step(id(3)), unit(id(2), true), step(id(1)), step(id(3)), unit(id(4), false)];
        assert_eq!(to_hold(&group), texts(&[1, 2, 3]), "each once, the lowest first");
        assert_eq!(to_hold(&[step(id(2)), unit(id(1), false)]), texts(&[]), "an append takes its own");
    }
}
