//! What was copied, and a little changed: rows of words that two texts share.
//!
//! Shingles of three words and their Jaccard index (Broder, "On the resemblance and containment of
//! documents", 1997). Beside the cosine of `corpus.rs`, which finds what is about the same thing: of a copy
//! with a fifth of its words changed a third of the shingles stay, of two questions about one thing hardly
//! any.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

/// Words of a shingle.
const WORDS: usize = 3;

/// The shingles of a text, each by its hash.
#[derive(Clone, Debug, Default)]
pub struct Shingles(HashSet<u64>);

impl Shingles {
    /// Of a text: its letters and digits in lower case.
    ///
    /// One of fewer than three words has none.
    pub fn of(text: &str) -> Shingles {
        let lower = text.to_lowercase();
        let words: Vec<&str> =
            lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let hasher = BuildHasherDefault::<DefaultHasher>::default();
        Shingles(words.windows(WORDS).map(|words| hasher.hash_one(words)).collect())
    }
}

/// Texts that others are held against.
#[derive(Debug, Default)]
pub struct ShingleIndex<'t> {
    texts: Vec<(&'t str, usize)>,
    postings: HashMap<u64, Vec<usize>>,
}

impl<'t> ShingleIndex<'t> {
    /// Of texts with their names.
    pub fn of(texts: impl IntoIterator<Item = (&'t str, Shingles)>) -> Self {
        let mut index = ShingleIndex::default();
        for (name, Shingles(shingles)) in texts {
            let number = index.texts.len();
            index.texts.push((name, shingles.len()));
            for shingle in shingles {
                index.postings.entry(shingle).or_default().push(number);
            }
        }
        index
    }

    /// The text that is likest, the first of several.
    ///
    /// With the share of shingles that both have among those that either has; none where none is shared.
    pub fn likest(&self, text: &Shingles) -> Option<(&'t str, f64)> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for number in text.0.iter().filter_map(|shingle| self.postings.get(shingle)).flatten() {
            *shared.entry(*number).or_default() += 1;
        }
        let likeness = |(number, shared): (usize, usize)| {
            let (name, size) = *self.texts.get(number)?;
            let either = size + text.0.len() - shared;
            Some((number, name, shared as f64 / either as f64))
        };
        let all = shared.into_iter().filter_map(likeness);
        let best = all.max_by(|one, other| one.2.total_cmp(&other.2).then(other.0.cmp(&one.0)));
        best.map(|(_, name, likeness)| (name, likeness))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "A queue of a company grows while its consumers report success. Which change ends this?";

    fn likeness(one: &str, other: &str) -> f64 {
        ShingleIndex::of([("it", Shingles::of(one))]).likest(&Shingles::of(other)).map_or(0.0, |best| best.1)
    }

    #[test]
    fn it_is_the_share_of_three_words_in_a_row_whatever_stands_between_them() {
        assert_eq!(likeness(TEXT, &TEXT.to_uppercase().replace(' ', " - ")), 1.0);
        assert_eq!(likeness("a b c d", "a b c e"), 1.0 / 3.0);
        assert_eq!(likeness("a b c d", "d c b a"), 0.0);
        assert_eq!(likeness("a b", "a b"), 0.0);
        assert_eq!(likeness("", TEXT), 0.0);
    }

    #[test]
    fn a_copy_with_some_words_changed_is_found_and_another_question_is_not() {
        let copy = TEXT.replace("company", "bank").replace("grows", "fills");
        let other = "A queue holds messages of a shop. Which change lets its consumers work in order?";
        assert!(likeness(TEXT, &copy) > 0.2, "{}", likeness(TEXT, &copy));
        assert!(likeness(TEXT, other) < 0.1, "{}", likeness(TEXT, other));
        let index = ShingleIndex::of([("copy", Shingles::of(&copy)), ("other", Shingles::of(other))]);
        assert_eq!(index.likest(&Shingles::of(TEXT)).map(|best| best.0), Some("copy"));
    }
}
