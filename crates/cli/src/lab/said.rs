//! What a script did and what it is worth, as people and programs read it.

use assay_cloud::{
    clock,
    state::{Occurrence, OccurrenceKind},
};
use assay_lab::{LabGrade, grade::LabVerdict, names::LabNames};
use serde_json::{Value, json};

/// A line of a script, and what it answered.
pub struct TriedLine {
    /// In the file, from 1.
    pub number: usize,
    /// With its names filled in.
    pub text: String,
    /// What was printed.
    pub answer: String,
    /// The code of the refusal, where it was refused.
    pub refused: Option<String>,
    /// What happened of itself meanwhile.
    pub happened: Vec<String>,
}

/// A script that was run.
pub struct TriedScript<'a> {
    /// The lab's id.
    pub lab: &'a str,
    /// Of the variant.
    pub seed: u64,
    /// What its names stand for.
    pub variant: &'a LabNames,
    /// In their order.
    pub lines: Vec<TriedLine>,
    /// What it is worth, where that was asked.
    pub grade: Option<LabGrade>,
}

impl TriedScript<'_> {
    /// As one document.
    pub fn json(&self) -> Value {
        let lines = self.lines.iter().map(|line| {
            json!({
                "line": line.number, "command": line.text, "answer": line.answer,
                "refused": line.refused, "happened": line.happened,
            })
        });
        json!({
            "lab": self.lab,
            "seed": self.seed,
            "variant": self.variant,
            "lines": lines.collect::<Vec<_>>(),
            "grade": self.grade.as_ref().map(grade_json),
        })
    }
}

/// A line as the console shows it: the command, its answer, and what happened meanwhile.
pub fn line(line: &TriedLine) -> String {
    let answer = line.answer.trim_end();
    let mut text = format!("$ {}\n", line.text);
    if !answer.is_empty() {
        text.push_str(&format!("{answer}\n"));
    }
    text.extend(line.happened.iter().map(|what| format!("  {what}\n")));
    text
}

/// Something that happened of itself; nothing where only a count moved on.
pub fn happened(one: &Occurrence) -> Option<String> {
    let what = match &one.what {
        OccurrenceKind::AlarmChanged { alarm, from, to, reason } => {
            format!("alarm {alarm}: {from} -> {to}. {reason}")
        }
        OccurrenceKind::Published { topic, subject } => format!("published to {topic}: {subject}"),
        OccurrenceKind::Mailed { to, subject } => format!("mail to {to}: {subject}"),
        OccurrenceKind::ActionFailed { alarm, action, why } => format!("{action} of {alarm} failed: {why}"),
        OccurrenceKind::Became { id, member, value } => {
            let value = value.as_text()?;
            format!("{id}: {member} is {value}")
        }
        OccurrenceKind::Stopped => "the lab's clock stands: a limit was reached".to_owned(),
    };
    Some(format!("{} {what}", clock::text(one.at)))
}

/// Every check with its verdict and reason, then the sum.
pub fn grade(grade: &LabGrade) -> String {
    let (scored, told) = grade.points();
    let share = grade.percent().map(|percent| format!(" ({percent} %)")).unwrap_or_default();
    // A check of which nothing is said has its line all the same.
    let checks: String = grade.shown().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("{checks}{scored} of {told} points{share}\n")
}

fn grade_json(grade: &LabGrade) -> Value {
    let (points, of) = grade.points();
    let checks = grade.checks().map(|check| {
        let (why, because) = match &check.verdict {
            LabVerdict::Passed { say } => (say.clone(), None),
            LabVerdict::Failed { why, because, .. } => (why.clone(), because.clone()),
            LabVerdict::Waits { needs } => (needs.clone(), None),
            LabVerdict::NotEvaluated { why } => (why.clone(), None),
        };
        json!({
            "check": check.name, "title": check.title, "verdict": check.word(),
            "points": check.scored, "of": check.weight, "why": why, "because": because,
        })
    });
    json!({
        "points": points, "of": of, "percent": grade.percent(), "checks": checks.collect::<Vec<_>>(),
    })
}
