//! What can be counted of forms and practice sets: for those who write them, before they are applied.

use std::collections::{BTreeMap, BTreeSet};

use assay_assessment::{
    check as cut,
    enemies::{self, EnemyPair},
    form::{Balance, Form, balance},
};
use assay_bank::BankItem;

use super::Reviewed;

/// A form or a practice set with its counts and the skills its outline has.
pub struct PoolCount {
    /// Its id.
    pub name: String,
    /// Exam version.
    pub exam: String,
    /// Skills that its outline has.
    pub skills_of_outline: usize,
    /// How keys, levels and tasks are spread.
    pub balance: Balance,
    /// Enemies among its items.
    pub enemies: BTreeSet<EnemyPair>,
    /// A form's cut.
    pub cut: Option<RawCut>,
}

/// A form's raw cut and what it rests on.
pub struct RawCut {
    /// Right answers that are needed.
    pub raw: u32,
    /// The study's figure before it was rounded.
    pub unrounded: Option<f64>,
    /// How it was rounded.
    pub rounding: &'static str,
    /// What the items' own estimates come to.
    pub expected: f64,
}

impl RawCut {
    fn of(form: &Form, bank: &BTreeMap<String, BankItem>) -> RawCut {
        let rounding = form.rounding.unwrap_or_default().as_str();
        let (unrounded, expected) = (cut::unrounded(form, bank), cut::expected(form, bank));
        RawCut { raw: form.cut_raw, unrounded, rounding, expected }
    }
}

/// Counts every form, then every practice set.
pub fn counts(reviewed: &Reviewed) -> Vec<PoolCount> {
    let counted = |name: &str, exam: &str, ids: Vec<&String>, pool: &BTreeMap<String, BankItem>| PoolCount {
        name: name.to_owned(),
        exam: exam.to_owned(),
        skills_of_outline: reviewed.programme.outline(exam).map_or(0, |outline| outline.skills().count()),
        balance: balance(ids.iter().filter_map(|id| pool.get(*id))),
        enemies: enemies::pairs(ids.iter().filter_map(|id| pool.get(*id))),
        cut: None,
    };
    let forms = reviewed.forms.values().map(|form| {
        let ids = form.items.iter().map(|entry| &entry.item).collect();
        let cut = Some(RawCut::of(form, &reviewed.bank));
        PoolCount { cut, ..counted(&form.id, form.exam.as_str(), ids, &reviewed.bank) }
    });
    let sets = reviewed
        .sets
        .values()
        .map(|set| counted(&set.id, set.exam.as_str(), set.items.iter().collect(), &reviewed.pool));
    forms.chain(sets).collect()
}
