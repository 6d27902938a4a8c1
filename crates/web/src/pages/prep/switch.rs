//! A plan goes over to another exam version: what that means before it happens, and both plans after.

use std::collections::BTreeMap;

use assay_app::{CarriedCounts, PlansView, SwitchView, SwitchWhy};
use assay_assessment::registration::long;
use assay_kernel::Instant;
use assay_learning::{
    carry::Carriage,
    event::PrepEvent,
    plan::{StepProgress, StepState},
};
use assay_programme::model::PrepPlan;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor, written::recorded};

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Markup, Fault> {
    visitor.must_be_signed_in()?;
    let view = web.app.practice.plans(&visitor.asking, &code).await?;
    let switch = &view.switch;
    let (title, actions) = match switch.done_at {
        Some(_) => (format!("From {} to {}", switch.from, switch.to), html! {}),
        None => (format!("Go over to {}?", switch.to), yes(&visitor, switch)),
    };
    let main = html! {
        (crumbs(&switch.from, switch))
        (ui::page_header(&title, &why(switch), html! {}))
        (means(switch))
        div class="cluster" { (actions) }
        @if let Some((plan, steps)) = &view.new {
            (ui::section("new", &format!("Your plan for {}", plan.exam),
                steps_of(plan, steps, &view.carries)))
        }
        @if let Some((plan, steps)) = &view.old {
            (ui::section("old", &format!("Your plan for {}, as it stands", plan.exam),
                steps_of(plan, steps, &BTreeMap::new())))
        }
        @if !view.history.is_empty() { (ui::section("history", "What was said", history(&visitor, &view))) }
    };
    Ok(visitor.page(&web, &title, main))
}

/// What a day that lies beyond the switch would mean, with the ways on.
pub(super) fn asked(web: &Web, visitor: &Visitor, (code, on): (&str, &str), switch: &SwitchView) -> Markup {
    let title = format!("Go over to {}?", switch.to);
    let action = format!("/exams/{code}/target");
    let main = html! {
        (crumbs(code, switch))
        (ui::page_header(&title, &why(switch), html! {}))
        (means(switch))
        div class="cluster" {
            (ui::post_button(&action, visitor.csrf(), &format!("Set the day and go over to {}", switch.to),
                ui::ButtonKind::Primary, &[("on", on), ("yes", "yes")]))
            (ui::link_button("Leave it as it is", &format!("/exams/{code}/prep"), ui::ButtonKind::Quiet))
        }
    };
    visitor.page(web, &title, main)
}

pub(super) async fn go_over(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    web.app.practice.switch(&posted.visitor.asking, &code).await?;
    Ok(Redirect::to(&format!("/exams/{code}/switch")).into_response())
}

/// On a plan's page: that it would be another version, or from which one it came.
pub(super) fn banner(code: &str, switch: Option<&SwitchView>, from: Option<&str>) -> Markup {
    if let Some(switch) = switch {
        let title = match switch.why {
            SwitchWhy::Registration => format!("You are registered for {}", switch.to),
            SwitchWhy::Day => format!("On your day it will be {}", switch.to),
            SwitchWhy::Wish => format!("Your plan is for {}", switch.from),
        };
        let to = format!("/exams/{}/switch", switch.to);
        return ui::banner(&ui::Banner::new(ui::Tone::Attention, title).body(html! {
            p {
                "Your plan is for " (switch.from) ". "
                a href=(to) { "See what changes if you go over to " (switch.to) }
            }
        }));
    }
    match from {
        Some(from) => html! {
            p class="muted" {
                "Your plan came over from " (from) ". "
                a href={ "/exams/" (code) "/switch" } { "What carried over, and both plans" }
            }
        },
        None => html! {},
    }
}

fn crumbs(code: &str, switch: &SwitchView) -> Markup {
    ui::breadcrumbs(&[
        ui::Crumb::new("Catalogue", "/"),
        ui::Crumb::new(
            "Prep plan",
            format!("/exams/{}/prep", if switch.has_plan { switch.to.as_str() } else { code }),
        ),
    ])
}

fn yes(visitor: &Visitor, switch: &SwitchView) -> Markup {
    let label = format!("Go over to {}", switch.to);
    let action = format!("/exams/{}/switch", switch.to);
    ui::post_button(&action, visitor.csrf(), &label, ui::ButtonKind::Primary, &[])
}

fn why(switch: &SwitchView) -> String {
    let because = match (switch.why, switch.on) {
        (SwitchWhy::Registration, _) => format!("You are registered for {}.", switch.to),
        (SwitchWhy::Day, Some(on)) => {
            format!("{} is not sat any more on {}; {} is.", switch.from, long(on), switch.to)
        }
        (SwitchWhy::Day, None) | (SwitchWhy::Wish, _) => {
            format!("{}: {}.", switch.to, switch.title)
        }
    };
    match switch.done_at {
        Some(_) => {
            format!("{because} What you did before stays as it was, and is read under the new outline.")
        }
        None => format!("{because} Nothing changes before you say yes, and nothing that you did is lost."),
    }
}

fn plural(many: usize, thing: &str) -> String {
    if many == 1 { format!("1 {thing}") } else { format!("{many} {thing}s") }
}

/// What carries over, in numbers.
fn means(switch: &SwitchView) -> Markup {
    let stat = |label: &str, value: String, note: String| ui::Stat {
        label: label.to_owned(),
        value,
        note,
        ..ui::Stat::default()
    };
    let Some(carried) = &switch.carried else {
        return html! { p {
            "Nobody has compared the two outlines, so no answer carries over: what you know of "
            (switch.to) " is found out anew. Your answers to " (switch.from) " stay as they are."
        } };
    };
    html! {
        (ui::stats(&[
            stat("Skills that carry whole", carried.skills_whole.to_string(),
                format!("{} of yours count as they are", plural(carried.answers_whole, "answer"))),
            stat("Skills that carry in part", carried.skills_in_part.to_string(),
                format!("{} of yours count half", plural(carried.answers_in_part, "answer"))),
            stat("New skills", carried.skills_new.len().to_string(), "they are practised first".to_owned()),
        ]))
        (besides(switch, carried))
        @if !carried.skills_new.is_empty() {
            (ui::section("skills", "What is new", html! {
                ul { @for (id, text) in &carried.skills_new { li { strong { (id) } " " (text) } } }
            }))
        }
        p { a href={ "/exams/" (switch.to) "/changes" } { "Every change of the outline" } }
    }
}

/// What else stays, and what does not.
fn besides(switch: &SwitchView, carried: &CarriedCounts) -> Markup {
    let (kept, changed) = switch.lessons;
    html! {
        ul {
            @if carried.answers_gone > 0 {
                li { (plural(carried.answers_gone, "answer")) " to skills that are gone say nothing more." }
            }
            @if kept > 0 { li { (plural(kept, "finished lesson")) " stay finished." } }
            @if changed > 0 {
                li { (plural(changed, "finished lesson")) " say something else now, and stay finished." }
            }
            @if switch.reviews > 0 { li { (plural(switch.reviews, "question")) " go on coming back." } }
            li { "What you have seen stays seen: no question is new to you a second time." }
            @if !switch.has_plan { li { "There is no plan for " (switch.to) " yet." } }
        }
    }
}

fn steps_of(plan: &PrepPlan, steps: &[StepProgress], carries: &BTreeMap<String, Carriage>) -> Markup {
    let shown: Vec<ui::ProgressStep> = plan
        .steps
        .iter()
        .zip(steps)
        .map(|(step, progress)| {
            let state = match progress.state {
                StepState::Done => ui::ProgressState::Done,
                StepState::Next => ui::ProgressState::Current,
                StepState::Later | StepState::Skipped | StepState::NotHere => ui::ProgressState::Ahead,
            };
            let word = carries.get(&step.id).map(|carriage| match carriage {
                Carriage::Whole => "carried",
                Carriage::InPart => "carried in part",
                Carriage::Nothing => "new",
            });
            ui::ProgressStep::new(&step.title, state).note(html! {
                @if let Some(word) = word { p { (ui::chip(ui::Tone::Neutral, word)) } }
                @if !progress.evidence.is_empty() { p { (progress.evidence) } }
            })
        })
        .collect();
    ui::steps(&shown)
}

fn history(visitor: &Visitor, view: &PlansView) -> Markup {
    let line = |(at, event): &(Instant, PrepEvent)| {
        let what = match event {
            PrepEvent::TargetSet { on: Some(on) } => format!("Day set: {}", long(*on)),
            PrepEvent::TargetSet { on: None } => "Day taken back".to_owned(),
            PrepEvent::PlanSwitched { from, to, .. } => format!("Plan went over from {from} to {to}"),
            _ => String::new(),
        };
        vec![html! { (recorded(&visitor.asking, *at)) }, html! { (what) }]
    };
    let columns = vec![ui::Column::text("When"), ui::Column::text("What")];
    let rows = view.history.iter().map(line).collect();
    ui::table(&ui::Table::new("Days and switches, the latest first", columns).rows(rows))
}
