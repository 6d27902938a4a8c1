//! What a command prints, as the original prints it.

use super::{
    command::{Ask, Format},
    data::{Data, leaf, quoted, scalar_names},
    table,
};
use crate::{call::Answer, value::Value};

/// Characters that a command prints at most; 1,000 security groups are 1.5 million.
const PRINTED_MAX: usize = 2_000_000;

const TOO_MUCH: &str = "This prints too much: ask for less by --query or --filters.\n";

/// What a command printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The text, with a line feed after each line.
    pub text: String,
    /// Whether it says why something failed.
    pub failed: bool,
}

/// Prints the answer to a command, joined from its pages.
#[must_use]
pub fn render(ask: &Ask, answer: &Answer) -> Printed {
    let printed = match answer {
        Ok(output) => printed(ask, output),
        Err(fault) => {
            let name = ask.operation.name();
            let (code, message) = (&fault.code, &fault.message);
            Err(format!("An error occurred ({code}) when calling the {name} operation: {message}\n"))
        }
    };
    match printed {
        Ok(text) if text.len() > PRINTED_MAX => Printed { text: TOO_MUCH.to_owned(), failed: true },
        Ok(text) => Printed { text, failed: false },
        Err(text) => Printed { text, failed: true },
    }
}

/// What `NAME=$(...)` keeps of it: the text without line feeds at its end.
#[must_use]
pub fn kept(printed: &Printed) -> &str {
    printed.text.trim_end_matches('\n')
}

fn printed(ask: &Ask, output: &Value) -> Result<String, String> {
    let mut data = Data::answer(ask.operation, output);
    if ask.save_as.is_some() {
        // What went into a file is not printed.
        if let Data::Map(members) = &mut data {
            members.retain(|(name, _)| name != "Body");
        }
    }
    if let Some(query) = &ask.query {
        data = query.search(&data).map_err(|why| format!("aws: error: {why}\n"))?;
    }
    Ok(match ask.format {
        Format::Json if data == Data::Map(Vec::new()) => String::new(),
        Format::Json => {
            let mut to = String::new();
            json(&data, 0, &mut to);
            to + "\n"
        }
        Format::Text => {
            let mut to = String::new();
            text(&data, None, None, &mut to);
            to
        }
        Format::Table => table::of(ask.operation.name(), &data, PRINTED_MAX).ok_or(TOO_MUCH)?,
    })
}

fn json(data: &Data, depth: usize, to: &mut String) {
    if to.len() > PRINTED_MAX {
        return;
    }
    let (open, close, lines): (_, _, Vec<(String, &Data)>) = match data {
        Data::List(items) if !items.is_empty() => {
            ('[', ']', items.iter().map(|item| (String::new(), item)).collect())
        }
        Data::Map(members) if !members.is_empty() => {
            let lines = members.iter().map(|(name, data)| (format!("{}: ", quoted(name)), data));
            ('{', '}', lines.collect())
        }
        leaf => return to.push_str(&leaf.compact()),
    };
    to.push(open);
    for (at, (name, data)) in lines.into_iter().enumerate() {
        to.push_str(if at == 0 { "\n" } else { ",\n" });
        to.push_str(&"    ".repeat(depth + 1));
        to.push_str(&name);
        json(data, depth + 1, to);
    }
    to.push('\n');
    to.push_str(&"    ".repeat(depth));
    to.push(close);
}

fn text(data: &Data, name: Option<&str>, columns: Option<&[&str]>, to: &mut String) {
    if to.len() > PRINTED_MAX {
        return;
    }
    match data {
        Data::Map(members) => record(members, name, columns, to),
        Data::List(items) if items.iter().any(|item| matches!(item, Data::Map(_))) => {
            let columns = scalar_names(items);
            items.iter().for_each(|item| text(item, name, Some(&columns), to));
        }
        Data::List(items) => {
            let (leaves, lists): (Vec<&Data>, Vec<&Data>) = items.iter().partition(|item| item.is_scalar());
            let leaves: Vec<String> = leaves.into_iter().map(leaf).collect();
            match name {
                _ if leaves.is_empty() => {}
                Some(name) => {
                    leaves.iter().for_each(|leaf| to.push_str(&format!("{}\t{leaf}\n", name.to_uppercase())));
                }
                None => to.push_str(&(leaves.join("\t") + "\n")),
            }
            lists.into_iter().for_each(|list| text(list, name, None, to));
        }
        scalar => to.push_str(&(leaf(scalar) + "\n")),
    }
}

fn record(members: &[(String, Data)], name: Option<&str>, columns: Option<&[&str]>, to: &mut String) {
    let mut sorted: Vec<&(String, Data)> = members.iter().collect();
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    let find = |column: &&str| sorted.iter().find(|(name, _)| name == column).map(|(_, data)| leaf(data));
    let mut leaves: Vec<String> = match columns {
        Some(columns) => columns.iter().map(|column| find(column).unwrap_or_default()).collect(),
        None => sorted.iter().filter(|(_, data)| data.is_scalar()).map(|(_, data)| leaf(data)).collect(),
    };
    if !leaves.is_empty() {
        leaves.splice(0..0, name.map(str::to_uppercase));
        to.push_str(&(leaves.join("\t") + "\n"));
    }
    for (name, data) in sorted.into_iter().filter(|(_, data)| !data.is_scalar()) {
        text(data, Some(name), None, to);
    }
}
