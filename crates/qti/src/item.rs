//! Items and shared texts: what a file holds, in types.
//!
//! What is shown stays a tree, so that nothing of it is lost; everything around it is typed. What a file
//! holds and the standard does not know is kept in `others`, and told.
//!
//! ```
//! use assay_qti::{item::AssessmentItem, xml::XmlLimits};
//!
//! let text = "<qti-assessment-item xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' identifier='i' \
//!     title='A question' time-dependent='false'><qti-item-body><p>Why?</p></qti-item-body>\
//!     </qti-assessment-item>";
//! let read = AssessmentItem::from_text(text, &XmlLimits::ITEM).unwrap();
//! assert!(read.remarks.is_usable());
//! assert_eq!(read.item.unwrap().title, "A question");
//! ```

mod blocks;
mod read;
mod write;

use crate::{
    declaration::Declarations,
    normalise::{self, Version},
    remark::{Remark, Remarks},
    tree::{Attribute, Space, XmlElement, XmlNode},
    xml::{self, XmlLimits},
};

/// `qti-assessment-item`: one question with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentItem {
    /// Unique among the items of a package.
    pub identifier: String,
    /// For lists and headings; never a part of the question.
    pub title: String,
    /// A short name.
    pub label: Option<String>,
    /// A BCP 47 tag (`xml:lang`).
    pub language: Option<String>,
    /// The program that wrote the item.
    pub tool_name: Option<String>,
    /// Its version.
    pub tool_version: Option<String>,
    /// Whether it can be answered several times, with other rules each time.
    pub is_adaptive: bool,
    /// Whether the time taken is part of what is scored.
    pub is_time_dependent: bool,
    /// Attributes that the standard does not know here; written again.
    pub others: Vec<Attribute>,
    /// Its variables.
    pub declarations: Declarations,
    /// Rules that set template variables before the item is shown.
    pub template_processing: Option<XmlElement>,
    /// Texts that several items share.
    pub stimulus_refs: Vec<StimulusRef>,
    /// Calculators, rulers and other things to have at hand.
    pub companion_materials: Option<XmlElement>,
    /// How it looks.
    pub stylesheets: Vec<Stylesheet>,
    /// `qti-item-body`: the question.
    pub body: XmlElement,
    /// Other forms of its parts: spoken, in braille, in simple words.
    pub catalog_info: Option<XmlElement>,
    /// Rules that score a response.
    pub response_processing: Option<XmlElement>,
    /// What may be said after an answer.
    pub modal_feedback: Vec<ModalFeedback>,
    /// Elements that the standard does not know here; written again at the end.
    pub other_elements: Vec<XmlElement>,
}

/// `qti-assessment-stimulus`: a text that several items share.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentStimulus {
    /// Unique in a package.
    pub identifier: String,
    /// For its heading.
    pub title: String,
    /// A short name.
    pub label: Option<String>,
    /// A BCP 47 tag (`xml:lang`).
    pub language: Option<String>,
    /// The program that wrote it.
    pub tool_name: Option<String>,
    /// Its version.
    pub tool_version: Option<String>,
    /// Attributes that the standard does not know here; written again.
    pub others: Vec<Attribute>,
    /// How it looks.
    pub stylesheets: Vec<Stylesheet>,
    /// `qti-stimulus-body`: what is read.
    pub body: XmlElement,
    /// Other forms of its parts.
    pub catalog_info: Option<XmlElement>,
    /// Elements that the standard does not know here; written again at the end.
    pub other_elements: Vec<XmlElement>,
}

/// `qti-assessment-stimulus-ref`: which shared text belongs to an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StimulusRef {
    /// Its name.
    pub identifier: String,
    /// Its file.
    pub href: String,
    /// Its title.
    pub title: Option<String>,
    /// Attributes that the standard does not know here; written again.
    pub others: Vec<Attribute>,
}

/// `qti-stylesheet`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stylesheet {
    /// Its file.
    pub href: String,
    /// What it is: `text/css`.
    pub media_type: String,
    /// For which devices.
    pub media: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// Attributes that the standard does not know here; written again.
    pub others: Vec<Attribute>,
}

/// `qti-modal-feedback`: said after an answer, where an outcome says so.
#[derive(Clone, Debug, PartialEq)]
pub struct ModalFeedback {
    /// The outcome that decides.
    pub outcome_identifier: String,
    /// The value that it is compared with.
    pub identifier: String,
    /// Whether it is said or kept back where the outcome has that value.
    pub shown: ShowHide,
    /// Its heading.
    pub title: Option<String>,
    /// Attributes that the standard does not know here; written again.
    pub others: Vec<Attribute>,
    /// Style sheets, the `qti-content-body` and a catalog, as they stand.
    pub content: Vec<XmlElement>,
}

/// What happens to content where a variable has the value that it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShowHide {
    /// It is shown then, and else not.
    #[default]
    Show,
    /// It is hidden then, and else shown.
    Hide,
}

impl ShowHide {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            ShowHide::Show => "show",
            ShowHide::Hide => "hide",
        }
    }

    /// The choice of that name.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "show" => ShowHide::Show,
            "hide" => ShowHide::Hide,
            _ => return None,
        })
    }

    /// Whether content is visible, given whether the variable has the value.
    pub fn is_visible(self, has_value: bool) -> bool {
        (self == ShowHide::Show) == has_value
    }
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadItem {
    /// The item; `None`, and told, where the file holds something else.
    pub item: Option<AssessmentItem>,
    /// The version that it was written in.
    pub version: Version,
    /// All there is to know.
    pub remarks: Remarks,
}

impl AssessmentItem {
    /// From a file's text in any version; not yet held against the standard.
    ///
    /// # Errors
    /// A text that is not XML, or past a limit.
    pub fn from_text(text: &str, limits: &XmlLimits) -> Result<ReadItem, Remark> {
        let (tree, version, mut remarks) = normalise::to_3(xml::parse(text, limits)?);
        let item = AssessmentItem::read(&tree, &mut remarks);
        Ok(ReadItem { item, version, remarks })
    }

    /// One that asks nothing yet.
    pub fn empty(identifier: &str) -> Self {
        AssessmentItem {
            identifier: identifier.to_owned(),
            title: identifier.to_owned(),
            label: None,
            language: None,
            tool_name: None,
            tool_version: None,
            is_adaptive: false,
            is_time_dependent: false,
            others: Vec::new(),
            declarations: Declarations::default(),
            template_processing: None,
            stimulus_refs: Vec::new(),
            companion_materials: None,
            stylesheets: Vec::new(),
            body: XmlElement::new("qti-item-body"),
            catalog_info: None,
            response_processing: None,
            modal_feedback: Vec::new(),
            other_elements: Vec::new(),
        }
    }

    /// As a file.
    pub fn to_text(&self) -> String {
        xml::write_indented(&self.write(), holds_elements_only)
    }
}

impl AssessmentStimulus {
    /// From a file's text in any version; `None`, and told, where it holds no stimulus.
    pub fn from_text(text: &str, limits: &XmlLimits, remarks: &mut Remarks) -> Option<Self> {
        let tree = xml::parse(text, limits).map_err(|remark| remarks.remarks.push(remark)).ok()?;
        let (tree, _, told) = normalise::to_3(tree);
        remarks.remarks.extend(told.remarks);
        AssessmentStimulus::read(&tree, remarks)
    }
}

/// Whether white space in an element means nothing: it holds nothing but elements.
fn holds_elements_only(element: &XmlElement) -> bool {
    let stays = ["qti-item-body", "qti-modal-feedback", "qti-catalog-info", "qti-companion-materials-info"];
    let has_text = element.children.iter().any(|node| matches!(node, XmlNode::Text(_)));
    element.space == Space::Qti && !has_text && !stays.contains(&element.name.as_str())
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
