//! Who writes and reviews where.

use assay_app::{AppError, StaffLine, acts};
use assay_kernel::PersonId;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    item_acts::invalid,
    shared::{ActFaults, BANK, LedFrom, PEOPLE, came, manages},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        admin::role_words,
        looked::{changed, status_of},
        sign_in::title,
    },
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn people(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    show(&web, &visitor, &ActFaults::default(), false).await
}

async fn show(web: &Web, visitor: &Visitor, faults: &ActFaults, is_stale: bool) -> Result<Response, Fault> {
    let staff = web.app.items.staff(&visitor.asking).await?;
    let lead = "Roles are given by administrators; where somebody writes or reviews, a bank manager says.";
    let main = html! {
        (faults.summary())
        // An administrator sees who works there, and not the bank.
        @if visitor.asking.may_at_all::<acts::SeeBank>() {
            (ui::breadcrumbs(&[ui::Crumb::new("Bank", BANK)]))
        } @else {
            (ui::breadcrumbs(&[ui::Crumb::new("Administration", "/admin")]))
        }
        (ui::page_header("Who works in the bank", lead, html! {}))
        (changed(is_stale))
        @if manages(&visitor.asking) && !staff.is_empty() {
            (ui::section("give", "Let somebody work somewhere", give(visitor, &staff, faults)))
        }
        (ui::section("staff", "Writers, reviewers and bank managers", table(visitor, &staff)))
    };
    let status = status_of(is_stale, faults.all());
    Ok((status, visitor.bank_page(web, &title("Who works in the bank", faults.all()), main)).into_response())
}

fn give(visitor: &Visitor, staff: &[StaffLine], faults: &ActFaults) -> Markup {
    let people = staff.iter().map(|line| ui::Choice::new(line.person.to_string(), &line.name));
    let people: Vec<_> = std::iter::once(ui::Choice::new("", "Choose somebody")).chain(people).collect();
    let mut places = vec![ui::Choice::new("", "Choose an exam version")];
    for outline in &visitor.asking.programme.programme.outlines {
        let exam = outline.exam.as_str();
        places.push(ui::Choice::new(format!("{exam}|"), format!("{exam}, every domain")));
        places.extend(outline.domains.iter().map(|domain| {
            let words = format!("{exam}, domain {}: {}", domain.id, domain.title);
            ui::Choice::new(format!("{exam}|{}", domain.id), words)
        }));
    }
    ui::post_form(
        &format!("{PEOPLE}/give"),
        visitor.csrf(),
        html! {
            (ui::select(&faults.field("give", "person", "Who"), &people))
            (ui::select(&faults.field("give", "domain", "Where"), &places))
            (ui::submit_button("Let them work there", ui::ButtonKind::Primary))
        },
    )
}

fn table(visitor: &Visitor, staff: &[StaffLine]) -> Markup {
    let columns = vec![ui::Column::text("Who"), ui::Column::text("Roles"), ui::Column::text("Where")];
    let row = |line: &StaffLine| {
        let roles: Vec<&str> = line.roles.iter().map(|role| role_words(role.as_str())).collect();
        vec![html! { bdi { (line.name) } }, html! { (roles.join(", ")) }, places(visitor, line)]
    };
    let empty = ui::EmptyState::new(
        "Nobody works in the bank yet",
        "An administrator gives the roles of writer, reviewer and bank manager on the page of roles.",
    );
    let table = ui::Table::new("People of the bank", columns).empty(empty).cards();
    ui::table(&table.rows(staff.iter().map(row).collect()))
}

fn places(visitor: &Visitor, line: &StaffLine) -> Markup {
    html! {
        @if line.scopes.is_empty() { span class="muted" { "nowhere yet" } }
        @else {
            ul class="mini" {
                @for (exam, domain) in &line.scopes {
                    @let words = if domain.is_empty() { format!("{exam}, every domain") }
                        else { format!("{exam}, domain {domain}") };
                    li {
                        span { (words) }
                        @if manages(&visitor.asking) {
                            (ui::post_button(&format!("{PEOPLE}/take"), visitor.csrf(), "Take it away",
                                ui::ButtonKind::Quiet, &[("person", &line.person.to_string()),
                                    ("domain", &format!("{exam}|{domain}"))]))
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn decide(
    State(web): State<Web>,
    Path(act): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    if !matches!(act.as_str(), "give" | "take") {
        return Err(Fault::not_found());
    }
    posted.only(&["person", "domain"])?;
    match came(done(&web, &posted, &act).await)? {
        LedFrom::Done => Ok(Redirect::to(PEOPLE).into_response()),
        LedFrom::Refused(faults) => show(&web, &posted.visitor, &ActFaults::of(&act, faults), false).await,
        LedFrom::Stale => show(&web, &posted.visitor, &ActFaults::default(), true).await,
    }
}

async fn done(web: &Web, posted: &Posted, act: &str) -> Result<(), AppError> {
    let (items, asking) = (&web.app.items, &posted.visitor.asking);
    if !manages(asking) {
        asking.person()?;
        return Err(AppError::Forbidden);
    }
    let person = PersonId::parse(posted.text("person")).map_err(|_| invalid("person", "Choose somebody."))?;
    let place = posted.text("domain").split_once('|');
    let (exam, domain) = place.ok_or_else(|| invalid("domain", "Choose where."))?;
    match act {
        "give" => items.give_scope(asking, person, exam, domain).await,
        _ => items.take_scope(asking, person, exam, domain).await,
    }
}
