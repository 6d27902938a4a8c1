//! What can be done to programmes and histories: other days, other names.

use assay_kernel::{CertificationCode, Date};
use assay_programme::model::{Earned, Programme};
use assay_standing::{Event, Happening};

/// The code an event names, if it is about one certification.
pub fn code_of<'e>(event: &'e Event, programme: &'e Programme) -> Option<&'e str> {
    match &event.happening {
        Happening::Pass { what } | Happening::Fail { what } | Happening::Void { what } => match what {
            Earned::Certification(code) => Some(code.as_str()),
            Earned::Exam(exam) => programme.exam(exam.as_str()).map(|exam| exam.certification.as_str()),
        },
        Happening::Earn { certification }
        | Happening::Do { certification, .. }
        | Happening::Credit { certification, .. }
        | Happening::Strike { certification, .. }
        | Happening::Fee { certification, .. }
        | Happening::Revoke { certification, .. }
        | Happening::Suspend { certification, .. }
        | Happening::Reinstate { certification, .. }
        | Happening::Retire { certification } => Some(certification.as_str()),
        Happening::Amend { .. } | Happening::World { .. } => None,
    }
}

/// Moves every day of a programme.
pub fn move_days(programme: &mut Programme, to: impl Fn(Date) -> Date + Copy) {
    let maybe = |day: &mut Option<Date>| *day = day.map(to);
    for policy in &mut programme.policies {
        maybe(&mut policy.retired_on);
        maybe(&mut policy.award_until);
        for version in &mut policy.versions {
            maybe(&mut version.in_force_from);
            for cohort in &mut version.cohorts {
                maybe(&mut cohort.from);
                maybe(&mut cohort.to);
                maybe(&mut cohort.fixed);
            }
            version.routes.iter_mut().for_each(|route| maybe(&mut route.until));
            version.cascades.iter_mut().for_each(|cascade| maybe(&mut cascade.until));
        }
    }
    for exam in &mut programme.exams {
        exam.first_test_day_on = to(exam.first_test_day_on);
        maybe(&mut exam.last_test_day_on);
    }
    for amendment in &mut programme.amendments {
        amendment.on = to(amendment.on);
        maybe(&mut amendment.earned_from);
    }
    programme.world.iter_mut().for_each(|(_, on)| *on = to(*on));
}

/// Moves every day of a history.
pub fn move_events(history: &[Event], to: impl Fn(Date) -> Date + Copy) -> Vec<Event> {
    let moved = history.iter().cloned().map(|mut event| {
        event.date = to(event.date);
        if let Happening::Amend { earned_from, .. } = &mut event.happening {
            *earned_from = earned_from.map(to);
        }
        event
    });
    moved.collect()
}

/// Gives every certification of a programme another code.
pub fn rename(programme: &mut Programme, to: impl Fn(&CertificationCode) -> CertificationCode + Copy) {
    let all = |codes: &mut Vec<CertificationCode>| codes.iter_mut().for_each(|code| *code = to(code));
    for policy in &mut programme.policies {
        policy.certification = to(&policy.certification);
        for version in &mut policy.versions {
            version.cascades.iter_mut().for_each(|cascade| all(&mut cascade.to));
            version.derived.iter_mut().for_each(|derived| all(&mut derived.of));
            all(&mut version.alive_while_any);
        }
    }
    programme.exams.iter_mut().for_each(|exam| exam.certification = to(&exam.certification));
    programme.amendments.iter_mut().for_each(|amendment| all(&mut amendment.certifications));
}

/// Names the certifications of a history as `rename` does.
pub fn rename_events(
    history: &[Event],
    to: impl Fn(&CertificationCode) -> CertificationCode + Copy,
) -> Vec<Event> {
    let renamed = history.iter().cloned().map(|mut event| {
        match &mut event.happening {
            Happening::Pass { what } | Happening::Fail { what } | Happening::Void { what } => {
                if let Earned::Certification(code) = what {
                    *code = to(code);
                }
            }
            Happening::Earn { certification }
            | Happening::Do { certification, .. }
            | Happening::Credit { certification, .. }
            | Happening::Strike { certification, .. }
            | Happening::Fee { certification, .. }
            | Happening::Revoke { certification, .. }
            | Happening::Suspend { certification, .. }
            | Happening::Reinstate { certification, .. }
            | Happening::Retire { certification } => *certification = to(certification),
            Happening::Amend { certifications, .. } => {
                certifications.iter_mut().for_each(|code| *code = to(code));
            }
            Happening::World { .. } => {}
        }
        event
    });
    renamed.collect()
}
