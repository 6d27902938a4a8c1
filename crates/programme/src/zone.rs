//! How far two time zones lie apart.
//!
//! So that a change of a programme's zone can say what it does to every last day.

use assay_kernel::Date;
use jiff::{
    ToSpan,
    tz::{TimeZone, TimeZoneDatabase},
};

/// A year in which both zones have been through summer and winter.
const DAYS: i32 = 366;
const HOUR_S: i32 = 3600;

/// By how many hours the end of a day moves with the zone: earlier, and later.
///
/// The most in the year from a day on, rounded up to whole hours. None where a zone is not known.
///
/// ```
/// use assay_kernel::date;
/// use assay_programme::zone::shift;
/// // In summer London is an hour ahead of UTC.
/// assert_eq!(shift("UTC", "Europe/London", date(2026, 11, 23)), Some((1, 0)));
/// assert_eq!(shift("UTC", "Asia/Kolkata", date(2026, 11, 23)), Some((6, 0)));
/// assert_eq!(shift("UTC", "Nowhere", date(2026, 11, 23)), None);
/// ```
pub fn shift(from: &str, to: &str, day: Date) -> Option<(u32, u32)> {
    let (from, to) = (zone(from)?, zone(to)?);
    let (mut earlier, mut later) = (0, 0);
    for days in 0..DAYS {
        let end = day.saturating_add(days.days()).at(23, 59, 59, 0);
        let seconds =
            |zone: &TimeZone| Some(zone.to_ambiguous_zoned(end).compatible().ok()?.offset().seconds());
        let ahead = seconds(&to)? - seconds(&from)?;
        earlier = earlier.max(ahead);
        later = later.max(-ahead);
    }
    let hours = |seconds: i32| seconds.unsigned_abs().div_ceil(HOUR_S.unsigned_abs());
    Some((hours(earlier), hours(later)))
}

/// A zone of the bundled database, so that no machine answers otherwise; UTC where none is named.
fn zone(name: &str) -> Option<TimeZone> {
    if name.is_empty() { Some(TimeZone::UTC) } else { TimeZoneDatabase::bundled().get(name).ok() }
}
