//! One practice analysis: who is asked, what follows, and what can be done with it.

use assay_app::{AnalysisView, ExpertLine, FieldFault, acts, csv_line};
use assay_kernel::AnalysisId;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    evidence,
    shared::{LIST, id_of, invented, place, standing},
};
use crate::{
    fault::Fault,
    pages::sign_in::{error_of, errors, title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// What is shown once more, or for the only time.
#[derive(Default)]
pub(super) struct StudyShown<'a> {
    pub(super) faults: &'a [FieldFault],
    pub(super) name: &'a str,
    pub(super) about: &'a str,
    /// For whom a link was made, and the link: it is shown once.
    pub(super) link: Option<(String, String)>,
}

pub(super) async fn analysis(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    show(&web, &visitor, id_of(&id)?, StudyShown::default()).await
}

pub(super) async fn show(
    web: &Web,
    visitor: &Visitor,
    id: AnalysisId,
    said: StudyShown<'_>,
) -> Result<Response, Fault> {
    let study = web.app.analyses.one(&visitor.asking, id).await?;
    let may_ask = visitor.asking.may_ever::<acts::Invite>();
    let lead = format!("How much each task of {} matters, and how often it is done.", study.line.exam);
    let main = html! {
        (ui::error_summary(&errors(said.faults)))
        (ui::breadcrumbs(&[
            ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Practice analyses", LIST),
        ]))
        (ui::page_header(&study.line.title, &lead, standing(&study.line)))
        (invented(&study.line))
        @if let Some((name, link)) = &said.link {
            (ui::banner(&ui::Banner::new(ui::Tone::Good, format!("A link for {name}")).body(html! {
                p { "Hand it to them; it is shown once. Whoever has it answers as this expert." }
                (ui::copy_field("expert-link", "Link", "Copy the link", link))
            })))
        }
        (ui::section("blueprint", "Proposed blueprint", evidence::blueprint(visitor, &study)))
        (ui::section("tasks", "What was said of each task", evidence::tasks(&study)))
        @if !study.remarks.is_empty() {
            (ui::section("remarks", "Remarks", evidence::remarks(&study)))
        }
        (ui::section("experts", "Experts", html! {
            (experts(visitor, &study))
            @if may_ask && study.line.is_open { (invite_form(visitor, id, &said)) }
        }))
        @if visitor.asking.may_ever::<acts::CloseAnalysis>() { (closing(visitor, &study, said.faults)) }
    };
    let status = if said.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title(&study.line.title, said.faults), main)).into_response())
}

fn experts(visitor: &Visitor, study: &AnalysisView) -> Markup {
    let tasks: usize = study.asked.iter().map(|domain| domain.tasks.len()).sum();
    let columns =
        ["Expert", "What they do, and where", "Answered", "Counts", "Action"].map(ui::Column::text).to_vec();
    let rows = study.experts.iter().map(|expert| {
        vec![
            html! { bdi { (expert.name) } },
            html! { (expert.about) },
            html! { (expert.answered) " of " (tasks) },
            html! { @if expert.is_left_out { "Left out" } @else { "Yes" } },
            actions(visitor, study, expert),
        ]
    });
    let empty = ui::EmptyState::new("Nobody is asked yet", "Each expert gets a link of their own.");
    ui::table(&ui::Table::new("Experts", columns).rows(rows.collect()).empty(empty).cards())
}

fn actions(visitor: &Visitor, study: &AnalysisView, expert: &ExpertLine) -> Markup {
    if !visitor.asking.may_ever::<acts::LeaveOut>() {
        return Markup::default();
    }
    let action = |act: &str| format!("{}/experts/{}/{act}", place(study.line.id), expert.id);
    let button = |act: &str, label: &str| {
        ui::post_button(
            &action(act),
            visitor.csrf(),
            &format!("{label}: {}", expert.name),
            ui::ButtonKind::Quiet,
            &[],
        )
    };
    html! {
        div class="cluster" {
            @if expert.is_left_out { (button("take-in", "Take in again")) } @else {
                (button("leave-out", "Leave out"))
                @if study.line.is_open { (button("link", "New link")) }
            }
        }
    }
}

fn invite_form(visitor: &Visitor, id: AnalysisId, said: &StudyShown<'_>) -> Markup {
    let error = |field: &str| error_of(said.faults, field).to_owned();
    let name = ui::Field::new("name", "Name of the expert").value(said.name).error(error("name"));
    let about = ui::Field::new("about", "What they do, and where")
        .help("It is the evidence that experts were asked: 'runs 40 accounts of a bank, for six years'.")
        .value(said.about)
        .error(error("about"));
    html! {
        h3 { "Ask an expert" }
        (ui::post_form(&format!("{}/experts", place(id)), visitor.csrf(), html! {
            (ui::field(&name))
            (ui::field(&about))
            (ui::submit_button("Make a link for them", ui::ButtonKind::Secondary))
        }))
    }
}

fn closing(visitor: &Visitor, study: &AnalysisView, faults: &[FieldFault]) -> Markup {
    let id = study.line.id;
    if study.line.is_open {
        let action = format!("{}/close", place(id));
        return ui::section(
            "close",
            "Close the study",
            html! {
                p { "Nobody answers it from then on. It can be opened again." }
                (ui::post_button(&action, visitor.csrf(), "Close the study", ui::ButtonKind::Secondary, &[]))
            },
        );
    }
    let until = ui::Field::new("closes_on", "Last day of answering")
        .kind(ui::InputKind::Date)
        .error(error_of(faults, "closes_on").to_owned());
    ui::section(
        "open",
        "Open it again",
        ui::post_form(
            &format!("{}/open", place(id)),
            visitor.csrf(),
            html! {
                (ui::field(&until))
                (ui::submit_button("Open it again", ui::ButtonKind::Secondary))
            },
        ),
    )
}

pub(super) async fn ratings_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let said = web.app.analyses.said(&visitor.asking, id_of(&id)?).await?;
    let head = ["expert", "about", "task", "importance", "frequency", "counts", "remark"];
    let mut text = csv_line(head.into_iter().map(str::to_owned));
    for line in said {
        let point = |point: Option<i64>| point.map(|point| point.to_string()).unwrap_or_default();
        let (importance, frequency) = (point(line.importance), point(line.frequency));
        let counts = if line.is_left_out { "no" } else { "yes" };
        let expert = line.expert.to_string();
        let cells = [expert, line.about, line.task, importance, frequency, counts.to_owned(), line.remark];
        text.push_str(&csv_line(cells.into_iter()));
    }
    let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"ratings.csv\"")];
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], name, text).into_response())
}

pub(super) async fn outline(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let file = web.app.analyses.outline_file(&visitor.asking, id_of(&id)?).await?;
    let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"outline.toml\"")];
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], name, file.text).into_response())
}
