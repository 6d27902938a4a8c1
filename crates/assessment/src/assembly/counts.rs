//! What one form has.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{FormBlueprint, FormPool, PoolItem, QuotaMark, item_kind};
use crate::{
    enemies::EnemyPair,
    form::{FormItem, Purpose},
};

/// A form, by its name, as it is or would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedForm {
    /// e.g. `SOA-C03-A`.
    pub name: String,
    /// In the order of the form.
    pub items: Vec<FormItem>,
}

impl NamedForm {
    /// The ids of its items.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|entry| entry.item.as_str())
    }
}

/// Scored items of a domain, with what its weight asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCount {
    /// e.g. `1`.
    pub id: String,
    /// The outline's words.
    pub title: String,
    /// Scored items.
    pub scored: u32,
    /// Items that are tried out.
    pub pretest: u32,
    /// Scored items that its weight asks for, at least.
    pub at_least: u32,
    /// And at most.
    pub at_most: u32,
}

impl DomainCount {
    /// How far its scored items are from what is asked for: 0 where they fit.
    pub fn off(&self) -> i64 {
        let (has, low, high) = (i64::from(self.scored), i64::from(self.at_least), i64::from(self.at_most));
        if has < low { has - low } else { (has - high).max(0) }
    }
}

/// What a form has, of every kind that is looked at.
///
/// When forms are made as when they are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct FormCounts {
    /// The form.
    pub name: String,
    /// Items that count.
    pub scored: u32,
    /// Items that are tried out.
    pub pretest: u32,
    /// In the outline's order.
    pub domains: Vec<DomainCount>,
    /// Skills that any of its items reaches.
    pub skills: BTreeSet<String>,
    /// Skills that a scored item reaches.
    pub skills_scored: BTreeSet<String>,
    /// Items by what they ask for.
    pub kinds: BTreeMap<&'static str, u32>,
    /// Items with each mark of the pool, in the pool's order.
    pub marks: Vec<(QuotaMark, u32)>,
    /// Items by what they give to read.
    pub artefacts: BTreeMap<&'static str, u32>,
    /// Items with one right option by its letter: each letter of the pool.
    pub letters: BTreeMap<String, u32>,
    /// Items by cognitive level: remember, apply, analyse.
    pub levels: [u32; 3],
    /// The raw cut before it is rounded.
    ///
    /// The sum of the expected proportions of the scored items.
    pub expected: f64,
    /// Enemies that stand on it together.
    pub enemies: BTreeSet<EnemyPair>,
    /// The sum of the expected times.
    pub time_s: u32,
    /// Items that the pool does not have.
    pub unknown: BTreeSet<String>,
    /// Items that stand on it more than once.
    pub twice: BTreeSet<String>,
}

impl FormCounts {
    /// Counts a form.
    pub fn of(form: &NamedForm, pool: &FormPool, blueprint: &FormBlueprint) -> Self {
        let domains = blueprint.domains.iter().map(|domain| {
            let wanted = blueprint.scored_of(domain);
            let (id, title) = (domain.id.clone(), domain.title.clone());
            DomainCount {
                id,
                title,
                scored: 0,
                pretest: 0,
                at_least: *wanted.start(),
                at_most: *wanted.end(),
            }
        });
        let mut counts = FormCounts {
            name: form.name.clone(),
            scored: 0,
            pretest: 0,
            domains: domains.collect(),
            skills: BTreeSet::new(),
            skills_scored: BTreeSet::new(),
            kinds: BTreeMap::new(),
            marks: pool.marks().iter().map(|mark| (mark.clone(), 0)).collect(),
            artefacts: BTreeMap::new(),
            letters: pool.letters().iter().map(|letter| (letter.clone(), 0)).collect(),
            levels: [0; 3],
            expected: 0.0,
            enemies: BTreeSet::new(),
            time_s: 0,
            unknown: BTreeSet::new(),
            twice: BTreeSet::new(),
        };
        let mut seen = BTreeSet::new();
        for entry in &form.items {
            if !seen.insert(entry.item.as_str()) {
                counts.twice.insert(entry.item.clone());
            }
            match entry.purpose {
                Purpose::Scored => counts.scored += 1,
                Purpose::Pretest => counts.pretest += 1,
            }
            match pool.item(&entry.item) {
                Some(item) => counts.add(item, entry.purpose),
                None => _ = counts.unknown.insert(entry.item.clone()),
            }
        }
        counts.enemies = together(seen.iter().filter_map(|id| pool.item(id)), &seen);
        counts
    }

    fn add(&mut self, item: &PoolItem, purpose: Purpose) {
        let is_scored = purpose == Purpose::Scored;
        if let Some(domain) = self.domains.iter_mut().find(|domain| domain.id == item.domain) {
            if is_scored { domain.scored += 1 } else { domain.pretest += 1 }
        }
        if let Some(skill) = &item.skill {
            self.skills.insert(skill.clone());
            if is_scored {
                self.skills_scored.insert(skill.clone());
            }
        }
        *self.kinds.entry(item_kind(item)).or_default() += 1;
        for (mark, count) in &mut self.marks {
            *count += u32::from(item.has(mark));
        }
        if let Some(artefact) = item.artefact {
            *self.artefacts.entry(artefact.as_str()).or_default() += 1;
        }
        if let Some(letter) = &item.key_letter {
            *self.letters.entry(letter.clone()).or_default() += 1;
        }
        if let Some(level) = self.levels.get_mut(item.level as usize) {
            *level += 1;
        }
        if is_scored {
            self.expected += item.difficulty;
        }
        self.time_s = self.time_s.saturating_add(item.time_s);
    }

    /// The mean expected proportion of its scored items.
    pub fn mean_expected(&self) -> f64 {
        self.expected / f64::from(self.scored.max(1))
    }

    /// Items with one right option.
    pub fn single(&self) -> u32 {
        self.letters.values().sum()
    }

    /// Skills of the blueprint that none of its items reaches.
    pub fn skills_missing<'b>(&'b self, blueprint: &'b FormBlueprint) -> impl Iterator<Item = &'b str> {
        blueprint.skills.iter().filter(|skill| !self.skills.contains(*skill)).map(String::as_str)
    }
}

/// Pairs of enemies among some items, each once, whichever side names it.
fn together<'p>(items: impl Iterator<Item = &'p PoolItem>, there: &BTreeSet<&str>) -> BTreeSet<EnemyPair> {
    let mut pairs = BTreeSet::new();
    for item in items {
        for enemy in item.enemies.iter().filter(|enemy| **enemy != item.id && there.contains(enemy.as_str()))
        {
            pairs.insert((item.id.clone().min(enemy.clone()), item.id.clone().max(enemy.clone())));
        }
    }
    pairs
}
