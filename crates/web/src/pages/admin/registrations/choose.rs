//! Whom to register, and for what: every exam version on offer, and why not where it is not possible today.

use assay_app::{AppError, ExamForSomebody, FieldFault, NewDays, NotRegistered, acts};
use assay_assessment::registration::long;
use assay_words::InEnglish;
use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{one::crumbs, stand::PLACE};
use crate::{
    fault::Fault,
    pages::sign_in::{error_of, errors, title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// Who is meant.
#[derive(Default, Deserialize)]
pub(super) struct MeantPerson {
    email: Option<String>,
}

pub(super) async fn whom(
    State(web): State<Web>,
    visitor: Visitor,
    Query(whom): Query<MeantPerson>,
) -> Result<Response, Fault> {
    if !visitor.asking.may_ever::<acts::RegisterSomebody>() {
        visitor.must_be_signed_in()?;
        return Err(AppError::Forbidden.into());
    }
    let Some(email) = whom.email else { return Ok(ask(&web, &visitor, "", &[])) };
    let fault = |text: &str| vec![FieldFault::new("email", text)];
    let faults = match web.app.registrations.somebody_at(&visitor.asking, &email).await {
        Ok(id) => return Ok(Redirect::to(&format!("/admin/people/{id}/register")).into_response()),
        Err(AppError::NotFound) => fault("Look for the name in the list of people: nobody has this address."),
        Err(AppError::Forbidden) => {
            fault("Enter somebody else's address: nobody of the team registers themselves here.")
        }
        Err(AppError::Invalid(faults)) => faults,
        Err(error) => return Err(error.into()),
    };
    Ok(ask(&web, &visitor, &email, &faults))
}

fn ask(web: &Web, visitor: &Visitor, email: &str, faults: &[FieldFault]) -> Response {
    let field = ui::Field::new("email", "E-mail address of the person")
        .kind(ui::InputKind::Email)
        .value(email)
        .error(error_of(faults, "email"));
    let heading = "Register somebody";
    let lead = "Nothing is done yet: first you choose the exam and see what follows.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (crumbs(&[]))
        (ui::page_header(heading, lead, html! {}))
        form class="form" method="get" action={ (PLACE) "/new" } novalidate {
            (ui::field(&field))
            div class="page-actions" {
                (ui::submit_button("Choose the exam", ui::ButtonKind::Primary))
                (ui::link_button("Back to registrations", PLACE, ui::ButtonKind::Quiet))
            }
        }
        p { "Without an address, register from the person's page: " a href="/admin/people" { "People" } "." }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visitor.wide_page(web, &title(heading, faults), main)).into_response()
}

/// Why not, on a page of the team: the engine's words are said to the person, and stand as theirs.
pub(super) fn why_not(name: &str, refused: &NotRegistered) -> Markup {
    match refused {
        NotRegistered::Nothing(text) => html! { p { (text) } },
        NotRegistered::Rules(refusal) => html! {
            p { "As " bdi { (name) } " would read it:" }
            blockquote { (refusal.said.text()) }
            @if let Some(day) = refusal.next_possible_on {
                p { "Next possible day: " strong { (long(day)) } }
            }
        },
    }
}

/// The days of a registration: `1 September 2025 to 3 June 2026`.
pub(super) fn span(days: &NewDays) -> String {
    match days.sit_until {
        Some(until) => format!("{} to {}", long(days.sit_from), long(until)),
        None => format!("from {}", long(days.sit_from)),
    }
}

/// An exam version that cannot be chosen, with why.
fn reason(exam: &ExamForSomebody, name: &str) -> ui::TermFact {
    let why = exam.decision.as_ref().err().map(|refused| why_not(name, refused));
    ui::TermFact::rich(
        format!("{}: {}", exam.exam, exam.title),
        html! { div class="prose" { (why.unwrap_or_default()) } },
    )
}

/// The exam versions that can be chosen, each as a link; and those that cannot be, with why.
pub(super) fn choices(exams: &[ExamForSomebody], name: &str, link: &dyn Fn(&str) -> String) -> Markup {
    let (open, shut): (Vec<_>, Vec<_>) = exams.iter().partition(|exam| exam.decision.is_ok());
    let columns = ["Exam", "To be sat", "Action"].map(ui::Column::text).to_vec();
    let rows = open.iter().map(|exam| {
        let days = exam.decision.as_ref().map(span).unwrap_or_default();
        vec![
            html! { (exam.exam) ": " (exam.title) },
            html! { (days) },
            html! { a href=(link(exam.exam.as_str())) {
                "Choose" span class="visually-hidden" { " " (exam.exam) }
            } },
        ]
    });
    let empty = ui::EmptyState::new("No exam is open to this person today", "The reason for each is below.");
    html! {
        (ui::section("open", "Open today", ui::table(
            &ui::Table::new("Exams open today", columns).rows(rows.collect()).cards().empty(empty)
        )))
        @if !shut.is_empty() {
            details class="fold" open[open.is_empty()] {
                summary { "Not possible today: " (shut.len()) }
                (ui::facts(&shut.iter().map(|exam| reason(exam, name)).collect::<Vec<_>>()))
            }
        }
    }
}
