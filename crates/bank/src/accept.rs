//! What an item takes as an answer.
//!
//! Whatever its interactions can give, complete or not; anything else was made by hand.

use std::collections::BTreeSet;

use assay_qti::{
    declaration::ResponseDeclaration,
    interaction::{AssociableChoice, Hotspot, Interaction, InteractionKind, SimpleChoice},
    tree::{XmlElement, XmlNode},
    value::Cardinality,
};

use crate::{answer::to_responses, item::BankItem};

/// A text of one's own, in characters.
///
/// Of any script it fits what the API and a form take, 64 KiB.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// A line inside a sentence, in characters.
pub const LINE_CHARS_MAX: usize = 400;

/// What of a wrong value is repeated.
const TOLD_CHARS_MAX: usize = 8;

/// A response that does not fit the item's declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseError {
    /// A value that is no option, pair or variable of this item.
    UnknownOption(String),
    /// The same value twice.
    Repeated(String),
    /// More values than a single-answer item takes.
    TooMany(usize),
    /// A text of more than so many characters.
    TooLong(usize),
}

/// What an answer lacks to be handed in where it is told whether it is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingValues {
    /// At least so many values were asked for.
    pub least: u32,
    /// At most so many; 0 is without a limit.
    pub most: u32,
    /// So many were given.
    pub given: usize,
}

impl BankItem {
    /// Whether an answer fits the item.
    ///
    /// QTI response declaration: cardinality, identifiers. Fewer or more choices than asked are accepted
    /// where several can be given, and are worth what the item's rules say.
    ///
    /// # Errors
    /// Something that this item's interactions cannot give.
    pub fn accepts(&self, answer: &[String]) -> Result<(), ResponseError> {
        let unknown =
            |value: &str| ResponseError::UnknownOption(value.chars().take(TOLD_CHARS_MAX).collect());
        let responses = to_responses(&self.variables(), answer).map_err(|value| unknown(&value))?;
        for interaction in &self.model().interactions {
            let values =
                responses.get(&interaction.response_identifier).map(Vec::as_slice).unwrap_or_default();
            match &interaction.asked {
                InteractionKind::TextEntry(_) => text(values, 1, LINE_CHARS_MAX)?,
                InteractionKind::ExtendedText(asked) => {
                    let most = asked.max_strings.and_then(|most| usize::try_from(most).ok());
                    text(values, most.unwrap_or(1).max(1), TEXT_CHARS_MAX)?;
                }
                _ => {
                    if let Some(value) = values.iter().find(|value| !gives(interaction, value)) {
                        return Err(unknown(value));
                    }
                    unrepeated(values)?;
                    let single = self.declared(interaction).map(|one| one.variable.cardinality);
                    if single == Some(Cardinality::Single) && values.len() > 1 {
                        return Err(ResponseError::TooMany(values.len()));
                    }
                }
            }
        }
        Ok(())
    }

    /// What an answer lacks; none where nothing is missing.
    pub fn missing(&self, answer: &[String]) -> Option<MissingValues> {
        let responses = to_responses(&self.variables(), answer).ok()?;
        self.model().interactions.iter().find_map(|interaction| {
            let values =
                responses.get(&interaction.response_identifier).map(Vec::as_slice).unwrap_or_default();
            let given = values.iter().filter(|value| !value.is_empty()).count();
            let bounds = interaction.bounds();
            let least = bounds.min.unwrap_or_default().max(1);
            let most = bounds.max.unwrap_or_default();
            let at = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
            let is_whole = given >= at(least) && (most == 0 || given <= at(most));
            (!is_whole).then_some(MissingValues { least, most, given })
        })
    }

    fn declared(&self, interaction: &Interaction) -> Option<&ResponseDeclaration> {
        let mut all = self.model().item.declarations.responses.iter();
        all.find(|one| one.variable.identifier == interaction.response_identifier)
    }
}

fn text(values: &[String], most: usize, chars_max: usize) -> Result<(), ResponseError> {
    if values.len() > most {
        return Err(ResponseError::TooMany(values.len()));
    }
    match values.iter().any(|value| value.chars().count() > chars_max) {
        true => Err(ResponseError::TooLong(chars_max)),
        false => Ok(()),
    }
}

fn unrepeated(values: &[String]) -> Result<(), ResponseError> {
    let mut seen = BTreeSet::new();
    match values.iter().find(|value| !seen.insert(*value)) {
        Some(value) => Err(ResponseError::Repeated(value.clone())),
        None => Ok(()),
    }
}

/// Whether an interaction can give a value.
fn gives(interaction: &Interaction, value: &str) -> bool {
    let pair = |sources: &[AssociableChoice], is_target: &dyn Fn(&str) -> bool| {
        let parts = value.split_once(' ');
        parts.is_some_and(|(source, target)| associable(sources, source) && is_target(target))
    };
    match &interaction.asked {
        InteractionKind::Choice { choices, .. }
        | InteractionKind::Order { choices, .. }
        | InteractionKind::InlineChoice { choices, .. } => simple(choices, value),
        InteractionKind::HotText { content, .. } => named(content, "qti-hottext", value),
        InteractionKind::HotSpot { areas, .. } => area(areas, value),
        InteractionKind::Match { sources, targets, .. } => {
            pair(sources, &|target| associable(targets, target))
        }
        InteractionKind::GapMatch { choices, content, .. } => {
            pair(choices, &|gap| named(content, "qti-gap", gap))
        }
        InteractionKind::GraphicGapMatch { choices, areas, .. } => pair(choices, &|at| area(areas, at)),
        InteractionKind::TextEntry(_) | InteractionKind::ExtendedText(_) => true,
        InteractionKind::Other(_) => false,
    }
}

fn simple(choices: &[SimpleChoice], name: &str) -> bool {
    choices.iter().any(|one| one.identifier == name)
}

fn associable(choices: &[AssociableChoice], name: &str) -> bool {
    choices.iter().any(|one| one.choice.identifier == name)
}

fn area(areas: &[Hotspot], name: &str) -> bool {
    areas.iter().any(|one| one.identifier == name)
}

/// Whether an element of a text has that identifier.
fn named(nodes: &[XmlNode], element: &str, identifier: &str) -> bool {
    let is_it =
        |one: &XmlElement| one.is(element) && one.attribute("identifier").map(str::trim) == Some(identifier);
    nodes.iter().any(|node| match node {
        XmlNode::Element(one) => is_it(one) || named(&one.children, element, identifier),
        XmlNode::Text(_) => false,
    })
}
