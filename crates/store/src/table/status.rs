//! Places of badges in status lists, and the lists that are made of them.

use assay_kernel::{Credentials, Persons, TypedId};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    table::{credential::CredentialRecord, job},
    writer::Unit,
};

const LATEST_LIST: &str = "SELECT COALESCE(MAX(list), 0) FROM status_lists";
const TAKEN: &str = "SELECT place FROM status_entries WHERE list = $1 AND place = $2";
const OPEN_LIST: &str = "INSERT INTO status_lists (list, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const ADD: &str = "INSERT INTO status_entries (list, place, credential_id, version, taken_back_at) \
    VALUES ($1, $2, $3, $4, $5)";
const CHANGED: &str = "UPDATE status_lists SET changes = changes + 1 WHERE list = $1";
const OF_CREDENTIAL: &str = "SELECT list, place, version, taken_back_at FROM status_entries \
    WHERE credential_id = $1 ORDER BY version DESC LIMIT 1";
const TAKE_BACK: &str = "UPDATE status_entries SET taken_back_at = $2 \
    WHERE credential_id = $1 AND taken_back_at IS NULL";
const CHANGED_OF: &str = "UPDATE status_lists SET changes = changes + 1 \
    WHERE list IN (SELECT list FROM status_entries WHERE credential_id = $1)";
const LIST: &str = "SELECT list, changes, prepared, prepared_changes, prepared_until, signed, \
    signed_changes, signed_until FROM status_lists WHERE list = $1";
const TAKEN_BACK: &str =
    "SELECT place FROM status_entries WHERE list = $1 AND taken_back_at IS NOT NULL ORDER BY place";
const UNLISTED: &str = "SELECT DISTINCT person_id FROM credentials WHERE person_id > $1 AND NOT EXISTS \
    (SELECT 1 FROM status_entries WHERE status_entries.credential_id = credentials.id) \
    ORDER BY person_id LIMIT $2";
const PREPARE: &str = "UPDATE status_lists SET prepared = $2, prepared_changes = $3, prepared_until = $4 \
    WHERE list = $1";
const SIGNED: &str = "UPDATE status_lists SET signed = $2, signed_changes = $3, signed_until = $4 \
    WHERE list = $1 AND prepared_changes = $3 AND prepared_until = $4";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    LATEST_LIST,
    TAKEN,
    OPEN_LIST,
    ADD,
    CHANGED,
    OF_CREDENTIAL,
    TAKE_BACK,
    CHANGED_OF,
    LIST,
    TAKEN_BACK,
    UNLISTED,
    PREPARE,
    SIGNED,
];

/// A place that an edition is given with its preparation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPlace {
    /// The list, from 1; opened where it is new.
    pub list: i64,
    /// The place in it.
    pub place: i64,
    /// Taken back from its first moment: the last edition of what was withdrawn.
    pub taken_back: bool,
}

/// A credential's present place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StatusEntry {
    /// The list.
    pub list: i64,
    /// The place in it.
    pub place: i64,
    /// The first edition that names it.
    pub version: i64,
    /// When it was taken back, milliseconds.
    pub taken_back_at: Option<i64>,
}

/// A list as stored: what is made of it, and of how many changes that knows.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StatusListRecord {
    /// Its number, from 1.
    pub list: i64,
    /// How often a place of it was taken back.
    pub changes: i64,
    /// What was to be signed, JSON.
    pub prepared: Option<String>,
    /// Of how many changes that knows.
    pub prepared_changes: i64,
    /// Until when it is valid, milliseconds.
    pub prepared_until: i64,
    /// What is served, JSON.
    pub signed: Option<String>,
    /// Of how many changes that knows.
    pub signed_changes: i64,
    /// Until when it is valid, milliseconds.
    pub signed_until: i64,
}

/// Gives an edition its place, in the commit that prepares it.
pub(crate) fn add(unit: &mut Unit, credential: &str, version: i64, place: NewPlace, now: Ms) {
    let at = now.as_millisecond();
    unit.run(OPEN_LIST, vec![place.list.into(), at.into()]);
    let taken_back_at = place.taken_back.then_some(at);
    let entry =
        vec![place.list.into(), place.place.into(), credential.into(), version.into(), taken_back_at.into()];
    unit.run(ADD, entry);
    if place.taken_back {
        unit.run(CHANGED, vec![place.list.into()]);
    }
}

impl Store {
    /// The list that is being filled; none before the first badge.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_status_list(&self) -> Result<Option<i64>, StoreError> {
        let (list,): (i64,) = on!(&self.readers, p => sqlx::query_as(LATEST_LIST).fetch_one(p).await)?;
        Ok(Some(list).filter(|list| *list > 0))
    }

    /// Whether somebody's badge has a place already.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_place_taken(&self, list: i64, place: i64) -> Result<bool, StoreError> {
        let row: Option<(i64,)> =
            on!(&self.readers, p => sqlx::query_as(TAKEN).bind(list).bind(place).fetch_optional(p).await)?;
        Ok(row.is_some())
    }

    /// The place of a credential's latest editions.
    ///
    /// # Errors
    /// The database failed.
    pub async fn status_of(&self, id: TypedId<Credentials>) -> Result<Option<StatusEntry>, StoreError> {
        Ok(on!(&self.readers, p => {
            sqlx::query_as(OF_CREDENTIAL).bind(id.to_string()).fetch_optional(p).await
        })?)
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
        let mut unit = Unit::default();
        let id = credential.id.to_string();
        unit.must(TAKE_BACK, vec![id.clone().into(), now.as_millisecond().into()]);
        unit.run(CHANGED_OF, vec![id.into()]);
        job::message(&mut unit, credential.person_id, topic, message.0, message.1, now);
        self.write_unit("", unit).await
    }

    /// A list.
    ///
    /// # Errors
    /// The database failed.
    pub async fn status_list(&self, list: i64) -> Result<Option<StatusListRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LIST).bind(list).fetch_optional(p).await)?)
    }

    /// The places of a list that are taken back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn places_taken_back(&self, list: i64) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64,)> =
            on!(&self.readers, p => sqlx::query_as(TAKEN_BACK).bind(list).fetch_all(p).await)?;
        Ok(rows.into_iter().map(|(place,)| place).collect())
    }

    /// People with a badge that has no place in a list, by id, after one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people_unlisted_after(
        &self,
        after: &str,
        limit: i64,
    ) -> Result<Vec<TypedId<Persons>>, StoreError> {
        let rows: Vec<(String,)> =
            on!(&self.readers, p => sqlx::query_as(UNLISTED).bind(after).bind(limit).fetch_all(p).await)?;
        let read = |id: String| TypedId::parse(&id).map_err(|error| StoreError::Corrupt(error.to_string()));
        rows.into_iter().map(|(id,)| read(id)).collect()
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
        let mut unit = Unit::default();
        let until = until.as_millisecond();
        unit.must(PREPARE, vec![list.into(), prepared.into(), changes.into(), until.into()]);
        self.write_unit("", unit).await
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
        let mut unit = Unit::default();
        let until = until.as_millisecond();
        unit.must(SIGNED, vec![list.into(), signed.into(), changes.into(), until.into()]);
        self.write_unit("", unit).await
    }
}
