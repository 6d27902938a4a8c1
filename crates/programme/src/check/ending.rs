//! What ends, function by function, and rules that change.
//!
//! Changes restate both so that people can read them alone; here they are held against the rules.

use assay_kernel::{Date, Period};

use super::{
    found::{Findings, known, nearest, reversed},
    reference,
};
use crate::{
    codes,
    model::{Function, FunctionEnd, Policy, PolicyVersion, Programme, RuleChange},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    let transitions = programme.transitions.iter().flat_map(|transition| &transition.ends);
    let retirements = programme.retirements.iter().flat_map(|retirement| &retirement.ends);
    for end in transitions.chain(retirements) {
        restated(programme, end, found);
    }
    for retirement in &programme.retirements {
        let Some(announced_on) = retirement.announced_on else { continue };
        for end in retirement.ends.iter().filter(|end| reversed(announced_on, end.on)) {
            let (code, function) = (&end.certification, end.function.words());
            let message = format!("`{function}` of `{code}` ends before that is announced on {announced_on}");
            let hint = "people must be told of a last day before it comes";
            found.error(codes::TRANSITION_DATES, (&end.clause, "on"), message, hint);
        }
    }
    for change in &programme.rule_changes {
        rules(programme, change, found);
    }
}

/// Where the last day of a function is laid down, and which day that is.
struct Laid {
    file: String,
    on: Option<Date>,
}

fn restated(programme: &Programme, end: &FunctionEnd, found: &mut Findings) {
    let code = end.certification.as_str();
    reference::certification(programme, found, (&end.clause, "certification"), code);
    if programme.certification(code).is_none() {
        return;
    }
    let policy = programme.policy(code);
    if let (Function::Route(id), Some(policy)) = (&end.function, policy)
        && !route_ids(policy).any(|known| known == id)
    {
        let message = format!("the policy of `{code}` has no route `{id}`");
        let hint = nearest(id, route_ids(policy));
        found.error(codes::UNKNOWN_ROUTE, (&end.clause, "function"), message, hint);
        return;
    }
    let Some(laid) = laid_down(programme, policy, end) else { return };
    let Some(here) = known(end.on).filter(|here| laid.on != Some(*here)) else { return };
    let function = end.function.words();
    let message = match laid.on {
        Some(there) => {
            format!("`{function}` of `{code}` ends on {here} here, but on {there} by {}", laid.file)
        }
        None => format!("`{function}` of `{code}` ends on {here} here, but nothing ends it in {}", laid.file),
    };
    let hint = match &end.function {
        Function::Award => "correct the wrong one; `award_until` in the policy ends new awards",
        Function::Route(_) => "correct the wrong one; `until` in the route ends it",
        Function::Cascade => "correct the wrong one; `until` in each cascade ends them",
        Function::Prep => "correct the wrong one; `until` in the prep plan ends it",
    };
    found.error(codes::END_RESTATED, (&end.clause, "on"), message, hint);
}

fn route_ids(policy: &Policy) -> impl Iterator<Item = &str> {
    policy.versions.iter().flat_map(|version| &version.routes).map(|route| route.id.as_str())
}

/// The last day of a function by the rules; none where no file speaks of the function.
fn laid_down(programme: &Programme, policy: Option<&Policy>, end: &FunctionEnd) -> Option<Laid> {
    let code = end.certification.as_str();
    let file = format!("policies/{code}.toml");
    match &end.function {
        Function::Award => Some(last_award(programme, policy, code)),
        Function::Route(id) => {
            let policy = policy?;
            let on = last_day(policy, |version| {
                let route = version.routes.iter().find(|route| route.id == *id)?;
                let retired = policy.retired_on.filter(|_| !route.even_retired).map(day_before);
                Some([route.until, retired].into_iter().flatten().min())
            });
            Some(Laid { file, on })
        }
        Function::Cascade => {
            let on = last_day(policy?, |version| {
                let mut ends = version.cascades.iter().map(|cascade| cascade.until);
                let first = ends.next()?;
                Some(ends.fold(first, |latest, end| Some(latest?.max(end?))))
            });
            Some(Laid { file, on })
        }
        Function::Prep => last_preparation(programme, code),
    }
}

/// The end of what the last version that has it says, or the day before the next version, which lacks it.
fn last_day(policy: &Policy, end: impl Fn(&PolicyVersion) -> Option<Option<Date>>) -> Option<Date> {
    let (index, until) =
        policy.versions.iter().enumerate().rev().find_map(|(index, version)| Some((index, end(version)?)))?;
    let dropped = policy.versions.get(index + 1).and_then(|next| next.in_force_from).map(day_before);
    [until, dropped].into_iter().flatten().min()
}

/// `award_until`, else the last test day of its exam versions, else the day before it is retired.
fn last_award(programme: &Programme, policy: Option<&Policy>, code: &str) -> Laid {
    let in_policy = |on| Laid { file: format!("policies/{code}.toml"), on };
    if let Some(until) = policy.and_then(|policy| policy.award_until) {
        return in_policy(Some(until));
    }
    let exams = programme.exams_of(code);
    let Some(latest) = exams.iter().max_by_key(|exam| exam.last_test_day_of_all().unwrap_or(Date::MAX))
    else {
        return in_policy(policy.and_then(|policy| policy.retired_on).map(day_before));
    };
    Laid { file: latest.clause.file.clone(), on: latest.last_test_day_of_all() }
}

/// The end of the prep plans of its exam versions.
fn last_preparation(programme: &Programme, code: &str) -> Option<Laid> {
    let ends = programme.exams_of(code).into_iter().filter_map(|exam| {
        let plan = programme.prep_plan(exam.code.as_str())?;
        Some((plan.until.or_else(|| exam.last_test_day_of_all()), plan))
    });
    let (on, plan) = ends.max_by_key(|(on, _)| on.unwrap_or(Date::MAX))?;
    Some(Laid { file: plan.clause.file.clone(), on })
}

fn day_before(day: Date) -> Date {
    Period::days(1).before(day)
}

/// A change of rules is on a day on which, by the rules, something of each certification starts.
fn rules(programme: &Programme, change: &RuleChange, found: &mut Findings) {
    let Some(day) = known(change.effective_on) else { return };
    for code in &change.certifications {
        reference::certification(programme, found, (&change.clause, "certifications"), code.as_str());
        let Some(policy) = programme.policy(code.as_str()) else { continue };
        let days = days_of_rules(programme, policy);
        if days.contains(&day) {
            continue;
        }
        let message = format!("on {day} no rule of `{code}` changes");
        let nearest = days.into_iter().min_by_key(|other| day.duration_until(*other).abs());
        let hint = match nearest {
            Some(other) => {
                format!("the nearest day on which one does is {other}; or add the rule that starts")
            }
            None => format!("add a `[[version]]` with `in_force_from = {day}` to policies/{code}.toml"),
        };
        found.error(codes::RULES_DAY, (&change.clause, "effective_on"), message, hint);
    }
}

/// The days on which versions, cohorts, amendments and outside events of a policy start.
fn days_of_rules(programme: &Programme, policy: &Policy) -> Vec<Date> {
    let mut days: Vec<Date> = policy.versions.iter().filter_map(|version| version.in_force_from).collect();
    for version in &policy.versions {
        for cohort in &version.cohorts {
            // A cohort that only ends hands over to the others on the next day.
            days.extend(cohort.from.or_else(|| cohort.to.map(|to| Period::days(1).after(to))));
        }
        for outside in &version.expire_after {
            days.extend(programme.world.iter().filter(|(name, _)| *name == outside.event).map(|(_, on)| *on));
        }
    }
    let theirs =
        |codes: &[assay_kernel::CertificationCode]| codes.is_empty() || codes.contains(&policy.certification);
    let amendments = programme.amendments.iter().filter(|amendment| theirs(&amendment.certifications));
    days.extend(amendments.map(|amendment| amendment.on));
    days
}
