//! What can go wrong in a use case, in the words of people.

use assay_assessment::{registration::Refusal, sitting::Refused, whole::NotWhole};
use assay_store::StoreError;
use assay_words::InEnglish;

use crate::ports::NotSent;

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name; empty for the whole form.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub text: String,
}

impl FieldFault {
    /// A fault of a field.
    pub fn new(field: &'static str, text: impl Into<String>) -> Self {
        FieldFault { field, text: text.into() }
    }
}

/// Why a use case was not carried out. A variant only where a caller acts differently.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// Signed in, but not allowed; also said of what belongs to somebody else, so that ids tell nothing.
    #[error("there is nothing here for you")]
    NotFound,
    /// The role does not allow it.
    #[error("your role does not allow this")]
    Forbidden,
    /// The form has faults.
    #[error("{} fields need another look", .0.len())]
    Invalid(Vec<FieldFault>),
    /// The rules of registration say no.
    #[error("{}", .0.said.text())]
    Registration(Refusal),
    /// The rules of the sitting say no.
    #[error("{}", .0.said().text())]
    Sitting(Refused),
    /// A form cannot be given or scored whole, so it is not at all.
    #[error("this exam is on hold: {0}")]
    Held(#[from] NotWhole),
    /// Somebody was faster, or it was done already.
    #[error("this was changed meanwhile; load the page again")]
    Conflict,
    /// A draft cannot be proposed.
    #[error("{0}")]
    Draft(String),
    /// A plan is not what would happen any more.
    #[error("{0} Plan again.")]
    Stale(String),
    /// Whoever proposed a change wants to apply it as well.
    #[error("whoever proposed a change does not apply it; somebody else has to look at it")]
    SecondPerson,
    /// Too many wrong passwords; the right one is taken again after so many seconds.
    #[error("too many attempts; try again in {wait_s} seconds")]
    TooMany {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// More people sign in at once than can be served in time.
    #[error("many people are signing in right now; try again in a few seconds")]
    Busy,
    /// The database does not accept changes; nothing was acknowledged.
    #[error("the answer could not be stored just now; try again in a moment")]
    Unavailable(#[source] StoreError),
    /// A mail did not leave.
    #[error("a mail did not leave: {0}")]
    Mail(#[from] NotSent),
    /// A statement did not leave.
    #[error("a statement did not leave: {0}")]
    Statement(NotSent),
    /// A fault of ours.
    #[error("something went wrong on our side")]
    Internal(String),
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        AppError::Sitting(refused)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(_) => AppError::Conflict,
            StoreError::Corrupt(what) => AppError::Internal(what),
            other => AppError::Unavailable(other),
        }
    }
}

impl AppError {
    /// A fault of ours, with its context for the log.
    pub(crate) fn internal(context: &str, cause: impl std::fmt::Display) -> Self {
        AppError::Internal(format!("{context}: {cause}"))
    }
}
