//! Every sitting, with its result.

use assay_app::{SittingLine, SittingState};
use assay_assessment::registration::long;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};

use super::frame::{Filter, PAGE_ROWS, paged};
use crate::{fault::Fault, pages::csv::exported, state::Web, ui, visitor::Visitor};

fn result_words(sitting: &SittingLine) -> (ui::Tone, String) {
    match sitting.state {
        SittingState::Running => (ui::Tone::Information, "running".to_owned()),
        SittingState::Submitted => (ui::Tone::Attention, "being scored".to_owned()),
        SittingState::Scored { passed: true, scaled } => (ui::Tone::Good, format!("passed, {scaled}")),
        SittingState::Scored { passed: false, scaled } => {
            (ui::Tone::Neutral, format!("not passed, {scaled}"))
        }
    }
}

pub(in crate::pages) fn sittings_table(sittings: &[(SittingLine, String)]) -> Markup {
    let columns = ["Person", "Exam", "Form", "Day", "Result"].map(ui::Column::text).to_vec();
    let rows = sittings.iter().map(|(sitting, name)| {
        let (tone, words) = result_words(sitting);
        vec![
            html! { a href={ "/admin/people/" (sitting.person) } { (name) } },
            html! { (sitting.exam) },
            html! { (sitting.form) },
            html! { (long(sitting.started_on)) },
            html! {
                (ui::chip(tone, &words))
                @if matches!(sitting.state, SittingState::Scored { .. }) {
                    " " a href={ "/sittings/" (sitting.id) "/result" } { "Report" }
                }
            },
        ]
    });
    let empty = ui::EmptyState::new("No sittings yet", "A sitting stands here from its first minute.");
    ui::table(
        &ui::Table::new("Sittings", columns).rows(rows.collect()).csv("/admin/sittings.csv").empty(empty),
    )
}

pub(super) async fn sittings(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let sittings = web.app.sittings.all(&visitor.asking, PAGE_ROWS, from).await?;
    let main = html! {
        (ui::page_header("Sittings and results", "", html! {}))
        (sittings_table(&sittings))
        (paged("/admin/sittings", from, sittings.len()))
    };
    Ok(visitor.wide_page(&web, "Sittings and results", main))
}

pub(super) async fn sittings_csv(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let columns = ["id", "person", "exam", "form", "day", "result"];
    exported("sittings", &columns, false, move |after, rows| {
        let (app, asking) = (web.app.clone(), visitor.asking.clone());
        async move {
            let sittings = app.sittings.all_after(&asking, after, rows).await?;
            Ok(sittings.map(|(s, name)| {
                let result = result_words(&s).1;
                vec![s.id.to_string(), name, s.exam, s.form, s.started_on.to_string(), result]
            }))
        }
    })
    .await
}
