//! Declarations from a tree.

use std::collections::HashSet;

use super::{
    ContextDeclaration, Declarations, ExternalScored, OutcomeDeclaration, ResponseDeclaration,
    TemplateDeclaration, Variable,
    points::{area_mapping, mapping, table},
    read_value::{single, values},
};
use crate::{
    reading::{Reading, lost_element, tell, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
    value::{BaseType, Cardinality, Value},
};

/// Declarations of every kind.
const KINDS: [&str; 4] = [
    "qti-context-declaration",
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-template-declaration",
];

impl Declarations {
    /// All variables, in the order of the standard.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        let contexts = self.contexts.iter().map(|one| &one.variable);
        let responses = self.responses.iter().map(|one| &one.variable);
        let outcomes = self.outcomes.iter().map(|one| &one.variable);
        let templates = self.templates.iter().map(|one| &one.variable);
        contexts.chain(responses).chain(outcomes).chain(templates)
    }

    /// Tells the declarations in an item or a test whose name an earlier one has.
    pub fn tell_repeated(parent: &XmlElement, remarks: &mut Remarks) {
        let mut seen = HashSet::new();
        for element in parent.elements().filter(|child| KINDS.iter().any(|name| child.is(name))) {
            if let Some(name) = element.attribute("identifier").map(str::trim)
                && !seen.insert(name)
            {
                let message = format!("Two variables have the name `{name}`: give one of them another.");
                tell(remarks, Weight::Error, codes::NAME, element, message);
            }
        }
    }

    /// Takes in a declaration of any kind; whether the element was one.
    ///
    /// One that cannot be used is told as an error and left out.
    pub fn take(&mut self, element: &XmlElement, remarks: &mut Remarks) -> bool {
        match element.name.as_str() {
            "qti-context-declaration" => self.contexts.extend(ContextDeclaration::read(element, remarks)),
            "qti-response-declaration" => self.responses.extend(ResponseDeclaration::read(element, remarks)),
            "qti-outcome-declaration" => self.outcomes.extend(OutcomeDeclaration::read(element, remarks)),
            "qti-template-declaration" => self.templates.extend(TemplateDeclaration::read(element, remarks)),
            _ => return false,
        }
        true
    }
}

/// The attributes of every declaration but `others`, which are those that nobody takes.
fn variable(reading: &mut Reading<'_, '_>) -> Option<Variable> {
    let identifier = reading.required("identifier").map(str::to_owned);
    let cardinality = match reading.text("cardinality") {
        None => {
            reading.required("cardinality");
            None
        }
        Some(_) => reading.word("cardinality", "a cardinality of QTI", Cardinality::named),
    };
    let base = reading.word("base-type", "a base type of QTI", BaseType::named);
    let (identifier, cardinality) = (identifier?, cardinality?);
    if base.is_none()
        && cardinality != Cardinality::Record
        && reading.element.attribute("base-type").is_none()
    {
        reading.required("base-type");
        return None;
    }
    if base.is_some() && cardinality == Cardinality::Record {
        reading.bad("base-type", "A record has no base type: each of its fields has one.".to_owned());
    }
    let mut variable = Variable {
        identifier,
        cardinality,
        base,
        default: Value::Null,
        default_interpretation: None,
        others: Vec::new(),
    };
    // An attribute of some engines; the standard has an element.
    if let Some(text) = reading.text("default-value") {
        // An empty text is NULL, as it is in the element (QTI 3.0, 2.11.1).
        if !text.is_empty() {
            let value = single(base?, text, reading.element, reading.remarks);
            variable.default = Value::of(cardinality, value.into_iter().collect());
        }
        let message = "`default-value` is an element in QTI, not an attribute; it was read as one.";
        tell(reading.remarks, Weight::Lenient, codes::UNKNOWN_ATTRIBUTE, reading.element, message);
    }
    Some(variable)
}

/// The default value of every declaration, where `child` is one.
fn take_default(variable: &mut Variable, child: &XmlElement, remarks: &mut Remarks) -> bool {
    if !child.is("qti-default-value") {
        return false;
    }
    let (value, interpretation) = values(child, variable, false, remarks);
    variable.default = value;
    variable.default_interpretation = interpretation;
    true
}

impl ResponseDeclaration {
    /// From its element; `None`, and told, where it says too little to be used.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let mut variable = variable(&mut reading)?;
        variable.others = reading.others();
        let mut read = ResponseDeclaration {
            variable,
            correct: Value::Null,
            correct_interpretation: None,
            mapping: None,
            area_mapping: None,
        };
        tell_stray_text(remarks, element);
        for child in element.elements() {
            match child.name.as_str() {
                _ if take_default(&mut read.variable, child, remarks) => {}
                "qti-correct-response" => {
                    let (value, interpretation) = values(child, &read.variable, true, remarks);
                    read.correct = value;
                    read.correct_interpretation = interpretation;
                }
                "qti-mapping" => read.mapping = mapping(child, &read.variable, remarks),
                "qti-area-mapping" => read.area_mapping = Some(area_mapping(child, remarks)),
                _ => lost_element(remarks, Weight::Error, child, element),
            }
        }
        Some(read)
    }
}

impl OutcomeDeclaration {
    /// From its element; `None`, and told, where it says too little to be used.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let variable = variable(&mut reading)?;
        let scored = |word: &str| match word {
            "human" => Some(ExternalScored::Human),
            "externalMachine" => Some(ExternalScored::Machine),
            _ => None,
        };
        let views = reading.token("view").unwrap_or_default();
        let mut read = OutcomeDeclaration {
            variable,
            view: views.split_whitespace().map(str::to_owned).collect(),
            interpretation: reading.owned("interpretation"),
            long_interpretation: reading.owned("long-interpretation"),
            normal_maximum: reading.float("normal-maximum"),
            normal_minimum: reading.float("normal-minimum"),
            mastery_value: reading.float("mastery-value"),
            external_scored: reading.word("external-scored", "`human` or `externalMachine`", scored),
            variable_identifier_ref: reading.token("variable-identifier-ref").map(str::to_owned),
            table: None,
            mapping: None,
        };
        read.variable.others = reading.others();
        tell_stray_text(remarks, element);
        for child in element.elements() {
            match child.name.as_str() {
                _ if take_default(&mut read.variable, child, remarks) => {}
                "qti-match-table" | "qti-interpolation-table" => {
                    read.table = table(child, read.variable.base, remarks);
                }
                "qti-mapping" => {
                    let message = "The standard has no mapping here; it is kept for `mapOutcome`.";
                    tell(remarks, Weight::Lenient, codes::EXTENSION, child, message);
                    read.mapping = mapping(child, &read.variable, remarks);
                }
                _ => lost_element(remarks, Weight::Error, child, element),
            }
        }
        Some(read)
    }
}

impl TemplateDeclaration {
    /// From its element; `None`, and told, where it says too little to be used.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let variable = variable(&mut reading)?;
        let mut read = TemplateDeclaration {
            variable,
            is_param: reading.boolean("param-variable").unwrap_or(false),
            is_math: reading.boolean("math-variable").unwrap_or(false),
        };
        read.variable.others = reading.others();
        only_default(&mut read.variable, element, remarks);
        Some(read)
    }
}

impl ContextDeclaration {
    /// From its element; `None`, and told, where it says too little to be used.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        let mut variable = variable(&mut reading)?;
        variable.others = reading.others();
        only_default(&mut variable, element, remarks);
        Some(ContextDeclaration { variable })
    }
}

fn only_default(variable: &mut Variable, element: &XmlElement, remarks: &mut Remarks) {
    tell_stray_text(remarks, element);
    for child in element.elements() {
        if !take_default(variable, child, remarks) {
            lost_element(remarks, Weight::Error, child, element);
        }
    }
}
