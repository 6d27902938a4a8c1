//! One layout for TOML files, so that a change shows what changed.
//!
//! Only spaces, line ends and the last comma of a broken list change: keys, values, comments and their order
//! are the author's. Keys are not sorted, since a comment speaks of what stands below it, and the readers ask
//! for no order. A list that the author broke into lines keeps its lines, one that was not is broken where it
//! is wider than [`WIDTH_MAX`].
//!
//! Looked at: `taplo` (a formatter, but no longer kept up), `toml_edit` (keeps a layout and makes none). The
//! tokens are those of `toml_parser`, the lexer below the `toml` that reads the files.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let file = SourceFile::new("x.toml", "[a]\nkey=[ 1,2 ]   # why\n[b]");
//! let formatted = assay_programme::format(&file).unwrap();
//! assert_eq!(formatted, "[a]\nkey = [1, 2] # why\n\n[b]\n");
//! ```

mod tokens;
mod value;

use assay_kernel::{
    Diagnostics,
    source::{Reader, SourceFile},
};
use toml_parser::lexer::TokenKind;

use tokens::TomlTokens;
pub use value::WIDTH_MAX;

/// The text of a file in the one layout.
///
/// # Errors
/// The file is no TOML, or is too large: it is left as it is.
pub fn format(file: &SourceFile) -> Result<String, Diagnostics> {
    let (_, found) = Reader::read(file, |table| table.keys());
    if found.has_errors() { Err(found) } else { Ok(lay_out(&file.text)) }
}

/// A line of the result.
enum LaidOut {
    Blank,
    Comment(String),
    Header(String),
    Pair(String),
}

/// Lays out a text that is TOML.
fn lay_out(text: &str) -> String {
    let mut tokens = TomlTokens::of(text);
    let mut lines = Vec::new();
    while let Some(line) = next_line(&mut tokens) {
        match line {
            LaidOut::Blank if matches!(lines.last(), None | Some(LaidOut::Blank)) => {}
            LaidOut::Header(_) => {
                let above = start_of_comments(&lines);
                if above > 0 && !matches!(lines.get(above - 1), Some(LaidOut::Blank)) {
                    lines.insert(above, LaidOut::Blank);
                }
                lines.push(line);
            }
            line => lines.push(line),
        }
    }
    if matches!(lines.last(), Some(LaidOut::Blank)) {
        lines.pop();
    }
    let mut laid_out = String::with_capacity(text.len());
    for line in &lines {
        if let LaidOut::Comment(text) | LaidOut::Header(text) | LaidOut::Pair(text) = line {
            laid_out.push_str(text);
        }
        laid_out.push('\n');
    }
    laid_out
}

/// Where the comments directly above the next line begin: they belong to it.
fn start_of_comments(lines: &[LaidOut]) -> usize {
    let above = lines.iter().rposition(|line| !matches!(line, LaidOut::Comment(_)));
    above.map_or(0, |last| last + 1)
}

/// The next line of the file; `None` at its end. A pair whose value has many lines is one.
fn next_line(tokens: &mut TomlTokens<'_>) -> Option<LaidOut> {
    tokens.skip_spaces();
    let (kind, text) = tokens.next()?;
    match kind {
        TokenKind::Newline => Some(LaidOut::Blank),
        TokenKind::Comment => {
            tokens.skip_line_end();
            Some(LaidOut::Comment(text.trim_end().to_owned()))
        }
        TokenKind::LeftSquareBracket => {
            // A header has no value: everything but its spaces, as written.
            let mut header = text.to_owned();
            tokens.skip_spaces();
            while let Some((_, text)) = tokens.next_unless(&[TokenKind::Newline, TokenKind::Comment]) {
                header.push_str(text);
                tokens.skip_spaces();
            }
            Some(LaidOut::Header(ended(header, tokens)))
        }
        _ => {
            let mut pair = value::key(text, tokens, &mut Vec::new());
            pair.push_str(" = ");
            value::value(tokens).write(&mut pair);
            Some(LaidOut::Pair(ended(pair, tokens)))
        }
    }
}

/// The line with the comment behind it, if there is one.
fn ended(mut line: String, tokens: &mut TomlTokens<'_>) -> String {
    tokens.skip_spaces();
    if let Some((_, comment)) = tokens.next_if(TokenKind::Comment) {
        line.push(' ');
        line.push_str(comment.trim_end());
    }
    tokens.skip_line_end();
    line
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
