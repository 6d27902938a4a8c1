//! From nothing to a programme that answers: `init` and what a newcomer does next.

use crate::{assay, assay_with, serving::Server, shown};

/// A folder that `init` made.
fn begun() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let programme = shown(&folder.path().join("mine"));
    let ran = assay(&["init", &programme]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains(&format!("assay check {programme}")), "it says what is next: {}", ran.err);
    (folder, programme)
}

#[test]
fn a_new_programme_has_neither_errors_nor_warnings() {
    let (_folder, programme) = begun();
    let ran = assay(&["check", &programme]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains(": 0 errors and 0 warnings in "), "{}", ran.err);
}

#[test]
fn a_new_programme_answers_about_people() {
    let (_folder, programme) = begun();
    let history = concat!(
        r#"{"person":"p1","date":"2026-03-02","do":"pass","exam":"PIL-1"}"#,
        "\n",
        r#"{"person":"p1","date":"2028-06-01","do":"credit","cred":"pilot","n":20}"#,
        "\n",
        r#"{"person":"p1","date":"2028-06-02","do":"credit","cred":"pilot","n":10,"cat":"board"}"#,
        "\n",
    );
    let call = ["standing", &programme, "--history", "-", "--as-of", "2029-03-03", "--format", "json"];
    let ran = assay_with(history, &call);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let pilot = &ran.json()[0]["credentials"][0];
    // Renewed by credits, counted from the old last valid day.
    assert_eq!((&pilot["status"], &pilot["valid_until"]), (&"active".into(), &"2032-03-02".into()));
}

#[test]
fn a_new_programme_is_served() {
    let (folder, programme) = begun();
    let data = shown(&folder.path().join("data"));
    let server = Server::start(&["serve", "--programme", &programme, "--data", &data]);
    assert!(server.get("/").contains("Harbour Pilot"));
    assert_eq!(server.stop(), (Some(0), String::new()));
}

#[test]
fn an_exam_without_a_form_is_warned_of_and_explained() {
    let (_folder, programme) = begun();
    std::fs::remove_dir_all(format!("{programme}/forms")).unwrap();
    let ran = assay(&["check", &programme, "--format", "json"]);
    let found = ran.json();
    let told = &found["diagnostics"][0];
    assert_eq!(ran.status, 0, "a warning: {}", ran.out);
    assert_eq!((&told["code"], &told["severity"]), (&"P0166".into(), &"warning".into()), "{}", ran.out);
    assert_eq!(told["file"], "exams/PIL-1.toml");
    assert!(told["message"].as_str().unwrap().contains("PIL-1 can be registered for and has no form"));
    assert!(assay(&["check", "--explain", "P0166"]).out.contains("Nobody is let register or start"));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let (_folder, programme) = begun();
    let mine = format!("{programme}/programme.toml");
    std::fs::write(&mine, "id = 'mine'").unwrap();
    assay(&["init", &programme]).refused(&["is not empty", "hint: "]);
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "id = 'mine'");
    assay(&["init", &mine]).refused(&["is a file", "hint: "]);
    assay(&["init", "/proc/none/mine"]).refused(&["hint: "]);
}
