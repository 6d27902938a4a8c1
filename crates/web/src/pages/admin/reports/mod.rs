//! Reports: passes by exam and month, first tries, what ends by quarter, how far registrations come.
//!
//! Each as a picture with its table, and as CSV; what is asked stands in the address.

mod draw;

use assay_app::{Asking, FunnelLine, ReportWanted};
use axum::{extract::State, response::Response};
use maud::{Markup, html};

use crate::{
    fault::Fault,
    pages::{
        csv::{csv, exported},
        list::{ListAsked, ListOf, Narrowing, Pairs, one},
    },
    state::Web,
    ui,
    visitor::Visitor,
};

const PATH: &str = "/admin/reports";

/// What can be asked of reports; it has no rows of its own.
fn asked_of(asking: &Asking) -> ListOf<()> {
    let exams = asking.programme.exams.iter().map(|exam| (exam.code.to_string(), exam.code.to_string()));
    ListOf {
        path: PATH.into(),
        title: "Reports",
        noun: ("result", "results"),
        search: None,
        filters: vec![
            one("exam", "Exam", exams),
            Narrowing::Days { label: "Period", names: ["from", "until"], words: ["From", "Until"] },
        ],
        order: "",
        columns: Vec::new(),
        cells: Vec::new(),
        empty: ("", ""),
    }
}

fn wanted(asked: &ListAsked) -> ReportWanted {
    let days = asked.days("from", "until");
    ReportWanted { exam: asked.value("exam").to_owned(), from: days.from, until: days.until }
}

pub(super) async fn reports(State(web): State<Web>, visitor: Visitor, pairs: Pairs) -> Result<Markup, Fault> {
    let asking = &visitor.asking;
    let list = asked_of(asking);
    let asked = list.asked(&pairs);
    let (wanted, overview) = (wanted(&asked), &web.app.overview);
    let results = overview.results(asking, &wanted).await?;
    let tries = overview.first_tries(asking, &wanted).await?;
    let ending = overview.ending(asking, &wanted).await?;
    let funnel = overview.funnel(asking, &wanted).await?;
    let csv = |name: &str| list.elsewhere(&format!("{PATH}/{name}.csv"), &asked);
    let period = wanted.span(asking.today);
    let passes = draw::passes(&results, period, &csv("passes"));
    let first_tries = draw::first_tries(&tries, &csv("first-tries"));
    let ending = draw::ending(asking, &ending, wanted.span_of_endings(asking.today), &csv("ending"));
    let funnel = draw::funnel(&funnel, &csv("registrations"));
    let main = html! {
        (ui::page_header("Reports", "What is on record, counted. Days are the programme's.", html! {}))
        (list.narrowing(&asked, draw::span(period)))
        (ui::section("passes", "Passes, by exam and month", passes))
        (ui::section("first-tries", "Passed at the first try", first_tries))
        (ui::section("ending", "Ending, by quarter", ending))
        (ui::section("registrations", "From registration to pass", funnel))
        p {
            a class="with-icon" href=(csv("results")) {
                (ui::icon(ui::Icon::Download)) span { "Every result of the period as CSV" }
            }
        }
    };
    Ok(visitor.wide_page(&web, "Reports", main))
}

/// What is asked, for an export.
fn of_export(visitor: &Visitor, pairs: &Pairs) -> ReportWanted {
    wanted(&asked_of(&visitor.asking).asked(pairs))
}

pub(super) async fn passes_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let lines = web.app.overview.results(&visitor.asking, &of_export(&visitor, &pairs)).await?;
    let columns = ["month", "exam", "passed", "passed_here", "failed"];
    Ok(csv(
        "passes",
        &columns,
        lines.into_iter().map(|line| {
            let month = line.month.strftime("%Y-%m").to_string();
            let [passed, here, failed] = [line.passed, line.passed_here, line.failed].map(|n| n.to_string());
            vec![month, line.exam, passed, here, failed]
        }),
    ))
}

pub(super) async fn first_tries_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let lines = web.app.overview.first_tries(&visitor.asking, &of_export(&visitor, &pairs)).await?;
    let columns = ["exam", "first_tries", "passed", "rate", "rate_low_95", "rate_high_95"];
    Ok(csv(
        "first-tries",
        &columns,
        lines.into_iter().map(|line| {
            let share = line.share;
            let [rate, low, high] = [share.rate, share.low, share.high].map(|part| format!("{part:.4}"));
            vec![line.exam, share.whole.to_string(), share.part.to_string(), rate, low, high]
        }),
    ))
}

pub(super) async fn ending_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let lines = web.app.overview.ending(&visitor.asking, &of_export(&visitor, &pairs)).await?;
    Ok(csv(
        "ending",
        &["quarter_from", "certification", "ending"],
        lines
            .into_iter()
            .map(|line| vec![line.quarter.to_string(), line.certification, line.ending.to_string()]),
    ))
}

pub(super) async fn funnel_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let lines = web.app.overview.funnel(&visitor.asking, &of_export(&visitor, &pairs)).await?;
    let cells = |line: FunnelLine| {
        let counts = [line.registered, line.withdrawn, line.sat, line.passed];
        std::iter::once(line.exam).chain(counts.map(|count| count.to_string())).collect()
    };
    let columns = ["exam", "registered", "withdrawn", "sat", "passed"];
    Ok(csv("registrations", &columns, lines.into_iter().map(cells)))
}

pub(super) async fn results_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let wanted = of_export(&visitor, &pairs);
    let columns = ["id", "day", "result", "exam", "certification", "person", "sitting", "reference"];
    exported("results", &columns, false, move |after, rows| {
        let (app, asking, wanted) = (web.app.clone(), visitor.asking.clone(), wanted.clone());
        async move {
            let results = app.overview.each_result(&asking, &wanted, after, rows).await?;
            Ok(results.map(|line| {
                let sitting = line.sitting.map(|id| id.to_string()).unwrap_or_default();
                let (id, on, person) = (line.id.to_string(), line.on.to_string(), line.person.to_string());
                vec![id, on, line.result, line.exam, line.certification, person, sitting, line.reference]
            }))
        }
    })
    .await
}
