//! Interactions as trees.

use super::{
    AssociableChoice, Bounds, Hotspot, Interaction, InteractionKind, Matches, ShownBy, SimpleChoice,
    TextAsked,
};
use crate::{
    item::ShowHide,
    tree::{XmlElement, XmlNode},
};

impl Interaction {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        if let InteractionKind::Other(element) = &self.asked {
            let mut element = element.clone();
            element.set("response-identifier", &self.response_identifier);
            return element;
        }
        let start =
            XmlElement::new(self.asked.element()).with("response-identifier", &self.response_identifier);
        let mut element = self
            .asked
            .attributes(start)
            .with_maybe("data-min-selections-message", self.min_message.as_ref())
            .with_maybe("data-max-selections-message", self.max_message.as_ref());
        element.attributes.extend(self.others.iter().cloned());
        self.asked.children(element.all(self.prompt.clone()))
    }
}

impl InteractionKind {
    /// The element's name.
    pub fn element(&self) -> &str {
        match self {
            InteractionKind::Choice { .. } => "qti-choice-interaction",
            InteractionKind::Order { .. } => "qti-order-interaction",
            InteractionKind::Match { .. } => "qti-match-interaction",
            InteractionKind::GapMatch { .. } => "qti-gap-match-interaction",
            InteractionKind::InlineChoice { .. } => "qti-inline-choice-interaction",
            InteractionKind::TextEntry(_) => "qti-text-entry-interaction",
            InteractionKind::ExtendedText(_) => "qti-extended-text-interaction",
            InteractionKind::HotText { .. } => "qti-hottext-interaction",
            InteractionKind::HotSpot { .. } => "qti-hotspot-interaction",
            InteractionKind::GraphicGapMatch { .. } => "qti-graphic-gap-match-interaction",
            InteractionKind::Other(element) => &element.name,
        }
    }

    fn attributes(&self, start: XmlElement) -> XmlElement {
        match self {
            InteractionKind::Choice { shuffle, bounds, is_horizontal, .. }
            | InteractionKind::Order { shuffle, bounds, is_horizontal, .. } => {
                with_bounds(with_shuffle(start, *shuffle), "choices", *bounds)
                    .with_maybe("orientation", is_horizontal.then_some("horizontal"))
            }
            InteractionKind::Match { shuffle, bounds, .. }
            | InteractionKind::GapMatch { shuffle, bounds, .. } => {
                with_bounds(with_shuffle(start, *shuffle), "associations", *bounds)
            }
            InteractionKind::InlineChoice { shuffle, required, .. } => {
                with_shuffle(start, *shuffle).with_maybe("required", required.then_some("true"))
            }
            InteractionKind::TextEntry(text) | InteractionKind::ExtendedText(text) => with_text(start, text),
            InteractionKind::HotText { bounds, .. } | InteractionKind::HotSpot { bounds, .. } => {
                with_bounds(start, "choices", *bounds)
            }
            InteractionKind::GraphicGapMatch { bounds, .. } => with_bounds(start, "associations", *bounds),
            InteractionKind::Other(_) => start,
        }
    }

    fn children(&self, start: XmlElement) -> XmlElement {
        match self {
            InteractionKind::Choice { choices, .. } | InteractionKind::Order { choices, .. } => {
                start.all(choices.iter().map(|choice| simple("qti-simple-choice", choice)))
            }
            InteractionKind::InlineChoice { choices, label, .. } => {
                start.all(label.clone()).all(choices.iter().map(|choice| simple("qti-inline-choice", choice)))
            }
            InteractionKind::Match { sources, targets, .. } => start.all([sources, targets].map(|set| {
                let choices = set.iter().map(|choice| associable("qti-simple-associable-choice", choice));
                XmlElement::new("qti-simple-match-set").all(choices)
            })),
            InteractionKind::GapMatch { choices, content, .. } => {
                let mut element = start.all(choices.iter().map(gap_choice));
                element.children.extend(content.iter().cloned());
                element
            }
            InteractionKind::HotText { content, .. } => {
                let mut element = start;
                element.children.extend(content.iter().cloned());
                element
            }
            InteractionKind::HotSpot { picture, areas, .. } => {
                start.child(picture.clone()).all(areas.iter().map(|area| hotspot("qti-hotspot-choice", area)))
            }
            InteractionKind::GraphicGapMatch { picture, choices, areas, .. } => start
                .child(picture.clone())
                .all(choices.iter().map(gap_choice))
                .all(areas.iter().map(|area| hotspot("qti-associable-hotspot", area))),
            InteractionKind::TextEntry(_) | InteractionKind::ExtendedText(_) | InteractionKind::Other(_) => {
                start
            }
        }
    }
}

fn with_shuffle(element: XmlElement, shuffle: bool) -> XmlElement {
    element.with_maybe("shuffle", shuffle.then_some("true"))
}

fn with_bounds(element: XmlElement, of: &str, bounds: Bounds) -> XmlElement {
    element
        .with_maybe(&format!("min-{of}"), bounds.min.map(|min| min.to_string()))
        .with_maybe(&format!("max-{of}"), bounds.max.map(|max| max.to_string()))
}

fn with_text(element: XmlElement, text: &TextAsked) -> XmlElement {
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    element
        .with_maybe("base", number(text.base))
        .with_maybe("string-identifier", text.string_identifier.as_ref())
        .with_maybe("expected-length", number(text.expected_length))
        .with_maybe("expected-lines", number(text.expected_lines))
        .with_maybe("pattern-mask", text.pattern_mask.as_ref())
        .with_maybe("data-patternmask-message", text.pattern_message.as_ref())
        .with_maybe("placeholder-text", text.placeholder.as_ref())
        .with_maybe("min-strings", number(text.min_strings))
        .with_maybe("max-strings", number(text.max_strings))
        .with_maybe("format", text.format.as_ref())
}

fn with_shown_by(element: XmlElement, shown_by: Option<&ShownBy>) -> XmlElement {
    let Some(shown_by) = shown_by else { return element };
    let hidden = (shown_by.shown == ShowHide::Hide).then_some("hide");
    element.with("template-identifier", &shown_by.template_identifier).with_maybe("show-hide", hidden)
}

fn with_matches(element: XmlElement, matches: &Matches) -> XmlElement {
    let group = (!matches.group.is_empty()).then(|| matches.group.join(" "));
    element
        .with_maybe("match-group", group)
        .with_maybe("match-max", matches.bounds.max.map(|max| max.to_string()))
        .with_maybe("match-min", matches.bounds.min.map(|min| min.to_string()))
}

fn simple(name: &str, choice: &SimpleChoice) -> XmlElement {
    let start = XmlElement::new(name).with("identifier", &choice.identifier);
    let start = start.with_maybe("fixed", choice.is_fixed.then_some("true"));
    let mut element = with_shown_by(start, choice.shown_by.as_ref());
    element.attributes.extend(choice.others.iter().cloned());
    element.children.extend(choice.content.iter().cloned());
    element
}

fn associable(name: &str, choice: &AssociableChoice) -> XmlElement {
    with_matches(simple(name, &choice.choice), &choice.matches)
}

fn gap_choice(choice: &AssociableChoice) -> XmlElement {
    associable(if choice.is_picture { "qti-gap-img" } else { "qti-gap-text" }, choice)
}

fn hotspot(name: &str, area: &Hotspot) -> XmlElement {
    let start = XmlElement::new(name)
        .with("identifier", &area.identifier)
        .with("shape", area.shape.name())
        .with("coords", area.shape.coords())
        .with_maybe("hotspot-label", area.label.as_ref());
    let mut element = with_matches(with_shown_by(start, area.shown_by.as_ref()), &area.matches);
    element.attributes.extend(area.others.iter().cloned());
    element
}

/// Content of one text.
impl SimpleChoice {
    /// A choice that is nothing but a text.
    pub fn of_text(identifier: impl Into<String>, text: impl Into<String>) -> Self {
        let content = vec![XmlNode::Text(text.into())];
        SimpleChoice { identifier: identifier.into(), content, ..SimpleChoice::default() }
    }
}
