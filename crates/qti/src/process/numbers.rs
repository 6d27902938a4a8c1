//! Arithmetic (QTI 3.0, 5.5 to 5.7).

use super::basics::only;
use super::expression::{MathConstant, MathFunction, RoundingMode, Statistic};
use super::scope::whole;
use crate::value::{Scalar, Value};

impl MathConstant {
    pub(super) fn value(self) -> f64 {
        match self {
            MathConstant::Pi => std::f64::consts::PI,
            MathConstant::E => std::f64::consts::E,
        }
    }
}

/// The only number of a value; `None` of NULL and of what is no number.
pub(super) fn number(value: &Value) -> Option<f64> {
    only(value)?.number()
}

/// Two numbers; `None` where one is NULL.
pub(super) fn two(values: &[Value]) -> Option<(f64, f64)> {
    match values {
        [one, other] => Some((number(one)?, number(other)?)),
        _ => None,
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    match only(value)? {
        Scalar::Integer(number) => Some(*number),
        Scalar::Float(number) if number.fract() == 0.0 => whole(*number),
        _ => None,
    }
}

/// A result that left the floats is NULL, unless an operand was infinite already.
fn finite(result: f64, is_finite_before: bool) -> Value {
    if is_finite_before && result.is_infinite() { Value::Null } else { Value::float(result) }
}

/// Every single number of all operands; `None` where one is NULL or no number.
fn flat(values: &[Value]) -> Option<Vec<&Scalar>> {
    let mut all = Vec::new();
    for value in values {
        let scalars = value.scalars();
        if scalars.is_empty() || scalars.iter().any(|scalar| !scalar.base().is_numeric()) {
            return None;
        }
        all.extend(scalars);
    }
    (!all.is_empty()).then_some(all)
}

fn integers(numbers: &[&Scalar]) -> Option<Vec<i64>> {
    let whole = numbers.iter().map(|scalar| match scalar {
        Scalar::Integer(number) => Some(*number),
        _ => None,
    });
    whole.collect()
}

/// `qti-sum`, `qti-product`, `qti-max`, `qti-min`: whole where all operands are, NULL where one is NULL.
pub(super) fn fold(
    values: &[Value],
    whole: impl Fn(i64, i64) -> Option<i64>,
    float: impl Fn(f64, f64) -> f64,
) -> Value {
    let Some(numbers) = flat(values) else { return Value::Null };
    if let Some(integers) = integers(&numbers) {
        let mut rest = integers.into_iter();
        let folded = rest.next().and_then(|first| rest.try_fold(first, whole));
        return folded.map_or(Value::Null, Value::integer);
    }
    let floats: Vec<f64> = numbers.iter().filter_map(|scalar| scalar.number()).collect();
    let is_finite = floats.iter().all(|number| number.is_finite());
    floats.into_iter().reduce(float).map_or(Value::Null, |result| finite(result, is_finite))
}

/// `qti-subtract`: whole where both are.
pub(super) fn subtract(values: &[Value]) -> Value {
    match values {
        [_, _] if values.iter().all(|value| value.scalars().len() == 1) => {
            fold(values, i64::checked_sub, |one, other| one - other)
        }
        _ => Value::Null,
    }
}

/// `qti-divide`: NULL by 0.
pub(super) fn divide(values: &[Value]) -> Value {
    match two(values) {
        Some((_, 0.0)) | None => Value::Null,
        Some((one, other)) => finite(one / other, one.is_finite()),
    }
}

/// `qti-power`.
pub(super) fn power(values: &[Value]) -> Value {
    two(values).map_or(Value::Null, |(base, exponent)| {
        finite(base.powf(exponent), base.is_finite() && exponent.is_finite())
    })
}

/// `qti-integer-divide` and `qti-integer-modulus`: towards minus infinity; NULL by 0.
pub(super) fn integer_divide(values: &[Value], is_modulus: bool) -> Value {
    let [one, other] = values else { return Value::Null };
    let (Some(one), Some(other)) = (whole_number(one), whole_number(other)) else { return Value::Null };
    let (Some(quotient), Some(rest)) = (one.checked_div(other), one.checked_rem(other)) else {
        return Value::Null;
    };
    let is_below = rest != 0 && (rest < 0) != (other < 0);
    Value::integer(match (is_modulus, is_below) {
        (false, true) => quotient - 1,
        (false, false) => quotient,
        (true, true) => rest + other,
        (true, false) => rest,
    })
}

/// `mod` of the wild: as `qti-integer-modulus`, of any numbers.
pub(super) fn modulus(one: &Value, other: &Value) -> Value {
    match (number(one), number(other)) {
        (Some(_), Some(0.0)) | (None, _) | (_, None) => Value::Null,
        (Some(one), Some(other)) => Value::float(one - other * (one / other).floor()),
    }
}

/// `qti-truncate` and `qti-round`, to a whole number; infinity stays.
///
/// A half goes up: 6.5 is 7, -6.5 is -6 (5.6, round).
pub(super) fn to_whole(value: &Value, is_rounded: bool) -> Value {
    let Some(number) = number(value) else { return Value::Null };
    if number.is_infinite() {
        return Value::float(number);
    }
    let below = number.floor();
    let cut = match is_rounded {
        true if number - below >= 0.5 => below + 1.0,
        true => below,
        false => number.trunc(),
    };
    whole(cut).map_or(Value::Null, Value::integer)
}

/// `qti-round-to`: by the decimal digits that the number is written with; a half goes away from 0.
pub(super) fn round_to(number: f64, mode: RoundingMode, figures: i64) -> Option<f64> {
    if !number.is_finite() || number == 0.0 {
        return Some(number);
    }
    let figures = usize::try_from(figures).ok().filter(|figures| *figures <= 400)?;
    let text = format!("{:e}", number.abs());
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i64 = exponent.parse().ok()?;
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let kept = match mode {
        RoundingMode::SignificantFigures if figures == 0 => return None,
        RoundingMode::SignificantFigures => i64::try_from(figures).ok()?,
        RoundingMode::DecimalPlaces => exponent + 1 + i64::try_from(figures).ok()?,
    };
    if kept < 0 {
        return Some(0.0);
    }
    let kept = usize::try_from(kept).ok()?;
    let goes_up = digits.get(kept).is_some_and(|digit| *digit >= 5);
    digits.truncate(kept);
    let mut exponent = exponent;
    if goes_up {
        let mut carry = true;
        for digit in digits.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == 9;
            *digit = if carry { 0 } else { *digit + 1 };
        }
        if carry {
            digits.insert(0, 1);
            exponent += 1;
        }
    }
    let figures: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let scale = exponent - i64::try_from(digits.len()).ok()? + 1;
    let rounded: f64 = if figures.is_empty() { 0.0 } else { format!("{figures}e{scale}").parse().ok()? };
    Some(rounded.copysign(number))
}

/// `qti-gcd` and `qti-lcm`, of whole numbers alone.
pub(super) fn divisor(values: &[Value], is_multiple: bool) -> Value {
    let Some(numbers) = flat(values).and_then(|numbers| integers(&numbers)) else { return Value::Null };
    let mut result: Option<u64> = None;
    for number in numbers.into_iter().map(i64::unsigned_abs) {
        let next = match result {
            None => Some(number),
            Some(so_far) if is_multiple && (so_far == 0 || number == 0) => Some(0),
            Some(so_far) if is_multiple => (so_far / gcd(so_far, number)).checked_mul(number),
            Some(so_far) => Some(gcd(so_far, number)),
        };
        let Some(next) = next else { return Value::Null };
        result = Some(next);
    }
    result.and_then(|result| i64::try_from(result).ok()).map_or(Value::Null, Value::integer)
}

fn gcd(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// `qti-math-operator`; NULL outside a function's domain.
pub(super) fn function(function: MathFunction, values: &[Value]) -> Value {
    use MathFunction as F;
    if function == F::Atan2 {
        return two(values).map_or(Value::Null, |(y, x)| Value::float(y.atan2(x)));
    }
    let [value] = values else { return Value::Null };
    let Some(x) = number(value) else { return Value::Null };
    let result = match function {
        F::Sin => x.sin(),
        F::Cos => x.cos(),
        F::Tan => x.tan(),
        F::Sec => 1.0 / x.cos(),
        F::Csc => 1.0 / x.sin(),
        F::Cot => 1.0 / x.tan(),
        F::Asin => x.asin(),
        F::Acos => x.acos(),
        F::Atan | F::Atan2 => x.atan(),
        F::Asec => (1.0 / x).acos(),
        F::Acsc => (1.0 / x).asin(),
        F::Acot if x == 0.0 => std::f64::consts::FRAC_PI_2,
        F::Acot => (1.0 / x).atan(),
        F::Sinh => x.sinh(),
        F::Cosh => x.cosh(),
        F::Tanh => x.tanh(),
        F::Sech => 1.0 / x.cosh(),
        F::Csch => 1.0 / x.sinh(),
        F::Coth => 1.0 / x.tanh(),
        F::Log => x.log10(),
        F::Ln => x.ln(),
        F::Exp => x.exp(),
        F::Abs => x.abs(),
        F::Signum if x == 0.0 => 0.0,
        F::Signum => x.signum(),
        F::Floor | F::Ceil => {
            let cut = if function == F::Floor { x.floor() } else { x.ceil() };
            return if cut.is_infinite() {
                Value::float(cut)
            } else {
                whole(cut).map_or(Value::Null, Value::integer)
            };
        }
        F::ToDegrees => x.to_degrees(),
        F::ToRadians => x.to_radians(),
    };
    finite(result, x.is_finite())
}

/// `qti-stats-operator`.
pub(super) fn statistic(statistic: Statistic, value: &Value) -> Value {
    let Some(numbers) = flat(std::slice::from_ref(value)) else { return Value::Null };
    let numbers: Vec<f64> = numbers.iter().filter_map(|scalar| scalar.number()).collect();
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    if statistic == Statistic::Mean {
        return Value::float(mean);
    }
    let squares: f64 = numbers.iter().map(|number| (number - mean).powi(2)).sum();
    let is_sample = matches!(statistic, Statistic::SampleVariance | Statistic::SampleSd);
    let variance = squares / if is_sample { count - 1.0 } else { count };
    let is_root = matches!(statistic, Statistic::SampleSd | Statistic::PopSd);
    // A sample of one has none: 0 by 0.
    Value::float(if is_root { variance.sqrt() } else { variance })
}
