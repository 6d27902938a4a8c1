//! What changed from an exam version's predecessor, and what its reader must learn: one word for each row.

mod rows;

use std::collections::HashMap;

use assay_programme::{
    diff::{ClaimVerdict, DiffRow, OutlineDiff, Part, Side, Verdict, outline_diff},
    model::Outline,
};
use assay_words::InEnglish;
use axum::extract::{Path, Query, State};
use maud::{Markup, html};

pub(super) use self::rows::capital;
use self::rows::{Show, count, groups, was};
use super::certification::meeting;
use super::guide::{crumbs, not_out_yet, public_exam};
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/exams/{code}/changes", changes)
}

async fn changes(
    State(web): State<Web>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Markup, Fault> {
    let (programme, today) = (&visitor.asking.programme, visitor.asking.today);
    let exam = public_exam(programme, &code, today).ok_or_else(Fault::not_found)?;
    let walk = programme.crosswalks.iter().find(|walk| walk.to == exam.code).ok_or_else(Fault::not_found)?;
    let title = format!("What changed from {} to {}", walk.from, walk.to);
    if let Some(released) = exam.guide_released_on.filter(|released| *released > today) {
        return Ok(visitor.page(&web, &title, not_out_yet(programme, exam, released)));
    }
    let diff =
        outline_diff(programme, walk.from.as_str(), walk.to.as_str()).map_err(|_| Fault::not_found())?;
    let Some(outlines) = programme.outline(walk.from.as_str()).zip(programme.outline(walk.to.as_str()))
    else {
        return Err(Fault::not_found());
    };
    let level = FinestLevel::of(&diff);
    let show = level.as_ref().map_or(Show::All, |_| Show::read(query.get("show")));
    let main = html! {
        (crumbs(programme, exam))
        (ui::page_header(&title, &level.as_ref().map_or(String::new(), |level| lead(&diff, level)), html! {
            (ui::link_button(&format!("Guide for {}", walk.to), &format!("/exams/{}/guide", walk.to),
                ui::ButtonKind::Secondary))
        }))
        @let transition = programme.transition_to(exam.code.as_str());
        @if let Some(transition) = transition.filter(|transition| transition.replaces(walk.from.as_str())) {
            p { (meeting(programme, transition, today)) }
        }
        @match &level {
            Some(level) => {
                (tabs(&diff, level, show))
                (shown(&diff, outlines, level, show))
            }
            None => {
                (said(&diff))
                (ui::section("domains", "Domains and their weights", weights(&diff)))
                p class="muted" { "Neither outline on record goes below its domains." }
            }
        }
    };
    Ok(visitor.page(&web, &title, main))
}

/// The finest level on which the outlines are compared: what a reader has to learn, piece by piece.
struct FinestLevel<'a> {
    rows: &'a [DiffRow],
    one: &'static str,
    many: &'static str,
}

impl<'a> FinestLevel<'a> {
    /// None where the outlines stop at their domains.
    fn of(diff: &'a OutlineDiff) -> Option<Self> {
        match (diff.skills.as_slice(), diff.tasks.as_slice()) {
            ([], []) => None,
            ([], rows) => Some(FinestLevel { rows, one: "task statement", many: "task statements" }),
            (rows, _) => Some(FinestLevel { rows, one: "skill", many: "skills" }),
        }
    }
}

/// What it means for whoever was ready for the exam before, in figures.
fn lead(diff: &OutlineDiff, level: &FinestLevel<'_>) -> String {
    let of = |fate| count(level.rows, fate);
    let noun = |count: usize| if count == 1 { level.one } else { level.many };
    let ready = format!("Who is ready for {}", diff.from.exam);
    let must = match (of(ui::SkillFate::New), of(ui::SkillFate::CoversMore)) {
        (0, 0) => format!("{ready} has nothing more to learn."),
        (new, 0) => format!("{ready} has {new} new {} to learn.", noun(new)),
        (0, more) => format!("{ready} has more to learn in {more} {}.", noun(more)),
        (new, more) => {
            format!("{ready} has {new} new {} to learn, and more to learn in {more}.", noun(new))
        }
    };
    let rest = [
        (ui::SkillFate::Same, "asks the same, perhaps reworded", "ask the same, some reworded"),
        (ui::SkillFate::CoversLess, "covers less", "cover less"),
        (ui::SkillFate::Gone, "is gone", "are gone"),
    ];
    let rest: Vec<String> = rest
        .into_iter()
        .map(|(fate, one, many)| (of(fate), one, many))
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    if rest.is_empty() { must } else { format!("{must} {}.", capital(&rest.join("; "))) }
}

fn tabs(diff: &OutlineDiff, level: &FinestLevel<'_>, show: Show) -> Markup {
    let tab = |wanted: Show| {
        let label = match wanted {
            Show::Learn => "What I must learn",
            Show::Gone => "No longer asked",
            Show::All => "Everything",
            Show::Said => "What was said",
        };
        let count = if wanted == Show::Said { diff.claims.len() } else { wanted.count(level.rows) };
        let href = format!("?show={}", wanted.word());
        ui::ShowTab { label: label.to_owned(), count, href, current: wanted == show }
    };
    let tabs = Show::ALL.map(tab).into_iter().filter(|tab| tab.count > 0 || tab.current);
    ui::show_tabs("What is shown", &tabs.collect::<Vec<_>>())
}

fn shown(diff: &OutlineDiff, outlines: (&Outline, &Outline), level: &FinestLevel<'_>, show: Show) -> Markup {
    let groups = groups(diff, outlines, level.rows, show);
    html! {
        @if show == Show::Said { (said(diff)) }
        @else if groups.is_empty() {
            (ui::empty_state(&ui::EmptyState::new("Nothing of this kind",
                match show {
                    Show::Learn => "Whoever was ready for the exam before is ready for this one.",
                    _ => "Everything that was asked before is asked still.",
                })))
        } @else { (ui::crosswalk(&groups)) }
        @if show == Show::All {
            (ui::section("domains", "Domains and their weights", weights(diff)))
            @if !diff.skills.is_empty() && !diff.tasks.is_empty() {
                (ui::section("tasks", "Task statements",
                    ui::crosswalk(&rows::groups(diff, outlines, &diff.tasks, show))))
            }
        }
        @if show != Show::Said { (words(diff)) }
    }
}

/// What was announced about the content, each with what the outlines show.
fn said(diff: &OutlineDiff) -> Markup {
    if diff.claims.is_empty() {
        return Markup::default();
    }
    ui::section("claims", "What was said, and what the outlines show", claims(&diff.claims))
}

/// How the words and sources are to be read.
fn words(diff: &OutlineDiff) -> Markup {
    let (from, to) = (&diff.from.exam, &diff.to.exam);
    html! {
        details class="why" {
            summary { "How to read it" }
            (ui::facts(&[
                ui::TermFact::new("New", format!("Nothing in {from} covers it.")),
                ui::TermFact::new("Covers more", "It was there; the new words ask for more."),
                ui::TermFact::new("Covers less", "It was there; the new words ask for less."),
                ui::TermFact::new("Same", "The same is asked, perhaps reworded, moved, merged or split."),
                ui::TermFact::new("Gone", format!("It has no place in {to}.")),
                ui::TermFact::new("Stated", "The guide or the announcement says so."),
                ui::TermFact::new("Derived", "Our reading of both outlines."),
            ]))
        }
    }
}

fn claims(claims: &[ClaimVerdict]) -> Markup {
    let check = |claim: &ClaimVerdict| {
        let verdict = match claim.verdict {
            Verdict::Holds => ui::CheckVerdict::Holds,
            Verdict::HoldsAtTaskLevelOnly | Verdict::HoldsInPart | Verdict::HoldsByWordingOnly => {
                ui::CheckVerdict::Attention
            }
            Verdict::Refuted => ui::CheckVerdict::Fails,
            Verdict::CannotBeChecked => ui::CheckVerdict::NotChecked,
        };
        let limit = match claim.verdict {
            Verdict::HoldsAtTaskLevelOnly => "Holds at task level only. ",
            Verdict::HoldsInPart => "Holds in part. ",
            Verdict::HoldsByWordingOnly => "Holds by wording only. ",
            Verdict::Holds | Verdict::Refuted | Verdict::CannotBeChecked => "",
        };
        let note = if claim.note.is_empty() { String::new() } else { format!(" {}", claim.note) };
        let name = format!("{} (said in the {})", claim.text.trim_end_matches('.'), claim.source);
        ui::CheckLine::new(name, verdict, format!("{limit}{}{note}", claim.evidence.text()))
    };
    ui::checks(&claims.iter().map(check).collect::<Vec<_>>())
}

fn weights(diff: &OutlineDiff) -> Markup {
    let domain = |part: &Part, note: String, exam: &str| ui::DomainWeight {
        number: part.id.clone(),
        name: part.text.clone(),
        weight_pct: part.weight_pct.and_then(|pct| u8::try_from(pct).ok()).unwrap_or_default(),
        href: format!("/exams/{exam}/guide#domain-{}", part.id),
        note,
    };
    let before: Vec<_> = diff
        .domains
        .iter()
        .filter_map(|row| {
            row.from.as_ref().map(|part| domain(part, becomes(part, row), diff.from.exam.as_str()))
        })
        .collect();
    let mut after: Vec<&Part> = Vec::new();
    for part in diff.domains.iter().flat_map(|row| &row.to) {
        if !after.iter().any(|known| known.id == part.id) {
            after.push(part);
        }
    }
    let after: Vec<_> =
        after.into_iter().map(|part| domain(part, was(part, diff), diff.to.exam.as_str())).collect();
    let caption = |side: &Side| format!("{}, per cent of the scored questions", side.exam);
    html! {
        div class="grid grid-wide" {
            div class="card" { (ui::domain_weights(&caption(&diff.from), &before)) }
            div class="card" { (ui::domain_weights(&caption(&diff.to), &after)) }
        }
    }
}

/// Where an old domain went, if not to the same number.
fn becomes(part: &Part, row: &DiffRow) -> String {
    let elsewhere: Vec<&str> = row.to.iter().map(|to| to.id.as_str()).filter(|to| *to != part.id).collect();
    if elsewhere.is_empty() { String::new() } else { format!("now in {}", elsewhere.join(", ")) }
}
