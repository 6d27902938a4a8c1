//! Diagnostics as people and programs read them: rustc's look, or the JSON of the contract.

use std::{collections::HashMap, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use assay_kernel::{Diagnostic, Location, Severity, source::SourceFile};
use serde::Serialize;

use crate::{
    outcome::{Failure, Found},
    rim::{self, count, harmless},
};

/// The JSON document of all diagnostics.
#[derive(Serialize)]
pub struct Document<'a> {
    /// In their order.
    pub diagnostics: Vec<DiagnosticLine<'a>>,
}

/// A diagnostic, as programs read it.
#[derive(Serialize)]
pub struct DiagnosticLine<'a> {
    code: &'a str,
    severity: Severity,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    hint: &'a str,
}

impl<'a> DiagnosticLine<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Self {
        let Diagnostic { code, severity, message, at, hint } = diagnostic;
        let (line, column) = (at.line.max(1), at.column.max(1));
        DiagnosticLine { code, severity: *severity, file: &at.file, line, column, message, hint }
    }
}

/// Puts diagnostics into the form of docs/concepts/contract.md; lines and columns from 1.
pub fn document(found: &[Diagnostic]) -> Document<'_> {
    Document { diagnostics: found.iter().map(DiagnosticLine::of).collect() }
}

/// How many errors and warnings.
pub fn tally(found: &[Diagnostic]) -> (usize, usize) {
    let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors, found.len() - errors)
}

/// `2 errors and 1 warning`.
pub fn tally_in_words(found: &[Diagnostic]) -> String {
    let (errors, warnings) = tally(found);
    format!("{} and {}", count(errors, "error"), count(warnings, "warning"))
}

/// Prints what is wrong with files that were to be used: nothing else is done then.
///
/// # Errors
/// Standard output cannot be written.
pub fn faulty(found: &[Diagnostic], files: &[SourceFile]) -> Result<Found, Failure> {
    rim::print(&text(found, files, rim::output_in_colour()))?;
    Ok(Found::wrong_if(true))
}

/// Shows diagnostics with the lines they are about.
pub fn text(found: &[Diagnostic], files: &[SourceFile], colour: bool) -> String {
    let texts: HashMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut shown = String::new();
    for diagnostic in found {
        let text = texts.get(diagnostic.at.file.as_str()).copied();
        shown.push_str(&renderer.render(&[group(diagnostic, text)]));
        shown.push_str("\n\n");
    }
    shown
}

fn group<'a>(diagnostic: &'a Diagnostic, text: Option<&str>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(harmless(&diagnostic.message)).id(diagnostic.code);
    let at = &diagnostic.at;
    let group = match text.and_then(|text| place(text, at)) {
        Some((line, span)) => title.element(
            Snippet::source(harmless(line))
                .line_start(at.line.max(1))
                .path(harmless(&at.file))
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => {
            title.element(Origin::path(harmless(&at.file)).line(at.line.max(1)).char_column(at.column.max(1)))
        }
    };
    if diagnostic.hint.is_empty() {
        return group;
    }
    group.element(Level::HELP.message(harmless(&diagnostic.hint)))
}

/// The line a location is on, and the part of it that is meant. A table of many lines is shown by its first.
fn place<'t>(text: &'t str, at: &Location) -> Option<(&'t str, Range<usize>)> {
    // A finding about a whole file stands at its beginning; the first line has nothing to do with it.
    let whole_file = at.span.is_empty() && at.line <= 1 && at.column <= 1;
    let start = start_of_line(text, at).filter(|_| !whole_file)?;
    let line = text.get(start..)?.lines().next().filter(|line| !line.trim().is_empty())?;
    let inside = |byte: usize| byte.saturating_sub(start).min(line.len());
    let span = inside(at.span.start)..inside(at.span.end);
    let indent = line.len() - line.trim_start().len();
    let span = if span.is_empty() && at.column <= 1 { indent..line.trim_end().len() } else { span };
    let letters = line.is_char_boundary(span.start) && line.is_char_boundary(span.end);
    letters.then_some((line, span))
}

/// Where the line begins. Some findings know only the number of their line.
fn start_of_line(text: &str, at: &Location) -> Option<usize> {
    if at.span.end > 0 || at.line <= 1 {
        return Some(text.get(..at.span.start)?.rfind('\n').map_or(0, |newline| newline + 1));
    }
    let newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
    newlines.into_iter().nth(at.line - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize, span: Range<usize>) -> Location {
        Location { file: "a.toml".into(), span, line, column }
    }

    #[test]
    fn a_finding_that_knows_only_its_line_shows_that_line() {
        let text = "one = 1\n  two = 2\n";
        assert_eq!(place(text, &at(2, 1, 0..0)), Some(("  two = 2", 2..9)));
        assert_eq!(place(text, &at(9, 1, 0..0)), None);
        assert_eq!(place(text, &at(1, 1, 0..0)), None, "about the whole file");
    }

    #[test]
    fn a_finding_of_many_lines_is_shown_by_its_first() {
        let text = "a = 1\n[table]\nb = 2\n";
        assert_eq!(place(text, &at(2, 1, 6..19)), Some(("[table]", 0..7)));
    }

    #[test]
    fn control_characters_of_a_file_do_not_reach_the_terminal() {
        let file = SourceFile::new("a.toml", "key = \"\u{1b}[2Jwiped\"");
        let message = "bad \u{1b}[31m value";
        let found = [Diagnostic::error("P0005", file.locate(6..16), message)];
        assert!(!text(&found, &[file], false).contains('\u{1b}'));
    }
}
