//! What somebody did, in the words of the ADL vocabulary.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::worded::Worded;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// They began to prepare, or went over to another exam version.
    Registered,
    /// They finished a lesson.
    Experienced,
    /// They finished a course, or a run of practice.
    Completed,
    /// They answered a check of a lesson.
    Answered,
    /// A lab was judged, and all was there.
    Passed,
    /// A lab was judged, and something was missing.
    Failed,
}

impl Verb {
    /// All there are.
    pub const ALL: [Verb; 6] =
        [Verb::Registered, Verb::Experienced, Verb::Completed, Verb::Answered, Verb::Passed, Verb::Failed];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Verb::Registered => "registered",
            Verb::Experienced => "experienced",
            Verb::Completed => "completed",
            Verb::Answered => "answered",
            Verb::Passed => "passed",
            Verb::Failed => "failed",
        }
    }

    /// Its address in the ADL vocabulary.
    pub fn iri(self) -> String {
        format!("http://adlnet.gov/expapi/verbs/{}", self.as_str())
    }
}

impl Serialize for Verb {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut verb = to.serialize_struct("Verb", 2)?;
        verb.serialize_field("id", &self.iri())?;
        verb.serialize_field("display", &Worded::english(self.as_str()))?;
        verb.end()
    }
}
