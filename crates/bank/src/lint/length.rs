//! Lengths of options.
//!
//! Who knows nothing takes the longest, and who has been told so the shortest.

use assay_kernel::{Diagnostics, Severity};

use super::{
    item::LintItem,
    rule::{LENGTH_RATIO, LENGTH_SPREAD},
};

/// Keys' mean length by distractors' mean length, at least (item-rules.md, length).
const RATIO_MIN: f64 = 0.55;
/// The same, at most (item-rules.md, length).
const RATIO_MAX: f64 = 1.60;
/// Longest option by shortest, at most (item-rules.md, length).
const SPREAD_MAX: f64 = 2.2;
/// Options that are all as short as this may differ (item-rules.md, length).
const SPREAD_FROM_CHARS: usize = 40;

/// Keys' mean length by distractors' mean length; none without either.
pub fn key_length_ratio(item: &LintItem) -> Option<f64> {
    let mean = |lengths: Vec<usize>| {
        (!lengths.is_empty()).then(|| lengths.iter().sum::<usize>() as f64 / lengths.len() as f64)
    };
    let keys = mean(item.keys().map(|option| option.chars).collect())?;
    let distractors = mean(item.distractors().map(|option| option.chars).collect())?;
    (distractors > 0.0).then(|| keys / distractors)
}

pub(super) fn look(item: &LintItem, found: &mut Diagnostics) {
    if let Some(ratio) = key_length_ratio(item).filter(|ratio| !(RATIO_MIN..=RATIO_MAX).contains(ratio)) {
        let message = format!("keys are {ratio:.2} times as long as distractors");
        let hint = "give all options the same detail; keys are 0.55 to 1.60 of the distractors";
        item.tell(found, (&LENGTH_RATIO, Severity::Error), &item.at_stem, message, hint);
    }
    let lengths = item.options.iter().map(|option| option.chars);
    let (Some(shortest), Some(longest)) = (lengths.clone().min(), lengths.max()) else { return };
    let spread = longest as f64 / shortest.max(1) as f64;
    if spread > SPREAD_MAX && longest > SPREAD_FROM_CHARS {
        let message = format!("the longest option is {spread:.2} times as long as the shortest");
        let hint = "even them out, or say in the note why they differ";
        item.tell(found, (&LENGTH_SPREAD, Severity::Warning), &item.at_stem, message, hint);
    }
}

/// Where the length of an item's key stands among its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLength {
    /// Shorter than every other.
    Shortest,
    /// Longer than every other.
    Longest,
    /// Anything else.
    Between,
}

impl KeyLength {
    /// Of an item with one key; none of others.
    pub fn of(item: &LintItem) -> Option<Self> {
        let key = item.single_key()?;
        let mut others = item.distractors().map(|option| option.chars);
        let all = |is: &dyn Fn(usize) -> bool| item.distractors().all(|option| is(option.chars));
        others.next()?;
        Some(match () {
            () if all(&|other| key.chars < other) => KeyLength::Shortest,
            () if all(&|other| key.chars > other) => KeyLength::Longest,
            () => KeyLength::Between,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{lists::LintLists, testing};

    #[test]
    fn a_key_that_differs_in_length_is_found_and_can_be_cleared() {
        let lists = LintLists::default();
        let long = (
            "Water the trees of the street",
            "Water the trees of the street and of some other road nearby in town",
        );
        let cleared = ("A note.", "Cleared length-ratio, cleared length-spread.");
        assert_eq!(testing::found(&lists, &[long]), ["Q0101", "Q0102"]);
        assert!(testing::found(&lists, &[long, cleared]).is_empty());
        assert!(testing::found(&lists, &[]).is_empty());
    }

    #[test]
    fn ties_are_between() {
        assert_eq!(KeyLength::of(&testing::item(|text| text)), Some(KeyLength::Longest));
        let tie = testing::item(|text| {
            text.replace("Water the trees of the street", "Empty the trees of the attic")
        });
        assert_eq!(KeyLength::of(&tie), Some(KeyLength::Between));
        let short = testing::item(|text| text.replace("Water the trees of the street", "Wait"));
        assert_eq!(KeyLength::of(&short), Some(KeyLength::Shortest));
        let two = testing::item(|text| text.replace("[\"C\"]", "[\"A\", \"C\"]"));
        assert_eq!(KeyLength::of(&two), None);
    }
}
