//! The comparison of SOA-C02 and SOA-C03.

use assay_programme::diff::{DiffError, Verdict, outline_diff, outline_diff_text};

use crate::support::{expect_file, reference};

#[test]
fn the_text_of_the_comparison_is_as_reviewed() {
    let diff = outline_diff(&reference(), "SOA-C02", "SOA-C03").unwrap();
    expect_file("tests/golden/SOA-C02--SOA-C03.txt", &outline_diff_text(&diff));
}

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
    let verdicts: Vec<(&str, Verdict)> =
        diff.claims.iter().map(|claim| (claim.check.as_str(), claim.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("no-task-removed", Verdict::HoldsAtTaskLevelOnly),
            ("more-detailed", Verdict::HoldsByWordingOnly),
            ("service-in-scope", Verdict::Holds),
            ("task-moved", Verdict::Holds),
            ("skill-moved", Verdict::Holds),
            ("skill-added", Verdict::HoldsInPart),
            ("skill-removed", Verdict::Holds),
        ]
    );
    assert!(diff.claims.iter().all(|claim| !claim.evidence.is_empty()));
}

#[test]
fn the_json_keeps_stated_apart_from_derived() {
    let diff = outline_diff(&reference(), "SOA-C02", "SOA-C03").unwrap();
    let json = serde_json::to_value(&diff).unwrap();
    assert_eq!(json["claims"][0]["verdict"], "holds at task level only");
    assert_eq!(json["counts"]["skills"]["stated"]["removed"], 1);
    assert_eq!(json["counts"]["skills"]["derived"]["unplaced"], 5);
    assert_eq!(json["tasks"][13]["basis"], "stated");
    assert_eq!(json["domains"][5]["from"]["weight_pct"], 12);
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
