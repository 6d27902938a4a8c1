//! What a test is made of.

use super::{Passage, TestFeedback};
use crate::{
    process::Expression,
    tree::{Attribute, XmlElement},
};

/// `qti-test-part`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestPart {
    /// Unique among the parts, sections and items of the test.
    pub identifier: String,
    /// For people.
    pub title: Option<String>,
    /// Whether items come one after the other, without a way back.
    pub is_linear: bool,
    /// Whether all responses of the part are submitted at once, at its end.
    pub is_simultaneous: bool,
    /// When it is shown and for how long.
    pub passage: Passage,
    /// What is read at its start, as it is.
    pub rubrics: Vec<XmlElement>,
    /// Sections, never items.
    pub sections: Vec<SectionNode>,
    /// What a candidate is told of it.
    pub feedbacks: Vec<TestFeedback>,
    /// What this model does not use.
    pub others: Vec<Attribute>,
}

/// What stands in a section.
#[derive(Clone, Debug, PartialEq)]
pub enum SectionNode {
    /// An item.
    Item(Box<AssessmentItemRef>),
    /// A section.
    Section(Box<AssessmentSection>),
    /// A section in a file of its own.
    SectionRef(AssessmentSectionRef),
    /// An XInclude: what it leads to was not there, or not a section.
    Include(XmlElement),
}

/// `qti-assessment-section`.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentSection {
    /// Unique among the parts, sections and items of the test.
    pub identifier: String,
    /// For people.
    pub title: String,
    /// Whether it is always selected.
    pub is_required: bool,
    /// Whether it keeps its place when the others are shuffled.
    pub is_fixed: bool,
    /// Whether a candidate sees it as a section.
    pub is_visible: bool,
    /// Whether its items stay together when it is shuffled and cannot be seen.
    pub keep_together: bool,
    /// When it is shown and for how long.
    pub passage: Passage,
    /// How many of its children are taken; all where it is `None`.
    pub selection: Option<SectionSelection>,
    /// In which order.
    pub ordering: Option<SectionOrdering>,
    /// `qti-adaptive-selection`, as it is: an engine of its own decides.
    pub adaptive: Option<XmlElement>,
    /// What is read at its start, as it is.
    pub rubrics: Vec<XmlElement>,
    /// In the file's order.
    pub children: Vec<SectionNode>,
    /// What this model does not use.
    pub others: Vec<Attribute>,
}

impl Default for AssessmentSection {
    fn default() -> Self {
        AssessmentSection {
            identifier: String::new(),
            title: String::new(),
            is_required: false,
            is_fixed: false,
            is_visible: true,
            keep_together: true,
            passage: Passage::default(),
            selection: None,
            ordering: None,
            adaptive: None,
            rubrics: Vec::new(),
            children: Vec::new(),
            others: Vec::new(),
        }
    }
}

/// `qti-selection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionSelection {
    /// So many.
    pub select: u32,
    /// Whether one may be taken several times.
    pub with_replacement: bool,
    /// What this model does not use.
    pub others: Vec<Attribute>,
    /// Rules of somebody's own, as they are.
    pub extensions: Vec<XmlElement>,
}

/// `qti-ordering`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SectionOrdering {
    /// By chance; as in the file where not.
    pub is_shuffled: bool,
    /// What this model does not use.
    pub others: Vec<Attribute>,
    /// Rules of somebody's own, as they are.
    pub extensions: Vec<XmlElement>,
}

/// `qti-assessment-section-ref`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssessmentSectionRef {
    /// The section's name.
    pub identifier: String,
    /// Its file, relative to the test's.
    pub href: String,
    /// What this model does not use.
    pub others: Vec<Attribute>,
}

/// `qti-assessment-item-ref`: an item's place in the test.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssessmentItemRef {
    /// Unique among the parts, sections and items of the test.
    pub identifier: String,
    /// The item's file, relative to the test's.
    pub href: String,
    /// Whether it is always selected.
    pub is_required: bool,
    /// Whether it keeps its place when the others are shuffled.
    pub is_fixed: bool,
    /// By which outcome processing chooses items.
    pub categories: Vec<String>,
    /// When it is shown and for how long.
    pub passage: Passage,
    /// Outcomes under other names.
    pub mappings: Vec<VariableMapping>,
    /// What its outcomes count.
    pub weights: Vec<ItemWeight>,
    /// What its template variables hold at first.
    pub template_defaults: Vec<TemplateDefault>,
    /// What this model does not use.
    pub others: Vec<Attribute>,
}

/// `qti-variable-mapping`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableMapping {
    /// In the item.
    pub source: String,
    /// In the test.
    pub target: String,
}

/// `qti-weight`.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemWeight {
    /// Its name.
    pub identifier: String,
    /// The factor.
    pub value: f64,
}

/// `qti-template-default`.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateDefault {
    /// The item's template variable.
    pub template: String,
    /// From the test's variables and earlier items.
    pub value: Expression,
}

impl SectionNode {
    /// Its name; none of an XInclude.
    pub fn identifier(&self) -> &str {
        match self {
            SectionNode::Item(item) => &item.identifier,
            SectionNode::Section(section) => &section.identifier,
            SectionNode::SectionRef(reference) => &reference.identifier,
            SectionNode::Include(_) => "",
        }
    }

    pub(super) fn is_required(&self) -> bool {
        match self {
            SectionNode::Item(item) => item.is_required,
            SectionNode::Section(section) => section.is_required,
            SectionNode::SectionRef(_) | SectionNode::Include(_) => false,
        }
    }
}

/// Sections in the places of their references; `open` are the files that are being put in.
pub(super) fn with_sections(
    nodes: Vec<SectionNode>,
    find: &mut dyn FnMut(&str) -> Option<AssessmentSection>,
    open: &mut Vec<String>,
) -> Vec<SectionNode> {
    let mut found = Vec::with_capacity(nodes.len());
    for node in nodes {
        found.push(match node {
            SectionNode::SectionRef(reference) if !open.contains(&reference.href) => {
                match find(&reference.href) {
                    Some(mut section) => {
                        open.push(reference.href);
                        section.children = with_sections(section.children, find, open);
                        open.pop();
                        SectionNode::Section(Box::new(section))
                    }
                    None => SectionNode::SectionRef(reference),
                }
            }
            SectionNode::Section(mut section) => {
                section.children = with_sections(section.children, find, open);
                SectionNode::Section(section)
            }
            node => node,
        });
    }
    found
}

pub(super) fn collect_items<'t>(nodes: &'t [SectionNode], found: &mut Vec<&'t AssessmentItemRef>) {
    for node in nodes {
        match node {
            SectionNode::Item(item) => found.push(item),
            SectionNode::Section(section) => collect_items(&section.children, found),
            SectionNode::SectionRef(_) | SectionNode::Include(_) => {}
        }
    }
}
