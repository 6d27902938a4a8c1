//! Documents that stay true: first lines that fit, links and paths that exist.

use std::path::{Path, PathBuf};

use super::file::{Finding, SourceFile};
use crate::arrows::PURE;

/// What a list of items shows of each ("Say what it is for").
const FIRST_LINE_CHARS_MAX: usize = 80;
/// A map longer than this is not read ("Documents").
const ARCHITECTURE_LINES_MAX: usize = 300;
const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// The first line over each public item of a pure crate says what it is for.
pub fn first_lines(file: &SourceFile) -> Vec<Finding> {
    let is_pure = PURE.iter().filter_map(|name| name.strip_prefix("assay-"));
    if !is_pure.map(|name| format!("crates/{name}/src/")).any(|folder| file.path.starts_with(&folder)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut first: Option<(usize, usize)> = None; // number and length of the comment's first line
    for (at, line) in file.text.lines().enumerate() {
        let line = line.trim_start();
        let outer = line.strip_prefix("///").filter(|rest| !rest.starts_with('/'));
        if let Some(doc) = line.strip_prefix("//!").filter(|_| at == 0).or(outer.filter(|_| first.is_none()))
        {
            first = Some((at + 1, doc.trim().chars().count()));
        }
        if outer.is_some() || (at > 0 && line.starts_with("#[")) {
            continue;
        }
        let is_shown = at == 0 || line.starts_with("pub ");
        if let Some((number, chars)) =
            first.take().filter(|(_, chars)| is_shown && *chars > FIRST_LINE_CHARS_MAX)
        {
            let advice = "say what it is for in one short line, then leave a line empty and go on";
            let message =
                format!("a first line of {chars} characters, at most {FIRST_LINE_CHARS_MAX}: {advice}");
            found.push(file.fault(number, message));
        }
    }
    found
}

/// Every path that ARCHITECTURE.md names in backticks exists, and the page stays short.
pub fn architecture(file: &SourceFile) -> Vec<Finding> {
    if file.path != ARCHITECTURE {
        return Vec::new();
    }
    let mut found = Vec::new();
    let lines = file.text.lines().count();
    if lines > ARCHITECTURE_LINES_MAX {
        let advice = "move a walk to docs/lifecycle/ and link it";
        found.push(file.fault(1, format!("{lines} lines, at most {ARCHITECTURE_LINES_MAX}: {advice}")));
    }
    for (number, line) in prose(&file.text) {
        let spans = line.split('`').skip(1).step_by(2);
        for path in spans.filter(|span| is_path(span) && !Path::new(span).exists()) {
            found.push(
                file.fault(
                    number,
                    format!("`{path}` does not exist: name what is there now, or leave it out"),
                ),
            );
        }
    }
    found
}

/// Paths have a slash inside or at the end, or end as our files do; a route of the server starts with
/// one.
fn is_path(span: &str) -> bool {
    let is_plain = span.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let ends = [".md", ".toml", ".rs", ".mjs", ".js", ".css", ".sql"];
    is_plain && !span.starts_with('/') && (span.contains('/') || ends.iter().any(|end| span.ends_with(end)))
}

/// Every relative link of a document leads somewhere.
pub fn links(file: &SourceFile) -> Vec<Finding> {
    if file.extension() != "md" {
        return Vec::new();
    }
    let folder = Path::new(&file.path).parent().map(PathBuf::from).unwrap_or_default();
    let mut found = Vec::new();
    for (number, line) in prose(&file.text) {
        let without_code: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        let targets = without_code.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        for target in targets.filter(|target| is_relative(target)) {
            let path = target.split_once('#').map_or(target, |(path, _)| path);
            if !folder.join(path).exists() {
                found.push(file.fault(number, format!("the link to {target} leads nowhere: mend the path")));
            }
        }
    }
    found
}

fn is_relative(target: &str) -> bool {
    !(target.is_empty() || target.starts_with(['#', '/', '<']) || target.contains(':'))
}

/// The numbered lines of a document outside its code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((at + 1, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_over_a_public_item_is_short_and_the_others_are_free() {
        let long = "x".repeat(81);
        let text =
            format!("//! {long}\n\n/// {long}\n#[derive(Debug)]\npub struct S;\n/// {long}\nfn f() {{}}");
        let lines = |path: &str, text: &str| -> Vec<usize> {
            first_lines(&SourceFile::new(path, text)).iter().map(|finding| finding.line).collect()
        };
        assert_eq!(lines("crates/bank/src/lib.rs", &text), [1, 3]);
        assert!(lines("crates/web/src/lib.rs", &text).is_empty());
        let good = format!("//! Short.\n//! {long}\n\n/// Short.\n/// {long}\npub fn f() {{}}\n//// {long}");
        assert!(lines("crates/bank/src/lib.rs", &good).is_empty());
    }

    #[test]
    fn a_path_on_the_map_must_exist() {
        let text = "See `Cargo.toml`, `src/`, `src/no_such_file.rs`, `GET /api/v1`, `/api/v1/x` and `a::b`.\n\
                    ```\nno/such/place\n```";
        let found = architecture(&SourceFile::new("ARCHITECTURE.md", text));
        assert_eq!(found.len(), 1);
        assert!(found[0].message.starts_with("`src/no_such_file.rs` does not exist"));
        assert!(architecture(&SourceFile::new("README.md", "`src/no_such_file.rs`")).is_empty());
        assert_eq!(architecture(&SourceFile::new("ARCHITECTURE.md", &"\n".repeat(301))).len(), 1);
    }

    #[test]
    fn a_relative_link_must_lead_somewhere() {
        let text = "[a](Cargo.toml) [b](src/main.rs#x) [c](#here) [d](https://example.org/x) `[e](none.md)`\n\
                    [f](none.md) ![g](none.png \"title\")";
        let found = links(&SourceFile::new("page.md", text));
        let lines: Vec<_> = found.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 2]);
        assert!(found[0].message.contains("none.md"));
        assert!(links(&SourceFile::new("src/page.md", "[a](main.rs) [b](../Cargo.toml)")).is_empty());
    }
}
