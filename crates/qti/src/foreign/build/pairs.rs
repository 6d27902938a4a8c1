//! What is paired: matches, gaps, and places on a picture.

use super::{
    ItemDraft, by_map,
    rules::{correct, declared, mapped},
};
use crate::{
    foreign::{
        question::{AskedPairs, AskedPicture, Gaps, Puttable},
        splice,
    },
    tree::{XmlElement, XmlNode},
};

/// Points for each right pair.
fn scored(draft: &mut ItemDraft, response: &str, right: Vec<(String, f64)>) {
    let most: f64 = right.iter().map(|(_, share)| share).sum();
    let entries = right.iter().map(|(pair, share)| {
        XmlElement::new("qti-map-entry")
            .with("map-key", pair.clone())
            .with("mapped-value", draft.worth(*share))
    });
    let mapping = XmlElement::new("qti-mapping")
        .with("default-value", "0")
        .with("lower-bound", "0")
        .with("upper-bound", draft.worth(most))
        .all(entries.collect::<Vec<_>>());
    let mut declaration = declared(response, "multiple", "directedPair");
    if !right.is_empty() {
        declaration = declaration.child(correct(right.into_iter().map(|(pair, _)| pair))).child(mapping);
    }
    draft.responses.push(declaration);
    let award = draft.award(mapped(response));
    draft.rules.push(by_map(response, award));
}

/// The nth source and target of a part.
fn names(draft: &ItemDraft, part: usize, nth: usize, is_target: bool) -> String {
    let prefix = if draft.is_several { format!("R{}_", part + 1) } else { String::new() };
    format!("{prefix}{}{}", if is_target { "T" } else { "S" }, nth + 1)
}

pub(super) fn pairs(draft: &mut ItemDraft, part: usize, share: f64, pairs: AskedPairs) -> XmlElement {
    let response = draft.response(part);
    let right = pairs.right.iter().map(|(source, target, worth)| {
        let pair = format!("{} {}", names(draft, part, *source, false), names(draft, part, *target, true));
        (pair, share * worth)
    });
    let right = right.collect();
    scored(draft, &response, right);
    let count = pairs.sources.len();
    let set = |contents: Vec<Vec<XmlNode>>, is_target: bool| {
        let choices = contents.into_iter().enumerate().map(|(nth, content)| {
            let choice = XmlElement::new("qti-simple-associable-choice")
                .with("identifier", names(draft, part, nth, is_target))
                .with("match-max", if is_target { "0" } else { "1" });
            XmlElement { children: content, ..choice }
        });
        XmlElement::new("qti-simple-match-set").all(choices.collect::<Vec<_>>())
    };
    XmlElement::new("qti-match-interaction")
        .with("response-identifier", response)
        .with("shuffle", if pairs.shuffle { "true" } else { "false" })
        .with("max-associations", count.to_string())
        .child(set(pairs.sources, false))
        .child(set(pairs.targets, true))
}

/// The choices of gaps; words alone where they are put into a line.
fn puttable(element: &str, nth: usize, choice: Puttable) -> XmlElement {
    let made = XmlElement::new(element)
        .with("identifier", format!("S{}", nth + 1))
        .with("match-max", choice.times.to_string())
        .with_maybe("match-group", Some(choice.group).filter(|group| !group.is_empty()));
    XmlElement { children: choice.content, ..made }
}

pub(super) fn gaps(draft: &mut ItemDraft, gaps: Gaps, stem: Vec<XmlNode>) -> XmlElement {
    let response = draft.response(0);
    let each = 1.0 / f64::from(u32::try_from(gaps.gaps.len().max(1)).unwrap_or(1));
    let right = gaps.gaps.iter().enumerate();
    let right = right.map(|(gap, (_, choice))| (format!("S{} G{}", choice + 1, gap + 1), each)).collect();
    scored(draft, &response, right);
    let count = gaps.gaps.len();
    let content = splice::replace(stem, &mut |gap| {
        let (group, _) = gaps.gaps.get(gap)?;
        let made = XmlElement::new("qti-gap").with("identifier", format!("G{}", gap + 1));
        Some(made.with_maybe("match-group", Some(group.clone()).filter(|group| !group.is_empty())))
    });
    let choices = gaps.choices.into_iter().enumerate();
    let mut made = XmlElement::new("qti-gap-match-interaction")
        .with("response-identifier", response)
        .with("shuffle", if gaps.shuffle { "true" } else { "false" })
        .with("max-associations", count.to_string())
        .all(choices.map(|(nth, choice)| puttable("qti-gap-text", nth, choice)));
    made.children.extend(content);
    made
}

pub(super) fn picture(draft: &mut ItemDraft, picture: AskedPicture) -> XmlElement {
    let response = draft.response(0);
    let each = 1.0 / f64::from(u32::try_from(picture.areas.len().max(1)).unwrap_or(1));
    let right = picture.areas.iter().enumerate();
    let right =
        right.map(|(area, (_, _, choice))| (format!("S{} G{}", choice + 1, area + 1), each)).collect();
    scored(draft, &response, right);
    let (width, height) = picture.size;
    let shown = XmlElement::new("img")
        .with("src", picture.source)
        .with("alt", "")
        .with("width", width.to_string())
        .with("height", height.to_string());
    let count = picture.areas.len();
    let areas = picture.areas.into_iter().enumerate().map(|(nth, (corners, group, _))| {
        let coords: Vec<String> = corners.iter().map(i64::to_string).collect();
        XmlElement::new("qti-associable-hotspot")
            .with("identifier", format!("G{}", nth + 1))
            .with("match-max", "1")
            .with("shape", "rect")
            .with("coords", coords.join(","))
            .with_maybe("match-group", Some(group).filter(|group| !group.is_empty()))
    });
    let choices = picture.choices.into_iter().enumerate().map(|(nth, choice)| {
        let is_picture = matches!(choice.content.as_slice(), [XmlNode::Element(only)] if only.is("img"));
        puttable(if is_picture { "qti-gap-img" } else { "qti-gap-text" }, nth, choice)
    });
    XmlElement::new("qti-graphic-gap-match-interaction")
        .with("response-identifier", response)
        .with("max-associations", count.to_string())
        .child(shown)
        .all(choices.collect::<Vec<_>>())
        .all(areas.collect::<Vec<_>>())
}
