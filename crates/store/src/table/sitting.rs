//! Sittings and who writes them. Their answers: `response.rs`.

use assay_kernel::{ExamCode, Persons, Registrations, Sittings, TypedId};

use crate::{
    column::{Day, Flag, Ms, Seed},
    db::StoreError,
    store::Reads,
    unit::{Sql, SqlValue, Statement},
};

const BY_ID: Sql = Sql::named(
    "sitting.by_id",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at, result_held_at, \
    voided_at, voided_on FROM sittings WHERE id = $1",
);
const BY_REGISTRATION: Sql = Sql::named(
    "sitting.by_registration",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, \
    started_at, deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at, \
    result_held_at, voided_at, voided_on FROM sittings WHERE registration_id = $1",
);
const OF_PERSON: Sql = Sql::named(
    "sitting.of_person",
    "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at, result_held_at, \
    voided_at, voided_on FROM sittings WHERE person_id = $1 ORDER BY started_at DESC LIMIT 200",
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
    WHERE scored_at IS NULL AND voided_at IS NULL GROUP BY exam, form, tree ORDER BY exam, form LIMIT 200",
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
    "UPDATE sittings SET report = $2, passed = $3, scored_at = $4 \
    WHERE id = $1 AND submitted_at IS NOT NULL AND scored_at IS NULL AND voided_at IS NULL \
    AND COALESCE(result_held_at, 0) = $5",
);
// A result that was told is not held back any more.
const HOLD: Sql = Sql::named(
    "sitting.result_held",
    "UPDATE sittings SET result_held_at = $2 \
    WHERE id = $1 AND scored_at IS NULL AND result_held_at IS NULL AND voided_at IS NULL",
);
const RELEASE: Sql = Sql::named(
    "sitting.result_released",
    "UPDATE sittings SET result_held_at = NULL \
    WHERE id = $1 AND result_held_at = $2 AND COALESCE(scored_at, 0) = $3 AND voided_at IS NULL",
);
const VOID: Sql = Sql::named(
    "sitting.voided",
    "UPDATE sittings SET voided_at = $2, voided_on = $3 \
    WHERE id = $1 AND submitted_at IS NOT NULL AND voided_at IS NULL AND COALESCE(scored_at, 0) = $4 \
    AND COALESCE(result_held_at, 0) = $5",
);
const PIN_SITTINGS: Sql = Sql::named("sitting.pinned", "UPDATE sittings SET tree = $1 WHERE tree IS NULL");

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID,
    BY_REGISTRATION,
    OF_PERSON,
    OVERDUE,
    WAITING,
    STATE,
    START,
    TAKE,
    SUBMIT,
    SCORED,
    HOLD,
    RELEASE,
    VOID,
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
    /// Since when the team keeps its result back.
    pub result_held_at: Option<Ms>,
    /// When the team voided it.
    pub voided_at: Option<Ms>,
    /// On which day of the programme that was.
    pub voided_on: Option<Day>,
}

impl SittingRecord {
    /// Whether its result is still to be told: it runs, waits for its score, or is held back.
    pub fn awaits_result(&self) -> bool {
        self.voided_at.is_none() && (self.scored_at.is_none() || self.result_held_at.is_some())
    }
}

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

/// A sitting's report is stored, told or held back as it was when it was made: it must be handed in, not
/// scored yet and not void.
pub fn scored(id: TypedId<Sittings>, held_at: Option<Ms>, report: &str, passed: bool, at: Ms) -> Statement {
    SCORED.must([id.into(), report.into(), passed.into(), at.into(), or_none(held_at)]).changes(id)
}

/// Its result is held back; it must not be told yet.
pub fn result_held(id: TypedId<Sittings>, at: Ms) -> Statement {
    HOLD.must([id.into(), at.into()])
}

/// Its result is held back no more; it must stand as it was read.
pub fn result_released(sitting: &SittingRecord) -> Statement {
    let held = or_none(sitting.result_held_at);
    RELEASE.must([sitting.id.into(), held, or_none(sitting.scored_at)])
}

/// It does not count; it must be handed in, and stand as it was read.
pub fn voided(sitting: &SittingRecord, at: Ms, on: Day) -> Statement {
    let (scored, held) = (or_none(sitting.scored_at), or_none(sitting.result_held_at));
    VOID.must([sitting.id.into(), at.into(), on.into(), scored, held])
}

/// An instant, or none as statements compare it.
fn or_none(at: Option<Ms>) -> SqlValue {
    at.map_or(0_i64.into(), SqlValue::from)
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
