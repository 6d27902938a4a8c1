//! A way to renew, and the days on which it works.

use assay_kernel::{Date, Period};
use assay_programme::model::{ExamVersion, Route};

use crate::{ahead::End, engine::day_after};

/// What renews, or earns anew.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    /// A route of its own.
    Route(&'a Route),
    /// An upper one: which, which of its cascades that reach this one, and what brings it about.
    Cascade { upper: usize, nth: usize, through: Through },
    /// Its own exam, or that of the one that follows it.
    Earn { what: usize },
}

impl By<'_> {
    /// Whether both are the same way, perhaps in two versions of its policy.
    pub(crate) fn is(&self, other: &By<'_>) -> bool {
        match (self, other) {
            (By::Route(route), By::Route(other)) => route.id == other.id,
            (By::Cascade { upper, nth, .. }, By::Cascade { upper: other, nth: other_nth, .. }) => {
                (upper, nth) == (other, other_nth)
            }
            (By::Earn { what }, By::Earn { what: other }) => what == other,
            _ => false,
        }
    }
}

/// What is to be done about an upper certification.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Through {
    /// Pass its exam.
    Pass,
    /// Take another of its routes.
    Renewal,
}

/// A way before it is told.
#[derive(Clone, Copy)]
pub(crate) struct Way<'a> {
    pub(crate) by: By<'a>,
    /// The days on which it works.
    pub(crate) window: Window,
    /// The days on which the rules offer it at all, whatever this holder's dates are.
    pub(crate) offered: Window,
    /// The last valid day it gives if taken now, or on the day it opens.
    pub(crate) gives_until: Option<Date>,
    /// The first day on which taking it ends earlier than what is held, and the last valid day it gives.
    ///
    /// Looked at when it opens, and when a later version takes over (renewal-rules, trap a).
    pub(crate) shortens: Option<(Date, Option<Date>)>,
    pub(crate) exam: Option<&'a ExamVersion>,
}

impl Way<'_> {
    /// Bounds it by an outside event ahead (renewal-rules 17); false where no day is left.
    ///
    /// What does not spare the holder gives no more than the event leaves.
    pub(super) fn end_with(&mut self, end: &End<'_>, as_of: Date) -> bool {
        self.window.close(Some(end.last));
        let spares_from = match self.by {
            By::Route(route) => end.spares_from(route),
            By::Cascade { .. } | By::Earn { .. } => None,
        };
        if self.gives_until.is_none() {
            self.window.open(spares_from.filter(|first| *first > as_of));
        }
        if spares_from.is_none_or(|first| self.window.first(as_of) < first) {
            self.gives_until = earlier(self.gives_until, end.last);
        }
        self.window.is_left(as_of)
    }

    /// Closes it with a day; false where no day is left.
    pub(super) fn close(&mut self, last: Date, as_of: Date) -> bool {
        self.window.close(Some(last));
        self.window.is_left(as_of)
    }

    /// Goes on with the same way under the next version.
    pub(super) fn join(&mut self, next: Self, as_of: Date) {
        if !self.offered.reaches(&next.offered) {
            return;
        }
        let offered = Window { opens_on: self.offered.opens_on, closes_on: next.offered.closes_on };
        let shortens = self.shortens.or(next.shortens);
        if !self.window.is_left(as_of) {
            *self = next;
        } else if next.window.is_left(as_of) && self.window.reaches(&next.window) {
            self.window.closes_on = next.window.closes_on;
            self.shortens = shortens;
        }
        self.offered = offered;
    }
}

fn earlier(until: Option<Date>, last: Date) -> Option<Date> {
    until.into_iter().chain([last]).min()
}

/// Days on which something works, both inclusive; open where absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) opens_on: Option<Date>,
    pub(crate) closes_on: Option<Date>,
}

impl Window {
    pub(super) fn close(&mut self, last: Option<Date>) {
        self.closes_on = self.closes_on.into_iter().chain(last).min();
    }

    pub(super) fn open(&mut self, first: Option<Date>) {
        self.opens_on = self.opens_on.into_iter().chain(first).max();
    }

    pub(super) fn narrow(&mut self, other: Window) {
        self.open(other.opens_on);
        self.close(other.closes_on);
    }

    /// The first day on which it works, from a day on.
    pub(crate) fn first(&self, as_of: Date) -> Date {
        self.opens_on.map_or(as_of, |opens| opens.max(as_of))
    }

    /// Whether it is still ahead or running.
    pub(crate) fn is_left(&self, as_of: Date) -> bool {
        self.closes_on.is_none_or(|closes| self.first(as_of) <= closes)
    }

    /// Whether no day lies between the end of this one and the start of the next.
    pub(super) fn reaches(&self, next: &Window) -> bool {
        self.closes_on.is_none_or(|closes| next.opens_on.is_none_or(|opens| opens <= day_after(closes)))
    }
}

/// The day before, as the last one on which something that ends is still there.
pub(super) fn day_before(day: Date) -> Date {
    Period::days(1).before(day)
}
