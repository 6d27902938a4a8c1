//! Regular expressions of XML Schema (1.1 part 2, appendix G), in linear time.
//!
//! Translated for the `regex` crate, whose time grows with the text alone and whose programs have a limit.
//! Looked at beside it: `fancy-regex` (can take exponential time), `xsd-regex` crates (none kept).

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// An author's pattern: longer ones are refused.
const PATTERN_CHARACTERS_MAX: usize = 4_096;
/// Of a compiled pattern: what one item may take of memory.
const PROGRAM_BYTES_MAX: usize = 1 << 20;

/// A pattern that a whole text must match.
#[derive(Clone)]
pub struct Pattern {
    text: String,
    is_case_sensitive: bool,
    program: OnceLock<Option<Regex>>,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.is_case_sensitive == other.is_case_sensitive
    }
}

impl Pattern {
    /// A pattern as an author wrote it; compiled when it is first used.
    pub fn new(text: &str) -> Self {
        Pattern { text: text.to_owned(), is_case_sensitive: true, program: OnceLock::new() }
    }

    /// The same without regard to upper and lower case.
    #[must_use]
    pub fn with_case(mut self, is_case_sensitive: bool) -> Self {
        self.is_case_sensitive = is_case_sensitive;
        self.program = OnceLock::new();
        self
    }

    /// As the author wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is one, and within the limits.
    pub fn is_valid(&self) -> bool {
        self.program().is_some()
    }

    /// Whether the whole text matches; `None` where the pattern is none.
    pub fn matches(&self, text: &str) -> Option<bool> {
        self.program().map(|program| program.is_match(text))
    }

    fn program(&self) -> Option<&Regex> {
        let program = self.program.get_or_init(|| {
            let translated = translate(&self.text)?;
            RegexBuilder::new(&format!(r"\A(?:{translated})\z"))
                .case_insensitive(!self.is_case_sensitive)
                .size_limit(PROGRAM_BYTES_MAX)
                .dfa_size_limit(PROGRAM_BYTES_MAX)
                .build()
                .ok()
        });
        program.as_ref()
    }
}

/// Characters that begin a name (XML 1.0, production 4), and those that go on with it (4a).
const NAME_START: &str = concat!(
    r"_:A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}",
    r"\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}",
    r"\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}",
);
const NAME_MORE: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}";

/// The pattern in the words of the `regex` crate; `None` where it is none of XML Schema's.
///
/// `^` and `$` are ordinary characters there, for a pattern always means the whole text. Authors who know
/// other dialects write them all the same: around a whole pattern, both, they say what is meant anyway.
fn translate(text: &str) -> Option<String> {
    if text.chars().count() > PATTERN_CHARACTERS_MAX {
        return None;
    }
    let bare = match text.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) {
        Some(inner) if !inner.ends_with('\\') => inner,
        _ => text,
    };
    let mut out = String::with_capacity(bare.len() + 16);
    let mut letters = bare.chars().peekable();
    let (mut depth, mut is_class_start) = (0_usize, false);
    while let Some(letter) = letters.next() {
        let was_class_start = std::mem::take(&mut is_class_start);
        match letter {
            '\\' => escape(letters.next()?, &mut letters, depth > 0, &mut out)?,
            '[' if depth == 0 => {
                depth = 1;
                out.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                is_class_start = true;
            }
            // Subtraction, `[a-z-[aeiou]]`: `--[…]` in the other dialect.
            '-' if depth > 0 && letters.peek() == Some(&'[') => {
                letters.next();
                depth += 1;
                out.push_str("--[");
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                is_class_start = true;
            }
            ']' if depth > 0 && !was_class_start => {
                depth -= 1;
                out.push(']');
            }
            '-' if depth > 0 => {
                let is_literal = was_class_start || letters.peek() == Some(&']');
                out.push_str(if is_literal { r"\-" } else { "-" });
            }
            '[' | ']' => return None,
            // The dot is every character but the two that end a line.
            '.' if depth == 0 => out.push_str(r"[^\n\r]"),
            '^' | '$' | '&' | '~' | '#' | ' ' => {
                out.push('\\');
                out.push(letter);
            }
            '(' if depth == 0 => {
                if letters.peek() == Some(&'?') {
                    return None;
                }
                out.push_str("(?:");
            }
            '.' | '*' | '+' | '?' | '{' | '}' | '(' | ')' | '|' if depth > 0 => {
                out.push('\\');
                out.push(letter);
            }
            '*' | '+' | '?' | '}' => {
                out.push(letter);
                // One quantifier: what other dialects read as lazy or possessive is an error here.
                if matches!(letters.peek(), Some('*' | '+' | '?')) {
                    return None;
                }
            }
            _ => out.push(letter),
        }
    }
    (depth == 0).then_some(out)
}

/// One escape, outside a class or inside one.
fn escape(
    letter: char,
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    is_in_class: bool,
    out: &mut String,
) -> Option<()> {
    let wrapped = |inside: &str| if is_in_class { inside.to_owned() } else { format!("[{inside}]") };
    match letter {
        'n' | 'r' | 't' | 'd' | 'D' => {
            out.push('\\');
            out.push(letter);
        }
        's' => out.push_str(&wrapped(r" \t\n\r")),
        'S' => out.push_str(r"[^ \t\n\r]"),
        'w' => out.push_str(r"[^\p{P}\p{Z}\p{C}]"),
        'W' => out.push_str(r"[\p{P}\p{Z}\p{C}]"),
        'i' => out.push_str(&wrapped(NAME_START)),
        'I' => out.push_str(&format!("[^{NAME_START}]")),
        'c' => out.push_str(&wrapped(&format!("{NAME_START}{NAME_MORE}"))),
        'C' => out.push_str(&format!("[^{NAME_START}{NAME_MORE}]")),
        'p' | 'P' => {
            (letters.next()? == '{').then_some(())?;
            let name: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
            match name.strip_prefix("Is") {
                Some(block) => out.push_str(&block_class(block, letter == 'P')?),
                None => out.push_str(&format!("\\{letter}{{{name}}}")),
            }
        }
        '\\' | '|' | '.' | '-' | '^' | '?' | '*' | '+' | '{' | '}' | '(' | ')' | '[' | ']' | '$' | '/' => {
            out.push('\\');
            out.push(letter);
        }
        _ => return None,
    }
    Some(())
}

/// Blocks of Unicode that examination texts use; another one makes the pattern none.
fn block_class(name: &str, is_negated: bool) -> Option<String> {
    let range = match name {
        "BasicLatin" => r"\x{0}-\x{7F}",
        "Latin-1Supplement" => r"\x{80}-\x{FF}",
        "LatinExtended-A" => r"\x{100}-\x{17F}",
        "LatinExtended-B" => r"\x{180}-\x{24F}",
        "Greek" | "GreekandCoptic" => r"\x{370}-\x{3FF}",
        "Cyrillic" => r"\x{400}-\x{4FF}",
        "Hebrew" => r"\x{590}-\x{5FF}",
        "Arabic" => r"\x{600}-\x{6FF}",
        "MathematicalOperators" => r"\x{2200}-\x{22FF}",
        "CJKUnifiedIdeographs" => r"\x{4E00}-\x{9FFF}",
        "Hiragana" => r"\x{3040}-\x{309F}",
        "Katakana" => r"\x{30A0}-\x{30FF}",
        _ => return None,
    };
    Some(if is_negated { format!("[^{range}]") } else { format!("[{range}]") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_the_whole_text_in_the_words_of_xml_schema() {
        let cases = [
            ("[0-9]{2,3}", "123", true),
            ("[0-9]{2,3}", "1234", false),
            ("ab", "xaby", false),
            ("a|bc", "bc", true),
            (r"\d+\.\d\d", "3.14", true),
            ("a.c", "a\nc", false),
            ("[a-z-[aeiou]]+", "xyz", true),
            ("[a-z-[aeiou]]+", "aye", false),
            (r"\i\c*", "a-1", true),
            (r"\i\c*", "1a", false),
            (r"\p{Lu}\p{Ll}+", "Äpfel", true),
            (r"\p{IsBasicLatin}+", "ä", false),
            ("5$", "5$", true),
            ("^[0-9]+$", "42", true),
            ("[^a]", "b", true),
            ("[-a]", "-", true),
            ("[a&&b]", "&", true),
            ("a b", "a b", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::new(pattern).matches(text), Some(expected), "{pattern} on {text}");
        }
        assert_eq!(Pattern::new("ab").with_case(false).matches("AB"), Some(true));
    }

    #[test]
    fn what_is_no_pattern_or_too_large_matches_nothing_and_takes_no_time() {
        for wrong in
            ["(a", "[a", "a**", "(?=a)", r"\q", "a{2,1}", "((a{1000}){1000}){1000}", r"\p{IsNowhere}"]
        {
            assert_eq!(Pattern::new(wrong).matches("a"), None, "{wrong}");
        }
        assert_eq!(Pattern::new(&"a".repeat(5_000)).matches("a"), None);
        assert_eq!(Pattern::new("(a+)+b").matches(&"a".repeat(100_000)), Some(false));
    }
}
