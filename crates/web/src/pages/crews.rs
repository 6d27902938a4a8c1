//! Crews: people whom an employer or a trainer looks after, each of whom accepted and says what they show.

mod assign;
mod invitation;
mod look;
mod member;
mod people;
mod shared;
mod shown;
mod skills;

use assay_app::{FieldFault, OwnCrewsView};
use assay_assessment::registration::long;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use shared::{faults_of, place, status_of};

use super::sign_in::{error_of, errors, title};
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

/// A list of assignments in a form: its signs are written with three letters each at the worst.
const LIST_FORM_BYTES_MAX: usize = 3 * assay_app::LIST_BYTES_MAX + 64 * 1024;

pub(super) fn routes() -> Routes {
    let list = Routes::default()
        .post("/crews/{id}/list", assign::look_at_list)
        .post("/crews/{id}/list/assign", assign::assign_list)
        .up_to(LIST_FORM_BYTES_MAX);
    Routes::default()
        .get("/crews", own)
        .post("/crews", begin)
        .get("/crews/{id}", look::page)
        .get("/crews/{id}/people.csv", people::as_csv)
        .get("/crews/{id}/skills", skills::page)
        .get("/crews/{id}/assign", assign::page)
        .post("/crews/{id}/assign", assign::assign)
        .get("/crews/{id}/list", assign::list_page)
        .post("/crews/{id}/invite", look::invite)
        .post("/crews/{id}/invitations/{invitation}/take-back", look::take_back)
        .post("/crews/{id}/members/{member}/take-out", look::take_out)
        .post("/crews/{id}/assignments/{assignment}/withdraw", look::withdraw)
        .post("/crews/{id}/end", look::end)
        .get("/crew-invitations/{key}", invitation::page)
        .post("/crew-invitations/{key}", invitation::accept)
        .get("/memberships/{id}", member::page)
        .post("/memberships/{id}", member::show)
        .post("/memberships/{id}/leave", member::leave)
        .merge(list)
}

async fn own(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    show_own(&web, &visitor, "", &[]).await
}

async fn begin(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["name"])?;
    let name = posted.text("name");
    match web.app.crews.begin(&posted.visitor.asking, name).await {
        Ok(id) => Ok(Redirect::to(&place(id)).into_response()),
        Err(error) => show_own(&web, &posted.visitor, name, &faults_of(error)?).await,
    }
}

async fn show_own(
    web: &Web,
    visitor: &Visitor,
    name: &str,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let view = web.app.crews.own(&visitor.asking).await?;
    let lead = "People whom an employer or a trainer looks after. Each of them accepts an invitation and \
                says what is shown.";
    let field = ui::Field::new("name", "Name of the crew")
        .help("Those whom you invite read it, with your name.")
        .value(name)
        .error(error_of(faults, "name"));
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header("Crews", lead, html! {}))
        @if !view.invited.is_empty() { (ui::section("invited", "You are invited", invited(&view))) }
        @if !view.assigned.is_empty() {
            (ui::section("assigned", "What you are asked to do", assigned(&view)))
        }
        @if !view.memberships.is_empty() { (ui::section("in", "Crews you are in", memberships(&view))) }
        (ui::section("led", "Crews you lead", html! {
            @if view.led.is_empty() { p class="muted" { "None. Whoever begins a crew leads it." } }
            ul class="stack" {
                @for crew in &view.led { li { a href=(place(crew.id)) { (crew.name) } } }
            }
            (ui::post_form("/crews", visitor.csrf(), html! {
                (ui::field(&field))
                (ui::submit_button("Begin a crew", ui::ButtonKind::Secondary))
            }))
        }))
    };
    Ok((status_of(faults), visitor.page(web, &title("Crews", faults), main)).into_response())
}

fn invited(view: &OwnCrewsView) -> Markup {
    html! {
        ul class="stack" {
            @for one in &view.invited {
                li {
                    a href={ "/crew-invitations/" (one.id) } { (one.crew) } ", led by " (one.lead)
                    ": you can accept until " (long(one.until))
                }
            }
        }
    }
}

fn memberships(view: &OwnCrewsView) -> Markup {
    html! {
        ul class="stack" {
            @for one in &view.memberships {
                li {
                    a href={ "/memberships/" (one.id) } { (one.crew) } ", led by " (one.lead)
                    ", since " (long(one.joined_on))
                }
            }
        }
    }
}

/// What somebody is asked to do, each with the way to it: done by what happens there.
fn assigned(view: &OwnCrewsView) -> Markup {
    let columns = ["What", "By", "How far you are", "Asked by"].map(ui::Column::text).to_vec();
    let rows = view.assigned.iter().map(|(crew, work)| {
        vec![
            html! {
                a href=(shown::way_to(work)) { (work.title) }
                @if !work.note.is_empty() { div class="muted small" { "“" (work.note) "”" } }
            },
            html! { @match work.due_on { Some(on) => (long(on)), None => "–" } },
            shown::state(work),
            html! { (crew.name) },
        ]
    });
    ui::table(
        &ui::Table::new("Done by what you do there, and never by a tick", columns)
            .rows(rows.collect())
            .cards(),
    )
}
