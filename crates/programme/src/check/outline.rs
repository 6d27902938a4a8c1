//! A content outline on its own and against its exam version.

use std::collections::BTreeSet;

use super::found::{Findings, quoted};
use crate::{
    codes,
    model::{Clause, Domain, Outline, Programme, TaskWeight},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
    for outline in &programme.outlines {
        weights(programme, outline, found);
        analysis(outline, found);
        ids(outline, found);
        guide(programme, outline, found);
    }
    for exam in &programme.exams {
        if !exam.code.as_str().is_empty() && programme.outline(exam.code.as_str()).is_none() {
            let message = format!("{} has no outline: nobody can know what it examines", exam.code);
            let hint = format!("add outlines/{}.toml", exam.code);
            found.warning(codes::NO_OUTLINE, (&exam.clause, "code"), message, hint);
        }
    }
}

fn weights(programme: &Programme, outline: &Outline, found: &mut Findings) {
    let sum: u64 = outline.domains.iter().map(|domain| u64::from(domain.weight_pct)).sum();
    if sum != 100 {
        let message = format!("the weights of {} sum to {sum}, not to 100", outline.exam);
        let hint = "give each `[[domain]]` its share of the scored items in percent";
        found.error(codes::WEIGHT_SUM, (&outline.clause, ""), message, hint);
        return;
    }
    let Some(exam) = programme.exam(outline.exam.as_str()) else { return };
    let uneven: Vec<String> = outline
        .domains
        .iter()
        .filter(|domain| domain.weight_pct * exam.items_scored % 100 != 0)
        .map(|domain| {
            let items = f64::from(domain.weight_pct * exam.items_scored) / 100.0;
            format!("domain {}: {} % are {items} items", domain.id, domain.weight_pct)
        })
        .collect();
    if !uneven.is_empty() && outline.rounding.is_none() {
        let message = format!(
            "the weights of {} do not divide its {} scored items without rounding ({})",
            outline.exam,
            exam.items_scored,
            uneven.join(", ")
        );
        let hint = "if the body publishes them so, say what a form does: \
                    `rounding = \"either whole number next to the share\"`";
        found.warning(codes::WEIGHT_ROUNDING, (&outline.clause, ""), message, hint);
    }
}

/// A domain whose weight is further from the practice analysis is worth a question.
const ANALYSIS_POINTS_MAX: f64 = 5.0;

/// The weights against the study of the work that they rest on.
fn analysis(outline: &Outline, found: &mut Findings) {
    let rated = outline.tasks().filter(|task| task.weight.is_some()).count();
    let tasks = outline.tasks().count();
    let place = outline.practice_analysis.as_ref().map_or(&outline.clause, |study| &study.clause);
    if rated == 0 && outline.practice_analysis.is_none() {
        return;
    }
    if rated < tasks {
        let without: Vec<&str> =
            outline.tasks().filter(|task| task.weight.is_none()).map(|task| task.id.as_str()).collect();
        let message = format!(
            "{rated} of {tasks} task statements of {} have a `weight`; without: {}",
            outline.exam,
            quoted(&without)
        );
        let hint = "add `weight = { frequency = …, importance = … }` to each, or to none";
        found.warning(codes::ANALYSIS_OPEN, (place, ""), message, hint);
        return;
    }
    if outline.practice_analysis.is_none() {
        let message = format!("the task statements of {} have weights, but nobody says whose", outline.exam);
        let hint = "add `[practice_analysis]` with `respondents` and `source`";
        found.warning(codes::ANALYSIS_OPEN, (place, ""), message, hint);
    }
    let index = |domain: &Domain| -> u64 {
        domain.tasks.iter().filter_map(|task| task.weight).map(TaskWeight::index).sum()
    };
    let all: u64 = outline.domains.iter().map(index).sum();
    if all == 0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "ratings of a few points: far below 2^52")]
    let share = |domain: &Domain| index(domain) as f64 * 100.0 / all as f64;
    for domain in &outline.domains {
        let share = share(domain);
        if (share - f64::from(domain.weight_pct)).abs() <= ANALYSIS_POINTS_MAX {
            continue;
        }
        let message = format!(
            "domain {} weighs {} %, but its tasks have {share:.1} % of the index of the practice analysis",
            domain.id, domain.weight_pct
        );
        let hint = "correct the weight or a rating; nothing to do if the experts had their reasons";
        found.warning(codes::WEIGHT_ANALYSIS, (&domain.clause, "weight_pct"), message, hint);
    }
}

fn ids(outline: &Outline, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    let mut once = |id: &str, clause: &Clause, found: &mut Findings| {
        if !id.is_empty() && !seen.insert(id.to_owned()) {
            let message = format!("the id `{id}` is used twice in the outline of {}", outline.exam);
            found.error(codes::OUTLINE_ID_TWICE, (clause, "id"), message, "number each part once");
        }
    };
    let below = |id: &str, parent: &str, clause: &Clause, found: &mut Findings| {
        let fits = id.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.') && rest.len() > 1);
        if !id.is_empty() && !parent.is_empty() && !fits {
            let message = format!("`{id}` is below `{parent}` but is not numbered so");
            let hint = format!("number it `{parent}.1`, `{parent}.2`, or move it");
            found.error(codes::OUTLINE_ID_ELSEWHERE, (clause, "id"), message, hint);
        }
    };
    for domain in &outline.domains {
        once(&domain.id, &domain.clause, found);
        for task in &domain.tasks {
            once(&task.id, &task.clause, found);
            below(&task.id, &domain.id, &task.clause, found);
            for skill in &task.skills {
                once(&skill.id, &skill.clause, found);
                below(&skill.id, &task.id, &skill.clause, found);
            }
        }
    }
}

fn guide(programme: &Programme, outline: &Outline, found: &mut Findings) {
    let Some(exam) = programme.exam(outline.exam.as_str()) else { return };
    let (here, there) = (&outline.guide_version, &exam.guide_version);
    if !here.is_empty() && !there.is_empty() && here != there {
        let message = format!("this outline is from guide {here}, but {} names guide {there}", exam.code);
        let hint = "bring the outline up to the guide that the exam version names, or correct the number";
        found.warning(codes::GUIDE_VERSION, (&outline.clause, "guide_version"), message, hint);
    }
}
