//! What the engine did and why, as small values.
//!
//! They become sentences only when somebody reads them.

use assay_kernel::{Date, Validity};
use assay_programme::model::{Amendment, Cascade, Cohort, ExamVersion, OutsideEnd, PolicyVersion, Route};

use crate::output::Status;

/// One decision of the engine.
#[derive(Clone, Copy)]
pub(crate) struct EngineStep<'a> {
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
        /// The last valid day from which the new period counts, where it counts from one: the old one, or
        /// after a long lapse a later end of its cycle.
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
    /// Suspended by the body.
    Barred,
    /// Given back.
    Reinstated,
    /// The result that it rested on was voided: it is taken away, or its last valid day is as without it.
    Voided { revoked: bool },
    /// A derived one reached its count.
    Reached { version: &'a PolicyVersion, count: Count },
    /// The end of a derived one moved with those it is made of, or it fell below its count.
    Followed { version: &'a PolicyVersion, count: Count },
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
    Refused(NotRenewed<'a>),
}

/// How many members of a derived one are active, of how many it needs.
#[derive(Clone, Copy)]
pub(crate) struct Count {
    pub(crate) active: u32,
    pub(crate) needed: u32,
}

/// Why what was done counts for nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uncounted {
    /// The cycle it would be for begins only on this day.
    Early(Date),
    /// Credits for the renewal counted up to this day.
    Late(Date),
    /// The rules let no more of this kind count.
    Full,
}

#[derive(Clone, Copy)]
pub(crate) enum NotRenewed<'a> {
    UnknownExam,
    UnknownCertification,
    OutsideTestDates(&'a ExamVersion),
    /// The certification's exam is gone: no award.
    Retired(Date),
    /// No award is made after this day, though exam and routes may go on.
    AwardsEnded(Date),
    /// An award that would end on this day, before it begins.
    OverAtOnce(&'a PolicyVersion, Date),
    /// Credits, payments or an activity that count for nothing.
    Uncounted(&'a PolicyVersion, Uncounted),
    /// A derived one cannot be earned by itself.
    Derived(&'a PolicyVersion),
    NotHeld,
    Revoked,
    /// A revocation of what is revoked.
    RevokedBefore,
    /// Nothing renews or awards what the body has suspended.
    Barred,
    /// A suspension of what is suspended by the body.
    BarredBefore,
    /// A suspension of what is over.
    NothingToBar,
    /// A reinstatement of what is neither revoked nor suspended by the body.
    NotTakenAway,
    /// A result is voided that is not on record.
    NoResult,
    /// A result is voided on which nothing rests.
    NothingRests,
    Over(Option<Date>),
    NoRoute(Option<&'a PolicyVersion>),
    Route(&'a PolicyVersion, &'a Route, RouteClosed),
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

/// The day on which an outside end was escaped, and the route; none where it was the award.
pub(crate) type SparedBy<'a> = (Date, Option<&'a Route>);

/// Why a route does not work on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouteClosed {
    Ended(Date),
    Retired(Date),
    State(Status),
    NoExpiry,
    NotOpen(Date),
    Shut(Date),
    Short {
        credits: (u32, u32),
        fees: (u32, u32),
        parts: (u32, u32),
    },
    /// It gives no last valid day in the future.
    NotAhead,
}

/// Why a cascade did nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CascadeNo {
    Ended(Date),
    Retired(Date),
    State(Status),
    Later,
    /// It would end on this day, which is past.
    Past(Date),
}

/// Receives the engine's steps; `Silent` costs nothing.
pub(crate) trait Witness<'a> {
    /// Whether anybody listens; refusals are looked into only then.
    const LISTENS: bool;
    fn note(&mut self, step: EngineStep<'a>);
}

impl<'a> Witness<'a> for Vec<EngineStep<'a>> {
    const LISTENS: bool = true;
    fn note(&mut self, step: EngineStep<'a>) {
        self.push(step);
    }
}
