//! Asking people of a crew to do something: one by a form, many by a list.

use assay_app::{
    AppError, AskedWork, AssignDone, AssignFile, AssignLine, AssignVerdict, FieldFault, WorkChoice,
};
use assay_assessment::registration::long;
use assay_kernel::{CrewId, Date};
use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    super::sign_in::{error_of, errors, title},
    shared::{faults_of, id_of, place, status_of},
};
use crate::{
    fault::Fault,
    form::{Posted, PostedFile},
    state::Web,
    ui,
    upload::receive,
    visitor::Visitor,
};

/// The form as it is shown once more.
#[derive(Default)]
struct TypedWork {
    email: String,
    what: String,
    due_on: String,
    note: String,
    warning: Option<String>,
}

pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    show(&web, &visitor, id_of(&id)?, &TypedWork::default(), &[]).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    id: CrewId,
    typed: &TypedWork,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let (crew, choices) = web.app.crews.led(&visitor.asking, id).await?;
    let here = place(id);
    let heading = "Assign";
    let lead = "A plan, a course or a job role, by a day. It is done by what happens there, never by a tick.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::breadcrumbs(&[ui::Crumb::new("Crews", "/crews"), ui::Crumb::new(&crew.name, &here)]))
        (ui::page_header(heading, lead, html! {
            (ui::link_button("Assign by a list", &format!("{here}/list"), ui::ButtonKind::Secondary))
        }))
        @if let Some(warning) = &typed.warning {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, warning.as_str())
                .body(html! { p { "Choose another day, or assign it all the same." } })))
        }
        (ui::post_form(&format!("{here}/assign"), visitor.csrf(), form(&choices, typed, faults)))
    };
    Ok((status_of(faults), visitor.page(web, &title(heading, faults), main)).into_response())
}

fn form(all: &[WorkChoice], typed: &TypedWork, faults: &[FieldFault]) -> Markup {
    let error = |field: &str| error_of(faults, field).to_owned();
    let email = ui::Field::new("email", "E-mail address")
        .kind(ui::InputKind::Email)
        .help("Where they were invited. Another address is invited with it.")
        .value(&typed.email)
        .error(error("email"));
    let choice =
        |choice: &WorkChoice| ui::Choice::new(&choice.what, &choice.title).chosen(choice.what == typed.what);
    let mut choices = vec![ui::Choice::new("", "Choose")];
    choices.extend(all.iter().map(choice));
    let due_on = ui::Field::new("due_on", "By which day")
        .kind(ui::InputKind::Date)
        .value(&typed.due_on)
        .optional()
        .error(error("due_on"));
    let note = ui::Field::new("note", "Note").value(&typed.note).optional().error(error("note"));
    html! {
        (ui::field(&email))
        (ui::select(&ui::Field::new("what", "What").error(error("what")), &choices))
        (ui::field(&due_on))
        (ui::textarea(&note, 2))
        @if typed.warning.is_some() {
            input type="hidden" name="sure" value=(typed.due_on);
            (ui::submit_button("Assign it all the same", ui::ButtonKind::Primary))
        } @else {
            (ui::submit_button("Assign", ui::ButtonKind::Primary))
        }
    }
}

pub(super) async fn assign(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["email", "what", "due_on", "note", "sure"])?;
    let id = id_of(&id)?;
    let text = |field: &str| posted.text(field).trim().to_owned();
    let mut typed = TypedWork {
        email: text("email"),
        what: text("what"),
        due_on: text("due_on"),
        note: text("note"),
        warning: None,
    };
    let done = match day_of(&typed.due_on) {
        Err(fault) => Err(AppError::Invalid(vec![fault])),
        Ok(due_on) => {
            let asked = AskedWork {
                address: typed.email.clone(),
                what: typed.what.clone(),
                due_on,
                note: typed.note.clone(),
                // Sure of another day is not sure of this one.
                is_sure: due_on.is_some() && text("sure") == typed.due_on,
            };
            web.app.crews.assign(&posted.visitor.asking, id, &asked).await
        }
    };
    match done {
        Ok(AssignDone::Asked) => Ok(Redirect::to(&place(id)).into_response()),
        Ok(AssignDone::Warned(warning)) => {
            typed.warning = Some(warning);
            show(&web, &posted.visitor, id, &typed, &[]).await
        }
        Err(error) => show(&web, &posted.visitor, id, &typed, &faults_of(error)?).await,
    }
}

fn day_of(typed: &str) -> Result<Option<Date>, FieldFault> {
    let day = (!typed.is_empty()).then(|| typed.parse::<Date>()).transpose();
    day.map_err(|_no_day| FieldFault::new("due_on", "Enter a day like 2026-03-12, or leave it empty."))
}

pub(super) async fn list_page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    show_list(&web, &visitor, id_of(&id)?, None, &[]).await
}

async fn show_list(
    web: &Web,
    visitor: &Visitor,
    id: CrewId,
    read: Option<&AssignFile>,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let ((crew, choices), here) = (web.app.crews.led(&visitor.asking, id).await?, place(id));
    let heading = "Assign by a list";
    let lead = "Nothing is done before you have read what each line would do.";
    let file = ui::Field::new("file", "List")
        .help("CSV in UTF-8 with the columns email,what,due_on,note: 5,000 lines at most.")
        .error(error_of(faults, "file"));
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::breadcrumbs(&[ui::Crumb::new("Crews", "/crews"), ui::Crumb::new(&crew.name, &here)]))
        (ui::page_header(heading, lead, html! {}))
        @if let Some(read) = read { (dry_run(visitor, &here, read)) }
        (ui::section("file", if read.is_some() { "Another list" } else { "The list" }, html! {
            form class="form" method="post" action={ (here) "/list" }
                enctype="multipart/form-data" novalidate {
                (ui::csrf_field(visitor.csrf()))
                (ui::file_field(&file, ".csv,text/csv"))
                (ui::submit_button("See what it would do", ui::ButtonKind::Secondary))
            }
        }))
        (ui::section("what", "What can stand there", html! {
            p class="muted" {
                "A plan by its exam, such as SOA-C03; a course by its id; a job role by its id. The day is \
                 written like 2026-03-12, or left empty."
            }
            details class="why" {
                summary { "Everything that can be assigned" }
                ul class="mini" {
                    @for choice in &choices { li { code { (choice.what) } " " (choice.title) } }
                }
            }
        }))
    };
    Ok((status_of(faults), visitor.page(web, &title(heading, faults), main)).into_response())
}

fn dry_run(visitor: &Visitor, here: &str, read: &AssignFile) -> Markup {
    let count = |verdict| read.lines.iter().filter(|line| line.verdict == verdict).count();
    let invited = read.lines.iter().filter(|line| line.invites).map(|line| line.address.as_str());
    let invited: std::collections::BTreeSet<&str> = invited.collect();
    let columns = vec![
        ui::Column::number("Line"),
        ui::Column::text("Address"),
        ui::Column::text("What"),
        ui::Column::text("By"),
        ui::Column::text("What it would do"),
    ];
    let rows = read.lines.iter().map(line_row).collect();
    ui::section(
        "read",
        "What the list would do",
        html! {
            p {
                (count(AssignVerdict::New)) " new, " (count(AssignVerdict::Changed)) " changed, "
                (count(AssignVerdict::Same)) " as they are, " (count(AssignVerdict::Fault)) " with a fault. "
                (invited_words(invited.len()))
            }
            @if read.has_faults() {
                (ui::banner(&ui::Banner::new(ui::Tone::Attention,
                    "Correct the lines that have a fault, and choose the list again.")))
            } @else {
                form class="form" method="post" action={ (here) "/list/assign" } {
                    (ui::csrf_field(visitor.csrf()))
                    textarea name="list" hidden readonly aria-label="The list" { "\n" (read.text) }
                    (ui::submit_button("Assign all of it", ui::ButtonKind::Primary))
                }
            }
            (ui::table(&ui::Table::new("Line by line", columns).rows(rows).cards()))
        },
    )
}

fn invited_words(many: usize) -> String {
    match many {
        0 => "Nobody would be invited.".to_owned(),
        1 => "One address would be invited.".to_owned(),
        many => format!("{many} addresses would be invited."),
    }
}

fn line_row(line: &AssignLine) -> Vec<Markup> {
    let does = match line.verdict {
        AssignVerdict::New => "New",
        AssignVerdict::Changed => "Its day or note changes",
        AssignVerdict::Same => "Nothing: it is so already",
        AssignVerdict::Fault => "Nothing",
    };
    vec![
        html! { (line.number) },
        html! { span class="whole" { (line.address) } },
        html! { @if let Some(choice) = &line.choice { (choice.title) } @else { "–" } },
        html! { @match line.due_on { Some(on) => (long(on)), None => "–" } },
        html! {
            (does)
            @if line.invites { ", and the address is invited" }
            @for fault in &line.faults { div { strong { "Fault: " } (fault) } }
            @if let Some(warning) = &line.warning { div class="muted small" { (warning) } }
        },
    ]
}

pub(super) async fn look_at_list(
    State(web): State<Web>,
    Path(id): Path<String>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Fault> {
    visitor.must_be_signed_in()?;
    let id = id_of(&id)?;
    // Of whoever may not assign nothing is read.
    web.app.crews.led(&visitor.asking, id).await?;
    let sent = PostedFile::of(receive(request).await?, visitor, &web)?;
    sent.posted.only(&[])?;
    let visitor = &sent.posted.visitor;
    match web.app.crews.look_at_list(&visitor.asking, id, &sent.bytes).await {
        Ok(read) => show_list(&web, visitor, id, Some(&read), &[]).await,
        Err(error) => show_list(&web, visitor, id, None, &faults_of(error)?).await,
    }
}

pub(super) async fn assign_list(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["list"])?;
    let id = id_of(&id)?;
    match web.app.crews.assign_list(&posted.visitor.asking, id, posted.text("list")).await {
        Ok(_) => Ok(Redirect::to(&place(id)).into_response()),
        Err(error) => show_list(&web, &posted.visitor, id, None, &faults_of(error)?).await,
    }
}
