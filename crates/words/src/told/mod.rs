//! The JSON of standings, plans and comparisons of outlines.
//!
//! What is said stands there as a text, and as its code with arguments beside it.
//!
//! The texts are for people, and may change with any release; programs read the codes.

mod outline;
mod plan;
mod standing;

use assay_kernel::{Args, Code, Said};
use serde::{Serialize, Serializer};

use crate::InEnglish;

/// Something as its JSON tells it.
///
/// ```
/// use assay_kernel::{Said, date};
/// use assay_standing::Foreseen;
/// use assay_words::Told;
/// let said = Said::of("ahead.ends").with("last", date(2026, 4, 16)).with("on", date(2026, 4, 17));
/// let said = said.with("event", assay_kernel::Arg::text("merger"));
/// let foreseen = Foreseen { on: date(2026, 4, 17), valid_until: None, rule: String::new(), said };
/// let json = serde_json::to_value(Told(&foreseen)).unwrap();
/// assert_eq!(json["text"], "Ends after 16 April 2026: the event “merger” of 17 April 2026 ends it.");
/// assert_eq!(json["code"], "ahead.ends");
/// assert_eq!(json["args"]["last"]["day"], "2026-04-16");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Told<'a, T>(pub &'a T);

impl<T: Tell> Serialize for Told<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.tell(serializer)
    }
}

/// What has a JSON that tells it.
pub trait Tell {
    /// Writes it.
    ///
    /// # Errors
    /// Those of the serializer.
    fn tell<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Tell> Tell for Vec<T> {
    fn tell<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Told))
    }
}

/// A text with its code and arguments beside it.
fn sentence<S: Serializer>(said: &Said, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Sentence<'a> {
        text: String,
        code: &'a Code,
        args: &'a Args,
    }
    Sentence { text: said.text(), code: &said.code, args: &said.args }.serialize(serializer)
}

/// The same under a headline.
fn headed<S: Serializer>(said: &Said, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Headed<'a> {
        title: String,
        text: String,
        code: &'a Code,
        args: &'a Args,
    }
    Headed { title: said.title(), text: said.text(), code: &said.code, args: &said.args }
        .serialize(serializer)
}

/// Tells a type by the form that lists its fields.
macro_rules! as_told {
    ($($of:ident by $told:ident),+ $(,)?) => {
        $(impl Tell for $of {
            fn tell<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $told::serialize(self, serializer)
            }
        })+
    };
}

use as_told;
