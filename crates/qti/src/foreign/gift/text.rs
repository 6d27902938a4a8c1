//! Escapes and formats of a text.

use crate::foreign::{plain::TextFormat, splice};

/// Letters that a backslash takes their meaning, and what stands for them until the text was cut.
const ESCAPED: [(char, char); 8] = [
    (':', '\u{f8e0}'),
    ('#', '\u{f8e1}'),
    ('=', '\u{f8e2}'),
    ('{', '\u{f8e3}'),
    ('}', '\u{f8e4}'),
    ('~', '\u{f8e5}'),
    ('\\', '\u{f8e6}'),
    ('n', '\u{f8e7}'),
];

/// With stand-ins for the letters that mean nothing.
pub(super) fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let text = splice::unmarked(text);
    let mut letters =
        text.chars().filter(|letter| !ESCAPED.iter().any(|(_, stand_in)| stand_in == letter)).peekable();
    while let Some(letter) = letters.next() {
        let stand_in = letters
            .peek()
            .filter(|_| letter == '\\')
            .and_then(|next| ESCAPED.iter().find(|(known, _)| known == next).map(|(_, stand_in)| *stand_in));
        match stand_in {
            Some(stand_in) => {
                found.push(stand_in);
                letters.next();
            }
            None => found.push(letter),
        }
    }
    found
}

/// With the letters again.
pub(super) fn restored(text: &str) -> String {
    let letter = |found: char| match ESCAPED.iter().find(|(_, stand_in)| *stand_in == found) {
        Some(('n', _)) => '\n',
        Some((known, _)) => *known,
        None => found,
    };
    text.trim().chars().map(letter).collect()
}

/// A text with its format in front, or in the format of what it belongs to.
pub(super) fn formatted(text: &str, format: TextFormat) -> (TextFormat, String) {
    let text = text.trim();
    let named = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match named.and_then(|(word, rest)| Some((TextFormat::named(word)?, rest))) {
        Some((format, rest)) => (format, restored(rest)),
        None => (format, restored(text)),
    }
}
