//! A test as its tree, in the order of the standard's schema.

use super::{
    AssessmentItemRef, AssessmentSection, AssessmentTest, ItemSessionControl, Passage, SectionNode,
    TestFeedback, TestPart, TimeLimits,
};
use crate::{process::ProcessRule, reading::float_text, tree::XmlElement};

impl AssessmentTest {
    /// The test as QTI 3.0 has it.
    pub fn write(&self) -> XmlElement {
        let mut element = XmlElement::new("qti-assessment-test")
            .with("identifier", self.identifier.as_str())
            .with("title", self.title.as_str())
            .with_maybe("tool-name", self.tool_name.as_deref())
            .with_maybe("tool-version", self.tool_version.as_deref());
        element.attributes.extend(self.others.iter().cloned());
        let processing = self.outcome_processing.as_ref();
        element
            .all(self.declarations.write())
            .all(self.time_limits.iter().map(TimeLimits::write))
            .all(self.stylesheets.iter().cloned())
            .all(self.rubrics.iter().cloned())
            .all(self.parts.iter().map(TestPart::write))
            .all(processing.map(|rules| ProcessRule::write_all("qti-outcome-processing", rules)))
            .all(self.feedbacks.iter().map(TestFeedback::write))
    }
}

impl TestPart {
    fn write(&self) -> XmlElement {
        let navigation = if self.is_linear { "linear" } else { "nonlinear" };
        let submission = if self.is_simultaneous { "simultaneous" } else { "individual" };
        let mut element = XmlElement::new("qti-test-part")
            .with("identifier", self.identifier.as_str())
            .with_maybe("title", self.title.as_deref())
            .with("navigation-mode", navigation)
            .with("submission-mode", submission);
        element.attributes.extend(self.others.iter().cloned());
        element
            .all(self.passage.write())
            .all(self.rubrics.iter().cloned())
            .all(self.sections.iter().map(SectionNode::write))
            .all(self.feedbacks.iter().map(TestFeedback::write))
    }
}

impl SectionNode {
    fn write(&self) -> XmlElement {
        match self {
            SectionNode::Item(item) => item.write(),
            SectionNode::Section(section) => section.write(),
            SectionNode::SectionRef(reference) => {
                let mut element = XmlElement::new("qti-assessment-section-ref")
                    .with("identifier", reference.identifier.as_str())
                    .with("href", reference.href.as_str());
                element.attributes.extend(reference.others.iter().cloned());
                element
            }
            SectionNode::Include(include) => include.clone(),
        }
    }
}

impl AssessmentSection {
    /// The section as QTI 3.0 has it.
    pub fn write(&self) -> XmlElement {
        let mut element = XmlElement::new("qti-assessment-section")
            .with("identifier", self.identifier.as_str())
            .with_maybe("required", flag(self.is_required, false))
            .with_maybe("fixed", flag(self.is_fixed, false))
            .with("title", self.title.as_str())
            .with("visible", self.is_visible.to_string())
            .with_maybe("keep-together", flag(self.keep_together, true));
        element.attributes.extend(self.others.iter().cloned());
        let selection = self.selection.as_ref().map(|selection| {
            let mut element = XmlElement::new("qti-selection")
                .with("select", selection.select.to_string())
                .with_maybe("with-replacement", flag(selection.with_replacement, false));
            element.attributes.extend(selection.others.iter().cloned());
            element.all(selection.extensions.iter().cloned())
        });
        let ordering = self.ordering.as_ref().map(|ordering| {
            let mut element =
                XmlElement::new("qti-ordering").with("shuffle", ordering.is_shuffled.to_string());
            element.attributes.extend(ordering.others.iter().cloned());
            element.all(ordering.extensions.iter().cloned())
        });
        element
            .all(self.passage.write())
            .all(self.adaptive.iter().cloned())
            .all(selection)
            .all(ordering)
            .all(self.rubrics.iter().cloned())
            .all(self.children.iter().map(SectionNode::write))
    }
}

impl AssessmentItemRef {
    fn write(&self) -> XmlElement {
        let categories = (!self.categories.is_empty()).then(|| self.categories.join(" "));
        let mut element = XmlElement::new("qti-assessment-item-ref")
            .with("identifier", self.identifier.as_str())
            .with_maybe("required", flag(self.is_required, false))
            .with_maybe("fixed", flag(self.is_fixed, false))
            .with("href", self.href.as_str())
            .with_maybe("category", categories);
        element.attributes.extend(self.others.iter().cloned());
        let mappings = self.mappings.iter().map(|mapping| {
            XmlElement::new("qti-variable-mapping")
                .with("source-identifier", mapping.source.as_str())
                .with("target-identifier", mapping.target.as_str())
        });
        let weights = self.weights.iter().map(|weight| {
            XmlElement::new("qti-weight")
                .with("identifier", weight.identifier.as_str())
                .with("value", float_text(weight.value))
        });
        let defaults = self.template_defaults.iter().map(|default| {
            XmlElement::new("qti-template-default")
                .with("template-identifier", default.template.as_str())
                .child(default.value.write())
        });
        element.all(self.passage.write()).all(mappings).all(weights).all(defaults)
    }
}

impl Passage {
    fn write(&self) -> Vec<XmlElement> {
        let mut elements = Vec::new();
        let conditions = self.pre_conditions.iter();
        elements.extend(conditions.map(|one| XmlElement::new("qti-pre-condition").child(one.write())));
        elements.extend(self.branch_rules.iter().map(|rule| {
            XmlElement::new("qti-branch-rule")
                .with("target", rule.target.as_str())
                .child(rule.condition.write())
        }));
        if self.control != ItemSessionControl::default() {
            elements.push(self.control.write());
        }
        elements.extend(self.time_limits.iter().map(TimeLimits::write));
        elements
    }
}

impl TimeLimits {
    fn write(&self) -> XmlElement {
        XmlElement::new("qti-time-limits")
            .with_maybe("min-time", self.min_s.map(float_text))
            .with_maybe("max-time", self.max_s.map(float_text))
            .with_maybe("allow-late-submission", self.allow_late_submission.map(|allow| allow.to_string()))
    }
}

impl ItemSessionControl {
    fn write(&self) -> XmlElement {
        let word = |value: Option<bool>| value.map(|value| value.to_string());
        XmlElement::new("qti-item-session-control")
            .with_maybe("max-attempts", self.max_attempts.map(|attempts| attempts.to_string()))
            .with_maybe("show-feedback", word(self.show_feedback))
            .with_maybe("allow-review", word(self.allow_review))
            .with_maybe("show-solution", word(self.show_solution))
            .with_maybe("allow-comment", word(self.allow_comment))
            .with_maybe("allow-skipping", word(self.allow_skipping))
            .with_maybe("validate-responses", word(self.validate_responses))
    }
}

impl TestFeedback {
    fn write(&self) -> XmlElement {
        let mut element = XmlElement::new("qti-test-feedback")
            .with("access", if self.is_during { "during" } else { "atEnd" })
            .with("outcome-identifier", self.outcome.as_str())
            .with("show-hide", if self.is_hidden_by { "hide" } else { "show" })
            .with("identifier", self.identifier.as_str())
            .with_maybe("title", self.title.as_deref());
        element.attributes.extend(self.others.iter().cloned());
        element.all(self.content.iter().cloned())
    }
}

/// A truth that is not the default.
fn flag(value: bool, default: bool) -> Option<String> {
    (value != default).then(|| value.to_string())
}
