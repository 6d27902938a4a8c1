//! Dated changes of any kind, as people look at them.
//!
//! What becomes of one certification, and when.

use assay_kernel::Date;

use crate::model::{FunctionEnd, Programme, Retirement, RuleChange, Transition};

/// A dated change of a programme, whatever its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change<'a> {
    /// One exam version gives way to another.
    Transition(&'a Transition),
    /// Something ends without a successor.
    Retirement(&'a Retirement),
    /// Rules change, and no exam version with them.
    Rules(&'a RuleChange),
}

impl<'a> Change<'a> {
    /// The file name; stable in links.
    pub fn id(self) -> &'a str {
        match self {
            Change::Transition(of) => &of.id,
            Change::Retirement(of) => &of.id,
            Change::Rules(of) => &of.id,
        }
    }

    /// In words.
    pub fn title(self) -> &'a str {
        match self {
            Change::Transition(of) => &of.title,
            Change::Retirement(of) => &of.title,
            Change::Rules(of) => &of.title,
        }
    }

    /// Day of the announcement; none where it is not known.
    pub fn announced_on(self) -> Option<Date> {
        match self {
            Change::Transition(of) => of.announced_on,
            Change::Retirement(of) => of.announced_on,
            Change::Rules(of) => of.announced_on,
        }
    }

    /// Whether the public knows of it on a day.
    ///
    /// Where no day is on record it always did.
    pub fn is_announced_on(self, day: Date) -> bool {
        self.announced_on().is_none_or(|on| on <= day)
    }

    /// The slug of the announcement.
    pub fn announcement(self) -> Option<&'a str> {
        match self {
            Change::Transition(of) => of.announcement.as_deref(),
            Change::Retirement(of) => of.announcement.as_deref(),
            Change::Rules(of) => of.announcement.as_deref(),
        }
    }

    /// What happens to holders, one sentence each.
    pub fn consequences(self) -> &'a [String] {
        match self {
            Change::Transition(of) => &of.consequences,
            Change::Retirement(of) => &of.consequences,
            Change::Rules(of) => &of.consequences,
        }
    }

    /// What ends with it, function by function.
    pub fn ends(self) -> &'a [FunctionEnd] {
        match self {
            Change::Transition(of) => &of.ends,
            Change::Retirement(of) => &of.ends,
            Change::Rules(_) => &[],
        }
    }

    /// Whether it touches a certification.
    ///
    /// An exam version of it, a function, or its rules.
    pub fn concerns(self, programme: &Programme, certification: &str) -> bool {
        let of_it = |exam: &str| programme.exam(exam).is_some_and(|exam| exam.certification == certification);
        let by_nature = match self {
            Change::Transition(of) => {
                let old = std::iter::once(&of.from).chain(&of.also_from);
                old.chain([&of.to]).any(|exam| of_it(exam.as_str()))
            }
            Change::Retirement(_) => false,
            Change::Rules(of) => of.certifications.iter().any(|code| *code == certification),
        };
        by_nature || self.ends().iter().any(|end| end.certification == certification)
    }

    /// The day on which it is done: nothing of it comes later.
    fn done_on(self) -> Option<Date> {
        match self {
            Change::Transition(of) => Some(of.first_test_day_on.max(of.last_test_day_on)),
            Change::Retirement(of) => of.ends.iter().map(|end| end.on).max(),
            Change::Rules(of) => Some(of.effective_on),
        }
    }
}

/// Every change of a programme.
pub fn changes(programme: &Programme) -> impl Iterator<Item = Change<'_>> {
    let transitions = programme.transitions.iter().map(Change::Transition);
    let retirements = programme.retirements.iter().map(Change::Retirement);
    transitions.chain(retirements).chain(programme.rule_changes.iter().map(Change::Rules))
}

/// The changes of a certification that the public knows on a day, the latest first.
pub fn changes_of<'a>(programme: &'a Programme, certification: &str, day: Date) -> Vec<Change<'a>> {
    let known = |change: &Change<'_>| change.is_announced_on(day);
    let mut found: Vec<Change<'a>> =
        changes(programme).filter(known).filter(|change| change.concerns(programme, certification)).collect();
    found.sort_by_key(|change| std::cmp::Reverse(change.done_on()));
    found
}
