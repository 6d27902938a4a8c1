//! XML: text to tree and back.
//!
//! Reading takes no document types and so no entities beyond XML's five, opens nothing, and holds every limit
//! before a tree is made: [`parse`] first walks the bytes once, without recursion and without keeping
//! anything, and then lets `roxmltree` read. Writing is exact: what was written reads back as the same tree.
//! `xot`, `libxml` and `xmltree` were looked at; `roxmltree` keeps places and refuses document types by
//! itself.
//!
//! ```
//! use assay_qti::xml::{self, XmlLimits};
//!
//! let tree = xml::parse("<p>1 &lt; 2</p>", &XmlLimits::ITEM).unwrap();
//! assert_eq!(tree.all_text(), "1 < 2");
//! assert!(xml::parse("<!DOCTYPE p []><p/>", &XmlLimits::ITEM).is_err());
//! ```

mod limits;
mod scan;
mod spaces;
mod write;

use roxmltree::{Document, NodeType, ParsingOptions};

use limits::refused;

use crate::{
    remark::Remark,
    tree::{Attribute, Place, XmlElement, XmlNode},
};

pub use limits::XmlLimits;
pub use spaces::{MATHML, QTI_3, SSML, SVG, XHTML, XINCLUDE};
pub use write::{write, write_indented};

/// The tree of a text, with places; names and vocabularies as they stand in it.
///
/// Comments and processing instructions are no part of it, nor is `xsi:schemaLocation`, which speaks of the
/// file. Its depth is within the limit, so that what walks it may recur.
pub fn parse(text: &str, limits: &XmlLimits) -> Result<XmlElement, Remark> {
    scan::check(text, limits)?;
    let nodes = u32::try_from(limits.nodes).unwrap_or(u32::MAX).saturating_mul(2);
    let options = ParsingOptions { allow_dtd: false, nodes_limit: nodes, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        refused(Place { line: at.row, column: at.col }, format!("This is not XML that can be read: {error}."))
    })?;
    Ok(tree_of(&document, text))
}

/// The text of a file's bytes.
///
/// UTF-8, UTF-16 with a mark, or ISO 8859-1 where the file says so.
pub fn decode(bytes: &[u8]) -> Result<String, Remark> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes.chunks_exact(2).skip(1).filter_map(|two| Some(unit(two.try_into().ok()?))).collect();
        String::from_utf16(&units).map_err(|_| unreadable("UTF-16"))
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            Ok(std::str::from_utf8(rest).map_err(|_| unreadable("UTF-8"))?.to_owned())
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) if says_latin_1(bytes) => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Err(_) => Err(unreadable("UTF-8")),
        },
    }
}

/// Whether a declaration names ISO 8859-1; nothing else is guessed.
fn says_latin_1(bytes: &[u8]) -> bool {
    /// A declaration is shorter.
    const DECLARATION: usize = 200;
    let head = String::from_utf8_lossy(bytes.get(..DECLARATION).unwrap_or(bytes)).to_ascii_lowercase();
    head.split_once("?>").is_some_and(|(declaration, _)| declaration.contains("iso-8859-1"))
}

fn unreadable(encoding: &str) -> Remark {
    refused(Place { line: 1, column: 1 }, format!("The file's bytes are not {encoding}: save it as UTF-8."))
}

/// Line and column of rising offsets, each byte looked at once.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl Cursor<'_> {
    fn at(&mut self, offset: usize) -> Place {
        for letter in self.text.get(self.offset..offset).unwrap_or_default().chars() {
            if letter == '\n' {
                self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
        }
        self.offset = self.offset.max(offset);
        self.place
    }
}

/// The document as a tree; a stack instead of recursion, as the document has one list of nodes.
fn tree_of(document: &Document<'_>, text: &str) -> XmlElement {
    let mut cursor = Cursor { text, offset: 0, place: Place { line: 1, column: 1 } };
    let mut open: Vec<(roxmltree::NodeId, XmlElement)> = Vec::new();
    let close = |open: &mut Vec<(roxmltree::NodeId, XmlElement)>| {
        let done = open.pop();
        if let (Some((_, parent)), Some((_, mut element))) = (open.last_mut(), done) {
            // A list that grew has room for four, and most elements have one child.
            element.children.shrink_to_fit();
            parent.children.push(XmlNode::Element(element));
        }
    };
    for node in document.root_element().descendants() {
        let parent = node.parent().map(|parent| parent.id());
        while open.len() > 1 && open.last().map(|(id, _)| *id) != parent {
            close(&mut open);
        }
        match node.node_type() {
            NodeType::Element => open.push((node.id(), element_of(node, cursor.at(node.range().start)))),
            NodeType::Text => {
                if let Some((_, element)) = open.last_mut() {
                    add_text(element, node.text().unwrap_or_default());
                }
            }
            NodeType::Root | NodeType::Comment | NodeType::PI => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|(_, root)| root).unwrap_or_default()
}

/// Text on both sides of a comment is one text.
fn add_text(element: &mut XmlElement, text: &str) {
    match element.children.last_mut() {
        Some(XmlNode::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => element.children.push(XmlNode::Text(text.to_owned())),
    }
}

fn element_of(node: roxmltree::Node<'_, '_>, place: Place) -> XmlElement {
    let name = node.tag_name();
    let attributes = node.attributes().filter_map(|attribute| {
        let name = spaces::attribute_name(attribute.namespace(), attribute.name())?;
        Some(Attribute { name, value: attribute.value().to_owned() })
    });
    XmlElement {
        space: spaces::space_of(name.namespace().unwrap_or_default()),
        name: name.name().to_owned(),
        attributes: attributes.collect(),
        children: Vec::new(),
        place,
    }
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
