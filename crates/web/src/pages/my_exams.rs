//! What somebody is registered for, what runs, and what came of it; withdrawing, with a way back.

use assay_app::{AppError, RegistrationView, SittingLine, SittingState};
use assay_assessment::registration::long;
use assay_kernel::{Date, Registrations, TypedId};
use assay_words::InEnglish;
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    calendar::{Calendar, CalendarDay},
    fault::Fault,
    form::Posted,
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/my/exams", exams)
        .get("/registrations/{id}/withdraw", ask_to_withdraw)
        .post("/registrations/{id}/withdraw", withdraw)
        .post("/registrations/{id}/reopen", reopen)
        .get("/registrations/{id}/calendar.ics", calendar)
}

fn registration_id(text: &str, visitor: &Visitor) -> Result<TypedId<Registrations>, Fault> {
    visitor.must_be_signed_in()?;
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

/// The last moment of a day, in the programme's zone; a script says beside it what that is for the reader.
pub(super) fn end_of(day: Date, zone: &TimeZone) -> Markup {
    let name = zone.iana_name().unwrap_or("UTC");
    match day.at(23, 59, 59, 0).to_zoned(zone.clone()) {
        Ok(end) => html! {
            time datetime=(end.timestamp().to_string()) data-own { (long(day)) ", 23:59 (" (name) ")" }
        },
        Err(_) => html! { (long(day)) },
    }
}

/// What the page was led to by.
#[derive(Deserialize, Default)]
struct Led {
    #[serde(default)]
    withdrawn: String,
}

async fn exams(State(web): State<Web>, visitor: Visitor, Query(led): Query<Led>) -> Result<Markup, Fault> {
    let views = web.app.registrations.own(&visitor.asking).await?;
    let is_open = |view: &&RegistrationView| {
        view.is_open || view.sitting.as_ref().is_some_and(|s| s.state == SittingState::Running)
    };
    let (open, over): (Vec<_>, Vec<_>) = views.iter().partition(is_open);
    let (past, withdrawn): (Vec<_>, Vec<_>) = over.into_iter().partition(|view| view.sitting.is_some());
    let led_to =
        |view: &&&RegistrationView| view.id.to_string() == led.withdrawn && !view.is_withdrawn_by_team;
    let undo = withdrawn.iter().find(led_to);
    let main = html! {
        (ui::page_header("My exams", "Your registrations, running exams and results.", html! {
            (ui::link_button("Choose an exam", "/", ui::ButtonKind::Secondary))
        }))
        @if let Some(view) = undo { (withdrawn_banner(&visitor, view)) }
        @if open.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "You are not registered for any exam",
                "An exam you register for will appear here until you start it.",
            ).action(ui::link_button("Choose a certification", "/", ui::ButtonKind::Primary))))
        }
        div class="stack" { @for view in &open { (open_card(&visitor, view)) } }
        @if !past.is_empty() { (past_table(&visitor, &past)) }
        @if !withdrawn.is_empty() { (withdrawn_fold(&withdrawn)) }
    };
    Ok(visitor.page(&web, "My exams", main))
}

/// Says that it is withdrawn, and offers the way back: for as long as one may register, and nobody did anew.
fn withdrawn_banner(visitor: &Visitor, view: &RegistrationView) -> Markup {
    let title = format!("Your registration for {} is withdrawn", view.exam);
    let undo = format!("/registrations/{}/reopen", view.id);
    ui::banner(&ui::Banner::new(ui::Tone::Information, title).body(html! {
        p { "Nothing else has changed. You can take it up again while registration is open." }
        div class="cluster after" {
            (ui::post_button(&undo, visitor.csrf(), "Undo", ui::ButtonKind::Secondary, &[]))
        }
    }))
}

fn open_card(visitor: &Visitor, view: &RegistrationView) -> Markup {
    let programme = &visitor.asking.programme;
    let exam = programme.exam(&view.exam);
    let title = exam.map_or("", |exam| exam.title.as_str());
    let id = view.id;
    html! {
        article class="card" {
            h2 { (view.exam) ": " (title) }
            p class="muted" {
                @match &view.moved_from {
                    Some(from) => { "Moved from " (from) " by the team on " }
                    None if view.is_made_by_team => "Registered by the team on ",
                    None => "Registered on ",
                }
                (long(view.registered_on)) ". "
                "Sit it from " (long(view.sit_from))
                @if let Some(until) = view.sit_until { " to " (end_of(until, &visitor.asking.zone)) } "."
            }
            @if let Some(sitting) = view.sitting.as_ref() {
                p {
                    (ui::chip(ui::Tone::Attention, "Running"))
                    " Your time is running, even while this page is closed."
                }
                (ui::link_button(
                    "Continue the exam",
                    &format!("/sittings/{}", sitting.id),
                    ui::ButtonKind::Primary,
                ))
            } @else {
                @if let Some(refusal) = &view.refusal {
                    p { (ui::chip(ui::Tone::Neutral, "Not possible today")) " " (refusal.said.text()) }
                } @else {
                    p {
                        "The next page says how it works and checks this device. Nothing starts until you "
                        "press Begin there."
                    }
                }
                div class="cluster" {
                    @if view.refusal.is_none() {
                        (ui::link_button(
                            &format!("Start {}…", view.exam),
                            &format!("/registrations/{id}/before"),
                            ui::ButtonKind::Primary,
                        ))
                    }
                    (ui::link_button(
                        "Add to calendar",
                        &format!("/registrations/{id}/calendar.ics"),
                        ui::ButtonKind::Quiet,
                    ))
                    (ui::link_button(
                        "Withdraw registration…",
                        &format!("/registrations/{id}/withdraw"),
                        ui::ButtonKind::Quiet,
                    ))
                }
            }
        }
    }
}

fn past_table(visitor: &Visitor, past: &[&RegistrationView]) -> Markup {
    let programme = &visitor.asking.programme;
    let columns = ["Exam", "Sat on", "Result", "Score", "Report"].map(ui::Column::text).to_vec();
    let row = |view: &&RegistrationView, sitting: &SittingLine| {
        let exam = programme.exam(&view.exam);
        let (result, score) = match sitting.state {
            SittingState::Scored { passed, scaled } => {
                let (tone, word) =
                    if passed { (ui::Tone::Good, "Passed") } else { (ui::Tone::Attention, "Not passed") };
                let of = exam.map_or(String::new(), |exam| format!(" of {}", exam.scale.maximum));
                (ui::chip(tone, word), format!("{scaled}{of}"))
            }
            SittingState::OnHold => (ui::chip(ui::Tone::Information, "Being reviewed"), String::new()),
            SittingState::Voided { on } => {
                (ui::chip(ui::Tone::Attention, &format!("Voided on {}", long(on))), String::new())
            }
            SittingState::Running | SittingState::Submitted => {
                (ui::chip(ui::Tone::Neutral, "Being scored"), String::new())
            }
        };
        let link = if score.is_empty() { "How it stands" } else { "Score report" };
        vec![
            html! { (view.exam) @if let Some(exam) = exam { ": " (exam.title) } },
            html! { (long(sitting.started_on)) },
            result,
            html! { (score) },
            html! { a href={ "/sittings/" (sitting.id) "/result" } { (link) } },
        ]
    };
    let rows = past.iter().filter_map(|view| Some(row(view, view.sitting.as_ref()?)));
    let table = ui::Table::new("Past exams", columns).rows(rows.collect()).cards();
    ui::section("past", "Past", ui::table(&table))
}

fn withdrawn_fold(withdrawn: &[&RegistrationView]) -> Markup {
    let count = withdrawn.len();
    let words = if count == 1 { "withdrawn registration" } else { "withdrawn registrations" };
    html! {
        details class="why" {
            summary { (count) " " (words) }
            ul {
                @for view in withdrawn {
                    li {
                        (view.exam) ", registered on " (long(view.registered_on))
                        @match (&view.moved_to, view.is_withdrawn_by_team) {
                            (Some(to), _) => { ", moved to " (to) " by the team" }
                            (None, true) => { ", withdrawn by the team, which alone can take it up again" }
                            (None, false) => ", withdrawn before it was used",
                        }
                    }
                }
            }
        }
    }
}

async fn ask_to_withdraw(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = registration_id(&id, &visitor)?;
    let view = web.app.registrations.own_one(&visitor.asking, id).await?;
    if !view.is_open {
        return Ok(Redirect::to("/my/exams").into_response());
    }
    let title = format!("Withdraw your registration for {}?", view.exam);
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("My exams", "/my/exams")]))
        (ui::page_header(&title, "", html! {}))
        div class="narrow stack" {
            ul class="points" {
                li {
                    "You give up the right to sit it"
                    @if let Some(until) = view.sit_until {
                        ", which would last until " (end_of(until, &visitor.asking.zone))
                    }
                    "."
                }
                li {
                    "Your results, certifications and practice stay as they are. You do not have to wait "
                    "to register again."
                }
                li { "You can undo it, or register again, for as long as registration is open to you." }
            }
            div class="cluster" {
                (ui::post_button(
                    &format!("/registrations/{id}/withdraw"),
                    visitor.csrf(),
                    "Withdraw registration",
                    ui::ButtonKind::Danger,
                    &[],
                ))
                (ui::link_button("Keep it", "/my/exams", ui::ButtonKind::Secondary))
            }
        }
    };
    Ok(visitor.page(&web, &title, main).into_response())
}

async fn withdraw(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = registration_id(&id, &posted.visitor)?;
    web.app.registrations.withdraw(&posted.visitor.asking, id).await?;
    Ok(Redirect::to(&format!("/my/exams?withdrawn={id}")).into_response())
}

async fn reopen(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = registration_id(&id, &posted.visitor)?;
    match web.app.registrations.reopen(&posted.visitor.asking, id).await {
        Ok(()) => Ok(Redirect::to("/my/exams").into_response()),
        Err(AppError::Registration(refusal)) => {
            let title = "It cannot be taken up again";
            let banner =
                ui::Banner::new(ui::Tone::Attention, title).body(html! { p { (refusal.said.text()) } });
            let main = html! {
                (ui::page_header(title, "", html! {}))
                (ui::banner(&banner))
                (ui::link_button("Back to my exams", "/my/exams", ui::ButtonKind::Secondary))
            };
            Ok((StatusCode::CONFLICT, posted.visitor.page(&web, title, main)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// First and last day as a file for calendars; a withdrawn registration cancels both there.
async fn calendar(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = registration_id(&id, &visitor)?;
    let view = web.app.registrations.own_one(&visitor.asking, id).await?;
    let (base, zone) = (&web.app.settings.public_url, &visitor.asking.zone);
    let host = base.split("://").nth(1).unwrap_or(base).trim_end_matches('/');
    let name = zone.iana_name().unwrap_or("UTC");
    let address = format!("{}/my/exams", base.trim_end_matches('/'));
    let day = |which: &str, on: Date, summary: String, days_before: Option<u32>| CalendarDay {
        uid: format!("{id}-{which}@{host}"),
        on,
        summary,
        text: format!("Days are in the time zone {name}. Start it from {address}"),
        url: address.clone(),
        days_before,
        cancelled: !view.is_open,
    };
    let mut days = vec![day("first", view.sit_from, format!("{}: first day to sit it", view.exam), None)];
    days.extend(
        view.sit_until.map(|last| day("last", last, format!("{}: last day to sit it", view.exam), Some(7))),
    );
    let text = Calendar { programme: &visitor.asking.programme.title, at: visitor.asking.at, days: &days };
    let disposition = format!("attachment; filename=\"{}.ics\"", view.exam.replace(['"', '\\', '/'], "-"));
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((head, text.written()).into_response())
}
