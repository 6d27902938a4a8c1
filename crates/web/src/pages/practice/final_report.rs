//! The score report of a final practice exam: what was right, domain by domain, and what that is on the
//! exam's scale where nothing of it was seen before. It says no more than a practice exam can.

use assay_app::{FinalReport, FinalSat, PracticeScaled, PracticeView};
use assay_assessment::score::{Against, DomainResult};
use assay_programme::model::ExamVersion;
use maud::{Markup, html};

use crate::{ui, visitor::Visitor};

/// The report of a run that was sat; nothing of another one, or before it is told.
pub(super) fn report(visitor: &Visitor, view: &PracticeView) -> Markup {
    let Some(sat) = view.sat.as_ref().filter(|_| view.is_told) else { return html! {} };
    let exam = visitor.asking.programme.exam(&view.exam);
    html! {
        @if sat.time_over {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "Time was over").body(html! {
                p { "What you had answered by then was handed in." }
            })))
        }
        @match &sat.report {
            Some(report) => {
                (ui::section("score", "Your score", score(exam, sat, report)))
                (ui::section("domains", "Domain by domain", domains(report)))
            }
            None => p {
                "It is not scored: its form has changed too much since you began. What you answered is below."
            },
        }
    }
}

fn score(exam: Option<&ExamVersion>, sat: &FinalSat, report: &FinalReport) -> Markup {
    let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let FinalReport { raw, raw_max, scaled, .. } = report;
    html! {
        p { strong { (raw) " of " (raw_max) " right" } "." }
        @match (scaled, exam) {
            (Some(PracticeScaled { scaled, cut, cut_raw }), Some(exam)) => {
                (ui::score_scale(&ui::ScoreBar {
                    lowest: small(exam.scale.minimum),
                    highest: small(exam.scale.maximum),
                    cut: small(*cut),
                    score: Some(small(*scaled)),
                }))
                p {
                    "On the exam’s scale that is " strong { (scaled) " of " (exam.scale.maximum) }
                    ". Its " (cut) " stands here for " (cut_raw) " right answers: what the authors of these "
                    "questions expect of whoever just passes, added up. No panel has set it, and a practice "
                    "exam promises nothing."
                }
            }
            _ => {
                (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Seen before").body(html! {
                    p {
                        "You had seen " (sat.seen_before) " of its questions before you began, so it gets no "
                        "score on the exam’s scale. Only first answers count for your reading."
                    }
                })))
            }
        }
        p class="muted small" {
            "Nobody invigilated it, and nothing follows from it: no certification, no try used up, no entry "
            "on your record."
        }
    }
}

fn domains(report: &FinalReport) -> Markup {
    let needed = report.scaled.and_then(|scaled| (scaled.cut_raw * 1000).checked_div(report.raw_max));
    let needed = needed.and_then(|needed| u16::try_from(needed).ok());
    let mut columns = vec![
        ui::Column::text("Domain"),
        ui::Column::text("Your share and its range"),
        ui::Column::number("Right answers"),
    ];
    columns.extend(needed.map(|_| ui::Column::text("Against what just passes")));
    let row = |domain: &DomainResult| {
        let range = domain.range();
        let (tone, word) = match needed.map(|needed| domain.against(needed)) {
            Some(Against::Above) => (ui::Tone::Good, "Above"),
            Some(Against::Below) => (ui::Tone::Attention, "Below"),
            Some(Against::Near) => (ui::Tone::Neutral, "Near"),
            Some(Against::TooFew) | None => (ui::Tone::Neutral, "Too few to tell"),
        };
        let bar = ui::RangeBar { low: range.low, at: range.at, high: range.high, needed, tone };
        let mut cells = vec![
            html! { (domain.domain) ". " (domain.title) },
            ui::range_bar(&bar),
            html! { (domain.correct) " of " (domain.items) },
        ];
        cells.extend(needed.map(|_| ui::chip(tone, word)));
        cells
    };
    let asked = report.domains.iter().filter(|domain| domain.items > 0);
    let table = ui::Table::new("By domain", columns).rows(asked.map(row).collect()).cards();
    html! {
        (ui::table(&table))
        p class="muted small" {
            "The dot is the share of right answers, the pale part how far chance could move it. With so few "
            "questions a domain is a hint, not a measurement."
        }
    }
}
