//! What an event would do to one person: the plan of one person.
//!
//! It is asked before the event is recorded. A value, computed as a standing is: before, after, and why.
//! Nothing is promised that the engine would not decide, since it decides both.
//!
//! ```
//! use assay_kernel::date;
//! use assay_programme::model::{Certification, Programme};
//! use assay_standing::{Event, Happening, Rules, consequence};
//! let files = [assay_kernel::source::SourceFile::new(
//!     "policies/pilot.toml",
//!     "certification = 'pilot'\n[[version]]\nversion = '1'\nvalidity = 'P2Y'".to_owned(),
//! )];
//! let (programme, _) = assay_programme::parse(&files);
//! let earned = Happening::Earn { certification: "pilot".into() };
//! let event = Event::new(date(2026, 3, 1), earned);
//! let follows = consequence(&Rules::new(&programme), &[], &event, date(2026, 3, 2));
//! let change = &follows.changes[0];
//! assert!(change.before.is_none());
//! assert_eq!(change.after.valid_until, Some(date(2028, 3, 1)));
//! assert_eq!(follows.decisions.len(), 1);
//! ```

use assay_kernel::{Date, Said};

use crate::{CredentialStanding, Decided, Decision, Event, Rules, reason};

/// What an event does to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequence {
    /// What the event says, as the beginning of a sentence.
    pub event: Said,
    /// What is held otherwise than before, in the programme's order.
    pub changes: Vec<HeldChange>,
    /// What is decided otherwise than before, the event's own decisions among them.
    pub decisions: Vec<Decision>,
}

/// A certification that is held otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldChange {
    /// How it was held; none where it was not.
    pub before: Option<CredentialStanding>,
    /// How it is held then.
    pub after: CredentialStanding,
    /// What decided it.
    pub because: Option<Said>,
}

impl Consequence {
    /// Why the event does nothing at all; none where it does something.
    pub fn refused(&self) -> Option<&Said> {
        let all = self.decisions.iter().all(|decision| decision.reason.change == Decided::Refusal);
        let last = self.decisions.last().filter(|_| all && self.changes.is_empty());
        last.map(|decision| &decision.reason.said)
    }
}

/// What follows from one event more, on a day, against what follows without it.
pub fn consequence(rules: &Rules<'_>, history: &[Event], event: &Event, today: Date) -> Consequence {
    let known: Vec<Event> = history.iter().filter(|known| known.date <= today).cloned().collect();
    let mut then = known.clone();
    // Within a day it comes last, as it is recorded last.
    then.push(event.clone());
    let (before, after) = (rules.standing(&known, today), rules.standing(&then, today));
    let mut changes = Vec::new();
    for after in after.credentials {
        let was = before.credentials.iter().find(|was| was.credential == after.credential);
        if was.is_some_and(|was| same(was, &after)) {
            continue;
        }
        let is_new = |reason: &&crate::Reason| was.is_none_or(|was| !was.reasons.contains(reason));
        // What was decided comes before what the day makes of it.
        let decided = |reason: &&crate::Reason| reason.change != Decided::Status && is_new(reason);
        let mut told = after.reasons.iter().rev();
        let because = told.clone().find(decided).or_else(|| told.find(is_new));
        let because = because.map(|reason| reason.said.clone());
        changes.push(HeldChange { before: was.cloned(), after, because });
    }
    let mut decisions = rules.decisions(&then);
    for decided in rules.decisions(&known) {
        if let Some(place) = decisions.iter().position(|decision| *decision == decided) {
            decisions.remove(place);
        }
    }
    Consequence { event: reason::happened(rules, Some(event), event.date), changes, decisions }
}

/// Whether somebody who holds it would say that nothing changed.
fn same(was: &CredentialStanding, is: &CredentialStanding) -> bool {
    let told = |held: &CredentialStanding| {
        let (revoked, barred) = (held.revoked_on, held.barred_on);
        (held.status, held.earned_on, held.valid_from, held.valid_until, revoked, barred)
    };
    told(was) == told(is)
}
