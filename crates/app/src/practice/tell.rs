//! What somebody says about a question: what went wrong with an answer, and that something is wrong with it.

use assay_kernel::PracticeId;
use assay_learning::event::{ErrorKind, PrepEvent};
use assay_store::{NewTeamNote, Unit, statement::prep};

use super::{Practice, json};
use crate::{AppError, Asking, FieldFault, record};

/// Letters of a report: one thing that is wrong with one question.
const REPORT_CHARS_MAX: usize = 1_000;
/// Notes about one person; the team reads as many.
const NOTES_MAX: usize = 200;
/// Letters of an item's version that tell it from others.
const VERSION_CHARS: usize = 8;

impl Practice {
    /// Says what went wrong with an answer; the latest is kept in sight.
    ///
    /// # Errors
    /// `NotFound` where the question is not answered and explained, or the store failed.
    pub async fn name_error(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
        kind: ErrorKind,
    ) -> Result<(), AppError> {
        let opened = self.open(asking, id).await?;
        let item = opened.id_at(position).ok_or(AppError::NotFound)?.to_owned();
        let is_wrong = opened.answers.get(&item).is_some_and(|given| !given.is_right);
        if !(opened.tells() && is_wrong) {
            return Err(AppError::NotFound);
        }
        let mut unit = Unit::new();
        let store = self.shelf.under(&opened.permit);
        let enrolment = self.enrolment(asking, (store, &opened.record.exam), &mut unit).await?;
        let command = format!("error:{id}:{item}:{}:{}", kind.as_str(), asking.at.as_millisecond());
        let event = PrepEvent::ErrorNamed { item, kind };
        unit.run(prep::happened(enrolment, &command, &json(&event)?, asking.ms()));
        Ok(self.shelf.commit(opened.permit, unit).await?)
    }

    /// Reports a question to the team: it stands among the notes about whoever reports it.
    ///
    /// # Errors
    /// `Invalid` where it says nothing or too much; `NotFound`; or the store failed.
    pub async fn report(
        &self,
        asking: &Asking,
        id: PracticeId,
        position: u32,
        text: &str,
    ) -> Result<(), AppError> {
        let opened = self.open(asking, id).await?;
        let (item, version) = (position as usize)
            .checked_sub(1)
            .and_then(|place| opened.items.get(place))
            .ok_or(AppError::NotFound)?;
        let fault = |text: &str| AppError::Invalid(vec![FieldFault::new("text", text)]);
        let text = text.replace("\r\n", "\n").trim().to_owned();
        match text.chars().count() {
            0 => return Err(fault("Say what is wrong with the question.")),
            1..=REPORT_CHARS_MAX => {}
            _ => return Err(fault("Use at most 1,000 characters.")),
        }
        let version: String = version.chars().take(VERSION_CHARS).collect();
        let text = format!("Reports the practice question {item} (version {version}): {text}");
        let notes = self.shelf.under(&opened.permit).team_notes_of(opened.record.person_id).await?;
        // Pressed twice.
        if notes.first().is_some_and(|latest| latest.text == text) {
            return Ok(());
        }
        if notes.len() >= NOTES_MAX {
            return Err(fault(
                "You have reported so much that the team has to read it first. Write to them.",
            ));
        }
        let person = opened.record.person_id;
        let note = NewTeamNote { id: self.mint.id(asking.at), person, text, by: person };
        let unit = Unit::from(record::counter::told_by_themself(&note, asking.ms()));
        Ok(self.shelf.commit(opened.permit, unit).await?)
    }
}
