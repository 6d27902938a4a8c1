//! What happened elsewhere is put on record: passes of before, credits, payments, revocations.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Persons, TypedId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::{HistoryRecord, Ms, NewHistory, PersonRecord};

use crate::{App, AppError};

/// People of one commit.
const PEOPLE_PER_COMMIT: usize = 200;

/// What was put on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Events that are new.
    pub recorded: usize,
    /// Events that stood there already, the same in everything.
    pub known: usize,
    /// People that were added.
    pub added: usize,
    /// People nobody knows; nothing of theirs was recorded.
    pub unknown: Vec<String>,
    /// Addresses that an account has whose owner never proved them: it is not who is meant here.
    pub unconfirmed: Vec<String>,
    /// Events that no record of a person holds: facts about everyone, and what has not happened yet.
    pub refused: Vec<String>,
}

impl App {
    /// Puts events on record, person by person, who are named by id or e-mail address. Recording a file
    /// twice changes nothing the second time. For operators: no actor is asked for.
    ///
    /// # Errors
    /// The store failed; what was recorded until then stays and is known the next time.
    pub async fn record_events(
        &self,
        histories: &assay_standing::Histories,
        add_people: bool,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Recorded, AppError> {
        let mut done = Recorded::default();
        self.record_into(histories, add_people, progress, &mut done).await?;
        Ok(done)
    }

    /// The same, counting as it goes: where the store fails, `done` is what is on record until then.
    ///
    /// # Errors
    /// The store failed.
    pub async fn record_into(
        &self,
        histories: &assay_standing::Histories,
        add_people: bool,
        progress: &(dyn Fn(usize) + Sync),
        done: &mut Recorded,
    ) -> Result<(), AppError> {
        let (today, now) = (self.today(), self.now());
        let mut batch: Vec<(Option<PersonRecord>, Vec<NewHistory>)> = Vec::new();
        for (place, (name, events)) in histories.iter().enumerate() {
            let (person, new) = match self.person_of_import(name, add_people, done).await? {
                Some(found) => found,
                None => continue,
            };
            let mut known: BTreeMap<Row, usize> = BTreeMap::new();
            if new.is_none() {
                for record in &self.store.history_of(person).await? {
                    *known.entry(Row::of_record(record)).or_default() += 1;
                }
            }
            let mut rows = Vec::with_capacity(events.len());
            for event in events {
                let ahead = event.date > today || event.recorded_at.is_some_and(|at| at > now);
                let Some(row) = row(person, event).filter(|_| !ahead) else {
                    done.refused.push(format!("{name} on {}", event.date));
                    continue;
                };
                // The same twice in a file is twice; the same on record already is not recorded again.
                match known.get_mut(&Row::of_new(&row)).filter(|left| **left > 0) {
                    Some(left) => {
                        *left -= 1;
                        done.known += 1;
                    }
                    None => rows.push(row),
                }
            }
            if new.is_some() || !rows.is_empty() {
                batch.push((new, rows));
            }
            if batch.len() == PEOPLE_PER_COMMIT {
                self.commit(&mut batch, done).await?;
                progress(place + 1);
            }
        }
        self.commit(&mut batch, done).await?;
        self.job_bell.notify_one();
        Ok(())
    }

    async fn commit(
        &self,
        batch: &mut Vec<(Option<PersonRecord>, Vec<NewHistory>)>,
        done: &mut Recorded,
    ) -> Result<(), AppError> {
        if !batch.is_empty() {
            self.store.record_people(batch, self.ms()).await?;
        }
        for (new, rows) in std::mem::take(batch) {
            done.added += usize::from(new.is_some());
            done.recorded += rows.len();
        }
        Ok(())
    }
}

/// What makes two events the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    on: String,
    kind: String,
    about: BTreeSet<String>,
    detail: Option<String>,
    n: Option<i64>,
}

impl Row {
    fn of_record(record: &HistoryRecord) -> Row {
        Row {
            on: record.happened_on.0.to_string(),
            kind: record.kind.clone(),
            about: record.exam.iter().chain(&record.certification).cloned().collect(),
            detail: record.detail.clone(),
            n: record.n,
        }
    }

    fn of_new(new: &NewHistory) -> Row {
        Row {
            on: new.happened_on.to_string(),
            kind: new.kind.to_owned(),
            about: new.exam.iter().chain(&new.certification).cloned().collect(),
            detail: new.detail.clone(),
            n: new.n.map(i64::from),
        }
    }
}

/// An event as a row; none for facts about everyone, which stand in the programme's files.
fn row(person: TypedId<Persons>, event: &Event) -> Option<NewHistory> {
    let mut row = NewHistory {
        person,
        happened_on: event.date,
        kind: "",
        exam: None,
        certification: None,
        detail: None,
        n: None,
        sitting: None,
        recorded_at: event.recorded_at.map(Ms),
    };
    let mut about = |what: &Earned| match what {
        Earned::Exam(code) => row.exam = Some(code.to_string()),
        Earned::Certification(code) => row.certification = Some(code.to_string()),
    };
    let (kind, certification, detail, n) = match &event.happening {
        Happening::Pass { what } => {
            about(what);
            ("pass", None, None, None)
        }
        Happening::Fail { what } => {
            about(what);
            ("fail", None, None, None)
        }
        Happening::Earn { certification } => ("earn", Some(certification), None, None),
        Happening::Do { certification, what } => ("do", Some(certification), Some(what.clone()), None),
        Happening::Credit { certification, n, category } => {
            ("credit", Some(certification), category.clone(), Some(*n))
        }
        Happening::Strike { certification, n, category, .. } => {
            ("strike", Some(certification), category.clone(), Some(*n))
        }
        Happening::Fee { certification, n } => ("fee", Some(certification), None, Some(*n)),
        Happening::Revoke { certification, reason } => ("revoke", Some(certification), reason.clone(), None),
        Happening::Retire { .. } | Happening::Amend { .. } | Happening::World { .. } => return None,
    };
    row.kind = kind;
    if let Some(certification) = certification {
        row.certification = Some(certification.to_string());
    }
    (row.detail, row.n) = (detail, n);
    Some(row)
}
