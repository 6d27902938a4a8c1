//! Who may register for which exam version, and on which day.
//!
//! Where the answer is no, it says what to do instead.

use std::collections::BTreeSet;

use assay_kernel::{CertificationCode, Date, ExamCode};
use assay_programme::model::{ExamVersion, Programme};

/// A finished sitting, as the retake rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastResult {
    /// Exam version.
    pub exam: ExamCode,
    /// Day of the sitting.
    pub on: Date,
    /// Whether it was passed.
    pub passed: bool,
}

/// What is known of a candidate when they ask to register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CandidateRecord {
    /// Certifications active today.
    pub active: BTreeSet<CertificationCode>,
    /// Finished sittings.
    pub results: Vec<PastResult>,
    /// Exam versions with a registration that is not used up.
    pub registered: BTreeSet<ExamCode>,
}

/// A registration that may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// First day of testing under it.
    pub sit_from: Date,
    /// Last day of testing under it, inclusive.
    pub sit_until: Option<Date>,
}

/// Why not, and what is possible instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, e.g. `retake-wait`.
    pub code: &'static str,
    /// What happened, what it means, what to do.
    pub text: String,
    /// The next day on which this exam version is possible.
    pub next_possible_on: Option<Date>,
    /// Another exam version that leads on.
    pub instead: Option<ExamCode>,
}

/// Decides whether a candidate may register for an exam version today.
///
/// `day` is the programme's.
///
/// # Errors
/// The refusal with its reason and the next possible date.
pub fn may_register(
    programme: &Programme,
    exam: &ExamVersion,
    candidate: &CandidateRecord,
    day: Date,
) -> Result<Offer, Refusal> {
    let successor = programme.transition_from(exam.code.as_str()).map(|transition| transition.to.clone());
    let refuse = |code, text: String, next_possible_on, instead| {
        Err(Refusal { code, text, next_possible_on, instead })
    };
    if candidate.registered.contains(&exam.code) {
        let text = format!("You are already registered for {}. Use that registration.", exam.code);
        return refuse("already-registered", text, None, None);
    }
    if day < exam.registration_opens_on {
        let opens = exam.registration_opens_on;
        let text = format!("Registration for {} opens on {}.", exam.code, long(opens));
        return refuse("not-open-yet", text, Some(opens), None);
    }
    if let Some(last) = exam.registration_closes_on().filter(|last| day > *last) {
        let next = successor.as_ref().map_or(String::new(), |to| format!(" Register for {to} instead."));
        let text = format!("{} could be taken until {}.{next}", exam.code, long(last));
        return refuse("version-retired", text, None, successor);
    }
    if let Some(missing) = exam.prerequisites.iter().find(|code| !candidate.active.contains(*code)) {
        let title = programme.certification(missing.as_str()).map_or(missing.as_str(), |c| c.title.as_str());
        let text = format!("{} asks for an active {title}. Earn or renew it first.", exam.code);
        return refuse("prerequisite", text, None, None);
    }
    may_sit_again(programme, exam, candidate, day)?;
    let good_until = programme.examination.registration_good_for.map(|period| period.after(day));
    let sit_until = [exam.last_test_day_on, good_until].into_iter().flatten().min();
    Ok(Offer { sit_from: exam.first_test_day_on.max(day), sit_until })
}

/// A block after a pass of the same exam version; a new code lifts it (domain facts, section 3, 'retake').
fn after_a_pass(
    programme: &Programme,
    exam: &ExamVersion,
    candidate: &CandidateRecord,
    day: Date,
) -> Option<Refusal> {
    let block = programme.examination.block_after_pass?;
    let passes = candidate.results.iter().filter(|result| result.passed && result.exam == exam.code);
    let passed_on = passes.map(|result| result.on).max()?;
    let next = block.after(passed_on);
    let text = format!(
        "You passed {} on {}. The same exam version can be taken again from {}.",
        exam.code,
        long(passed_on),
        long(next)
    );
    (day < next).then_some(Refusal {
        code: "passed-already",
        text,
        next_possible_on: Some(next),
        instead: None,
    })
}

/// The wait after a fail; where it runs past the last test day, the successor is what is left.
fn after_a_fail(
    programme: &Programme,
    exam: &ExamVersion,
    candidate: &CandidateRecord,
    day: Date,
    successor: Option<ExamCode>,
) -> Option<Refusal> {
    let last_pass = candidate.results.iter().filter(|r| r.passed && r.exam == exam.code).map(|r| r.on).max();
    let fails: Vec<Date> = candidate
        .results
        .iter()
        .filter(|r| !r.passed && r.exam == exam.code && last_pass.is_none_or(|pass| r.on > pass))
        .map(|r| r.on)
        .collect();
    let failed_on = *fails.iter().max()?;
    let wait = programme.examination.retake.wait_after(fails.len())?;
    let next = wait.after(failed_on);
    if day >= next {
        return None;
    }
    let failed = format!("You did not pass {} on {}.", exam.code, long(failed_on));
    let waits = format!("A retake is possible {} after a fail", wait.words());
    match exam.last_test_day_on.filter(|last| next > *last) {
        Some(last) => {
            let instead = successor.as_ref().map_or(String::new(), |to| format!(" Sit {to} instead."));
            let text = format!(
                "{failed} {waits}, on {}. That is after the last day of {}, {}.{instead}",
                long(next),
                exam.code,
                long(last)
            );
            let refusal =
                Refusal { code: "retake-crosses-the-cut", text, next_possible_on: None, instead: successor };
            Some(refusal)
        }
        None => {
            let text = format!("{failed} {waits}: from {}.", long(next));
            Some(Refusal { code: "retake-wait", text, next_possible_on: Some(next), instead: None })
        }
    }
}

/// Decides whether somebody may sit an exam version again today.
///
/// The block after a pass, the wait after a fail, and the limit of attempts; asked when registering and once
/// more when the sitting starts, since results come in between.
///
/// # Errors
/// The refusal with its reason and the next possible date.
pub fn may_sit_again(
    programme: &Programme,
    exam: &ExamVersion,
    candidate: &CandidateRecord,
    day: Date,
) -> Result<(), Refusal> {
    let transition = programme.transition_from(exam.code.as_str());
    let successor = transition.map(|transition| transition.failed_sits.clone());
    let refusals = [
        after_a_pass(programme, exam, candidate, day),
        after_many(programme, exam, candidate, day, successor.clone()),
        after_a_fail(programme, exam, candidate, day, successor),
    ];
    // The one that lasts longest: on an earlier day another would refuse again.
    let lasts = |refusal: &Refusal| refusal.next_possible_on.unwrap_or(Date::MAX);
    refusals.into_iter().flatten().max_by_key(lasts).map_or(Ok(()), Err)
}

/// The most attempts within a time, passed or not (renewal-zoo 1, 'retake wait ladders': 4 in 2 years).
fn after_many(
    programme: &Programme,
    exam: &ExamVersion,
    candidate: &CandidateRecord,
    day: Date,
    successor: Option<ExamCode>,
) -> Option<Refusal> {
    let limit = programme.examination.retake.attempts?;
    let max = usize::try_from(limit.max).ok()?;
    // An attempt counts until the same day of the later month or year, as a wait does.
    let mut counted: Vec<(Date, Date)> = candidate
        .results
        .iter()
        .filter(|result| result.exam == exam.code)
        .map(|result| (limit.within.after(result.on), result.on))
        .filter(|(counts_until, _)| day < *counts_until)
        .collect();
    counted.sort_unstable();
    let too_many = counted.len().checked_sub(max)?;
    let (next, _) = *counted.get(too_many)?;
    let (_, first_on) = *counted.first()?;
    let times = if counted.len() == 1 { "once".to_owned() } else { format!("{} times", counted.len()) };
    let taken = format!("You have taken {} {times} since {}.", exam.code, long(first_on));
    let at_most = if max == 1 { "1 attempt".to_owned() } else { format!("{max} attempts") };
    let rule = format!("At most {at_most} in {} are possible", limit.within.words());
    let (text, next_possible_on, instead) = match exam.last_test_day_on.filter(|last| next > *last) {
        Some(last) => {
            let instead = successor.as_ref().map_or(String::new(), |to| format!(" Sit {to} instead."));
            let over = format!("That is after the last day of {}, {}.{instead}", exam.code, long(last));
            (format!("{taken} {rule}, so the next one would be on {}. {over}", long(next)), None, successor)
        }
        None => (format!("{taken} {rule}: the next one from {}.", long(next)), Some(next), None),
    };
    Some(Refusal { code: "attempt-limit", text, next_possible_on, instead })
}

/// Decides whether a sitting may start today.
///
/// Its registration was made for `sit_until`.
///
/// # Errors
/// Too early, or too late.
pub fn may_start(exam: &ExamVersion, sit_until: Option<Date>, day: Date) -> Result<(), Refusal> {
    if day < exam.first_test_day_on {
        let first = exam.first_test_day_on;
        let text = format!("{} can be taken from {}. Your registration is kept.", exam.code, long(first));
        return Err(Refusal { code: "not-open-yet", text, next_possible_on: Some(first), instead: None });
    }
    let last = [exam.last_test_day_on, sit_until].into_iter().flatten().min();
    if let Some(last) = last.filter(|last| day > *last) {
        let text = format!("This registration for {} was good until {}.", exam.code, long(last));
        return Err(Refusal { code: "registration-over", text, next_possible_on: None, instead: None });
    }
    Ok(())
}

/// A date as pages write it: `29 September 2025`.
pub fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
#[path = "registration_tests.rs"]
mod tests;
