//! A body whose lines stand without a block, as many tools write it.

use crate::{
    reading::tell,
    remark::{Remarks, Weight, codes},
    tree::{Space, XmlElement, XmlNode},
};

/// What may stand in a body by itself (QTI 3.0, 2.5).
const BLOCKS: [&str; 47] = [
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "video",
    "qti-associate-interaction",
    "qti-choice-interaction",
    "qti-custom-interaction",
    "qti-drawing-interaction",
    "qti-extended-text-interaction",
    "qti-feedback-block",
    "qti-gap-match-interaction",
    "qti-graphic-associate-interaction",
    "qti-graphic-gap-match-interaction",
    "qti-graphic-order-interaction",
    "qti-hotspot-interaction",
    "qti-hottext-interaction",
    "qti-match-interaction",
    "qti-media-interaction",
    "qti-order-interaction",
    "qti-portable-custom-interaction",
    "qti-position-object-stage",
    "qti-rubric-block",
    "qti-select-point-interaction",
    "qti-slider-interaction",
    "qti-template-block",
];

/// The body with a `div` around each run of lines and of what stands in lines.
///
/// It is shown the same, and a `div` may hold them.
pub(super) fn in_blocks(body: &XmlElement, remarks: &mut Remarks) -> XmlElement {
    let mut made = XmlElement { children: Vec::new(), ..body.clone() };
    let mut run: Vec<XmlNode> = Vec::new();
    for node in &body.children {
        if is_block(node) {
            close(&mut run, &mut made, remarks);
            made.children.push(node.clone());
        } else {
            run.push(node.clone());
        }
    }
    close(&mut run, &mut made, remarks);
    without_blanks(&mut made);
    made
}

/// White space in what can hold nothing means nothing, and the schema refuses it.
fn without_blanks(element: &mut XmlElement) {
    const EMPTY: [&str; 10] = [
        "br",
        "col",
        "hr",
        "img",
        "qti-associable-hotspot",
        "qti-end-attempt-interaction",
        "qti-gap",
        "qti-hotspot-choice",
        "qti-printed-variable",
        "qti-text-entry-interaction",
    ];
    if EMPTY.contains(&element.name.as_str()) && element.children.iter().all(is_blank) {
        element.children.clear();
    }
    for node in &mut element.children {
        if let XmlNode::Element(child) = node {
            without_blanks(child);
        }
    }
}

fn is_blank(node: &XmlNode) -> bool {
    matches!(node, XmlNode::Text(text) if text.trim().is_empty())
}

fn is_block(node: &XmlNode) -> bool {
    match node {
        XmlNode::Text(_) => false,
        XmlNode::Element(child) => match child.space {
            Space::Qti => {
                let is_known = child.name.starts_with("qti-upload") || BLOCKS.contains(&child.name.as_str());
                // What nobody knows stays where it stood.
                is_known || !is_line(&child.name)
            }
            _ => true,
        },
    }
}

/// What stands in a line.
fn is_line(name: &str) -> bool {
    const LINES: [&str; 31] = [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "dfn",
        "em",
        "i",
        "img",
        "kbd",
        "label",
        "object",
        "picture",
        "q",
        "ruby",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "var",
        "qti-text-entry-interaction",
        "qti-inline-choice-interaction",
        "qti-end-attempt-interaction",
    ];
    let more = ["qti-printed-variable", "qti-feedback-inline", "qti-template-inline", "qti-hottext"];
    LINES.contains(&name) || more.contains(&name)
}

fn close(run: &mut Vec<XmlNode>, body: &mut XmlElement, remarks: &mut Remarks) {
    let nodes = std::mem::take(run);
    if nodes.iter().all(is_blank) {
        return body.children.extend(nodes);
    }
    let first = nodes.iter().find_map(|node| match node {
        XmlNode::Element(element) => Some(element),
        XmlNode::Text(_) => None,
    });
    let message = "Lines stand in the body without a block around them; a `div` was put around them.";
    tell(remarks, Weight::Lenient, codes::ORDER, first.unwrap_or(body), message);
    let place = first.map_or(body.place, |first| first.place);
    let block = XmlElement { children: nodes, place, ..XmlElement::new("div") };
    body.children.push(XmlNode::Element(block));
}
