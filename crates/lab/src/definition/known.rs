//! Which names a text of a lab may have, and which texts there are.

use std::collections::BTreeSet;

use super::{DiagnosisWhen, Lab, LabHeard, LabMetric, LabProbe, LabScenario, LabScript, Sought};

/// What every lab gives: the account and the Region of the candidate.
pub(crate) const ALWAYS: [&str; 2] = ["account", "region"];
/// What probes find, by which a failure is worded.
pub(crate) const FACTS: [&str; 10] =
    ["blocked_at", "counted", "decision", "found", "from", "path", "port", "published", "to", "via"];

/// The names of variants and of the seed.
pub(super) fn names(lab: &Lab) -> BTreeSet<String> {
    let kept = lab.seed.kept().map(str::to_owned);
    ALWAYS.map(str::to_owned).into_iter().chain(lab.choices.keys().cloned()).chain(kept).collect()
}

/// Every text of a lab with names in it: where it is, the text, and whether it may tell what a probe found.
pub(super) fn texts(lab: &Lab) -> Vec<(String, String, bool)> {
    let mut all: Vec<(String, String, bool)> = Vec::new();
    let mut add = |place: &str, text: &str, facts: bool| all.push((place.to_owned(), text.to_owned(), facts));
    add("summary", &lab.summary, false);
    add("brief", &lab.brief.opening, false);
    for question in &lab.brief.questions {
        let place = format!("the question {}", question.id);
        [&question.ask, &question.answer, &question.note]
            .into_iter()
            .for_each(|text| add(&place, text, false));
    }
    for card in &lab.plan.cards {
        let place = format!("the card {}", card.id);
        [&card.text, &card.about].into_iter().for_each(|text| add(&place, text, false));
    }
    for fault in &lab.plan.faults {
        add("a fault of the plan", &fault.say, false);
    }
    for (at, step) in lab.guided.iter().enumerate() {
        let place = format!("guided step {}", at + 1);
        [&step.text, &step.why, &step.effect_text].into_iter().for_each(|text| add(&place, text, false));
        step.effect.iter().flat_map(of_probe).for_each(|text| add(&place, text, false));
    }
    for one in &lab.scenario {
        of_scenario(one).into_iter().for_each(|text| add("the scenario", text, false));
    }
    for task in &lab.tasks {
        add(&format!("the task {}", task.id), &task.text, false);
        task.hints.iter().for_each(|hint| add(&format!("a hint of {}", task.id), &hint.text, false));
        for check in &task.checks {
            let place = format!("the check {}/{}", task.id, check.id);
            check.probes.iter().flat_map(of_probe).for_each(|text| add(&place, text, false));
            [&check.fail, &check.pass].into_iter().for_each(|text| add(&place, text, true));
            for diagnosis in &check.diagnoses {
                add(&place, &diagnosis.say, true);
                if let DiagnosisWhen::Asked(Sought { command, .. }) = &diagnosis.when {
                    add(&place, command, false);
                }
            }
        }
    }
    let scripts = lab.solutions.iter().chain(lab.mutants.iter().map(|(script, _)| script));
    let guided = lab.guided.iter().map(|step| &step.commands);
    for script in scripts.chain(guided) {
        of_script(script, &mut all);
    }
    all
}

/// The lines of a script, each with its place.
pub(super) fn of_script(script: &LabScript, all: &mut Vec<(String, String, bool)>) {
    let lines = script.lines.iter();
    all.extend(lines.map(|line| (format!("{} line {}", script.name, line.number), line.text.clone(), false)));
}

fn of_metric(metric: &LabMetric) -> Vec<&str> {
    let values = metric.dimensions.iter().map(|(_, value)| value.as_str());
    std::iter::once(metric.name.as_str()).chain(values).collect()
}

fn of_probe(probe: &LabProbe) -> Vec<&str> {
    match probe {
        LabProbe::Figures { metric, quiet, figures, heard, .. } => {
            let heard: Vec<&str> = match heard {
                LabHeard::Published(Some(topic)) => vec![topic],
                LabHeard::Mailed { to, or_topic } => vec![to, or_topic],
                LabHeard::Published(None) | LabHeard::Nothing => Vec::new(),
            };
            [of_metric(metric), vec![quiet, figures], heard].concat()
        }
        LabProbe::Lines { group, lines, .. } => {
            std::iter::once(group).chain(lines).map(String::as_str).collect()
        }
        LabProbe::Reach { from, to, .. } => from.iter().chain(to).map(String::as_str).collect(),
        LabProbe::May { who, action, on, through, .. } => {
            [who, action].into_iter().chain(on).chain(through).map(String::as_str).collect()
        }
        LabProbe::Ask(sought) => vec![&sought.command],
    }
}

fn of_scenario(scenario: &LabScenario) -> Vec<&str> {
    match scenario {
        LabScenario::Curve { metric, .. } => of_metric(metric),
        LabScenario::Lines { group, stream, lines } => {
            [group, stream].into_iter().chain(lines).map(String::as_str).collect()
        }
        LabScenario::Failure { message, .. } => vec![message],
    }
}
