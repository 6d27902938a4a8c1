//! The safe view: what may be sent to a candidate.
//!
//! Built by allow-list; it has no path to key or rationale.

use std::collections::BTreeMap;

use assay_qti::{
    interaction::{Interaction, InteractionKind},
    process::ItemSession,
    value::Value,
    view::{self, Asks, ItemView, ShownState, ViewNode},
};
use serde::Serialize;

use crate::{item::BankItem, outcome::item_seed};

/// One item as it is delivered: nothing in it tells right from wrong.
///
/// The type has no field that could hold a key, a rationale, a weight or an item's id in the bank
/// (docs/concepts/item.md).
///
/// ```compile_fail
/// fn leak(item: &assay_bank::DeliveryItem) -> &assay_qti::item::AssessmentItem {
///     &item.standard
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeliveryItem {
    /// Place in the sitting, e.g. `i07`; not the id in the bank.
    pub item: String,
    /// From 1.
    pub position: u32,
    /// The question as it is drawn.
    pub view: ItemView,
}

impl DeliveryItem {
    /// Takes from an item what a candidate may see.
    ///
    /// `sitting` is the seed of the sitting or of the run of practice.
    pub fn of(item: &BankItem, position: u32, sitting: u64) -> Self {
        let view = match item.model().first_view.get_or_init(|| item.first_view()) {
            Some(view) => item.in_order(view.clone(), sitting, position),
            None => item.in_order(item.begun(item_seed(sitting, position)), sitting, position),
        };
        DeliveryItem { item: DeliveryItem::name(position), position, view }
    }

    /// The same with its options as they were written.
    ///
    /// For paper, where everybody has one order and the sheet is marked by the letters of the bank.
    pub fn as_written(item: &BankItem, position: u32) -> Self {
        let view = item.model().first_view.get_or_init(|| item.first_view()).clone();
        let view = view.unwrap_or_else(|| item.begun(0));
        DeliveryItem { item: DeliveryItem::name(position), position, view }
    }

    /// The response variables, in the order of the question.
    pub fn variables(&self) -> Vec<&str> {
        let mut found = Vec::new();
        variables(&self.view.body, &mut found);
        found
    }

    /// The name of the item at a position (from 1): `i07`.
    pub fn name(position: u32) -> String {
        format!("i{position:02}")
    }

    /// The position of a named item; `None` for anything that is no such name.
    pub fn position(name: &str) -> Option<u32> {
        let digits = name.strip_prefix('i').filter(|digits| (2..=3).contains(&digits.len()))?;
        let position = digits.parse().ok().filter(|position| *position > 0)?;
        (DeliveryItem::name(position) == name).then_some(position)
    }
}

impl BankItem {
    /// The view before anything was answered.
    fn begun(&self, seed: u64) -> ItemView {
        let values = self.session(seed).map(|session| shown_values(&session)).unwrap_or_default();
        view::of(&self.model().item, &self.model().stimuli, &ShownState { values, seed })
    }

    /// The view before an answer, where no seed decides on it.
    ///
    /// It is made once, for a form is delivered thousands of times.
    pub(crate) fn first_view(&self) -> Option<ItemView> {
        let is_mixed = |one: &Interaction| match &one.asked {
            InteractionKind::Choice { shuffle, .. }
            | InteractionKind::Order { shuffle, .. }
            | InteractionKind::Match { shuffle, .. }
            | InteractionKind::GapMatch { shuffle, .. }
            | InteractionKind::InlineChoice { shuffle, .. } => *shuffle,
            _ => false,
        };
        let is_drawn = !self.model().item.declarations.templates.is_empty()
            || self.model().item.template_processing.is_some();
        let is_sorted = self.order_since_the_first(0, 1).is_some();
        let is_same = !is_drawn && (is_sorted || !self.model().interactions.iter().any(is_mixed));
        is_same.then(|| self.begun(0))
    }

    /// The view in a state, its choices in the order of a sitting.
    pub(crate) fn view(&self, state: &ShownState, sitting: u64, position: u32) -> ItemView {
        self.in_order(view::of(&self.model().item, &self.model().stimuli, state), sitting, position)
    }

    fn in_order(&self, mut shown: ItemView, sitting: u64, position: u32) -> ItemView {
        if let Some(order) = self.order_since_the_first(sitting, position) {
            sort(&mut shown.body, &order);
        }
        shown
    }

    /// The order of the options of a plain choice, as sittings have had it since the first release.
    ///
    /// None for any other item: those are mixed by the view's own seed.
    fn order_since_the_first(&self, sitting: u64, position: u32) -> Option<Vec<&str>> {
        let [Interaction { asked: InteractionKind::Choice { choices, shuffle: true, .. }, .. }] =
            self.model().interactions.as_slice()
        else {
            return None;
        };
        let is_plain = choices.iter().all(|choice| !choice.is_fixed && choice.shown_by.is_none());
        let order = order_of_options(sitting, position, choices.len());
        let named = order.into_iter().filter_map(|index| choices.get(index));
        is_plain.then(|| named.map(|choice| choice.identifier.as_str()).collect())
    }
}

/// What a session shows: outcomes decide on feedback, templates are printed.
pub(crate) fn shown_values(session: &ItemSession<'_>) -> BTreeMap<String, Value> {
    let templates = session.templates().map(|(name, value)| (name.to_owned(), value.clone()));
    session.outcomes().into_iter().chain(templates).collect()
}

fn variables<'v>(nodes: &'v [ViewNode], into: &mut Vec<&'v str>) {
    for node in nodes {
        match node {
            ViewNode::Interaction { interaction } => into.push(&interaction.response),
            ViewNode::Element { children, .. } | ViewNode::HotText { children, .. } => {
                variables(children, into);
            }
            ViewNode::Text { .. } | ViewNode::Gap { .. } => {}
        }
    }
}

fn sort(nodes: &mut [ViewNode], order: &[&str]) {
    for node in nodes {
        match node {
            ViewNode::Interaction { interaction } => {
                if let Asks::Choice { choices, .. } = &mut interaction.asks {
                    choices.sort_by_key(|choice| order.iter().position(|id| **id == choice.identifier));
                }
            }
            ViewNode::Element { children, .. } => sort(children, order),
            ViewNode::Text { .. } | ViewNode::Gap { .. } | ViewNode::HotText { .. } => {}
        }
    }
}

/// The order in which a sitting shows an item's options.
///
/// A shuffle that depends on the sitting's seed and the item's position alone, so that it is the same on
/// every load (Fisher-Yates over SplitMix64).
pub fn order_of_options(seed: u64, position: u32, count: usize) -> Vec<usize> {
    let mut state = seed ^ u64::from(position).wrapping_mul(0xD134_2543_DE82_EF95);
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        let pick = (next() % (last as u64 + 1)) as usize;
        order.swap(last, pick);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_items_read_back() {
        for position in [1, 7, 65, 100] {
            assert_eq!(DeliveryItem::position(&DeliveryItem::name(position)), Some(position));
        }
        for wrong in ["i0", "i00", "i007", "7", "i7", "x07", "i-1", "i١٢"] {
            assert_eq!(DeliveryItem::position(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn options_come_in_every_order_about_equally_often() {
        let mut first = [0_u32; 4];
        for seed in 0..4000 {
            first[order_of_options(seed, 3, 4)[0]] += 1;
        }
        assert!(first.iter().all(|count| (900..1100).contains(count)), "{first:?}");
    }

    proptest::proptest! {
        #[test]
        fn an_order_is_a_permutation_and_always_the_same(
            seed: u64,
            position in 1_u32..200,
            count in 0_usize..8,
        ) {
            let mut order = order_of_options(seed, position, count);
            proptest::prop_assert_eq!(&order, &order_of_options(seed, position, count));
            order.sort_unstable();
            proptest::prop_assert_eq!(order, (0..count).collect::<Vec<_>>());
        }
    }
}
