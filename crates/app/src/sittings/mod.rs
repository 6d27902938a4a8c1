//! The room of sittings: start, deliver, answer, hand in, score, result; hold, release, void; take along.
//!
//! Memory keeps of a sitting what never changes; whether it is open, who writes it and what it holds is read
//! from the store each time, so that nothing is shown or told that is not durable (F11). Whether a change is
//! taken is judged by the statement that appends it. The walk of a saved answer is in
//! `docs/lifecycle/save-an-answer.md`.

mod answer;
mod decide;
mod deliver;
mod export;
mod hand_in;
mod held;
mod job;
mod list;
mod opened;
mod result;
mod rules;
mod score;
mod seat;
mod start;
mod work;
mod writing;

use std::sync::Arc;

pub use decide::{SittingDecision, SittingPreview};
pub use export::{ExportFormat, ExportKind, ExportParts, ExportWanted};
pub use held::HeldExam;
pub(crate) use job::SittingsJob;
pub use list::{SittingForTeam, SittingsWanted, TeamState};
pub use result::{BankView, ResultView};
pub(crate) use rules::ACTS;
pub use rules::{Export, SeeAll};
pub use seat::Seat;

use crate::{
    Mint,
    bell::Bell,
    shelf::Shelf,
    vault::{Sealed, Vault},
};

/// More of a browser's name than this says nothing.
const DEVICE_CHARS_MAX: usize = 200;

/// Delivering and scoring examinations: the only room that holds the bank and its keys.
pub struct Sittings {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    /// Banks and keys, by the files they were read from.
    exams: Arc<Vault<Sealed>>,
    /// What never changes of the sittings that run.
    seats: seat::Seats,
}

impl Sittings {
    pub(crate) fn new(shelf: Shelf, mint: Mint, bell: Bell, exams: Arc<Vault<Sealed>>) -> Self {
        Sittings { shelf, mint, bell, exams, seats: seat::Seats::default() }
    }

    /// How many sittings are held in memory.
    pub fn in_memory(&self) -> usize {
        self.seats.count()
    }
}

/// A browser's name for itself, as far as it says something.
fn shortened(device: &str) -> String {
    device.chars().take(DEVICE_CHARS_MAX).collect()
}
