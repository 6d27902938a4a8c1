//! The names that an item declares.

use std::collections::HashMap;

use crate::{declaration::Variable, item::AssessmentItem};

/// Of which kind a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Context,
    Response,
    Outcome,
    Template,
}

/// The variables of an item by their names.
pub(super) struct DeclaredNames<'a>(pub(super) HashMap<&'a str, (Declared, &'a Variable)>);

/// Variables that every item has without a declaration (QTI 3.0, 2.3.1 and 2.3.2).
pub(super) const BUILT_IN: [&str; 3] = ["completionStatus", "numAttempts", "duration"];

impl<'a> DeclaredNames<'a> {
    pub(super) fn of(item: &'a AssessmentItem) -> Self {
        let all = &item.declarations;
        let contexts = all.contexts.iter().map(|one| (Declared::Context, &one.variable));
        let responses = all.responses.iter().map(|one| (Declared::Response, &one.variable));
        let outcomes = all.outcomes.iter().map(|one| (Declared::Outcome, &one.variable));
        let templates = all.templates.iter().map(|one| (Declared::Template, &one.variable));
        let every = contexts.chain(responses).chain(outcomes).chain(templates);
        DeclaredNames(
            every.map(|(kind, variable)| (variable.identifier.as_str(), (kind, variable))).collect(),
        )
    }

    pub(super) fn of_kind(&self, name: &str, kind: Declared) -> Option<&'a Variable> {
        self.0.get(name).filter(|(found, _)| *found == kind).map(|(_, variable)| *variable)
    }

    /// Whether a name stands for anything.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.0.contains_key(name) || BUILT_IN.contains(&name)
    }
}
