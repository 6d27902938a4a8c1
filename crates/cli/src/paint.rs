//! Colours of what `standing`, `explain` and `plan` print: laid over the finished text line by line, so that
//! without them it is the same text to the byte.

use std::borrow::Cow;

use crate::rim;

const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const CYAN: &str = "\u{1b}[36m";
const PLAIN: &str = "\u{1b}[0m";

/// States of a certification, and how each is shown.
const STATES: &[(&str, &str)] = &[
    ("active", GREEN),
    ("grace", YELLOW),
    ("suspended", YELLOW),
    ("expired", FAINT),
    ("inactive", FAINT),
    ("revoked", RED),
];
/// What a line of a plan begins with: what became of a file, and how grave a finding is.
const MARKS: &[(&str, &str)] = &[
    ("added", GREEN),
    ("edited", YELLOW),
    ("removed", RED),
    ("note", CYAN),
    ("warning", YELLOW),
    ("error", RED),
];
/// Columns of a mark with its space.
const MARK_COLUMNS: usize = 8;
/// Columns of a day.
const DAY_COLUMNS: usize = 10;

/// The text for standard output, coloured where somebody sees it.
pub fn output(text: &str) -> Cow<'_, str> {
    match rim::output_in_colour() {
        true => Cow::Owned(painted(text)),
        false => Cow::Borrowed(text),
    }
}

fn painted(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

fn line(whole: &str) -> String {
    let (text, end) = whole.strip_suffix('\n').map_or((whole, ""), |text| (text, "\n"));
    let shown = text.trim_start();
    let (indent, _) = text.split_at_checked(text.len() - shown.len()).unwrap_or_default();
    let first = shown.split(' ').next().unwrap_or_default();
    // Where the line stands says what it is: prose that happens to begin with such a word stands elsewhere.
    let painted = match indent.len() {
        _ if shown.is_empty() => String::new(),
        0 => format!("{BOLD}{shown}{PLAIN}"),
        2 => mark(shown, first).unwrap_or_else(|| state(shown)),
        4 if is_day(first) => begun(shown, DAY_COLUMNS, CYAN),
        4 if ["next", "ahead"].contains(&first) => begun(shown, first.len(), BOLD),
        16 if first == "by" => format!("{FAINT}{shown}{PLAIN}"),
        _ => shown.to_owned(),
    };
    format!("{indent}{painted}{end}")
}

fn mark(text: &str, first: &str) -> Option<String> {
    let (_, colour) = MARKS.iter().find(|(word, _)| *word == first)?;
    let columns = text.get(first.len()..MARK_COLUMNS)?;
    columns.chars().all(|letter| letter == ' ').then(|| begun(text, first.len(), colour))
}

/// A text whose first letters are coloured.
fn begun(text: &str, letters: usize, colour: &str) -> String {
    match text.split_at_checked(letters) {
        Some((first, rest)) => format!("{colour}{first}{PLAIN}{rest}"),
        None => text.to_owned(),
    }
}

fn is_day(word: &str) -> bool {
    word.len() == DAY_COLUMNS && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// `Title (code): active, last valid day 2027-03-02`, with the state in its colour.
fn state(text: &str) -> String {
    let split = || {
        let (head, rest) = text.split_once("): ")?;
        let word = rest.split([',', ' ']).next()?;
        let (_, colour) = STATES.iter().find(|(state, _)| *state == word)?;
        let after = rest.get(word.len()..)?;
        Some(format!("{BOLD}{head}){PLAIN}: {colour}{word}{PLAIN}{after}"))
    };
    split().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "p1 on 2026-03-02\n\
        \x20 Records Keeper (records): active, last valid day 2029-03-02\n\
        \x20   2026-03-02  Earned by a pass.\n\
        \x20               by policies/records.toml:8 validity\n\
        \x20   next        Pass again, until 2029-06-02\n\
        \x20 edited   programme.toml\n\
        \x20 added by hand\n\
        \nü (x): y\n";

    #[test]
    fn colours_are_laid_over_a_text_that_stays_the_same() {
        let painted = painted(TEXT);
        let mut plain = painted.clone();
        for code in [BOLD, FAINT, RED, GREEN, YELLOW, CYAN, PLAIN] {
            plain = plain.replace(code, "");
        }
        assert_eq!(plain, TEXT);
        assert!(painted.contains("\n  added by hand\n"), "prose is no mark: {painted:?}");
        for piece in [
            format!("{BOLD}p1 on 2026-03-02{PLAIN}\n"),
            format!("(records){PLAIN}: {GREEN}active{PLAIN}, last valid day"),
            format!("    {CYAN}2026-03-02{PLAIN}  Earned"),
            format!("{FAINT}by policies/records.toml:8 validity{PLAIN}"),
            format!("  {YELLOW}edited{PLAIN}   programme.toml"),
        ] {
            assert!(painted.contains(&piece), "{piece:?} in {painted:?}");
        }
    }
}
