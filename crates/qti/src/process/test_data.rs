//! What outcome processing of a test asks of the test's items (QTI 3.0, 5.1).

use super::expression::{ItemCount, ItemSubset, TestExpression};
use crate::value::{BaseType, Scalar, Value};

/// One item of a test: what was selected, whether it was seen or not.
pub trait TestItem {
    /// Its name in the test.
    fn identifier(&self) -> &str;

    /// Whether the subset has it.
    fn is_in(&self, subset: &ItemSubset) -> bool;

    /// What a variable of its holds; `None` where it has no such variable.
    fn value(&self, variable: &str) -> Option<Value>;

    /// The least or the largest usual value of one of its outcomes.
    fn outcome_bound(&self, outcome: &str, is_maximum: bool) -> Option<f64>;

    /// What a weight of its place in the test is; `None` where there is none, which counts 1.
    fn weight(&self, identifier: &str) -> Option<f64>;

    /// Whether it was shown: at least one attempt was begun.
    fn is_presented(&self) -> bool;

    /// Whether there is a response that is not the default.
    fn is_responded(&self) -> bool;

    /// Whether each response is as its key says; `None` where one has no key.
    fn is_correct(&self) -> Option<bool>;
}

impl TestExpression {
    /// What it is over those items.
    pub(super) fn over(&self, items: &[&dyn TestItem]) -> Value {
        match self {
            TestExpression::Number(count, subset) => {
                let number = items.iter().filter(|item| item.is_in(subset) && count.counts(**item)).count();
                Value::integer(i64::try_from(number).unwrap_or(i64::MAX))
            }
            TestExpression::Variables { variable, base, weight, subset } => {
                let chosen = items.iter().filter(|item| item.is_in(subset));
                variables(chosen.copied(), variable, *base, weight.as_deref())
            }
            TestExpression::OutcomeBound { is_maximum, outcome, weight, subset } => {
                let mut bounds = Vec::new();
                for item in items.iter().filter(|item| item.is_in(subset)) {
                    match item.outcome_bound(outcome, *is_maximum) {
                        Some(bound) => {
                            bounds.push(Scalar::Float(bound * weight_of(*item, weight.as_deref())))
                        }
                        // 5.1: an item without a maximum makes it unknown; one without a minimum is passed.
                        None if *is_maximum => return Value::Null,
                        None => {}
                    }
                }
                Value::multiple(bounds)
            }
        }
    }
}

impl ItemCount {
    fn counts(self, item: &dyn TestItem) -> bool {
        match self {
            ItemCount::Correct => item.is_correct() == Some(true),
            ItemCount::Incorrect => item.is_presented() && item.is_correct() == Some(false),
            ItemCount::Presented => item.is_presented(),
            ItemCount::Responded => item.is_responded(),
            ItemCount::Selected => true,
        }
    }
}

pub(super) fn weight_of(item: &dyn TestItem, weight: Option<&str>) -> f64 {
    weight.and_then(|weight| item.weight(weight)).unwrap_or(1.0)
}

/// `qti-test-variables`: single values alone, NULL is passed over.
fn variables<'a>(
    items: impl Iterator<Item = &'a dyn TestItem>,
    variable: &str,
    base: Option<BaseType>,
    weight: Option<&str>,
) -> Value {
    let mut values = Vec::new();
    for item in items {
        let Some(Value::Single(scalar)) = item.value(variable) else { continue };
        if base.is_some_and(|base| base != scalar.base()) || (base.is_none() && !scalar.base().is_numeric()) {
            continue;
        }
        match (weight, scalar.number()) {
            (Some(_), Some(number)) if scalar.base().is_numeric() => {
                values.push(Scalar::Float(number * weight_of(item, weight)));
            }
            _ => values.push(scalar),
        }
    }
    // Without a base type the result is of whole numbers only where all are.
    if values.iter().any(|value| matches!(value, Scalar::Float(_))) {
        for value in &mut values {
            if let Scalar::Integer(number) = value {
                *value = Scalar::Float(*number as f64);
            }
        }
    }
    Value::multiple(values)
}
