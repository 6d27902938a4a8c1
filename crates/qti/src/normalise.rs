//! QTI 2.0, 2.1 and 2.2 as QTI 3.0, on the tree.
//!
//! Most of it is names: `choiceInteraction/@maxChoices` is `qti-choice-interaction/@max-choices`. What 3.0
//! builds otherwise is rebuilt: content of feedback, template and rubric blocks stands in a
//! `qti-content-body`, pictures and sounds are `img`, `audio` and `video` instead of `object`, an
//! `infoControl` is `details`, APIP's accessibility is a catalog. A file of 3.0 goes through unchanged, but
//! for a word that is told.
//!
//! ```
//! use assay_qti::{normalise::{self, Version}, xml};
//!
//! let old = "<itemBody xmlns='http://www.imsglobal.org/xsd/imsqti_v2p2'><extendedTextInteraction \
//!     responseIdentifier='R' expectedLines='3'/></itemBody>";
//! let (tree, version, _) = normalise::to_3(xml::parse(old, &xml::XmlLimits::ITEM).unwrap());
//! assert_eq!(version, Version::V2_2);
//! let asked = tree.first("qti-extended-text-interaction").unwrap();
//! assert_eq!(asked.attribute("expected-lines"), Some("3"));
//! ```

mod apip;
mod media;
mod names;

use crate::{
    remark::{Remarks, Weight, codes},
    tree::{Place, Space, XmlElement, XmlNode},
    xml,
};

/// The version of QTI that a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 2.0.
    V2_0,
    /// 2.1.
    V2_1,
    /// 2.2 and its parts.
    V2_2,
    /// 3.0 and 3.0.1.
    V3_0,
}

impl Version {
    /// As it is said.
    pub fn as_str(self) -> &'static str {
        match self {
            Version::V2_0 => "2.0",
            Version::V2_1 => "2.1",
            Version::V2_2 => "2.2",
            Version::V3_0 => "3.0",
        }
    }

    /// The version whose namespace that is; `None` for what is not of items and tests.
    fn of_address(address: &str) -> Option<Self> {
        let name = address.rsplit('/').next().unwrap_or_default();
        // A draft of what became 3.0, with the names of 2.x; TAO wrote it for a time.
        if name.starts_with("imsaqti") {
            return Some(Version::V2_2);
        }
        let is_other = ["result", "usagedata", "metadata"].iter().any(|other| name.contains(other));
        if !name.starts_with("imsqti") || is_other {
            return None;
        }
        [("v2p0", Version::V2_0), ("v2p1", Version::V2_1), ("v2p2", Version::V2_2), ("v3p", Version::V3_0)]
            .into_iter()
            .find_map(|(part, version)| name.contains(part).then_some(version))
    }
}

/// The tree with the names of 3.0, the version it came in, and remarks.
///
/// Nothing is left out here but what a remark names. Trees of other vocabularies (a manifest, results) come
/// back as they are, as 3.0.
pub fn to_3(root: XmlElement) -> (XmlElement, Version, Remarks) {
    let mut remarks = Remarks::default();
    let version = match &root.space {
        Space::Other(address) if address.is_empty() => {
            let version = if root.name.starts_with("qti-") { Version::V3_0 } else { Version::V2_2 };
            let message = format!("The file names no namespace; it is read as QTI {}.", version.as_str());
            remarks.add(Weight::Lenient, codes::NAMESPACE, root.place, root.name.clone(), message);
            version
        }
        Space::Other(address) => Version::of_address(address).unwrap_or(Version::V3_0),
        _ => Version::V3_0,
    };
    let mut change =
        Raising { version, is_bare: root.space == Space::Other(String::new()), remarks, told: Vec::new() };
    let mut root = change.element(root);
    apip::to_catalog(&mut root, &mut change.remarks);
    (root, version, change.remarks)
}

/// The way from an older version.
struct Raising {
    version: Version,
    /// Without a namespace: names without one are QTI's.
    is_bare: bool,
    remarks: Remarks,
    /// Each namespace that is read as another is told once.
    told: Vec<String>,
}

impl Raising {
    fn element(&mut self, mut old: XmlElement) -> XmlElement {
        let is_older = self.take_home(&mut old);
        if is_older {
            names::rename(&mut old);
        }
        self.put_right(&mut old);
        let children = std::mem::take(&mut old.children);
        old.children = children
            .into_iter()
            .map(|child| match child {
                XmlNode::Element(child) => XmlNode::Element(self.element(child)),
                XmlNode::Text(text) => XmlNode::Text(text),
            })
            .collect();
        if is_older { rebuilt(old) } else { old }
    }

    /// Puts an element into the vocabulary that its namespace stands for; whether it is of QTI 2.
    fn take_home(&mut self, element: &mut XmlElement) -> bool {
        let Space::Other(address) = &element.space else { return false };
        let (space, is_wrong) = match address.as_str() {
            "" if self.is_bare => (Space::Qti, false),
            xml::XHTML => (Space::Qti, true),
            // As the schemas of 1EdTech had them for a time.
            "http://www.w3.org/2010/Math/MathML" => (Space::MathMl, true),
            "http://www.w3.org/2010/10/synthesis" => (Space::Ssml, true),
            other if Version::of_address(other).is_some() => (Space::Qti, false),
            _ => return false,
        };
        let address = std::mem::take(&mut element.space);
        element.space = space;
        if let (true, Space::Other(address)) = (is_wrong, address) {
            self.tell_once(element.place, &element.name, address);
        }
        element.space == Space::Qti && self.version < Version::V3_0
    }

    /// `significantFigure`, which some write for the word of the standard (`RoundTo`).
    fn put_right(&mut self, element: &mut XmlElement) {
        if element.space != Space::Qti || element.attribute(ROUNDING) != Some("significantFigure") {
            return;
        }
        element.set(ROUNDING, "significantFigures");
        let construct = format!("{}/@{ROUNDING}", element.name);
        let message = "`significantFigure` is `significantFigures` in QTI; it was read as that.";
        self.remarks.add(Weight::Lenient, codes::VALUE, element.place, construct, message);
    }

    fn tell_once(&mut self, place: Place, name: &str, address: String) {
        if !self.told.contains(&address) {
            let message =
                format!("`{address}` is not the namespace that QTI 3.0 has here; read as if it were.");
            self.remarks.add(Weight::Lenient, codes::NAMESPACE, place, name, message);
            self.told.push(address);
        }
    }
}

/// How a number is rounded, in every expression that rounds.
const ROUNDING: &str = "rounding-mode";

/// What 3.0 builds otherwise; names are 3.0's already.
fn rebuilt(mut element: XmlElement) -> XmlElement {
    match element.name.as_str() {
        "qti-feedback-block" | "qti-template-block" | "qti-rubric-block" | "qti-modal-feedback"
        | "qti-test-feedback" => with_content_body(element),
        "qti-response-processing" => {
            if let Some(name) = element.attribute("template").and_then(template_name) {
                element.set("template", format!("{TEMPLATES}{name}"));
            }
            element
        }
        "qti-info-control" => details(element),
        "object" => media::of_object(element),
        _ => element,
    }
}

/// Where the templates of 3.0 are; nothing is ever loaded from there.
const TEMPLATES: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/";

/// The template that an address names by its last part, whatever host it is at.
pub fn template_name(address: &str) -> Option<&'static str> {
    /// QTI 3.0, 5.3, and those of Common Cartridge.
    const NAMES: [&str; 6] = [
        "match_correct",
        "map_response",
        "map_response_point",
        "CC2_match",
        "CC2_match_basic",
        "CC2_map_response",
    ];
    let last = address.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.strip_suffix(".xml").unwrap_or(last);
    NAMES.into_iter().find(|name| *name == last)
}

/// Content moves into a `qti-content-body`; style sheets stay before it (QTI 3.0, `FeedbackBlock`).
fn with_content_body(mut element: XmlElement) -> XmlElement {
    if element.first("qti-content-body").is_some() {
        return element;
    }
    let is_outside = |node: &XmlNode| match node {
        XmlNode::Element(child) => child.is("qti-stylesheet") || child.is("qti-catalog-info"),
        XmlNode::Text(_) => false,
    };
    let (outside, content): (Vec<_>, Vec<_>) =
        std::mem::take(&mut element.children).into_iter().partition(is_outside);
    let body = XmlElement { children: content, place: element.place, ..XmlElement::new("qti-content-body") };
    element.children = outside;
    element.child(body)
}

/// An `infoControl`, which 3.0 has no more: its title opens its content.
fn details(mut element: XmlElement) -> XmlElement {
    let title = element.attribute("title").unwrap_or_default().to_owned();
    element.attributes.retain(|attribute| attribute.name != "title");
    let summary = XmlElement { place: element.place, ..XmlElement::new("summary") }.text(title);
    element.name = "details".to_owned();
    element.children.insert(0, XmlNode::Element(summary));
    element
}

#[cfg(test)]
#[path = "normalise_tests.rs"]
mod tests;
