//! One candidate's way through a test.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{
    AssessmentSection, AssessmentTest, BranchRule, BranchTarget, ItemSessionControl, ItemSubmission, Passage,
    SectionNode, SectionStay, TestFeedback, TestItemState, TestPart, TestPlan, TimeLimits, Timeliness,
    state::NamedVariables,
};
use crate::{
    declaration::Declarations,
    process::{
        Expression, ProcessError, ProcessLimits, Run, Scope, SeededChance, TestItem, VariableKind, truth,
    },
    value::{Scalar, Value},
};

/// Numbers of one seed for this purpose alone.
const PURPOSE: u64 = u64::from_be_bytes(*b"qti-test");

/// One candidate's way through a test.
///
/// Items are numbered through all parts, in the plan's order.
pub struct TestRun<'t> {
    pub(super) test: &'t AssessmentTest,
    pub(super) sections: BTreeMap<&'t str, &'t AssessmentSection>,
    pub(super) items: Vec<TestItemState<'t>>,
    /// Of each part, its items.
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) outcomes: Scope<'t>,
    pub(super) chance: SeededChance,
    pub(super) durations: BTreeMap<String, f64>,
    pub(super) submitted: Vec<usize>,
    /// The part that the candidate is in, or comes to.
    pub(super) part: usize,
    pub(super) is_in_part: bool,
    /// The item that would come next.
    pub(super) cursor: usize,
    pub(super) current: Option<usize>,
    /// Sections of this part that were entered and not left, in that order.
    pub(super) entered: Vec<SectionStay>,
    /// Sections of this part that were passed over.
    pub(super) passed_over: Vec<SectionStay>,
}

impl<'t> TestRun<'t> {
    /// At the start; `declared` gives what an item declares, where it is known.
    ///
    /// The plan is one that was drawn for this test.
    pub fn new(
        test: &'t AssessmentTest,
        plan: TestPlan,
        seed: u64,
        declared: &dyn Fn(&str) -> Option<&'t Declarations>,
    ) -> Self {
        let mut sections = BTreeMap::new();
        for part in &test.parts {
            collect_sections(&part.sections, &mut sections);
        }
        let references: BTreeMap<_, _> =
            test.item_refs().into_iter().map(|item| (item.identifier.as_str(), item)).collect();
        let (mut items, mut ranges) = (Vec::new(), Vec::new());
        for part in plan.parts {
            let start = items.len();
            items.extend(part.items.into_iter().filter_map(|planned| {
                let reference = *references.get(planned.identifier.as_str())?;
                Some(TestItemState::new(reference, planned, declared(&reference.href)))
            }));
            ranges.push(start..items.len());
        }
        TestRun {
            test,
            sections,
            items,
            ranges,
            outcomes: Scope::new(&test.declarations),
            chance: SeededChance::new(seed, PURPOSE),
            durations: BTreeMap::new(),
            submitted: Vec::new(),
            part: 0,
            is_in_part: false,
            cursor: 0,
            current: None,
            entered: Vec::new(),
            passed_over: Vec::new(),
        }
    }

    /// All items, in the plan's order.
    pub fn items(&self) -> &[TestItemState<'t>] {
        &self.items
    }

    /// What an outcome of the test holds; `None` where there is none of that name.
    pub fn outcome(&self, identifier: &str) -> Option<&Value> {
        self.outcomes.value(identifier)
    }

    /// All outcomes of the test.
    pub fn outcomes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.outcomes.all(VariableKind::Outcome)
    }

    /// How long a part, a section or the test has taken until now, in seconds.
    ///
    /// Rules know it as `NAME.duration`, and the test's own as `duration`.
    pub fn set_duration(&mut self, identifier: &str, seconds: f64) {
        self.durations.insert(identifier.to_owned(), seconds);
    }

    /// Takes in what an item's session gave.
    ///
    /// In an individual part the test is scored at once; in a simultaneous one when the part is left.
    ///
    /// # Errors
    /// A rule went past the engine's limits.
    pub fn submit(&mut self, index: usize, submission: ItemSubmission) -> Result<(), ProcessError> {
        let Some(item) = self.items.get_mut(index) else { return Ok(()) };
        item.submission.is_responded = submission.is_responded;
        item.submission.is_correct = submission.is_correct;
        item.submission.values.extend(submission.values);
        self.submitted.push(index);
        let part = self.ranges.iter().position(|range| range.contains(&index));
        let part = part.and_then(|part| self.test.parts.get(part));
        if part.is_some_and(|part| part.is_simultaneous) { Ok(()) } else { self.process() }
    }

    /// Outcome processing: every outcome back at its default, then the rules.
    ///
    /// # Errors
    /// A rule went past the engine's limits.
    pub fn process(&mut self) -> Result<(), ProcessError> {
        let mut outcomes = Scope::new(&self.test.declarations);
        if let Some(seconds) = self.durations.get(&self.test.identifier) {
            outcomes.set(VariableKind::BuiltIn, "duration", Value::Single(Scalar::Duration(*seconds)));
        }
        let rules = self.test.outcome_processing.as_deref().unwrap_or_default();
        self.with_run(&mut outcomes, |run| run.rules(rules).map(drop))?;
        self.outcomes = outcomes;
        Ok(())
    }

    /// Runs over variables with all items at hand.
    fn with_run<T>(
        &mut self,
        scope: &mut Scope<'t>,
        act: impl FnOnce(&mut Run<'_, 't>) -> Result<T, ProcessError>,
    ) -> Result<T, ProcessError> {
        let named = self.named_variables();
        let mut items: Vec<&dyn TestItem> = named.iter().map(|named| named as &dyn TestItem).collect();
        items.extend(self.items.iter().map(|item| item as &dyn TestItem));
        act(&mut Run::new(scope, &items, &mut self.chance, ProcessLimits::default()))
    }

    /// Durations of parts and sections, and what items that were selected several times hold by their number.
    ///
    /// Without a number the last instance that was submitted counts (QTI 3.0, 5.1: `qti-variable`).
    fn named_variables(&self) -> Vec<NamedVariables> {
        let mut named: Vec<NamedVariables> = Vec::new();
        let parts = self.test.parts.iter().map(|part| part.identifier.as_str());
        let places: Vec<&str> = parts.chain(self.sections.keys().copied()).collect();
        for (identifier, seconds) in self.durations.iter().filter(|(name, _)| places.contains(&name.as_str()))
        {
            let value = Value::Single(Scalar::Duration(*seconds));
            let values = BTreeMap::from([("duration".to_owned(), value)]);
            named.push(NamedVariables { identifier: identifier.clone(), values, weights: Vec::new() });
        }
        let mut several: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
        for item in self.items.iter().filter(|item| item.planned.instance > 1) {
            several.entry(item.reference.identifier.as_str()).or_default();
        }
        for item in &self.items {
            let Some(values) = several.get_mut(item.reference.identifier.as_str()) else { continue };
            for (name, value) in &item.submission.values {
                values.insert(format!("{}.{name}", item.planned.instance), value.clone());
            }
        }
        for item in self.submitted.iter().filter_map(|index| self.items.get(*index)) {
            let Some(values) = several.get_mut(item.reference.identifier.as_str()) else { continue };
            values.extend(item.submission.values.clone());
        }
        named.extend(several.into_iter().map(|(name, values)| {
            let item = self.items.iter().find(|item| item.reference.identifier == name);
            let weights = item.map(|item| item.reference.weights.clone()).unwrap_or_default();
            NamedVariables { identifier: name.to_owned(), values, weights }
        }));
        named
    }

    fn evaluate(&mut self, expression: &Expression) -> Result<Value, ProcessError> {
        let mut scope = self.outcomes.clone();
        self.with_run(&mut scope, |run| run.evaluate(expression))
    }

    /// Whether all conditions are true; NULL is not.
    pub(super) fn holds(&mut self, conditions: &[Expression]) -> Result<bool, ProcessError> {
        for condition in conditions {
            if truth(&self.evaluate(condition)?) != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where the first rule leads that is true.
    pub(super) fn branch(&mut self, rules: &[BranchRule]) -> Result<Option<BranchTarget>, ProcessError> {
        for rule in rules {
            if truth(&self.evaluate(&rule.condition)?) == Some(true) {
                return Ok(Some(rule.target.clone()));
            }
        }
        Ok(None)
    }

    /// What an item's template variables begin with (`qti-template-default`).
    ///
    /// # Errors
    /// An expression went past the engine's limits.
    pub fn template_defaults(&mut self, index: usize) -> Result<Vec<(String, Value)>, ProcessError> {
        let Some(reference) = self.items.get(index).map(|item| item.reference) else { return Ok(Vec::new()) };
        let mut defaults = Vec::new();
        for default in &reference.template_defaults {
            defaults.push((default.template.clone(), self.evaluate(&default.value)?));
        }
        Ok(defaults)
    }

    /// What may be done with an item.
    ///
    /// Its own settings, those around it, the standard's.
    pub fn control(&self, index: usize) -> ItemSessionControl {
        let around = self.around(index);
        let merged = around
            .iter()
            .fold(ItemSessionControl::default(), |inner, (_, passage)| inner.within(passage.control));
        let merged = merged.within(ItemSessionControl::DEFAULTS);
        // 2.2.4: all responses of a simultaneous part are submitted once.
        if self.part_of(index).is_some_and(|part| part.is_simultaneous) {
            ItemSessionControl { max_attempts: Some(1), ..merged }
        } else {
            merged
        }
    }

    /// Whether a response to an item would be in time, by the durations that were set.
    ///
    /// An item's own duration is the one under its name.
    pub fn timeliness(&self, index: usize) -> Timeliness {
        let is_linear = self.part_of(index).is_some_and(|part| part.is_linear);
        let mut result = Timeliness::InTime;
        let own = self.around(index).into_iter().map(|(name, passage)| (name, passage.time_limits));
        for (name, limits) in own.chain([(self.test.identifier.as_str(), self.test.time_limits)]) {
            let (Some(limits), Some(seconds)) = (limits, self.durations.get(name).copied()) else { continue };
            match limits.judge(seconds, is_linear) {
                Timeliness::Late => return Timeliness::Late,
                Timeliness::InTime => {}
                other => result = other,
            }
        }
        result
    }

    /// An item, its sections and its part, innermost first.
    fn around(&self, index: usize) -> Vec<(&str, &'t Passage)> {
        let Some(item) = self.items.get(index) else { return Vec::new() };
        let mut around = vec![(item.reference.identifier.as_str(), &item.reference.passage)];
        around.extend(item.planned.sections.iter().rev().filter_map(|stay| {
            let section = self.sections.get(stay.identifier.as_str())?;
            Some((section.identifier.as_str(), &section.passage))
        }));
        around.extend(self.part_of(index).map(|part| (part.identifier.as_str(), &part.passage)));
        around
    }

    fn part_of(&self, index: usize) -> Option<&'t TestPart> {
        let part = self.ranges.iter().position(|range| range.contains(&index))?;
        self.test.parts.get(part)
    }

    /// What a candidate is told now.
    ///
    /// Of the test, and of the part that the candidate is in.
    pub fn feedbacks(&self, is_at_end: bool) -> Vec<&'t TestFeedback> {
        let part = self.test.parts.get(self.part).filter(|_| self.is_in_part);
        let of_part = part.map_or(&[][..], |part| &part.feedbacks);
        let all = self.test.feedbacks.iter().chain(of_part);
        all.filter(|feedback| feedback.is_during != is_at_end && self.is_told(feedback)).collect()
    }

    fn is_told(&self, feedback: &TestFeedback) -> bool {
        let value = self.outcome(&feedback.outcome).cloned().unwrap_or_default();
        let has = value.scalars().iter().any(|scalar| scalar.lexical() == feedback.identifier);
        has != feedback.is_hidden_by
    }
}

impl TimeLimits {
    /// Whether so many seconds are in time.
    ///
    /// The least time counts in a linear part alone.
    pub fn judge(&self, seconds: f64, is_linear: bool) -> Timeliness {
        if self.max_s.is_some_and(|max| seconds > max) {
            let is_taken = self.allow_late_submission.unwrap_or_default();
            return if is_taken { Timeliness::LateAndTaken } else { Timeliness::Late };
        }
        let is_early = is_linear && self.min_s.is_some_and(|min| seconds < min);
        if is_early { Timeliness::TooSoon } else { Timeliness::InTime }
    }
}

fn collect_sections<'t>(nodes: &'t [SectionNode], found: &mut BTreeMap<&'t str, &'t AssessmentSection>) {
    for node in nodes {
        if let SectionNode::Section(section) = node {
            found.insert(&section.identifier, section);
            collect_sections(&section.children, found);
        }
    }
}
