//! What the engine did and why, as small values.
//!
//! They become sentences only when somebody reads them.

use assay_kernel::{Date, Validity};
use assay_programme::model::{Amendment, Cascade, Cohort, ExamVersion, OutsideEnd, PolicyVersion, Route};

use crate::{Status, engine::SparedBy};

/// One decision of the engine.
#[derive(Clone, Copy)]
pub(crate) struct Step<'a> {
    pub(crate) on: Date,
    /// About which certification; none where the event names nothing known.
    pub(crate) about: Option<usize>,
    /// The place of the deciding event in the history; none for a fact of the programme.
    pub(crate) event: Option<usize>,
    pub(crate) cause: Cause<'a>,
    pub(crate) old_until: Option<Date>,
    pub(crate) new_until: Option<Date>,
}

#[derive(Clone, Copy)]
pub(crate) enum Cause<'a> {
    /// A new award; `before` is what became of an earlier one.
    Awarded { version: Option<&'a PolicyVersion>, cohort: Option<&'a Cohort>, before: Status },
    /// Renewed by a route; `kept` where `never_shorten` left the later day.
    Renewed {
        version: &'a PolicyVersion,
        route: &'a Route,
        length: Validity,
        /// The old last valid day, where the new period counts from it.
        from: Option<Date>,
        kept: bool,
    },
    /// Renewed because the upper one was awarded or renewed.
    Cascaded { upper: usize, version: &'a PolicyVersion, cascade: &'a Cascade },
    /// Moved by a bulk change; `None` where the history carries it.
    Amended { amendment: Option<&'a Amendment> },
    /// Ended by an outside event.
    Ended { version: &'a PolicyVersion, end: &'a OutsideEnd },
    /// Taken away.
    Revoked,
    /// A derived one reached its count.
    Reached { version: &'a PolicyVersion, active: u32, needed: u32 },
    /// Counted towards a route that is not complete.
    Counted {
        version: &'a PolicyVersion,
        route: &'a Route,
        credits: (u32, u32),
        fees: (u32, u32),
        parts: (u32, u32),
    },
    /// So many credits did not stand an audit; so many of them were taken from the running cycle.
    Struck {
        version: Option<&'a PolicyVersion>,
        n: u32,
        taken: u32,
        /// Whether credits have renewed before.
        renewed: bool,
    },
    /// Changed nothing.
    Refused(Refusal<'a>),
}

#[derive(Clone, Copy)]
pub(crate) enum Refusal<'a> {
    UnknownExam,
    UnknownCertification,
    OutsideTestDates(&'a ExamVersion),
    /// The certification's exam is gone: no award.
    Retired(Date),
    /// No award is made after this day, though exam and routes may go on.
    AwardsEnded(Date),
    /// A derived one cannot be earned by itself.
    Derived(&'a PolicyVersion),
    NotHeld,
    Revoked,
    /// A revocation of what is revoked.
    RevokedBefore,
    Over(Option<Date>),
    NoRoute(Option<&'a PolicyVersion>),
    Route(&'a PolicyVersion, &'a Route, Closed),
    Cascade {
        upper: usize,
        version: &'a PolicyVersion,
        cascade: &'a Cascade,
        why: CascadeNo,
    },
    Failed,
    /// An outside end that does not reach this holder.
    Spared {
        version: &'a PolicyVersion,
        end: &'a OutsideEnd,
        by: SparedBy<'a>,
    },
}

/// Why a route does not work on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    Ended(Date),
    Retired(Date),
    State(Status),
    NoExpiry,
    NotOpen(Date),
    Shut(Date),
    Short { credits: (u32, u32), fees: (u32, u32), parts: (u32, u32) },
}

/// Why a cascade did nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CascadeNo {
    Ended(Date),
    Retired(Date),
    State(Status),
    Later,
}

/// Receives the engine's steps; `Silent` costs nothing.
pub(crate) trait Witness<'a> {
    /// Whether anybody listens; refusals are looked into only then.
    const LISTENS: bool;
    fn note(&mut self, step: Step<'a>);
}

impl<'a> Witness<'a> for Vec<Step<'a>> {
    const LISTENS: bool = true;
    fn note(&mut self, step: Step<'a>) {
        self.push(step);
    }
}
