//! Dated changes of a programme.
//!
//! One exam version gives way to another, something ends, rules change.

use assay_kernel::{CertificationCode, Date, ExamCode};

use super::{clause::Clause, outline::Claim};

/// A dated replacement of one exam version by another: `transitions/<id>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// The file name.
    pub id: String,
    /// In words.
    pub title: String,
    /// The exam version that ends.
    pub from: ExamCode,
    /// Further exam versions that the same one replaces.
    pub also_from: Vec<ExamCode>,
    /// The exam version that follows.
    pub to: ExamCode,
    /// Day of the announcement; none where it is not known.
    pub announced_on: Option<Date>,
    /// Day the new guide is out (restated; must agree with the exam version).
    pub guide_released_on: Option<Date>,
    /// Day registration for the new one opens (restated).
    pub registration_opens_on: Option<Date>,
    /// Last day of registration the old one (restated).
    pub last_registration_day_on: Option<Date>,
    /// Last test day of the old one (restated).
    pub last_test_day_on: Date,
    /// First test day of the new one (restated).
    pub first_test_day_on: Date,
    /// Whether both may be sat for a time; not said in older files.
    pub cut: Option<Cut>,
    /// Whether the new name goes to those who hold the old certification.
    pub rename_is_retroactive: bool,
    /// The exam version for those who failed the old one too late to retake it.
    pub failed_sits: ExamCode,
    /// What a pass of the new one earns (restated).
    pub earns: Option<CertificationCode>,
    /// What ends with it, function by function (restated).
    pub ends: Vec<FunctionEnd>,
    /// The slug of the announcement.
    pub announcement: Option<String>,
    /// What was announced about the content, to be checked against the crosswalk.
    pub claims: Vec<Claim>,
    /// What happens to holders, one sentence each; shown on pages.
    pub consequences: Vec<String>,
    /// Where this stands.
    pub clause: Clause,
}

impl Transition {
    /// Whether this exam version is one of those that end.
    pub fn replaces(&self, exam: &str) -> bool {
        self.from == exam || self.also_from.iter().any(|also| *also == exam)
    }

    /// Whether the public knows of it on a day.
    ///
    /// Where no day is on record it always did.
    pub fn is_announced_on(&self, day: Date) -> bool {
        self.announced_on.is_none_or(|on| on <= day)
    }
}

/// How test days of the old and the new exam version meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The new one starts the day after the old one's last.
    Hard,
    /// Both may be sat for a time.
    Overlap,
}

/// The end of one function of a certification.
///
/// 'Retired' is not one bit (docs/concepts/transition.md).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionEnd {
    /// Whose.
    pub certification: CertificationCode,
    /// Which.
    pub function: Function,
    /// Its last day, inclusive.
    pub on: Date,
    /// Where this stands.
    pub clause: Clause,
}

/// What a certification does for people, each with an end of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Function {
    /// New awards.
    Award,
    /// A renewal route, by id.
    Route(String),
    /// Renewing others when it is awarded or renewed.
    Cascade,
    /// The prep plan of its exam versions.
    Prep,
}

impl Function {
    /// As files and pages write it: `award`, `route retake`, `cascade`, `prep`.
    pub fn words(&self) -> String {
        match self {
            Function::Award => "award".to_owned(),
            Function::Route(id) => format!("route {id}"),
            Function::Cascade => "cascade".to_owned(),
            Function::Prep => "prep".to_owned(),
        }
    }
}

/// Certifications that end without a successor.
///
/// `transitions/<id>.toml` with `kind = "retirement"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Retirement {
    /// The file name.
    pub id: String,
    /// In words.
    pub title: String,
    /// Day of the announcement; none where it is not known.
    pub announced_on: Option<Date>,
    /// What ends, function by function (restated).
    ///
    /// Must agree with exam versions, policies and prep plans.
    pub ends: Vec<FunctionEnd>,
    /// The slug of the announcement.
    pub announcement: Option<String>,
    /// What happens to holders, one sentence each.
    pub consequences: Vec<String>,
    /// Where this stands.
    pub clause: Clause,
}

/// Rules that change on a day, and no exam version with them.
///
/// `transitions/<id>.toml` with `kind = "rules"`.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// The file name.
    pub id: String,
    /// In words.
    pub title: String,
    /// Day of the announcement; none where it is not known.
    pub announced_on: Option<Date>,
    /// First day of the new rules (restated).
    ///
    /// A version, cohort, amendment or outside event starts then.
    pub effective_on: Date,
    /// Whose rules.
    pub certifications: Vec<CertificationCode>,
    /// The slug of the announcement.
    pub announcement: Option<String>,
    /// What happens to holders, one sentence each.
    pub consequences: Vec<String>,
    /// Where this stands.
    pub clause: Clause,
}
