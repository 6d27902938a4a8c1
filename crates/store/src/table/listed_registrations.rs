//! Registrations as the team lists them, of everybody or of one person, each with the sitting that used it.
//!
//! Which rows are a page's is decided by an index alone, and counted so; only a page's rows are read.

use assay_kernel::{ExamCode, Persons, Registrations, Sittings, TypedId, identity::search_key};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::{
    column::{Day, Maybe, Ms},
    db::StoreError,
    store::Reads,
    table::{
        listed::{Rows, containing},
        registration::{RegistrationRecord, RegistrationState},
        sitting::SittingRecord,
    },
    unit::{Sql, SqlValue},
};

/// Which ones a filter leaves. `$1` is what the key of whoever it is of contains, `$2` the exam version, `$3`
/// the state on the day `$4`, `$5` and `$6` the days of registering; what is empty asks nothing.
macro_rules! left {
    ($day:literal) => {
        concat!(
            "($1 = '' OR i.person_id IN (SELECT k.id FROM persons k WHERE k.search_key LIKE $1)) \
            AND ($2 = '' OR i.exam = $2) \
            AND ($3 = '' OR $3 = CASE WHEN i.state = 'open' AND i.sit_until < $4 THEN 'over' \
            ELSE i.state END) AND ",
            $day,
            " >= $5 AND ",
            $day,
            " <= $6"
        )
    };
}

macro_rules! page {
    ($day:literal, $found:literal, $order:literal, $and:literal) => {
        concat!(
            "SELECT r.id, r.person_id, r.exam, r.state, r.registered_on, r.sit_from, r.sit_until, \
            r.created_at, r.made_by, r.withdrawn_by, r.withdrawn_on, r.instead_of, p.name AS person_name, \
            s.id AS sitting_id, s.submitted_at AS handed_in_at FROM (SELECT i.id FROM registrations AS i \
            WHERE ",
            left!($day),
            $and,
            " ORDER BY ",
            $found,
            " LIMIT $7 OFFSET $8) AS found JOIN registrations AS r ON r.id = found.id \
            JOIN persons AS p ON p.id = r.person_id LEFT JOIN sittings AS s ON s.registration_id = r.id \
            ORDER BY ",
            $order
        )
    };
}

const LATEST: Sql = Sql::named(
    "registration.listed_latest",
    page!("i.registered_on", "i.registered_on DESC, i.id DESC", "r.registered_on DESC, r.id DESC", ""),
);
const OLDEST: Sql = Sql::named(
    "registration.listed_oldest",
    page!("i.registered_on", "i.registered_on, i.id", "r.registered_on, r.id", ""),
);
// An empty text keeps an order by the last day on its index, where the days of registering are read too, and
// the rows of a page are sorted alone.
const BY_END: Sql = Sql::named(
    "registration.listed_by_end",
    page!(
        "i.registered_on || ''",
        "COALESCE(i.sit_until, '9999-12-31'), i.id",
        "COALESCE(r.sit_until || '', '9999-12-31'), r.id",
        ""
    ),
);
const BY_END_BACK: Sql = Sql::named(
    "registration.listed_by_end_back",
    page!(
        "i.registered_on || ''",
        "COALESCE(i.sit_until, '9999-12-31') DESC, i.id DESC",
        "COALESCE(r.sit_until || '', '9999-12-31') DESC, r.id DESC",
        ""
    ),
);
const AFTER: Sql = Sql::named(
    "registration.listed_after",
    page!(
        "i.registered_on",
        "i.registered_on DESC, i.id DESC",
        "r.registered_on DESC, r.id DESC",
        " AND i.registered_on <= $9 AND (i.registered_on < $9 OR i.id < $10)"
    ),
);
const COUNT: Sql = Sql::named(
    "registration.listed_count",
    concat!("SELECT COUNT(*) FROM registrations AS i WHERE ", left!("i.registered_on")),
);
const SAT_OF_PERSON: Sql = Sql::named(
    "registration.of_person_with_sittings",
    "SELECT r.id AS registered_id, r.state, r.registered_on, r.sit_from, r.sit_until, r.created_at, \
    r.made_by, r.withdrawn_by, r.withdrawn_on, r.instead_of, r.person_id, r.exam, s.id AS sitting_id, s.id, \
    s.registration_id, s.form, s.seed, s.started_on, s.started_at, s.deadline_at, s.submitted_at, \
    s.time_over, s.report, s.scored_at, s.tree, s.lease, s.lease_at, \
    s.result_held_at, s.voided_at, s.voided_on FROM registrations AS r \
    LEFT JOIN sittings AS s ON s.registration_id = r.id WHERE r.person_id = $1 \
    ORDER BY r.created_at DESC, r.id LIMIT 200",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LATEST, OLDEST, BY_END, BY_END_BACK, AFTER, COUNT, SAT_OF_PERSON];

/// Which registrations are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationFilter {
    /// The name or address of whoever it is of contains it, whatever the case and accents.
    pub text: String,
    /// Exam version.
    pub exam: String,
    /// A state's word; `open` until the last day to sit, and `over` after it.
    pub state: String,
    /// The day on which it is asked.
    pub on: Day,
    /// Made on this day or later.
    pub from: Option<Day>,
    /// Made on this day or before.
    pub until: Option<Day>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegistrationOrder {
    /// Made last first.
    #[default]
    Latest,
    /// Made first first.
    Oldest,
    /// Whose last day to sit comes first.
    Ending,
    /// Whose last day to sit comes last, first those without one.
    EndingLast,
}

/// A registration of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedRegistration {
    /// The registration.
    #[sqlx(flatten)]
    pub registration: RegistrationRecord,
    /// How whoever it is of is called.
    pub person_name: String,
    /// The sitting that used it.
    #[sqlx(try_from = "Maybe<TypedId<Sittings>>")]
    pub sitting_id: Option<TypedId<Sittings>>,
    /// When that was handed in.
    pub handed_in_at: Option<Ms>,
}

/// A place in the list of registrations, the latest first.
pub type RegistrationPlace = (Day, TypedId<Registrations>);

impl NamedRegistration {
    /// Its place in the list.
    pub fn place(&self) -> RegistrationPlace {
        (self.registration.registered_on, self.registration.id)
    }
}

/// A registration of one person with the sitting that used it.
#[derive(Clone, Debug)]
pub struct SatRegistration {
    /// The registration.
    pub registration: RegistrationRecord,
    /// Its sitting; none where it was not used.
    pub sitting: Option<SittingRecord>,
}

/// A registration beside a sitting in one row, whose own id is called `id` there.
#[derive(sqlx::FromRow)]
struct Beside {
    #[sqlx(try_from = "String")]
    registered_id: TypedId<Registrations>,
    #[sqlx(try_from = "String")]
    person_id: TypedId<Persons>,
    #[sqlx(try_from = "String")]
    exam: ExamCode,
    state: RegistrationState,
    registered_on: Day,
    sit_from: Day,
    sit_until: Option<Day>,
    created_at: Ms,
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    made_by: Option<TypedId<Persons>>,
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    withdrawn_by: Option<TypedId<Persons>>,
    withdrawn_on: Option<Day>,
    #[sqlx(try_from = "Maybe<TypedId<Registrations>>")]
    instead_of: Option<TypedId<Registrations>>,
}

impl From<Beside> for RegistrationRecord {
    fn from(row: Beside) -> Self {
        RegistrationRecord {
            id: row.registered_id,
            person_id: row.person_id,
            exam: row.exam,
            state: row.state,
            registered_on: row.registered_on,
            sit_from: row.sit_from,
            sit_until: row.sit_until,
            created_at: row.created_at,
            made_by: row.made_by,
            withdrawn_by: row.withdrawn_by,
            withdrawn_on: row.withdrawn_on,
            instead_of: row.instead_of,
        }
    }
}

impl<'r, R> FromRow<'r, R> for SatRegistration
where
    R: Row,
    Beside: FromRow<'r, R>,
    SittingRecord: FromRow<'r, R>,
    &'static str: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let sitting: Option<String> = row.try_get("sitting_id")?;
        Ok(SatRegistration {
            registration: Beside::from_row(row)?.into(),
            sitting: sitting.map(|_id| SittingRecord::from_row(row)).transpose()?,
        })
    }
}

impl RegistrationFilter {
    fn values(&self) -> [SqlValue; 6] {
        let day = |day: Option<Day>, otherwise: &str| day.map_or(otherwise.into(), SqlValue::from);
        let (from, until) = (day(self.from, ""), day(self.until, "9999-12-31"));
        let text = containing(&search_key(&self.text, ""));
        [text, (&self.exam).into(), (&self.state).into(), self.on.into(), from, until]
    }
}

impl Reads {
    /// A page of the registrations that a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registrations_listed(
        &self,
        filter: &RegistrationFilter,
        order: RegistrationOrder,
        rows: Rows,
    ) -> Result<Vec<NamedRegistration>, StoreError> {
        let sql = match order {
            RegistrationOrder::Latest => LATEST,
            RegistrationOrder::Oldest => OLDEST,
            RegistrationOrder::Ending => BY_END,
            RegistrationOrder::EndingLast => BY_END_BACK,
        };
        let [text, exam, state, on, from, until] = filter.values();
        let (limit, offset) = (rows.limit.into(), rows.offset.into());
        self.all(sql, [text, exam, state, on, from, until, limit, offset]).await
    }

    /// The registrations that a filter leaves after a place, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registrations_listed_after(
        &self,
        filter: &RegistrationFilter,
        after: Option<&RegistrationPlace>,
        limit: i64,
    ) -> Result<Vec<NamedRegistration>, StoreError> {
        let [text, exam, state, on, from, until] = filter.values();
        let (day, id) = match after {
            Some((day, id)) => ((*day).into(), (*id).into()),
            None => ("9999-12-31".into(), "".into()),
        };
        let (limit, offset) = (limit.into(), 0_i64.into());
        self.all(AFTER, [text, exam, state, on, from, until, limit, offset, day, id]).await
    }

    /// How many registrations a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_registrations_listed(&self, filter: &RegistrationFilter) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, filter.values()).await?;
        Ok(count)
    }

    /// A person's registrations, latest first, each with the sitting that used it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registrations_with_sittings(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<SatRegistration>, StoreError> {
        self.all(SAT_OF_PERSON, [person.into()]).await
    }
}
