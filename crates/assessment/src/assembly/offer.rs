//! What could stand at a place instead, and what the form would then be.

use std::collections::BTreeSet;

use super::{
    counts::{FormCounts, NamedForm},
    facts::{FormBlueprint, FormPool},
    short::{Short, short_of_form},
    tally::{Coding, FormTally},
};
use crate::form::Purpose;

/// Offers that somebody weighs by eye.
pub const OFFERS_MAX: usize = 12;

/// An item that could stand at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct SwapOffer {
    /// Its id.
    pub item: String,
    /// What the form would have.
    pub then: FormCounts,
    /// What it would lack.
    pub short: Vec<Short>,
}

/// What could stand where an item stands, best first.
///
/// Items that no other form uses. The item itself is not among them; an item that is not on the form has no
/// place, and no offers.
pub fn swap_offers(
    form: &NamedForm,
    item: &str,
    pool: &FormPool,
    blueprint: &FormBlueprint,
    taken: &BTreeSet<String>,
) -> Vec<SwapOffer> {
    if !form.ids().any(|id| id == item) {
        return Vec::new();
    }
    let coding = Coding::of(pool, blueprint);
    let there: BTreeSet<&str> = form.ids().collect();
    let is_free = |id: &str| !there.contains(id) && !taken.contains(id);
    let free = pool.items().filter(|other| is_free(&other.id));
    let mut weighed: Vec<(i64, &str)> =
        free.map(|other| (cost(&swapped(form, item, &other.id), pool, &coding), other.id.as_str())).collect();
    weighed.sort_unstable();
    weighed
        .into_iter()
        .take(OFFERS_MAX)
        .map(|(_, other)| {
            let then = FormCounts::of(&swapped(form, item, other), pool, blueprint);
            let short = short_of_form(&then, pool, blueprint);
            SwapOffer { item: other.to_owned(), then, short }
        })
        .collect()
}

/// The form with another item at the place of one.
fn swapped(form: &NamedForm, from: &str, to: &str) -> NamedForm {
    let mut form = form.clone();
    for entry in form.items.iter_mut().filter(|entry| entry.item == from) {
        to.clone_into(&mut entry.item);
    }
    form
}

fn cost(form: &NamedForm, pool: &FormPool, coding: &Coding) -> i64 {
    let mut tally = FormTally::new(coding);
    let mut there: BTreeSet<usize> = BTreeSet::new();
    let places: Vec<&str> = pool.items().map(|item| item.id.as_str()).collect();
    for entry in &form.items {
        let Ok(place) = places.binary_search(&entry.item.as_str()) else { continue };
        let Some(item) = coding.items.get(place) else { continue };
        let purpose: Purpose = entry.purpose;
        tally.count(item, purpose, 1, |other| there.contains(&other));
        there.insert(place);
    }
    tally.cost(coding)
}
