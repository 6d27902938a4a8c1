//! A lab as its files define it.
//!
//! `lab.toml` holds the texts, tasks and checks; `seed.sh` makes the broken state; `solutions/` and
//! `mutants/` hold the scripts by which the checks are proved. Reading never fails: what was understood comes
//! with every fault, each with its line and what to write instead.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! let (_, found) = assay_lab::read(&[SourceFile::new("lab.toml", "id = 'x'\nminuts = 3")]);
//! assert!(found.iter().any(|fault| fault.at.line == 2 && fault.hint == "did you mean `minutes`?"));
//! ```

mod check;
mod known;
mod probe;
mod probes;
mod read;
mod script;
mod talk;

use std::collections::BTreeMap;

pub use probe::{LabHeard, LabMetric, LabProbe, PortsAsked, Sought, WayWanted};
pub use read::read;
pub use script::{LabScript, ScriptLine};
pub use talk::{BriefAnswer, BriefQuestion, LabBrief, LabPlan, PlanCard, PlanFault, PlanSaid};

/// A lab.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lab {
    /// Its name in addresses and journals: `no-way-out`.
    pub id: String,
    /// As people read it.
    pub title: String,
    /// What is wrong there, in a sentence.
    pub summary: String,
    /// Skills of the outline that it shows.
    pub skills: Vec<String>,
    /// How long it takes somebody who knows how.
    pub minutes: i64,
    /// What it can be done with: `page`, `cli`, `terraform`.
    pub tools: Vec<String>,
    /// The account, twelve digits.
    pub account: String,
    /// When the lab's clock begins, in milliseconds.
    pub starts_at: i64,
    /// The Region of the candidate's console, with names.
    pub region: String,
    /// What each name of a variant may stand for.
    pub choices: BTreeMap<String, Vec<String>>,
    /// What makes the broken state.
    pub seed: LabScript,
    /// What no call can give: curves, log lines, failures.
    pub scenario: Vec<LabScenario>,
    /// The customer's situation.
    pub brief: LabBrief,
    /// Cards to choose and order, with feedback.
    pub plan: LabPlan,
    /// The steps of the guided part.
    pub guided: Vec<GuidedStep>,
    /// What is to be reached.
    pub tasks: Vec<LabTask>,
    /// Right scripts of different shape.
    pub solutions: Vec<LabScript>,
    /// Wrong ones, with the checks that each loses, as `task/check`.
    pub mutants: Vec<(LabScript, Vec<String>)>,
    /// A number that tells versions of the files apart.
    pub mark: u64,
}

/// What a lab gives that no call can.
#[derive(Debug, Clone, PartialEq)]
pub enum LabScenario {
    /// A metric that follows a named curve.
    Curve {
        /// Which metric.
        metric: LabMetric,
        /// `busy-days`, `quiet`, `flat` or `errors`.
        curve: String,
        /// Minutes between two figures.
        every_m: i64,
    },
    /// Lines in a log, one a minute, the last one now.
    Lines {
        /// The log group.
        group: String,
        /// The stream, which is made.
        stream: String,
        /// The oldest first.
        lines: Vec<String>,
    },
    /// The next calls of an operation are refused.
    Failure {
        /// `ec2:CreateNatGateway`.
        operation: String,
        /// The provider's code.
        code: String,
        /// What is said with it.
        message: String,
        /// How many calls.
        times: i64,
    },
}

/// A step of the guided part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GuidedStep {
    /// What is to be done.
    pub text: String,
    /// Why.
    pub why: String,
    /// The commands that do it, to copy or to type.
    pub commands: LabScript,
    /// What is true of the state afterwards; nothing for a step that only looks.
    pub effect: Vec<LabProbe>,
    /// A check that passes afterwards, as `task/check`: its probes are the effect, too.
    pub passes: Option<String>,
    /// That effect in words.
    pub effect_text: String,
}

/// A task: what is to be reached, and the checks that look whether it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LabTask {
    /// In addresses: `egress`.
    pub id: String,
    /// What is to be reached, with names.
    pub text: String,
    /// In the order in which they are offered.
    pub hints: Vec<LabHint>,
    /// In their order.
    pub checks: Vec<LabCheck>,
}

/// A hint, offered in practice after a time and at a price.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LabHint {
    /// Minutes in the lab, of the wall's clock.
    pub after_m: i64,
    /// What it takes from the task's points, in per cent.
    pub cost_pct: i64,
    /// What it says.
    pub text: String,
}

/// A check: what is asked of a copy of the state.
///
/// With what it is worth, and what is said where it fails.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LabCheck {
    /// Below its task: `both-zones`.
    pub id: String,
    /// As the list of checks names it.
    pub title: String,
    /// Its points.
    pub weight: i64,
    /// Must still hold: scores only with its task's first pass.
    pub guard: bool,
    /// Checks without which this one is not asked, as `task/check`.
    pub needs: Vec<String>,
    /// All of them must hold.
    pub probes: Vec<LabProbe>,
    /// What is said where one does not, with names and what the probe found.
    pub fail: String,
    /// What is said where all hold; empty for nothing.
    pub pass: String,
    /// Why it may have failed: the first that fits is said.
    pub diagnoses: Vec<LabDiagnosis>,
}

/// A likely reason of a failed check.
#[derive(Debug, Clone, PartialEq)]
pub struct LabDiagnosis {
    /// When it fits.
    pub when: DiagnosisWhen,
    /// What is said then.
    pub say: String,
}

/// When a diagnosis fits.
#[derive(Debug, Clone, PartialEq)]
pub enum DiagnosisWhen {
    /// A command finds as many as this.
    Asked(Sought),
    /// What the probe found has this text in it: a fact's name, and the text.
    Found {
        /// `blocked_at`, `path`, `via`, ...
        fact: String,
        /// A part of it.
        has: String,
    },
}

impl Lab {
    /// Every check with its name, as `task/check`.
    pub fn checks(&self) -> impl Iterator<Item = (String, &LabTask, &LabCheck)> {
        self.tasks.iter().flat_map(|task| {
            task.checks.iter().map(move |check| (format!("{}/{}", task.id, check.id), task, check))
        })
    }

    /// What is true after a guided step, and was not before.
    #[must_use]
    pub fn effect_of(&self, step: &GuidedStep) -> Vec<LabProbe> {
        let check = self.checks().find(|(name, _, _)| Some(name) == step.passes.as_ref());
        let probes = check.map(|(_, _, check)| check.probes.clone()).unwrap_or_default();
        [step.effect.clone(), probes].concat()
    }

    /// All points of it.
    #[must_use]
    pub fn points(&self) -> i64 {
        self.checks().map(|(_, _, check)| check.weight).sum()
    }

    /// The lab without one check, as if its author had never written it.
    #[must_use]
    pub fn without(&self, name: &str) -> Lab {
        let mut lab = self.clone();
        for task in &mut lab.tasks {
            let id = task.id.clone();
            task.checks.retain(|check| format!("{id}/{}", check.id) != name);
            task.checks.iter_mut().for_each(|check| check.needs.retain(|needed| needed != name));
        }
        lab
    }
}
