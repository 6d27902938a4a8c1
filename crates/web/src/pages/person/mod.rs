//! The team's page about a person: what they hold, what happened, and what can be done for them.

mod account;
mod consequence;
mod entry;
mod kind;
pub(in crate::pages) mod place;

use assay_app::{CandidateView, acts};
use assay_assessment::registration::long;
use assay_standing::{CredentialStanding, Decided, Status};
use assay_words::InEnglish;
use axum::{
    extract::{Path, Query, State},
    response::Redirect,
};
use maud::{Markup, html};
use serde::Deserialize;

pub(super) use self::consequence::follows;
use self::kind::{RecordKind, offers};
pub(in crate::pages) use self::place::{crumbs, id_of, place};
use super::{
    access::access,
    admin::{registrations_table, sittings_of},
    my::card,
    notes,
};
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}", person)
        .get("/admin/candidates/{id}", of_before)
        .merge(entry::routes())
        .merge(account::routes())
}

/// Links of before still lead there.
async fn of_before(Path(id): Path<String>) -> Result<Redirect, Fault> {
    Ok(Redirect::permanent(&place(id_of(&id)?)))
}

/// What was done a moment ago, as the page it leads to is told; the page looks for itself whether it is so.
#[derive(Default, Deserialize)]
struct JustDone {
    #[serde(default)]
    done: String,
    #[serde(default)]
    what: String,
}

async fn person(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(done): Query<JustDone>,
) -> Result<Markup, Fault> {
    let id = id_of(&id)?;
    let view = web.app.record.candidate(&visitor.asking, id).await?;
    let today = visitor.asking.today;
    let held = view.standing.credentials.iter().map(|held| held_card(&visitor, &view, held));
    let decisions = view.decisions.iter().map(|decision| ui::ReasonLine {
        on: long(decision.reason.on),
        rule: decision.reason.rule.clone(),
        text: decision.reason.said.text(),
    });
    let access = access(&web, &visitor, &view.person).await?;
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Administration", "/admin"),
            ui::Crumb::new("People", "/admin/people"),
        ]))
        (ui::page_header(&view.person.name, &view.person.email, html! {}))
        (was_done(&view, &done))
        div class="split" {
            div class="stack" {
                (ui::section("standing", &format!("Certifications on {}", long(today)), html! {
                    @if view.standing.credentials.is_empty() {
                        (ui::empty_state(
                            &ui::EmptyState::new("No certification held", "An award will appear here."),
                        ))
                    }
                    div class="stack" { @for card in held { (card) } }
                }))
                (ui::section("decisions", "Every decision", html! {
                    (ui::reasons(&decisions.collect::<Vec<_>>()))
                    p { a href={ (place(id)) "/explanation" } {
                        "Explain another day, or what was known at an instant"
                    } }
                }))
                (ui::section("registrations", "Registrations", html! {
                    (registrations_table(&visitor.asking, &view.registrations))
                    @if visitor.asking.may_with::<acts::RegisterSomebody>(&view.person) {
                        p { (ui::link_button("Register for an exam", &format!("{}/register", place(id)),
                            ui::ButtonKind::Secondary)) }
                    }
                }))
                (ui::section("sittings", "Sittings", html! {
                    (sittings_of(&view.sittings))
                    (notes::notes(&view.notes, &visitor.asking.zone))
                }))
            }
            div class="stack" {
                @if view.may_decide { (offers(id)) }
                (access)
            }
        }
    };
    Ok(visitor.wide_page(&web, &view.person.name, main))
}

/// What somebody holds, with what the body can decide about it.
fn held_card(visitor: &Visitor, view: &CandidateView, held: &CredentialStanding) -> Markup {
    let is_its = |badge: &&assay_app::OwnCredential| {
        badge.certification == held.credential.as_str() && badge.earned_on == held.earned_on
    };
    let badge = view.credentials.iter().find(is_its);
    let mut card = card(&visitor.asking, held, badge, visitor.asking.today);
    if view.may_decide {
        card.actions = html! {
            (card.actions)
            @for kind in decisions(held.status) {
                @let href = format!("{}?what={}", kind.place(view.person.id), held.credential);
                a class=(ui::ButtonKind::Secondary.class()) href=(href) {
                    (kind.verb()) span class="visually-hidden" { " " (held.title) }
                }
            }
        };
    }
    ui::credential_card(&card)
}

/// What the body can decide about something in a state.
fn decisions(status: Status) -> &'static [RecordKind] {
    use RecordKind::{Reinstate, Suspend, Withdraw};
    match status {
        Status::Revoked => &[Reinstate],
        Status::Barred => &[Reinstate, Withdraw],
        Status::Active | Status::Grace | Status::Suspended | Status::Inactive => &[Suspend, Withdraw],
        Status::Expired | Status::None => &[Withdraw],
    }
}

/// What the body had decided before it gave something back.
fn before(held: &CredentialStanding) -> RecordKind {
    let decided = held.reasons.iter().rev().find_map(|reason| match reason.change {
        Decided::Revocation => Some(RecordKind::Withdraw),
        Decided::Suspension => Some(RecordKind::Suspend),
        _ => None,
    });
    decided.unwrap_or(RecordKind::Withdraw)
}

/// What the record says of what was just done, with the way back.
fn was_done(view: &CandidateView, done: &JustDone) -> Markup {
    let held = view.standing.credential(&done.what);
    let told = |title: String, undo: RecordKind| {
        let href = format!("{}?what={}", undo.place(view.person.id), done.what);
        ui::banner(&ui::Banner::new(ui::Tone::Good, title).body(html! {
            p { "The badge follows by itself. " a href=(href) { (undo.verb()) " it" } }
        }))
    };
    match (RecordKind::parse(&done.done), held) {
        (Some(RecordKind::Withdraw), Some(held)) if held.status == Status::Revoked => {
            told(format!("{} is withdrawn", held.title), RecordKind::Reinstate)
        }
        (Some(RecordKind::Suspend), Some(held)) if held.status == Status::Barred => {
            told(format!("{} is suspended", held.title), RecordKind::Reinstate)
        }
        (Some(RecordKind::Reinstate), Some(held))
            if !matches!(held.status, Status::Revoked | Status::Barred) =>
        {
            told(format!("{} is reinstated", held.title), before(held))
        }
        (Some(kind), _) if kind.is_decision() => html! {},
        (None, _) => html! {},
        (Some(_), _) => ui::banner(&ui::Banner::new(ui::Tone::Good, "It is on record")),
    }
}
