//! `check`, `outline`, `conformance`: files in, findings out.

use std::collections::BTreeSet;

use crate::{CLOUDOPS, assay, copy_of_cloudops, shown, write};

#[test]
fn the_reference_programme_has_no_errors() {
    let ran = assay(&["check", CLOUDOPS, "--format", "json"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    assert!(found.iter().all(|diagnostic| diagnostic["severity"] == "warning"), "{}", ran.out);
    assert!(ran.err.contains(": 0 errors and "), "{}", ran.err);
}

#[test]
fn faults_in_two_files_are_found_in_one_run() {
    let broken = copy_of_cloudops();
    for file in ["outlines/SOA-C03.toml", "transitions/sysops-to-cloudops.toml"] {
        let path = broken.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text + "\nno_such_key_here = \"x\"\n[broken\n").unwrap();
    }
    let folder = shown(broken.path());
    let ran = assay(&["check", &folder, "--format", "json"]);
    assert_eq!(ran.status, 1);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    let errors = found.iter().filter(|diagnostic| diagnostic["severity"] == "error");
    let files: BTreeSet<&str> = errors.map(|diagnostic| diagnostic["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 2, "{}", ran.out);
    for diagnostic in found {
        for key in ["code", "severity", "message", "hint"] {
            assert!(diagnostic[key].is_string(), "{diagnostic}");
        }
        assert!(diagnostic["line"].as_u64().unwrap() >= 1 && diagnostic["column"].as_u64().unwrap() >= 1);
    }

    let text = assay(&["check", &folder]);
    assert_eq!(text.status, 1);
    assert!(text.out.contains("error[P0003]: unknown key `no_such_key_here`"), "{}", text.out);
    assert!(text.out.contains("--> outlines/SOA-C03.toml:"), "{}", text.out);
    assert!(!text.out.contains('\u{1b}'), "no colour where nobody looks");
    assert!(text.err.contains(": 6 errors and "), "{}", text.err);
}

#[test]
fn a_file_that_is_no_text_is_a_finding_with_its_place() {
    let folder = copy_of_cloudops();
    let path = folder.path().join("policies/clf.toml");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(b"# caf\xe9\n");
    std::fs::write(path, bytes).unwrap();
    let ran = assay(&["check", &shown(folder.path()), "--format", "json"]);
    assert_eq!(ran.status, 1);
    let document = ran.json();
    let found = document["diagnostics"].as_array().unwrap();
    let fault = found.iter().find(|diagnostic| diagnostic["file"] == "policies/clf.toml").unwrap();
    assert_eq!((&fault["code"], &fault["column"]), (&"P0001".into(), &6.into()), "{fault}");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_named_and_not_followed() {
    let folder = copy_of_cloudops();
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("policies/link.toml")).unwrap();
    let ran = assay(&["check", &shown(folder.path())]);
    assert!(ran.err.contains("policies/link.toml is a symbolic link and is not followed"), "{}", ran.err);
}

#[test]
fn an_outline_diff_tells_stated_from_derived_and_judges_the_claims() {
    let ran = assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C02", "SOA-C03", "--format", "json"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let diff = ran.json();
    assert_eq!(diff["from"]["skills"], 65);
    assert_eq!(diff["to"]["skills"], 53);
    assert!(
        diff["counts"]["skills"]["stated"].is_object() && diff["counts"]["skills"]["derived"].is_object()
    );
    let claims = diff["claims"].as_array().unwrap();
    assert!(claims.iter().any(|claim| claim["verdict"] == "holds at task level only"), "{claims:?}");

    let text = assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C02", "SOA-C03"]);
    assert_eq!(text.status, 0);
    assert!(text.out.contains("Announced claims"));
    assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C03", "SOA-C02"]).refused(&["swap the two"]);
    assay(&["outline", "diff", "--programme", CLOUDOPS, "SOA-C1", "SOA-C03"]).refused(&["it has CLF-C02"]);
}

#[test]
fn worked_cases_are_counted_and_each_disagreement_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let cases = |expiry: &str| {
        format!(
            "[[case]]\nid = 'first'\npolicy = 'cloudops'\nsrc = 'here'\n\
             events = [{{ date = 2024-03-10, do = 'earn', cred = 'sysops' }}]\n\
             expect = [{{ cred = 'sysops', expiry = {expiry} }},\n\
             {{ cred = 'clf', on = 2024-04-01, state = 'none' }}]\n"
        )
    };
    let own = folder.path().join("policies/cloudops");
    crate::copy(std::path::Path::new(CLOUDOPS), &own);
    let own = shown(own.parent().unwrap());
    let good = write(&folder, "good.toml", &cases("2027-03-10"));
    let ran = assay(&["conformance", "renewal", &good, "--policies", &own]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "2 passed, 0 failed\n"), "{}", ran.err);

    let bad = write(&folder, "bad.toml", &cases("2027-03-09"));
    let ran = assay(&["conformance", "renewal", &bad, "--policies", &own]);
    let expected = "first: sysops: expected last valid day 2027-03-09, found last valid day 2027-03-10\n\
                    1 passed, 1 failed\n";
    assert_eq!((ran.status, ran.out.as_str()), (1, expected));

    let broken = write(&folder, "broken.toml", "[[case]]\nid = 3\n");
    assay(&["conformance", "renewal", &broken, "--policies", &own]).refused(&["broken.toml:2:6", "P0004"]);
    let empty = shown(tempfile::tempdir_in(folder.path()).unwrap().path());
    assay(&["conformance", "renewal", &good, "--policies", &empty]).refused(&["hint: "]);
}
