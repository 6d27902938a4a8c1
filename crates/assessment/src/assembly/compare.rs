//! Forms side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    counts::{FormCounts, NamedForm},
    facts::{FormBlueprint, FormPool},
};

/// Items that two forms have both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemsShared {
    /// The places of the two forms in the comparison.
    pub forms: (usize, usize),
    /// Which.
    pub items: BTreeSet<String>,
}

/// Two items of different forms whose texts are most alike.
#[derive(Clone, Debug, PartialEq)]
pub struct NearestPair {
    /// The item of the earlier form.
    pub one: String,
    /// The item of the later form.
    pub other: String,
    /// How alike, 0 to 1.
    pub likeness: f64,
}

/// Two or more forms of one exam version, counted alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What each has, in the order in which they were named.
    pub forms: Vec<FormCounts>,
    /// Each pair of forms that has items in common.
    pub shared: Vec<ItemsShared>,
    /// Skills that they reach together.
    pub skills: BTreeSet<String>,
    /// Skills that none reaches.
    pub skills_missing: Vec<String>,
    /// Skills of the outline.
    pub skills_of_outline: usize,
    /// The pair of texts that is most alike; none where that was not looked at.
    pub nearest: Option<NearestPair>,
}

impl Comparison {
    /// Compares forms.
    pub fn of(forms: &[NamedForm], pool: &FormPool, blueprint: &FormBlueprint) -> Self {
        let counts = forms.iter().map(|form| FormCounts::of(form, pool, blueprint)).collect();
        Comparison::of_counts(forms, counts, blueprint)
    }

    /// Of forms that are counted already.
    pub(super) fn of_counts(forms: &[NamedForm], counts: Vec<FormCounts>, blueprint: &FormBlueprint) -> Self {
        let ids: Vec<BTreeSet<&str>> = forms.iter().map(|form| form.ids().collect()).collect();
        let mut shared = Vec::new();
        for (first, of_first) in ids.iter().enumerate() {
            for (second, of_second) in ids.iter().enumerate().skip(first + 1) {
                let items: BTreeSet<String> =
                    of_first.intersection(of_second).map(|id| (*id).to_owned()).collect();
                if !items.is_empty() {
                    shared.push(ItemsShared { forms: (first, second), items });
                }
            }
        }
        let skills: BTreeSet<String> = counts.iter().flat_map(|form| form.skills.iter().cloned()).collect();
        let missing = blueprint.skills.iter().filter(|skill| !skills.contains(*skill));
        Comparison {
            shared,
            skills_missing: missing.cloned().collect(),
            skills_of_outline: blueprint.skills.len(),
            forms: counts,
            skills,
            nearest: None,
        }
    }

    /// With the pair of texts that is most alike.
    ///
    /// Of items of different forms, by a measure from 0 to 1.
    #[must_use]
    pub fn with_nearest(mut self, forms: &[NamedForm], likeness: impl Fn(&str, &str) -> f64) -> Self {
        let mut nearest: Option<NearestPair> = None;
        for (place, form) in forms.iter().enumerate() {
            for later in forms.iter().skip(place + 1) {
                for one in form.ids() {
                    for other in later.ids().filter(|other| *other != one) {
                        let likeness = likeness(one, other);
                        if nearest.as_ref().is_none_or(|nearest| likeness > nearest.likeness) {
                            let (one, other) = (one.to_owned(), other.to_owned());
                            nearest = Some(NearestPair { one, other, likeness });
                        }
                    }
                }
            }
        }
        self.nearest = nearest;
        self
    }

    /// Every kind of item that any of them has, with the number on each.
    pub fn kinds(&self) -> BTreeMap<&'static str, Vec<u32>> {
        let names: BTreeSet<_> = self.forms.iter().flat_map(|form| form.kinds.keys().copied()).collect();
        let of = |name: &str| {
            self.forms.iter().map(|form| form.kinds.get(name).copied().unwrap_or_default()).collect()
        };
        names.into_iter().map(|name| (name, of(name))).collect()
    }
}
