//! Responses to an item, made from the item alone: right ones, wrong ones and those at an edge.
//!
//! The same item gives the same responses each time. Each variable is varied with every other one at its
//! key, so that what a rule says of one of them is seen; nothing at all is the first response.

mod marks;
mod sets;

use std::collections::{BTreeMap, BTreeSet};

use assay_qti::{
    declaration::ResponseDeclaration,
    interaction::{Interaction, InteractionKind},
    item::AssessmentItem,
    remark::Remarks,
    tree::XmlElement,
    value::{BaseType, Cardinality, Scalar},
};

use marks::Marks;

/// Of one variable; the subsets of six choices are 64.
const VALUES_MAX: usize = 96;
/// Of one item.
const RESPONSES_MAX: usize = 400;

/// A choice that no item has.
const STRANGER: &str = "no-such-choice";

/// What each response variable is given; an empty list is NULL.
pub type Given = BTreeMap<String, Vec<String>>;

/// Responses to an item, none twice.
pub fn of(item: &AssessmentItem) -> Vec<Given> {
    let interactions = Interaction::all(&item.body, &mut Remarks::default());
    let marks = Marks::of(item);
    let declared: Vec<_> =
        item.declarations.responses.iter().filter(|one| one.variable.base != Some(BaseType::File)).collect();
    let keys: Given = declared
        .iter()
        .map(|one| (one.variable.identifier.clone(), key(one)))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    let nothing: Given = declared.iter().map(|one| (one.variable.identifier.clone(), Vec::new())).collect();
    let mut made = vec![nothing.clone(), keys.clone()];
    for one in &declared {
        let name = &one.variable.identifier;
        let interaction = interactions.iter().find(|it| it.response_identifier == *name);
        for value in values(one, interaction, &marks) {
            for others in [&keys, &nothing] {
                let mut given = others.clone();
                given.insert(name.clone(), value.clone());
                made.push(given);
            }
        }
    }
    let mut seen = BTreeSet::new();
    for given in &mut made {
        given.extend(
            nothing.clone().into_iter().filter(|(name, _)| !given.contains_key(name)).collect::<Given>(),
        );
    }
    made.retain(|given| seen.insert(given.clone()));
    made.truncate(RESPONSES_MAX);
    made
}

/// The key's texts.
fn key(declared: &ResponseDeclaration) -> Vec<String> {
    declared.correct.scalars().iter().map(Scalar::lexical).collect()
}

/// What a variable may be given: by its interaction, its key, its mappings and what the rules compare with.
fn values(
    declared: &ResponseDeclaration,
    interaction: Option<&Interaction>,
    marks: &Marks,
) -> Vec<Vec<String>> {
    let cardinality = declared.variable.cardinality;
    let base = declared.variable.base;
    let key = key(declared);
    let mapped: Vec<String> =
        declared.mapping.iter().flat_map(|mapping| &mapping.entries).map(|one| one.key.lexical()).collect();
    let mut near: Vec<String> = key.iter().chain(&mapped).cloned().collect();
    near.extend(match base {
        Some(BaseType::Integer) => marks.whole_numbers(&near),
        Some(BaseType::Float | BaseType::Duration) | None => marks.numbers(&near),
        Some(BaseType::String) => marks.texts(&near),
        Some(BaseType::Point) => marks::points(declared, &near),
        Some(BaseType::Boolean) => vec!["true".to_owned(), "false".to_owned()],
        Some(BaseType::Pair | BaseType::DirectedPair) => near.iter().map(|pair| sets::turned(pair)).collect(),
        _ => vec![STRANGER.to_owned()],
    });
    let offered = interaction.map(offered).unwrap_or_default();
    let mut values = match cardinality {
        Cardinality::Single | Cardinality::Record => Vec::new(),
        Cardinality::Ordered => sets::orders(&offered.alone, &key),
        Cardinality::Multiple => match offered.sources.is_empty() {
            true => sets::subsets(&offered.alone),
            false => sets::pairings(&offered.sources, &offered.targets),
        },
    };
    if cardinality != Cardinality::Single && cardinality != Cardinality::Record {
        let stranger = match base {
            Some(BaseType::Pair | BaseType::DirectedPair) => format!("{STRANGER} {STRANGER}"),
            Some(BaseType::Point) => "0 0".to_owned(),
            _ => STRANGER.to_owned(),
        };
        values.extend(sets::variations(&key, &stranger));
        values.extend(sets::variations(&mapped, &stranger));
    }
    let pairs = offered.sources.iter().flat_map(|source| {
        offered
            .targets
            .iter()
            .filter(move |target| *target != source)
            .map(move |target| format!("{source} {target}"))
    });
    let ones = offered.alone.iter().cloned().chain(pairs).chain(near);
    values.extend(ones.map(|one| vec![one]));
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values.truncate(VALUES_MAX);
    values
}

/// What an interaction lets a candidate choose.
#[derive(Default)]
struct Offered {
    /// One by one.
    alone: Vec<String>,
    /// To be paired with a target.
    sources: Vec<String>,
    targets: Vec<String>,
}

fn offered(interaction: &Interaction) -> Offered {
    let alone = |alone: Vec<String>| Offered { alone, ..Offered::default() };
    let paired = |sources, targets| Offered { alone: Vec::new(), sources, targets };
    let named = |content: &XmlElement, name: &str| identifiers(content, &[name]);
    match &interaction.asked {
        InteractionKind::Choice { choices, .. }
        | InteractionKind::Order { choices, .. }
        | InteractionKind::InlineChoice { choices, .. } => {
            alone(choices.iter().map(|choice| choice.identifier.clone()).collect())
        }
        InteractionKind::HotSpot { areas, .. } => {
            alone(areas.iter().map(|area| area.identifier.clone()).collect())
        }
        InteractionKind::HotText { .. } => alone(named(&interaction.write(), "qti-hottext")),
        InteractionKind::Match { sources, targets, .. } => paired(
            sources.iter().map(|one| one.choice.identifier.clone()).collect(),
            targets.iter().map(|one| one.choice.identifier.clone()).collect(),
        ),
        InteractionKind::GapMatch { choices, .. } => paired(
            choices.iter().map(|one| one.choice.identifier.clone()).collect(),
            named(&interaction.write(), "qti-gap"),
        ),
        InteractionKind::GraphicGapMatch { choices, areas, .. } => paired(
            choices.iter().map(|one| one.choice.identifier.clone()).collect(),
            areas.iter().map(|area| area.identifier.clone()).collect(),
        ),
        InteractionKind::TextEntry(_) | InteractionKind::ExtendedText(_) => Offered::default(),
        InteractionKind::Other(element) => {
            let ends = identifiers(element, &["qti-simple-associable-choice", "qti-associable-hotspot"]);
            let places = identifiers(element, &["qti-hotspot-choice", "qti-simple-choice"]);
            Offered { alone: places, sources: ends.clone(), targets: ends }
        }
    }
}

/// The identifiers of elements of some names, in the file's order.
fn identifiers(element: &XmlElement, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for child in element.elements() {
        if names.iter().any(|name| child.is(name)) {
            found.extend(child.attribute("identifier").map(str::to_owned));
        }
        found.extend(identifiers(child, names));
    }
    found
}
