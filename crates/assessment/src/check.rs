//! Whether a form is what its exam version, outline, study and bank ask for.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use assay_bank::BankItem;
use assay_kernel::{Diagnostic, Diagnostics};
use assay_programme::model::Programme;

use crate::{
    enemies::{self, pairs},
    form::{Form, Purpose, codes},
};

/// The raw cut is not what the study's figure gives.
pub const ROUNDED: &str = "F0011";

/// How many of a form's scored items fit a domain's weight.
///
/// Whole items only: a share between two numbers may be met by either.
pub fn scored_wanted(weight_pct: u32, scored: u32) -> RangeInclusive<u32> {
    let share = weight_pct.saturating_mul(scored);
    share / 100..=share.div_ceil(100)
}

/// Holds a form against its exam version, outline and bank.
pub fn check_form(form: &Form, programme: &Programme, bank: &BTreeMap<String, BankItem>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, form.at.clone(), message).hint(hint));
    };
    let (Some(exam), Some(outline)) =
        (programme.exam(form.exam.as_str()), programme.outline(form.exam.as_str()))
    else {
        fault(codes::EXAM, format!("{} has no exam version or no outline in the programme", form.exam), "");
        return found;
    };
    let mut seen = BTreeSet::new();
    let mut per_domain: BTreeMap<String, u32> = BTreeMap::new();
    for entry in &form.items {
        if !seen.insert(&entry.item) {
            fault(codes::TWICE, format!("`{}` is on the form twice", entry.item), "remove one");
        }
        let Some(item) = bank.get(&entry.item) else {
            fault(codes::NO_ITEM, format!("the bank has no item `{}`", entry.item), "check the spelling");
            continue;
        };
        if item.meta.exam != form.exam {
            fault(codes::EXAM, format!("`{}` was written for {}", item.meta.id, item.meta.exam), "");
        }
        if let (Purpose::Scored, Some(domain)) = (entry.purpose, outline.domain_of_task(&item.meta.task)) {
            *per_domain.entry(domain.id.clone()).or_default() += 1;
        }
    }
    let scored = form.scored_count();
    for domain in &outline.domains {
        let there = per_domain.get(&domain.id).copied().unwrap_or_default();
        if !scored_wanted(domain.weight_pct, scored).contains(&there) {
            let due = f64::from(domain.weight_pct * scored) / 100.0;
            let message = format!("domain {} has {there} scored items, its weight asks for {due}", domain.id);
            fault(codes::BLUEPRINT, message, "add or remove items of that domain");
        }
    }
    let length = u32::try_from(form.items.len()).unwrap_or(u32::MAX);
    if !form.demonstration && (length, scored) != (exam.items_total, exam.items_scored) {
        let message = format!(
            "the form has {length} items, {scored} scored; {} says {} and {}",
            exam.code, exam.items_total, exam.items_scored
        );
        fault(codes::LENGTH, message, "complete it, or mark it `demonstration = true`");
    }
    if form.cut_raw > scored {
        fault(codes::CUT, format!("the cut is {} of {scored} scored items", form.cut_raw), "");
    }
    found.extend(check_rounding(form, bank));
    found.extend(check_together(form, bank));
    found
}

/// What a form's raw cut was rounded from, where the form says enough to tell.
///
/// Its `cut_unrounded`; where it says only how it was rounded, the sum of what its scored items are expected
/// to be answered correctly.
pub fn unrounded(form: &Form, bank: &BTreeMap<String, BankItem>) -> Option<f64> {
    form.cut_unrounded.or_else(|| form.rounding.map(|_| expected(form, bank)))
}

/// The sum of the expected proportions correct of a form's scored items.
pub fn expected(form: &Form, bank: &BTreeMap<String, BankItem>) -> f64 {
    let scored = form.items.iter().filter(|entry| entry.purpose == Purpose::Scored);
    scored.filter_map(|entry| bank.get(&entry.item)).map(|item| item.meta.difficulty).sum()
}

/// Holds a form's raw cut against the figure and the rounding that it states.
pub fn check_rounding(form: &Form, bank: &BTreeMap<String, BankItem>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let Some(exact) = unrounded(form, bank) else { return found };
    let rounding = form.rounding.unwrap_or_default();
    let due = rounding.cut(exact);
    if due != form.cut_raw {
        let word = rounding.as_str();
        let message = format!("the cut is {}, and {exact:.2} rounded {} is {due}", form.cut_raw, said(word));
        let hint = "correct `cut_raw`, `cut_unrounded` or `rounding`: nearest, up or down";
        found.push(Diagnostic::error(ROUNDED, form.at.clone(), message).hint(hint));
    }
    found
}

fn said(word: &str) -> String {
    if word == "nearest" { "to the nearest".to_owned() } else { word.to_owned() }
}

/// Holds the enemies on a form against those that it says it holds.
pub fn check_together(form: &Form, bank: &BTreeMap<String, BankItem>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut fault = |message: String, hint: &str| {
        found.push(Diagnostic::error(enemies::codes::TOGETHER, form.at.clone(), message).hint(hint));
    };
    let there = pairs(form.items.iter().filter_map(|entry| bank.get(&entry.item)));
    let mut said = BTreeSet::new();
    for together in &form.enemies_together {
        match together.pair() {
            Some(pair) if there.contains(&pair) => _ = said.insert(pair),
            _ => {
                let message = format!("{} are not two enemies on this form", together.items.join(" and "));
                fault(message, "remove the entry, or name two items of the form that are enemies");
            }
        }
    }
    for (one, other) in there.difference(&said) {
        let message = format!("`{one}` and `{other}` give each other away");
        fault(message, "replace one, or say under [[enemies_together]] why both stand on the form");
    }
    found
}
