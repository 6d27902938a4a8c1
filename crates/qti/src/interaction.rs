//! Interactions: the places of a body where a candidate answers.
//!
//! A body is a tree; this is a typed reading of one element of it, and the way back. Ten interactions are
//! fully typed, for those are shown; the others are named, with the variable that they fill, and keep their
//! element.
//!
//! ```
//! use assay_qti::{interaction::{InteractionKind, Interaction}, remark::Remarks, tree::XmlElement};
//!
//! let element = XmlElement::new("qti-text-entry-interaction")
//!     .with("response-identifier", "RESPONSE").with("expected-length", "3");
//! let read = Interaction::read(&element, &mut Remarks::default()).unwrap();
//! assert!(matches!(read.asked, InteractionKind::TextEntry(ref text) if text.expected_length == Some(3)));
//! assert_eq!(read.write(), element);
//! ```

mod read;
mod write;

use crate::{
    declaration::Shape,
    item::ShowHide,
    remark::Remarks,
    tree::{Attribute, XmlElement, XmlNode},
};

/// Every interaction of QTI 3.0, and whether it can be shown here.
const NAMES: [(&str, bool); 22] = [
    ("qti-choice-interaction", true),
    ("qti-order-interaction", true),
    ("qti-match-interaction", true),
    ("qti-gap-match-interaction", true),
    ("qti-inline-choice-interaction", true),
    ("qti-text-entry-interaction", true),
    ("qti-extended-text-interaction", true),
    ("qti-hottext-interaction", true),
    ("qti-hotspot-interaction", true),
    ("qti-graphic-gap-match-interaction", true),
    ("qti-associate-interaction", false),
    ("qti-graphic-order-interaction", false),
    ("qti-graphic-associate-interaction", false),
    ("qti-select-point-interaction", false),
    ("qti-position-object-interaction", false),
    ("qti-slider-interaction", false),
    ("qti-media-interaction", false),
    ("qti-drawing-interaction", false),
    ("qti-upload-interaction", false),
    ("qti-end-attempt-interaction", false),
    ("qti-custom-interaction", false),
    ("qti-portable-custom-interaction", false),
];

/// One interaction of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// The response variable that it fills.
    pub response_identifier: String,
    /// `qti-prompt`: what to do.
    pub prompt: Option<XmlElement>,
    /// The author's words for too few choices.
    pub min_message: Option<String>,
    /// The author's words for too many choices.
    pub max_message: Option<String>,
    /// Classes, names for accessibility and what else it has; written again.
    pub others: Vec<Attribute>,
    /// What is asked for.
    pub asked: InteractionKind,
}

/// What an interaction asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum InteractionKind {
    /// `qti-choice-interaction`.
    Choice {
        /// From these.
        choices: Vec<SimpleChoice>,
        /// Whether they are mixed.
        shuffle: bool,
        /// How many.
        bounds: Bounds,
        /// Side by side instead of one below the other.
        is_horizontal: bool,
    },
    /// `qti-order-interaction`.
    Order {
        /// These.
        choices: Vec<SimpleChoice>,
        /// Whether they are mixed.
        shuffle: bool,
        /// How many; all where nothing is said.
        bounds: Bounds,
        /// Side by side instead of one below the other.
        is_horizontal: bool,
    },
    /// `qti-match-interaction`.
    Match {
        /// What is paired.
        sources: Vec<AssociableChoice>,
        /// With what.
        targets: Vec<AssociableChoice>,
        /// Whether both are mixed.
        shuffle: bool,
        /// How many pairs.
        bounds: Bounds,
    },
    /// `qti-gap-match-interaction`.
    GapMatch {
        /// What is put into gaps.
        choices: Vec<AssociableChoice>,
        /// The text with its `qti-gap`s.
        content: Vec<XmlNode>,
        /// Whether the choices are mixed.
        shuffle: bool,
        /// How many.
        bounds: Bounds,
    },
    /// `qti-inline-choice-interaction`.
    InlineChoice {
        /// From these.
        choices: Vec<SimpleChoice>,
        /// Whether they are mixed.
        shuffle: bool,
        /// Whether one must be chosen.
        required: bool,
        /// `qti-label`.
        label: Option<XmlElement>,
    },
    /// `qti-text-entry-interaction`.
    TextEntry(TextAsked),
    /// `qti-extended-text-interaction`.
    ExtendedText(TextAsked),
    /// `qti-hottext-interaction`.
    HotText {
        /// The text with its `qti-hottext`s.
        content: Vec<XmlNode>,
        /// How many.
        bounds: Bounds,
    },
    /// `qti-hotspot-interaction`.
    HotSpot {
        /// `img`, `picture` or `object`.
        picture: XmlElement,
        /// Where.
        areas: Vec<Hotspot>,
        /// How many.
        bounds: Bounds,
    },
    /// `qti-graphic-gap-match-interaction`.
    GraphicGapMatch {
        /// `img`, `picture` or `object`.
        picture: XmlElement,
        /// What is put.
        choices: Vec<AssociableChoice>,
        /// Where.
        areas: Vec<Hotspot>,
        /// How many.
        bounds: Bounds,
    },
    /// Any other of the standard: read, scored and written, but not shown.
    Other(XmlElement),
}

/// How many; what is not said is for the interaction to decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub min: Option<u32>,
    /// At most; 0 is without a limit.
    pub max: Option<u32>,
}

/// `qti-simple-choice` or `qti-inline-choice`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SimpleChoice {
    /// What a response names.
    pub identifier: String,
    /// Whether it keeps its place where the others are mixed.
    pub is_fixed: bool,
    /// The template variable that decides whether it is there.
    pub shown_by: Option<ShownBy>,
    /// What is read.
    pub content: Vec<XmlNode>,
    /// What else it has; written again.
    pub others: Vec<Attribute>,
}

/// `qti-simple-associable-choice`, `qti-gap-text` or `qti-gap-img`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssociableChoice {
    /// What all choices have.
    pub choice: SimpleChoice,
    /// Whether it is a picture (`qti-gap-img`).
    pub is_picture: bool,
    /// In how many pairs.
    pub matches: Matches,
}

/// In how many pairs a choice or an area may be, and with which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// At least; at most, where 0 is without a limit.
    pub bounds: Bounds,
    /// The choices that it may be paired with; empty for all.
    pub group: Vec<String>,
}

/// `template-identifier` and `show-hide`: whether something is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownBy {
    /// The template variable; the choice's own identifier is the value.
    pub template_identifier: String,
    /// What happens where the variable holds it.
    pub shown: ShowHide,
}

/// `qti-hotspot-choice` or `qti-associable-hotspot`.
#[derive(Clone, Debug, PartialEq)]
pub struct Hotspot {
    /// What a response names.
    pub identifier: String,
    /// Where.
    pub shape: Shape,
    /// What a screen reader says (`hotspot-label`).
    pub label: Option<String>,
    /// The template variable that decides whether it is there.
    pub shown_by: Option<ShownBy>,
    /// In how many pairs; for areas of a graphic gap match.
    pub matches: Matches,
    /// What else it has; written again.
    pub others: Vec<Attribute>,
}

/// What text is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextAsked {
    /// Characters, about.
    pub expected_length: Option<u32>,
    /// Lines, about; of extended text.
    pub expected_lines: Option<u32>,
    /// An expression of XML Schema that the whole text must match.
    pub pattern_mask: Option<String>,
    /// The author's words where it does not match.
    pub pattern_message: Option<String>,
    /// Shown while it is empty.
    pub placeholder: Option<String>,
    /// `plain`, `preFormatted` or `xhtml`.
    pub format: Option<String>,
    /// For numbers, the base they are written in.
    pub base: Option<u32>,
    /// A second variable that takes the text as it was written.
    pub string_identifier: Option<String>,
    /// Of extended text: at least so many texts.
    pub min_strings: Option<u32>,
    /// Of extended text: at most so many texts.
    pub max_strings: Option<u32>,
}

/// Whether that is the name of an interaction.
pub fn is_interaction(name: &str) -> bool {
    NAMES.iter().any(|(known, _)| *known == name)
}

/// Whether an interaction of that name can be shown to a candidate here.
pub fn can_be_shown(name: &str) -> bool {
    NAMES.contains(&(name, true))
}

impl Interaction {
    /// Every interaction of a body, in its order.
    ///
    /// One that cannot be used is told as an error and left out.
    pub fn all(body: &XmlElement, remarks: &mut Remarks) -> Vec<Self> {
        let mut found = Vec::new();
        collect(body, &mut found, remarks);
        found
    }
}

fn collect(element: &XmlElement, found: &mut Vec<Interaction>, remarks: &mut Remarks) {
    if is_interaction(&element.name) {
        found.extend(Interaction::read(element, remarks));
    }
    // Feedback and templates may stand in an interaction, and interactions in those.
    for child in element.elements() {
        collect(child, found, remarks);
    }
}

#[cfg(test)]
#[path = "interaction_tests.rs"]
mod tests;
