//! The days on which an exam version can be sat, over its languages.

use assay_kernel::Date;
use assay_programme::model::ExamVersion;

/// First and last test days: those of the exam version, then those of languages that have their own.
fn stretches(exam: &ExamVersion) -> impl Iterator<Item = (Date, Option<Date>)> {
    let languages = exam.by_language.iter().map(|dates| exam.test_days_in(&dates.language));
    std::iter::once((exam.first_test_day_on, exam.last_test_day_on)).chain(languages)
}

/// The first day on which it can be sat in any language.
pub(crate) fn first(exam: &ExamVersion) -> Date {
    stretches(exam).map(|(first, _)| first).fold(exam.first_test_day_on, Date::min)
}

/// The first day from a day on, on which it can be sat in any language: its languages may leave a gap.
pub(crate) fn next(exam: &ExamVersion, from: Date) -> Option<Date> {
    let ahead = stretches(exam).filter(|(_, last)| last.is_none_or(|last| last >= from));
    ahead.map(|(first, _)| first.max(from)).min()
}

/// The last day before which every language can be sat, where others go on after it.
pub(crate) fn first_end(exam: &ExamVersion) -> Option<Date> {
    let ends = || exam.languages.iter().map(|language| exam.test_days_in(language).1);
    let first = ends().flatten().min()?;
    ends().any(|last| last != Some(first)).then_some(first)
}
