//! Credentials in the order of durable effects: prepared, then signed, then published.

use assay_kernel::{Credentials, Persons, TypedId};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on},
    table::{
        job,
        status::{self, NewPlace},
    },
    writer::Unit,
};

const BY_ID: &str =
    "SELECT id, person_id, certification, earned_on, created_at FROM credentials WHERE id = $1";
const OF_PERSON: &str = "SELECT id, person_id, certification, earned_on, created_at FROM credentials \
    WHERE person_id = $1 ORDER BY earned_on, id LIMIT 200";
const LATEST: &str = "SELECT id, person_id, certification, earned_on, created_at FROM credentials \
    ORDER BY created_at DESC, id LIMIT $1 OFFSET $2";
const CREATE: &str = "INSERT INTO credentials (id, person_id, certification, earned_on, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
const VERSIONS: &str = "SELECT credential_id, version, valid_from, valid_until, why, prepared, signed, \
    published_at FROM credential_versions WHERE credential_id = $1 ORDER BY version LIMIT 200";
const PREPARE: &str = "INSERT INTO credential_versions \
    (credential_id, version, valid_from, valid_until, why, prepared, prepared_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const SIGNED: &str = "UPDATE credential_versions SET signed = $3, signed_at = $4 \
    WHERE credential_id = $1 AND version = $2 AND signed IS NULL";
const PUBLISH: &str = "UPDATE credential_versions SET published_at = $3 \
    WHERE credential_id = $1 AND version = $2 AND signed IS NOT NULL AND published_at IS NULL";
const KEYS: &str = "SELECT id, seed FROM signing_keys ORDER BY created_at, id LIMIT 20";
const ADD_KEY: &str = "INSERT INTO signing_keys (id, seed, created_at) VALUES ($1, $2, $3)";

#[cfg(test)]
pub(crate) const SQL: &[&str] =
    &[BY_ID, OF_PERSON, LATEST, CREATE, VERSIONS, PREPARE, SIGNED, PUBLISH, KEYS, ADD_KEY];

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
    pub certification: String,
    /// Day of the award.
    #[sqlx(try_from = "String")]
    pub earned_on: Day,
    /// When it was made.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
}

/// One edition of a credential: a renewal makes a further one, the old stay.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CredentialVersion {
    /// Which credential.
    #[sqlx(try_from = "String")]
    pub credential_id: TypedId<Credentials>,
    /// From 1.
    pub version: i64,
    /// First day, ISO.
    pub valid_from: String,
    /// Last valid day, ISO; none where without end.
    pub valid_until: Option<String>,
    /// What made it, in words.
    pub why: String,
    /// What was to be signed, JSON.
    pub prepared: String,
    /// The signed credential, JSON.
    pub signed: Option<String>,
    /// When it was published, milliseconds.
    pub published_at: Option<i64>,
}

/// An edition to be prepared.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The credential; made where it does not exist yet.
    pub credential: CredentialRecord,
    /// From 1.
    pub version: i64,
    /// First day, ISO.
    pub valid_from: String,
    /// Last valid day, ISO.
    pub valid_until: Option<String>,
    /// What made it, in words.
    pub why: String,
    /// What is to be signed, JSON.
    pub prepared: String,
    /// A place in a status list that this edition is the first to name; none where it names an earlier one.
    pub place: Option<NewPlace>,
}

impl Store {
    /// One credential.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credential(&self, id: TypedId<Credentials>) -> Result<Option<CredentialRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// A person's credentials, oldest award first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credentials_of(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<CredentialRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Everybody's credentials, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_credentials(
        &self,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<CredentialRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LATEST).bind(limit).bind(offset).fetch_all(p).await)?)
    }

    /// The editions of a credential, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn credential_versions(
        &self,
        id: TypedId<Credentials>,
    ) -> Result<Vec<CredentialVersion>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(VERSIONS).bind(id.to_string()).fetch_all(p).await)?)
    }

    /// Stores what is about to be signed: id, place in a list and exact bytes, in one commit, before the key
    /// is touched.
    ///
    /// # Errors
    /// `Conflict` where this edition exists, or the place is taken.
    pub async fn prepare_version(&self, new: &NewVersion, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let credential = &new.credential;
        unit.run(
            CREATE,
            vec![
                credential.id.to_string().into(),
                credential.person_id.to_string().into(),
                credential.certification.clone().into(),
                credential.earned_on.to_string().into(),
                credential.created_at.as_millisecond().into(),
            ],
        );
        unit.run(
            PREPARE,
            vec![
                credential.id.to_string().into(),
                new.version.into(),
                new.valid_from.clone().into(),
                new.valid_until.clone().into(),
                new.why.clone().into(),
                new.prepared.clone().into(),
                now.as_millisecond().into(),
            ],
        );
        if let Some(place) = new.place {
            status::add(&mut unit, &credential.id.to_string(), new.version, place, now);
        }
        self.write_unit("", unit).await
    }

    /// Stores the signed form.
    ///
    /// # Errors
    /// `Conflict` where it was signed already.
    pub async fn record_signed(
        &self,
        id: TypedId<Credentials>,
        version: i64,
        signed: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let at = now.as_millisecond();
        unit.must(SIGNED, vec![id.to_string().into(), version.into(), signed.into(), at.into()]);
        self.write_unit("", unit).await
    }

    /// Publishes a signed edition and tells its holder, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it is not signed or published already.
    pub async fn publish_version(
        &self,
        credential: &CredentialRecord,
        version: i64,
        message: (&str, &str),
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let id = credential.id.to_string();
        unit.must(PUBLISH, vec![id.clone().into(), version.into(), now.as_millisecond().into()]);
        let topic = format!("credential:{id}:{version}");
        job::message(&mut unit, credential.person_id, &topic, message.0, message.1, now);
        self.write_unit("", unit).await
    }

    /// Signing keys, oldest first: id and seed in base64.
    ///
    /// # Errors
    /// The database failed.
    pub async fn signing_keys(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(KEYS).fetch_all(p).await)?)
    }

    /// Adds a signing key.
    ///
    /// # Errors
    /// `Conflict` where the id is taken.
    pub async fn add_signing_key(&self, id: &str, seed: &str, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(ADD_KEY, vec![id.into(), seed.into(), now.as_millisecond().into()]);
        self.write_unit("", unit).await
    }
}
