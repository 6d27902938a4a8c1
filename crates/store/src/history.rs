//! What happened to a person: appended, never edited; standing is derived from it.

use assay_kernel::{Date, Persons, Sittings, TypedId};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on},
    job,
    writer::Unit,
};

const OF_PERSON: &str = "SELECT person_id, happened_on, kind, exam, certification, detail, n, \
    sitting_id, recorded_at FROM history WHERE person_id = $1 ORDER BY happened_on, id LIMIT 10000";
const APPEND: &str = "INSERT INTO history \
    (person_id, happened_on, kind, exam, certification, detail, n, sitting_id, recorded_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[OF_PERSON, APPEND];

/// Something that happened, as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HistoryRecord {
    /// To whom.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// On which day of the programme.
    #[sqlx(try_from = "String")]
    pub happened_on: Day,
    /// `pass`, `fail`, `earn`, `do`, `credit`, `strike`, `fee`, `revoke`.
    pub kind: String,
    /// Exam version, for a pass or fail.
    pub exam: Option<String>,
    /// Certification, for the others.
    pub certification: Option<String>,
    /// What was done, the category of a credit, or why it was revoked.
    pub detail: Option<String>,
    /// How many credits or payments.
    pub n: Option<i64>,
    /// The sitting it comes from.
    pub sitting_id: Option<String>,
    /// When it was recorded: what was known when.
    #[sqlx(try_from = "i64")]
    pub recorded_at: Ms,
}

/// Something to be recorded.
#[derive(Clone, Debug)]
pub struct NewHistory {
    /// To whom.
    pub person: TypedId<Persons>,
    /// On which day of the programme.
    pub happened_on: Date,
    /// `pass`, `fail`, `earn`, `do`, `credit`, `strike`, `fee`, `revoke`.
    pub kind: &'static str,
    /// Exam version.
    pub exam: Option<String>,
    /// Certification.
    pub certification: Option<String>,
    /// Further words.
    pub detail: Option<String>,
    /// How many credits or payments.
    pub n: Option<u32>,
    /// The sitting it comes from; one event a sitting.
    pub sitting: Option<TypedId<Sittings>>,
    /// When it was recorded, where that was elsewhere and before; now where absent.
    pub recorded_at: Option<Ms>,
}

pub(crate) fn append(unit: &mut Unit, event: &NewHistory, now: Ms) {
    unit.run(
        APPEND,
        vec![
            event.person.to_string().into(),
            event.happened_on.to_string().into(),
            event.kind.into(),
            event.exam.clone().into(),
            event.certification.clone().into(),
            event.detail.clone().into(),
            event.n.map(i64::from).into(),
            event.sitting.map(|id| id.to_string()).into(),
            event.recorded_at.unwrap_or(now).as_millisecond().into(),
        ],
    );
}

/// Appends events and queues the issuing that may follow from them.
pub(crate) fn record(unit: &mut Unit, events: &[NewHistory], now: Ms) {
    for event in events {
        append(unit, event, now);
        job::enqueue(unit, "issue", &event.person.to_string(), now);
    }
}

impl Store {
    /// A person's history, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn history_of(&self, person: TypedId<Persons>) -> Result<Vec<HistoryRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// Records events of one person and queues the issuing that may follow, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn record_history(&self, events: &[NewHistory], now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        record(&mut unit, events, now);
        self.write_unit("", unit).await
    }
}
