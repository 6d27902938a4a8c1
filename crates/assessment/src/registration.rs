//! Who may register for which exam version, and on which day.
//!
//! Where the answer is no, it says what to do instead.

use std::collections::BTreeSet;

use assay_kernel::{CertificationCode, Date, ExamCode};
use assay_programme::{
    model::{ExamVersion, Programme},
    testing::{self, Hold, HoldReason, Try},
};

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

impl CandidateRecord {
    /// The finished sittings of one exam version.
    fn tries(&self, exam: &ExamCode) -> Vec<Try> {
        let of_it = self.results.iter().filter(|result| result.exam == *exam);
        of_it.map(|result| Try { on: result.on, passed: result.passed }).collect()
    }
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
    let registration = testing::registration_here(exam);
    if day < registration.first {
        let opens = registration.first;
        let text = format!("Registration for {} opens on {}.", exam.code, long(opens));
        return refuse("not-open-yet", text, Some(opens), None);
    }
    if let Some(last) = registration.last.filter(|last| day > *last) {
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
    match testing::of_registration(exam, day, good_until) {
        Some(days) => Ok(Offer { sit_from: days.first, sit_until: days.last }),
        None => {
            let good = good_until.map_or(String::new(), |until| format!(" is good until {},", long(until)));
            let first = long(testing::here(exam).first);
            let text = format!(
                "A registration for {} made today{good} and its first test day is {first}. Register later.",
                exam.code
            );
            refuse("no-test-day", text, None, None)
        }
    }
}

/// Decides whether somebody may sit an exam version again today.
///
/// The block after a pass, the wait after a fail, and the limit of tries; asked when registering and once
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
    let tries = candidate.tries(&exam.code);
    let Some(hold) = testing::hold(programme, &tries, day) else { return Ok(()) };
    let last = testing::here(exam).last.filter(|last| hold.over_on > *last);
    match last {
        Some(last) => {
            let transition = programme.transition_from(exam.code.as_str());
            let instead = transition.map(|transition| transition.failed_sits.clone());
            let sit = instead.as_ref().map_or(String::new(), |to| format!(" Sit {to} instead."));
            let over = format!("That is after the last day of {}, {}.{sit}", exam.code, long(last));
            let code = match hold.why {
                HoldReason::Failed { .. } => "retake-crosses-the-cut",
                HoldReason::Passed { .. } => "passed-already",
                HoldReason::TooMany { .. } => "attempt-limit",
            };
            Err(Refusal { code, text: crossing(exam, hold, &over), next_possible_on: None, instead })
        }
        None => {
            let (code, text) = waiting(exam, hold);
            Err(Refusal { code, text, next_possible_on: Some(hold.over_on), instead: None })
        }
    }
}

/// What holds somebody back for a while.
fn waiting(exam: &ExamVersion, hold: Hold) -> (&'static str, String) {
    let next = long(hold.over_on);
    match hold.why {
        HoldReason::Passed { .. } => (
            "passed-already",
            format!("{} The same exam version can be taken again from {next}.", told(exam, hold)),
        ),
        HoldReason::Failed { .. } => ("retake-wait", format!("{}: from {next}.", told(exam, hold))),
        HoldReason::TooMany { .. } => {
            ("attempt-limit", format!("{}: the next one from {next}.", told(exam, hold)))
        }
    }
}

/// What holds somebody back for good, since the last test day comes first: `over` says so.
fn crossing(exam: &ExamVersion, hold: Hold, over: &str) -> String {
    let (told, next) = (told(exam, hold), long(hold.over_on));
    match hold.why {
        HoldReason::Passed { .. } => {
            format!("{told} The same exam version could be taken again from {next}. {over}")
        }
        HoldReason::Failed { .. } => format!("{told}, on {next}. {over}"),
        HoldReason::TooMany { .. } => format!("{told}, so the next one would be on {next}. {over}"),
    }
}

/// What happened and the rule that follows from it, without the day.
fn told(exam: &ExamVersion, hold: Hold) -> String {
    match hold.why {
        HoldReason::Passed { on } => format!("You passed {} on {}.", exam.code, long(on)),
        HoldReason::Failed { on, wait } => format!(
            "You did not pass {} on {}. A retake is possible {} after a fail",
            exam.code,
            long(on),
            wait.words()
        ),
        HoldReason::TooMany { limit, taken, first_on } => {
            let times = if taken == 1 { "once".to_owned() } else { format!("{taken} times") };
            let at_most = if limit.max == 1 { "1 try".to_owned() } else { format!("{} tries", limit.max) };
            format!(
                "You have taken {} {times} since {}. At most {at_most} in {} are possible",
                exam.code,
                long(first_on),
                limit.within.words()
            )
        }
    }
}

/// Decides whether a sitting may start today.
///
/// Its registration was made for `sit_until`.
///
/// # Errors
/// Too early, or too late.
pub fn may_start(exam: &ExamVersion, sit_until: Option<Date>, day: Date) -> Result<(), Refusal> {
    let days = testing::here(exam);
    if day < days.first {
        let first = days.first;
        let text = format!("{} can be taken from {}. Your registration is kept.", exam.code, long(first));
        return Err(Refusal { code: "not-open-yet", text, next_possible_on: Some(first), instead: None });
    }
    let last = days.last.into_iter().chain(sit_until).min();
    if let Some(last) = last.filter(|last| day > *last) {
        let text = format!("This registration for {} was good until {}.", exam.code, long(last));
        return Err(Refusal { code: "registration-over", text, next_possible_on: None, instead: None });
    }
    Ok(())
}

/// Decides whether a registration can be used today.
///
/// What a start answers, and what pages offer.
///
/// # Errors
/// Too early, too late, or a retake rule that holds the candidate back.
pub fn may_use(
    programme: &Programme,
    exam: &ExamVersion,
    sit_until: Option<Date>,
    candidate: &CandidateRecord,
    day: Date,
) -> Result<(), Refusal> {
    may_start(exam, sit_until, day)?;
    may_sit_again(programme, exam, candidate, day)
}

/// A date as pages write it: `29 September 2025`.
pub fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
#[path = "registration_tests.rs"]
mod tests;
