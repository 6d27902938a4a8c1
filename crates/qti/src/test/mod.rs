//! Tests: parts, sections, items, and what decides which of them a candidate sees.
//!
//! [`AssessmentTest`] is read from and written to a tree. [`TestPlan`] is what selection and ordering make of
//! it with a seed. [`TestRun`] walks the plan with pre-conditions and branch rules, and scores the test.

mod parts;
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
pub use plan::{PlannedItem, PlannedPart, SectionStay, TestPlan, TestPlanTooLarge};
pub use run::TestRun;
pub use state::{ItemSubmission, TestItemState, Timeliness};
pub use walk::TestStep;

use crate::{
    declaration::Declarations,
    process::{Expression, ProcessRule},
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

/// What parts, sections and items say alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// All must be true, or it is passed over.
    pub pre_conditions: Vec<Expression>,
    /// After it, the first that is true decides where the test goes on.
    pub branch_rules: Vec<BranchRule>,
    /// What may be done with its items.
    pub control: ItemSessionControl,
    /// How long it may take.
    pub time_limits: Option<TimeLimits>,
}

/// `qti-branch-rule`: where the test goes on after a part, a section or an item.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchRule {
    /// Where to.
    pub target: BranchTarget,
    /// NULL is not true.
    pub condition: Expression,
}

/// Where a branch leads to; always forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BranchTarget {
    /// Behind the test.
    ExitTest,
    /// Behind this part.
    ExitTestPart,
    /// Behind this section.
    ExitSection,
    /// To an item or a section of this part; to a part where a part branches.
    To(String),
}

impl BranchTarget {
    /// The target of that name.
    pub fn named(word: &str) -> Self {
        match word {
            "EXIT_TEST" => BranchTarget::ExitTest,
            "EXIT_TESTPART" => BranchTarget::ExitTestPart,
            "EXIT_SECTION" => BranchTarget::ExitSection,
            other => BranchTarget::To(other.to_owned()),
        }
    }

    /// The word in files.
    pub fn as_str(&self) -> &str {
        match self {
            BranchTarget::ExitTest => "EXIT_TEST",
            BranchTarget::ExitTestPart => "EXIT_TESTPART",
            BranchTarget::ExitSection => "EXIT_SECTION",
            BranchTarget::To(other) => other,
        }
    }
}

/// `qti-time-limits`, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeLimits {
    /// At least; counts in linear parts alone.
    pub min_s: Option<f64>,
    /// At most.
    pub max_s: Option<f64>,
    /// Whether a response after the end still counts; the standard's default is no.
    pub allow_late_submission: Option<bool>,
}

/// `qti-item-session-control`: what may be done with items.
///
/// A setting that is not made is that of what is around; [`ItemSessionControl::DEFAULTS`] at last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemSessionControl {
    /// 0 is without a limit.
    pub max_attempts: Option<u32>,
    /// Whether feedback is shown after the last attempt.
    pub show_feedback: Option<bool>,
    /// Whether an item may be looked at again.
    pub allow_review: Option<bool>,
    /// Whether the solution may be looked at.
    pub show_solution: Option<bool>,
    /// Whether the candidate may write a comment.
    pub allow_comment: Option<bool>,
    /// Whether an item may be left without a response.
    pub allow_skipping: Option<bool>,
    /// Whether only responses may be submitted that the interactions take.
    pub validate_responses: Option<bool>,
}

impl ItemSessionControl {
    /// Where nothing at all is set (QTI 3.0, 2.2.5 and the schema's defaults).
    pub const DEFAULTS: ItemSessionControl = ItemSessionControl {
        max_attempts: Some(1),
        show_feedback: Some(false),
        allow_review: Some(true),
        show_solution: Some(false),
        allow_comment: Some(false),
        allow_skipping: Some(true),
        validate_responses: Some(false),
    };

    /// With the settings of what is around it, where it makes none.
    #[must_use]
    pub fn within(self, outer: ItemSessionControl) -> Self {
        ItemSessionControl {
            max_attempts: self.max_attempts.or(outer.max_attempts),
            show_feedback: self.show_feedback.or(outer.show_feedback),
            allow_review: self.allow_review.or(outer.allow_review),
            show_solution: self.show_solution.or(outer.show_solution),
            allow_comment: self.allow_comment.or(outer.allow_comment),
            allow_skipping: self.allow_skipping.or(outer.allow_skipping),
            validate_responses: self.validate_responses.or(outer.validate_responses),
        }
    }
}

/// `qti-test-feedback`: what a candidate is told of the test, or of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct TestFeedback {
    /// Told while the test runs, and not only at its end.
    pub is_during: bool,
    /// The outcome that decides.
    pub outcome: String,
    /// The value that decides.
    pub identifier: String,
    /// Hidden by that value instead of shown.
    pub is_hidden_by: bool,
    /// For people.
    pub title: Option<String>,
    /// What is told, as it is.
    pub content: Vec<XmlElement>,
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
