//! What the team notes about a person: the list with its form, and a page to change or remove one.

use assay_app::{AppError, FieldFault, TeamNote, TeamNotes, Why};
use assay_kernel::{NoteId, PersonId, TypedId};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::place::{crumbs, id_of, place};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        looked::status_of,
        sign_in::{error_of, errors, title},
    },
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
    written::recorded_on,
};

/// Notes that the person's own page shows; the others stand one link away.
const SHOWN: usize = 3;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}/notes", list)
        .post("/admin/people/{id}/notes", write)
        .get("/admin/people/{id}/notes/{note}", look)
        .post("/admin/people/{id}/notes/{note}", change)
        .post("/admin/people/{id}/notes/{note}/remove", remove)
}

fn note_of(text: &str) -> Result<NoteId, Fault> {
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

/// Why a page is shown once more.
#[derive(Default)]
struct NoteForm {
    /// What was typed; what it says where nothing was.
    text: Option<String>,
    why: String,
    faults: Vec<FieldFault>,
    is_stale: bool,
}

impl NoteForm {
    fn of(posted: &Posted, error: AppError) -> Result<NoteForm, Fault> {
        let why = posted.text("reason").to_owned();
        match error {
            // What it says now is shown.
            AppError::Conflict => Ok(NoteForm { why, is_stale: true, ..NoteForm::default() }),
            AppError::Invalid(faults) => {
                let text = Some(posted.text("text").to_owned()).filter(|text| !text.is_empty());
                Ok(NoteForm { text, why, faults, is_stale: false })
            }
            other => Err(other.into()),
        }
    }

    fn status(&self) -> StatusCode {
        status_of(self.is_stale, &self.faults)
    }
}

/// The latest notes, for the person's own page; nothing where there are none and none can be written.
pub(super) fn latest(visitor: &Visitor, view: &TeamNotes) -> Markup {
    let more = view.notes.len().saturating_sub(SHOWN);
    let link = match (more, view.may_write) {
        (0, false) => "All notes".to_owned(),
        (0, true) => "Write, change or remove a note".to_owned(),
        (more, _) => format!("{more} more, and a new one"),
    };
    html! {
        @if !view.notes.is_empty() || view.may_write {
            (ui::section("notes", "Notes of the team", html! {
                @if view.notes.is_empty() { p class="muted" { "None yet." } }
                @for note in view.notes.iter().take(SHOWN) { (one(visitor, note, None)) }
                p { a href={ (place(view.person.id)) "/notes" } { (link) } }
            }))
        }
    }
}

fn one(visitor: &Visitor, note: &TeamNote, change: Option<String>) -> Markup {
    let day = |at: assay_kernel::Instant| recorded_on(&visitor.asking, at);
    html! {
        div class="team-note" {
            p class="team-note-text" { (note.text) }
            p class="muted" {
                (note.by) " " (day(note.written_at))
                @if let Some(at) = note.changed_at { ", changed " (day(at)) }
                @if let Some(href) = change {
                    " · "
                    a href=(href) {
                        "Change or remove" span class="visually-hidden" { ": " (note.text) }
                    }
                }
            }
        }
    }
}

async fn list(State(web): State<Web>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Fault> {
    show_list(&web, &visitor, id_of(&id)?, NoteForm::default()).await
}

async fn show_list(web: &Web, visitor: &Visitor, id: PersonId, again: NoteForm) -> Result<Response, Fault> {
    let view = web.app.record.notes_about(&visitor.asking, id).await?;
    let name = &view.person.name;
    let heading = format!("Notes about {name}");
    let lead = format!("For the team. {name} does not see them, but in the copy of their own data.");
    let edit = |note: &TeamNote| view.may_write.then(|| format!("{}/notes/{}", place(id), note.id));
    let text = ui::Field::new("text", "New note")
        .help("What a colleague needs to know, and nothing that the person may not read one day.")
        .value(again.text.as_deref().unwrap_or_default())
        .error(error_of(&again.faults, "text"));
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (crumbs(id, name))
        (ui::page_header(&heading, &lead, html! {}))
        @if view.may_write {
            (ui::post_form(&format!("{}/notes", place(id)), visitor.csrf(), html! {
                (ui::textarea(&text, 4))
                div class="page-actions" {
                    (ui::submit_button("Write the note", ui::ButtonKind::Primary))
                    (ui::link_button("Back to the person", &place(id), ui::ButtonKind::Quiet))
                }
                p class="muted" { "It is written to the audit log in your name, and kept there when the \
                    note is changed or removed." }
            }))
        }
        (ui::section("notes", "Notes", html! {
            @if view.notes.is_empty() {
                (ui::empty_state(&ui::EmptyState::new("No note", "What the team writes will appear here.")))
            }
            div class="stack" { @for note in &view.notes { (one(visitor, note, edit(note))) } }
        }))
    };
    Ok((again.status(), visitor.wide_page(web, &title(&heading, &again.faults), main)).into_response())
}

async fn write(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["text"])?;
    let id = id_of(&id)?;
    match web.app.record.write_note(&posted.visitor.asking, id, posted.text("text")).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/notes", place(id))).into_response()),
        Err(error) => show_list(&web, &posted.visitor, id, NoteForm::of(&posted, error)?).await,
    }
}

async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, note)): Path<(String, String)>,
) -> Result<Response, Fault> {
    show_one(&web, &visitor, (id_of(&id)?, note_of(&note)?), NoteForm::default()).await
}

async fn show_one(
    web: &Web,
    visitor: &Visitor,
    (id, note): (PersonId, NoteId),
    again: NoteForm,
) -> Result<Response, Fault> {
    let view = web.app.record.notes_about(&visitor.asking, id).await?;
    let found = view.notes.iter().find(|one| one.id == note).filter(|_| view.may_write);
    let found = found.ok_or_else(Fault::not_found)?;
    let heading = format!("Note about {}", view.person.name);
    let here = format!("{}/notes/{note}", place(id));
    let text = ui::Field::new("text", "Note")
        .value(again.text.as_deref().unwrap_or(&found.text))
        .error(error_of(&again.faults, "text"));
    let why = ui::Field::new("reason", "Reason for removing it, for the audit log")
        .value(&again.why)
        .error(error_of(&again.faults, "reason"));
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (crumbs(id, &view.person.name))
        (ui::page_header(&heading, "", html! {}))
        @if again.is_stale {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Somebody changed it since you looked").body(
                html! { p { "Nothing was done. This is what it says now." } }
            ).urgent()))
        }
        (one(visitor, found, None))
        (ui::section("change", "Change it", ui::post_form(&here, visitor.csrf(), html! {
            input type="hidden" name="seen" value=(found.text);
            (ui::textarea(&text, 4))
            div class="page-actions" {
                (ui::submit_button("Save the note", ui::ButtonKind::Primary))
                (ui::link_button("Back to the notes", &format!("{}/notes", place(id)), ui::ButtonKind::Quiet))
            }
        })))
        (ui::section("remove", "Remove it", html! {
            p { "Nobody sees it here any more. The audit log keeps what it said." }
            (ui::post_form(&format!("{here}/remove"), visitor.csrf(), html! {
                input type="hidden" name="seen" value=(found.text);
                (ui::textarea(&why, 2))
                (ui::submit_button("Remove the note", ui::ButtonKind::Danger))
            }))
        }))
    };
    Ok((again.status(), visitor.wide_page(web, &title(&heading, &again.faults), main)).into_response())
}

async fn change(
    State(web): State<Web>,
    Path((id, note)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["seen", "text"])?;
    let (asking, which) = (&posted.visitor.asking, (id_of(&id)?, note_of(&note)?));
    let done = web.app.record.change_note(asking, which, posted.text("seen"), posted.text("text")).await;
    after(&web, &posted, which, done).await
}

async fn remove(
    State(web): State<Web>,
    Path((id, note)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["seen", "reason"])?;
    let (asking, which) = (&posted.visitor.asking, (id_of(&id)?, note_of(&note)?));
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.record.remove_note(asking, which, posted.text("seen"), &why).await,
        Err(error) => Err(error),
    };
    after(&web, &posted, which, done).await
}

async fn after(
    web: &Web,
    posted: &Posted,
    which: (PersonId, NoteId),
    done: Result<(), AppError>,
) -> Result<Response, Fault> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}/notes", place(which.0))).into_response()),
        Err(error) => show_one(web, &posted.visitor, which, NoteForm::of(posted, error)?).await,
    }
}
