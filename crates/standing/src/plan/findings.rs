//! Everything that is to be said about a change, put together.

use assay_programme::{
    diff::{ClaimVerdict, Verdict, outline_diff},
    model::{Crosswalk, Programme, Relation},
};

use super::{
    exams::{examination, exams},
    finding::{self, Finding, FindingKind, Lost, Severity, finding, place},
    news::news,
    published::published,
    sides::Sides,
    texts::texts,
    withdrawn,
};
use crate::words;

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
    news(current, proposed, sides.today, &mut found);
    // Stable: within a severity the order above stands.
    found.sort_by_key(|finding| finding.severity);
    found
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
            let (severity, who) = gone(lost.held(code));
            let title = format!("{} is no longer part of the programme", finding::title(current, code));
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
