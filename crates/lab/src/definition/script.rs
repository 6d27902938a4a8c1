//! Scripts of the console: lines of `aws`, and the few deeds that are no command.
//!
//! A line goes on after `\`. `#` begins a comment. `@confirm ADDRESS` confirms the last subscription that the
//! inbox was asked about for that address.

use assay_kernel::source::SourceFile;

/// A script, by the name of its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabScript {
    /// `cli.sh`.
    pub name: String,
    /// In their order.
    pub lines: Vec<ScriptLine>,
}

/// A line of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptLine {
    /// From 1; where it begins.
    pub number: usize,
    /// Without its end of line, with names in braces.
    pub text: String,
}

impl LabScript {
    /// The script that a file holds.
    #[must_use]
    pub fn of(file: &SourceFile) -> LabScript {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        LabScript { name: name.to_owned(), lines: lines(&file.text) }
    }

    /// The script of a text.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> LabScript {
        LabScript { name: name.to_owned(), lines: lines(text) }
    }

    /// The names that its lines keep, as `NAME=$(...)` or `NAME=value`.
    pub fn kept(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| {
            let (name, _) = line.text.split_once('=')?;
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            (!name.is_empty() && name.chars().all(plain)).then_some(name)
        })
    }
}

fn lines(text: &str) -> Vec<ScriptLine> {
    let mut found: Vec<ScriptLine> = Vec::new();
    let mut goes_on = false;
    for (at, line) in text.lines().enumerate() {
        let (line, more) = match line.trim_end().strip_suffix('\\') {
            Some(line) => (line, true),
            None => (line, false),
        };
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(line.trim());
            }
            None if line.trim().is_empty() || line.trim_start().starts_with('#') => continue,
            None => found.push(ScriptLine { number: at + 1, text: line.trim().to_owned() }),
        }
        goes_on = more;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_after_a_backslash_and_comments_are_none() {
        let script = LabScript::of_text("a.sh", "# one\nA=$(aws x \\\n  --b c)\n\naws y\n");
        let lines: Vec<_> = script.lines.iter().map(|line| (line.number, line.text.as_str())).collect();
        assert_eq!(lines, [(2, "A=$(aws x --b c)"), (5, "aws y")]);
        assert_eq!(script.kept().collect::<Vec<_>>(), ["A"]);
    }
}
