//! Announced changes of a certification: what ends, what begins, and what it means for holders.

use assay_assessment::registration::long;
use assay_kernel::{Date, Period};
use assay_programme::{
    model::{Certification, Cut, Function, FunctionEnd, Programme, Transition},
    offer::{Change, changes_of, languages_in_words, route_title},
};
use maud::{Markup, html};

use crate::ui;

/// A section for each change that the public knows, the latest first.
pub(super) fn sections(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let changes = changes_of(programme, shown.code.as_str(), today);
    html! { @for change in changes { (section(programme, shown, change, today)) } }
}

fn section(programme: &Programme, shown: &Certification, change: Change<'_>, today: Date) -> Markup {
    let ends: Vec<&FunctionEnd> =
        change.ends().iter().filter(|end| end.certification == shown.code).collect();
    ui::section(
        &format!("change-{}", change.id()),
        change.title(),
        html! {
            p { (when(programme, change, today)) (announced(change)) }
            @if !ends.is_empty() { (ends_table(programme, &ends, today)) }
            @if !change.consequences().is_empty() {
                div class="prose" { ul { @for sentence in change.consequences() { li { (sentence) } } } }
            }
            @if let Some(slug) = change.announcement() {
                p { a href={ "/announcements/" (slug) } { "Read the announcement" } }
            }
        },
    )
}

fn announced(change: Change<'_>) -> String {
    change.announced_on().map_or(String::new(), |on| format!(" Announced on {}.", long(on)))
}

/// What happens when, in a sentence.
fn when(programme: &Programme, change: Change<'_>, today: Date) -> String {
    match change {
        Change::Transition(transition) => meeting(programme, transition, today),
        Change::Retirement(_) => "It ends without a successor.".to_owned(),
        Change::Rules(rules) => format!("The new rules are in force from {} on.", long(rules.effective_on)),
    }
}

/// How the days of the old and the new exam version meet.
pub(in crate::pages) fn meeting(programme: &Programme, transition: &Transition, today: Date) -> String {
    let (old, to) = (old_exams(transition), &transition.to);
    let (last, first) = (transition.last_test_day_on, transition.first_test_day_on);
    let can = if last < today { "could" } else { "can" };
    if transition.cut == Some(Cut::Overlap) || first <= last {
        return format!(
            "An overlap: both {old} and {to} {can} be sat from {} to {}.{}",
            long(first),
            long(last),
            goes_on(programme, transition, today)
        );
    }
    let hard = Period::days(1).after(last) == first;
    let cut = if hard { "There is no overlap." } else { "Between the two days neither can be sat." };
    format!("{old} {can} be sat until {}, {to} from {} on. {cut}", long(last), long(first))
}

/// Exam versions that are named one by one; more of them are counted.
const NAMED_MAX: usize = 3;

fn old_exams(transition: &Transition) -> String {
    let Transition { from, also_from, .. } = transition;
    match also_from.len() {
        others if others >= NAMED_MAX => format!("{from} and {others} others"),
        _ => std::iter::once(from).chain(also_from).map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// Where single languages of the old one go on for longer.
fn goes_on(programme: &Programme, transition: &Transition, today: Date) -> String {
    let Some(exam) = programme.exam(transition.from.as_str()) else { return String::new() };
    let later: Vec<&str> = exam
        .languages
        .iter()
        .map(String::as_str)
        .filter(|code| exam.test_days_in(code).1.is_none_or(|last| last > transition.last_test_day_on))
        .collect();
    match (later.is_empty(), exam.last_test_day_of_all()) {
        (true, _) => String::new(),
        (false, Some(last)) => {
            let goes = if last < today { "went" } else { "goes" };
            format!(" {} {goes} on in {} until {}.", exam.code, languages_in_words(later), long(last))
        }
        (false, None) => format!(" {} goes on in {}.", exam.code, languages_in_words(later)),
    }
}

/// What ends when, function by function: 'retired' is not one bit (renewal-rules, trap c).
fn ends_table(programme: &Programme, ends: &[&FunctionEnd], today: Date) -> Markup {
    let columns = ["What ends", "Last day", "Today"].map(ui::Column::text).to_vec();
    let rows = ends.iter().map(|end| {
        let (tone, word) = match end.on < today {
            true => (ui::Tone::Neutral, "Ended"),
            false => (ui::Tone::Attention, "Still open"),
        };
        vec![
            html! { (function_words(programme, end)) },
            html! { time datetime=(end.on) { (long(end.on)) } },
            ui::chip(tone, word),
        ]
    });
    ui::table(&ui::Table::new("What ends when", columns).rows(rows.collect()))
}

fn function_words(programme: &Programme, end: &FunctionEnd) -> String {
    match &end.function {
        Function::Award => "New awards".to_owned(),
        Function::Route(id) => {
            format!("Renewal by: {}", route_title(programme, &end.certification, id))
        }
        Function::Cascade => "Renewing others through an award or renewal of this one".to_owned(),
        Function::Prep => "Preparation for it".to_owned(),
    }
}
