//! What changed from an exam version's predecessor: figures, claims, weights, the crosswalk.

use std::collections::HashMap;

use assay_programme::{
    diff::{ClaimVerdict, DiffRow, LevelCounts, OutlineDiff, Part, Side, Verdict, outline_diff},
    model::Relation,
};
use assay_words::InEnglish;
use axum::extract::{Path, Query, State};
use maud::{Markup, html};

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
    let show =
        Relation::ALL.iter().map(|(word, _)| *word).find(|word| query.get("show").is_some_and(|q| q == word));
    let lead = "The two outlines side by side. Each row says who says so: stated in the guide or the \
                announcement, or derived by us from both outlines.";
    let main = html! {
        (crumbs(programme, exam))
        (ui::page_header(&title, lead, html! {
            (ui::link_button(&format!("Guide of {}", walk.from), &format!("/exams/{}/guide", walk.from),
                ui::ButtonKind::Secondary))
            (ui::link_button(&format!("Guide of {}", walk.to), &format!("/exams/{}/guide", walk.to),
                ui::ButtonKind::Secondary))
        }))
        @let transition = programme.transition_to(exam.code.as_str());
        @if let Some(transition) = transition.filter(|transition| transition.replaces(walk.from.as_str())) {
            p { (meeting(programme, transition, today)) }
        }
        (ui::section("figures", "In figures", figures(&diff)))
        @if !diff.claims.is_empty() {
            (ui::section("claims", "What was said, and what the outlines show", claims(&diff.claims)))
        }
        (ui::section("domains", "Domains and their weights", weights(&diff)))
        @if !diff.tasks.is_empty() {
            (ui::section("tasks", "Task statements", level(&diff, &TASKS, show)))
        } @else {
            p class="muted" { "Neither outline on record goes below its domains." }
        }
        @if !diff.skills.is_empty() { (ui::section("skills", "Skills", level(&diff, &SKILLS, show))) }
    };
    Ok(visitor.page(&web, &title, main))
}

/// One of the two levels that are shown row by row.
struct LevelShown {
    anchor: &'static str,
    one: &'static str,
    many: &'static str,
    rows: fn(&OutlineDiff) -> &[DiffRow],
    counts: fn(&OutlineDiff) -> &LevelCounts,
}

const TASKS: LevelShown = LevelShown {
    anchor: "tasks",
    one: "task statement",
    many: "task statements",
    rows: |diff| &diff.tasks,
    counts: |diff| &diff.counts.tasks,
};
const SKILLS: LevelShown = LevelShown {
    anchor: "skills",
    one: "skill",
    many: "skills",
    rows: |diff| &diff.skills,
    counts: |diff| &diff.counts.skills,
};

/// What a relation is called on the page.
fn said(relation: &str) -> &'static str {
    match relation {
        "same" => "stay the same",
        "reworded" => "say the same in other words",
        "widened" => "cover more",
        "narrowed" => "cover less",
        "moved" => "stand elsewhere",
        "merged" => "are merged with others",
        "split" => "are split",
        "added" => "are new",
        "removed" => "are gone, and the guide says so",
        _ => "have no place any more, and nobody says so",
    }
}

/// The same of one only.
fn said_of_one(relation: &str) -> &'static str {
    match relation {
        "same" => "stays the same",
        "reworded" => "says the same in other words",
        "widened" => "covers more",
        "narrowed" => "covers less",
        "moved" => "stands elsewhere",
        "merged" => "is merged with others",
        "split" => "is split",
        "added" => "is new",
        "removed" => "is gone, and the guide says so",
        _ => "has no place any more, and nobody says so",
    }
}

fn figures(diff: &OutlineDiff) -> Markup {
    let (from, to) = (&diff.from, &diff.to);
    let becomes = |before: usize, after: usize| format!("{before} → {after}");
    let stat = |value: String, label: &str, href: &str, note: String| ui::Stat {
        value,
        label: label.to_owned(),
        href: href.to_owned(),
        note,
        ..ui::Stat::default()
    };
    let levels = [
        ("Domains", "#domains", from.domains, to.domains),
        ("Task statements", "#tasks", from.tasks, to.tasks),
        ("Skills", "#skills", from.skills, to.skills),
    ];
    // An outline that stops at its domains has no figures of what is below.
    let told = levels.into_iter().filter(|(_, _, before, after)| before + after > 0);
    let figures = told.map(|(label, href, before, after)| {
        stat(becomes(before, after), label, href, format!("{before} become {after}"))
    });
    html! {
        (ui::stats(&figures.collect::<Vec<_>>()))
        div class="grid grid-wide" {
            @for (level, total) in [(&TASKS, from.tasks), (&SKILLS, from.skills)] {
                @if !(level.rows)(diff).is_empty() { div class="card" { (sentences(diff, level, total)) } }
            }
        }
    }
}

/// How many of a level became what, each number a link to its rows.
fn sentences(diff: &OutlineDiff, level: &LevelShown, total: usize) -> Markup {
    let counts = (level.counts)(diff);
    let found = Relation::ALL.iter().map(|(word, _)| (*word, counts.of(word)));
    let old = found.filter(|(relation, count)| *count > 0 && *relation != "added");
    let added = counts.of("added");
    html! {
        h3 { "Of " (total) " " (level.many) " of " (diff.from.exam) }
        ul class="facts" { @for (relation, count) in old { (sentence(level, counts, relation, count)) } }
        @if added > 0 {
            h3 { "In " (diff.to.exam) " besides" }
            ul class="facts" { (sentence(level, counts, "added", added)) }
        }
    }
}

fn sentence(level: &LevelShown, counts: &LevelCounts, relation: &str, count: usize) -> Markup {
    html! {
        li {
            a href={ "?show=" (relation) "#" (level.anchor) } { (count) }
            " " (if count == 1 { said_of_one(relation) } else { said(relation) })
            span class="muted" { (basis_of(counts, relation)) }
        }
    }
}

/// ` (1 stated, 4 derived)`.
fn basis_of(counts: &LevelCounts, relation: &str) -> String {
    let of = |map: &std::collections::BTreeMap<&'static str, usize>| {
        map.get(relation).copied().unwrap_or_default()
    };
    match (of(&counts.stated), of(&counts.derived)) {
        (_, 0) => " (stated)".to_owned(),
        (0, _) => " (derived)".to_owned(),
        (stated, derived) => format!(" ({stated} stated, {derived} derived)"),
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

/// `was 20 %`, `was 20 % and 12 %`, `new`.
fn was(part: &Part, diff: &OutlineDiff) -> String {
    let rows = diff.domains.iter().filter(|row| row.to.iter().any(|to| to.id == part.id));
    let old: Vec<u32> = rows.filter_map(|row| row.from.as_ref()?.weight_pct).collect();
    match old.as_slice() {
        [] => "new".to_owned(),
        [same] if Some(*same) == part.weight_pct => String::new(),
        all => format!("was {}", all.iter().map(|pct| format!("{pct} %")).collect::<Vec<_>>().join(" and ")),
    }
}

fn level(diff: &OutlineDiff, level: &LevelShown, show: Option<&str>) -> Markup {
    let all = (level.rows)(diff);
    let rows: Vec<ui::CrosswalkRow> =
        all.iter().filter(|row| show.is_none_or(|show| row.relation == show)).map(row).collect();
    let caption = match show {
        Some(show) => format!("{} of {} rows: {show}", rows.len(), all.len()),
        None => format!("{} rows", all.len()),
    };
    html! {
        (filters(diff, level, show))
        @if rows.is_empty() {
            p class="muted" { "No " (level.one) " is " (show.unwrap_or("listed")) "." }
        } @else {
            (ui::crosswalk(&caption, diff.from.exam.as_str(), diff.to.exam.as_str(), &rows))
        }
    }
}

fn filters(diff: &OutlineDiff, level: &LevelShown, show: Option<&str>) -> Markup {
    let counts = (level.counts)(diff);
    let found =
        Relation::ALL.iter().map(|(word, _)| (*word, counts.of(word))).filter(|(_, count)| *count > 0);
    html! {
        nav class="filters cluster small" aria-label={ "Show " (level.many) } {
            (choice(&format!("All {}", (level.rows)(diff).len()), &format!("?#{}", level.anchor),
                show.is_none()))
            @for (relation, count) in found {
                (choice(&format!("{} {count}", capital(relation)),
                    &format!("?show={relation}#{}", level.anchor), show == Some(relation)))
            }
        }
    }
}

/// One filter; the chosen one is no link.
fn choice(label: &str, href: &str, chosen: bool) -> Markup {
    html! {
        @if chosen { strong aria-current="true" { (label) } } @else { a href=(href) { (label) } }
    }
}

/// The word at the beginning of a line.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn row(row: &DiffRow) -> ui::CrosswalkRow {
    let entry = |part: &Part| ui::CrosswalkEntry::new(&part.id, &part.text);
    // The tags of the design system know fewer relations than the crosswalk: the exact word stands beside.
    let (change, exact) = match row.relation {
        "same" => (ui::SkillFate::Same, ""),
        "widened" => (ui::SkillFate::Reworded, "covers more; "),
        "narrowed" => (ui::SkillFate::Reworded, "covers less; "),
        "moved" => (ui::SkillFate::Moved, ""),
        "merged" => (ui::SkillFate::Merged, ""),
        "split" => (ui::SkillFate::Split, ""),
        "added" => (ui::SkillFate::New, ""),
        "removed" => (ui::SkillFate::Gone, ""),
        "unplaced" => (ui::SkillFate::Gone, "nobody says so; "),
        _ => (ui::SkillFate::Reworded, ""),
    };
    let source =
        if row.basis == "stated" { format!("stated in the {}", row.source) } else { row.basis.to_owned() };
    let note = if row.note.is_empty() { String::new() } else { format!(": {}", row.note) };
    ui::CrosswalkRow {
        before: row.from.iter().map(entry).collect(),
        after: row.to.iter().map(entry).collect(),
        change,
        basis: format!("{exact}{source}{note}"),
    }
}
