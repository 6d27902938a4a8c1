//! What is told about an answer where everything is told: in practice, after it.

use std::collections::{BTreeMap, BTreeSet};

use assay_qti::{
    interaction::{InteractionKind, SimpleChoice},
    tree::XmlNode,
    value::{Scalar, Value},
    view::{self, ItemView, ShownState, ViewNode},
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
    /// The question in the state after the answer.
    ///
    /// Without the rationales of its options: they stand beside it.
    pub view: ItemView,
    /// Why each option is right or not, by option.
    ///
    /// Empty where the item has no choice, or several.
    pub reasons: BTreeMap<String, Vec<ViewNode>>,
    /// What the author says of this answer, besides.
    pub said: Vec<Vec<ViewNode>>,
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
        let modal = session.as_ref().map(|session| session.feedback(&self.model().item)).unwrap_or_default();
        ReleasedItem {
            outcome: self.outcome(seed, answer),
            reasons: self.reasons(&state),
            said: modal.into_iter().map(|one| view::of_feedback(&self.model().item, one, &state)).collect(),
            view,
            key,
        }
    }

    /// The options of the item's choice; none where it has no choice, or several whose options may be called
    /// alike: then the author's own rules say which rationale is shown.
    fn reasoned(&self) -> &[SimpleChoice] {
        let mut choices = self.model().interactions.iter().filter_map(|one| match &one.asked {
            InteractionKind::Choice { choices, .. } => Some(choices.as_slice()),
            _ => None,
        });
        match (choices.next(), choices.next()) {
            (Some(only), None) => only,
            _ => &[],
        }
    }

    /// Why each option is right or not, by option: for whoever works on the item.
    pub fn rationales(&self) -> BTreeMap<String, Vec<ViewNode>> {
        self.reasons(&ShownState::default())
    }

    fn reasons(&self, state: &ShownState) -> BTreeMap<String, Vec<ViewNode>> {
        // Each rationale is shown, whatever was chosen: everything is told now.
        let values = state.values.clone().into_iter().chain(self.every_rationale()).collect();
        let all = ShownState { values, seed: state.seed };
        let reason = |choice: &SimpleChoice| {
            let why: Vec<_> = choice.content.iter().filter(|node| is_rationale(node)).cloned().collect();
            (choice.identifier.clone(), view::of_nodes(&self.model().item, &why, &all))
        };
        self.reasoned().iter().map(reason).filter(|(_, why)| !why.is_empty()).collect()
    }

    /// The outcomes that show the rationales of options, by the identifiers that they show.
    fn every_rationale(&self) -> BTreeMap<String, Value> {
        let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let content = self.reasoned().iter().flat_map(|choice| &choice.content);
        for node in content.filter(|node| is_rationale(node)) {
            let XmlNode::Element(element) = node else { continue };
            let name = |name: &str| element.attribute(name).unwrap_or_default().trim().to_owned();
            shown.entry(name("outcome-identifier")).or_default().insert(name("identifier"));
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

fn is_rationale(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Element(element) if element.is("qti-feedback-inline"))
}
