//! How a plan is shown, before it is proposed and after: one sentence, worse before better, then all of it.

use std::collections::BTreeSet;

use assay_app::FileDifference;
use assay_kernel::Date;
use assay_standing::plan::{Expiries, Finding, FindingWeight, ImpactGroup, ImpactPlan};
use assay_words::InEnglish;
use maud::{Markup, html};

use super::{
    super::changes::capital,
    people::{self, PeopleFilter, PlanShown},
};
use crate::{fault::Fault, state::Web, ui, visitor::Visitor};

/// How many people a plan makes worse off, and how many only better.
pub(super) struct Reach {
    pub(super) worse: usize,
    pub(super) better: usize,
}

impl Reach {
    pub(super) fn of(plan: &ImpactPlan) -> Reach {
        let of = |bad: bool| -> BTreeSet<&str> {
            let groups = plan.groups.iter().filter(|group| group.kind.is_bad() == bad);
            groups.flat_map(|group| &group.people).map(|impact| impact.person.as_str()).collect()
        };
        let (worse, better) = (of(true), of(false));
        Reach { worse: worse.len(), better: better.difference(&worse).count() }
    }
}

/// `1 person`, `540 people`.
pub(super) fn people(count: usize) -> String {
    match count {
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    }
}

/// The sum, and what becomes worse before what becomes better.
pub(super) fn consequences(shown: &PlanShown<'_>) -> Markup {
    let plan = &shown.plan.impact;
    if plan.groups.is_empty() {
        let empty = ui::EmptyState::new(
            "Nobody is affected",
            "No date, way to renew, registration or retake changes for anybody on record.",
        );
        return ui::section("people", "People", ui::empty_state(&empty));
    }
    let of = |bad: bool| -> Vec<&ImpactGroup> {
        plan.groups.iter().filter(|group| group.kind.is_bad() == bad).collect()
    };
    let (worse, better) = (of(true), of(false));
    html! {
        p class="sum" { (sum(plan)) }
        (ui::section("worse", "For the worse", html! {
            @if worse.is_empty() { p { "Nothing gets worse for anybody." } }
            (people::groups(shown.path, &worse))
        }))
        (ui::section("better", "For the better", html! {
            @if better.is_empty() { p { "Nothing gets better for anybody." } }
            (people::groups(shown.path, &better))
        }))
    }
}

fn sum(plan: &ImpactPlan) -> Markup {
    let reach = Reach::of(plan);
    let same = plan.people.saturating_sub(plan.touched);
    html! {
        "Of " (people(plan.people)) " on record, "
        @match reach.worse {
            0 => "nobody is worse off",
            1 => { a href="#worse" { "1 is worse off" } },
            many => { a href="#worse" { (many) " are worse off" } },
        }
        @match reach.better {
            0 => "",
            1 => { " and " a href="#better" { "1 is only better off" } },
            many => { " and " a href="#better" { (many) " are only better off" } },
        }
        "."
        @match same {
            0 => "",
            1 => " 1 notices nothing.",
            many => { " " (many) " notice nothing." },
        }
    }
}

/// Everything below: to whom, what changes in which file, and when certifications end.
pub(super) async fn whole(
    web: &Web,
    visitor: &Visitor,
    shown: &PlanShown<'_>,
    differences: &[FileDifference],
    filter: &PeopleFilter,
) -> Result<Markup, Fault> {
    let to_whom = people::section(web, visitor, shown, filter).await?;
    let plan = &shown.plan.impact;
    Ok(html! {
        (to_whom)
        (ui::section("change", "The change itself", html! {
            (findings(&plan.programme))
            @for said in shown.plan.beside() { p { (said.text()) } }
            details class="why" {
                summary {
                    @match shown.plan.files.len() {
                        1 => "One file changes",
                        count => { (count) " files change" }
                    }
                }
                @for file in differences { (ui::code_block(&file.path, &file.text)) }
            }
        }))
        (ui::section("expiries", "When certifications end", expiries(&plan.expiries)))
    })
}

fn findings(list: &[Finding]) -> Markup {
    let tone = |severity: FindingWeight| match severity {
        FindingWeight::Error => ui::Tone::Bad,
        FindingWeight::Warning => ui::Tone::Attention,
        FindingWeight::Note => ui::Tone::Information,
    };
    html! {
        @if list.is_empty() { p { "No errors or warnings." } }
        ul class="stack" {
            @for finding in list {
                li {
                    p {
                        (ui::chip(tone(finding.severity), &capital(finding.severity.as_str()))) " "
                        strong { (finding.said.title()) }
                    }
                    p { (finding.said.text())
                        @if let Some(place) = &finding.place { " " span class="muted" { (place) } } }
                }
            }
        }
    }
}

/// Months that are drawn as bars; beyond these a line is easier to follow.
const BARS_MAX: usize = 48;

/// Months from the first to the last in which any certification ends under either programme.
fn expiries(expiries: &Expiries) -> Markup {
    let counts: Vec<(Date, u32, u32)> = expiries
        .months()
        .zip(expiries.before.iter().zip(&expiries.after))
        .map(|(month, (before, after))| (month, *before, *after))
        .collect();
    let last = counts.iter().rposition(|(_, before, after)| before + after > 0).unwrap_or_default();
    let shown = counts.get(..=last).unwrap_or_default();
    // Nothing before the first end either: an empty stretch says nothing.
    let first = shown.iter().position(|(_, before, after)| before + after > 0).unwrap_or_default();
    let shown = shown.get(first..).unwrap_or_default();
    let series = |name: &str, values| ui::Series { name: name.to_owned(), values, ..ui::Series::default() };
    let chart = ui::Chart {
        caption: "Certifications that end, by month".to_owned(),
        labels: shown.iter().map(|(month, _, _)| month.strftime("%B %Y").to_string()).collect(),
        series: vec![
            series("Before", shown.iter().map(|(_, before, _)| *before).collect()),
            series("After", shown.iter().map(|(_, _, after)| *after).collect()),
        ],
        ..ui::Chart::default()
    };
    html! {
        @if shown.is_empty() {
            p { "No certification on record ends within these months." }
        } @else if shown.len() <= BARS_MAX { div class="card" { (ui::bar_chart(&chart)) } }
        @else { div class="card" { (ui::line_chart(&chart)) } }
        @if expiries.later_before + expiries.later_after > 0 {
            p class="muted" {
                "Later or without end: " (expiries.later_before) " before, " (expiries.later_after) " after."
            }
        }
    }
}
