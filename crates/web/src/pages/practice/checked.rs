//! How readings ended, of people who let it be counted: a plot, its figures, and letting one's own be.

use assay_app::{
    CheckedChance, CheckedReadings, HeldAgainst, RESULTS_MIN, RESULTS_TAKEN_OVER_MIN, ReadinessView,
    ShareOutcome, ToldAndPassed,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{fault::Fault, form::Posted, state::Web, ui, visitor::Visitor, written::recorded};

/// The side of the plot's square: its unit is a thousandth of a chance.
const SIDE: u32 = 1_000;

pub(super) async fn share(
    State(web): State<Web>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.visitor.asking.must_at_all::<ShareOutcome>()?;
    posted.only(&["count"])?;
    let yes = match posted.text("count") {
        "yes" => true,
        "no" => false,
        other => return Err(Fault::bad_request(&format!("`{other}` is neither yes nor no"))),
    };
    web.app.practice.share_results(&posted.visitor.asking, &code, yes).await?;
    Ok(Redirect::to(&format!("/exams/{code}/prep/reading#results")).into_response())
}

/// What is known of how readings end, and whether one's own result is counted.
pub(super) fn section(visitor: &Visitor, code: &str, view: &ReadinessView) -> Markup {
    let checked = view.checked.as_ref();
    let body = html! {
        @match checked.filter(|checked| checked.corrects()) {
            Some(checked) => (corrected(code, checked)),
            None => p {
                "A reading is not yet corrected by results: that takes " (RESULTS_MIN) " first results of "
                "people who let theirs be counted"
                @if let Some(checked) = checked { ", and this month began with " (checked.results) } ". "
                "Until then it is a floor: who learns from an answer knows more than the answer shows."
            }
        }
        (consent(visitor, code, view))
    };
    ui::section("results", "Held against results", body)
}

/// Whether a reading's words or figure are corrected, where they are read.
pub(super) fn in_short(view: &ReadinessView, chance: Option<CheckedChance>) -> Markup {
    let taken_over = view.checked.as_ref().and_then(|checked| checked.taken_over.as_ref());
    match (chance, taken_over) {
        (Some(chance), _) => html! {
            p {
                "Of a hundred people with this reading about " strong { (chance.of_hundred) } " passed, by "
                (chance.results) " results and in steps of five."
            }
        },
        (None, Some(before)) => html! {
            p class="small muted" {
                "Its words are corrected by results of " (before.exam) ", the exam version before. This one "
                "has too few of its own for a figure."
            }
        },
        (None, None) => html! {
            p class="small muted" {
                "Not yet checked against results of the exam: read it as a floor. It assumes that practice \
                 is as hard as the exam."
            }
        },
    }
}

fn corrected(code: &str, checked: &CheckedReadings) -> Markup {
    html! {
        @match &checked.taken_over {
            None => p {
                "This month's readings are corrected by " strong { (checked.results) } " first results of "
                "the last two years."
            },
            Some(before) => p {
                (code) " has " strong { (checked.results) } " first results of its own. Until it has "
                (RESULTS_MIN) ", it takes over the correction of " (before.exam) ", which rests on "
                strong { (before.results) } ": how much a better reading is worth stays as it was there, and "
                "its own results move all readings up or down. "
                @if checked.results < RESULTS_TAKEN_OVER_MIN {
                    "Before it has " (RESULTS_TAKEN_OVER_MIN) ", only words are corrected, and no figure is "
                    "told."
                }
            },
        }
        @if let Some(held) = &checked.held { (held_against(held)) }
    }
}

fn held_against(held: &HeldAgainst) -> Markup {
    let percent = |thousandths: u16| (thousandths + 5) / 10;
    let columns = vec![
        ui::Column::text("Told, corrected"),
        ui::Column::number("Passed"),
        ui::Column::number("19 of 20 cases"),
        ui::Column::number("People"),
    ];
    let row = |group: &ToldAndPassed| {
        let (low, high) = group.between;
        vec![
            html! { (percent(group.told)) " %" },
            html! { (percent(group.passed)) " %" },
            html! { (percent(low)) " to " (percent(high)) " %" },
            html! { (group.people) },
        ]
    };
    let rows = held.groups.iter().map(row).collect();
    html! {
        p {
            "How far that is from what comes is measured on results that the correction did not know: on the "
            "later half, " strong { (held.people) } " of them, each corrected by those before it. Without a "
            "correction what was told is " (hundredths(held.error_before)) " off on average; with it, "
            strong { (hundredths(held.error)) } ". With so few people luck alone makes "
            (hundredths(held.by_luck)) ", even where every chance is true."
        }
        div class="plot-beside" {
            (plot(&held.groups))
            (ui::table(&ui::Table::new("Corrected chances and what came", columns).rows(rows)))
        }
    }
}

fn hundredths(share: f64) -> String {
    format!("{:.1} in a hundred", share * 100.0)
}

/// Marks of both axes, in hundredths.
const MARKS: [u32; 5] = [0, 25, 50, 75, 100];

/// Points on the line are readings that say what comes; above it more passed than was told.
fn plot(groups: &[ToldAndPassed]) -> Markup {
    let above = groups.iter().filter(|group| group.passed >= group.told).count();
    let says = format!(
        "Share that passed by the corrected chance: in {above} of {} groups as many passed as was told, or \
         more. The table beside it has the figures.",
        groups.len()
    );
    let up = |thousandths: u16| SIDE - u32::from(thousandths).min(SIDE);
    html! {
        figure class="plot-figure" {
            svg class="plot" viewBox="-120 -80 1180 1220" role="img" aria-label=(says) {
                rect class="plot-frame" x="0" y="0" width=(SIDE) height=(SIDE) {}
                @for mark in MARKS {
                    @let at = mark * 10;
                    line class="plot-grid" x1="0" x2=(SIDE) y1=(at) y2=(at) {}
                    text class="plot-word" x="-20" y=(SIDE - at + 17) text-anchor="end" { (mark) }
                    text class="plot-word" x=(at) y="1055" text-anchor="middle" { (mark) }
                }
                line class="plot-line" x1="0" y1=(SIDE) x2=(SIDE) y2="0" {}
                @for group in groups {
                    @let (low, high) = group.between;
                    line class="plot-range" x1=(group.told) x2=(group.told) y1=(up(low)) y2=(up(high)) {}
                    circle class="plot-point" cx=(group.told) cy=(up(group.passed)) r="18" {}
                }
                text class="plot-word" x="-110" y="-40" { "passed, %" }
                text class="plot-word" x="500" y="1125" text-anchor="middle" { "told: chance to pass, %" }
            }
            figcaption class="small muted" {
                "A dot on the dashed line is a reading that says what comes; above it more passed than was "
                "told. The bars are where the true share lies in 19 of 20 cases."
            }
        }
    }
}

fn consent(visitor: &Visitor, code: &str, view: &ReadinessView) -> Markup {
    let action = format!("/exams/{code}/prep/reading/results");
    html! {
        @match view.shares_since {
            Some(since) => {
                p {
                    "Your results are counted since " (recorded(&visitor.asking, since)) ": of each exam "
                    "version the first, with the last reading of a day before it, and without your name. "
                    "Taken back, they are left out of every later correction."
                }
                (ui::post_button(&action, visitor.csrf(), "Count my results no longer",
                    ui::ButtonKind::Quiet, &[("count", "no")]))
            }
            None => {
                p {
                    "Your results are not counted. If you let them be, the first of each exam version is "
                    "held against the last reading of a day before it, without your name: that makes "
                    "readings truer for those who come after you, and changes nothing of yours."
                }
                (ui::post_button(&action, visitor.csrf(), "Let my results be counted",
                    ui::ButtonKind::Secondary, &[("count", "yes")]))
            }
        }
    }
}
