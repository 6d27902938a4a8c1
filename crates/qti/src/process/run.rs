//! Running: rules in order, expressions inside them, limits on both.

use super::basics::truth;
use super::expression::Expression;
use super::limits::{ProcessError, ProcessLimits};
use super::random::SeededChance;
use super::rule::{Branch, ProcessRule, Target};
use super::scope::{Scope, VariableKind};
use super::test_data::{TestItem, weight_of};
use super::{map, operators, templates};
use crate::value::{Scalar, Value};

/// How a list of rules ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEnd {
    /// All were followed.
    Through,
    /// An exit rule ended it.
    Exit,
    /// A template constraint was not true.
    Constraint,
}

/// One run over the variables of an item or a test.
pub struct Run<'r, 'a> {
    pub(super) scope: &'r mut Scope<'a>,
    pub(super) items: &'r [&'r dyn TestItem],
    pub(super) chance: &'r mut SeededChance,
    pub(super) limits: ProcessLimits,
    steps: u32,
    depth: u32,
    /// Constraints that could not be met and are passed over from now on.
    pub(super) is_unconstrained: bool,
}

impl<'r, 'a> Run<'r, 'a> {
    /// Ready to run; `items` are a test's, none for an item.
    pub fn new(
        scope: &'r mut Scope<'a>,
        items: &'r [&'r dyn TestItem],
        chance: &'r mut SeededChance,
        limits: ProcessLimits,
    ) -> Self {
        Run { scope, items, chance, limits, steps: 0, depth: 0, is_unconstrained: false }
    }

    /// Follows rules in order.
    ///
    /// # Errors
    /// A limit was reached.
    pub fn rules(&mut self, rules: &[ProcessRule]) -> Result<RunEnd, ProcessError> {
        for rule in rules {
            self.step()?;
            let end = self.rule(rule);
            self.depth -= 1;
            match end? {
                RunEnd::Through => {}
                end => return Ok(end),
            }
        }
        Ok(RunEnd::Through)
    }

    /// The processing of a response: an item's own rules, or its template.
    ///
    /// # Errors
    /// A limit was reached, or the template is not one of the standard's.
    pub fn response(&mut self, processing: &super::ResponseProcessing) -> Result<RunEnd, ProcessError> {
        match &processing.template {
            Some(template) if processing.rules.is_empty() => match templates::by_address(template) {
                Some(rules) => self.rules(rules),
                None => Err(ProcessError::Template(template.clone())),
            },
            _ => self.rules(&processing.rules),
        }
    }

    /// One step deeper; the caller comes up again.
    fn step(&mut self) -> Result<(), ProcessError> {
        self.steps += 1;
        if self.steps > self.limits.steps {
            return Err(ProcessError::Steps(self.limits.steps));
        }
        if self.depth >= self.limits.depth {
            return Err(ProcessError::Depth(self.limits.depth));
        }
        self.depth += 1;
        Ok(())
    }

    fn rule(&mut self, rule: &ProcessRule) -> Result<RunEnd, ProcessError> {
        match rule {
            ProcessRule::Condition { branches, otherwise, .. } => {
                for Branch { condition, rules } in branches {
                    if truth(&self.evaluate(condition)?) == Some(true) {
                        return self.rules(rules);
                    }
                }
                return otherwise.as_ref().map_or(Ok(RunEnd::Through), |rules| self.rules(rules));
            }
            ProcessRule::Set { target, identifier, value } => {
                let value = self.evaluate(value)?;
                self.set(*target, identifier, value);
            }
            ProcessRule::Reset(identifier) => {
                if let Some(slot) = self.scope.slot_mut(identifier) {
                    slot.value = slot.default.clone();
                }
            }
            ProcessRule::Lookup { identifier, value } => {
                let source = self.evaluate(value)?;
                let table = self.scope.outcome(identifier).and_then(|outcome| outcome.table.as_ref());
                let found = table.map_or(Value::Null, |table| map::look_up(table, &source));
                self.scope.set(VariableKind::Outcome, identifier, found);
            }
            ProcessRule::Exit(_) => return Ok(RunEnd::Exit),
            ProcessRule::Constraint(condition) => {
                let is_met = truth(&self.evaluate(condition)?) == Some(true);
                return Ok(if is_met || self.is_unconstrained {
                    RunEnd::Through
                } else {
                    RunEnd::Constraint
                });
            }
            ProcessRule::Fragment { rules, .. } => return self.rules(rules),
            ProcessRule::Unknown(_) => {}
        }
        Ok(RunEnd::Through)
    }

    fn set(&mut self, target: Target, identifier: &str, value: Value) {
        match target {
            Target::Outcome => self.scope.set(VariableKind::Outcome, identifier, value),
            Target::Template => self.scope.set(VariableKind::Template, identifier, value),
            Target::Response => self.scope.set(VariableKind::Response, identifier, value),
            Target::Correct | Target::Default => {
                if let Some(slot) = self.scope.slot_mut(identifier) {
                    let value = super::scope::fit(value, slot.cardinality, slot.base);
                    if target == Target::Correct {
                        slot.correct = value;
                    } else {
                        // 4.3: the variable itself begins with it, too: templates run before anything else.
                        slot.value = value.clone();
                        slot.default = value;
                    }
                }
            }
        }
    }

    /// What an expression gives.
    ///
    /// # Errors
    /// A limit was reached. Everything else that cannot be computed is NULL.
    pub fn evaluate(&mut self, expression: &Expression) -> Result<Value, ProcessError> {
        self.step()?;
        let value = self.evaluate_at_depth(expression);
        self.depth -= 1;
        let value = value?;
        let scalars = value.scalars();
        if scalars.len() > self.limits.values {
            return Err(ProcessError::Values(self.limits.values));
        }
        match scalars {
            [Scalar::String(text)] if text.len() > self.limits.text => {
                Err(ProcessError::Text(self.limits.text))
            }
            // 5.9 (is-null): an empty text is NULL wherever it comes from.
            [Scalar::String(text)] if text.is_empty() => Ok(Value::Null),
            _ => Ok(value),
        }
    }

    fn evaluate_at_depth(&mut self, expression: &Expression) -> Result<Value, ProcessError> {
        Ok(match expression {
            Expression::BaseValue(scalar) => Value::Single(scalar.clone()),
            Expression::Variable { identifier, weight } => self.variable(identifier, weight.as_deref()),
            Expression::Default(name) => {
                self.scope.slot(name).map_or(Value::Null, |slot| slot.default.clone())
            }
            Expression::Correct(name) => {
                self.scope.slot(name).map_or(Value::Null, |slot| slot.correct.clone())
            }
            Expression::MapResponse(name) => {
                let mapping = self.scope.response(name).and_then(|response| response.mapping.as_ref());
                let value = self.scope.value(name).unwrap_or(&Value::Null);
                mapping.map_or(Value::float(0.0), |mapping| map::mapped(mapping, value))
            }
            Expression::MapResponsePoint(name) => {
                let mapping = self.scope.response(name).and_then(|response| response.area_mapping.as_ref());
                let value = self.scope.value(name).unwrap_or(&Value::Null);
                mapping.map_or(Value::float(0.0), |mapping| map::mapped_points(mapping, value))
            }
            Expression::Null | Expression::Unknown(_) => Value::Null,
            Expression::RandomInteger { min, max, step } => {
                match (self.scope.integer(min), self.scope.integer(max), self.scope.integer(step)) {
                    (Some(min), Some(max), Some(step)) => self.random_integer(min, max, step),
                    _ => Value::Null,
                }
            }
            Expression::RandomFloat { min, max } => match (self.scope.float(min), self.scope.float(max)) {
                (Some(min), Some(max)) if min <= max => Value::float(min + self.chance.unit() * (max - min)),
                _ => Value::Null,
            },
            Expression::MathConstant(constant) => Value::float(constant.value()),
            Expression::Test(_) if self.items.is_empty() => Value::Null,
            Expression::Test(expression) => expression.over(self.items),
            Expression::Operation { operator, operands } => {
                let mut values = Vec::with_capacity(operands.len());
                for operand in operands {
                    values.push(self.evaluate(operand)?);
                }
                operators::apply(self.scope, self.chance, self.limits, operator, values)?
            }
            Expression::Extension(extension) => {
                let operands = extension.operands();
                let mut values = Vec::with_capacity(operands.len());
                for operand in operands {
                    values.push(self.evaluate(operand)?);
                }
                super::extension::apply(self.scope, extension, &values)
            }
        })
    }

    fn variable(&self, identifier: &str, weight: Option<&str>) -> Value {
        if let Some(value) = self.scope.value(identifier) {
            return value.clone();
        }
        // In a test: `ITEM.VARIABLE`, with the weight of the item's place (5.1, variable).
        // Names of items may have points themselves.
        let found = self.items.iter().find_map(|item| {
            let variable = identifier.strip_prefix(item.identifier())?.strip_prefix('.')?;
            Some((item, item.value(variable)?))
        });
        let Some((item, value)) = found else { return Value::Null };
        match (value, weight) {
            (Value::Single(scalar), Some(_)) if scalar.base().is_numeric() => {
                let number = scalar.number().unwrap_or_default();
                Value::float(number * weight_of(*item, weight))
            }
            (value, _) => value,
        }
    }

    fn random_integer(&mut self, min: i64, max: i64, step: i64) -> Value {
        if min > max || step < 1 {
            return Value::Null;
        }
        let span = i128::from(max) - i128::from(min);
        let places = u64::try_from(span / i128::from(step) + 1).unwrap_or(u64::MAX);
        let drawn = i128::from(min) + i128::from(self.chance.below(places)) * i128::from(step);
        i64::try_from(drawn).map_or(Value::Null, Value::integer)
    }
}
