//! Words that do not belong: in names, in attributes, in SQL, in tests, in what is committed.

use super::{
    file::{Finding, SourceFile},
    rust_text::RustText,
};

/// Type names that say nothing, and what to do instead.
const EMPTY_SUFFIXES: &[&str] = &["Manager", "Helper", "Helpers", "Util", "Utils"];

/// Types are named for what they are ("Name things with the glossary").
pub fn type_names(file: &SourceFile, rust: &RustText) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in numbered(&rust.code) {
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for (keyword, name) in words.iter().zip(words.iter().skip(1)) {
            let is_type = matches!(*keyword, "struct" | "enum" | "trait" | "type" | "union");
            if is_type && EMPTY_SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) {
                let advice = "name it for what it is, with a word of GLOSSARY.md";
                found.push(file.fault(number, format!("`{name}` names no thing: {advice}")));
            }
        }
    }
    found
}

/// No silenced lints, no ignored tests, no expectation without its reason ("No panics, no silenced lints").
pub fn attributes(file: &SourceFile, rust: &RustText) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in numbered(&rust.code) {
        let packed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        if packed.contains("#[allow(") || packed.contains("#![allow(") {
            found.push(
                file.fault(number, "an allowed lint: mend it, or write #[expect(lint, reason = \"...\")]"),
            );
        }
        if packed.contains("#[ignore") {
            found.push(file.fault(number, "an ignored test is a broken promise: mend it or delete it"));
        }
        if packed.contains("#[expect(") || packed.contains("#![expect(") {
            let attribute = file.text.lines().skip(number - 1).take(6).collect::<String>();
            let attribute = attribute.split_once(']').map_or(attribute.as_str(), |(inside, _)| inside);
            if !attribute.contains("reason") {
                found.push(file.fault(number, "an expectation without a reason: add reason = \"...\""));
            }
        }
    }
    found
}

/// Rust tests wait for events, not for time ("Tests tell stories").
pub fn sleeps_in_rust_tests(file: &SourceFile, rust: &RustText) -> Vec<Finding> {
    let lines = numbered(&rust.code).filter(|(number, _)| rust.is_test(*number));
    let sleeping = lines.filter(|(_, line)| {
        ["thread::sleep", "time::sleep", "sleep("].iter().any(|call| contains_call(line, call))
    });
    let advice = "wait for the event: a line the program prints, a channel, a turn of ManualClock";
    sleeping.map(|(number, _)| file.fault(number, format!("a sleep in a test: {advice}"))).collect()
}

/// A test that is not run says it where it is counted.
pub fn uncounted_skips(file: &SourceFile, rust: &RustText) -> Vec<Finding> {
    let lines = numbered(&rust.literals).filter(|(number, _)| rust.is_test(*number));
    let skipping = lines.filter(|(_, line)| line.contains("\"SKIPPED"));
    let advice = "ask assay-testkit for what the test needs, so that ./test counts it";
    skipping.map(|(number, _)| file.fault(number, format!("a skip that nobody counts: {advice}"))).collect()
}

/// `sleep(` but not `my_sleep(`.
fn contains_call(line: &str, call: &str) -> bool {
    let before_ok = |at: usize| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    line.match_indices(call).any(|(at, _)| before_ok(at))
}

/// Browser tests wait for what the page shows, not for time ("Tests tell stories").
pub fn sleeps_in_script_tests(file: &SourceFile) -> Vec<Finding> {
    if !file.is_script() || !(file.path.starts_with("tests/") || file.path.contains(".test.")) {
        return Vec::new();
    }
    let sleeping = numbered(&file.text).filter(|(_, line)| {
        let packed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let promised = packed.contains("newPromise(") && packed.contains("setTimeout(");
        promised || packed.contains("waitForTimeout(") || packed.contains("timers/promises")
    });
    let advice = "wait for what the page shows (locator.waitFor) or for the response";
    sleeping.map(|(number, _)| file.fault(number, format!("a sleep in a test: {advice}"))).collect()
}

/// Columns are enumerated ("SQL is written out"), in `.sql` files and in the texts of programs.
pub fn sql_columns(file: &SourceFile) -> Vec<Finding> {
    let text = match &file.rust {
        Some(rust) => &rust.literals,
        None if file.extension() == "sql" || file.is_script() => &file.text,
        None => return Vec::new(),
    };
    let starred = numbered(text).filter(|(_, line)| selects_everything(&line.to_lowercase()));
    let advice = "name the columns, so that a new one changes no query unseen";
    starred.map(|(number, _)| file.fault(number, format!("all columns selected: {advice}"))).collect()
}

fn selects_everything(line: &str) -> bool {
    line.match_indices("select").any(|(at, word)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        let rest = line.get(at + word.len()..).unwrap_or_default();
        if before.is_some_and(char::is_alphanumeric) || !rest.starts_with(char::is_whitespace) {
            return false;
        }
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("distinct ").unwrap_or(rest).trim_start();
        let column = rest.split_once('.').map_or(rest, |(table, column)| {
            let is_table = table.chars().all(|c| c.is_alphanumeric() || c == '_');
            if is_table { column } else { rest }
        });
        let after = column.strip_prefix('*').map(str::trim_start);
        after.is_some_and(|after| !after.starts_with("from unnest(")) // whose columns are its arguments
    })
}

/// A note to oneself needs an issue that somebody will read ("Work").
pub fn notes_to_self(file: &SourceFile) -> Vec<Finding> {
    let text = match &file.rust {
        Some(rust) => &rust.comments,
        None if file.is_script() || matches!(file.extension(), "css" | "sql" | "sh" | "toml") => &file.text,
        None => return Vec::new(),
    };
    let words = ["TODO", "FIXME", "XXX"];
    let open = numbered(text).filter(|(_, line)| {
        words.iter().any(|word| line.match_indices(word).any(|(at, _)| is_loose_note(line, at, word)))
    });
    let advice = "mend it now, or name the issue: TODO(#12)";
    open.map(|(number, _)| file.fault(number, format!("a note without an issue: {advice}"))).collect()
}

fn is_loose_note(line: &str, at: usize, word: &str) -> bool {
    let before = line.get(..at).and_then(|before| before.chars().next_back());
    let rest = line.get(at + word.len()..).unwrap_or_default();
    let is_word = !before.is_some_and(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric);
    let issue = rest.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
    let has_issue =
        issue.is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
    is_word && !has_issue
}

/// Nothing of the machine it was written on goes into the tree.
pub fn machine_paths(file: &SourceFile) -> Vec<Finding> {
    let folders = ["tmp", "work", "root"].map(|folder| format!("/{folder}/"));
    let hosts = [
        concat!("registry.npm", "js.org"),
        concat!("static.crates", ".io"),
        concat!("pypi.org", "/simple"),
        concat!("deb.debian", ".org"),
    ];
    let mut found = Vec::new();
    for (number, line) in numbered(&file.text) {
        let starts_path = |at: usize| {
            let before = line.get(..at).and_then(|before| before.chars().next_back());
            !before.is_some_and(|c| c.is_ascii_lowercase())
        };
        if folders.iter().any(|folder| line.match_indices(folder).any(|(at, _)| starts_path(at))) {
            let advice = "use a relative path, or a fresh temporary folder (mktemp -d, tempfile)";
            found.push(file.fault(number, format!("a path of one machine: {advice}")));
        }
        if hosts.iter().any(|host| line.contains(host)) {
            let advice = "name the package only; the client knows its registry";
            found.push(file.fault(number, format!("a registry's host name: {advice}")));
        }
    }
    found
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
