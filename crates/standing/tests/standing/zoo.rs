//! The conformance data of the catalogue (docs/concepts/renewal-rules.md): every worked case.

use assay_kernel::source::SourceFile;
use assay_standing::conformance::{read_cases, run};

use crate::support;

#[test]
fn every_worked_case_of_fourteen_programmes_agrees() {
    let Some(policies) = support::catalogue() else { return };
    let path = support::shared().unwrap().join("renewal-cases.toml");
    let file = SourceFile::new("renewal-cases.toml", std::fs::read_to_string(path).unwrap());
    let (cases, faults) = read_cases(&file);
    assert!(faults.is_empty(), "{:?}", faults.sorted());
    assert_eq!(policies.len(), 15);
    assert_eq!(cases.len(), 28);
    let verdict = run(&policies, &cases);
    let lines: Vec<String> = verdict.disagreements.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
    assert_eq!(verdict.to_string(), "41 passed, 0 failed");
}

#[test]
fn a_wrong_expectation_is_told_in_one_line() {
    let Some(policies) = support::catalogue() else { return };
    let text = r#"
[[case]]
id = "leap"
policy = "aws"
events = [{ date = 2024-02-29, do = "earn", cred = "clf" }]
expect = [
  { cred = "clf", expiry = 2027-03-01 },
  { cred = "clf", expiry = "never" },
  { cred = "dop", on = 2024-03-01, state = "none" },
]
[[case]]
id = "elsewhere"
policy = "nobody"
events = []
expect = [{ cred = "clf", expiry = 2027-03-01 }]
"#;
    let (cases, faults) = read_cases(&SourceFile::new("cases.toml", text));
    assert!(faults.is_empty(), "{:?}", faults.sorted());
    let verdict = run(&policies, &cases);
    assert_eq!(verdict.to_string(), "1 passed, 3 failed");
    let lines: Vec<String> = verdict.disagreements.iter().map(ToString::to_string).collect();
    assert_eq!(lines[0], "leap: clf: expected last valid day 2027-03-01, found last valid day 2027-02-28");
    assert_eq!(
        lines[2],
        "elsewhere: clf: expected last valid day 2027-03-01, found no policy named `nobody`"
    );
}

#[test]
fn every_fault_of_a_file_of_cases_is_found_in_one_run() {
    let text = r#"
[[case]]
id = "x"
policy = "aws"
events = [{ date = 2024-02-29, do = "jump", cred = "clf" }, { do = "earn", cred = "clf" }]
expect = [{ cred = "clf", expiry = "soon" }, { cred = "clf", on = 2024-03-01, state = "asleep" }]
"#;
    let (_, faults) = read_cases(&SourceFile::new("cases.toml", text));
    assert_eq!(faults.len(), 4, "{:?}", faults.sorted());
}
