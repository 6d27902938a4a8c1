//! The standard's response processing templates, as rules; none is ever loaded.

use std::sync::LazyLock;

use super::expression::{Expression, Operator, Tolerance};
use super::rule::{Branch, ProcessRule, Stage, Target};
use crate::normalise::template_name;
use crate::value::Scalar;

/// The rules of the template that an address names by its last part.
pub fn by_address(address: &str) -> Option<&'static [ProcessRule]> {
    let all: &[(&str, Vec<ProcessRule>)] = &*TEMPLATES;
    // Common Cartridge 2 appended its own suffix to the same names.
    let address = address.trim().trim_end_matches(".cc2");
    let name = template_name(address)?;
    all.iter().find(|(one, _)| *one == name).map(|(_, rules)| rules.as_slice())
}

static TEMPLATES: LazyLock<[(&str, Vec<ProcessRule>); 6]> = LazyLock::new(|| {
    [
        ("match_correct", vec![if_else(is_right(), vec![score(1.0)], vec![score(0.0)])]),
        ("map_response", vec![unless_null(Expression::MapResponse(RESPONSE.to_owned()))]),
        ("map_response_point", vec![unless_null(Expression::MapResponsePoint(RESPONSE.to_owned()))]),
        ("CC2_match", vec![if_else(is_right(), vec![score(1.0)], vec![score(0.0)])]),
        ("CC2_match_basic", {
            let right =
                vec![set("SCORE", Expression::variable("MAXSCORE")), word("FEEDBACKBASIC", "correct")];
            vec![if_else(is_right(), right, vec![word("FEEDBACKBASIC", "incorrect")])]
        }),
        ("CC2_map_response", {
            let is_full = operation(
                Operator::Equal { tolerance: Tolerance::Exact, includes_lower: true, includes_upper: true },
                vec![Expression::variable("MAXSCORE"), Expression::variable("SCORE")],
            );
            let feedback =
                if_else(is_full, vec![word("FEEDBACK", "correct")], vec![word("FEEDBACK", "incorrect")]);
            vec![unless_null(Expression::MapResponse(RESPONSE.to_owned())), feedback]
        }),
    ]
});

/// The response that all of them are about.
const RESPONSE: &str = "RESPONSE";

fn operation(operator: Operator, operands: Vec<Expression>) -> Expression {
    Expression::Operation { operator, operands }
}

fn is_right() -> Expression {
    let key = Expression::Correct(RESPONSE.to_owned());
    operation(Operator::Match, vec![Expression::variable(RESPONSE), key])
}

/// 0 without a response, what is mapped otherwise.
fn unless_null(mapped: Expression) -> ProcessRule {
    let is_null = operation(Operator::IsNull, vec![Expression::variable(RESPONSE)]);
    if_else(is_null, vec![score(0.0)], vec![set("SCORE", mapped)])
}

fn score(points: f64) -> ProcessRule {
    set("SCORE", Expression::BaseValue(Scalar::Float(points)))
}

fn word(outcome: &str, word: &str) -> ProcessRule {
    set(outcome, Expression::BaseValue(Scalar::Identifier(word.to_owned())))
}

fn set(outcome: &str, value: Expression) -> ProcessRule {
    ProcessRule::Set { target: Target::Outcome, identifier: outcome.to_owned(), value }
}

fn if_else(condition: Expression, rules: Vec<ProcessRule>, otherwise: Vec<ProcessRule>) -> ProcessRule {
    let branches = vec![Branch { condition, rules }];
    ProcessRule::Condition { stage: Stage::Response, branches, otherwise: Some(otherwise) }
}
