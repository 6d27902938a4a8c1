//! A certification: its exam versions, its timeline, what a pass on a day earns, what keeps it active.

mod change;
mod earns;
mod next;
mod renewal;
mod timeline;

use assay_app::{Asking, acts};
use std::collections::HashMap;

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_programme::{
    model::{Certification, ExamVersion, Programme},
    offer::{milestones_of_certification, prep_until},
};
use axum::extract::{Path, Query, State};
use maud::{Markup, html};

use super::{
    catalogue::{
        awards_until, badge_picture, can_register, certification_link, current_exams, follower, level_name,
        offer_chip, public_certification, public_exams, rules_today,
    },
    guide::{
        comparison_label, comparisons,
        dates::{in_other_languages, test_days},
        guide_is_out,
    },
    my::record_of,
};
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) use change::meeting;
pub(super) use timeline::picture;

pub(super) fn routes() -> Routes {
    Routes::default().get("/certifications/{code}", certification)
}

async fn certification(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Markup, Fault> {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let shown = public_certification(programme, &code, today).ok_or_else(Fault::not_found)?;
    let next = next_panel(&web, &visitor, shown).await?;
    let milestones = milestones_of_certification(programme, shown.code.as_str());
    let main = html! {
        (ui::breadcrumbs(&[ui::Crumb::new("Catalogue", "/")]))
        (ui::page_header(&shown.title, &shown.description, badge_picture(shown)))
        div class="split" {
            div class="stack" {
                @if let Some(next) = &next { (ui::next_step(next)) }
                (exams(&visitor.asking, programme, shown, today))
            }
            div class="card" { (facts(programme, shown, today)) }
        }
        @if milestones.iter().any(|milestone| milestone.is_known_on(today)) {
            (ui::section("timeline", "Timeline", html! {
                div class="card" {
                    (picture(programme, "What has happened and what comes next", &milestones, true, today))
                }
            }))
        }
        (change::sections(programme, shown, today))
        @if !public_exams(programme, shown.code.as_str(), today).is_empty() {
            (ui::section("earns", "What a pass on a chosen day earns", html! {
                div class="card" {
                    (earns::chosen_day(programme, shown, query.get("on").map(String::as_str), today))
                }
            }))
        }
        (renewal::renewal(programme, shown, today))
    };
    Ok(visitor.page(&web, &shown.title, main))
}

/// What the reader can do next; nothing where no exam version leads here.
async fn next_panel(
    web: &Web,
    visitor: &Visitor,
    shown: &Certification,
) -> Result<Option<ui::NextStep>, Fault> {
    let asking = &visitor.asking;
    let (current, _) = current_exams(&asking.programme, shown.code.as_str(), asking.today);
    let (mut open, mut held, mut badges) = (Vec::new(), None, Vec::new());
    // The team looks at certifications, and has none to speak of.
    let is_own = visitor.is_signed_in() && !asking.may_at_all::<acts::SeePeople>();
    if is_own {
        open = web.app.registrations.own_open(asking).await?;
        let standing = web.app.record.own_standing(asking).await?;
        held = standing.credentials.into_iter().rfind(|held| held.credential == shown.code);
        badges = web.app.awards.own(asking).await?;
    }
    let registered = |exam: &&&ExamVersion| open.iter().any(|one| exam.code == one.exam.as_str());
    let offered = |exam: &&&ExamVersion| can_register(asking, exam);
    let chosen = current.iter().find(registered).or_else(|| current.iter().find(offered));
    let Some(exam) = chosen.or(current.first()) else { return Ok(None) };
    let decision = web.app.registrations.may_register(asking, exam.code.as_str()).await?;
    let plan = asking.programme.prep_plan(exam.code.as_str()).filter(|_| guide_is_out(exam, asking.today));
    let badge = held.as_ref().and_then(|held| record_of(&badges, held));
    let reader = next::ForWhom {
        is_signed_in: visitor.is_signed_in(),
        held: held.as_ref(),
        badge: badge.map(|badge| format!("/credentials/{}", badge.id)),
        open: open.iter().find(|one| exam.code == one.exam.as_str()),
        decision: &decision,
        is_prepared: plan.is_some(),
        can_register: &|code| asking.programme.exam(code).is_some_and(|exam| can_register(asking, exam)),
    };
    let mut step = next::step(exam, &reader, asking.today);
    step.facts = next::facts(asking, exam);
    Ok(Some(step))
}

fn facts(programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let former = shown.formerly.as_ref().and_then(|code| programme.certification(code.as_str()));
    let mut facts = Vec::new();
    facts.extend(former.map(|former| ui::TermFact::rich("Formerly", certification_link(former))));
    let next = follower(programme, shown.code.as_str(), today);
    facts.extend(next.map(|next| ui::TermFact::rich("Followed by", certification_link(next))));
    facts.push(ui::TermFact::new("Level", level_name(shown.level)));
    facts.push(ui::TermFact::new("For", &shown.audience));
    facts.push(ui::TermFact::new("To earn it", criteria(programme, shown, today)));
    if let Some(until) = awards_until(programme, shown.code.as_str(), today) {
        facts.push(ui::TermFact::new("New awards", format!("until {}", long(until))));
    }
    if let Some(rules) = rules_today(programme, shown.code.as_str(), today) {
        facts.push(ui::TermFact::rich("Valid for", html! { a href="#renewal" { (renewal::short(rules)) } }));
    }
    ui::facts(&facts)
}

/// What one must do; while its last exam version is still sat, the text that looks back on it waits.
fn criteria(programme: &Programme, shown: &Certification, today: Date) -> String {
    let exams = programme.exams_of(shown.code.as_str());
    // It goes over to another certification with this exam version.
    let moves_on = |exam: &&&ExamVersion| {
        let next = programme.transition_from(exam.code.as_str()).map(|transition| transition.to.as_str());
        next.and_then(|next| programme.exam(next)).is_some_and(|next| next.certification != shown.code)
    };
    let running = |exam: &&&ExamVersion| exam.last_test_day_on.is_none_or(|last| today <= last);
    match exams.iter().filter(moves_on).find(running) {
        Some(exam) => format!(
            "Pass the exam {} with a scaled score of {} or more on the scale from {} to {}.",
            exam.code, exam.scale.cut, exam.scale.minimum, exam.scale.maximum
        ),
        None => shown.criteria.clone(),
    }
}

fn exams(asking: &Asking, programme: &Programme, shown: &Certification, today: Date) -> Markup {
    let (current, earlier) = current_exams(programme, shown.code.as_str(), today);
    ui::section(
        "exams",
        "Exam versions",
        html! {
            @if current.is_empty() { (ui::empty_state(&without_exams(programme, shown, today))) }
            @for exam in current { (exam_card(asking, programme, exam, today)) }
            @if !earlier.is_empty() {
                details class="why" {
                    summary { (earlier.len()) " earlier exam versions" }
                    div class="stack" { @for exam in earlier { (exam_card(asking, programme, exam, today)) } }
                }
            }
        },
    )
}

/// What stands where a certification has no exam version, and why.
fn without_exams(programme: &Programme, shown: &Certification, today: Date) -> ui::EmptyState {
    let code = shown.code.as_str();
    let derived = rules_today(programme, code, today).is_some_and(|rules| rules.derived.is_some());
    match awards_until(programme, code, today).filter(|until| *until < today) {
        _ if derived => {
            ui::EmptyState::new("It has no exam", "Others that are held together make it active.")
        }
        Some(until) => ui::EmptyState::new(
            "No exam leads to it any more",
            format!(
                "It was awarded until {}; whoever holds it keeps it until its own last day.",
                long(until)
            ),
        ),
        None => ui::EmptyState::new(
            "No exam version on record",
            "When an exam for this certification is announced, it appears here with its dates.",
        ),
    }
}

fn exam_card(asking: &Asking, programme: &Programme, exam: &ExamVersion, today: Date) -> Markup {
    let code = &exam.code;
    let open = can_register(asking, exam);
    let plan = programme.prep_plan(code.as_str()).filter(|_| guide_is_out(exam, today));
    let prepared =
        plan.is_some_and(|plan| prep_until(programme, plan, today).is_none_or(|until| today <= until));
    html! {
        article class="card" id=(code) {
            div class="cluster" { h3 { (code) } (offer_chip(asking, exam)) }
            p { "Test days: " (test_days(programme, exam, today).replacen("From", "from", 1)) }
            @let others = in_other_languages(programme, exam, today);
            @if !others.is_empty() { p { (others) } }
            div class="page-actions" {
                @if open {
                    (ui::link_button(&format!("Register for {code}"), &format!("/exams/{code}/register"),
                        ui::ButtonKind::Secondary))
                }
                (ui::link_button("Exam guide", &format!("/exams/{code}/guide"), ui::ButtonKind::Secondary))
                @if prepared {
                    (ui::link_button("Prep plan", &format!("/exams/{code}/prep"), ui::ButtonKind::Secondary))
                }
                @for (from, to) in comparisons(programme, exam, today) {
                    (ui::link_button(&comparison_label(exam, from, to),
                        &format!("/exams/{}/changes", to.code), ui::ButtonKind::Quiet))
                }
            }
        }
    }
}
