//! Items and shared texts as trees.

use super::{AssessmentItem, AssessmentStimulus, ModalFeedback, StimulusRef, Stylesheet};
use crate::tree::{Attribute, XmlElement};

impl AssessmentItem {
    /// As a tree of QTI 3.0, its parts in the order of the standard.
    pub fn write(&self) -> XmlElement {
        let head = XmlElement::new("qti-assessment-item")
            .with("identifier", &self.identifier)
            .with("title", &self.title)
            .with_maybe("label", self.label.as_ref())
            .with_maybe("xml:lang", self.language.as_ref())
            .with_maybe("tool-name", self.tool_name.as_ref())
            .with_maybe("tool-version", self.tool_version.as_ref())
            .with("adaptive", self.is_adaptive.to_string())
            .with("time-dependent", self.is_time_dependent.to_string());
        with_others(head, &self.others)
            .all(self.declarations.write())
            .all(self.template_processing.clone())
            .all(self.stimulus_refs.iter().map(StimulusRef::write))
            .all(self.companion_materials.clone())
            .all(self.stylesheets.iter().map(Stylesheet::write))
            .child(self.body.clone())
            .all(self.catalog_info.clone())
            .all(self.response_processing.clone())
            .all(self.modal_feedback.iter().map(ModalFeedback::write))
            .all(self.other_elements.iter().cloned())
    }
}

impl AssessmentStimulus {
    /// As a tree of QTI 3.0.
    pub fn write(&self) -> XmlElement {
        let head = XmlElement::new("qti-assessment-stimulus")
            .with("identifier", &self.identifier)
            .with("title", &self.title)
            .with_maybe("label", self.label.as_ref())
            .with_maybe("xml:lang", self.language.as_ref())
            .with_maybe("tool-name", self.tool_name.as_ref())
            .with_maybe("tool-version", self.tool_version.as_ref());
        with_others(head, &self.others)
            .all(self.stylesheets.iter().map(Stylesheet::write))
            .child(self.body.clone())
            .all(self.catalog_info.clone())
            .all(self.other_elements.iter().cloned())
    }
}

impl StimulusRef {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let element = XmlElement::new("qti-assessment-stimulus-ref")
            .with("identifier", &self.identifier)
            .with("href", &self.href)
            .with_maybe("title", self.title.as_ref());
        with_others(element, &self.others)
    }
}

impl Stylesheet {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let element = XmlElement::new("qti-stylesheet")
            .with("href", &self.href)
            .with("type", &self.media_type)
            .with_maybe("media", self.media.as_ref())
            .with_maybe("title", self.title.as_ref());
        with_others(element, &self.others)
    }
}

impl ModalFeedback {
    /// As its element.
    pub fn write(&self) -> XmlElement {
        let element = XmlElement::new("qti-modal-feedback")
            .with("outcome-identifier", &self.outcome_identifier)
            .with("show-hide", self.shown.as_str())
            .with("identifier", &self.identifier)
            .with_maybe("title", self.title.as_ref());
        with_others(element, &self.others).all(self.content.iter().cloned())
    }
}

fn with_others(mut element: XmlElement, others: &[Attribute]) -> XmlElement {
    element.attributes.extend(others.iter().cloned());
    element
}
