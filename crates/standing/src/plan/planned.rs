//! Whom a plan looks at.

use assay_kernel::{Date, ExamCode};

use crate::Event;

/// A person as a plan looks at them.
#[derive(Clone, Copy, Debug)]
pub struct PlannedPerson<'a> {
    /// Who.
    pub person: &'a str,
    /// What happened to them.
    pub history: &'a [Event],
    /// Their open registrations.
    pub registrations: &'a [OpenRegistration],
}

/// An open registration: the right to sit an exam version within some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRegistration {
    /// Which exam version.
    pub exam: ExamCode,
    /// First day on which it may be sat.
    pub sit_from: Date,
    /// Last day on which it may be sat, inclusive; open where there is none.
    pub sit_until: Option<Date>,
}
