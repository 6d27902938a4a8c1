//! What the questions of the style guide are made of.

use assay_qti::{
    declaration::Shape,
    view::{AreaView, Asks, AssociableView, ChoiceView, InteractionView, ItemView, ViewNode},
};

pub(super) fn text(text: &str) -> ViewNode {
    ViewNode::Text { text: text.to_owned() }
}

pub(super) fn with(
    name: &'static str,
    attributes: &[(&'static str, &str)],
    children: Vec<ViewNode>,
) -> ViewNode {
    let attributes = attributes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    ViewNode::Element { name, attributes, children }
}

pub(super) fn words(name: &'static str, words: &str) -> ViewNode {
    with(name, &[], vec![text(words)])
}

pub(super) fn ask(response: &str, prompt: &str, asks: Asks) -> ViewNode {
    let prompt = if prompt.is_empty() { Vec::new() } else { vec![words("p", prompt)] };
    let interaction = InteractionView {
        response: response.to_owned(),
        prompt,
        vocabulary: Vec::new(),
        min_message: None,
        max_message: None,
        asks,
    };
    ViewNode::Interaction { interaction: Box::new(interaction) }
}

pub(super) fn choices(of: &[(&str, &str)]) -> Vec<ChoiceView> {
    let one =
        |(id, words): &(&str, &str)| ChoiceView { identifier: (*id).to_owned(), content: vec![text(words)] };
    of.iter().map(one).collect()
}

pub(super) fn associable(of: &[(&str, &str)], match_max: u32) -> Vec<AssociableView> {
    let one = |(id, words): &(&str, &str)| AssociableView {
        identifier: (*id).to_owned(),
        content: vec![text(words)],
        match_min: 0,
        match_max,
    };
    of.iter().map(one).collect()
}

pub(super) fn item(body: Vec<ViewNode>) -> ItemView {
    ItemView { language: Some("en".to_owned()), stimuli: Vec::new(), body }
}

pub(super) fn area(id: &str, label: &str, sides: [f64; 4], match_max: u32) -> AreaView {
    AreaView { identifier: id.to_owned(), shape: Shape::Rect(sides), label: label.to_owned(), match_max }
}
