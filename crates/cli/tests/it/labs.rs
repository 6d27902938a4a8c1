//! `lab`: what an author of hands-on labs is told.

use crate::{CLOUDOPS, assay, shown, write};

/// A folder with a lab that `lab new` made, and the lab's path.
fn begun() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let lab = shown(&folder.path().join("late-mail"));
    let ran = assay(&["lab", "new", &lab]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains(&format!("assay lab test {lab}")), "it says what is next: {}", ran.err);
    (folder, lab)
}

/// Puts a text in the place of another in a file of a lab.
fn changed(lab: &str, file: &str, from: &str, to: &str) {
    let path = format!("{lab}/{file}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

#[test]
fn a_new_lab_is_proved_at_once_and_carries_the_name_of_its_folder() {
    let (_folder, lab) = begun();
    let ran = assay(&["lab", "test", &lab]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("late-mail: 4 points, 3 variants\n"), "{}", ran.out);
    assert!(ran.out.contains("\nevery gate holds\n"), "{}", ran.out);
    assert!(last_line(&ran.out).ends_with(" passed, 0 failed"), "{}", ran.out);
    assert_eq!(ran.err, format!("{lab}: 3 solutions and 4 mistakes on 3 variants\n"));
    for solution in ["mend-the-policy.sh", "second-policy.sh", "bucket-policy.sh"] {
        assert!(ran.out.contains(solution), "{solution}: {}", ran.out);
    }
}

#[test]
fn nothing_is_written_over_and_a_name_that_is_no_id_is_refused() {
    let (folder, lab) = begun();
    assay(&["lab", "new", &lab]).refused(&["is not empty", "hint: "]);
    let odd = shown(&folder.path().join("Late Mail"));
    assay(&["lab", "new", &odd]).refused(&["`Late Mail` cannot be the id", "small letters"]);
    assert!(!folder.path().join("Late Mail").exists());
}

#[test]
fn the_labs_of_the_reference_programme_hold_in_the_quick_proof() {
    let labs = format!("{CLOUDOPS}/labs");
    let ran = assay(&["lab", "test", "--quick", &labs, "--format", "json"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let told = ran.json();
    let ids: Vec<&str> =
        told["labs"].as_array().unwrap().iter().map(|lab| lab["lab"].as_str().unwrap()).collect();
    let folders = std::fs::read_dir(&labs).unwrap().count();
    assert!(ids.len() == folders && ids.contains(&"no-way-out"), "{ids:?}");
    let rows: usize =
        told["labs"].as_array().unwrap().iter().map(|lab| lab["rows"].as_array().unwrap().len()).sum();
    assert_eq!((told["passed"].as_u64().unwrap(), &told["failed"]), (rows as u64, &0.into()));
    assert!(told["labs"][0]["holds"].as_bool().unwrap());
}

#[test]
fn a_mistake_that_loses_something_else_is_named_and_counted() {
    let (_folder, lab) = begun();
    let right = std::fs::read_to_string(format!("{lab}/solutions/mend-the-policy.sh")).unwrap();
    std::fs::write(format!("{lab}/mutants/may-delete.sh"), right).unwrap();
    let ran = assay(&["lab", "test", "--quick", &lab]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("FAULT may-delete.sh: loses {}, not {\"read/nothing-else\"}"), "{}", ran.out);
    assert!(last_line(&ran.out).ends_with(" passed, 1 failed"), "{}", ran.out);
}

#[test]
fn faults_of_the_files_are_said_with_their_line_and_nothing_is_proved() {
    let (folder, lab) = begun();
    changed(&lab, "lab.toml", "minutes = 10", "minuts = 10");
    let ran = assay(&["lab", "test", &lab]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.out.contains("did you mean `minutes`?"), "{}", ran.out);
    assert!(ran.out.contains(&format!("{lab}/lab.toml:")), "{}", ran.out);
    assert!(last_line(&ran.out).starts_with("0 passed, "), "{}", ran.out);
    let told = assay(&["lab", "test", &lab, "--format", "json"]).json();
    assert_eq!(told["labs"][0]["holds"], false);
    assert_eq!(told["labs"][0]["diagnostics"][0]["file"], format!("{lab}/lab.toml"));

    let empty = shown(&folder.path().join("empty"));
    std::fs::create_dir(&empty).unwrap();
    assay(&["lab", "test", &empty]).refused(&["holds no lab", "assay lab new"]);
    assay(&["lab", "test", "/no/such"]).refused(&["/no/such is not a folder"]);
}

#[test]
fn a_script_is_tried_and_graded_with_the_reasons() {
    let (folder, lab) = begun();
    let script = write(
        &folder,
        "mine.sh",
        "aws iam list-role-policies --role-name {team}-mailer --query PolicyNames --output text\n\
         aws iam get-role --role-name nobody\ncheck\n",
    );
    let ran = assay(&["lab", "run", &lab, &script]);
    assert_eq!(ran.status, 1, "a command was refused: {}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("$ aws iam list-role-policies --role-name "), "{}", ran.out);
    assert!(ran.out.contains("\nreads-reports\n"), "{}", ran.out);
    assert!(ran.out.contains("(NoSuchEntity)"), "{}", ran.out);
    assert!(ran.out.contains("$ check\nread/reports: fails 0 of 2. "), "{}", ran.out);
    assert!(ran.err.starts_with("late-mail: seed 0, team="), "{}", ran.err);

    let right = format!("{lab}/solutions/bucket-policy.sh");
    let ran = assay(&["lab", "run", &lab, &right, "--grade"]);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    assert_eq!(last_line(&ran.out), "4 of 4 points (100 %)");

    let wrong = format!("{lab}/mutants/whole-bucket.sh");
    let ran = assay(&["lab", "run", &lab, &wrong, "--grade", "--format", "json"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let told = ran.json();
    let checks = told["grade"]["checks"].as_array().unwrap();
    let verdicts: Vec<&str> = checks.iter().map(|check| check["verdict"].as_str().unwrap()).collect();
    assert_eq!((verdicts, &told["grade"]["percent"]), (vec!["passes", "fails"], &50.into()));
    assert!(checks[1]["why"].as_str().unwrap().contains("payroll/2026-10.csv"), "{told}");
}

#[test]
fn another_seed_is_another_variant_and_an_unknown_name_is_refused() {
    let (folder, lab) = begun();
    let script = write(&folder, "mine.sh", "aws s3api head-bucket --bucket {bucket}\n");
    let variant = |seed: u32| {
        let ran = assay(&["lab", "run", &lab, &script, "--seed", &seed.to_string(), "--format", "json"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.json()["variant"]["team"].as_str().unwrap().to_owned()
    };
    let drawn: std::collections::BTreeSet<String> = (0..12).map(variant).collect();
    assert_eq!(drawn.len(), 3, "{drawn:?}");
    assert_eq!(variant(5), variant(5));

    let unknown = write(&folder, "unknown.sh", "aws s3api head-bucket --bucket {buckett}\n");
    assay(&["lab", "run", &lab, &unknown])
        .refused(&["nothing gives `{buckett}`", "names here: account, bucket"]);
    let empty = write(&folder, "empty.sh", "# nothing\n");
    assay(&["lab", "run", &lab, &empty]).refused(&["has no commands"]);
    assay(&["lab", "run", &shown(folder.path()), &script]).refused(&["has no lab.toml"]);
}

#[test]
fn a_first_script_can_be_tried_before_the_tests_are_written() {
    let (_folder, lab) = begun();
    std::fs::remove_file(format!("{lab}/solutions/bucket-policy.sh")).unwrap();
    let script = format!("{lab}/solutions/second-policy.sh");
    assert_eq!(assay(&["lab", "run", &lab, &script, "--grade"]).status, 0);
    let ran = assay(&["lab", "test", &lab]);
    assert!(ran.status == 1 && ran.out.contains("error[H0010]"), "{}", ran.out);
}

#[test]
fn check_finds_the_faults_of_a_programmes_labs() {
    let folder = tempfile::tempdir().unwrap();
    let programme = shown(&folder.path().join("mine"));
    assert_eq!(assay(&["init", &programme]).status, 0);
    let lab = format!("{programme}/labs/late-mail");
    assert_eq!(assay(&["lab", "new", &lab]).status, 0);
    let ran = assay(&["check", &programme]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("1 lab with 2 checks"), "{}", ran.err);

    changed(&lab, "solutions/second-policy.sh", "{team}", "{teem}");
    let ran = assay(&["check", &programme]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("error[H0003]: nothing gives `{teem}`"), "{}", ran.out);
    assert!(ran.out.contains("labs/late-mail/solutions/second-policy.sh"), "{}", ran.out);
}
