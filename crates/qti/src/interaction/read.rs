//! Interactions from trees.

use super::{
    AssociableChoice, Bounds, Hotspot, Interaction, InteractionKind, Matches, ShownBy, SimpleChoice,
    TextAsked, is_interaction,
};
use crate::{
    declaration::read_shape,
    item::ShowHide,
    reading::{Reading, lost_element, tell},
    remark::{Remarks, Weight, codes},
    tree::{XmlElement, XmlNode},
};

impl Interaction {
    /// From its element; `None`, and told, where it is none or lacks what it needs.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if !is_interaction(&element.name) {
            return None;
        }
        let mut reading = Reading::new(element, remarks);
        let response = reading.required("response-identifier").map(str::to_owned);
        let typed = Attributes::read(&mut reading);
        let others = reading.others();
        let prompt = element.first("qti-prompt").cloned();
        let min_message = typed.min_message.clone();
        let max_message = typed.max_message.clone();
        let asked = asked(element, typed, remarks);
        let (response_identifier, asked) = (response?, asked?);
        let is_other = matches!(asked, InteractionKind::Other(_));
        Some(Interaction {
            response_identifier,
            // Everything of another interaction stands in its element.
            prompt: prompt.filter(|_| !is_other),
            min_message: min_message.filter(|_| !is_other),
            max_message: max_message.filter(|_| !is_other),
            others: if is_other { Vec::new() } else { others },
            asked,
        })
    }
}

/// The attributes of all ten; what an interaction does not have, nobody wrote.
struct Attributes {
    shuffle: bool,
    choices: Bounds,
    associations: Bounds,
    is_horizontal: bool,
    required: bool,
    min_message: Option<String>,
    max_message: Option<String>,
    text: TextAsked,
}

impl Attributes {
    fn read(reading: &mut Reading<'_, '_>) -> Self {
        let element = reading.element;
        // Only where the interaction has them: elsewhere they stay among the others, to be told.
        let has = |names: &[&str]| names.iter().any(|name| element.name == format!("qti-{name}-interaction"));
        let mut read = Attributes {
            shuffle: false,
            choices: Bounds::default(),
            associations: Bounds::default(),
            is_horizontal: false,
            required: false,
            min_message: None,
            max_message: None,
            text: TextAsked::default(),
        };
        if has(&["choice", "order", "match", "gap-match", "inline-choice"]) {
            read.shuffle = reading.boolean("shuffle").unwrap_or(false);
        }
        if has(&["choice", "order", "hottext", "hotspot", "inline-choice"]) {
            read.choices = Bounds { min: reading.count("min-choices"), max: None };
        }
        if has(&["choice", "order", "hottext", "hotspot"]) {
            read.choices.max = reading.count("max-choices");
        }
        if has(&["match", "gap-match", "graphic-gap-match"]) {
            let (min, max) = (reading.count("min-associations"), reading.count("max-associations"));
            read.associations = Bounds { min, max };
        }
        if has(&["choice", "order"]) {
            let named = |word: &str| ["horizontal", "vertical"].contains(&word).then(|| word == "horizontal");
            read.is_horizontal =
                reading.word("orientation", "horizontal or vertical", named).unwrap_or(false);
        }
        if has(&["inline-choice"]) {
            read.required = reading.boolean("required").unwrap_or(false);
        }
        if has(&["text-entry", "extended-text"]) {
            read.text = text(reading);
        } else {
            read.min_message = reading.owned("data-min-selections-message");
            read.max_message = reading.owned("data-max-selections-message");
        }
        read
    }
}

fn text(reading: &mut Reading<'_, '_>) -> TextAsked {
    let is_extended = reading.element.is("qti-extended-text-interaction");
    let mut text = TextAsked {
        expected_length: reading.count("expected-length"),
        expected_lines: None,
        pattern_mask: reading.owned("pattern-mask"),
        pattern_message: reading.owned("data-patternmask-message"),
        placeholder: reading.owned("placeholder-text"),
        format: reading.owned("format"),
        base: reading.count("base"),
        string_identifier: reading.token("string-identifier").map(str::to_owned),
        min_strings: None,
        max_strings: None,
    };
    if is_extended {
        text.expected_lines = reading.count("expected-lines");
        text.min_strings = reading.count("min-strings");
        text.max_strings = reading.count("max-strings");
    }
    text
}

fn asked(element: &XmlElement, typed: Attributes, remarks: &mut Remarks) -> Option<InteractionKind> {
    let Attributes { shuffle, choices: bounds, associations, is_horizontal, required, text, .. } = typed;
    Some(match element.name.as_str() {
        "qti-choice-interaction" => {
            let choices = simple_choices(element, "qti-simple-choice", remarks);
            InteractionKind::Choice { choices, shuffle, bounds, is_horizontal }
        }
        "qti-order-interaction" => {
            let choices = simple_choices(element, "qti-simple-choice", remarks);
            InteractionKind::Order { choices, shuffle, bounds, is_horizontal }
        }
        "qti-match-interaction" => {
            let mut sets = element.elements().filter(|child| child.is("qti-simple-match-set"));
            let (Some(first), Some(second), None) = (sets.next(), sets.next(), sets.next()) else {
                let message = "A match pairs the choices of two `qti-simple-match-set`s.";
                tell(remarks, Weight::Error, codes::MISSING_ELEMENT, element, message);
                return None;
            };
            let (sources, targets) = (associables(first, remarks), associables(second, remarks));
            InteractionKind::Match { sources, targets, shuffle, bounds: associations }
        }
        "qti-gap-match-interaction" => {
            let (choices, content) = (associables(element, remarks), content(element, &GAP_CHOICES));
            InteractionKind::GapMatch { choices, content, shuffle, bounds: associations }
        }
        "qti-inline-choice-interaction" => {
            let choices = simple_choices(element, "qti-inline-choice", remarks);
            // 3.0 has both: a least number of choices, of which only one can be made.
            let required = required || bounds.min.is_some_and(|min| min > 0);
            InteractionKind::InlineChoice {
                choices,
                shuffle,
                required,
                label: element.first("qti-label").cloned(),
            }
        }
        "qti-text-entry-interaction" => InteractionKind::TextEntry(text),
        "qti-extended-text-interaction" => InteractionKind::ExtendedText(text),
        "qti-hottext-interaction" => InteractionKind::HotText { content: content(element, &[]), bounds },
        "qti-hotspot-interaction" => {
            let picture = picture(element, remarks)?;
            InteractionKind::HotSpot { picture, areas: areas(element, "qti-hotspot-choice", remarks), bounds }
        }
        "qti-graphic-gap-match-interaction" => {
            let picture = picture(element, remarks)?;
            let areas = areas(element, "qti-associable-hotspot", remarks);
            let choices = associables(element, remarks);
            InteractionKind::GraphicGapMatch { picture, choices, areas, bounds: associations }
        }
        _ => InteractionKind::Other(element.clone()),
    })
}

/// What is put into gaps.
const GAP_CHOICES: [&str; 2] = ["qti-gap-text", "qti-gap-img"];

/// What stands in an interaction besides its prompt and its choices.
fn content(element: &XmlElement, choices: &[&str]) -> Vec<XmlNode> {
    let is_content = |node: &&XmlNode| match node {
        XmlNode::Element(child) => !child.is("qti-prompt") && !choices.iter().any(|name| child.is(name)),
        XmlNode::Text(_) => true,
    };
    element.children.iter().filter(is_content).cloned().collect()
}

/// The picture of an interaction; told as an error where there is none.
fn picture(element: &XmlElement, remarks: &mut Remarks) -> Option<XmlElement> {
    let is_picture = |child: &&XmlElement| ["img", "picture", "object"].iter().any(|name| child.is(name));
    let found = element.elements().find(is_picture).cloned();
    if found.is_none() {
        let message = format!("`{}` needs a picture: an `img`.", element.name);
        tell(remarks, Weight::Error, codes::MISSING_ELEMENT, element, message);
    }
    found
}

fn shown_by(reading: &mut Reading<'_, '_>) -> Option<ShownBy> {
    let template = reading.token("template-identifier");
    let shown = reading.word("show-hide", "`show` or `hide`", ShowHide::named).unwrap_or_default();
    template.map(|template| ShownBy { template_identifier: template.to_owned(), shown })
}

/// The choices of that name; what else stands there is told.
fn simple_choices(element: &XmlElement, name: &str, remarks: &mut Remarks) -> Vec<SimpleChoice> {
    let mut choices = Vec::new();
    for child in element.elements() {
        if child.is(name) {
            let mut reading = Reading::new(child, remarks);
            let choice = simple_choice(&mut reading);
            let others = reading.others();
            choices.extend(choice.map(|choice| SimpleChoice { others, ..choice }));
        } else if !child.is("qti-prompt") && !child.is("qti-label") {
            lost_element(remarks, Weight::Error, child, element);
        }
    }
    tell_none(choices.is_empty(), name, element, remarks);
    choices
}

fn tell_none(is_empty: bool, name: &str, element: &XmlElement, remarks: &mut Remarks) {
    if is_empty {
        let message = format!("`{}` has nothing to choose from: no `{name}`.", element.name);
        tell(remarks, Weight::Error, codes::MISSING_ELEMENT, element, message);
    }
}

fn simple_choice(reading: &mut Reading<'_, '_>) -> Option<SimpleChoice> {
    let identifier = reading.required("identifier").map(str::to_owned);
    let is_gap = GAP_CHOICES.iter().any(|name| reading.element.is(name));
    let is_fixed = !is_gap && reading.boolean("fixed").unwrap_or(false);
    let shown_by = shown_by(reading);
    let content = reading.element.children.clone();
    Some(SimpleChoice { identifier: identifier?, is_fixed, shown_by, content, others: Vec::new() })
}

fn associables(element: &XmlElement, remarks: &mut Remarks) -> Vec<AssociableChoice> {
    let is_choice = |child: &XmlElement| {
        child.is("qti-simple-associable-choice") || GAP_CHOICES.iter().any(|name| child.is(name))
    };
    let mut choices = Vec::new();
    for child in element.elements() {
        if is_choice(child) {
            let mut reading = Reading::new(child, remarks);
            let choice = simple_choice(&mut reading);
            let matches = matches(&mut reading);
            let others = reading.others();
            choices.extend(choice.map(|choice| AssociableChoice {
                choice: SimpleChoice { others, ..choice },
                is_picture: child.is("qti-gap-img"),
                matches,
            }));
        } else if element.is("qti-simple-match-set") {
            lost_element(remarks, Weight::Error, child, element);
        }
    }
    tell_none(choices.is_empty(), "qti-simple-associable-choice", element, remarks);
    choices
}

fn matches(reading: &mut Reading<'_, '_>) -> Matches {
    let (min, max) = (reading.count("match-min"), reading.count("match-max"));
    let group = reading.token("match-group").unwrap_or_default();
    Matches { bounds: Bounds { min, max }, group: group.split_whitespace().map(str::to_owned).collect() }
}

fn areas(element: &XmlElement, name: &str, remarks: &mut Remarks) -> Vec<Hotspot> {
    let mut areas = Vec::new();
    for child in element.elements().filter(|child| child.is(name)) {
        let mut reading = Reading::new(child, remarks);
        let identifier = reading.required("identifier").map(str::to_owned);
        let shape = read_shape(&mut reading);
        let label = reading.owned("hotspot-label");
        let shown_by = shown_by(&mut reading);
        let is_paired = name == "qti-associable-hotspot";
        let matches = if is_paired { matches(&mut reading) } else { Matches::default() };
        let others = reading.others();
        if let (Some(identifier), Some(shape)) = (identifier, shape) {
            areas.push(Hotspot { identifier, shape, label, shown_by, matches, others });
        }
    }
    tell_none(areas.is_empty(), name, element, remarks);
    areas
}
