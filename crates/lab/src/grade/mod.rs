//! What a lab's state is worth: three-valued, on a copy, and never punishing twice.
//!
//! A check passes, fails with its reason, or is *not evaluated*, which is out of the count. A check whose
//! need failed *waits*: it scores nothing and is nobody's fault. A guard says what must still hold; it
//! scores only with its task's first pass, so that an untouched lab is worth nothing.

mod probe;
mod prober;
mod sought;

use crate::{
    carry::LabState,
    definition::{DiagnosisWhen, Lab, LabCheck, LabHint, LabProbe, LabTask},
    names::{LabNames, filled_where_known},
    start::LabStart,
};
use prober::{ProbeFound, Prober};

/// What a state is worth, task by task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabGrade {
    /// In their order.
    pub tasks: Vec<TaskGrade>,
}

/// What one task is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskGrade {
    /// The task's id.
    pub id: String,
    /// In their order.
    pub checks: Vec<CheckGrade>,
}

/// What one check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckGrade {
    /// `task/check`.
    pub name: String,
    /// As people read it.
    pub title: String,
    /// Its points.
    pub weight: i64,
    /// Whether it must still hold, and scores with the task's first pass.
    pub guard: bool,
    /// What was found.
    pub verdict: LabVerdict,
    /// The points that it gives.
    pub scored: i64,
}

/// The answer to one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabVerdict {
    /// It holds; what is said of it may be empty.
    Passed {
        /// What was found.
        say: String,
    },
    /// It does not.
    Failed {
        /// What was asked and what came of it.
        why: String,
        /// A likely reason, where a diagnosis fits.
        because: Option<String>,
        /// The station at which a way ended, where one did.
        blocked_at: Option<String>,
    },
    /// It is not asked until another one passes.
    Waits {
        /// The other one.
        needs: String,
    },
    /// It could not be told: a gap of ours, out of the count.
    NotEvaluated {
        /// What could not be told.
        why: String,
    },
}

impl LabVerdict {
    /// Whether it passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        matches!(self, LabVerdict::Passed { .. })
    }

    /// In one word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            LabVerdict::Passed { .. } => "passes",
            LabVerdict::Failed { .. } => "fails",
            LabVerdict::Waits { .. } => "waits",
            LabVerdict::NotEvaluated { .. } => "not evaluated",
        }
    }
}

impl CheckGrade {
    /// What came of it in one word.
    ///
    /// A guard that holds and does not score yet waits for the first pass of its task.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.waits_for_its_task() { "waits" } else { self.verdict.word() }
    }

    fn waits_for_its_task(&self) -> bool {
        self.guard && self.verdict.passed() && self.scored == 0
    }
}

impl TaskGrade {
    /// Points that it gives, and points that could be looked at.
    #[must_use]
    pub fn points(&self) -> (i64, i64) {
        let told = |check: &&CheckGrade| !matches!(check.verdict, LabVerdict::NotEvaluated { .. });
        let scored = self.checks.iter().map(|check| check.scored).sum();
        (scored, self.checks.iter().filter(told).map(|check| check.weight).sum())
    }

    /// Points after the hints that were taken, in hundredths of a point.
    #[must_use]
    pub fn after_hints(&self, taken: &[&LabHint]) -> i64 {
        let cost: i64 = taken.iter().map(|hint| hint.cost_pct).sum();
        self.points().0 * (100 - cost).max(0)
    }
}

impl LabGrade {
    /// Points that it gives, and points that could be looked at.
    #[must_use]
    pub fn points(&self) -> (i64, i64) {
        let add = |(scored, told): (i64, i64), (a, b): (i64, i64)| (scored + a, told + b);
        self.tasks.iter().map(TaskGrade::points).fold((0, 0), add)
    }

    /// The share of points in per cent, rounded down.
    ///
    /// Nothing where nothing could be told.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        let (scored, told) = self.points();
        (told > 0).then(|| scored * 100 / told)
    }

    /// Every check, in order.
    pub fn checks(&self) -> impl Iterator<Item = &CheckGrade> {
        self.tasks.iter().flat_map(|task| &task.checks)
    }

    /// Whether every check passed: none failed, waits, or could not be told.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.checks().all(|check| check.verdict.passed())
    }

    /// Whether every check could be told; evidence of a skill asks for that.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.checks().all(|check| !matches!(check.verdict, LabVerdict::NotEvaluated { .. }))
    }

    /// The checks that failed by themselves; those that wait are not among them.
    #[must_use]
    pub fn lost(&self) -> Vec<&str> {
        let failed = |check: &&CheckGrade| matches!(check.verdict, LabVerdict::Failed { .. });
        self.checks().filter(failed).map(|check| check.name.as_str()).collect()
    }

    /// Points of the checks that failed or wait: what the mistakes that are left cost.
    #[must_use]
    pub fn cost(&self) -> i64 {
        let costs = |check: &&CheckGrade| {
            matches!(check.verdict, LabVerdict::Failed { .. } | LabVerdict::Waits { .. })
        };
        self.checks().filter(costs).map(|check| check.weight).sum()
    }

    /// The checks in one line each.
    #[must_use]
    pub fn shown(&self) -> String {
        let line = |check: &CheckGrade| {
            let says = match &check.verdict {
                LabVerdict::Passed { .. } if check.waits_for_its_task() => {
                    "for the first pass of its task".to_owned()
                }
                LabVerdict::Passed { say } => say.clone(),
                LabVerdict::Failed { why, because, .. } => {
                    [Some(why.clone()), because.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
                }
                LabVerdict::Waits { needs } => format!("for {needs}"),
                LabVerdict::NotEvaluated { why } => why.clone(),
            };
            let (name, word) = (&check.name, check.word());
            format!("{name}: {word} {} of {}. {says}\n", check.scored, check.weight)
        };
        self.checks().map(line).collect()
    }
}

/// Grades a state of a lab. The state itself never sees a probe.
#[must_use]
pub fn grade(lab: &Lab, start: &LabStart, state: &LabState) -> LabGrade {
    let prober = Prober::new(lab, &start.names, state);
    let mut done: Vec<CheckGrade> = Vec::new();
    let mut tasks = Vec::new();
    for task in &lab.tasks {
        let from = done.len();
        for check in &task.checks {
            let name = format!("{}/{}", task.id, check.id);
            let verdict = waiting(check, &done).unwrap_or_else(|| judged(check, &prober));
            let (title, weight) = (check.title.clone(), check.weight);
            done.push(CheckGrade { name, title, weight, guard: check.guard, verdict, scored: 0 });
        }
        let own = done.get_mut(from..).unwrap_or_default();
        score(own);
        tasks.push(TaskGrade { id: task.id.clone(), checks: own.to_vec() });
    }
    LabGrade { tasks }
}

/// Gives each passed check its points; guards only where something else of their task passed.
fn score(checks: &mut [CheckGrade]) {
    let first = checks.iter().any(|check| !check.guard && check.verdict.passed());
    for check in checks {
        check.scored = if check.verdict.passed() && (first || !check.guard) { check.weight } else { 0 };
    }
}

/// Whether a need keeps a check from being asked. What could not be told is passed on as such.
fn waiting(check: &LabCheck, done: &[CheckGrade]) -> Option<LabVerdict> {
    let needed = check.needs.iter().filter_map(|name| done.iter().find(|one| one.name == *name));
    let open: Vec<&CheckGrade> = needed.filter(|one| !one.verdict.passed()).collect();
    let untold = open.iter().find_map(|one| match &one.verdict {
        LabVerdict::NotEvaluated { why } => Some(LabVerdict::NotEvaluated { why: why.clone() }),
        _ => None,
    });
    let first = open.first().map(|one| LabVerdict::Waits { needs: one.name.clone() });
    untold.or(first)
}

fn judged(check: &LabCheck, prober: &Prober<'_>) -> LabVerdict {
    let mut untold = None;
    let mut facts = LabNames::new();
    for probe in &check.probes {
        match prober.ask(probe) {
            // What the first probe found is what is said.
            ProbeFound::Holds(found) => {
                for (name, text) in found {
                    facts.entry(name).or_insert(text);
                }
            }
            ProbeFound::Broken(found) => return failed(check, prober, &found),
            ProbeFound::Untold(why) => untold = untold.or(Some(why)),
        }
    }
    match untold {
        Some(why) => LabVerdict::NotEvaluated { why },
        None => LabVerdict::Passed { say: prober.said(&check.pass, &facts) },
    }
}

fn failed(check: &LabCheck, prober: &Prober<'_>, facts: &LabNames) -> LabVerdict {
    let fits = |when: &DiagnosisWhen| match when {
        DiagnosisWhen::Asked(sought) => matches!(prober.sought(sought), ProbeFound::Holds(_)),
        DiagnosisWhen::Found { fact, has } => facts.get(fact).is_some_and(|text| text.contains(has)),
    };
    let because = check.diagnoses.iter().find(|one| fits(&one.when));
    LabVerdict::Failed {
        why: prober.said(&check.fail, facts),
        because: because.map(|one| prober.said(&one.say, facts)),
        blocked_at: facts.get("blocked_at").cloned().filter(|hop| !hop.is_empty()),
    }
}

/// Whether the effect of a guided step is there.
#[must_use]
pub fn has_effect(lab: &Lab, start: &LabStart, state: &LabState, effect: &[LabProbe]) -> bool {
    let prober = Prober::new(lab, &start.names, state);
    effect.iter().all(|probe| matches!(prober.ask(probe), ProbeFound::Holds(_)))
}

/// The hints of a task that are offered after so many minutes.
#[must_use]
pub fn hints_after(task: &LabTask, minutes: i64) -> Vec<&LabHint> {
    task.hints.iter().filter(|hint| hint.after_m <= minutes).collect()
}

/// A text of the lab with the names of a variant filled in.
#[must_use]
pub fn worded(text: &str, start: &LabStart) -> String {
    filled_where_known(text, &start.names)
}
