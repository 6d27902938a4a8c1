//! The trees of an item: a body, feedback, catalogs.

use super::{
    names::{BUILT_IN, Declared, DeclaredNames},
    table,
};
use crate::{
    interaction::{can_be_shown, is_interaction},
    reading::{tell, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::{Space, XmlElement},
    view,
};

/// Holds a tree against the tables of the standard, and the names in it against the declarations.
pub(super) fn check(element: &XmlElement, names: &DeclaredNames<'_>, remarks: &mut Remarks) {
    match element.space {
        Space::Qti => {}
        Space::Ssml => return,
        Space::MathMl => return formula(element, remarks),
        Space::XInclude => {
            let message = "What is included from another file is not followed; the element is kept. \
                 Write here what it includes.";
            return tell(remarks, Weight::Loss, codes::UNKNOWN_ELEMENT, element, message);
        }
        Space::Svg | Space::Other(_) => return unknown(element, remarks),
    }
    let Some(rule) = table::rule(&element.name) else {
        unknown(element, remarks);
        return element.elements().for_each(|child| check(child, names, remarks));
    };
    attributes(element, rule, remarks);
    names_of(element, names, remarks);
    if is_interaction(&element.name) && !can_be_shown(&element.name) {
        let message = format!(
            "`{}` cannot be shown here; it is kept, scored and exported. Ask in another way, or give \
             it elsewhere.",
            element.name
        );
        tell(remarks, Weight::Loss, codes::NOT_SHOWN, element, message);
    }
    media(element, remarks);
    if !rule.may_hold_text() {
        tell_stray_text(remarks, element);
    }
    if rule.holds_anything() {
        return;
    }
    for child in element.elements() {
        let is_known = child.space == Space::Qti && table::rule(&child.name).is_some();
        if is_known && !rule.may_hold(&child.name) {
            let message =
                format!("`{}` does not stand in `{}` in QTI; read all the same.", child.name, element.name);
            tell(remarks, Weight::Lenient, codes::ORDER, child, message);
        }
        check(child, names, remarks);
    }
}

/// Sounds, films and links, and pictures from elsewhere: nothing leads out of a question.
fn media(element: &XmlElement, remarks: &mut Remarks) {
    let name = element.name.as_str();
    let message = match name {
        "audio" | "video" | "object" => format!("`{name}` cannot be shown here; it is kept and exported."),
        "a" if element.attribute("href").is_some() => {
            "A link is shown as its text alone: nothing leads out of a question. Say in the text what it \
             leads to."
                .to_owned()
        }
        "img" => match element.attribute("src") {
            Some(source) if !view::is_shown_source(source) => format!(
                "The picture `{}` is not a file of the package: nothing is fetched, and candidates read its \
                 `alt` instead. Put the picture into the package.",
                source.chars().take(SOURCE_LETTERS).collect::<String>()
            ),
            _ => return,
        },
        _ => return,
    };
    tell(remarks, Weight::Loss, codes::NOT_SHOWN, element, message);
}

/// Letters of a picture's address that are told: its bytes may stand in it.
const SOURCE_LETTERS: usize = 80;

/// Parts of a formula that no browser is given.
fn formula(element: &XmlElement, remarks: &mut Remarks) {
    let is_note = matches!(element.name.as_str(), "annotation" | "annotation-xml");
    if element.space == Space::MathMl && is_note {
        return;
    }
    if element.space != Space::MathMl || !view::is_shown_formula(&element.name) {
        let message =
            format!("`{}` of a formula cannot be shown here; it is kept and exported.", element.name);
        return tell(remarks, Weight::Loss, codes::NOT_SHOWN, element, message);
    }
    element.elements().for_each(|part| formula(part, remarks));
}

fn unknown(element: &XmlElement, remarks: &mut Remarks) {
    let message = format!(
        "QTI has no element `{}` here: it is kept, and of it only text is shown. Use one that QTI has.",
        element.name
    );
    tell(remarks, Weight::Loss, codes::UNKNOWN_ELEMENT, element, message);
}

fn attributes(element: &XmlElement, rule: &table::ElementRule, remarks: &mut Remarks) {
    let name = &element.name;
    for attribute in &element.attributes {
        if !rule.has_attribute(&attribute.name) && !rule.holds_anything() {
            let construct = format!("{name}/@{}", attribute.name);
            let message = format!("`{name}` has no attribute `{}` in QTI; it is kept.", attribute.name);
            remarks.add(Weight::Lenient, codes::UNKNOWN_ATTRIBUTE, element.place, construct, message);
        }
    }
    // What interactions and choices lack, their reading tells.
    let is_read = is_interaction(name) && can_be_shown(name) || READ.contains(&name.as_str());
    for needed in rule.needed.iter().filter(|needed| element.attribute(needed).is_none()) {
        let is_named = ["identifier", "response-identifier", "shape", "coords"].contains(needed);
        if is_read && is_named {
            continue;
        }
        // A picture without a description, or a choice without a number of pairs, can be shown.
        let weight = match name.starts_with("qti-") && *needed != "match-max" && *needed != "type" {
            true => Weight::Error,
            false => Weight::Lenient,
        };
        let construct = format!("{name}/@{needed}");
        let message = format!("`{name}` needs the attribute `{needed}`: write it.");
        remarks.add(weight, codes::MISSING_ATTRIBUTE, element.place, construct, message);
    }
}

/// Parts of interactions that are read into types.
const READ: [&str; 7] = [
    "qti-simple-choice",
    "qti-inline-choice",
    "qti-simple-associable-choice",
    "qti-gap-text",
    "qti-gap-img",
    "qti-hotspot-choice",
    "qti-associable-hotspot",
];

/// DeclaredNames of variables in a body, and of which kind they must be.
fn names_of(element: &XmlElement, names: &DeclaredNames<'_>, remarks: &mut Remarks) {
    let wanted = |attribute: &str, kind: Declared, what: &str, remarks: &mut Remarks| {
        // Feedback that is never said is a loss; a choice that is never there is another question.
        let weight = if kind == Declared::Outcome { Weight::Loss } else { Weight::Error };
        if let Some(name) = element.attribute(attribute).map(str::trim)
            && names.of_kind(name, kind).is_none()
            && !(kind == Declared::Outcome && BUILT_IN.contains(&name))
        {
            let construct = format!("{}/@{attribute}", element.name);
            let message = format!(
                "Nothing declares the {what} `{name}`: this is never shown. Declare it, or write \
                 another's name."
            );
            remarks.add(weight, codes::NAME, element.place, construct, message);
        }
    };
    wanted("outcome-identifier", Declared::Outcome, "outcome", remarks);
    wanted("template-identifier", Declared::Template, "template variable", remarks);
    if element.is("qti-printed-variable")
        && let Some(name) = element.attribute("identifier").map(str::trim)
        && !names.knows(name)
    {
        let message = format!(
            "Nothing declares the variable `{name}`, which is to be printed: declare it, or take this out."
        );
        tell(remarks, Weight::Error, codes::NAME, element, message);
    }
}
