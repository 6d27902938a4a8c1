//! What is drawn: a question, what was answered, and whether its key may be seen.

use std::collections::BTreeMap;

pub(crate) use assay_bank::answer::Responses;
use assay_qti::view::{InteractionView, ItemView, ViewNode};
use maud::Markup;

use super::words;

/// Something missing or too much in a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResponseFault {
    /// The response variable.
    pub response: String,
    /// The author's words, or ours.
    pub text: String,
}

/// What a control of a response variable is called in a form.
pub(crate) fn field_name(response: &str) -> String {
    format!("{FIELD_PREFIX}{response}")
}

/// Before a response variable's name: fields of the page's own never begin so.
pub(super) const FIELD_PREFIX: &str = "r:";

/// A question with what whoever answers it has answered so far.
pub(crate) struct QuestionShown<'a> {
    /// What is asked.
    pub view: &'a ItemView,
    /// Before every id of it: several questions may stand on a page.
    pub prefix: &'a str,
    /// What was answered.
    pub responses: &'a Responses,
    /// What is missing in it, where it was handed in as it is.
    pub faults: &'a [ResponseFault],
    /// Whether it can be answered.
    pub is_locked: bool,
    /// Whether copying is off, as in an exam.
    pub is_guarded: bool,
    /// The address of a picture, by its name in the package.
    pub address: &'a dyn Fn(&str) -> String,
}

/// What is told after the answer, in the hands of somebody who may show it.
pub(crate) struct ReleasedKey<'a> {
    /// The right responses.
    pub right: &'a Responses,
    /// Why a choice is right or not: HTML of ours by its name; of a choice that is not named nothing is said.
    pub reasons: &'a BTreeMap<String, String>,
}

/// What of a body a question draws itself.
pub(super) enum Drawn<'v> {
    /// A place to answer.
    Interaction(&'v InteractionView),
    /// A gap, by its name.
    Gap(&'v str),
    /// Words that can be chosen.
    HotText(&'v str, &'v [ViewNode]),
}

/// A question with everything that is needed while it is drawn.
#[derive(Clone, Copy)]
pub(super) struct QuestionPaper<'a> {
    pub shown: &'a QuestionShown<'a>,
    pub key: Option<&'a ReleasedKey<'a>>,
    /// The interaction whose text is drawn: gaps and hot words are its controls.
    pub inside: Option<&'a InteractionView>,
    /// Draws what stands in a body: bodies know nothing of the kinds of interaction.
    pub draw: fn(&QuestionPaper<'_>, &Drawn<'_>) -> Markup,
}

impl<'a> QuestionPaper<'a> {
    /// An id that no other question on the page has.
    pub fn id(&self, response: &str, part: &str) -> String {
        format!("{}-{response}-{part}", self.shown.prefix)
    }

    /// What was answered.
    pub fn own(&self, response: &str) -> &'a [String] {
        self.shown.responses.get(response).map_or(&[], Vec::as_slice)
    }

    /// What would have been right, where that may be shown.
    pub fn right(&self, response: &str) -> Option<&'a [String]> {
        self.key?.right.get(response).map(Vec::as_slice)
    }

    /// Why a choice is right or not, where that may be shown.
    pub fn reason(&self, choice: &str) -> Option<&'a str> {
        self.key?.reasons.get(choice).map(String::as_str)
    }

    pub fn is_locked(&self) -> bool {
        self.shown.is_locked || self.key.is_some()
    }

    /// What is missing in an interaction.
    pub fn fault(&self, response: &str) -> &'a str {
        let fault = self.shown.faults.iter().find(|fault| fault.response == response);
        fault.map_or("", |fault| fault.text.as_str())
    }

    /// The language of the page's own words, where it is not the question's.
    pub fn our_language(&self) -> Option<&'static str> {
        let language = self.shown.view.language.as_deref()?;
        (!words::is_english(language)).then_some("en")
    }
}
