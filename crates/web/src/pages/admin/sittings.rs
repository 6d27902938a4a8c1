//! Every sitting, with how it stands.

use assay_app::{Asking, SittingForTeam, SittingLine, SittingState, SittingsWanted, TeamState};
use assay_assessment::registration::long;
use axum::{extract::State, response::Response};
use maud::{Markup, html};

use crate::{
    fault::Fault,
    pages::list::{Cell, ListAsked, ListOf, ListedColumn, Narrowing, Pairs, one, plain},
    state::Web,
    ui::{self, Width},
    visitor::Visitor,
};

/// The state in words.
pub(super) fn state_words(state: TeamState) -> (ui::Tone, &'static str) {
    match state {
        TeamState::Running => (ui::Tone::Information, "Running"),
        TeamState::Scoring => (ui::Tone::Attention, "Being scored"),
        TeamState::Passed => (ui::Tone::Good, "Passed"),
        TeamState::NotPassed => (ui::Tone::Neutral, "Not passed"),
        TeamState::OnHold => (ui::Tone::Attention, "On hold"),
        TeamState::Voided => (ui::Tone::Bad, "Voided"),
    }
}

/// The result alone, whatever was told of it.
pub(super) fn result_words(sitting: &SittingForTeam) -> &'static str {
    match sitting.result {
        Some((true, _)) => "passed",
        Some((false, _)) => "not passed",
        None => "",
    }
}

fn columns() -> Vec<ListedColumn<SittingForTeam>> {
    vec![
        ListedColumn {
            title: "Who",
            width: Width::Name,
            sort: None,
            show: |sitting, _| {
                html! { a href={ "/admin/sittings/" (sitting.id) } { bdi { (sitting.name) } } }
            },
        },
        ListedColumn {
            title: "Exam",
            width: Width::Fixed,
            sort: None,
            show: |sitting, _| plain(&sitting.exam),
        },
        ListedColumn {
            title: "Day",
            width: Width::Fixed,
            sort: Some("day"),
            show: |sitting, _| html! { (long(sitting.started_on)) },
        },
        ListedColumn {
            title: "State",
            width: Width::Fixed,
            sort: None,
            show: |sitting, _| {
                let (tone, words) = state_words(sitting.state);
                ui::chip(tone, words)
            },
        },
        ListedColumn {
            title: "Score",
            width: Width::Number,
            sort: None,
            show: |sitting, _| html! { @if let Some((_, scaled)) = sitting.result { (scaled) } },
        },
        ListedColumn {
            title: "Form",
            width: Width::Fixed,
            sort: None,
            show: |sitting, _| plain(&sitting.form),
        },
    ]
}

fn cells() -> Vec<Cell<SittingForTeam>> {
    vec![
        ("id", |sitting, _| sitting.id.to_string()),
        ("person_id", |sitting, _| sitting.person.to_string()),
        ("person", |sitting, _| sitting.name.clone()),
        ("exam", |sitting, _| sitting.exam.clone()),
        ("form", |sitting, _| sitting.form.clone()),
        ("started_on", |sitting, _| sitting.started_on.to_string()),
        ("started_at", |sitting, _| sitting.started_at.to_string()),
        ("handed_in_at", |sitting, _| sitting.handed_in.map(|(at, _)| at.to_string()).unwrap_or_default()),
        ("time_over", |sitting, _| {
            sitting.handed_in.map_or("", |(_, over)| if over { "yes" } else { "no" }).to_owned()
        }),
        ("state", |sitting, _| sitting.state.as_str().to_owned()),
        ("result", |sitting, _| result_words(sitting).to_owned()),
        ("score", |sitting, _| sitting.result.map(|(_, scaled)| scaled.to_string()).unwrap_or_default()),
        ("on_hold_since", |sitting, _| sitting.held_at.map(|at| at.to_string()).unwrap_or_default()),
        ("voided_on", |sitting, _| sitting.voided_on.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

fn list(asking: &Asking) -> ListOf<SittingForTeam> {
    let exams = asking.programme.exams.iter().map(|exam| {
        let words = format!("{}: {}", exam.code, exam.title);
        (exam.code.to_string(), words)
    });
    let states = TeamState::ALL.map(|state| (state.as_str(), state_words(state).1));
    ListOf {
        path: "/admin/sittings".into(),
        title: "Sittings",
        noun: ("sitting", "sittings"),
        search: Some("Name or e-mail address"),
        filters: vec![
            one("exam", "Exam", exams),
            one("state", "State", states),
            Narrowing::Days { label: "Day", names: ["from", "until"], words: ["From", "Until"] },
        ],
        order: "-day",
        columns: columns(),
        cells: cells(),
        empty: ("No sittings yet", "A sitting appears here from its first minute."),
    }
}

fn wanted(asked: &ListAsked) -> SittingsWanted {
    SittingsWanted {
        text: asked.value("q").to_owned(),
        exam: asked.value("exam").to_owned(),
        state: asked.value("state").to_owned(),
        days: asked.days("from", "until"),
    }
}

pub(super) async fn sittings(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Markup, Fault> {
    let list = list(&visitor.asking);
    let asked = list.asked(&pairs);
    let (_, oldest_first) = list.sorted(&asked);
    let sittings =
        web.app.sittings.list(&visitor.asking, &wanted(&asked), oldest_first, asked.page()).await?;
    let main = html! {
        (ui::page_header("Sittings", "", html! {}))
        (list.page(&asked, &visitor.asking, &sittings))
    };
    Ok(visitor.wide_page(&web, "Sittings", main))
}

pub(super) async fn sittings_csv(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let list = list(&visitor.asking);
    list.downloaded((&web, &visitor, &pairs), wanted, |of, after, rows| async move {
        of.app.sittings.list_after(&of.asking, &of.wanted, after, rows).await
    })
    .await
}

/// Somebody's sittings, on their page.
pub(in crate::pages) fn sittings_of(sittings: &[SittingLine]) -> Markup {
    let columns = ["Exam", "Day", "State", "Score"].map(ui::Column::text).to_vec();
    let rows = sittings.iter().map(|sitting| {
        let (tone, words, score) = match sitting.state {
            SittingState::Running => (ui::Tone::Information, "Running", None),
            SittingState::Submitted => (ui::Tone::Attention, "Being scored", None),
            SittingState::OnHold => (ui::Tone::Attention, "On hold", None),
            SittingState::Voided { .. } => (ui::Tone::Bad, "Voided", None),
            SittingState::Scored { passed: true, scaled } => (ui::Tone::Good, "Passed", Some(scaled)),
            SittingState::Scored { passed: false, scaled } => (ui::Tone::Neutral, "Not passed", Some(scaled)),
        };
        vec![
            html! { a href={ "/admin/sittings/" (sitting.id) } { (sitting.exam) } },
            html! { (long(sitting.started_on)) },
            ui::chip(tone, words),
            html! { @if let Some(score) = score { (score) } },
        ]
    });
    let empty = ui::EmptyState::new("No sittings yet", "A sitting appears here from its first minute.");
    ui::table(&ui::Table::new("Sittings", columns).rows(rows.collect()).cards().empty(empty))
}
