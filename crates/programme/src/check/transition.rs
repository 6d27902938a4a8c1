//! A transition: its dates, cut, retakes and announced claims.
//!
//! The dates are held against each other and against those of its exam versions; what ends with it is
//! [`super::ending`]'s.

use assay_kernel::{Date, Period};

use super::found::{Findings, known, quoted, reversed};
use crate::{
    codes,
    diff::{Verdict, check_names, outline_diff, unresolved_subjects},
    model::{Cut, ExamVersion, Programme, Transition},
    offer::last_fail_to_retake,
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    for transition in &programme.transitions {
        order(transition, found);
        cut(programme, transition, found);
        restated(programme, transition, found);
        earns(programme, transition, found);
        promises(transition, found);
        retake(programme, transition, (transition.from.as_str(), "last_test_day_on"), found);
        for also in &transition.also_from {
            retake(programme, transition, (also.as_str(), "also_from"), found);
        }
        claims(programme, transition, found);
    }
}

fn order(transition: &Transition, found: &mut Findings) {
    let days = [
        ("announced_on", transition.announced_on),
        ("guide_released_on", transition.guide_released_on),
        ("registration_opens_on", transition.registration_opens_on),
        ("first_test_day_on", Some(transition.first_test_day_on)),
    ];
    let days: Vec<_> = days.into_iter().filter_map(|(key, day)| Some((key, day?))).collect();
    for (earlier, later) in days.iter().zip(days.iter().skip(1)) {
        if reversed(earlier.1, later.1) {
            let message = format!("`{}` is {}, before `{}` {}", later.0, later.1, earlier.0, earlier.1);
            let hint = "the order is: announced, guide released, registration opens, first test day";
            found.error(codes::TRANSITION_DATES, (&transition.clause, later.0), message, hint);
        }
    }
    if transition.announced_on.is_some_and(|on| reversed(on, transition.last_test_day_on)) {
        let message = format!("{} ends before the transition is announced", transition.from);
        let hint = "candidates must be told of a last test day before it comes";
        found.error(codes::TRANSITION_DATES, (&transition.clause, "last_test_day_on"), message, hint);
    }
}

/// A gap or an overlap between the two exam versions.
fn cut(programme: &Programme, transition: &Transition, found: &mut Findings) {
    let (Some(last), Some(first)) = (known(transition.last_test_day_on), known(transition.first_test_day_on))
    else {
        return;
    };
    let place = (&transition.clause, "first_test_day_on");
    let (from, to) = (&transition.from, &transition.to);
    let next = Period::days(1).after(last);
    let overlap = overlap(programme, transition, first, last);
    if first > next {
        let day_before = Period::days(1).before(first);
        let message = format!("neither {from} nor {to} can be sat from {next} to {day_before}");
        let hint = format!("let {to} start on {next}, or say why not");
        found.warning(codes::TRANSITION_GAP, place, message, hint);
    }
    match (transition.cut, overlap) {
        (None, Some(message)) => {
            let hint = "write `cut = \"overlap\"` if this is intended; else the new one starts the day after";
            found.warning(codes::TRANSITION_OVERLAP, place, message, hint);
        }
        (Some(Cut::Hard), Some(days)) => {
            let message = format!("the cut is hard, but {days}");
            let hint = "let the new one start the day after the old one's last, or write `cut = \"overlap\"`";
            found.error(codes::CUT_CONTRADICTED, (&transition.clause, "cut"), message, hint);
        }
        (Some(Cut::Overlap), None) => {
            let message = format!("an overlap is announced, but {to} starts after {from} has ended");
            let hint = format!("write `cut = \"hard\"`, or let {to} start on or before {last}");
            found.error(codes::CUT_CONTRADICTED, (&transition.clause, "cut"), message, hint);
        }
        (None | Some(Cut::Hard), None) | (Some(Cut::Overlap), Some(_)) => {}
    }
}

/// The days on which an old one and the new one can be sat, in words.
///
/// A single language may overlap where the others do not, and a further old one where the first does not.
fn overlap(programme: &Programme, transition: &Transition, first: Date, last: Date) -> Option<String> {
    let to = &transition.to;
    if first <= last {
        return Some(format!("both {} and {to} can be sat from {first} to {last}", transition.from));
    }
    let new = programme.exam(to.as_str())?;
    let in_language = |old: &ExamVersion, language: &str| {
        let (first, _) = new.test_days_in(language);
        let (_, last) = old.test_days_in(language);
        let days = match last {
            Some(last) if first > last => return None,
            Some(last) => format!("from {first} to {last}"),
            None => format!("from {first} on"),
        };
        Some(format!("both {} and {to} can be sat in `{language}` {days}", old.code))
    };
    let codes = [&transition.from].into_iter().chain(&transition.also_from);
    codes.filter_map(|old| programme.exam(old.as_str())).find_map(|old| {
        let mut both = old.languages.iter().filter(|language| new.languages.contains(language));
        both.find_map(|language| in_language(old, language))
    })
}

/// What a transition restates must be what its exam versions say.
fn restated(programme: &Programme, transition: &Transition, found: &mut Findings) {
    let mut same = |key: &'static str, here: Option<Date>, exam: &ExamVersion, there: Option<Date>| {
        let Some(here) = here.and_then(known) else { return };
        if there == Some(here) || there.is_some_and(|there| known(there).is_none()) {
            return;
        }
        let theirs = there.map_or_else(|| "nothing".to_owned(), |there| there.to_string());
        let message =
            format!("`{key}` is {here} here, but exams/{}.toml says {theirs} as `{key}`", exam.code);
        let hint = "correct the wrong one: people read both files";
        found.error(codes::TRANSITION_RESTATED, (&transition.clause, key), message, hint);
    };
    if let Some(exam) = programme.exam(transition.from.as_str()) {
        same("last_booking_day_on", transition.last_registration_day_on, exam, exam.last_registration_day_on);
        same("last_test_day_on", Some(transition.last_test_day_on), exam, exam.last_test_day_on);
    }
    if let Some(exam) = programme.exam(transition.to.as_str()) {
        same("guide_released_on", transition.guide_released_on, exam, exam.guide_released_on);
        let opens = Some(exam.registration_opens_on);
        same("registration_opens_on", transition.registration_opens_on, exam, opens);
        let first = Some(exam.first_test_day_on);
        same("first_test_day_on", Some(transition.first_test_day_on), exam, first);
    }
}

/// What a pass of the new one earns must be what its exam version says.
fn earns(programme: &Programme, transition: &Transition, found: &mut Findings) {
    let (Some(here), Some(exam)) = (&transition.earns, programme.exam(transition.to.as_str())) else {
        return;
    };
    if *here == exam.certification || programme.certification(here.as_str()).is_none() {
        return;
    }
    let there = &exam.certification;
    let message = format!("a pass earns `{here}` here, but `{there}` by exams/{}.toml", exam.code);
    let hint = "correct the wrong one: people read both files";
    found.error(codes::TRANSITION_RESTATED, (&transition.clause, "earns"), message, hint);
}

/// What a transition promises of people and cannot keep.
fn promises(transition: &Transition, found: &mut Findings) {
    if transition.failed_sits == transition.from && !transition.from.as_str().is_empty() {
        let message = format!("whoever failed {} too late to retake it is sent back to it", transition.from);
        let hint = format!("name another exam version, or leave it out for {}", transition.to);
        found.error(codes::FAILED_SITS_SAME, (&transition.clause, "failed_sits"), message, hint);
    }
    if transition.rename_is_retroactive {
        let message = "holders of the old certification never get the new name";
        let hint = "write `false`: they keep the old one until its own last day, and earn the new one by its \
                    exam";
        found.error(codes::RETROACTIVE, (&transition.clause, "rename_is_retroactive"), message, hint);
    }
}

/// A retake wait that ends after the last test day.
fn retake(
    programme: &Programme,
    transition: &Transition,
    (old, key): (&str, &'static str),
    found: &mut Findings,
) {
    let Some(exam) = programme.exam(old) else { return };
    let (Some(last), Some(day)) = (exam.last_test_day_on, last_fail_to_retake(programme, exam)) else {
        return;
    };
    if day >= last || known(last).is_none() {
        return;
    }
    let wait = programme.examination.retake.wait_after(1).map(Period::words).unwrap_or_default();
    let message = format!(
        "whoever fails {} after {day} cannot retake it: the wait of {wait} outlasts its last test day {last}",
        exam.code
    );
    let hint = format!(
        "tell candidates that a fail after {day} leads to {}; nothing to change if this is intended",
        transition.failed_sits
    );
    found.warning(codes::RETAKE_CROSSES_CUT, (&transition.clause, key), message, hint);
}

fn claims(programme: &Programme, transition: &Transition, found: &mut Findings) {
    if transition.claims.is_empty() {
        return;
    }
    let (from, to) = (transition.from.as_str(), transition.to.as_str());
    if let (Some(old), Some(new)) = (programme.outline(from), programme.outline(to)) {
        for claim in transition.claims.iter().filter(|claim| !claim.check.is_empty()) {
            match unresolved_subjects(claim, old, new) {
                None => {
                    let message = format!("no check is called `{}`", claim.check);
                    let hint = format!("write one of {}", quoted(&check_names()));
                    found.error(codes::CLAIM_UNKNOWN, (&claim.clause, "check"), message, hint);
                }
                Some(unknown) if !unknown.is_empty() => {
                    let words: Vec<&str> = unknown.iter().map(String::as_str).collect();
                    let message = format!("`{}` cannot be about {}", claim.check, quoted(&words));
                    let hint = "name ids of the two outlines; a move is written `old -> new`";
                    found.error(codes::CLAIM_UNKNOWN, (&claim.clause, "subjects"), message, hint);
                }
                Some(_) => {}
            }
        }
    }
    match outline_diff(programme, from, to) {
        Ok(diff) => {
            for (claim, said) in transition.claims.iter().zip(&diff.claims) {
                if said.verdict == Verdict::Refuted {
                    let against: Vec<&str> = said.against.iter().map(String::as_str).collect();
                    let by = if against.is_empty() { "the two outlines".into() } else { quoted(&against) };
                    let message = format!("the claim '{}' is refuted by {by}", claim.text);
                    let hint = "correct the announcement by a revision, or the crosswalk if it is wrong; \
                        `assay outline diff` shows the evidence";
                    found.warning(codes::CLAIM_REFUTED, (&claim.clause, "text"), message, hint);
                }
            }
        }
        Err(error) => {
            let message = format!("the claims about {to} cannot be checked: {error}");
            let hint = format!("add what is missing, or remove the claims from {}", transition.clause.file);
            found.warning(codes::CLAIM_UNCHECKED, (&transition.clause, "to"), message, hint);
        }
    }
}
