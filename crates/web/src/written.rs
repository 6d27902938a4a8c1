//! On which day something was written down, where the programme may stand on another one.

use assay_app::Asking;
use assay_assessment::registration::long;
use assay_kernel::{Date, Instant};

/// The day on which something was recorded, in a column of days.
///
/// A demonstration's own day is another one: beside it, a real day says that it is one.
pub(crate) fn recorded(asking: &Asking, at: Instant) -> String {
    written_on(asking, asking.day_of(at))
}

/// The same of a day that is known already.
pub(crate) fn written_on(asking: &Asking, on: Date) -> String {
    let day = long(on);
    if asking.is_set_elsewhere() { format!("{day} (really)") } else { day }
}

/// The same within a sentence, after `recorded` or `proposed`.
pub(crate) fn recorded_on(asking: &Asking, at: Instant) -> String {
    let day = long(asking.day_of(at));
    if asking.is_set_elsewhere() { format!("really on {day}") } else { format!("on {day}") }
}
