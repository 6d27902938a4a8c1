//! Places of badges in status lists, and the lists that are made of them.

use assay_kernel::{Credentials, Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const LATEST_LIST: Sql = Sql::named("status.latest_list", "SELECT COALESCE(MAX(list), 0) FROM status_lists");
const TAKEN: Sql =
    Sql::named("status.place", "SELECT place FROM status_entries WHERE list = $1 AND place = $2");
const OF_CREDENTIAL: Sql = Sql::named(
    "status.of_credential",
    "SELECT list, place, version, taken_back_at FROM status_entries \
    WHERE credential_id = $1 ORDER BY version DESC LIMIT 1",
);
const LIST: Sql = Sql::named(
    "status.list",
    "SELECT list, changes, prepared, prepared_changes, prepared_until, signed, \
    signed_changes, signed_until FROM status_lists WHERE list = $1",
);
const TAKEN_BACK: Sql = Sql::named(
    "status.places_taken_back",
    "SELECT place FROM status_entries WHERE list = $1 AND taken_back_at IS NOT NULL ORDER BY place",
);
const UNLISTED: Sql = Sql::named(
    "status.people_unlisted",
    "SELECT DISTINCT person_id FROM credentials WHERE person_id > $1 AND NOT EXISTS \
    (SELECT 1 FROM status_entries WHERE status_entries.credential_id = credentials.id) \
    ORDER BY person_id LIMIT $2",
);
const OPEN_LIST: Sql = Sql::named(
    "status.list_opened",
    "INSERT INTO status_lists (list, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
);
const ADD: Sql = Sql::named(
    "status.added",
    "INSERT INTO status_entries (list, place, credential_id, version, taken_back_at) \
    VALUES ($1, $2, $3, $4, $5)",
);
const CHANGED: Sql =
    Sql::named("status.list_changed", "UPDATE status_lists SET changes = changes + 1 WHERE list = $1");
const TAKE_BACK: Sql = Sql::named(
    "status.taken_back",
    "UPDATE status_entries SET taken_back_at = $2 \
    WHERE credential_id = $1 AND taken_back_at IS NULL",
);
const CHANGED_OF: Sql = Sql::named(
    "status.lists_changed",
    "UPDATE status_lists SET changes = changes + 1 \
    WHERE list IN (SELECT list FROM status_entries WHERE credential_id = $1)",
);
const PREPARE: Sql = Sql::named(
    "status.list_prepared",
    "UPDATE status_lists SET prepared = $2, prepared_changes = $3, prepared_until = $4 \
    WHERE list = $1",
);
const SIGNED: Sql = Sql::named(
    "status.list_signed",
    "UPDATE status_lists SET signed = $2, signed_changes = $3, signed_until = $4 \
    WHERE list = $1 AND prepared_changes = $3 AND prepared_until = $4",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    LATEST_LIST,
    TAKEN,
    OF_CREDENTIAL,
    LIST,
    TAKEN_BACK,
    UNLISTED,
    OPEN_LIST,
    ADD,
    CHANGED,
    TAKE_BACK,
    CHANGED_OF,
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
pub struct PlaceRecord {
    /// The list.
    pub list: i64,
    /// The place in it.
    pub place: i64,
    /// The first edition that names it.
    pub version: i64,
    /// When it was taken back.
    pub taken_back_at: Option<Ms>,
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
    /// Until when it is valid.
    pub prepared_until: Ms,
    /// What is served, JSON.
    pub signed: Option<String>,
    /// Of how many changes that knows.
    pub signed_changes: i64,
    /// Until when it is valid.
    pub signed_until: Ms,
}

/// An edition is given its place: the list is opened where it is new, and told where the place is taken back
/// from its first moment. In the unit that prepares the edition.
pub fn added(id: TypedId<Credentials>, version: i64, place: NewPlace, at: Ms) -> Vec<Statement> {
    let taken_back_at = place.taken_back.then_some(at);
    let mut all = vec![
        OPEN_LIST.with([place.list.into(), at.into()]),
        ADD.with([place.list.into(), place.place.into(), id.into(), version.into(), taken_back_at.into()]),
    ];
    if place.taken_back {
        all.push(CHANGED.with([place.list.into()]));
    }
    all
}

/// Every place of a credential is taken back, and their lists are told; one at least must not be yet.
pub fn taken_back(id: TypedId<Credentials>, at: Ms) -> [Statement; 2] {
    [TAKE_BACK.must([id.into(), at.into()]), CHANGED_OF.with([id.into()])]
}

/// What is about to be signed as a list, and of how many changes it knows; the list must be there.
pub fn list_prepared(list: i64, prepared: &str, changes: i64, until: Ms) -> Statement {
    PREPARE.must([list.into(), prepared.into(), changes.into(), until.into()])
}

/// A list's signed form; it must be that of what was prepared last.
pub fn list_signed(list: i64, signed: &str, changes: i64, until: Ms) -> Statement {
    SIGNED.must([list.into(), signed.into(), changes.into(), until.into()])
}

impl Reads {
    /// The list that is being filled; none before the first badge.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_status_list(&self) -> Result<Option<i64>, StoreError> {
        let (list,): (i64,) = self.one(LATEST_LIST, []).await?;
        Ok(Some(list).filter(|list| *list > 0))
    }

    /// Whether somebody's badge has a place already.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_place_taken(&self, list: i64, place: i64) -> Result<bool, StoreError> {
        let row: Option<(i64,)> = self.maybe(TAKEN, [list.into(), place.into()]).await?;
        Ok(row.is_some())
    }

    /// The place of a credential's latest editions.
    ///
    /// # Errors
    /// The database failed.
    pub async fn status_of(&self, id: TypedId<Credentials>) -> Result<Option<PlaceRecord>, StoreError> {
        self.maybe(OF_CREDENTIAL, [id.into()]).await
    }

    /// A list.
    ///
    /// # Errors
    /// The database failed.
    pub async fn status_list(&self, list: i64) -> Result<Option<StatusListRecord>, StoreError> {
        self.maybe(LIST, [list.into()]).await
    }

    /// The places of a list that are taken back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn places_taken_back(&self, list: i64) -> Result<Vec<i64>, StoreError> {
        let rows: Vec<(i64,)> = self.all(TAKEN_BACK, [list.into()]).await?;
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
        let rows: Vec<(String,)> = self.all(UNLISTED, [after.into(), limit.into()]).await?;
        let read = |id: String| TypedId::parse(&id).map_err(|error| StoreError::Corrupt(error.to_string()));
        rows.into_iter().map(|(id,)| read(id)).collect()
    }
}
