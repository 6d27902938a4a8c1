//! An invitation to a crew, as whoever got it reads it.

use assay_app::{AppError, FieldFault, InvitationOpened, ShareLine, acts};
use assay_assessment::registration::long;
use assay_learning::crew::ShareScope;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;

use super::{
    super::sign_in::{errors, title},
    member::{chosen, never, switches},
    shared::{faults_of, status_of},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor};

/// Scanners open links before people do: looking changes nothing.
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(key): Path<String>,
) -> Result<Response, Fault> {
    match web.app.crews.invitation_of(&visitor.asking, &key).await {
        Ok(opened) => Ok(show(&web, &visitor, &key, &opened, &[])),
        Err(AppError::NotFound) => Ok(over(&web, &visitor)),
        Err(error) => Err(error.into()),
    }
}

fn show(
    web: &Web,
    visitor: &Visitor,
    key: &str,
    opened: &InvitationOpened,
    faults: &[FieldFault],
) -> Response {
    let heading = format!("Join {}", opened.to.crew);
    let lead = format!("{} invites you. Nothing is shown before you accept.", opened.to.lead);
    let line = |scope: ShareScope| ShareLine { scope, is_on: scope.starts_on(), since: None };
    let here = format!("/crew-invitations/{key}");
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header(&heading, &lead, html! {}))
        (ui::facts(&[
            ui::TermFact::new("Crew", &opened.to.crew),
            ui::TermFact::new("Led by", &opened.to.lead),
            ui::TermFact::new("Invited at", &opened.address),
            ui::TermFact::new("You can accept until", long(opened.to.until)),
        ]))
        p {
            (opened.to.lead) " sees your name, the address above, since when you are in the crew, and of \
             what follows what you choose. You can change it, and leave, at any time."
        }
        @if visitor.asking.may_at_all::<acts::OwnCrews>() {
            (ui::post_form(&here, visitor.csrf(), html! {
                (switches(&ShareScope::ALL.map(line)))
                (ui::submit_button("Join the crew", ui::ButtonKind::Primary))
            }))
        } @else {
            p { "Sign in with the account that is to be in the crew, under whatever address, or make one." }
            div class="page-actions" {
                (ui::link_button("Sign in", &format!("/sign-in?next={here}"), ui::ButtonKind::Primary))
                (ui::link_button("Make an account", &format!("/sign-up?next={here}"),
                    ui::ButtonKind::Secondary))
            }
        }
        (ui::section("never", "Never shown, whatever you choose", never(&opened.to.lead)))
        p class="muted" { "If you do not know " (opened.to.lead) ", close the page; nothing has happened." }
    };
    (status_of(faults), visitor.page(web, &title(&heading, faults), main)).into_response()
}

/// What a link says that was used, taken back, sent again, or never was: the same words.
fn over(web: &Web, visitor: &Visitor) -> Response {
    let heading = "This invitation no longer works";
    let lead = "It was accepted or taken back, its time is over, or a later mail brought another link. Ask \
                whoever invited you for a new one.";
    let main = html! {
        (ui::page_header(heading, lead, html! {
            (ui::link_button("Your crews", "/crews", ui::ButtonKind::Secondary))
        }))
    };
    (StatusCode::NOT_FOUND, visitor.page(web, heading, main)).into_response()
}

pub(super) async fn accept(
    State(web): State<Web>,
    Path(key): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let shown = chosen(&posted)?;
    let asking = &posted.visitor.asking;
    match web.app.crews.accept(asking, &key, &shown).await {
        Ok(member) => Ok(Redirect::to(&format!("/memberships/{member}")).into_response()),
        Err(AppError::NotFound) => Ok(over(&web, &posted.visitor)),
        Err(error) => {
            let faults = faults_of(error)?;
            let opened = web.app.crews.invitation_of(asking, &key).await?;
            Ok(show(&web, &posted.visitor, &key, &opened, &faults))
        }
    }
}
