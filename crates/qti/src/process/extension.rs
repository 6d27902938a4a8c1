//! What the wild has beside the standard: the meaning that its engines give it.

use super::basics::{only, truth};
use super::expression::{Expression, Extension};
use super::numbers::{modulus, number, statistic};
use super::pattern::Pattern;
use super::scope::{Scope, whole};
use super::{logic, map, operators};
use crate::value::Value;

impl Extension {
    /// What is evaluated first, in order.
    pub(super) fn operands(&self) -> Vec<&Expression> {
        match self {
            Extension::IsNotNull(one) | Extension::PreCondition(one) | Extension::Stats(_, one) => vec![one],
            Extension::NotEqual(two)
            | Extension::Modulus(two)
            | Extension::IsTypeOf(two)
            | Extension::Index(two) => two.iter().collect(),
            Extension::AllN { operands, .. }
            | Extension::Slice(operands)
            | Extension::PatternMatch { operands, .. } => operands.iter().collect(),
            Extension::MapOutcome(_) => Vec::new(),
            Extension::Record(fields) => fields.iter().map(|(_, value)| value).collect(),
            Extension::Interpolate { source, .. } => vec![source],
        }
    }
}

/// What an extension gives.
pub(super) fn apply(scope: &Scope<'_>, extension: &Extension, values: &[Value]) -> Value {
    let first = values.first().unwrap_or(&Value::Null);
    let second = values.get(1).unwrap_or(&Value::Null);
    match extension {
        Extension::IsNotNull(_) => Value::boolean(!first.is_null()),
        Extension::NotEqual(_) if first.is_null() || second.is_null() => Value::Null,
        Extension::NotEqual(_) => Value::boolean(!logic::is_match(first, second)),
        Extension::AllN { max, .. } => {
            let is_true = values.iter().filter(|value| truth(value) == Some(true)).count();
            Value::boolean(i64::try_from(is_true).is_ok_and(|is_true| is_true <= *max))
        }
        Extension::Modulus(_) => modulus(first, second),
        Extension::IsTypeOf(_) => operators::is_type_of(first, second),
        Extension::PreCondition(_) => Value::boolean(truth(first) == Some(true)),
        Extension::Stats(which, _) => statistic(*which, first),
        Extension::MapOutcome(name) => {
            let mapping = scope.outcome(name).and_then(|outcome| outcome.mapping.as_ref());
            let value = scope.value(name).unwrap_or(&Value::Null);
            mapping.map_or(Value::float(0.0), |mapping| map::mapped(mapping, value))
        }
        Extension::Record(fields) => {
            let fields = fields.iter().zip(values);
            Value::record(fields.map(|((name, _), value)| (name.clone(), only(value).cloned())).collect())
        }
        Extension::Index(_) => {
            let place = number(second).and_then(whole);
            place.map_or(Value::Null, |place| operators::index(first, place))
        }
        Extension::Slice(_) => operators::slice(values),
        Extension::PatternMatch { pattern, is_case_sensitive, .. } => {
            let from_operand = only(second).map(|scalar| scalar.lexical());
            let (Some(pattern), Some(text)) = (pattern.clone().or(from_operand), only(first)) else {
                return Value::Null;
            };
            let pattern = Pattern::new(&pattern).with_case(*is_case_sensitive);
            pattern.matches(&text.lexical()).map_or(Value::Null, Value::boolean)
        }
        Extension::Interpolate { entries, default, .. } => {
            number(first).and_then(|x| interpolate(entries, x)).or(*default).map_or(Value::Null, Value::float)
        }
    }
}

/// On the line between two entries; before the first and behind the last their own targets.
fn interpolate(entries: &[(f64, f64)], x: f64) -> Option<f64> {
    let mut sorted = entries.to_vec();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (first, last) = (sorted.first()?, sorted.last()?);
    if x <= first.0 {
        return Some(first.1);
    }
    if x >= last.0 {
        return Some(last.1);
    }
    let (from, to) = sorted.iter().zip(sorted.iter().skip(1)).find(|(from, to)| from.0 <= x && x < to.0)?;
    Some(from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0))
}
