//! A credential's editions, their places in status lists, and the keys that sign them.

use assay_kernel::{Credentials, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Store,
    table::{
        credential::{self, CredentialRecord, NewVersion},
        job::{self, Job},
        key, message, status,
    },
    unit::Unit,
};

impl Store {
    /// Stores what is about to be signed: id, place in a list and exact bytes, in one commit, before the key
    /// is touched.
    ///
    /// # Errors
    /// `Conflict` where this edition exists, or the place is taken.
    pub async fn prepare_version(&self, new: &NewVersion, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter([credential::made(&new.credential), credential::prepared(new, now)]);
        if let Some(place) = new.place {
            unit.extend(status::added(new.credential.id, new.version, place, now));
        }
        self.commit(unit).await
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
        self.commit(credential::signed(id, version, signed, now).into()).await
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
        let topic = format!("credential:{}:{version}", credential.id);
        self.commit(Unit::from_iter([
            credential::published(credential.id, version, now),
            message::told(credential.person_id, &topic, message.0, message.1, now),
        ]))
        .await
    }

    /// Takes back every place of a credential, and tells its holder, in one commit.
    ///
    /// # Errors
    /// `Conflict` where all of them are taken back already.
    pub async fn take_back(
        &self,
        credential: &CredentialRecord,
        topic: &str,
        message: (&str, &str),
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(status::taken_back(credential.id, now));
        unit.run(message::told(credential.person_id, topic, message.0, message.1, now));
        self.commit(unit).await
    }

    /// Stores what is about to be signed as a list.
    ///
    /// # Errors
    /// `Conflict` where there is no such list.
    pub async fn prepare_status_list(
        &self,
        list: i64,
        prepared: &str,
        changes: i64,
        until: Ms,
    ) -> Result<(), StoreError> {
        self.commit(status::list_prepared(list, prepared, changes, until).into()).await
    }

    /// Stores the signed form of what was prepared.
    ///
    /// # Errors
    /// `Conflict` where something else was prepared meanwhile.
    pub async fn record_signed_list(
        &self,
        list: i64,
        signed: &str,
        changes: i64,
        until: Ms,
    ) -> Result<(), StoreError> {
        self.commit(status::list_signed(list, signed, changes, until).into()).await
    }

    /// Adds a signing key.
    ///
    /// # Errors
    /// `Conflict` where the id is taken.
    pub async fn add_signing_key(&self, id: &str, seed: &str, now: Ms) -> Result<(), StoreError> {
        self.commit(key::added(id, seed, now).into()).await
    }

    /// Takes a finished job away, unless it was asked for again meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn finish_job(&self, job: &Job) -> Result<(), StoreError> {
        self.commit(job::done(job).into()).await
    }

    /// Puts a failed job off, unless it was asked for again meanwhile.
    ///
    /// # Errors
    /// The database failed.
    pub async fn put_job_off(&self, job: &Job, error: &str, run_at: Ms) -> Result<(), StoreError> {
        self.commit(job::put_off(job, error, run_at).into()).await
    }
}
