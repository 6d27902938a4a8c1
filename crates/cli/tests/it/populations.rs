//! `population`: invented histories that the rules accept, the same for the same seed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{CLOUDOPS, ZOO, assay, assay_with};

fn people(programme: &str, count: &str, seed: &str) -> String {
    let ran = assay(&["population", programme, "--people", count, "--seed", seed, "--until", "2026-11-01"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

#[test]
fn the_same_seed_gives_the_same_people_and_more_people_change_nobody() {
    let fifty = people(CLOUDOPS, "50", "7");
    assert_eq!(people(CLOUDOPS, "50", "7"), fifty);
    assert!(people(CLOUDOPS, "80", "7").starts_with(&fifty));
    assert_ne!(people(CLOUDOPS, "50", "8"), fifty);
    assay(&["population", CLOUDOPS, "--people", "0", "--until", "2026-11-01"]).refused(&["--people"]);
}

#[test]
fn invented_people_sit_when_an_exam_can_be_sat_and_some_fail_renew_and_lapse() {
    let history = people(CLOUDOPS, "400", "1");
    let lines: Vec<Value> = history.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        let (date, exam) = (line["date"].as_str().unwrap(), line["exam"].as_str());
        assert!(date <= "2026-11-01", "{line}");
        assert!(exam != Some("SOA-C02") || date <= "2025-09-29", "{line}");
        assert!(exam != Some("SOA-C03") || date >= "2025-09-30", "{line}");
    }
    let verbs: BTreeSet<&str> = lines.iter().map(|line| line["do"].as_str().unwrap()).collect();
    assert!(verbs.is_superset(&BTreeSet::from(["pass", "fail", "do"])), "{verbs:?}");

    let call = ["standing", CLOUDOPS, "--history", "-", "--as-of", "2026-11-01", "--format", "json"];
    let ran = assay_with(&history, &call);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "the history is one that `standing` reads");
    let standings = ran.json();
    let held: Vec<&Value> =
        standings.as_array().unwrap().iter().flat_map(|p| p["credentials"].as_array().unwrap()).collect();
    let count = |status: &str| held.iter().filter(|credential| credential["status"] == status).count();
    assert!(count("active") > 200 && count("expired") > 20, "{} and {}", count("active"), count("expired"));
    // Passed or renewed before it, a certification is good for three years: only renewals reach further.
    let renewed =
        held.iter().filter(|credential| credential["reasons"].as_array().unwrap().len() > 1).count();
    assert!(renewed > 20, "{renewed} renewed");
}

#[test]
fn rules_of_every_kind_have_people() {
    for (programme, verb) in [("isc2", "credit"), ("pmi", "fee"), ("microsoft", "do"), ("cisco", "credit")] {
        let history = people(&format!("{ZOO}/{programme}"), "60", "3");
        assert!(history.contains(&format!("\"do\":\"{verb}\"")), "{programme} has no {verb}");
        let programme = format!("{ZOO}/{programme}");
        let call = ["standing", &programme, "--history", "-", "--as-of", "2026-11-01", "--format", "json"];
        assert_eq!(assay_with(&history, &call).status, 0);
    }
}
