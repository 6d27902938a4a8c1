//! One-time links: the page that a link opens, and the team's page that makes one.

use assay_app::{Account, AppError, ClaimLink, FieldFault, LINK_DAYS, OpenedLink};
use assay_assessment::registration::long;
use assay_kernel::TypedId;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    demo::first_page,
    sign_in::{PASSWORD_HELP, error_of, errors, refused, title, welcome},
};
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/claim/{token}", page)
        .post("/claim/{token}", use_link)
        .post("/admin/people/{id}/claim-link", make)
}

/// Scanners open links before people do: looking changes nothing.
async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    match web.app.accounts.claim(&visitor.asking, &token).await {
        Ok(claim) => {
            let name = if claim.person.name.contains('@') { "" } else { &claim.person.name };
            Ok(show(&web, &visitor, &token, &claim, name, &[]).into_response())
        }
        Err(AppError::NotFound) => Ok(over(&web, &visitor)),
        Err(error) => Err(error.into()),
    }
}

fn show(
    web: &Web,
    visitor: &Visitor,
    token: &str,
    claim: &OpenedLink,
    name: &str,
    faults: &[FieldFault],
) -> Markup {
    let body = visitor.asking.programme.body.name.clone();
    let lead = match claim.is_mailed {
        true => "This link was mailed to you. It works once.".to_owned(),
        false => format!("{body} made this link for you. It works once."),
    };
    let heading = if claim.asks_for_access { "Your account" } else { "Confirm your address" };
    // Whoever made the account in another browser knows its password.
    let may_sign_in = claim.asks_for_access && claim.is_mailed && claim.person.has_password;
    let other = visitor.session.as_ref().filter(|session| session.actor.person() != Some(&claim.person.id));
    let main = html! {
        (ui::page_header(heading, &lead, html! {}))
        (ui::error_summary(&errors(faults)))
        @if let Some(session) = other {
            (another_account(&claim.address, &session.name))
        }
        (ui::facts(&[
            ui::TermFact::new("Address", &claim.address),
            ui::TermFact::new("On record as", &claim.person.name),
        ]))
        @if may_sign_in {
            p {
                "You made this account and know its password? "
                a href={ "/sign-in?next=/claim/" (token) } { "Sign in first" }
                ", then confirm the address with one button. Otherwise choose a new password here."
            }
        }
        (ui::post_form(&format!("/claim/{token}"), visitor.csrf(), html! {
            @if claim.asks_for_access {
                // Password managers keep the address with the password.
                input type="hidden" name="username" autocomplete="username" value=(claim.address);
                (ui::field(&ui::Field::new("name", "Name").autocomplete("name")
                    .value(name).error(error_of(faults, "name"))
                    .help("As you want to be called. It is not shown on public pages.")))
                (ui::field(&ui::Field::new("password", "New password").kind(ui::InputKind::Password)
                    .autocomplete("new-password").error(error_of(faults, "password"))
                    .help(PASSWORD_HELP)))
                p class="muted" { "Everybody signed in to this account now will be signed out." }
                (ui::submit_button("Confirm the address and sign in", ui::ButtonKind::Primary))
            } @else {
                (ui::submit_button("Confirm this address", ui::ButtonKind::Primary))
            }
        }))
        p class="muted" { "If this is not you, close the page; nothing has happened. \
                           Tell " (body) " about it." }
    };
    visitor.page(web, &title(heading, faults), main)
}

fn another_account(address: &str, name: &str) -> Markup {
    let text = format!(
        "This link opens the record of {address}, not the account of {name}. If you continue, you are signed \
         out of that one; the two stay separate."
    );
    let banner = ui::Banner::new(ui::Tone::Attention, "You are signed in to another account");
    ui::banner(&banner.body(html! { p { (text) } }))
}

/// What a link says that was used, ended, replaced by a later one, or never was: the same words.
fn over(web: &Web, visitor: &Visitor) -> Response {
    let body = visitor.asking.programme.body.name.clone();
    let lead = format!(
        "It was used, is older than {LINK_DAYS} days, or has been replaced by another one. If you have used \
         it, sign in with the password that you chose; otherwise ask {body} for a new link."
    );
    let main = html! {
        (ui::page_header("This link no longer works", &lead, html! {
            (ui::link_button("Sign in", "/sign-in", ui::ButtonKind::Secondary))
        }))
    };
    (StatusCode::NOT_FOUND, visitor.page(web, "This link no longer works", main)).into_response()
}

async fn use_link(
    State(web): State<Web>,
    Path(token): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["name", "password", "username"])?;
    let visitor = &posted.visitor;
    let (name, password) = (posted.text("name"), posted.text("password"));
    let used = web.app.accounts.use_claim(&visitor.asking, &token, name, password, visitor.caller()).await;
    match used {
        Ok(signed_in) => welcome(&web, &signed_in, first_page(&signed_in)),
        Err(AppError::NotFound) => Ok(over(&web, visitor)),
        Err(error) => {
            let (faults, status, headers) = refused(error)?;
            let claim = web.app.accounts.claim(&visitor.asking, &token).await?;
            Ok((status, headers, show(&web, visitor, &token, &claim, name, &faults)).into_response())
        }
    }
}

async fn make(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["how"])?;
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    let asking = &posted.visitor.asking;
    let done = match posted.text("how") {
        "mail" => {
            let mailed = web.app.accounts.mail_claim_link(asking, id).await;
            mailed.map(|person| mailed_to(&web, &posted.visitor, &person))
        }
        _ => {
            let link = web.app.accounts.make_claim_link(asking, id).await;
            link.map(|link| made(&web, &posted.visitor, &link))
        }
    };
    match done {
        Ok(page) => Ok(page.into_response()),
        Err(AppError::Invalid(mut faults)) => {
            // The page has no fields to lead to.
            faults.iter_mut().for_each(|fault| fault.field = "");
            let main = html! {
                (ui::error_summary(&errors(&faults)))
                (ui::page_header("No link was made", "", html! {
                    (ui::link_button("Back to the person", &format!("/admin/people/{id}"),
                        ui::ButtonKind::Secondary))
                }))
            };
            let page = posted.visitor.page(&web, &title("No link was made", &faults), main);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn made(web: &Web, visitor: &Visitor, link: &ClaimLink) -> Markup {
    let until = link.ends_at.to_zoned(visitor.asking.zone.clone());
    let lead = format!(
        "It is shown here once, works once, and until {} {}.",
        long(until.date()),
        until.strftime("%H:%M %Z")
    );
    let heading = format!("A link for {}", link.person.name);
    let main = html! {
        (crumbs(&link.person))
        (ui::page_header(&heading, &lead, html! {}))
        (ui::code_block("The link", &link.url))
        p {
            "Give it to the owner of " strong { (link.person.email) } " and to nobody else, in a way "
            "that reaches only them: whoever has the link gets the account. Any earlier link of theirs has "
            "ended."
        }
    };
    visitor.page(web, &heading, main)
}

fn crumbs(person: &Account) -> Markup {
    ui::breadcrumbs(&[
        ui::Crumb::new("Administration", "/admin"),
        ui::Crumb::new("People", "/admin/people"),
        ui::Crumb::new(&person.name, format!("/admin/people/{}", person.id)),
    ])
}

fn mailed_to(web: &Web, visitor: &Visitor, person: &Account) -> Markup {
    let heading = format!("A link for {} is on its way", person.name);
    let lead = format!(
        "It goes to {} by mail, works once and for {LINK_DAYS} days. It ends their earlier links.",
        person.email
    );
    let main = html! {
        (crumbs(person))
        (ui::page_header(&heading, &lead, html! {
            (ui::link_button("Back to the person", &format!("/admin/people/{}", person.id),
                ui::ButtonKind::Secondary))
        }))
    };
    visitor.page(web, &heading, main)
}
