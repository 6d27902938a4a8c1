//! Values: what stands right of `=`, with lists and tables in it.

use toml_parser::lexer::TokenKind;

use super::tokens::TomlTokens;

/// Columns of a line; a text in quotes is never broken.
pub const WIDTH_MAX: usize = 110;

/// Columns that a broken list moves its entries in.
const INDENT: usize = 2;

/// A value as it will be written.
pub(super) enum LaidValue<'t> {
    /// Taken over as it stands.
    Plain(String),
    /// A list or an inline table.
    Group(Brackets<'t>),
}

/// A list or an inline table, in the lines that its author gave it.
pub(super) struct Brackets<'t> {
    table: bool,
    broken: bool,
    rows: Vec<BracketLine<'t>>,
}

/// One line within brackets.
#[derive(Default)]
struct BracketLine<'t> {
    entries: Vec<Entry<'t>>,
    comment: Option<&'t str>,
}

/// An entry; with its key where the brackets are those of a table.
struct Entry<'t> {
    key: Option<String>,
    value: LaidValue<'t>,
}

/// A key from its first part on, up to and with the `=`; comments in it are set aside.
pub(super) fn key<'t>(first: &str, tokens: &mut TomlTokens<'t>, comments: &mut Vec<&'t str>) -> String {
    let mut key = first.to_owned();
    while let Some((kind, text)) = tokens.next() {
        match kind {
            TokenKind::Equals => break,
            TokenKind::Whitespace | TokenKind::Newline => {}
            TokenKind::Comment => comments.push(text.trim_end()),
            _ => key.push_str(text),
        }
    }
    key
}

/// The value that begins here.
pub(super) fn value<'t>(tokens: &mut TomlTokens<'t>) -> LaidValue<'t> {
    tokens.skip_spaces();
    if tokens.next_if(TokenKind::LeftSquareBracket).is_some() {
        return LaidValue::Group(group(tokens, false));
    }
    if tokens.next_if(TokenKind::LeftCurlyBracket).is_some() {
        return LaidValue::Group(group(tokens, true));
    }
    // A date and its time may have a space between them; at the end it means nothing.
    let mut plain = String::new();
    let ends = [
        TokenKind::Newline,
        TokenKind::Comment,
        TokenKind::Comma,
        TokenKind::RightSquareBracket,
        TokenKind::RightCurlyBracket,
    ];
    while let Some((_, text)) = tokens.next_unless(&ends) {
        plain.push_str(text);
    }
    LaidValue::Plain(plain.trim_end().to_owned())
}

/// What stands between two brackets, the first of which is read.
fn group<'t>(tokens: &mut TomlTokens<'t>, table: bool) -> Brackets<'t> {
    let mut group = Brackets { table, broken: false, rows: vec![BracketLine::default()] };
    loop {
        tokens.skip_spaces();
        match tokens.peek() {
            None => break,
            Some(TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket) => {
                tokens.next();
                break;
            }
            Some(TokenKind::Comma) => {
                tokens.next();
            }
            Some(TokenKind::Newline) => {
                tokens.next();
                group.broken = true;
                group.rows.push(BracketLine::default());
            }
            Some(TokenKind::Comment) => {
                let comment = tokens.next().map(|(_, text)| text.trim_end());
                if let Some(row) = group.rows.last_mut() {
                    row.comment = comment;
                }
            }
            Some(_) => {
                let mut inside = Vec::new();
                let entry = entry(tokens, table, &mut inside);
                for comment in inside {
                    group.broken = true;
                    if group.rows.last().is_some_and(BracketLine::is_blank) {
                        group.rows.pop();
                    }
                    group.rows.push(BracketLine { entries: Vec::new(), comment: Some(comment) });
                    group.rows.push(BracketLine::default());
                }
                if let Some(row) = group.rows.last_mut() {
                    row.entries.push(entry);
                }
            }
        }
    }
    group.drop_blank_rows();
    group
}

/// An entry, which newer TOML lets have line ends and comments around its `=`; those go before it.
fn entry<'t>(tokens: &mut TomlTokens<'t>, table: bool, inside: &mut Vec<&'t str>) -> Entry<'t> {
    let first = if table { tokens.next() } else { None };
    let key = first.map(|(_, first)| key(first, tokens, inside));
    while let Some(TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment) = tokens.peek() {
        if let Some((TokenKind::Comment, comment)) = tokens.next() {
            inside.push(comment.trim_end());
        }
    }
    Entry { key, value: value(tokens) }
}

impl LaidValue<'_> {
    /// Writes the value behind what stands on the line, broken if it is too wide for the rest of it.
    pub(super) fn write(&self, out: &mut String) {
        let mut written = String::new();
        self.write_inside(&mut written, 0);
        match self {
            // Only a list: an inline table in lines is too new for many readers of TOML.
            LaidValue::Group(group)
                if !group.table && !written.contains('\n') && width(out) + width(&written) > WIDTH_MAX =>
            {
                group.write_broken(out, 0);
            }
            _ => out.push_str(&written),
        }
    }

    /// Writes the value in its author's lines; further ones begin at `indent`.
    fn write_inside(&self, out: &mut String, indent: usize) {
        match self {
            LaidValue::Plain(text) => out.push_str(text),
            LaidValue::Group(group) if group.broken => group.write_broken(out, indent),
            LaidValue::Group(group) => group.write_flat(out, indent),
        }
    }
}

impl BracketLine<'_> {
    fn is_blank(&self) -> bool {
        self.entries.is_empty() && self.comment.is_none()
    }
}

impl Entry<'_> {
    fn write(&self, out: &mut String, indent: usize) {
        if let Some(key) = &self.key {
            out.push_str(key);
            out.push_str(" = ");
        }
        self.value.write_inside(out, indent);
    }
}

impl Brackets<'_> {
    /// Keeps single blank rows between others, and none at either end.
    fn drop_blank_rows(&mut self) {
        let mut kept: Vec<BracketLine<'_>> = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            if !(row.is_blank() && kept.last().is_none_or(BracketLine::is_blank)) {
                kept.push(row);
            }
        }
        if kept.last().is_some_and(BracketLine::is_blank) {
            kept.pop();
        }
        self.broken &= !kept.is_empty();
        self.rows = kept;
    }

    /// On one line, unless a text or a list in it has lines of its own.
    fn write_flat(&self, out: &mut String, indent: usize) {
        let entries: Vec<&Entry<'_>> = self.rows.iter().flat_map(|row| &row.entries).collect();
        out.push_str(match (self.table, entries.is_empty()) {
            (true, false) => "{ ",
            (true, true) => "{",
            (false, _) => "[",
        });
        for (index, entry) in entries.iter().enumerate() {
            if index > 0 {
                out.push_str(", ");
            }
            entry.write(out, indent);
        }
        out.push_str(match (self.table, entries.is_empty()) {
            (true, false) => " }",
            (true, true) => "}",
            (false, _) => "]",
        });
    }

    /// In the author's lines, those that are too wide broken further.
    fn write_broken(&self, out: &mut String, indent: usize) {
        let inner = indent + INDENT;
        out.push(if self.table { '{' } else { '[' });
        for row in &self.rows {
            let mut line = String::new();
            for entry in &row.entries {
                let mut written = String::new();
                entry.write(&mut written, inner);
                let first = written.lines().next().unwrap_or_default();
                if !line.is_empty() && inner + width_of_last(&line) + " ,".len() + width(first) > WIDTH_MAX {
                    push_line(out, inner, &line);
                    line.clear();
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&written);
                line.push(',');
            }
            if let Some(comment) = row.comment {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(comment);
            }
            push_line(out, inner, &line);
        }
        push_line(out, indent, if self.table { "}" } else { "]" });
    }
}

fn push_line(out: &mut String, indent: usize, line: &str) {
    out.push('\n');
    if !line.is_empty() {
        out.push_str(&" ".repeat(indent));
        out.push_str(line);
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn width_of_last(text: &str) -> usize {
    width(text.rsplit('\n').next().unwrap_or_default())
}
