//! What the team's first page counts: what waits, what ends soon, who sits today, who is registered.

use assay_kernel::{ExamCode, Persons, Proposals, TypedId};

use crate::{
    column::{Day, Maybe},
    db::StoreError,
    store::Reads,
    table::listed_sittings::NamedSitting,
    unit::Sql,
};

// Work that was given up, what is proposed (one at a time) and what runs are few; each has its own index.
const COUNTS: Sql = Sql::named(
    "today.counts",
    "SELECT (SELECT COUNT(*) FROM persons) AS people, \
    (SELECT COUNT(*) FROM work WHERE dead_at IS NOT NULL) AS failed, \
    (SELECT COUNT(*) FROM sittings WHERE submitted_at IS NULL AND scored_at IS NULL) AS running, \
    (SELECT COUNT(*) FROM sittings WHERE started_on = $1) AS begun, \
    (SELECT COUNT(*) FROM sittings WHERE result_held_at IS NOT NULL AND voided_at IS NULL) AS held, \
    c.id AS change_id, c.title AS change_title, c.proposed_by AS change_by, p.name AS change_by_name \
    FROM (SELECT 1 AS one) AS row_of_one LEFT JOIN programme_proposals AS c ON c.state = 'open' \
    LEFT JOIN persons AS p ON p.id = c.proposed_by",
);
// The latest published edition says the last day; one whose place is taken back ends nothing any more.
macro_rules! ending {
    () => {
        "v.published_at IS NOT NULL AND v.valid_until >= $1 AND v.valid_until <= $2 \
        AND NOT EXISTS (SELECT 1 FROM credential_versions AS n WHERE n.credential_id = v.credential_id \
        AND n.version > v.version AND n.published_at IS NOT NULL) \
        AND (SELECT s.taken_back_at FROM status_entries AS s WHERE s.credential_id = v.credential_id \
        ORDER BY s.version DESC LIMIT 1) IS NULL"
    };
}
pub(crate) use ending;
const ENDING: Sql = Sql::named(
    "today.ending",
    concat!(
        "SELECT v.valid_until AS day, COUNT(*) AS certifications FROM credential_versions AS v WHERE ",
        ending!(),
        " GROUP BY v.valid_until ORDER BY v.valid_until"
    ),
);
const SITTINGS: Sql = Sql::named(
    "today.sittings",
    "SELECT s.id, s.registration_id, s.person_id, s.exam, s.form, s.seed, s.started_on, s.started_at, \
    s.deadline_at, s.submitted_at, s.time_over, s.report, s.scored_at, s.tree, s.lease, s.lease_at, \
    s.result_held_at, s.voided_at, s.voided_on, p.name AS person_name FROM sittings AS s \
    LEFT JOIN persons AS p ON p.id = s.person_id WHERE s.started_on = $1 \
    ORDER BY s.started_at DESC, s.id LIMIT $2",
);
const REGISTERED: Sql = Sql::named(
    "today.registered",
    "SELECT exam, COUNT(*) AS registered, COUNT(CASE WHEN sit_until < $1 THEN 1 END) AS too_late \
    FROM registrations WHERE state = 'open' GROUP BY exam ORDER BY exam",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[COUNTS, ENDING, SITTINGS, REGISTERED];

/// What there is, and what waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CountsOfToday {
    /// People with an account.
    pub people: i64,
    /// Jobs that were given up.
    pub failed: i64,
    /// Sittings that are not handed in.
    pub running: i64,
    /// Sittings that were begun on the day.
    pub begun: i64,
    /// Results that the team keeps back.
    pub held: i64,
    /// The change that is proposed.
    #[sqlx(try_from = "Maybe<TypedId<Proposals>>")]
    pub change_id: Option<TypedId<Proposals>>,
    /// What it is about.
    pub change_title: Option<String>,
    /// Who proposed it.
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    pub change_by: Option<TypedId<Persons>>,
    /// How they are called.
    pub change_by_name: Option<String>,
}

/// How many certifications end on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EndingOnDay {
    /// Their last valid day.
    pub day: Day,
    /// How many.
    pub certifications: i64,
}

/// Registrations for an exam version that are not used.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RegisteredForExam {
    /// Exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// How many.
    pub registered: i64,
    /// Those of them whose last day of testing is over.
    pub too_late: i64,
}

impl Reads {
    /// What there is on a day, and what waits.
    ///
    /// # Errors
    /// The database failed.
    pub async fn counts_of(&self, day: Day) -> Result<CountsOfToday, StoreError> {
        self.one(COUNTS, [day.into()]).await
    }

    /// How many certifications end on each day of a span, by the badges as they were published last; days
    /// without any are left out.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ending_between(&self, first: Day, last: Day) -> Result<Vec<EndingOnDay>, StoreError> {
        self.all(ENDING, [first.into(), last.into()]).await
    }

    /// The sittings that were begun on a day, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_on(&self, day: Day, limit: i64) -> Result<Vec<NamedSitting>, StoreError> {
        self.all(SITTINGS, [day.into(), limit.into()]).await
    }

    /// Registrations that are not used, by exam version, as they stand on a day.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registered_for_exams(&self, day: Day) -> Result<Vec<RegisteredForExam>, StoreError> {
        self.all(REGISTERED, [day.into()]).await
    }
}
