//! A run of practice as a whole: how far it is, how it went, and handing it in.

use assay_app::PracticeView;
use assay_learning::run::RunMode;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    final_exam, final_report,
    shared::{is_sat, practice_id, run_title},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor, written::recorded};

pub(super) async fn overview(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = practice_id(&id, &visitor)?;
    let view = web.app.practice.run(&visitor.asking, id).await?;
    if is_sat(&view) {
        return Ok(Redirect::to(&format!("/practice/{id}/exam")).into_response());
    }
    let title = run_title(view.set_title.as_deref(), view.mode, &view.scope);
    let tells = view.is_told;
    let (done, right, all) = (view.answered.len(), view.right(), view.items);
    let lead = match (view.is_finished, tells) {
        (true, true) => format!("{right} of {done} correct"),
        (false, true) => format!("{done} of {all} answered, {right} correct so far"),
        (_, false) => format!("{done} of {all} answered; what is right is told once you hand it in"),
    };
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Prep plan", format!("/exams/{}/prep", view.exam)),
            ui::Crumb::new("Practice", format!("/exams/{}/practice", view.exam)),
        ]))
        (ui::page_header(&title, &lead, actions(&visitor, &view)))
        (clock(&visitor, &view))
        (final_report::report(&visitor, &view))
        @if tells && view.sat.is_none() { (ui::section("domains", "By domain", by_domain(&view))) }
        (ui::section("questions", "Questions", html! {
            ol class="cluster" {
                @for position in 1..=view.items {
                    li { a href={ "/practice/" (id) "/" (position) } { (item_word(&view, position)) } }
                }
            }
        }))
    };
    Ok(visitor.page(&web, &title, main).into_response())
}

fn actions(visitor: &Visitor, view: &PracticeView) -> Markup {
    let (id, prep) = (view.id, format!("/exams/{}/prep", view.exam));
    let is_open = !view.is_finished;
    let waits = !view.is_told;
    html! {
        @if let Some(next) = view.next.filter(|_| is_open) {
            @let label = format!("Continue with question {next}");
            (ui::link_button(&label, &format!("/practice/{id}/{next}"), ui::ButtonKind::Primary))
        }
        @if waits {
            @let kind = if view.next.is_some() && is_open { ui::ButtonKind::Secondary }
                else { ui::ButtonKind::Primary };
            (ui::post_button(&format!("/practice/{id}/hand-in"), visitor.csrf(), "Hand it in", kind, &[]))
        }
        @if view.is_finished && !waits {
            (ui::link_button("Back to the prep plan", &prep, ui::ButtonKind::Primary))
            (again(visitor, view))
        }
    }
}

/// The same once more: a set from its start, or other questions of the same kind.
fn again(visitor: &Visitor, view: &PracticeView) -> Markup {
    if let (Some(set), RunMode::Final) = (&view.scope.set, view.mode) {
        let to = final_exam::address(&view.exam, set);
        return ui::link_button("Take it again", &to, ui::ButtonKind::Secondary);
    }
    if let Some(set) = &view.scope.set {
        return ui::post_button(
            "/practice",
            visitor.csrf(),
            "Take it again",
            ui::ButtonKind::Secondary,
            &[("set", set), ("anew", "yes")],
        );
    }
    let part = view.scope.part.as_deref().unwrap_or_default();
    let count = view.scope.count.to_string();
    let fields =
        [("exam", view.exam.as_str()), ("mode", view.mode.as_str()), ("part", part), ("count", &count)];
    ui::post_button("/practice", visitor.csrf(), "Go on with more", ui::ButtonKind::Secondary, &fields)
}

fn clock(visitor: &Visitor, view: &PracticeView) -> Markup {
    let Some(ends_at) = view.ends_at else { return html! {} };
    match (view.is_finished, !view.is_told) {
        (true, true) => ui::banner(&ui::Banner::new(ui::Tone::Attention, "Your time is over").body(html! {
            p { "Your answers are kept. Hand it in to see which are right, and why." }
        })),
        (false, _) => html! {
            p { "Your time ends " strong { (recorded(&visitor.asking, ends_at)) } "." }
        },
        (true, false) => html! {},
    }
}

fn by_domain(view: &PracticeView) -> Markup {
    let columns =
        vec![ui::Column::text("Domain"), ui::Column::number("Correct"), ui::Column::number("Answered")];
    let rows = view.domains.iter().filter(|domain| domain.items > 0).map(|domain| {
        vec![
            html! { (domain.domain) ". " (domain.title) },
            html! { (domain.correct) },
            html! { (domain.answered) " of " (domain.items) },
        ]
    });
    ui::table(&ui::Table::new("By domain", columns).rows(rows.collect()))
}

fn item_word(view: &PracticeView, position: u32) -> Markup {
    match view.answered.get(&position) {
        Some(Some(true)) => ui::chip(ui::Tone::Good, &format!("Question {position}: right")),
        Some(Some(false)) => ui::chip(ui::Tone::Attention, &format!("Question {position}: not right")),
        Some(None) => ui::chip(ui::Tone::Neutral, &format!("Question {position}: answered")),
        None => ui::chip(ui::Tone::Neutral, &format!("Question {position}: not answered")),
    }
}

pub(super) async fn hand_in(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = practice_id(&id, &posted.visitor)?;
    web.app.practice.hand_in(&posted.visitor.asking, id).await?;
    Ok(Redirect::to(&format!("/practice/{id}")).into_response())
}
