//! Items and shared texts from trees.

use std::{borrow::Cow, collections::HashMap};

use super::{
    AssessmentItem, AssessmentStimulus, ModalFeedback, ShowHide, StimulusRef, Stylesheet, blocks::in_blocks,
};
use crate::{
    declaration::Declarations,
    reading::{Reading, tell, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::{XmlElement, XmlNode},
};

/// The children of an item in the order of the standard (QTI 3.0, 2.1).
const ORDER: [&str; 12] = [
    "qti-context-declaration",
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-template-declaration",
    "qti-template-processing",
    "qti-assessment-stimulus-ref",
    "qti-companion-materials-info",
    "qti-stylesheet",
    "qti-item-body",
    "qti-catalog-info",
    "qti-response-processing",
    "qti-modal-feedback",
];

impl AssessmentItem {
    /// From a tree with the names of 3.0; `None`, and told, where it is no item.
    pub fn read(root: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if !is_root(root, "qti-assessment-item", "an item", remarks) {
            return None;
        }
        let mut item = attributes(root, remarks);
        tell_stray_text(remarks, root);
        tell_order(root, remarks);
        Declarations::tell_repeated(root, remarks);
        let mut has_body = false;
        let pairs = paired_responses(root);
        for child in root.elements() {
            if item.declarations.take(&as_pairs(child, &pairs, remarks), remarks) {
                continue;
            }
            match child.name.as_str() {
                "qti-template-processing" => once(&mut item.template_processing, &bare(child), remarks),
                "qti-assessment-stimulus-ref" => item.stimulus_refs.extend(StimulusRef::read(child, remarks)),
                "qti-companion-materials-info" => once(&mut item.companion_materials, child, remarks),
                "qti-stylesheet" => item.stylesheets.extend(Stylesheet::read(child, remarks)),
                "qti-item-body" if has_body => tell_twice(child, remarks),
                "qti-item-body" => {
                    has_body = true;
                    item.body = in_blocks(child, remarks);
                }
                "qti-catalog-info" => once(&mut item.catalog_info, child, remarks),
                "qti-response-processing" => once(&mut item.response_processing, &bare(child), remarks),
                "qti-modal-feedback" => item.modal_feedback.extend(ModalFeedback::read(child, remarks)),
                // A test's, which some engines follow in an item; the reading of rules tells it.
                "qti-outcome-processing" => item.other_elements.push(child.clone()),
                _ => other(&mut item.other_elements, child, root, remarks),
            }
        }
        if !has_body {
            let message =
                "The item has no `qti-item-body`: there is nothing to show. Write what is asked into one.";
            tell(remarks, Weight::Lenient, codes::MISSING_ELEMENT, root, message);
        }
        Some(item)
    }
}

/// Interactions whose responses are pairs (QTI 3.0, 2.7 to 2.10).
const PAIRS: [(&str, &str); 5] = [
    ("qti-match-interaction", "directedPair"),
    ("qti-gap-match-interaction", "directedPair"),
    ("qti-graphic-gap-match-interaction", "directedPair"),
    ("qti-associate-interaction", "pair"),
    ("qti-graphic-associate-interaction", "pair"),
];

/// The responses of an item that are pairs, whatever they are declared as.
fn paired_responses(root: &XmlElement) -> HashMap<&str, &'static str> {
    let mut found = HashMap::new();
    let mut open: Vec<_> = root.first("qti-item-body").into_iter().collect();
    while let Some(element) = open.pop() {
        if let Some((_, base)) = PAIRS.iter().find(|(name, _)| element.is(name))
            && let Some(response) = element.attribute("response-identifier")
        {
            found.insert(response.trim(), *base);
        }
        open.extend(element.elements());
    }
    found
}

/// A declaration of identifiers that are pairs, as some tools write it, as the declaration of pairs.
fn as_pairs<'a>(
    declaration: &'a XmlElement,
    pairs: &HashMap<&str, &'static str>,
    remarks: &mut Remarks,
) -> Cow<'a, XmlElement> {
    let name = declaration.attribute("identifier").unwrap_or_default().trim();
    let is_named = declaration.is("qti-response-declaration")
        && declaration.attribute("base-type").is_some_and(|base| base.trim() == "identifier");
    let Some(base) = pairs.get(name).filter(|_| is_named) else { return Cow::Borrowed(declaration) };
    let message = format!("The interaction of `{name}` gives a {base} and no identifier; read as that.");
    tell(remarks, Weight::Lenient, codes::BASE_TYPE, declaration, message);
    Cow::Owned(declaration.clone().with("base-type", *base))
}

/// Whether a file holds what it should.
fn is_root(root: &XmlElement, name: &str, what: &str, remarks: &mut Remarks) -> bool {
    if !root.is(name) {
        let message = format!("The file holds `{}` and not {what} of QTI.", root.name);
        tell(remarks, Weight::Error, codes::UNKNOWN_ELEMENT, root, message);
    }
    root.is(name)
}

/// An attribute that a file must have; empty, and told, where it has not.
fn named(reading: &mut Reading<'_, '_>, name: &'static str) -> String {
    reading.required(name).unwrap_or_default().to_owned()
}

fn attributes(root: &XmlElement, remarks: &mut Remarks) -> AssessmentItem {
    let mut reading = Reading::new(root, remarks);
    let time_dependent = reading.boolean("time-dependent");
    if root.attribute("time-dependent").is_none() {
        let message = "`time-dependent` is missing; read as false.";
        tell(reading.remarks, Weight::Lenient, codes::MISSING_ATTRIBUTE, root, message);
    }
    AssessmentItem {
        identifier: named(&mut reading, "identifier"),
        title: title(&mut reading),
        label: reading.owned("label"),
        language: reading.token("xml:lang").map(str::to_owned),
        tool_name: reading.owned("tool-name"),
        tool_version: reading.owned("tool-version"),
        is_adaptive: reading.boolean("adaptive").unwrap_or(false),
        is_time_dependent: time_dependent.unwrap_or(false),
        others: reading.others(),
        declarations: Declarations::default(),
        template_processing: None,
        stimulus_refs: Vec::new(),
        companion_materials: None,
        stylesheets: Vec::new(),
        body: XmlElement::new("qti-item-body"),
        catalog_info: None,
        response_processing: None,
        modal_feedback: Vec::new(),
        other_elements: Vec::new(),
    }
}

/// A title may be empty, but it must be there.
fn title(reading: &mut Reading<'_, '_>) -> String {
    let title = reading.owned("title");
    if title.is_none() {
        let message = "`title` is missing; read as empty.";
        tell(reading.remarks, Weight::Lenient, codes::MISSING_ATTRIBUTE, reading.element, message);
    }
    title.unwrap_or_default()
}

/// Another order says the same, and is not the standard's: it is written in the standard's.
fn tell_order(root: &XmlElement, remarks: &mut Remarks) {
    let mut last = 0;
    for child in root.elements() {
        let Some(place) = ORDER.iter().position(|name| child.is(name)) else { continue };
        if place < last {
            let name = &child.name;
            let message = format!("`{name}` stands behind what comes after it in QTI; read all the same.");
            tell(remarks, Weight::Lenient, codes::ORDER, child, message);
        }
        last = last.max(place);
    }
}

fn once(slot: &mut Option<XmlElement>, child: &XmlElement, remarks: &mut Remarks) {
    match slot {
        None => *slot = Some(child.clone()),
        Some(_) => tell_twice(child, remarks),
    }
}

/// Rules without the white space between them, which means nothing.
fn bare(element: &XmlElement) -> XmlElement {
    let has_elements = element.elements().next().is_some();
    let means_something = |node: &&XmlNode| match node {
        XmlNode::Text(text) => !has_elements || !text.trim().is_empty(),
        XmlNode::Element(_) => true,
    };
    let children = element.children.iter().filter(means_something).map(|node| match node {
        XmlNode::Element(child) => XmlNode::Element(bare(child)),
        XmlNode::Text(text) => XmlNode::Text(text.clone()),
    });
    XmlElement {
        space: element.space.clone(),
        name: element.name.clone(),
        attributes: element.attributes.clone(),
        children: children.collect(),
        place: element.place,
    }
}

fn tell_twice(child: &XmlElement, remarks: &mut Remarks) {
    let message = format!("`{}` stands twice; the second was left out. Join them to one.", child.name);
    tell(remarks, Weight::Error, codes::ORDER, child, message);
}

/// What the standard does not know here is kept and told.
fn other(bag: &mut Vec<XmlElement>, child: &XmlElement, root: &XmlElement, remarks: &mut Remarks) {
    let (name, parent) = (&child.name, &root.name);
    let message = format!("`{name}` does not stand in `{parent}` in QTI; kept as it is, without a meaning.");
    tell(remarks, Weight::Loss, codes::UNKNOWN_ELEMENT, child, message);
    bag.push(child.clone());
}

impl StimulusRef {
    /// From its element; `None`, and told, where it names no file.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let (identifier, href) = (reading.required("identifier"), reading.required("href"));
        let title = reading.owned("title");
        let others = reading.others();
        Some(StimulusRef { identifier: identifier?.to_owned(), href: href?.to_owned(), title, others })
    }
}

impl Stylesheet {
    /// From its element; `None`, and told, where it names no file.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let href = reading.required("href")?.to_owned();
        let media_type = reading.owned("type").unwrap_or_else(|| "text/css".to_owned());
        let (media, title) = (reading.owned("media"), reading.owned("title"));
        Some(Stylesheet { href, media_type, media, title, others: reading.others() })
    }
}

impl ModalFeedback {
    /// From its element; `None`, and told, where nothing decides on it.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let outcome = reading.required("outcome-identifier").map(str::to_owned);
        let identifier = reading.required("identifier").map(str::to_owned);
        let shown = reading.word("show-hide", "`show` or `hide`", ShowHide::named).unwrap_or_default();
        let title = reading.owned("title");
        let others = reading.others();
        tell_stray_text(remarks, element);
        Some(ModalFeedback {
            outcome_identifier: outcome?,
            identifier: identifier?,
            shown,
            title,
            others,
            content: element.elements().cloned().collect(),
        })
    }
}

impl AssessmentStimulus {
    /// From a tree with the names of 3.0; `None`, and told, where it is no stimulus.
    pub fn read(root: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if !is_root(root, "qti-assessment-stimulus", "a stimulus", remarks) {
            return None;
        }
        let mut reading = Reading::new(root, remarks);
        let mut stimulus = AssessmentStimulus {
            identifier: named(&mut reading, "identifier"),
            title: title(&mut reading),
            label: reading.owned("label"),
            language: reading.token("xml:lang").map(str::to_owned),
            tool_name: reading.owned("tool-name"),
            tool_version: reading.owned("tool-version"),
            others: reading.others(),
            stylesheets: Vec::new(),
            body: XmlElement::new("qti-stimulus-body"),
            catalog_info: None,
            other_elements: Vec::new(),
        };
        tell_stray_text(remarks, root);
        let mut has_body = false;
        for child in root.elements() {
            match child.name.as_str() {
                "qti-stylesheet" => stimulus.stylesheets.extend(Stylesheet::read(child, remarks)),
                "qti-stimulus-body" if !has_body => {
                    has_body = true;
                    stimulus.body = child.clone();
                }
                "qti-stimulus-body" => tell_twice(child, remarks),
                "qti-catalog-info" => once(&mut stimulus.catalog_info, child, remarks),
                _ => other(&mut stimulus.other_elements, child, root, remarks),
            }
        }
        if !has_body {
            let message = "The stimulus has no `qti-stimulus-body`: there is nothing to read.";
            tell(remarks, Weight::Error, codes::MISSING_ELEMENT, root, message);
        }
        Some(stimulus)
    }
}
