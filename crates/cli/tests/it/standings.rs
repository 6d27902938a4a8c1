//! `standing`: the stories of the acceptance script, and what happens with lines nobody can use.

use serde_json::Value;

use crate::{CLOUDOPS, Ran, assay, assay_with};

fn history(events: &[(&str, &str)]) -> String {
    let line = |(date, exam): &(&str, &str)| {
        format!("{{\"person\":\"p1\",\"date\":\"{date}\",\"do\":\"pass\",\"exam\":\"{exam}\"}}\n")
    };
    events.iter().map(line).collect()
}

fn on(day: &str, events: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let ran = json(&history(events), day);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.err);
    let people = ran.json();
    assert_eq!(people[0]["person"], "p1");
    let held = people[0]["credentials"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for credential in held {
        let reason = &credential["reasons"][0];
        assert!(reason["on"].is_string() && reason["rule"].is_string() && reason["text"].is_string());
        assert!(credential["renew_by"].is_array());
    }
    held.iter().map(|c| (text(&c["credential"]), text(&c["status"]), text(&c["valid_until"]))).collect()
}

fn json(history: &str, day: &str) -> Ran {
    assay_with(history, &["standing", CLOUDOPS, "--history", "-", "--as-of", day, "--format", "json"])
}

fn held(code: &str, status: &str, until: &str) -> (String, String, String) {
    (code.into(), status.into(), until.into())
}

#[test]
fn two_badges_keep_their_own_dates() {
    let found = on("2025-10-21", &[("2024-03-10", "SOA-C02"), ("2025-10-20", "SOA-C03")]);
    assert!(found.contains(&held("sysops", "active", "2027-03-10")), "{found:?}");
    assert!(found.contains(&held("cloudops", "active", "2028-10-20")), "{found:?}");
}

#[test]
fn the_professional_one_renews_both() {
    let passes = [("2024-03-10", "SOA-C02"), ("2025-10-20", "SOA-C03"), ("2027-02-01", "DOP-C02")];
    let found = on("2027-02-02", &passes);
    assert!(found.contains(&held("sysops", "active", "2030-02-01")), "{found:?}");
    assert!(found.contains(&held("cloudops", "active", "2030-02-01")), "{found:?}");
}

#[test]
fn the_last_valid_day_is_inclusive() {
    let passed = [("2024-03-10", "SOA-C02")];
    assert_eq!(on("2027-03-10", &passed), [held("sysops", "active", "2027-03-10")]);
    assert_eq!(on("2027-03-11", &passed), [held("sysops", "expired", "2027-03-10")]);
}

#[test]
fn people_are_told_in_words_why_and_what_next() {
    let folder = tempfile::tempdir().unwrap();
    let two =
        history(&[("2024-03-10", "SOA-C02")]) + &history(&[("2024-03-10", "SOA-C02")]).replace("p1", "p2");
    let file = crate::write(&folder, "h.jsonl", &two);
    let ran = assay(&["standing", CLOUDOPS, "--history", &file, "--as-of", "2025-10-21", "--person", "p2"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("p2 on 2025-10-21\n  SysOps Administrator - Associate (sysops): active, "));
    assert!(ran.out.contains("by policies/sysops.toml:") && ran.out.contains("    next "), "{}", ran.out);
    assert!(!ran.out.contains("p1 on"), "{}", ran.out);
}

#[test]
fn every_bad_line_is_named_by_its_number_and_nothing_is_answered() {
    let good = history(&[("2024-03-10", "SOA-C02")]);
    let bad = format!(
        "{good}not json\n\n{{\"person\":\"p1\",\"date\":\"2024-03-10\",\"do\":\"pass\"}}\n\
         {{\"person\":\"p1\",\"date\":\"2024-13-10\",\"do\":\"pass\",\"exam\":\"SOA-C02\"}}\n\
         {{\"person\":\"p1\",\"date\":\"2024-03-10\",\"do\":\"sing\",\"cred\":\"sysops\"}}\n"
    );
    let ran = json(&bad, "2025-01-01");
    ran.refused(&["input:2: ", "input:4: `pass` needs", "input:5: ", "input:6: `sing`", "4 lines", "hint: "]);
    assert!(!ran.err.contains("input:1:") && !ran.err.contains("input:3:"), "{}", ran.err);
}

#[test]
fn nobody_and_somebody_unknown_are_not_the_same() {
    let ran = json("", "2025-01-01");
    assert_eq!((ran.status, ran.json()), (0, Value::Array(vec![])));
    let some = history(&[("2024-03-10", "SOA-C02")]);
    let call = ["standing", CLOUDOPS, "--history", "-", "--as-of", "2025-01-01", "--person", "p9"];
    assay_with(&some, &call).refused(&["no person `p9`", "hint: "]);
}

#[test]
fn a_deadline_of_a_later_day_is_foretold_beside_what_prevents_it() {
    let zoo = format!("{CLOUDOPS}/../zoo/servicenow");
    let earned = "{\"person\":\"p1\",\"date\":\"2025-01-05\",\"do\":\"earn\",\"cred\":\"csa\"}\n";
    let ran = assay_with(earned, &["standing", &zoo, "--history", "-", "--as-of", "2026-03-01"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("(csa): active, without end"), "{}", ran.out);
    let ahead = "ahead       Ends after 16 April 2026 unless the route “Pass the delta exam";
    assert!(ran.out.contains(ahead), "{}", ran.out);
    assert!(ran.out.contains("Complete “delta” and make 1 payment by 16 April 2026"), "{}", ran.out);
}
