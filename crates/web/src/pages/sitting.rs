//! The exam's page and its result.

use assay_app::{Asking, ResultView};
use assay_assessment::{registration::long, score::ScoreReport};
use assay_kernel::{Sittings, TypedId};
use assay_programme::model::ExamVersion;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

/// What stands between the hand-in and the report.
const SCORING: &str = "Your answers are in and are being scored. Load this page again in a moment.";

/// The same where scoring waits for the team: nobody is scored by a part of a form.
const HELD: &str = "Your answers are in and are kept. Scoring is held until the certification body has put \
    this exam in order; it knows. You have nothing to do.";

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
        None if !view.open && (view.voided_on.is_some() || view.on_hold) => kept_back(&title, &view),
        Some(report) => report_page(&visitor.asking, exam, &view, report),
        None if view.open => html! {
            (ui::page_header(&title, "This sitting is still open: there is no result yet.", html! {
                (ui::link_button("Go on with the exam", &format!("/sittings/{id}"), ui::ButtonKind::Primary))
            }))
        },
        None => html! {
            (ui::page_header(&title, if view.held { HELD } else { SCORING }, html! {
                (ui::link_button("Load again", &format!("/sittings/{id}/result"), ui::ButtonKind::Secondary))
            }))
        },
    };
    Ok(visitor.page(&web, &title, main).into_response())
}

/// What whoever sat reads in place of a report: how it stands and what is possible, never why.
fn kept_back(title: &str, view: &ResultView) -> Markup {
    match view.voided_on {
        Some(day) => html! {
            (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
            (ui::page_header(title, "", html! {}))
            (ui::verdict_heading(
                ui::Tone::Attention,
                &format!("This sitting was voided on {}", long(day)),
                "Its result does not stand, nor what followed from it.",
            ))
            p { "It counts as no try: you may register for " (view.exam) " again for as long as registration \
                is open. What the certification body told you stands in your messages." }
            div class="cluster" {
                (ui::link_button(
                    &format!("Look at {}", view.exam),
                    &format!("/exams/{}/register", view.exam),
                    ui::ButtonKind::Primary,
                ))
                (ui::link_button("Read your messages", "/my/messages", ui::ButtonKind::Secondary))
            }
        },
        None => html! {
            (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
            (ui::page_header(title, "", html! {}))
            (ui::verdict_heading(
                ui::Tone::Information,
                "Your result is being reviewed",
                "The certification body looks at it before it is given.",
            ))
            p { "You are told as soon as it is released. You have nothing to do." }
        },
    }
}

fn report_page(asking: &Asking, exam: &ExamVersion, view: &ResultView, report: &ScoreReport) -> Markup {
    let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let (tone, verdict) = match report.passed {
        true => (ui::Tone::Good, "You passed"),
        false => (ui::Tone::Attention, "You did not pass this time"),
    };
    let note = format!(
        "{} on {}: {} of {}, {} was needed.",
        exam.code,
        long(view.started_on),
        report.scaled,
        exam.scale.maximum,
        report.cut
    );
    let columns = vec![
        ui::Column::text("Domain"),
        ui::Column::number("Weight"),
        ui::Column::number("Correct"),
        ui::Column::text("Against the cut"),
    ];
    let rows = report.domains.iter().map(|domain| {
        let (tone, word) = match domain.meets {
            true => (ui::Tone::Good, "Meets it"),
            false => (ui::Tone::Attention, "Needs work"),
        };
        vec![
            html! { (domain.domain) ". " (domain.title) },
            html! { (domain.weight_pct) " %" },
            html! { (domain.correct) " of " (domain.items) },
            ui::chip(tone, word),
        ]
    });
    let table = ui::Table::new("By domain", columns).rows(rows.collect());
    let form = view.form.as_ref();
    let demonstration = match form.is_some_and(|form| form.demonstration) {
        true => ", a demonstration form",
        false => "",
    };
    html! {
        (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
        (ui::page_header(&format!("Result of {}", exam.code), &exam.title, html! {}))
        @if view.on_hold || view.voided_on.is_some() { (for_the_team(view)) }
        (ui::verdict_heading(tone, verdict, &note))
        (ui::score_scale(&ui::ScoreBar {
            lowest: small(exam.scale.minimum),
            highest: small(exam.scale.maximum),
            cut: small(report.cut),
            score: Some(small(report.scaled)),
        }))
        (ui::section("domains", "By domain", html! {
            (ui::table(&table))
            p class="muted small" {
                "Only the overall score decides. Items that are being tried out are not in these figures. "
                "A domain meets the cut when its share of right answers is at least the share that the cut "
                "asks for; "
                "with so few items in a domain it is a hint, not a measurement."
            }
        }))
        (ui::section("next", "What happens next", next_steps(asking, exam, report)))
        (ui::section("how", "How this was computed", ui::facts(&[
            ui::TermFact::new("Form", format!("{}{demonstration}", report.form)),
            ui::TermFact::new("Scored items", report.raw_max.to_string()),
            ui::TermFact::new("Standard", form.map_or(String::new(), |form| form.standard.clone())),
            ui::TermFact::rich("Scoring", html! { code { (report.scoring) } }),
        ])))
    }
}

/// Who reads it for others is told that it is not what whoever sat reads.
fn for_the_team(view: &ResultView) -> Markup {
    let words = match view.voided_on {
        Some(day) => format!("Voided on {}: this result does not stand", long(day)),
        None => "On hold: whoever sat does not see this result yet".to_owned(),
    };
    ui::banner(&ui::Banner::new(ui::Tone::Attention, words))
}

fn next_steps(asking: &Asking, exam: &ExamVersion, report: &ScoreReport) -> Markup {
    if report.passed {
        return html! {
            p {
                "Your badge is signed next, by itself. You find it, until when it is valid and how to renew "
                "it, under My certifications."
            }
            (ui::link_button("See my certifications", "/my", ui::ButtonKind::Primary))
        };
    }
    html! {
        p {
            "Look at the domains that need work, practise them, and sit the exam again after the retake "
            "wait. The registration page says from which day that is possible."
        }
        div class="cluster" {
            @if asking.programme.prep_plan(exam.code.as_str()).is_some() {
                (ui::link_button(
                    "Follow the prep plan",
                    &format!("/exams/{}/prep", exam.code),
                    ui::ButtonKind::Primary,
                ))
            }
            (ui::link_button(
                "When can I retake it?",
                &format!("/exams/{}/register", exam.code),
                ui::ButtonKind::Secondary,
            ))
        }
    }
}
