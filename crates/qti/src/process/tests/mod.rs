//! What processing promises, operator by operator and as a whole.

use crate::declaration::{
    Declarations, OutcomeDeclaration, ResponseDeclaration, TemplateDeclaration, Variable,
};
use crate::process::{Expression, ProcessError, ProcessLimits, Run, Scope, SeededChance};
use crate::remark::Remarks;
use crate::tree::XmlElement;
use crate::value::{BaseType, Cardinality, Value};
use crate::xml;

mod corpora;
mod disagreements;
mod edges;
mod laws;
mod operators;
mod reading;
mod sessions;
mod tests_of_items;

/// An element of QTI 3.0 without its namespace and the `qti-` of its names.
pub(super) fn tree(short: &str) -> XmlElement {
    let full = short.replace("</", "\0").replace('<', "<qti-").replace('\0', "</qti-");
    let name_end = full.find([' ', '>', '/']).unwrap();
    let (name, rest) = full.split_at(name_end);
    let spaced = format!("{name} xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0'{rest}");
    xml::parse(&spaced, &xml::XmlLimits::ITEM).unwrap()
}

pub(super) fn response(identifier: &str, cardinality: Cardinality, base: BaseType) -> ResponseDeclaration {
    ResponseDeclaration {
        variable: Variable::new(identifier, cardinality, base),
        correct: Value::Null,
        correct_interpretation: None,
        mapping: None,
        area_mapping: None,
    }
}

pub(super) fn outcome(identifier: &str, base: BaseType) -> OutcomeDeclaration {
    OutcomeDeclaration::of(Variable::new(identifier, Cardinality::Single, base))
}

pub(super) fn template(identifier: &str, base: BaseType) -> TemplateDeclaration {
    let variable = Variable::new(identifier, Cardinality::Single, base);
    TemplateDeclaration { variable, is_param: false, is_math: false }
}

/// What an expression is, among those declarations.
pub(super) fn evaluate_in(
    declarations: &Declarations,
    short: &str,
    limits: ProcessLimits,
) -> Result<Value, ProcessError> {
    let mut remarks = Remarks::default();
    let expression = Expression::read(&tree(short), &mut remarks);
    let mut scope = Scope::new(declarations);
    let mut chance = SeededChance::new(1, 0);
    Run::new(&mut scope, &[], &mut chance, limits).evaluate(&expression)
}

/// What an expression without variables is, as it is printed.
pub(super) fn evaluate(short: &str) -> String {
    evaluate_in(&Declarations::default(), short, ProcessLimits::default()).unwrap().to_string()
}
