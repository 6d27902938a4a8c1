//! The list of changes: what lies ready, what waits, every version, and earlier proposals.

use assay_app::{ProposalState, VersionLine, acts};
use assay_assessment::registration::long;
use assay_kernel::{PreparedId, Proposals, TypedId};
use axum::extract::State;
use maud::{Markup, html};

use super::super::{changes::capital, sign_in::titled};
use crate::{
    fault::Fault,
    problem::encode,
    state::Web,
    ui,
    visitor::Visitor,
    written::{recorded, recorded_on},
};

/// Where a draft is looked at.
pub(super) fn path_of(draft: &str) -> String {
    format!("/admin/changes/drafts/{}", encode(draft))
}

pub(super) async fn overview(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    overview_page(&web, &visitor, None).await
}

pub(super) async fn overview_page(
    web: &Web,
    visitor: &Visitor,
    refused: Option<&str>,
) -> Result<Markup, Fault> {
    let proposals = web.app.changes.proposals(&visitor.asking).await?;
    let open = proposals.iter().find(|line| line.is_open());
    let versions = web.app.changes.versions(&visitor.asking).await?;
    let past = proposals.iter().filter(|line| !line.is_open()).map(|record| {
        let tone = if record.state == ProposalState::Applied { ui::Tone::Good } else { ui::Tone::Neutral };
        vec![
            html! { a href={ "/admin/changes/" (record.id) } { (record.title) } },
            html! { (record.proposed_by) },
            html! { (recorded(&visitor.asking, record.proposed_at)) },
            ui::chip(tone, &capital(record.state.as_str())),
        ]
    });
    let past: Vec<Vec<Markup>> = past.collect();
    let columns = ["Change", "Proposed by", "Proposed", "State"].map(ui::Column::text).to_vec();
    let lead = "The programme is a set of files. A change to them is planned first: whose dates, ways to \
                renew, registrations and badges it moves. One person proposes it, and another applies \
                exactly that.";
    let main = html! {
        (ui::page_header("Changes to the programme", lead, html! {}))
        @if let Some(text) = refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This draft cannot be planned")
                .body(html! { p { (text) } }).urgent()))
        }
        @if let Some(record) = open {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "A change is waiting for a second person")
                .body(html! {
                    p {
                        a href={ "/admin/changes/" (record.id) } { (record.title) }
                        ", proposed by " (record.proposed_by) "."
                    }
                })))
        }
        (ui::section("drafts", "Ready to be proposed", drafts(web, visitor).await?))
        (ui::section("versions", "Versions", versions_table(visitor, &versions)))
        @if !past.is_empty() {
            @let table = ui::Table::new("Earlier proposals", columns).rows(past).cards();
            (ui::section("past", "Earlier proposals", ui::table(&table)))
        }
    };
    Ok(visitor.wide_page(web, &titled("Changes to the programme", refused.is_some()), main))
}

async fn drafts(web: &Web, visitor: &Visitor) -> Result<Markup, Fault> {
    let drafts = web.app.changes.drafts(&visitor.asking).await?;
    let may_take_back = visitor.asking.may_at_all::<acts::TakeBack>();
    Ok(html! {
        @if drafts.is_empty() {
            (ui::empty_state(&ui::EmptyState::new("Nothing is ready",
                "Edit the files of the programme's folder; plan them here or with assay plan.")))
        }
        div class="stack" {
            @for draft in &drafts {
                article class="card" {
                    h3 class="badge-title" { (draft.title) }
                    p { (draft.text) }
                    div class="cluster" {
                        (ui::link_button(&format!("Preview: {}", draft.title), &path_of(&draft.id),
                            ui::ButtonKind::Secondary))
                        @if may_take_back && PreparedId::parse(&draft.id).is_ok() {
                            (ui::post_button(&format!("{}/take-back", path_of(&draft.id)), visitor.csrf(),
                                &format!("Take back: {}", draft.title), ui::ButtonKind::Quiet, &[]))
                        }
                    }
                }
            }
        }
    })
}

fn versions_table(visitor: &Visitor, versions: &[VersionLine]) -> Markup {
    let columns = ["Version", "In force since", "Proposed by", "Applied by", "Content"].map(ui::Column::text);
    let rows = versions.iter().map(|record| {
        vec![
            html! { (record.number) },
            html! {
                (long(record.applied_on))
                span class="muted" { " (recorded " (recorded_on(&visitor.asking, record.applied_at)) ")" }
            },
            match record.number > 1 && record.proposed_by.is_empty() {
                true => html! { span class="muted" { "nobody else" } },
                false => by(&record.proposed_by),
            },
            by(&record.applied_by),
            html! { code { (record.tree.get(..12).unwrap_or_default()) } },
        ]
    });
    ui::table(&ui::Table::new("Versions of the programme", columns.to_vec()).rows(rows.collect()).cards())
}

/// Who did it; the first version is nobody's doing.
fn by(name: &str) -> Markup {
    html! { @if name.is_empty() { span class="muted" { "as installed" } } @else { (name) } }
}

/// The way back.
pub(super) fn crumbs() -> Markup {
    ui::breadcrumbs(&[
        ui::Crumb::new("Administration", "/admin"),
        ui::Crumb::new("Changes", "/admin/changes"),
    ])
}

pub(super) fn read_id(id: &str) -> Result<TypedId<Proposals>, Fault> {
    TypedId::parse(id).map_err(|_| Fault::not_found())
}
