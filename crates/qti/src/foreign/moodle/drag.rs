//! Words into gaps, and words or pictures onto a picture.

use super::{
    choice::is_within,
    source::{MoodleQuestion, files_in, inline_in, inner, opened, text_in},
};
use crate::{
    foreign::{
        ForeignReading, codes,
        markup::{Desk, bytes_of, is_blank, size_of},
        plain::TextFormat,
        question::{
            AskedChoice, AskedKind, AskedPart, AskedPicture, ChoiceLook, Choosable, ForeignQuestion, Gaps,
            Puttable, number_of,
        },
        splice,
    },
    tree::{XmlElement, XmlNode},
};

/// The text with a mark for each `[[2]]`, and the choices named there, from 0.
fn gaps_in(text: &str, choices: usize) -> (String, Vec<usize>) {
    let (mut marked, mut found) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("[[") {
        marked.push_str(before);
        let named = behind.split_once("]]").and_then(|(name, behind)| {
            let choice = name.trim().parse::<usize>().ok()?.checked_sub(1)?;
            (choice < choices).then_some((choice, behind))
        });
        match named {
            Some((choice, behind)) => {
                marked.push_str(&splice::mark(found.len()));
                found.push(choice);
                rest = behind;
            }
            None => {
                marked.push_str("[[");
                rest = behind;
            }
        }
    }
    marked.push_str(rest);
    (marked, found)
}

/// The stem with its gaps; nothing where there is none.
fn gapped(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
    question: &mut ForeignQuestion,
    choices: usize,
) -> Option<Vec<usize>> {
    let (format, text) = opened(desk, source.child("questiontext")?);
    let (text, gaps) = gaps_in(&text, choices);
    if gaps.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "questiontext", "The text has no gap.");
        return None;
    }
    if !is_within(desk, gaps.len(), reading, "questiontext") || !is_within(desk, choices, reading, "choice") {
        return None;
    }
    question.stem = desk.blocks(format, &text);
    Some(gaps)
}

/// Gaps with a list in each: Moodle shows a list, and so does an inline choice.
pub(super) fn gapselect(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
    question: &mut ForeignQuestion,
) -> Option<Vec<AskedPart>> {
    let options = source.all("selectoption");
    let shuffle = source.flag("shuffleanswers").unwrap_or(false);
    let gaps = gapped(desk, source, reading, question, options.len())?;
    let each = 1.0 / f64::from(u32::try_from(gaps.len()).unwrap_or(u32::MAX));
    let group = |nth: usize| options.get(nth).map(|option| inner(option, "group")).unwrap_or_default();
    let mut parts = Vec::new();
    for right in gaps {
        let wanted = group(right);
        let inside = options.iter().enumerate().filter(|(nth, _)| group(*nth) == wanted);
        let options = inside.map(|(nth, option)| Choosable {
            content: inline_in(desk, option),
            share: if nth == right { 1.0 } else { 0.0 },
            feedback: Vec::new(),
        });
        let options = options.collect();
        let choice = AskedChoice { options, look: ChoiceLook::Inline, shuffle, ..AskedChoice::default() };
        parts.push(AskedPart { share: each, asks: AskedKind::Choice(choice) });
    }
    Some(parts)
}

pub(super) fn ddwtos(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
    question: &mut ForeignQuestion,
) -> Option<Vec<AskedPart>> {
    let boxes = source.all("dragbox");
    let shuffle = source.flag("shuffleanswers").unwrap_or(false);
    let gaps = gapped(desk, source, reading, question, boxes.len())?;
    let mut choices = Vec::new();
    for (nth, dragbox) in boxes.iter().enumerate() {
        let is_endless = dragbox.elements().any(|child| child.name == "infinite");
        let uses = gaps.iter().filter(|choice| **choice == nth).count().max(1);
        choices.push(Puttable {
            content: inline_in(desk, dragbox),
            group: group_name(&inner(dragbox, "group")),
            times: if is_endless { 0 } else { u32::try_from(uses).unwrap_or(1) },
        });
    }
    let group = |choice: usize| choices.get(choice).map(|choice| choice.group.clone()).unwrap_or_default();
    let gaps = gaps.into_iter().map(|choice| (group(choice), choice)).collect();
    Some(AskedPart::only(AskedKind::Gaps(Gaps { choices, gaps, shuffle })))
}

/// A group's number as a name.
fn group_name(number: &str) -> String {
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("group-{number}") } else { String::new() }
}

pub(super) fn ddimageortext(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
) -> Option<Vec<AskedPart>> {
    let drags = source.all("drag");
    let drops = source.all("drop");
    source.read("shuffleanswers", |_, _| {});
    let background = source.child("file").and_then(|file| {
        let base64 = file.children.iter().find_map(|node| match node {
            XmlNode::Text(text) => Some(text.as_str()),
            XmlNode::Element(_) => None,
        });
        let bytes = bytes_of(base64.unwrap_or_default())?;
        let size = size_of(&bytes)?;
        Some((desk.shelf.add(file.attribute("name").unwrap_or("picture"), bytes), size))
    });
    let Some((picture, size)) = background else {
        desk.notes.error(codes::MEDIA, "file", "The picture to put things on is not in the source.");
        return None;
    };
    if drops.is_empty() || !is_within(desk, drops.len().max(drags.len()), reading, "drop") {
        desk.notes.error(codes::INCOMPLETE, "drop", "The picture has no place to put things on.");
        return None;
    }
    let mut choices = Vec::new();
    let mut sizes = Vec::new();
    for drag in &drags {
        let (content, size) = dragged(desk, drag);
        let is_endless = drag.elements().any(|child| child.name == "infinite");
        let group = group_name(&inner(drag, "draggroup"));
        choices.push(Puttable { content, group, times: if is_endless { 0 } else { 1 } });
        sizes.push((inner(drag, "no"), size));
    }
    let mut areas = Vec::new();
    for drop in drops {
        let wanted = inner(drop, "choice");
        let Some(choice) = sizes.iter().position(|(number, _)| *number == wanted) else {
            desk.notes.error(codes::INCOMPLETE, "drop/choice", "A place names a choice that is not there.");
            continue;
        };
        let group = choices.get(choice).map(|choice| choice.group.clone()).unwrap_or_default();
        // The places of a group are as large as its largest choice.
        let largest = choices.iter().zip(&sizes).filter(|(choice, _)| choice.group == group);
        let (width, height) = largest.fold((0, 0), |(w, h), (_, (_, size))| (w.max(size.0), h.max(size.1)));
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a picture; a cast saturates")]
        let pixel = |name: &str| number_of(&inner(drop, name)).unwrap_or_default() as i64;
        let (left, top) = (pixel("xleft"), pixel("ytop"));
        let corners =
            [left, top, left.saturating_add(i64::from(width)), top.saturating_add(i64::from(height))];
        areas.push((corners, group, choice));
    }
    let message = "The places on the picture have the size of their largest choice.";
    desk.notes.lenient(codes::CHANGED, "drop", message);
    Some(AskedPart::only(AskedKind::Picture(AskedPicture { source: picture, choices, areas, size })))
}

/// A choice and its size in pixels.
fn dragged(desk: &mut Desk, drag: &XmlElement) -> (Vec<XmlNode>, (u32, u32)) {
    let text = text_in(drag);
    for (_, name, base64) in files_in(drag) {
        let Some((bytes, size)) =
            bytes_of(base64).and_then(|bytes| size_of(&bytes).map(|size| (bytes, size)))
        else {
            continue;
        };
        let source = desk.shelf.add(name, bytes);
        let shown = XmlElement::new("img")
            .with("src", source)
            .with("alt", text)
            .with("width", size.0.to_string())
            .with("height", size.1.to_string());
        return (vec![XmlNode::Element(shown)], size);
    }
    /// Pixels of a letter, about, and of what stands around a text.
    const LETTER: u32 = 9;
    let letters = u32::try_from(text.chars().count().min(100)).unwrap_or(100);
    let content = desk.inline(TextFormat::Html, &text);
    let content = if is_blank(&content) { vec![XmlNode::Text("–".to_owned())] } else { content };
    (content, (letters * LETTER + 20, 28))
}
