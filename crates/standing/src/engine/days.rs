//! Last valid days: of an award, of a period.

use assay_kernel::{Date, Period, Validity};
use assay_programme::model::{Cohort, EndRule, PolicyVersion};

/// The last valid day of an award (renewal-rules 1 to 3), and the cohort that set it.
pub(crate) fn award_end(version: &PolicyVersion, day: Date) -> (Option<Date>, Option<&Cohort>) {
    match cohort_of(version, day) {
        Some(cohort) => match cohort.fixed {
            Some(fixed) => (Some(fixed), Some(cohort)),
            None => (end_day(version.end, day, cohort.validity.unwrap_or(version.validity)), Some(cohort)),
        },
        None => (end_day(version.end, day, version.validity), None),
    }
}

fn cohort_of(version: &PolicyVersion, awarded_on: Date) -> Option<&Cohort> {
    version.cohorts.iter().find(|cohort| {
        cohort.from.is_none_or(|from| from <= awarded_on) && cohort.to.is_none_or(|to| awarded_on <= to)
    })
}

/// The validity of an award: its cohort's, else the policy's (renewal-rules 3).
pub(crate) fn own_validity(version: &PolicyVersion, awarded_on: Date) -> Validity {
    cohort_of(version, awarded_on).and_then(|cohort| cohort.validity).unwrap_or(version.validity)
}

/// The last valid day of a period that starts on a day (renewal-rules 2); none without end.
pub(crate) fn end_day(rule: EndRule, start: Date, validity: Validity) -> Option<Date> {
    let Validity::For(period) = validity else { return None };
    let anniversary = period.after(start);
    Some(match rule {
        EndRule::Anniversary => anniversary,
        EndRule::DayBefore => Period::days(1).before(anniversary),
        EndRule::EndOfMonth => anniversary.last_of_month(),
    })
}

/// The day after; the last day of the calendar has none.
pub(crate) fn day_after(day: Date) -> Date {
    Period::days(1).after(day)
}

/// The later of two last valid days, where none is without end.
pub(crate) fn later(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    a.zip(b).map(|(a, b)| a.max(b))
}
