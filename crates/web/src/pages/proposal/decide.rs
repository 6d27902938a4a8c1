//! A proposed change: what it does, and the decision of the second person.

use assay_app::{AppError, FieldFault, ProposalState, ProposalView, Why};
use assay_assessment::registration::long;
use assay_kernel::{Proposals, TypedId};
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    super::sign_in::{error_of, errors, title},
    overview::{crumbs, read_id},
    people::{PeopleFilter, PlanShown},
    plan::{Reach, consequences, people, whole},
};
use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor, written::recorded_on};

/// What was sent and could not be done.
#[derive(Default)]
struct NotDecided {
    faults: Vec<FieldFault>,
    comment: String,
    reason: String,
    looked: bool,
    /// Why it was not applied; empty where it is not about that.
    stale: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Markup, Fault> {
    page(&web, &visitor, read_id(&id)?, &filter, &NotDecided::default()).await
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    id: TypedId<Proposals>,
    filter: &PeopleFilter,
    refused: &NotDecided,
) -> Result<Markup, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, id).await?;
    let (plan, line) = (&view.plan.impact, &view.line);
    let lead = format!(
        "Changes version {}, as of {}. Proposed by {} {}.",
        view.plan.parent.version,
        long(plan.today),
        line.proposed_by,
        recorded_on(&visitor.asking, line.proposed_at)
    );
    let path = format!("/admin/changes/{}", line.id);
    let differences = web.app.changes.differences(&visitor.asking, &view.plan).await?;
    let shown = PlanShown { plan: &view.plan, path: &path, csv: true };
    let whole = whole(web, visitor, &shown, &differences, filter).await?;
    let main = html! {
        (ui::error_summary(&errors(&refused.faults)))
        (crumbs())
        (ui::page_header(&line.title, &lead, html! {}))
        @if !refused.stale.is_empty() {
            (ui::banner(&ui::Banner::new(ui::Tone::Bad, "It was not applied; nothing was changed")
                .body(html! {
                    p { (refused.stale) " Withdraw it, and propose the change again once it is right." }
                }).urgent()))
        }
        (decided(visitor, &view))
        @if !line.reason.is_empty() { (said(&line.proposed_by, &line.reason)) }
        (consequences(&shown))
        @if line.is_open() {
            (ui::section("decide", "Your decision", decision(visitor, &view, &path, refused)))
        }
        (whole)
        p { a href={ (path) "/plan.json" } { "The whole plan as JSON" } }
    };
    Ok(visitor.wide_page(web, &title(&line.title, &refused.faults), main))
}

/// Somebody's own words.
fn said(name: &str, words: &str) -> Markup {
    html! {
        figure class="said" {
            blockquote { p { (words) } }
            figcaption { (name) }
        }
    }
}

/// What became of it.
fn decided(visitor: &Visitor, view: &ProposalView) -> Markup {
    let by = view.decided_by.as_deref().unwrap_or_default();
    let on =
        view.line.decided_at.map(|at| format!(" {}", recorded_on(&visitor.asking, at))).unwrap_or_default();
    let (tone, title, text) = match view.line.state {
        ProposalState::Open => return Markup::default(),
        ProposalState::Applied => {
            let text = format!("Applied by {by}{on}. Everybody it affects is being told.");
            (ui::Tone::Good, "Applied", text)
        }
        ProposalState::Withdrawn => {
            let text = format!("Withdrawn by {by}{on}; nothing was changed.");
            (ui::Tone::Neutral, "Withdrawn", text)
        }
    };
    ui::banner(&ui::Banner::new(tone, title).body(html! {
        p { (text) }
        @if let Some(words) = &view.decided_because { (said(by, words)) }
    }))
}

/// What can be done with it, and by whom.
fn decision(visitor: &Visitor, view: &ProposalView, path: &str, refused: &NotDecided) -> Markup {
    html! {
        div class="card" {
            @if view.plan.is_former() {
                p { "This plan was made by an earlier release and cannot be compared with what would "
                    "happen now. Withdraw it, and plan the change again." }
            } @else if view.plan.refused_by().is_some() {
                p { "The errors below keep this from being applied: what was published is never "
                    "edited. Withdraw it, and add what is new beside what is there." }
            } @else if view.may_apply {
                (apply_form(visitor, view, path, refused))
            } @else if view.may_withdraw {
                p { "You proposed this. Somebody else on the team has to look at it and apply it." }
            } @else {
                p { "An administrator who did not propose it decides." }
            }
            @if view.may_withdraw {
                details class="why" open[refused.faults.iter().any(|fault| fault.field == "reason")] {
                    summary { "Withdraw it instead" }
                    (ui::post_form(&format!("{path}/withdraw"), visitor.csrf(), html! {
                        (ui::textarea(&ui::Field::new("reason", "Why it is withdrawn")
                            .help("Kept with the proposal and in the audit log.")
                            .value(&refused.reason).error(error_of(&refused.faults, "reason")), 2))
                        (ui::submit_button("Withdraw this proposal", ui::ButtonKind::Secondary))
                    }))
                }
            }
        }
    }
}

fn apply_form(visitor: &Visitor, view: &ProposalView, path: &str, refused: &NotDecided) -> Markup {
    let plan = &view.plan.impact;
    let (worse, told) = (Reach::of(plan).worse, plan.touched);
    html! {
        p {
            "You did not propose this, so you may apply it. Exactly this happens, or nothing: it "
            "is planned again at that moment, and refused if it would affect anybody differently. "
            @match told { 0 => "", 1 => "1 message goes out. ", many => { (many) " messages go out. " } }
            "Once applied, only another change can take it back."
        }
        (ui::post_form(&format!("{path}/apply"), visitor.csrf(), html! {
            @if worse > 0 {
                (ui::checkbox(&ui::Field::new("looked", looked_at(worse))
                    .error(error_of(&refused.faults, "looked")), refused.looked))
            }
            (ui::textarea(&ui::Field::new("comment", "Your reason").optional()
                .help("Kept with the proposal and in the audit log.")
                .value(&refused.comment).error(error_of(&refused.faults, "comment")), 2))
            (ui::submit_button(&apply_label(told), ui::ButtonKind::Primary))
        }))
    }
}

fn looked_at(worse: usize) -> String {
    match worse {
        1 => "I looked at the person who is worse off".to_owned(),
        many => format!("I looked at the {many} people who are worse off"),
    }
}

/// The act with its reach.
fn apply_label(told: usize) -> String {
    match told {
        0 => "Apply and tell nobody".to_owned(),
        told => format!("Apply and tell {}", people(told)),
    }
}

pub(super) async fn apply(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["looked", "comment"])?;
    let (id, asking) = (read_id(&id)?, &posted.visitor.asking);
    let (comment, looked) = (posted.text("comment"), posted.text("looked") == "yes");
    let mut faults = Vec::new();
    let view = web.app.changes.proposal(asking, id).await?;
    // Whoever may not apply it is told so, not asked for a tick.
    if view.may_apply && !looked && Reach::of(&view.plan.impact).worse > 0 {
        faults.push(FieldFault::new("looked", "Look at who is worse off, then tick this."));
    }
    let comment_said = match comment.trim() {
        "" => None,
        text => Why::parse(text).map(Some).unwrap_or_else(|error| {
            let long = |fault: FieldFault| FieldFault { field: "comment", ..fault };
            if let AppError::Invalid(found) = error {
                faults.extend(found.into_iter().map(long));
            }
            None
        }),
    };
    let refused = NotDecided { comment: comment.to_owned(), looked, ..NotDecided::default() };
    if !faults.is_empty() {
        return again(&web, &posted.visitor, id, NotDecided { faults, ..refused }).await;
    }
    match web.app.changes.approve(asking, id, comment_said.as_ref()).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/changes/{id}")).into_response()),
        Err(AppError::Stale(stale) | AppError::Draft(stale)) => {
            let filter = PeopleFilter::default();
            let refused = NotDecided { stale, ..refused };
            Ok(page(&web, &posted.visitor, id, &filter, &refused).await?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The page with what has to be mended.
async fn again(
    web: &Web,
    visitor: &Visitor,
    id: TypedId<Proposals>,
    refused: NotDecided,
) -> Result<Response, Fault> {
    let page = page(web, visitor, id, &PeopleFilter::default(), &refused).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn withdraw(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let (id, reason) = (read_id(&id)?, posted.text("reason"));
    let withdrawn = match Why::parse(reason) {
        Ok(why) => web.app.changes.withdraw(&posted.visitor.asking, id, &why).await,
        Err(error) => Err(error),
    };
    match withdrawn {
        Ok(()) => Ok(Redirect::to(&format!("/admin/changes/{id}")).into_response()),
        Err(AppError::Invalid(faults)) => {
            let refused = NotDecided { faults, reason: reason.to_owned(), ..NotDecided::default() };
            again(&web, &posted.visitor, id, refused).await
        }
        Err(error) => Err(error.into()),
    }
}
