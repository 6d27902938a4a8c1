//! Credentials in the order of durable effects: prepared, then signed, then published.

use std::collections::BTreeSet;

use assay_kernel::{CertificationCode, Credentials, Persons, TypedId};

use crate::{
    column::{Day, Ms},
    db::StoreError,
    store::Reads,
    table::{place, status::NewPlace},
    unit::{Sql, Statement},
};

const BY_ID: Sql = Sql::named(
    "credential.by_id",
    "SELECT id, person_id, certification, earned_on, created_at FROM credentials WHERE id = $1",
);
const OF_PERSON: Sql = Sql::named(
    "credential.of_person",
    "SELECT id, person_id, certification, earned_on, created_at FROM credentials \
    WHERE person_id = $1 ORDER BY earned_on, id LIMIT 200",
);
const OF_IDS: Sql = Sql::named(
    "credential.of_ids",
    concat!(
        "SELECT c.id, c.person_id, c.certification, c.earned_on, c.created_at, \
        CASE WHEN c.name_shown_at IS NOT NULL THEN p.name END AS person_name, \
        (SELECT MAX(v.version) FROM credential_versions AS v \
        WHERE v.credential_id = c.id AND v.published_at IS NOT NULL) AS published_version \
        FROM credentials AS c LEFT JOIN persons AS p ON p.id = c.person_id WHERE c.id IN (",
        place::fifty!(),
        ") ORDER BY c.id"
    ),
);
const SOME: Sql =
    Sql::named("credential.count", "SELECT COUNT(*) FROM (SELECT 1 FROM credentials LIMIT $1) AS counted");
const VERSIONS: Sql = Sql::named(
    "credential.editions",
    "SELECT credential_id, version, valid_from, valid_until, said, why, prepared, signed, \
    published_at FROM credential_versions WHERE credential_id = $1 ORDER BY version LIMIT 200",
);
const CREATE: Sql = Sql::named(
    "credential.made",
    "INSERT INTO credentials (id, person_id, certification, earned_on, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
);
const PREPARE: Sql = Sql::named(
    "credential.prepared",
    "INSERT INTO credential_versions \
    (credential_id, version, valid_from, valid_until, said, why, prepared, prepared_at) \
    VALUES ($1, $2, $3, $4, $5, '', $6, $7)",
);
const SIGNED: Sql = Sql::named(
    "credential.signed",
    "UPDATE credential_versions SET signed = $3, signed_at = $4 \
    WHERE credential_id = $1 AND version = $2 AND signed IS NULL",
);
const PUBLISH: Sql = Sql::named(
    "credential.published",
    "UPDATE credential_versions SET published_at = $3 \
    WHERE credential_id = $1 AND version = $2 AND signed IS NOT NULL AND published_at IS NULL",
);
const NAME: Sql = Sql::named(
    "credential.name",
    "SELECT p.name FROM credentials AS c JOIN persons AS p ON p.id = c.person_id \
    WHERE c.id = $1 AND c.name_shown_at IS NOT NULL",
);
const SHOW_NAME: Sql = Sql::named(
    "credential.name_shown",
    "UPDATE credentials SET name_shown_at = $2 WHERE id = $1 AND name_shown_at IS NULL",
);
const HIDE_NAME: Sql =
    Sql::named("credential.name_hidden", "UPDATE credentials SET name_shown_at = NULL WHERE id = $1");

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[BY_ID, OF_PERSON, OF_IDS, SOME, VERSIONS, CREATE, PREPARE, SIGNED, PUBLISH, NAME, SHOW_NAME, HIDE_NAME];

/// A credential as stored: one an award.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CredentialRecord {
    /// Id; part of its URL.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Credentials>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Which certification.
    #[sqlx(try_from = "String")]
    pub certification: CertificationCode,
    /// Day of the award.
    pub earned_on: Day,
    /// When it was made.
    pub created_at: Ms,
}

/// A credential with its holder's name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedCredential {
    /// The credential.
    #[sqlx(flatten)]
    pub credential: CredentialRecord,
    /// How its holder is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
    /// Its latest edition that is published.
    pub published_version: Option<i64>,
}

/// A place in the list of credentials: the latest first.
pub type CredentialPlace = (Ms, TypedId<Credentials>);

/// One edition of a credential: a renewal makes a further one, the old stay.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CredentialVersion {
    /// Which credential.
    #[sqlx(try_from = "String")]
    pub credential_id: TypedId<Credentials>,
    /// From 1.
    pub version: i64,
    /// First day.
    pub valid_from: Day,
    /// Last valid day; none where without end.
    pub valid_until: Option<Day>,
    /// What made it: a code with its arguments, JSON; none where nothing did, or where it is a text of old.
    pub said: Option<String>,
    /// The text of before; empty where it is said.
    pub why: String,
    /// What was to be signed, JSON.
    pub prepared: String,
    /// The signed credential, JSON.
    pub signed: Option<String>,
    /// When it was published.
    pub published_at: Option<Ms>,
}

/// An edition to be prepared.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The credential; made where it does not exist yet.
    pub credential: CredentialRecord,
    /// From 1.
    pub version: i64,
    /// First day.
    pub valid_from: Day,
    /// Last valid day; none where without end.
    pub valid_until: Option<Day>,
    /// What made it: a code with its arguments, JSON.
    pub said: Option<String>,
    /// What is to be signed, JSON.
    pub prepared: String,
    /// A place in a status list that this edition is the first to name; none where it names an earlier one.
    pub place: Option<NewPlace>,
}

/// A credential is made, unless it exists.
pub fn made(credential: &CredentialRecord) -> Statement {
    CREATE.with([
        credential.id.into(),
        credential.person_id.into(),
        credential.certification.as_str().into(),
        credential.earned_on.into(),
        credential.created_at.into(),
    ])
}

/// What is about to be signed as an edition: its exact bytes, before the key is touched.
pub fn prepared(new: &NewVersion, at: Ms) -> Statement {
    PREPARE.with([
        new.credential.id.into(),
        new.version.into(),
        new.valid_from.into(),
        new.valid_until.into(),
        (&new.said).into(),
        (&new.prepared).into(),
        at.into(),
    ])
}

/// An edition's signed form; it must not be signed yet.
pub fn signed(id: TypedId<Credentials>, version: i64, signed: &str, at: Ms) -> Statement {
    SIGNED.must([id.into(), version.into(), signed.into(), at.into()])
}

/// An edition is published; it must be signed, and not published yet.
pub fn published(id: TypedId<Credentials>, version: i64, at: Ms) -> Statement {
    PUBLISH.must([id.into(), version.into(), at.into()])
}

/// The holder's name stands on the badge's page from now on; since when it does stays, where it does already.
pub fn name_shown(id: TypedId<Credentials>, at: Ms) -> Statement {
    SHOW_NAME.with([id.into(), at.into()])
}

/// The badge's page names nobody any more.
pub fn name_hidden(id: TypedId<Credentials>) -> Statement {
    HIDE_NAME.with([id.into()])
}

impl Reads {
    /// The holder's name as it is today, where they let the badge's page show it: one that is hidden does not
    /// leave the store.
    ///
    /// # Errors
    /// The database failed.
    pub async fn shown_name(&self, id: TypedId<Credentials>) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = self.maybe(NAME, [id.into()]).await?;
        Ok(row.map(|(name,)| name))
    }

    /// One credential.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credential(&self, id: TypedId<Credentials>) -> Result<Option<CredentialRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// A person's credentials, oldest award first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials_of(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<CredentialRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// These credentials, read fifty at a time, with the names that their holders show; of one that does not
    /// exist there is no row.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials_by_ids(
        &self,
        ids: &BTreeSet<TypedId<Credentials>>,
    ) -> Result<Vec<NamedCredential>, StoreError> {
        let mut found: Vec<NamedCredential> = Vec::new();
        for some in place::fifties(ids.iter().map(ToString::to_string)) {
            let rows: Vec<NamedCredential> = self.all(OF_IDS, some).await?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// How many credentials there are; no more are counted than are asked for.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_credentials(&self, most: i64) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(SOME, [most.into()]).await?;
        Ok(count)
    }

    /// The editions of a credential, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credential_versions(
        &self,
        id: TypedId<Credentials>,
    ) -> Result<Vec<CredentialVersion>, StoreError> {
        self.all(VERSIONS, [id.into()]).await
    }
}
