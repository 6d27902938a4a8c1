//! `demo --programme`: the demonstration of a folder of one's own, with its own people and changes.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use tempfile::TempDir;

use crate::{CLOUDOPS, assay, browsing::Browser, serving::Server, shown, write};

const DEMO: &str = r#"begins_on = 2026-06-15
changes = "../changes"

[[person]]
name = "Pia Keeper"
email = "pia@records.example"
role = "candidate"
story = "Keeps records since the first of April."

[[person.history]]
on = 2026-04-01
passed = "REC-1"

[[person]]
name = "Hanna Head"
email = "hanna@records.example"
role = "administrator"
story = "Runs the body."
"#;

/// A folder with a programme that `init` wrote, in `mine`, and a change of it beside it.
fn mine() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let programme = shown(&folder.path().join("mine"));
    assert_eq!(assay(&["init", &programme]).status, 0);
    write(
        &folder,
        "changes/longer/README.md",
        "# Six months more for records keepers\nThe offices were closed.\n",
    );
    let amendment =
        "[[amendment]]\non = 2026-06-15\nshift = \"P6M\"\nreason = \"The offices were closed.\"\n";
    write(&folder, "changes/longer/programme.toml", amendment);
    (folder, programme)
}

/// The card of a person on the page where one becomes somebody.
fn card(page: &str, name: &str) -> String {
    let card = page.split("<form class=\"card person\"").find(|card| card.contains(name));
    card.unwrap_or_else(|| panic!("nobody is called {name}: {page}")).to_owned()
}

fn signed_in(server: &Server, name: &str) -> Browser {
    let mut browser = Browser::at(server, "127.0.0.1");
    let card = card(&browser.get("/sign-in").body, name);
    let person = card.split("name=\"person\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(browser.post_as_it_is("/demo/sign-in", &[("person", person)]).status, 303);
    browser
}

#[test]
fn a_folder_with_a_demonstration_of_its_own_is_shown_with_its_people_its_day_and_its_changes() {
    let (folder, programme) = mine();
    write(&folder, "mine/demo.toml", DEMO);
    let data = shown(&folder.path().join("data"));
    let server = Server::start(&["demo", "--programme", &programme, "--data", &data]);
    let page = server.get("/sign-in");
    assert!(page.contains("datetime=\"2026-06-15\""), "{page}");
    assert!(card(&page, "Pia Keeper").contains("Keeps records since the first of April."), "{page}");
    assert_eq!(page.matches("<form class=\"card person\"").count(), 2, "nobody else: {page}");

    let held = signed_in(&server, "Pia Keeper").get("/my").body;
    assert!(held.contains("Records Keeper") && held.contains("1 April 2029"), "{held}");

    let mut hanna = signed_in(&server, "Hanna Head");
    let ready = hanna.get("/admin/changes").body;
    for title in ["The files of the programme&#39;s folder", "Six months more for records keepers"] {
        let plain = title.replace("&#39;", "'");
        assert!(ready.contains(title) || ready.contains(&plain), "{title}: {ready}");
    }
    let looked = hanna.get("/admin/changes/drafts/longer").body;
    let (_, seen) = looked.split_once("name=\"seen\" value=\"").unwrap();
    let seen = seen.split('"').next().unwrap().to_owned();
    let reason = ("reason", "Nobody could sit.");
    let proposed = hanna.post("/admin/changes", &[("draft", "longer"), ("seen", &seen), reason]);
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let plan = hanna.get(proposed.header("location")).body;
    assert!(plan.contains("Pia Keeper") && plan.contains("1 October 2029"), "{plan}");
    assert_eq!(server.stop().0, Some(0));

    // The data stay what they are, whoever is in the file by now; and they are of this programme.
    let file = write(&folder, "mine/demo.toml", &DEMO.replace("2026-06-15", "2026-07-01"));
    let again = Server::start(&["demo", "--programme", &programme, "--data", &data]);
    assert!(again.get("/").contains("datetime=\"2026-06-15\""));
    assert_eq!(again.stop().0, Some(0));
    let planned = assay(&["plan", &programme, "--data", &data]);
    std::fs::remove_file(file).unwrap();
    let without = assay(&["plan", &programme, "--data", &data]);
    assert_eq!((planned.status, &planned.out), (without.status, &without.out));
    assay(&["demo", "--listen", "127.0.0.1:0", "--data", &data])
        .refused(&["Records certifications", "hint: "]);
}

#[test]
fn a_folder_that_cannot_be_demonstrated_is_refused_with_what_to_do() {
    let (folder, programme) = mine();
    let demo = |folder: &str| assay(&["demo", "--listen", "127.0.0.1:0", "--programme", folder]);
    demo(&programme).refused(&["has no demo.toml", "programme-files.md", "assay serve --programme"]);
    demo("/nowhere").refused(&["/nowhere is not a folder"]);

    write(&folder, "mine/demo.toml", &DEMO.replace("../changes", "../change"));
    demo(&programme).refused(&["/mine/../change, and there is no such folder", "`changes`"]);

    let faulty = DEMO.replace("\"REC-1\"", "\"REC-2\"").replace("2026-04-01", "2026-04-31");
    write(&folder, "mine/demo.toml", &faulty.replace("role = \"administrator\"", "role = \"admin\""));
    let told = demo(&programme);
    assert_eq!(told.status, 1, "{}", told.err);
    for fault in ["P0001", "demo.toml:11:6"] {
        assert!(told.err.contains(fault), "no {fault}: {}", told.err);
    }
    write(&folder, "mine/demo.toml", &faulty.replace("2026-04-31", "2026-02-28"));
    let told = demo(&programme);
    assert_eq!(told.status, 1, "{}", told.err);
    for fault in
        ["error[P0103]: there is no exam version `REC-2`", "demo.toml:12:10", "did you mean `REC-1`?"]
    {
        assert!(told.err.contains(fault), "no {fault}: {}", told.err);
    }
}

#[test]
fn faults_of_a_demonstration_are_told_by_the_check_with_their_place() {
    let (folder, programme) = mine();
    let check = |text: &str| {
        write(&folder, "mine/demo.toml", text);
        let ran = assay(&["check", &programme, "--format", "json"]);
        let told = ran.json()["diagnostics"].as_array().unwrap().clone();
        told.iter()
            .map(|fault| format!("{} {}:{}", fault["code"], fault["file"], fault["line"]))
            .collect::<Vec<_>>()
    };
    assert!(check(DEMO).is_empty());
    let line = |code: &str, line: u32| vec![format!("\"{code}\" \"demo.toml\":{line}")];
    assert_eq!(check(&DEMO.replace("passed = \"REC-1\"\n", "")), line("P0005", 10));
    assert_eq!(check(&DEMO.replace("name = \"Pia Keeper\"\n", "")), line("P0002", 4));
    assert_eq!(check(&DEMO.replace("Pia Keeper", " ")), line("P0005", 5));
    assert_eq!(check(&DEMO.replace("hanna@", "PIA@")), line("P0186", 16));
    assert_eq!(check(&DEMO.replace("pia@", "pia")), line("P0005", 6));
    assert_eq!(check(&DEMO.replace("2026-06-15", "15")), line("P0004", 1));
    assert_eq!(check(&DEMO.replace("../changes", "/changes")), line("P0005", 2));
    assert_eq!(check("begins_on = 2026-06-15"), line("P0185", 1));
}

#[test]
fn a_real_body_reads_past_the_demonstration() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(&["serve", "--programme", CLOUDOPS, "--data", &shown(data.path())]);
    assert!(!server.get("/sign-in").contains("Noor Newcomer"));
    assert!(server.get("/demo/sign-in").starts_with("HTTP/1.1 404"));
    assert_eq!(server.stop().0, Some(0));
}

/// A first visitor asks whom one can be, where the data are, and how it ends.
#[test]
fn a_demonstration_says_whom_to_be_where_its_data_are_and_how_to_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = shown(&folder.path().join("data"));
    let said = |more: &[&str]| {
        let mut command = crate::binary();
        command.args(["demo", "--listen", "127.0.0.1:0", "--today", "2025-09-20"]).args(more);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let errors = BufReader::new(process.stderr.take().unwrap());
        let lines = errors.lines().map(Result::unwrap);
        let mut said = Vec::new();
        for line in lines {
            said.push(line);
            if said.last().is_some_and(|line| line.starts_with("Stop it")) {
                break;
            }
        }
        process.kill().unwrap();
        let mut out = String::new();
        process.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        process.wait().unwrap();
        assert!(out.starts_with("ready: http://127.0.0.1:") && out.lines().count() == 1, "{out:?}");
        said.join("\n")
    };
    let first = said(&[]);
    for words in [
        "/sign-in and be one of these people with one click:",
        "  Noor Newcomer      New here: holds nothing yet",
        "  Ada Administrator  The team behind",
        "It is 20 September 2025 there",
        "are removed at the end; --data DIR keeps them.",
        "Stop it with Ctrl-C.",
    ] {
        assert!(first.contains(words), "no `{words}` in: {first}");
    }
    let kept = said(&["--data", &data]);
    assert!(kept.contains(&format!("The data stay in {data}.")) && !kept.contains("warning"), "{kept}");
    let moved = said(&["--data", &data, "--public-url", "https://demo.example.org"]);
    assert!(moved.contains("warning: badges still name http://127.0.0.1:"), "{moved}");
    assert!(moved.contains("Open https://demo.example.org/sign-in"), "{moved}");
}
