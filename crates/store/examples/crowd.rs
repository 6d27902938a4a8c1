//! Fills a store that nobody serves with invented people, for `cargo xtask bench people`.
//!
//! `crowd fill PLACE PEOPLE SEED` adds people with an address each, one in ten of them unproved, over ten
//! years, and a role to one in a thousand; `crowd create SERVER NAME` and `crowd drop SERVER NAME` make and
//! remove a database of a PostgreSQL server. The same seed gives the same people.

use assay_kernel::{Instant, TypedId};
use assay_store::{
    DataPlace, GrantRecord, Ms, PersonRecord, Store, Unit, VerifiedHow,
    statement::{address, grant, person},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

type Failure = Box<dyn std::error::Error>;

/// People of one commit.
const PART: u64 = 500;
/// Ten years in milliseconds, before the last of them.
const YEARS_MS: i64 = 10 * 365 * 24 * 3600 * 1000;
/// 1 October 2025.
const LAST_MS: i64 = 1_759_276_800_000;
const ROLES: [&str; 3] = ["support", "auditor", "administrator"];
const GIVEN: [&str; 24] = [
    "Aiko",
    "Ana",
    "Björn",
    "Chidi",
    "Dana",
    "Élodie",
    "Farid",
    "Grace",
    "Hana",
    "Ines",
    "Jürgen",
    "Kwame",
    "Layla",
    "Mateo",
    "Noa",
    "Olu",
    "Pia",
    "Quentin",
    "Rosa",
    "Søren",
    "Tomás",
    "Uma",
    "Wilhelmina",
    "Zoë",
];
const FAMILY: [&str; 24] = [
    "Abara",
    "Bergström",
    "Castillo",
    "Dubois",
    "Eze",
    "Featherstonehaugh",
    "García",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalska",
    "Lindqvist",
    "Mensah",
    "Novák",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Sato",
    "Tanaka",
    "Usman",
    "Vogel",
    "Wójcik",
    "Yılmaz",
];

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of.get(at).copied().unwrap_or_default()
    }

    fn ten(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        let both = self.next().to_be_bytes().into_iter().chain(self.next().to_be_bytes());
        bytes.iter_mut().zip(both).for_each(|(byte, drawn)| *byte = drawn);
        bytes
    }
}

/// One person's statements.
fn add(unit: &mut Unit, chance: &mut Chance, number: u64) -> Result<(), Failure> {
    let (given, family) = (chance.one_of(&GIVEN), chance.one_of(&FAMILY));
    let ago = i64::try_from(chance.below(YEARS_MS.unsigned_abs()))?;
    let at = Ms(Instant::from_millisecond(LAST_MS - ago)?);
    let ms = u64::try_from(at.as_millisecond())?;
    let is_proved = chance.below(10) > 0;
    let email = format!("person{number}@example{}.org", chance.below(40));
    let added = PersonRecord {
        id: TypedId::from_parts(ms, chance.ten()),
        email,
        name: format!("{given} {family}"),
        password_hash: None,
        story: None,
        created_at: at,
        verified_how: is_proved.then_some(VerifiedHow::Record),
        team_until: None,
    };
    unit.run(person::added(&added));
    unit.run(address::added(added.id, &added.email, added.verified_how, at));
    if number.is_multiple_of(1000) {
        unit.run(grant::given(&GrantRecord {
            id: TypedId::from_parts(ms, chance.ten()),
            person_id: added.id,
            role: chance.one_of(&ROLES).to_owned(),
            scope_kind: "all".to_owned(),
            scope_id: String::new(),
            from_at: at,
            until_at: None,
            granted_by: "command line".to_owned(),
            granted_at: at,
            reason: "For the benchmark.".to_owned(),
            withdrawn_at: None,
            withdrawn_by: None,
            withdrawn_because: None,
        }));
    }
    Ok(())
}

async fn fill(place: DataPlace, people: u64, seed: u64) -> Result<(), Failure> {
    let store = Store::open(&place).await?;
    let mut chance = Chance(seed);
    for first in (1..=people).step_by(usize::try_from(PART)?) {
        let mut unit = Unit::new();
        for number in first..=people.min(first + PART - 1) {
            add(&mut unit, &mut chance, number)?;
        }
        store.commit(unit).await?;
    }
    store.close().await;
    Ok(())
}

/// What a statement does to a server's databases, or to the statistics of one.
async fn administer(address: &str, statement: String) -> Result<(), Failure> {
    let mut connection = PgConnection::connect(address).await?;
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", place, people, seed] => {
            fill(place.parse::<DataPlace>()?, people.parse()?, seed.parse()?).await?;
            // A server's own sweep comes within a minute of such a change; here it is not waited for.
            if place.contains("://") {
                administer(place, "VACUUM ANALYZE".to_owned()).await?;
            }
            Ok(())
        }
        ["create", server, name] => administer(server, format!("CREATE DATABASE {name}")).await,
        ["drop", server, name] => {
            administer(server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
        }
        _ => Err("crowd fill PLACE PEOPLE SEED | create SERVER NAME | drop SERVER NAME".into()),
    }
}
