//! What happened to a person: appended, never edited; standing is derived from it.
//!
//! A row is a [`HistoryLine`] in columns: `detail` is the word that its verb has (activity, category, name),
//! and of an amendment, which has many, the whole line. What cannot be read is an error that names the row.
//! Nothing is ever left out: who holds what would silently be another.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{CertificationCode, ExamCode, Persons, Sittings, TypedId};
use assay_standing::{Event, HistoryError, HistoryLine};

use crate::{
    column::{Day, Maybe, Ms},
    db::StoreError,
    store::Reads,
    table::place,
    unit::{Sql, Statement},
};

const OF_PERSON: Sql = Sql::named(
    "history.of_person",
    "SELECT id, person_id, happened_on, kind, exam, certification, detail, n, reason, \
    reference, sitting_id, recorded_at FROM history WHERE person_id = $1 \
    ORDER BY happened_on, id LIMIT 10000",
);
const OF_PEOPLE: Sql = Sql::named(
    "history.of_people",
    concat!(
        "SELECT id, person_id, happened_on, kind, exam, certification, detail, n, reason, \
        reference, sitting_id, recorded_at FROM history WHERE person_id IN (",
        place::fifty!(),
        ") ORDER BY person_id, happened_on, id"
    ),
);
const APPEND: Sql = Sql::named(
    "history.recorded",
    "INSERT INTO history (person_id, happened_on, kind, exam, certification, detail, n, \
    reason, reference, sitting_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);
// Two who decide about the same person at once wait for each other here: the second one counts what the first
// recorded.
const TURN: Sql = Sql::named("history.turn_taken", "UPDATE persons SET name = name WHERE id = $1");
const UNCHANGED: Sql = Sql::named(
    "history.unchanged",
    "UPDATE persons SET name = name WHERE id = $1 \
    AND (SELECT COUNT(*) FROM history WHERE person_id = $1) = $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[OF_PERSON, OF_PEOPLE, APPEND, TURN, UNCHANGED];

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
pub(crate) struct HistoryRow {
    id: i64,
    #[sqlx(try_from = "String")]
    person_id: TypedId<Persons>,
    happened_on: Day,
    kind: String,
    #[sqlx(try_from = "Maybe<ExamCode>")]
    exam: Option<ExamCode>,
    #[sqlx(try_from = "Maybe<CertificationCode>")]
    certification: Option<CertificationCode>,
    detail: Option<String>,
    n: Option<i64>,
    reason: Option<String>,
    reference: Option<String>,
    sitting_id: Option<String>,
    recorded_at: Ms,
}

impl TryFrom<HistoryRow> for HistoryRecord {
    type Error = StoreError;

    fn try_from(row: HistoryRow) -> Result<Self, StoreError> {
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

fn event(row: HistoryRow) -> Result<Event, String> {
    let n = row.n.map(|n| u32::try_from(n).map_err(|_| format!("{n} is not a count"))).transpose()?;
    let mut line = HistoryLine {
        date: row.happened_on.0,
        exam: row.exam,
        cred: row.certification,
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

/// Whoever decides about a person takes turns; before [`unchanged`].
pub fn turn_taken(person: TypedId<Persons>) -> Statement {
    TURN.must([person.into()])
}

/// A person's history must have as many events as whoever decides has looked at: none is ever taken away.
pub fn unchanged(person: TypedId<Persons>, events: i64) -> Statement {
    UNCHANGED.must([person.into(), events.into()])
}

/// Something happened to a person; recorded at `now` where it says no instant of its own.
pub fn recorded(new: &NewHistory, now: Ms) -> Statement {
    let mut line = HistoryLine::of("", &new.event);
    let detail = match line.verb.as_str() {
        // An amendment of one person stands in worked cases alone; its form holds no `f64`, so it is written.
        "amend" => Some(serde_json::to_string(&line).unwrap_or_default()),
        _ => line.what.take().or(line.cat.take()).or(line.name.take()),
    };
    let reference = line.reference.filter(|_| new.sitting.is_none());
    APPEND.with([
        new.person.into(),
        Day(line.date).into(),
        line.verb.into(),
        line.exam.map(|code| code.to_string()).into(),
        line.cred.map(|code| code.to_string()).into(),
        detail.into(),
        line.n.map(i64::from).into(),
        line.reason.into(),
        reference.into(),
        new.sitting.into(),
        Ms(line.recorded_at.unwrap_or(now.0)).into(),
    ])
}

/// Rows as events.
pub(crate) fn read(rows: Vec<HistoryRow>) -> Result<Vec<HistoryRecord>, StoreError> {
    rows.into_iter().map(HistoryRecord::try_from).collect()
}

impl Reads {
    /// A person's history, oldest first.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn history_of(&self, person: TypedId<Persons>) -> Result<Vec<Event>, StoreError> {
        let rows: Vec<HistoryRow> = self.all(OF_PERSON, [person.into()]).await?;
        Ok(read(rows)?.into_iter().map(|record| record.event).collect())
    }

    /// The histories of some people, each oldest first, read together; nobody stands there without one. What
    /// cannot be read of somebody is an error of theirs alone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn histories_of(
        &self,
        people: &BTreeSet<TypedId<Persons>>,
    ) -> Result<BTreeMap<TypedId<Persons>, Result<Vec<Event>, StoreError>>, StoreError> {
        let mut histories = BTreeMap::new();
        for some in place::fifties(people.iter().map(ToString::to_string)) {
            let rows: Vec<HistoryRow> = self.all(OF_PEOPLE, some).await?;
            for row in rows {
                let (person, event) = (row.person_id, HistoryRecord::try_from(row));
                let history = histories.entry(person).or_insert_with(|| Ok(Vec::new()));
                match (history.as_mut(), event) {
                    (Ok(events), Ok(record)) => events.push(record.event),
                    (Ok(_), Err(error)) => *history = Err(error),
                    (Err(_), _) => {}
                }
            }
        }
        Ok(histories)
    }
}
