//! What the team notes about a person: for itself, and never shown to them but in the copy of their data.
//!
//! A note is no event and decides nothing. It can be changed and removed; the audit log keeps what it said,
//! so that nobody writes something about somebody and makes it disappear.

use assay_kernel::{Arg, NoteId, PersonId, Said};
use assay_store::{NewTeamNote, PersonRecord, StoreError, TeamNoteRecord, Unit, statement::team_note};

use super::{
    Record,
    rules::{SeeNotes, WriteNote},
    team_note::TeamNotes,
};
use crate::{AppError, Asking, FieldFault, Why, deed::Deed, permit::Permit};

/// Letters of a note: what is longer is a document and belongs elsewhere.
const TEXT_CHARS_MAX: usize = 2_000;
/// Notes about one person; the store reads as many.
const NOTES_MAX: usize = 200;

fn fault(text: &str) -> AppError {
    AppError::Invalid(vec![FieldFault::new("text", text)])
}

/// What was typed, in the form in which it is kept.
fn checked(text: &str) -> Result<String, AppError> {
    // Browsers send two letters for the end of a line.
    let text = text.replace("\r\n", "\n").trim().to_owned();
    match text.chars().count() {
        0 => Err(fault("Enter what the team should know.")),
        1..=TEXT_CHARS_MAX => Ok(text),
        _ => Err(fault("Use at most 2,000 characters.")),
    }
}

impl Record {
    /// The notes about a person.
    ///
    /// # Errors
    /// Nobody of the team, one's own, nobody there, or the store failed.
    pub async fn notes_about(&self, asking: &Asking, id: PersonId) -> Result<TeamNotes, AppError> {
        let (permit, person) = self.shelf.open::<SeeNotes, _>(asking, |store| store.person(id)).await?;
        let notes = self.shelf.under(&permit).team_notes_of(id).await?;
        Ok(TeamNotes::of(asking, &person, notes))
    }

    /// Writes a note about a person.
    ///
    /// # Errors
    /// Neither administrator nor support, one's own, nobody there; `Invalid` where it says nothing, too much,
    /// or what the latest one says; or the store failed.
    pub async fn write_note(&self, asking: &Asking, id: PersonId, text: &str) -> Result<NoteId, AppError> {
        let (permit, person) = self.shelf.open::<WriteNote, _>(asking, |store| store.person(id)).await?;
        let text = checked(text)?;
        let notes = self.shelf.under(&permit).team_notes_of(id).await?;
        // Pressed twice, or noted by somebody else in the same words.
        if notes.first().is_some_and(|latest| latest.text == text) {
            return Err(fault("The latest note says this already, so nothing was written."));
        }
        if notes.len() >= NOTES_MAX {
            return Err(fault(
                "There are 200 notes about this person. Remove one that is not needed any more.",
            ));
        }
        let note = NewTeamNote { id: self.mint.id(asking.at), person: id, text, by: asking.person()? };
        let said = Said::of("did.note-written").with("text", Arg::text(&note.text));
        let done = Deed::of(&said)?.about(person.id).to(note.id);
        let written = team_note::written(&note, asking.ms());
        self.shelf.commit_logged(asking, permit, done, Unit::from(written)).await?;
        Ok(note.id)
    }

    /// Lets a note say something else.
    ///
    /// # Errors
    /// As above; `NotFound` where there is no such note; `Conflict` where it does not say what was looked at.
    pub async fn change_note(
        &self,
        asking: &Asking,
        (id, note): (PersonId, NoteId),
        seen: &str,
        text: &str,
    ) -> Result<(), AppError> {
        let (permit, _, found) = self.note(asking, id, note).await?;
        let text = checked(text)?;
        if found.text != checked(seen)? {
            return Err(AppError::Conflict);
        }
        if found.text == text {
            return Err(fault("It says this already, so nothing was changed."));
        }
        let said = Said::of("did.note-changed").with("old", Arg::text(&found.text));
        let done = Deed::of(&said.with("text", Arg::text(&text)))?.about(id).to(note);
        let unit = Unit::from(team_note::changed(note, id, &found.text, &text, asking.ms()));
        stored(self.shelf.commit_logged(asking, permit, done, unit).await)
    }

    /// Removes a note; what it said stays in the audit log.
    ///
    /// # Errors
    /// As above.
    pub async fn remove_note(
        &self,
        asking: &Asking,
        (id, note): (PersonId, NoteId),
        seen: &str,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, _, found) = self.note(asking, id, note).await?;
        if found.text != checked(seen)? {
            return Err(AppError::Conflict);
        }
        let said = Said::of("did.note-removed").with("text", Arg::text(&found.text));
        let done = Deed::of(&said)?.about(id).to(note).because(why);
        let unit = Unit::from(team_note::removed(note, id, &found.text));
        stored(self.shelf.commit_logged(asking, permit, done, unit).await)
    }

    async fn note(
        &self,
        asking: &Asking,
        id: PersonId,
        note: NoteId,
    ) -> Result<(Permit<WriteNote>, PersonRecord, TeamNoteRecord), AppError> {
        let (permit, person) = self.shelf.open::<WriteNote, _>(asking, |store| store.person(id)).await?;
        let notes = self.shelf.under(&permit).team_notes_of(id).await?;
        let found = notes.into_iter().find(|one| one.id == note).ok_or(AppError::NotFound)?;
        Ok((permit, person, found))
    }
}

fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        other => Ok(other?),
    }
}
