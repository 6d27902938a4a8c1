//! A candidate's session of one item: templates, attempts, outcomes, feedback.

use std::collections::BTreeMap;

use super::limits::{ProcessError, ProcessLimits};
use super::random::SeededChance;
use super::response::{GivenResponse, UnfitResponse, value_of};
use super::rule::{ItemRules, ProcessRule};
use super::run::{Run, RunEnd};
use super::scope::{Scope, VariableKind};
use crate::declaration::Declarations;
use crate::item::{AssessmentItem, ModalFeedback, ShowHide};
use crate::value::{BaseType, Cardinality, Scalar, Value};

/// Purposes of chance: template processing, and attempts from here on.
const CHANCE_TEMPLATE: u64 = u64::from_le_bytes(*b"template");
const CHANCE_ATTEMPT: u64 = u64::from_le_bytes(*b"attempts");

/// What a session is about.
#[derive(Clone, Copy, Debug)]
pub struct SessionItem<'a> {
    /// The item's variables.
    pub declarations: &'a Declarations,
    /// The item's rules.
    pub rules: &'a ItemRules,
    /// Whether attempts build on each other.
    pub is_adaptive: bool,
}

impl<'a> SessionItem<'a> {
    /// An item with the rules that were read from it.
    pub fn of(item: &'a AssessmentItem, rules: &'a ItemRules) -> Self {
        SessionItem { declarations: &item.declarations, rules, is_adaptive: item.is_adaptive }
    }
}

/// Why an attempt was not scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The response does not fit.
    #[error(transparent)]
    Response(#[from] UnfitResponse),
    /// Rules did not come to an end.
    #[error(transparent)]
    Process(#[from] ProcessError),
}

/// A candidate's session of one item.
///
/// The same seed and the same attempts give the same outcomes on every machine: a session is brought back by
/// beginning it again and repeating its attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemSession<'a> {
    rules: &'a ItemRules,
    is_adaptive: bool,
    scope: Scope<'a>,
    seed: u64,
    limits: ProcessLimits,
    attempts: u32,
}

impl<'a> ItemSession<'a> {
    /// Begins: everything at its default, templates drawn by the seed.
    ///
    /// # Errors
    /// A limit of processing was reached.
    pub fn begin(subject: SessionItem<'a>, seed: u64, limits: ProcessLimits) -> Result<Self, ProcessError> {
        let mut scope = Scope::new(subject.declarations);
        scope.add(
            "numAttempts",
            VariableKind::BuiltIn,
            Cardinality::Single,
            Some(BaseType::Integer),
            Value::integer(0),
        );
        let no_time = Value::Single(Scalar::Duration(0.0));
        scope.add("duration", VariableKind::BuiltIn, Cardinality::Single, Some(BaseType::Duration), no_time);
        if scope.slot(STATUS).is_none() {
            scope.add(
                STATUS,
                VariableKind::Outcome,
                Cardinality::Single,
                Some(BaseType::Identifier),
                Value::Null,
            );
        }
        set_status(&mut scope, "not_attempted");
        let (rules, is_adaptive) = (subject.rules, subject.is_adaptive);
        let mut session = ItemSession { rules, is_adaptive, scope, seed, limits, attempts: 0 };
        session.draw(&rules.template)?;
        Ok(session)
    }

    /// Template processing, again and again until every constraint is true (4.3, template-constraint).
    fn draw(&mut self, rules: &[ProcessRule]) -> Result<(), ProcessError> {
        if rules.is_empty() {
            return Ok(());
        }
        let mut chance = SeededChance::new(self.seed, CHANCE_TEMPLATE);
        let initial = self.scope.clone();
        for draw in 0..=self.limits.draws {
            let mut run = Run::new(&mut self.scope, &[], &mut chance, self.limits);
            // 4.3: after the last draw templates keep their defaults, and what follows goes on.
            run.is_unconstrained = draw == self.limits.draws;
            if run.is_unconstrained {
                let after = rules.iter().rposition(|rule| matches!(rule, ProcessRule::Constraint(_)));
                let rest = after.and_then(|after| rules.get(after + 1..)).unwrap_or_default();
                run.rules(rest)?;
                return Ok(());
            }
            match run.rules(rules)? {
                RunEnd::Constraint => self.scope = initial.clone(),
                RunEnd::Through | RunEnd::Exit => return Ok(()),
            }
        }
        Ok(())
    }

    /// A session after its one attempt.
    ///
    /// What [`begin`](Self::begin) and [`respond`](Self::respond) give. Nothing is kept of the session
    /// before, for nobody goes back to it.
    ///
    /// # Errors
    /// As those two.
    pub fn answered(
        subject: SessionItem<'a>,
        seed: u64,
        limits: ProcessLimits,
        responses: &BTreeMap<String, GivenResponse>,
    ) -> Result<Self, SessionError> {
        let mut session = ItemSession::begin(subject, seed, limits)?;
        session.attempt(responses, None)?;
        Ok(session)
    }

    /// One attempt: takes responses, runs the rules.
    ///
    /// A variable that is not named keeps its default at the first attempt, and what it held later.
    /// `seconds` is the whole time with the item so far.
    ///
    /// # Errors
    /// A response does not fit, or a limit was reached; then the session is as it was before.
    pub fn respond(
        &mut self,
        responses: &BTreeMap<String, GivenResponse>,
        seconds: Option<f64>,
    ) -> Result<(), SessionError> {
        let mut next = self.clone();
        next.attempt(responses, seconds)?;
        *self = next;
        Ok(())
    }

    fn attempt(
        &mut self,
        responses: &BTreeMap<String, GivenResponse>,
        seconds: Option<f64>,
    ) -> Result<(), SessionError> {
        for (name, given) in responses {
            let declared = self.scope.response(name).ok_or_else(|| UnfitResponse::Unknown(name.clone()))?;
            let value = value_of(&declared.variable, given)?;
            self.scope.set(VariableKind::Response, name, value);
        }
        self.attempts += 1;
        self.scope.set(VariableKind::BuiltIn, "numAttempts", Value::integer(i64::from(self.attempts)));
        if let Some(seconds) = seconds {
            self.scope.set(VariableKind::BuiltIn, "duration", Value::Single(Scalar::Duration(seconds)));
        }
        // 2.1.1: outcomes of an adaptive item go on from attempt to attempt, others begin anew.
        if !self.is_adaptive {
            self.scope.reset(VariableKind::Outcome);
        }
        if !self.is_adaptive || self.attempts == 1 {
            set_status(&mut self.scope, "unknown");
        }
        let mut chance = SeededChance::new(self.seed, CHANCE_ATTEMPT.wrapping_add(u64::from(self.attempts)));
        let mut run = Run::new(&mut self.scope, &[], &mut chance, self.limits);
        if let Some(processing) = &self.rules.response {
            run.response(processing)?;
        }
        run.rules(&self.rules.outcome)?;
        let is_unset = self.scope.value(STATUS).is_some_and(|status| status.to_string() == "unknown");
        if !self.is_adaptive && self.rules.response.is_some() && is_unset {
            set_status(&mut self.scope, "completed");
        }
        Ok(())
    }

    /// How many attempts were made.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What every outcome holds; `completionStatus` is one.
    pub fn outcomes(&self) -> BTreeMap<String, Value> {
        self.scope.all(VariableKind::Outcome).map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    /// What a variable of any kind holds.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.scope.value(name)
    }

    /// What every template variable holds: for the item's text.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.scope.all(VariableKind::Template)
    }

    /// The key of a response, as template processing left it.
    pub fn correct(&self, response: &str) -> Option<&Value> {
        self.scope.correct(response)
    }

    /// Whether an adaptive item came to its end, or any other was tried once.
    pub fn is_complete(&self) -> bool {
        self.scope.value(STATUS).is_some_and(|status| status.to_string() == "completed")
    }

    /// Whether feedback or a template block of that name is shown now (2.8.1).
    pub fn shows(&self, variable: &str, identifier: &str, shown: ShowHide) -> bool {
        let held = self.scope.value(variable).map_or(&[][..], Value::scalars);
        shown.is_visible(held.iter().any(|scalar| scalar.lexical() == identifier))
    }

    /// The modal feedback that is shown now, in the item's order.
    pub fn feedback<'i>(&self, item: &'i AssessmentItem) -> Vec<&'i ModalFeedback> {
        let is_shown = |one: &&ModalFeedback| self.shows(&one.outcome_identifier, &one.identifier, one.shown);
        item.modal_feedback.iter().filter(is_shown).collect()
    }
}

const STATUS: &str = "completionStatus";

fn set_status(scope: &mut Scope<'_>, status: &str) {
    let status = Value::Single(Scalar::Identifier(status.to_owned()));
    scope.set(VariableKind::Outcome, STATUS, status);
}
