//! How often an item was given, by version, and how many got it right.

use assay_app::{GIVEN_FEW, GivenVersion};
use assay_bank::work::ItemPool;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{crumbs, id_of, place};
use crate::{fault::Fault, pages::list::grouped, state::Web, ui, visitor::Visitor};

pub(super) async fn given(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&visitor, &id)?;
    let (line, given) = web.app.items.given(&visitor.asking, id).await?;
    let mut way = crumbs(&line.exam, line.pool());
    way.push(ui::Crumb::new(&line.slug, place(id)));
    let lead = "Sittings whose result counts, by the version that was given.";
    let main = html! {
        (ui::breadcrumbs(&way))
        (ui::page_header(&format!("How {} was answered", line.slug), lead, html! {}))
        @match line.pool() {
            ItemPool::Exam => { (table(&given)) (limits()) },
            ItemPool::Practice => p class="muted" {
                "Answers of practice are kept by item and not by version: nothing is counted here."
            },
        }
    };
    Ok(visitor.bank_page(&web, &format!("How {} was answered", line.slug), main).into_response())
}

fn table(given: &[GivenVersion]) -> Markup {
    let columns = vec![
        ui::Column::text("Version"),
        ui::Column::text("Forms"),
        ui::Column::number("Sittings"),
        ui::Column::text("Right"),
    ];
    let row = |version: &GivenVersion| {
        vec![
            html! {
                @match version.number {
                    Some(number) => { (number) },
                    None => { "another wording, from before it came into work" },
                }
            },
            html! { (version.forms.iter().map(String::as_str).collect::<Vec<_>>().join(", ")) },
            html! { (grouped(version.sittings)) },
            html! { (right(version)) },
        ]
    };
    let empty = ui::EmptyState::new(
        "Nobody was given it yet",
        "Its versions are counted once a form with it was sat.",
    );
    let table = ui::Table::new("How often each version was given", columns).empty(empty).cards();
    ui::table(&table.rows(given.iter().map(row).collect()))
}

/// The share with what it is of, or that it would say nothing.
fn right(version: &GivenVersion) -> String {
    match (version.number, version.share()) {
        (None, _) => "not counted: its key of then is no version here".to_owned(),
        (_, Some(share)) => format!("{:.0} % of {}", share * 100.0, grouped(version.read)),
        (_, None) => format!("too few to say ({} of {GIVEN_FEW} wanted)", grouped(version.read)),
    }
}

fn limits() -> Markup {
    html! {
        p class="muted small" {
            "Unanswered counts as not right. How well an item tells strong from weak candidates, and how \
                long it takes, is not computed here: the export of responses has what that takes."
        }
    }
}
