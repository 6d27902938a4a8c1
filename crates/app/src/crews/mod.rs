//! The room of crews: people whom an employer or a trainer looks after, each of whom accepted.
//!
//! Nothing of anybody is read before it was looked whether they show it; what a crew's lead sees of a member
//! and what the member sees of that comes of one function ([`seen`]).

mod accept;
mod ahead;
mod assign;
mod file;
mod invented;
mod invite;
mod look;
mod member;
mod own;
mod rules;
mod seen;
mod shares;
mod sums;
mod work;

use std::sync::Arc;

use assay_kernel::CrewId;
use assay_store::{CrewMemberRecord, CrewRecord};

pub use accept::{InvitationOpened, InvitedTo};
pub use ahead::{AheadMonth, EndingAhead, WayAhead};
pub use assign::{AskedWork, AssignDone};
pub use file::{AssignFile, AssignLine, AssignVerdict, LIST_BYTES_MAX};
pub use invite::InvitationLine;
pub use look::{CrewPeople, CrewView};
pub use member::MembershipView;
pub use own::OwnCrewsView;
pub(crate) use rules::ACTS;
pub use rules::OwnCrews;
pub use seen::{AssignedWork, HeldShown, MemberSeen, PlanStepsShown};
pub use shares::ShareLine;
pub use sums::{CoverLine, CrewSum};
pub use work::WorkChoice;

use crate::{AppError, FieldFault, Mint, bell::Bell, progress::KnowsProgress, shelf::Shelf};

/// Crews that one person leads: more is a business of inviting.
pub const CREWS_MAX: i64 = 5;
/// People of a crew, with those who are invited: what its page was measured with.
pub const CREW_PEOPLE_MAX: usize = 200;

/// Crews, and who is in them.
pub struct Crews {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    /// Who knows how far people are.
    progress: Arc<dyn KnowsProgress>,
    /// Whether mail leaves.
    mails: bool,
}

/// A crew in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewLine {
    /// Id.
    pub id: CrewId,
    /// What it is called.
    pub name: String,
}

impl From<&CrewRecord> for CrewLine {
    fn from(record: &CrewRecord) -> Self {
        CrewLine { id: record.id, name: record.name.clone() }
    }
}

impl From<&CrewMemberRecord> for CrewLine {
    fn from(record: &CrewMemberRecord) -> Self {
        CrewLine { id: record.crew_id, name: record.crew_name.clone() }
    }
}

fn fault(field: &'static str, text: impl Into<String>) -> AppError {
    AppError::Invalid(vec![FieldFault::new(field, text)])
}

impl Crews {
    pub(crate) fn new(
        shelf: Shelf,
        (mint, bell): (Mint, Bell),
        progress: Arc<dyn KnowsProgress>,
        mails: bool,
    ) -> Self {
        Crews { shelf, mint, bell, progress, mails }
    }
}
