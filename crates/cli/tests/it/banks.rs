//! The item bank: enemies, and the rounding of a form's cut.

use std::path::Path;

use tempfile::TempDir;

use crate::{CLOUDOPS, assay, copy_of_cloudops, shown};

const FORM: &str = "forms/SOA-C03-A.toml";
const ALARM: &str = "bank/SOA-C03/c03-alarm-dimension-mismatch.toml";
/// Two of the form, said to be enemies.
const TOGETHER: &str = "
[[enemies_together]]
items = [\"c03-alarm-dimension-mismatch\", \"c03-gp3-throughput-cap\"]
why = \"Both are on the form of a test.\"
";

/// A copy of the reference programme in which a file says something else.
fn changed(file: &str, from: &str, to: &str) -> TempDir {
    let folder = copy_of_cloudops();
    change(folder.path(), file, from, to);
    folder
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} says nothing of {from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// The same with something said at the end of a file.
fn added(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, before + text).unwrap();
}

/// Code, severity and message of what `check` finds in forms and items.
fn found(folder: &TempDir) -> Vec<(String, String, String)> {
    let ran = assay(&["check", &shown(folder.path()), "--format", "json"]);
    let document = ran.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let found = document["diagnostics"].as_array().unwrap().iter();
    let found = found.map(|one| (text(&one["code"]), text(&one["severity"]), text(&one["message"])));
    found.filter(|(code, ..)| !code.starts_with('P') || code.starts_with("P000")).collect()
}

fn only(folder: &TempDir, code: &str, severity: &str) -> String {
    let found = found(folder);
    let [(one, grade, message)] = found.as_slice() else { panic!("{code}: {found:?}") };
    assert_eq!((one.as_str(), grade.as_str()), (code, severity), "{message}");
    message.clone()
}

#[test]
fn an_enemy_exists_and_names_its_enemy_in_turn() {
    let misspelt = changed(ALARM, "enemies = [", "enemies = [\"c03-no-such-item\", ");
    assert!(only(&misspelt, "Q0011", "warning").contains("c03-no-such-item"));
    let itself = changed(ALARM, "enemies = [", "enemies = [\"c03-alarm-dimension-mismatch\", ");
    assert!(only(&itself, "Q0011", "error").contains("names itself"));
    let one_sided = changed(ALARM, "enemies = [", "enemies = [\"c03-gp3-throughput-cap\", ");
    added(one_sided.path(), FORM, TOGETHER);
    assert!(only(&one_sided, "Q0012", "warning").contains("which does not name it"));
}

#[test]
fn a_form_that_holds_enemies_says_so_and_says_it_of_no_others() {
    // An enemy of the item on the alarm takes the place of another one of its domain.
    let silent = changed(FORM, "\"c03-gp3-throughput-cap\"", "\"c03-agent-group-memory\"");
    let other = "\n[[enemies_together]]\nitems = [\"c03-alarm-dimension-mismatch\", \
        \"c03-load-lock-waits\"]\n\
                 why = \"A test says so.\"\n";
    added(silent.path(), FORM, other);
    let found = found(&silent);
    let codes: Vec<&str> = found.iter().map(|(code, ..)| code.as_str()).collect();
    assert_eq!(codes, ["F0004", "F0004"], "{found:?}");
    assert!(found.iter().any(|(.., text)| text.contains("are not two enemies on this form")), "{found:?}");
    assert!(found.iter().any(|(.., text)| text.contains("give each other away")), "{found:?}");
}

#[test]
fn a_cut_is_what_its_figure_gives_when_it_is_rounded_as_the_form_says() {
    let up = changed(FORM, "rounding = \"nearest\"", "rounding = \"up\"");
    assert_eq!(only(&up, "F0011", "error"), "the cut is 31, and 31.06 rounded up is 32");
    change(up.path(), FORM, "cut_raw = 31", "cut_raw = 32");
    assert!(found(&up).is_empty(), "{:?}", found(&up));
    let down = changed(FORM, "rounding = \"nearest\"", "rounding = \"down\"");
    assert!(found(&down).is_empty(), "{:?}", found(&down));
    let silent = changed(FORM, "rounding = \"nearest\"\n", "");
    change(silent.path(), FORM, "cut_unrounded = 31.06", "cut_unrounded = 31.5");
    assert_eq!(only(&silent, "F0011", "error"), "the cut is 31, and 31.50 rounded to the nearest is 32");
    let other = changed(FORM, "rounding = \"nearest\"", "rounding = \"sideways\"");
    assert!(found(&other).iter().any(|(code, ..)| code == "P0005"), "{:?}", found(&other));
    // Without a figure of its own it is the sum of what the items are expected to be answered.
    let sum = changed(FORM, "cut_unrounded = 31.06\nrounding = \"nearest\"", "rounding = \"up\"");
    assert_eq!(only(&sum, "F0011", "error"), "the cut is 31, and 31.06 rounded up is 32");
}

#[test]
fn the_balance_of_a_form_names_its_enemies_and_its_cut() {
    let ran = assay(&["items", "balance", CLOUDOPS]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.contains("cut            31, 31.06 rounded to the nearest"), "{}", ran.out);
    assert!(ran.out.contains("enemies        none together"), "{}", ran.out);
    let document = assay(&["items", "balance", CLOUDOPS, "--format", "json"]).json();
    let form = document.as_array().unwrap().iter().find(|set| set["name"] == "SOA-C03-A").unwrap();
    assert!(form["enemies"].as_array().unwrap().is_empty());
    assert_eq!(form["cut"]["unrounded"], 31.06);
}

#[test]
fn second_answers_stand_beside_the_programme_and_are_no_part_of_it() {
    let folder = copy_of_cloudops();
    let review = folder.path().join("review/SOA-C03");
    std::fs::create_dir_all(&review).unwrap();
    let answer = "item = \"c03-alarm-dimension-mismatch\"\nreviewer = \"first-reader\"\ndate = 2026-11-30\n";
    std::fs::write(review.join("c03-alarm-dimension-mismatch.first-reader.toml"), answer).unwrap();
    std::fs::write(review.join("seeds.toml"), "a = 1\n").unwrap();
    assert!(found(&folder).is_empty(), "check reads past them");
}

#[test]
fn forms_are_drawn_by_a_seed_and_what_the_bank_lacks_for_them_is_said() {
    let folder = copy_of_cloudops();
    let dir = shown(folder.path());
    let call = |more: &[&str]| {
        assay(&[&["items", "assemble", &dir, "--exam", "SOA-C03", "--seed", "7"], more].concat())
    };
    let once = call(&["--forms", "1"]);
    assert_eq!((once.status, once.out == call(&["--forms", "1"]).out), (0, true), "{}", once.err);
    // The bank has items for three forms and a few over: four are too many.
    let four = call(&["--forms", "4", "--format", "json", "--write"]);
    let document = four.json();
    let lacks = document["short"].as_array().unwrap().iter().map(|short| short["text"].as_str().unwrap());
    let lacks: Vec<&str> = lacks.collect();
    assert!(lacks.iter().any(|text| text.starts_with("The pool has ")), "{lacks:?}");
    assert_eq!(document["forms"][1]["name"], "SOA-C03-D", "A and B are there");
    assert!(four.err.contains("SOA-C03-C is not written"), "{}", four.err);
    let unknown = assay(&["items", "assemble", &dir, "--exam", "X", "--seed", "7"]);
    assert_eq!(unknown.status, 2, "{}", unknown.err);
}

#[test]
fn a_form_that_was_drawn_and_written_passes_the_check() {
    let folder = copy_of_cloudops();
    std::fs::remove_file(folder.path().join(FORM)).unwrap();
    let dir = shown(folder.path());
    let draw = ["items", "assemble", &dir, "--exam", "SOA-C03", "--seed", "8", "--write"];
    let drawn = assay(&draw);
    assert_eq!(drawn.status, 0, "{} {}", drawn.out, drawn.err);
    assert!(drawn.err.contains("SOA-C03-A.toml is written"), "{}", drawn.err);
    let faults = found(&folder);
    let of_form = faults.iter().filter(|(code, ..)| code.starts_with('F')).collect::<Vec<_>>();
    assert!(of_form.is_empty(), "{of_form:?}");
    assert_eq!(assay(&[&draw[..], &["--names", "SOA-C03-A"]].concat()).status, 2, "nothing is overwritten");
    assert_eq!(assay(&[&draw[..], &["--names", "SOA-C03-A", "--replace"]].concat()).status, 0);
}

#[test]
fn a_form_is_printed_with_an_answer_sheet_and_nothing_is_overwritten() {
    let folder = copy_of_cloudops();
    let out = TempDir::new().unwrap();
    let (dir, into) = (shown(folder.path()), shown(out.path()));
    let print = ["items", "booklet", &dir, "--form", "SOA-C03-A", "--out", &into];
    let printed = assay(&print);
    assert_eq!(printed.status, 0, "{}", printed.err);
    for name in ["SOA-C03-A.pdf", "SOA-C03-A-answers.pdf"] {
        let pdf = std::fs::read(out.path().join(name)).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7") && pdf.len() > 20_000, "{name}");
    }
    assert_eq!(assay(&print).status, 2);
    let unknown = assay(&["items", "booklet", &dir, "--form", "X", "--out", &into]);
    assert!(unknown.err.contains("no form X"), "{}", unknown.err);
}
