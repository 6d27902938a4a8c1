//! Sittings and who writes them. Their answers: `response.rs`.

use assay_kernel::{ExamCode, Persons, Registrations, Sittings, TypedId};

use crate::{
    column::{Day, Flag, Ms, Seed},
    db::StoreError,
    store::Reads,
    table::place,
    unit::{Sql, Statement},
};

const BY_ID: Sql = Sql::named(
    "sitting.by_id",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE id = $1",
);
const BY_REGISTRATION: Sql = Sql::named(
    "sitting.by_registration",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, \
    started_at, deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE registration_id = $1",
);
const OF_PERSON: Sql = Sql::named(
    "sitting.of_person",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE person_id = $1 ORDER BY started_at DESC LIMIT 200",
);
const LATEST: Sql = Sql::named(
    "sitting.latest",
    "SELECT s.id, s.registration_id, s.person_id, s.exam, s.form, s.seed, s.started_on, \
    s.started_at, s.deadline_at, s.submitted_at, s.time_over, s.report, s.scored_at, s.tree, s.lease, \
    s.lease_at, p.name AS person_name FROM sittings AS s LEFT JOIN persons AS p ON p.id = s.person_id \
    WHERE s.started_at <= $1 AND (s.started_at < $1 OR s.id > $2) \
    ORDER BY s.started_at DESC, s.id LIMIT $3 OFFSET $4",
);
// What is open is not scored either: said so, it is found among the few that are not finished. An index of
// the open ones alone would lead PostgreSQL to append answers by reading all of them.
const OVERDUE: Sql = Sql::named(
    "sitting.overdue",
    "SELECT id FROM sittings WHERE submitted_at IS NULL AND scored_at IS NULL AND deadline_at < $1 \
    ORDER BY deadline_at LIMIT 100",
);
const WAITING: Sql = Sql::named(
    "sitting.waiting",
    "SELECT exam, form, tree, COUNT(*) AS sittings FROM sittings \
    WHERE scored_at IS NULL GROUP BY exam, form, tree ORDER BY exam, form LIMIT 200",
);
const STATE: Sql = Sql::named(
    "sitting.state",
    "SELECT deadline_at, submitted_at, time_over, lease, lease_at FROM sittings WHERE id = $1",
);
const START: Sql = Sql::named(
    "sitting.started",
    "INSERT INTO sittings \
    (id, registration_id, person_id, exam, form, seed, started_on, started_at, deadline_at, \
    tree, lease, lease_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
const TAKE: Sql = Sql::named(
    "sitting.taken",
    "UPDATE sittings SET lease = $2, lease_at = $3 \
    WHERE id = $1 AND submitted_at IS NULL AND lease = $4",
);
// Whoever writes the sitting hands it in; the empty writer is the server, when time is over.
const SUBMIT: Sql = Sql::named(
    "sitting.submitted",
    "UPDATE sittings SET submitted_at = $2, time_over = $3 \
    WHERE id = $1 AND submitted_at IS NULL AND (lease = '' OR lease = $4 OR $4 = '')",
);
const SCORED: Sql = Sql::named(
    "sitting.scored",
    "UPDATE sittings SET report = $2, scored_at = $3 \
    WHERE id = $1 AND submitted_at IS NOT NULL AND scored_at IS NULL",
);
const PIN_SITTINGS: Sql = Sql::named("sitting.pinned", "UPDATE sittings SET tree = $1 WHERE tree IS NULL");

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID,
    BY_REGISTRATION,
    OF_PERSON,
    LATEST,
    OVERDUE,
    WAITING,
    STATE,
    START,
    TAKE,
    SUBMIT,
    SCORED,
    PIN_SITTINGS,
];

/// A sitting as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SittingRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Sittings>,
    /// Under which right.
    #[sqlx(try_from = "String")]
    pub registration_id: TypedId<Registrations>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// Form.
    pub form: String,
    /// Decides the order of options.
    pub seed: Seed,
    /// The programme's day on which it started.
    pub started_on: Day,
    /// When it started.
    pub started_at: Ms,
    /// When it ends.
    pub deadline_at: Ms,
    /// When it was handed in.
    pub submitted_at: Option<Ms>,
    /// Whether time ran out before.
    #[sqlx(try_from = "Flag")]
    pub time_over: bool,
    /// The score report, JSON.
    pub report: Option<String>,
    /// When it was scored.
    pub scored_at: Option<Ms>,
    /// Content mark of the programme it was started on: its form and bank; none for those of old.
    pub tree: Option<String>,
    /// Who writes it; empty while nobody does. Its columns were named when a writer's right was a lease.
    #[sqlx(rename = "lease")]
    pub writer: String,
    /// Since when.
    #[sqlx(rename = "lease_at")]
    pub writing_since: Option<Ms>,
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

/// What of a sitting changes: read whenever something depends on it, kept by nobody.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SittingNow {
    /// When it ends.
    pub deadline_at: Ms,
    /// When it was handed in.
    pub submitted_at: Option<Ms>,
    /// Whether time ran out before.
    #[sqlx(try_from = "Flag")]
    pub time_over: bool,
    /// Who writes it; empty while nobody does.
    #[sqlx(rename = "lease")]
    pub writer: String,
    /// Since when.
    #[sqlx(rename = "lease_at")]
    pub writing_since: Option<Ms>,
}

/// Sittings of one form that run or wait for their score.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WaitingRecord {
    /// Exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// The form.
    pub form: String,
    /// Content mark of the files they were started on.
    pub tree: Option<String>,
    /// How many.
    pub sittings: i64,
}

/// A sitting starts.
pub fn started(sitting: &SittingRecord) -> Statement {
    let values = [
        sitting.id.into(),
        sitting.registration_id.into(),
        sitting.person_id.into(),
        sitting.exam.as_str().into(),
        (&sitting.form).into(),
        sitting.seed.into(),
        sitting.started_on.into(),
        sitting.started_at.into(),
        sitting.deadline_at.into(),
        (&sitting.tree).into(),
        (&sitting.writer).into(),
        sitting.writing_since.into(),
    ];
    START.with(values).of(sitting.id)
}

/// A sitting gets another writer; it must not be handed in, and `from` must hold it.
pub fn taken(id: TypedId<Sittings>, from: &str, to: &str, at: Ms) -> Statement {
    TAKE.must([id.into(), to.into(), at.into(), from.into()]).changes(id)
}

/// A sitting is handed in; it must be open, and held by this writer or by nobody. The writer is empty where
/// the server does it, because time is over.
pub fn submitted(id: TypedId<Sittings>, at: Ms, time_over: bool, writer: &str) -> Statement {
    SUBMIT.must([id.into(), at.into(), time_over.into(), writer.into()]).changes(id)
}

/// A sitting's report is stored; it must be handed in, and not scored yet.
pub fn scored(id: TypedId<Sittings>, report: &str, at: Ms) -> Statement {
    SCORED.must([id.into(), report.into(), at.into()]).changes(id)
}

/// Sittings of before there were versions of the programme were started on these files.
pub fn pinned(tree: &str) -> Statement {
    PIN_SITTINGS.with([tree.into()])
}

impl Reads {
    /// One sitting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting(&self, id: TypedId<Sittings>) -> Result<Option<SittingRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// The sitting that used a registration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_of_registration(
        &self,
        id: TypedId<Registrations>,
    ) -> Result<Option<SittingRecord>, StoreError> {
        self.maybe(BY_REGISTRATION, [id.into()]).await
    }

    /// A person's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_of(&self, person: TypedId<Persons>) -> Result<Vec<SittingRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// Everybody's sittings after a place in the list, latest first, with the names of their people.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_sittings(
        &self,
        after: Option<SittingPlace>,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<NamedSitting>, StoreError> {
        let (at, id) = place::latest(after);
        self.all(LATEST, [at, id, limit.into(), offset.into()]).await
    }

    /// Open sittings whose deadline is before an instant.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overdue_sittings(&self, before: Ms) -> Result<Vec<TypedId<Sittings>>, StoreError> {
        let rows: Vec<(String,)> = self.all(OVERDUE, [before.into()]).await?;
        let read = |(id,): (String,)| TypedId::parse(&id).map_err(|e| StoreError::Corrupt(e.to_string()));
        rows.into_iter().map(read).collect()
    }

    /// What of a sitting changes, as it is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_state(&self, id: TypedId<Sittings>) -> Result<Option<SittingNow>, StoreError> {
        self.maybe(STATE, [id.into()]).await
    }

    /// Forms on which sittings run or wait for their score.
    ///
    /// # Errors
    /// The database failed.
    pub async fn waiting_sittings(&self) -> Result<Vec<WaitingRecord>, StoreError> {
        self.all(WAITING, []).await
    }
}
