//! How hard a stem is to read, whatever it is about.
//!
//! LIX, the readability index of Björnsson: words by sentence, and words of more than six letters in a
//! hundred. It counts letters and not syllables, so it is the same in every language and needs no dictionary.

use assay_kernel::{Diagnostics, Severity};

use super::{item::LintItem, rule::READABILITY, words::without_blocks};

/// LIX of a stem, at most: above 60 stands for texts of law (item-rules.md, readability).
const LIX_MAX: f64 = 65.0;
/// Words of one sentence, at most (item-rules.md, readability).
const SENTENCE_WORDS_MAX: usize = 45;
/// A word is long that has more letters than this (LIX).
const SHORT_WORD_LETTERS_MAX: usize = 6;

/// What was counted of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Readability {
    /// Words of its prose, without blocks of code.
    pub words: usize,
    /// Words of its longest sentence.
    pub longest_sentence: usize,
    /// The index: 25 for children's books to 60 for laws; 0 for no words.
    pub lix: f64,
}

impl Readability {
    /// Counts.
    ///
    /// ```
    /// let of = assay_bank::lint::Readability::of("A cat sat. It slept.");
    /// assert_eq!((of.words, of.longest_sentence, of.lix), (5, 3, 2.5));
    /// ```
    pub fn of(text: &str) -> Self {
        let prose = without_blocks(text);
        let sentences = prose.split_terminator(['\n', '?', '!']).flat_map(|line| {
            // `10.0.0.1` and `s3.amazonaws.com` end no sentence.
            line.split_inclusive(". ").map(str::trim).collect::<Vec<_>>()
        });
        let (mut words, mut long, mut longest_sentence, mut count) = (0, 0, 0, 0usize);
        for sentence in sentences {
            let letters = |word: &str| word.chars().filter(|letter| letter.is_alphanumeric()).count();
            let lengths: Vec<usize> =
                sentence.split_whitespace().map(letters).filter(|length| *length > 0).collect();
            words += lengths.len();
            long += lengths.iter().filter(|length| **length > SHORT_WORD_LETTERS_MAX).count();
            longest_sentence = longest_sentence.max(lengths.len());
            count += usize::from(!lengths.is_empty());
        }
        let lix = match words {
            0 => 0.0,
            words => words as f64 / count.max(1) as f64 + 100.0 * long as f64 / words as f64,
        };
        Readability { words, longest_sentence, lix }
    }
}

pub(super) fn look(item: &LintItem, found: &mut Diagnostics) {
    let read = Readability::of(&item.stem);
    if read.lix > LIX_MAX || read.longest_sentence > SENTENCE_WORDS_MAX {
        let message = format!(
            "the stem is hard to read: LIX {:.0}, longest sentence {} words",
            read.lix, read.longest_sentence
        );
        let hint = "make two sentences of one, and say it with shorter words";
        item.tell(found, (&READABILITY, Severity::Warning), &item.at_stem, message, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{lists::LintLists, testing::found};

    #[test]
    fn code_counts_nothing_and_a_long_sentence_is_found() {
        assert_eq!(Readability::of("```\nHere is code\n```").words, 0);
        assert_eq!(
            Readability::of("At 10.0.0.1 it waits. Then? Not."),
            Readability::of("At 10.0.0.1 it waits. Then? Not")
        );
        let long = format!("A team runs {} shop", "a web ".repeat(30));
        assert_eq!(found(&LintLists::default(), &[("A team runs a web shop", &long)]), ["Q0120"]);
    }
}
