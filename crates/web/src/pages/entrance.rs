//! Getting in by mail: a link to a new password, or one that signs in. The answer is the same whether or not
//! somebody has the address; opening a link changes nothing, the button on its page does.

use assay_app::{AppError, FieldFault, OpenedLink, WantedLink};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    demo::first_page,
    sign_in::{
        PASSWORD_HELP, error_of, errors, must_keep_cookies, refused, title, welcome, with_tried_cookie,
    },
};
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/new-password", ask_for_password)
        .post("/new-password", asked_for_password)
        .get("/new-password/{token}", open_password)
        .post("/new-password/{token}", set_password)
        .get("/sign-in-link", ask_for_link)
        .post("/sign-in-link", asked_for_link)
        .get("/sign-in-link/{token}", open_link)
        .post("/sign-in-link/{token}", use_link)
}

/// Words of a page that asks for an address.
struct Asked {
    wanted: WantedLink,
    path: &'static str,
    heading: &'static str,
    lead: &'static str,
    button: &'static str,
}

const PASSWORD: Asked = Asked {
    wanted: WantedLink::NewPassword,
    path: "/new-password",
    heading: "Forgot your password?",
    lead: "Enter the address of your account. You get a mail with a link to choose a new password; it works \
           for an hour.",
    button: "Mail me a link",
};
const SIGN_IN: Asked = Asked {
    wanted: WantedLink::SignIn,
    path: "/sign-in-link",
    heading: "Sign in by a mailed link",
    lead: "Enter the address of your account. You get a mail with a link that signs you in; it works for 30 \
           minutes.",
    button: "Mail me a link",
};

async fn ask_for_password(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    ask(&web, &visitor, &PASSWORD)
}

async fn ask_for_link(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    ask(&web, &visitor, &SIGN_IN)
}

fn ask(web: &Web, visitor: &Visitor, asked: &Asked) -> Result<Markup, Fault> {
    if !web.app.accounts.mails() {
        return Err(Fault::not_found());
    }
    Ok(show_ask(web, visitor, asked, "", &[]))
}

fn show_ask(web: &Web, visitor: &Visitor, asked: &Asked, email: &str, faults: &[FieldFault]) -> Markup {
    let main = html! {
        (ui::page_header(asked.heading, asked.lead, html! {}))
        (ui::error_summary(&errors(faults)))
        (ui::post_form(asked.path, visitor.csrf(), html! {
            (ui::field(&ui::Field::new("email", "E-mail address").kind(ui::InputKind::Email)
                .autocomplete("username").value(email).error(error_of(faults, "email"))))
            (ui::submit_button(asked.button, ui::ButtonKind::Primary))
        }))
        p { a href="/sign-in" { "Back to signing in" } }
    };
    visitor.page(web, &title(asked.heading, faults), main)
}

async fn asked_for_password(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    asked_for(&web, &posted, &PASSWORD).await
}

async fn asked_for_link(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    asked_for(&web, &posted, &SIGN_IN).await
}

async fn asked_for(web: &Web, posted: &Posted, asked: &Asked) -> Result<Response, Fault> {
    posted.only(&["email"])?;
    let (visitor, email) = (&posted.visitor, posted.text("email"));
    match web.app.accounts.want_link(&visitor.asking, asked.wanted, email, visitor.caller()).await {
        Ok(()) => Ok(under_way(web, visitor, email.trim()).into_response()),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            Ok((status, headers, show_ask(web, visitor, asked, email, &faults)).into_response())
        }
    }
}

/// The one answer to whoever asks for a mail.
pub(super) fn under_way(web: &Web, visitor: &Visitor, address: &str) -> Markup {
    let lead = format!(
        "It goes to {address} and says how to continue. Nothing after a few minutes? Look in your spam \
         folder, and check the address."
    );
    let main = html! {
        (ui::page_header("A mail is on its way", &lead, html! {
            @if web.app.settings.demo {
                (ui::link_button("Read the demonstration's mail", "/demo/mail", ui::ButtonKind::Secondary))
            }
        }))
    };
    visitor.page(web, "A mail is on its way", main)
}

async fn open_password(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    match web.app.accounts.mailed_link(&visitor.asking, WantedLink::NewPassword, &token).await {
        Ok(link) => Ok(with_tried_cookie(&visitor, show_password(&web, &visitor, &token, &link, &[]))),
        Err(AppError::NotFound) => Ok(over(&web, &visitor, &PASSWORD)),
        Err(error) => Err(error.into()),
    }
}

fn show_password(
    web: &Web,
    visitor: &Visitor,
    token: &str,
    link: &OpenedLink,
    faults: &[FieldFault],
) -> Markup {
    let main = html! {
        (ui::page_header("Choose a new password", "This link was mailed to you. It works once.", html! {}))
        (ui::error_summary(&errors(faults)))
        (whose(link))
        (ui::post_form(&format!("/new-password/{token}"), visitor.csrf(), html! {
            input type="hidden" name="cookies" value="asked";
            // Password managers keep the address with the password.
            input type="hidden" name="username" autocomplete="username" value=(link.address);
            (ui::field(&ui::Field::new("password", "New password").kind(ui::InputKind::Password)
                .autocomplete("new-password").error(error_of(faults, "password"))
                .help(PASSWORD_HELP)))
            p class="muted" { "Everybody signed in to this account now will be signed out." }
            (ui::submit_button("Set the password and sign in", ui::ButtonKind::Primary))
        }))
    };
    visitor.page(web, &title("Choose a new password", faults), main)
}

fn whose(link: &OpenedLink) -> Markup {
    ui::facts(&[ui::TermFact::new("Address", &link.address), ui::TermFact::new("Name", &link.person.name)])
}

async fn set_password(
    State(web): State<Web>,
    Path(token): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["password", "username", "cookies"])?;
    let (visitor, accounts) = (&posted.visitor, &web.app.accounts);
    let set = match must_keep_cookies(&posted) {
        Ok(()) => {
            let password = posted.text("password");
            accounts.set_password_by_link(&visitor.asking, &token, password, visitor.caller()).await
        }
        Err(error) => Err(error),
    };
    match set {
        Ok(signed_in) => welcome(&web, &signed_in, first_page(&signed_in)),
        Err(AppError::NotFound) => Ok(over(&web, visitor, &PASSWORD)),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            let link = accounts.mailed_link(&visitor.asking, WantedLink::NewPassword, &token).await?;
            Ok((status, headers, show_password(&web, visitor, &token, &link, &faults)).into_response())
        }
    }
}

async fn open_link(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    match web.app.accounts.mailed_link(&visitor.asking, WantedLink::SignIn, &token).await {
        Ok(link) => Ok(with_tried_cookie(&visitor, show_link(&web, &visitor, &token, &link, &[]))),
        Err(AppError::NotFound) => Ok(over(&web, &visitor, &SIGN_IN)),
        Err(error) => Err(error.into()),
    }
}

fn show_link(web: &Web, visitor: &Visitor, token: &str, link: &OpenedLink, faults: &[FieldFault]) -> Markup {
    let main = html! {
        (ui::page_header("Sign in", "This link was mailed to you. It works once.", html! {}))
        (ui::error_summary(&errors(faults)))
        (whose(link))
        (ui::post_form(&format!("/sign-in-link/{token}"), visitor.csrf(), html! {
            input type="hidden" name="cookies" value="asked";
            (ui::submit_button("Sign in", ui::ButtonKind::Primary))
        }))
        p class="muted" { "If this is not you, close the page; nothing has happened." }
    };
    visitor.page(web, &title("Sign in", faults), main)
}

async fn use_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["cookies"])?;
    let (visitor, accounts) = (&posted.visitor, &web.app.accounts);
    let used = match must_keep_cookies(&posted) {
        Ok(()) => accounts.sign_in_by_link(&visitor.asking, &token, visitor.caller()).await,
        Err(error) => Err(error),
    };
    match used {
        Ok(signed_in) => welcome(&web, &signed_in, first_page(&signed_in)),
        Err(AppError::NotFound) => Ok(over(&web, visitor, &SIGN_IN)),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            let link = accounts.mailed_link(&visitor.asking, WantedLink::SignIn, &token).await?;
            Ok((status, headers, show_link(&web, visitor, &token, &link, &faults)).into_response())
        }
    }
}

/// What a link says that was used, ended, replaced by a later one, or never was: the same words.
fn over(web: &Web, visitor: &Visitor, asked: &Asked) -> Response {
    let lead = "It was used, it has expired, or a later mail has replaced it.";
    let main = html! {
        (ui::page_header("This link no longer works", lead, html! {
            @if web.app.accounts.mails() {
                (ui::link_button("Ask for a new one", asked.path, ui::ButtonKind::Secondary))
            }
        }))
    };
    (StatusCode::NOT_FOUND, visitor.page(web, "This link no longer works", main)).into_response()
}
