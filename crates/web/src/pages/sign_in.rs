//! Signing in and up. The answers are the same for addresses that somebody has and that nobody has.

use assay_app::{AppError, FieldFault, NewAccount, SignedIn};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::demo::{first_page, local};
use crate::{
    fault::{BUSY_WAIT, Fault, too_many_text},
    form::Posted,
    routes::Routes,
    state::Web,
    ui,
    visitor::{Visitor, signed_in_cookies},
};

/// Asked for with the form: where it does not come back the browser keeps none (N7).
const TRIED_COOKIE: HeaderValue =
    HeaderValue::from_static("assay_cookies=kept; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600");
/// What helps to find a password.
pub(super) const PASSWORD_HELP: &str =
    "At least 12 characters; a few words in a row that have nothing to do with each other are good.";

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", sign_in_page)
        .post("/sign-in", sign_in)
        .get("/sign-up", sign_up_page)
        .post("/sign-up", sign_up)
}

#[derive(Deserialize)]
struct NextPage {
    #[serde(default)]
    next: String,
}

pub(super) fn errors(faults: &[FieldFault]) -> Vec<ui::FieldError> {
    faults.iter().map(|f| ui::FieldError { field: f.field.to_owned(), text: f.text.clone() }).collect()
}

pub(super) fn error_of<'a>(faults: &'a [FieldFault], field: &str) -> &'a str {
    faults.iter().find(|fault| fault.field == field).map_or("", |fault| &fault.text)
}

/// A page's title; it says first that something needs another look (WCAG 2.2, technique G199).
pub(super) fn title(title: &str, faults: &[FieldFault]) -> String {
    if faults.is_empty() { title.to_owned() } else { format!("Error: {title}") }
}

/// How a form is shown again: what is wrong, with which status and headers.
///
/// # Errors
/// Whatever is not about the form.
pub(super) fn refused(error: AppError) -> Result<(Vec<FieldFault>, StatusCode, HeaderMap), Fault> {
    let mut headers = HeaderMap::new();
    let mut wait = |seconds: u64, text: String, status| {
        headers.insert(header::RETRY_AFTER, seconds.into());
        (vec![FieldFault::new("", text)], status)
    };
    let (faults, status) = match error {
        AppError::Invalid(faults) => (faults, StatusCode::UNPROCESSABLE_ENTITY),
        AppError::TooMany { wait_s } => wait(wait_s, too_many_text(wait_s), StatusCode::TOO_MANY_REQUESTS),
        AppError::Busy => {
            let seconds = BUSY_WAIT.as_secs();
            let text = format!("Many people are signing in right now. Try again in {seconds} seconds.");
            wait(seconds, text, StatusCode::SERVICE_UNAVAILABLE)
        }
        other => return Err(other.into()),
    };
    Ok((faults, status, headers))
}

/// Nothing is done for a browser that keeps no cookies: it could not stay signed in.
pub(super) fn must_keep_cookies(posted: &Posted) -> Result<(), AppError> {
    if posted.text("cookies").is_empty() || posted.visitor.has_cookies {
        return Ok(());
    }
    let text = "Your browser does not keep cookies for this site, and you cannot stay signed in without \
                them. Allow cookies for this site, load the page again and send the form once more; nothing \
                was changed.";
    Err(AppError::Invalid(vec![FieldFault::new("", text)]))
}

pub(super) fn with_tried_cookie(visitor: &Visitor, page: Markup) -> Response {
    let mut response = page.into_response();
    if !visitor.has_cookies {
        response.headers_mut().append(header::SET_COOKIE, TRIED_COOKIE);
    }
    response
}

async fn sign_in_page(
    State(web): State<Web>,
    visitor: Visitor,
    Query(next): Query<NextPage>,
) -> Result<Response, Fault> {
    let page = show_sign_in(&web, &visitor, "", local(&next.next), &[]).await?;
    Ok(with_tried_cookie(&visitor, page))
}

async fn show_sign_in(
    web: &Web,
    visitor: &Visitor,
    email: &str,
    next: &str,
    faults: &[FieldFault],
) -> Result<Markup, Fault> {
    let people = match web.app.settings.demo {
        true => web.app.demo.people(&visitor.asking).await?,
        false => Vec::new(),
    };
    let cards = people.into_iter().map(|person| {
        ui::person_card(&ui::PersonCard {
            role: if person.is_of_team(visitor.asking.at) { "Administrator" } else { "Candidate" }.to_owned(),
            name: person.name,
            story: person.story.unwrap_or_default(),
            person: person.id.to_string(),
            action: "/demo/sign-in".to_owned(),
            csrf: visitor.csrf().to_owned(),
        })
    });
    let body = visitor.asking.programme.body.name.clone();
    let form = html! {
        (ui::error_summary(&errors(faults)))
        (ui::post_form("/sign-in", visitor.csrf(), html! {
            input type="hidden" name="next" value=(next);
            input type="hidden" name="cookies" value="asked";
            (ui::field(&ui::Field::new("email", "E-mail address").kind(ui::InputKind::Email)
                .autocomplete("username").value(email).error(error_of(faults, "email"))))
            (ui::field(&ui::Field::new("password", "Password").kind(ui::InputKind::Password)
                .autocomplete("current-password").error(error_of(faults, "password"))))
            (ui::submit_button("Sign in", ui::ButtonKind::Primary))
        }))
        p { "No account yet? " a href="/sign-up" { "Make an account" } }
        @if web.app.accounts.mails() {
            p {
                a href="/new-password" { "Forgot your password?" } " · "
                a href="/sign-in-link" { "Sign in by a mailed link" }
            }
        } @else {
            p class="muted" {
                "If you do not know your password, or " (body) " has you on record and you never had one, "
                "ask them for a link that signs you in."
            }
        }
    };
    let main = html! {
        @if web.app.settings.demo {
            (ui::page_header("Sign in", wanted(next), html! {}))
            p { "Choose a person to see the programme through their eyes." }
            (ui::section("people", "Demonstration people", html! {
                div class="grid" { @for card in cards { (card) } }
            }))
            (ui::section("own", "Or with an account of your own", form))
        } @else {
            (ui::page_header("Sign in", wanted(next), html! {}))
            (form)
        }
    };
    Ok(visitor.page(web, &title("Sign in", faults), main))
}

/// Why one is here: what whoever signs in wanted to see.
fn wanted(next: &str) -> &'static str {
    let path = next.split('?').next().unwrap_or_default();
    let within = |folder: &str| path == folder || path.starts_with(&format!("{folder}/"));
    match path {
        "/my" => "Sign in to see your certifications.",
        "/my/exams" => "Sign in to see your exams.",
        "/my/messages" => "Sign in to read your messages.",
        "/account" => "Sign in to see your account.",
        _ if path.starts_with("/exams/") && path.ends_with("/register") => "Sign in to register.",
        _ if within("/registrations") || within("/sittings") => "Sign in to continue to your exam.",
        _ if within("/practice") || path.ends_with("/prep") => "Sign in to practise.",
        _ if within("/claim") => "Sign in to confirm your address.",
        _ if within("/admin") => "Sign in to continue to the administration.",
        _ => "",
    }
}

async fn sign_in(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["email", "password", "next", "cookies"])?;
    let (email, next) = (posted.text("email"), local(posted.text("next")));
    let tried = match must_keep_cookies(&posted) {
        Ok(()) => {
            web.app
                .accounts
                .sign_in(&posted.visitor.asking, email, posted.text("password"), posted.visitor.caller())
                .await
        }
        Err(error) => Err(error),
    };
    match tried {
        Ok(signed_in) => welcome(&web, &signed_in, if next == "/" { first_page(&signed_in) } else { next }),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            let page = show_sign_in(&web, &posted.visitor, email, next, &faults).await?;
            Ok((status, headers, page).into_response())
        }
    }
}

/// Leads somebody who just signed in to where they want to be.
pub(super) fn welcome(web: &Web, signed_in: &SignedIn, to: &str) -> Result<Response, Fault> {
    Ok((signed_in_cookies(web, signed_in)?, Redirect::to(to)).into_response())
}

async fn sign_up_page(State(web): State<Web>, visitor: Visitor) -> Response {
    let page = show_sign_up(&web, &visitor, "", "", &[]);
    with_tried_cookie(&visitor, page)
}

fn show_sign_up(web: &Web, visitor: &Visitor, name: &str, email: &str, faults: &[FieldFault]) -> Markup {
    let main = html! {
        (ui::page_header(
            "Make an account",
            "One account for registering, sitting, practising and your badges.",
            html! {},
        ))
        @if web.app.settings.demo {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Use an invented name and address").body(html! {
                p { "In a demonstration everybody may look at the team's pages, where accounts are listed." }
            })))
        }
        (ui::error_summary(&errors(faults)))
        (ui::post_form("/sign-up", visitor.csrf(), html! {
            input type="hidden" name="cookies" value="asked";
            (ui::field(&ui::Field::new("name", "Name").autocomplete("name")
                .value(name).error(error_of(faults, "name"))
                .help("As you want to be called. It is not shown on public pages.")))
            (ui::field(&ui::Field::new("email", "E-mail address").kind(ui::InputKind::Email)
                .autocomplete("email")
                .value(email).error(error_of(faults, "email"))
                .help("Once it is confirmed, your badges carry a hash of it, so that you can prove that they \
                    are yours.")))
            (ui::field(&ui::Field::new("password", "Password").kind(ui::InputKind::Password)
                .autocomplete("new-password").error(error_of(faults, "password"))
                .help(PASSWORD_HELP)))
            (ui::submit_button("Make the account", ui::ButtonKind::Primary))
        }))
        p { "Have an account? " a href="/sign-in" { "Sign in" } }
    };
    visitor.page(web, &title("Make an account", faults), main)
}

async fn sign_up(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["name", "email", "password", "cookies"])?;
    let (name, email) = (posted.text("name").to_owned(), posted.text("email").to_owned());
    let account =
        NewAccount { name: name.clone(), email: email.clone(), password: posted.text("password").to_owned() };
    let tried = match must_keep_cookies(&posted) {
        Ok(()) => web.app.accounts.sign_up(&posted.visitor.asking, account, posted.visitor.caller()).await,
        Err(error) => Err(error),
    };
    match tried {
        Ok(signed_in) => welcome(&web, &signed_in, "/"),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            let page = show_sign_up(&web, &posted.visitor, &name, &email, &faults);
            Ok((status, headers, page).into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn whoever_has_to_sign_in_is_told_what_for() {
        assert_eq!(wanted("/my?x=1"), "Sign in to see your certifications.");
        assert_eq!(wanted("/exams/SOA-C03/register"), "Sign in to register.");
        assert_eq!(wanted("/admin/changes/prp_1"), "Sign in to continue to the administration.");
        assert_eq!((wanted("/"), wanted("/administration")), ("", ""));
    }
}
