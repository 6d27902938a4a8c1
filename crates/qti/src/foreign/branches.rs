//! A large XML file, one branch after the other.
//!
//! Only one question at a time becomes a tree.

use quick_xml::{Reader, XmlVersion, events::Event};

use crate::{
    remark::{Remark, Weight, codes},
    tree::XmlElement,
    xml::{self, XmlLimits},
};

/// What stands in a file.
#[derive(Debug)]
pub(super) enum FileBranch<'t> {
    /// An element that is read as a tree.
    Leaf(Leaf<'t>),
    /// An element around leaves begins: name, attributes.
    Open(String, Vec<(String, String)>),
    /// It ends.
    Close,
    /// The text cannot be read on.
    Broken(Box<Remark>),
}

/// The text of one element, from its first to its last tag.
#[derive(Debug)]
pub(super) struct Leaf<'t> {
    pub(super) line: u32,
    text: &'t str,
    prefixes: String,
}

impl Leaf<'_> {
    /// The element as a tree.
    pub(super) fn tree(&self, bytes_max: usize) -> Result<XmlElement, Box<Remark>> {
        let limits = XmlLimits { bytes: bytes_max, attribute_bytes: bytes_max, ..XmlLimits::ITEM };
        let read = if self.prefixes.is_empty() {
            xml::parse(self.text, &limits)
        } else {
            // Prefixes that were declared further out.
            let text = format!("<branch{}>{}</branch>", self.prefixes, self.text);
            xml::parse(&text, &limits).map(|root| root.elements().next().cloned().unwrap_or_default())
        };
        read.map_err(|mut remark| {
            remark.line = remark.line.saturating_add(self.line).saturating_sub(1);
            Box::new(remark)
        })
    }
}

/// A walk through a file.
pub(super) struct Branches<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    leaves: &'static [&'static str],
    depth: usize,
    prefixes: String,
    /// Up to where lines were counted, and how many.
    counted: (usize, u32),
    is_done: bool,
}

impl<'t> Branches<'t> {
    /// Elements of these names are leaves.
    pub(super) fn new(text: &'t str, leaves: &'static [&'static str]) -> Self {
        let reader = Reader::from_str(text);
        let counted = (0, 1);
        Branches { text, reader, leaves, depth: 0, prefixes: String::new(), counted, is_done: false }
    }

    fn line(&mut self, at: usize) -> u32 {
        let between = self.text.get(self.counted.0..at).unwrap_or_default();
        let lines = between.bytes().filter(|byte| *byte == b'\n').count();
        self.counted =
            (at.max(self.counted.0), self.counted.1.saturating_add(u32::try_from(lines).unwrap_or(0)));
        self.counted.1
    }

    fn broken(&mut self, message: String) -> FileBranch<'t> {
        self.is_done = true;
        let line = self.line(at(self.reader.error_position().max(self.reader.buffer_position())));
        FileBranch::Broken(Box::new(Remark {
            code: codes::XML,
            weight: Weight::Error,
            construct: String::new(),
            message,
            line,
            column: 1,
        }))
    }

    fn start(
        &mut self,
        start: &quick_xml::events::BytesStart<'_>,
        from: usize,
        is_empty: bool,
    ) -> FileBranch<'t> {
        let name = start.local_name().as_ref().to_owned();
        let is_leaf = self.leaves.contains(&name.as_str());
        if is_leaf {
            if !is_empty && let Err(error) = self.reader.read_to_end(start.name()) {
                return self.broken(format!("This is not XML that can be read: {error}."));
            }
            let line = self.line(from);
            let text = self.text.get(from..at(self.reader.buffer_position())).unwrap_or_default();
            return FileBranch::Leaf(Leaf { line, text, prefixes: self.prefixes.clone() });
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().flatten() {
            let key: &str = attribute.key.as_ref();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned();
            if key.starts_with("xmlns:") {
                self.prefixes.push_str(&format!(" {key}=\"{}\"", attribute.value));
            }
            attributes.push((key.to_owned(), value));
        }
        if !is_empty {
            self.depth += 1;
        }
        FileBranch::Open(name, attributes)
    }
}

/// A place in a text that is in memory.
fn at(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

impl<'t> Iterator for Branches<'t> {
    type Item = FileBranch<'t>;

    fn next(&mut self) -> Option<FileBranch<'t>> {
        while !self.is_done {
            let from = at(self.reader.buffer_position());
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return Some(self.start(&start, from, false)),
                Ok(Event::Empty(start)) => return Some(self.start(&start, from, true)),
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(FileBranch::Close);
                }
                Ok(Event::DocType(kind)) if kind.contains(['[', '<']) => {
                    let message =
                        "The file has a document type with rules of its own, and those are not read.";
                    return Some(self.broken(message.to_owned()));
                }
                Ok(Event::Eof) if self.depth > 0 => {
                    return Some(self.broken("The file ends before its elements do.".to_owned()));
                }
                Ok(Event::Eof) => self.is_done = true,
                Ok(_) => {}
                Err(error) => {
                    return Some(self.broken(format!("This is not XML that can be read: {error}.")));
                }
            }
        }
        None
    }
}
