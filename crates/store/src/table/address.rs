//! Addresses and the one-time links that verify them.

use assay_kernel::{Persons, TypedId, identity::search_key};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    table::{job, person},
    writer::Unit,
};

const END_LINKS: &str =
    "UPDATE links SET ends_at = $2 WHERE person_id = $1 AND used_at IS NULL AND ends_at > $2";
const MAKE_LINK: &str = "INSERT INTO links \
    (token_hash, purpose, person_id, address, made_by, made_at, ends_at) \
    VALUES ($1, 'claim', $2, $3, $4, $5, $6)";
const LINK: &str = "SELECT person_id, address, made_by, made_at, ends_at, used_at FROM links \
    WHERE token_hash = $1 AND purpose = 'claim'";
const LINKS_OF: &str = "SELECT person_id, address, made_by, made_at, ends_at, used_at FROM links \
    WHERE person_id = $1 ORDER BY made_at DESC LIMIT 20";
// Two that press the button at once: the second touches no row and is refused.
const USE_LINK: &str =
    "UPDATE links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND ends_at > $2";
const VERIFY: &str = "UPDATE addresses SET verified_at = $3, verified_how = 'link' \
    WHERE person_id = $1 AND address = $2";
const SET_ACCESS: &str = "UPDATE persons SET name = $2, search_key = $3, password_hash = $4 WHERE id = $1";
const WITHOUT_KEY: &str = "SELECT p.id, COALESCE(a.address, p.email) AS email, p.name, p.role, \
    p.password_hash, p.story, p.created_at, a.verified_how FROM persons p \
    LEFT JOIN addresses a ON a.person_id = p.id AND a.is_primary = 1 \
    WHERE p.search_key IS NULL ORDER BY p.id LIMIT $1";
const SET_KEY: &str = "UPDATE persons SET name = $2, search_key = $3 WHERE id = $1";
const SET_ADDRESS: &str = "UPDATE addresses SET address = $3 WHERE person_id = $1 AND address = $2";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[END_LINKS, MAKE_LINK, LINK, LINKS_OF, USE_LINK, VERIFY, SET_ACCESS, WITHOUT_KEY, SET_KEY, SET_ADDRESS];

/// A one-time link as stored; its token is only in the link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LinkRecord {
    /// Whom it lets in.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, or `command line`.
    pub made_by: String,
    /// When.
    #[sqlx(try_from = "i64")]
    pub made_at: Ms,
    /// Until when it can be used.
    #[sqlx(try_from = "i64")]
    pub ends_at: Ms,
    used_at: Option<i64>,
}

impl LinkRecord {
    /// When it was used.
    ///
    /// # Errors
    /// The stored value is no instant.
    pub fn used_at(&self) -> Result<Option<Ms>, StoreError> {
        crate::db::optional(self.used_at)
    }
}

/// A link to be made.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Whom it lets in.
    pub person: TypedId<Persons>,
    /// The address that it verifies.
    pub address: String,
    /// An administrator's id, or `command line`.
    pub made_by: String,
    /// Now.
    pub made_at: Ms,
    /// Until when it can be used.
    pub ends_at: Ms,
}

/// What somebody chooses who takes over their own record.
#[derive(Clone, Debug)]
pub struct NewAccess {
    /// How they want to be called.
    pub name: String,
    /// Argon2 in PHC form.
    pub password_hash: String,
}

impl Store {
    /// Makes a link, ends the person's earlier ones, and tells the person, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn make_link(&self, link: &NewLink, message: (&str, &str)) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let (person, made_at) = (link.person.to_string(), link.made_at.as_millisecond());
        unit.run(END_LINKS, vec![person.clone().into(), made_at.into()]);
        unit.run(
            MAKE_LINK,
            vec![
                link.token_hash.clone().into(),
                person.into(),
                link.address.clone().into(),
                link.made_by.clone().into(),
                made_at.into(),
                link.ends_at.as_millisecond().into(),
            ],
        );
        let (subject, body) = message;
        job::message(&mut unit, link.person, &format!("link:{made_at}"), subject, body, link.made_at);
        self.write_unit("", unit).await
    }

    /// The link of a token's hash; used and ended ones too.
    ///
    /// # Errors
    /// The database failed.
    pub async fn link(&self, token_hash: &str) -> Result<Option<LinkRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LINK).bind(token_hash).fetch_optional(p).await)?)
    }

    /// The links that were made for a person, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn links_of(&self, person: TypedId<Persons>) -> Result<Vec<LinkRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LINKS_OF).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Uses a link: the address is verified, and with a new access every session ends, whoever had the
    /// account before (account pre-hijacking). One commit.
    ///
    /// # Errors
    /// `Conflict` where it was used or has ended meanwhile, or another person verified the address.
    pub async fn use_link(
        &self,
        token_hash: &str,
        link: &LinkRecord,
        access: Option<&NewAccess>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let (person, at) = (link.person_id.to_string(), now.as_millisecond());
        unit.must(USE_LINK, vec![token_hash.into(), at.into()]);
        unit.must(VERIFY, vec![person.clone().into(), link.address.clone().into(), at.into()]);
        if let Some(access) = access {
            let key = search_key(&access.name, &link.address);
            let values = vec![
                person.clone().into(),
                access.name.clone().into(),
                key.into(),
                access.password_hash.clone().into(),
            ];
            unit.must(SET_ACCESS, values);
            unit.run(person::REVOKE_ALL, vec![person.clone().into()]);
        }
        // A badge that was signed while nobody had proved the address gets an edition that names it.
        job::enqueue(&mut unit, "issue", &person, now);
        self.write_unit("", unit).await
    }

    /// People of before, whose names and addresses were not brought into one form yet.
    ///
    /// # Errors
    /// The database failed.
    pub async fn persons_without_key(&self, limit: i64) -> Result<Vec<crate::PersonRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(WITHOUT_KEY).bind(limit).fetch_all(p).await)?)
    }

    /// Brings the name of a person into its one form, and the address too where it has another.
    ///
    /// # Errors
    /// `Conflict` where another person verified that address.
    pub async fn normalise_person(
        &self,
        person: &crate::PersonRecord,
        name: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let id = person.id.to_string();
        unit.must(SET_KEY, vec![id.clone().into(), name.into(), search_key(name, address).into()]);
        if address != person.email {
            unit.must(SET_ADDRESS, vec![id.into(), person.email.clone().into(), address.into()]);
        }
        self.write_unit("", unit).await
    }
}
