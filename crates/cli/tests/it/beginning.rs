//! From nothing to a programme that answers: `init` and what a newcomer does next.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use toml::Value;

use crate::{
    assay, assay_with,
    browsing::{Answer, Browser},
    serving::Server,
    shown,
};

/// How often a page is asked for that a job has to finish first.
const ASKED_MAX: usize = 1000;

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
        r#"{"person":"p1","date":"2026-03-02","do":"pass","exam":"REC-1"}"#,
        "\n",
        r#"{"person":"p1","date":"2028-06-01","do":"credit","cred":"records","n":20}"#,
        "\n",
        r#"{"person":"p1","date":"2028-06-02","do":"credit","cred":"records","n":10,"cat":"courses"}"#,
        "\n",
    );
    let call = ["standing", &programme, "--history", "-", "--as-of", "2029-03-03", "--format", "json"];
    let ran = assay_with(history, &call);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let records = &ran.json()[0]["credentials"][0];
    // Renewed by credits, counted from the old last valid day.
    assert_eq!((&records["status"], &records["valid_until"]), (&"active".into(), &"2032-03-02".into()));
}

/// Letters and digits alone: what survives the way from a file to a page.
fn plain(text: &str) -> String {
    let mut inside = false;
    let shown = text.chars().filter(|letter| {
        let was = inside;
        inside = (inside || *letter == '<') && *letter != '>';
        !was && !inside && letter.is_alphanumeric()
    });
    shown.collect::<String>().to_lowercase()
}

/// The keys of the items of a programme's bank, by what a page shows of their stems.
fn keys(programme: &str) -> BTreeMap<String, Vec<String>> {
    let files = std::fs::read_dir(format!("{programme}/bank/REC-1")).unwrap();
    let item = |file: std::io::Result<std::fs::DirEntry>| {
        let item: Value = toml::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        let key = item["key"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned());
        (plain(item["stem"].as_str().unwrap()), key.collect())
    };
    files.map(item).collect()
}

/// What comes once the job is done that the page waits for.
fn once(browser: &mut Browser, path: &str, there: &str) -> Answer {
    for _ in 0..ASKED_MAX {
        let answer = browser.get(path);
        if answer.body.contains(there) {
            return answer;
        }
    }
    panic!("{path} never said {there}: {}", browser.get(path).main())
}

/// Registers, begins, and gives the path of the sitting.
fn begins(browser: &mut Browser) -> String {
    assert_eq!(browser.post("/exams/REC-1/register", &[]).status, 303);
    let mine = browser.get("/my/exams").body;
    let id = mine.split("/registrations/").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let started = browser.post(&format!("/registrations/{id}/start"), &[("agreed", "yes")]);
    assert_eq!(started.status, 303, "{}", started.main());
    started.header("location").to_owned()
}

#[test]
fn a_new_programme_is_served_sat_and_ends_in_a_badge() {
    let (folder, programme) = begun();
    let data = shown(&folder.path().join("data"));
    let server = Server::start(&["serve", "--programme", &programme, "--data", &data]);
    let front = server.get("/");
    assert!(
        front.contains("Records Keeper") && front.contains("Its twelve questions certify nobody"),
        "{front}"
    );
    assert!(server.get("/announcements").contains("A certification for those who keep records"));

    let mut nell = Browser::at(&server, "198.51.100.1");
    assert_eq!(nell.sign_up("Nell Newcomer", "nell@example.org", "correct horse battery").status, 303);
    assert_eq!(nell.get("/exams/REC-1/prep").status, 200);
    let sitting = begins(&mut nell);
    let delivered: serde_json::Value =
        serde_json::from_str(&nell.get(&format!("/api/v1{sitting}")).body).unwrap();
    let items = delivered["items"].as_array().unwrap();
    assert_eq!(items.len(), 12);
    let keys = keys(&programme);
    for item in items {
        // The stem, without the options.
        let stem = item["html"].as_str().unwrap().split("<fieldset").next().unwrap();
        let key = &keys[&plain(stem)];
        assert_eq!(item["asks"][0]["most"].as_u64().unwrap(), key.len() as u64);
        let path = format!("/api/v1{sitting}/responses/{}", item["item"].as_str().unwrap());
        let saved = nell.call("PUT", &path, &serde_json::json!({"seq": 1, "response": key}).to_string());
        assert_eq!(saved.status, 200, "{}", saved.body);
    }
    assert_eq!(nell.call("POST", &format!("/api/v1{sitting}/submit"), "{}").status, 200);
    let result = once(&mut nell, &format!("{sitting}/result"), "You passed");
    assert!(result.main().contains("1000"), "all ten scored ones are right: {}", result.main());
    let mine = once(&mut nell, "/my", "/credentials/crd_");
    let badge = mine.body.split("/credentials/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let signed = nell.get(&format!("/credentials/{badge}.json")).body;
    assert!(signed.contains("Records Keeper") && signed.contains("eddsa-rdfc-2022"), "{signed}");
    assert_eq!(server.stop(), (Some(0), String::new()));
}

/// A question of the set of other kinds.
struct OtherKind {
    /// Words that it alone has.
    words: &'static str,
    field: &'static str,
    /// The right one.
    answer: &'static [&'static str],
    /// Told after an answer alone.
    reason: &'static str,
}

const OTHER_KINDS: [OtherKind; 5] = [
    OtherKind {
        words: "A rule of the house",
        field: "r:STEPS",
        answer: &["4 CHECK", "2 COPY", "3 NAMES", "5 SEND", "1 WHO"],
        reason: "can often be read",
    },
    OtherKind {
        words: "four incidents of a year",
        field: "r:RESPONSE",
        answer: &["ACCOUNT CLOSE", "COPIES TRIAL", "LINES APART", "LIST CARD"],
        reason: "there would be more empty copies",
    },
    OtherKind {
        words: "destroyed before the move",
        field: "r:RESPONSE",
        answer: &["B"],
        reason: "end in 2027 at the earliest",
    },
    OtherKind {
        words: "is not the number that Paul noted",
        field: "r:RESPONSE",
        answer: &["B", "E"],
        reason: "That breaks the seal",
    },
    OtherKind {
        words: "let such a question be answered",
        field: "r:RESPONSE",
        answer: &["C"],
        reason: "on which side of that",
    },
];

#[test]
fn a_new_programme_practises_an_order_a_matching_and_a_case() {
    let (folder, programme) = begun();
    let data = shown(&folder.path().join("data"));
    let server = Server::start(&["serve", "--programme", &programme, "--data", &data]);
    let mut nell = Browser::at(&server, "198.51.100.1");
    assert_eq!(nell.sign_up("Nell Newcomer", "nell@example.org", "correct horse battery").status, 303);
    assert!(nell.get("/exams/REC-1/prep").main().contains("Practise in other ways"));
    let started = nell.post("/practice", &[("set", "REC-1-kinds")]);
    let run = started.header("location").rsplit_once('/').unwrap().0.to_owned();
    let mut in_case = Vec::new();
    for (position, kind) in (1..).zip(OTHER_KINDS) {
        let path = format!("{run}/{position}");
        let asked = nell.get(&path);
        let (words, reason) = (kind.words, kind.reason);
        assert!(asked.main().contains(words) && !asked.main().contains(reason), "{}", asked.main());
        if asked.main().contains("cabinet 1 here, seal 3307") {
            in_case.push(position);
        }
        let answer: Vec<_> = kind.answer.iter().map(|value| (kind.field, *value)).collect();
        assert_eq!(nell.post(&path, &answer).status, 303, "{words}");
        let told = nell.get(&path);
        assert!(told.main().contains(reason) && !told.main().contains("Not right"), "{}", told.main());
    }
    assert_eq!(in_case, [3, 4, 5], "the questions of the case stand together, each with its text");
    let result = nell.get(&run);
    assert!(result.main().contains("5 of 5 correct"), "{}", result.main());
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
    assert_eq!(told["file"], "exams/REC-1.toml");
    assert!(told["message"].as_str().unwrap().contains("REC-1 can be registered for and has no form"));
    assert!(assay(&["check", "--explain", "P0166"]).out.contains("Nobody can register or start"));
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

/// What `serve` says on standard error until it says no more, and its end.
fn said_by_serve(programme: &str, data: &str) -> String {
    let mut command = crate::binary();
    command.args(["serve", "--programme", programme, "--data", data, "--listen", "127.0.0.1:0"]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("ready: "), "{line:?}");
    let kill = format!("kill -TERM {}", process.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let mut said = String::new();
    process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(process.wait().unwrap().success(), "{said}");
    said
}

/// Without an administrator nobody sees who signs up; the command that is printed makes one.
#[test]
fn a_body_that_nobody_administers_says_the_command_that_makes_the_first() {
    let (folder, programme) = begun();
    let data = shown(&folder.path().join("the data"));
    let said = said_by_serve(&programme, &data);
    assert!(said.contains("nobody administers this body yet"), "{said}");
    let told =
        said.lines().find(|line| line.starts_with("  assay admin add")).unwrap_or_else(|| panic!("{said}"));
    let made = std::process::Command::new("sh")
        .args(["-c", &told.replacen("assay", env!("CARGO_BIN_EXE_assay"), 1)])
        .env("ASSAY_ADMIN_PASSWORD", "correct horse battery")
        .output()
        .unwrap();
    assert!(made.status.success(), "{told}: {}", String::from_utf8_lossy(&made.stderr));
    let said = said_by_serve(&programme, &data);
    assert!(!said.contains("nobody administers"), "{said}");

    let server = Server::start(&["serve", "--programme", &programme, "--data", &data]);
    let mut first = Browser::at(&server, "198.51.100.1");
    assert_eq!(first.sign_in("you@example.org", "correct horse battery").status, 303);
    let today = first.get("/admin");
    for missing in
        ["Before you open your doors", "A second administrator", "take <code>demonstration</code> out"]
    {
        assert!(today.main().contains(missing), "no {missing}: {}", today.main());
    }
    assert_eq!(server.stop().0, Some(0));
}
