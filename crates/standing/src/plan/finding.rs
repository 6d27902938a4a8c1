//! What is to be said about the change itself, whoever it touches.

use std::collections::BTreeMap;

use assay_kernel::{CertificationCode, ExamCode};
use assay_programme::{
    diff::{ClaimVerdict, Verdict, outline_diff},
    model::{Clause, Crosswalk, Programme, Relation},
};
use serde::{Deserialize, Serialize};

use super::{
    exams::{examination, exams},
    news::news,
    published::published,
    sides::Sides,
    texts::texts,
    withdrawn,
};
use crate::words;

/// Something to be said about a change of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: Severity,
    /// A headline.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
    /// File and line of the proposed programme, where it stands.
    pub place: Option<String>,
}

/// What can be said about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A policy version in force, or what it rests on, was edited or removed.
    PublishedRuleEdited,
    /// An outline whose guide is out, or an announcement that was read, was edited or removed.
    PublishedTextEdited,
    /// A certification that people hold is gone.
    CertificationRemoved,
    /// An exam version that was published is gone.
    ExamRemoved,
    /// An exam version that was announced is gone before its first day.
    ExamWithdrawn,
    /// A change that people may know of is taken back.
    ChangeWithdrawn,
    /// New rules start, or something new comes, and how it differs.
    RulesChange,
    /// An exam version that can be registered for or sat was edited.
    ExamEdited,
    /// Dates of an exam version or of a policy as a whole moved.
    ExamDatesMoved,
    /// Skills of an old outline have no home in the new one.
    SkillsWithoutHome,
    /// What was announced about the content is judged otherwise.
    ClaimChanged,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Do not apply this.
    Error,
    /// Look at it first.
    Warning,
    /// For the record.
    Note,
}

impl Severity {
    /// The word of texts and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Whom removed things were taken from.
#[derive(Default)]
pub(super) struct Lost {
    held: BTreeMap<CertificationCode, usize>,
    booked: BTreeMap<ExamCode, usize>,
    sat: BTreeMap<ExamCode, usize>,
}

impl Lost {
    pub(super) fn hold(&mut self, code: &CertificationCode) {
        *self.held.entry(code.clone()).or_default() += 1;
    }

    pub(super) fn book(&mut self, exam: &ExamCode) {
        *self.booked.entry(exam.clone()).or_default() += 1;
    }

    pub(super) fn sit(&mut self, exam: &ExamCode) {
        *self.sat.entry(exam.clone()).or_default() += 1;
    }

    pub(super) fn booked(&self, exam: &ExamCode) -> usize {
        self.booked.get(exam).copied().unwrap_or_default()
    }

    pub(super) fn sat(&self, exam: &ExamCode) -> usize {
        self.sat.get(exam).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, other: &Lost) {
        for (code, n) in &other.held {
            *self.held.entry(code.clone()).or_default() += n;
        }
        for (exam, n) in &other.booked {
            *self.booked.entry(exam.clone()).or_default() += n;
        }
        for (exam, n) in &other.sat {
            *self.sat.entry(exam.clone()).or_default() += n;
        }
    }
}

/// Everything to be said, the worst first.
pub(super) fn findings(sides: &Sides<'_>, lost: &Lost) -> Vec<Finding> {
    let (current, proposed) = (sides.current.programme(), sides.proposed.programme());
    let mut found = Vec::new();
    published(current, proposed, sides.today, &mut found);
    texts(current, proposed, lost, sides.today, &mut found);
    removed(current, proposed, lost, &mut found);
    withdrawn::exams(current, proposed, lost, sides.today, &mut found);
    withdrawn::announced(current, proposed, sides.today, &mut found);
    exams(current, proposed, sides.today, &mut found);
    examination(current, proposed, &mut found);
    skills(current, proposed, &mut found);
    claims(current, proposed, &mut found);
    news(current, proposed, &mut found);
    // Stable: within a severity the order above stands.
    found.sort_by_key(|finding| finding.severity);
    found
}

pub(super) fn finding(kind: FindingKind, severity: Severity, title: String, text: String) -> Finding {
    Finding { kind, severity, title, text, place: None }
}

/// A certification as people call it; its code where the programme says no title.
pub(super) fn title<'p>(programme: &'p Programme, code: &'p CertificationCode) -> &'p str {
    let certification = programme.certification(code.as_str());
    certification.map_or(code.as_str(), |certification| &certification.title)
}

pub(super) fn place(clause: &Clause) -> Option<String> {
    (!clause.file.is_empty()).then(|| format!("{}:{}", clause.file, clause.line.max(1)))
}

fn removed(current: &Programme, proposed: &Programme, lost: &Lost, found: &mut Vec<Finding>) {
    let gone = |n: usize| match n {
        0 => (Severity::Warning, "Nobody holds it".to_owned()),
        1 => (Severity::Error, "1 person holds it".to_owned()),
        n => (Severity::Error, format!("{n} people hold it")),
    };
    for certification in &current.certifications {
        let code = &certification.code;
        if proposed.certification(code.as_str()).is_none() {
            let (severity, who) = gone(lost.held.get(code).copied().unwrap_or_default());
            let title = format!("{} is no longer part of the programme", self::title(current, code));
            let text = format!(
                "{who}. A certification that was ever earned stays, so that badges can be verified: end it \
                 with `retired_on` instead."
            );
            found.push(finding(FindingKind::CertificationRemoved, severity, title, text));
        }
    }
}

fn skills(current: &Programme, proposed: &Programme, found: &mut Vec<Finding>) {
    let homeless = |crosswalk: &Crosswalk| -> Vec<String> {
        let skills = crosswalk.skills.iter().filter(|map| map.relation == Relation::Unplaced);
        skills.map(|map| map.from.clone()).collect()
    };
    for crosswalk in &proposed.crosswalks {
        let (from, to) = (&crosswalk.from, &crosswalk.to);
        let known = current.crosswalk(from.as_str(), to.as_str()).map(homeless).unwrap_or_default();
        let new: Vec<String> =
            homeless(crosswalk).into_iter().filter(|skill| !known.contains(skill)).collect();
        if new.is_empty() {
            continue;
        }
        let count = words::count(u32::try_from(new.len()).unwrap_or(u32::MAX), "skill");
        let verb = if new.len() == 1 { "has" } else { "have" };
        let title = format!("{count} of {from} {verb} no home in {to}: {}", words::list(&new));
        let text =
            "Nobody has said that they are dropped: place them, or say so in the crosswalk.".to_owned();
        let found_one = finding(FindingKind::SkillsWithoutHome, Severity::Warning, title, text);
        found.push(Finding { place: place(&crosswalk.clause), ..found_one });
    }
}

fn claims(current: &Programme, proposed: &Programme, found: &mut Vec<Finding>) {
    let verdicts = |programme: &Programme, from: &str, to: &str| -> Vec<ClaimVerdict> {
        outline_diff(programme, from, to).map(|diff| diff.claims).unwrap_or_default()
    };
    for transition in &proposed.transitions {
        let (from, to) = (transition.from.as_str(), transition.to.as_str());
        let before = verdicts(current, from, to);
        for claim in verdicts(proposed, from, to) {
            let old = before.iter().find(|old| (&old.check, &old.text) == (&claim.check, &claim.text));
            let was = old.map(|old| old.verdict);
            let fails = matches!(claim.verdict, Verdict::Refuted | Verdict::CannotBeChecked);
            if was == Some(claim.verdict) || was.is_none() && !fails {
                continue;
            }
            let is = claim.verdict.as_str();
            let title = match was {
                Some(was) => format!("Announced: “{}” Now: {is}; before: {}", claim.text, was.as_str()),
                None => format!("Announced: “{}” It is: {is}", claim.text),
            };
            let severity = if fails { Severity::Warning } else { Severity::Note };
            let found_one = finding(FindingKind::ClaimChanged, severity, title, claim.evidence);
            found.push(Finding { place: place(&transition.clause), ..found_one });
        }
    }
}
