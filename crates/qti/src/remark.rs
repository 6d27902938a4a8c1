//! What is told of a file that was read.
//!
//! Its faults, and what of it is not in the model.

use serde::Serialize;

use crate::tree::Place;

/// How much a remark weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Nothing is lost: it is written as the standard does not know, and is understood.
    Lenient,
    /// Something of the file is not in the model; the remark says what became of it.
    Loss,
    /// What was read cannot be used: it would be scored or shown wrong.
    Error,
}

/// One thing to know about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// A stable code, e.g. `unknown-element`; see [`crate::remark::codes`].
    pub code: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// An element's or an attribute's name as in QTI 3.0.
    ///
    /// For example `qti-slider-interaction/@step`.
    pub construct: String,
    /// What is at fault and what became of it, for a person.
    pub message: String,
    /// Where; line and column from 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// Codes of remarks; each has a fixture that brings it about.
pub mod codes {
    /// An element that QTI does not know; kept where it stood, told.
    pub const UNKNOWN_ELEMENT: &str = "unknown-element";
    /// An attribute that its element does not have; kept where it stood, told.
    pub const UNKNOWN_ATTRIBUTE: &str = "unknown-attribute";
    /// Text where only elements may stand.
    pub const STRAY_TEXT: &str = "stray-text";
    /// An attribute without which the element means nothing.
    pub const MISSING_ATTRIBUTE: &str = "missing-attribute";
    /// An element without which its parent means nothing.
    pub const MISSING_ELEMENT: &str = "missing-element";
    /// A value outside its base type or vocabulary.
    pub const VALUE: &str = "value";
    /// Elements that do not stand in that order or number.
    pub const ORDER: &str = "order";
    /// A name that nothing declares, or that two things declare.
    pub const NAME: &str = "name";
    /// No namespace, or not the one of QTI 3.0; read as if it were.
    pub const NAMESPACE: &str = "namespace";
    /// Not of the standard; understood as engines of the wild do.
    pub const EXTENSION: &str = "extension";
    /// What its author alone can compute: it counts NULL.
    pub const CUSTOM: &str = "custom";
    /// Of the standard, and not done by this engine; kept as it is.
    pub const UNSUPPORTED: &str = "unsupported";
    /// A file that something refers to and that the package does not have.
    pub const MISSING_FILE: &str = "missing-file";
    /// A file that could run something, or of a kind that is not shown; left out.
    pub const ACTIVE_MEDIA: &str = "active-media";
    /// Not well-formed, or refused: a document type, an entity, past a limit.
    pub const XML: &str = "xml";
}

/// All there is to know about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Remarks {
    /// In the order in which they were found.
    pub remarks: Vec<Remark>,
}

impl Remarks {
    /// Adds a remark.
    pub fn add(
        &mut self,
        weight: Weight,
        code: &'static str,
        place: Place,
        construct: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.remarks.push(Remark {
            code,
            weight,
            construct: construct.into(),
            message: message.into(),
            line: place.line,
            column: place.column,
        });
    }

    /// Whether what was read can be used.
    pub fn is_usable(&self) -> bool {
        self.remarks.iter().all(|remark| remark.weight < Weight::Error)
    }
}
