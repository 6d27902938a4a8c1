//! The skills of a job role in a crew, as a sum that names nobody.

use std::collections::HashMap;

use assay_app::CoverLine;
use assay_learning::crew::{NoSum, PEOPLE_MIN};
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{id_of, place};
use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id = id_of(&id)?;
    let role = query.get("role").map(String::as_str).unwrap_or_default();
    let view = web.app.crews.skills(&visitor.asking, id, role).await?;
    let here = place(id);
    let lead = format!("Job role {}: how many people have its skills as it wants them.", view.role.1);
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Crews", "/crews"), ui::Crumb::new(&view.crew.name, &here)]))
        (ui::page_header("Skills of the crew", &lead, html! {}))
        @match &view.told {
            Ok(lines) => (covers(lines)),
            Err(why) => (ui::banner(&ui::Banner::new(ui::Tone::Information, nothing(*why)))),
        }
        @if view.roles.len() > 1 {
            (ui::section("roles", "Another job role", html! {
                ul class="stack" {
                    @for (id, title) in &view.roles {
                        @if *id != view.role.0 { li { a href={ (here) "/skills?role=" (id) } { (title) } } }
                    }
                }
            }))
        }
    };
    Ok(visitor.page(&web, "Skills of the crew", main).into_response())
}

/// Why nothing is told.
fn nothing(why: NoSum) -> String {
    match why {
        NoSum::TooFew => {
            format!("Nothing is told before {PEOPLE_MIN} people let their skills be counted.")
        }
        NoSum::NamesOne => {
            "Somebody came or went since a sum was told. It would name them, so nothing is told \
                            until more people do."
                .to_owned()
        }
    }
}

fn covers(lines: &[CoverLine]) -> Markup {
    let columns = vec![
        ui::Column::text("Domain"),
        ui::Column::number("Skills"),
        ui::Column::number("By two or more"),
        ui::Column::number("By one"),
        ui::Column::number("By nobody"),
    ];
    let rows = lines.iter().map(|line| {
        let number = |number: usize| html! { (number) };
        vec![
            html! { (line.exam) " " (line.domain) },
            number(line.cover.all),
            number(line.cover.by_more),
            number(line.cover.by_one),
            number(line.cover.by_nobody()),
        ]
    });
    ui::table(&ui::Table::new("Skills that people have, by domain", columns).rows(rows.collect()))
}
