//! Everything that is to be said about a change, put together.

use assay_kernel::{Arg, Said};
use assay_programme::{
    diff::{ClaimVerdict, Verdict, outline_diff},
    model::{Crosswalk, Programme, Relation},
};

use super::{
    exams::{examination, exams},
    finding::{self, Finding, FindingKind, FindingWeight, Lost, finding, place},
    news::news,
    published::published,
    sides::Sides,
    texts::texts,
    withdrawn,
};

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
    for certification in &current.certifications {
        let code = &certification.code;
        if proposed.certification(code.as_str()).is_none() {
            let (severity, holders) = match lost.held(code) {
                0 => (FindingWeight::Warning, Said::of("holders.none")),
                n => (FindingWeight::Error, Said::of("holders.some").with("n", n)),
            };
            let said = Said::of("finding.certification-removed")
                .with("title", finding::title(current, code))
                .with("holders", holders);
            found.push(finding(FindingKind::CertificationRemoved, severity, said));
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
        let said = Said::of("finding.skills-without-home")
            .with("n", new.len())
            .with("from", from)
            .with("to", to)
            .with("skills", Arg::list(new.iter().map(Arg::text)));
        let found_one = finding(FindingKind::SkillsWithoutHome, FindingWeight::Warning, said);
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
            let severity = if fails { FindingWeight::Warning } else { FindingWeight::Note };
            let said = Said::of(if was.is_some() { "finding.claim-changed" } else { "finding.claim-new" })
                .with("claim", Arg::text(claim.text))
                .with("is", verdict(claim.verdict))
                .maybe("was", was.map(verdict))
                .with("evidence", claim.evidence);
            let found_one = finding(FindingKind::ClaimChanged, severity, said);
            found.push(Finding { place: place(&transition.clause), ..found_one });
        }
    }
}

fn verdict(verdict: Verdict) -> Said {
    Said::of(match verdict {
        Verdict::Holds => "verdict.holds",
        Verdict::HoldsAtTaskLevelOnly => "verdict.holds-at-task-level",
        Verdict::HoldsInPart => "verdict.holds-in-part",
        Verdict::HoldsByWordingOnly => "verdict.holds-by-wording",
        Verdict::Refuted => "verdict.refuted",
        Verdict::CannotBeChecked => "verdict.cannot-be-checked",
    })
}
