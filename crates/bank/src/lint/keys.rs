//! Where keys stand among the options of a pool.
//!
//! Whoever guesses should gain nothing by a habit of writers.

use std::collections::BTreeMap;

use super::{
    gate::{LintGate, PartOf},
    item::LintItem,
    length::KeyLength,
};

/// PartOf of keys that are shortest, at least: none at all is a habit too (item-rules.md, keys of a pool).
const SHORTEST_MIN: f64 = 0.15;
/// PartOf of keys that are shortest, at most; chance is a quarter (item-rules.md, keys of a pool).
const SHORTEST_MAX: f64 = 0.33;
/// PartOf of keys that are longest, at most (item-rules.md, keys of a pool).
const LONGEST_MAX: f64 = 0.33;
/// PartOf of each letter, at least (item-rules.md, keys of a pool).
const LETTER_MIN: f64 = 0.18;
/// PartOf of each letter, at most (item-rules.md, keys of a pool).
const LETTER_MAX: f64 = 0.32;
/// PartOf of keys of two in five that stand side by side, at least; chance is 40 %.
const NEIGHBOURS_MIN: f64 = 0.25;
/// The same, at most.
const NEIGHBOURS_MAX: f64 = 0.55;
/// PartOf of one pair of letters, at most; chance is 10 % (item-rules.md, keys of a pool).
const PAIR_MAX: f64 = 0.20;
/// PartOf of one set of three letters in six, at most; chance is 5 % (item-rules.md, keys of a pool).
const TRIPLE_MAX: f64 = 0.15;
/// So many items of one pair or set are never too many: a few items are no pattern.
const FEW: f64 = 2.5;
/// Items with one key from which on a share says something.
const SINGLE_FROM: usize = 20;
/// Items with several keys from which on a share says something.
const SEVERAL_FROM: usize = 8;
/// Letters of items with one key.
const LETTERS: [&str; 4] = ["A", "B", "C", "D"];

/// Keys of a pool, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyCounts {
    /// Items with one key.
    pub single: usize,
    /// Of them, those whose key is shorter than every other option.
    pub shortest: usize,
    /// Of them, those whose key is longer than every other option.
    pub longest: usize,
    /// Of them, by the key's letter.
    pub letters: BTreeMap<String, usize>,
    /// Items with two keys in five options, by the keys' letters.
    pub pairs: BTreeMap<String, usize>,
    /// Of them, those whose keys stand side by side.
    pub neighbours: usize,
    /// Items with three keys in six options, by the keys' letters.
    pub triples: BTreeMap<String, usize>,
}

impl KeyCounts {
    /// Counts.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a LintItem>) -> Self {
        let mut counts = KeyCounts::default();
        for item in items {
            let letters = item.key_letters();
            match (item.options.len(), item.keys().count()) {
                (_, 1) => {
                    counts.single += 1;
                    *counts.letters.entry(letters).or_default() += 1;
                    match KeyLength::of(item) {
                        Some(KeyLength::Shortest) => counts.shortest += 1,
                        Some(KeyLength::Longest) => counts.longest += 1,
                        Some(KeyLength::Between) | None => {}
                    }
                }
                (5, 2) => {
                    let mut two = letters.bytes();
                    if let (Some(first), Some(second)) = (two.next(), two.next()) {
                        counts.neighbours += usize::from(first.abs_diff(second) == 1);
                    }
                    *counts.pairs.entry(letters).or_default() += 1;
                }
                (6, 3) => *counts.triples.entry(letters).or_default() += 1,
                _ => {}
            }
        }
        counts
    }

    fn share(&self, part: usize) -> PartOf {
        PartOf { part, whole: self.single }
    }
}

/// What is asked of a pool's keys; too few items are asked nothing.
pub(super) fn gates(of: &str, counts: &KeyCounts) -> Vec<LintGate> {
    let mut gates = Vec::new();
    if counts.single >= SINGLE_FROM {
        gates.extend(lengths(of, counts));
        let share = |letter: &str| counts.share(counts.letters.get(letter).copied().unwrap_or_default());
        let is_even = LETTERS.iter().all(|letter| share(letter).is_within(LETTER_MIN, LETTER_MAX));
        let figures = format!("{} (18 to 32 % each)", said(&counts.letters));
        gates.push(LintGate::of("key-letters", of, is_even, figures));
    }
    let pairs: usize = counts.pairs.values().sum();
    if pairs >= SEVERAL_FROM {
        let share = PartOf { part: counts.neighbours, whole: pairs };
        let is_even = share.is_within(NEIGHBOURS_MIN, NEIGHBOURS_MAX);
        let figures = format!("{} (25 to 55 %; chance 40 %)", share.said());
        gates.push(LintGate::of("key-neighbours", of, is_even, figures));
        gates.push(common("key-pairs", of, &counts.pairs, PAIR_MAX));
    }
    if counts.triples.values().sum::<usize>() >= SEVERAL_FROM {
        gates.push(common("key-triples", of, &counts.triples, TRIPLE_MAX));
    }
    gates
}

/// The lengths of a pool's keys; of a domain they only warn.
pub(super) fn domain_gates(of: &str, counts: &KeyCounts) -> Vec<LintGate> {
    let gates = if counts.single >= SINGLE_FROM { lengths(of, counts) } else { Vec::new() };
    gates.into_iter().map(LintGate::soft).collect()
}

fn lengths(of: &str, counts: &KeyCounts) -> Vec<LintGate> {
    let (shortest, longest) = (counts.share(counts.shortest), counts.share(counts.longest));
    let is_even = shortest.is_within(SHORTEST_MIN, SHORTEST_MAX);
    let figures = format!("{} (15 to 33 %)", shortest.said());
    let gate = LintGate::of("key-shortest", of, is_even, figures);
    let figures = format!("{} (at most 33 %)", longest.said());
    vec![gate, LintGate::of("key-longest", of, longest.is_at_most(LONGEST_MAX), figures)]
}

fn common(name: &'static str, of: &str, sets: &BTreeMap<String, usize>, most: f64) -> LintGate {
    let whole: usize = sets.values().sum();
    let part = sets.values().copied().max().unwrap_or_default();
    let most_here = most.max(FEW / whole.max(1) as f64);
    let is_even = PartOf { part, whole }.is_at_most(most_here);
    let figures = format!("{} (each at most {:.0} %)", said(sets), most_here * 100.0);
    LintGate::of(name, of, is_even, figures)
}

fn said(counts: &BTreeMap<String, usize>) -> String {
    counts.iter().map(|(letters, count)| format!("{letters} {count}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{gate::GateVerdict, testing::item};

    #[test]
    fn a_habit_of_writers_is_a_gate_that_fails() {
        let items: Vec<_> = (0..20).map(|_| item(|text| text)).collect();
        let counts = KeyCounts::of(&items);
        assert_eq!((counts.single, counts.longest, counts.letters["C"]), (20, 20, 20));
        let verdicts: Vec<_> = gates("bank", &counts).iter().map(|gate| (gate.name, gate.verdict)).collect();
        let fail = GateVerdict::Fail;
        assert_eq!(verdicts, [("key-shortest", fail), ("key-longest", fail), ("key-letters", fail)]);
        assert!(domain_gates("domain 1", &counts).iter().all(|gate| gate.verdict == GateVerdict::Warn));
        assert!(gates("bank", &KeyCounts::of(&items[..5])).is_empty(), "five items are no pattern");
    }

    #[test]
    fn sets_of_keys_are_counted_by_their_letters() {
        let two = item(|text| {
            let more = "{ id = \"E\", text = \"Sell the shop\", rationale = \"Wrong.\" }]";
            text.replace("[\"C\"]", "[\"C\", \"D\"]")
                .replace("because of no.\" }]", &format!("because of no.\" }}, {more}"))
        });
        let counts = KeyCounts::of([&two]);
        assert_eq!((counts.neighbours, counts.pairs["CD"], counts.single), (1, 1, 0));
        let ten: Vec<_> = (0..10).map(|_| two.clone()).collect();
        let gates = gates("bank", &KeyCounts::of(&ten));
        assert_eq!(gates.iter().map(|gate| gate.verdict.as_str()).collect::<Vec<_>>(), ["FAIL", "FAIL"]);
        assert_eq!(gates[1].figures, "CD 10 (each at most 25 %)");
    }
}
