//! The view of an item, made by allow-list.

use std::collections::BTreeMap;

use super::{
    ItemView, StimulusView, ViewNode,
    allowed::{self, package_source},
    asks,
    maker::ViewMaker,
    print,
};
use crate::{
    declaration::Declarations,
    interaction::is_interaction,
    item::{AssessmentItem, AssessmentStimulus, ModalFeedback, ShowHide},
    tree::{Space, XmlElement, XmlNode},
    value::{Scalar, Value},
};

/// In which state an item is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownState {
    /// Outcomes and template variables by their names, as a session has them.
    ///
    /// They decide on feedback and on parts of a template, and are printed; a variable that is not in here
    /// is NULL.
    pub values: BTreeMap<String, Value>,
    /// For the order of choices that are mixed: the same seed, the same order.
    pub seed: u64,
}

/// What of an item may be sent to a candidate.
///
/// `stimuli` are the shared texts that the item names, in that order.
pub fn of(item: &AssessmentItem, stimuli: &[AssessmentStimulus], state: &ShownState) -> ItemView {
    let maker = TreeWalk { declarations: &item.declarations, state };
    let shared = stimuli.iter().map(|stimulus| StimulusView {
        identifier: stimulus.identifier.clone(),
        title: stimulus.title.clone(),
        body: maker.nodes(&stimulus.body.children),
    });
    ItemView {
        language: item.language.clone(),
        stimuli: shared.collect(),
        body: maker.nodes(&item.body.children),
    }
}

/// What feedback says that a session says is to be shown.
pub fn of_feedback(item: &AssessmentItem, feedback: &ModalFeedback, state: &ShownState) -> Vec<ViewNode> {
    let maker = TreeWalk { declarations: &item.declarations, state };
    let bodies = feedback.content.iter().filter(|part| part.is("qti-content-body"));
    bodies.flat_map(|body| maker.nodes(&body.children)).collect()
}

/// What of a part of an item may be shown.
pub fn of_nodes(item: &AssessmentItem, nodes: &[XmlNode], state: &ShownState) -> Vec<ViewNode> {
    TreeWalk { declarations: &item.declarations, state }.nodes(nodes)
}

/// What walks the trees.
struct TreeWalk<'a> {
    declarations: &'a Declarations,
    state: &'a ShownState,
}

impl ViewMaker for TreeWalk<'_> {
    fn nodes(&self, nodes: &[XmlNode]) -> Vec<ViewNode> {
        let mut made = Vec::new();
        for node in nodes {
            match node {
                XmlNode::Text(text) => made.push(ViewNode::Text { text: text.clone() }),
                XmlNode::Element(element) => self.element(element, &mut made),
            }
        }
        made
    }

    fn is_visible(&self, variable: &str, identifier: &str, shown: ShowHide) -> bool {
        let value = self.state.values.get(variable).unwrap_or(&Value::Null);
        let has_value = value.scalars().iter().any(|scalar| match scalar {
            Scalar::Identifier(name) | Scalar::String(name) => name == identifier,
            _ => false,
        });
        shown.is_visible(has_value)
    }

    fn declarations(&self) -> &Declarations {
        self.declarations
    }

    fn seed(&self) -> u64 {
        self.state.seed
    }
}

impl TreeWalk<'_> {
    fn element(&self, element: &XmlElement, into: &mut Vec<ViewNode>) {
        match element.space {
            Space::Qti if element.name.starts_with("qti-") => self.of_qti(element, into),
            Space::Qti => self.html(element, into),
            Space::MathMl => into.extend(self.mathml(element)),
            // What is spoken otherwise is read as it is written.
            Space::Ssml => into.extend(self.nodes(&element.children)),
            Space::Svg | Space::XInclude | Space::Other(_) => {}
        }
    }

    fn html(&self, element: &XmlElement, into: &mut Vec<ViewNode>) {
        if element.is("img") {
            return into.push(picture(element));
        }
        if element.is("picture") {
            return into.extend(element.first("img").map(picture));
        }
        let Some(name) = allowed::html(&element.name) else {
            if allowed::is_unwrapped(&element.name) {
                into.extend(self.nodes(&element.children));
            }
            return;
        };
        let attributes = attributes(element, name);
        into.push(ViewNode::Element { name, attributes, children: self.nodes(&element.children) });
    }

    fn mathml(&self, element: &XmlElement) -> Option<ViewNode> {
        // Only the first of what means the same is shown: the others are notes for programs.
        if element.name == "semantics" {
            return element.elements().next().and_then(|shown| self.mathml(shown));
        }
        let mut name = allowed::mathml(&element.name)?;
        let named = element.attributes.iter();
        let attributes = named.filter_map(|attribute| {
            Some((allowed::mathml_attribute(&attribute.name)?, attribute.value.clone()))
        });
        let mut children = Vec::new();
        for node in &element.children {
            match node {
                XmlNode::Text(text) => children.push(ViewNode::Text { text: text.clone() }),
                XmlNode::Element(child) if child.space == Space::MathMl => {
                    children.extend(self.mathml(child))
                }
                XmlNode::Element(_) => {}
            }
        }
        if name == "mi"
            && let Some(text) = self.math_variable(element)
        {
            name = "mn";
            children = vec![ViewNode::Text { text }];
        }
        Some(ViewNode::Element { name, attributes: attributes.collect(), children })
    }

    /// The value of a template variable that stands in a formula (QTI 3.0, 2.3.4, `math-variable`).
    fn math_variable(&self, element: &XmlElement) -> Option<String> {
        let name = element.all_text();
        let name = name.trim();
        let mut templates = self.declarations.templates.iter();
        templates.find(|template| template.is_math && template.variable.identifier == name)?;
        self.state.values.get(name).map(|value| print::printed(element, value))
    }

    fn of_qti(&self, element: &XmlElement, into: &mut Vec<ViewNode>) {
        if is_interaction(&element.name) {
            let made = asks::interaction(self, element);
            return into.extend(made.map(|interaction| ViewNode::Interaction { interaction }));
        }
        let identifier = || element.attribute("identifier").unwrap_or_default().trim().to_owned();
        match element.name.as_str() {
            "qti-feedback-inline" if self.is_there(element, "outcome-identifier") => {
                into.push(self.wrapped("span", element, &element.children));
            }
            "qti-feedback-block" if self.is_there(element, "outcome-identifier") => {
                into.push(self.block(element));
            }
            "qti-template-inline" if self.is_there(element, "template-identifier") => {
                into.push(self.wrapped("span", element, &element.children));
            }
            "qti-template-block" if self.is_there(element, "template-identifier") => {
                into.push(self.block(element));
            }
            "qti-rubric-block" => {
                let view = element.attribute("view").unwrap_or_default();
                if view.split_whitespace().any(|who| who == "candidate") {
                    into.push(self.block(element));
                }
            }
            "qti-printed-variable" => into.extend(self.printed(element)),
            "qti-gap" if self.is_chosen(element) => {
                let required = element.attribute("required") == Some("true");
                into.push(ViewNode::Gap { identifier: identifier(), required });
            }
            "qti-hottext" if self.is_chosen(element) => {
                let children = self.nodes(&element.children);
                into.push(ViewNode::HotText { identifier: identifier(), children });
            }
            _ => {}
        }
    }

    /// A variable of the template or of the outcome; a response or a key is never printed.
    fn printed(&self, element: &XmlElement) -> Option<ViewNode> {
        let name = element.attribute("identifier")?.trim();
        let mut outcomes = self.declarations.outcomes.iter().map(|one| &one.variable);
        let mut templates = self.declarations.templates.iter().map(|one| &one.variable);
        let is_printed =
            outcomes.any(|one| one.identifier == name) || templates.any(|one| one.identifier == name);
        let value = self.state.values.get(name).filter(|_| is_printed)?;
        Some(ViewNode::Text { text: print::printed(element, value) })
    }

    fn wrapped(&self, name: &'static str, element: &XmlElement, content: &[XmlNode]) -> ViewNode {
        ViewNode::Element { name, attributes: attributes(element, name), children: self.nodes(content) }
    }

    /// A block whose content stands in a body of its own.
    fn block(&self, element: &XmlElement) -> ViewNode {
        let body = element.first("qti-content-body");
        self.wrapped("div", element, body.map_or(&[], |body| &body.children))
    }

    /// Whether the variable that an element names lets it be seen.
    fn is_there(&self, element: &XmlElement, by: &str) -> bool {
        let identifier = element.attribute("identifier").unwrap_or_default().trim();
        let variable = element.attribute(by).unwrap_or_default().trim();
        let shown = element.attribute("show-hide").and_then(ShowHide::named).unwrap_or_default();
        self.is_visible(variable, identifier, shown)
    }

    /// As [`ViewMaker::is_there`], for what need not name a variable.
    fn is_chosen(&self, element: &XmlElement) -> bool {
        element.attribute("template-identifier").is_none() || self.is_there(element, "template-identifier")
    }
}

/// The attributes of an element that may be shown.
fn attributes(element: &XmlElement, name: &str) -> Vec<(&'static str, String)> {
    let mut shown: Vec<(&'static str, String)> = Vec::new();
    for attribute in &element.attributes {
        if let Some(known) = allowed::html_attribute(name, &attribute.name)
            && shown.iter().all(|(other, _)| *other != known)
        {
            shown.push((known, attribute.value.clone()));
        }
    }
    let classes = allowed::vocabulary(element.attribute("class").unwrap_or_default());
    if !classes.is_empty() {
        shown.push(("class", classes.join(" ")));
    }
    shown
}

/// A picture of the package; of any other only what is said instead of it.
fn picture(element: &XmlElement) -> ViewNode {
    let alternative = element.attribute("alt").unwrap_or_default().to_owned();
    let Some(source) = element.attribute("src").and_then(package_source) else {
        return ViewNode::Text { text: alternative };
    };
    let mut shown = vec![("src", source.to_owned()), ("alt", alternative)];
    for name in ["width", "height"] {
        let pixels = element.attribute(name).and_then(|value| value.trim().parse::<u32>().ok());
        shown.extend(pixels.map(|pixels| (name, pixels.to_string())));
    }
    shown.extend(attributes(element, "img"));
    ViewNode::Element { name: "img", attributes: shown, children: Vec::new() }
}
