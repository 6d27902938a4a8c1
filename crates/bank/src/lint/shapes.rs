//! What stems and options of a pool repeat.
//!
//! A shape that comes too often is learnt instead of the subject.

use regex::Regex;

use super::{
    gate::{LintGate, PartOf},
    item::LintItem,
    lists::LintLists,
    words::{OwnPattern, has},
};

/// PartOf of stems that ask for the least effort, at most (item-rules.md, shapes).
const LEAST_EFFORT_MAX: f64 = 0.20;
/// PartOf of stems that ask for the lowest cost, at most (item-rules.md, shapes).
const LOWEST_COST_MAX: f64 = 0.12;
/// PartOf of stems with a clause that excludes, at most (item-rules.md, shapes).
const EXCLUSION_MAX: f64 = 0.20;
/// PartOf of stems that tell of a failure and ask for the change, at most (item-rules.md, shapes).
const FAILURE_MAX: f64 = 0.25;
/// PartOf of items whose key lets somebody in at the other side, at most (item-rules.md, shapes).
const OTHER_SIDE_MAX: f64 = 0.08;
/// PartOf of options with code of one's own that are right, at least (item-rules.md, always wrong).
const OWN_CODE_RIGHT_MIN: f64 = 0.10;
/// Options with such code from which on a share says something.
const OWN_CODE_FROM: usize = 8;
/// PartOf of items with one dead distractor, at most (item-rules.md, always wrong).
const DEAD_MAX: f64 = 0.02;
/// PartOf of items that ask for more than to remember, at least (item-rules.md, shapes).
const APPLY_MIN: f64 = 0.70;

static LEAST_EFFORT: OwnPattern = OwnPattern::new(|| {
    Regex::new(
        "(?i)least (?:(?:ongoing|operational|administrative|manual) )?(?:effort|overhead|work)|\
         with the least",
    )
    .ok()
});
static LOWEST_COST: OwnPattern = OwnPattern::new(|| {
    Regex::new(r"(?i)lowest (?:\w+ )?cost|cheapest|as low as possible|lowers? the cost most").ok()
});
static EXCLUSION: OwnPattern = OwnPattern::new(|| {
    Regex::new(
        "(?i)\\bwithout (?:\\w+ ){0,3}\\w+ing\\b|\\bwithout (?:any |a |new |manual )|\
         (?:cannot|must not) (?:be )?chang|must stay as|may not be changed|no (?:custom )?code",
    )
    .ok()
});
static FAILURE: OwnPattern = OwnPattern::new(|| {
    Regex::new(
        "(?i)\\b(?:fail|fails|failed|denied|refused|cannot|times? out|stays? in|no longer|\
         do(?:es)? not (?:start|arrive|resolve|appear)|return error)\\b",
    )
    .ok()
});
static WHICH_CHANGE: OwnPattern = OwnPattern::new(|| {
    Regex::new(r"[Ww]hich (?:\w+ )?(?:change|changes)\b|[Ww]hat should the \w+ change").ok()
});
static POLICY: OwnPattern = OwnPattern::new(|| Regex::new(r"\bpolicy\b|\bpolicies\b|trust").ok());
static LETS_IN: OwnPattern =
    OwnPattern::new(|| Regex::new(r"(?i)\b(?:lets?|allows?|admits?|trusts?)\b").ok());

/// Whether an item has a shape.
type IsOfShape = fn(&LintItem) -> bool;

/// What stems of a pool repeat.
pub(super) fn stem_gates(of: &str, items: &[LintItem]) -> Vec<LintGate> {
    let fails: IsOfShape = |item| has(&FAILURE, &item.stem) && has(&WHICH_CHANGE, &item.stem);
    let shapes: [(&str, IsOfShape, f64); 4] = [
        ("least-effort", |item| has(&LEAST_EFFORT, &item.stem), LEAST_EFFORT_MAX),
        ("lowest-cost", |item| has(&LOWEST_COST, &item.stem), LOWEST_COST_MAX),
        ("exclusion", |item| has(&EXCLUSION, &item.stem), EXCLUSION_MAX),
        ("failure", fails, FAILURE_MAX),
    ];
    shapes.into_iter().map(|(name, is, most)| at_most(name, of, items, &is, most)).collect()
}

/// PartOf of items that ask for more than to remember.
pub(super) fn level_gate(of: &str, items: &[LintItem]) -> LintGate {
    let above = items.iter().filter(|item| item.meta.level > crate::CognitiveLevel::Remember);
    let share = PartOf { part: above.count(), whole: items.len() };
    LintGate::of(
        "apply-or-above",
        of,
        share.value() >= APPLY_MIN,
        format!("{} (at least 70 %)", share.said()),
    )
}

/// What options repeat, over all items that are given.
pub(super) fn option_gates<'a>(
    of: &str,
    items: impl IntoIterator<Item = &'a LintItem>,
    lists: &LintLists,
) -> Vec<LintGate> {
    let items: Vec<&LintItem> = items.into_iter().collect();
    let is_other_side =
        |item: &LintItem| item.keys().any(|key| has(&POLICY, &key.text) && has(&LETS_IN, &key.text));
    let mut gates = vec![at_most("other-side", of, items.iter().copied(), &is_other_side, OTHER_SIDE_MAX)];
    let own: Vec<(&LintItem, bool)> = items.iter().flat_map(|item| own_code(item, lists)).collect();
    if own.len() >= OWN_CODE_FROM {
        let right = own.iter().filter(|(_, is_right)| *is_right);
        let share = PartOf { part: right.count(), whole: own.len() };
        let figures = format!("{} are right (at least 10 %)", share.said());
        let names = own.iter().map(|(item, _)| item.meta.id.clone());
        let is_sometimes = share.value() >= OWN_CODE_RIGHT_MIN;
        gates.push(LintGate::of("own-code", of, is_sometimes, figures).naming(names));
    }
    for dead in &lists.dead_distractors {
        let is_dead = |item: &LintItem| item.distractors().any(|option| dead.phrases.is_in(&option.text));
        let mut gate = at_most("dead-distractor", of, items.iter().copied(), &is_dead, DEAD_MAX);
        gate.figures = format!("{}: {}", dead.name, gate.figures);
        gates.push(gate);
    }
    gates
}

/// Options that propose code of one's own, each with whether it is right.
fn own_code<'a>(item: &'a LintItem, lists: &'a LintLists) -> impl Iterator<Item = (&'a LintItem, bool)> {
    let is_of_stem = lists.own_code_in_stem.is_in(&item.stem);
    let options = item.options.iter().filter(move |_| !is_of_stem);
    let own = options.filter(|option| lists.own_code.is_in(&option.text));
    own.map(move |option| (item, option.is_right))
}

fn at_most<'a>(
    name: &'static str,
    of: &str,
    items: impl IntoIterator<Item = &'a LintItem>,
    is: &dyn Fn(&LintItem) -> bool,
    most: f64,
) -> LintGate {
    let mut whole = 0;
    let counted = items.into_iter().inspect(|_| whole += 1).filter(|item| is(item));
    let named: Vec<String> = counted.map(|item| item.meta.id.clone()).collect();
    let share = PartOf { part: named.len(), whole };
    let figures = format!("{} (at most {:.0} %)", share.said(), most * 100.0);
    LintGate::of(name, of, share.is_at_most(most), figures).naming(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{gate::GateVerdict, lists::NamedPhrases, phrase::PhraseList, testing::item};

    fn stems(stem: &str) -> Vec<(&'static str, usize)> {
        let items = [item(|text| text.replace("A team runs a web shop. What should it do first?", stem))];
        let gates = stem_gates("bank", &items);
        gates.iter().filter(|gate| !gate.named.is_empty()).map(|gate| (gate.name, gate.named.len())).collect()
    }

    #[test]
    fn shapes_of_stems_are_counted() {
        assert_eq!(stems("Which way meets this with the least operational effort?"), [("least-effort", 1)]);
        assert_eq!(stems("Which way has the lowest monthly cost?"), [("lowest-cost", 1)]);
        assert_eq!(stems("How, without changing the code of the shop?"), [("exclusion", 1)]);
        assert_eq!(stems("A job fails. Which change is needed?"), [("failure", 1)]);
        assert_eq!(stems("A job fails. What is the cause?"), []);
    }

    #[test]
    fn a_distractor_that_is_never_right_may_come_once_in_fifty() {
        let words = PhraseList { words: vec!["attic".into()], unless: Vec::new() };
        let dead_distractors = vec![NamedPhrases { name: "attic".into(), phrases: words.clone() }];
        let lists = LintLists { dead_distractors, own_code: words, ..LintLists::default() };
        let items: Vec<_> = (0..8).map(|_| item(|text| text)).collect();
        let gates = option_gates("all", &items, &lists);
        let told = gates.iter().map(|gate| (gate.name, gate.verdict));
        let fail = GateVerdict::Fail;
        let expected = [("other-side", GateVerdict::Ok), ("own-code", fail), ("dead-distractor", fail)];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        assert_eq!(gates[2].figures, "attic: 8 of 8 = 100 % (at most 2 %)");
    }
}
