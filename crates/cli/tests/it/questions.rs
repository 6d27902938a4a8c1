//! `qti`: questions checked, packages looked at before they are imported, responses scored line by line.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{assay, assay_with};

const ITEM: &str = r#"<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t"
    adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">
    <correctResponse><value>A</value><value>C</value></correctResponse></responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <outcomeDeclaration identifier="ECHO" cardinality="multiple" baseType="identifier"/>
  <outcomeDeclaration identifier="DRAWN" cardinality="single" baseType="integer"/>
  <outcomeDeclaration identifier="LATE" cardinality="single" baseType="boolean"/>
  <itemBody><p>Which?</p></itemBody>
  <responseProcessing>
    <responseCondition><responseIf>
      <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
      <setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>
    </responseIf></responseCondition>
    <setOutcomeValue identifier="ECHO"><variable identifier="RESPONSE"/></setOutcomeValue>
    <setOutcomeValue identifier="DRAWN"><randomInteger min="1" max="1000000"/></setOutcomeValue>
  </responseProcessing>
</assessmentItem>"#;

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_response_is_scored_in_its_line_and_a_wrong_line_ends_nothing() {
    let folder = TempDir::new().unwrap();
    let (item, other) = (folder.path().join("item.xml"), folder.path().join("other.xml"));
    std::fs::write(&item, ITEM).unwrap();
    std::fs::write(&other, "<p>no item").unwrap();
    let asked =
        |id: Value, responses: Value| json!({"id": id, "path": item, "responses": responses, "seed": 7});
    let mut input: Vec<String> = [
        asked(json!("right"), json!({"RESPONSE": ["C", "A"]})),
        asked(json!(2), json!({"RESPONSE": "A"})),
        asked(json!(null), json!({"RESPONSE": null})),
        asked(json!("name"), json!({"NONE": ["A"]})),
        json!({"id": "gone", "path": folder.path().join("gone.xml"), "responses": {}}),
        json!({"id": "broken", "path": other, "responses": {}}),
        json!({"id": "pathless"}),
    ]
    .iter()
    .map(Value::to_string)
    .collect();
    input.insert(1, "no JSON".to_owned());
    input.insert(2, String::new());
    let ran = assay_with(&input.join("\n"), &["qti", "score"]);
    let answers = lines(&ran.out);
    let ids: Vec<&Value> = answers.iter().map(|one| &one["id"]).collect();
    assert_eq!(json!(ids), json!(["right", null, 2, null, "name", "gone", "broken", "pathless"]));
    let drawn = answers[0]["outcomes"]["DRAWN"].clone();
    assert!(drawn.as_i64().is_some_and(|drawn| (1..=1_000_000).contains(&drawn)));
    let outcomes = |score: f64, echo: Value| {
        let mut outcomes = json!({"SCORE": score, "ECHO": echo, "DRAWN": drawn, "LATE": null});
        outcomes["completionStatus"] = json!("completed");
        outcomes
    };
    assert_eq!(answers[0]["outcomes"], outcomes(1.0, json!(["C", "A"])));
    assert_eq!(answers[2]["outcomes"], outcomes(0.0, json!(["A"])));
    assert_eq!(answers[3]["outcomes"], outcomes(0.0, Value::Null));
    for (place, words) in [(1, "no response"), (4, "`NONE`"), (5, "gone.xml"), (6, "line 1"), (7, "path")] {
        let error = answers[place]["error"].as_str().unwrap();
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(ran.status, 1);
}

#[test]
fn responses_may_stand_in_a_file_and_without_a_fault_the_status_is_0() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("item.xml"), ITEM.replace("</itemBody>", "</itemBody><rubbish/>"))
        .unwrap();
    let item = folder.path().join("item.xml");
    let input = folder.path().join("responses.jsonl");
    std::fs::write(&input, json!({"id": 1, "path": item}).to_string()).unwrap();
    let ran = assay(&["qti", "score", input.to_str().unwrap()]);
    assert_eq!((ran.status, lines(&ran.out)[0]["outcomes"]["SCORE"].clone()), (0, json!(0.0)), "{}", ran.err);
    let gone = folder.path().join("gone");
    assay(&["qti", "score", gone.to_str().unwrap()]).refused(&["gone", "hint: "]);
}

/// A package of one question that refers to a picture which is not there.
fn package(folder: &TempDir) -> std::path::PathBuf {
    use assay_qti::package::{EntryName, ZipWriter};
    let manifest = r#"<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><resources>
        <resource identifier="i" type="imsqti_item_xmlv2p1" href="i.xml"><file href="i.xml"/></resource>
        </resources></manifest>"#;
    let item = ITEM.replace("<p>Which?</p>", r#"<p>Which? <img src="none.png" alt="A rack"/></p>"#);
    let mut zip = ZipWriter::new(Vec::new());
    for (name, text) in [("imsmanifest.xml", manifest), ("i.xml", &item)] {
        zip.add(&EntryName::new(name).unwrap(), text.as_bytes()).unwrap();
    }
    let path = folder.path().join("bank.zip");
    std::fs::write(&path, zip.finish().unwrap()).unwrap();
    path
}

#[test]
fn a_check_names_each_fault_with_its_file_and_place() {
    let folder = TempDir::new().unwrap();
    let (good, bad) = (folder.path().join("good.xml"), folder.path().join("bad.xml"));
    std::fs::write(&good, ITEM).unwrap();
    std::fs::write(&bad, "<!DOCTYPE p []><p/>").unwrap();
    let package = package(&folder);
    let (good, bad, package) = (good.to_str().unwrap(), bad.to_str().unwrap(), package.to_str().unwrap());
    let ran = assay(&["qti", "check", package, bad, "--format", "json"]);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    let places: Vec<_> = found["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let file = one["file"].as_str().unwrap().rsplit('/').next().unwrap();
            format!(
                "{} {} {file}:{}",
                one["severity"].as_str().unwrap(),
                one["code"].as_str().unwrap(),
                one["line"]
            )
        })
        .collect();
    assert!(places.contains(&"warning missing-file bank.zip:i.xml:9".to_owned()), "{places:?}");
    assert!(places.contains(&"error xml bad.xml:1".to_owned()), "{places:?}");
    assert_eq!(ran.status, 1);
    // A picture that is missing is no error.
    assert_eq!(assay(&["qti", "check", package, good]).status, 0);
    assay(&["qti", "check", folder.path().join("gone").to_str().unwrap()]).refused(&["gone", "hint: "]);
}

#[test]
fn a_package_is_looked_at_before_anything_is_written() {
    let folder = TempDir::new().unwrap();
    let path = package(&folder);
    let ran = assay(&["qti", "import", path.to_str().unwrap(), "--dry-run"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("i \"t\": with loss\n"), "{}", ran.out);
    assert!(ran.out.contains("loss img/@src, line 9: The package does not have `none.png`"), "{}", ran.out);
    assert!(ran.err.contains("1 resource: 0 whole, 1 with loss, 0 left out; nothing was written"));
    let ran = assay(&["qti", "import", path.to_str().unwrap(), "--dry-run", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["counts"], json!({"with-loss": 1}));
    let no_package = folder.path().join("bank.txt");
    std::fs::write(&no_package, "no zip").unwrap();
    assay(&["qti", "import", no_package.to_str().unwrap(), "--dry-run"])
        .refused(&["package-no-zip", "hint: "]);
}

/// What stands in a package, with the bytes of its media.
fn contents(path: &std::path::Path) -> Vec<assay_qti::package::ImportedContent> {
    use assay_qti::package::{PackageImport, PackageLimits};
    let bytes = std::fs::read(path).unwrap();
    let package = PackageImport::open(&bytes, &PackageLimits::default()).unwrap();
    package.from(0).map(|resource| resource.content).collect()
}

#[test]
fn questions_of_every_form_become_one_package_that_reads_back_equal() {
    use assay_qti::package::ImportedContent;
    let folder = TempDir::new().unwrap();
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let [moodle, gift] = ["questions.moodle.xml", "questions.gift"]
        .map(|name| here.join("../qti/tests/foreign/files").join(name));
    let authoring = here.join("../../programmes/cloudops/bank/CLF-C02/clf-auditor-reports.toml");
    let (item, first, second) =
        (folder.path().join("i.xml"), folder.path().join("first.zip"), folder.path().join("second.zip"));
    std::fs::write(&item, ITEM).unwrap();
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let export = |files: &[&std::path::Path], out: &std::path::Path| {
        let mut words = vec!["qti".to_owned(), "export".to_owned()];
        words.extend(files.iter().map(|path| text(path)));
        words.extend(["--out".to_owned(), text(out)]);
        assay(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let ran = export(&[&authoring, &item, &moodle, &gift], &first);
    // What the formats say and no item can, is told, and what is no question is left out.
    assert!(ran.out.contains("clf-auditor-reports\": with loss\n  loss authoring-metadata"), "{}", ran.out);
    assert!(ran.out.contains(": left out\n"), "{}", ran.out);
    assert_eq!(ran.status, 1, "{}", ran.err);

    let is_kept = |content: &ImportedContent| {
        matches!(content, ImportedContent::Item(_) | ImportedContent::Stimulus(_) | ImportedContent::Media(_))
    };
    let written: Vec<_> = contents(&first).into_iter().filter(is_kept).collect();
    let items = written.iter().filter(|content| matches!(content, ImportedContent::Item(_))).count();
    let media = written.iter().filter(|content| matches!(content, ImportedContent::Media(_))).count();
    assert!(items >= 20 && media >= 1, "{items} items, {media} media");
    let again = export(&[&first], &second);
    assert_eq!(again.status, 0, "{}{}", again.out, again.err);
    let key = |content: &ImportedContent| match content {
        ImportedContent::Item(item) => item.identifier.clone(),
        ImportedContent::Stimulus(stimulus) => stimulus.identifier.clone(),
        other => format!("{other:?}"),
    };
    let sorted = |mut contents: Vec<ImportedContent>| {
        contents.sort_by_key(key);
        contents
    };
    let (before, after) = (sorted(written), sorted(contents(&second)));
    assert_eq!(before.iter().map(key).collect::<Vec<_>>(), after.iter().map(key).collect::<Vec<_>>());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    export(&[&first], &second).refused(&["second.zip", "exists"]);
}

#[test]
fn a_folder_stands_for_the_questions_in_it() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(path("bank/within")).unwrap();
    std::fs::write(path("bank/good.xml"), ITEM).unwrap();
    std::fs::write(path("bank/within/bad.XML"), "<p>").unwrap();
    std::fs::write(path("bank/notes.md"), "no question").unwrap();
    std::os::unix::fs::symlink(path("bank"), path("bank/within/round")).unwrap();
    let bank = path("bank");
    let ran = assay(&["qti", "check", bank.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.ends_with("1 error and 0 warnings in 2 files\n"), "{}", ran.err);
    assert!(ran.out.contains("within/bad.XML"), "{}", ran.out);
    std::fs::create_dir(path("empty")).unwrap();
    assay(&["qti", "check", path("empty").to_str().unwrap()]).refused(&["holds no file", "hint: "]);
}
