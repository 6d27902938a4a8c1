//! A tree as text.

use std::borrow::Cow;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event, attributes::Attribute},
    name::QName,
};

use super::spaces::{Prefixes, address_of};
use crate::tree::{Space, XmlElement, XmlNode};

/// The tree as a file, exactly: read again it is the same tree.
///
/// What no XML may hold (control characters) is written as U+FFFD.
pub fn write(root: &XmlElement) -> String {
    let mut prefixes = Prefixes::default();
    collect(root, &mut prefixes);
    let mut writer = Writer::new(Vec::new());
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = writer.write_event(Event::Text(BytesText::from_escaped("\n")));
    element(&mut writer, root, None, &prefixes);
    let _ = writer.write_event(Event::Text(BytesText::from_escaped("\n")));
    // Only text was written.
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

/// The tree as a file for people, with lines.
///
/// `has_lines` says which elements hold nothing but elements, so that white space in them means nothing.
pub fn write_indented(root: &XmlElement, has_lines: fn(&XmlElement) -> bool) -> String {
    write(&indented(root, 0, has_lines))
}

fn indented(old: &XmlElement, level: usize, has_lines: fn(&XmlElement) -> bool) -> XmlElement {
    let mut new = XmlElement { children: Vec::new(), ..clone_of_head(old) };
    if !has_lines(old) {
        new.children.clone_from(&old.children);
        return new;
    }
    for child in old.elements() {
        new.children.push(XmlNode::Text(format!("\n{}", "  ".repeat(level + 1))));
        new.children.push(XmlNode::Element(indented(child, level + 1, has_lines)));
    }
    if !new.children.is_empty() {
        new.children.push(XmlNode::Text(format!("\n{}", "  ".repeat(level))));
    }
    new
}

fn clone_of_head(old: &XmlElement) -> XmlElement {
    XmlElement {
        space: old.space.clone(),
        name: old.name.clone(),
        attributes: old.attributes.clone(),
        children: Vec::new(),
        place: old.place,
    }
}

fn collect(element: &XmlElement, prefixes: &mut Prefixes) {
    for attribute in &element.attributes {
        prefixes.take_in(&attribute.name);
    }
    for child in element.elements() {
        collect(child, prefixes);
    }
}

/// One element; `outer` is the vocabulary around it, `None` for the first.
///
/// Writing into memory does not fail.
fn element(writer: &mut Writer<Vec<u8>>, this: &XmlElement, outer: Option<&Space>, prefixes: &Prefixes) {
    let mut start = BytesStart::new(this.name.as_str());
    let address = address_of(&this.space);
    let is_new = outer.map_or("", address_of) != address;
    if is_new {
        push(&mut start, "xmlns", address);
    }
    if outer.is_none() {
        for (name, address) in prefixes.declarations() {
            push(&mut start, &name, address);
        }
    }
    for attribute in &this.attributes {
        push(&mut start, &prefixes.written(&attribute.name), &attribute.value);
    }
    if this.children.is_empty() {
        let _ = writer.write_event(Event::Empty(start));
        return;
    }
    let _ = writer.write_event(Event::Start(start));
    for child in &this.children {
        match child {
            XmlNode::Element(child) => element(writer, child, Some(&this.space), prefixes),
            XmlNode::Text(text) => {
                let _ = writer.write_event(Event::Text(BytesText::from_escaped(escaped(text, false))));
            }
        }
    }
    let _ = writer.write_event(Event::End(BytesEnd::new(this.name.as_str())));
}

fn push(start: &mut BytesStart<'_>, name: &str, value: &str) {
    let value = escaped(value, true);
    start.push_attribute(Attribute { key: QName(name), value });
}

/// Text as it is written, so that it reads back: line ends, too.
fn escaped(text: &str, is_attribute: bool) -> Cow<'_, str> {
    let is_plain = |letter: char| replacement(letter, is_attribute).is_none();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match replacement(letter, is_attribute) {
            Some(other) => written.push_str(other),
            None => written.push(letter),
        }
    }
    Cow::Owned(written)
}

fn replacement(letter: char, is_attribute: bool) -> Option<&'static str> {
    Some(match letter {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' if is_attribute => "&quot;",
        '\n' if is_attribute => "&#10;",
        '\t' if is_attribute => "&#9;",
        // A reader makes a line end of it.
        '\r' => "&#13;",
        '\n' | '\t' => return None,
        // XML 1.0, section 2.2: what a document may hold.
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
        _ => return None,
    })
}
