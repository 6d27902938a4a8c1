//! The page where a badge is handed in: one field, or a file; the rest is folded.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::handed_in::Submission;
use crate::{state::Web, ui, visitor::Visitor};

/// Draws the form; `fault` says what is wrong with what was handed in, and what to do.
pub(super) fn form(
    web: &Web,
    visitor: &Visitor,
    submission: &Submission,
    fault: &str,
    status: StatusCode,
) -> Response {
    let title = if fault.is_empty() { "Verify a badge" } else { "Error: Verify a badge" };
    let errors = [ui::FieldError { field: "url".into(), text: fault.to_owned() }];
    let main = html! {
        div class="narrow stack" {
            (ui::page_header(
                "Verify a badge",
                "Find out whether it is genuine and valid today. Nothing is kept, and nobody is told.",
                html! {},
            ))
            @if !fault.is_empty() { (ui::error_summary(&errors)) }
            (fields(submission, fault))
            p {
                "Have a list? " a href="/verify/many" { "Check many badges at once" } "."
            }
        }
    };
    (status, visitor.page(web, title, main)).into_response()
}

fn fields(submission: &Submission, fault: &str) -> Markup {
    html! {
        form class="card form verify-form" method="post" action="/verify" enctype="multipart/form-data"
            novalidate {
            (ui::field(&ui::Field::new("url", "Link to the badge, or its number").value(&submission.url)
                .error(fault).help("As shown on the certificate, in a profile or in a message.")))
            p class="or" { span { "or" } }
            (ui::file_field(&ui::Field::new("file", "The badge's file")
                .help("A picture with the badge inside (PNG, SVG), or its JSON. Choose it or drop it here."),
                ".png,.svg,.json,.jws,.jwt,.txt"))
            (ui::submit_button("Verify the badge", ui::ButtonKind::Primary))
            details class="why" open[!submission.email.is_empty()] {
                summary { "Check that it belongs to a certain person" }
                (ui::field(&ui::Field::new("email", "Their e-mail address")
                    .kind(ui::InputKind::Email).value(&submission.email)
                    .help("The badge has a fingerprint of its holder's address; it is compared, not kept.")))
            }
            details class="why" open[!submission.text.is_empty()] {
                summary { "Paste the credential as text" }
                (ui::textarea(&ui::Field::new("credential", "The badge's JSON").value(&submission.text), 6))
            }
        }
    }
}
