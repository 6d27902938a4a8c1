//! What the team sees first: what needs doing, and how the day stands.

use assay_app::{
    Asking, HeldExam, NEXT_DAYS, RegisteredLine, SOON_DAYS, SittingLine, SittingState, Today, acts,
};
use assay_assessment::registration::long;
use axum::extract::State;
use jiff::ToSpan;
use maud::{Markup, html};

use super::frame::person_link;
use crate::{
    fault::Fault,
    pages::{first_steps::first_steps, list::grouped, notes},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn today(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let asking = &visitor.asking;
    let day = web.app.overview.today(asking).await?;
    let held = web.app.sittings.held(asking).await?;
    let warnings = web.app.sittings.bank(asking).await?.warnings.len();
    let waits = waits(&visitor, &day, &held, warnings);
    let first_steps = first_steps(&web, &visitor).await?;
    let lead = format!("{}, {}. {}", asking.today.strftime("%A"), long(asking.today), many_wait(waits.len()));
    let main = html! {
        (ui::page_header("Today", &lead, html! {}))
        (notes::clock(&web.app.door.clock_state(), &asking.zone))
        (first_steps)
        section aria-label="What waits" {
            @if waits.is_empty() { (nothing_waits()) } @else { (ui::waiting(&waits)) }
        }
        section aria-label="In numbers" { (numbers(asking, &day)) }
        div class="pair" {
            (ending(&day))
            div class="stack" { (sittings(&day)) (registered(&visitor, &day.registered)) }
        }
        @if asking.may_at_all::<acts::SeeReports>() {
            p { a href="/admin/reports" { "Reports" } " count results, ends and registrations of a year." }
        }
    };
    Ok(visitor.wide_page(&web, "Today", main))
}

fn many_wait(lines: usize) -> String {
    match lines {
        0 => "Nothing waits.".to_owned(),
        1 => "One thing waits.".to_owned(),
        many => format!("{many} things wait."),
    }
}

fn nothing_waits() -> Markup {
    let text = "Changes to decide, failed jobs, exams that cannot be given and registrations whose last day \
        is over stand here.";
    ui::empty_state(&ui::EmptyState::new("Nothing waits for the team", text))
}

/// What waits: for whoever reads it first, then what failed, what is held, whom it concerns, and notes. Each
/// line is there only while it is true.
fn waits(visitor: &Visitor, day: &Today, held: &[HeldExam], warnings: usize) -> Vec<ui::WaitingLine> {
    let line = |tone, title: String, why, verb: &str, href: &str| ui::WaitingLine {
        tone,
        title,
        why,
        verb: verb.to_owned(),
        href: href.to_owned(),
        first: false,
    };
    let mut lines = Vec::new();
    if let Some(change) = day.waiting.as_ref().and_then(|waiting| waiting.change.as_ref()) {
        let is_own = visitor.asking.actor.person() == Some(&change.by);
        let why = html! { "“" (change.title) "”, proposed by " bdi { (change.by_name) } "." };
        let title = if is_own {
            "Your change waits for a second person"
        } else {
            "A change waits for a second person"
        };
        let verb = if is_own { "Read it" } else { "Look at it" };
        let href = format!("/admin/changes/{}", change.id);
        let decides = !is_own && visitor.asking.may_at_all::<acts::Propose>();
        let change = line(ui::Tone::Information, title.to_owned(), why, verb, &href);
        lines.push(ui::WaitingLine { first: decides, ..change });
    }
    if let Some(failed) = day.waiting.as_ref().map(|waiting| waiting.failed_jobs).filter(|failed| *failed > 0)
    {
        let title = match failed {
            1 => "1 job failed".to_owned(),
            many => format!("{} jobs failed", grouped(many)),
        };
        let why = html! { "Tried again and again, and given up. What was to follow has not happened." };
        lines.push(line(ui::Tone::Bad, title, why, "See why", "/admin/jobs?state=failed"));
    }
    if let Some(results) = day.waiting.as_ref().map(|waiting| waiting.held_results).filter(|held| *held > 0) {
        let title = match results {
            1 => "1 result is on hold".to_owned(),
            many => format!("{} results are on hold", grouped(many)),
        };
        let why = html! { "Whoever sat it waits until it is released or the sitting is voided." };
        lines.push(line(ui::Tone::Attention, title, why, "See them", "/admin/sittings?state=on-hold"));
    }
    for held in held {
        let why = html! { (held.text) };
        let title = format!("{} is on hold", held.exam);
        lines.push(line(ui::Tone::Attention, title, why, "See the forms", "/admin/programme"));
    }
    lines.extend(too_late(&day.registered));
    if warnings > 0 {
        let title = match warnings {
            1 => "1 warning of the programme".to_owned(),
            many => format!("{many} warnings of the programme"),
        };
        lines.push(line(ui::Tone::Neutral, title, html! {}, "Read", "/admin/programme"));
    }
    lines
}

/// Registrations that nobody can use any more.
fn too_late(registered: &[RegisteredLine]) -> Option<ui::WaitingLine> {
    let late: Vec<&RegisteredLine> = registered.iter().filter(|exam| exam.too_late > 0).collect();
    let count: i64 = late.iter().map(|exam| exam.too_late).sum();
    let exams: Vec<&str> = late.iter().map(|exam| exam.exam.as_str()).collect();
    let title = match count {
        0 => return None,
        1 => "1 registration cannot be sat any more".to_owned(),
        many => format!("{} registrations cannot be sat any more", grouped(many)),
    };
    Some(ui::WaitingLine {
        tone: ui::Tone::Attention,
        title,
        why: html! { "The last day of testing is over: " (exams.join(", ")) "." },
        verb: "See them".to_owned(),
        href: "/admin/registrations?state=over".to_owned(),
        first: false,
    })
}

fn numbers(asking: &Asking, day: &Today) -> Markup {
    let today = asking.today;
    let ends = |days: i64| {
        format!("/admin/credentials?state=valid&from={today}&until={}", today.saturating_add(days.days()))
    };
    let of_today = format!("/admin/sittings?from={today}&until={today}");
    let stat = |value: i64, label: &str, href: &str| ui::Stat {
        value: grouped(value),
        label: label.to_owned(),
        href: href.to_owned(),
        ..ui::Stat::default()
    };
    let registered = day.registered.iter().map(|exam| exam.registered - exam.too_late).sum();
    let note = if day.running > 0 { format!("{} running now", grouped(day.running)) } else { String::new() };
    ui::stats(&[
        ui::Stat { note, ..stat(day.begun, "Sittings today", &of_today) },
        stat(registered, "Registered", "/admin/registrations?state=open"),
        stat(day.ending.within(SOON_DAYS), "End within 30 days", &ends(SOON_DAYS)),
        stat(day.ending.within(NEXT_DAYS), "End within 90 days", &ends(NEXT_DAYS)),
        stat(day.people, "People", "/admin/people"),
    ])
}

/// What ends, as a picture by week with its table.
fn ending(day: &Today) -> Markup {
    let weeks = day.ending.weeks();
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let most =
        weeks.iter().max_by_key(|week| week.soon + week.later).filter(|week| week.soon + week.later > 0);
    let series = |name: &str, values, urgent| ui::Series { name: name.to_owned(), values, urgent };
    let about = most.map(|week| {
        let all = day.ending.within(NEXT_DAYS);
        let most = grouped(week.soon + week.later);
        let end = if all == 1 { "ends" } else { "end" };
        let week = long(week.from);
        format!("{} {end} within 90 days; most of them, {most}, in the week of {week}.", grouped(all))
    });
    let chart = ui::Chart {
        caption: "Certifications by the week of their last valid day".to_owned(),
        labels: weeks.iter().map(|week| week.from.strftime("%-d %b").to_string()).collect(),
        series: vec![
            series("within 30 days", weeks.iter().map(|week| count(week.soon)).collect(), true),
            series("later, within 90 days", weeks.iter().map(|week| count(week.later)).collect(), false),
        ],
        about: about.clone().unwrap_or_default(),
        ..ui::Chart::default()
    };
    html! {
        section class="card" aria-labelledby="ending" {
            h2 id="ending" { "Ending, by week" }
            @if about.is_some() {
                (ui::stacked_chart(&chart))
                p class="small muted" {
                    "Counted by the badges as they were last published; whoever renews before is not counted \
                     any more."
                }
            } @else {
                p { "No certification ends within 90 days." }
            }
        }
    }
}

/// How a sitting stands, in words.
fn stands(sitting: &SittingLine) -> (ui::Tone, String) {
    match sitting.state {
        SittingState::Running => (ui::Tone::Information, "Running".to_owned()),
        SittingState::Submitted => (ui::Tone::Attention, "Being scored".to_owned()),
        SittingState::OnHold => (ui::Tone::Attention, "Result on hold".to_owned()),
        SittingState::Voided { .. } => (ui::Tone::Neutral, "Voided".to_owned()),
        SittingState::Scored { passed: true, scaled } => (ui::Tone::Good, format!("Passed, {scaled}")),
        SittingState::Scored { passed: false, scaled } => {
            (ui::Tone::Neutral, format!("Not passed, {scaled}"))
        }
    }
}

fn sittings(day: &Today) -> Markup {
    let shown = i64::try_from(day.sittings.len()).unwrap_or(i64::MAX);
    html! {
        section class="card" aria-labelledby="sittings" {
            h2 id="sittings" { "Sittings today" }
            @if day.sittings.is_empty() {
                p { "Nobody has begun an exam today. A sitting appears here from its first minute." }
            } @else {
                ul class="mini" {
                    @for (sitting, name) in &day.sittings {
                        @let (tone, words) = stands(sitting);
                        li {
                            span {
                                (person_link(sitting.person, name)) " "
                                span class="muted" { (sitting.exam) }
                            }
                            (ui::chip(tone, &words))
                        }
                    }
                }
            }
            p class="small muted" {
                @if day.begun > shown { "The latest " (shown) " of " (grouped(day.begun)) ". " }
                a href="/admin/sittings" { "All sittings" }
            }
        }
    }
}

fn registered(visitor: &Visitor, registered: &[RegisteredLine]) -> Markup {
    let programme = &visitor.asking.programme;
    let mut exams: Vec<&RegisteredLine> = registered.iter().collect();
    exams.sort_by_key(|exam| std::cmp::Reverse(exam.registered - exam.too_late));
    let line = |exam: &&RegisteredLine| {
        let title = programme.exam(&exam.exam).map_or("", |exam| exam.title.as_str());
        let late = if exam.too_late > 0 {
            format!("{} more too late", grouped(exam.too_late))
        } else {
            String::new()
        };
        let note = [title, &late].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let count = exam.registered - exam.too_late;
        let label = html! {
            a href={ "/admin/registrations?state=open&exam=" (exam.exam) } { (exam.exam) }
        };
        ui::BarLine { label, note, count, value: html! { (grouped(count)) } }
    };
    html! {
        section class="card" aria-labelledby="registered" {
            h2 id="registered" { "Registered, by exam" }
            @if exams.is_empty() {
                p { "Nobody is registered. A registration appears here until it is used or withdrawn." }
            } @else {
                (ui::bars(&exams.iter().map(line).collect::<Vec<_>>()))
            }
        }
    }
}
