//! The search: forms are filled, then mended by swaps.
//!
//! Threshold accepting (G. Dueck and T. Scheuer, Journal of Computational Physics 90, 1990): a swap is kept
//! unless it makes things worse by more than a threshold, which falls to nothing. It needs neither
//! exponentials nor fractions, so a seed gives the same forms on every machine.

use super::{
    compare::Comparison,
    counts::{FormCounts, NamedForm},
    facts::{FormBlueprint, FormPool},
    short::{Short, short_of_form, short_of_pool},
    tally::{Coding, FormTally},
};
use crate::form::{FormItem, Purpose};

/// Forms that are drawn at once: twenty administrations of a large exam.
pub const FORMS_MAX: usize = 20;
/// Swaps that are tried for each form: after as many a form of 65 of 200 items has stopped getting better.
const SWAPS_PER_FORM: u64 = 60_000;
/// What a swap may make worse at the start: two skills above the goal, or a few quotas.
const THRESHOLD: i64 = 1500;
/// In the last fifth only what is no worse is kept.
const COOL_PART: u64 = 5;
/// Looks for a free item of the same domain before one of any is tried.
const LOOKS: u32 = 4;

/// One form as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnForm {
    /// Items that count.
    pub scored: Vec<String>,
    /// Items that are tried out.
    pub pretest: Vec<String>,
    /// What it has.
    pub counts: FormCounts,
    /// What it lacks.
    pub short: Vec<Short>,
}

impl DrawnForm {
    /// Under its name, scored items first.
    pub fn named(&self) -> NamedForm {
        let of = |items: &[String], purpose| {
            items.iter().map(move |item| FormItem { item: item.clone(), purpose }).collect::<Vec<_>>()
        };
        let mut items = of(&self.scored, Purpose::Scored);
        items.extend(of(&self.pretest, Purpose::Pretest));
        NamedForm { name: self.counts.name.clone(), items }
    }

    /// Whether nothing keeps it from being given.
    pub fn is_valid(&self) -> bool {
        !self.short.iter().any(Short::is_hard)
    }
}

/// Forms that were drawn together, with all that they lack.
#[derive(Clone, Debug, PartialEq)]
pub struct Assembled {
    /// Disjoint.
    pub forms: Vec<DrawnForm>,
    /// What the pool lacks for so many forms, and what they do not reach together.
    pub short: Vec<Short>,
}

impl Assembled {
    /// Whether every form can be given.
    pub fn is_valid(&self) -> bool {
        self.forms.iter().all(DrawnForm::is_valid)
    }

    /// Their counts side by side.
    pub fn comparison(&self, blueprint: &FormBlueprint) -> Comparison {
        let named: Vec<NamedForm> = self.forms.iter().map(DrawnForm::named).collect();
        let counts = self.forms.iter().map(|form| form.counts.clone()).collect();
        Comparison::of_counts(&named, counts, blueprint)
    }
}

/// Draws disjoint forms from a pool.
///
/// The same pool, blueprint, number and seed give the same forms.
/// It always gives so many forms (at most [`FORMS_MAX`]), as good as they became, and says what they lack.
/// They are named by letters until somebody names them.
pub fn assembled(pool: &FormPool, blueprint: &FormBlueprint, forms: usize, seed: u64) -> Assembled {
    let forms = forms.min(FORMS_MAX);
    let coding = Coding::of(pool, blueprint);
    let mut search = Search::new(&coding, blueprint, forms, seed);
    search.fill(blueprint);
    search.mend();
    let ids: Vec<&str> = pool.items().map(|item| item.id.as_str()).collect();
    let drawn = search.forms(&ids);
    let forms: Vec<DrawnForm> = drawn
        .into_iter()
        .zip('A'..='Z')
        .map(|((scored, pretest), letter)| {
            let (counts, short) = (FormCounts::of(&nameless(), pool, blueprint), Vec::new());
            let mut form = DrawnForm { scored, pretest, counts, short };
            let named = NamedForm { name: letter.to_string(), ..form.named() };
            form.counts = FormCounts::of(&named, pool, blueprint);
            form.short = short_of_form(&form.counts, pool, blueprint);
            form
        })
        .collect();
    let mut short = short_of_pool(pool, blueprint, forms.len());
    let missed = pool.skills().into_iter().filter(|skill| {
        blueprint.skills.iter().any(|known| known == skill)
            && !forms.iter().any(|form| form.counts.skills.contains(*skill))
    });
    let missed: Vec<String> = missed.map(str::to_owned).collect();
    if !missed.is_empty() {
        short.push(Short::Together(missed));
    }
    Assembled { forms, short }
}

fn nameless() -> NamedForm {
    NamedForm { name: String::new(), items: Vec::new() }
}

/// SplitMix64, as the order of options has it (`assay_bank`).
struct SwapChance(u64);

impl SwapChance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another; 0 where that is 0.
    fn below(&mut self, many: usize) -> usize {
        let many = many as u64;
        if many == 0 { 0 } else { usize::try_from(self.next() % many).unwrap_or_default() }
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let pick = self.below(last + 1);
            list.swap(last, pick);
        }
    }
}

/// Where an item stands.
#[derive(Clone, Copy, PartialEq)]
struct FormSlot {
    form: usize,
    purpose: Purpose,
    item: usize,
}

struct Search<'c> {
    coding: &'c Coding,
    chance: SwapChance,
    places: Vec<FormSlot>,
    free: Vec<usize>,
    /// On which form each item stands.
    form_of: Vec<Option<usize>>,
    tallies: Vec<FormTally>,
    /// What each form costs, as it is.
    costs: Vec<i64>,
}

/// A swap that can be taken back.
#[derive(Clone, Copy)]
enum Swap {
    /// The item of a place with a free one.
    WithFree { place: usize, free: usize },
    /// The items of two places.
    Between { one: usize, other: usize },
}

impl<'c> Search<'c> {
    fn new(coding: &'c Coding, blueprint: &FormBlueprint, forms: usize, seed: u64) -> Self {
        let mut chance = SwapChance(seed);
        let mut free: Vec<usize> = (0..coding.items.len()).collect();
        chance.shuffle(&mut free);
        let form_of = vec![None; coding.items.len()];
        let tallies = vec![FormTally::new(coding); forms];
        let places = Vec::with_capacity(blueprint.total() as usize * forms);
        let costs = vec![0; forms];
        Search { coding, chance, places, free, form_of, tallies, costs }
    }

    /// Fills the forms in turn, scored items first: of the domain that lacks most, whatever else fits.
    fn fill(&mut self, blueprint: &FormBlueprint) {
        for (purpose, many) in [(Purpose::Scored, blueprint.scored), (Purpose::Pretest, blueprint.pretest)] {
            for _ in 0..many {
                for form in 0..self.tallies.len() {
                    if self.free.is_empty() {
                        return;
                    }
                    let free = self.best_free(form, purpose);
                    let item = self.free.swap_remove(free);
                    self.put(FormSlot { form, purpose, item }, 1);
                    self.places.push(FormSlot { form, purpose, item });
                }
            }
        }
    }

    /// Of the free items one that the form needs most: by its domain, then by skills and quotas.
    fn best_free(&mut self, form: usize, purpose: Purpose) -> usize {
        let Some(tally) = self.tallies.get(form) else { return 0 };
        let lacks = |domain: usize| {
            let Some(wanted) = self.coding.domains.get(domain) else { return 0 };
            match purpose {
                Purpose::Scored => wanted.scored.1 - tally.scored_of(domain),
                Purpose::Pretest => wanted.pretest.1 - tally.pretest_of(domain),
            }
        };
        let needed = |free: &usize| {
            let domain = self.coding.items.get(*free).and_then(|item| item.domain);
            domain.map_or(i64::MIN, lacks)
        };
        let most = self.free.iter().map(needed).max().unwrap_or(i64::MIN);
        let fit = self.free.iter().enumerate().filter(|(_, free)| needed(free) == most);
        let weighed = fit.map(|(place, free)| {
            let mut with = tally.clone();
            if let Some(item) = self.coding.items.get(*free) {
                with.count(item, purpose, 1, |other| self.stands_on(other, form));
            }
            (with.cost(self.coding), place)
        });
        weighed.min().map_or(0, |(_, place)| place)
    }

    fn stands_on(&self, item: usize, form: usize) -> bool {
        self.form_of.get(item).copied().flatten() == Some(form)
    }

    /// Puts an item on a form (`step` 1) or takes it off (-1).
    fn put(&mut self, FormSlot { form, purpose, item }: FormSlot, step: i64) {
        let Some(coded) = self.coding.items.get(item) else { return };
        let form_of = &mut self.form_of;
        if let Some(stands) = form_of.get_mut(item) {
            *stands = None;
        }
        if let Some(tally) = self.tallies.get_mut(form) {
            tally.count(coded, purpose, step, |other| form_of.get(other).copied().flatten() == Some(form));
        }
        if let (Some(stands), true) = (form_of.get_mut(item), step > 0) {
            *stands = Some(form);
        }
    }

    fn cost(&self) -> i64 {
        self.costs.iter().sum::<i64>() + self.coding.cost_together(&self.tallies)
    }

    fn weigh(&mut self, form: usize) {
        if let (Some(cost), Some(tally)) = (self.costs.get_mut(form), self.tallies.get(form)) {
            *cost = tally.cost(self.coding);
        }
    }

    /// Tries swaps; what is kept is the best that was seen.
    fn mend(&mut self) {
        let swaps = SWAPS_PER_FORM * self.tallies.len() as u64;
        let warm = swaps - swaps / COOL_PART;
        for form in 0..self.tallies.len() {
            self.weigh(form);
        }
        let mut cost = self.cost();
        let (mut best, mut best_places) = (cost, self.places.clone());
        for nth in 0..swaps {
            if best == 0 {
                break;
            }
            let left = i64::try_from(warm.saturating_sub(nth)).unwrap_or_default();
            let threshold = THRESHOLD * left / i64::try_from(warm.max(1)).unwrap_or(i64::MAX);
            let Some(swap) = self.some_swap() else { break };
            self.make(swap);
            let then = self.cost();
            if then > cost + threshold {
                self.make(swap);
                continue;
            }
            cost = then;
            if cost < best {
                (best, best_places) = (cost, self.places.clone());
            }
        }
        self.places = best_places;
    }

    fn some_swap(&mut self) -> Option<Swap> {
        let place = self.chance.below(self.places.len());
        let standing = *self.places.get(place)?;
        let domain_of = |item: usize| self.coding.items.get(item).and_then(|item| item.domain);
        let domain = domain_of(standing.item);
        let with_free = !self.free.is_empty() && (self.chance.next() & 1 == 0 || self.places.len() < 2);
        let mut pick = 0;
        for look in 0..LOOKS {
            // The last look takes whatever comes: counts of domains may have to change too.
            let is_last = look + 1 == LOOKS;
            if with_free {
                pick = self.chance.below(self.free.len());
                let item = self.free.get(pick).copied()?;
                if is_last || domain_of(item) == domain {
                    return Some(Swap::WithFree { place, free: pick });
                }
            } else {
                pick = self.chance.below(self.places.len());
                let other = self.places.get(pick)?;
                let differs = (other.form, other.purpose) != (standing.form, standing.purpose);
                if differs && (is_last || domain_of(other.item) == domain) {
                    return Some(Swap::Between { one: place, other: pick });
                }
            }
        }
        Some(Swap::Between { one: place, other: pick })
    }

    /// Makes a swap; made again, it is taken back.
    fn make(&mut self, swap: Swap) {
        match swap {
            Swap::WithFree { place, free } => {
                let (Some(standing), Some(item)) =
                    (self.places.get(place).copied(), self.free.get(free).copied())
                else {
                    return;
                };
                self.put(standing, -1);
                self.put(FormSlot { item, ..standing }, 1);
                self.set(place, item);
                if let Some(free) = self.free.get_mut(free) {
                    *free = standing.item;
                }
                self.weigh(standing.form);
            }
            Swap::Between { one, other } => {
                let (Some(first), Some(second)) =
                    (self.places.get(one).copied(), self.places.get(other).copied())
                else {
                    return;
                };
                if one == other {
                    return;
                }
                self.put(first, -1);
                self.put(second, -1);
                self.put(FormSlot { item: second.item, ..first }, 1);
                self.put(FormSlot { item: first.item, ..second }, 1);
                self.set(one, second.item);
                self.set(other, first.item);
                self.weigh(first.form);
                self.weigh(second.form);
            }
        }
    }

    fn set(&mut self, place: usize, item: usize) {
        if let Some(place) = self.places.get_mut(place) {
            place.item = item;
        }
    }

    /// The forms by the ids of their items, in an order that tells nothing of how they came there.
    fn forms(&mut self, ids: &[&str]) -> Vec<(Vec<String>, Vec<String>)> {
        let mut places = std::mem::take(&mut self.places);
        self.chance.shuffle(&mut places);
        let of = |form: usize, purpose: Purpose| {
            let there = places.iter().filter(|place| (place.form, place.purpose) == (form, purpose));
            there.filter_map(|place| ids.get(place.item).map(|id| (*id).to_owned())).collect()
        };
        (0..self.tallies.len()).map(|form| (of(form, Purpose::Scored), of(form, Purpose::Pretest))).collect()
    }
}
