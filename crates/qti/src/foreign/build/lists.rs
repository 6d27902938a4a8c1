//! Choices and orders.

use super::{
    ItemDraft, all_or_nothing, by_map,
    rules::{FEEDBACK, base, condition, correct, declared, mapped, of, show, variable},
};
use crate::{
    foreign::question::{AskedChoice, ChoiceLook, Order},
    tree::{XmlElement, XmlNode},
};

pub(super) fn choice(draft: &mut ItemDraft, part: usize, share: f64, choice: AskedChoice) -> XmlElement {
    let response = draft.response(part);
    let cardinality = if choice.is_multiple { "multiple" } else { "single" };
    let mut declaration = declared(&response, cardinality, "identifier");
    let names: Vec<String> = (0..choice.options.len()).map(|nth| draft.name(part, nth)).collect();
    let best = choice.options.iter().map(|option| option.share).fold(0.0, f64::max);
    let is_right = |share: f64| share > 0.0 && (choice.is_multiple || share >= best);
    let right = names.iter().zip(&choice.options).filter(|(_, option)| is_right(option.share));
    let right: Vec<String> = right.map(|(name, _)| name.clone()).collect();
    // A single response has one key; further ones of the same worth are in the mapping.
    let key_length = if choice.is_multiple { right.len() } else { 1 };
    if !right.is_empty() {
        declaration = declaration.child(correct(right.into_iter().take(key_length)));
    }
    if choice.is_all_or_nothing {
        let award = draft.award(base("float", draft.worth(share)));
        draft.rules.push(all_or_nothing(&response, award));
    } else {
        let mut mapping = XmlElement::new("qti-mapping").with("default-value", "0");
        if choice.is_multiple {
            mapping.set("lower-bound", "0");
            mapping.set("upper-bound", draft.worth(share));
        }
        let entries = names.iter().zip(&choice.options).map(|(name, option)| {
            XmlElement::new("qti-map-entry")
                .with("map-key", name.clone())
                .with("mapped-value", draft.worth(share * option.share))
        });
        declaration = declaration.child(mapping.all(entries));
        draft.rules.push(by_map(&response, draft.award(mapped(&response))));
    }
    draft.responses.push(declaration);
    if choice.options.iter().any(|option| !option.feedback.is_empty()) {
        draft.after.push(show([variable(&response)]));
    }
    interaction(draft, &response, names, choice)
}

fn interaction(draft: &mut ItemDraft, response: &str, names: Vec<String>, choice: AskedChoice) -> XmlElement {
    let is_inline = choice.look == ChoiceLook::Inline;
    let name = if is_inline { "qti-inline-choice-interaction" } else { "qti-choice-interaction" };
    let mut made = XmlElement::new(name);
    let mut classes: Vec<&str> = choice.labels.into_iter().collect();
    if choice.look == ChoiceLook::Across {
        classes.push("qti-orientation-horizontal");
    }
    if !classes.is_empty() {
        made.set("class", classes.join(" "));
    }
    made.set("response-identifier", response);
    made.set("shuffle", if choice.shuffle { "true" } else { "false" });
    if !is_inline {
        made.set("max-choices", if choice.is_multiple { "0" } else { "1" });
    }
    for (name, option) in names.into_iter().zip(choice.options) {
        let element = if is_inline { "qti-inline-choice" } else { "qti-simple-choice" };
        let mut element = XmlElement::new(element).with("identifier", name.clone());
        element.children = option.content;
        if !option.feedback.is_empty() {
            if is_inline {
                draft.modal(&name, option.feedback);
            } else {
                element.children.push(XmlNode::Element(beside(&name, option.feedback)));
            }
        }
        made = made.child(element);
    }
    made
}

/// A feedback that stands beside its choice.
fn beside(name: &str, content: Vec<XmlNode>) -> XmlElement {
    XmlElement::new("qti-feedback-block")
        .with("outcome-identifier", FEEDBACK)
        .with("identifier", name)
        .with("show-hide", "show")
        .child(XmlElement { children: content, ..XmlElement::new("qti-content-body") })
}

pub(super) fn order(draft: &mut ItemDraft, part: usize, share: f64, order: Order) -> XmlElement {
    let response = draft.response(part);
    let names: Vec<String> = (0..order.options.len()).map(|nth| draft.name(part, nth)).collect();
    let declaration = declared(&response, "ordered", "identifier").child(correct(names.clone()));
    draft.responses.push(declaration);
    if order.is_by_place {
        let each = share / f64::from(u32::try_from(names.len().max(1)).unwrap_or(1));
        for (place, name) in names.iter().enumerate() {
            let there =
                XmlElement::new("qti-index").with("n", (place + 1).to_string()).child(variable(&response));
            let is_there = of("qti-match", [there, base("identifier", name.clone())]);
            // Places add up, whether or not the item has other parts.
            let sum = of("qti-sum", [variable("SCORE"), base("float", draft.worth(each))]);
            let award = super::rules::set("SCORE", sum);
            draft.rules.push(condition(vec![(Some(is_there), vec![award])]));
        }
    } else {
        let award = draft.award(base("float", draft.worth(share)));
        draft.rules.push(all_or_nothing(&response, award));
    }
    let mut made = XmlElement::new("qti-order-interaction")
        .with("response-identifier", response)
        .with("shuffle", "true");
    if order.is_across {
        made.set("class", "qti-orientation-horizontal");
        made.set("orientation", "horizontal");
    }
    for (name, content) in names.into_iter().zip(order.options) {
        let choice = XmlElement::new("qti-simple-choice").with("identifier", name);
        made = made.child(XmlElement { children: content, ..choice });
    }
    made
}
