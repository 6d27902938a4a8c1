//! Exam versions that are edited, and the rules of examination around them.

use assay_kernel::{Date, Period};
use assay_programme::model::{AttemptLimit, ExamVersion, LanguageDates, Programme};

use super::finding::{Finding, FindingKind, Severity, finding, place};
use crate::words;

/// Every exam version that stays, and how it differs.
pub(super) fn exams(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    for exam in &current.exams {
        let Some(new) = proposed.exam(exam.code.as_str()) else { continue };
        dates(exam, new, today, found);
        edited(exam, new, today, found);
    }
}

/// What candidates have registered for, and what their scores mean.
fn edited(exam: &ExamVersion, new: &ExamVersion, today: Date, found: &mut Vec<Finding>) {
    let has_come = |own: Date, in_language: fn(&LanguageDates) -> Option<Date>| {
        exam.by_language.iter().filter_map(in_language).chain([own]).any(|day| day <= today)
    };
    let sat = has_come(exam.first_test_day_on, |dates| dates.first_test_day_on);
    if !sat && !has_come(exam.registration_opens_on, |dates| dates.registration_opens_on) {
        return;
    }
    for ((what, bears, was), (_, _, is)) in facts(exam).into_iter().zip(facts(new)) {
        if was == is {
            continue;
        }
        let (severity, text) = match bears {
            Bears::Scores if sat => (
                Severity::Error,
                "It has been sat. Scores of before and after would not mean the same: a new exam version is \
                 the way.",
            ),
            Bears::Scores | Bears::Candidates => (
                Severity::Warning,
                "Candidates have registered or prepare for what was published: tell them before.",
            ),
        };
        let title = format!("{}: {what} changes from {was} to {is}", exam.code);
        let found_one = finding(FindingKind::ExamEdited, severity, title, text.to_owned());
        found.push(Finding { place: place(&new.clause), ..found_one });
    }
}

/// What a fact of an exam version bears on.
enum Bears {
    /// What a score means.
    Scores,
    /// What candidates reckon with.
    Candidates,
}

fn facts(exam: &ExamVersion) -> [(&'static str, Bears, String); 9] {
    let all = |parts: &[String]| if parts.is_empty() { "none".to_owned() } else { words::list(parts) };
    let prerequisites: Vec<String> = exam.prerequisites.iter().map(ToString::to_string).collect();
    let (scale, price) = (&exam.scale, &exam.price);
    [
        ("the cut score", Bears::Scores, scale.cut.to_string()),
        ("the scale", Bears::Scores, format!("{}–{}", scale.minimum, scale.maximum)),
        ("the number of items that count", Bears::Scores, exam.items_scored.to_string()),
        ("the number of items", Bears::Candidates, exam.items_total.to_string()),
        ("the time", Bears::Candidates, words::count(exam.time_limit_min, "minute")),
        ("the price", Bears::Candidates, format!("{} {}", price.amount, price.currency)),
        ("the list of languages", Bears::Candidates, all(&exam.languages)),
        ("the list of item kinds", Bears::Candidates, all(&exam.item_kinds)),
        ("what must be held before", Bears::Candidates, all(&prerequisites)),
    ]
}

/// The rules of examination: waits, attempts, and how long a pass or a registration counts.
pub(super) fn examination(current: &Programme, proposed: &Programme, found: &mut Vec<Finding>) {
    let (old, new) = (&current.examination, &proposed.examination);
    let mut differs = |what: &str, was: String, is: String| {
        if was != is {
            let title = format!("{what} is {is} instead of {was}");
            let text = "Once applied it counts, also after fails and passes of before.";
            let note = finding(FindingKind::RulesChange, Severity::Note, title, text.to_owned());
            found.push(Finding { place: place(&new.clause), ..note });
        }
    };
    let period = |period: Option<Period>| period.map_or_else(|| "none".to_owned(), Period::words);
    let rungs = old.retake.waits.len().max(new.retake.waits.len());
    for fails in 1..=rungs {
        let what = match (fails, rungs) {
            (_, 1) => "The wait after a fail".to_owned(),
            _ if fails == rungs => format!("The wait after {fails} fails and more"),
            (1, _) => "The wait after the first fail".to_owned(),
            _ => format!("The wait after {fails} fails"),
        };
        differs(&what, period(old.retake.wait_after(fails)), period(new.retake.wait_after(fails)));
    }
    let attempts = |limit: Option<AttemptLimit>| match limit {
        Some(limit) => format!("{} in {}", limit.max, limit.within.words()),
        None => "without limit".to_owned(),
    };
    let (was, is) = (attempts(old.retake.attempts), attempts(new.retake.attempts));
    differs("The number of attempts at one exam version", was, is);
    differs("The block after a pass", period(old.block_after_pass), period(new.block_after_pass));
    let good_for = |days: Option<Period>| days.map_or_else(|| "without end".to_owned(), Period::words);
    let (was, is) = (good_for(old.registration_good_for), good_for(new.registration_good_for));
    differs("The time a registration is good for", was, is);
}

/// Days that move.
fn dates(exam: &ExamVersion, new: &ExamVersion, today: Date, found: &mut Vec<Finding>) {
    let none_or = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), words::day);
    let days = |exam: &ExamVersion| {
        [
            ("registration opens", Some(exam.registration_opens_on)),
            ("first test day", Some(exam.first_test_day_on)),
            ("last day of registration", exam.last_booking_day_on),
            ("last test day", exam.last_test_day_on),
        ]
    };
    for ((what, was), (_, is)) in days(exam).into_iter().zip(days(new)) {
        if was == is {
            continue;
        }
        let title = format!("{}: {what} moves from {} to {}", exam.code, none_or(was), none_or(is));
        // A day that has passed cannot be moved, only rewritten.
        let past = was.is_some_and(|was| was < today);
        let (severity, text) = if past {
            (Severity::Error, "That day has passed: what happened by it stands. Put it back.")
        } else {
            (Severity::Warning, "Candidates plan by these days: announce it.")
        };
        let found_one = finding(FindingKind::ExamDatesMoved, severity, title, text.to_owned());
        found.push(Finding { place: place(&new.clause), ..found_one });
    }
    if exam.by_language.iter().map(in_language).ne(new.by_language.iter().map(in_language)) {
        let title = format!("{}: dates of single languages move", exam.code);
        let text = "Candidates plan by these days: announce it.".to_owned();
        let found_one = finding(FindingKind::ExamDatesMoved, Severity::Warning, title, text);
        found.push(Finding { place: place(&new.clause), ..found_one });
    }
}

fn in_language(dates: &LanguageDates) -> (&str, [Option<Date>; 4]) {
    let days = [
        dates.registration_opens_on,
        dates.first_test_day_on,
        dates.last_booking_day_on,
        dates.last_test_day_on,
    ];
    (dates.language.as_str(), days)
}
