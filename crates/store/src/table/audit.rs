//! The audit log: who did what to whom, when and why. Appended in the unit of the act, never changed.

use assay_kernel::{Entries, Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    table::{
        listed::{Between, Rows},
        place,
    },
    unit::{Sql, Statement},
};

const ENTER: Sql = Sql::named(
    "audit.entered",
    "INSERT INTO audit_log (id, done_at, done_by, act, about, object, reason, said) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
// Read backwards along its time; an empty filter asks nothing.
const LATEST: Sql = Sql::named(
    "audit.latest",
    "SELECT e.id, e.done_at, e.done_by, e.act, e.about, e.object, e.reason, e.said, d.name AS by_name, \
    p.name AS about_name FROM audit_log e LEFT JOIN persons d ON d.id = e.done_by \
    LEFT JOIN persons p ON p.id = e.about \
    WHERE e.done_at <= $1 AND (e.done_at < $1 OR e.id < $2) AND e.done_at >= $3 AND e.done_at < $4 \
    AND ($5 = '' OR e.done_by = $5) AND ($6 = '' OR e.act = $6) \
    ORDER BY e.done_at DESC, e.id DESC LIMIT $7 OFFSET $8",
);
const ABOUT: Sql = Sql::named(
    "audit.about",
    "SELECT e.id, e.done_at, e.done_by, e.act, e.about, e.object, e.reason, e.said, d.name AS by_name, \
    p.name AS about_name FROM audit_log e LEFT JOIN persons d ON d.id = e.done_by \
    LEFT JOIN persons p ON p.id = e.about \
    WHERE e.about = $1 AND e.done_at <= $2 AND (e.done_at < $2 OR e.id < $3) \
    ORDER BY e.done_at DESC, e.id DESC LIMIT $4",
);
const COUNT: Sql = Sql::named(
    "audit.count",
    "SELECT COUNT(*) FROM audit_log WHERE done_at >= $1 AND done_at < $2 AND ($3 = '' OR done_by = $3) \
    AND ($4 = '' OR act = $4)",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[ENTER, LATEST, ABOUT, COUNT];

/// A line of the log as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct EntryRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Entries>,
    /// When.
    pub done_at: Ms,
    /// Who: a person's id, or `command line`.
    pub done_by: String,
    /// Its name in the table of permissions.
    pub act: String,
    /// Whom it concerns: a person's id.
    pub about: Option<String>,
    /// What else it was done to, as its id or code.
    pub object: Option<String>,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// What was done, JSON.
    pub said: String,
}

/// A line of the log with the names of the people in it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedEntry {
    /// The line.
    #[sqlx(flatten)]
    pub entry: EntryRecord,
    /// How whoever did it is called; none for the command line.
    pub by_name: Option<String>,
    /// How whom it concerns is called.
    pub about_name: Option<String>,
}

impl NamedEntry {
    /// Its place in the log.
    pub fn place(&self) -> EntryPlace {
        (self.entry.done_at, self.entry.id)
    }
}

/// A place in the log: the latest first.
pub type EntryPlace = (Ms, TypedId<Entries>);

/// Which lines are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Done by: a person's id, or `command line`.
    pub by: String,
    /// The act, by its name.
    pub act: String,
    /// When.
    pub done: Between,
}

/// An act is written down.
pub fn entered(entry: &EntryRecord) -> Statement {
    ENTER.with([
        entry.id.into(),
        entry.done_at.into(),
        (&entry.done_by).into(),
        (&entry.act).into(),
        (&entry.about).into(),
        (&entry.object).into(),
        (&entry.reason).into(),
        (&entry.said).into(),
    ])
}

impl Reads {
    /// Lines of the log after a place, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn audit_log(
        &self,
        filter: &EntryFilter,
        after: Option<EntryPlace>,
        rows: Rows,
    ) -> Result<Vec<NamedEntry>, StoreError> {
        let ((at, id), (from, before)) = (place::latest(after), filter.done.values());
        let (by, act) = ((&filter.by).into(), (&filter.act).into());
        self.all(LATEST, [at, id, from, before, by, act, rows.limit.into(), rows.offset.into()]).await
    }

    /// Lines of the log about one person after a place, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn audit_log_about(
        &self,
        person: TypedId<Persons>,
        after: Option<EntryPlace>,
        limit: i64,
    ) -> Result<Vec<NamedEntry>, StoreError> {
        let (at, id) = place::latest(after);
        self.all(ABOUT, [person.into(), at, id, limit.into()]).await
    }

    /// How many lines a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_audit_log(&self, filter: &EntryFilter) -> Result<i64, StoreError> {
        let (from, before) = filter.done.values();
        let (count,): (i64,) =
            self.one(COUNT, [from, before, (&filter.by).into(), (&filter.act).into()]).await?;
        Ok(count)
    }
}
