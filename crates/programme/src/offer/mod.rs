//! What the programme offers on a day.
//!
//! Which exam versions can be registered for, and what a pass earns.
//!
//! The day is an argument; a demo clock and the real one ask the same questions.
//!
//! ```
//! use assay_kernel::{date, source::SourceFile};
//! use assay_programme::offer::{OfferState, offer_on};
//! let exam = "code = 'A-1'\nregistration_opens_on = 2025-09-09\nlast_test_day_on = 2026-01-31";
//! let (programme, _) = assay_programme::parse(&[SourceFile::new("exams/A-1.toml", exam)]);
//! let exam = programme.exam("A-1").unwrap();
//! let opens_on = date(2025, 9, 9);
//! assert_eq!(offer_on(&programme, exam, date(2025, 9, 8)), OfferState::NotYetOpen { opens_on });
//! assert!(offer_on(&programme, exam, opens_on).accepts_registration());
//! ```

mod change;
mod known;
mod language;
mod milestone;
mod telling;

use assay_kernel::{Date, Period};
use serde::Serialize;

pub use change::{Change, changes, changes_of};
pub use known::{
    end_known_from, function_end_known_from, known_from, policy_known_on, prep_until, version_known_from,
};
pub use language::{language_name, languages_in_words};
pub use milestone::{
    Milestone, MilestoneKind, milestones_of_certification, milestones_of_change, milestones_of_transition,
    route_title,
};
pub use telling::{TellingDay, telling_days};

use crate::{
    model::{Certification, EndRule, ExamVersion, Policy, Programme},
    testing,
};
use assay_kernel::Validity;

/// Where an exam version stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OfferState {
    /// The public does not know of it yet.
    Unannounced,
    /// Known, but registration is not open.
    NotYetOpen {
        /// First day on which a registration is accepted.
        opens_on: Date,
    },
    /// Registration is open.
    Open {
        /// Last day on which a registration is accepted, if it ends.
        until: Option<Date>,
    },
    /// Still sat by those who registered in time.
    #[serde(rename = "booking_closed")]
    RegistrationClosed {
        /// Last day of testing, where one is set.
        last_test_day_on: Option<Date>,
    },
    /// Over in the language its own dates are for; others go on.
    OtherLanguagesOnly {
        /// Last day of testing in any of them, where one is set.
        until: Option<Date>,
    },
    /// No longer sat.
    Retired {
        /// First day on which it could not be sat.
        since: Date,
    },
}

impl OfferState {
    /// Whether a registration is accepted in this state.
    pub fn accepts_registration(self) -> bool {
        matches!(self, OfferState::Open { .. })
    }

    /// Whether pages may show the exam version in this state.
    pub fn is_public(self) -> bool {
        self != OfferState::Unannounced
    }
}

/// Says where an exam version stands on a day.
pub fn offer_on(programme: &Programme, exam: &ExamVersion, day: Date) -> OfferState {
    if known_from(programme, exam).is_some_and(|known| day < known) {
        return OfferState::Unannounced;
    }
    let days = testing::here(exam);
    if days.are_over(day) {
        return match exam.last_test_day_of_all() {
            Some(last) if day > last => OfferState::Retired { since: Period::days(1).after(last) },
            until => OfferState::OtherLanguagesOnly { until },
        };
    }
    let registration = testing::registration_here(exam);
    if registration.are_over(day) {
        return OfferState::RegistrationClosed { last_test_day_on: days.last };
    }
    if day < registration.first {
        return OfferState::NotYetOpen { opens_on: registration.first };
    }
    OfferState::Open { until: registration.last }
}

/// Whether a registration for the exam version is accepted on a day.
pub fn can_register_on(exam: &ExamVersion, day: Date) -> bool {
    testing::registration_here(exam).contains(day)
}

/// The exam versions for which one can register on a day, by code.
pub fn exams_open_on(programme: &Programme, day: Date) -> Vec<&ExamVersion> {
    let open = |exam: &&ExamVersion| offer_on(programme, exam, day).accepts_registration();
    programme.exams.iter().filter(open).collect()
}

/// The certification that a pass of an exam version earns.
pub fn earns<'a>(programme: &'a Programme, exam: &ExamVersion) -> Option<&'a Certification> {
    programme.certification(exam.certification.as_str())
}

/// The last day on which a first fail leaves time to retake the same version.
pub fn last_fail_to_retake(programme: &Programme, exam: &ExamVersion) -> Option<Date> {
    let last = testing::here(exam).last?;
    let wait = programme.examination.retake.wait_after(1)?;
    let day = wait.before(last);
    // A wait of months and days is not always undone by subtraction: never promise a day too late.
    (0..3).map(|back| Period::days(back).before(day)).find(|day| wait.after(*day) <= last)
}

/// The last valid day of an award made on a day, before any renewal.
pub fn first_valid_until(policy: &Policy, earned_on: Date) -> Option<Date> {
    let rules = policy.in_force_on(earned_on)?;
    // As standing does: the first cohort of the day decides (renewal-rules 3).
    let cohort = rules.cohorts.iter().find(|cohort| {
        cohort.from.is_none_or(|from| from <= earned_on) && cohort.to.is_none_or(|to| earned_on <= to)
    });
    if let Some(fixed) = cohort.and_then(|cohort| cohort.fixed) {
        return Some(fixed);
    }
    let validity = cohort.and_then(|cohort| cohort.validity).unwrap_or(rules.validity);
    let Validity::For(period) = validity else { return None };
    let anniversary = period.after(earned_on);
    Some(match rules.end {
        EndRule::Anniversary => anniversary,
        EndRule::DayBefore => Period::days(1).before(anniversary),
        EndRule::EndOfMonth => anniversary.last_of_month(),
    })
}

fn title_of(programme: &Programme, certification: &str) -> String {
    programme.certification(certification).map_or_else(|| certification.to_owned(), |c| c.title.clone())
}
