//! Marks in a text for what will stand there, before the text is read as markup.
//!
//! A mark is a number between two letters of the private use area; a source's own such letters are taken
//! out first, so that no source can set one.

use crate::tree::{XmlElement, XmlNode};

/// Before the number.
pub(super) const OPEN: char = '\u{f8f0}';
/// Behind the number.
const CLOSE: char = '\u{f8f1}';

/// The mark of a number.
pub(super) fn mark(number: usize) -> String {
    format!("{OPEN}{number}{CLOSE}")
}

/// A source's text without letters that marks are made of.
pub(super) fn unmarked(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// The numbers that are marked in a text, in order.
pub(super) fn marks(text: &str) -> Vec<usize> {
    let pieces = text.split(OPEN).skip(1);
    pieces.filter_map(|piece| piece.split_once(CLOSE)?.0.parse().ok()).collect()
}

/// Replaces every mark by what stands for it; a mark without anything goes.
pub(super) fn replace(
    nodes: Vec<XmlNode>,
    make: &mut dyn FnMut(usize) -> Option<XmlElement>,
) -> Vec<XmlNode> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            XmlNode::Element(mut element) => {
                element.children = replace(std::mem::take(&mut element.children), make);
                found.push(XmlNode::Element(element));
            }
            XmlNode::Text(text) => replace_text(&text, make, &mut found),
        }
    }
    found
}

fn replace_text(text: &str, make: &mut dyn FnMut(usize) -> Option<XmlElement>, found: &mut Vec<XmlNode>) {
    let mut pieces = text.split(OPEN);
    let push = |text: &str, found: &mut Vec<XmlNode>| {
        if !text.is_empty() {
            found.push(XmlNode::Text(text.to_owned()));
        }
    };
    push(pieces.next().unwrap_or_default(), found);
    for piece in pieces {
        let (number, rest) = piece.split_once(CLOSE).unwrap_or(("", piece));
        if let Some(element) = number.parse().ok().and_then(&mut *make) {
            found.push(XmlNode::Element(element));
        }
        push(rest, found);
    }
}
