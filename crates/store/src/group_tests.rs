//! A group on a database that fails in every way a database can.
//!
//! What a unit alone is refused for, what is everybody's failure, and what is begun again.

use std::{borrow::Cow, collections::HashSet, error::Error, fmt};

use assay_kernel::{Instant, Sittings, TypedId};
use sqlx::error::{DatabaseError, ErrorKind};

use super::*;
use crate::{
    column::Ms,
    lease::Leased,
    steps::StepKey,
    unit::{Sql, Statement},
};

/// Codes of PostgreSQL (appendix A): a constraint, a value, no room on the disk, a deadlock.
const CONSTRAINT: &str = "23505";
const VALUE: &str = "22021";
const NO_ROOM: &str = "53100";
const DEADLOCK: &str = "40P01";

/// A database that says no, under a code.
#[derive(Debug)]
struct Says(&'static str, ErrorKind);

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database says {}", self.0)
    }
}

impl Error for Says {}

impl DatabaseError for Says {
    fn message(&self) -> &str {
        self.0
    }
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.0.into())
    }
    fn as_error(&self) -> &(dyn Error + Send + Sync + 'static) {
        self
    }
    fn as_error_mut(&mut self) -> &mut (dyn Error + Send + Sync + 'static) {
        self
    }
    fn into_error(self: Box<Self>) -> Box<dyn Error + Send + Sync + 'static> {
        self
    }
    fn kind(&self) -> ErrorKind {
        match self.1 {
            ErrorKind::UniqueViolation => ErrorKind::UniqueViolation,
            ErrorKind::ForeignKeyViolation => ErrorKind::ForeignKeyViolation,
            _ => ErrorKind::Other,
        }
    }
}

fn says(code: &'static str, kind: ErrorKind) -> sqlx::Error {
    sqlx::Error::Database(Box::new(Says(code, kind)))
}

/// What was asked of the database so far, and which code it answers the next with.
type Script = Box<dyn FnMut(&[String]) -> Option<&'static str> + Send>;

/// A database that does whatever it is asked, unless its script says otherwise.
struct Scripted {
    tape: Vec<String>,
    script: Script,
}

impl Scripted {
    fn new(script: impl FnMut(&[String]) -> Option<&'static str> + Send + 'static) -> Self {
        Scripted { tape: Vec::new(), script: Box::new(script) }
    }

    /// The same code whenever the last thing that was asked is called so.
    fn refusing(refused: &'static [(&'static str, &'static str)]) -> Self {
        Scripted::new(|tape| {
            let asked = tape.last().unwrap();
            refused.iter().find(|(what, _)| asked == what).map(|(_, code)| *code)
        })
    }

    fn asked(&mut self, what: &str) -> Result<(), sqlx::Error> {
        self.tape.push(what.to_owned());
        (self.script)(&self.tape).map_or(Ok(()), |code| Err(says(code, ErrorKind::Other)))
    }

    fn times(&self, what: &str) -> usize {
        self.tape.iter().filter(|asked| *asked == what).count()
    }
}

impl Committer for Scripted {
    async fn begin(&mut self) -> Result<(), sqlx::Error> {
        self.asked("BEGIN")
    }
    async fn hold(&mut self, _sittings: &[String]) -> Result<(), sqlx::Error> {
        Ok(())
    }
    async fn steps(&mut self, steps: &[&ResponseStep]) -> Result<Vec<StepKey>, sqlx::Error> {
        let texts: Vec<&str> = steps.iter().map(|step| step.response.as_str()).collect();
        self.asked(&texts.join("+"))?;
        Ok(steps.iter().map(|step| step.key()).collect())
    }
    async fn take(&mut self, take: &Take) -> Result<Vec<Leased>, sqlx::Error> {
        self.asked(&take.by).map(|()| Vec::new())
    }
    async fn statement(&mut self, statement: &Statement) -> Result<u64, sqlx::Error> {
        self.asked(statement.name()).map(|()| 1)
    }
    async fn plain(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.asked(sql)
    }
    fn intact(&mut self) -> Result<(), sqlx::Error> {
        self.asked("intact")
    }
    async fn reopen(self) -> Self {
        self
    }
    async fn finish(self) {}
}

fn step(position: u32, response: &str) -> Write {
    Write::Step(ResponseStep {
        sitting: TypedId::<Sittings>::from_parts(1, [7; 10]),
        position,
        seq: 1,
        response: response.to_owned(),
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

fn unit(name: &'static str) -> Write {
    Write::Unit(Sql::named(name, "SELECT 1").with([]).into())
}

fn take(by: &str) -> Write {
    let (now, until) = (Ms(Instant::UNIX_EPOCH), Ms(Instant::UNIX_EPOCH));
    Write::Take(Take { queue: "badges", kinds: &[], by: by.to_owned(), now, until, limit: 1, key: None })
}

fn told(replies: &[Reply]) -> Vec<&'static str> {
    let tell = |reply: &Reply| match reply {
        Ok(_) => "done",
        Err(StoreError::Conflict(_)) => "conflict",
        Err(StoreError::Unavailable(_)) => "unavailable",
        Err(_) => "something else",
    };
    replies.iter().map(tell).collect()
}

fn code(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().and_then(DatabaseError::code).map(Cow::into_owned)
}

#[tokio::test]
async fn what_the_database_refuses_one_its_neighbours_do_not_notice() {
    let mut database = Scripted::refusing(&[
        ("second", CONSTRAINT),
        ("taker", VALUE),
        // A list with a bad value is refused whole; asked one by one, the bad one alone.
        ("good+bad", VALUE),
        ("bad", VALUE),
    ]);
    let group =
        [unit("first"), unit("second"), take("taker"), take("other"), step(1, "good"), step(2, "bad")];
    let replies = commit_in_the_end(&mut database, &group).await.unwrap();
    assert_eq!(told(&replies), ["done", "conflict", "conflict", "done", "done", "conflict"]);
    for (savepoint, times, undone) in [("unit", 2, 1), ("take", 2, 1), ("steps", 3, 2)] {
        assert_eq!(database.times(&format!("SAVEPOINT {savepoint}")), times);
        assert_eq!(database.times(&format!("RELEASE SAVEPOINT {savepoint}")), times, "none stays open");
        assert_eq!(database.times(&format!("ROLLBACK TO SAVEPOINT {savepoint}")), undone);
    }
    assert_eq!(database.tape[database.tape.len() - 2..], ["intact", "COMMIT"]);
}

/// Told as a conflict it would not be tried again, and the writer would go on with a database that failed.
#[tokio::test]
async fn a_disk_without_room_is_everybodys_failure_and_nobodys_refusal() {
    for failing in ["BEGIN", "first", "taker", "answer", "intact", "COMMIT"] {
        let mut database = Scripted::new(move |tape| (tape.last().unwrap() == failing).then_some(NO_ROOM));
        let group = [unit("first"), take("taker"), step(1, "answer")];
        let failed = commit_in_the_end(&mut database, &group).await.unwrap_err();
        assert_eq!(code(&failed).as_deref(), Some(NO_ROOM), "{failing}");
        assert_eq!(
            (database.times("BEGIN"), database.times("ROLLBACK")),
            (1, 0),
            "{failing}: it is reopened"
        );
        assert!(failing == "COMMIT" || database.times("COMMIT") == 0, "{failing}");
    }
}

#[tokio::test]
async fn a_group_that_meets_others_is_begun_again_whole() {
    let mut met = 0;
    let mut database = Scripted::new(move |tape| {
        met += u32::from(tape.last().unwrap() == "second");
        (tape.last().unwrap() == "second" && met < ATTEMPTS).then_some(DEADLOCK)
    });
    let replies = commit_in_the_end(&mut database, &[unit("first"), unit("second")]).await.unwrap();
    assert_eq!(told(&replies), ["done", "done"]);
    let counted = ["BEGIN", "first", "ROLLBACK", "COMMIT"].map(|what| database.times(what));
    assert_eq!(counted, [4, 4, 3, 1]);
}

#[tokio::test]
async fn who_meets_others_again_and_again_goes_alone_and_keeps_nobody() {
    let group = || [unit("first"), unit("unlucky"), unit("last")];
    let mut database = Scripted::refusing(&[("unlucky", DEADLOCK)]);
    let replies = commit_in_the_end(&mut database, &group()).await.unwrap();
    assert_eq!(told(&replies), ["done", "unavailable", "done"], "to be tried again, and no conflict");
    let counted = ["BEGIN", "first", "unlucky", "last", "COMMIT"].map(|what| database.times(what));
    assert_eq!(counted, [4 + 1 + 4 + 1, 4 + 1, 4 + 4, 1, 2]);

    // The disk fails while each goes alone: everybody's failure, as ever.
    let mut database = Scripted::new(|tape| match tape.last().unwrap().as_str() {
        "unlucky" => Some(if tape.iter().any(|asked| asked == "COMMIT") { NO_ROOM } else { DEADLOCK }),
        _ => None,
    });
    let failed = commit_in_the_end(&mut database, &group()).await.unwrap_err();
    assert_eq!(code(&failed).as_deref(), Some(NO_ROOM));
}

#[test]
fn two_that_met_wait_for_a_moment_and_not_the_same() {
    let pauses: HashSet<Duration> = (0..200).map(|_| jitter()).collect();
    assert!(pauses.len() > 1 && pauses.iter().all(|pause| pause.as_millis() < u128::from(JITTER_MAX_MS)));
}

#[test]
fn what_the_database_says_is_a_conflict_a_broken_value_or_its_own_failure() {
    let told = |error: sqlx::Error| StoreError::from(error);
    for kind in [ErrorKind::UniqueViolation, ErrorKind::ForeignKeyViolation] {
        assert!(matches!(told(says(CONSTRAINT, kind)), StoreError::Conflict(why) if why == CONSTRAINT));
    }
    assert!(matches!(told(says(NO_ROOM, ErrorKind::Other)), StoreError::Unavailable(_)));
    assert!(matches!(told(sqlx::Error::PoolTimedOut), StoreError::Unavailable(_)));
    let source = "no day".into();
    let unreadable = sqlx::Error::ColumnDecode { index: "on".into(), source };
    assert!(matches!(told(unreadable), StoreError::Corrupt(_)));
}
