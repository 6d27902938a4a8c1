//! Sittings as the team lists them: by exam version, state, day and who sat, the latest first or the oldest.
//!
//! Which rows are a page's is decided by an index alone, and counted so; only a page's rows are read.

use assay_kernel::{Date, Sittings, TypedId, identity::search_key};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    table::{
        listed::{Rows, containing},
        place,
        sitting::SittingRecord,
    },
    unit::{Sql, SqlValue},
};

/// Which a filter leaves: of the exam version `$1`, in the state `$2`, started from the day `$3` to `$4`, by
/// somebody whose key contains `$5`; what is empty asks nothing.
///
/// An empty text beside the day keeps the list on its own index, which holds everything that is asked; with
/// the index of days its rows would be read and sorted.
macro_rules! left {
    () => {
        "($1 = '' OR i.exam = $1) AND ($2 = '' OR $2 = CASE WHEN i.voided_at IS NOT NULL THEN 'voided' \
        WHEN i.result_held_at IS NOT NULL THEN 'on-hold' WHEN i.submitted_at IS NULL THEN 'running' \
        WHEN i.scored_at IS NULL THEN 'scoring' WHEN i.passed = 1 THEN 'passed' ELSE 'not-passed' END) \
        AND i.started_on || '' >= $3 AND i.started_on || '' <= $4 \
        AND ($5 = '' OR i.person_id IN (SELECT k.id FROM persons AS k WHERE k.search_key LIKE $5))"
    };
}

macro_rules! page {
    ($and:literal, $found:literal, $order:literal) => {
        concat!(
            "SELECT s.id, s.registration_id, s.person_id, s.exam, s.form, s.seed, s.started_on, \
            s.started_at, s.deadline_at, s.submitted_at, s.time_over, s.report, s.scored_at, s.tree, \
            s.lease, s.lease_at, s.result_held_at, s.voided_at, s.voided_on, p.name AS person_name \
            FROM (SELECT i.id FROM sittings AS i WHERE ",
            left!(),
            $and,
            " ORDER BY ",
            $found,
            " LIMIT $6 OFFSET $7) AS found JOIN sittings AS s ON s.id = found.id \
            LEFT JOIN persons AS p ON p.id = s.person_id ORDER BY ",
            $order
        )
    };
}

const LATEST: Sql =
    Sql::named("sitting.listed", page!("", "i.started_at DESC, i.id", "s.started_at DESC, s.id"));
const OLDEST: Sql =
    Sql::named("sitting.listed_oldest", page!("", "i.started_at, i.id DESC", "s.started_at, s.id DESC"));
const AFTER: Sql = Sql::named(
    "sitting.listed_after",
    page!(
        " AND i.started_at <= $8 AND (i.started_at < $8 OR i.id > $9)",
        "i.started_at DESC, i.id",
        "s.started_at DESC, s.id"
    ),
);
const COUNT: Sql =
    Sql::named("sitting.listed_count", concat!("SELECT COUNT(*) FROM sittings AS i WHERE ", left!()));

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LATEST, OLDEST, AFTER, COUNT];

/// Which sittings are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SittingFilter {
    /// Of this exam version.
    pub exam: String,
    /// How they stand: `voided`, `on-hold`, `running`, `scoring`, `passed` or `not-passed`.
    pub state: String,
    /// Started on this day or later.
    pub from: Option<Date>,
    /// Started on this day or before.
    pub until: Option<Date>,
    /// Their person's name or address contains it, whatever the case and accents.
    pub text: String,
}

/// A sitting of the team's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedSitting {
    /// The sitting.
    #[sqlx(flatten)]
    pub sitting: SittingRecord,
    /// How whoever sat it is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
}

impl NamedSitting {
    /// Its place in the list.
    pub fn place(&self) -> SittingPlace {
        (self.sitting.started_at, self.sitting.id)
    }
}

/// A place in the list of sittings: the latest first.
pub type SittingPlace = (Ms, TypedId<Sittings>);

impl SittingFilter {
    fn values(&self) -> [SqlValue; 5] {
        let day = |day: Option<Date>, none: &str| day.map_or(none.to_owned(), |day| day.to_string());
        [
            (&self.exam).into(),
            (&self.state).into(),
            day(self.from, "").into(),
            day(self.until, "9999-12-31").into(),
            containing(&search_key(&self.text, "")),
        ]
    }
}

impl Reads {
    /// A page of the sittings that a filter leaves, the latest first or the oldest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_listed(
        &self,
        filter: &SittingFilter,
        oldest_first: bool,
        rows: Rows,
    ) -> Result<Vec<NamedSitting>, StoreError> {
        let sql = if oldest_first { OLDEST } else { LATEST };
        let [exam, state, from, until, text] = filter.values();
        self.all(sql, [exam, state, from, until, text, rows.limit.into(), rows.offset.into()]).await
    }

    /// The sittings that a filter leaves after a place, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_listed_after(
        &self,
        filter: &SittingFilter,
        after: Option<SittingPlace>,
        limit: i64,
    ) -> Result<Vec<NamedSitting>, StoreError> {
        let [exam, state, from, until, text] = filter.values();
        let (at, id) = place::latest(after);
        self.all(AFTER, [exam, state, from, until, text, limit.into(), 0_i64.into(), at, id]).await
    }

    /// How many sittings a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_sittings_listed(&self, filter: &SittingFilter) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, filter.values()).await?;
        Ok(count)
    }
}
