//! Who may do what in the team: roles as they are granted, granting one, and taking one away.

use assay_app::{AppError, Asking, FieldFault, GrantLine, ListPart, Listed, Why, acts};
use assay_assessment::registration::long;
use assay_kernel::{Date, GrantId, Instant, Role, TypedId, identity::Address};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use maud::{Markup, html};

use super::{frame::person_link, people::role_words};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        list::{Cell, ListAsked, ListOf, ListedColumn, Pairs, one, plain},
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
    written::recorded,
};

const PLACE: &str = "/admin/roles";

/// What a role lets somebody do, in a sentence.
fn meaning(role: Role) -> &'static str {
    match role {
        Role::Administrator => "Runs the programme: people, decisions, changes, roles. Does not sit exams.",
        Role::Support => "Helps people: sees them, makes links, edits accounts, ends sessions.",
        Role::Auditor => "Reads everything but keys, and changes nothing.",
        Role::ItemWriter => "Writes items, in the exams and domains that a bank manager gives them.",
        Role::Reviewer => "Reviews items that others wrote. Sees the key after answering.",
        Role::BankManager => "Looks after the bank: demand, writers, reviewers, states. Sees every key.",
    }
}

fn columns() -> Vec<ListedColumn<GrantLine>> {
    vec![
        ListedColumn {
            title: "Person",
            width: Width::Name,
            sort: None,
            show: |grant, _| person_link(grant.person, &grant.name),
        },
        ListedColumn {
            title: "Role",
            width: Width::Fixed,
            sort: None,
            show: |grant, _| html! { (role_words(&grant.role)) },
        },
        ListedColumn {
            title: "From",
            width: Width::Fixed,
            sort: None,
            show: |grant, asking| html! { (day(grant.from, asking)) },
        },
        ListedColumn { title: "Until", width: Width::Text, sort: None, show: until },
        ListedColumn {
            title: "Granted by",
            width: Width::Text,
            sort: None,
            show: |grant, _| {
                html! {
                    div {
                        (plain(&grant.granted_by))
                        @if !grant.reason.is_empty() {
                            br;
                            span class="muted" { "“" (plain(&grant.reason)) "”" }
                        }
                    }
                }
            },
        },
        ListedColumn { title: "Action", width: Width::Fixed, sort: None, show: take_away },
    ]
}

fn day(at: Instant, asking: &Asking) -> String {
    recorded(asking, at)
}

/// The last day: the end is the first instant after it.
fn last_day(end: Instant, asking: &Asking) -> Date {
    (end - SignedDuration::from_millis(1)).to_zoned(asking.zone.clone()).date()
}

fn until(grant: &GrantLine, asking: &Asking) -> Markup {
    html! {
        @match (&grant.withdrawn, grant.until) {
            (Some(taken), _) => {
                div {
                    "Taken away on " (day(taken.at, asking))
                    @if !taken.because.is_empty() {
                        br;
                        span class="muted" { "“" (plain(&taken.because)) "”" }
                    }
                }
            },
            (None, Some(end)) => { (long(last_day(end, asking))) },
            (None, None) => "No end",
        }
    }
}

fn take_away(grant: &GrantLine, asking: &Asking) -> Markup {
    html! {
        @if asking.may_ever::<acts::TakeRole>() && grant.is_in_force(asking.at) {
            a href={ (PLACE) "/" (grant.id) "/take" } {
                "Take away" span class="visually-hidden" { ": " (grant.role) " of " (grant.name) }
            }
        }
    }
}

fn cells() -> Vec<Cell<GrantLine>> {
    vec![
        ("id", |grant, _| grant.id.to_string()),
        ("person", |grant, _| grant.person.to_string()),
        ("name", |grant, _| grant.name.clone()),
        ("role", |grant, _| grant.role.clone()),
        ("from", |grant, _| grant.from.to_string()),
        ("until", |grant, asking| {
            grant.until.map(|end| last_day(end, asking).to_string()).unwrap_or_default()
        }),
        ("granted_by", |grant, _| grant.granted_by.clone()),
        ("reason", |grant, _| grant.reason.clone()),
        ("taken_at", |grant, _| {
            grant.withdrawn.as_ref().map(|taken| taken.at.to_string()).unwrap_or_default()
        }),
        ("taken_because", |grant, _| {
            grant.withdrawn.as_ref().map(|taken| taken.because.clone()).unwrap_or_default()
        }),
    ]
}

fn list() -> ListOf<GrantLine> {
    ListOf {
        path: PLACE.into(),
        title: "Roles",
        noun: ("role", "roles"),
        search: None,
        filters: vec![
            one("role", "Role", Role::ALL.map(|role| (role.as_str(), role_words(role.as_str())))),
            one("state", "State", [("in-force", "in force"), ("over", "over")]),
        ],
        order: "",
        columns: columns(),
        cells: cells(),
        empty: ("Nobody has a role", "The first administrator is made by `assay admin add`."),
    }
}

/// Which grants what is asked leaves.
fn kept(asked: &ListAsked, asking: &Asking) -> impl Fn(&GrantLine) -> bool + use<> {
    let (role, state, now) = (asked.value("role").to_owned(), asked.value("state").to_owned(), asking.at);
    move |grant| {
        (role.is_empty() || grant.role == role)
            && (state.is_empty() || grant.is_in_force(now) == (state == "in-force"))
    }
}

/// The form as it is shown once more.
#[derive(Default)]
struct TypedGrant {
    email: String,
    role: String,
    until: String,
    reason: String,
}

pub(super) async fn roles(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Response, Fault> {
    show(&web, &visitor, &pairs, &TypedGrant::default(), &[]).await
}

pub(super) async fn roles_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list();
    let asked = list.asked(&pairs);
    let grants = web.app.grants.all(&visitor.asking).await?;
    let lines: Vec<GrantLine> = grants.into_iter().filter(kept(&asked, &visitor.asking)).collect();
    // Read whole, since there are few: the one part of this export.
    let mut whole = Some(lines);
    let read = move |_after: Option<()>, _rows| {
        let lines = whole.take().unwrap_or_default();
        async move { Ok(ListPart { lines, next: None }) }
    };
    list.exported(&asked, visitor.asking.clone(), read).await
}

pub(super) async fn give(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["email", "role", "until", "reason"])?;
    let text = |field: &str| posted.text(field).trim().to_owned();
    let typed =
        TypedGrant { email: text("email"), role: text("role"), until: text("until"), reason: text("reason") };
    let asking = &posted.visitor.asking;
    let done = match read(&typed) {
        Ok((role, until, why)) => {
            web.app.grants.give_to_address(asking, &typed.email, role, until, &why).await.map(|_person| ())
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(Redirect::to(PLACE).into_response()),
        Err(AppError::NotFound) => {
            let text = "Nobody has proved this address. Make a link for this person first, so that the role \
                        goes to the person it is meant for.";
            show(&web, &posted.visitor, &Pairs::none(), &typed, &[FieldFault::new("email", text)]).await
        }
        Err(AppError::Forbidden) if is_own(&posted.visitor, &typed.email) => {
            let text = "Ask another administrator: nobody grants themselves a role.";
            show(&web, &posted.visitor, &Pairs::none(), &typed, &[FieldFault::new("email", text)]).await
        }
        Err(AppError::Invalid(mut faults)) => {
            for fault in &mut faults {
                // The person is named by their address here.
                if fault.field == "person" {
                    fault.field = "email";
                }
            }
            show(&web, &posted.visitor, &Pairs::none(), &typed, &faults).await
        }
        Err(error) => Err(error.into()),
    }
}

fn is_own(visitor: &Visitor, email: &str) -> bool {
    visitor.session.as_ref().is_some_and(|session| session.email == Address::compared(email))
}

fn read(typed: &TypedGrant) -> Result<(Role, Option<Date>, Why), AppError> {
    let mut faults = Vec::new();
    let role = Role::parse(&typed.role);
    if role.is_none() {
        faults.push(FieldFault::new("role", "Choose a role."));
    }
    let until = (!typed.until.is_empty()).then(|| typed.until.parse::<Date>());
    let until = until.transpose().unwrap_or_else(|_no_day| {
        faults.push(FieldFault::new("until", "Enter a day, or leave it empty for no end."));
        None
    });
    let why = Why::parse(&typed.reason);
    match (role, why) {
        (Some(role), Ok(why)) if faults.is_empty() => Ok((role, until, why)),
        (_, Err(AppError::Invalid(more))) => Err(AppError::Invalid([faults, more].concat())),
        (_, Err(error)) => Err(error),
        _ => Err(AppError::Invalid(faults)),
    }
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    pairs: &Pairs,
    typed: &TypedGrant,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let list = list();
    let asked = list.asked(pairs);
    let grants = web.app.grants.all(&visitor.asking).await?;
    let listed = Listed::of_all(grants, asked.page(), kept(&asked, &visitor.asking));
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header("Roles", "Who may do what, who granted it and why. A role applies from the next \
                                   request on.",
            html! {}))
        (list.page(&asked, &visitor.asking, &listed))
        @if visitor.asking.may_ever::<acts::GiveRole>() { (give_form(visitor, typed, faults)) }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title("Roles", faults), main)).into_response())
}

fn give_form(visitor: &Visitor, typed: &TypedGrant, faults: &[FieldFault]) -> Markup {
    let error = |field: &str| error_of(faults, field).to_owned();
    let email = ui::Field::new("email", "E-mail address of the person")
        .kind(ui::InputKind::Email)
        .help("It must be confirmed, and not your own.")
        .value(&typed.email)
        .error(error("email"));
    let until = ui::Field::new("until", "Last day")
        .kind(ui::InputKind::Date)
        .value(&typed.until)
        .optional()
        .error(error("until"));
    let why =
        ui::Field::new("reason", "Reason, for the audit log").value(&typed.reason).error(error("reason"));
    let choice = |role: Role| {
        let label = format!("{}: {}", role_words(role.as_str()), meaning(role));
        ui::Choice::new(role.as_str(), label).chosen(typed.role == role.as_str())
    };
    let role = ui::Field::new("role", "Role").error(error("role"));
    ui::section(
        "grant",
        "Grant a role",
        ui::post_form(
            PLACE,
            visitor.csrf(),
            html! {
                (ui::field(&email))
                (ui::radios(&role, &Role::ALL.map(choice)))
                (ui::field(&until))
                (ui::textarea(&why, 2))
                (ui::submit_button("Grant the role", ui::ButtonKind::Primary))
            },
        ),
    )
}

fn id_of(text: &str) -> Result<GrantId, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    ask(&web, &visitor, id_of(&id)?, "", &[]).await
}

pub(super) async fn take(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let (id, reason) = (id_of(&id)?, posted.text("reason"));
    let done = match Why::parse(reason) {
        Ok(why) => web.app.grants.take(&posted.visitor.asking, id, &why).await.map(|_person| ()),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) if web.app.grants.all(&posted.visitor.asking).await.is_ok() => {
            Ok(Redirect::to(PLACE).into_response())
        }
        // One's own: the page of roles is shut from now on.
        Ok(()) => Ok(Redirect::to("/").into_response()),
        Err(AppError::Invalid(faults)) => ask(&web, &posted.visitor, id, reason, &faults).await,
        Err(error) => Err(error.into()),
    }
}

/// What taking a role away means, before it is done.
async fn ask(
    web: &Web,
    visitor: &Visitor,
    id: GrantId,
    reason: &str,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let grant = web.app.grants.to_take(&visitor.asking, id).await?;
    let heading = format!("Take {} away from {}", role_words(&grant.role), grant.name);
    let why = ui::Field::new("reason", "Reason, for the audit log").value(reason);
    let why = why.error(error_of(faults, "reason").to_owned());
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::breadcrumbs(&[ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Roles", PLACE)]))
        (ui::page_header(&heading, "", html! {}))
        @if grant.is_in_force(visitor.asking.at) {
            p {
                "From their next request on " bdi { (grant.name) } " can no longer do anything with "
                "this role. "
                "What was done with it stays done. The role can be granted again."
            }
            (ui::post_form(&format!("{PLACE}/{id}/take"), visitor.csrf(), html! {
                (ui::textarea(&why, 2))
                div class="page-actions" {
                    (ui::submit_button("Take the role away", ui::ButtonKind::Danger))
                    (ui::link_button("Keep it", PLACE, ui::ButtonKind::Quiet))
                }
            }))
        } @else {
            p { "This role has already ended, so there is nothing to take away." }
            (ui::link_button("Back to roles", PLACE, ui::ButtonKind::Secondary))
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title(&heading, faults), main)).into_response())
}
