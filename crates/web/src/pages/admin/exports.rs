//! Exports: bank, forms, results and responses as files, each made while it is sent.
//!
//! Keys are in them or follow from scores, and each is a line of the audit log: so a file is posted for, and
//! no address gives one.

use assay_app::{
    App, AppError, DaysBetween, ExportFormat, ExportKind, ExportParts, ExportWanted, FieldFault,
    SittingsWanted,
};
use assay_kernel::day;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use maud::{Markup, html};

use crate::{
    fault::Fault,
    form::Posted,
    pages::sign_in::{error_of, title},
    state::Web,
    ui,
    visitor::Visitor,
};

const PATH: &str = "/admin/exports";

/// What was typed.
#[derive(Default)]
struct TypedExport {
    format: String,
    exam: String,
    from: String,
    until: String,
    with_names: bool,
}

/// The form that needs another look, with what was typed.
#[derive(Default)]
struct AroundExports {
    kind: Option<ExportKind>,
    typed: TypedExport,
    faults: Vec<FieldFault>,
}

pub(super) async fn exports(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    show(&web, &visitor, AroundExports::default()).await
}

pub(super) async fn export(
    State(web): State<Web>,
    Path(kind): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["format", "exam", "from", "until", "with_names"])?;
    let kind = ExportKind::named(&kind).ok_or_else(Fault::not_found)?;
    let text = |name: &str| posted.text(name).trim().to_owned();
    let typed = TypedExport {
        format: text("format"),
        exam: text("exam"),
        from: text("from"),
        until: text("until"),
        with_names: posted.text("with_names") == "yes",
    };
    let wanted = match typed.wanted(kind) {
        Ok(wanted) => wanted,
        Err(faults) => {
            return show(&web, &posted.visitor, AroundExports { kind: Some(kind), typed, faults }).await;
        }
    };
    match web.app.sittings.export(&posted.visitor.asking, &wanted).await {
        Ok(parts) => Ok(sent(&wanted, parts)),
        Err(AppError::Invalid(faults)) => {
            show(&web, &posted.visitor, AroundExports { kind: Some(kind), typed, faults }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Part by part; what fails on the way cuts the connection, so that nobody takes a half for the whole.
fn sent(wanted: &ExportWanted, parts: ExportParts) -> Response {
    let kind = wanted.kind.as_str();
    let body = stream::try_unfold(parts, move |mut parts| async move {
        let bytes = parts.next().await.inspect_err(|error| {
            tracing::error!(kind, %error, "an export was cut off");
        })?;
        Ok::<_, AppError>(bytes.map(|bytes| (bytes, parts)))
    });
    let headers = [
        (header::CONTENT_TYPE, wanted.format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", wanted.file_name())),
    ];
    (headers, Body::from_stream(body)).into_response()
}

impl TypedExport {
    fn wanted(&self, kind: ExportKind) -> Result<ExportWanted, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut day_of = |field: &'static str, text: &str| {
            (!text.is_empty()).then(|| day::read(text)).transpose().unwrap_or_else(|_no_day| {
                faults.push(FieldFault::new(field, "Enter a day like 2026-03-12, or leave it empty."));
                None
            })
        };
        let days = DaysBetween { from: day_of("from", &self.from), until: day_of("until", &self.until) };
        let usual = ExportWanted::all(kind);
        let format = match self.format.as_str() {
            "" => Some(usual.format),
            word => ExportFormat::named(word),
        };
        let Some(format) = format else {
            faults.push(FieldFault::new("format", "Choose a form of the file."));
            return Err(faults);
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(ExportWanted { format, exam: self.exam.clone(), days, with_names: self.with_names, ..usual })
    }
}

async fn show(web: &Web, visitor: &Visitor, around: AroundExports) -> Result<Response, Fault> {
    web.app.sittings.may_export(&visitor.asking)?;
    let has_sittings = has_sittings(&web.app, visitor).await?;
    let lead = "Everything this body has, as files that others can read. Questions leave with their keys: \
                who took what along, and when, stands in the audit log.";
    let end = around.kind.map(ExportKind::as_str).unwrap_or_default();
    let errors: Vec<ui::FieldError> = around
        .faults
        .iter()
        .map(|fault| ui::FieldError { field: format!("{}-{end}", fault.field), text: fault.text.clone() })
        .collect();
    let main = html! {
        (ui::error_summary(&errors))
        (ui::page_header("Exports", lead, html! {}))
        @for kind in ExportKind::ALL {
            (section(visitor, kind, &around, has_sittings))
        }
    };
    let status = if around.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title("Exports", &around.faults), main)).into_response())
}

async fn has_sittings(app: &App, visitor: &Visitor) -> Result<bool, Fault> {
    let all = SittingsWanted::default();
    Ok(app.sittings.list(&visitor.asking, &all, false, 1).await?.count > 0)
}

/// What is in a file, in words.
fn words_of(kind: ExportKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ExportKind::Bank => (
            "Bank",
            "Every question of the programme in force as one package of QTI 3.0, with key, explanations, \
             pictures and shared texts. What the body knows of each stands in its manifest, and all of it in \
             assay.json.",
            "Download the bank",
        ),
        ExportKind::Forms => (
            "Forms",
            "Every form as a test of QTI 3.0 with its questions. Whoever runs it by the standard gets the \
             score and the decision that a sitting gets here.",
            "Download the forms",
        ),
        ExportKind::Results => (
            "Results",
            "A result report of QTI 3.0 for each finished sitting, and how often each question was answered \
             right. Results on hold and void sittings say so. What still runs is left out.",
            "Download the results",
        ),
        ExportKind::Responses => (
            "Responses",
            "A row for each question of each finished sitting: what was answered, its score, when, and how \
             often it was changed. What still runs is left out.",
            "Download the responses",
        ),
    }
}

fn section(visitor: &Visitor, kind: ExportKind, around: &AroundExports, has_sittings: bool) -> Markup {
    let (heading, text, verb) = words_of(kind);
    let is_of_sittings = matches!(kind, ExportKind::Results | ExportKind::Responses);
    let (nothing, none) = (TypedExport::default(), Vec::new());
    let (typed, faults) = match around.kind == Some(kind) {
        true => (&around.typed, &around.faults),
        false => (&nothing, &none),
    };
    let field = |name: &'static str, label: &str| {
        ui::Field::new(name, label)
            .id_end(format!("{name}-{}", kind.as_str()))
            .error(error_of(faults, name).to_owned())
    };
    let body = html! {
        p { (text) }
        @if is_of_sittings && !has_sittings {
            (ui::empty_state(&ui::EmptyState {
                title: "Nobody has sat an exam yet".to_owned(),
                text: "Once a sitting is finished, it can be taken along from here.".to_owned(),
                ..ui::EmptyState::default()
            }))
        } @else {
            (ui::post_form(&format!("{PATH}/{}", kind.as_str()), visitor.csrf(), html! {
                (ui::select(&field("exam", "Exam").short(), &exams(visitor, &typed.exam)))
                @if is_of_sittings {
                    (ui::field(&day_field(field("from", "Started from"), &typed.from)))
                    (ui::field(&day_field(field("until", "Started until"), &typed.until)))
                    (ui::checkbox(
                        &field("with_names", "With people’s names")
                            .help("Otherwise each person is a code that is the same in every export."),
                        typed.with_names,
                    ))
                }
                @if kind.formats().len() > 1 {
                    (ui::radios(&field("format", "Form of the file"), &formats(kind, &typed.format)))
                }
                div class="page-actions" { (ui::submit_button(verb, ui::ButtonKind::Secondary)) }
            }))
        }
    };
    ui::section(kind.as_str(), heading, body)
}

fn day_field(field: ui::Field, typed: &str) -> ui::Field {
    field.kind(ui::InputKind::Date).value(typed.to_owned()).optional().short()
}

fn exams(visitor: &Visitor, chosen: &str) -> Vec<ui::Choice> {
    let all = ui::Choice::new("", "Every exam").chosen(chosen.is_empty());
    let of = visitor.asking.programme.exams.iter().map(|exam| {
        let code = exam.code.to_string();
        ui::Choice::new(code.clone(), code.clone()).chosen(code == chosen)
    });
    std::iter::once(all).chain(of).collect()
}

fn formats(kind: ExportKind, chosen: &str) -> Vec<ui::Choice> {
    let words = |format: ExportFormat| match format {
        ExportFormat::Qti3 => ("QTI 3.0", ""),
        ExportFormat::Csv => ("CSV", "For spreadsheets."),
        ExportFormat::Parquet => ("Parquet", "For statistics: smaller, and each column has its type."),
    };
    let usual = kind.formats().first().map(|format| format.as_str()).unwrap_or_default();
    let chosen = if chosen.is_empty() { usual } else { chosen };
    let choice = |format: &ExportFormat| {
        let (label, help) = words(*format);
        ui::Choice::new(format.as_str(), label).chosen(format.as_str() == chosen).help(help)
    };
    kind.formats().iter().map(choice).collect()
}
