//! Sameness, containers, texts and truth (QTI 3.0, 5.2 to 5.4 and 5.8).

use super::basics::{is_same, only, truth};
use super::map::is_inside;
use crate::declaration::Shape;
use crate::value::{Cardinality, Scalar, Value};

/// `qti-match` of two values that are not NULL.
pub(super) fn is_match(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Record(one), Value::Record(other)) => one == other,
        (Value::Ordered(one), Value::Ordered(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Multiple(one), Value::Multiple(other)) => one.len() == other.len() && holds_all(one, other),
        (Value::Single(_), _) | (_, Value::Single(_)) => match (only(one), only(other)) {
            (Some(one), Some(other)) => is_same(one, other),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a bag has each value of another as often as it.
fn holds_all(bag: &[Scalar], wanted: &[Scalar]) -> bool {
    let mut is_taken = vec![false; bag.len()];
    wanted.iter().all(|wanted| {
        let free =
            bag.iter().zip(&mut is_taken).find(|(scalar, is_taken)| !**is_taken && is_same(scalar, wanted));
        free.map(|(_, is_taken)| *is_taken = true).is_some()
    })
}

/// `qti-contains`: a bag's values in a bag, a list's in a row in a list.
pub(super) fn contains(container: &Value, wanted: &Value) -> Value {
    if container.is_null() || wanted.is_null() {
        return Value::Null;
    }
    let (held, wanted) = (container.scalars(), wanted.scalars());
    Value::boolean(match container {
        Value::Ordered(_) => held.windows(wanted.len().max(1)).any(|part| {
            part.len() == wanted.len() && part.iter().zip(wanted).all(|(one, other)| is_same(one, other))
        }),
        _ => holds_all(held, wanted),
    })
}

/// `qti-member`: whether a container has a value.
pub(super) fn member(value: &Value, container: &Value) -> Value {
    if value.is_null() || container.is_null() {
        return Value::Null;
    }
    let Some(wanted) = only(value) else { return Value::Null };
    Value::boolean(container.scalars().iter().any(|scalar| is_same(scalar, wanted)))
}

/// `qti-delete`: a container without a value. The wild has the operands the other way round, too.
pub(super) fn delete(value: Value, container: Value) -> Value {
    let is_container = |value: &Value| matches!(value, Value::Multiple(_) | Value::Ordered(_));
    let is_swapped = is_container(&value) && !is_container(&container);
    let (value, container) = if is_swapped { (container, value) } else { (value, container) };
    let (Some(wanted), Some(cardinality)) = (only(&value), container.cardinality()) else {
        return Value::Null;
    };
    let rest = container.scalars().iter().filter(|scalar| !is_same(scalar, wanted)).cloned().collect();
    Value::of(cardinality, rest)
}

/// `qti-multiple` and `qti-ordered`: all values in one container; NULL is passed over.
///
/// NULL too where base types differ: whole numbers and floats become floats.
pub(super) fn gather(cardinality: Cardinality, values: Vec<Value>) -> Value {
    let mut all: Vec<Scalar> = Vec::new();
    for value in values {
        match value {
            Value::Record(_) => return Value::Null,
            Value::Single(scalar) => all.push(scalar),
            Value::Multiple(scalars) | Value::Ordered(scalars) => all.extend(scalars),
            Value::Null => {}
        }
    }
    let Some(base) = all.first().map(Scalar::base) else { return Value::Null };
    if all.iter().any(|scalar| scalar.base() != base) {
        if !all.iter().all(|scalar| scalar.base().is_numeric()) {
            return Value::Null;
        }
        all = all.iter().filter_map(Scalar::number).map(Scalar::Float).collect();
    }
    Value::of(cardinality, all)
}

/// `qti-and`: false as soon as one is, then NULL where one is NULL. `qti-or` is its mirror.
pub(super) fn all_are(wanted: bool, values: &[Value]) -> Value {
    let truths: Vec<Option<bool>> = values.iter().map(truth).collect();
    if truths.contains(&Some(!wanted)) {
        Value::boolean(!wanted)
    } else if truths.contains(&None) {
        Value::Null
    } else {
        Value::boolean(wanted)
    }
}

/// `qti-any-n`: NULL where the values that are NULL decide.
pub(super) fn any_n(min: i64, max: i64, values: &[Value]) -> Value {
    let count = |wanted: Option<bool>| {
        let number = values.iter().filter(|value| truth(value) == wanted).count();
        i64::try_from(number).unwrap_or(i64::MAX)
    };
    let (is_true, unknown) = (count(Some(true)), count(None));
    if is_true > max || is_true + unknown < min {
        Value::boolean(false)
    } else if is_true >= min && is_true + unknown <= max {
        Value::boolean(true)
    } else {
        Value::Null
    }
}

/// `qti-string-match`: NULL with NULL; otherwise equal, or a part of it where a part is enough.
pub(super) fn string_match(one: &Value, other: &Value, is_case_sensitive: bool, is_substring: bool) -> Value {
    let (Some(one), Some(other)) = (only(one), only(other)) else { return Value::Null };
    let (one, other) = (folded(one, is_case_sensitive), folded(other, is_case_sensitive));
    Value::boolean(if is_substring { one.contains(&other) } else { one == other })
}

/// `qti-substring`: whether the first is a part of the second.
pub(super) fn substring(part: &Value, whole: &Value, is_case_sensitive: bool) -> Value {
    string_match(whole, part, is_case_sensitive, true)
}

fn folded(scalar: &Scalar, is_case_sensitive: bool) -> String {
    let text = scalar.lexical();
    if is_case_sensitive { text } else { text.to_lowercase() }
}

/// `qti-inside`: whether one of the points is in the area.
pub(super) fn inside(shape: &Shape, value: &Value) -> Value {
    if value.is_null() {
        return Value::Null;
    }
    let is_hit = |scalar: &Scalar| matches!(scalar, Scalar::Point(x, y) if is_inside(shape, *x, *y));
    Value::boolean(value.scalars().iter().any(is_hit))
}
