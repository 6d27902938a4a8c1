//! One person, as the team sees them.

use assay_app::SittingLine;
use assay_assessment::registration::long;
use assay_kernel::TypedId;
use assay_words::InEnglish;
use axum::extract::{Path, State};
use maud::{Markup, html};

use super::sittings::sittings_table;
use crate::{
    fault::Fault,
    pages::{access::access, my::card, notes},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn person(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    let view = web.app.record.candidate(&visitor.asking, id).await?;
    let today = visitor.asking.today;
    let held = view.standing.credentials.iter().map(|held| {
        let record = view
            .credentials
            .iter()
            .find(|r| r.certification == held.credential.as_str() && r.earned_on == held.earned_on);
        ui::credential_card(&card(&visitor.asking, held, record, today))
    });
    let decisions = view.decisions.iter().map(|decision| ui::ReasonLine {
        on: long(decision.reason.on),
        rule: decision.reason.rule.clone(),
        text: decision.reason.said.text(),
    });
    let sittings: Vec<(SittingLine, String)> =
        view.sittings.iter().map(|sitting| (sitting.clone(), view.person.name.clone())).collect();
    let access = access(&web, &visitor, &view.person).await?;
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Administration", "/admin"),
            ui::Crumb::new("People", "/admin/people"),
        ]))
        (ui::page_header(&view.person.name, &view.person.email, html! {}))
        (access)
        (ui::section("standing", &format!("Standing on {}", long(today)), html! {
            @if view.standing.credentials.is_empty() {
                (ui::empty_state(&ui::EmptyState::new("Holds nothing", "An award will stand here.")))
            }
            div class="stack" { @for card in held { (card) } }
        }))
        (ui::section("decisions", "Every decision", html! {
            (ui::reasons(&decisions.collect::<Vec<_>>()))
            p { a href={ "/admin/candidates/" (id) "/explanation" } {
                "Explain another day, or what was known at an instant"
            } }
        }))
        (ui::section("sittings", "Sittings", html! {
            (sittings_table(&sittings))
            (notes::notes(&view.notes, &visitor.asking.zone))
        }))
    };
    Ok(visitor.wide_page(&web, &view.person.name, main))
}
