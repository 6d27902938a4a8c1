//! Test days and registration days of an exam version.
//!
//! And what is left of them under a registration.

use assay_kernel::Date;

use crate::model::ExamVersion;

/// Days from a first to a last one, both inclusive.
///
/// Without an end where there is no last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first of them.
    pub first: Date,
    /// The last of them, if there is one; never before the first.
    pub last: Option<Date>,
}

impl Days {
    /// The days between two days; none where the last comes before the first.
    pub fn between(first: Date, last: Option<Date>) -> Option<Days> {
        last.is_none_or(|last| first <= last).then_some(Days { first, last })
    }

    /// Whether a day is one of them.
    pub fn contains(self, day: Date) -> bool {
        day >= self.first && !self.are_over(day)
    }

    /// Whether all of them lie before a day.
    pub fn are_over(self, day: Date) -> bool {
        self.last.is_some_and(|last| day > last)
    }

    /// Those of them from a day on.
    pub fn from(self, day: Date) -> Option<Days> {
        Days::between(self.first.max(day), self.last)
    }

    /// Those of them up to a day; all of them where none is named.
    pub fn until(self, day: Option<Date>) -> Option<Days> {
        Days::between(self.first, self.last.into_iter().chain(day).min())
    }
}

/// The language in which the exam version is given here: its first.
///
/// A registration names no language yet, so this one's days decide.
pub fn language_here(exam: &ExamVersion) -> Option<&str> {
    exam.languages.first().map(String::as_str)
}

/// The test days that apply here: those of [`language_here`].
pub fn here(exam: &ExamVersion) -> Days {
    let (first, last) = match language_here(exam) {
        Some(language) => exam.test_days_in(language),
        None => (exam.first_test_day_on, exam.last_test_day_on),
    };
    // A last day before the first is a fault that `check` reports; a reading goes on with the first alone.
    Days { first, last: last.map(|last| last.max(first)) }
}

/// The days on which a registration is accepted here: those of [`language_here`].
pub fn registration_here(exam: &ExamVersion) -> Days {
    let own = exam.by_language.iter().find(|dates| Some(dates.language.as_str()) == language_here(exam));
    let first = own.and_then(|own| own.registration_opens_on).unwrap_or(exam.registration_opens_on);
    let last = own.and_then(|own| own.last_registration_day_on).or(exam.last_registration_day_on);
    Days { first, last: last.or(here(exam).last).map(|last| last.max(first)) }
}

/// The days on which a registration can be used.
///
/// Those it was made for, as far as the exam version is sat.
pub fn of_registration(exam: &ExamVersion, sit_from: Date, sit_until: Option<Date>) -> Option<Days> {
    here(exam).from(sit_from)?.until(sit_until)
}

/// Test days of the exam version, then those of each language that has its own.
fn stretches(exam: &ExamVersion) -> impl Iterator<Item = (Date, Option<Date>)> {
    let languages = exam.by_language.iter().map(|dates| exam.test_days_in(&dates.language));
    std::iter::once((exam.first_test_day_on, exam.last_test_day_on)).chain(languages)
}

/// The first day on which it can be sat in any language.
pub fn first_in_any(exam: &ExamVersion) -> Date {
    stretches(exam).map(|(first, _)| first).fold(exam.first_test_day_on, Date::min)
}

/// The first day from a day on, on which it can be sat in any language.
///
/// Its languages may leave a gap.
pub fn next_in_any(exam: &ExamVersion, from: Date) -> Option<Date> {
    let ahead = stretches(exam).filter(|(_, last)| last.is_none_or(|last| last >= from));
    ahead.map(|(first, _)| first.max(from)).min()
}

/// The last day on which every language can be sat, where others go on.
pub fn first_end(exam: &ExamVersion) -> Option<Date> {
    let ends = || exam.languages.iter().map(|language| exam.test_days_in(language).1);
    let first = ends().flatten().min()?;
    ends().any(|last| last != Some(first)).then_some(first)
}
