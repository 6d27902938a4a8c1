//! Everybody with an account, as the team sees them.

use assay_app::{Asking, PeopleOrder, PeopleWanted, PersonLine};
use assay_kernel::{Date, Role, identity::looks_like_another_alphabet};
use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::frame::person_link;
use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, one, plain},
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
    written::recorded,
};

fn since(line: &PersonLine, asking: &Asking) -> Date {
    line.account.created_at.to_zoned(asking.zone.clone()).date()
}

/// A role as people say it; another release's stays as it is.
pub(in crate::pages) fn role_words(role: &str) -> &str {
    match Role::parse(role) {
        Some(Role::Administrator) => "Administrator",
        Some(Role::Support) => "Support",
        Some(Role::Auditor) => "Auditor",
        Some(Role::ItemWriter) => "Item writer",
        Some(Role::Reviewer) => "Reviewer",
        Some(Role::BankManager) => "Bank manager",
        None => role,
    }
}

fn columns() -> Vec<ListedColumn<PersonLine>> {
    vec![
        ListedColumn {
            title: "Name",
            width: Width::Name,
            sort: Some("name"),
            show: |line, _| {
                html! {
                    (person_link(line.account.id, &line.account.name))
                    @if looks_like_another_alphabet(&line.account.name) {
                        " " (ui::chip(ui::Tone::Attention, "Look-alike letters"))
                    }
                    @if line.account.closed.is_some() { " " (ui::chip(ui::Tone::Neutral, "Closed")) }
                }
            },
        },
        ListedColumn {
            title: "Address",
            width: Width::Text,
            sort: None,
            show: |line, _| {
                html! {
                    (plain(&line.account.email))
                    @if !line.account.is_verified() {
                        " " (ui::chip(ui::Tone::Attention, "Not confirmed"))
                    }
                }
            },
        },
        ListedColumn {
            title: "Role",
            width: Width::Fixed,
            sort: None,
            show: |line, _| {
                let words: Vec<&str> = line.roles.iter().map(|role| role_words(role)).collect();
                plain(&words.join(", "))
            },
        },
        ListedColumn {
            title: "Since",
            width: Width::Fixed,
            sort: Some("since"),
            show: |line, asking| html! { (recorded(asking, line.account.created_at)) },
        },
    ]
}

fn cells() -> Vec<Cell<PersonLine>> {
    vec![
        ("id", |line, _| line.account.id.to_string()),
        ("name", |line, _| line.account.name.clone()),
        ("address", |line, _| line.account.email.clone()),
        ("confirmed", |line, _| if line.account.is_verified() { "yes" } else { "no" }.to_owned()),
        ("confirmed_how", |line, _| line.account.verified_how.map_or("", |how| how.as_str()).to_owned()),
        ("roles", |line, _| line.roles.join(" ")),
        ("since", |line, asking| since(line, asking).to_string()),
        ("closed_on", |line, asking| {
            line.account.closed.map(|closed| asking.day_of(closed.at).to_string()).unwrap_or_default()
        }),
    ]
}

/// The list of people.
pub(super) fn list() -> ListOf<PersonLine> {
    let roles = Role::ALL.map(|role| (role.as_str(), role_words(role.as_str())));
    let role = [("team", "anybody on the team")].into_iter().chain(roles).chain([("candidate", "none")]);
    ListOf {
        path: "/admin/people".into(),
        title: "People",
        noun: ("person", "people"),
        search: Some("Name or e-mail address"),
        filters: vec![
            one("role", "Role", role),
            one("address", "Address", [("confirmed", "confirmed"), ("unconfirmed", "not confirmed")]),
            one("account", "Account", [("open", "open"), ("closed", "closed")]),
            Narrowing::Days { label: "Since", names: ["from", "until"], words: ["Since", "Until"] },
        ],
        order: "name",
        columns: columns(),
        cells: cells(),
        empty: (
            "Nobody is here yet",
            "People appear here once they make an account or an import brings them.",
        ),
    }
}

fn wanted(asked: &ListAsked) -> PeopleWanted {
    let one_of = |asked: &str, (yes, no): (&str, &str)| match asked {
        asked if asked == yes => Some(true),
        asked if asked == no => Some(false),
        _ => None,
    };
    PeopleWanted {
        text: asked.value("q").to_owned(),
        role: asked.value("role").to_owned(),
        confirmed: one_of(asked.value("address"), ("confirmed", "unconfirmed")),
        closed: one_of(asked.value("account"), ("closed", "open")),
        since: asked.days("from", "until"),
    }
}

pub(super) async fn people(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Markup, Fault> {
    let list = list();
    let asked = list.asked(&pairs);
    let order = match list.sorted(&asked) {
        ("since", true) => PeopleOrder::Oldest,
        ("since", false) => PeopleOrder::Newest,
        (_, true) => PeopleOrder::Name,
        (_, false) => PeopleOrder::NameBack,
    };
    let people = web.app.record.people(&visitor.asking, &wanted(&asked), order, asked.page()).await?;
    let main = html! {
        (ui::page_header("People", "", html! {}))
        (list.page(&asked, &visitor.asking, &people))
    };
    Ok(visitor.wide_page(&web, "People", main))
}

pub(super) async fn people_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list();
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.record.people_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}

/// Where the list stood before.
pub(super) async fn moved(uri: Uri) -> Response {
    let path = uri.path().replacen("/admin/candidates", "/admin/people", 1);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{path}{query}")).into_response()
}
