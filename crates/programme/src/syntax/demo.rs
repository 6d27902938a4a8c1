//! `demo.toml`: the people of a demonstration, and the day on which it begins.

use assay_kernel::{
    Diagnostics, Role,
    identity::{Address, IdentityFault, person_name},
    source::{Reader, SourceFile},
};

use super::keys::clause;
use crate::{
    analysis::Rating,
    model::{DemoAnalysis, DemoEvent, DemoExpert, DemoPerson, DemoResult, Demonstration},
    syntax::demo_prepared::{crew, preparation},
};

/// The file of a demonstration, at the top of the programme's folder.
pub const DEMO_FILE: &str = "demo.toml";

/// Reads the file of a demonstration; every fault of form in one run.
pub(crate) fn read(file: &SourceFile) -> (Demonstration, Diagnostics) {
    Reader::read(file, |table| {
        let people = table.tables("person", person);
        let crews = table.tables("crew", |table| crew(table, &people));
        Demonstration {
            begins_on: table.date("begins_on").unwrap_or_default(),
            changes: changes(table),
            people,
            analyses: table.tables("practice_analysis", analysis),
            crews,
            clause: clause(table),
        }
    })
}

/// A path that leads to the same place from every machine's copy of the programme.
fn changes(table: &Reader<'_>) -> Option<String> {
    let path = table.maybe_text("changes")?;
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', ':']) {
        table.bad(
            "changes",
            format!("`{path}` is not a path from the programme's folder"),
            "write it with `/`, such as `../changes`",
        );
        return None;
    }
    Some(path)
}

/// What a person of a demonstration can be.
fn roles() -> Vec<(&'static str, Option<Role>)> {
    let granted = Role::ALL.map(|role| (role.as_str(), Some(role)));
    [("candidate", None)].into_iter().chain(granted).collect()
}

fn person(table: &Reader<'_>) -> DemoPerson {
    DemoPerson {
        name: in_one_form(table, "name", person_name),
        email: in_one_form(table, "email", |typed| Address::parse(typed).map(|address| address.to_string())),
        role: table.choice("role", &roles()).flatten(),
        story: table.text("story"),
        history: table.tables("history", event),
        preparations: table.tables("preparation", preparation),
        clause: clause(table),
    }
}

fn analysis(table: &Reader<'_>) -> DemoAnalysis {
    DemoAnalysis {
        exam: table.text("exam").as_str().into(),
        title: table.text("title"),
        closes_on: table.date("closes_on").unwrap_or_default(),
        experts: table.tables("expert", expert),
        clause: clause(table),
    }
}

fn expert(table: &Reader<'_>) -> DemoExpert {
    let ratings = |rows: &Reader<'_>| {
        let tasks = rows.keys().into_iter();
        tasks.filter_map(|task| Some((task.clone(), rating(rows, &task)?))).collect()
    };
    let remarks =
        |rows: &Reader<'_>| rows.keys().into_iter().map(|task| (task.clone(), rows.text(&task))).collect();
    DemoExpert {
        name: table.text("name"),
        about: table.text("about"),
        ratings: table.table("ratings", ratings).unwrap_or_default(),
        remarks: table.maybe_table("remarks", remarks).unwrap_or_default(),
    }
}

/// Importance and frequency of a task, written as `"4 5"`.
fn rating(table: &Reader<'_>, task: &str) -> Option<[u8; 2]> {
    let text = table.text(task);
    let points: Vec<u8> = text.split_whitespace().filter_map(|point| point.parse().ok()).collect();
    let read = match points.as_slice() {
        [importance, frequency] => {
            Rating::new(*importance, *frequency).map(|rating| [rating.importance(), rating.frequency()])
        }
        _ => None,
    };
    if read.is_none() {
        table.bad(
            task,
            format!("`{text}` is no rating"),
            "write importance and frequency, each 1 to 5, such as \"4 5\"",
        );
    }
    read
}

/// A text in the form that is kept, as if its owner had typed it.
fn in_one_form(
    table: &Reader<'_>,
    key: &str,
    read: impl FnOnce(&str) -> Result<String, IdentityFault>,
) -> String {
    let typed = table.text(key);
    // What is missing is reported already.
    if !table.has(key) {
        return typed;
    }
    read(&typed).unwrap_or_else(|fault| {
        table.bad(key, format!("`{typed}` cannot be the `{key}` of a person"), fault.to_string());
        String::new()
    })
}

fn event(table: &Reader<'_>) -> DemoEvent {
    let passed = table.maybe_text("passed");
    let failed = table.maybe_text("failed");
    if table.has("passed") == table.has("failed") {
        table.bad(
            "passed",
            "an exam is either passed or failed",
            "write exactly one of `passed` and `failed`",
        );
    }
    let result = if passed.is_some() { DemoResult::Passed } else { DemoResult::Failed };
    DemoEvent {
        on: table.date("on").unwrap_or_default(),
        result,
        exam: passed.or(failed).unwrap_or_default().as_str().into(),
        clause: clause(table),
    }
}
