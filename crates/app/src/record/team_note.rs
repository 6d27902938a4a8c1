//! The notes about a person as the team sees them.

use assay_kernel::{Instant, NoteId};
use assay_store::{PersonRecord, TeamNoteRecord};

use super::rules::WriteNote;
use crate::{Account, Asking};

/// A note of the team.
#[derive(Clone, Debug)]
pub struct TeamNote {
    /// Id.
    pub id: NoteId,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub written_at: Instant,
    /// When it was changed last; none where it says what it said first.
    pub changed_at: Option<Instant>,
}

impl From<TeamNoteRecord> for TeamNote {
    fn from(record: TeamNoteRecord) -> Self {
        TeamNote {
            id: record.id,
            text: record.text,
            by: record.writer_name.unwrap_or_default(),
            written_at: record.written_at.0,
            changed_at: record.changed_at.map(|at| at.0),
        }
    }
}

/// The notes about a person.
pub struct TeamNotes {
    /// About whom.
    pub person: Account,
    /// The notes, the latest first.
    pub notes: Vec<TeamNote>,
    /// Whether whoever looks may write.
    pub may_write: bool,
}

impl TeamNotes {
    pub(super) fn of(asking: &Asking, person: &PersonRecord, notes: Vec<TeamNoteRecord>) -> TeamNotes {
        TeamNotes {
            may_write: asking.may::<WriteNote>(person),
            person: person.clone().into(),
            notes: notes.into_iter().map(TeamNote::from).collect(),
        }
    }
}
