//! The view: what of an item may be sent to a candidate.
//!
//! An own tree, filled by allow-list. No type in it has a field for a key, a mapping, a rule, a rationale or
//! feedback that is not yet to be shown: a leak would have to be designed before it could be made. A response
//! is given for every interaction as a list of strings in QTI's lexical form, under the name of its response
//! variable.

mod allowed;
mod asks;
mod maker;
mod of;
mod print;

use serde::Serialize;

use crate::declaration::Shape;

pub use of::{ShownState, of, of_feedback, of_nodes};

/// One item as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemView {
    /// In the item's language, where it says one: a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Texts that several items share; shown beside the question.
    pub stimuli: Vec<StimulusView>,
    /// The question.
    pub body: Vec<ViewNode>,
}

/// A text that several items share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StimulusView {
    /// Its name inside the test.
    pub identifier: String,
    /// For its heading.
    pub title: String,
    /// What is read.
    pub body: Vec<ViewNode>,
}

/// What stands in a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum ViewNode {
    /// Text, not markup.
    Text {
        /// As it is read.
        text: String,
    },
    /// An element and attributes of HTML or MathML, all from the allow-list.
    Element {
        /// HTML's or MathML's name.
        name: &'static str,
        /// Without scripts, styles and addresses that lead outside.
        attributes: Vec<(&'static str, String)>,
        /// What stands in it.
        children: Vec<ViewNode>,
    },
    /// A place to answer.
    Interaction {
        /// What is asked for.
        interaction: Box<InteractionView>,
    },
    /// A place of a gap match into which a choice is put.
    Gap {
        /// What a response names.
        identifier: String,
        /// Whether it may stay empty.
        required: bool,
    },
    /// Words of a hot text that can be chosen.
    HotText {
        /// What a response names.
        identifier: String,
        /// The words.
        children: Vec<ViewNode>,
    },
}

/// One interaction as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InteractionView {
    /// The response variable that it fills.
    pub response: String,
    /// What to do, where the author wrote it.
    pub prompt: Vec<ViewNode>,
    /// Words of the shared vocabulary (`qti-labels-none`), and no other class.
    pub vocabulary: Vec<String>,
    /// The author's words for too few choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_message: Option<String>,
    /// The author's words for too many choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_message: Option<String>,
    /// What is asked for.
    #[serde(flatten)]
    pub asks: Asks,
}

/// What an interaction asks for.
///
/// `max` 0 is without a limit (QTI 3.0, 2.10). Lists are in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Asks {
    /// Choose: identifiers.
    Choice {
        /// From these.
        choices: Vec<ChoiceView>,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
        /// Side by side instead of one below the other.
        is_horizontal: bool,
    },
    /// Bring into an order: identifiers, first to last.
    Order {
        /// These.
        choices: Vec<ChoiceView>,
        /// At least so many; `None`: all.
        min: Option<u32>,
        /// At most so many; `None`: all.
        max: Option<u32>,
        /// Side by side instead of one below the other.
        is_horizontal: bool,
    },
    /// Pair sources with targets: directed pairs.
    Match {
        /// What is paired.
        sources: Vec<AssociableView>,
        /// With what.
        targets: Vec<AssociableView>,
        /// At least so many pairs.
        min: u32,
        /// At most so many pairs.
        max: u32,
    },
    /// Put choices into the gaps of a text: directed pairs of choice and gap.
    GapMatch {
        /// What is put.
        choices: Vec<AssociableView>,
        /// The text with its [`ViewNode::Gap`]s.
        content: Vec<ViewNode>,
        /// At least so many.
        min: u32,
        /// At most so many.
        max: u32,
    },
    /// Choose one inside a line: an identifier.
    InlineChoice {
        /// From these.
        choices: Vec<ChoiceView>,
        /// Whether one must be chosen.
        required: bool,
    },
    /// Write a word or a number inside a line.
    TextEntry {
        /// Characters, about.
        expected_length: Option<u32>,
        /// An expression of XML Schema that the whole text must match.
        pattern: Option<String>,
        /// The author's words where it does not match.
        pattern_message: Option<String>,
        /// Shown while it is empty.
        placeholder: Option<String>,
        /// Whether a number is wanted.
        is_numeric: bool,
    },
    /// Write a text.
    ExtendedText {
        /// Characters, about.
        expected_length: Option<u32>,
        /// Lines, about.
        expected_lines: Option<u32>,
        /// An expression of XML Schema that the whole text must match.
        pattern: Option<String>,
        /// The author's words where it does not match.
        pattern_message: Option<String>,
        /// Shown while it is empty.
        placeholder: Option<String>,
        /// Whether white space is kept, in a font of one width.
        is_preformatted: bool,
    },
    /// Choose words of a text: identifiers.
    HotText {
        /// The text with its [`ViewNode::HotText`]s.
        content: Vec<ViewNode>,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// Choose areas of a picture: identifiers.
    HotSpot {
        /// On which.
        picture: ItemPicture,
        /// Where.
        areas: Vec<AreaView>,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// Put choices onto areas of a picture: directed pairs of choice and area.
    GraphicGapMatch {
        /// On which.
        picture: ItemPicture,
        /// What is put.
        choices: Vec<AssociableView>,
        /// Where.
        areas: Vec<AreaView>,
        /// At least so many.
        min: u32,
        /// At most so many.
        max: u32,
    },
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChoiceView {
    /// What a response names.
    pub identifier: String,
    /// What is read.
    pub content: Vec<ViewNode>,
}

/// One choice that is paired or put somewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AssociableView {
    /// What a response names.
    pub identifier: String,
    /// What is read.
    pub content: Vec<ViewNode>,
    /// In at least so many pairs.
    pub match_min: u32,
    /// In at most so many pairs; 0 is without a limit.
    pub match_max: u32,
}

/// One area of a picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaView {
    /// What a response names.
    pub identifier: String,
    /// In pixels of the picture's own size.
    pub shape: Shape,
    /// What a screen reader says; a number where the author wrote nothing.
    pub label: String,
    /// In at most so many pairs; 0 is without a limit.
    pub match_max: u32,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemPicture {
    /// Of the package; the delivery makes an address of it.
    pub source: String,
    /// What is said instead of it.
    pub alternative: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
