//! Exam versions that are edited, and the rules of examination around them.

use assay_kernel::{Arg, Date, Period, Said};
use assay_programme::model::{ExamVersion, LanguageDates, Programme, TryLimit};

use super::finding::{Finding, FindingKind, FindingWeight, finding, place};

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
        let (severity, code) = match bears {
            Bears::Scores if sat => (FindingWeight::Error, "finding.exam-scores-edited"),
            Bears::Scores | Bears::Candidates => (FindingWeight::Warning, "finding.exam-edited"),
        };
        let said = Said::of(code)
            .with("exam", &exam.code)
            .with("what", Said::of(what))
            .with("was", was)
            .with("is", is);
        let found_one = finding(FindingKind::ExamEdited, severity, said);
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

fn facts(exam: &ExamVersion) -> [(&'static str, Bears, Arg); 9] {
    let none_or = |parts: Vec<Arg>| {
        if parts.is_empty() { Said::of("fact.none").into() } else { Arg::List(parts) }
    };
    let words = |parts: &[String]| none_or(parts.iter().map(Arg::text).collect());
    let prerequisites = none_or(exam.prerequisites.iter().map(Arg::from).collect());
    let (scale, price) = (&exam.scale, &exam.price);
    let range = Said::of("fact.range").with("from", scale.minimum).with("to", scale.maximum);
    let price = Said::of("fact.money").with("n", price.amount).with("currency", Arg::text(&price.currency));
    let minutes = Said::of("fact.minutes").with("n", exam.time_limit_min);
    [
        ("fact.cut-score", Bears::Scores, scale.cut.into()),
        ("fact.scale", Bears::Scores, range.into()),
        ("fact.items-scored", Bears::Scores, exam.items_scored.into()),
        ("fact.items", Bears::Candidates, exam.items_total.into()),
        ("fact.time", Bears::Candidates, minutes.into()),
        ("fact.price", Bears::Candidates, price.into()),
        ("fact.languages", Bears::Candidates, words(&exam.languages)),
        ("fact.item-kinds", Bears::Candidates, words(&exam.item_kinds)),
        ("fact.prerequisites", Bears::Candidates, prerequisites),
    ]
}

/// The rules of examination: waits, sittings, and how long a pass or a registration counts.
pub(super) fn examination(current: &Programme, proposed: &Programme, found: &mut Vec<Finding>) {
    let (old, new) = (&current.examination, &proposed.examination);
    let mut differs = |what: Said, was: Arg, is: Arg| {
        if was != is {
            let said = Said::of("finding.examination").with("what", what).with("was", was).with("is", is);
            let note = finding(FindingKind::RulesChange, FindingWeight::Note, said);
            found.push(Finding { place: place(&new.clause), ..note });
        }
    };
    let period = |period: Option<Period>| period.map_or_else(|| Said::of("fact.none").into(), Arg::from);
    let rungs = old.retake.waits.len().max(new.retake.waits.len());
    for fails in 1..=rungs {
        let what = match (fails, rungs) {
            (_, 1) => Said::of("fact.wait"),
            _ if fails == rungs => Said::of("fact.wait-and-more").with("n", fails),
            (1, _) => Said::of("fact.wait-first"),
            _ => Said::of("fact.wait-after").with("n", fails),
        };
        differs(what, period(old.retake.wait_after(fails)), period(new.retake.wait_after(fails)));
    }
    let limit = |limit: Option<TryLimit>| match limit {
        Some(limit) => Said::of("fact.limit").with("n", limit.max).with("within", limit.within),
        None => Said::of("fact.no-limit"),
    };
    let (was, is) = (limit(old.retake.tries), limit(new.retake.tries));
    differs(Said::of("fact.sittings"), was.into(), is.into());
    let (was, is) = (period(old.block_after_pass), period(new.block_after_pass));
    differs(Said::of("fact.block"), was, is);
    let good_for =
        |days: Option<Period>| days.map_or_else(|| Said::of("period.without-end").into(), Arg::from);
    let (was, is) = (good_for(old.registration_good_for), good_for(new.registration_good_for));
    differs(Said::of("fact.registration"), was, is);
}

/// Days that move.
fn dates(exam: &ExamVersion, new: &ExamVersion, today: Date, found: &mut Vec<Finding>) {
    let none_or = |day: Option<Date>| day.map_or_else(|| Said::of("fact.none").into(), Arg::from);
    let days = |exam: &ExamVersion| {
        [
            ("fact.registration-opens", Some(exam.registration_opens_on)),
            ("fact.first-test-day", Some(exam.first_test_day_on)),
            ("fact.last-day-of-registration", exam.last_registration_day_on),
            ("fact.last-test-day", exam.last_test_day_on),
        ]
    };
    for ((what, was), (_, is)) in days(exam).into_iter().zip(days(new)) {
        if was == is {
            continue;
        }
        // A day that has passed cannot be moved, only rewritten.
        let (severity, code) = match was.is_some_and(|was| was < today) {
            true => (FindingWeight::Error, "finding.exam-day-rewritten"),
            false => (FindingWeight::Warning, "finding.exam-day-moved"),
        };
        let said = Said::of(code)
            .with("exam", &exam.code)
            .with("what", Said::of(what))
            .with("from", none_or(was))
            .with("to", none_or(is));
        let found_one = finding(FindingKind::ExamDatesMoved, severity, said);
        found.push(Finding { place: place(&new.clause), ..found_one });
    }
    if exam.by_language.iter().map(in_language).ne(new.by_language.iter().map(in_language)) {
        let said = Said::of("finding.language-days-moved").with("exam", &exam.code);
        let found_one = finding(FindingKind::ExamDatesMoved, FindingWeight::Warning, said);
        found.push(Finding { place: place(&new.clause), ..found_one });
    }
}

fn in_language(dates: &LanguageDates) -> (&str, [Option<Date>; 4]) {
    let days = [
        dates.registration_opens_on,
        dates.first_test_day_on,
        dates.last_registration_day_on,
        dates.last_test_day_on,
    ];
    (dates.language.as_str(), days)
}
