//! Whether a value is what the model says.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Kind, Member, Operation, Service, Shape};
use crate::{call::Fault, time, value::Value};

/// How deep a value may be nested: no input of a model is deeper than nine.
pub(crate) const NESTING_MAX: usize = 32;

/// A call's input in normal form, or the refusal that its service would give.
///
/// Whole numbers become floats where the model has floats, and times are written in UTC.
///
/// # Errors
/// The input is not what the model says.
pub fn check(operation: Operation, input: &Value) -> Result<Value, Fault> {
    against(operation, operation.model.input.as_ref(), input).map_err(|wrong| wrong.refusal(operation))
}

/// An answer in normal form, or what is wrong with it.
///
/// What is wrong is a fault of ours, not of the caller.
///
/// # Errors
/// The answer is not what the model says.
pub fn answered(operation: Operation, output: &Value) -> Result<Value, Fault> {
    against(operation, operation.model.output.as_ref(), output).map_err(|wrong| Fault {
        code: "InternalFailure".to_owned(),
        message: format!("The answer to {} is malformed: {wrong}.", operation.name()),
        status: 500,
    })
}

fn against(operation: Operation, of: Option<&Member>, value: &Value) -> Result<Value, Wrong> {
    let Some(of) = of else {
        return match value {
            Value::Map(members) if members.is_empty() => Ok(Value::empty()),
            _ => Err(Wrong::at("", What::Unknown)),
        };
    };
    Checker { service: operation.service, depth: 0 }.value(of, "", value)
}

struct Wrong {
    path: String,
    what: What,
}

enum What {
    Missing,
    Unknown,
    Type(&'static str),
    Choice(String, Vec<String>),
    Low(String, f64),
    High(String, f64),
    Deep,
}

impl Wrong {
    fn at(path: &str, what: What) -> Self {
        Wrong { path: path.to_owned(), what }
    }

    /// The code under which the service refuses this kind of fault, from its list of common errors.
    fn refusal(&self, operation: Operation) -> Fault {
        let code = match (operation.service(), &self.what) {
            ("ec2", What::Missing) => "MissingParameter",
            ("ec2", What::Unknown) => "UnknownParameter",
            ("ec2", _) => "InvalidParameterValue",
            ("logs", _) => "InvalidParameterException",
            ("sns", _) => "InvalidParameter",
            ("s3", _) => "InvalidRequest",
            ("cloudwatch", What::Missing) => "MissingParameter",
            _ => "ValidationError",
        };
        Fault::sender(code, self.to_string())
    }
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = if self.path.is_empty() { "input" } else { &self.path };
        match &self.what {
            What::Missing => write!(to, "The request must contain the parameter {path}"),
            What::Unknown => write!(to, "The parameter {path} is not recognized"),
            What::Type(wanted) => write!(to, "Value at '{path}' must be {wanted}"),
            What::Choice(value, choices) => {
                let choices = choices.join(", ");
                write!(to, "Value '{value}' at '{path}' must satisfy enum value set: [{choices}]")
            }
            What::Low(value, min) => {
                write!(to, "Value '{value}' at '{path}' must be or have a length of at least {min}")
            }
            What::High(value, max) => {
                write!(to, "Value '{value}' at '{path}' must be or have a length of at most {max}")
            }
            What::Deep => write!(to, "Value at '{path}' is nested too deeply"),
        }
    }
}

struct Checker {
    service: &'static Service,
    depth: usize,
}

impl Checker {
    fn value(&mut self, of: &Member, path: &str, value: &Value) -> Result<Value, Wrong> {
        if self.depth > NESTING_MAX {
            return Err(Wrong::at(path, What::Deep));
        }
        self.depth += 1;
        let shape = self.service.shape(of);
        let checked = match (shape.kind, value) {
            (Kind::Structure, Value::Map(members)) => self.structure(shape, path, members)?,
            (Kind::List, Value::List(items)) => {
                within(shape, path, items.len(), "list")?;
                let each = items.iter().enumerate();
                let each =
                    each.map(|(at, item)| self.value(shape.element(), &join(path, &at.to_string()), item));
                Value::List(each.collect::<Result<_, _>>()?)
            }
            (Kind::Map, Value::Map(entries)) => {
                within(shape, path, entries.len(), "map")?;
                let each = entries.iter().map(|(key, value)| {
                    self.value(shape.key(), path, &Value::Text(key.clone()))?;
                    Ok((key.clone(), self.value(shape.value(), &join(path, key), value)?))
                });
                Value::Map(each.collect::<Result<_, Wrong>>()?)
            }
            (_, value) => scalar(shape, path, value)?,
        };
        self.depth -= 1;
        Ok(checked)
    }

    fn structure(
        &mut self,
        shape: &Shape,
        path: &str,
        members: &BTreeMap<String, Value>,
    ) -> Result<Value, Wrong> {
        if let Some(name) = shape.required.iter().find(|name| !members.contains_key(*name)) {
            return Err(Wrong::at(&join(path, name), What::Missing));
        }
        let each = members.iter().map(|(name, value)| {
            let path = join(path, name);
            let member = shape.named(name).ok_or_else(|| Wrong::at(&path, What::Unknown))?;
            Ok((name.clone(), self.value(member, &path, value)?))
        });
        Ok(Value::Map(each.collect::<Result<_, Wrong>>()?))
    }
}

fn scalar(shape: &Shape, path: &str, value: &Value) -> Result<Value, Wrong> {
    let wrong = |wanted| Err(Wrong::at(path, What::Type(wanted)));
    match (shape.kind, value) {
        (Kind::String, Value::Text(text)) => {
            if !shape.choices.is_empty() && !shape.choices.contains(text) {
                return Err(Wrong::at(path, What::Choice(text.clone(), shape.choices.clone())));
            }
            within(shape, path, text.chars().count(), text)?;
        }
        (Kind::Integer, Value::Int(number)) if i32::try_from(*number).is_err() => {
            return wrong("a whole number of 32 bits");
        }
        (Kind::Integer | Kind::Long, Value::Int(_)) | (Kind::Float | Kind::Double, _) => {
            let number = value.as_float().filter(|number| number.is_finite());
            let Some(number) = number else { return wrong("a number") };
            ranged(shape, path, number, &number.to_string())?;
            if matches!(shape.kind, Kind::Float | Kind::Double) {
                return Ok(Value::Float(number));
            }
        }
        (Kind::Boolean, Value::Bool(_)) => {}
        (Kind::Timestamp, Value::Text(text)) => {
            return match time::read(text) {
                Some(instant) => Ok(Value::Text(time::written(instant))),
                None => wrong("a time"),
            };
        }
        (Kind::Blob, Value::Text(text)) if STANDARD.decode(text).is_ok() => {}
        (Kind::Structure, _) => return wrong("a structure"),
        (Kind::List, _) => return wrong("a list"),
        (Kind::Map, _) => return wrong("a map"),
        (Kind::String, _) => return wrong("text"),
        (Kind::Integer | Kind::Long, _) => return wrong("a whole number"),
        (Kind::Boolean, _) => return wrong("true or false"),
        (Kind::Timestamp, _) => return wrong("a time"),
        (Kind::Blob, _) => return wrong("bytes in base64"),
    }
    Ok(value.clone())
}

fn within(shape: &Shape, path: &str, length: usize, value: &str) -> Result<(), Wrong> {
    #[expect(clippy::cast_precision_loss, reason = "lengths of calls stay far below 2^53")]
    ranged(shape, path, length as f64, value)
}

fn ranged(shape: &Shape, path: &str, number: f64, value: &str) -> Result<(), Wrong> {
    match (shape.min, shape.max) {
        (Some(min), _) if number < min => Err(Wrong::at(path, What::Low(value.to_owned(), min))),
        (_, Some(max)) if number > max => Err(Wrong::at(path, What::High(value.to_owned(), max))),
        _ => Ok(()),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::operation;

    fn refused(service: &str, name: &str, input: Value) -> (String, String) {
        let fault = check(operation(service, name).unwrap(), &input).unwrap_err();
        (fault.code, fault.message)
    }

    #[test]
    fn what_the_model_asks_for_is_asked_for() {
        let (code, message) = refused("ec2", "CreateSubnet", Value::empty());
        assert_eq!(
            (code.as_str(), message.as_str()),
            ("MissingParameter", "The request must contain the parameter VpcId")
        );
        let (code, _) = refused("logs", "CreateLogGroup", [("logGroupName", "".into())].into());
        assert_eq!(code, "InvalidParameterException");
        let (_, message) = refused("ec2", "CreateVpc", [("Cidr", "10.0.0.0/16".into())].into());
        assert_eq!(message, "The parameter Cidr is not recognized");
        let (_, message) = refused("ec2", "CreateVpc", [("CidrBlock", 10.into())].into());
        assert_eq!(message, "Value at 'CidrBlock' must be text");
        let (_, message) = refused(
            "cloudwatch",
            "SetAlarmState",
            [("AlarmName", "a".into()), ("StateValue", "RINGING".into()), ("StateReason", "test".into())]
                .into(),
        );
        assert!(message.contains("enum value set: [OK, ALARM, INSUFFICIENT_DATA]"), "{message}");
    }

    #[test]
    fn a_checked_value_is_in_normal_form() {
        let datum: Value = [
            ("MetricName", "cpu".into()),
            ("Value", 5.into()),
            ("Timestamp", "2026-11-28T12:00:00+02:00".into()),
        ]
        .into();
        let input = [("Namespace", "shop".into()), ("MetricData", Value::List(vec![datum]))].into();
        let checked = check(operation("cloudwatch", "PutMetricData").unwrap(), &input).unwrap();
        let datum = checked.get("MetricData").unwrap().items().first().unwrap();
        assert_eq!(datum.get("Value"), Some(&Value::Float(5.0)));
        assert_eq!(datum.get("Timestamp"), Some(&"2026-11-28T10:00:00Z".into()));
    }

    #[test]
    fn a_value_that_is_nested_without_end_is_refused() {
        let deep = (0..5000).fold(Value::empty(), |inner, _| Value::List(vec![inner]));
        let input = [("Filters", deep)].into();
        assert!(check(operation("ec2", "DescribeVpcs").unwrap(), &input).is_err());
    }
}
