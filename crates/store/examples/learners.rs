//! Fills a store that nobody serves with people who have practised, for `cargo xtask bench preparation`.
//!
//! `learners fill PLACE PEOPLE ITEMS NOW_MS` adds so many people, each of whom has seen 200 questions. The
//! file ITEMS names them, one a line; those that a programme does not have were withdrawn since. The first
//! 201 have their runs with every answer, too, a plan and a session (`token_of`), and the first of all leads
//! a crew of the others. Exposures of everybody else are copied by the database itself.

use assay_kernel::{Instant, TypedId};
use assay_store::{
    DataPlace, EnrolmentRecord, ExposureRecord, Ms, NewCrewMember, NewPracticeResponse, PersonRecord,
    PracticeRunRecord, Seed, SessionRecord, Store, Unit, VerifiedHow,
    statement::{address, crew, person, practice_run, prep, session},
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, sqlite::SqliteConnectOptions};

type Failure = Box<dyn std::error::Error>;

/// People whose requests are measured.
const MEASURED: u64 = CREW + 1;
/// People of the crew.
const CREW: u64 = 200;
/// People of one commit.
const PART: u64 = 500;
/// Questions of a run.
const RUN: usize = 20;
/// An hour in milliseconds.
const HOUR: i64 = 3_600_000;
const EXAM: &str = "SOA-C03";
/// Whom the database copies from.
const COPY: &str = "INSERT INTO practice_exposures \
    (person_id, family, version, exam, pool, shown_at, answered_at, is_right, revealed_at) \
    SELECT p.id, e.family, e.version, e.exam, e.pool, e.shown_at, e.answered_at, e.is_right, e.revealed_at \
    FROM persons p, practice_exposures e WHERE e.person_id = (SELECT MIN(id) FROM persons WHERE email = \
    'learner1@example.org') AND p.email LIKE 'learner%' AND p.id NOT IN (SELECT person_id FROM \
    prep_enrolments) ORDER BY p.id, e.family";

/// An id that is the same in every run.
fn id<K: assay_kernel::Kind>(at: Ms, number: u64, kind: u8) -> TypedId<K> {
    let mut chance = [kind; 10];
    chance.iter_mut().zip(number.to_be_bytes()).for_each(|(byte, of)| *byte = of);
    TypedId::from_parts(u64::try_from(at.as_millisecond()).unwrap_or_default(), chance)
}

/// What stands in the cookie of the session of a learner.
fn token_of(number: u64) -> String {
    format!("{number:064x}")
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

struct Now {
    now: Ms,
    items: Vec<String>,
}

impl Now {
    fn ago(&self, hours: i64) -> Result<Ms, Failure> {
        Ok(Ms(Instant::from_millisecond(self.now.as_millisecond() - hours * HOUR)?))
    }

    /// Somebody with an address.
    fn person(&self, unit: &mut Unit, number: u64) -> Result<TypedId<assay_kernel::Persons>, Failure> {
        let at = self.ago(24 * 200 - i64::try_from(number % 4000)?)?;
        let person = PersonRecord {
            id: id(at, number, 1),
            email: format!("learner{number}@example.org"),
            name: format!("Learner {number}"),
            password_hash: None,
            story: None,
            created_at: at,
            verified_how: Some(VerifiedHow::Record),
            team_until: None,
            closed_at: None,
            closed_by: None,
        };
        unit.run(person::added(&person));
        unit.run(address::added(person.id, &person.email, person.verified_how, at));
        Ok(person.id)
    }

    /// Runs of twenty questions, the latest yesterday, and every answer; the first run is the first look.
    fn practised(
        &self,
        unit: &mut Unit,
        number: u64,
        person_id: TypedId<assay_kernel::Persons>,
    ) -> Result<(), Failure> {
        let began = self.ago(24 * 60)?;
        let enrolment = EnrolmentRecord {
            id: id(began, number, 2),
            person_id,
            certification: "cloudops".to_owned(),
            started_at: began,
            left_at: None,
        };
        unit.run(prep::enrolled(&enrolment));
        let enrolled = format!("{{\"what\":\"enrolled\",\"exam\":\"{EXAM}\"}}");
        unit.run(prep::happened(enrolment.id, "enrolled", &enrolled, began));
        for (place, items) in (0..).zip(self.items.chunks(RUN)) {
            let at = self.ago(24 * (30 - place * 3) - 1)?;
            let pinned: Vec<(&str, &str)> = items.iter().map(|item| (item.as_str(), "1")).collect();
            let run = PracticeRunRecord {
                id: id(at, number, 16 + u8::try_from(place)?),
                person_id,
                exam: EXAM.to_owned(),
                mode: if place == 0 { "pretest" } else { "learn" }.to_owned(),
                scope: "{\"which\":\"new\",\"count\":20}".to_owned(),
                seed: Seed(number),
                items: serde_json::to_string(&pinned)?,
                tree: String::new(),
                started_at: at,
                finished_at: Some(at),
            };
            unit.run(practice_run::begun(&run));
            for (turn, item) in (0_u64..).zip(items) {
                let is_right = !(number + turn).is_multiple_of(3);
                let given = NewPracticeResponse {
                    run: run.id,
                    item: item.clone(),
                    command: format!("first:{item}"),
                    response: "[\"a\"]".to_owned(),
                    is_right,
                    sure: None,
                    took_ms: None,
                };
                let exposure = ExposureRecord {
                    family: item.clone(),
                    version: "1".to_owned(),
                    exam: EXAM.to_owned(),
                    pool: if place == 0 { "pretest" } else { "drill" }.to_owned(),
                    shown_at: at,
                    answered_at: None,
                    is_right: None,
                    revealed_at: None,
                };
                unit.run(practice_run::shown(person_id, &exposure));
                unit.run(practice_run::given(&given, at));
                unit.run(practice_run::answered(person_id, item, is_right, at));
                unit.run(practice_run::revealed(person_id, item, at));
            }
        }
        Ok(())
    }

    /// A browser that is signed in.
    fn signed_in(
        &self,
        unit: &mut Unit,
        number: u64,
        person_id: TypedId<assay_kernel::Persons>,
    ) -> Result<(), Failure> {
        let opened = SessionRecord {
            id: id(self.now, number, 3),
            person_id,
            csrf: token_of(number),
            user_agent: "a benchmark".to_owned(),
            created_at: self.now,
            seen_at: self.now,
            expires_at: self.ago(-24 * 7)?,
            name: format!("Learner {number}"),
            email: String::new(),
            roles: assay_kernel::Roles::NONE,
            unread: 0,
        };
        unit.run(session::opened(&opened, &sha256(&token_of(number))));
        Ok(())
    }
}

async fn fill(place: &str, people: u64, (items, now_ms): (&str, i64)) -> Result<(), Failure> {
    let items: Vec<String> = std::fs::read_to_string(items)?.lines().map(str::to_owned).collect();
    let store = Store::open(&place.parse::<DataPlace>()?).await?;
    let now = Now { now: Ms(Instant::from_millisecond(now_ms)?), items };
    let crew_id = id(now.now, 0, 4);
    let (mut first, mut part) = (1, 25);
    while first <= people {
        let mut unit = Unit::new();
        for number in first..=people.min(first + part - 1) {
            let person = now.person(&mut unit, number)?;
            if number > MEASURED {
                continue;
            }
            now.practised(&mut unit, number, person)?;
            now.signed_in(&mut unit, number, person)?;
            if number == 1 {
                unit.run(crew::begun(crew_id, "Two hundred", person, now.ago(24 * 30)?, 5));
            } else if number <= CREW + 1 {
                let place = id(now.now, number, 5);
                let email = format!("learner{number}@example.org");
                let member = NewCrewMember { id: place, crew: crew_id, person, address: email };
                unit.run(crew::joined(&member, now.ago(24 * 20)?));
                for scope in ["certifications", "assignments", "plan", "readiness", "domains"] {
                    unit.run(crew::shared(place, scope, true, now.ago(24 * 20)?));
                }
            }
        }
        store.commit(unit).await?;
        first += part;
        part = if first > MEASURED { PART } else { part };
    }
    store.close().await;
    copied(place).await
}

/// Copies the exposures of the first to everybody who has none, and counts the tables anew.
async fn copied(place: &str) -> Result<(), Failure> {
    if place.contains("://") {
        let mut database = PgConnection::connect(place).await?;
        for statement in ["SET synchronous_commit = off", COPY, "VACUUM ANALYZE"] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut database).await?;
        }
        return Ok(database.close().await?);
    }
    let file = std::path::Path::new(place).join("assay.sqlite");
    let mut database = SqliteConnectOptions::new().filename(file).connect().await?;
    let fast = "PRAGMA foreign_keys = off; PRAGMA synchronous = off; PRAGMA cache_size = -200000";
    for statement in [fast, COPY, "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"] {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut database).await?;
    }
    Ok(database.close().await?)
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", place, people, items, now] => fill(place, people.parse()?, (items, now.parse()?)).await,
        _ => Err("learners fill PLACE PEOPLE ITEMS NOW_MS".into()),
    }
}
