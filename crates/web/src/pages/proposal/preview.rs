//! A draft looked at: what it would do, with nothing stored; and proposing it, with a reason.

use assay_app::{AppError, FieldFault, Preview, Why, acts};
use assay_assessment::registration::long;
use assay_kernel::PreparedId;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    super::sign_in::{error_of, errors, title},
    overview::{crumbs, overview_page, path_of},
    people::{PeopleFilter, PlanShown},
    plan::{consequences, whole},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor};

/// What was sent and could not be taken.
#[derive(Default)]
struct NotProposed {
    faults: Vec<FieldFault>,
    reason: String,
    /// Why it is another plan by now; empty where it is not.
    stale: String,
}

pub(super) async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path(draft): Path<String>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Markup, Fault> {
    page_or_faults(&web, &visitor, &draft, &filter, &NotProposed::default()).await
}

/// What a room has prepared lies ready no more.
pub(super) async fn take_back(
    State(web): State<Web>,
    Path(draft): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = PreparedId::parse(&draft).map_err(|_no_id| Fault::not_found())?;
    web.app.changes.take_back(&posted.visitor.asking, id).await?;
    Ok(Redirect::to("/admin/changes").into_response())
}

/// Its page; where it has faults, the list of drafts with what they are.
async fn page_or_faults(
    web: &Web,
    visitor: &Visitor,
    draft: &str,
    filter: &PeopleFilter,
    refused: &NotProposed,
) -> Result<Markup, Fault> {
    match web.app.changes.preview(&visitor.asking, draft).await {
        Ok(preview) => page(web, visitor, &preview, filter, refused).await,
        Err(AppError::Draft(text)) => overview_page(web, visitor, Some(&text)).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    preview: &Preview,
    filter: &PeopleFilter,
    refused: &NotProposed,
) -> Result<Markup, Fault> {
    let (draft, plan) = (&preview.draft, &preview.plan);
    let path = path_of(&draft.id);
    let lead = format!(
        "What this draft would do to version {}, as of {}. This is a preview: nothing is stored and nobody \
         is told.",
        plan.parent.version,
        long(plan.impact.today)
    );
    let shown = PlanShown { plan, path: &path, csv: false };
    let whole = whole(web, visitor, &shown, &preview.differences, filter).await?;
    let proposals = web.app.changes.proposals(&visitor.asking).await?;
    let open = proposals.iter().find(|line| line.is_open());
    let main = html! {
        (ui::error_summary(&errors(&refused.faults)))
        (crumbs())
        (ui::page_header(&draft.title, &lead, html! {}))
        @if !refused.stale.is_empty() {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This was not proposed")
                .body(html! { p { (refused.stale) } }).urgent()))
        }
        @if !draft.text.is_empty() { p class="prose" { (draft.text) } }
        (consequences(&shown))
        (ui::section("propose", "Propose it", html! {
            @if let Some(open) = open {
                p {
                    "One change at a time: "
                    a href={ "/admin/changes/" (open.id) } { (open.title) } " is open and comes first."
                }
            } @else if plan.refused_by().is_some() {
                p { "The errors below keep this from being applied: what was published is never "
                    "edited. Add what is new beside what is there, and preview it again." }
            } @else if visitor.asking.may_at_all::<acts::Propose>() {
                (form(visitor, preview, refused))
            } @else {
                p { "An administrator can propose it." }
            }
        }))
        (whole)
    };
    Ok(visitor.wide_page(web, &title(&format!("Preview: {}", draft.title), &refused.faults), main))
}

fn form(visitor: &Visitor, preview: &Preview, refused: &NotProposed) -> Markup {
    html! {
        p class="prose" {
            "Nobody is told yet: somebody else on the team looks at it, reads your reason, and applies it or "
            "withdraws it."
        }
        (ui::post_form("/admin/changes", visitor.csrf(), html! {
            input type="hidden" name="draft" value=(preview.draft.id);
            input type="hidden" name="seen" value=(preview.seen);
            (ui::textarea(&ui::Field::new("reason", "Why it should change")
                .help("Kept with the proposal and in the audit log.")
                .value(&refused.reason).error(error_of(&refused.faults, "reason")), 3))
            (ui::submit_button("Propose this change", ui::ButtonKind::Primary))
        }))
    }
}

pub(super) async fn propose(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["draft", "seen", "reason"])?;
    let (visitor, draft) = (&posted.visitor, posted.text("draft"));
    let reason = posted.text("reason");
    let proposed = match Why::parse(reason) {
        Ok(why) => web.app.changes.propose(&visitor.asking, draft, posted.text("seen"), &why).await,
        Err(error) => Err(error),
    };
    let (status, refused) = match proposed {
        Ok(id) => return Ok(Redirect::to(&format!("/admin/changes/{id}")).into_response()),
        Err(AppError::Invalid(faults)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            NotProposed { faults, reason: reason.to_owned(), ..NotProposed::default() },
        ),
        Err(AppError::Stale(stale)) => {
            (StatusCode::CONFLICT, NotProposed { stale, reason: reason.to_owned(), ..NotProposed::default() })
        }
        // Looking again says which faults the draft has.
        Err(AppError::Draft(_)) => (StatusCode::CONFLICT, NotProposed::default()),
        Err(error) => return Err(error.into()),
    };
    let page = page_or_faults(&web, visitor, draft, &PeopleFilter::default(), &refused).await?;
    Ok((status, page).into_response())
}
