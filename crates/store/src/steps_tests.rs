//! A group answers as each step alone would; appends and hand-ins that meet lose nothing.

use std::{
    collections::{BTreeMap, hash_map::RandomState},
    hash::{BuildHasher, Hasher},
    time::Duration,
};

use assay_kernel::{Instant, Sittings, TypedId};
use sqlx::{Connection, PgConnection};

use super::*;
use crate::{
    column::Ms,
    open::DataPlace,
    steps::{Grouped, grouped},
    store::Store,
};

fn step(sitting: TypedId<Sittings>, position: u32, seq: i64, option: &str, writer: &str) -> ResponseStep {
    ResponseStep {
        sitting,
        position,
        seq,
        response: format!("[\"{option}\"]"),
        flagged: false,
        saved_at: Ms(Instant::UNIX_EPOCH),
        writer: writer.to_owned(),
        ends_from: Ms(Instant::UNIX_EPOCH),
        seq_step_max: 10_000,
        item_seen_ms: None,
        item_elapsed_ms: None,
        client_elapsed_ms: None,
    }
}

fn id(number: u16) -> TypedId<Sittings> {
    let mut chance = [7; 10];
    chance[8..].copy_from_slice(&number.to_be_bytes());
    TypedId::from_parts(1, chance)
}

/// The append in memory: what the statement says, one step after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Model(BTreeMap<(TypedId<Sittings>, u32), BTreeMap<i64, Given>>);

/// An answer with its mark.
type Given = (String, bool);

fn given(step: &ResponseStep) -> Given {
    (step.response.clone(), step.flagged)
}

impl Model {
    fn append(&mut self, step: &ResponseStep) -> bool {
        let item = (step.sitting, step.position);
        let latest = self.0.get(&item).and_then(|stored| stored.keys().next_back().copied()).unwrap_or(0);
        let fits = step.writer == "here" && (0..=step.seq_step_max).contains(&(step.seq - latest));
        let stored = self.at(step);
        if fits && stored.is_none() {
            self.0.entry(item).or_default().insert(step.seq, given(step));
        }
        fits && stored.is_none_or(|stored| stored == given(step))
    }

    /// The whole of a statement sees what was there before it.
    fn statement(&mut self, steps: &[&ResponseStep]) -> Vec<bool> {
        let before = self.clone();
        let mut answers = Vec::new();
        for step in steps {
            let mut alone = before.clone();
            answers.push(alone.append(step));
            if answers.last() == Some(&true) {
                let stored = self.0.entry((step.sitting, step.position)).or_default();
                assert_eq!(stored.insert(step.seq, given(step)), before.at(step), "a row touched twice");
            }
        }
        answers
    }

    fn at(&self, step: &ResponseStep) -> Option<Given> {
        self.0.get(&(step.sitting, step.position)).and_then(|stored| stored.get(&step.seq)).cloned()
    }
}

proptest::proptest! {
    /// Whatever comes together: rising, repeated, falling and leaping numbers, two answers or two marks under
    /// one, two writers.
    #[test]
    fn a_group_answers_as_each_of_its_steps_alone_would(
        given in proptest::collection::vec((0_u16..2, 1_u32..3, 0_usize..5, 0_usize..4, 0_usize..6), 0..40)
    ) {
        let steps: Vec<ResponseStep> = given.into_iter().map(|(sitting, position, seq, option, writer)| {
            let seq = [1, 2, 3, 9_999, 12_000][seq];
            let writer = if writer == 0 { "elsewhere" } else { "here" };
            let step = step(id(sitting), position, seq, ["A", "B", "C", "A"][option], writer);
            ResponseStep { flagged: option == 3, ..step }
        }).collect();
        let steps: Vec<&ResponseStep> = steps.iter().collect();
        let mut one_by_one = Model::default();
        let alone: Vec<bool> = steps.iter().map(|step| one_by_one.append(step)).collect();

        let (mut together, mut answers) = (Model::default(), vec![None; steps.len()]);
        let grouped = grouped(&steps);
        for round in &grouped.rounds {
            let these: Vec<&ResponseStep> = round.iter().map(|place| steps[*place]).collect();
            for (place, answer) in round.iter().zip(together.statement(&these)) {
                proptest::prop_assert_eq!(answers[*place].replace(answer), None, "answered once");
            }
        }
        for (place, earlier) in &grouped.repeats {
            proptest::prop_assert!(earlier < place);
            let answer = answers[*earlier].unwrap();
            proptest::prop_assert_eq!(answers[*place].replace(answer), None);
        }
        let answers: Vec<bool> = answers.into_iter().map(Option::unwrap).collect();
        proptest::prop_assert_eq!(answers, alone);
        proptest::prop_assert_eq!(together, one_by_one);
    }
}

#[test]
fn steps_of_different_items_go_together_and_repeats_share_their_fate() {
    let steps = [
        step(id(1), 1, 1, "A", "here"),
        step(id(2), 1, 1, "A", "here"),
        step(id(1), 1, 1, "B", "here"),
        step(id(2), 1, 1, "A", "here"),
    ];
    let steps: Vec<&ResponseStep> = steps.iter().collect();
    let expected = Grouped { rounds: vec![vec![0, 1], vec![2]], repeats: vec![(3, 1)] };
    assert_eq!(grouped(&steps), expected);
}

/// The append of before: it asks in its own snapshot and locks nothing. The control that must lose.
const BEFORE: &str = "INSERT INTO response_steps \
    (sitting_id, position, seq, response, flagged, saved_at) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at \
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) \
    AS step (sitting_id, position, seq, response, flagged, saved_at) \
    WHERE EXISTS (SELECT 1 FROM sittings WHERE id = step.sitting_id AND submitted_at IS NULL) \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged \
    RETURNING sitting_id, position, seq";
const HAND_IN: &str = "UPDATE sittings SET submitted_at = 1 WHERE id = $1 AND submitted_at IS NULL";
const SCORE: &str = "SELECT COUNT(*) FROM response_steps WHERE sitting_id = $1";
const PERSON: &str = "INSERT INTO persons (id, email, name, role, created_at) VALUES ('p', 'p', 'p', 'c', 0)";
const REGISTRATIONS: &str = "INSERT INTO registrations (id, person_id, exam, state, registered_on, sit_from, \
    created_at) SELECT id, 'p', 'X', 'used', '2026-01-01', '2026-01-01', 0 FROM unnest($1::text[]) AS t (id)";
const SITTINGS: &str = "INSERT INTO sittings (id, registration_id, person_id, exam, form, seed, started_on, \
    started_at, deadline_at) SELECT id, id, 'p', 'X', 'X-A', 0, '2026-01-01', 0, 1000000 \
    FROM unnest($1::text[]) AS t (id)";
const WAITS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'";

/// Which append is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Append {
    Before,
    Now,
}

impl Append {
    /// Whether the step is acknowledged.
    async fn run(self, connection: &mut PgConnection, sitting: TypedId<Sittings>) -> bool {
        let step = step(sitting, 1, 1, "A", "here");
        let stored = match self {
            Append::Now => append_postgres(connection, &[&step]).await.unwrap(),
            Append::Before => sqlx::query_as(BEFORE)
                .bind(vec![sitting.to_string()])
                .bind(vec![1_i64])
                .bind(vec![1_i64])
                .bind(vec![step.response])
                .bind(vec![0_i64])
                .bind(vec![0_i64])
                .fetch_all(connection)
                .await
                .unwrap(),
        };
        stored.len() == 1
    }
}

/// Hands in as the writer does, commits, and counts what is scored.
async fn hand_in(connection: &mut PgConnection, sitting: TypedId<Sittings>) -> i64 {
    plain(connection, "BEGIN").await;
    let id = sitting.to_string();
    sqlx::query(HOLD.text).bind(vec![id.clone()]).execute(&mut *connection).await.unwrap();
    sqlx::query(HAND_IN).bind(&id).execute(&mut *connection).await.unwrap();
    plain(connection, "COMMIT").await;
    let (scored,): (i64,) = sqlx::query_as(SCORE).bind(&id).fetch_one(connection).await.unwrap();
    scored
}

async fn plain(connection: &mut PgConnection, sql: &'static str) {
    sqlx::query(sql).execute(connection).await.unwrap();
}

/// A database with so many open sittings; taken away by `drop_database`.
struct Race {
    server: String,
    name: String,
    address: String,
}

impl Race {
    async fn begin(what: &str, sittings: u16) -> Option<Race> {
        let server = assay_testkit::postgres()?;
        let name = format!("steps_{what}_{}", std::process::id());
        administer(&server, format!("CREATE DATABASE {name}")).await;
        let address = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
        Store::open(&DataPlace::Postgres(address.clone())).await.unwrap().close().await;
        let race = Race { server, name, address };
        let mut connection = race.connect().await;
        let ids: Vec<String> = (0..sittings).map(|number| id(number).to_string()).collect();
        plain(&mut connection, PERSON).await;
        for sql in [REGISTRATIONS, SITTINGS] {
            sqlx::query(sql).bind(&ids).execute(&mut connection).await.unwrap();
        }
        Some(race)
    }

    async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.address).await.unwrap()
    }

    async fn end(self) {
        administer(&self.server, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn administer(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
}

/// Returns once a connection waits for a lock, or its task is done.
async fn stands_or_is_done<T>(watcher: &mut PgConnection, pid: i32, task: &tokio::task::JoinHandle<T>) {
    let mut turns = tokio::time::interval(Duration::from_millis(2));
    for _ in 0..5000 {
        turns.tick().await;
        let (waiting,): (i64,) = sqlx::query_as(WAITS).bind(pid).fetch_one(&mut *watcher).await.unwrap();
        if waiting > 0 || task.is_finished() {
            return;
        }
    }
    panic!("neither waiting nor done");
}

async fn pid(connection: &mut PgConnection) -> i32 {
    let (pid,): (i32,) = sqlx::query_as("SELECT pg_backend_pid()").fetch_one(connection).await.unwrap();
    pid
}

/// An append that is not committed yet, and a hand-in: whether it was acknowledged, and what was scored.
async fn append_first(race: &Race, append: Append, sitting: TypedId<Sittings>) -> (bool, i64) {
    let (mut a, mut b, mut watcher) = (race.connect().await, race.connect().await, race.connect().await);
    plain(&mut a, "BEGIN").await;
    let acknowledged = append.run(&mut a, sitting).await;
    let hand_in_pid = pid(&mut b).await;
    let task = tokio::spawn(async move { hand_in(&mut b, sitting).await });
    stands_or_is_done(&mut watcher, hand_in_pid, &task).await;
    plain(&mut a, "COMMIT").await;
    (acknowledged, task.await.unwrap())
}

#[tokio::test]
async fn an_append_that_is_not_committed_yet_is_scored_by_the_hand_in_that_follows() {
    let Some(race) = Race::begin("first", 2).await else { return };
    assert_eq!(append_first(&race, Append::Before, id(0)).await, (true, 0), "the control loses it");
    assert_eq!(append_first(&race, Append::Now, id(1)).await, (true, 1), "acknowledged, so scored");
    race.end().await;
}

#[tokio::test]
async fn an_append_that_waits_for_a_hand_in_is_refused_by_it_and_taken_after_its_rollback() {
    let Some(race) = Race::begin("second", 2).await else { return };
    let mut watcher = race.connect().await;
    for (sitting, end, acknowledged) in [(id(0), "COMMIT", false), (id(1), "ROLLBACK", true)] {
        let (mut a, mut b) = (race.connect().await, race.connect().await);
        plain(&mut b, "BEGIN").await;
        sqlx::query(HAND_IN).bind(sitting.to_string()).execute(&mut b).await.unwrap();
        let append_pid = pid(&mut a).await;
        let task = tokio::spawn(async move { Append::Now.run(&mut a, sitting).await });
        stands_or_is_done(&mut watcher, append_pid, &task).await;
        assert!(!task.is_finished(), "it waits for the hand-in");
        plain(&mut b, end).await;
        assert_eq!(task.await.unwrap(), acknowledged, "after {end}");
    }
    race.end().await;
}

#[tokio::test]
async fn an_append_that_waits_is_judged_by_the_row_as_it_is_afterwards() {
    let Some(race) = Race::begin("judged", 3).await else { return };
    let mut watcher = race.connect().await;
    let changes = [
        ("UPDATE sittings SET lease = 'elsewhere' WHERE id = $1", false),
        ("UPDATE sittings SET deadline_at = -1 WHERE id = $1", false),
        ("UPDATE sittings SET lease = 'here' WHERE id = $1", true),
    ];
    for (number, (change, acknowledged)) in (0_u16..).zip(changes) {
        let (mut a, mut b, sitting) = (race.connect().await, race.connect().await, id(number));
        plain(&mut b, "BEGIN").await;
        sqlx::query(change).bind(sitting.to_string()).execute(&mut b).await.unwrap();
        let append_pid = pid(&mut a).await;
        let task = tokio::spawn(async move { Append::Now.run(&mut a, sitting).await });
        stands_or_is_done(&mut watcher, append_pid, &task).await;
        plain(&mut b, "COMMIT").await;
        assert_eq!(task.await.unwrap(), acknowledged, "after {change}");
    }
    race.end().await;
}

/// Rounds in the test suite; the full run has 10,000 (`cargo xtask prove race`).
const ROUNDS: u16 = 300;

/// Rounds of append against hand-in, started together; acknowledged, and of these lost.
async fn rounds(race: &Race, append: Append, sittings: std::ops::Range<u16>) -> (u32, u32) {
    let (mut a, mut b) = (race.connect().await, race.connect().await);
    let (mut acknowledged, mut lost) = (0, 0);
    for number in sittings {
        let sitting = id(number);
        let start = std::sync::Arc::new(tokio::sync::Barrier::new(2));
        let together = start.clone();
        let appending = tokio::spawn(async move {
            together.wait().await;
            wander(&mut a, 2).await;
            plain(&mut a, "BEGIN").await;
            let taken = append.run(&mut a, sitting).await;
            plain(&mut a, "COMMIT").await;
            (a, taken)
        });
        let handing_in = tokio::spawn(async move {
            start.wait().await;
            wander(&mut b, 16).await;
            let scored = hand_in(&mut b, sitting).await;
            (b, scored)
        });
        let (taken, scored);
        (a, taken) = appending.await.unwrap();
        (b, scored) = handing_in.await.unwrap();
        acknowledged += u32::from(taken);
        lost += u32::from(taken && scored == 0);
    }
    (acknowledged, lost)
}

/// A few round trips, by chance, so that either comes first.
async fn wander(connection: &mut PgConnection, trips: u64) {
    for _ in 0..RandomState::new().build_hasher().finish() % trips {
        plain(connection, "SELECT 1").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn race_of_appends_against_hand_ins_loses_no_acknowledged_answer() {
    let wanted = std::env::var("ASSAY_RACE_ROUNDS").map_or(ROUNDS, |text| text.parse().unwrap());
    // The control goes on until it loses one: it loses about one in fifty rounds, and few may have none.
    let batches: u16 = if wanted > ROUNDS { 1 } else { 10 };
    let Some(race) = Race::begin("race", (1 + batches) * wanted).await else { return };
    let (acknowledged, lost) = rounds(&race, Append::Now, 0..wanted).await;
    let mut control = (0, 0);
    for batch in 1..=batches {
        let (taken, gone) = rounds(&race, Append::Before, batch * wanted..(batch + 1) * wanted).await;
        control = (control.0 + taken, control.1 + gone);
        if gone > 0 {
            break;
        }
    }
    println!("rounds {wanted}: acknowledged {acknowledged}, lost {lost}");
    println!("the statement of before, rounds {wanted}: acknowledged {}, lost {}", control.0, control.1);
    assert_eq!(lost, 0);
    assert!(acknowledged > u32::from(wanted) / 50, "too few to prove anything: {acknowledged}");
    assert!(control.1 > 0, "the control must lose some, or the race is none");
    race.end().await;
}
