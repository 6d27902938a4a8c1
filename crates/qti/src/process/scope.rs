//! What the variables of an item or a test hold while rules run.

use super::expression::Parameter;
use crate::declaration::{Declarations, OutcomeDeclaration, ResponseDeclaration};
use crate::value::{BaseType, Cardinality, Scalar, Value};

/// What kind of variable it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// A candidate gives it.
    Response,
    /// Rules give it.
    Outcome,
    /// Drawn before.
    Template,
    /// The delivery knows it.
    Context,
    /// Every session has it: `numAttempts`, `duration`.
    BuiltIn,
}

/// One variable and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct VariableSlot {
    pub(super) identifier: String,
    pub(super) kind: VariableKind,
    pub(super) cardinality: Cardinality,
    /// `None` of a record, and of an outcome that nothing declares.
    pub(super) base: Option<BaseType>,
    pub(super) value: Value,
    pub(super) default: Value,
    pub(super) correct: Value,
}

/// The variables of an item or a test.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope<'a> {
    pub(super) declarations: &'a Declarations,
    pub(super) slots: Vec<VariableSlot>,
}

impl<'a> Scope<'a> {
    /// Everything at its default.
    pub fn new(declarations: &'a Declarations) -> Self {
        let slot = |variable: &crate::declaration::Variable, kind| {
            let mut default = variable.default.clone();
            // 2.11: a numeric outcome without a default begins at 0; every other variable at NULL.
            if default.is_null()
                && kind == VariableKind::Outcome
                && variable.cardinality == Cardinality::Single
            {
                default = match variable.base {
                    Some(BaseType::Integer) => Value::integer(0),
                    Some(BaseType::Float) => Value::float(0.0),
                    _ => Value::Null,
                };
            }
            VariableSlot {
                identifier: variable.identifier.clone(),
                kind,
                cardinality: variable.cardinality,
                base: variable.base,
                value: default.clone(),
                default,
                correct: Value::Null,
            }
        };
        let mut slots = Vec::new();
        slots.extend(declarations.contexts.iter().map(|one| slot(&one.variable, VariableKind::Context)));
        slots.extend(declarations.templates.iter().map(|one| slot(&one.variable, VariableKind::Template)));
        slots.extend(declarations.responses.iter().map(|one| VariableSlot {
            correct: one.correct.clone(),
            ..slot(&one.variable, VariableKind::Response)
        }));
        slots.extend(declarations.outcomes.iter().map(|one| slot(&one.variable, VariableKind::Outcome)));
        Scope { declarations, slots }
    }

    pub(super) fn slot(&self, identifier: &str) -> Option<&VariableSlot> {
        self.slots.iter().find(|slot| slot.identifier == identifier)
    }

    pub(super) fn slot_mut(&mut self, identifier: &str) -> Option<&mut VariableSlot> {
        self.slots.iter_mut().find(|slot| slot.identifier == identifier)
    }

    /// What a variable holds; `None` where there is none of that name.
    pub fn value(&self, identifier: &str) -> Option<&Value> {
        self.slot(identifier).map(|slot| &slot.value)
    }

    /// The key of a response, as template processing left it.
    pub fn correct(&self, identifier: &str) -> Option<&Value> {
        self.slot(identifier).map(|slot| &slot.correct)
    }

    /// All variables of one kind, in the order of their declarations.
    pub fn all(&self, kind: VariableKind) -> impl Iterator<Item = (&str, &Value)> {
        let of_kind = self.slots.iter().filter(move |slot| slot.kind == kind);
        of_kind.map(|slot| (slot.identifier.as_str(), &slot.value))
    }

    /// Sets a variable; what does not fit its declaration is converted, or is NULL.
    ///
    /// An outcome that nothing declares comes into being with the value that is set first: items of the wild
    /// score into an undeclared `SCORE` and mean it.
    pub fn set(&mut self, kind: VariableKind, identifier: &str, value: Value) {
        if let Some(slot) = self.slot_mut(identifier) {
            slot.value = fit(value, slot.cardinality, slot.base);
        } else {
            let cardinality = value.cardinality().unwrap_or(Cardinality::Single);
            self.add(identifier, kind, cardinality, None, value);
        }
    }

    /// Adds a variable that no declaration has.
    pub(super) fn add(
        &mut self,
        identifier: &str,
        kind: VariableKind,
        cardinality: Cardinality,
        base: Option<BaseType>,
        value: Value,
    ) {
        let (default, correct) = (Value::Null, Value::Null);
        let identifier = identifier.to_owned();
        self.slots.push(VariableSlot { identifier, kind, cardinality, base, value, default, correct });
    }

    /// All variables of one kind back at their defaults.
    pub(super) fn reset(&mut self, kind: VariableKind) {
        for slot in self.slots.iter_mut().filter(|slot| slot.kind == kind) {
            slot.value = slot.default.clone();
        }
    }

    pub(super) fn integer(&self, given: &Parameter<i64>) -> Option<i64> {
        match given {
            Parameter::Value(number) => Some(*number),
            Parameter::Variable(name) => match self.value(name)? {
                Value::Single(Scalar::Integer(number)) => Some(*number),
                Value::Single(Scalar::Float(number)) if number.fract() == 0.0 => whole(*number),
                _ => None,
            },
        }
    }

    pub(super) fn float(&self, given: &Parameter<f64>) -> Option<f64> {
        match given {
            Parameter::Value(number) => Some(*number),
            Parameter::Variable(name) => match self.value(name)? {
                Value::Single(scalar) => scalar.number(),
                _ => None,
            },
        }
    }

    pub(super) fn response(&self, identifier: &str) -> Option<&'a ResponseDeclaration> {
        self.declarations.responses.iter().find(|one| one.variable.identifier == identifier)
    }

    pub(super) fn outcome(&self, identifier: &str) -> Option<&'a OutcomeDeclaration> {
        self.declarations.outcomes.iter().find(|one| one.variable.identifier == identifier)
    }
}

/// A value in a declaration's container and base type; NULL where it cannot be.
///
/// 4.2 wants operators for a change of base type. Files in the wild set whole numbers from floats: what is
/// whole stays, what is not is cut towards zero, as `qti-truncate` does.
pub(super) fn fit(value: Value, cardinality: Cardinality, base: Option<BaseType>) -> Value {
    if cardinality == Cardinality::Record {
        return if matches!(value, Value::Record(_)) { value } else { Value::Null };
    }
    let fits = value.cardinality() == Some(cardinality)
        && base.is_none_or(|base| value.scalars().iter().all(|scalar| scalar.base() == base));
    if fits {
        return value;
    }
    let scalars = match value {
        Value::Null | Value::Record(_) => return Value::Null,
        Value::Single(scalar) => vec![scalar],
        Value::Multiple(scalars) | Value::Ordered(scalars) => scalars,
    };
    if cardinality == Cardinality::Single && scalars.len() > 1 {
        return Value::Null;
    }
    let Some(base) = base else { return Value::of(cardinality, scalars) };
    let converted: Option<Vec<Scalar>> = scalars.into_iter().map(|scalar| convert(scalar, base)).collect();
    converted.map_or(Value::Null, |scalars| Value::of(cardinality, scalars))
}

/// Whole numbers of this size and below are exact as floats, and the other way round.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// A float as a whole number, cut towards zero; `None` for what no whole number is near.
pub(super) fn whole(number: f64) -> Option<i64> {
    (number.abs() <= WHOLE_MAX).then(|| number.trunc() as i64)
}

fn convert(scalar: Scalar, base: BaseType) -> Option<Scalar> {
    match (scalar, base) {
        (scalar, base) if scalar.base() == base => Some(scalar),
        (Scalar::Integer(number), BaseType::Float) => Some(Scalar::Float(number as f64)),
        (Scalar::Float(number), BaseType::Integer) => whole(number).map(Scalar::Integer),
        (Scalar::Integer(number), BaseType::Duration) => Some(Scalar::Duration(number as f64)),
        (Scalar::Float(number), BaseType::Duration) => Some(Scalar::Duration(number)),
        (Scalar::Duration(number), BaseType::Float) => Some(Scalar::Float(number)),
        (scalar, base) => Scalar::parse(base, &scalar.lexical()).ok(),
    }
}
