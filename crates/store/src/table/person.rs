//! People and their signed-in browsers.

use assay_kernel::{Persons, Role, Sessions, TypedId, identity::search_key};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    table::history::{self, NewHistory},
    writer::{Command, Unit},
};

/// Whose address this is: who verified it, then whoever typed it, the earliest first. More accounts than
/// these with one address are no people's.
const WITH_ADDRESS: &str = "SELECT p.id, a.address AS email, p.name, p.role, p.password_hash, p.story, \
    p.created_at, a.verified_how FROM addresses a JOIN persons p ON p.id = a.person_id \
    WHERE a.address = $1 \
    ORDER BY CASE WHEN a.verified_at IS NULL THEN 1 ELSE 0 END, p.created_at, p.id LIMIT 1000";
const BY_ID: &str = "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.role, p.password_hash, \
    p.story, p.created_at, a.verified_how FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 WHERE p.id = $1";
const SEARCH: &str = "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.role, p.password_hash, \
    p.story, p.created_at, a.verified_how FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE p.search_key LIKE $1 ORDER BY p.name, p.id LIMIT $2 OFFSET $3";
const STORIES: &str = "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.role, p.password_hash, \
    p.story, p.created_at, a.verified_how FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE p.story IS NOT NULL ORDER BY p.id LIMIT 100";
// The old column is unique: it takes the id where an earlier account typed the same address.
const INSERT: &str = "INSERT INTO persons \
    (id, email, name, role, password_hash, story, created_at, search_key) \
    VALUES ($1, CASE WHEN EXISTS (SELECT 1 FROM persons WHERE email = $2) THEN $1 ELSE $2 END, \
    $3, $4, $5, $6, $7, $8)";
const INSERT_ADDRESS: &str = "INSERT INTO addresses \
    (person_id, address, is_primary, verified_at, verified_how, created_at) VALUES ($1, $2, 1, $3, $4, $5)";
const SESSION: &str = "SELECT s.id, s.person_id, s.csrf, s.user_agent, s.created_at, s.seen_at, \
    s.expires_at, p.name, COALESCE(a.address, p.email) AS email, p.role FROM sessions s \
    JOIN persons p ON p.id = s.person_id \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 WHERE s.token_hash = $1";
const SESSIONS_OF: &str = "SELECT s.id, s.person_id, s.csrf, s.user_agent, s.created_at, s.seen_at, \
    s.expires_at, p.name, COALESCE(a.address, p.email) AS email, p.role FROM sessions s \
    JOIN persons p ON p.id = s.person_id \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE s.person_id = $1 ORDER BY s.seen_at DESC LIMIT 50";
const OPEN_SESSION: &str = "INSERT INTO sessions \
    (id, token_hash, person_id, csrf, user_agent, created_at, seen_at, expires_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const SEEN: &str = "UPDATE sessions SET seen_at = $2 WHERE id = $1";
const REPLACE: &str = "DELETE FROM sessions WHERE id = $1";
const REVOKE: &str = "DELETE FROM sessions WHERE id = $1 AND person_id = $2";
const SWEEP: &str = "DELETE FROM sessions WHERE expires_at < $1";
pub(crate) const REVOKE_ALL: &str = "DELETE FROM sessions WHERE person_id = $1";
const SET_PASSWORD: &str = "UPDATE persons SET password_hash = $2 WHERE id = $1";
const COUNT: &str = "SELECT COUNT(*) FROM persons";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    WITH_ADDRESS,
    BY_ID,
    SEARCH,
    STORIES,
    INSERT,
    INSERT_ADDRESS,
    SESSION,
    SESSIONS_OF,
    OPEN_SESSION,
    SEEN,
    REPLACE,
    REVOKE,
    SWEEP,
    REVOKE_ALL,
    SET_PASSWORD,
    COUNT,
];

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
    /// One of [`Role`]'s names.
    pub role: String,
    /// Argon2 in PHC form; none where one cannot sign in by password.
    pub password_hash: Option<String>,
    /// Demonstration people only: their state in a sentence.
    pub story: Option<String>,
    /// When they were added.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
    /// How the address was verified; none where nobody proved it.
    pub verified_how: Option<String>,
}

impl PersonRecord {
    /// Whether the address is more than what somebody typed.
    pub fn is_verified(&self) -> bool {
        self.verified_how.is_some()
    }

    /// The role; the least where the stored word is unknown.
    pub fn role(&self) -> Role {
        Role::parse(&self.role).unwrap_or(Role::Candidate)
    }
}

/// A signed-in browser with its person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRecord {
    /// Public id, for the list of devices.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Sessions>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// What forms of this session must carry.
    pub csrf: String,
    /// What the browser said of itself.
    pub user_agent: String,
    /// Signed in.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
    /// Last request (to the quarter of an hour).
    #[sqlx(try_from = "i64")]
    pub seen_at: Ms,
    /// End.
    #[sqlx(try_from = "i64")]
    pub expires_at: Ms,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The person's role.
    pub role: String,
}

impl SessionRecord {
    /// The role; the least where the stored word is unknown.
    pub fn role(&self) -> Role {
        Role::parse(&self.role).unwrap_or(Role::Candidate)
    }
}

fn insert(unit: &mut Unit, person: &PersonRecord) {
    unit.run(
        INSERT,
        vec![
            person.id.to_string().into(),
            person.email.clone().into(),
            person.name.clone().into(),
            person.role.clone().into(),
            person.password_hash.clone().into(),
            person.story.clone().into(),
            person.created_at.as_millisecond().into(),
            search_key(&person.name, &person.email).into(),
        ],
    );
    let created_at = person.created_at.as_millisecond();
    unit.run(
        INSERT_ADDRESS,
        vec![
            person.id.to_string().into(),
            person.email.clone().into(),
            person.is_verified().then_some(created_at).into(),
            person.verified_how.clone().into(),
            created_at.into(),
        ],
    );
}

impl Store {
    /// Everybody with this address: who verified it first, then whoever typed it, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn persons_with_address(&self, address: &str) -> Result<Vec<PersonRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(WITH_ADDRESS).bind(address).fetch_all(p).await)?)
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
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// People whose name or address contains a text, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn search_persons(
        &self,
        text: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PersonRecord>, StoreError> {
        let text: String =
            search_key(text, "").chars().filter(|c| !matches!(c, '%' | '_' | '\\' | '\0')).collect();
        let pattern = format!("%{text}%");
        Ok(on!(&self.readers, p => {
            sqlx::query_as(SEARCH).bind(pattern).bind(limit).bind(offset).fetch_all(p).await
        })?)
    }

    /// Demonstration people, in the order they were made.
    ///
    /// # Errors
    /// The database failed.
    pub async fn demonstration_people(&self) -> Result<Vec<PersonRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(STORIES).fetch_all(p).await)?)
    }

    /// How many people there are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_persons(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = on!(&self.readers, p => sqlx::query_as(COUNT).fetch_one(p).await)?;
        Ok(count)
    }

    /// Adds a person.
    ///
    /// # Errors
    /// `Conflict` where the address is taken.
    pub async fn add_person(&self, person: &PersonRecord) -> Result<(), StoreError> {
        self.add_person_with_history(person, &[], person.created_at).await
    }

    /// Adds a person with what already happened to them, in one commit.
    ///
    /// # Errors
    /// `Conflict` where the address is taken.
    pub async fn add_person_with_history(
        &self,
        person: &PersonRecord,
        events: &[NewHistory],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        insert(&mut unit, person);
        history::record(&mut unit, events, now);
        self.write_unit("", unit).await
    }

    /// Records what happened to many people, some of them new, in one commit.
    ///
    /// # Errors
    /// `Conflict` where a new one's address is taken.
    pub async fn record_people(
        &self,
        people: &[(Option<PersonRecord>, Vec<NewHistory>)],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        for (new, events) in people {
            if let Some(person) = new {
                insert(&mut unit, person);
            }
            history::record(&mut unit, events, now);
        }
        self.write_unit("", unit).await
    }

    /// Sets a password and ends every session: they die on every change of credentials.
    ///
    /// # Errors
    /// `Conflict` where there is no such person.
    pub async fn set_password(&self, id: TypedId<Persons>, hash: &str) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.must(SET_PASSWORD, vec![id.to_string().into(), hash.into()]);
        unit.run(REVOKE_ALL, vec![id.to_string().into()]);
        self.write_unit("", unit).await
    }

    /// The session of a token's hash, with its person; expired ones too.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session(&self, token_hash: &str) -> Result<Option<SessionRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(SESSION).bind(token_hash).fetch_optional(p).await)?)
    }

    /// A person's sessions, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sessions_of(&self, person: TypedId<Persons>) -> Result<Vec<SessionRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(SESSIONS_OF).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Opens a session in place of the browser's former one and sweeps out the expired ones.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_session(
        &self,
        session: &SessionRecord,
        token_hash: &str,
        former: Option<TypedId<Sessions>>,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(SWEEP, vec![session.created_at.as_millisecond().into()]);
        if let Some(former) = former {
            unit.run(REPLACE, vec![former.to_string().into()]);
        }
        unit.run(
            OPEN_SESSION,
            vec![
                session.id.to_string().into(),
                token_hash.into(),
                session.person_id.to_string().into(),
                session.csrf.clone().into(),
                session.user_agent.clone().into(),
                session.created_at.as_millisecond().into(),
                session.seen_at.as_millisecond().into(),
                session.expires_at.as_millisecond().into(),
            ],
        );
        self.write_unit("", unit).await
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session_seen(&self, id: TypedId<Sessions>, at: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(SEEN, vec![id.to_string().into(), at.as_millisecond().into()]);
        self.write_unit("", unit).await
    }

    /// Ends one session of a person.
    ///
    /// # Errors
    /// `Conflict` where there is no such session of theirs.
    pub async fn end_session(
        &self,
        id: TypedId<Sessions>,
        person: TypedId<Persons>,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.must(REVOKE, vec![id.to_string().into(), person.to_string().into()]);
        self.write_unit("", unit).await
    }

    pub(crate) async fn write_unit(&self, key: &str, unit: Unit) -> Result<(), StoreError> {
        self.writers.write(key, Command::Unit(unit)).await
    }
}
