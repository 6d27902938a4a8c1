//! What assembling knows: plain facts of items, and what a form of them should be.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use assay_bank::{Artefact, BankItem, CognitiveLevel, ItemKind};
use assay_kernel::ExamCode;
use assay_programme::model::{ExamVersion, Outline};

use crate::check::scored_wanted;

/// A form covers at least this share of the outline's skills; with 53 skills that is 50.
const SKILLS_MIN_PCT: usize = 94;

/// What assembling has to know of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolItem {
    /// Its id in the bank.
    pub id: String,
    /// Domain of the outline in which it counts.
    pub domain: String,
    /// Task statement of the outline.
    pub task: String,
    /// Skill of the outline, where the outline has skills.
    pub skill: Option<String>,
    /// Choice or response; none for any other interaction.
    pub kind: Option<ItemKind>,
    /// What it was tagged with.
    pub tags: BTreeSet<String>,
    /// What its stem gives to read, where it does.
    pub artefact: Option<Artefact>,
    /// Items that must not stand on a form with it.
    pub enemies: BTreeSet<String>,
    /// What it asks of the mind.
    pub level: CognitiveLevel,
    /// Expected proportion correct of a minimally qualified candidate, 0 to 1.
    pub difficulty: f64,
    /// Expected time in seconds.
    pub time_s: u32,
    /// The letter of its key, where one option of several is right.
    pub key_letter: Option<String>,
}

impl PoolItem {
    /// An item of which nothing is known yet but its id.
    pub fn new(id: &str) -> Self {
        PoolItem {
            id: id.to_owned(),
            domain: String::new(),
            task: String::new(),
            skill: None,
            kind: None,
            tags: BTreeSet::new(),
            artefact: None,
            enemies: BTreeSet::new(),
            level: CognitiveLevel::default(),
            difficulty: 0.0,
            time_s: 0,
            key_letter: None,
        }
    }

    /// The facts of an item of the bank.
    ///
    /// None where nobody can be given it, or where it counts in no domain.
    pub fn of(item: &BankItem, outline: &Outline) -> Option<Self> {
        let meta = &item.meta;
        let domain = outline.domain_of_task(&meta.task)?;
        if item.unfit().is_some() || meta.exam != outline.exam {
            return None;
        }
        let key = item.choices_of_one().into_iter().find(|choice| choice.is_right);
        Some(PoolItem {
            domain: domain.id.clone(),
            task: meta.task.clone(),
            skill: meta.skill.clone(),
            kind: item.kind(),
            tags: meta.tags.iter().cloned().collect(),
            artefact: meta.artefact,
            enemies: meta.enemies.iter().cloned().collect(),
            level: meta.level,
            difficulty: meta.difficulty,
            time_s: meta.time_s,
            key_letter: key.map(|choice| choice.id),
            ..PoolItem::new(&meta.id)
        })
    }

    /// Whether a form with a share of such items has this among them.
    pub fn has(&self, mark: &QuotaMark) -> bool {
        match mark {
            QuotaMark::Several => self.kind == Some(ItemKind::MultipleResponse),
            QuotaMark::Artefact => self.artefact.is_some(),
            QuotaMark::Tag(tag) => self.tags.contains(tag),
        }
    }
}

/// The word for what an item asks for.
pub fn item_kind(item: &PoolItem) -> &'static str {
    item.kind.map_or("other", ItemKind::as_str)
}

/// Of what a form should have about the pool's share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuotaMark {
    /// Several options are right.
    Several,
    /// The stem has something to read.
    Artefact,
    /// A tag of the body's own.
    Tag(String),
}

/// The items that forms are drawn from, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormPool {
    items: BTreeMap<String, PoolItem>,
    marks: Vec<QuotaMark>,
    letters: Vec<String>,
}

impl FormPool {
    /// A pool of these items; of two with one id the later one counts.
    pub fn new(items: impl IntoIterator<Item = PoolItem>) -> Self {
        let items: BTreeMap<_, _> = items.into_iter().map(|item| (item.id.clone(), item)).collect();
        let tags: BTreeSet<&String> = items.values().flat_map(|item| &item.tags).collect();
        let tags = tags.into_iter().cloned().map(QuotaMark::Tag);
        let known = [QuotaMark::Several, QuotaMark::Artefact].into_iter().chain(tags);
        let marks = known.filter(|mark| items.values().any(|item| item.has(mark))).collect();
        let letters: BTreeSet<&String> = items.values().filter_map(|item| item.key_letter.as_ref()).collect();
        let letters = letters.into_iter().cloned().collect();
        FormPool { items, marks, letters }
    }

    /// The pool without some items.
    #[must_use]
    pub fn without(&self, taken: &BTreeSet<String>) -> Self {
        FormPool::new(self.items.values().filter(|item| !taken.contains(&item.id)).cloned())
    }

    /// One of its items.
    pub fn item(&self, id: &str) -> Option<&PoolItem> {
        self.items.get(id)
    }

    /// All of them, in the order of their ids.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &PoolItem> {
        self.items.values()
    }

    /// Of what a form should have a share: in this order everywhere.
    pub fn marks(&self) -> &[QuotaMark] {
        &self.marks
    }

    /// The letters that keys have.
    pub fn letters(&self) -> &[String] {
        &self.letters
    }

    /// How many of so many items would have a mark.
    ///
    /// By the pool's share, in thousandths.
    pub fn share_milli(&self, mark: &QuotaMark, of: u32) -> u64 {
        let marked = self.items.values().filter(|item| item.has(mark)).count() as u64;
        let all = self.items.len().max(1) as u64;
        (u64::from(of) * 1000 * marked + all / 2) / all
    }

    /// The expected proportion correct of its mean item.
    pub fn difficulty(&self) -> f64 {
        let sum: f64 = self.items.values().map(|item| item.difficulty).sum();
        sum / self.items.len().max(1) as f64
    }

    /// Its skills: what no form can cover is not asked of one.
    pub fn skills(&self) -> BTreeSet<&str> {
        self.items.values().filter_map(|item| item.skill.as_deref()).collect()
    }
}

/// A domain as a form should show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlueprintDomain {
    /// e.g. `1`.
    pub id: String,
    /// The outline's words.
    pub title: String,
    /// Share of the scored items in percent.
    pub weight_pct: u32,
}

/// What a form should be.
#[derive(Clone, Debug, PartialEq)]
pub struct FormBlueprint {
    /// For which exam version.
    pub exam: ExamCode,
    /// In the outline's order.
    pub domains: Vec<BlueprintDomain>,
    /// The outline's skills, in its order.
    pub skills: Vec<String>,
    /// Items that count.
    pub scored: u32,
    /// Items that are tried out.
    pub pretest: u32,
    /// How many skills its items should reach.
    pub skills_goal: usize,
    /// What the expected proportions of its scored items should add up to.
    ///
    /// None for the pool's mean.
    pub expected: Option<f64>,
    /// Testing time; 0 where it is not known.
    pub time_limit_s: u32,
}

impl FormBlueprint {
    /// What the exam version and its outline ask for.
    pub fn of(exam: &ExamVersion, outline: &Outline) -> Self {
        let domains = outline.domains.iter().map(|domain| BlueprintDomain {
            id: domain.id.clone(),
            title: domain.title.clone(),
            weight_pct: domain.weight_pct,
        });
        let skills: Vec<String> = outline.skills().map(|skill| skill.id.clone()).collect();
        let total = usize::try_from(exam.items_total).unwrap_or(usize::MAX);
        FormBlueprint {
            exam: exam.code.clone(),
            domains: domains.collect(),
            skills_goal: (skills.len() * SKILLS_MIN_PCT).div_ceil(100).min(total),
            skills,
            scored: exam.items_scored,
            pretest: exam.items_total.saturating_sub(exam.items_scored),
            expected: None,
            time_limit_s: exam.time_limit_min.saturating_mul(60),
        }
    }

    /// A blueprint of domains alone, with their weights.
    pub fn of_domains(exam: &str, domains: &[(&str, u32)], scored: u32, pretest: u32) -> Self {
        let domain = |(id, weight_pct): &(&str, u32)| BlueprintDomain {
            id: (*id).to_owned(),
            title: format!("Domain {id}"),
            weight_pct: *weight_pct,
        };
        FormBlueprint {
            exam: ExamCode::new(exam),
            domains: domains.iter().map(domain).collect(),
            skills: Vec::new(),
            scored,
            pretest,
            skills_goal: 0,
            expected: None,
            time_limit_s: 0,
        }
    }

    /// How many scored items of a domain fit its weight.
    pub fn scored_of(&self, domain: &BlueprintDomain) -> RangeInclusive<u32> {
        scored_wanted(domain.weight_pct, self.scored)
    }

    /// What the expected proportions of the scored items should add up to.
    pub fn expected_of(&self, pool: &FormPool) -> f64 {
        self.expected.unwrap_or_else(|| pool.difficulty() * f64::from(self.scored))
    }

    /// All items of a form.
    pub fn total(&self) -> u32 {
        self.scored.saturating_add(self.pretest)
    }
}
