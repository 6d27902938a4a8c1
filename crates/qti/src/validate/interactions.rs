//! Interactions against the variables that they fill.

use std::collections::{HashMap, HashSet};

use super::names::{Declared, DeclaredNames};
use crate::{
    declaration::Variable,
    interaction::{Interaction, InteractionKind, is_interaction},
    item::AssessmentItem,
    reading::tell,
    remark::{Remarks, Weight, codes},
    tree::XmlElement,
    value::{BaseType as B, Cardinality as C, Scalar, Value},
};

/// What a response must be declared as: cardinalities and base types (QTI 3.0, 2.7 to 2.10).
const KINDS: [(&str, &[C], &[B]); 20] = [
    ("choice", &[C::Single, C::Multiple], &[B::Identifier]),
    ("order", &[C::Ordered], &[B::Identifier]),
    ("match", &[C::Single, C::Multiple], &[B::DirectedPair]),
    ("gap-match", &[C::Single, C::Multiple], &[B::DirectedPair]),
    ("inline-choice", &[C::Single], &[B::Identifier]),
    ("text-entry", &[C::Single, C::Record], &[B::String, B::Integer, B::Float]),
    ("extended-text", &[C::Single, C::Multiple, C::Ordered, C::Record], &[B::String, B::Integer, B::Float]),
    ("hottext", &[C::Single, C::Multiple], &[B::Identifier]),
    ("hotspot", &[C::Single, C::Multiple], &[B::Identifier]),
    ("graphic-gap-match", &[C::Single, C::Multiple], &[B::DirectedPair]),
    ("associate", &[C::Single, C::Multiple], &[B::Pair]),
    ("graphic-order", &[C::Ordered], &[B::Identifier]),
    ("graphic-associate", &[C::Single, C::Multiple], &[B::Pair]),
    ("select-point", &[C::Single, C::Multiple], &[B::Point]),
    ("position-object", &[C::Single, C::Multiple], &[B::Point]),
    ("slider", &[C::Single], &[B::Integer, B::Float]),
    ("media", &[C::Single], &[B::Integer]),
    ("drawing", &[C::Single], &[B::File]),
    ("upload", &[C::Single], &[B::File]),
    ("end-attempt", &[C::Single], &[B::Boolean]),
];

pub(super) fn check(item: &AssessmentItem, names: &DeclaredNames<'_>, remarks: &mut Remarks) {
    let responses = item.declarations.responses.iter();
    let keys = responses.map(|one| (one.variable.identifier.as_str(), &one.correct)).collect();
    let mut filled = HashSet::new();
    walk(&item.body, &keys, names, &mut filled, remarks);
}

/// The keys of an item by the names of their responses.
type Keys<'a> = HashMap<&'a str, &'a Value>;

fn walk(
    element: &XmlElement,
    keys: &Keys<'_>,
    names: &DeclaredNames<'_>,
    filled: &mut HashSet<String>,
    remarks: &mut Remarks,
) {
    if is_interaction(&element.name)
        && let Some(interaction) = Interaction::read(element, remarks)
    {
        let response = &interaction.response_identifier;
        match names.of_kind(response, Declared::Response) {
            None => {
                let message = format!(
                    "Nothing declares the response `{response}`: add a `qti-response-declaration` of \
                     this name."
                );
                tell(remarks, Weight::Error, codes::NAME, element, message);
            }
            Some(variable) => {
                kind(element, &interaction, variable, remarks);
                key(element, &interaction, keys, remarks);
            }
        }
        if !filled.insert(response.clone()) {
            let message = format!(
                "Another interaction fills `{response}` already: give this one a response of its own."
            );
            tell(remarks, Weight::Error, codes::NAME, element, message);
        }
        repeated(element, remarks);
    }
    for child in element.elements() {
        walk(child, keys, names, filled, remarks);
    }
}

/// Words of which one is to be chosen.
fn words(of: impl Iterator<Item = &'static str>) -> String {
    of.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

/// Cardinality and base type of the response.
fn kind(element: &XmlElement, interaction: &Interaction, variable: &Variable, remarks: &mut Remarks) {
    let short = element.name.trim_start_matches("qti-").trim_end_matches("-interaction");
    let Some((_, cardinalities, bases)) = KINDS.iter().find(|(name, ..)| *name == short) else { return };
    let (name, declared) = (&variable.identifier, variable.cardinality);
    if !cardinalities.contains(&declared) {
        let message = format!(
            "`{name}` is {}, which `{}` cannot fill: declare it {}.",
            declared.as_str(),
            element.name,
            words(cardinalities.iter().map(|one| one.as_str()))
        );
        // One text fits into any container.
        let fits = cardinalities.contains(&C::Single) && matches!(declared, C::Multiple | C::Ordered);
        let weight = if fits { Weight::Lenient } else { Weight::Error };
        return tell(remarks, weight, codes::CARDINALITY, element, message);
    }
    if let Some(base) = variable.base
        && !bases.contains(&base)
    {
        let message = format!(
            "`{name}` holds a {}, which `{}` does not give: declare it {}.",
            base.as_str(),
            element.name,
            words(bases.iter().map(|one| one.as_str()))
        );
        // A text is what it can be read as.
        let is_text = bases.contains(&B::String);
        let weight = if is_text { Weight::Lenient } else { Weight::Error };
        tell(remarks, weight, codes::BASE_TYPE, element, message);
    }
    let Some(max) = most(interaction) else { return };
    if declared == C::Single && max != 1 {
        let message = format!(
            "`{name}` is single, and more than one can be chosen: declare it `multiple`, or let \
             one be the most."
        );
        tell(remarks, Weight::Error, codes::CARDINALITY, element, message);
    }
    if declared == C::Multiple && max == 1 {
        let message = format!(
            "`{name}` is multiple, and only one can be chosen: declare it `single`, or let more be chosen."
        );
        tell(remarks, Weight::Lenient, codes::CARDINALITY, element, message);
    }
    let bounds = interaction.bounds();
    if let Some(min) = bounds.min
        && max != 0
        && min > max
    {
        let message = format!(
            "At least {min} are to be chosen, and at most {max}: nobody can do both. Change one of them."
        );
        tell(remarks, Weight::Error, codes::VALUE, element, message);
    }
}

/// The most choices; `None` where the interaction has no such number, 0 for no limit.
fn most(interaction: &Interaction) -> Option<u32> {
    match &interaction.asked {
        InteractionKind::Choice { bounds, .. }
        | InteractionKind::HotText { bounds, .. }
        | InteractionKind::HotSpot { bounds, .. } => Some(bounds.max.unwrap_or(1)),
        InteractionKind::Match { bounds, .. }
        | InteractionKind::GapMatch { bounds, .. }
        | InteractionKind::GraphicGapMatch { bounds, .. } => bounds.max,
        _ => None,
    }
}

/// DeclaredNames in a key that no choice has: nobody could give that response.
fn key(element: &XmlElement, interaction: &Interaction, keys: &Keys<'_>, remarks: &mut Remarks) {
    let Some(correct) = keys.get(interaction.response_identifier.as_str()) else { return };
    let choices: HashSet<&str> = identifiers(element).into_iter().map(|(name, _)| name).collect();
    let is_named = matches!(interaction.asked, InteractionKind::Other(_)) || choices.is_empty();
    if is_named {
        return;
    }
    for value in correct.scalars() {
        let named: Vec<&String> = match value {
            Scalar::Identifier(name) => vec![name],
            Scalar::Pair(one, other) | Scalar::DirectedPair(one, other) => vec![one, other],
            _ => Vec::new(),
        };
        for name in named.into_iter().filter(|name| !choices.contains(name.as_str())) {
            let message = format!(
                "The key names `{name}`, and no choice of `{}` has that name: correct the key or the choice.",
                element.name
            );
            tell(remarks, Weight::Error, codes::NAME, element, message);
        }
    }
}

/// The names of what can be chosen in an interaction, with their elements.
fn identifiers(element: &XmlElement) -> Vec<(&str, &XmlElement)> {
    const CHOICES: [&str; 9] = [
        "qti-simple-choice",
        "qti-inline-choice",
        "qti-simple-associable-choice",
        "qti-gap-text",
        "qti-gap-img",
        "qti-gap",
        "qti-hottext",
        "qti-hotspot-choice",
        "qti-associable-hotspot",
    ];
    let mut found = Vec::new();
    for child in element.elements().filter(|child| !is_interaction(&child.name)) {
        if CHOICES.contains(&child.name.as_str())
            && let Some(name) = child.attribute("identifier")
        {
            found.push((name.trim(), child));
        }
        found.extend(identifiers(child));
    }
    found
}

/// Two choices of one name cannot be told apart.
fn repeated(element: &XmlElement, remarks: &mut Remarks) {
    let mut seen = HashSet::new();
    for (name, choice) in identifiers(element) {
        if !seen.insert(name) {
            let message = format!(
                "Two choices of `{}` have the name `{name}`: give one of them another.",
                element.name
            );
            tell(remarks, Weight::Error, codes::NAME, choice, message);
        }
    }
}
