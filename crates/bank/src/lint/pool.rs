//! A pool as a whole, beside what is asked of it.

use super::{
    corpus::LintCorpus,
    coverage::{self, Coverage, LintOutline, in_domain},
    gate::LintGate,
    item::LintItem,
    keys::{self, KeyCounts},
    likeness::{LIKENESS_MIN, LikePair, like_pairs},
    lists::LintLists,
    shapes,
};

/// The pools of an exam version, with all that they are held against.
#[derive(Clone, Copy, Debug)]
pub struct LintPool<'a> {
    /// The exam version.
    pub exam: &'a str,
    /// Items of its bank.
    pub bank: &'a [LintItem],
    /// Items of its practice pool.
    pub practice: &'a [LintItem],
    /// Items of the programme's other exam versions.
    pub others: &'a [LintItem],
    /// What its outline holds.
    pub outline: &'a LintOutline,
    /// What the body adds.
    pub lists: &'a LintLists,
}

/// What was counted of the pools of an exam version.
#[derive(Clone, Debug, Default)]
pub struct PoolFigures {
    /// Keys of the bank.
    pub bank: KeyCounts,
    /// Keys of the practice pool.
    pub practice: KeyCounts,
    /// Domains, skills, quotas and services.
    pub coverage: Coverage,
    /// Items that are alike, the likest first.
    pub alike: Vec<LikePair>,
    /// What is asked, in the order of the reference page.
    pub gates: Vec<LintGate>,
}

impl LintPool<'_> {
    /// Everything that there is, in one order.
    pub fn items(&self) -> impl Iterator<Item = &LintItem> {
        self.bank.iter().chain(self.practice).chain(self.others)
    }

    /// Counts and judges.
    pub fn figures(&self, corpus: &LintCorpus) -> PoolFigures {
        let wanted = self.lists.wanted_of(self.exam);
        let (bank, practice) = (KeyCounts::of(self.bank), KeyCounts::of(self.practice));
        let coverage = Coverage::of((self.bank, self.practice), self.outline, self.lists, &wanted);
        let alike = like_pairs(self.items(), corpus);
        let mut gates = keys::gates("bank", &bank);
        for domain in &self.outline.domains {
            let counts = KeyCounts::of(in_domain(self.bank, &domain.id));
            gates.extend(keys::domain_gates(&format!("domain {}", domain.id), &counts));
        }
        gates.extend(keys::gates("practice", &practice));
        for (of, items) in [("bank", self.bank), ("practice", self.practice)] {
            if !items.is_empty() {
                gates.push(shapes::level_gate(of, items));
            }
        }
        gates.extend(shapes::stem_gates("bank", self.bank));
        gates.extend(shapes::option_gates("all", self.items(), self.lists));
        gates.extend(coverage::gates(&coverage, &wanted));
        gates.push(likeness(&alike));
        gates.push(self.enemies());
        PoolFigures { bank, practice, coverage, alike, gates }
    }

    /// Enemies name each other, and exist.
    fn enemies(&self) -> LintGate {
        let names = |one: &str, other: &str| {
            let item = self.items().find(|item| item.meta.id == one);
            item.is_some_and(|item| item.meta.enemies.iter().any(|enemy| enemy == other))
        };
        let mut one_sided = Vec::new();
        for item in self.items() {
            for enemy in item.meta.enemies.iter().filter(|enemy| !names(enemy, &item.meta.id)) {
                one_sided.push(format!("{} {enemy}", item.meta.id));
            }
        }
        let declared = self.items().filter(|item| !item.meta.enemies.is_empty()).count();
        let figures = format!("{} one-sided; {declared} items have enemies", one_sided.len());
        LintGate::of("enemies", "all", one_sided.is_empty(), figures).naming(one_sided)
    }
}

fn likeness(alike: &[LikePair]) -> LintGate {
    let unknown = alike.iter().filter(|pair| pair.cosine >= LIKENESS_MIN && !pair.is_known);
    let unknown: Vec<String> = unknown.map(|pair| pair.items.join(" ")).collect();
    let pairs = alike.iter().filter(|pair| pair.cosine >= LIKENESS_MIN).count();
    let figures = format!("{} of {pairs} pairs are neither enemies nor named in a note", unknown.len());
    LintGate::of("likeness", "all", unknown.is_empty(), figures).naming(unknown)
}
