//! Reading rules from a tree.

use super::expression::Expression;
use super::reader::ElementReader;
use super::rule::{Branch, ExitElement, ItemRules, ProcessRule, ResponseProcessing, Stage, Target};
use crate::item::AssessmentItem;
use crate::remark::{Remarks, Weight, codes};
use crate::tree::{Space, XmlElement};

impl ProcessRule {
    /// All rules in `qti-outcome-processing` and its kin.
    ///
    /// What is not understood is kept and told.
    pub fn read_all(element: &XmlElement, remarks: &mut Remarks) -> Vec<ProcessRule> {
        ElementReader::new(element, remarks).tell_rest(false);
        rules(element.elements(), remarks)
    }

    /// The rule that an element is.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> ProcessRule {
        let mut reader = ElementReader::new(element, remarks);
        let read = match element.space {
            Space::Qti => rule(&mut reader),
            _ => None,
        };
        match read {
            Some(Some(rule)) => {
                reader.tell_rest(false);
                rule
            }
            // What was wrong has been told.
            Some(None) => ProcessRule::Unknown(Box::new(element.clone())),
            None => {
                let message = match element.space {
                    Space::XInclude => {
                        "Rules of another file are not followed; the element is kept.".to_owned()
                    }
                    _ => format!("`{}` is no rule of QTI's; it is kept, and does nothing.", element.name),
                };
                reader.tell(Weight::Error, codes::UNKNOWN_ELEMENT, None, message);
                ProcessRule::Unknown(Box::new(element.clone()))
            }
        }
    }
}

impl ItemRules {
    /// The rules of an item.
    pub fn read(item: &AssessmentItem, remarks: &mut Remarks) -> Self {
        let of = |tree: Option<&XmlElement>, remarks: &mut Remarks| {
            tree.map(|tree| ProcessRule::read_all(tree, remarks)).unwrap_or_default()
        };
        let template = of(item.template_processing.as_ref(), remarks);
        let response = item.response_processing.as_ref();
        let response = response.map(|tree| ResponseProcessing::read(tree, remarks));
        let outcome = item.other_elements.iter().find(|other| other.is("qti-outcome-processing"));
        if let Some(tree) = outcome {
            let message = "Outcome processing is a test's; it is followed after the response's.".to_owned();
            ElementReader::new(tree, remarks).tell(Weight::Lenient, codes::EXTENSION, None, message);
        }
        ItemRules { template, response, outcome: of(outcome, remarks) }
    }
}

impl ResponseProcessing {
    /// `qti-response-processing`.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reader = ElementReader::new(element, remarks);
        // An empty address is none: editors write it.
        let template = reader.maybe("template").filter(|address| !address.trim().is_empty());
        let template = template.map(str::to_owned);
        let template_location = reader.maybe("template-location").map(str::to_owned);
        reader.tell_rest(false);
        let rules = rules(element.elements(), remarks);
        let mut reader = ElementReader::new(element, remarks);
        match &template {
            Some(_) if !rules.is_empty() => {
                let message = "Rules and a template: the rules are followed, the template is not.";
                reader.tell(Weight::Lenient, codes::ORDER, Some("template"), message.to_owned());
            }
            Some(address) if super::templates::by_address(address).is_none() => {
                let message = format!(
                    "`{address}` is none of the standard's templates, and none is ever loaded: write its \
                         rules here."
                );
                reader.tell(Weight::Error, codes::TEMPLATE, Some("template"), message);
            }
            _ => {}
        }
        ResponseProcessing { template, template_location, rules }
    }
}

fn rules<'e>(elements: impl Iterator<Item = &'e XmlElement>, remarks: &mut Remarks) -> Vec<ProcessRule> {
    elements.map(|element| ProcessRule::read(element, remarks)).collect()
}

/// `None` where it is no rule, `Some(None)` where it is one that cannot be read.
fn rule(reader: &mut ElementReader<'_, '_>) -> Option<Option<ProcessRule>> {
    Some(match reader.element.name.as_str() {
        "qti-response-condition" => Some(condition(reader, Stage::Response)),
        "qti-outcome-condition" => Some(condition(reader, Stage::Outcome)),
        "qti-template-condition" => Some(condition(reader, Stage::Template)),
        "qti-set-outcome-value" => set(reader, Target::Outcome),
        "qti-set-template-value" => set(reader, Target::Template),
        "qti-set-correct-response" => set(reader, Target::Correct),
        "qti-set-default-value" if reader.element.elements().next().is_none() => {
            extension(reader);
            reader.identifier("identifier").map(ProcessRule::Reset)
        }
        "qti-set-default-value" => set(reader, Target::Default),
        "qti-set-response-value" => {
            extension(reader);
            set(reader, Target::Response)
        }
        "qti-lookup-outcome-value" => {
            let identifier = reader.identifier("identifier");
            let value = only(reader);
            identifier.zip(value).map(|(identifier, value)| ProcessRule::Lookup { identifier, value })
        }
        "qti-exit-response" => Some(ProcessRule::Exit(ExitElement::Response)),
        "qti-exit-test" => Some(ProcessRule::Exit(ExitElement::Test)),
        "qti-exit-template" => Some(ProcessRule::Exit(ExitElement::Template)),
        "qti-template-constraint" => only(reader).map(ProcessRule::Constraint),
        "qti-response-processing-fragment" => Some(fragment(reader, Stage::Response)),
        "qti-outcome-processing-fragment" => Some(fragment(reader, Stage::Outcome)),
        "qti-template-processing-fragment" => Some(fragment(reader, Stage::Template)),
        _ => return None,
    })
}

fn extension(reader: &mut ElementReader<'_, '_>) {
    let message = format!("`{}` is not the standard's in this form; it is understood.", reader.element.name);
    reader.tell(Weight::Lenient, codes::EXTENSION, None, message);
}

fn fragment(reader: &mut ElementReader<'_, '_>, stage: Stage) -> ProcessRule {
    ProcessRule::Fragment { stage, rules: rules(reader.element.elements(), reader.remarks) }
}

fn set(reader: &mut ElementReader<'_, '_>, target: Target) -> Option<ProcessRule> {
    let identifier = reader.identifier("identifier");
    let value = only(reader);
    identifier.zip(value).map(|(identifier, value)| ProcessRule::Set { target, identifier, value })
}

/// The one expression in an element.
fn only(reader: &mut ElementReader<'_, '_>) -> Option<Expression> {
    let mut inside = reader.element.elements();
    match (inside.next(), inside.next()) {
        (Some(one), None) => Some(Expression::read(one, reader.remarks)),
        (found, _) => {
            let number = if found.is_some() { "more than one expression" } else { "no expression" };
            let message = format!("`{}` has {number}; it has one.", reader.element.name);
            reader.tell(Weight::Error, codes::MISSING_ELEMENT, None, message);
            None
        }
    }
}

/// If, else if, …, else: in that order, the first and the last once.
fn condition(reader: &mut ElementReader<'_, '_>, stage: Stage) -> ProcessRule {
    let mut branches = Vec::new();
    let mut otherwise = None;
    let name = |word: &str| format!("qti-{}-{word}", stage.as_str());
    for child in reader.element.elements() {
        let is_first = branches.is_empty();
        if child.is(&name("else")) && otherwise.is_none() {
            ElementReader::new(child, reader.remarks).tell_rest(false);
            otherwise = Some(rules(child.elements(), reader.remarks));
        } else if child.is(&name("if")) || child.is(&name("else-if")) {
            if (child.is(&name("if")) != is_first) || otherwise.is_some() {
                let message = format!("`{}` does not stand in its place.", child.name);
                reader.remarks.add(Weight::Error, codes::ORDER, child.place, child.name.clone(), message);
            }
            branches.extend(branch(child, reader.remarks));
        } else {
            let message = format!("`{}` has no place in a condition; it is left out.", child.name);
            reader.remarks.add(
                Weight::Error,
                codes::UNKNOWN_ELEMENT,
                child.place,
                child.name.clone(),
                message,
            );
        }
    }
    if branches.is_empty() {
        let message = "A condition without an if: what stands in its else is always followed.".to_owned();
        reader.tell(Weight::Lenient, codes::MISSING_ELEMENT, None, message);
    }
    ProcessRule::Condition { stage, branches, otherwise }
}

fn branch(element: &XmlElement, remarks: &mut Remarks) -> Option<Branch> {
    let mut reader = ElementReader::new(element, remarks);
    reader.tell_rest(false);
    let mut inside = element.elements();
    let Some(condition) = inside.next() else {
        let message = format!("`{}` has no condition; it is left out.", element.name);
        reader.tell(Weight::Error, codes::MISSING_ELEMENT, None, message);
        return None;
    };
    let condition = Expression::read(condition, remarks);
    Some(Branch { condition, rules: rules(inside, remarks) })
}
