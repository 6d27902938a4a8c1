//! Who may register for which exam version, and on which day.
//!
//! Where the answer is no, it says what to do instead.

use std::collections::BTreeSet;

use assay_kernel::{Arg, CertificationCode, Date, ExamCode, Said};
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
    /// Certifications that the body has suspended.
    pub barred: BTreeSet<CertificationCode>,
    /// Finished sittings.
    pub results: Vec<PastResult>,
    /// Exam versions with a registration that is not used up.
    pub registered: BTreeSet<ExamCode>,
    /// Exam versions whose latest registration the body withdrew.
    ///
    /// Registering anew would undo that. Empty where the body itself registers somebody.
    pub withdrawn_by_body: BTreeSet<ExamCode>,
    /// Exam versions whose questions they have seen at work in the bank.
    pub seen: BTreeSet<ExamCode>,
    /// Whether they look or looked after the bank, and so could see all questions.
    pub seen_every: bool,
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
    pub said: Said,
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
    let refuse = |code, said: Said, next_possible_on, instead| {
        Err(Refusal { code, said: said.with("exam", &exam.code), next_possible_on, instead })
    };
    if candidate.registered.contains(&exam.code) {
        return refuse("already-registered", Said::of("register.already"), None, None);
    }
    may_not_know(exam, candidate)?;
    if candidate.withdrawn_by_body.contains(&exam.code) {
        return refuse("withdrawn-by-the-body", Said::of("register.withdrawn-by-body"), None, None);
    }
    let registration = testing::registration_here(exam);
    if day < registration.first {
        let opens = registration.first;
        return refuse("not-open-yet", Said::of("register.opens").with("on", opens), Some(opens), None);
    }
    if let Some(last) = registration.last.filter(|last| day > *last) {
        let said = Said::of("register.over").with("last", last).maybe("instead", successor.as_ref());
        return refuse("version-retired", said, None, successor);
    }
    if let Some(missing) = exam.prerequisites.iter().find(|code| !candidate.active.contains(*code)) {
        let title = programme.certification(missing.as_str()).map_or(missing.as_str(), |c| c.title.as_str());
        let said = Said::of("register.prerequisite").with("title", Arg::title(title));
        return refuse("prerequisite", said, None, None);
    }
    may_count(programme, exam, candidate)?;
    may_sit_again(programme, exam, candidate, day)?;
    let good_until = programme.examination.registration_good_for.map(|period| period.after(day));
    match testing::of_registration(exam, day, good_until) {
        Some(days) => Ok(Offer { sit_from: days.first, sit_until: days.last }),
        None => {
            let said = Said::of("register.no-test-day").with("first", testing::here(exam).first);
            refuse("no-test-day", said.maybe("until", good_until), None, None)
        }
    }
}

/// Whether a pass could count: while the body has suspended its certification it neither renews nor earns it.
/// Nobody is sold one, and nobody uses one up.
fn may_count(programme: &Programme, exam: &ExamVersion, candidate: &CandidateRecord) -> Result<(), Refusal> {
    if !candidate.barred.contains(&exam.certification) {
        return Ok(());
    }
    let code = exam.certification.as_str();
    let title = programme.certification(code).map_or(code, |known| known.title.as_str());
    let said = Said::of("register.barred").with("title", Arg::title(title)).with("exam", &exam.code);
    Err(Refusal { code: "suspended", said, next_possible_on: None, instead: None })
}

/// Whether somebody has not seen the questions.
///
/// Whoever wrote, reviewed or looked after items of an exam version does not sit it (ISO/IEC 17024:2012, 5.1
/// and 7.4: impartiality, security of the examination).
fn may_not_know(exam: &ExamVersion, candidate: &CandidateRecord) -> Result<(), Refusal> {
    if !candidate.seen_every && !candidate.seen.contains(&exam.code) {
        return Ok(());
    }
    let said = Said::of("register.has-seen").with("exam", &exam.code);
    Err(Refusal { code: "has-seen-the-questions", said, next_possible_on: None, instead: None })
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
            let over = Said::of("sit.after-the-last-day").with("exam", &exam.code).with("last", last);
            let over = over.maybe("instead", instead.as_ref());
            let (code, said) = match hold.why {
                HoldReason::Failed { .. } => ("retake-crosses-the-cut", "sit.never-after-fail"),
                HoldReason::Passed { .. } => ("passed-already", "sit.never-after-pass"),
                HoldReason::TooMany { .. } => ("attempt-limit", "sit.never-after-limit"),
            };
            let said = held_back(said, exam, hold).with("over", over);
            Err(Refusal { code, said, next_possible_on: None, instead })
        }
        None => {
            let (code, said) = match hold.why {
                HoldReason::Failed { .. } => ("retake-wait", "sit.again-after-fail"),
                HoldReason::Passed { .. } => ("passed-already", "sit.again-after-pass"),
                HoldReason::TooMany { .. } => ("attempt-limit", "sit.again-after-limit"),
            };
            let said = held_back(said, exam, hold);
            Err(Refusal { code, said, next_possible_on: Some(hold.over_on), instead: None })
        }
    }
}

/// What holds somebody back, and until when.
fn held_back(code: &'static str, exam: &ExamVersion, hold: Hold) -> Said {
    Said::of(code).with("told", told(exam, hold)).with("next", hold.over_on)
}

/// What happened and the rule that follows from it, without the day.
fn told(exam: &ExamVersion, hold: Hold) -> Said {
    let said = match hold.why {
        HoldReason::Passed { on } => Said::of("tried.passed").with("on", on),
        HoldReason::Failed { on, wait } => Said::of("tried.failed").with("on", on).with("wait", wait),
        HoldReason::TooMany { limit, taken, first_on } => {
            let times = Said::of(if taken == 1 { "tried.once" } else { "tried.times" }).with("n", taken);
            let said = Said::of("tried.often").with("times", times).with("first", first_on);
            said.with("max", limit.max).with("within", limit.within)
        }
    };
    said.with("exam", &exam.code)
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
        let said = Said::of("sit.not-before").with("exam", &exam.code).with("first", first);
        return Err(Refusal { code: "not-open-yet", said, next_possible_on: Some(first), instead: None });
    }
    let last = days.last.into_iter().chain(sit_until).min();
    if let Some(last) = last.filter(|last| day > *last) {
        let said = Said::of("sit.registration-over").with("exam", &exam.code).with("last", last);
        return Err(Refusal { code: "registration-over", said, next_possible_on: None, instead: None });
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
    may_not_know(exam, candidate)?;
    may_count(programme, exam, candidate)?;
    may_sit_again(programme, exam, candidate, day)
}

/// A date as pages write it: `29 September 2025`.
pub fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
#[path = "registration_tests.rs"]
mod tests;
