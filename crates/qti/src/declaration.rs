//! Declarations: the variables of an item (QTI 3.0, 2.3 and 2.11).

mod points;
mod read;
mod read_value;
mod shape;
mod write;

use serde::Serialize;

pub(crate) use points::shape as read_shape;

use crate::{
    tree::Attribute,
    value::{BaseType, Cardinality, Scalar, Value},
};

/// What declarations of every kind say.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Unique among all variables of the item.
    pub identifier: String,
    /// How many.
    pub cardinality: Cardinality,
    /// Of what; `None` for a record alone.
    pub base: Option<BaseType>,
    /// What it holds before anything was set.
    pub default: Value,
    /// What the author says of the default.
    pub default_interpretation: Option<String>,
    /// What this model does not use; written again as it was.
    pub others: Vec<Attribute>,
}

impl Variable {
    /// One that begins with NULL.
    pub fn new(identifier: &str, cardinality: Cardinality, base: BaseType) -> Self {
        Variable {
            identifier: identifier.to_owned(),
            cardinality,
            base: Some(base),
            default: Value::Null,
            default_interpretation: None,
            others: Vec::new(),
        }
    }
}

impl OutcomeDeclaration {
    /// One of which nothing is said but its variable.
    pub fn of(variable: Variable) -> Self {
        OutcomeDeclaration {
            variable,
            view: Vec::new(),
            interpretation: None,
            long_interpretation: None,
            normal_maximum: None,
            normal_minimum: None,
            mastery_value: None,
            external_scored: None,
            variable_identifier_ref: None,
            table: None,
            mapping: None,
        }
    }
}

/// `qti-response-declaration`: what a candidate's response is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseDeclaration {
    /// Name and kind.
    pub variable: Variable,
    /// The key; NULL where there is none.
    pub correct: Value,
    /// What the author says of the key.
    pub correct_interpretation: Option<String>,
    /// Points by value.
    pub mapping: Option<Mapping>,
    /// Points by area.
    pub area_mapping: Option<AreaMapping>,
}

/// `qti-mapping`: points for each value (2.3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The least sum.
    pub lower_bound: Option<f64>,
    /// The largest sum.
    pub upper_bound: Option<f64>,
    /// For a value without an entry.
    pub default: f64,
    /// In the file's order.
    pub entries: Vec<MapEntry>,
}

/// One value and its points.
#[derive(Clone, Debug, PartialEq)]
pub struct MapEntry {
    /// Of the declaration's base type.
    pub key: Scalar,
    /// Points.
    pub value: f64,
    /// Whether upper and lower case differ.
    ///
    /// The schema's default is `false` (2.2 and 3.0).
    pub is_case_sensitive: bool,
}

/// `qti-area-mapping`: points for a place on a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaMapping {
    /// The least sum.
    pub lower_bound: Option<f64>,
    /// The largest sum.
    pub upper_bound: Option<f64>,
    /// For a point in no area.
    pub default: f64,
    /// In the file's order: the first area that holds a point counts.
    pub entries: Vec<AreaEntry>,
}

/// One area and its points.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaEntry {
    /// Where.
    pub shape: Shape,
    /// Points.
    pub value: f64,
}

/// An area of a picture (`shape` and `coords`), in pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Everything.
    Default,
    /// Left, top, right, bottom.
    Rect([f64; 4]),
    /// Centre and radius.
    Circle([f64; 3]),
    /// Corners: x, y, x, y, …; closed by itself.
    Poly(Vec<f64>),
    /// Centre, horizontal and vertical radius (deprecated by the standard, still read).
    Ellipse([f64; 4]),
}

/// Who may see what an outcome says, and who scores it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExternalScored {
    /// A person.
    Human,
    /// Another system.
    Machine,
}

/// `qti-outcome-declaration`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeDeclaration {
    /// Name and kind.
    pub variable: Variable,
    /// For whom: `candidate`, `scorer`, …; empty for everybody.
    pub view: Vec<String>,
    /// What it means.
    pub interpretation: Option<String>,
    /// An address of a longer text.
    pub long_interpretation: Option<String>,
    /// The largest value that is usual.
    pub normal_maximum: Option<f64>,
    /// The least value that is usual.
    pub normal_minimum: Option<f64>,
    /// From which on the subject is mastered.
    pub mastery_value: Option<f64>,
    /// Who scores it, where the engine does not.
    pub external_scored: Option<ExternalScored>,
    /// The variable of another item that it is scored with.
    pub variable_identifier_ref: Option<String>,
    /// For `qti-lookup-outcome-value`.
    pub table: Option<LookupTable>,
    /// `mapping` of the wild, for `mapOutcome`.
    ///
    /// No version of the standard has it here.
    pub mapping: Option<Mapping>,
}

/// A table from a number to a value (2.11.4).
#[derive(Clone, Debug, PartialEq)]
pub enum LookupTable {
    /// `qti-match-table`: by equality with a whole number.
    Match {
        /// Number and value, in the file's order.
        entries: Vec<(i64, Scalar)>,
        /// For what is in no entry.
        default: Option<Scalar>,
    },
    /// `qti-interpolation-table`: the first entry whose boundary the number reaches.
    Interpolation {
        /// Boundary, whether it is reached by equality, value; in the file's order.
        entries: Vec<(f64, bool, Scalar)>,
        /// For what reaches no boundary.
        default: Option<Scalar>,
    },
}

/// `qti-template-declaration`: a variable that is set before the item is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateDeclaration {
    /// Name and kind.
    pub variable: Variable,
    /// Whether it stands for a parameter of an object.
    pub is_param: bool,
    /// Whether it is replaced in MathML.
    pub is_math: bool,
}

/// `qti-context-declaration`: what the delivery knows (3.0).
#[derive(Clone, Debug, PartialEq)]
pub struct ContextDeclaration {
    /// Name and kind.
    pub variable: Variable,
}

/// The variables of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declarations {
    /// What the delivery knows.
    pub contexts: Vec<ContextDeclaration>,
    /// What a candidate gives.
    pub responses: Vec<ResponseDeclaration>,
    /// What scoring gives.
    pub outcomes: Vec<OutcomeDeclaration>,
    /// What is drawn before.
    pub templates: Vec<TemplateDeclaration>,
}

#[cfg(test)]
#[path = "declaration_tests.rs"]
mod tests;
