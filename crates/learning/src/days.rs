//! Days from one to another, whatever a clock says.
//!
//! ```
//! use assay_kernel::date;
//! use assay_learning::days;
//! assert_eq!(days::between(date(2025, 9, 28), date(2025, 10, 1)), 3);
//! assert_eq!(days::between(date(2025, 10, 1), date(2025, 9, 28)), 0, "none back");
//! assert_eq!(days::after(date(2025, 9, 28), 3), date(2025, 10, 1));
//! ```

use assay_kernel::{Date, Period};

/// Days that are reckoned with at most, a century: more is a wrong clock.
const DAYS_MAX: u32 = 36_525;

/// Whole days from one to another; none back.
pub fn between(from: Date, to: Date) -> u32 {
    u32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or_default()
}

/// The day so many days later.
pub fn after(day: Date, days: u32) -> Date {
    span(days).after(day)
}

/// The day so many days earlier.
pub fn before(day: Date, days: u32) -> Date {
    span(days).before(day)
}

fn span(days: u32) -> Period {
    Period::days(i32::try_from(days.min(DAYS_MAX)).unwrap_or_default())
}
