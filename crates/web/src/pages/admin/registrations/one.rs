//! One registration: of whom, for what, how it stands, who did what with it, and what can be done.

use std::collections::BTreeSet;

use assay_app::{RegistrationLine, RegistrationNow};
use assay_assessment::registration::long;
use assay_kernel::{PersonId, RegistrationId, TypedId};
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::stand::{PLACE, exam_title, offered, place, state_chip};
use crate::{fault::Fault, pages::admin::frame::person_link, state::Web, ui, visitor::Visitor};

/// What was done a moment ago, as the page it leads to is told; the page looks for itself whether it is so.
#[derive(Default, Deserialize)]
pub(super) struct JustRegistered {
    #[serde(default)]
    done: String,
}

/// The id in an address.
pub(super) fn id_of(text: &str) -> Result<RegistrationId, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) fn crumbs(more: &[ui::Crumb]) -> Markup {
    let mut crumbs = vec![ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Registrations", PLACE)];
    crumbs.extend_from_slice(more);
    ui::breadcrumbs(&crumbs)
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(just): Query<JustRegistered>,
) -> Result<Markup, Fault> {
    let asking = &visitor.asking;
    let (line, before) = web.app.registrations.one(asking, id_of(&id)?).await?;
    let team: Vec<String> =
        [line.made_by, line.withdrawn_by].into_iter().flatten().map(|id| id.to_string()).collect();
    let names =
        web.app.record.names_for(asking, &team.iter().map(String::as_str).collect::<BTreeSet<_>>()).await?;
    let called = |id: PersonId| names.get(id.to_string().as_str()).cloned().unwrap_or_default();
    let acts = offered(asking, &line);
    let heading = format!("{} of {}", line.exam, line.name);
    let main = html! {
        (crumbs(&[]))
        (ui::page_header(&heading, exam_title(asking, &line.exam), html! {}))
        (was_done(&line, &just))
        (ui::section("registration", "Registration", ui::facts(&facts(&line, before.as_ref(), &called))))
        @if acts.is_empty() { p class="muted" { (why_nothing(asking.actor.person(), &line)) } }
        @else {
            div class="cluster" {
                @for (act, words) in &acts {
                    (ui::link_button(&format!("{words}…"), &format!("{}/{act}", place(line.id)),
                        ui::ButtonKind::Secondary))
                }
            }
        }
    };
    Ok(visitor.wide_page(&web, &heading, main))
}

/// Why nothing is offered.
fn why_nothing(who: Option<&PersonId>, line: &RegistrationLine) -> &'static str {
    match line.state {
        _ if who == Some(&line.person) => "It is your own, so somebody else of the team acts on it.",
        RegistrationNow::Running | RegistrationNow::Used => {
            "A sitting used it, so it is neither withdrawn nor moved."
        }
        _ => "Your role reads registrations and changes none.",
    }
}

fn facts(
    line: &RegistrationLine,
    before: Option<&RegistrationLine>,
    called: &dyn Fn(PersonId) -> String,
) -> Vec<ui::TermFact> {
    let by = |who: Option<PersonId>| {
        who.map_or(format!("by {}", line.name), |who| format!("by {} for the team", called(who)))
    };
    let mut facts = vec![
        ui::TermFact::rich("Person", person_link(line.person, &line.name)),
        ui::TermFact::rich("State", state_chip(line)),
        ui::TermFact::new("Registered on", format!("{}, {}", long(line.registered_on), by(line.made_by))),
        ui::TermFact::new("First day to sit", long(line.sit_from)),
        ui::TermFact::new("Last day to sit", line.sit_until.map_or("no end".to_owned(), long)),
    ];
    if let Some(before) = before {
        let text = format!("{}, registered on {}", before.exam, long(before.registered_on));
        facts.push(ui::TermFact::rich("Moved from", html! { a href=(place(before.id)) { (text) } }));
    }
    if line.state == RegistrationNow::Withdrawn {
        let on = line.withdrawn_on.map_or(String::new(), |day| format!("{}, ", long(day)));
        facts.push(ui::TermFact::new("Withdrawn", format!("{on}{}", by(line.withdrawn_by))));
    }
    if let Some(sitting) = line.sitting.filter(|_| line.state == RegistrationNow::Used) {
        let result = html! { a href={ "/sittings/" (sitting) "/result" } { "Result" } };
        facts.push(ui::TermFact::rich("Sitting", result));
    }
    facts
}

/// What the registration says of what was just done, with the way back.
fn was_done(line: &RegistrationLine, just: &JustRegistered) -> Markup {
    let good = |title: String, undo: &str, verb: &str| {
        let href = format!("{}/{undo}", place(line.id));
        ui::banner(&ui::Banner::new(ui::Tone::Good, title).body(html! {
            p { bdi { (line.name) } " was told. " a href=(href) { (verb) } }
        }))
    };
    let exam = &line.exam;
    match (just.done.as_str(), line.is_open()) {
        ("register", true) => good(format!("Registered for {exam}"), "withdraw", "Withdraw it"),
        ("take-up", true) => good(format!("{exam} is taken up again"), "withdraw", "Withdraw it"),
        ("move", true) => good(format!("Moved to {exam}"), "move", "Move it back or elsewhere"),
        ("withdraw", false) if line.state == RegistrationNow::Withdrawn => {
            good(format!("{exam} is withdrawn"), "take-up", "Take it up again")
        }
        _ => html! {},
    }
}
