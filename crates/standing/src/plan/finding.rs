//! What is to be said about the change itself, whoever it touches.

use std::collections::BTreeMap;

use assay_kernel::{CertificationCode, Date, ExamCode};
use assay_programme::{
    diff::{ClaimVerdict, Verdict, outline_diff},
    model::{Clause, Crosswalk, ExamVersion, Policy, PolicyVersion, Programme, Relation},
};
use serde::{Deserialize, Serialize};

use super::sides::Sides;
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
    /// A certification that people hold is gone.
    CertificationRemoved,
    /// An exam version that was published is gone.
    ExamRemoved,
    /// Dates of an exam version moved.
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
}

impl Lost {
    pub(super) fn hold(&mut self, code: &CertificationCode) {
        *self.held.entry(code.clone()).or_default() += 1;
    }

    pub(super) fn book(&mut self, exam: &ExamCode) {
        *self.booked.entry(exam.clone()).or_default() += 1;
    }

    pub(super) fn add(&mut self, other: &Lost) {
        for (code, n) in &other.held {
            *self.held.entry(code.clone()).or_default() += n;
        }
        for (exam, n) in &other.booked {
            *self.booked.entry(exam.clone()).or_default() += n;
        }
    }
}

/// Everything to be said, the worst first.
pub(super) fn findings(sides: &Sides<'_>, lost: &Lost) -> Vec<Finding> {
    let (current, proposed) = (sides.current.programme(), sides.proposed.programme());
    let mut found = Vec::new();
    published(current, proposed, sides.today, &mut found);
    removed(current, proposed, lost, &mut found);
    exam_dates(current, proposed, sides.today, &mut found);
    skills(current, proposed, &mut found);
    claims(current, proposed, &mut found);
    // Stable: within a severity the order above stands.
    found.sort_by_key(|finding| finding.severity);
    found
}

fn finding(kind: FindingKind, severity: Severity, title: String, text: String) -> Finding {
    Finding { kind, severity, title, text, place: None }
}

fn place(clause: &Clause) -> Option<String> {
    (!clause.file.is_empty()).then(|| format!("{}:{}", clause.file, clause.line.max(1)))
}

/// What is in force is never edited: a change is a new version from a date.
fn published(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let kind = FindingKind::PublishedRuleEdited;
    let advice = "Rules in force are never edited, so that every decision can still be explained: put the \
                  old text back and add a version with `in_force_from` on a later day.";
    for policy in &current.policies {
        let Some(other) = proposed.policy(policy.certification.as_str()) else { continue };
        let code = &policy.certification;
        for version in policy.versions.iter().filter(|version| is_in_force(version, today)) {
            let name = &version.version;
            let title = match other.versions.iter().find(|other| other.version == *name) {
                Some(same) if without_places(same) == without_places(version) => continue,
                Some(_) => format!("Version {name} of the policy of {code} is in force and was edited"),
                None => format!("Version {name} of the policy of {code} is in force and was removed"),
            };
            let place = place(&other.versions.first().map_or(Clause::default(), |v| v.clause.clone()));
            found.push(Finding { place, ..finding(kind, Severity::Error, title, advice.to_owned()) });
        }
        for version in other.versions.iter().filter(|version| is_in_force(version, today)) {
            if policy.versions.iter().all(|old| old.version != version.version) {
                let title = format!(
                    "Version {} of the policy of {code} is new and already in force",
                    version.version
                );
                let text = "It judges events that have already been decided under another version: let it \
                            start on a later day.";
                let found_one = finding(kind, Severity::Warning, title, text.to_owned());
                found.push(Finding { place: place(&version.clause), ..found_one });
            }
        }
        policy_days(policy, other, found);
    }
    let past = |on: Date| on <= today;
    for amendment in current.amendments.iter().filter(|amendment| past(amendment.on)) {
        let bare = |amendment: &assay_programme::model::Amendment| {
            let clause = Clause::default();
            assay_programme::model::Amendment { clause, ..amendment.clone() }
        };
        if !proposed.amendments.iter().any(|other| bare(other) == bare(amendment)) {
            let title = format!("The amendment of {} was edited or removed", words::day(amendment.on));
            found.push(finding(kind, Severity::Error, title, advice.to_owned()));
        }
    }
    for (name, on) in current.world.iter().filter(|(_, on)| past(*on)) {
        if !proposed.world.iter().any(|(other, day)| (other, day) == (name, on)) {
            let title = format!("The event “{name}” of {} was moved or removed", words::day(*on));
            found.push(finding(kind, Severity::Error, title, advice.to_owned()));
        }
    }
}

fn is_in_force(version: &PolicyVersion, today: Date) -> bool {
    version.in_force_from.is_none_or(|from| from <= today)
}

/// A version without the lines it stands on: a comment above it changes no rule.
fn without_places(version: &PolicyVersion) -> PolicyVersion {
    let mut bare = version.clone();
    bare.clause = Clause::default();
    bare.routes.iter_mut().for_each(|route| route.clause = Clause::default());
    bare.cascades.iter_mut().for_each(|cascade| cascade.clause = Clause::default());
    bare
}

/// The days of a policy as a whole.
fn policy_days(old: &Policy, new: &Policy, found: &mut Vec<Finding>) {
    let code = &old.certification;
    let mut moved = |what: &str, was: Option<Date>, is: Option<Date>| {
        if was != is {
            let day = |day: Option<Date>| day.map_or_else(|| "no day".to_owned(), words::day);
            let title = format!("{what} of {code} moves from {} to {}", day(was), day(is));
            let text = "Holders below are compared with the new day.".to_owned();
            let kind = FindingKind::ExamDatesMoved;
            found.push(finding(kind, Severity::Note, title, text));
        }
    };
    moved("The retirement", old.retired_on, new.retired_on);
    moved("The last day of new awards", old.award_until, new.award_until);
    if old.governed_by != new.governed_by {
        let title = format!("Another day selects the policy version that governs {code}");
        let text =
            "Which version judges what has already happened changes with it: look at every date below.";
        found.push(finding(FindingKind::PublishedRuleEdited, Severity::Error, title, text.to_owned()));
    }
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
            let title = format!("The certification {code} is no longer part of the programme");
            let text = format!(
                "{who}. A certification that was ever earned stays, so that badges can be verified: end it \
                 with `retired_on` instead."
            );
            found.push(finding(FindingKind::CertificationRemoved, severity, title, text));
        }
    }
    for exam in &current.exams {
        if proposed.exam(exam.code.as_str()).is_none() {
            let booked = lost.booked.get(&exam.code).copied().unwrap_or_default();
            let title = format!("The exam version {} is no longer part of the programme", exam.code);
            let text = format!(
                "{} for it. Passes of the past refer to it: end it with `last_test_day_on` instead.",
                words::count(u32::try_from(booked).unwrap_or(u32::MAX), "open booking")
            );
            found.push(finding(FindingKind::ExamRemoved, Severity::Error, title, text));
        }
    }
}

fn exam_dates(current: &Programme, proposed: &Programme, today: Date, found: &mut Vec<Finding>) {
    let none_or = |day: Option<Date>| day.map_or_else(|| "none".to_owned(), words::day);
    for exam in &current.exams {
        let Some(new) = proposed.exam(exam.code.as_str()) else { continue };
        let days = |exam: &ExamVersion| {
            [
                ("registration opens", Some(exam.registration_opens_on)),
                ("first test day", Some(exam.first_test_day_on)),
                ("last day of registration", exam.last_booking_day_on),
                ("last test day", exam.last_test_day_on),
            ]
        };
        for ((what, was), (_, is)) in days(exam).into_iter().zip(days(new)) {
            if was == is {
                continue;
            }
            let title = format!("{}: {what} moves from {} to {}", exam.code, none_or(was), none_or(is));
            // A day that has passed cannot be moved, only rewritten.
            let past = was.is_some_and(|was| was < today);
            let (severity, text) = if past {
                (Severity::Error, "That day has passed: what happened by it stands. Put it back.")
            } else {
                (Severity::Warning, "Candidates plan by these days: announce it.")
            };
            let found_one = finding(FindingKind::ExamDatesMoved, severity, title, text.to_owned());
            found.push(Finding { place: place(&new.clause), ..found_one });
        }
        if exam.by_language.iter().map(in_language).ne(new.by_language.iter().map(in_language)) {
            let title = format!("{}: dates of single languages move", exam.code);
            let text = "Candidates plan by these days: announce it.".to_owned();
            let found_one = finding(FindingKind::ExamDatesMoved, Severity::Warning, title, text);
            found.push(Finding { place: place(&new.clause), ..found_one });
        }
    }
}

fn in_language(dates: &assay_programme::model::LanguageDates) -> (&str, [Option<Date>; 4]) {
    let days = [
        dates.registration_opens_on,
        dates.first_test_day_on,
        dates.last_booking_day_on,
        dates.last_test_day_on,
    ];
    (dates.language.as_str(), days)
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
                Some(was) => format!("Announced: “{}” {} and before: {}", claim.text, is, was.as_str()),
                None => format!("Announced: “{}” {is}", claim.text),
            };
            let severity = if fails { Severity::Warning } else { Severity::Note };
            let found_one = finding(FindingKind::ClaimChanged, severity, title, claim.evidence);
            found.push(Finding { place: place(&transition.clause), ..found_one });
        }
    }
}
