//! What is told about an answer where everything is told: in practice, after it.

use std::collections::{BTreeMap, BTreeSet};

use assay_qti::{
    interaction::{Interaction, InteractionKind, SimpleChoice},
    tree::XmlNode,
    value::{Scalar, Value},
    view::{self, Asks, ItemView, ShownState, ViewNode},
};

use crate::{
    answer::Responses,
    item::BankItem,
    outcome::{ItemOutcome, item_seed},
    view::shown_values,
};

/// Everything about an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedItem {
    /// What came of the answer.
    pub outcome: ItemOutcome,
    /// The right answer.
    pub key: Responses,
    /// The question in the state after the answer, without the rationales of its options.
    pub view: ItemView,
    /// One an option of a choice, in the order shown; empty for any other item.
    pub options: Vec<ReleasedOption>,
    /// What the author says of this answer, besides.
    pub said: Vec<Vec<ViewNode>>,
}

/// One option with its rationale.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedOption {
    /// Its identifier.
    pub id: String,
    /// What it says.
    pub text: Vec<ViewNode>,
    /// The person chose it.
    pub is_chosen: bool,
    /// It is a right one.
    pub is_right: bool,
    /// Why.
    pub rationale: Vec<ViewNode>,
}

impl BankItem {
    /// Everything about an answer; for practice alone, after it was given.
    pub fn released(&self, position: u32, sitting: u64, answer: &[String]) -> ReleasedItem {
        let seed = item_seed(sitting, position);
        let session = self.answered(seed, answer).or_else(|| self.session(seed));
        let values = session.as_ref().map(shown_values).unwrap_or_default();
        let state = ShownState { values, seed };
        let key = self.key(seed);
        let bare = ShownState { values: self.without_rationales(&state), seed };
        let view = self.view(&bare, sitting, position);
        let modal = session.as_ref().map(|session| session.feedback(&self.item)).unwrap_or_default();
        ReleasedItem {
            outcome: self.outcome(seed, answer),
            options: self.options(&view, &key, answer),
            said: modal.into_iter().map(|one| view::of_feedback(&self.item, one, &state)).collect(),
            view,
            key,
        }
    }

    /// The options of a plain choice, in the order of the view.
    fn options(&self, shown: &ItemView, key: &Responses, answer: &[String]) -> Vec<ReleasedOption> {
        let [Interaction { asked: InteractionKind::Choice { choices, .. }, response_identifier, .. }] =
            self.interactions.as_slice()
        else {
            return Vec::new();
        };
        let right = key.get(response_identifier).map(Vec::as_slice).unwrap_or_default();
        let order = choices_of(&shown.body);
        let place = |choice: &&SimpleChoice| order.iter().position(|id| *id == choice.identifier);
        let mut in_order: Vec<&SimpleChoice> = choices.iter().collect();
        in_order.sort_by_key(place);
        let option = |choice: &SimpleChoice| {
            let (why, text): (Vec<_>, Vec<_>) = choice.content.iter().cloned().partition(is_rationale);
            // Each rationale is shown, whatever was chosen: everything is told now.
            let all = ShownState { values: self.every_rationale(), seed: 0 };
            ReleasedOption {
                id: choice.identifier.clone(),
                text: view::of_nodes(&self.item, &text, &all),
                is_chosen: answer.contains(&choice.identifier),
                is_right: right.contains(&choice.identifier),
                rationale: view::of_nodes(&self.item, &why, &all),
            }
        };
        in_order.into_iter().map(option).collect()
    }

    /// The outcomes that show the rationales of options, by the identifiers that they show.
    fn every_rationale(&self) -> BTreeMap<String, Value> {
        let mut shown: BTreeMap<String, BTreeSet<String>> = Default::default();
        for interaction in &self.interactions {
            let InteractionKind::Choice { choices, .. } = &interaction.asked else { continue };
            for node in choices.iter().flat_map(|choice| &choice.content).filter(|node| is_rationale(node)) {
                let XmlNode::Element(element) = node else { continue };
                let name = |name: &str| element.attribute(name).unwrap_or_default().trim().to_owned();
                shown.entry(name("outcome-identifier")).or_default().insert(name("identifier"));
            }
        }
        let value =
            |names: BTreeSet<String>| Value::multiple(names.into_iter().map(Scalar::Identifier).collect());
        shown.into_iter().map(|(outcome, names)| (outcome, value(names))).collect()
    }

    /// A state in which the rationales of options stay hidden: they are told beside the question.
    fn without_rationales(&self, state: &ShownState) -> BTreeMap<String, Value> {
        let hidden = self.every_rationale();
        let kept = state.values.iter().filter(|(name, _)| !hidden.contains_key(*name));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// The identifiers of the first choice, in the order shown.
fn choices_of(nodes: &[ViewNode]) -> Vec<&str> {
    nodes
        .iter()
        .find_map(|node| match node {
            ViewNode::Interaction { interaction } => match &interaction.asks {
                Asks::Choice { choices, .. } => {
                    Some(choices.iter().map(|choice| choice.identifier.as_str()).collect())
                }
                _ => None,
            },
            ViewNode::Element { children, .. } => {
                Some(choices_of(children)).filter(|found| !found.is_empty())
            }
            _ => None,
        })
        .unwrap_or_default()
}

fn is_rationale(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Element(element) if element.is("qti-feedback-inline"))
}
