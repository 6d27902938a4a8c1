//! The comparison of SOA-C02 and SOA-C03.

use assay_programme::diff::{DiffError, Verdict, outline_diff};

use crate::support::reference;

#[test]
fn no_task_was_removed_but_six_skills_have_no_place() {
    let diff = outline_diff(&reference(), "SOA-C02", "SOA-C03").unwrap();
    assert_eq!((diff.from.domains, diff.from.tasks, diff.from.skills), (6, 14, 65));
    assert_eq!((diff.to.domains, diff.to.tasks, diff.to.skills), (5, 13, 53));
    let skills = &diff.counts.skills;
    let figures: Vec<usize> = [
        "widened", "reworded", "merged", "same", "unplaced", "narrowed", "split", "moved", "removed", "added",
    ]
    .iter()
    .map(|relation| skills.of(relation))
    .collect();
    assert_eq!(figures, [23, 12, 11, 8, 5, 2, 2, 1, 1, 4]);
    let unplaced: Vec<&str> = diff
        .skills
        .iter()
        .filter(|row| row.relation == "unplaced")
        .filter_map(|row| Some(row.from.as_ref()?.id.as_str()))
        .collect();
    assert_eq!(unplaced, ["2.1.4", "2.3.4", "6.1.3", "6.1.4", "6.1.5"]);
    assert_eq!((skills.stated.get("removed"), skills.derived.get("removed")), (Some(&1), None));
}

#[test]
fn every_announced_claim_has_its_verdict_and_its_evidence() {
    let diff = outline_diff(&reference(), "SOA-C02", "SOA-C03").unwrap();
    let verdicts: Vec<(&str, Verdict, &str)> = diff
        .claims
        .iter()
        .map(|claim| (claim.check.as_str(), claim.verdict, claim.evidence.code.as_str()))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("no-task-removed", Verdict::HoldsAtTaskLevelOnly, "evidence.tasks-continue"),
            ("more-detailed", Verdict::HoldsByWordingOnly, "evidence.skills-say-more"),
            ("service-in-scope", Verdict::Holds, "evidence.parts"),
            ("task-moved", Verdict::Holds, "evidence.parts"),
            ("skill-moved", Verdict::Holds, "evidence.parts"),
            ("skill-added", Verdict::HoldsInPart, "evidence.parts"),
            ("skill-removed", Verdict::Holds, "evidence.skills-removed"),
        ]
    );
    let against: Vec<&String> = diff.claims.iter().flat_map(|claim| &claim.against).collect();
    assert_eq!(against, ["1.1.2", "3.1.2", "4.1.5"], "of the additions, what continues something");
}

#[test]
fn what_cannot_be_compared_says_what_to_do() {
    let programme = reference();
    let swapped = outline_diff(&programme, "SOA-C03", "SOA-C02").unwrap_err();
    assert!(swapped.to_string().contains("swap the two"), "{swapped}");
    let unknown = outline_diff(&programme, "SOA-C01", "SOA-C02").unwrap_err();
    assert!(matches!(unknown, DiffError::UnknownExam { .. }));
    assert!(unknown.to_string().contains("it has CLF-C02, DOP-C02, SOA-C02, SOA-C03"), "{unknown}");
}
