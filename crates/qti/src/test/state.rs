//! What a test knows of its items while it runs.

use std::collections::BTreeMap;

use super::{AssessmentItemRef, ItemWeight, PlannedItem};
use crate::{
    declaration::{Declarations, OutcomeDeclaration},
    process::{ItemSubset, Scope, TestItem, VariableKind},
    value::Value,
};

/// What one session of an item gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemSubmission {
    /// Responses, outcomes and built-in variables by their names in the item.
    pub values: BTreeMap<String, Value>,
    /// Whether there is a response that is not the default.
    pub is_responded: bool,
    /// Whether each response is as its key says; `None` where one has no key.
    pub is_correct: Option<bool>,
}

/// Whether a response comes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timeliness {
    /// Before the least time of a linear part: the candidate cannot go on yet.
    TooSoon,
    /// It counts.
    InTime,
    /// After the end, and it counts all the same (`allow-late-submission`).
    LateAndTaken,
    /// After the end: it does not count.
    Late,
}

/// One item of a test while it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct TestItemState<'t> {
    /// Its place in the test.
    pub reference: &'t AssessmentItemRef,
    /// Which instance, in which sections.
    pub planned: PlannedItem,
    /// Whether it was shown.
    pub is_presented: bool,
    /// What its session gave; before that, the defaults of its outcomes.
    pub submission: ItemSubmission,
    outcomes: &'t [OutcomeDeclaration],
}

impl<'t> TestItemState<'t> {
    pub(super) fn new(
        reference: &'t AssessmentItemRef,
        planned: PlannedItem,
        declarations: Option<&'t Declarations>,
    ) -> Self {
        let mut submission = ItemSubmission::default();
        if let Some(declarations) = declarations {
            let scope = Scope::new(declarations);
            let outcomes =
                scope.all(VariableKind::Outcome).map(|(name, value)| (name.to_owned(), value.clone()));
            submission.values = outcomes.collect();
        }
        let outcomes = declarations.map_or(&[][..], |declarations| &declarations.outcomes);
        TestItemState { reference, planned, is_presented: false, submission, outcomes }
    }

    /// A name of the test's for one of the item's variables (`qti-variable-mapping`).
    fn source<'n>(&'n self, variable: &'n str) -> &'n str {
        let mapping = self.reference.mappings.iter().find(|mapping| mapping.target == variable);
        mapping.map_or(variable, |mapping| &mapping.source)
    }
}

impl TestItem for TestItemState<'_> {
    fn identifier(&self) -> &str {
        &self.reference.identifier
    }

    fn is_in(&self, subset: &ItemSubset) -> bool {
        let has = |categories: &[String]| {
            categories.iter().any(|category| self.reference.categories.contains(category))
        };
        let is_there =
            |section: &String| self.planned.sections.iter().any(|stay| stay.identifier == *section);
        subset.section.as_ref().is_none_or(is_there)
            && (subset.include.is_empty() || has(&subset.include))
            && !has(&subset.exclude)
    }

    fn value(&self, variable: &str) -> Option<Value> {
        self.submission.values.get(self.source(variable)).cloned()
    }

    fn outcome_bound(&self, outcome: &str, is_maximum: bool) -> Option<f64> {
        let outcome = self.source(outcome);
        let declared = self.outcomes.iter().find(|declared| declared.variable.identifier == outcome)?;
        if is_maximum { declared.normal_maximum } else { declared.normal_minimum }
    }

    fn weight(&self, identifier: &str) -> Option<f64> {
        self.reference
            .weights
            .iter()
            .find(|weight| weight.identifier == identifier)
            .map(|weight| weight.value)
    }

    fn is_presented(&self) -> bool {
        self.is_presented
    }

    fn is_responded(&self) -> bool {
        self.submission.is_responded
    }

    fn is_correct(&self) -> Option<bool> {
        self.submission.is_correct
    }
}

/// Variables that belong to no one item: of a part, a section, or all instances of one item.
///
/// Rules reach them as `NAME.VARIABLE`; no subset has them.
pub(super) struct NamedVariables {
    pub(super) identifier: String,
    pub(super) values: BTreeMap<String, Value>,
    /// Of the item's place.
    pub(super) weights: Vec<ItemWeight>,
}

impl TestItem for NamedVariables {
    fn identifier(&self) -> &str {
        &self.identifier
    }

    fn is_in(&self, _subset: &ItemSubset) -> bool {
        false
    }

    fn value(&self, variable: &str) -> Option<Value> {
        self.values.get(variable).cloned()
    }

    fn outcome_bound(&self, _outcome: &str, _is_maximum: bool) -> Option<f64> {
        None
    }

    fn weight(&self, identifier: &str) -> Option<f64> {
        self.weights.iter().find(|weight| weight.identifier == identifier).map(|weight| weight.value)
    }

    fn is_presented(&self) -> bool {
        false
    }

    fn is_responded(&self) -> bool {
        false
    }

    fn is_correct(&self) -> Option<bool> {
        None
    }
}
