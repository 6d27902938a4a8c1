//! The demonstration's own doors: moving the clock, signing in as somebody. Routed in a demonstration only.

use assay_app::SignedIn;
use assay_kernel::{Actor, TypedId};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, visitor::signed_in_cookies};

pub(super) fn routes() -> Routes {
    Routes::default().post("/demo/clock", move_clock).post("/demo/sign-in", sign_in)
}

async fn move_clock(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["today", "jump", "back_to"])?;
    let wanted = if posted.text("jump").is_empty() { posted.text("today") } else { posted.text("jump") };
    let day = assay_kernel::day::read(wanted)
        .map_err(|_| Fault::bad_request("the day must look like 2025-09-30"))?;
    web.app.demo.set_day(&posted.visitor.asking, day).await?;
    Ok(Redirect::to(local(posted.text("back_to"))).into_response())
}

/// Where somebody comes first who signed in: the team to its work.
pub(super) fn first_page(signed_in: &SignedIn) -> &'static str {
    match signed_in.session.actor {
        Actor::Person { roles, .. } if roles.has_of_people() => "/admin",
        Actor::Person { roles, .. } if !roles.is_empty() => "/admin/bank/work",
        _ => "/my",
    }
}

async fn sign_in(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["person"])?;
    let person = TypedId::parse(posted.text("person")).map_err(|_| Fault::not_found())?;
    let signed_in = web.app.demo.sign_in(&posted.visitor.asking, person, posted.visitor.caller()).await?;
    let to = first_page(&signed_in);
    Ok((signed_in_cookies(&web, &signed_in)?, Redirect::to(to)).into_response())
}

/// A path on this site, or the start page: a form must not lead elsewhere.
pub(super) fn local(path: &str) -> &str {
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if inside && !path.chars().any(char::is_control) { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_form_leads_nowhere_else() {
        assert_eq!(local("/exams/SOA-C03/guide?x=1"), "/exams/SOA-C03/guide?x=1");
        for bad in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb"] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
    }
}
