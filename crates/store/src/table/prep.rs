//! Who prepares for what, what happened on the way, and what they were told of their readiness.

use assay_kernel::{Enrolments, Persons, TypedId};

use crate::{
    column::{Day, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const OPEN: Sql = Sql::named(
    "prep.open",
    "SELECT id, person_id, certification, started_at, left_at FROM prep_enrolments \
    WHERE person_id = $1 AND certification = $2 AND left_at IS NULL",
);
const ENROL: Sql = Sql::named(
    "prep.enrolled",
    "INSERT INTO prep_enrolments (id, person_id, certification, started_at) VALUES ($1, $2, $3, $4)",
);
const LEAVE: Sql =
    Sql::named("prep.left", "UPDATE prep_enrolments SET left_at = $2 WHERE id = $1 AND left_at IS NULL");
const EVENTS: Sql = Sql::named(
    "prep_event.all",
    "SELECT seq, command, happened_at, event FROM prep_events WHERE enrolment_id = $1 ORDER BY seq",
);
const OF_PERSON: Sql = Sql::named(
    "prep_event.of_person",
    "SELECT n.certification, e.enrolment_id, e.seq, e.happened_at, e.event FROM prep_enrolments AS n \
    JOIN prep_events AS e ON e.enrolment_id = n.id WHERE n.person_id = $1 \
    ORDER BY e.happened_at DESC, e.enrolment_id, e.seq DESC LIMIT $2",
);
const HAPPEN: Sql = Sql::named(
    "prep_event.happened",
    "INSERT INTO prep_events (enrolment_id, seq, command, happened_at, event) \
    SELECT $1, COALESCE(MAX(seq), 0) + 1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS TEXT) \
    FROM prep_events WHERE enrolment_id = $1 ON CONFLICT (enrolment_id, command) DO NOTHING",
);
const READ: Sql = Sql::named(
    "readiness.read",
    "INSERT INTO readiness_readings (person_id, exam, read_on, model, reading) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (person_id, exam, read_on) DO NOTHING",
);
const READINGS: Sql = Sql::named(
    "readiness.of_person",
    "SELECT exam, read_on, model, reading FROM readiness_readings WHERE person_id = $1 \
    ORDER BY exam, read_on LIMIT $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[OPEN, ENROL, LEAVE, EVENTS, OF_PERSON, HAPPEN, READ, READINGS];

/// Somebody's preparation for a certification.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Enrolments>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// For what.
    pub certification: String,
    /// Since when.
    pub started_at: Ms,
    /// Until when; none while it goes on.
    pub left_at: Option<Ms>,
}

/// An event as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PrepEventRecord {
    /// From 1.
    pub seq: i64,
    /// What asked for it.
    pub command: String,
    /// When.
    pub happened_at: Ms,
    /// What, as JSON.
    pub event: String,
}

/// An event of any of a person's preparations.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnPrepEvent {
    /// For what.
    pub certification: String,
    /// Of which.
    #[sqlx(try_from = "String")]
    pub enrolment_id: TypedId<Enrolments>,
    /// Its place there, from 1.
    pub seq: i64,
    /// When.
    pub happened_at: Ms,
    /// What, as JSON.
    pub event: String,
}

/// What somebody was told of their readiness.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReadingRecord {
    /// For which exam version.
    pub exam: String,
    /// On which day.
    pub read_on: Day,
    /// By which version of the model.
    pub model: String,
    /// What, as JSON.
    pub reading: String,
}

/// Somebody begins to prepare.
pub fn enrolled(enrolment: &EnrolmentRecord) -> Statement {
    ENROL.with([
        enrolment.id.into(),
        enrolment.person_id.into(),
        (&enrolment.certification).into(),
        enrolment.started_at.into(),
    ])
}

/// Somebody stops to prepare.
pub fn left(id: TypedId<Enrolments>, at: Ms) -> Statement {
    LEAVE.with([id.into(), at.into()])
}

/// Something happened, unless the same command said so before.
pub fn happened(id: TypedId<Enrolments>, command: &str, event: &str, at: Ms) -> Statement {
    HAPPEN.with([id.into(), command.into(), at.into(), event.into()])
}

/// Somebody was told of their readiness; the first of a day is kept.
pub fn read(person: TypedId<Persons>, reading: &ReadingRecord) -> Statement {
    READ.with([
        person.into(),
        (&reading.exam).into(),
        reading.read_on.into(),
        (&reading.model).into(),
        (&reading.reading).into(),
    ])
}

impl Reads {
    /// What a person prepares for a certification at present.
    ///
    /// # Errors
    /// The database failed.
    pub async fn enrolment(
        &self,
        person: TypedId<Persons>,
        certification: &str,
    ) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.maybe(OPEN, [person.into(), certification.into()]).await
    }

    /// What happened in a preparation, the earliest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prep_events(&self, id: TypedId<Enrolments>) -> Result<Vec<PrepEventRecord>, StoreError> {
        self.all(EVENTS, [id.into()]).await
    }

    /// What happened in any of a person's preparations, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own_prep_events(
        &self,
        person: TypedId<Persons>,
        limit: i64,
    ) -> Result<Vec<OwnPrepEvent>, StoreError> {
        self.all(OF_PERSON, [person.into(), limit.into()]).await
    }

    /// What a person was told of their readiness.
    ///
    /// # Errors
    /// The database failed.
    pub async fn readings_of(
        &self,
        person: TypedId<Persons>,
        limit: i64,
    ) -> Result<Vec<ReadingRecord>, StoreError> {
        self.all(READINGS, [person.into(), limit.into()]).await
    }
}
