//! The functions of JMESPath.

use crate::shell::data::{Data, equal};

/// Each with how few and how many arguments it takes.
const FUNCTIONS: [(&str, usize, usize); 26] = [
    ("abs", 1, 1),
    ("avg", 1, 1),
    ("ceil", 1, 1),
    ("contains", 2, 2),
    ("ends_with", 2, 2),
    ("floor", 1, 1),
    ("join", 2, 2),
    ("keys", 1, 1),
    ("length", 1, 1),
    ("map", 2, 2),
    ("max", 1, 1),
    ("max_by", 2, 2),
    ("merge", 1, 20),
    ("min", 1, 1),
    ("min_by", 2, 2),
    ("not_null", 1, 20),
    ("reverse", 1, 1),
    ("sort", 1, 1),
    ("sort_by", 2, 2),
    ("starts_with", 2, 2),
    ("sum", 1, 1),
    ("to_array", 1, 1),
    ("to_number", 1, 1),
    ("to_string", 1, 1),
    ("type", 1, 1),
    ("values", 1, 1),
];

pub(super) fn known(name: &str, given: usize) -> Result<(), String> {
    match FUNCTIONS.iter().find(|(known, ..)| *known == name) {
        None => Err(format!("there is no function {name}()")),
        Some((_, least, most)) if given < *least || given > *most => {
            Err(format!("{name}() takes {least} arguments, not {given}"))
        }
        Some(_) => Ok(()),
    }
}

fn wrong(name: &str, data: &Data) -> String {
    format!("{name}() cannot take {}", kind(data))
}

fn kind(data: &Data) -> &'static str {
    match data {
        Data::Null => "null",
        Data::Bool(_) => "boolean",
        Data::Int(_) | Data::Float(_) => "number",
        Data::Text(_) => "string",
        Data::List(_) => "array",
        Data::Map(_) => "object",
    }
}

pub(super) fn items(name: &str, data: Data) -> Result<Vec<Data>, String> {
    match data {
        Data::List(items) => Ok(items),
        other => Err(wrong(name, &other)),
    }
}

fn numbers(name: &str, data: Data) -> Result<Vec<f64>, String> {
    let items = items(name, data)?;
    items.iter().map(|item| item.number().ok_or_else(|| wrong(name, item))).collect()
}

fn text<'a>(name: &str, data: &'a Data) -> Result<&'a str, String> {
    match data {
        Data::Text(text) => Ok(text),
        other => Err(wrong(name, other)),
    }
}

pub(super) fn orderable<'a>(name: &str, mut keys: impl Iterator<Item = &'a Data>) -> Result<(), String> {
    let Some(first) = keys.next() else { return Ok(()) };
    if !matches!(kind(first), "number" | "string") {
        return Err(wrong(name, first));
    }
    match keys.find(|key| kind(key) != kind(first)) {
        Some(other) => Err(wrong(name, other)),
        None => Ok(()),
    }
}

pub(super) fn order(left: &Data, right: &Data) -> std::cmp::Ordering {
    match (left, right) {
        (Data::Text(left), Data::Text(right)) => left.cmp(right),
        _ => left.number().unwrap_or(f64::NAN).total_cmp(&right.number().unwrap_or(f64::NAN)),
    }
}

pub(super) fn plain(name: &str, arguments: Vec<Data>) -> Result<Data, String> {
    if matches!(name, "merge" | "not_null") {
        return many(name, arguments);
    }
    let mut arguments = arguments.into_iter();
    let (first, second) = (arguments.next().unwrap_or(Data::Null), arguments.next().unwrap_or(Data::Null));
    Ok(match name {
        "abs" | "ceil" | "floor" | "avg" | "sum" | "to_number" => return of_numbers(name, first),
        "contains" => Data::Bool(match &first {
            Data::List(items) => items.iter().any(|item| equal(item, &second)),
            Data::Text(in_) => matches!(&second, Data::Text(part) if in_.contains(part.as_str())),
            other => return Err(wrong(name, other)),
        }),
        "starts_with" => Data::Bool(text(name, &first)?.starts_with(text(name, &second)?)),
        "ends_with" => Data::Bool(text(name, &first)?.ends_with(text(name, &second)?)),
        "join" => {
            let items = items(name, second)?;
            let parts = items.iter().map(|item| text(name, item)).collect::<Result<Vec<_>, _>>()?;
            Data::Text(parts.join(text(name, &first)?))
        }
        "keys" | "values" => match first {
            Data::Map(members) => Data::List(
                members
                    .into_iter()
                    .map(|(key, value)| if name == "keys" { Data::Text(key) } else { value })
                    .collect(),
            ),
            other => return Err(wrong(name, &other)),
        },
        "length" => Data::Int(match &first {
            Data::Text(text) => text.chars().count().try_into().unwrap_or(i64::MAX),
            Data::List(items) => items.len().try_into().unwrap_or(i64::MAX),
            Data::Map(members) => members.len().try_into().unwrap_or(i64::MAX),
            other => return Err(wrong(name, other)),
        }),
        "sort" | "max" | "min" => {
            let mut items = items(name, first)?;
            orderable(name, items.iter())?;
            items.sort_by(order);
            match name {
                "sort" => Data::List(items),
                "max" => items.pop().unwrap_or(Data::Null),
                _ => items.into_iter().next().unwrap_or(Data::Null),
            }
        }
        "reverse" => match first {
            Data::Text(text) => Data::Text(text.chars().rev().collect()),
            other => Data::List(items(name, other)?.into_iter().rev().collect()),
        },
        "to_array" => match first {
            list @ Data::List(_) => list,
            other => Data::List(vec![other]),
        },
        "to_string" => match first {
            text @ Data::Text(_) => text,
            other => Data::Text(other.compact()),
        },
        "type" => Data::Text(kind(&first).to_owned()),
        _ => return Err(format!("{name}() needs an expression with & in its place")),
    })
}

fn of_numbers(name: &str, first: Data) -> Result<Data, String> {
    Ok(match name {
        "abs" => match first {
            Data::Int(number) => Data::Int(number.saturating_abs()),
            other => Data::Float(other.number().ok_or_else(|| wrong(name, &other))?.abs()),
        },
        "ceil" | "floor" => {
            let number = first.number().ok_or_else(|| wrong(name, &first))?;
            #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
            Data::Int(if name == "ceil" { number.ceil() } else { number.floor() } as i64)
        }
        "avg" => {
            let numbers = numbers(name, first)?;
            #[expect(clippy::cast_precision_loss, reason = "a list is far shorter than 2^53")]
            let average = numbers.iter().sum::<f64>() / numbers.len() as f64;
            if numbers.is_empty() { Data::Null } else { Data::Float(average) }
        }
        "sum" => Data::Float(numbers(name, first)?.iter().sum()),
        _ => match &first {
            Data::Text(text) => match (text.parse(), text.parse::<f64>()) {
                (Ok(whole), _) => Data::Int(whole),
                (_, Ok(number)) if number.is_finite() => Data::Float(number),
                _ => Data::Null,
            },
            number if number.number().is_some() => first,
            _ => Data::Null,
        },
    })
}

fn many(name: &str, arguments: Vec<Data>) -> Result<Data, String> {
    if name == "not_null" {
        return Ok(arguments.into_iter().find(|one| *one != Data::Null).unwrap_or(Data::Null));
    }
    let mut merged: Vec<(String, Data)> = Vec::new();
    for argument in arguments {
        let Data::Map(members) = argument else { return Err(wrong(name, &argument)) };
        for (key, value) in members {
            merged.retain(|(known, _)| *known != key);
            merged.push((key, value));
        }
    }
    Ok(Data::Map(merged))
}
