//! A test from its tree.

use std::collections::BTreeSet;

use super::{
    AssessmentItemRef, AssessmentSection, AssessmentSectionRef, AssessmentTest, BranchRule, BranchTarget,
    ItemSessionControl, ItemWeight, Passage, SectionNode, SectionOrdering, SectionSelection, TemplateDefault,
    TestFeedback, TestPart, TimeLimits, VariableMapping,
};
use crate::{
    process::{Expression, ProcessRule},
    reading::{Reading, lost_element, tell_stray_text},
    remark::{Remarks, Weight, codes},
    tree::{Space, XmlElement},
};

impl AssessmentTest {
    /// The test that an element of QTI 3.0 is; `None`, and told, where it is no test.
    pub fn read(root: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if !root.is("qti-assessment-test") {
            let message = format!("`{}` is no test.", root.name);
            remarks.add(Weight::Error, codes::MISSING_ELEMENT, root.place, "qti-assessment-test", message);
            return None;
        }
        let mut reading = Reading::new(root, remarks);
        let mut test = AssessmentTest {
            identifier: reading.required("identifier").unwrap_or_default().to_owned(),
            title: reading.owned("title").unwrap_or_default(),
            tool_name: reading.owned("tool-name"),
            tool_version: reading.owned("tool-version"),
            ..AssessmentTest::default()
        };
        test.others = reading.others();
        tell_stray_text(remarks, root);
        for child in root.elements() {
            match child.name.as_str() {
                "qti-time-limits" => {
                    tell_twice(test.time_limits.is_some(), child, remarks);
                    test.time_limits = Some(TimeLimits::read(child, remarks));
                }
                "qti-stylesheet" => test.stylesheets.push(child.clone()),
                "qti-rubric-block" => test.rubrics.push(child.clone()),
                "qti-test-part" => test.parts.push(TestPart::read(child, remarks)),
                "qti-outcome-processing" => {
                    tell_twice(test.outcome_processing.is_some(), child, remarks);
                    test.outcome_processing = Some(ProcessRule::read_all(child, remarks));
                }
                "qti-test-feedback" => test.feedbacks.push(TestFeedback::read(child, remarks)),
                _ if test.declarations.take(child, remarks) => {}
                _ => lost_element(remarks, Weight::Loss, child, root),
            }
        }
        if test.parts.is_empty() {
            let message = "A test needs a `qti-test-part`.";
            remarks.add(Weight::Error, codes::MISSING_ELEMENT, root.place, "qti-test-part", message);
        }
        check_names(root, &mut BTreeSet::new(), remarks);
        Some(test)
    }
}

/// A part, a section and an item have a name of their own.
///
/// Rules would mean either of two.
fn check_names<'t>(element: &'t XmlElement, names: &mut BTreeSet<&'t str>, remarks: &mut Remarks) {
    for child in element.elements() {
        let is_named = ["qti-test-part", "qti-assessment-section", "qti-assessment-item-ref"]
            .contains(&child.name.as_str());
        let name = child.attribute("identifier").filter(|name| is_named && !name.is_empty());
        if let Some(name) = name
            && !names.insert(name)
        {
            let message =
                format!("Something else in the test has the name `{name}`: rules find only one of them.");
            let construct = format!("{}/@identifier", child.name);
            remarks.add(Weight::Error, codes::NAME, child.place, construct, message);
        }
        check_names(child, names, remarks);
    }
}

impl TestPart {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reading = Reading::new(element, remarks);
        let mut part = TestPart {
            identifier: reading.required("identifier").unwrap_or_default().to_owned(),
            title: reading.owned("title"),
            is_linear: mode(&mut reading, "navigation-mode", "linear", "nonlinear"),
            is_simultaneous: mode(&mut reading, "submission-mode", "simultaneous", "individual"),
            ..TestPart::default()
        };
        part.others = reading.others();
        tell_stray_text(remarks, element);
        for child in element.elements() {
            if part.passage.take(child, remarks) {
                continue;
            }
            match child.name.as_str() {
                "qti-rubric-block" => part.rubrics.push(child.clone()),
                "qti-test-feedback" => part.feedbacks.push(TestFeedback::read(child, remarks)),
                _ => match SectionNode::read(child, remarks) {
                    Some(SectionNode::Item(_)) | None => lost_element(remarks, Weight::Error, child, element),
                    Some(node) => part.sections.push(node),
                },
            }
        }
        part
    }
}

/// One of two words; whether it is the first.
fn mode(reading: &mut Reading<'_, '_>, name: &'static str, first: &str, second: &str) -> bool {
    let words = format!("`{first}` or `{second}`");
    reading.required(name);
    let read = |word: &str| match word {
        "" => Some(false),
        word if word == first => Some(true),
        word => (word == second).then_some(false),
    };
    reading.word(name, &words, read).unwrap_or_default()
}

impl SectionNode {
    /// What may stand in a section; `None` for what may not.
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if element.space == Space::XInclude {
            let message =
                "An XInclude was kept as it is; it is not followed, so what it leads to is missing.";
            remarks.add(Weight::Loss, codes::UNKNOWN_ELEMENT, element.place, "xi:include", message);
            return Some(SectionNode::Include(element.clone()));
        }
        Some(match element.name.as_str() {
            "qti-assessment-item-ref" => {
                SectionNode::Item(Box::new(AssessmentItemRef::read(element, remarks)))
            }
            "qti-assessment-section" => {
                SectionNode::Section(Box::new(AssessmentSection::read(element, remarks)?))
            }
            "qti-assessment-section-ref" => {
                let mut reading = Reading::new(element, remarks);
                let identifier = reading.required("identifier").unwrap_or_default().to_owned();
                let href = reading.required("href").unwrap_or_default().to_owned();
                SectionNode::SectionRef(AssessmentSectionRef { identifier, href, others: reading.others() })
            }
            _ => return None,
        })
    }
}

impl AssessmentSection {
    /// The section that an element is; `None`, and told, where it is none.
    pub fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        if !element.is("qti-assessment-section") {
            let message = format!("`{}` is no section.", element.name);
            remarks.add(
                Weight::Error,
                codes::MISSING_ELEMENT,
                element.place,
                "qti-assessment-section",
                message,
            );
            return None;
        }
        let mut reading = Reading::new(element, remarks);
        let mut section = AssessmentSection {
            identifier: reading.required("identifier").unwrap_or_default().to_owned(),
            title: reading.owned("title").unwrap_or_default(),
            is_required: reading.boolean("required").unwrap_or_default(),
            is_fixed: reading.boolean("fixed").unwrap_or_default(),
            is_visible: reading.boolean("visible").unwrap_or(true),
            keep_together: reading.boolean("keep-together").unwrap_or(true),
            ..AssessmentSection::default()
        };
        section.others = reading.others();
        tell_stray_text(remarks, element);
        for child in element.elements() {
            section.take(child, element, remarks);
        }
        Some(section)
    }

    fn take(&mut self, child: &XmlElement, element: &XmlElement, remarks: &mut Remarks) {
        if self.passage.take(child, remarks) {
            return;
        }
        match child.name.as_str() {
            "qti-selection" => {
                tell_twice(self.selection.is_some(), child, remarks);
                self.selection = SectionSelection::read(child, remarks);
            }
            "qti-ordering" => {
                tell_twice(self.ordering.is_some(), child, remarks);
                let mut reading = Reading::new(child, remarks);
                let is_shuffled = reading.boolean("shuffle").unwrap_or_default();
                let (others, extensions) = (reading.others(), child.elements().cloned().collect());
                self.ordering = Some(SectionOrdering { is_shuffled, others, extensions });
            }
            "qti-adaptive-selection" => {
                tell_twice(self.adaptive.is_some(), child, remarks);
                let message = "The section's items are chosen by an engine of its own, which is not part of \
                               this one: the reference was kept, and the items come in the file's order.";
                remarks.add(Weight::Loss, codes::UNSUPPORTED, child.place, child.name.clone(), message);
                self.adaptive = Some(child.clone());
            }
            "qti-rubric-block" => self.rubrics.push(child.clone()),
            _ => match SectionNode::read(child, remarks) {
                Some(node) => self.children.push(node),
                None => lost_element(remarks, Weight::Loss, child, element),
            },
        }
    }
}

impl SectionSelection {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Option<Self> {
        let mut reading = Reading::new(element, remarks);
        reading.required("select");
        let select = reading.count("select");
        let with_replacement = reading.boolean("with-replacement").unwrap_or_default();
        let (others, extensions) = (reading.others(), element.elements().cloned().collect());
        Some(SectionSelection { select: select?, with_replacement, others, extensions })
    }
}

impl AssessmentItemRef {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reading = Reading::new(element, remarks);
        let mut item = AssessmentItemRef {
            identifier: reading.required("identifier").unwrap_or_default().to_owned(),
            href: reading.required("href").unwrap_or_default().to_owned(),
            is_required: reading.boolean("required").unwrap_or_default(),
            is_fixed: reading.boolean("fixed").unwrap_or_default(),
            ..AssessmentItemRef::default()
        };
        let categories = reading.text("category").unwrap_or_default();
        item.categories = categories.split_whitespace().map(str::to_owned).collect();
        item.others = reading.others();
        tell_stray_text(remarks, element);
        for child in element.elements() {
            if !item.passage.take(child, remarks) && !item.take(child, remarks) {
                lost_element(remarks, Weight::Loss, child, element);
            }
        }
        item
    }

    /// What only items have; whether it was that.
    fn take(&mut self, child: &XmlElement, remarks: &mut Remarks) -> bool {
        let mut reading = Reading::new(child, remarks);
        match child.name.as_str() {
            "qti-variable-mapping" => {
                let source = reading.required("source-identifier").map(str::to_owned);
                let target = reading.required("target-identifier").map(str::to_owned);
                let (Some(source), Some(target)) = (source, target) else { return true };
                self.mappings.push(VariableMapping { source, target });
            }
            "qti-weight" => {
                let identifier = reading.required("identifier").map(str::to_owned);
                reading.required("value");
                let (Some(identifier), Some(value)) = (identifier, reading.float("value")) else {
                    return true;
                };
                self.weights.push(ItemWeight { identifier, value });
            }
            "qti-template-default" => {
                let template = reading.required("template-identifier").map(str::to_owned);
                reading.tell_others();
                let (Some(template), Some(value)) = (template, only_expression(child, remarks)) else {
                    return true;
                };
                self.template_defaults.push(TemplateDefault { template, value });
                return true;
            }
            _ => return false,
        }
        reading.tell_others();
        true
    }
}

impl Passage {
    /// What parts, sections and items say alike; whether it was that.
    fn take(&mut self, child: &XmlElement, remarks: &mut Remarks) -> bool {
        match child.name.as_str() {
            "qti-pre-condition" => {
                Reading::new(child, remarks).tell_others();
                self.pre_conditions.extend(only_expression(child, remarks));
            }
            "qti-branch-rule" => {
                let mut reading = Reading::new(child, remarks);
                let target = reading.required("target").map(BranchTarget::named);
                reading.tell_others();
                if let (Some(target), Some(condition)) = (target, only_expression(child, remarks)) {
                    self.branch_rules.push(BranchRule { target, condition });
                }
            }
            "qti-item-session-control" => {
                tell_twice(self.control != ItemSessionControl::default(), child, remarks);
                self.control = ItemSessionControl::read(child, remarks);
            }
            "qti-time-limits" => {
                tell_twice(self.time_limits.is_some(), child, remarks);
                self.time_limits = Some(TimeLimits::read(child, remarks));
            }
            _ => return false,
        }
        true
    }
}

/// Tells an element that stands where one of its kind stood already, and that takes its place.
fn tell_twice(is_there: bool, element: &XmlElement, remarks: &mut Remarks) {
    if is_there {
        let message = format!("`{}` stands here for the second time: the last one counts.", element.name);
        remarks.add(Weight::Loss, codes::ORDER, element.place, element.name.clone(), message);
    }
}

/// The one expression in an element; told where there is none, or more than one.
fn only_expression(element: &XmlElement, remarks: &mut Remarks) -> Option<Expression> {
    let mut expressions = element.elements();
    let first = expressions.next();
    if first.is_none() {
        let message = format!("`{}` needs an expression.", element.name);
        remarks.add(Weight::Error, codes::MISSING_ELEMENT, element.place, element.name.clone(), message);
    }
    for more in expressions {
        lost_element(remarks, Weight::Error, more, element);
    }
    first.map(|first| Expression::read(first, remarks))
}

impl TimeLimits {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reading = Reading::new(element, remarks);
        let limits = TimeLimits {
            min_s: reading.float("min-time"),
            max_s: reading.float("max-time"),
            allow_late_submission: reading.boolean("allow-late-submission"),
        };
        reading.tell_others();
        limits
    }
}

impl ItemSessionControl {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reading = Reading::new(element, remarks);
        let control = ItemSessionControl {
            max_attempts: reading.count("max-attempts"),
            show_feedback: reading.boolean("show-feedback"),
            allow_review: reading.boolean("allow-review"),
            show_solution: reading.boolean("show-solution"),
            allow_comment: reading.boolean("allow-comment"),
            allow_skipping: reading.boolean("allow-skipping"),
            validate_responses: reading.boolean("validate-responses"),
        };
        reading.tell_others();
        control
    }
}

impl TestFeedback {
    fn read(element: &XmlElement, remarks: &mut Remarks) -> Self {
        let mut reading = Reading::new(element, remarks);
        let feedback = TestFeedback {
            is_during: mode(&mut reading, "access", "during", "atEnd"),
            outcome: reading.required("outcome-identifier").unwrap_or_default().to_owned(),
            identifier: reading.required("identifier").unwrap_or_default().to_owned(),
            is_hidden_by: mode(&mut reading, "show-hide", "hide", "show"),
            title: reading.owned("title"),
            content: element.elements().cloned().collect(),
            others: reading.others(),
        };
        tell_stray_text(remarks, element);
        feedback
    }
}
