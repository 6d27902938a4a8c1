//! Exam versions and announced changes that are taken out of the programme.

use assay_kernel::Date;
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::{Change, changes},
    testing,
};

use super::finding::{Finding, FindingKind, Lost, Severity, finding};
use crate::words;

/// Whether an exam version is gone before anybody could sit it, and nobody did.
///
/// Only then can it be withdrawn: passes refer to their exam version for ever.
pub(super) fn is_withdrawn(exam: &ExamVersion, proposed: &Programme, sat: usize, today: Date) -> bool {
    proposed.exam(exam.code.as_str()).is_none() && sat == 0 && today < testing::first_in_any(exam)
}

pub(super) fn exams(
    current: &Programme,
    proposed: &Programme,
    lost: &Lost,
    today: Date,
    found: &mut Vec<Finding>,
) {
    for exam in current.exams.iter().filter(|exam| proposed.exam(exam.code.as_str()).is_none()) {
        let (booked, sat) = (lost.booked(&exam.code), lost.sat(&exam.code));
        let bookings = words::count(u32::try_from(booked).unwrap_or(u32::MAX), "open booking");
        found.push(if is_withdrawn(exam, proposed, sat, today) {
            let first = words::day(testing::first_in_any(exam));
            let title = format!("The exam version {} is withdrawn before its first day, {first}", exam.code);
            let severity = if booked > 0 { Severity::Warning } else { Severity::Note };
            finding(FindingKind::ExamWithdrawn, severity, title, format!("{bookings} for it; nobody sat it."))
        } else {
            let title = format!("The exam version {} is no longer part of the programme", exam.code);
            let text = format!(
                "{bookings} for it. Passes of the past refer to it: end it with `last_test_day_on` instead."
            );
            finding(FindingKind::ExamRemoved, Severity::Error, title, text)
        });
    }
}

/// Changes that were announced, and are taken back or no longer told.
pub(super) fn announced(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let stays = |change: &Change<'_>| changes(proposed).any(|other| other.id() == change.id());
    for change in changes(current).filter(|change| !stays(change)) {
        let title = change.title();
        let begun = begins(change).is_none_or(|day| day <= today);
        found.push(match (begun, change.is_announced_on(today)) {
            (true, _) => {
                let title = format!("The change “{title}” is no longer told");
                let text = "It has begun: people look up what it meant for them. Put it back.";
                finding(FindingKind::ChangeWithdrawn, Severity::Error, title, text.to_owned())
            }
            (false, true) => {
                let title = format!("The announced change “{title}” is taken back");
                let text = "People were told of it. Say so in a revision of its announcement.";
                finding(FindingKind::ChangeWithdrawn, Severity::Warning, title, text.to_owned())
            }
            (false, false) => {
                let title = format!("The change “{title}” is dropped before it was announced");
                finding(FindingKind::ChangeWithdrawn, Severity::Note, title, String::new())
            }
        });
    }
}

/// The first day on which something of a change happens to anybody.
fn begins(change: Change<'_>) -> Option<Date> {
    let day = match change {
        Change::Transition(of) => {
            let opens = of.registration_opens_on.unwrap_or(of.first_test_day_on);
            Some(opens.min(of.first_test_day_on).min(testing_ends(of.last_test_day_on)))
        }
        Change::Rules(of) => Some(of.effective_on),
        Change::Retirement(_) => None,
    };
    day.into_iter().chain(change.ends().iter().map(|end| testing_ends(end.on))).min()
}

/// What ends on a day is gone from the day after.
fn testing_ends(last: Date) -> Date {
    assay_kernel::Period::days(1).after(last)
}
