//! The safe view: what may be sent to a candidate.
//!
//! Built by allow-list; it has no path to key or rationale.

use assay_qti::view::{self, Asks, ItemView, ShownState, ViewNode};
use serde::Serialize;

use crate::Item;

/// One item as it is delivered: nothing in it tells right from wrong.
///
/// The type has no field that could hold a key, a rationale, a weight or an item's id in the bank
/// (docs/concepts/item.md).
///
/// ```compile_fail
/// fn leak(item: &assay_bank::DeliveryItem) -> &assay_bank::Key {
///     &item.key
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeliveryItem {
    /// Place in the sitting, e.g. `i07`; not the id in the bank.
    pub item: String,
    /// From 1.
    pub position: u32,
    /// `multiple-choice` or `multiple-response`.
    pub kind: &'static str,
    /// How many to choose; the stem says it too.
    pub choose: usize,
    /// Markdown; the web makes it HTML.
    pub stem: String,
    /// In the order of this sitting.
    pub options: Vec<DeliveryOption>,
    /// The whole question as it is drawn.
    pub view: ItemView,
}

/// One option as it is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeliveryOption {
    /// What a response names.
    pub id: String,
    /// Markdown.
    pub text: String,
}

impl DeliveryItem {
    /// Takes from an item what a candidate may see.
    ///
    /// `order` is that of [`order_of_options`].
    pub fn of(item: &Item, position: u32, order: &[usize]) -> Self {
        let options = order.iter().filter_map(|index| item.options.get(*index));
        DeliveryItem {
            item: DeliveryItem::name(position),
            position,
            kind: item.kind.as_str(),
            choose: item.choose(),
            stem: item.stem.clone(),
            options: options
                .map(|option| DeliveryOption { id: option.id.clone(), text: option.text.clone() })
                .collect(),
            view: in_order(view::of(&item.to_standard(), &[], &ShownState::default()), item, order),
        }
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

/// Choices in the order of a sitting.
fn in_order(mut view: ItemView, item: &Item, order: &[usize]) -> ItemView {
    for node in &mut view.body {
        if let ViewNode::Interaction { interaction } = node
            && let Asks::Choice { choices, .. } = &mut interaction.asks
        {
            let place = |id: &str| {
                let authored = item.options.iter().position(|option| option.id == id);
                order.iter().position(|index| Some(*index) == authored)
            };
            choices.sort_by_key(|choice| place(&choice.identifier));
        }
    }
    view
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
