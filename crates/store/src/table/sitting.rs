//! Sittings, who writes them, and the answers they hold. How answers get in: `steps.rs`.

use assay_kernel::{Persons, Registrations, Sittings, TypedId};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on, optional},
    steps::ResponseStep,
    table::{
        history::{self, NewHistory},
        job,
        note::{self, NewNote},
        registration,
    },
    writer::{Command, Unit},
};

const BY_ID: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE id = $1";
const BY_REGISTRATION: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, \
    started_at, deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE registration_id = $1";
const OF_PERSON: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    WHERE person_id = $1 ORDER BY started_at DESC LIMIT 200";
const LATEST: &str = "SELECT id, registration_id, person_id, exam, form, seed, started_on, started_at, \
    deadline_at, submitted_at, time_over, report, scored_at, tree, lease, lease_at FROM sittings \
    ORDER BY started_at DESC, id LIMIT $1 OFFSET $2";
const OVERDUE: &str = "SELECT id FROM sittings WHERE submitted_at IS NULL AND deadline_at < $1 \
    ORDER BY deadline_at LIMIT 100";
const START: &str = "INSERT INTO sittings \
    (id, registration_id, person_id, exam, form, seed, started_on, started_at, deadline_at, \
    tree, lease, lease_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
// Whoever writes the sitting hands it in; the empty writer is the server, when time is over.
const SUBMIT: &str = "UPDATE sittings SET submitted_at = $2, time_over = $3 \
    WHERE id = $1 AND submitted_at IS NULL AND (lease = '' OR lease = $4 OR $4 = '')";
const SCORED: &str = "UPDATE sittings SET report = $2, scored_at = $3 \
    WHERE id = $1 AND submitted_at IS NOT NULL AND scored_at IS NULL";
// One pass over the sitting's steps, in the order of their key.
const RESPONSES: &str = "SELECT s.position, s.seq, s.response, s.flagged, s.saved_at \
    FROM response_steps AS s \
    JOIN (SELECT position, MAX(seq) AS seq FROM response_steps WHERE sitting_id = $1 GROUP BY position) \
    AS latest ON latest.position = s.position AND latest.seq = s.seq \
    WHERE s.sitting_id = $1 ORDER BY s.position";
const STATE: &str =
    "SELECT deadline_at, submitted_at, time_over, lease, lease_at FROM sittings WHERE id = $1";
const REFUSED_STEP: &str = "SELECT deadline_at, submitted_at, time_over, lease, lease_at, \
    (SELECT MAX(r.seq) FROM response_steps AS r WHERE r.sitting_id = sittings.id AND r.position = $2) \
    AS latest_seq FROM sittings WHERE id = $1";
#[cfg(test)]
pub(crate) const SQL: &[&str] = &[
    BY_ID,
    BY_REGISTRATION,
    OF_PERSON,
    LATEST,
    OVERDUE,
    START,
    SUBMIT,
    SCORED,
    RESPONSES,
    STATE,
    REFUSED_STEP,
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
    pub exam: String,
    /// Form.
    pub form: String,
    /// Decides the order of options; the bits of a `u64`.
    pub seed: i64,
    /// The programme's day on which it started.
    #[sqlx(try_from = "String")]
    pub started_on: Day,
    /// When it started.
    #[sqlx(try_from = "i64")]
    pub started_at: Ms,
    /// When it ends.
    #[sqlx(try_from = "i64")]
    pub deadline_at: Ms,
    /// When it was handed in, milliseconds.
    pub submitted_at: Option<i64>,
    /// 1 where time ran out before.
    pub time_over: i64,
    /// The score report, JSON.
    pub report: Option<String>,
    /// When it was scored, milliseconds.
    pub scored_at: Option<i64>,
    /// Content mark of the programme it was started on: its form and bank; none for those of old.
    pub tree: Option<String>,
    /// Who writes it; empty while nobody does.
    pub lease: String,
    /// Since when, milliseconds.
    pub lease_at: Option<i64>,
}

/// What of a sitting changes: read whenever something depends on it, kept by nobody.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SittingState {
    /// When it ends.
    #[sqlx(try_from = "i64")]
    pub deadline_at: Ms,
    /// When it was handed in, milliseconds.
    pub submitted_at: Option<i64>,
    /// 1 where time ran out before.
    pub time_over: i64,
    /// Who writes it; empty while nobody does.
    pub lease: String,
    /// Since when, milliseconds.
    pub lease_at: Option<i64>,
}

impl SittingState {
    /// When it was handed in.
    ///
    /// # Errors
    /// The stored number is no instant.
    pub fn submitted_at(&self) -> Result<Option<Ms>, StoreError> {
        optional(self.submitted_at)
    }

    /// Since when its writer writes it.
    ///
    /// # Errors
    /// The stored number is no instant.
    pub fn lease_at(&self) -> Result<Option<Ms>, StoreError> {
        optional(self.lease_at)
    }
}

/// Why a step was not taken: the sitting, and the latest stored change of the item.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RefusedStep {
    /// The sitting as it is.
    #[sqlx(flatten)]
    pub state: SittingState,
    /// The latest stored change; none before the first.
    pub latest_seq: Option<i64>,
}

impl SittingRecord {
    /// When it was handed in.
    ///
    /// # Errors
    /// The stored number is no instant.
    pub fn submitted_at(&self) -> Result<Option<Ms>, StoreError> {
        optional(self.submitted_at)
    }
}

/// The stored answer to an item: its latest step.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ResponseRecord {
    /// Place on the form, from 1.
    pub position: i64,
    /// Number of the latest change.
    pub seq: i64,
    /// Options chosen, a JSON list.
    pub response: String,
    /// 1 where marked for review.
    pub flagged: i64,
    /// When.
    #[sqlx(try_from = "i64")]
    pub saved_at: Ms,
}

impl Store {
    /// One sitting.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting(&self, id: TypedId<Sittings>) -> Result<Option<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// The sitting that used a registration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_of_registration(
        &self,
        id: TypedId<Registrations>,
    ) -> Result<Option<SittingRecord>, StoreError> {
        let id = id.to_string();
        Ok(on!(&self.readers, p => sqlx::query_as(BY_REGISTRATION).bind(id).fetch_optional(p).await)?)
    }

    /// A person's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sittings_of(&self, person: TypedId<Persons>) -> Result<Vec<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Everybody's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn latest_sittings(&self, limit: i64, offset: i64) -> Result<Vec<SittingRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(LATEST).bind(limit).bind(offset).fetch_all(p).await)?)
    }

    /// Open sittings whose deadline is before an instant.
    ///
    /// # Errors
    /// The database failed.
    pub async fn overdue_sittings(&self, before: Ms) -> Result<Vec<TypedId<Sittings>>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, p => {
            sqlx::query_as(OVERDUE).bind(before.as_millisecond()).fetch_all(p).await
        })?;
        let read = |(id,): (String,)| TypedId::parse(&id).map_err(|e| StoreError::Corrupt(e.to_string()));
        rows.into_iter().map(read).collect()
    }

    /// The stored answers of a sitting, by position.
    ///
    /// # Errors
    /// The database failed.
    pub async fn responses(&self, id: TypedId<Sittings>) -> Result<Vec<ResponseRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(RESPONSES).bind(id.to_string()).fetch_all(p).await)?)
    }

    /// What of a sitting changes, as it is.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_state(&self, id: TypedId<Sittings>) -> Result<Option<SittingState>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(STATE).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// Why a change of an item was not taken, in one read.
    ///
    /// # Errors
    /// The database failed.
    pub async fn refused_step(
        &self,
        id: TypedId<Sittings>,
        position: u32,
    ) -> Result<Option<RefusedStep>, StoreError> {
        let (id, position) = (id.to_string(), i64::from(position));
        Ok(on!(&self.readers, p => {
            sqlx::query_as(REFUSED_STEP).bind(id).bind(position).fetch_optional(p).await
        })?)
    }

    /// Starts a sitting and uses up its registration, in one commit; notes where.
    ///
    /// # Errors
    /// `Conflict` where the registration is not open any more.
    pub async fn start_sitting(&self, sitting: &SittingRecord, device: &str) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.must(registration::USE, vec![sitting.registration_id.to_string().into()]);
        unit.run(
            START,
            vec![
                sitting.id.to_string().into(),
                sitting.registration_id.to_string().into(),
                sitting.person_id.to_string().into(),
                sitting.exam.clone().into(),
                sitting.form.clone().into(),
                sitting.seed.into(),
                sitting.started_on.to_string().into(),
                sitting.started_at.as_millisecond().into(),
                sitting.deadline_at.as_millisecond().into(),
                sitting.tree.clone().into(),
                sitting.lease.clone().into(),
                sitting.lease_at.into(),
            ],
        );
        let (to, device) = (sitting.lease.clone(), device.to_owned());
        let note = NewNote { kind: "started", from: String::new(), to, device };
        note::add(&mut unit, &sitting.id.to_string(), &note, sitting.started_at);
        self.write_unit(&sitting.id.to_string(), unit).await
    }

    /// Appends a step of a response; returns when it is durable.
    ///
    /// # Errors
    /// `Conflict`: the sitting does not take it ([`Store::refused_step`] says why). `Unavailable`: nothing
    /// was acknowledged, try again.
    pub async fn save_response(&self, step: ResponseStep) -> Result<(), StoreError> {
        let key = step.sitting.to_string();
        self.writers.write(&key, Command::Step(step)).await
    }

    /// Hands a sitting in after everything queued for it, and queues its scoring, in one commit. The writer
    /// is empty where the server does it, because time is over.
    ///
    /// # Errors
    /// `Conflict` where it was handed in already, or another writer holds it.
    pub async fn submit_sitting(
        &self,
        id: TypedId<Sittings>,
        submitted_at: Ms,
        time_over: bool,
        writer: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let key = id.to_string();
        unit.changes(&key);
        let at = submitted_at.as_millisecond();
        let over = i64::from(time_over);
        unit.must(SUBMIT, vec![key.as_str().into(), at.into(), over.into(), writer.into()]);
        job::enqueue(&mut unit, "score", &key, now);
        self.write_unit(&key, unit).await
    }

    /// Stores a score report with the event it makes and its consequences, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was scored already.
    pub async fn record_score(
        &self,
        id: TypedId<Sittings>,
        report: &str,
        event: &NewHistory,
        message: (&str, &str),
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let key = id.to_string();
        unit.changes(&key);
        unit.must(SCORED, vec![key.clone().into(), report.into(), now.as_millisecond().into()]);
        history::append(&mut unit, event, now);
        job::enqueue(&mut unit, "issue", &event.person.to_string(), now);
        job::message(&mut unit, event.person, &format!("result:{key}"), message.0, message.1, now);
        job::finish(&mut unit, "score", &key);
        self.write_unit(&key, unit).await
    }
}
