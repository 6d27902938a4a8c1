//! What happened to a person, as events.
//!
//! How an event is written stands in [`HistoryLine`].

use std::collections::HashMap;

use assay_kernel::{CertificationCode, Date, Instant, Period, Validity};
use assay_programme::model::Earned;

/// Something that happened to a person on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The day, in the programme's zone.
    pub date: Date,
    /// What.
    pub happening: Happening,
    /// Where it is recorded, e.g. a sitting's id; given back in decisions.
    pub reference: Option<String>,
    /// When it was recorded, maybe later; none where it was always known.
    ///
    /// A standing does not ask for it; what was known at an instant does ([`crate::known`]).
    pub recorded_at: Option<Instant>,
}

impl Event {
    /// An event without a reference, known ever since.
    pub fn new(date: Date, happening: Happening) -> Self {
        Event { date, happening, reference: None, recorded_at: None }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Happening {
    /// The body awarded the certification; taken as given.
    Earn {
        /// Which.
        certification: CertificationCode,
    },
    /// An exam was passed: it renews what is held, else it earns.
    Pass {
        /// The exam version, or the certification where a record knows no version.
        what: Earned,
    },
    /// An exam was failed; changes no standing.
    Fail {
        /// The exam version, or the certification where a record knows no version.
        what: Earned,
    },
    /// A renewing activity other than a pass, by the name a route gives it.
    Do {
        /// For which.
        certification: CertificationCode,
        /// e.g. `maintain-500`.
        what: String,
    },
    /// Credits were earned (renewal-rules 11).
    Credit {
        /// For which.
        certification: CertificationCode,
        /// How many.
        n: u32,
        /// Of which category, if any.
        category: Option<String>,
    },
    /// Credits did not stand an audit and are taken back.
    Strike {
        /// For which.
        certification: CertificationCode,
        /// How many.
        n: u32,
        /// Of which category; of any where absent.
        category: Option<String>,
        /// Why.
        reason: Option<String>,
    },
    /// Fees were paid (renewal-rules 14).
    Fee {
        /// For which.
        certification: CertificationCode,
        /// How many payments.
        n: u32,
    },
    /// The body revoked the certification (renewal-rules 21).
    Revoke {
        /// Which.
        certification: CertificationCode,
        /// Why.
        reason: Option<String>,
    },
    /// The body suspends the certification: it counts for nothing until it is reinstated.
    ///
    /// An act of discipline, and no state of dates; the dates run on and are not lengthened.
    Suspend {
        /// Which.
        certification: CertificationCode,
        /// Why.
        reason: Option<String>,
    },
    /// The body takes a revocation or suspension back: it is held again, until the day it had.
    ///
    /// What was done meanwhile and renewed nothing stays so.
    Reinstate {
        /// Which.
        certification: CertificationCode,
        /// Why.
        reason: Option<String>,
    },
    /// The body voids a result: from this day on nothing that followed from it stands.
    ///
    /// Which one is said by the event's reference, the same as that of the pass or fail. An award that
    /// rested on it is revoked, a renewal undone.
    Void {
        /// What the result was of.
        what: Earned,
    },
    /// The certification's own exam and routes end (renewal-rules 20).
    ///
    /// A fact about everyone; it stands in the programme's files, or here in a worked case.
    Retire {
        /// Which.
        certification: CertificationCode,
    },
    /// A bulk change of what is running (renewal-rules 19).
    ///
    /// A fact about everyone, as `Retire`.
    Amend {
        /// Only these; all where empty.
        certifications: Vec<CertificationCode>,
        /// Only awards from this day on.
        earned_from: Option<Date>,
        /// Moves the last valid day by so much...
        shift: Option<Period>,
        /// ... or computes it anew.
        revalidate: Option<Validity>,
        /// Why.
        reason: Option<String>,
    },
    /// An outside event (renewal-rules 17).
    ///
    /// A fact about everyone in the programme's files; here a deadline this one person missed.
    World {
        /// Its name.
        name: String,
    },
}

/// Whether the result that an event tells of was voided, by any event.
pub fn is_voided(history: &[Event], result: &Event) -> bool {
    let voids = |event: &Event| matches!(event.happening, Happening::Void { .. });
    result.reference.is_some()
        && history.iter().any(|event| voids(event) && event.reference == result.reference)
}

/// The histories of many people, in the order in which they first appear.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    people: Vec<(String, Vec<Event>)>,
    places: HashMap<String, usize>,
}

impl Histories {
    /// Adds an event to a person's history.
    pub fn add(&mut self, person: String, event: Event) {
        if let Some(place) = self.places.get(&person)
            && let Some((_, events)) = self.people.get_mut(*place)
        {
            events.push(event);
            return;
        }
        self.places.insert(person.clone(), self.people.len());
        self.people.push((person, vec![event]));
    }

    /// Everyone with their events.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Event])> {
        self.people.iter().map(|(person, events)| (person.as_str(), events.as_slice()))
    }

    /// One person's events; none for somebody unknown.
    pub fn of(&self, person: &str) -> &[Event] {
        let place = self.places.get(person).and_then(|place| self.people.get(*place));
        place.map_or(&[], |(_, events)| events)
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
}
