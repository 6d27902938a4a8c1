//! Two outlines compared, in words and as JSON.

use assay_kernel::{Arg, Said};
use assay_programme::{
    diff::{OutlineDiff, outline_diff},
    model::{Basis, Outline, Programme, Relation},
};
use assay_words::{InEnglish, Told, outline_diff_text};

use crate::args::files_of;

const REVIEWED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/SOA-C02--SOA-C03.txt");

fn reference() -> Programme {
    assay_programme::parse(&files_of("programmes/cloudops")).0
}

fn compared(programme: &Programme) -> OutlineDiff {
    outline_diff(programme, "SOA-C02", "SOA-C03").unwrap()
}

/// What is said of the one claim of a check about something.
fn evidence(programme: &mut Programme, check: &str, subjects: &[&str]) -> String {
    let claim = &mut programme.transitions[0].claims[0];
    claim.check = check.to_owned();
    claim.subjects = subjects.iter().map(|subject| (*subject).to_owned()).collect();
    let claim = compared(programme).claims.remove(0);
    format!("{}: {}", claim.verdict.as_str(), claim.evidence.text())
}

#[test]
fn the_text_of_the_comparison_is_as_reviewed() {
    let text = outline_diff_text(&compared(&reference()));
    if std::env::var_os("ASSAY_BLESS").is_some() {
        std::fs::write(REVIEWED, &text).unwrap();
    }
    let reviewed = std::fs::read_to_string(REVIEWED).unwrap_or_default();
    assert_eq!(text, reviewed, "differs from {REVIEWED}; review it, then ASSAY_BLESS=1");
}

#[test]
fn the_json_keeps_stated_apart_from_derived() {
    let json = serde_json::to_value(Told(&compared(&reference()))).unwrap();
    assert_eq!(json["claims"][0]["verdict"], "holds at task level only");
    assert_eq!(json["counts"]["skills"]["stated"]["removed"], 1);
    assert_eq!(json["counts"]["skills"]["derived"]["unplaced"], 5);
    assert_eq!(json["tasks"][13]["basis"], "stated");
    assert_eq!(json["domains"][5]["from"]["weight_pct"], 12);
    let moved = &json["claims"][3];
    assert_eq!(moved["evidence"], "6.1 goes to 1.3; 6.2 goes to 1.3.");
    assert_eq!(moved["code"], "evidence.parts");
    assert_eq!(moved["args"]["parts"]["list"][1]["said"]["args"]["from"]["text"], "6.2");
}

#[test]
fn what_speaks_for_a_claim_or_against_it_is_said_as_before_it_had_codes() {
    let mut programme = reference();
    let mut said = |check: &str, subjects: &[&str]| evidence(&mut programme, check, subjects);
    assert_eq!(said("task-moved", &[]), "cannot be checked: The files do not say what the claim is about.");
    assert_eq!(said("task-moved", &["6.1 -> 1.2"]), "refuted: 6.1 goes to 1.3.");
    assert_eq!(said("skill-moved", &["5.2.5 -> 1.1.1"]), "refuted: 5.2.5 goes to no place.");
    assert_eq!(
        said("service-in-scope", &["ECS", "Nothing", "EC2"]),
        "holds in part: ECS: listed in the new outline, not in the old one; EC2: listed in both; \
         Nothing: not listed in the new outline."
    );
    assert_eq!(
        said("skill-removed", &["1.1.1"]),
        "refuted: Each of them continues in the new outline; also without a place, though not stated: \
         2.1.4, 2.3.4, 5.2.5, 6.1.3, 6.1.4 and 6.1.5."
    );
    assert_eq!(
        said("no-skill-removed", &[]),
        "refuted: No place in the new outline: 2.1.4, 2.3.4, 6.1.3, 6.1.4 and 6.1.5 (5 derived); 5.2.5 (1 \
         stated)."
    );

    let crosswalk = &mut programme.crosswalks[0];
    crosswalk.tasks.iter_mut().take(1).for_each(|task| task.relation = Relation::Removed);
    assert_eq!(evidence(&mut programme, "no-task-removed", &[]), "refuted: No task statement takes up 1.1.");

    // Every old skill goes on, and no task statement is merged.
    let crosswalk = &mut programme.crosswalks[0];
    crosswalk.tasks.iter_mut().for_each(|task| task.relation = Relation::Same);
    for map in &mut crosswalk.skills {
        (map.relation, map.basis) = (Relation::Same, Basis::Analyst);
        map.to = vec!["1.1.1".to_owned()];
    }
    let mut said = |check: &str| evidence(&mut programme, check, &[]);
    assert_eq!(
        said("no-task-removed"),
        "holds: Each of the 14 task statements continues in one of the 13 new ones."
    );
    assert_eq!(said("no-skill-removed"), "holds: Every skill continues in the new outline.");
    assert_eq!(
        said("more-detailed"),
        "refuted: 65 skills become 53; 0 of the old ones cover more now and 0 cover less."
    );
    let outline = |outline: &&mut Outline| outline.exam == "SOA-C03";
    let new = programme.outlines.iter_mut().find(outline).unwrap();
    new.in_scope.clear();
    for domain in &mut new.domains {
        domain.tasks.iter_mut().for_each(|task| task.skills.clear());
    }
    let mut said = |check: &str, of: &[&str]| evidence(&mut programme, check, of);
    assert_eq!(
        said("more-detailed", &[]),
        "cannot be checked: One of the outlines stops at task statements."
    );
    assert_eq!(said("service-in-scope", &["ECS"]), "cannot be checked: The new outline lists no services.");
}

#[test]
fn a_plan_that_kept_its_evidence_as_a_text_is_read_as_one() {
    let said = Said::of("finding.claim-new").with("evidence", Arg::text("6.1 goes to 1.3."));
    assert_eq!(said.text(), "6.1 goes to 1.3.");
    let said = said.with("evidence", Said::of("evidence.skills-continue"));
    assert_eq!(said.text(), "Every skill continues in the new outline.");
}
