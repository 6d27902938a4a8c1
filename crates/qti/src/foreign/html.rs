//! HTML as people's editors write it, as a tree.
//!
//! `html5ever` reads it as a browser would; this is the sink that keeps its nodes. It comes with `ammonia`,
//! which cleans text and gives no tree; `scraper` and `markup5ever_rcdom` were looked at and bring more.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use html5ever::{
    Attribute, LocalName, Namespace, ParseOpts, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    local_name, ns, parse_fragment,
    tendril::{StrTendril, TendrilSink},
};

use crate::tree::{self, Space, XmlElement, XmlNode};

/// Tags of one text; the reader's time grows with the square of what is open.
///
/// A real question has some hundred; the fuzzer of GIFT made a text of more that took half a minute.
const TAGS_MAX: usize = 3_000;
/// Elements within elements; what is deeper is taken out of its elements.
const DEPTH_MAX: usize = 60;

/// A text has too many tags to be read.
#[derive(Debug)]
pub(super) struct TooMuch;

/// The nodes of a piece of HTML, as a browser would see them.
pub(super) fn nodes(text: &str) -> Result<Vec<XmlNode>, TooMuch> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if !text.contains(['<', '&', '\r', '\0']) {
        return Ok(vec![XmlNode::Text(text.to_owned())]);
    }
    if text.bytes().filter(|byte| *byte == b'<').count() > TAGS_MAX {
        return Err(TooMuch);
    }
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let parser = parse_fragment(HtmlTree::new(), ParseOpts::default(), context, Vec::new(), false);
    let tree = parser.one(StrTendril::from(text));
    let nodes = tree.nodes.into_inner();
    let mut found = Vec::new();
    // The document's only child is the root of the fragment.
    let root = nodes.first().and_then(|document| document.children.first().copied());
    collect(&nodes, root.unwrap_or_default(), 0, &mut found);
    Ok(found)
}

/// One node of the tree; parents and children by their places in a list.
#[derive(Default)]
struct HtmlNode {
    parent: Option<usize>,
    children: Vec<usize>,
    holds: Holds,
}

#[derive(Default)]
enum Holds {
    #[default]
    Nothing,
    Text(String),
    Element(Rc<QualName>, Vec<Attribute>),
}

/// Adds what stands in a node; below the limit of depth elements give way to what is in them.
fn collect(nodes: &[HtmlNode], from: usize, depth: usize, into: &mut Vec<XmlNode>) {
    // A stack of its own: the depth of what was read has no limit.
    let mut waiting: Vec<usize> = nodes.get(from).map(|node| node.children.clone()).unwrap_or_default();
    waiting.reverse();
    while let Some(next) = waiting.pop() {
        let Some(node) = nodes.get(next) else { continue };
        match &node.holds {
            Holds::Nothing => {}
            Holds::Text(text) => push_text(into, text),
            Holds::Element(..) if depth >= DEPTH_MAX => waiting.extend(node.children.iter().rev()),
            Holds::Element(name, attributes) => {
                let mut element = element_of(name, attributes);
                collect(nodes, next, depth + 1, &mut element.children);
                into.push(XmlNode::Element(element));
            }
        }
    }
}

fn push_text(into: &mut Vec<XmlNode>, text: &str) {
    match into.last_mut() {
        Some(XmlNode::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => into.push(XmlNode::Text(text.to_owned())),
    }
}

fn element_of(name: &QualName, attributes: &[Attribute]) -> XmlElement {
    let space = match name.ns {
        ns!(mathml) => Space::MathMl,
        ns!(svg) => Space::Svg,
        _ => Space::Qti,
    };
    let attributes = attributes.iter().map(|attribute| tree::Attribute {
        name: attribute.name.local.to_string(),
        value: attribute.value.to_string(),
    });
    XmlElement {
        space,
        name: name.local.to_string(),
        attributes: attributes.collect(),
        ..XmlElement::default()
    }
}

/// The sink: every node that was made, in a list.
struct HtmlTree {
    nodes: RefCell<Vec<HtmlNode>>,
}

impl HtmlTree {
    fn new() -> Self {
        HtmlTree { nodes: RefCell::new(vec![HtmlNode::default()]) }
    }

    fn add(&self, holds: Holds) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(HtmlNode { holds, ..HtmlNode::default() });
        nodes.len() - 1
    }

    fn detach(&self, target: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(target).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.children.retain(|child| *child != target);
        }
    }

    /// Puts a child into a parent, at a place or behind all others.
    fn put(&self, parent: usize, at: Option<usize>, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => {
                if self.joined(parent, at, &text) {
                    return;
                }
                self.add(Holds::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(child) {
            node.parent = Some(parent);
        }
        if let Some(node) = nodes.get_mut(parent) {
            let at = at.unwrap_or(node.children.len()).min(node.children.len());
            node.children.insert(at, child);
        }
    }

    /// Whether a text was added to the text before it.
    fn joined(&self, parent: usize, at: Option<usize>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let before = nodes.get(parent).and_then(|node| match at {
            Some(at) => node.children.get(at.checked_sub(1)?).copied(),
            None => node.children.last().copied(),
        });
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(HtmlNode { holds: Holds::Text(before), .. }) => {
                before.push_str(text);
                true
            }
            _ => false,
        }
    }
}

/// A name that outlives the look at the list.
#[derive(Debug)]
struct Name(Rc<QualName>);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for HtmlTree {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match self.nodes.borrow().get(*target) {
            Some(HtmlNode { holds: Holds::Element(name, _), .. }) => Name(Rc::clone(name)),
            _ => Name(Rc::new(QualName::new(None, ns!(), local_name!("")))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> usize {
        self.add(Holds::Element(Rc::new(name), attributes))
    }

    fn create_comment(&self, _text: StrTendril) -> usize {
        self.add(Holds::Nothing)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> usize {
        self.add(Holds::Nothing)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.put(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let has_parent = self.nodes.borrow().get(*element).is_some_and(|node| node.parent.is_some());
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(*node);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes.get(*sibling).and_then(|node| node.parent).and_then(|parent| {
                let at = nodes.get(parent)?.children.iter().position(|child| child == sibling)?;
                Some((parent, at))
            })
        };
        if let Some((parent, at)) = place {
            self.put(parent, Some(at), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Some(HtmlNode { holds: Holds::Element(_, attributes), .. }) =
            self.nodes.borrow_mut().get_mut(*target)
        {
            for attribute in more {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = nodes.get_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in &moved {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(*new_parent);
            }
        }
        if let Some(parent) = nodes.get_mut(*new_parent) {
            parent.children.extend(moved);
        }
    }
}
