//! Words of the stem that point to the key.
//!
//! A candidate then finds it without knowing anything.

use std::collections::{BTreeSet, HashSet};

use assay_kernel::{Diagnostics, Severity};

use super::{
    corpus::LintCorpus,
    item::{LintItem, LintOption},
    rule::{CUE_ECHO, CUE_NUMBERS, CUE_WORDS},
};

/// A word is rare that at most so many items hold (item-rules.md, cues).
const RARE_ITEMS_MAX: u32 = 3;
/// So many rare words are a cue; one is a warning (item-rules.md, cues).
const RARE_WORDS: usize = 2;
/// So many words of any kind are one, where each distractor has at least two fewer (item-rules.md, cues).
const WORDS: usize = 3;
/// What a key's share of echoed words is above the next, at least (item-rules.md, cues).
const ECHO_LEAD: f64 = 0.15;
/// So many numbers that only the key repeats (item-rules.md, cues).
const NUMBERS: usize = 2;

pub(super) fn look(item: &LintItem, corpus: &LintCorpus, found: &mut Diagnostics) {
    let stem: HashSet<&str> = item.words.iter().map(String::as_str).collect();
    for key in item.keys() {
        words(item, key, &stem, corpus, found);
    }
    if let Some(key) = item.single_key() {
        echo(item, key, &stem, found);
        repeated_numbers(item, key, found);
    }
}

/// The words of an option that the stem has too, each once.
fn shared<'a>(option: &'a LintOption, stem: &HashSet<&str>) -> BTreeSet<&'a str> {
    option.words.iter().map(String::as_str).filter(|word| stem.contains(word)).collect()
}

fn words(
    item: &LintItem,
    key: &LintOption,
    stem: &HashSet<&str>,
    corpus: &LintCorpus,
    found: &mut Diagnostics,
) {
    let others: HashSet<&str> =
        item.distractors().flat_map(|option| &option.words).map(String::as_str).collect();
    let cues: BTreeSet<&str> = shared(key, stem).into_iter().filter(|word| !others.contains(word)).collect();
    let rare: Vec<&str> =
        cues.iter().copied().filter(|word| corpus.asked_by(word) <= RARE_ITEMS_MAX).collect();
    let holders =
        |word: &str| item.options.iter().filter(|option| option.words.iter().any(|one| one == word)).count();
    let own =
        |option: &LintOption| shared(option, stem).into_iter().filter(|word| holders(word) == 1).count();
    let most = item.distractors().map(own).max().unwrap_or_default();
    let is_cue = rare.len() >= RARE_WORDS || (cues.len() >= WORDS && cues.len() > most + 1);
    let (severity, named) = match (is_cue, rare.as_slice()) {
        (true, _) => (Severity::Error, cues.iter().copied().collect::<Vec<_>>()),
        (false, [_]) => (Severity::Warning, rare),
        _ => return,
    };
    let message = format!("the stem points to option {} with: {}", key.id, named.join(", "));
    let hint = "say it with other words in the stem, or let distractors say it too";
    item.tell(found, (&CUE_WORDS, severity), &key.at, message, hint);
}

/// The share of an option's words and numbers that stand in the stem.
fn echoed(item: &LintItem, option: &LintOption, stem: &HashSet<&str>) -> f64 {
    let content: BTreeSet<&str> = option.words.iter().chain(&option.numbers).map(String::as_str).collect();
    let echoed = content.iter().filter(|word| stem.contains(**word) || item.numbers.contains(**word));
    echoed.count() as f64 / content.len().max(1) as f64
}

fn echo(item: &LintItem, key: &LintOption, stem: &HashSet<&str>, found: &mut Diagnostics) {
    let mine = echoed(item, key, stem);
    let next = item.distractors().map(|option| echoed(item, option, stem)).fold(f64::NAN, f64::max);
    if mine - next >= ECHO_LEAD {
        let share = |share: f64| (share * 100.0).round();
        let message = format!(
            "{} % of the words of option {}, the key, stand in the stem, {} % of the next",
            share(mine),
            key.id,
            share(next)
        );
        let hint = "let distractors speak of the same things";
        item.tell(found, (&CUE_ECHO, Severity::Warning), &key.at, message, hint);
    }
}

fn repeated_numbers(item: &LintItem, key: &LintOption, found: &mut Diagnostics) {
    let repeated = |option: &LintOption| option.numbers.intersection(&item.numbers).count();
    let mine = repeated(key);
    if mine >= NUMBERS && item.distractors().all(|option| repeated(option) < mine) {
        let numbers: Vec<&str> = key.numbers.intersection(&item.numbers).map(String::as_str).collect();
        let message = format!("only option {}, the key, repeats of the stem: {}", key.id, numbers.join(", "));
        let hint = "give distractors the same numbers";
        item.tell(found, (&CUE_NUMBERS, Severity::Error), &key.at, message, hint);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{lists::LintLists, testing::found};

    #[test]
    fn words_and_numbers_of_the_stem_that_only_the_key_has_are_found() {
        let lists = LintLists::default();
        let shop = "A team runs a web shop.";
        let one = [(shop, "A team grows many trees.")];
        assert_eq!(found(&lists, &one), ["Q0103", "Q0104"], "one rare word, and more of the stem");
        let two = [(shop, "A team grows trees in a street.")];
        assert_eq!(found(&lists, &two), ["Q0103", "Q0104"]);
        let cleared = [two[0], ("A note.", "The cue is meant. Cleared cue-echo.")];
        assert!(found(&lists, &cleared).is_empty());
        let numbers = [
            (shop, "At 10 and at 20 the shop shuts."),
            ("Water the trees of the street", "Water the trees at 10 and 20"),
        ];
        assert_eq!(found(&lists, &numbers), ["Q0104", "Q0105"]);
    }
}
