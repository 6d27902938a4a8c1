//! Announcements: the text with its dated edits, and beside it what the programme's data say.

use std::collections::HashMap;

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    diff::{ClaimVerdict, Verdict, outline_diff},
    model::{Announcement, Programme, Revision, Transition},
    offer::{Change, changes, milestones_of_change},
};
use axum::extract::{Path, Query, State};
use maud::{Markup, PreEscaped, html};

use super::{
    catalogue::{certification_link, public_certification},
    certification::picture,
    guide::guide_is_out,
};
use crate::{fault::Fault, feeds::known_on, markdown, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/announcements", list).get("/announcements/{slug}", one)
}

fn feed_links() -> Markup {
    html! {
        link rel="alternate" type="application/atom+xml" title="Announcements (Atom)"
            href="/announcements.atom";
        link rel="alternate" type="application/feed+json" title="Announcements (JSON Feed)"
            href="/announcements.json";
    }
}

async fn list(State(web): State<Web>, visitor: Visitor) -> Markup {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let known = known_on(programme, today);
    let lead = "What changes and when. Each text keeps its edits, with their days.";
    let main = html! {
        (ui::page_header("Announcements", lead, html! {
            (ui::link_button("Atom feed", "/announcements.atom", ui::ButtonKind::Quiet))
            (ui::link_button("JSON feed", "/announcements.json", ui::ButtonKind::Quiet))
        }))
        @if known.is_empty() {
            (ui::empty_state(&ui::EmptyState::new("No announcements yet",
                "When something about a certification or an exam changes, it is announced here first.")
                .action(ui::link_button("See the catalogue", "/", ui::ButtonKind::Secondary))))
        } @else {
            div class="stack" { @for announcement in &known { (entry(announcement, today)) } }
        }
    };
    visitor.page_with_head(&web, "Announcements", feed_links(), main)
}

fn entry(announcement: &Announcement, today: Date) -> Markup {
    let edits = announcement.revisions_until(today);
    html! {
        article class="card" {
            p class="cluster small muted" { (published(announcement)) (tags(announcement)) }
            h2 { a href={ "/announcements/" (announcement.slug) } { (announcement.title) } }
            p class="prose" { (announcement.summary) }
            @if let Some(last) = edits.last().filter(|last| !last.change.is_empty()) {
                p class="small muted" { "Edited on " (long(last.on)) ": " (last.change) }
            }
        }
    }
}

fn published(announcement: &Announcement) -> Markup {
    html! { time datetime=(announcement.published_on) { (long(announcement.published_on)) } }
}

fn tags(announcement: &Announcement) -> Markup {
    html! { @for category in &announcement.categories { span class="tag" { (category) } } }
}

async fn one(
    State(web): State<Web>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Markup, Fault> {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let known = programme.announcement(&slug).filter(|announcement| announcement.published_on <= today);
    let announcement = known.ok_or_else(Fault::not_found)?;
    let latest = announcement.revision_on(today).ok_or_else(Fault::not_found)?;
    let shown = match query.get("revision") {
        Some(asked) => asked_for(announcement, asked, today).ok_or_else(Fault::not_found)?,
        None => latest,
    };
    let link = format!("{}/announcements/{}", web.app.awards.issuer().base_url(), announcement.slug);
    let tells = |change: &Change<'_>| {
        change.is_announced_on(today)
            && (change.announcement() == Some(announcement.slug.as_str())
                || announcement.transition.as_ref().is_some_and(|id| *id == change.id()))
    };
    let told: Vec<Change<'_>> = changes(programme).filter(tells).collect();
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Announcements", "/announcements")]))
        (ui::page_header(&announcement.title, &announcement.summary, html! {}))
        p class="cluster small muted" {
            (published(announcement))
            @if latest.on > announcement.published_on { a href="#edits" { "Edited on " (long(latest.on)) } }
            (tags(announcement))
        }
        div class="split" {
            article class="stack" {
                @if shown.on != latest.on { (older(announcement, shown, latest)) }
                div class="prose" { (PreEscaped(markdown::render(&shown.body))) }
                (edits(announcement, shown, today))
                p class="small muted" { "Permanent address: " a href=(link) { (link) } }
            }
            aside class="stack" aria-label="Facts from the programme" {
                (about(programme, announcement, today))
                @for change in &told { (facts(programme, *change, today)) }
            }
        }
    };
    let head = html! { link rel="canonical" href=(link); (feed_links()) };
    Ok(visitor.page_with_head(&web, &announcement.title, head, main))
}

fn asked_for<'a>(announcement: &'a Announcement, asked: &str, today: Date) -> Option<&'a Revision> {
    announcement.revisions_until(today).into_iter().find(|revision| revision.on.to_string() == asked)
}

fn older(announcement: &Announcement, shown: &Revision, latest: &Revision) -> Markup {
    let title = format!("You are reading the text of {}", long(shown.on));
    ui::banner(&ui::Banner::new(ui::Tone::Attention, title).body(html! {
        p {
            "It has been edited since. "
            a href={ "/announcements/" (announcement.slug) } { "Read the text of " (long(latest.on)) } "."
        }
    }))
}

/// The dated edits, newest first, each with the text before it one click away.
fn edits(announcement: &Announcement, shown: &Revision, today: Date) -> Markup {
    let revisions = announcement.revisions_until(today);
    if revisions.len() < 2 {
        return Markup::default();
    }
    html! {
        section class="card" id="edits" aria-labelledby="edits-title" {
            h2 class="badge-title" id="edits-title" { "Edits" }
            ul class="stack" {
                @for revision in revisions.iter().rev() {
                    li {
                        @if revision.change.is_empty() { "Published on " (long(revision.on)) "." }
                        @else { "Edited on " (long(revision.on)) ": " (revision.change) }
                        " "
                        @if revision.on == shown.on { span class="muted" { "You are reading this text." } }
                        @else {
                            a href={ "/announcements/" (announcement.slug) "?revision=" (revision.on) } {
                                "Read the text of " (long(revision.on))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn about(programme: &Programme, announcement: &Announcement, today: Date) -> Markup {
    let codes = announcement.certifications.iter();
    let named: Vec<_> = codes.filter_map(|code| public_certification(programme, code, today)).collect();
    html! {
        @if !named.is_empty() {
            div class="card" {
                h2 class="badge-title" { "It is about" }
                ul { @for certification in named { li { (certification_link(certification)) } } }
            }
        }
    }
}

/// What the programme itself says today: the dates, and whether the announced is true.
fn facts(programme: &Programme, change: Change<'_>, today: Date) -> Markup {
    let milestones = milestones_of_change(programme, change);
    html! {
        div class="card" { (picture(programme, "The dates, from the programme", &milestones, false, today)) }
        @if let Change::Transition(transition) = change { (claims(programme, transition, today)) }
    }
}

fn claims(programme: &Programme, transition: &Transition, today: Date) -> Markup {
    let claims = outline_diff(programme, transition.from.as_str(), transition.to.as_str())
        .map(|diff| diff.claims)
        .unwrap_or_default();
    let out = programme.exam(transition.to.as_str()).is_some_and(|exam| guide_is_out(exam, today));
    html! {
        @if out && !claims.is_empty() {
            section class="card" aria-labelledby="claims-title" {
                h2 class="badge-title" id="claims-title" { "What was said, and what the outlines show" }
                ul class="stack" { @for claim in &claims { (claim_line(claim)) } }
                p { a href={ "/exams/" (transition.to) "/changes#claims" } { "See the evidence" } }
            }
        } @else if !claims.is_empty() {
            p class="small muted" {
                "What is said of the content can be compared with the outline from "
                @match transition.guide_released_on {
                    Some(released) => {
                        (long(released)) " on, when the guide for " (transition.to) " is out."
                    }
                    None => { "the day the guide for " (transition.to) " is out." }
                }
            }
        }
    }
}

fn claim_line(claim: &ClaimVerdict) -> Markup {
    html! {
        li {
            p { (claim.text) }
            p { (claim_chip(claim.verdict)) }
        }
    }
}

/// A verdict as a chip: confirmed, confirmed with a limit, refuted, open.
fn claim_chip(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::Holds => ui::chip(ui::Tone::Good, "Holds"),
        Verdict::HoldsAtTaskLevelOnly => ui::chip(ui::Tone::Attention, "Holds at task level only"),
        Verdict::HoldsInPart => ui::chip(ui::Tone::Attention, "Holds in part"),
        Verdict::HoldsByWordingOnly => ui::chip(ui::Tone::Attention, "Holds by wording only"),
        Verdict::Refuted => ui::chip(ui::Tone::Bad, "Refuted"),
        Verdict::CannotBeChecked => ui::chip(ui::Tone::Neutral, "Cannot be checked"),
    }
}
