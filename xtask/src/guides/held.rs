//! Holds what a guide shows against what was printed.
//!
//! `…` stands for anything within a line, and on a line of its own for any lines. Everything else is meant:
//! lines shown one below the other were printed so, and where no `…` begins or ends the block, neither did
//! anything come before or after.

use std::fmt;

const ANYTHING: char = '…';

/// What is otherwise than the guide shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    /// The place in the block, from 0; behind its last line for what was printed after it.
    pub at: usize,
    /// The line shown; none for a printed line too many, before the block or after it.
    pub shown: Option<&'a str>,
    /// What was printed there; none where the output ends.
    pub printed: Option<&'a str>,
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.shown, self.printed) {
            (Some(shown), Some(printed)) => {
                write!(f, "not printed: {shown}\n    instead there is: {printed}")
            }
            (Some(shown), None) => write!(f, "not printed: {shown}\n    the output ends before it"),
            (None, printed) => write!(f, "not shown: {}", printed.unwrap_or_default()),
        }
    }
}

/// Whether a shown line is the `…` for any lines.
pub fn stands_for_lines(shown: &str) -> bool {
    shown.trim().chars().eq([ANYTHING])
}

/// What differs between a block and an output, nothing if the block holds.
///
/// The lines between two `…` are looked for together, at the first place where most of them fit.
pub fn differences<'a>(shown: &'a [String], printed: &'a str) -> Vec<Difference<'a>> {
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let parts: Vec<&[String]> = shown.split(|line| stands_for_lines(line)).collect();
    let (mut found, mut at, mut next) = (Vec::new(), 0, 0);
    for (number, part) in parts.iter().enumerate() {
        let rest = printed.get(next..).unwrap_or_default();
        let is_end = number > 0 && number + 1 == parts.len();
        let place = place(part, rest, is_end);
        if let (0, 1.., first @ Some(_)) = (number, place, rest.first().copied()) {
            found.push(Difference { at, shown: None, printed: first });
        }
        for (offset, line) in part.iter().enumerate() {
            let there = rest.get(place + offset).copied();
            if !there.is_some_and(|there| fits(line, there)) {
                found.push(Difference { at: at + offset, shown: Some(line), printed: there });
            }
        }
        at += part.len() + 1;
        next += place + part.len();
    }
    let is_open = shown.last().is_some_and(|line| stands_for_lines(line));
    let mut more = printed.iter().skip(next).copied();
    if let (false, more @ Some(_)) = (is_open, more.find(|line| !line.is_empty())) {
        found.push(Difference { at: shown.len(), shown: None, printed: more });
    }
    found
}

/// Where most lines of the part fit: the first such place, or the last for the end of a block.
fn place(part: &[String], rest: &[&str], is_end: bool) -> usize {
    let (mut best, mut most) = (0, 0);
    for place in 0..=rest.len().saturating_sub(part.len()) {
        let there = rest.get(place..).unwrap_or_default();
        let fit = part.iter().zip(there).filter(|(shown, printed)| fits(shown, printed)).count();
        if fit > most || (is_end && fit == most) {
            (best, most) = (place, fit);
        }
    }
    best
}

/// Whether a printed line is the shown one, with anything in the place of each `…`.
fn fits(shown: &str, printed: &str) -> bool {
    let mut parts = shown.trim_end().split(ANYTHING);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = printed.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of the differences between a block and an output written with `|` between lines.
    fn at(shown: &str, printed: &str) -> Vec<usize> {
        let shown: Vec<String> = shown.split('|').map(str::to_owned).collect();
        differences(&shown, &printed.replace('|', "\n")).iter().map(|difference| difference.at).collect()
    }

    #[test]
    fn without_an_ellipsis_the_output_is_the_block_from_its_first_line_to_its_last() {
        assert_eq!(at("a|b", "a|b"), [0; 0]);
        assert_eq!(at("a|b", "a  |b\t||"), [0; 0]); // what is empty at the end does not show
        assert_eq!(at("a|b", "a|c"), [1]);
        assert_eq!(at("a|b", "x|a|b"), [0]);
        assert_eq!(at("a|b", "a|b|c"), [2]);
        assert_eq!(at("a|b", "a"), [1]);
        assert_eq!(at("a|b", ""), [0, 1]);
    }

    #[test]
    fn an_ellipsis_on_its_own_line_stands_for_any_lines() {
        assert_eq!(at("…|b", "a|b"), [0; 0]);
        assert_eq!(at("…|b", "b"), [0; 0]);
        assert_eq!(at("a|…", "a|b|c"), [0; 0]);
        assert_eq!(at("a|…|c|d", "a|b|c|x|c|d"), [0; 0]);
        assert_eq!(at("…|b|c|…", "b|x|b|c|d"), [0; 0]); // lines that stand together are looked for together
        assert_eq!(at("…|b|…", "a|c"), [1]);
        assert_eq!(at("a|…|d", "a|b|c"), [2]);
    }

    #[test]
    fn the_order_is_held() {
        assert_eq!(at("…|b|…|a|…", "a|b"), [3]);
        assert_eq!(at("…|a|…|a|…", "a"), [3]);
    }

    #[test]
    fn of_lines_that_stand_together_only_those_that_differ_are_missing() {
        assert_eq!(at("…|a|b|c|…", "x|a|y|c|z"), [2]);
    }

    #[test]
    fn a_difference_says_what_is_shown_and_what_was_printed() {
        let shown = ["a".to_owned(), "b".to_owned()];
        let says = |printed: &str| -> Vec<String> {
            differences(&shown, printed).iter().map(ToString::to_string).collect()
        };
        assert_eq!(says("a\nc\n"), ["not printed: b\n    instead there is: c"]);
        assert_eq!(says("a\n"), ["not printed: b\n    the output ends before it"]);
        assert_eq!(says("x\na\nb\ny\nz\n"), ["not shown: x", "not shown: y"]);
    }

    #[test]
    fn an_ellipsis_within_a_line_stands_for_anything_there() {
        assert!(fits("a … c", "a b b c"));
        assert!(fits("…", ""));
        assert!(fits("(…) on …", "(1) on x"));
        assert!(!fits("(…) on …", "(1) off x"));
        assert!(!fits("a…a", "a")); // one letter is not two
        assert!(!fits("a…", "b"));
        assert!(!fits("a", "ab"));
        assert!(!fits("a…b…b", "a b")); // each part has a place of its own
    }
}
