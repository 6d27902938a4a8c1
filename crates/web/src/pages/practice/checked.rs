//! How readings ended, of people who let it be counted: a plot, its figures, and letting one's own be.

use assay_app::{CheckedReadings, RESULTS_MIN, ReadinessView, ToldAndPassed};
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
    let body = html! {
        @match &view.checked {
            Some(checked) => (held_against(checked)),
            None => p {
                "A reading is not yet corrected by results: that takes " (RESULTS_MIN) " first results of "
                "people who let theirs be counted. Until then it is a floor: who learns from an answer knows "
                "more than the answer shows."
            }
        }
        (consent(visitor, code, view))
    };
    ui::section("results", "Held against results", body)
}

fn held_against(checked: &CheckedReadings) -> Markup {
    let percent = |thousandths: u16| format!("{} %", (thousandths + 5) / 10);
    let columns = vec![
        ui::Column::text("Chance, corrected"),
        ui::Column::number("Passed"),
        ui::Column::number("People"),
    ];
    let row = |group: &ToldAndPassed| {
        vec![html! { (percent(group.told)) }, html! { (percent(group.passed)) }, html! { (group.people) }]
    };
    let rows = checked.groups.iter().map(row).collect();
    html! {
        p {
            "This month's readings are corrected by " strong { (checked.results) } " first results of the "
            "last two years. What was told was " (hundredths(checked.error_before)) " off on average; with "
            "the correction it is " (hundredths(checked.error)) "."
        }
        div class="plot-beside" {
            (plot(&checked.groups))
            (ui::table(&ui::Table::new("Corrected chances and what came", columns).rows(rows)))
        }
    }
}

fn hundredths(share: f64) -> String {
    format!("{:.1} in a hundred", share * 100.0)
}

/// Points on the line are readings that say what comes; above it more passed than was told.
fn plot(groups: &[ToldAndPassed]) -> Markup {
    let says = "Share that passed by the corrected chance; the table beside it has the figures.";
    html! {
        svg class="plot" viewBox="-60 -20 1080 1100" role="img" aria-label=(says) {
            rect class="plot-frame" x="0" y="0" width=(SIDE) height=(SIDE) {}
            line class="plot-line" x1="0" y1=(SIDE) x2=(SIDE) y2="0" {}
            @for group in groups {
                @let passed = u32::from(group.passed).min(SIDE);
                circle class="plot-point" cx=(group.told) cy=(SIDE - passed) r="18" {}
            }
            text class="plot-word" x="0" y="1060" { "chance: 0 %" }
            text class="plot-word" x=(SIDE) y="1060" text-anchor="end" { "100 %" }
            text class="plot-word" x="30" y="70" { "100 % passed" }
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
