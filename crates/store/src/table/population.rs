//! Everybody, page by page: what a plan looks at.

use assay_kernel::{Persons, TypedId};

use crate::{
    db::StoreError,
    store::Reads,
    table::{
        history::{self, HistoryRecord},
        registration::RegistrationRecord,
    },
    unit::Sql,
};

const PAGE_OF_PERSONS: Sql =
    Sql::named("person.page", "SELECT id FROM persons WHERE id > $1 ORDER BY id LIMIT $2");
const HISTORY_BETWEEN: Sql = Sql::named(
    "history.between",
    "SELECT id, person_id, happened_on, kind, exam, certification, detail, n, \
    reason, reference, sitting_id, recorded_at FROM history WHERE person_id > $1 AND person_id <= $2 \
    ORDER BY person_id, happened_on, id",
);
const OPEN_BETWEEN: Sql = Sql::named(
    "registration.open_between",
    "SELECT id, person_id, exam, state, registered_on, sit_from, sit_until, \
    created_at, made_by, withdrawn_by, withdrawn_on, instead_of FROM registrations \
    WHERE person_id > $1 AND person_id <= $2 AND state = 'open' ORDER BY person_id, exam",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[PAGE_OF_PERSONS, HISTORY_BETWEEN, OPEN_BETWEEN];

/// People of one page, by id, with all that was recorded of them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Everyone of the page, in order.
    pub persons: Vec<TypedId<Persons>>,
    /// Their history, by person, oldest first.
    pub history: Vec<HistoryRecord>,
    /// Their registrations that are not used up, by person.
    pub registrations: Vec<RegistrationRecord>,
}

impl Reads {
    /// The people after this one by id alone, in its order; nobody after the last. What is recorded of them
    /// is not read: one row that cannot be read keeps nobody else from anything.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ids_after(
        &self,
        last: Option<TypedId<Persons>>,
        limit: i64,
    ) -> Result<Vec<TypedId<Persons>>, StoreError> {
        let after = last.map(|id| id.to_string()).unwrap_or_default();
        let rows: Vec<(String,)> = self.all(PAGE_OF_PERSONS, [(&after).into(), limit.into()]).await?;
        let read = |(id,): &(String,)| TypedId::parse(id).map_err(|e| StoreError::Corrupt(e.to_string()));
        rows.iter().map(read).collect()
    }

    /// The people after this one, in order of id; an empty page after the last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people_after(&self, last: Option<TypedId<Persons>>, limit: i64) -> Result<Page, StoreError> {
        let after = last.map(|id| id.to_string()).unwrap_or_default();
        let rows: Vec<(String,)> = self.all(PAGE_OF_PERSONS, [(&after).into(), limit.into()]).await?;
        let Some((until,)) = rows.last() else { return Ok(Page::default()) };
        let history: Vec<history::HistoryRow> =
            self.all(HISTORY_BETWEEN, [(&after).into(), until.into()]).await?;
        let registrations = self.all(OPEN_BETWEEN, [(&after).into(), until.into()]).await?;
        let read = |(id,): &(String,)| TypedId::parse(id).map_err(|e| StoreError::Corrupt(e.to_string()));
        let (persons, history) = (rows.iter().map(read).collect::<Result<_, _>>()?, history::read(history)?);
        Ok(Page { persons, history, registrations })
    }
}
