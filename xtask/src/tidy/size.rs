//! How long a line, a function and a file may be.
//!
//! The figures are those of codebases that are easy to review: what fits on a screen gets read. A
//! longer function or file stands when its reason does, in the list of exceptions.

use super::{
    exceptions::Exceptions,
    file::{Finding, SourceFile},
    rust_text::RustText,
};

/// Two windows side by side; rustfmt's `max_width` says the same.
const LINE_CHARS_MAX: usize = 110;
/// About a screen and a half; longer ones hide a second decision.
const FUNCTION_LINES_MAX: usize = 70;
/// Where a file begins to have two subjects.
const FILE_LINES_WARN: usize = 400;
/// Where nobody reads it as a whole any more; no exception reaches beyond it.
const FILE_LINES_MAX: usize = 800;

/// Lines of Rust, JavaScript and CSS. A line with an address is as long as the address.
pub fn lines(file: &SourceFile) -> Vec<Finding> {
    if file.rust.is_none() && !file.is_script() && file.extension() != "css" {
        return Vec::new();
    }
    let numbered = file.text.lines().enumerate().map(|(at, line)| (at + 1, line, line.chars().count()));
    let long = numbered.filter(|(_, line, chars)| *chars > LINE_CHARS_MAX && !line.contains("://"));
    long.map(|(number, _, chars)| {
        let advice = "break it; a long text goes on after a `\\` at the end of the line";
        file.fault(number, format!("{chars} characters, at most {LINE_CHARS_MAX}: {advice}"))
    })
    .collect()
}

/// Files of code and style.
pub fn file(file: &SourceFile, exceptions: &Exceptions) -> Vec<Finding> {
    if file.rust.is_none() && !file.is_script() && !matches!(file.extension(), "css" | "sql") {
        return Vec::new();
    }
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        let advice = "split it by subject into modules of its own folder";
        return vec![file.fault(1, format!("{lines} lines, at most {FILE_LINES_MAX}: {advice}"))];
    }
    if lines > FILE_LINES_WARN && !exceptions.allows_file(&file.path) {
        let advice = "split it by subject, or give the reason in xtask/tidy-exceptions.toml";
        return vec![file.warning(1, format!("{lines} lines, more than {FILE_LINES_WARN}: {advice}"))];
    }
    Vec::new()
}

/// Functions of Rust.
pub fn functions(file: &SourceFile, rust: &RustText, exceptions: &Exceptions) -> Vec<Finding> {
    let functions = rust.functions();
    let long = functions.iter().filter(|function| function.lines > FUNCTION_LINES_MAX);
    let long = long.filter(|function| !exceptions.allows_function(&file.path, &function.name));
    long.map(|function| {
        let advice = "keep the control flow here and move the leaves into functions of their own, \
                      or give the reason in xtask/tidy-exceptions.toml";
        let (name, lines) = (&function.name, function.lines);
        file.fault(
            function.line,
            format!("`{name}` has {lines} lines, at most {FUNCTION_LINES_MAX}: {advice}"),
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::file::Severity, *};

    fn long_function(lines: usize) -> String {
        format!("fn f() {{\n{}}}\n", "    g();\n".repeat(lines - 2))
    }

    #[test]
    fn a_line_of_111_characters_is_one_too_many() {
        assert!(lines(&SourceFile::new("a.rs", &"x".repeat(110))).is_empty());
        let found = lines(&SourceFile::new("a.css", &format!("a\n{}", "ä".repeat(111))));
        assert_eq!((found[0].line, found[0].severity), (2, Severity::Fault));
        assert!(found[0].message.starts_with("111 characters, at most 110: break it"));
    }

    #[test]
    fn an_address_and_a_document_may_be_longer() {
        assert!(
            lines(&SourceFile::new("a.rs", &format!("// https://example.org/{}", "x".repeat(111))))
                .is_empty()
        );
        assert!(lines(&SourceFile::new("a.md", &"x".repeat(200))).is_empty());
    }

    #[test]
    fn a_long_file_warns_until_its_reason_is_written_and_a_very_long_one_fails() {
        let none = Exceptions::default();
        let listed = Exceptions::parse("[[file]]\npath = 'a.rs'\nreason = 'one table, read as one'").unwrap();
        let of = |lines: usize| SourceFile::new("a.rs", &"\n".repeat(lines));
        assert!(file(&of(400), &none).is_empty());
        assert_eq!(file(&of(401), &none)[0].severity, Severity::Warning);
        assert!(file(&of(401), &listed).is_empty());
        assert_eq!(file(&of(801), &listed)[0].severity, Severity::Fault);
    }

    #[test]
    fn a_function_of_71_lines_needs_a_reason() {
        let check = |lines: usize, exceptions: &Exceptions| {
            let file = SourceFile::new("a.rs", &long_function(lines));
            functions(&file, file.rust.as_ref().unwrap(), exceptions)
        };
        assert!(check(70, &Exceptions::default()).is_empty());
        let found = check(71, &Exceptions::default());
        assert!(found[0].message.starts_with("`f` has 71 lines, at most 70: keep the control flow here"));
        let listed =
            Exceptions::parse("[[function]]\npath = 'a.rs'\nname = 'f'\nreason = 'a flat table'").unwrap();
        assert!(check(71, &listed).is_empty());
    }
}
