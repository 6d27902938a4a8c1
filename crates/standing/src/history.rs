//! What happened to a person, as events; and the JSON-lines form of interfaces.md.
//!
//! This crate knows no JSON: whoever reads lines deserialises a [`HistoryLine`] and converts it.

use std::collections::HashMap;

use assay_kernel::{CertificationCode, Date, ExamCode, Instant, Period, Validity};
use assay_programme::model::Earned;
use serde::Deserialize;

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
#[derive(Clone, Debug, PartialEq)]
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
    /// Credits were earned (renewal-zoo 11).
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
    /// Fees were paid (renewal-zoo 14).
    Fee {
        /// For which.
        certification: CertificationCode,
        /// How many payments.
        n: u32,
    },
    /// The body revoked the certification (renewal-zoo 21).
    Revoke {
        /// Which.
        certification: CertificationCode,
        /// Why.
        reason: Option<String>,
    },
    /// The certification's own exam and routes end (renewal-zoo 20).
    ///
    /// A fact about everyone; it stands in the programme's files, or here in a worked case.
    Retire {
        /// Which.
        certification: CertificationCode,
    },
    /// A bulk change of what is running (renewal-zoo 19).
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
    /// An outside event (renewal-zoo 17).
    ///
    /// A fact about everyone in the programme's files; here a deadline this one person missed.
    World {
        /// Its name.
        name: String,
    },
}

/// One line of a history file, as interfaces.md writes it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct HistoryLine {
    /// Whose.
    pub person: String,
    /// The day.
    pub date: Date,
    /// What happened: `earn`, `pass`, `fail`, `do`, `credit`, `strike`...
    ///
    /// ... `fee`, `revoke`; or `retire`, `amend`, `world`, which then count for this person only.
    #[serde(rename = "do")]
    pub verb: String,
    /// The certification.
    pub cred: Option<CertificationCode>,
    /// The exam version of a pass or fail; wins over `cred`.
    pub exam: Option<ExamCode>,
    /// The activity's name.
    pub what: Option<String>,
    /// How many credits or payments.
    pub n: Option<u32>,
    /// The credits' category.
    pub cat: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Where it is recorded.
    pub reference: Option<String>,
    /// When it was recorded, e.g. `2026-03-15T09:30:00Z`.
    pub recorded_at: Option<Instant>,
    /// The outside event's name.
    pub name: Option<String>,
    /// A period by which an amendment moves the last valid day.
    pub shift: Option<String>,
    /// A validity with which an amendment computes it anew.
    pub revalidate: Option<String>,
    /// The first award day an amendment touches.
    pub earned_from: Option<Date>,
}

/// A line that says nothing usable; the message says what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// A key that this verb needs is not there.
    #[error("`{verb}` needs `{key}`; add it to the line")]
    Missing {
        /// The line's `do`.
        verb: String,
        /// What is missing.
        key: &'static str,
    },
    /// A verb that nothing understands.
    #[error("`{0}` is nothing that happens; write earn, pass, fail, do, credit, strike, fee or revoke")]
    UnknownVerb(String),
    /// A period that cannot be read.
    #[error("{0}")]
    BadPeriod(String),
}

impl TryFrom<HistoryLine> for (String, Event) {
    type Error = HistoryError;

    fn try_from(mut line: HistoryLine) -> Result<Self, HistoryError> {
        let person = std::mem::take(&mut line.person);
        let reference = line.reference.take();
        let (date, recorded_at) = (line.date, line.recorded_at);
        let happening = happening_of(line)?;
        Ok((person, Event { date, happening, reference, recorded_at }))
    }
}

fn happening_of(line: HistoryLine) -> Result<Happening, HistoryError> {
    let bad = |error: assay_kernel::PeriodError| HistoryError::BadPeriod(error.to_string());
    let verb = line.verb;
    let missing = |key| HistoryError::Missing { verb: verb.clone(), key };
    let certification = line.cred.clone().ok_or_else(|| missing("cred"));
    let what = match (line.exam, line.cred) {
        (Some(exam), _) => Ok(Earned::Exam(exam)),
        (None, Some(certification)) => Ok(Earned::Certification(certification)),
        (None, None) => Err(missing("exam` or `cred")),
    };
    Ok(match verb.as_str() {
        "earn" => Happening::Earn { certification: certification? },
        "pass" => Happening::Pass { what: what? },
        "fail" => Happening::Fail { what: what? },
        "do" => {
            Happening::Do { certification: certification?, what: line.what.ok_or_else(|| missing("what"))? }
        }
        "credit" => Happening::Credit {
            certification: certification?,
            n: line.n.ok_or_else(|| missing("n"))?,
            category: line.cat,
        },
        "strike" => Happening::Strike {
            certification: certification?,
            n: line.n.ok_or_else(|| missing("n"))?,
            category: line.cat,
            reason: line.reason,
        },
        "fee" => Happening::Fee { certification: certification?, n: line.n.unwrap_or(1) },
        "revoke" => Happening::Revoke { certification: certification?, reason: line.reason },
        "retire" => Happening::Retire { certification: certification? },
        "world" => Happening::World { name: line.name.ok_or_else(|| missing("name"))? },
        "amend" => Happening::Amend {
            certifications: certification.ok().into_iter().collect(),
            earned_from: line.earned_from,
            shift: line.shift.as_deref().map(Period::parse).transpose().map_err(bad)?,
            revalidate: line.revalidate.as_deref().map(Validity::parse).transpose().map_err(bad)?,
            reason: line.reason,
        },
        _ => return Err(HistoryError::UnknownVerb(verb)),
    })
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
