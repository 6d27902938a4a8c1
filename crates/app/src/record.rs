//! What happened elsewhere is put on record: passes of before, credits, payments, revocations.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Persons, Role, TypedId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::{HistoryRecord, Ms, NewHistory, PersonRecord};

use crate::{App, AppError};

/// People of one commit.
const PEOPLE_PER_COMMIT: usize = 200;
/// Where invented people have their address: a domain that nobody has (RFC 2606).
const NOBODYS_DOMAIN: &str = "people.invalid";

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
    /// Events that no history of a person holds, such as facts about everyone.
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
        let mut batch: Vec<NewHistory> = Vec::new();
        for (place, (name, events)) in histories.iter().enumerate() {
            let Some(person) = self.person_called(name, add_people, &mut done).await? else {
                done.unknown.push(name.to_owned());
                continue;
            };
            let on_record = self.store.history_of(person).await?;
            let mut known: BTreeMap<Row, usize> = BTreeMap::new();
            for record in &on_record {
                *known.entry(Row::of_record(record)).or_default() += 1;
            }
            for event in events {
                let Some(new) = row(person, event) else {
                    done.refused.push(format!("{name} on {}", event.date));
                    continue;
                };
                // The same twice in a file is twice; the same on record already is not recorded again.
                match known.get_mut(&Row::of_new(&new)).filter(|left| **left > 0) {
                    Some(left) => {
                        *left -= 1;
                        done.known += 1;
                    }
                    None => batch.push(new),
                }
            }
            if (place + 1).is_multiple_of(PEOPLE_PER_COMMIT) {
                done.recorded += self.commit(&mut batch).await?;
                progress(place + 1);
            }
        }
        done.recorded += self.commit(&mut batch).await?;
        self.job_bell.notify_one();
        Ok(done)
    }

    async fn commit(&self, batch: &mut Vec<NewHistory>) -> Result<usize, AppError> {
        if !batch.is_empty() {
            self.store.record_history(batch, self.ms()).await?;
        }
        Ok(std::mem::take(batch).len())
    }

    async fn person_called(
        &self,
        name: &str,
        add: bool,
        done: &mut Recorded,
    ) -> Result<Option<TypedId<Persons>>, AppError> {
        if let Ok(id) = TypedId::<Persons>::parse(name) {
            return Ok(self.store.person(id).await?.map(|person| person.id));
        }
        let email = match name.contains('@') {
            true => name.trim().to_lowercase(),
            false => format!("{}@{NOBODYS_DOMAIN}", name.to_lowercase()),
        };
        if let Some(person) = self.store.person_by_email(&email).await? {
            return Ok(Some(person.id));
        }
        if !add {
            return Ok(None);
        }
        let person = PersonRecord {
            id: self.new_id(),
            email,
            name: name.to_owned(),
            role: Role::Candidate.as_str().to_owned(),
            // Without a password nobody signs in as them.
            password_hash: None,
            story: None,
            created_at: self.ms(),
        };
        self.store.add_person(&person).await?;
        done.added += 1;
        Ok(Some(person.id))
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
