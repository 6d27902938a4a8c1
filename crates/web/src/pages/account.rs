//! Signing in and up, the list of devices, the password.

use assay_app::{AppError, FieldFault, NewAccount};
use assay_assessment::registration::long;
use assay_kernel::TypedId;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::demo::local;
use crate::{
    form::Posted,
    problem::Fault,
    state::Web,
    ui,
    visitor::{Visitor, signed_in_cookie, signed_out_cookie},
};

/// Addresses whose attempts are remembered before the quiet ones are forgotten.
const ADDRESSES_MAX: usize = 10_000;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-up", get(sign_up_page).post(sign_up))
        .route("/sign-out", post(sign_out))
        .route("/account", get(account))
        .route("/account/password", post(change_password))
        .route("/account/sessions/{id}/end", post(end_session))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

fn errors(faults: &[FieldFault]) -> Vec<ui::FieldError> {
    faults.iter().map(|f| ui::FieldError { field: f.field.to_owned(), text: f.text.clone() }).collect()
}

fn error_of<'a>(faults: &'a [FieldFault], field: &str) -> &'a str {
    faults.iter().find(|fault| fault.field == field).map_or("", |fault| &fault.text)
}

async fn sign_in_page(
    State(web): State<Web>,
    visitor: Visitor,
    Query(next): Query<Next>,
) -> Result<Markup, Fault> {
    show_sign_in(&web, &visitor, "", local(&next.next), &[]).await
}

async fn show_sign_in(
    web: &Web,
    visitor: &Visitor,
    email: &str,
    next: &str,
    faults: &[FieldFault],
) -> Result<Markup, Fault> {
    let people = match web.app.settings().demo {
        true => web.app.demo_people().await?,
        false => Vec::new(),
    };
    let cards = people.into_iter().map(|person| {
        ui::person_card(&ui::PersonCard {
            role: if person.role == "administrator" { "Administrator" } else { "Candidate" }.to_owned(),
            name: person.name,
            story: person.story.unwrap_or_default(),
            person: person.id.to_string(),
            action: "/demo/sign-in".to_owned(),
            csrf: visitor.csrf().to_owned(),
        })
    });
    let form = html! {
        (ui::error_summary(&errors(faults)))
        (ui::post_form("/sign-in", visitor.csrf(), html! {
            input type="hidden" name="next" value=(next);
            (ui::field(&ui::Field::new("email", "E-mail address").kind(ui::InputKind::Email)
                .autocomplete("username").value(email).error(error_of(faults, "email"))))
            (ui::field(&ui::Field::new("password", "Password").kind(ui::InputKind::Password)
                .autocomplete("current-password").error(error_of(faults, "password"))))
            (ui::submit_button("Sign in", ui::ButtonKind::Primary))
        }))
        p { "No account yet? " a href="/sign-up" { "Make an account" } }
    };
    let main = html! {
        @if web.app.settings().demo {
            (ui::page_header(
                "Sign in",
                "Choose a person to look at the programme with their eyes.",
                html! {},
            ))
            (ui::section("people", "Demonstration people", html! {
                div class="grid" { @for card in cards { (card) } }
            }))
            (ui::section("own", "Or with an account of your own", form))
        } @else {
            (ui::page_header("Sign in", "", html! {}))
            (form)
        }
    };
    Ok(visitor.page(web, "Sign in", main))
}

async fn sign_in(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["email", "password", "next"])?;
    attempt(&web, &posted.visitor)?;
    let (email, next) = (posted.text("email"), local(posted.text("next")));
    let result = web.app.sign_in(email, posted.text("password"), &posted.visitor.user_agent).await;
    match result {
        Ok(signed_in) => {
            let cookie = signed_in_cookie(&web, &signed_in)?;
            let to = if next == "/" { "/my" } else { next };
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
        }
        Err(AppError::Invalid(faults)) => {
            let page = show_sign_in(&web, &posted.visitor, email, next, &faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Passwords are guessed by trying: a person needs a few attempts, a guesser many.
fn attempt(web: &Web, visitor: &Visitor) -> Result<(), Fault> {
    if web.attempts.len() > ADDRESSES_MAX {
        web.attempts.retain_recent();
    }
    web.attempts.check_key(&visitor.address).map_err(|_| Fault::too_many())
}

async fn sign_up_page(State(web): State<Web>, visitor: Visitor) -> Markup {
    show_sign_up(&web, &visitor, "", "", &[])
}

fn show_sign_up(web: &Web, visitor: &Visitor, name: &str, email: &str, faults: &[FieldFault]) -> Markup {
    let main = html! {
        (ui::page_header(
            "Make an account",
            "One account for registering, sitting, practising and your badges.",
            html! {},
        ))
        @if web.app.settings().demo {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Use an invented name and address").body(html! {
                p { "In a demonstration everybody may look at the team's pages, where accounts are listed." }
            })))
        }
        (ui::error_summary(&errors(faults)))
        (ui::post_form("/sign-up", visitor.csrf(), html! {
            (ui::field(&ui::Field::new("name", "Name").autocomplete("name")
                .value(name).error(error_of(faults, "name"))
                .help("As you want to be called. It is not shown on public pages.")))
            (ui::field(&ui::Field::new("email", "E-mail address").kind(ui::InputKind::Email)
                .autocomplete("email")
                .value(email).error(error_of(faults, "email"))
                .help("Your badges carry a hash of it, so that you can prove that they are yours.")))
            (ui::field(&ui::Field::new("password", "Password").kind(ui::InputKind::Password)
                .autocomplete("new-password").error(error_of(faults, "password"))
                .help("At least 12 characters; a few words in a row are good.")))
            (ui::submit_button("Make the account", ui::ButtonKind::Primary))
        }))
        p { "Have an account? " a href="/sign-in" { "Sign in" } }
    };
    visitor.page(web, "Make an account", main)
}

async fn sign_up(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["name", "email", "password"])?;
    attempt(&web, &posted.visitor)?;
    let (name, email) = (posted.text("name").to_owned(), posted.text("email").to_owned());
    let account =
        NewAccount { name: name.clone(), email: email.clone(), password: posted.text("password").to_owned() };
    match web.app.sign_up(account, &posted.visitor.user_agent).await {
        Ok(signed_in) => {
            let cookie = signed_in_cookie(&web, &signed_in)?;
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
        }
        Err(AppError::Invalid(faults)) => {
            let page = show_sign_up(&web, &posted.visitor, &name, &email, &faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    if let Some(session) = &posted.visitor.session {
        web.app.end_session(&posted.visitor.actor, session.id).await?;
    }
    Ok(([(header::SET_COOKIE, signed_out_cookie())], Redirect::to("/")).into_response())
}

async fn account(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    show_account(&web, &visitor, &[]).await
}

async fn show_account(web: &Web, visitor: &Visitor, faults: &[FieldFault]) -> Result<Markup, Fault> {
    let sessions = web.app.my_sessions(&visitor.actor).await?;
    let Some(current) = &visitor.session else { return Err(AppError::NotSignedIn.into()) };
    let loaded = web.app.loaded();
    let zone = loaded.zone();
    let rows = sessions.iter().map(|session| {
        let own = session.id == current.id;
        let seen = session.seen_at.to_zoned(zone.clone());
        vec![
            html! { (device(&session.user_agent)) @if own { " " (ui::chip(ui::Tone::Good, "This one")) } },
            html! { (long(session.created_at.to_zoned(zone.clone()).date())) },
            html! { (long(seen.date())) " " (seen.strftime("%H:%M").to_string()) },
            ui::post_button(
                &format!("/account/sessions/{}/end", session.id),
                visitor.csrf(),
                if own { "Sign out here" } else { "End this session" },
                ui::ButtonKind::Quiet,
                &[],
            ),
        ]
    });
    let columns = ["Device", "Signed in", "Last used", "Action"].map(ui::Column::text).to_vec();
    let table = ui::Table::new("Where you are signed in", columns).rows(rows.collect());
    let main = html! {
        (ui::page_header(&current.name, &current.email, html! {}))
        (ui::section("sessions", "Devices", ui::table(&table)))
        (ui::section("password", "Password", html! {
            (ui::error_summary(&errors(faults)))
            p class="muted" { "Changing it ends every session, this one too." }
            (ui::post_form("/account/password", visitor.csrf(), html! {
                (ui::field(&ui::Field::new("old", "Present password").kind(ui::InputKind::Password)
                    .autocomplete("current-password").error(error_of(faults, "old"))))
                (ui::field(&ui::Field::new("new", "New password").kind(ui::InputKind::Password)
                    .autocomplete("new-password").error(error_of(faults, "new"))
                    .help("At least 12 characters; a few words in a row are good.")))
                (ui::submit_button("Change the password", ui::ButtonKind::Secondary))
            }))
        }))
    };
    Ok(visitor.page(web, "Account and devices", main))
}

/// A browser's name, as far as it can be told.
pub(super) fn device(user_agent: &str) -> String {
    let browsers = [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Another program".to_owned(),
    }
}

async fn change_password(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["old", "new"])?;
    attempt(&web, &posted.visitor)?;
    match web.app.change_password(&posted.visitor.actor, posted.text("old"), posted.text("new")).await {
        Ok(()) => Ok(([(header::SET_COOKIE, signed_out_cookie())], Redirect::to("/sign-in")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let page = show_account(&web, &posted.visitor, &faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn end_session(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    web.app.end_session(&posted.visitor.actor, id).await?;
    Ok(Redirect::to("/account").into_response())
}
