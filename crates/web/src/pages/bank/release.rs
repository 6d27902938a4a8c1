//! What a release of the practice items would change, and where it is prepared.

use assay_app::{AppError, PracticeRelease};
use assay_bank::work::ItemPool;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::shared::{BANK, list_place};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor};

/// Where it stands.
pub(super) fn release_place(exam: &str) -> String {
    format!("{}/release", list_place(exam, ItemPool::Practice))
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(exam): Path<String>,
) -> Result<Response, Fault> {
    show(&web, &visitor, &exam, &html! {}, StatusCode::OK).await
}

pub(super) async fn prepare(
    State(web): State<Web>,
    Path(exam): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let visitor = &posted.visitor;
    let (status, banner) = match web.app.items.release_practice(&visitor.asking, &exam).await {
        Ok(_change) => {
            let text = "Administrators find it among the changes: one proposes it with its plan, another \
                        applies it.";
            let banner = ui::Banner::new(ui::Tone::Good, "The change is prepared");
            (StatusCode::OK, banner.body(html! { p { (text) } }))
        }
        Err(AppError::Draft(text)) => {
            let banner = ui::Banner::new(ui::Tone::Bad, "Nothing was prepared").urgent();
            (StatusCode::UNPROCESSABLE_ENTITY, banner.body(html! { p { (text) } }))
        }
        Err(error) => return Err(error.into()),
    };
    show(&web, visitor, &exam, &ui::banner(&banner), status).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    exam: &str,
    banner: &Markup,
    status: StatusCode,
) -> Result<Response, Fault> {
    let release = web.app.items.practice_release(&visitor.asking, exam).await?;
    let crumbs = [
        ui::Crumb::new("Bank", BANK),
        ui::Crumb::new(format!("Practice items of {exam}"), list_place(exam, ItemPool::Practice)),
        ui::Crumb::new("Release", ""),
    ];
    let title = format!("Release the practice items of {exam}");
    let lead = "People practise with the programme in force. A release brings in what is accepted here, as a \
                change that two administrators look at.";
    let main = html! {
        (ui::breadcrumbs(&crumbs))
        (banner)
        (ui::page_header(&title, lead, html! {}))
        (ui::section("becomes", "What would change", becomes(&release)))
        @if release.refused.is_none() {
            (ui::post_button(&release_place(exam), visitor.csrf(), "Prepare the release",
                ui::ButtonKind::Primary, &[]))
        } @else if banner.0.is_empty() {
            @if let Some(text) = &release.refused { p { (text) } }
        }
    };
    Ok((status, visitor.wide_page(web, &title, main)).into_response())
}

fn becomes(release: &PracticeRelease) -> Markup {
    let line = |words: &str, items: &[String]| {
        html! {
            @if !items.is_empty() {
                details class="fold" {
                    summary { (items.len()) " " (words) }
                    ul class="mini" { @for item in items { li { (item) } } }
                }
            }
        }
    };
    html! {
        p {
            (release.accepted) @if release.accepted == 1 { " item is" } @else { " items are" } " accepted."
        }
        (line("new", &release.new))
        (line("in another version", &release.changed))
        (line("no more", &release.gone))
        @if !release.unasked.is_empty() {
            (line("in no practice set", &release.unasked))
            p class="muted" {
                "Nobody is asked an item before a set names it: " code { "practice/sets" }
                " in the programme’s files, after the release."
            }
        }
    }
}
