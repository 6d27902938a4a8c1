//! What somebody can be asked to do: which there are, what they are called, and when a day lies beyond them.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::{crew::WorkKind, days, target::version_on};
use assay_programme::offer::{end_known_from, offer_on};

use crate::{Asking, Published};

/// Days ahead that one asks for, three years: more is a slip of the keyboard.
const AHEAD_DAYS_MAX: u32 = 3 * 366;
/// Letters of a note.
const NOTE_CHARS_MAX: usize = 300;

/// Something that somebody can be asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkChoice {
    /// What kind of work.
    pub kind: WorkKind,
    /// Which: an exam version, a course, a job role.
    pub what: String,
    /// Its title.
    pub title: String,
}

/// Everything that somebody can be asked to do today, in the order of a form.
pub(super) fn choices(asking: &Asking) -> Vec<WorkChoice> {
    let programme = &asking.programme;
    let is_public = |exam: &str| {
        programme.exam(exam).is_some_and(|exam| offer_on(programme, exam, asking.today).is_public())
    };
    let choice = |kind: WorkKind, what: &str| WorkChoice {
        kind,
        what: what.to_owned(),
        title: title_of(programme, kind, what),
    };
    let plans = programme.exams.iter().filter(|exam| programme.prep_plan(exam.code.as_str()).is_some());
    let plans = plans.filter(|exam| is_public(exam.code.as_str()));
    let plans = plans.map(|exam| choice(WorkKind::Plan, exam.code.as_str()));
    let courses = programme.courses.values().filter(|course| is_public(course.exam.as_str()));
    let courses = courses.map(|course| choice(WorkKind::Course, &course.id));
    let roles = programme.job_roles.keys().map(|id| choice(WorkKind::JobRole, id));
    plans.chain(courses).chain(roles).collect()
}

/// What a thing to do is called; its own name where the programme does not know it any more.
pub(super) fn title_of(programme: &Published, kind: WorkKind, what: &str) -> String {
    let found = match kind {
        WorkKind::Plan => programme.exam(what).map(|exam| format!("Plan for {}", exam.code)),
        WorkKind::Course => {
            programme.courses.get(what).map(|course| format!("Course {} {}", course.id, course.title))
        }
        WorkKind::JobRole => programme.job_roles.get(what).map(|role| format!("Job role {}", role.title)),
    };
    found.unwrap_or_else(|| what.to_owned())
}

/// What is wrong with a day, if anything.
pub(super) fn day_fault(asking: &Asking, due_on: Date) -> Option<&'static str> {
    match due_on {
        past if past < asking.today => Some("Choose today or a later day."),
        far if days::between(asking.today, far) > AHEAD_DAYS_MAX => {
            Some("Choose a day within the next three years.")
        }
        _ => None,
    }
}

/// What is wrong with a note, if anything.
pub(super) fn note_fault(note: &str) -> Option<String> {
    let is_long = note.chars().count() > NOTE_CHARS_MAX;
    is_long.then(|| format!("Use at most {NOTE_CHARS_MAX} letters for the note."))
}

/// What whoever asks should know of a day that lies beyond the last one of an exam version, where that is
/// known: which version is sat then.
pub(super) fn switch_warning(asking: &Asking, kind: WorkKind, what: &str, due_on: Date) -> Option<String> {
    let programme = &asking.programme;
    let code = match kind {
        WorkKind::Plan => what,
        WorkKind::Course => programme.courses.get(what)?.exam.as_str(),
        WorkKind::JobRole => return None,
    };
    let version = programme.exam(code)?;
    let last = version.last_test_day_of_all()?;
    let is_known = end_known_from(programme, version).is_none_or(|known| known <= asking.today);
    if !is_known || due_on <= last {
        return None;
    }
    let next = version_on(programme, code, due_on, asking.today).filter(|next| next.code != version.code);
    let then = match next {
        Some(next) => {
            format!("On {} it is {} that is sat: the plan goes over to it.", long(due_on), next.code)
        }
        None => "No version of this exam that is known today is sat then.".to_owned(),
    };
    Some(format!("{code} is sat until {}. {then}", long(last)))
}
