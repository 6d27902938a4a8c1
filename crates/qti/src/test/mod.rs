//! Tests: parts, sections, items, and what decides which of them a candidate sees.
//!
//! [`AssessmentTest`] is read from and written to a tree. [`TestPlan`] is what selection and ordering make of
//! it with a seed. [`TestRun`] walks the plan with pre-conditions and branch rules, and scores the test.

mod parts;
mod passage;
mod plan;
mod read;
mod run;
mod state;
mod walk;
mod write;

pub use parts::{
    AssessmentItemRef, AssessmentSection, AssessmentSectionRef, ItemWeight, SectionNode, SectionOrdering,
    SectionSelection, TemplateDefault, TestPart, VariableMapping,
};
pub use passage::{BranchRule, BranchTarget, ItemSessionControl, Passage, TestFeedback, TimeLimits};
pub use plan::{PlannedItem, PlannedPart, SectionStay, TestPlan, TestPlanTooLarge};
pub use run::TestRun;
pub use state::{ItemSubmission, TestItemState, Timeliness};
pub use walk::TestStep;

use crate::{
    declaration::Declarations,
    process::ProcessRule,
    tree::{Attribute, XmlElement},
};

/// A test.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssessmentTest {
    /// Its name.
    pub identifier: String,
    /// For people.
    pub title: String,
    /// What made it.
    pub tool_name: Option<String>,
    /// Of which version.
    pub tool_version: Option<String>,
    /// Contexts and outcomes.
    pub declarations: Declarations,
    /// For the whole test.
    pub time_limits: Option<TimeLimits>,
    /// Links to stylesheets, as they are.
    pub stylesheets: Vec<XmlElement>,
    /// What is read at its start, as it is.
    pub rubrics: Vec<XmlElement>,
    /// In order.
    pub parts: Vec<TestPart>,
    /// How its outcomes follow from its items' outcomes; `None` where nothing is said.
    pub outcome_processing: Option<Vec<ProcessRule>>,
    /// What a candidate is told of the test.
    pub feedbacks: Vec<TestFeedback>,
    /// What this model does not use.
    pub others: Vec<Attribute>,
}

impl AssessmentTest {
    /// With sections of files of their own in their places.
    ///
    /// What `find` does not know stays a reference.
    ///
    /// A section that is inside itself stays a reference where it would come for the second time.
    pub fn with_sections(mut self, find: &mut dyn FnMut(&str) -> Option<AssessmentSection>) -> Self {
        for part in &mut self.parts {
            let sections = std::mem::take(&mut part.sections);
            part.sections = parts::with_sections(sections, find, &mut Vec::new());
        }
        self
    }

    /// All its item references, in the file's order.
    pub fn item_refs(&self) -> Vec<&AssessmentItemRef> {
        let mut found = Vec::new();
        for part in &self.parts {
            parts::collect_items(&part.sections, &mut found);
        }
        found
    }
}

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod run_tests;
