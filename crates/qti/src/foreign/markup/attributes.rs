//! Attributes of HTML: few are kept.
//!
//! Those that could run or lead outside are told.

use super::{Desk, is_name};
use crate::{
    foreign::codes,
    tree::{Attribute, XmlElement},
};

impl Desk {
    /// Leaves the attributes that the subset knows.
    pub(super) fn clean_attributes(&mut self, element: &mut XmlElement) {
        let before = std::mem::take(&mut element.attributes);
        let name = element.name.clone();
        let mut classes: Vec<String> = Vec::new();
        for Attribute { name: key, value } in before {
            match key.as_str() {
                "class" => classes.extend(value.split_whitespace().map(str::to_owned)),
                "style" | "align" => self.style(&name, &key, &value, &mut classes),
                "src" | "href" | "poster" => self.address(element, &key, &value),
                "lang" if !value.trim().is_empty() => element.set("xml:lang", value.trim()),
                "dir" if matches!(value.trim(), "ltr" | "rtl" | "auto") => element.set("dir", value.trim()),
                _ if is_kept(&name, &key, &value) => element.set(&key, super::legal(&value)),
                _ if key.starts_with("on") => {
                    let message = format!("The event handler `{key}` was removed.");
                    self.notes.loss(codes::SCRIPT, &format!("{name}/@{key}"), message);
                }
                _ => self.drop_attribute(&name, &key),
            }
        }
        if name == "img" && element.attribute("alt").is_none() {
            self.notes.lenient(codes::MARKUP, "img/@alt", "A picture says nothing to who cannot see it.");
            element.set("alt", "");
        }
        // A class that is no name cannot be written.
        classes.retain(|class| is_name(class));
        if !classes.is_empty() {
            element.set("class", classes.join(" "));
        }
    }

    fn drop_attribute(&mut self, element: &str, key: &str) {
        let construct = format!("{element}/@{key}");
        self.notes.lenient(codes::MARKUP, &construct, format!("The attribute `{key}` was taken off."));
    }

    /// Alignment has a word in the shared vocabulary; other styles have none.
    fn style(&mut self, element: &str, key: &str, value: &str, classes: &mut Vec<String>) {
        let aligned = |value: &str| match value.trim() {
            "left" | "start" => Some("qti-align-left"),
            "right" | "end" => Some("qti-align-right"),
            "center" => Some("qti-align-center"),
            "justify" => Some("qti-align-justify"),
            _ => None,
        };
        let declarations = value.split(';').map(str::trim).filter(|declaration| !declaration.is_empty());
        for declaration in declarations {
            let (property, value) = match key {
                "align" => ("text-align", declaration),
                _ => declaration.split_once(':').unwrap_or((declaration, "")),
            };
            let property = property.trim().to_ascii_lowercase();
            match aligned(value).filter(|_| property == "text-align") {
                Some(class) => classes.push(class.to_owned()),
                None => {
                    let message = format!("The style `{}` was removed.", super::legal(&property));
                    self.notes.loss(codes::MARKUP, &format!("{element}/@style"), message);
                }
            }
        }
    }

    /// Addresses: files of the source become files of the item, others are kept and told.
    fn address(&mut self, element: &mut XmlElement, key: &str, value: &str) {
        let value = value.trim();
        let construct = format!("{}/@{key}", element.name);
        let scheme = value.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
        match scheme.as_deref() {
            Some("javascript" | "vbscript") => {
                self.notes.loss(codes::SCRIPT, &construct, "An address that runs a script was removed.");
            }
            Some("data") => match self.shelf.inlined(value) {
                Some(name) => element.set(key, name),
                None => {
                    let message = "A picture inside the text could not be read and was removed.";
                    self.notes.loss(codes::MEDIA, &construct, message);
                }
            },
            Some("http" | "https" | "mailto") => {
                if key != "href" {
                    let message = "A file by web address was kept as the address; nothing is fetched.";
                    self.notes.loss(codes::ADDRESS, &construct, message);
                }
                element.set(key, super::legal(value));
            }
            _ if value.is_empty() => {}
            _ => match self.shelf.named(value) {
                Some(name) => element.set(key, name),
                None => {
                    let message = format!("The file `{}` is not in the source.", super::legal(value));
                    self.notes.loss(codes::MEDIA, &construct, message);
                    element.set(key, super::media::local(value));
                }
            },
        }
    }
}

/// Attributes that the subset of QTI has.
fn is_kept(element: &str, key: &str, value: &str) -> bool {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_length = is_number
        || value.strip_suffix(['%']).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    match (element, key) {
        ("img", "alt") | ("a", "type") | ("table", "summary") | ("th" | "td", "headers" | "abbr") => true,
        ("img", "width" | "height") => is_length && value != "%",
        ("video", "width" | "height") => is_number,
        ("th" | "td", "rowspan" | "colspan") | ("col" | "colgroup", "span") => is_number && value != "0",
        ("th" | "td", "scope") => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        ("source" | "track", "type" | "srclang" | "label" | "kind") => true,
        (_, "aria-label" | "aria-hidden") => !value.is_empty(),
        _ => false,
    }
}
