//! What happened to a person: appended, never edited; standing is derived from it.
//!
//! A row is a [`HistoryLine`] in columns: `detail` is the word that its verb has (activity, category, name),
//! and of an amendment, which has many, the whole line. What cannot be read is an error that names the row.
//! Nothing is ever left out: who holds what would silently be another.

use assay_kernel::{Persons, Sittings, TypedId};
use assay_standing::{Event, HistoryError, HistoryLine};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on},
    table::job,
    writer::Unit,
};

const OF_PERSON: &str = "SELECT id, person_id, happened_on, kind, exam, certification, detail, n, reason, \
    reference, sitting_id, recorded_at FROM history WHERE person_id = $1 \
    ORDER BY happened_on, id LIMIT 10000";
const APPEND: &str = "INSERT INTO history (person_id, happened_on, kind, exam, certification, detail, n, \
    reason, reference, sitting_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[OF_PERSON, APPEND];

/// Something that happened, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRecord {
    /// To whom.
    pub person_id: TypedId<Persons>,
    /// What, on which day of the programme, recorded where and when.
    pub event: Event,
}

/// Something to be recorded.
#[derive(Clone, Debug)]
pub struct NewHistory {
    /// To whom.
    pub person: TypedId<Persons>,
    /// What; recorded now where it says no instant of its own.
    pub event: Event,
    /// The sitting it comes from, which is its reference then; one event a sitting.
    pub sitting: Option<TypedId<Sittings>>,
}

/// The columns.
#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: i64,
    #[sqlx(try_from = "String")]
    person_id: TypedId<Persons>,
    #[sqlx(try_from = "String")]
    happened_on: Day,
    kind: String,
    exam: Option<String>,
    certification: Option<String>,
    detail: Option<String>,
    n: Option<i64>,
    reason: Option<String>,
    reference: Option<String>,
    sitting_id: Option<String>,
    #[sqlx(try_from = "i64")]
    recorded_at: Ms,
}

impl TryFrom<Row> for HistoryRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let (id, person_id, on) = (row.id, row.person_id, row.happened_on.0);
        let event = event(row).map_err(|why| {
            StoreError::Corrupt(format!(
                "row {id} of the history, of {person_id} on {on}: {why}. Nothing is told about this person \
                 until it can be read: use the release of Assay that wrote it, or restore a backup"
            ))
        })?;
        Ok(HistoryRecord { person_id, event })
    }
}

fn event(row: Row) -> Result<Event, String> {
    let n = row.n.map(|n| u32::try_from(n).map_err(|_| format!("{n} is no count"))).transpose()?;
    let mut line = HistoryLine {
        date: row.happened_on.0,
        exam: row.exam.as_deref().map(Into::into),
        cred: row.certification.as_deref().map(Into::into),
        n,
        reason: row.reason,
        reference: row.sitting_id.or(row.reference),
        recorded_at: Some(row.recorded_at.0),
        verb: row.kind,
        ..HistoryLine::default()
    };
    match line.verb.as_str() {
        "do" => line.what = row.detail,
        "credit" | "strike" => line.cat = row.detail,
        "world" => line.name = row.detail,
        // Until migration 6 the reason stood there.
        "revoke" => line.reason = line.reason.or(row.detail),
        "amend" => {
            let told: HistoryLine = serde_json::from_str(row.detail.as_deref().unwrap_or_default())
                .map_err(|error| format!("its terms cannot be read: {error}"))?;
            line = HistoryLine { reference: line.reference, recorded_at: line.recorded_at, ..told };
        }
        _ => {}
    }
    let (_, event) = line.try_into().map_err(|error: HistoryError| match error {
        HistoryError::UnknownVerb(verb) => format!("it says `{verb}`, which this release does not know"),
        HistoryError::Missing { verb, key } => format!("it says `{verb}` without `{key}`"),
        HistoryError::BadPeriod(text) => text,
    })?;
    Ok(event)
}

pub(crate) fn append(unit: &mut Unit, new: &NewHistory, now: Ms) {
    let mut line = HistoryLine::of("", &new.event);
    let detail = match line.verb.as_str() {
        // An amendment of one person stands in worked cases alone; its form holds no `f64`, so it is written.
        "amend" => Some(serde_json::to_string(&line).unwrap_or_default()),
        _ => line.what.take().or(line.cat.take()).or(line.name.take()),
    };
    let reference = line.reference.filter(|_| new.sitting.is_none());
    unit.run(
        APPEND,
        vec![
            new.person.to_string().into(),
            line.date.to_string().into(),
            line.verb.into(),
            line.exam.map(|code| code.to_string()).into(),
            line.cred.map(|code| code.to_string()).into(),
            detail.into(),
            line.n.map(i64::from).into(),
            line.reason.into(),
            reference.into(),
            new.sitting.map(|id| id.to_string()).into(),
            line.recorded_at.unwrap_or(now.0).as_millisecond().into(),
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

/// Rows as events.
pub(crate) fn read(rows: Vec<Row>) -> Result<Vec<HistoryRecord>, StoreError> {
    rows.into_iter().map(HistoryRecord::try_from).collect()
}

impl Store {
    /// A person's history, oldest first.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn history_of(&self, person: TypedId<Persons>) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<Row> =
            on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?;
        Ok(read(rows)?.into_iter().map(|record| record.event).collect())
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
