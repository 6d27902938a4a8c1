//! Rules as they are written: what is set, and when (QTI 3.0, section 4).

use super::expression::Expression;
use crate::tree::XmlElement;

/// Which processing a rule is part of; its elements are named after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// `qti-response-processing`.
    Response,
    /// `qti-outcome-processing`.
    Outcome,
    /// `qti-template-processing`.
    Template,
}

impl Stage {
    /// The part of elements' names: `response`.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Response => "response",
            Stage::Outcome => "outcome",
            Stage::Template => "template",
        }
    }
}

/// What a rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `qti-set-outcome-value`.
    Outcome,
    /// `qti-set-template-value`.
    Template,
    /// `qti-set-correct-response`: a response's key.
    Correct,
    /// `qti-set-default-value`: what a variable holds at first.
    Default,
    /// `setResponseValue`, which no version of the standard has.
    Response,
}

impl Target {
    /// The element's name.
    pub fn element(self) -> &'static str {
        match self {
            Target::Outcome => "qti-set-outcome-value",
            Target::Template => "qti-set-template-value",
            Target::Correct => "qti-set-correct-response",
            Target::Default => "qti-set-default-value",
            Target::Response => "qti-set-response-value",
        }
    }
}

/// One step of processing.
#[derive(Clone, Debug, PartialEq)]
pub enum ProcessRule {
    /// `qti-response-condition` and its kin.
    Condition {
        /// For the elements' names.
        stage: Stage,
        /// If, else if, …; the first that is true is followed.
        branches: Vec<Branch>,
        /// Followed where no branch is.
        otherwise: Option<Vec<ProcessRule>>,
    },
    /// `qti-set-outcome-value` and its kin.
    Set {
        /// What.
        target: Target,
        /// Which.
        identifier: String,
        /// To what.
        value: Expression,
    },
    /// `setDefaultValue` without a value: back to the default; no version of the standard has it.
    Reset(String),
    /// `qti-lookup-outcome-value`.
    Lookup {
        /// The outcome, whose declaration has the table.
        identifier: String,
        /// What is looked up.
        value: Expression,
    },
    /// `qti-exit-response` and its kin: ends this processing.
    Exit(ExitElement),
    /// `qti-template-constraint`: once more from the start, until it is true.
    Constraint(Expression),
    /// `qti-response-processing-fragment` and its kin: rules that were grouped.
    Fragment {
        /// For the element's name.
        stage: Stage,
        /// In order.
        rules: Vec<ProcessRule>,
    },
    /// What this engine does not follow: an XInclude, an element without a meaning. Kept as it is, told.
    Unknown(Box<XmlElement>),
}

/// The element that ends a processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitElement {
    /// `qti-exit-response`.
    Response,
    /// `qti-exit-test`.
    Test,
    /// `qti-exit-template`.
    Template,
}

impl ExitElement {
    /// The element's name.
    pub fn element(self) -> &'static str {
        match self {
            ExitElement::Response => "qti-exit-response",
            ExitElement::Test => "qti-exit-test",
            ExitElement::Template => "qti-exit-template",
        }
    }
}

/// A condition and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// NULL is not true.
    pub condition: Expression,
    /// In order.
    pub rules: Vec<ProcessRule>,
}

/// `qti-response-processing`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResponseProcessing {
    /// An address of rules that several items share.
    pub template: Option<String>,
    /// Where else they may be found; kept, never loaded.
    pub template_location: Option<String>,
    /// Rules of the item's own, which go before the template.
    pub rules: Vec<ProcessRule>,
}

/// All processing of one item, beside its declarations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemRules {
    /// Before the item is shown.
    pub template: Vec<ProcessRule>,
    /// After a response.
    ///
    /// `None` where the item has none, which is not the same as an empty one.
    pub response: Option<ResponseProcessing>,
    /// `outcomeProcessing` inside an item, after the response's.
    ///
    /// No version of the standard has it.
    pub outcome: Vec<ProcessRule>,
}
