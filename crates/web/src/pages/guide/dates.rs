//! The days of an exam version, language by language where they differ.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{ExamVersion, Programme},
    offer::{language_name, languages_in_words},
};
use maud::{Markup, html};

use crate::{pages::catalogue::end_is_known, ui};

/// What is published of one language: opens, first, registration, last.
#[derive(PartialEq)]
struct PublishedDays {
    opens: Date,
    first: Date,
    registration: Option<Date>,
    last: Option<Date>,
}

impl PublishedDays {
    fn of(exam: &ExamVersion, language: &str, end_is_known: bool) -> Self {
        let own = exam.by_language.iter().find(|dates| dates.language == language);
        let (first, last) = exam.test_days_in(language);
        let registration =
            own.and_then(|own| own.last_registration_day_on).or(exam.last_registration_day_on).or(last);
        PublishedDays {
            opens: own.and_then(|own| own.registration_opens_on).unwrap_or(exam.registration_opens_on),
            first,
            registration: registration.filter(|_| end_is_known),
            last: last.filter(|_| end_is_known),
        }
    }
}

/// Languages with the same days, in the order of the exam version.
fn groups(programme: &Programme, exam: &ExamVersion, today: Date) -> Vec<(PublishedDays, Vec<String>)> {
    let known = end_is_known(programme, exam, today);
    let mut groups: Vec<(PublishedDays, Vec<String>)> = Vec::new();
    for language in &exam.languages {
        let days = PublishedDays::of(exam, language, known);
        match groups.iter_mut().find(|(same, _)| *same == days) {
            Some((_, languages)) => languages.push(language.clone()),
            None => groups.push((days, vec![language.clone()])),
        }
    }
    groups
}

/// The test days of an exam version, as far as the public knows them.
///
/// Where languages differ: those of the first, in which the exam is given here.
pub(in crate::pages) fn test_days(programme: &Programme, exam: &ExamVersion, today: Date) -> String {
    let groups = groups(programme, exam, today);
    let (first, last) = match groups.first() {
        Some((days, _)) => (days.first, days.last),
        None => {
            (exam.first_test_day_on, exam.last_test_day_on.filter(|_| end_is_known(programme, exam, today)))
        }
    };
    let text = match last {
        Some(last) => format!("{} to {}", long(first), long(last)),
        None => format!("From {}", long(first)),
    };
    match groups.as_slice() {
        [(_, languages), _, ..] => format!("{text} in {}", in_words(languages)),
        _ => text,
    }
}

/// What the other languages have instead, in a sentence; empty where all have the same days.
pub(in crate::pages) fn in_other_languages(programme: &Programme, exam: &ExamVersion, today: Date) -> String {
    let others = groups(programme, exam, today).into_iter().skip(1).map(|(days, languages)| {
        let last = days.last.map_or(String::new(), |last| format!(" to {}", long(last)));
        format!("{}: {}{last}.", in_words(&languages), long(days.first))
    });
    others.collect::<Vec<_>>().join(" ")
}

/// The days by language as a table; nothing where all languages have the same.
pub(in crate::pages) fn by_language(programme: &Programme, exam: &ExamVersion, today: Date) -> Markup {
    let groups = groups(programme, exam, today);
    if groups.len() < 2 {
        return Markup::default();
    }
    let columns =
        ["Language", "Registration opens", "First test day", "Last day to register", "Last test day"];
    let day = |day: Option<Date>| match day {
        Some(day) => html! { time datetime=(day) { (long(day)) } },
        None => html! { span class="muted" { "no end set" } },
    };
    let rows = groups.iter().map(|(days, languages)| {
        vec![
            html! { (in_words(languages)) },
            day(Some(days.opens)),
            day(Some(days.first)),
            day(days.registration),
            day(days.last),
        ]
    });
    let rows = rows.collect();
    let caption = format!("Dates of {} by language", exam.code);
    ui::table(&ui::Table::new(caption, columns.map(ui::Column::text).to_vec()).rows(rows).cards())
}

/// The language in which an exam is given here: a form is in the first one.
pub(in crate::pages) fn given_in(exam: &ExamVersion) -> &str {
    exam.languages.first().map_or("", |code| language_name(code))
}

fn in_words(languages: &[String]) -> String {
    languages_in_words(languages.iter().map(String::as_str))
}
