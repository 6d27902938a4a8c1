//! APIP's accessibility of 2.x as a catalog of 3.0.

use std::collections::BTreeSet;

use crate::{
    remark::{Remarks, Weight, codes},
    tree::{Space, XmlElement, XmlNode},
};

/// What related information of APIP is as a card's `support` in 3.0 (QTI 3.0, 2.4.3).
const SUPPORTS: [(&str, &str, &str); 4] = [
    ("spoken", "spokenText", "spoken"),
    ("brailleText", "brailleTextString", "braille"),
    ("keyWordTranslation", "", "keyword-translation"),
    ("simplifiedLanguagePortions", "", "simplified-language-portions"),
];

/// Moves what APIP says of elements into a catalog at the item, and tells what has no place there.
pub(super) fn to_catalog(root: &mut XmlElement, remarks: &mut Remarks) {
    let is_apip = |node: &XmlNode| match node {
        XmlNode::Element(child) => {
            matches!(&child.space, Space::Other(address) if address.contains("apip"))
                && child.name == "apipAccessibility"
        }
        XmlNode::Text(_) => false,
    };
    let (apip, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut root.children).into_iter().partition(is_apip);
    root.children = rest;
    let mut catalogs = Vec::new();
    for node in apip {
        let XmlNode::Element(accessibility) = node else { continue };
        for part in accessibility.elements() {
            match part.name.as_str() {
                "accessibilityInfo" => access_elements(part, &mut catalogs, remarks),
                _ => lost(part, remarks),
            }
        }
    }
    if catalogs.is_empty() {
        return;
    }
    for (linked, id, catalog) in &catalogs {
        if !link(root, linked, id) {
            let message =
                format!("APIP speaks of `{linked}`, which the item does not have: nothing leads to it.");
            remarks.add(Weight::Loss, codes::NAME, catalog.place, "qtiLinkIdentifierRef", message);
        }
    }
    let made = catalogs.into_iter().map(|(_, _, catalog)| catalog);
    match root.children.iter_mut().find_map(as_catalog_info) {
        Some(info) => info.children.extend(made.map(XmlNode::Element)),
        None => root.children.push(XmlNode::Element(XmlElement::new("qti-catalog-info").all(made))),
    }
}

fn as_catalog_info(node: &mut XmlNode) -> Option<&mut XmlElement> {
    match node {
        XmlNode::Element(child) if child.is("qti-catalog-info") => Some(child),
        _ => None,
    }
}

/// For each element that is spoken of: its id, the catalog's, and the catalog.
fn access_elements(
    info: &XmlElement,
    catalogs: &mut Vec<(String, String, XmlElement)>,
    remarks: &mut Remarks,
) {
    for access in info.elements() {
        let linked = named(access, "contentLinkInfo").and_then(|link| link.attribute("qtiLinkIdentifierRef"));
        let related = named(access, "relatedElementInfo");
        let (Some(linked), Some(related)) = (linked, related) else {
            lost(access, remarks);
            continue;
        };
        let is_read =
            |part: &&XmlElement| ["contentLinkInfo", "relatedElementInfo"].contains(&part.name.as_str());
        let mut twice = BTreeSet::new();
        for part in access.elements().filter(|part| !is_read(part) || !twice.insert(part.name.as_str())) {
            lost(part, remarks);
        }
        let cards: Vec<_> = related.elements().filter_map(|part| card(part, remarks)).collect();
        if !cards.is_empty() {
            let id = format!("catalog-{linked}");
            let catalog = XmlElement { place: access.place, ..XmlElement::new("qti-catalog") };
            catalogs.push((linked.to_owned(), id.clone(), catalog.with("id", id).all(cards)));
        }
    }
}

fn card(part: &XmlElement, remarks: &mut Remarks) -> Option<XmlElement> {
    let (_, inner, support) = SUPPORTS.iter().find(|(name, ..)| *name == part.name).or_else(|| {
        lost(part, remarks);
        None
    })?;
    let wanted = named(part, inner);
    let text = match wanted {
        Some(inner) => inner.all_text(),
        None => part.all_text(),
    };
    // Sounds, pronunciations and what else stands beside the text.
    for other in part.elements().filter(|other| wanted.is_some_and(|wanted| !std::ptr::eq(wanted, *other))) {
        lost(other, remarks);
    }
    let content =
        XmlElement::new("qti-html-content").text(text.split_whitespace().collect::<Vec<_>>().join(" "));
    let card = XmlElement { place: part.place, ..XmlElement::new("qti-card") };
    Some(card.with("support", *support).child(content))
}

fn named<'a>(element: &'a XmlElement, name: &str) -> Option<&'a XmlElement> {
    element.elements().find(|child| child.name == name)
}

fn lost(element: &XmlElement, remarks: &mut Remarks) {
    let name = &element.name;
    let message = format!("APIP's `{name}` has no place in QTI 3.0 that is known here; it was left out.");
    remarks.add(Weight::Loss, codes::UNKNOWN_ELEMENT, element.place, name.clone(), message);
}

/// Names the catalog at the element that it speaks of; whether there is one.
fn link(element: &mut XmlElement, linked: &str, id: &str) -> bool {
    let mut is_found = false;
    for node in &mut element.children {
        let XmlNode::Element(child) = node else { continue };
        let is_linked = ["id", "identifier"].iter().any(|name| child.attribute(name) == Some(linked));
        if is_linked && child.attribute("data-catalog-idref").is_none() {
            child.set("data-catalog-idref", id);
        }
        is_found |= child.attribute("data-catalog-idref") == Some(id) || link(child, linked, id);
    }
    is_found
}
