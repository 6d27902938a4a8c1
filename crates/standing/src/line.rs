//! The one form in which an event is written, whoever writes it.
//!
//! JSON lines (docs/concepts/contract.md), the cases of `conformance`, invented people, and the store's rows
//! are all this form; so what one of them can say, all can. This crate knows no JSON: whoever reads or
//! writes lines does so through serde.
//!
//! ```
//! use assay_kernel::date;
//! use assay_standing::{Event, Happening, HistoryLine};
//! let fee = Event::new(date(2026, 11, 3), Happening::Fee { certification: "x".into(), n: 2 });
//! let line = HistoryLine::of("p1", &fee);
//! assert_eq!((line.verb.as_str(), line.n), ("fee", Some(2)));
//! assert_eq!(<(String, Event)>::try_from(line), Ok(("p1".to_owned(), fee)));
//! ```

use assay_kernel::{CertificationCode, Date, ExamCode, Instant, Period, Validity, day};
use assay_programme::model::Earned;
use serde::{Deserialize, Serialize};

use crate::{Event, Happening};

/// One line of a history file, as docs/concepts/contract.md writes it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct HistoryLine {
    /// Whose.
    pub person: String,
    /// The day.
    #[serde(deserialize_with = "day::deserialize")]
    pub date: Date,
    /// What happened: `earn`, `pass`, `fail`, `do`, `credit`, `strike`...
    ///
    /// ... `fee`, `revoke`, `suspend`, `reinstate`, `void`; or `retire`, `amend`, `world`, which then count
    /// for this person only.
    #[serde(rename = "do")]
    pub verb: String,
    /// The exam version of a pass or fail; wins over `cred`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exam: Option<ExamCode>,
    /// The certification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cred: Option<CertificationCode>,
    /// The certifications of an amendment of several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub creds: Vec<CertificationCode>,
    /// The activity's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// How many credits or payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// The credits' category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cat: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it was recorded, e.g. `2026-03-15T09:30:00Z`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
    /// The outside event's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A period by which an amendment moves the last valid day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// A validity with which an amendment computes it anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revalidate: Option<String>,
    /// The first award day an amendment touches.
    #[serde(default, deserialize_with = "day::deserialize_maybe", skip_serializing_if = "Option::is_none")]
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
    #[error(
        "`{0}` is nothing that happens; write earn, pass, fail, do, credit, strike, fee, revoke, suspend, \
         reinstate or void"
    )]
    UnknownVerb(String),
    /// A period that cannot be read.
    #[error("{0}")]
    BadPeriod(String),
}

impl HistoryLine {
    /// An event as it is written.
    pub fn of(person: &str, event: &Event) -> Self {
        let mut line = HistoryLine {
            person: person.to_owned(),
            date: event.date,
            reference: event.reference.clone(),
            recorded_at: event.recorded_at,
            ..HistoryLine::default()
        };
        line.verb = line.tell(&event.happening).to_owned();
        line
    }

    /// Writes down what happened; gives the verb.
    fn tell(&mut self, happening: &Happening) -> &'static str {
        let (verb, certification) = match happening {
            Happening::Earn { certification } => ("earn", Some(certification)),
            Happening::Pass { what } => ("pass", self.about(what)),
            Happening::Fail { what } => ("fail", self.about(what)),
            Happening::Void { what } => ("void", self.about(what)),
            Happening::Do { certification, what } => {
                self.what = Some(what.clone());
                ("do", Some(certification))
            }
            Happening::Credit { certification, n, category } => {
                (self.n, self.cat) = (Some(*n), category.clone());
                ("credit", Some(certification))
            }
            Happening::Strike { certification, n, category, reason } => {
                (self.n, self.cat, self.reason) = (Some(*n), category.clone(), reason.clone());
                ("strike", Some(certification))
            }
            Happening::Fee { certification, n } => {
                self.n = Some(*n);
                ("fee", Some(certification))
            }
            Happening::Revoke { certification, reason } => {
                self.reason.clone_from(reason);
                ("revoke", Some(certification))
            }
            Happening::Suspend { certification, reason } => {
                self.reason.clone_from(reason);
                ("suspend", Some(certification))
            }
            Happening::Reinstate { certification, reason } => {
                self.reason.clone_from(reason);
                ("reinstate", Some(certification))
            }
            Happening::Retire { certification } => ("retire", Some(certification)),
            Happening::Amend { certifications, earned_from, shift, revalidate, reason } => {
                (self.earned_from, self.reason) = (*earned_from, reason.clone());
                self.shift = shift.map(|period| period.to_string());
                self.revalidate = revalidate.map(|validity| validity.to_string());
                self.creds.clone_from(certifications);
                ("amend", None)
            }
            Happening::World { name } => {
                self.name = Some(name.clone());
                ("world", None)
            }
        };
        self.cred = certification.cloned();
        verb
    }

    fn about<'w>(&mut self, what: &'w Earned) -> Option<&'w CertificationCode> {
        match what {
            Earned::Exam(code) => {
                self.exam = Some(code.clone());
                None
            }
            Earned::Certification(code) => Some(code),
        }
    }
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
        "void" => Happening::Void { what: what? },
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
        "suspend" => Happening::Suspend { certification: certification?, reason: line.reason },
        "reinstate" => Happening::Reinstate { certification: certification?, reason: line.reason },
        "retire" => Happening::Retire { certification: certification? },
        "world" => Happening::World { name: line.name.ok_or_else(|| missing("name"))? },
        "amend" => Happening::Amend {
            certifications: certification.into_iter().chain(line.creds).collect(),
            earned_from: line.earned_from,
            shift: line.shift.as_deref().map(Period::parse).transpose().map_err(bad)?,
            revalidate: line.revalidate.as_deref().map(Validity::parse).transpose().map_err(bad)?,
            reason: line.reason,
        },
        _ => return Err(HistoryError::UnknownVerb(verb)),
    })
}
