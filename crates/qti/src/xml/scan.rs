//! A walk over the bytes that holds the limits before anything is made.
//!
//! It need not know whether the text is well-formed: whatever the reader would make of it, it makes no more
//! elements, levels, attributes and namespaces than `<`, `</`, `=` and `xmlns` say.

use super::{XmlLimits, refused};
use crate::{remark::Remark, tree::Place};

/// Namespaces that a reader keeps a copy of, over all elements that declare one.
///
/// A reader copies those in force wherever another is declared; without a limit that is quadratic.
const NAMESPACES_MAX: usize = 1_000_000;

/// Refuses what is past a limit or has a document type.
pub(super) fn check(text: &str, limits: &XmlLimits) -> Result<(), Remark> {
    let mut scan = Scan { text, limits, at: 0, nodes: 0, in_force: Vec::new(), copies: 0 };
    if text.len() > limits.bytes {
        return Err(scan.beyond("bytes", limits.bytes));
    }
    scan.walk()
}

struct Scan<'a> {
    text: &'a str,
    limits: &'a XmlLimits,
    at: usize,
    nodes: usize,
    /// For each open element, how many namespaces are in force in it.
    in_force: Vec<usize>,
    copies: usize,
}

/// What one start tag says.
#[derive(Default)]
struct StartTag {
    attributes: usize,
    namespaces: usize,
    is_empty: bool,
}

impl Scan<'_> {
    fn walk(&mut self) -> Result<(), Remark> {
        while let Some(found) = self.rest().find('<') {
            if found > 0 {
                self.node()?;
            }
            self.at += found;
            let rest = self.rest();
            if rest.starts_with("<!--") {
                self.behind("-->");
            } else if rest.starts_with("<![CDATA[") {
                self.node()?;
                self.behind("]]>");
            } else if rest.starts_with("<!") {
                let message =
                    "The file has a document type, and those are not read: take the line with `<!` out.";
                return Err(refused(self.place(), message.to_owned()));
            } else if rest.starts_with("<?") {
                self.node()?;
                self.behind("?>");
            } else if rest.starts_with("</") {
                self.in_force.pop();
                self.behind(">");
            } else {
                self.element()?;
            }
        }
        Ok(())
    }

    fn element(&mut self) -> Result<(), Remark> {
        self.node()?;
        let tag = self.start_tag()?;
        let before = self.in_force.last().copied().unwrap_or_default();
        let now = before + tag.namespaces;
        if tag.namespaces > 0 {
            self.copies = self.copies.saturating_add(now);
        }
        if self.copies > NAMESPACES_MAX {
            return Err(self.beyond("namespaces in force", NAMESPACES_MAX));
        }
        if !tag.is_empty {
            self.in_force.push(now);
        }
        if self.in_force.len() > self.limits.depth {
            return Err(self.beyond("elements within each other", self.limits.depth));
        }
        Ok(())
    }

    /// Reads to the end of a start tag; values in quotes may hold `>`.
    fn start_tag(&mut self) -> Result<StartTag, Remark> {
        let mut tag = StartTag::default();
        let mut last = b'<';
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            match byte {
                b'>' => {
                    tag.is_empty = last == b'/';
                    self.at += 1;
                    break;
                }
                b'"' | b'\'' => self.value(&mut tag, char::from(byte))?,
                b'x' if last.is_ascii_whitespace() && self.rest().starts_with("xmlns") => tag.namespaces += 1,
                _ => {}
            }
            last = byte;
            self.at += 1;
        }
        Ok(tag)
    }

    fn value(&mut self, tag: &mut StartTag, quote: char) -> Result<(), Remark> {
        self.at += 1;
        let length = self.rest().find(quote).unwrap_or(self.rest().len());
        if length > self.limits.attribute_bytes {
            return Err(self.beyond("bytes in an attribute", self.limits.attribute_bytes));
        }
        tag.attributes += 1;
        if tag.attributes > self.limits.attributes {
            return Err(self.beyond("attributes of one element", self.limits.attributes));
        }
        self.at += length;
        Ok(())
    }

    fn node(&mut self) -> Result<(), Remark> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(self.beyond("elements and texts", self.limits.nodes));
        }
        Ok(())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn behind(&mut self, end: &str) {
        let rest = self.rest();
        self.at += rest.find(end).map_or(rest.len(), |found| found + end.len());
    }

    /// Counted only for a refusal.
    fn place(&self) -> Place {
        let before = self.text.get(..self.at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Place { line: small(line), column: small(column) }
    }

    fn beyond(&self, what: &str, limit: usize) -> Remark {
        refused(self.place(), format!("The file is too large to be read: more than {limit} {what}."))
    }
}
