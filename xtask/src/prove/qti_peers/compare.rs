//! Outcomes held against each other, response by response.

use std::collections::BTreeSet;

use anyhow::Context;
use serde_json::Value;

use super::causes::{Causes, Difference, Verdict};

/// Between numbers that are the same, for one engine writes them as texts.
const SAME: f64 = 1e-6;
/// Set by the delivery and not by an item's rules: engines differ in what they deliver.
const NOT_COMPARED: &str = "completionStatus";
/// Of what no cause explains, so many are shown.
const SHOWN_MAX: usize = 40;

/// What came of a run.
#[derive(Default)]
pub struct Comparison {
    items: BTreeSet<String>,
    items_that_differ: BTreeSet<String>,
    responses: usize,
    agree: usize,
    failed: usize,
    outcomes: usize,
    unexplained: Vec<String>,
    changed: Vec<String>,
}

impl Comparison {
    /// Of four files' lines, which are about the same responses in the same order.
    pub fn of(
        lines: &[Value],
        ours: &[Value],
        came: &[Value],
        theirs: &[Value],
        causes: &mut Causes,
    ) -> anyhow::Result<Self> {
        anyhow::ensure!(theirs.len() == lines.len(), "{} of {} lines", theirs.len(), lines.len());
        let mut comparison = Comparison::default();
        for (((line, ours), came), theirs) in lines.iter().zip(ours).zip(came).zip(theirs) {
            comparison.add(line, ours, theirs, causes)?;
            if ours != came {
                comparison.changed.push(format!("{line}: {came} became {ours}"));
            }
        }
        Ok(comparison)
    }

    fn add(&mut self, line: &Value, ours: &Value, theirs: &Value, causes: &mut Causes) -> anyhow::Result<()> {
        let path = line.get("path").and_then(Value::as_str).context("a path")?;
        let item = path.strip_suffix("/item.xml").unwrap_or(path);
        let responses = line.get("responses").context("responses")?;
        let error = theirs.get("error").and_then(Value::as_str);
        let declared = line.pointer("/kinds/outcomes").and_then(Value::as_object).context("outcomes")?;
        let (mut is_same, mut is_failed) = (true, error.is_some());
        for (name, cardinality) in declared.iter().filter(|(name, _)| *name != NOT_COMPARED) {
            let of = |scored: &Value| scored.get("outcomes").and_then(|all| all.get(name)).cloned();
            let (our, their) = (of(ours).unwrap_or_default(), of(theirs).unwrap_or_default());
            self.outcomes += 1;
            let difference =
                Difference { item, responses, ours: &our, theirs: error.map_or(Ok(&their), Err) };
            if error.is_none() && is_equal(&our, &their, cardinality == "ordered") {
                continue;
            }
            is_same = false;
            if !causes.explain(&difference) {
                let said = error.map_or(their.to_string(), str::to_owned);
                self.unexplained.push(format!("{item} {responses} {name}: ours {our}, theirs {said}"));
            }
        }
        is_failed &= !is_same;
        self.responses += 1;
        self.agree += usize::from(is_same);
        self.failed += usize::from(is_failed);
        if !is_same {
            self.items_that_differ.insert(item.to_owned());
        }
        self.items.insert(item.to_owned());
        Ok(())
    }

    /// What is wrong: a difference without a cause, a score that changed on the way, a cause without one.
    pub fn faults(&self, causes: &Causes) -> usize {
        let idle = causes.all.iter().filter(|cause| cause.explained == 0).count();
        self.unexplained.len() + self.changed.len() + idle
    }

    /// For people: counts, causes, and what no cause explains.
    pub fn report(&self, causes: &Causes) -> String {
        let (items, responses, outcomes) = (self.items.len(), self.responses, self.outcomes);
        let differ = responses - self.agree - self.failed;
        let mut said = format!(
            "\n{items} items, {responses} responses, {outcomes} outcomes. {} responses agree wholly, \
             {differ} differ, for {} the engine threw an error; {} items agree whole.\n\
             {} responses score otherwise after the way through QTI 3.0.\n\n\
             | what differs | outcomes | items | what the standard has | bears out |\n\
             |---|---:|---:|---|---|\n",
            self.agree,
            self.failed,
            items - self.items_that_differ.len(),
            self.changed.len(),
        );
        for cause in &causes.all {
            let verdict = match cause.verdict {
                Verdict::Ours => "us",
                Verdict::Open => "nobody",
            };
            let (count, items) = (cause.explained, cause.found_in.len());
            said += &format!("| {} | {count} | {items} | {} | {verdict} |\n", cause.what, cause.standard);
        }
        for cause in causes.all.iter().filter(|cause| cause.explained == 0) {
            said += &format!("\nExplains nothing any more: {}\n", cause.what);
        }
        let wrong = self.changed.iter().chain(&self.unexplained);
        for line in wrong.take(SHOWN_MAX) {
            said += &format!("\n{line}");
        }
        said += &format!("\n{} differences without a cause.\n", self.unexplained.len());
        said
    }
}

/// Whether two values are the same, whichever way an engine writes them.
fn is_equal(ours: &Value, theirs: &Value, is_ordered: bool) -> bool {
    let (mut ours, mut theirs) = (texts(ours), texts(theirs));
    if !is_ordered {
        ours.sort();
        theirs.sort();
    }
    ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(one, other)| is_same(one, other))
}

/// The single values as texts; NULL, nothing and an empty text are none.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn is_same(one: &str, other: &str) -> bool {
    let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
    one == other || numbers.is_some_and(|(one, other)| (one - other).abs() <= SAME * one.abs().max(1.0))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_the_same_however_they_are_written() {
        let same = [
            (json!(1.0), json!("1")),
            (json!(true), json!("true")),
            (json!(null), json!([])),
            (json!(["A", "B"]), json!(["B", "A"])),
        ];
        for (ours, theirs) in same {
            assert!(is_equal(&ours, &theirs, false), "{ours} {theirs}");
        }
        let other =
            [(json!(0.0), json!(null)), (json!(1.0), json!("1,000")), (json!(["A"]), json!(["A", "A"]))];
        for (ours, theirs) in other {
            assert!(!is_equal(&ours, &theirs, false), "{ours} {theirs}");
        }
        assert!(!is_equal(&json!(["A", "B"]), &json!(["B", "A"]), true));
    }

    #[test]
    fn a_difference_without_a_cause_is_a_fault_and_so_is_an_idle_cause() {
        let kinds = json!({"outcomes": {"SCORE": "single"}});
        let line = json!({"path": "/a/item.xml", "responses": {"R": ["A"]}, "kinds": kinds});
        let ours = json!({"outcomes": {"SCORE": 1.0}});
        let theirs = json!({"outcomes": {"SCORE": "0"}});
        let mut causes = Causes { all: Vec::new() };
        let lines = std::slice::from_ref(&line);
        let ours = std::slice::from_ref(&ours);
        let found = Comparison::of(lines, ours, ours, std::slice::from_ref(&theirs), &mut causes).unwrap();
        assert_eq!(found.faults(&causes), 1);
        let agreed = Comparison::of(lines, ours, ours, ours, &mut causes).unwrap();
        assert_eq!(agreed.faults(&causes), 0);
        let mut known = Causes::read().unwrap();
        let idle = known.all.len();
        let agreed = Comparison::of(lines, ours, ours, ours, &mut known).unwrap();
        assert_eq!(agreed.faults(&known), idle);
    }
}
