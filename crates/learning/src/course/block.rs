//! The three blocks that lessons have, read from their TOML.

use assay_kernel::{
    Diagnostic, Diagnostics, Location,
    source::{Reader, SourceFile},
};

use super::{
    codes,
    model::{CheckOption, Diagram, Incident, LessonBlock, LessonCheck},
    place::{LessonPiece, read_part},
};

/// Options of a check, at most: nobody holds more against one another.
const OPTIONS_MAX: usize = 8;

const KINDS: [(&str, bool); 2] = [("multiple-choice", false), ("multiple-response", true)];

/// Whether a fence with this word is a block of a lesson.
pub(super) fn is_block(word: &str) -> bool {
    matches!(word, "check" | "diagram" | "incident")
}

/// Reads a block; none of a part that is text.
pub(super) fn read_block(file: &SourceFile, part: &LessonPiece) -> (Option<LessonBlock>, Diagnostics) {
    let at = file.locate(part.span.clone());
    let (block, mut found) = match part.word.as_deref() {
        Some("check") => {
            let (check, found) = read_part(file, &part.span, |table| check(table, &at));
            (Some(LessonBlock::Check(check)), found)
        }
        Some("diagram") => {
            let (diagram, found) = read_part(file, &part.span, |table| diagram(table, &at));
            (Some(LessonBlock::Diagram(diagram)), found)
        }
        Some("incident") => {
            let (incident, found) = read_part(file, &part.span, incident);
            (Some(LessonBlock::Incident(incident)), found)
        }
        _ => (None, Diagnostics::default()),
    };
    if !part.is_closed {
        let word = part.word.as_deref().unwrap_or_default();
        let message = format!("the block `{word}` does not end");
        let hint = "close it with a line of three backticks";
        found.push(Diagnostic::error(codes::BLOCK, at, message).hint(hint));
    }
    (block, found)
}

/// A text that has to say something.
fn said(table: &Reader<'_>, key: &str, why: &str) -> String {
    let text = table.text(key).trim().to_owned();
    if table.has(key) && text.is_empty() {
        let message = format!("`{key}` says nothing");
        table.report(Diagnostic::error(codes::EMPTY, table.place(key), message).hint(why));
    }
    text
}

fn check(table: &Reader<'_>, at: &Location) -> LessonCheck {
    let check = LessonCheck {
        id: table.text("id"),
        skill: table.text("skill"),
        is_multiple: table.choice("kind", &KINDS).unwrap_or_default(),
        stem: said(table, "stem", "ask something"),
        options: table.tables("option", |option| CheckOption {
            id: option.text("id"),
            text: said(option, "text", "say what can be chosen"),
            rationale: said(option, "rationale", "say why it is right, or why it is wrong here"),
        }),
        key: table.texts("key"),
        source: table.text("source"),
        at: at.clone(),
    };
    key(table, &check);
    check
}

/// The key names options, as many as the kind of the check wants.
fn key(table: &Reader<'_>, check: &LessonCheck) {
    let fault = |key: &str, message: String, hint: &str| {
        table.report(Diagnostic::error(codes::KEY, table.place(key), message).hint(hint));
    };
    if let Some(no) = check.key.iter().find(|id| check.options.iter().all(|option| option.id != **id)) {
        fault("key", format!("the key `{no}` is not an option"), "name ids of options");
    }
    let fits = if check.is_multiple { check.key.len() > 1 } else { check.key.len() == 1 };
    if !fits || check.key.len() >= check.options.len().max(1) {
        let message = format!("{} of {} options are right", check.key.len(), check.options.len());
        let hint = "one is right of `multiple-choice`, several but not all of `multiple-response`";
        fault("key", message, hint);
    }
    if check.options.len() > OPTIONS_MAX {
        fault("option", format!("a check has at most {OPTIONS_MAX} options"), "leave the weakest out");
    }
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = check.options.iter().find(|option| !seen.insert(option.id.as_str())) {
        fault("option", format!("two options are called `{}`", twice.id), "give each its own letter");
    }
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = check.key.iter().find(|id| !seen.insert(*id)) {
        fault("key", format!("the key names `{twice}` twice"), "name it once");
    }
}

fn diagram(table: &Reader<'_>, at: &Location) -> Diagram {
    let words = "say it for those who do not see the picture";
    Diagram {
        file: table.text("file"),
        alt: said(table, "alt", words),
        text: said(table, "text", words),
        at: at.clone(),
    }
}

fn incident(table: &Reader<'_>) -> Incident {
    let part = |key| said(table, key, "an incident has all four parts");
    Incident { symptom: part("symptom"), evidence: part("evidence"), cause: part("cause"), fix: part("fix") }
}
