//! What was done, for the audit log: said by the use case that does it, stored in its unit.

use assay_kernel::{EntryId, PersonId, Said};
use assay_store::EntryRecord;

use crate::{AppError, Asking, FieldFault};

/// Who acts on the command line, in words that are stored.
pub(crate) const COMMAND_LINE: &str = "command line";
/// Letters of a reason.
const REASON_CHARS_MAX: usize = 1_000;

/// Something that was done to somebody or something.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    /// JSON.
    said: String,
    about: Option<PersonId>,
    object: Option<String>,
    reason: Option<String>,
}

impl Deed {
    /// What was done; what it changed stands in its arguments.
    ///
    /// # Errors
    /// It cannot be written down.
    pub(crate) fn of(said: &Said) -> Result<Deed, AppError> {
        let said = serde_json::to_string(said);
        let said = said.map_err(|error| AppError::internal("writing down what was done", error))?;
        Ok(Deed { said, about: None, object: None, reason: None })
    }

    /// Whom it concerns.
    #[must_use]
    pub(crate) fn about(self, person: PersonId) -> Deed {
        Deed { about: Some(person), ..self }
    }

    /// What else it was done to, by its id or code.
    #[must_use]
    pub(crate) fn to(self, object: impl ToString) -> Deed {
        Deed { object: Some(object.to_string()), ..self }
    }

    /// Why, in the words of whoever does it.
    #[must_use]
    pub(crate) fn because(self, reason: &Why) -> Deed {
        Deed { reason: Some(reason.0.clone()), ..self }
    }

    pub(crate) fn entry(self, id: EntryId, asking: &Asking, act: &str) -> EntryRecord {
        EntryRecord {
            id,
            done_at: asking.ms(),
            done_by: by(asking),
            act: act.to_owned(),
            about: self.about.map(|person| person.to_string()),
            object: self.object,
            reason: self.reason,
            said: self.said,
        }
    }
}

/// Who acts, as it is stored beside what they did.
pub(crate) fn by(asking: &Asking) -> String {
    asking.actor.person().map_or(COMMAND_LINE.to_owned(), ToString::to_string)
}

/// Why somebody does something: their own words, and there are some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why(String);

impl Why {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `Invalid` at the field `reason`: nothing, or too much.
    pub fn parse(text: &str) -> Result<Why, AppError> {
        let text = text.trim();
        let fault = |text: &str| AppError::Invalid(vec![FieldFault::new("reason", text)]);
        if text.is_empty() {
            return Err(fault("Enter a reason: it is kept with what you do."));
        }
        if text.chars().count() > REASON_CHARS_MAX {
            return Err(fault("Use at most 1,000 characters."));
        }
        Ok(Why(text.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
