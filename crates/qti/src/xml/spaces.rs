//! Vocabularies by their addresses, and the prefixes that are usual for them.

use std::borrow::Cow;

use crate::tree::Space;

/// QTI 3.0's items, tests and stimuli.
pub const QTI_3: &str = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
/// MathML.
pub const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
/// Synthesised speech.
pub const SSML: &str = "http://www.w3.org/2001/10/synthesis";
/// Pictures.
pub const SVG: &str = "http://www.w3.org/2000/svg";
/// XInclude.
pub const XINCLUDE: &str = "http://www.w3.org/2001/XInclude";
/// HTML as XML; QTI has its subset in its own namespace.
pub const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// `xml:`, which no file declares.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// `xsi:`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Vocabularies of attributes, each with the prefix that its attributes have in a tree.
const PREFIXES: [(&str, &str); 6] = [
    ("xml", XML),
    ("xsi", INSTANCE),
    ("xlink", "http://www.w3.org/1999/xlink"),
    ("ssml", SSML),
    ("xi", XINCLUDE),
    ("m", MATHML),
];

/// The vocabulary at an address; the empty one is that of files without a namespace.
pub(super) fn space_of(address: &str) -> Space {
    match address {
        QTI_3 => Space::Qti,
        MATHML => Space::MathMl,
        SSML => Space::Ssml,
        SVG => Space::Svg,
        XINCLUDE => Space::XInclude,
        other => Space::Other(other.to_owned()),
    }
}

/// The address of a vocabulary.
pub(super) fn address_of(space: &Space) -> &str {
    match space {
        Space::Qti => QTI_3,
        Space::MathMl => MATHML,
        Space::Ssml => SSML,
        Space::Svg => SVG,
        Space::XInclude => XINCLUDE,
        Space::Other(other) => other,
    }
}

/// An attribute's name in a tree.
///
/// With the usual prefix, or `{address}name` where there is none; `None` for where a file's schema is.
pub(super) fn attribute_name(address: Option<&str>, name: &str) -> Option<String> {
    let Some(address) = address else { return Some(name.to_owned()) };
    if address == INSTANCE && matches!(name, "schemaLocation" | "noNamespaceSchemaLocation") {
        return None;
    }
    Some(match PREFIXES.iter().find(|(_, known)| *known == address) {
        Some((prefix, _)) => format!("{prefix}:{name}"),
        None => format!("{{{address}}}{name}"),
    })
}

/// Prefixes that a tree's attributes need, with their addresses: to be declared where the tree begins.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    declared: Vec<(Cow<'static, str>, String)>,
}

impl Prefixes {
    /// Makes sure that the attribute's prefix is declared.
    pub(super) fn take_in(&mut self, attribute: &str) {
        let (prefix, address) = match attribute.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((address, _)) => (None, address),
            None => {
                let known = attribute.split_once(':').and_then(|(prefix, _)| prefix_named(prefix));
                let Some((prefix, address)) = known.filter(|(prefix, _)| *prefix != "xml") else { return };
                (Some(prefix), address)
            }
        };
        if self.declared.iter().all(|(_, known)| known != address) {
            let prefix = prefix.map_or_else(|| format!("n{}", self.declared.len() + 1).into(), Cow::Borrowed);
            self.declared.push((prefix, address.to_owned()));
        }
    }

    /// What to declare.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (String, &str)> {
        self.declared.iter().map(|(prefix, address)| (format!("xmlns:{prefix}"), address.as_str()))
    }

    /// The attribute's name as it is written.
    pub(super) fn written<'a>(&self, attribute: &'a str) -> Cow<'a, str> {
        let Some((address, name)) = attribute.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return Cow::Borrowed(attribute);
        };
        let declared = self.declared.iter().find(|(_, known)| known == address);
        declared.map_or(Cow::Borrowed(name), |(prefix, _)| format!("{prefix}:{name}").into())
    }
}

fn prefix_named(prefix: &str) -> Option<(&'static str, &'static str)> {
    PREFIXES.iter().find(|(known, _)| *known == prefix).copied()
}
