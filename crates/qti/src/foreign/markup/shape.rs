//! Where blocks and lines may stand: the content models of the subset.

use super::table::{holds_lines, is_block};
use crate::{
    foreign::{codes, notes::Notes, splice},
    tree::{Space, XmlElement, XmlNode},
};

/// Whether a node stands by itself and not in a line.
pub(super) fn is_block_node(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Element(element) if element.space == Space::Qti && is_block(&element.name))
}

/// Whether nodes show nothing.
pub(in crate::foreign) fn is_blank(nodes: &[XmlNode]) -> bool {
    nodes.iter().all(|node| match node {
        XmlNode::Text(text) => text.trim_matches(is_space).is_empty(),
        XmlNode::Element(element) => {
            let shows = matches!(element.name.as_str(), "img" | "audio" | "video" | "hr" | "table" | "math");
            !shows && is_blank(&element.children)
        }
    })
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{a0}'
}

fn is_space_node(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Text(text) if text.trim().is_empty())
}

/// Lines between blocks become paragraphs.
pub(super) fn blocks(nodes: Vec<XmlNode>) -> Vec<XmlNode> {
    let mut found: Vec<XmlNode> = Vec::new();
    let mut run: Vec<XmlNode> = Vec::new();
    let close = |run: &mut Vec<XmlNode>, found: &mut Vec<XmlNode>| {
        let children = trimmed(std::mem::take(run));
        if !is_blank(&children) {
            found.push(XmlNode::Element(XmlElement { children, ..XmlElement::new("p") }));
        }
    };
    for node in nodes {
        if is_block_node(&node) {
            close(&mut run, &mut found);
            let is_empty = matches!(&node, XmlNode::Element(e) if e.is("p") && is_blank(&e.children));
            if !is_empty {
                found.push(node);
            }
        } else {
            run.push(node);
        }
    }
    close(&mut run, &mut found);
    found
}

/// A lone paragraph gives way to what is in it.
pub(in crate::foreign) fn flow(nodes: Vec<XmlNode>) -> Vec<XmlNode> {
    let mut nodes = trimmed(nodes);
    if let [XmlNode::Element(only)] = nodes.as_mut_slice()
        && (only.is("p") || only.is("div"))
        && only.attributes.iter().all(|attribute| matches!(attribute.name.as_str(), "dir" | "class"))
    {
        let children = std::mem::take(&mut only.children);
        return flow(children);
    }
    if nodes.iter().any(is_block_node) { blocks(nodes) } else { nodes }
}

/// Blocks become lines, one behind the other.
pub(in crate::foreign) fn inline(nodes: Vec<XmlNode>) -> Vec<XmlNode> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            XmlNode::Element(element) if element.space == Space::Qti && is_block(&element.name) => {
                let inner = inline(element.children);
                if is_blank(&inner) {
                    continue;
                }
                if !is_blank(&found) {
                    found.push(XmlNode::Element(XmlElement::new("br")));
                }
                found.extend(inner);
            }
            node => found.push(node),
        }
    }
    trimmed(found)
}

/// Without white space before and behind.
fn trimmed(mut nodes: Vec<XmlNode>) -> Vec<XmlNode> {
    while nodes.last().is_some_and(is_space_node) {
        nodes.pop();
    }
    let spaces = nodes.iter().take_while(|node| is_space_node(node)).count();
    nodes.drain(..spaces);
    if let Some(XmlNode::Text(text)) = nodes.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if let Some(XmlNode::Text(text)) = nodes.first_mut() {
        *text = text.trim_start().to_owned();
    }
    nodes
}

/// An element with what it may hold.
pub(super) fn fitted(mut element: XmlElement, notes: &mut Notes) -> XmlElement {
    match element.name.as_str() {
        "ul" | "ol" => only(&mut element, &["li"], "li"),
        "dl" => only(&mut element, &["dt", "dd"], "dd"),
        "tr" => only(&mut element, &["td", "th"], "td"),
        "thead" | "tbody" | "tfoot" => only(&mut element, &["tr"], "tr"),
        "colgroup" => element.children.retain(|node| matches!(node, XmlNode::Element(e) if e.is("col"))),
        "table" => table(&mut element),
        "img" | "br" | "hr" | "col" | "source" | "track" => element.children.clear(),
        "blockquote" => element.children = blocks(element.children),
        name if holds_lines(name) && element.children.iter().any(is_block_node) => {
            if name != "p" {
                let message = format!("`<{name}>` around paragraphs became `<div>`.");
                notes.lenient(codes::MARKUP, name, message);
            }
            element.name = "div".to_owned();
            element
                .attributes
                .retain(|attribute| matches!(attribute.name.as_str(), "class" | "dir" | "xml:lang"));
        }
        _ => {}
    }
    element
}

/// Leaves certain elements alone in an element; runs of others go into one of them.
fn only(element: &mut XmlElement, names: &[&str], wrap: &str) {
    let mut found: Vec<XmlNode> = Vec::new();
    let mut run: Vec<XmlNode> = Vec::new();
    let close = |run: &mut Vec<XmlNode>, found: &mut Vec<XmlNode>| {
        let children = std::mem::take(run);
        if !is_blank(&children) {
            found.push(XmlNode::Element(XmlElement { children, ..XmlElement::new(wrap) }));
        }
    };
    for node in std::mem::take(&mut element.children) {
        match node {
            XmlNode::Element(child) if names.contains(&child.name.as_str()) => {
                close(&mut run, &mut found);
                found.push(XmlNode::Element(child));
            }
            node => run.push(node),
        }
    }
    close(&mut run, &mut found);
    element.children = found;
}

/// The parts of a table in the order of the schema: a foot stands before the bodies.
fn table(element: &mut XmlElement) {
    let rank = |node: &XmlNode| match node {
        XmlNode::Element(child) => match child.name.as_str() {
            "caption" => Some(0),
            "col" => Some(1),
            "colgroup" => Some(2),
            "thead" => Some(3),
            "tfoot" => Some(4),
            "tbody" => Some(5),
            "tr" => Some(6),
            _ => None,
        },
        XmlNode::Text(_) => None,
    };
    element.children.retain(|node| rank(node).is_some());
    element.children.sort_by_key(rank);
}

/// Splits what holds lines alone around a mark that a block will stand for.
pub(in crate::foreign) fn split_lines(
    nodes: Vec<XmlNode>,
    is_block_mark: &dyn Fn(usize) -> bool,
) -> Vec<XmlNode> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            XmlNode::Element(element) if holds_lines(&element.name) && element.space == Space::Qti => {
                let has_mark = splice::marks(&element.all_text()).into_iter().any(is_block_mark);
                if has_mark && !element.is("p") {
                    let name = if is_block(&element.name) { "div" } else { "span" };
                    let children = split_lines(element.children, is_block_mark);
                    if name == "span" {
                        found.extend(children);
                    } else {
                        found.push(XmlNode::Element(XmlElement { children, ..XmlElement::new(name) }));
                    }
                } else if has_mark {
                    let children = split_lines(element.children, is_block_mark);
                    found.push(XmlNode::Element(XmlElement { name: "div".to_owned(), children, ..element }));
                } else {
                    found.push(XmlNode::Element(element));
                }
            }
            XmlNode::Element(mut element) => {
                element.children = split_lines(element.children, is_block_mark);
                found.push(XmlNode::Element(element));
            }
            text => found.push(text),
        }
    }
    found
}
