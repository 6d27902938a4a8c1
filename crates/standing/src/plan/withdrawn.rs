//! Exam versions and announced changes that are taken out of the programme.

use assay_kernel::{Arg, Date, Said};
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::{Change, changes},
    testing,
};

use super::finding::{Finding, FindingKind, FindingWeight, Lost, finding};

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
        let (registered, sat) = (lost.registered(&exam.code), lost.sat(&exam.code));
        let counted = |said: Said| said.with("exam", &exam.code).with("n", registered);
        found.push(if is_withdrawn(exam, proposed, sat, today) {
            let said = Said::of("finding.exam-withdrawn").with("first", testing::first_in_any(exam));
            let severity = if registered > 0 { FindingWeight::Warning } else { FindingWeight::Note };
            finding(FindingKind::ExamWithdrawn, severity, counted(said))
        } else {
            let said = counted(Said::of("finding.exam-removed"));
            finding(FindingKind::ExamRemoved, FindingWeight::Error, said)
        });
    }
}

/// Changes that were announced, and are taken back or no longer told.
pub(super) fn announced(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let stays = |change: &Change<'_>| changes(proposed).any(|other| other.id() == change.id());
    for change in changes(current).filter(|change| !stays(change)) {
        let begun = begins(change).is_none_or(|day| day <= today);
        let (severity, code) = match (begun, change.is_announced_on(today)) {
            (true, _) => (FindingWeight::Error, "finding.change-no-longer-told"),
            (false, true) => (FindingWeight::Warning, "finding.change-taken-back"),
            (false, false) => (FindingWeight::Note, "finding.change-dropped"),
        };
        let said = Said::of(code).with("change", Arg::title(change.title()));
        found.push(finding(FindingKind::ChangeWithdrawn, severity, said));
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
