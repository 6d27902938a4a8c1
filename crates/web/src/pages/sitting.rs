//! The exam's page and its result.

use assay_kernel::{Sittings, TypedId};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

mod report;
mod reviewed;

/// What stands between the hand-in and the report.
const SCORING: &str = "Your answers are in and are being scored. Load this page again in a moment.";

/// The same where scoring waits for the team: nobody is scored by a part of a form.
const HELD: &str = "Your answers are in and are kept. Scoring is on hold until the certification body has \
    put this exam in order; it has been told. You do not need to do anything.";

pub(super) fn routes() -> Routes {
    Routes::default().get("/sittings/{id}", exam).get("/sittings/{id}/result", result)
}

async fn exam(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id: TypedId<Sittings> = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    let view = web.app.sittings.result(&visitor.asking, id).await?;
    if !view.own {
        return Err(Fault::not_found());
    }
    if !view.open {
        return Ok(Redirect::to(&format!("/sittings/{id}/result")).into_response());
    }
    let programme = &visitor.asking.programme;
    let title = programme.exam(&view.exam).map_or("", |exam| exam.title.as_str());
    let shell = ui::ExamShell {
        notice: visitor.asking.programme.demonstration.clone().unwrap_or_default(),
        title: format!("{}: {title}", view.exam),
        programme: visitor.asking.programme.title.clone(),
        sitting: id.to_string(),
        api: format!("/api/v1/sittings/{id}"),
        result: format!("/sittings/{id}/result"),
        left_behind: "Give the file to the certification body.".to_owned(),
        csrf: visitor.csrf().to_owned(),
        sign_in: format!("/sign-in?next=/sittings/{id}"),
    };
    Ok(ui::exam_page(&shell).into_response())
}

async fn result(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id: TypedId<Sittings> = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    let view = web.app.sittings.result(&visitor.asking, id).await?;
    let programme = &visitor.asking.programme;
    let exam = programme.exam(&view.exam).ok_or_else(Fault::not_found)?;
    let title = format!("Result of {}", exam.code);
    let main = match &view.report {
        None if !view.open && (view.voided_on.is_some() || view.on_hold) => {
            reviewed::kept_back(&title, &view)
        }
        Some(scored) => {
            let again = match view.own && !scored.passed {
                true => Some(web.app.registrations.may_register(&visitor.asking, &view.exam).await?),
                false => None,
            };
            report::page(&visitor, exam, &view, scored, again.as_ref())
        }
        None if view.open => html! {
            (ui::page_header(&title, "This sitting is still open: there is no result yet.", html! {
                (ui::link_button("Continue the exam", &format!("/sittings/{id}"), ui::ButtonKind::Primary))
            }))
        },
        None => html! {
            (ui::page_header(&title, if view.held { HELD } else { SCORING }, html! {
                (ui::link_button(
                    "Reload the page",
                    &format!("/sittings/{id}/result"),
                    ui::ButtonKind::Secondary
                ))
            }))
        },
    };
    Ok(visitor.page(&web, &title, main).into_response())
}
