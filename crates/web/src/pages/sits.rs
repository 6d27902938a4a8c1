//! Which exam versions a way to renew leads through, each with its days.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::offer_on,
};
use assay_standing::RenewBy;

use super::catalogue::end_is_known;

/// The exam versions that can be sat within a way's days, oldest first.
///
/// A way names one exam version, the one of its first day; that one may end before the way does.
fn within<'a>(programme: &'a Programme, way: &RenewBy, today: Date) -> Vec<&'a ExamVersion> {
    let named = way.exam.as_ref().and_then(|code| programme.exam(code.as_str()));
    let Some(named) = named else { return Vec::new() };
    let from = way.opens_on.map_or(today, |opens| opens.max(today));
    let sat = |exam: &&ExamVersion| {
        exam.last_test_day_of_all().is_none_or(|last| last >= from)
            && way.closes_on.is_none_or(|closes| exam.first_test_day_on <= closes)
            && offer_on(programme, exam, today).is_public()
    };
    programme.exams_of(named.certification.as_str()).into_iter().filter(sat).collect()
}

/// `DVA-C02 until 30 November 2026, DVA-C03 from 1 December 2026 on`.
///
/// Empty where the one exam version can be sat on every day of the way.
pub(super) fn in_words(programme: &Programme, way: &RenewBy, today: Date) -> String {
    let exams = within(programme, way, today);
    let last = |exam: &ExamVersion| {
        exam.last_test_day_of_all().filter(|last| {
            end_is_known(programme, exam, today) && way.closes_on.is_none_or(|closes| *last < closes)
        })
    };
    let part = |exam: &&ExamVersion| {
        let first = Some(exam.first_test_day_on).filter(|first| *first > today);
        match (first, last(exam)) {
            (None, None) => None,
            (None, Some(last)) => Some(format!("{} until {}", exam.code, long(last))),
            (Some(first), None) => Some(format!("{} from {} on", exam.code, long(first))),
            (Some(first), Some(last)) => {
                Some(format!("{} from {} to {}", exam.code, long(first), long(last)))
            }
        }
    };
    exams.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}
