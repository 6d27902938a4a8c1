//! Before the clock: what comes, whether this device can do it, what one agrees to. Only Begin starts it.

use assay_app::{AppError, FormFacts, RegistrationView};
use assay_assessment::registration::long;
use assay_kernel::{Registrations, TypedId};
use assay_programme::model::ExamVersion;
use assay_words::InEnglish;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::sign_in::titled;
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

/// What whoever begins says of themselves, one sentence each.
const AGREEMENT: &[&str] = &[
    "I work alone, without notes, other people or other pages.",
    "I do not copy, photograph or pass on questions.",
];
const NOT_AGREED: &str = "Tick the box to say that you agree. Nothing was started.";

pub(super) fn routes() -> Routes {
    Routes::default().get("/registrations/{id}/before", before).post("/registrations/{id}/start", start)
}

fn registration_id(text: &str, visitor: &Visitor) -> Result<TypedId<Registrations>, Fault> {
    visitor.must_be_signed_in()?;
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

async fn before(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = registration_id(&id, &visitor)?;
    let view = web.app.registrations.own_one(&visitor.asking, id).await?;
    shown(&web, &visitor, &view, StatusCode::OK)
}

async fn start(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["agreed"])?;
    let visitor = &posted.visitor;
    let id = registration_id(&id, visitor)?;
    if posted.text("agreed") != "yes" {
        let view = web.app.registrations.own_one(&visitor.asking, id).await?;
        return shown(&web, visitor, &view, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let (writer, device) = (visitor.writer()?, &visitor.user_agent);
    match web.app.sittings.start(&visitor.asking, id, &writer, device).await {
        Ok(started) => Ok(Redirect::to(&format!("/sittings/{started}")).into_response()),
        Err(AppError::Registration(refusal)) => {
            let page = not_today(&web, visitor, "It cannot start today", &refusal.said.text());
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page, or where somebody belongs who has begun already; `status` says whether a form led here.
fn shown(
    web: &Web,
    visitor: &Visitor,
    view: &RegistrationView,
    status: StatusCode,
) -> Result<Response, Fault> {
    if let Some(sitting) = &view.sitting {
        return Ok(Redirect::to(&format!("/sittings/{}", sitting.id)).into_response());
    }
    let told = |title: &str, text: &str| {
        let status = if status == StatusCode::OK { status } else { StatusCode::CONFLICT };
        Ok((status, not_today(web, visitor, title, text)).into_response())
    };
    if !view.is_open {
        return told("This registration was withdrawn", "Register again if you want to sit the exam.");
    }
    if let Some(refusal) = &view.refusal {
        return told("It cannot start today", &refusal.said.text());
    }
    let programme = &visitor.asking.programme;
    let exam = programme.exam(&view.exam).ok_or_else(Fault::not_found)?;
    let form = programme.form_of(&view.exam).ok_or_else(Fault::not_found)?;
    let fault = if status == StatusCode::OK { "" } else { NOT_AGREED };
    Ok((status, page(web, visitor, view, (exam, form), fault)).into_response())
}

fn not_today(web: &Web, visitor: &Visitor, title: &str, text: &str) -> Markup {
    let banner = ui::Banner::new(ui::Tone::Attention, title).body(html! { p { (text) } });
    let main = html! {
        (ui::page_header("Not possible today", "", html! {}))
        (ui::banner(&banner))
        (ui::link_button("Back to my exams", "/my/exams", ui::ButtonKind::Secondary))
    };
    visitor.page(web, "Not possible today", main)
}

fn page(
    web: &Web,
    visitor: &Visitor,
    view: &RegistrationView,
    (exam, form): (&ExamVersion, &FormFacts),
    fault: &str,
) -> Markup {
    let title = format!("Before you begin {}", exam.code);
    let seconds = form.time_limit_s.unwrap_or_default();
    let until = view.sit_until.map_or(String::new(), |day| format!(" until {}", long(day)));
    let errors = if fault.is_empty() { Vec::new() } else { vec![error(fault)] };
    let begin = ui::Begin {
        action: format!("/registrations/{}/start", view.id),
        csrf: visitor.csrf().to_owned(),
        label: format!("Begin now – {}", clock(seconds)),
        agreement: AGREEMENT.iter().map(|sentence| (*sentence).to_owned()).collect(),
        name: visitor.session.as_ref().map_or(String::new(), |session| session.name.clone()),
        error: fault.to_owned(),
        seconds,
        zone: visitor.asking.zone.iana_name().unwrap_or("UTC").to_owned(),
        otherwise: format!("Your registration stays as it is{until}."),
        not_now: "/my/exams".to_owned(),
    };
    let main = html! {
        (ui::error_summary(&errors))
        (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
        (ui::page_header(
            &title,
            &format!("{}. Nothing has started: the clock runs from the moment you press Begin.", exam.title),
            html! {},
        ))
        div class="narrow stack" {
            (ui::stats(&numbers(exam, form, seconds)))
            section class="card" aria-labelledby="rules" {
                h2 id="rules" { "How it works" }
                (ui::points(&rules(form)))
                (ui::keys_fold())
            }
            (ui::device_check())
            (ui::begin_form(&begin))
        }
    };
    visitor.page(web, &titled(&title, !fault.is_empty()), main)
}

fn error(text: &str) -> ui::FieldError {
    ui::FieldError { field: "agreed".to_owned(), text: text.to_owned() }
}

fn numbers(exam: &ExamVersion, form: &FormFacts, seconds: u32) -> Vec<ui::Stat> {
    let stat = |value: String, label: &str| ui::Stat { value, label: label.to_owned(), ..Default::default() };
    vec![
        stat(form.items.to_string(), if form.items == 1 { "Question" } else { "Questions" }),
        stat(duration(seconds), "Without a break"),
        stat(exam.scale.cut.to_string(), &format!("Of {} to pass", exam.scale.maximum)),
    ]
}

fn rules(form: &FormFacts) -> Vec<String> {
    let tried_out = form.items.saturating_sub(usize::try_from(form.scored).unwrap_or(usize::MAX));
    let mut rules = vec![
        "You can go back, change answers and flag questions until you submit.".to_owned(),
        "A question without an answer counts as wrong. Guessing costs nothing.".to_owned(),
    ];
    if tried_out > 0 {
        let one = tried_out == 1;
        let (are, count) = if one { ("is", "does not count") } else { ("are", "do not count") };
        let of = form.items;
        rules.push(format!(
            "{tried_out} of the {of} {are} being tried out and {count}; you cannot tell which."
        ));
    }
    let broken = "If the connection breaks, keep going: answers are kept and sent later. The clock runs on.";
    rules.push(broken.to_owned());
    rules
        .push("The result comes as soon as it is scored; after a pass your badge is signed next.".to_owned());
    rules
}

/// `2:10:00`: how the clock of the exam writes it, always with its hours.
pub(super) fn clock(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `2 h 10 min`.
pub(super) fn duration(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_the_clock_will_show_it() {
        assert_eq!((clock(7800), duration(7800)), ("2:10:00".to_owned(), "2 h 10 min".to_owned()));
        assert_eq!((clock(1440), duration(1440)), ("0:24:00".to_owned(), "24 min".to_owned()));
        assert_eq!(duration(7200), "2 h");
    }
}
