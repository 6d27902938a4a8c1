//! Processing: what an item or a test makes of responses (QTI 3.0, 4 and 5).
//!
//! Expressions and rules are typed, read from and written to a tree. Whatever an author wrote, evaluation
//! ends: it takes a limited number of steps and never panics, and an expression that has no result is NULL.
//! The same seed gives the same numbers for ever.
//!
//! ```
//! use assay_qti::process::{ItemRules, ItemSession, ProcessLimits, ResponseProcessing, SessionItem};
//! use assay_qti::{declaration::Declarations, remark::Remarks, value::Value, xml};
//!
//! let text = "<qti-response-processing xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0'>\
//!     <qti-set-outcome-value identifier='SCORE'><qti-sum>\
//!     <qti-base-value base-type='float'>0.5</qti-base-value>\
//!     <qti-variable identifier='numAttempts'/></qti-sum></qti-set-outcome-value>\
//!     </qti-response-processing>";
//! let tree = xml::parse(text, &xml::XmlLimits::ITEM).unwrap();
//! let mut remarks = Remarks::default();
//! let response = ResponseProcessing::read(&tree, &mut remarks);
//! assert!(remarks.remarks.is_empty());
//!
//! let declarations = Declarations::default();
//! let rules = ItemRules { response: Some(response), ..ItemRules::default() };
//! let subject = SessionItem { declarations: &declarations, rules: &rules, is_adaptive: false };
//! let mut session = ItemSession::begin(subject, 7, ProcessLimits::default()).unwrap();
//! session.respond(&Default::default(), None).unwrap();
//! assert_eq!(session.outcomes()["SCORE"], Value::float(1.5));
//! ```

mod basics;
mod expression;
mod extension;
mod limits;
mod logic;
mod map;
mod names;
mod numbers;
mod operators;
mod pattern;
mod random;
mod read;
mod read_extension;
mod read_rule;
mod reader;
mod response;
mod rule;
mod run;
mod scope;
mod session;
mod templates;
mod test_data;
mod write;

pub use basics::truth;
pub use expression::{
    Expression, Extension, ItemCount, ItemSubset, MathConstant, MathFunction, Operator, Parameter,
    RoundingMode, Statistic, TestExpression, Tolerance,
};
pub use limits::{ProcessError, ProcessLimits};
pub use map::is_inside;
pub use pattern::Pattern;
pub use random::SeededChance;
pub use response::{GivenResponse, RecordField, UnfitResponse, value_of};
pub use rule::{Branch, ExitElement, ItemRules, ProcessRule, ResponseProcessing, Stage, Target};
pub use run::{Run, RunEnd};
pub use scope::{Scope, VariableKind};
pub use session::{ItemSession, SessionError, SessionItem};
pub use templates::by_address as template;
pub use test_data::TestItem;

#[cfg(test)]
mod tests;
