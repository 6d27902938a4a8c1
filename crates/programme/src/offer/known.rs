//! What the public knows on a day.
//!
//! Files lay down days that are not announced yet; pages show none of them before.

use assay_kernel::{CertificationCode, Date};

use super::changes;
use crate::model::{ExamVersion, Function, Policy, PolicyVersion, PrepPlan, Programme};

/// The day from which the public knows an exam version; `None` for always.
pub fn known_from(programme: &Programme, exam: &ExamVersion) -> Option<Date> {
    let announced =
        programme.transition_to(exam.code.as_str()).and_then(|transition| transition.announced_on);
    announced.or(exam.guide_released_on)
}

/// The day from which the public knows the end of an exam version.
///
/// `None` for always. The announcement of its successor tells it, or that of the end of awards.
pub fn end_known_from(programme: &Programme, exam: &ExamVersion) -> Option<Date> {
    match programme.transition_from(exam.code.as_str()) {
        Some(transition) => transition.announced_on,
        None => function_end_known_from(programme, &exam.certification, &Function::Award),
    }
}

/// The day from which the public knows the end of a function; `None` for always.
pub fn function_end_known_from(
    programme: &Programme,
    certification: &CertificationCode,
    function: &Function,
) -> Option<Date> {
    let stating = changes(programme).filter(|change| {
        change.ends().iter().any(|end| end.certification == *certification && end.function == *function)
    });
    // Where two changes tell it, the first one does; without a day it was always known.
    stating.map(|change| change.announced_on()).min().flatten()
}

/// The day from which the public knows a version of a policy; `None` for always.
///
/// A file announces nothing: the announced change of rules does, or the day it comes into force.
pub fn version_known_from(programme: &Programme, policy: &Policy, version: &PolicyVersion) -> Option<Date> {
    let starts = version.in_force_from?;
    let telling = programme.rule_changes.iter().filter(|change| {
        change.effective_on == starts && change.certifications.contains(&policy.certification)
    });
    telling.map(|change| change.announced_on).chain([Some(starts)]).min().flatten()
}

/// A policy as far as the public knows it on a day.
pub fn policy_known_on(programme: &Programme, policy: &Policy, day: Date) -> Policy {
    let of = &policy.certification;
    let ended = |function: &Function| {
        function_end_known_from(programme, of, function).is_none_or(|known| known <= day)
    };
    let mut known = policy.clone();
    known
        .versions
        .retain(|version| version_known_from(programme, policy, version).is_none_or(|known| known <= day));
    for version in &mut known.versions {
        for route in &mut version.routes {
            route.until = route.until.filter(|_| ended(&Function::Route(route.id.clone())));
        }
        for cascade in &mut version.cascades {
            cascade.until = cascade.until.filter(|_| ended(&Function::Cascade));
        }
    }
    known.award_until = known.award_until.filter(|_| ended(&Function::Award));
    known
}

/// The last day on which a prep plan is offered, as far as it is known on a day.
pub fn prep_until(programme: &Programme, plan: &PrepPlan, day: Date) -> Option<Date> {
    let exam = programme.exam(plan.exam.as_str())?;
    let known = |from: Option<Date>| from.is_none_or(|from| from <= day);
    match plan.until {
        Some(until) => {
            known(function_end_known_from(programme, &exam.certification, &Function::Prep)).then_some(until)
        }
        None => exam.last_test_day_of_all().filter(|_| known(end_known_from(programme, exam))),
    }
}
