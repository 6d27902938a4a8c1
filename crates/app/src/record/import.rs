//! What happened elsewhere is put on record: passes of before, credits, payments, what the body decided.

use std::collections::HashMap;

use assay_kernel::{Arg, CertificationCode, Date, Said, source::distance};
use assay_programme::model::{Earned, Programme};
use assay_standing::{Event, Happening};
use assay_store::{NewHistory, PersonRecord, Unit};

use super::{Record, counter::happened, rules::Import};
use crate::{AppError, Asking, accounts, deed::Deed};

/// People of one commit.
const PEOPLE_PER_COMMIT: usize = 200;
/// Letters of an unknown name that are compared and given back.
const NAME_SHOWN_MAX: usize = 40;
/// Nearest names that are suggested.
const NEAR_MAX: usize = 3;

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

impl Record {
    /// Puts events on record, person by person, who are named by id or e-mail address. Recording a file
    /// twice changes nothing the second time.
    ///
    /// # Errors
    /// The store failed; what was recorded until then stays and is known the next time.
    pub async fn import(
        &self,
        asking: &Asking,
        histories: &assay_standing::Histories,
        add_people: bool,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Recorded, AppError> {
        let mut done = Recorded::default();
        self.import_into(asking, histories, add_people, progress, &mut done).await?;
        Ok(done)
    }

    /// The same, counting as it goes: where the store fails, `deed` is what is on record until then.
    ///
    /// # Errors
    /// The store failed.
    pub async fn import_into(
        &self,
        asking: &Asking,
        histories: &assay_standing::Histories,
        add_people: bool,
        progress: &(dyn Fn(usize) + Sync),
        done: &mut Recorded,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<Import>()?;
        let store = self.shelf.under(&permit);
        let (today, now) = (asking.today, asking.at);
        let mut batch: Vec<(Option<PersonRecord>, Vec<NewHistory>)> = Vec::new();
        for (place, (name, events)) in histories.iter().enumerate() {
            let add = add_people && begins_with_something(events);
            let (person, new) = match self.person_of_import(asking, store, name, add, done).await? {
                Some(found) => found,
                None => continue,
            };
            let mut known: HashMap<(Date, Happening), Vec<Option<String>>> = HashMap::new();
            if new.is_none() {
                for event in &store.history_of(person).await? {
                    known.entry(identity(event)).or_default().push(event.reference.clone());
                }
            }
            let mut rows = Vec::with_capacity(events.len());
            for event in events {
                let ahead = event.date > today || event.recorded_at.is_some_and(|at| at > now);
                if ahead || is_about_everyone(&event.happening) {
                    done.refused.push(format!("{name} on {}", event.date));
                    continue;
                }
                // The same twice in a file is twice; the same on record already is not recorded again.
                match known.get_mut(&identity(event)).is_some_and(|left| take_same(left, event)) {
                    true => done.known += 1,
                    false => rows.push(NewHistory { person, event: event.clone(), sitting: None }),
                }
            }
            if new.is_some() || !rows.is_empty() {
                batch.push((new, rows));
            }
            if batch.len() == PEOPLE_PER_COMMIT {
                self.commit(asking, &mut batch, done).await?;
                progress(place + 1);
            }
        }
        self.commit(asking, &mut batch, done).await?;
        self.bell.ring();
        Ok(())
    }

    async fn commit(
        &self,
        asking: &Asking,
        batch: &mut Vec<(Option<PersonRecord>, Vec<NewHistory>)>,
        done: &mut Recorded,
    ) -> Result<(), AppError> {
        let mut unit = Unit::new();
        for (new, events) in &*batch {
            unit.extend(new.iter().flat_map(accounts::counter::added));
            unit.extend(events.iter().flat_map(|event| happened(event, asking.ms())));
        }
        if !unit.is_empty() {
            let events: usize = batch.iter().map(|(_, events)| events.len()).sum();
            let count = |number: usize| Arg::Count(u64::try_from(number).unwrap_or(u64::MAX));
            let told = Said::of("did.recorded").with("people", count(batch.len())).with("n", count(events));
            let done = Deed::of(&told)?;
            // About one person where the file is about one.
            let done = match batch.as_slice() {
                [(new, events)] => {
                    let one = new.as_ref().map(|new| new.id).or(events.first().map(|event| event.person));
                    match one {
                        Some(one) => done.about(one),
                        None => done,
                    }
                }
                _ => done,
            };
            self.shelf.commit_logged(asking, asking.permit::<Import>()?, done, unit).await?;
        }
        for (new, rows) in std::mem::take(batch) {
            done.added += usize::from(new.is_some());
            done.recorded += rows.len();
        }
        Ok(())
    }
}

/// What makes two events the same. Not the reason of a strike: it was not kept until migration 6, and a file
/// that was recorded before must not take the same credits back again.
fn identity(event: &Event) -> (Date, Happening) {
    let mut happening = event.happening.clone();
    if let Happening::Strike { reason, .. } = &mut happening {
        *reason = None;
    }
    (event.date, happening)
}

/// Takes out of what is on record the one that is the same event. Two courses of one day are two, by their
/// references; one that was recorded without a reference (as releases of before did) is the same as any.
fn take_same(left: &mut Vec<Option<String>>, event: &Event) -> bool {
    let exact = left.iter().position(|reference| *reference == event.reference);
    let same = exact.or_else(|| match event.reference {
        Some(_) => left.iter().position(Option::is_none),
        None => (!left.is_empty()).then_some(0),
    });
    same.map(|place| left.swap_remove(place)).is_some()
}

/// Whether a history begins a record: one that only takes away is about somebody who has one already.
fn begins_with_something(events: &[Event]) -> bool {
    use Happening::{Reinstate, Revoke, Strike, Suspend, Void};
    let takes = |event: &Event| {
        matches!(
            event.happening,
            Revoke { .. } | Suspend { .. } | Reinstate { .. } | Strike { .. } | Void { .. }
        )
    };
    !events.iter().all(takes)
}

/// Facts about everyone stand in the programme's files and on nobody's record.
fn is_about_everyone(happening: &Happening) -> bool {
    matches!(happening, Happening::Retire { .. } | Happening::Amend { .. } | Happening::World { .. })
}

/// A name in an event that the programme does not know, said with the nearest one that it knows: the history
/// is never edited, so a slip in it would stay (F17).
pub fn unknown_name(programme: &Programme, happening: &Happening) -> Option<String> {
    let told = |kind: &str, name: &str, known: Vec<&str>| {
        if known.contains(&name) {
            return None;
        }
        let name: String = name.chars().take(NAME_SHOWN_MAX).collect();
        let nearest = known.iter().map(|known| distance(known, &name)).min();
        let near = known.iter().filter(|known| Some(distance(known, &name)) == nearest);
        let near: Vec<String> = near.take(NEAR_MAX).map(|near| format!("`{near}`")).collect();
        let near = match near.is_empty() {
            true => String::new(),
            false => format!("; did you mean {}?", near.join(" or ")),
        };
        Some(format!("no {kind} is called `{name}`{near}"))
    };
    let certification = |code: &CertificationCode| {
        let known = programme.certifications.iter().map(|known| known.code.as_str());
        told("certification", code.as_str(), known.collect())
    };
    match happening {
        Happening::Pass { what } | Happening::Fail { what } | Happening::Void { what } => match what {
            Earned::Exam(code) => {
                let known = programme.exams.iter().map(|known| known.code.as_str());
                told("exam version", code.as_str(), known.collect())
            }
            Earned::Certification(code) => certification(code),
        },
        Happening::Earn { certification: code }
        | Happening::Do { certification: code, .. }
        | Happening::Credit { certification: code, .. }
        | Happening::Strike { certification: code, .. }
        | Happening::Fee { certification: code, .. }
        | Happening::Revoke { certification: code, .. }
        | Happening::Suspend { certification: code, .. }
        | Happening::Reinstate { certification: code, .. }
        | Happening::Retire { certification: code } => certification(code),
        Happening::Amend { certifications, .. } => certifications.iter().find_map(certification),
        Happening::World { .. } => None,
    }
}
