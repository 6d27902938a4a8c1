//! An exam version on its own: dates, scale, items, price; the zone of all dates.

use std::collections::BTreeSet;

use assay_kernel::Date;
use jiff::tz::TimeZoneDatabase;

use super::found::{Findings, known, nearest, reversed};
use crate::{
    codes,
    model::{Clause, ExamVersion, Programme},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    zone(programme, found);
    prerequisites(programme, found);
    for exam in &programme.exams {
        dates(exam, found);
        languages(exam, found);
        tags(exam, found);
        form(exam, found);
    }
}

fn zone(programme: &Programme, found: &mut Findings) {
    // The bundled database: the check must not depend on the machine it runs on.
    if programme.zone.is_empty() || TimeZoneDatabase::bundled().get(&programme.zone).is_ok() {
        return;
    }
    let clause = Clause { file: "programme.toml".to_owned(), line: 1 };
    let message = format!("`{}` is not a time zone", programme.zone);
    let hint = "write an IANA name such as `UTC` or `America/Los_Angeles`";
    found.error(codes::ZONE, (&clause, "zone"), message, hint);
}

/// The dates of an exam version, or of one of its languages.
struct Dates<'a> {
    what: String,
    clause: &'a Clause,
    guide: Option<Date>,
    opens: Date,
    first: Date,
    last: Option<Date>,
    registration: Option<Date>,
}

fn dates(exam: &ExamVersion, found: &mut Findings) {
    let own = Dates {
        what: exam.code.to_string(),
        clause: &exam.clause,
        guide: exam.guide_released_on,
        opens: exam.registration_opens_on,
        first: exam.first_test_day_on,
        last: exam.last_test_day_on,
        registration: exam.last_registration_day_on,
    };
    in_order(&own, found);
    for language in &exam.by_language {
        let (first, last) = exam.test_days_in(&language.language);
        let there = Dates {
            what: format!("{} in `{}`", exam.code, language.language),
            clause: &language.clause,
            guide: own.guide,
            opens: language.registration_opens_on.unwrap_or(own.opens),
            first,
            last,
            registration: language.last_registration_day_on.or(own.registration),
        };
        // What holds in every language is reported once, at the exam version.
        let differs = |key: &str| match key {
            "registration_opens_on" => there.opens != own.opens,
            "first_test_day_on" => (there.opens, there.first) != (own.opens, own.first),
            "last_test_day_on" => (there.first, there.last) != (own.first, own.last),
            _ => (there.opens, there.last, there.registration) != (own.opens, own.last, own.registration),
        };
        let before = found.0.len();
        in_order(&there, found);
        let theirs: Vec<_> = found.0.drain(before..).filter(|finding| differs(finding.key)).collect();
        found.0.extend(theirs);
    }
}

fn in_order(dates: &Dates<'_>, found: &mut Findings) {
    let mut order = |key, earlier, later, sentence: String| {
        if reversed(earlier, later) {
            let hint = format!("{earlier} is after {later}: one of the two is wrong");
            found.error(codes::EXAM_DATES, (dates.clause, key), sentence, hint);
        }
    };
    let what = &dates.what;
    if let Some(guide) = dates.guide {
        let sentence = format!("registration for {what} opens before its guide is released");
        order("registration_opens_on", guide, dates.opens, sentence);
    }
    let sentence = format!("{what} can be sat before registration for it opens");
    order("first_test_day_on", dates.opens, dates.first, sentence);
    if let Some(last) = dates.last {
        let sentence = format!("the last test day of {what} is before its first");
        order("last_test_day_on", dates.first, last, sentence);
    }
    let Some(registration) = dates.registration else { return };
    let sentence = format!("registration for {what} closes before it opens");
    order("last_booking_day_on", dates.opens, registration, sentence);
    if let Some(last) = dates.last.and_then(known)
        && registration > last
    {
        let message = format!(
            "registrations for {what} are accepted until {registration}, after its last test day {last}"
        );
        let hint = "set `last_booking_day_on` to the last test day or earlier: later ones cannot be sat";
        found.error(codes::REGISTRATION_AFTER_END, (dates.clause, "last_booking_day_on"), message, hint);
    }
}

/// Prerequisites that nobody can earn first.
///
/// A certification can be earned where no exam leads to it (it comes from elsewhere, or is derived), or where
/// an exam does whose own prerequisites can be earned.
fn prerequisites(programme: &Programme, found: &mut Findings) {
    let mut earnable: BTreeSet<&str> = programme
        .certifications
        .iter()
        .map(|certification| certification.code.as_str())
        .filter(|code| programme.exams_of(code).is_empty())
        .collect();
    for _ in 0..programme.exams.len() {
        let open =
            |exam: &&ExamVersion| exam.prerequisites.iter().all(|code| earnable.contains(code.as_str()));
        let more: Vec<&str> =
            programme.exams.iter().filter(open).map(|exam| exam.certification.as_str()).collect();
        earnable.extend(more);
    }
    for exam in &programme.exams {
        let known = exam.prerequisites.iter().filter(|code| programme.certification(code.as_str()).is_some());
        for code in known.filter(|code| !earnable.contains(code.as_str())) {
            let message = format!("{} asks for an active `{code}`, which nobody can earn first", exam.code);
            let hint = "remove it from `prerequisites`, or add the exam by which people begin";
            found.error(codes::PREREQUISITE_CIRCLE, (&exam.clause, "prerequisites"), message, hint);
        }
    }
}

/// Whether a text is a language tag as files write them: `en`, `pt-BR`, `zh-Hans` (BCP 47, section 2.1).
///
/// No language of one letter or of more than three is registered as a tag of its own.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language = (2..=3).contains(&language.len()) && language.chars().all(|c| c.is_ascii_alphabetic());
    is_language
        && parts.all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn tags(exam: &ExamVersion, found: &mut Findings) {
    for tag in exam.languages.iter().filter(|tag| !tag.is_empty() && !is_language_tag(tag)) {
        let message = format!("`{tag}` is not a language of {}", exam.code);
        let hint = "write a language tag, such as `en`, `pt-BR` or `zh-Hans`";
        found.error(codes::LANGUAGE_TAG, (&exam.clause, "languages"), message, hint);
    }
}

/// Each language with dates of its own is one in which the exam version is published, and stands once.
fn languages(exam: &ExamVersion, found: &mut Findings) {
    for (index, dates) in exam.by_language.iter().enumerate() {
        let place = (&dates.clause, "code");
        let code = dates.language.as_str();
        if code.is_empty() {
            continue;
        }
        if !exam.languages.iter().any(|language| language == code) {
            let message = format!("{} has dates for `{code}`, but is not published in it", exam.code);
            let hint = nearest(code, exam.languages.iter().map(String::as_str));
            found.error(codes::LANGUAGE, place, message, hint);
        }
        if exam.by_language.iter().take(index).any(|other| other.language == code) {
            let message = format!("{} has two sets of dates for `{code}`", exam.code);
            found.error(codes::LANGUAGE, place, message, "write its dates into one `[[language]]`");
        }
        let own = [
            dates.registration_opens_on,
            dates.first_test_day_on,
            dates.last_registration_day_on,
            dates.last_test_day_on,
        ];
        if own.iter().all(Option::is_none) {
            let message = format!("nothing is said of {} in `{code}`", exam.code);
            let hint = "add the dates that differ from the others, or remove the `[[language]]`";
            found.error(codes::LANGUAGE, place, message, hint);
        }
    }
}

fn form(exam: &ExamVersion, found: &mut Findings) {
    let place = |key| (&exam.clause, key);
    let code = &exam.code;
    let scale = exam.scale;
    if scale.maximum > 0 && !(scale.minimum < scale.cut && scale.cut <= scale.maximum) {
        let message = format!("the cut score {} of {code} is not on its scale", scale.cut);
        let hint = format!("it must be above {} and at most {}", scale.minimum, scale.maximum);
        found.error(codes::CUT_OFF_SCALE, place("scale"), message, hint);
    }
    if exam.items_scored > exam.items_total {
        let message = format!("{code} scores {} items of {} on a form", exam.items_scored, exam.items_total);
        let hint = "`items_total` counts the scored items and the pretest items";
        found.error(codes::ITEM_COUNTS, place("items_scored"), message, hint);
    }
    let currency = &exam.price.currency;
    let is_code = currency.len() == 3 && currency.chars().all(|c| c.is_ascii_uppercase());
    if !currency.is_empty() && !is_code {
        let message = format!("`{currency}` is not a currency");
        found.error(codes::CURRENCY, place("price"), message, "write its three letters, such as `USD`");
    }
    let empty = [
        (exam.items_scored == 0, "items_scored", "scores no items"),
        (exam.time_limit_min == 0, "time_limit_min", "has no testing time"),
        (exam.languages.is_empty(), "languages", "has no language"),
    ];
    for (_, key, what) in empty.iter().filter(|(is_empty, ..)| *is_empty) {
        let message = format!("{code} {what}: nobody can sit it");
        found.error(codes::EMPTY_FORM, place(key), message, format!("give `{key}` its value"));
    }
}
