//! Calls that cannot be used: status 2, what to do instead, and nothing on standard output.

use crate::{CLOUDOPS, assay, assay_with, binary, copy_of_cloudops, ran, shown};

#[test]
fn a_call_without_sense_gets_a_hint() {
    assay(&["check", "/no/such/folder"]).refused(&["is not a folder", "hint: ", "programme.toml"]);
    assay(&["sing"]).refused(&["unrecognized subcommand 'sing'"]);
    assay(&["standing", CLOUDOPS, "--history", "/no/such/file", "--as-of", "2025-01-01"])
        .refused(&["there is no /no/such/file", "hint: "]);
    assay(&["standing", CLOUDOPS, "--history", "-", "--as-of", "1.2.2025"])
        .refused(&["written like 2025-09-30"]);
    assay(&["demo", "--listen", "0.0.0.0:0"]).refused(&["one click", "hint: ", "127.0.0.1:8080"]);
    assay(&["demo", "--listen", "nowhere"]).refused(&["not an address", "hint: "]);
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
        assay(&call).refused(&["is not a web address", "hint: "]);
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
        &format!("hint: fix it first; `assay check {folder}`"),
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

/// Every command with those below it, as help lists them.
pub fn commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting = vec![Vec::new()];
    while let Some(above) = waiting.pop() {
        let mut call: Vec<&str> = above.iter().map(String::as_str).collect();
        call.push("--help");
        let help = assay(&call).out;
        let listed = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
        let names = listed.unwrap_or_default().lines().filter_map(|line| line.split_whitespace().next());
        let below = |name: &str| above.iter().cloned().chain([name.to_owned()]).collect::<Vec<String>>();
        waiting.extend(names.filter(|name| *name != "help").map(below).rev());
        found.push(above);
    }
    found
}

#[test]
fn every_help_ends_with_the_exit_statuses_and_begins_with_what_is_its_own() {
    let all = commands();
    assert!(all.len() > 30, "{all:?}");
    for command in &all {
        let mut call: Vec<&str> = command.iter().map(String::as_str).collect();
        call.push("--help");
        let help = assay(&call).out;
        assert!(help.trim_end().ends_with("3  disk, database or network failed"), "{help}");
        let (own, everybody) = help.split_once("\nFor every command:\n").unwrap_or_else(|| panic!("{help}"));
        assert!(!own.contains("--log-format") && everybody.contains("--log-format"), "{help}");
    }
    let help = assay(&["--help"]).out;
    for name in ["ASSAY_LOG ", "ASSAY_ADMIN_PASSWORD ", "NO_COLOR "] {
        assert!(help.contains(name), "{help}");
    }
}

#[test]
fn a_call_that_fails_leaves_no_folder_behind() {
    let folder = tempfile::tempdir().unwrap();
    let (programme, data) = (shown(&folder.path().join("mine")), shown(&folder.path().join("nope")));
    assert_eq!(assay(&["init", &programme]).status, 0);
    let serve = ["serve", "--programme", &programme, "--data", &data, "--listen"];
    let add = ["admin", "add", "--programme", &programme, "--data", &data, "--name", "Ada", "--email"];
    let address = ["--public-url", "https://certs.example.org"];
    let calls: Vec<Vec<&str>> = vec![
        vec!["record", "/dev/null", "--data", &data],
        vec!["plan", &programme, "--data", &data],
        vec!["apply", &programme, "--data", &data, "--plan", "/dev/null"],
        vec!["explain", "ada@example.org", "--data", &data],
        vec!["admin", "claim-link", "ada@example.org", "--data", &data],
        [&serve[..], &["0.0.0.0:0"]].concat(),
        [&serve[..], &["127.0.0.1:0", "--public-url", "nonsense"]].concat(),
        [&add[..], &["ada@example.org"]].concat(),
        [&add[..], &["nonsense"], &address[..]].concat(),
    ];
    for call in &calls {
        let ran = assay_with("correct horse battery\n", call);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{call:?}: {}", ran.err);
        assert!(!std::path::Path::new(&data).exists(), "{call:?} made a folder: {}", ran.err);
    }
    let short = assay_with("short\n", &[&add[..], &["ada@example.org"], &address[..]].concat());
    short.refused(&["password: Use at least 12 characters"]);
    assert!(!std::path::Path::new(&data).exists());
}

#[test]
fn the_address_of_a_hint_is_taken_by_the_next_call() {
    let folder = tempfile::tempdir().unwrap();
    let data = shown(&folder.path().join("data"));
    let add = |url: &str| {
        let call = ["admin", "add", "--programme", CLOUDOPS, "--data", &data, "--name", "Ada", "--email"];
        assay_with(
            "correct horse battery\n",
            &[&call[..], &["ada@example.org", "--public-url", url]].concat(),
        )
    };
    for nonsense in ["nonsense", "https://certs.example.org/issuer"] {
        let refused = add(nonsense);
        refused.refused(&["hint: "]);
        let hint = refused.err.split("hint: ").nth(1).unwrap();
        let hinted = hint.split_whitespace().find(|word| word.starts_with("https://")).unwrap();
        let taken = add(hinted.trim_end_matches([';', ',', '.']));
        assert!(taken.status == 0 || taken.err.contains("is on record"), "{hint}: {}", taken.err);
    }
}

/// Coloured where it is asked for, and to the byte the same text without the colours.
#[test]
fn colours_change_nothing_but_colours() {
    let history = r#"{"person":"p1","date":"2024-03-10","do":"pass","exam":"SOA-C02"}"#;
    let folder = tempfile::tempdir().unwrap();
    let file = crate::write(&folder, "history.jsonl", history);
    let standing = ["standing", CLOUDOPS, "--history", &file, "--as-of", "2025-09-20"];
    let with = |names: &[(&str, &str)]| ran(binary().args(standing).envs(names.iter().copied())).out;
    let plain = with(&[]);
    assert!(!plain.contains('\u{1b}') && plain.contains("active, last valid day"), "{plain}");
    let painted = with(&[("CLICOLOR_FORCE", "1")]);
    assert!(painted.contains("\u{1b}[32mactive\u{1b}[0m, last valid day"), "{painted}");
    let mut stripped = String::new();
    for (place, part) in painted.split("\u{1b}[").enumerate() {
        stripped += if place == 0 { part } else { part.split_once('m').unwrap().1 };
    }
    assert_eq!(stripped, plain);
    assert_eq!(with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), plain, "who wants none gets none");
    assert_eq!(with(&[("CLICOLOR_FORCE", "0")]), plain);
}

#[test]
fn shells_complete_the_commands_and_man_pages_name_them() {
    for shell in ["bash", "zsh", "fish"] {
        let script = assay(&["completions", shell]);
        assert_eq!((script.status, script.err.as_str()), (0, ""));
        assert!(script.out.contains("claim-link") && script.out.contains("conformance"), "{shell}");
    }
    assay(&["completions", "tcsh"]).refused(&["invalid value 'tcsh'", "bash"]);
    let completes = "eval \"$(\"$1\" completions bash)\"; COMP_WORDS=(assay admin cl); COMP_CWORD=2; \
                     _assay assay cl admin; echo \"${COMPREPLY[@]}\"";
    let mut bash = std::process::Command::new("bash");
    let ran = ran(bash.args(["-c", completes, "bash", env!("CARGO_BIN_EXE_assay")]));
    assert_eq!((ran.out.trim(), ran.status), ("claim-link", 0), "{}", ran.err);

    let folder = tempfile::tempdir().unwrap();
    let pages = shown(&folder.path().join("man1"));
    for _again in 0..2 {
        assert_eq!(assay(&["man", &pages]).status, 0, "an upgrade writes them anew");
    }
    let page = std::fs::read_to_string(format!("{pages}/assay-admin-claim-link.1")).unwrap();
    assert!(page.contains(".TH") && page.contains("one\\-time link"), "{page}");
    assert_eq!(std::fs::read_dir(&pages).unwrap().count(), commands().len());
    let file = crate::write(&folder, "file", "");
    assay(&["man", &file]).refused(&["exists already", "hint: "]);
}
