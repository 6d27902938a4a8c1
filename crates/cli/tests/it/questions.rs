//! `qti score`: responses in, outcomes out, line by line.

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
