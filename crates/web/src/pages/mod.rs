//! Pages for people: server-rendered, one file per room.

mod access;
mod account;
mod account_page;
mod admin;
mod announcement;
mod bank;
mod before;
mod catalogue;
mod certification;
mod changes;
mod claim;
mod courses;
mod credential;
mod crews;
mod csv;
mod demo;
mod demo_mail;
mod entrance;
mod explanation;
mod first_steps;
mod guide;
mod job_roles;
mod list;
mod looked;
mod messages;
mod my;
mod my_exams;
mod notes;
mod own_account;
mod own_data;
mod person;
mod pictures;
mod practice;
mod prep;
mod proposal;
mod questionnaire;
mod questions;
mod registration;
mod sign_in;
mod sitting;
mod verify;

use axum::extract::State;
use maud::{Markup, html};

use crate::{problem, routes::Routes, state::Web, ui, visitor::Visitor};

pub(crate) use catalogue::public_certification;
pub use credential::{certificate, credential_page, issuer_page};
pub(crate) use pictures::address as picture_address;

/// Every page.
pub fn routes() -> Routes {
    Routes::default()
        .merge(catalogue::routes())
        .merge(certification::routes())
        .merge(guide::routes())
        .merge(changes::routes())
        .merge(announcement::routes())
        .merge(registration::routes())
        .merge(before::routes())
        .merge(sitting::routes())
        .merge(my::routes())
        .merge(messages::routes())
        .merge(credential::routes())
        .merge(my_exams::routes())
        .merge(verify::routes())
        .merge(practice::routes())
        .merge(prep::routes())
        .merge(courses::routes())
        .merge(job_roles::routes())
        .merge(crews::routes())
        .merge(account::routes())
        .merge(own_account::routes())
        .merge(own_data::routes())
        .merge(sign_in::routes())
        .merge(claim::routes())
        .merge(entrance::routes())
        .merge(admin::routes())
        .merge(bank::routes())
        .merge(person::routes())
        .merge(pictures::routes())
        .merge(proposal::routes())
        .merge(questionnaire::routes())
        .merge(explanation::routes())
        .get("/notice", notice)
        .get("/problems/{code}", problem::about)
}

/// What exists in a demonstration only.
pub fn demo_routes() -> Routes {
    demo::routes().merge(demo_mail::routes()).merge(questions::routes()).get("/styleguide", styleguide)
}

async fn styleguide(State(web): State<Web>, visitor: Visitor) -> Markup {
    visitor.page(&web, "Style guide", ui::styleguide())
}

async fn notice(State(web): State<Web>, visitor: Visitor) -> Markup {
    let programme = &visitor.asking.programme;
    let lead = programme.demonstration.as_deref().unwrap_or_default();
    let main = html! {
        (ui::page_header("Notice and licences", lead, html! {}))
        div class="prose" {
            (maud::PreEscaped(crate::markdown::render(&programme.notice)))
            h2 { "The software" }
            p { "Assay is free software under the MIT licence or the Apache License 2.0, at your choice." }
        }
    };
    visitor.page(&web, "Notice and licences", main)
}
