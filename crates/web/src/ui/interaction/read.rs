//! A posted form of a question, as responses.
//!
//! What a browser can send for this question is read; anything else was made by hand and is refused. What a
//! person can do wrong with the form (too few, the same place twice) is read and told as a fault instead.

use std::collections::{BTreeMap, BTreeSet};

use assay_qti::view::{Asks, AssociableView, InteractionView, ItemView, ViewNode};

use super::{
    gap_match,
    paper::{FIELD_PREFIX, ResponseFault, Responses},
    words,
};

/// A text of one's own; of any script it fits a posted form ([`crate::routes::BODY_BYTES_MAX`]).
pub(super) const TEXT_CHARS_MAX: usize = 10_000;
/// A line inside a sentence.
pub(super) const LINE_CHARS_MAX: usize = 400;

/// What was read.
#[derive(Debug, PartialEq)]
pub(crate) struct FormRead {
    /// Every response variable of the question; an empty list where nothing was answered.
    pub responses: Responses,
    /// What a person would want to know before it is handed in.
    pub faults: Vec<ResponseFault>,
}

/// A form that no page of ours sends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ResponseRefused {
    /// The field's response variable, as it was sent.
    pub response: String,
    /// For whoever wrote the program that sent it.
    pub why: &'static str,
}

/// Whether a field belongs to a question, not to the page around it.
pub(crate) fn is_field(name: &str) -> bool {
    name.starts_with(FIELD_PREFIX)
}

/// Reads the fields of a question.
///
/// # Errors
/// A response variable or a value that this question does not have.
pub(crate) fn read<'f>(
    view: &ItemView,
    fields: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> Result<FormRead, ResponseRefused> {
    let interactions = interactions(view);
    let mut sent: BTreeMap<&str, Vec<&str>> =
        interactions.iter().map(|one| (one.response.as_str(), Vec::new())).collect();
    for (name, value) in fields {
        let response = name.strip_prefix(FIELD_PREFIX).unwrap_or(name);
        let known = sent.get_mut(response).filter(|_| is_field(name));
        let known = known.ok_or_else(|| refused(response, "the question has no such response"))?;
        // An empty list and an empty line are sent as well, and say nothing.
        if !value.is_empty() {
            known.push(value);
        }
    }
    let mut read = FormRead { responses: Responses::new(), faults: Vec::new() };
    for interaction in interactions {
        let values = sent.remove(interaction.response.as_str()).unwrap_or_default();
        let (values, fault) = one(interaction, &values).map_err(|why| refused(&interaction.response, why))?;
        let response = interaction.response.clone();
        read.faults.extend(fault.map(|text| ResponseFault { response: response.clone(), text }));
        read.responses.insert(response, values);
    }
    Ok(read)
}

fn refused(response: &str, why: &'static str) -> ResponseRefused {
    ResponseRefused { response: response.to_owned(), why }
}

/// The places to answer, in the order of the question.
pub(super) fn interactions(view: &ItemView) -> Vec<&InteractionView> {
    let mut found = Vec::new();
    collect(&view.body, &mut found);
    found
}

fn collect<'v>(nodes: &'v [ViewNode], into: &mut Vec<&'v InteractionView>) {
    for node in nodes {
        match node {
            ViewNode::Interaction { interaction } => into.push(interaction),
            ViewNode::Element { children, .. } | ViewNode::HotText { children, .. } => {
                collect(children, into)
            }
            ViewNode::Text { .. } | ViewNode::Gap { .. } => {}
        }
    }
}

/// The values of one response, and what is wrong with them.
type OneRead = Result<(Vec<String>, Option<String>), &'static str>;

fn one(view: &InteractionView, values: &[&str]) -> OneRead {
    let ids = |of: Vec<&str>, limits| identifiers(view, values, &of, limits);
    match &view.asks {
        Asks::Choice { choices, min, max, .. } => {
            ids(choices.iter().map(|one| one.identifier.as_str()).collect(), (*min, *max))
        }
        Asks::InlineChoice { choices, required } => {
            ids(choices.iter().map(|one| one.identifier.as_str()).collect(), (u32::from(*required), 1))
        }
        Asks::HotSpot { areas, min, max, .. } => {
            ids(areas.iter().map(|one| one.identifier.as_str()).collect(), (*min, *max))
        }
        Asks::HotText { content, min, max } => {
            let mut words = Vec::new();
            hot_words(content, &mut words);
            ids(words, (*min, *max))
        }
        Asks::Order { choices, min, max, .. } => {
            let known: Vec<&str> = choices.iter().map(|one| one.identifier.as_str()).collect();
            order(values, &known, (*min, *max))
        }
        Asks::Match { sources, targets, min, max } => {
            let targets: Vec<PairSide<'_>> = targets.iter().map(side).collect();
            pairs(view, values, &sides(sources), &targets, (*min, *max))
        }
        Asks::GapMatch { choices, content, min, max } => {
            let mut gaps = Vec::new();
            gap_match::gaps_of(content, &mut gaps);
            let gaps: Vec<PairSide<'_>> =
                gaps.into_iter().map(|(gap, required)| (gap, u32::from(required), 1)).collect();
            pairs(view, values, &sides(choices), &gaps, (*min, *max))
        }
        Asks::GraphicGapMatch { choices, areas, min, max, .. } => {
            let areas: Vec<PairSide<'_>> =
                areas.iter().map(|area| (area.identifier.as_str(), 0, area.match_max)).collect();
            pairs(view, values, &sides(choices), &areas, (*min, *max))
        }
        Asks::TextEntry { .. } => text(values, LINE_CHARS_MAX, str::trim),
        Asks::ExtendedText { .. } => text(values, TEXT_CHARS_MAX, |whole| whole),
    }
}

/// A name, in at least and at most so many pairs.
type PairSide<'v> = (&'v str, u32, u32);

fn side(one: &AssociableView) -> PairSide<'_> {
    (&one.identifier, one.match_min, one.match_max)
}

fn sides(of: &[AssociableView]) -> Vec<PairSide<'_>> {
    of.iter().map(side).collect()
}

fn hot_words<'v>(nodes: &'v [ViewNode], into: &mut Vec<&'v str>) {
    for node in nodes {
        match node {
            ViewNode::HotText { identifier, .. } => into.push(identifier),
            ViewNode::Element { children, .. } => hot_words(children, into),
            _ => {}
        }
    }
}

fn count(values: &[&str]) -> u32 {
    u32::try_from(values.len()).unwrap_or(u32::MAX)
}

/// Too few or too many, in the author's words where there are some.
fn limits(view: &InteractionView, count: u32, min: u32, max: u32) -> Option<String> {
    if count < min {
        return Some(view.min_message.clone().unwrap_or_else(|| words::too_few(count, min, max)));
    }
    let is_over = max > 0 && count > max;
    is_over.then(|| view.max_message.clone().unwrap_or_else(|| words::too_many(max)))
}

fn unique(values: &[&str]) -> Result<(), &'static str> {
    let distinct: BTreeSet<&&str> = values.iter().collect();
    if distinct.len() == values.len() { Ok(()) } else { Err("a value is given twice") }
}

fn identifiers(view: &InteractionView, values: &[&str], known: &[&str], (min, max): (u32, u32)) -> OneRead {
    unique(values)?;
    if !values.iter().all(|value| known.contains(value)) {
        return Err("the question has no such choice");
    }
    if max == 1 && values.len() > 1 {
        return Err("one alone can be chosen");
    }
    Ok((owned(values), limits(view, count(values), min, max)))
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

/// `PLACE IDENTIFIER`, in any sequence: the places make the order.
fn order(values: &[&str], known: &[&str], (min, max): (Option<u32>, Option<u32>)) -> OneRead {
    let all = u32::try_from(known.len()).unwrap_or(u32::MAX);
    let most = max.unwrap_or(all).min(all);
    let mut placed = Vec::new();
    for value in values {
        let (place, name) = value.split_once(' ').ok_or("a place and a choice are wanted")?;
        let place: u32 = place.parse().map_err(|_| "a place is a number")?;
        if place == 0 || place > most || !known.contains(&name) {
            return Err("the question has no such place or choice");
        }
        placed.push((place, name));
    }
    unique(&placed.iter().map(|(_, name)| *name).collect::<Vec<_>>())?;
    // Stable: of two at one place the upper one comes first.
    placed.sort_by_key(|(place, _)| *place);
    let twice = placed.iter().zip(placed.iter().skip(1)).find(|(one, next)| one.0 == next.0);
    let least = min.unwrap_or(all).min(all);
    let given = u32::try_from(placed.len()).unwrap_or(u32::MAX);
    let fault = match twice {
        Some(((place, _), _)) => Some(format!("Give each its own place: two stand at place {place}.")),
        None if given < least => {
            let (least, given) = (words::in_words(least), words::in_words(given));
            Some(format!("Give {least} their place: you have placed {given}."))
        }
        None => None,
    };
    Ok((placed.into_iter().map(|(_, name)| name.to_owned()).collect(), fault))
}

fn pairs(
    view: &InteractionView,
    values: &[&str],
    sources: &[PairSide<'_>],
    targets: &[PairSide<'_>],
    (min, max): (u32, u32),
) -> OneRead {
    unique(values)?;
    let (mut given, mut taken): (BTreeMap<&str, u32>, BTreeMap<&str, u32>) = Default::default();
    for value in values {
        let (source, target) = value.split_once(' ').ok_or("two names are wanted")?;
        let is_known = |side: &[PairSide<'_>], name: &str| side.iter().any(|one| one.0 == name);
        if !is_known(sources, source) || !is_known(targets, target) {
            return Err("the question has no such pair");
        }
        *given.entry(source).or_default() += 1;
        *taken.entry(target).or_default() += 1;
    }
    let over = |side: &[PairSide<'_>], used: &BTreeMap<&str, u32>| {
        side.iter()
            .find(|one| one.2 > 0 && used.get(one.0).is_some_and(|used| *used > one.2))
            .map(|one| one.2)
    };
    let under = |side: &[PairSide<'_>], used: &BTreeMap<&str, u32>| {
        side.iter().any(|one| used.get(one.0).copied().unwrap_or(0) < one.1)
    };
    let fault = match over(sources, &given).or_else(|| over(targets, &taken)) {
        Some(most) => {
            let times =
                if most == 1 { "once".to_owned() } else { format!("{} times", words::in_words(most)) };
            Some(format!("Use each at most {times}: one is used more often."))
        }
        None if under(sources, &given) || under(targets, &taken) => {
            Some("Use what has to be used: something is still left over.".to_owned())
        }
        None => limits(view, count(values), min, max),
    };
    Ok((owned(values), fault))
}

/// A text; line ends are as the page's script has them, whatever a form sends (HTML, 4.10.22.8).
fn text(values: &[&str], chars_max: usize, cut: fn(&str) -> &str) -> OneRead {
    let [text] = values else {
        return if values.is_empty() { Ok((Vec::new(), None)) } else { Err("one text is wanted") };
    };
    let text = text.replace("\r\n", "\n");
    if text.chars().count() > chars_max {
        return Err("the text is too long");
    }
    if text.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\t')) {
        return Err("the text has a character that no keyboard has");
    }
    let text = cut(&text);
    Ok((if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }, None))
}
