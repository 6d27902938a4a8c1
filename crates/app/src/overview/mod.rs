//! The room that counts: how the day stands, and reports over a span of days. It reads, and changes nothing.
//!
//! What is counted is what is on record: results in histories, last days on published badges, registrations
//! and sittings. Who holds what is judged elsewhere; a badge says what the engine said when it was published.

mod ending;
mod report;
mod rules;
mod today;

pub use ending::{Ending, EndingWeek, NEXT_DAYS, SOON_DAYS};
pub use report::{EndingLine, FirstTries, FunnelLine, MonthLine, ReportWanted, ResultLine};
pub(crate) use rules::ACTS;
pub use rules::{SeeReports, SeeToday};
pub use today::{RegisteredLine, Today, WaitingChange, WaitingForTeam};

use crate::shelf::Shelf;

/// What is counted.
pub struct Overview {
    shelf: Shelf,
}

impl Overview {
    pub(crate) fn new(shelf: Shelf) -> Self {
        Overview { shelf }
    }
}
