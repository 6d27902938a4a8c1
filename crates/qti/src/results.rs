//! Results of a test as QTI 3.0 reports them: `assessmentResult`.
//!
//! ```
//! use assay_qti::{results::{AssessmentResult, KeyExport, ResultContext}, xml};
//!
//! let result = AssessmentResult {
//!     context: ResultContext { sourced_id: Some("p1".into()), sessions: Vec::new() },
//!     test: None,
//!     items: Vec::new(),
//! };
//! let text = xml::write(&result.write(KeyExport::Without));
//! assert!(text.contains(r#"<context sourcedId="p1"/>"#));
//! ```

use crate::{
    tree::{Space, XmlElement},
    value::{BaseType, Cardinality, Scalar, Value},
};

/// The vocabulary of results.
const RESULT_3: &str = "http://www.imsglobal.org/xsd/imsqti_result_v3p0";

/// Whether keys go into an export.
///
/// An export never has a key unless its reader may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyExport {
    /// Left out, whatever the structs hold.
    Without,
    /// Written beside each response.
    With,
}

/// What one person did in one test.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentResult {
    /// Who, and under which names elsewhere.
    pub context: ResultContext,
    /// What the test as a whole gave.
    pub test: Option<TestResult>,
    /// What each item gave, in the order in which they were shown.
    pub items: Vec<ItemResult>,
}

/// Who, and under which names elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultContext {
    /// The person.
    pub sourced_id: Option<String>,
    /// The sitting, as each system calls it: the system's address and the name.
    pub sessions: Vec<(String, String)>,
}

/// What the test as a whole gave.
#[derive(Clone, Debug, PartialEq)]
pub struct TestResult {
    /// The test.
    pub identifier: String,
    /// When: a date and time of XML Schema.
    pub datestamp: String,
    /// Outcomes, and whatever else is reported.
    pub variables: Vec<ResultVariable>,
}

/// What one item gave.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemResult {
    /// The item's place in the test.
    pub identifier: String,
    /// As which one it was shown, from 1.
    pub sequence_index: Option<u32>,
    /// When: a date and time of XML Schema.
    pub datestamp: String,
    /// How far it came.
    pub status: ItemSessionStatus,
    /// Responses, outcomes, template and context variables.
    pub variables: Vec<ResultVariable>,
    /// What the person wrote about it.
    pub candidate_comment: Option<String>,
}

/// How far a session of an item came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemSessionStatus {
    /// It was not shown.
    Initial,
    /// Shown and not submitted.
    PendingSubmission,
    /// Submitted and not processed.
    PendingResponseProcessing,
    /// Waits for a person or another system.
    PendingExternalScoring,
    /// Done.
    Final,
}

impl ItemSessionStatus {
    fn word(self) -> &'static str {
        match self {
            ItemSessionStatus::Initial => "initial",
            ItemSessionStatus::PendingSubmission => "pendingSubmission",
            ItemSessionStatus::PendingResponseProcessing => "pendingResponseProcessing",
            ItemSessionStatus::PendingExternalScoring => "pendingExternalScoring",
            ItemSessionStatus::Final => "final",
        }
    }
}

/// One variable and what it held.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultVariable {
    /// Its name.
    pub identifier: String,
    /// How many.
    pub cardinality: Cardinality,
    /// Of what; `None` for a record.
    pub base: Option<BaseType>,
    /// What it held.
    pub value: Value,
    /// What kind of variable it is.
    pub kind: ResultVariableKind,
}

/// What kind of variable it is, with what is reported of that kind alone.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultVariableKind {
    /// A candidate gave it.
    Response {
        /// The key; written only where it is asked for.
        correct: Option<Value>,
        /// The order in which choices were shown.
        choice_sequence: Vec<String>,
    },
    /// Scoring gave it.
    Outcome {
        /// The least that is usual.
        normal_minimum: Option<f64>,
        /// The most that is usual.
        normal_maximum: Option<f64>,
        /// From which on the subject is mastered.
        mastery_value: Option<f64>,
        /// What it means.
        interpretation: Option<String>,
    },
    /// Drawn before the item was shown.
    Template,
    /// What the delivery knew.
    Context,
}

impl AssessmentResult {
    /// The report as QTI 3.0 has it.
    pub fn write(&self, keys: KeyExport) -> XmlElement {
        let sessions = self.context.sessions.iter().map(|(system, name)| {
            element("sessionIdentifier")
                .with("sourceID", system.as_str())
                .with("identifier", identifier(name))
        });
        let context = element("context")
            .with_maybe("sourcedId", self.context.sourced_id.as_deref().map(identifier))
            .all(sessions);
        let test = self.test.iter().map(|test| test.write(keys));
        let items = self.items.iter().map(|item| item.write(keys));
        element("assessmentResult").child(context).all(test).all(items)
    }
}

impl TestResult {
    fn write(&self, keys: KeyExport) -> XmlElement {
        element("testResult")
            .with("identifier", identifier(&self.identifier))
            .with("datestamp", self.datestamp.as_str())
            .all(self.variables.iter().map(|variable| variable.write(keys)))
    }
}

impl ItemResult {
    fn write(&self, keys: KeyExport) -> XmlElement {
        let comment = self.candidate_comment.iter();
        element("itemResult")
            .with("identifier", identifier(&self.identifier))
            .with_maybe("sequenceIndex", self.sequence_index.map(|index| index.to_string()))
            .with("datestamp", self.datestamp.as_str())
            .with("sessionStatus", self.status.word())
            .all(self.variables.iter().map(|variable| variable.write(keys)))
            .all(comment.map(|comment| element("candidateComment").text(comment.as_str())))
    }
}

impl ResultVariable {
    fn write(&self, keys: KeyExport) -> XmlElement {
        let named = |name: &str| {
            element(name)
                .with("identifier", identifier(&self.identifier))
                .with("cardinality", self.cardinality.as_str())
                .with_maybe("baseType", self.base.map(BaseType::as_str))
        };
        match &self.kind {
            ResultVariableKind::Response { correct, choice_sequence } => {
                let key = correct.iter().filter(|key| keys == KeyExport::With && !key.is_null());
                let sequence = (!choice_sequence.is_empty()).then(|| choice_sequence.join(" "));
                named("responseVariable")
                    .with_maybe("choiceSequence", sequence)
                    .all(key.map(|key| element("correctResponse").all(values(key))))
                    .child(element("candidateResponse").all(values(&self.value)))
            }
            ResultVariableKind::Outcome { normal_minimum, normal_maximum, mastery_value, interpretation } => {
                let number = |number: &Option<f64>| number.map(|number| Scalar::Float(number).lexical());
                named("outcomeVariable")
                    .with_maybe("interpretation", interpretation.as_deref())
                    .with_maybe("normalMaximum", number(normal_maximum))
                    .with_maybe("normalMinimum", number(normal_minimum))
                    .with_maybe("masteryValue", number(mastery_value))
                    .all(values(&self.value))
            }
            ResultVariableKind::Template => named("templateVariable").all(values(&self.value)),
            ResultVariableKind::Context => named("contextVariable").all(values(&self.value)),
        }
    }
}

/// `value` elements; none for NULL, one with its field and base type for each field of a record.
fn values(value: &Value) -> Vec<XmlElement> {
    let Value::Record(fields) = value else {
        return value.scalars().iter().map(|scalar| element("value").text(scalar.lexical())).collect();
    };
    let fields = fields.iter().filter_map(|(name, scalar)| Some((name, scalar.as_ref()?)));
    let written = fields.map(|(name, scalar)| {
        element("value")
            .with("fieldIdentifier", identifier(name))
            .with("baseType", scalar.base().as_str())
            .text(scalar.lexical())
    });
    written.collect()
}

/// A name as an identifier of QTI, which is a name of XML without a colon.
///
/// What already is one stays; a name that begins with a digit, as many ids do, gets `_` before it.
pub fn identifier(name: &str) -> String {
    let may_stand = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let mut written: String =
        name.chars().map(|letter| if may_stand(letter) { letter } else { '_' }).collect();
    if !written.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        written.insert(0, '_');
    }
    written
}

fn element(name: &str) -> XmlElement {
    XmlElement { space: Space::Other(RESULT_3.to_owned()), ..XmlElement::new(name) }
}

#[cfg(test)]
#[path = "results_tests.rs"]
mod tests;
