//! The list of practice analyses, with the form that makes one.

use assay_app::{AnalysisLine, AppError, FieldFault, acts};
use assay_assessment::registration::long;
use assay_kernel::Date;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::shared::{LIST, place, standing};
use crate::{
    fault::Fault,
    form::Posted,
    pages::sign_in::{error_of, errors, title},
    state::Web,
    ui,
    visitor::Visitor,
};

/// The form as it is shown once more.
#[derive(Default)]
struct TypedStudy {
    exam: String,
    title: String,
    closes_on: String,
}

pub(super) async fn analyses(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    show(&web, &visitor, &TypedStudy::default(), &[]).await
}

pub(super) async fn make(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["exam", "title", "closes_on"])?;
    let text = |field: &str| posted.text(field).trim().to_owned();
    let typed = TypedStudy { exam: text("exam"), title: text("title"), closes_on: text("closes_on") };
    let until = typed.closes_on.parse::<Date>().ok();
    let made = web.app.analyses.make(&posted.visitor.asking, &typed.exam, &typed.title, until).await;
    match made {
        Ok(id) => Ok(Redirect::to(&place(id)).into_response()),
        Err(AppError::Invalid(faults)) => show(&web, &posted.visitor, &typed, &faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    typed: &TypedStudy,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let all = web.app.analyses.all(&visitor.asking).await?;
    let lead = "What experts say of the work becomes the weights of an outline, with its evidence.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header("Practice analyses", lead, html! {}))
        (ui::section("studies", "Studies", table(&all)))
        @if visitor.asking.may_at_all::<acts::MakeAnalysis>() {
            (ui::section("make", "Make a study", form(visitor, typed, faults)))
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title("Practice analyses", faults), main)).into_response())
}

fn table(all: &[AnalysisLine]) -> Markup {
    let columns = vec![
        ui::Column::text("Study"),
        ui::Column::text("Exam"),
        ui::Column::text("Standing"),
        ui::Column::number("Experts"),
        ui::Column::number("Have answered"),
    ];
    let rows = all.iter().map(|study| {
        vec![
            html! {
                a href=(place(study.id)) { (study.title) }
                @if study.invented { " " span class="muted" { "invented" } }
            },
            html! { (study.exam) },
            standing(study),
            html! { (study.experts) },
            html! { (study.answered) },
        ]
    });
    let empty = ui::EmptyState::new(
        "No study yet",
        "Make one below, ask at least three experts, and see which weights follow from what they say.",
    );
    ui::table(&ui::Table::new("Practice analyses", columns).rows(rows.collect()).empty(empty).cards())
}

fn form(visitor: &Visitor, typed: &TypedStudy, faults: &[FieldFault]) -> Markup {
    let error = |field: &str| error_of(faults, field).to_owned();
    let programme = &visitor.asking.programme.programme;
    let with_tasks = programme.exams.iter().filter(|exam| {
        programme.outline(exam.code.as_str()).is_some_and(|outline| outline.tasks().next().is_some())
    });
    let choice = |exam: &assay_programme::model::ExamVersion| {
        let label = format!("{}: {}", exam.code, exam.title);
        ui::Choice::new(exam.code.as_str(), label).chosen(exam.code.as_str() == typed.exam)
    };
    let choices: Vec<ui::Choice> = with_tasks.map(choice).collect();
    let exam = ui::Field::new("exam", "Outline of").error(error("exam"));
    let named = ui::Field::new("title", "Title")
        .help("It stands in the outline as the source of its weights.")
        .value(&typed.title)
        .error(error("title"));
    let until = ui::Field::new("closes_on", "Last day of answering")
        .kind(ui::InputKind::Date)
        .value(&typed.closes_on)
        .help(format!("Today is {}.", long(visitor.asking.today)))
        .error(error("closes_on"));
    ui::post_form(
        LIST,
        visitor.csrf(),
        html! {
            (ui::select(&exam, &choices))
            (ui::field(&named))
            (ui::field(&until))
            (ui::submit_button("Make the study", ui::ButtonKind::Primary))
        },
    )
}
