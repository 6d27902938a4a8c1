//! What the weights of an outline rest on, and how a form keeps to them.

use assay_assessment::registration::long;
use assay_programme::model::{Outline, PracticeAnalysis, TaskStatement, TaskWeight};
use maud::{Markup, html};

use crate::ui;

/// The practice analysis with its ratings, and the rounding; nothing where neither is said.
pub(super) fn section(outline: &Outline) -> Markup {
    if outline.rounding.is_none() && outline.practice_analysis.is_none() {
        return Markup::default();
    }
    ui::section(
        "basis",
        "What the weights rest on",
        html! {
            @if let Some(analysis) = &outline.practice_analysis { p { (study(analysis)) } (ratings(outline)) }
            @if let Some(rounding) = &outline.rounding {
                p {
                    strong { "Rounding. " } "The weights do not divide the scored questions evenly: "
                    (rounding.trim_end_matches('.')) "."
                }
            }
        },
    )
}

/// `A practice analysis of 3 March 2025, answered by 412 people: …`.
fn study(analysis: &PracticeAnalysis) -> String {
    let on = analysis.conducted_on.map_or(String::new(), |on| format!(" finished on {}", long(on)));
    let people = match analysis.respondents {
        0 => String::new(),
        1 => ", answered by 1 person".to_owned(),
        many => format!(", answered by {many} people"),
    };
    let source = match analysis.source.trim_end_matches('.') {
        "" => String::new(),
        source => format!(": {source}"),
    };
    format!("A practice analysis{on}{people}{source}.")
}

/// How often and how much each task matters, as respondents rated it, and what share that makes.
fn ratings(outline: &Outline) -> Markup {
    let rated: Vec<(&TaskStatement, TaskWeight)> =
        outline.tasks().filter_map(|task| Some((task, task.weight?))).collect();
    let sum: u64 = rated.iter().map(|(_, weight)| weight.index()).sum();
    if sum == 0 {
        return Markup::default();
    }
    let rating = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let columns = vec![
        ui::Column::text("Task statement"),
        ui::Column::number("How often"),
        ui::Column::number("How important"),
        ui::Column::number("Share"),
    ];
    let rows = rated.iter().map(|(task, weight)| {
        let permille = (weight.index() * 1000 + sum / 2) / sum;
        vec![
            html! { a href={ "#task-" (task.id) } { (task.id) } " " (task.title) },
            html! { (rating(weight.frequency_hundredths)) },
            html! { (rating(weight.importance_hundredths)) },
            html! { (permille / 10) "." (permille % 10) " %" },
        ]
    });
    let rows = rows.collect();
    html! {
        p class="muted" {
            "Mean ratings of the people asked. The share is frequency times importance, "
            "of the sum of all tasks."
        }
        (ui::table(&ui::Table::new("Ratings of the practice analysis", columns).rows(rows)))
    }
}
