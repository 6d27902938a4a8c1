//! People.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Persons, TypedId, identity::search_key};

use crate::{
    column::{Day, Ms, words},
    db::StoreError,
    store::Reads,
    table::place,
    unit::{Sql, Statement},
};

/// Until when somebody is of the team: the last end of their grants, the last instant there is (of the year
/// 9999) where one has none; and whether their account was closed.
macro_rules! until {
    () => {
        "(SELECT MAX(COALESCE(g.until_at, 253402207200000)) FROM grants g \
        WHERE g.person_id = p.id AND g.withdrawn_at IS NULL) AS team_until, p.closed_at, p.closed_by"
    };
}

pub(super) use until;

/// Whose address this is: who verified it, then whoever typed it, the earliest first. More accounts than
/// these with one address are no people's.
const WITH_ADDRESS: Sql = Sql::named(
    "person.with_address",
    concat!(
        "SELECT p.id, a.address AS email, p.name, p.password_hash, p.story, \
    p.created_at, a.verified_how, ",
        until!(),
        " FROM addresses a JOIN persons p ON p.id = a.person_id \
    WHERE a.address = $1 \
    ORDER BY CASE WHEN a.verified_at IS NULL THEN 1 ELSE 0 END, p.created_at, p.id LIMIT 1000"
    ),
);
const BY_ID: Sql = Sql::named(
    "person.by_id",
    concat!(
        "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.password_hash, \
    p.story, p.created_at, a.verified_how, ",
        until!(),
        " FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 WHERE p.id = $1"
    ),
);
const NAMES: Sql =
    Sql::named("person.names", concat!("SELECT id, name FROM persons WHERE id IN (", place::fifty!(), ")"));
const STORIES: Sql = Sql::named(
    "person.stories",
    concat!(
        "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.password_hash, \
    p.story, p.created_at, a.verified_how, ",
        until!(),
        " FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE p.story IS NOT NULL ORDER BY p.id LIMIT 100"
    ),
);
const COUNT: Sql = Sql::named("person.count", "SELECT COUNT(*) FROM persons");
const WITHOUT_KEY: Sql = Sql::named(
    "person.without_key",
    concat!(
        "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, \
    p.password_hash, p.story, p.created_at, a.verified_how, ",
        until!(),
        " FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE p.search_key IS NULL ORDER BY p.id LIMIT $1"
    ),
);
// The old column of addresses is unique: it takes the id where an earlier account typed the same one. The old
// column of roles is read by nobody: roles are granted.
const INSERT: Sql = Sql::named(
    "person.added",
    "INSERT INTO persons \
    (id, email, name, role, password_hash, story, created_at, search_key) \
    VALUES ($1, CASE WHEN EXISTS (SELECT 1 FROM persons WHERE email = $2) THEN $1 ELSE $2 END, \
    $3, 'candidate', $4, $5, $6, $7)",
);
const SET_PASSWORD: Sql =
    Sql::named("person.password_set", "UPDATE persons SET password_hash = $2 WHERE id = $1");
const SET_ACCESS: Sql = Sql::named(
    "person.access_set",
    "UPDATE persons SET name = $2, search_key = $3, password_hash = $4 WHERE id = $1",
);
const SET_KEY: Sql =
    Sql::named("person.normalised", "UPDATE persons SET name = $2, search_key = $3 WHERE id = $1");
const RENAME: Sql =
    Sql::named("person.renamed", "UPDATE persons SET name = $3, search_key = $4 WHERE id = $1 AND name = $2");
// Whoever has a role has it taken away first, also where it is granted in the same moment; and a registration
// that was made since they were looked at is looked at first.
const CLOSE: Sql = Sql::named(
    "person.closed",
    "UPDATE persons SET closed_at = $2, closed_by = $3 WHERE id = $1 AND closed_at IS NULL \
    AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.person_id = $1 AND g.withdrawn_at IS NULL \
    AND (g.until_at IS NULL OR g.until_at > $2)) \
    AND NOT EXISTS (SELECT 1 FROM registrations r WHERE r.person_id = $1 AND r.state = 'open' \
    AND (r.sit_until IS NULL OR r.sit_until >= $4))",
);
const OPEN: Sql = Sql::named(
    "person.opened",
    "UPDATE persons SET closed_at = NULL, closed_by = NULL WHERE id = $1 AND closed_at IS NOT NULL",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    WITH_ADDRESS,
    BY_ID,
    NAMES,
    STORIES,
    COUNT,
    WITHOUT_KEY,
    INSERT,
    SET_PASSWORD,
    SET_ACCESS,
    SET_KEY,
    RENAME,
    CLOSE,
    OPEN,
];

words! {
    /// How an address was proved.
    pub enum VerifiedHow in "addresses.verified_how" {
        /// By a one-time link.
        Link = "link",
        /// The body itself named it in an import.
        Record = "record",
        /// On the command line.
        Administrator = "administrator",
        /// It is invented.
        Demonstration = "demonstration",
    }
}

/// A person as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PersonRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Persons>,
    /// Their address, in its one form.
    pub email: String,
    /// As they want to be called.
    pub name: String,
    /// Argon2 in PHC form; none where one cannot sign in by password.
    pub password_hash: Option<String>,
    /// Demonstration people only: their state in a sentence.
    pub story: Option<String>,
    /// When they were added.
    pub created_at: Ms,
    /// How the address was verified; none where nobody proved it.
    pub verified_how: Option<VerifiedHow>,
    /// Until when they are of the team; none for a candidate.
    pub team_until: Option<Ms>,
    /// When the account was closed; none while it is open.
    pub closed_at: Option<Ms>,
    /// Who closed it: a person's id.
    pub closed_by: Option<String>,
}

impl PersonRecord {
    /// Whether the address is more than what somebody typed.
    pub fn is_verified(&self) -> bool {
        self.verified_how.is_some()
    }

    /// Whether somebody granted them a role that has not run out.
    pub fn is_of_team(&self, now: Ms) -> bool {
        self.team_until.is_some_and(|until| until > now)
    }

    /// Whether the account lets nobody in.
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }
}

/// A person is added; their address is a statement of its own ([`super::address::added`]).
pub fn added(person: &PersonRecord) -> Statement {
    INSERT.with([
        person.id.into(),
        (&person.email).into(),
        (&person.name).into(),
        (&person.password_hash).into(),
        (&person.story).into(),
        person.created_at.into(),
        search_key(&person.name, &person.email).into(),
    ])
}

/// A password is set; there must be such a person.
pub fn password_set(id: TypedId<Persons>, hash: &str) -> Statement {
    SET_PASSWORD.must([id.into(), hash.into()])
}

/// Whoever takes over a record chooses name and password; there must be such a person.
pub fn access_set(id: TypedId<Persons>, name: &str, address: &str, hash: &str) -> Statement {
    SET_ACCESS.must([id.into(), name.into(), search_key(name, address).into(), hash.into()])
}

/// A person is called otherwise, or found by another address; they must be called as before until then.
pub fn renamed(id: TypedId<Persons>, before: &str, name: &str, address: &str) -> Statement {
    RENAME.must([id.into(), before.into(), name.into(), search_key(name, address).into()])
}

/// An account is closed; it must be open, its person of no team, and no registration of theirs of use.
pub fn closed(id: TypedId<Persons>, by: TypedId<Persons>, at: Ms, today: Day) -> Statement {
    CLOSE.must([id.into(), at.into(), by.to_string().into(), today.into()])
}

/// A closed account is opened again; it must be closed.
pub fn opened(id: TypedId<Persons>) -> Statement {
    OPEN.must([id.into()])
}

/// A person of before gets their name in its one form, and what they are found by.
pub fn normalised(id: TypedId<Persons>, name: &str, address: &str) -> Statement {
    SET_KEY.must([id.into(), name.into(), search_key(name, address).into()])
}

impl Reads {
    /// Everybody with this address: who verified it first, then whoever typed it, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn persons_with_address(&self, address: &str) -> Result<Vec<PersonRecord>, StoreError> {
        self.all(WITH_ADDRESS, [address.into()]).await
    }

    /// The one person whose verified address this is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn person_by_verified_address(
        &self,
        address: &str,
    ) -> Result<Option<PersonRecord>, StoreError> {
        let all = self.persons_with_address(address).await?;
        Ok(all.into_iter().next().filter(PersonRecord::is_verified))
    }

    /// The person with this id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn person(&self, id: TypedId<Persons>) -> Result<Option<PersonRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// How some people are called, read together; nobody stands there who is not on record.
    ///
    /// # Errors
    /// The database failed.
    pub async fn names_of(
        &self,
        people: &BTreeSet<TypedId<Persons>>,
    ) -> Result<BTreeMap<TypedId<Persons>, String>, StoreError> {
        let mut names = BTreeMap::new();
        for some in place::fifties(people.iter().map(ToString::to_string)) {
            let rows: Vec<(String, String)> = self.all(NAMES, some).await?;
            for (id, name) in rows {
                let id = TypedId::parse(&id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
                names.insert(id, name);
            }
        }
        Ok(names)
    }

    /// Demonstration people, in the order they were made.
    ///
    /// # Errors
    /// The database failed.
    pub async fn demonstration_people(&self) -> Result<Vec<PersonRecord>, StoreError> {
        self.all(STORIES, []).await
    }

    /// How many people there are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_persons(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, []).await?;
        Ok(count)
    }

    /// People of before, whose names and addresses were not brought into one form yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn persons_without_key(&self, limit: i64) -> Result<Vec<crate::PersonRecord>, StoreError> {
        self.all(WITHOUT_KEY, [limit.into()]).await
    }
}
