//! Worked cases held against policies: the recertification engine's conformance.
//!
//! A case is a history with expectations; a programme stands for each policy it names.
//!
//! ```
//! use std::collections::BTreeMap;
//! use assay_kernel::source::SourceFile;
//! use assay_standing::conformance::{read_cases, run};
//! let text = "
//!     [[case]]
//!     id = 'c'
//!     policy = 'p'
//!     events = []
//!     expect = [{ cred = 'x', on = 2026-01-01, state = 'none' }]
//! ";
//! let (cases, faults) = read_cases(&SourceFile::new("cases.toml", text));
//! assert!(faults.is_empty());
//! let policies = BTreeMap::from([("p".to_owned(), Default::default())]);
//! assert_eq!(run(&policies, &cases).to_string(), "1 passed, 0 failed");
//! ```

use std::{collections::BTreeMap, fmt};

use assay_kernel::{
    CertificationCode, Date, Diagnostics,
    source::{Reader, SourceFile},
};
use assay_programme::model::Programme;

use crate::{Event, HistoryLine, Rules, Status};

/// A worked case.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name.
    pub id: String,
    /// Which policy it is about.
    pub policy: String,
    /// Where its dates come from.
    pub source: String,
    /// What happens.
    pub events: Vec<Event>,
    /// What must come of it.
    pub expect: Vec<Expectation>,
}

/// What must come of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// About which certification.
    pub certification: CertificationCode,
    /// What.
    pub expected: Expected,
}

/// An expected last valid day or state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// After all events; none where there is no end.
    LastValidDay(Option<Date>),
    /// On a day.
    State {
        /// The day.
        on: Date,
        /// The state.
        status: Status,
    },
}

/// The outcome of a run; prints as `N passed, M failed`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOutcome {
    /// Expectations that hold.
    pub passed: usize,
    /// Those that do not.
    pub disagreements: Vec<Disagreement>,
}

impl RunOutcome {
    /// How many expectations do not hold.
    pub fn failed(&self) -> usize {
        self.disagreements.len()
    }
}

impl fmt::Display for RunOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed())
    }
}

/// An expectation that does not hold; prints as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The case's name.
    pub case: String,
    /// About which certification.
    pub certification: CertificationCode,
    /// What the case says.
    pub expected: String,
    /// What the policies give.
    pub found: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Disagreement { case, certification, expected, found } = self;
        write!(f, "{case}: {certification}: expected {expected}, found {found}")
    }
}

/// Holds cases against the programmes of their policies.
pub fn run(policies: &BTreeMap<String, Programme>, cases: &[Case]) -> RunOutcome {
    let rules: BTreeMap<&str, Rules<'_>> =
        policies.iter().map(|(name, programme)| (name.as_str(), Rules::new(programme))).collect();
    let mut verdict = RunOutcome::default();
    for case in cases {
        for expectation in &case.expect {
            let expected = describe(&expectation.expected);
            let found = match rules.get(case.policy.as_str()) {
                Some(rules) => found(rules, case, expectation),
                None => format!("no policy named `{}`", case.policy),
            };
            if expected == found {
                verdict.passed += 1;
            } else {
                let (case, certification) = (case.id.clone(), expectation.certification.clone());
                verdict.disagreements.push(Disagreement { case, certification, expected, found });
            }
        }
    }
    verdict
}

fn found(rules: &Rules<'_>, case: &Case, expectation: &Expectation) -> String {
    let code = expectation.certification.as_str();
    match expectation.expected {
        Expected::LastValidDay(_) => match rules.last_valid_day(&case.events, code) {
            Some(until) => describe(&Expected::LastValidDay(until)),
            None => "never held".to_owned(),
        },
        Expected::State { on, .. } => {
            describe(&Expected::State { on, status: rules.status_on(&case.events, code, on) })
        }
    }
}

fn describe(expected: &Expected) -> String {
    match expected {
        Expected::LastValidDay(Some(day)) => format!("last valid day {day}"),
        Expected::LastValidDay(None) => "no end".to_owned(),
        Expected::State { on, status } => format!("{} on {}", status.as_str(), on.strftime("%-d %B %Y")),
    }
}

const STATES: &[(&str, Status)] = &[
    ("active", Status::Active),
    ("grace", Status::Grace),
    ("suspended", Status::Suspended),
    ("expired", Status::Expired),
    ("inactive", Status::Inactive),
    ("revoked", Status::Revoked),
    ("none", Status::None),
];

/// Reads a file of cases in the form of `facts/renewal-cases.toml`.
pub fn read_cases(file: &SourceFile) -> (Vec<Case>, Diagnostics) {
    Reader::read(file, |table| table.tables("case", |case| read_case(file, case)))
}

fn read_case(file: &SourceFile, table: &Reader<'_>) -> Case {
    let expect = table.tables("expect", |expect| read_expectation(file, expect));
    Case {
        id: table.text("id"),
        policy: table.text("policy"),
        source: table.maybe_text("src").unwrap_or_default(),
        events: table.tables("events", read_event).into_iter().flatten().collect(),
        expect: expect.into_iter().flatten().collect(),
    }
}

fn read_event(table: &Reader<'_>) -> Option<Event> {
    let n = table.maybe_integer("n").and_then(|number| {
        let count = u32::try_from(number).ok();
        if count.is_none() {
            table.bad("n", format!("{number} is not a count"), "write a whole number from 0");
        }
        count
    });
    // A case is judged by what happened, whenever that was recorded.
    let line = HistoryLine {
        verb: table.text("do"),
        cred: table.maybe_text("cred").map(|code| code.as_str().into()),
        creds: table.texts("creds").iter().map(|code| code.as_str().into()).collect(),
        exam: table.maybe_text("exam").map(|code| code.as_str().into()),
        what: table.maybe_text("what"),
        n,
        cat: table.maybe_text("cat"),
        reason: table.maybe_text("reason"),
        reference: table.maybe_text("reference"),
        name: table.maybe_text("name"),
        shift: table.maybe_text("shift"),
        revalidate: table.maybe_text("revalidate"),
        earned_from: table.maybe_date("earned_from"),
        date: table.date("date")?,
        ..HistoryLine::default()
    };
    match <(String, Event)>::try_from(line) {
        Ok((_, event)) => Some(event),
        Err(error) => {
            table.bad("do", error.to_string(), "");
            None
        }
    }
}

fn read_expectation(file: &SourceFile, table: &Reader<'_>) -> Option<Expectation> {
    let certification = table.text("cred").as_str().into();
    let expected = if table.has("state") {
        let (on, status) = (table.date("on"), table.choice("state", STATES));
        Expected::State { on: on?, status: status? }
    } else {
        // A date, or the word `never`: the reader gives no type before it is asked for one.
        let written = file.text.get(table.place("expiry").span).unwrap_or_default();
        match written.trim_matches(['"', '\'']) {
            "never" => table.maybe_text("expiry").map(|_| Expected::LastValidDay(None))?,
            _ => Expected::LastValidDay(Some(table.date("expiry")?)),
        }
    };
    Some(Expectation { certification, expected })
}
