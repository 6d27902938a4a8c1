//! Everybody's registrations as the team sees them: the list, one of them, and what is done with one.

mod act;
mod choose;
mod one;
mod stand;

use assay_app::{Asking, RegistrationLine, RegistrationOrder, RegistrationsWanted, acts};
use assay_assessment::registration::long;
use axum::{extract::State, response::Response};
use maud::{Markup, html};

pub(in crate::pages) use self::stand::registrations_table;

use self::stand::{PLACE, exam_title, place, state_chip, state_word};
use super::frame::person_link;
use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, one, plain},
    routes::Routes,
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/registrations", registrations)
        .get("/admin/registrations.csv", registrations_csv)
        .get("/admin/registrations/new", choose::whom)
        .get("/admin/registrations/{id}", one::show)
        .get("/admin/registrations/{id}/{act}", act::look)
        .post("/admin/registrations/{id}/{act}", act::act)
        .get("/admin/people/{id}/register", act::look_at_somebody)
        .post("/admin/people/{id}/register", act::register)
}

fn columns() -> Vec<ListedColumn<RegistrationLine>> {
    vec![
        ListedColumn {
            title: "Person",
            width: Width::Name,
            sort: None,
            show: |line, _| person_link(line.person, &line.name),
        },
        ListedColumn {
            title: "Exam",
            width: Width::Text,
            sort: None,
            show: |line, asking| {
                html! {
                    div {
                        a href=(place(line.id)) {
                            (line.exam) span class="visually-hidden" { ": registration of " (line.name) }
                        }
                        br;
                        span class="muted" { (exam_title(asking, &line.exam)) }
                    }
                }
            },
        },
        ListedColumn {
            title: "State",
            width: Width::Fixed,
            sort: None,
            show: |line, _| html! { div { (state_chip(line)) } },
        },
        ListedColumn {
            title: "Registered on",
            width: Width::Fixed,
            sort: Some("registered"),
            show: |line, _| html! { (long(line.registered_on)) },
        },
        ListedColumn {
            title: "Last day to sit",
            width: Width::Fixed,
            sort: Some("last-day"),
            show: |line, _| plain(&line.sit_until.map_or("no end".to_owned(), long)),
        },
    ]
}

fn cells() -> Vec<Cell<RegistrationLine>> {
    vec![
        ("id", |line, _| line.id.to_string()),
        ("person", |line, _| line.person.to_string()),
        ("name", |line, _| line.name.clone()),
        ("exam", |line, _| line.exam.clone()),
        ("title", |line, asking| exam_title(asking, &line.exam).to_owned()),
        ("state", |line, _| state_word(line).to_owned()),
        ("registered_on", |line, _| line.registered_on.to_string()),
        ("sit_from", |line, _| line.sit_from.to_string()),
        ("sit_until", |line, _| line.sit_until.map(|day| day.to_string()).unwrap_or_default()),
        ("made_by", |line, _| line.made_by.unwrap_or(line.person).to_string()),
        ("withdrawn_on", |line, _| line.withdrawn_on.map(|day| day.to_string()).unwrap_or_default()),
        ("withdrawn_by", |line, _| {
            let own = (state_word(line) == "withdrawn").then_some(line.person);
            line.withdrawn_by.or(own).map(|person| person.to_string()).unwrap_or_default()
        }),
        ("instead_of", |line, _| line.instead_of.map(|id| id.to_string()).unwrap_or_default()),
        ("sitting", |line, _| line.sitting.map(|id| id.to_string()).unwrap_or_default()),
    ]
}

/// The list, with every exam version of the programme in its filter.
fn list(asking: &Asking) -> ListOf<RegistrationLine> {
    let exams = asking.programme.exams.iter();
    let exams = exams.map(|exam| (exam.code.to_string(), format!("{}: {}", exam.code, exam.title)));
    let states = [
        ("open", "open"),
        ("over", "over, not used"),
        ("used", "used by a sitting"),
        ("withdrawn", "withdrawn"),
    ];
    ListOf {
        path: PLACE.into(),
        title: "Registrations",
        noun: ("registration", "registrations"),
        search: Some("Name or e-mail address"),
        filters: vec![
            one("exam", "Exam", exams),
            one("state", "State", states),
            Narrowing::Days {
                label: "Registered",
                names: ["from", "until"],
                words: ["Registered from", "Registered until"],
            },
        ],
        order: "-registered",
        columns: columns(),
        cells: cells(),
        empty: ("Nobody is registered yet", "Registrations appear here, used or not."),
    }
}

fn wanted(asked: &ListAsked) -> RegistrationsWanted {
    RegistrationsWanted {
        text: asked.value("q").to_owned(),
        exam: asked.value("exam").to_owned(),
        state: asked.value("state").to_owned(),
        made: asked.days("from", "until"),
    }
}

async fn registrations(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Markup, Fault> {
    let list = list(&visitor.asking);
    let asked = list.asked(&pairs);
    let order = match list.sorted(&asked) {
        ("last-day", true) => RegistrationOrder::Ending,
        ("last-day", false) => RegistrationOrder::EndingLast,
        (_, true) => RegistrationOrder::Oldest,
        (_, false) => RegistrationOrder::Latest,
    };
    let lines = web.app.registrations.all(&visitor.asking, &wanted(&asked), order, asked.page()).await?;
    let may_register = visitor.asking.may_ever::<acts::RegisterSomebody>();
    let main = html! {
        (ui::page_header("Registrations", "", html! {
            @if may_register {
                (ui::link_button("Register somebody", &format!("{PLACE}/new"), ui::ButtonKind::Secondary))
            }
        }))
        (list.page(&asked, &visitor.asking, &lines))
    };
    Ok(visitor.wide_page(&web, "Registrations", main))
}

async fn registrations_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list(&visitor.asking);
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.registrations.all_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}
