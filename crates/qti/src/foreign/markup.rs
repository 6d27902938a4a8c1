//! HTML of other systems becomes the subset that an item's body may hold.
//!
//! What is outside the subset is taken off or replaced, and told once for each kind.

mod attributes;
mod media;
mod shape;
mod size;
mod table;

use crate::tree::{Space, XmlElement, XmlNode};

use media::MediaShelf;
pub(super) use media::{File, bytes_of};
use shape::{flow, inline};
pub(super) use shape::{is_blank, split_lines};
pub(super) use size::size_of;
pub(super) use table::is_block as is_block_name;
use table::{TagRule, rule};

use super::{codes, html, notes::Notes, plain::TextFormat, splice};

/// All that is kept of one question beside the question itself.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// What is told of it.
    pub(super) notes: Notes,
    /// Its files.
    pub(super) shelf: MediaShelf,
}

impl Desk {
    /// A text as blocks: what a body or a feedback holds.
    pub(super) fn blocks(&mut self, format: TextFormat, text: &str) -> Vec<XmlNode> {
        let nodes = self.nodes(format, text);
        shape::blocks(nodes)
    }

    /// A text as a choice holds it: a lone paragraph gives way to what is in it.
    pub(super) fn flow(&mut self, format: TextFormat, text: &str) -> Vec<XmlNode> {
        let nodes = self.nodes(format, text);
        flow(nodes)
    }

    /// A text without blocks.
    pub(super) fn inline(&mut self, format: TextFormat, text: &str) -> Vec<XmlNode> {
        let nodes = self.nodes(format, text);
        if nodes.iter().any(shape::is_block_node) {
            let nodes = flow(nodes);
            if nodes.iter().any(shape::is_block_node) {
                self.notes.lenient(codes::CHANGED, "p", "Paragraphs inside a short text became lines.");
            }
            return inline(nodes);
        }
        inline(nodes)
    }

    /// A text without markup: for titles and for text that is compared.
    pub(super) fn words(&mut self, format: TextFormat, text: &str) -> String {
        let nodes = self.nodes(format, text);
        XmlElement { children: nodes, ..XmlElement::default() }.all_text().trim().to_owned()
    }

    fn nodes(&mut self, format: TextFormat, text: &str) -> Vec<XmlNode> {
        let html = format.html(text);
        match html::nodes(&html) {
            Ok(nodes) => {
                let nodes = self.clean(nodes);
                self.tell_tex(&nodes);
                nodes
            }
            Err(html::TooMuch) => {
                self.notes.error(codes::LIMIT, "html", "A text has more than 20,000 tags: it was not read.");
                Vec::new()
            }
        }
    }

    /// Formulas in TeX stay as they are written: nothing here sets them.
    fn tell_tex(&mut self, nodes: &[XmlNode]) {
        let text: String = nodes
            .iter()
            .map(|node| match node {
                XmlNode::Text(text) => text.clone(),
                XmlNode::Element(element) => element.all_text(),
            })
            .collect();
        if has_tex(&text) {
            self.notes.loss(codes::TEX, "TeX", "A formula in TeX was kept as the text it was written in.");
        }
    }

    fn clean(&mut self, nodes: Vec<XmlNode>) -> Vec<XmlNode> {
        let mut kept = Vec::new();
        for node in nodes {
            match node {
                XmlNode::Text(text) => push_text(&mut kept, &legal(&text)),
                XmlNode::Element(element) => self.clean_element(element, &mut kept),
            }
        }
        kept
    }

    fn clean_element(&mut self, mut element: XmlElement, into: &mut Vec<XmlNode>) {
        if element.space == Space::MathMl {
            into.push(XmlNode::Element(self.clean_math(element)));
            return;
        }
        let found = if element.space == Space::Qti { rule(&element.name) } else { TagRule::Removed };
        match found {
            TagRule::Kept => {}
            TagRule::Became(name) => {
                let message = format!("`<{}>` became `<{name}>`.", element.name);
                self.notes.lenient(codes::MARKUP, &element.name, message);
                if element.name == "u" {
                    element.set("class", "qti-underline");
                }
                element.name = name.to_owned();
            }
            TagRule::Opened => {
                let message = format!("`<{}>` was taken off and what is in it kept.", element.name);
                self.notes.lenient(codes::MARKUP, &element.name, message);
                let children = self.clean(element.children);
                into.extend(children);
                return;
            }
            TagRule::Removed => {
                let code = if element.name == "script" { codes::SCRIPT } else { codes::MARKUP };
                let message = format!("`<{}>` was removed with what was in it.", element.name);
                self.notes.loss(code, &element.name, message);
                return;
            }
        }
        self.clean_attributes(&mut element);
        let children = self.clean(std::mem::take(&mut element.children));
        element.children = children;
        if element.name == "img" && element.attribute("src").is_none() {
            self.notes.loss(codes::MEDIA, "img", "A picture without an address was removed.");
            return;
        }
        into.push(XmlNode::Element(shape::fitted(element, &mut self.notes)));
    }

    /// Formulas are kept as they are, but for what could run or lead outside.
    fn clean_math(&mut self, mut element: XmlElement) -> XmlElement {
        element.attributes.retain(|attribute| {
            let name = attribute.name.as_str();
            let is_kept = !name.starts_with("on") && !matches!(name, "href" | "src" | "style" | "xlink:href");
            if !is_kept {
                let message = format!("The attribute `{name}` of a formula was removed.");
                self.notes.loss(codes::SCRIPT, name, message);
            }
            is_kept && is_name(name)
        });
        let mut kept = Vec::new();
        for node in element.children {
            match node {
                XmlNode::Text(text) => push_text(&mut kept, &legal(&text)),
                XmlNode::Element(child) if child.space == Space::MathMl && is_name(&child.name) => {
                    kept.push(XmlNode::Element(self.clean_math(child)));
                }
                XmlNode::Element(child) => {
                    let message = format!("`<{}>` inside a formula was removed.", child.name);
                    self.notes.loss(codes::MARKUP, &child.name, message);
                }
            }
        }
        element.children = kept;
        element
    }
}

/// Whether an HTML reader's name is one in XML too.
fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
}

/// The letters that XML may hold; others are nobody's text.
pub(super) fn legal(text: &str) -> String {
    let is_legal = |letter: &char| match *letter {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => letter >= ' ',
    };
    text.chars().filter(is_legal).collect()
}

fn push_text(into: &mut Vec<XmlNode>, text: &str) {
    match into.last_mut() {
        Some(XmlNode::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => into.push(XmlNode::Text(text.to_owned())),
    }
}

/// Whether a text holds a formula in one of the usual delimiters of TeX.
fn has_tex(text: &str) -> bool {
    if text.contains("\\(") || text.contains("\\[") || text.contains("$$") || text.contains("[tex]") {
        return true;
    }
    // Single dollars are prices as well: only what looks like TeX between two of them is one.
    let mut between = text.split('$').skip(1);
    text.matches('$').count() >= 2
        && between.any(|piece| !piece.contains(splice::OPEN) && piece.contains(['\\', '^', '_']))
}
