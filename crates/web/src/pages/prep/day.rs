//! The day of the exam on a plan's page: how far it is, the hours until then, and saying both.

use assay_app::{FieldFault, HOURS_MAX, PrepDay, TaskKind, TaskLine, WorkPlan};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_learning::{back_plan::PlanWeek, days, target::TargetBasis};
use maud::{Markup, html};

use crate::{ui, visitor::Visitor};

/// Tasks that are named where not all fit: more would be a list and no help.
const NAMED_MAX: usize = 4;

/// What was typed, where something of it has to be looked at again.
#[derive(Default)]
pub(super) struct TypedDay<'a> {
    pub(super) on: &'a str,
    pub(super) hours: &'a str,
    pub(super) faults: &'a [FieldFault],
}

/// How far the day is, what it needs, and the forms to say day and hours.
pub(super) fn card(visitor: &Visitor, code: &str, day: &PrepDay, typed: &TypedDay<'_>) -> Markup {
    let today = visitor.asking.today;
    html! {
        section class="card until" aria-labelledby="day" {
            @match day.target {
                Some(target) if target.on > today => {
                    h2 class="eyebrow" id="day" { "Until your exam" }
                    p class="reading-word" { (plural(days::between(today, target.on), "day")) }
                    p { "until " strong { (long(target.on)) } ". " (basis(day)) }
                }
                Some(target) => {
                    h2 class="eyebrow" id="day" { "Your day" }
                    p class="reading-word" { @if target.on == today { "Today" } @else { "It has passed" } }
                    p { "Your day was " (long(target.on)) ". Set another one to plan on." }
                }
                None => {
                    h2 class="eyebrow" id="day" { "Your day" }
                    p class="reading-word" { "No day yet" }
                    p {
                        "With a day, this page plans backwards from it: what to do in which week, and what "
                        "there is no time for."
                    }
                }
            }
            @if let Some(work) = &day.work { (hours_needed(code, day, work)) }
            (forms(visitor, code, day, typed))
        }
    }
}

/// Why it is that day.
fn basis(day: &PrepDay) -> String {
    match (day.target.map(|target| target.basis), &day.window) {
        (Some(TargetBasis::Window), Some(window)) => {
            format!("It is the last day of your registration for {}.", window.exam)
        }
        (_, Some(window)) => format!("You chose it, within your registration for {}.", window.exam),
        _ => "You chose it.".to_owned(),
    }
}

/// Hours that there are against those that everything needs, in one line where it does not fit.
fn hours_needed(code: &str, day: &PrepDay, work: &WorkPlan) -> Markup {
    let (has, needs) = (work.plan.has_minutes, work.plan.needs_minutes);
    if work.tasks.is_empty() {
        return html! { p { "Nothing of the plan is left to do but the reviews." } };
    }
    let most = i64::from(has.max(needs).max(1));
    let bar = |label: &str, minutes: u32| ui::Meter {
        label: label.to_owned(),
        text: hours(minutes),
        at: ui::permille(0, most, i64::from(minutes)),
        tone: ui::Tone::Neutral,
    };
    html! {
        h3 class="eyebrow" { "Time, at " (plural(day.hours, "hour")) " a week" }
        div class="stack" {
            (ui::meter(&bar("You have", has)))
            (ui::meter(&bar("The plan needs", needs)))
        }
        @if !work.plan.fits() { (does_not_fit(code, day, work)) }
    }
}

fn does_not_fit(code: &str, day: &PrepDay, work: &WorkPlan) -> Markup {
    let until = day.target.map(|target| long(target.on)).unwrap_or_default();
    let (has, needs) = (hours(work.plan.has_minutes), hours(work.plan.needs_minutes));
    let planned = work.plan.planned.len();
    let named: Vec<&TaskLine> = named(work);
    html! {
        p {
            "You have " (has) " until " (until) "; the full plan needs " (needs) ". "
            @match planned {
                0 => "There is time for reviews alone.",
                1 => "This task is worth most: ",
                _ => {
                    "These " (planned) " tasks are worth most"
                    @if planned > named.len() { ", first of all " } @else { ": " }
                }
            }
            @for (place, task) in named.iter().enumerate() {
                @if place > 0 { ", " } (task_link(code, task))
            }
            @if planned > 0 { "." }
        }
    }
}

/// What of the plan is worth most, each thing once.
fn named(work: &WorkPlan) -> Vec<&TaskLine> {
    let mut named: Vec<&TaskLine> = Vec::new();
    for task in work.plan.planned.iter().filter_map(|place| work.tasks.get(*place)) {
        if named.len() < NAMED_MAX && !named.iter().any(|known| known.what == task.what) {
            named.push(task);
        }
    }
    named
}

fn forms(visitor: &Visitor, code: &str, day: &PrepDay, typed: &TypedDay<'_>) -> Markup {
    let error = |field: &str| {
        let found = typed.faults.iter().find(|fault| fault.field == field);
        found.map(|fault| fault.text.clone()).unwrap_or_default()
    };
    let own = day.target.map(|target| target.on.to_string()).unwrap_or_default();
    let on = ui::Field::new("on", "Day of your exam").kind(ui::InputKind::Date).short();
    let on = on.value(if typed.on.is_empty() { own } else { typed.on.to_owned() }).error(error("on"));
    let hours = ui::Field::new("hours", "Hours a week").kind(ui::InputKind::Number).short();
    let said = if typed.hours.is_empty() { day.hours.to_string() } else { typed.hours.to_owned() };
    let hours = hours.value(said).help(format!("From 1 to {HOURS_MAX}; none is asked for every day."));
    let hours = hours.error(error("hours"));
    let is_new = day.target.is_none() || !typed.faults.is_empty();
    let has_own = day.target.is_some_and(|target| target.basis == TargetBasis::Own);
    let body = html! {
        div class="stack" {
            (ui::post_form(&format!("/exams/{code}/target"), visitor.csrf(), html! {
                (ui::field(&on))
                (ui::submit_button("Set the day", ui::ButtonKind::Secondary))
            }))
            @if has_own {
                (ui::post_button(&format!("/exams/{code}/target"), visitor.csrf(), "Take the day back",
                    ui::ButtonKind::Quiet, &[("on", "")]))
            }
            (ui::post_form(&format!("/exams/{code}/hours"), visitor.csrf(), html! {
                (ui::field(&hours))
                (ui::submit_button("Set the hours", ui::ButtonKind::Secondary))
            }))
        }
    };
    ui::fold("Change day or hours", "", is_new, body)
}

/// The weeks until the day, each with what is begun in it.
pub(super) fn weeks(code: &str, day: &PrepDay) -> Markup {
    let (Some(work), Some(target)) = (&day.work, day.target) else { return html! {} };
    let steps: Vec<ui::ProgressStep> = work
        .plan
        .weeks
        .iter()
        .filter(|week| !week.tasks.is_empty())
        .map(|week| {
            let title = format!("{}, {}", span(week.from, week.until), hours(spent(week)));
            ui::ProgressStep::new(title, ui::ProgressState::Ahead).note(week_note(code, work, week))
        })
        .chain(fixed(work, target.on))
        .collect();
    let body = html! {
        (ui::steps(&steps))
        p class="muted" { "Missing a day moves the rest; nothing is lost." }
        (ui::link_button("Add to calendar", &format!("/exams/{code}/prep/calendar.ics"),
            ui::ButtonKind::Quiet))
    };
    ui::section("weeks", "Week by week", body)
}

fn fixed(work: &WorkPlan, exam: Date) -> impl Iterator<Item = ui::ProgressStep> {
    let ahead = |title: String, note: &str| {
        ui::ProgressStep::new(title, ui::ProgressState::Ahead).note(html! { p { (note) } })
    };
    let last = days::before(exam, 1);
    let reviews = work.plan.reviews_from.map(|from| {
        ahead(format!("{}, reviews only", span(from, last)), "Nothing new: what is due, and rest.")
    });
    reviews.into_iter().chain([ahead(format!("{}, your exam", long(exam)), "")])
}

fn spent(week: &PlanWeek) -> u32 {
    week.tasks.iter().map(|(_, minutes)| minutes).sum()
}

fn week_note(code: &str, work: &WorkPlan, week: &PlanWeek) -> Markup {
    html! {
        ul class="links" {
            @for (task, minutes) in of_week(work, week) {
                li { (task_link(code, task)) span class="muted" { ", " (minutes) " min" } }
            }
        }
        @if let Some(on) = work.plan.final_on.filter(|on| week.from <= *on && *on <= week.until) {
            p class="muted" { "The final practice exam is best on " (long(on)) ", in one go." }
        }
    }
}

/// What is done in a week, questions of one domain together.
pub(super) fn of_week<'w>(work: &'w WorkPlan, week: &PlanWeek) -> Vec<(&'w TaskLine, u32)> {
    let mut lines: Vec<(&TaskLine, u32)> = Vec::new();
    for (place, minutes) in &week.tasks {
        let Some(task) = work.tasks.get(*place) else { continue };
        match lines.iter_mut().find(|(known, _)| known.what == task.what) {
            Some((_, sum)) => *sum += minutes,
            None => lines.push((task, *minutes)),
        }
    }
    lines
}

/// What a task is called where several of its kind may stand together.
pub(super) fn task_word(task: &TaskLine) -> String {
    match &task.what {
        TaskKind::Drills(domain) => format!("New questions of domain {domain}"),
        _ => task.title.clone(),
    }
}

fn task_link(code: &str, task: &TaskLine) -> Markup {
    let to = match &task.what {
        TaskKind::Course(id) => format!("/courses/{id}"),
        TaskKind::Drills(_) => format!("/exams/{code}/practice"),
        TaskKind::FirstLook(_) | TaskKind::Lab(_) | TaskKind::FinalExam(_) => format!("/exams/{code}/prep"),
    };
    html! { a href=(to) { (task_word(task)) } }
}

pub(super) fn span(from: Date, until: Date) -> String {
    match (from == until, (from.year(), from.month()) == (until.year(), until.month())) {
        (true, _) => long(from),
        (false, true) => format!("{} to {}", from.day(), long(until)),
        (false, false) => format!("{} to {}", from.strftime("%-d %B"), long(until)),
    }
}

/// Hours to the half, minutes below one.
pub(super) fn hours(minutes: u32) -> String {
    match (minutes / 60, (minutes % 60) / 30) {
        (0, _) => format!("{minutes} min"),
        (whole, 0) => format!("{whole} h"),
        (whole, _) => format!("{whole}\u{bd} h"),
    }
}

fn plural(many: u32, thing: &str) -> String {
    if many == 1 { format!("1 {thing}") } else { format!("{many} {thing}s") }
}
