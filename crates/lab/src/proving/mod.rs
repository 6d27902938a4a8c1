//! Proof of a lab: right solutions of any shape pass, and no wrong one.
//!
//! A check that nobody tried is a guess about people. So each lab brings its solutions and mistakes, and
//! this runs them on every variant through the same bench on which candidates work: untouched is worth
//! nothing; each solution and each rewrite of it is worth everything; each mistake loses exactly its checks
//! and costs at most half of the lab; without any one check some mistake would pass; who types at random
//! gets nothing; and an operation that is switched off turns verdicts to *not evaluated* and to nothing else.

mod report;
mod rewrite;
mod run;
mod walk;

use std::collections::BTreeSet;

use assay_cloud::{call::Fault, operations, probe::scenario};

pub use report::{LabProof, ProofRow};
pub use rewrite::{Rewrite, rewrites};
pub use run::{ScriptFailed, ScriptRun, deed, run};
pub use walk::walk;

use crate::{
    carry::LabState,
    definition::{Lab, LabScript},
    grade::{LabGrade, grade, has_effect},
    names::filled,
    start::{LabStart, start},
    variant::LabVariant,
};

/// How much of a lab is proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofPlan {
    /// Every so many variants one is taken; 1 for all.
    pub every: usize,
    /// How many random walks.
    pub walks: u64,
    /// Whether each solution is rewritten, too.
    pub rewritten: bool,
}

impl Default for ProofPlan {
    fn default() -> Self {
        ProofPlan { every: 1, walks: 100, rewritten: true }
    }
}

/// Proves a lab; the report lists each fault.
#[must_use]
pub fn prove(lab: &Lab, plan: &ProofPlan) -> LabProof {
    let mut proof = LabProof::of(lab);
    let variants: Vec<LabVariant> = LabVariant::all(lab).into_iter().step_by(plan.every.max(1)).collect();
    let mut starts = Vec::new();
    for variant in &variants {
        match start(lab, variant) {
            Ok(start) => starts.push(start),
            Err(why) => proof.fault("seed", &format!("{}: {why}", variant.shown())),
        }
    }
    proof.variants = starts.len();
    let Some(first) = starts.first() else { return proof };
    untouched(lab, &starts, &mut proof);
    for script in &lab.solutions {
        solution(lab, &starts, script, plan, &mut proof);
    }
    let mut ends = Vec::new();
    for (script, loses) in &lab.mutants {
        ends.extend(mutant(lab, &starts, script, loses, &mut proof));
    }
    deletions(lab, first, &ends, &mut proof);
    guided(lab, first, &mut proof);
    switched_off(lab, first, &mut proof);
    walks(lab, &starts, plan, &mut proof);
    proof
}

fn untouched(lab: &Lab, starts: &[LabStart], proof: &mut LabProof) {
    let mut row = ProofRow::new("untouched", "");
    for start in starts {
        let graded = grade(lab, start, &start.state);
        row.runs += 1;
        if graded.points().0 == 0 && graded.is_complete() {
            row.right += 1;
        } else {
            proof.fault("untouched", &graded.shown());
        }
        if starts.first().is_some_and(|first| first.calls != start.calls) {
            proof.fault("untouched", "the seed of one variant makes more calls than that of another");
        }
    }
    proof.rows.push(row);
}

fn solution(lab: &Lab, starts: &[LabStart], script: &LabScript, plan: &ProofPlan, proof: &mut LabProof) {
    let mut calls = BTreeSet::new();
    let mut row = ProofRow::new("solution", &script.name);
    for start in starts {
        row.runs += 1;
        match run(lab, start, script) {
            Ok(done) => {
                calls.insert(done.calls);
                let graded = grade(lab, start, &done.state);
                row.right += u32::from(graded.is_full());
                if !graded.is_full() {
                    proof.fault(&script.name, &graded.shown());
                }
            }
            Err(failed) => proof.fault(&script.name, &failed.to_string()),
        }
    }
    proof.rows.push(row);
    if calls.len() > 1 {
        proof.fault(&script.name, &format!("variants take different numbers of calls: {calls:?}"));
    }
    if plan.rewritten {
        for rewritten in rewrites(script) {
            rewritten_solution(lab, starts, &rewritten, proof);
        }
    }
}

/// A rewrite that the cloud itself refuses is no right script and says nothing of the checks.
fn rewritten_solution(lab: &Lab, starts: &[LabStart], rewritten: &Rewrite, proof: &mut LabProof) {
    let mut row = ProofRow::new("rewrite", &rewritten.script.name);
    for start in starts {
        let Ok(done) = run(lab, start, &rewritten.script) else { continue };
        row.runs += 1;
        let graded = grade(lab, start, &done.state);
        row.right += u32::from(graded.is_full());
        if !graded.is_full() {
            proof.fault(&rewritten.script.name, &graded.shown());
        }
    }
    if row.runs > 0 {
        proof.rows.push(row);
    }
}

/// Runs a mistake everywhere; how it ends in the first variant.
fn mutant(
    lab: &Lab,
    starts: &[LabStart],
    script: &LabScript,
    loses: &[String],
    proof: &mut LabProof,
) -> Option<(String, LabState)> {
    let wanted: BTreeSet<&str> = loses.iter().map(String::as_str).collect();
    let mut row = ProofRow::new("mutant", &script.name);
    row.loses = loses.to_vec();
    let mut first = None;
    for start in starts {
        row.runs += 1;
        let done = match run(lab, start, script) {
            Ok(done) => done,
            Err(failed) => {
                proof.fault(&script.name, &failed.to_string());
                continue;
            }
        };
        let graded = grade(lab, start, &done.state);
        let lost: BTreeSet<&str> = graded.lost().into_iter().collect();
        row.costs = row.costs.max(graded.cost());
        if lost == wanted && graded.is_complete() {
            row.right += 1;
        } else {
            let message = format!("loses {lost:?}, not {wanted:?}\n{}", graded.shown());
            proof.fault(&script.name, &message);
        }
        if let Some(silent) = unsaid(&graded) {
            proof.fault(&script.name, &format!("{silent} fails without a reason in words"));
        }
        first.get_or_insert((script.name.clone(), done.state));
    }
    if row.costs * 2 > lab.points() {
        let message = format!("one mistake costs {} of {} points: more than half", row.costs, lab.points());
        proof.fault(&script.name, &message);
    }
    proof.rows.push(row);
    first
}

/// The first failure that leaves a name in braces, or says nothing.
fn unsaid(graded: &LabGrade) -> Option<&str> {
    let checks = graded.checks();
    let bad = |text: &str| text.trim().is_empty() || !crate::names::names_of(text).is_empty();
    let mut open = checks.filter(|check| match &check.verdict {
        crate::grade::LabVerdict::Failed { why, because, .. } => {
            bad(why) || because.as_deref().is_some_and(bad)
        }
        _ => false,
    });
    open.next().map(|check| check.name.as_str())
}

fn deletions(lab: &Lab, start: &LabStart, ends: &[(String, LabState)], proof: &mut LabProof) {
    for (name, _, _) in lab.checks() {
        let less = lab.without(&name);
        let passes = ends.iter().find(|(_, state)| grade(&less, start, state).is_full());
        let mut row = ProofRow::new("deleted", &name);
        row.runs = 1;
        match passes {
            Some((mutant, _)) => {
                row.right = 1;
                row.loses = vec![mutant.clone()];
            }
            None => {
                proof.fault(&name, "no mistake passes without this check: nobody knows whether it is needed")
            }
        }
        proof.rows.push(row);
    }
}

fn guided(lab: &Lab, start: &LabStart, proof: &mut LabProof) {
    let mut bench = crate::bench::LabBench::begin(lab, start, 0);
    let mut row = ProofRow::new("guided", "");
    for (step, number) in lab.guided.iter().zip(1..) {
        let place = format!("guided step {number}");
        row.runs += 1;
        let effect = lab.effect_of(step);
        if !effect.is_empty() && has_effect(lab, start, bench.state(), &effect) {
            proof.fault(&place, "its effect is there before it is done");
        }
        if let Err(failed) = run::lines(&mut bench, start, &step.commands) {
            proof.fault(&place, &failed.to_string());
        } else if has_effect(lab, start, bench.state(), &effect) {
            row.right += 1;
        } else {
            proof.fault(&place, "its effect is not there after it is done");
        }
    }
    let graded = grade(lab, start, bench.state());
    if !lab.guided.is_empty() && !graded.is_full() {
        proof.fault("guided", &graded.shown());
    }
    proof.rows.push(row);
}

/// Each operation is switched off in turn: verdicts turn to *not evaluated* and to nothing else.
fn switched_off(lab: &Lab, start: &LabStart, proof: &mut LabProof) {
    let solved = lab.solutions.first().and_then(|script| run(lab, start, script).ok());
    let states = [Some(start.state.clone()), solved.map(|done| done.state)];
    let mut row = ProofRow::new("switched off", "");
    for state in states.into_iter().flatten() {
        let told = grade(lab, start, &state);
        for (service, operation) in operations() {
            let fault = Fault::not_here(&format!("{service}:{operation}"));
            let mut off = state.clone();
            off.cloud = scenario::with_failure(&state.cloud, service, operation, fault, u32::MAX);
            let graded = grade(lab, start, &off);
            let mut pairs = told.checks().zip(graded.checks());
            let moved = pairs.find(|(before, after)| {
                let words = [before.verdict.word(), after.verdict.word()];
                words[0] != words[1] && words[1] != "not evaluated"
            });
            row.runs += 1;
            match moved {
                None => row.right += 1,
                Some((check, _)) => {
                    let message = format!("without {service}:{operation} {} is judged otherwise", check.name);
                    proof.fault("switched off", &message);
                }
            }
        }
    }
    proof.rows.push(row);
}

fn walks(lab: &Lab, starts: &[LabStart], plan: &ProofPlan, proof: &mut LabProof) {
    let mut row = ProofRow::new("random walks", "");
    let mut scored = Vec::new();
    for (seed, start) in (0..plan.walks).zip(starts.iter().cycle()) {
        row.runs += 1;
        let (state, lines) = walk(lab, start, seed);
        let graded = grade(lab, start, &state);
        if graded.points().0 == 0 {
            row.right += 1;
        } else {
            scored.push(format!("walk {seed}: {}\n{}", lines.join("\n"), graded.shown()));
        }
    }
    // One in a hundred may be lucky.
    if u64::from(row.runs - row.right) * 100 > plan.walks {
        proof.fault(
            "random walks",
            &format!("{} scored, such as {}", scored.len(), scored.first().map_or("", String::as_str)),
        );
    }
    proof.rows.push(row);
}

/// The commands of a guided step as the candidate reads them.
///
/// # Errors
/// A name that nothing gives.
pub fn commands_of(script: &LabScript, start: &LabStart) -> Result<Vec<String>, String> {
    script.lines.iter().map(|line| filled(&line.text, &start.names)).collect()
}
