//! A request asks once: who, when, on which day, under which programme.
//!
//! Made at the door ([`crate::Door`]) and handed down, so that no use case reads the clock or the programme a
//! second time: what began under one version ends under it, and what was decided at one instant is written
//! with that instant.

use std::sync::Arc;

use assay_kernel::{Actor, Date, Instant, PersonId};
use assay_store::{Ms, PersonRecord};
use jiff::tz::TimeZone;

use crate::{
    Account, AppError, Published,
    permit::{Act, Denied, Permit, Tie, Whole, by_tie, conceivable, decide},
};

/// In whose words somebody is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
}

/// Who asks, when, and under what: one for each request, command and job.
#[derive(Clone)]
pub struct Asking {
    /// Who.
    pub actor: Actor,
    /// The instant: for deadlines and records.
    pub at: Instant,
    /// The programme's day: what every rule about days looks at. In a demonstration the demo clock's.
    pub today: Date,
    /// The zone in which the programme's days are days.
    pub zone: TimeZone,
    /// What anybody may know of the programme in force.
    pub programme: Arc<Published>,
    /// In whose words the answer is.
    pub locale: Locale,
}

impl Asking {
    /// The day in the programme's zone on which something was written down.
    pub fn day_of(&self, at: Instant) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// Whether the programme stands on another day than the machine: a demonstration whose clock was set.
    pub fn is_set_elsewhere(&self) -> bool {
        self.day_of(self.at) != self.today
    }

    /// The same moment, asked by somebody: a door asks before it knows who stands there.
    #[must_use]
    pub fn by(self, actor: Actor) -> Asking {
        Asking { actor, ..self }
    }

    /// The person who asks, before it is looked whether anything is there: the answer to a stranger is the
    /// same for what exists and for what does not (F22).
    ///
    /// # Errors
    /// `NotSignedIn`.
    pub fn person(&self) -> Result<PersonId, AppError> {
        self.actor.person().copied().ok_or(AppError::NotSignedIn)
    }

    /// Leave to do something that is about no single thing: a list, a setting, what is one's own.
    ///
    /// # Errors
    /// The table of permissions says no.
    pub(crate) fn permit<A: Act<On = Whole>>(&self) -> Result<Permit<A>, Denied> {
        decide::<A>(&self.actor, self.at, &Whole)
    }

    /// Leave to do something with a thing that was opened already: each commit asks.
    ///
    /// # Errors
    /// The table of permissions says no.
    pub(crate) fn permit_on<A: Act>(&self, thing: &A::On) -> Result<Permit<A>, Denied> {
        decide::<A>(&self.actor, self.at, thing)
    }

    /// Whether the one who asks may do something with a thing: what a page draws its buttons by.
    pub fn may<A: Act>(&self, thing: &A::On) -> bool {
        decide::<A>(&self.actor, self.at, thing).is_ok()
    }

    /// Whether the one who asks may do something that is about no single thing.
    pub fn may_at_all<A: Act<On = Whole>>(&self) -> bool {
        self.may::<A>(&Whole)
    }

    /// The same, refused where not: what comes before a look at what somebody sends.
    ///
    /// # Errors
    /// Not signed in, or the table of permissions says no.
    pub fn must_at_all<A: Act<On = Whole>>(&self) -> Result<(), AppError> {
        Ok(self.permit::<A>().map(drop)?)
    }

    /// Whether there is anything with which the one who asks might do something: whether a page offers it.
    pub fn may_ever<A: Act>(&self) -> bool {
        conceivable::<A>(&self.actor).is_ok()
    }

    /// Whether the one who asks may do something with a person.
    pub fn may_with<A: Act<On = PersonRecord>>(&self, person: &Account) -> bool {
        let relation = Tie::of_person(person.id, person.is_of_team(self.at), &self.actor);
        by_tie::<A>(&self.actor, relation).is_ok()
    }

    /// Whether the one who asks may do something with a thing of somebody's: what a page draws its links by.
    pub fn may_with_thing_of<A: Act>(&self, owner: PersonId) -> bool {
        by_tie::<A>(&self.actor, Tie::of_owner(owner, &self.actor)).is_ok()
    }

    pub(crate) fn ms(&self) -> Ms {
        Ms(self.at)
    }

    /// Whose thing it is, as the one who asks sees it.
    pub(crate) fn owns(&self, owner: PersonId) -> bool {
        self.actor.person() == Some(&owner)
    }
}
