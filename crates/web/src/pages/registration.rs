//! Registering for an exam version: what it is, whether it is possible today, and if not, why and when.

use assay_app::{AppError, Asking};
use assay_assessment::registration::{Offer, Refusal, long};
use assay_programme::{model::ExamVersion, offer::offer_on};
use assay_words::InEnglish;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::guide::dates;
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/exams/{code}/register", show).post("/exams/{code}/register", register)
}

async fn show(State(web): State<Web>, visitor: Visitor, Path(code): Path<String>) -> Result<Response, Fault> {
    let decision = web.app.registrations.may_register(&visitor.asking, &code).await?;
    let status = StatusCode::OK;
    Ok((status, page(&web, &visitor, &code, decision)?).into_response())
}

fn page(web: &Web, visitor: &Visitor, code: &str, decision: Result<Offer, Refusal>) -> Result<Markup, Fault> {
    let programme = &visitor.asking.programme;
    let exam = programme.exam(code).ok_or_else(Fault::not_found)?;
    if !offer_on(programme, exam, visitor.asking.today).is_public() {
        return Err(Fault::not_found());
    }
    let certification = programme.certification(exam.certification.as_str());
    let title = format!("Register for {code}");
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Catalogue", "/"),
            ui::Crumb::new(
                certification.map_or("", |c| c.title.as_str()),
                format!("/certifications/{}", exam.certification),
            ),
        ]))
        (ui::page_header(&title, &exam.title, html! {}))
        @match &decision {
            Ok(offer) => (offered(visitor, exam, offer)),
            Err(refusal) => (refused(refusal)),
        }
        (ui::section("facts", "What you register for", ui::facts(&facts(&visitor.asking, exam))))
        @let by_language = dates::by_language(programme, exam, visitor.asking.today);
        @if !by_language.0.is_empty() {
            (ui::section("dates", "Dates by language", html! {
                p {
                    "Here the exam is given in " (dates::given_in(exam))
                    ": its days are the ones that apply. "
                    "The others are those of the exam elsewhere."
                }
                (by_language)
            }))
        }
    };
    Ok(visitor.page(web, &title, main))
}

fn offered(visitor: &Visitor, exam: &ExamVersion, offer: &Offer) -> Markup {
    let until = offer.sit_until.map_or(String::new(), |day| format!(" until {}", long(day)));
    let text = format!(
        "You can sit it from {}{until}. Nothing is charged in this installation.",
        long(offer.sit_from)
    );
    html! {
        (ui::banner(&ui::Banner::new(ui::Tone::Good, "Registration is open for you")
            .body(html! { p { (text) } })))
        @if visitor.is_signed_in() {
            (ui::post_form(&format!("/exams/{}/register", exam.code), visitor.csrf(), html! {
                (ui::submit_button(&format!("Register for {}", exam.code), ui::ButtonKind::Primary))
            }))
        } @else {
            (ui::link_button(
                "Sign in to register",
                &format!("/sign-in?next=/exams/{}/register", exam.code),
                ui::ButtonKind::Primary,
            ))
        }
    }
}

fn refused(refusal: &Refusal) -> Markup {
    let instead = refusal.instead.as_ref();
    let banner = ui::Banner::new(ui::Tone::Attention, "You cannot register for it today").body(html! {
        p { (refusal.said.text()) }
        @if let Some(next) = refusal.next_possible_on { p { "Next possible day: " strong { (long(next)) } } }
    });
    html! {
        (ui::banner(&banner))
        div class="cluster" {
            @if let Some(code) = instead {
                (ui::link_button(
                    &format!("See {code}"),
                    &format!("/exams/{code}/register"),
                    ui::ButtonKind::Primary,
                ))
            }
            @if refusal.code == "already-registered" {
                (ui::link_button("Go to my exams", "/my/exams", ui::ButtonKind::Primary))
            }
        }
    }
}

fn facts(asking: &Asking, exam: &ExamVersion) -> Vec<ui::TermFact> {
    let programme = &asking.programme;
    let certification = programme.certification(exam.certification.as_str());
    let mut facts = vec![
        ui::TermFact::rich(
            "A pass earns",
            html! {
                a href={ "/certifications/" (exam.certification) } {
                    (certification.map_or("", |c| c.title.as_str()))
                }
            },
        ),
        ui::TermFact::new("Questions", format!("{}, of which {} count", exam.items_total, exam.items_scored)),
        ui::TermFact::new("Time", format!("{} minutes", exam.time_limit_min)),
        ui::TermFact::new("List price", format!("{} {}", exam.price.amount, exam.price.currency)),
        ui::TermFact::new(
            "To pass",
            format!("{} on a scale of {} to {}", exam.scale.cut, exam.scale.minimum, exam.scale.maximum),
        ),
        ui::TermFact::new("Test days", dates::test_days(programme, exam, asking.today)),
    ];
    facts.extend(super::guide::given_here(asking, exam));
    let form = programme.form_of(exam.code.as_str());
    if let Some(form) = form.filter(|form| form.demonstration) {
        let minutes = form.time_limit_s.unwrap_or_default() / 60;
        let text = format!("{} questions, {minutes} minutes", form.items);
        facts.push(ui::TermFact::new("In this demonstration", text));
    }
    facts.push(ui::TermFact::rich(
        "Guide",
        html! { a href={ "/exams/" (exam.code) "/guide" } { "Exam guide" } },
    ));
    facts
}

async fn register(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    match web.app.registrations.register(&posted.visitor.asking, &code).await {
        Ok(_) | Err(AppError::Conflict) => Ok(Redirect::to("/my/exams").into_response()),
        Err(AppError::Registration(refusal)) => {
            let page = page(&web, &posted.visitor, &code, Err(refusal))?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
