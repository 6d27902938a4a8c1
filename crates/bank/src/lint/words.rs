//! Words and numbers of a text, crudely stemmed.
//!
//! No stemmer of a library: those know languages too well and make one word of `region` and `regional` in one
//! release and two in the next, and a threshold would move with them.

use std::{
    collections::{BTreeSet, HashSet},
    sync::LazyLock,
};

use regex::Regex;

/// Words that say nothing of a subject.
///
/// A programme adds its own, such as the name of its provider.
const STOP_WORDS: &str = "a an the of to in on for with and or by from at as is are be been it its this \
    that these those which who whose what when where how not no than then so if into over under after before \
    while during each both all any one two three four five more most must may can cannot will would should \
    has have had does do did use uses used using their they them there between per only other another new \
    same own also such without within through out up down about meet meets requirement requirements solution \
    change changes action actions choose";

/// A word of at most so many letters says too little to be counted.
const SHORT_MAX: usize = 2;
/// What is left of a word without its ending has at least so many letters.
const STEM_MIN: usize = 4;
/// Endings, the longest of those that fit first.
const ENDINGS: [&str; 11] = ["ations", "ation", "ings", "ing", "ies", "ers", "er", "ed", "es", "s", "ly"];
/// Numbers that are written as words; one and two are mostly no number of the situation.
const NUMBER_WORDS: [(&str, &str); 8] = [
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
];

/// A pattern of this module's own; none only if it were wrong, which a test would show.
pub(super) type OwnPattern = LazyLock<Option<Regex>>;

static NUMBERS: OwnPattern =
    LazyLock::new(|| Regex::new(r"(?i)\b\d[\d,.]*\b|\b(?:three|four|five|six|seven|eight|nine|ten)\b").ok());

static STOPPED: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

/// Whether a pattern is somewhere in a text.
pub(super) fn has(pattern: &OwnPattern, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// The content words of a text, stemmed, in its order.
///
/// `more` are stop words besides the common ones, in lower case.
pub(super) fn content_words(text: &str, more: &BTreeSet<String>) -> Vec<String> {
    raw_words(text)
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > SHORT_MAX)
        .filter(|word| !STOPPED.contains(word.as_str()) && !more.contains(word))
        .map(stemmed)
        .collect()
}

/// Words as they stand: a letter, then letters, digits and what joins them, then a letter or digit.
fn raw_words(text: &str) -> impl Iterator<Item = &str> {
    let is_inner = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | ':' | '-');
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(char::is_alphabetic)?;
            let from = rest.get(start..)?;
            let end = from.find(|letter| !is_inner(letter)).unwrap_or(from.len());
            let word = from.get(..end)?.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            rest = from.get(word.len()..)?;
            if word.chars().nth(1).is_some() {
                return Some(word);
            }
        }
    })
}

fn stemmed(mut word: String) -> String {
    let letters = word.chars().count();
    let ending = ENDINGS.iter().find(|ending| word.ends_with(**ending) && letters - ending.len() >= STEM_MIN);
    if let Some(ending) = ending {
        word.truncate(word.len() - ending.len());
    }
    word
}

/// The numbers of a text, those in words as digits.
pub(super) fn numbers(text: &str) -> BTreeSet<String> {
    let Some(pattern) = NUMBERS.as_ref() else { return BTreeSet::new() };
    let found = pattern.find_iter(text).map(|found| found.as_str());
    let digits = found.map(|number| {
        let word = NUMBER_WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(number));
        word.map_or(number, |(_, digits)| digits).to_owned()
    });
    digits.collect()
}

/// A text without blocks of code and without what stands between backticks' fences.
pub(super) fn without_blocks(text: &str) -> String {
    let mut is_inside = false;
    let mut prose = String::with_capacity(text.len());
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_inside = !is_inside;
        } else if !is_inside && !line.trim_start().starts_with('|') {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_stemmed_and_stop_words_left_out() {
        let none = BTreeSet::new();
        let words = |text: &str| content_words(text, &none).join(" ");
        assert_eq!(
            words("The team's 10 alarms are kms:Decrypt-ing, e.g. in us-east-1."),
            "team alarm kms:decrypt- e.g us-east-1"
        );
        assert_eq!(words("policies policy managed x- -y a.b"), "polic policy manag a.b");
        assert_eq!(words(""), "");
        let more = BTreeSet::from(["alarms".to_owned()]);
        assert!(content_words("alarms", &more).is_empty());
    }

    #[test]
    fn numbers_are_what_stands_alone() {
        let found = |text: &str| numbers(text).into_iter().collect::<Vec<_>>().join(" ");
        assert_eq!(found("Three of 15, v2, 10.0.0.0/16 and 1,200. At 5 GB"), "1,200 10.0.0.0 15 16 3 5");
        assert_eq!(found("10GB eu-west-1a"), "");
    }

    #[test]
    fn prose_has_no_blocks() {
        assert_eq!(without_blocks("A\n```json\n{}\n```\nB\n| a |\n"), "A\nB\n");
    }
}
