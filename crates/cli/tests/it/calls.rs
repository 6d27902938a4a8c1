//! Calls that cannot be used: status 2, what to do instead, and nothing on standard output.

use crate::{CLOUDOPS, assay, assay_with, copy_of_cloudops, shown};

#[test]
fn a_call_without_sense_gets_a_hint() {
    assay(&["check", "/no/such/folder"]).refused(&["is no folder", "hint: ", "programme.toml"]);
    assay(&["sing"]).refused(&["unrecognized subcommand 'sing'"]);
    assay(&["standing", CLOUDOPS, "--history", "/no/such/file", "--as-of", "2025-01-01"])
        .refused(&["there is no /no/such/file", "hint: "]);
    assay(&["standing", CLOUDOPS, "--history", "-", "--as-of", "1.2.2025"])
        .refused(&["written like 2025-09-30"]);
    assay(&["demo", "--listen", "0.0.0.0:0"]).refused(&["one click", "hint: ", "127.0.0.1:8080"]);
    assay(&["demo", "--listen", "nowhere"]).refused(&["no address", "hint: "]);
    assay(&["demo", "--today", "tomorrow"]).refused(&["written like 2025-09-30"]);
    let data = tempfile::tempdir().unwrap();
    let data = shown(data.path());
    let call = ["serve", "--programme", CLOUDOPS, "--data", &data, "--listen", "0.0.0.0:0"];
    assay(&call).refused(&["--public-url https://"]);
    let mut with_path = call.to_vec();
    with_path.extend(["--public-url", "https://example.org/certs"]);
    assay(&with_path).refused(&["has a path", "write https://example.org"]);
}

#[test]
fn an_issuer_is_a_complete_web_address() {
    let call = ["credential", "issue", "--programme", CLOUDOPS, "--key", "k", "--input", "i", "--out", "o"];
    for issuer in ["certs.example.org", "ftp://certs.example.org/x", "https://certs.example.org/x#y"] {
        let mut call = call.to_vec();
        call.extend(["--issuer", issuer]);
        assay(&call).refused(&["is no web address", "hint: "]);
    }
}

#[test]
fn a_programme_with_errors_answers_no_question_about_people() {
    let folder = copy_of_cloudops();
    let path = folder.path().join("policies/sysops.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text.replacen("validity", "validty", 1)).unwrap();
    let folder = shown(folder.path());
    assay_with("", &["standing", &folder, "--history", "-", "--as-of", "2025-01-01"]).refused(&[
        "policies/sysops.toml:",
        "did you mean `validity`?",
        &format!("hint: mend it first; `assay check {folder}`"),
    ]);
}

#[test]
fn help_is_what_was_asked_for_and_goes_to_standard_output() {
    let help = assay(&["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for command in
        ["check", "outline", "standing", "conformance", "credential", "demo", "serve", "admin", "openapi"]
    {
        assert!(help.out.contains(command), "{}", help.out);
    }
}
