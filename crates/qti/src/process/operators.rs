//! Operators on values: which function does which, and what NULL does to them.

use super::basics::{only, truth};
use super::expression::{Operator, RoundingMode, Tolerance};
use super::limits::{ProcessError, ProcessLimits};
use super::logic;
use super::numbers::{self, number, two};
use super::random::SeededChance;
use super::scope::{Scope, whole};
use crate::value::{Cardinality, Scalar, Value};

/// An operator's result; a wrong number of operands gives NULL, as the reader told.
pub(super) fn apply(
    scope: &Scope<'_>,
    chance: &mut SeededChance,
    limits: ProcessLimits,
    operator: &Operator,
    values: Vec<Value>,
) -> Result<Value, ProcessError> {
    let first = || values.first().unwrap_or(&Value::Null);
    let second = || values.get(1).unwrap_or(&Value::Null);
    Ok(match operator {
        Operator::Multiple => logic::gather(Cardinality::Multiple, values),
        Operator::Ordered => logic::gather(Cardinality::Ordered, values),
        Operator::ContainerSize => Value::integer(i64::try_from(first().scalars().len()).unwrap_or(i64::MAX)),
        Operator::IsNull => Value::boolean(first().is_null()),
        Operator::Index(place) => scope.integer(place).map_or(Value::Null, |place| index(first(), place)),
        Operator::FieldValue(field) => match first() {
            Value::Record(fields) => fields.get(field).cloned().flatten().map_or(Value::Null, Value::Single),
            _ => Value::Null,
        },
        Operator::Random => {
            let scalars = first().scalars();
            let place = chance.below(scalars.len() as u64);
            let drawn = usize::try_from(place).ok().and_then(|place| scalars.get(place));
            drawn.cloned().map_or(Value::Null, Value::Single)
        }
        Operator::Member => logic::member(first(), second()),
        Operator::Delete => logic::delete(first().clone(), second().clone()),
        Operator::Contains => logic::contains(first(), second()),
        Operator::Substring { is_case_sensitive } => logic::substring(first(), second(), *is_case_sensitive),
        Operator::Not => truth(first()).map_or(Value::Null, |truth| Value::boolean(!truth)),
        Operator::And => logic::all_are(true, &values),
        Operator::Or => logic::all_are(false, &values),
        Operator::AnyN { min, max } => match (scope.integer(min), scope.integer(max)) {
            (Some(min), Some(max)) => logic::any_n(min, max, &values),
            _ => Value::Null,
        },
        Operator::Match if first().is_null() || second().is_null() => Value::Null,
        Operator::Match => Value::boolean(logic::is_match(first(), second())),
        Operator::StringMatch { is_case_sensitive, is_substring } => {
            logic::string_match(first(), second(), *is_case_sensitive, *is_substring)
        }
        Operator::PatternMatch(pattern) => match only(first()) {
            Some(scalar) => pattern.matches(&scalar.lexical()).map_or(Value::Null, Value::boolean),
            None => Value::Null,
        },
        Operator::Equal { tolerance, includes_lower, includes_upper } => {
            equal(scope, tolerance, *includes_lower, *includes_upper, first(), second())
        }
        Operator::EqualRounded { mode, figures } => {
            let figures = scope.integer(figures);
            let round = |number| numbers::round_to(number, *mode, figures?);
            match two(&values).map(|(one, other)| (round(one), round(other))) {
                Some((Some(one), Some(other))) => Value::boolean(one == other),
                _ => Value::Null,
            }
        }
        Operator::Inside(shape) => logic::inside(shape, first()),
        Operator::Repeat(times) => repeat(limits, scope.integer(times), &values)?,
        Operator::RoundTo { mode, figures } => round_to(scope.integer(figures), *mode, first()),
        Operator::Custom(_) => Value::Null,
        _ => arithmetic(operator, &values),
    })
}

/// Operators on numbers alone.
fn arithmetic(operator: &Operator, values: &[Value]) -> Value {
    let first = values.first().unwrap_or(&Value::Null);
    let compare = |is: fn(f64, f64) -> bool| {
        two(values).map_or(Value::Null, |(one, other)| Value::boolean(is(one, other)))
    };
    match operator {
        Operator::Lt | Operator::DurationLt => compare(|one, other| one < other),
        Operator::Gt => compare(|one, other| one > other),
        Operator::Lte => compare(|one, other| one <= other),
        Operator::Gte | Operator::DurationGte => compare(|one, other| one >= other),
        Operator::Sum => numbers::fold(values, i64::checked_add, |one, other| one + other),
        Operator::Product => numbers::fold(values, i64::checked_mul, |one, other| one * other),
        Operator::Max => numbers::fold(values, |one, other| Some(one.max(other)), f64::max),
        Operator::Min => numbers::fold(values, |one, other| Some(one.min(other)), f64::min),
        Operator::Subtract => numbers::subtract(values),
        Operator::Divide => numbers::divide(values),
        Operator::Power => numbers::power(values),
        Operator::IntegerDivide => numbers::integer_divide(values, false),
        Operator::IntegerModulus => numbers::integer_divide(values, true),
        Operator::IntegerToFloat => number(first).map_or(Value::Null, Value::float),
        Operator::Truncate => numbers::to_whole(first, false),
        Operator::Round => numbers::to_whole(first, true),
        Operator::Gcd => numbers::divisor(values, false),
        Operator::Lcm => numbers::divisor(values, true),
        Operator::Math(function) => numbers::function(*function, values),
        Operator::Stats(statistic) => numbers::statistic(*statistic, first),
        _ => Value::Null,
    }
}

/// The value at a place from 1; NULL behind the end.
pub(super) fn index(container: &Value, place: i64) -> Value {
    let found = usize::try_from(place).ok().and_then(|place| container.scalars().get(place.checked_sub(1)?));
    found.cloned().map_or(Value::Null, Value::Single)
}

fn round_to(figures: Option<i64>, mode: RoundingMode, value: &Value) -> Value {
    match (number(value), figures) {
        (Some(number), Some(figures)) => {
            numbers::round_to(number, mode, figures).map_or(Value::Null, Value::float)
        }
        _ => Value::Null,
    }
}

/// `qti-equal`: numbers; the wild compares everything else with it, too, and means `qti-match`.
fn equal(
    scope: &Scope<'_>,
    tolerance: &Tolerance,
    includes_lower: bool,
    includes_upper: bool,
    one: &Value,
    other: &Value,
) -> Value {
    if one.is_null() || other.is_null() {
        return Value::Null;
    }
    let (Some(first), Some(second)) = (number(one), number(other)) else {
        return Value::boolean(logic::is_match(one, other));
    };
    let (below, above) = match tolerance {
        Tolerance::Exact => return Value::boolean(first == second),
        Tolerance::Absolute(below, above) | Tolerance::Relative(below, above) => {
            let Some(below) = scope.float(below) else { return Value::Null };
            match above {
                None => (below, below),
                Some(above) => match scope.float(above) {
                    Some(above) => (below, above),
                    None => return Value::Null,
                },
            }
        }
    };
    let (lower, upper) = match tolerance {
        Tolerance::Relative(..) => {
            // Below 0 the standard's two limits stand the other way round; between them is meant.
            let (one, other) = (first * (1.0 - below / 100.0), first * (1.0 + above / 100.0));
            (one.min(other), one.max(other))
        }
        _ => (first - below, first + above),
    };
    let is_above = if includes_lower { second >= lower } else { second > lower };
    let is_below = if includes_upper { second <= upper } else { second < upper };
    Value::boolean(is_above && is_below)
}

/// `qti-repeat`: NULL is passed over; a list's values one by one.
fn repeat(limits: ProcessLimits, times: Option<i64>, values: &[Value]) -> Result<Value, ProcessError> {
    let Some(times) = times.and_then(|times| usize::try_from(times).ok()).filter(|times| *times > 0) else {
        return Ok(Value::Null);
    };
    let once: Vec<Scalar> = values.iter().flat_map(Value::scalars).cloned().collect();
    if once.len().saturating_mul(times) > limits.values {
        return Err(ProcessError::Values(limits.values));
    }
    let all: Vec<Scalar> = once.iter().cycle().take(once.len() * times).cloned().collect();
    Ok(logic::gather(Cardinality::Ordered, vec![Value::ordered(all)]))
}

/// The base type that a word of the wild names, of the first operand.
pub(super) fn is_type_of(value: &Value, name: &Value) -> Value {
    let (Some(scalar), Some(name)) = (only(value), only(name)) else { return Value::Null };
    Value::boolean(name.lexical().eq_ignore_ascii_case(scalar.base().as_str()))
}

/// `substring` of the wild with a first place from 1 and a length.
pub(super) fn slice(values: &[Value]) -> Value {
    let text = values.first().and_then(only).map(Scalar::lexical);
    let place = |at: usize| values.get(at).and_then(number).and_then(whole);
    let (Some(text), Some(start)) = (text, place(1)) else { return Value::Null };
    let skipped = usize::try_from(start.saturating_sub(1)).unwrap_or(0);
    let length = match values.get(2) {
        Some(_) => place(2).and_then(|length| usize::try_from(length).ok()).unwrap_or(0),
        None => usize::MAX,
    };
    Value::Single(Scalar::String(text.chars().skip(skipped).take(length).collect()))
}
