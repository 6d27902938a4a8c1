//! The day by which somebody wants to be ready, and the exam version of that day.
//!
//! A registration lays down the version and the last day; within it somebody may choose an earlier day of
//! their own. Without one their own day decides which version it would be.

use assay_kernel::Date;
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::{end_known_from, offer_on},
    testing,
};

/// Exam versions of one line that are followed, each way: more would be a mistake of the files.
const LINE_MAX: usize = 20;

/// A registration, as far as a plan goes by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredWindow {
    /// For which exam version.
    pub exam: String,
    /// The first day on which it may be used.
    pub from: Date,
    /// The last one; none where it has none.
    pub until: Option<Date>,
}

/// Why a day is somebody's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetBasis {
    /// The last day of their registration.
    Window,
    /// They chose it.
    Own,
}

/// The day by which somebody wants to be ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrepTarget {
    /// Which.
    pub on: Date,
    /// Why that one.
    pub basis: TargetBasis,
}

/// The day: one's own within a registration, else its last, else one's own.
pub fn target(own: Option<Date>, window: Option<&RegisteredWindow>) -> Option<PrepTarget> {
    let own = own.map(|on| PrepTarget { on, basis: TargetBasis::Own });
    let Some(window) = window else { return own };
    let last = window.until.map(|on| PrepTarget { on, basis: TargetBasis::Window });
    let is_within =
        |target: &PrepTarget| window.from <= target.on && window.until.is_none_or(|until| target.on <= until);
    own.filter(is_within).or(last).or(own)
}

/// The exam versions that give way to one another, the earliest first.
///
/// As far as the public knows them.
pub fn line<'p>(programme: &'p Programme, exam: &str, today: Date) -> Vec<&'p ExamVersion> {
    let mut first = exam;
    for _ in 0..LINE_MAX {
        let Some(before) = programme.transition_to(first) else { break };
        first = before.from.as_str();
    }
    let mut codes = vec![first];
    while let Some(next) = codes.last().and_then(|last| programme.transition_from(last)) {
        if codes.len() >= LINE_MAX || codes.contains(&next.to.as_str()) {
            break;
        }
        codes.push(next.to.as_str());
    }
    let known = codes.into_iter().filter_map(|code| programme.exam(code));
    known.filter(|exam| offer_on(programme, exam, today).is_public()).collect()
}

/// The exam version that is sat on a day, as far as it is known today.
///
/// The one that somebody prepares for, where it is still sat then; else the one of its line that is. None
/// where no known one is.
pub fn version_on<'p>(
    programme: &'p Programme,
    exam: &str,
    on: Date,
    today: Date,
) -> Option<&'p ExamVersion> {
    let is_sat = |version: &&ExamVersion| {
        let mut days = testing::here(version);
        // An end that is not announced is none to anybody outside.
        if end_known_from(programme, version).is_some_and(|known| today < known) {
            days.last = None;
        }
        days.contains(on)
    };
    let versions = line(programme, exam, today);
    let own = versions.iter().copied().find(|version| version.code == *exam);
    own.filter(is_sat).or_else(|| versions.into_iter().rev().find(is_sat))
}

#[cfg(test)]
mod tests {
    use assay_kernel::{date, source::SourceFile};

    use super::*;

    fn programme() -> Programme {
        let files = [
            SourceFile::new(
                "exams/A-1.toml",
                "code = 'A-1'\nregistration_opens_on = 2024-01-01\nfirst_test_day_on = 2024-01-01\n\
                 last_test_day_on = 2025-09-29",
            ),
            SourceFile::new(
                "exams/A-2.toml",
                "code = 'A-2'\nregistration_opens_on = 2025-09-09\nfirst_test_day_on = 2025-09-30",
            ),
            SourceFile::new(
                "transitions/a.toml",
                "id = 'a'\nfrom = 'A-1'\nto = 'A-2'\nannounced_on = 2025-07-15\n\
                 last_test_day_on = 2025-09-29\nfirst_test_day_on = 2025-09-30\nfailed_sits = 'A-2'",
            ),
        ];
        assay_programme::parse(&files).0
    }

    #[test]
    fn the_version_is_the_one_that_is_sat_on_the_day_and_tells_nothing_before_it_is_announced() {
        let programme = programme();
        let (before, after) = (date(2025, 7, 14), date(2025, 7, 15));
        for (exam, on, today, wanted) in [
            ("A-1", date(2025, 9, 29), after, Some("A-1")),
            ("A-1", date(2025, 9, 30), after, Some("A-2")),
            ("A-2", date(2025, 9, 29), after, Some("A-1")),
            ("A-2", date(2025, 12, 1), after, Some("A-2")),
            ("A-1", date(2025, 9, 30), before, Some("A-1")),
            ("A-1", date(2023, 1, 1), after, None),
            ("B-1", date(2025, 9, 29), after, None),
        ] {
            let found = version_on(&programme, exam, on, today).map(|version| version.code.as_str());
            assert_eq!(found, wanted, "{exam} on {on}, asked on {today}");
        }
        let codes = |today| line(&programme, "A-2", today).iter().map(|exam| exam.code.to_string()).collect();
        let found: Vec<String> = codes(before);
        assert_eq!(found, ["A-1"]);
        let found: Vec<String> = codes(after);
        assert_eq!(found, ["A-1", "A-2"]);
    }

    #[test]
    fn a_registration_lays_down_the_last_day_and_within_it_one_chooses() {
        let window = |until| RegisteredWindow { exam: "A-1".into(), from: date(2025, 8, 1), until };
        let (early, late) = (date(2025, 9, 1), date(2025, 10, 20));
        let (limited, open) = (window(Some(date(2025, 9, 29))), window(None));
        for (own, window, on, basis) in [
            (None, Some(&limited), date(2025, 9, 29), TargetBasis::Window),
            (Some(early), Some(&limited), early, TargetBasis::Own),
            (Some(late), Some(&limited), date(2025, 9, 29), TargetBasis::Window),
            (Some(date(2025, 7, 1)), Some(&limited), date(2025, 9, 29), TargetBasis::Window),
            (Some(late), Some(&open), late, TargetBasis::Own),
            (Some(late), None, late, TargetBasis::Own),
        ] {
            assert_eq!(target(own, window), Some(PrepTarget { on, basis }), "{own:?} {window:?}");
        }
        assert_eq!((target(None, None), target(None, Some(&open))), (None, None));
    }
}
