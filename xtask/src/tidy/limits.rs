//! Limits that are published are those that hold: the table's values are the source's.

use super::file::{Finding, SourceFile};

const PAGE: &str = "docs/reference/limits.md";

/// Every constant that the page of limits shows stands in the source with the same value.
pub fn published(file: &SourceFile) -> Vec<Finding> {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    if file.path == PAGE { compare(file, &read) } else { Vec::new() }
}

fn compare(page: &SourceFile, read: &dyn Fn(&str) -> Option<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (line, number) in page.text.lines().zip(1..) {
        let Some((limit, path)) = shown(line) else { continue };
        let source = read(path).unwrap_or_default();
        if !source.lines().any(|line| declares(line, limit)) {
            let message = format!("{path} has no `{limit}`: write down what holds now");
            found.push(page.fault(number, message));
        }
    }
    found
}

/// The constant of a row and the file it stands in: the row's last two words in backticks.
fn shown(row: &str) -> Option<(&str, &str)> {
    let (limit, path) = row.strip_suffix("` |")?.rsplit_once("` in `")?;
    Some((limit.rsplit_once('`')?.1, path))
}

fn declares(line: &str, limit: &str) -> bool {
    let line = line.trim_start().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
    let declared = line.strip_prefix("const ").or(line.strip_prefix("static "));
    declared.and_then(|rest| rest.strip_suffix(';')) == Some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_was_changed_in_the_source_alone_is_found() {
        let page = SourceFile::new(PAGE, "| limit | value |\n|---|---|\n| a | 4 | `A: u8 = 4` in `a.rs` |\n");
        let source = |text: &'static str| move |_: &str| Some(text.to_owned());
        assert!(compare(&page, &source("/// Why.\npub const A: u8 = 4;\n")).is_empty());
        assert_eq!(compare(&page, &source("const A: u8 = 5;\n")).len(), 1);
        assert_eq!(compare(&page, &|_| None).len(), 1, "the file is gone");
    }
}
