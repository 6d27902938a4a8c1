//! `demo.toml`: what its people prepare for, and the crews they are in.

use assay_kernel::source::Reader;

use super::keys::clause;
use crate::model::{DemoAsked, DemoCrew, DemoMember, DemoPerson, DemoPreparation, DemoRun};

/// Days ago, at most: a year, beyond which nothing is practised for an exam.
const DAYS_AGO_MAX: i64 = 366;
/// Questions of a run, at most: what the longest exam has.
const QUESTIONS_MAX: i64 = 200;
/// Hours a week, at most: a working week.
const HOURS_MAX: i64 = 40;

/// The words of what somebody of a crew shows.
const SHOWS: [&str; 5] = ["certifications", "assignments", "plan", "readiness", "domains"];

pub(super) fn preparation(table: &Reader<'_>) -> DemoPreparation {
    DemoPreparation {
        exam: table.text("exam").as_str().into(),
        ready_by: table.maybe_date("ready_by"),
        hours: whole(table, "hours", HOURS_MAX),
        runs: table.tables("run", run),
        clause: clause(table),
    }
}

fn run(table: &Reader<'_>) -> DemoRun {
    let days_ago = table.integer_in("days_ago", 1..=DAYS_AGO_MAX);
    let again = whole(table, "again", DAYS_AGO_MAX).unwrap_or_default();
    if i64::from(again) >= days_ago.max(1) {
        let hint = "each time is a day later: begin earlier (`days_ago`) or repeat less often";
        table.bad("again", format!("{again} times more do not fit into {days_ago} days"), hint);
    }
    DemoRun {
        set: table.text("set"),
        part: table.maybe_text("part"),
        questions: whole(table, "questions", QUESTIONS_MAX),
        days_ago: u32::try_from(days_ago).unwrap_or_default(),
        right: pattern(table),
        again,
    }
}

fn whole(table: &Reader<'_>, key: &str, most: i64) -> Option<u32> {
    table.has(key).then(|| table.integer_in(key, 1..=most)).and_then(|number| u32::try_from(number).ok())
}

/// Right and wrong answers, written as `"++-"`.
fn pattern(table: &Reader<'_>) -> Vec<bool> {
    let text = table.text("answers");
    if table.has("answers") && (text.is_empty() || !text.chars().all(|one| matches!(one, '+' | '-'))) {
        let hint = "write `+` for a right and `-` for a wrong answer, such as \"++-\"; it is repeated";
        table.bad("answers", format!("`{text}` are no answers"), hint);
    }
    text.chars().map(|one| one == '+').collect()
}

pub(super) fn crew(table: &Reader<'_>, people: &[DemoPerson]) -> DemoCrew {
    DemoCrew {
        name: table.text("name"),
        lead: somebody(table, "lead", people),
        begun_on: table.date("begun_on").unwrap_or_default(),
        members: table.tables("member", |table| member(table, people)),
        asked: table.tables("asked", asked),
        clause: clause(table),
    }
}

/// One of the people of the file, by address.
fn somebody(table: &Reader<'_>, key: &str, people: &[DemoPerson]) -> String {
    let address = table.text(key);
    if table.has(key) && !people.iter().any(|person| person.email == address) {
        table.bad(
            key,
            format!("`{address}` is nobody of this demonstration"),
            "write the `email` of one of its people",
        );
    }
    address
}

fn member(table: &Reader<'_>, people: &[DemoPerson]) -> DemoMember {
    let shows = table.texts("shows");
    for scope in shows.iter().filter(|scope| !SHOWS.contains(&scope.as_str())) {
        table.bad(
            "shows",
            format!("`{scope}` cannot be shown"),
            format!("write some of {}", SHOWS.join(", ")),
        );
    }
    DemoMember {
        email: somebody(table, "email", people),
        joined_on: table.date("joined_on").unwrap_or_default(),
        shows,
    }
}

fn asked(table: &Reader<'_>) -> DemoAsked {
    DemoAsked {
        email: table.text("email"),
        what: table.text("what"),
        due_on: table.maybe_date("due_on"),
        note: table.maybe_text("note").unwrap_or_default(),
    }
}
