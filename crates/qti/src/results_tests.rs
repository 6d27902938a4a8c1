use std::collections::BTreeMap;

use super::*;
use crate::xml::write_indented;

fn variable(name: &str, base: BaseType, value: Value, kind: ResultVariableKind) -> ResultVariable {
    let cardinality = value.cardinality().unwrap_or(Cardinality::Single);
    ResultVariable { identifier: name.into(), cardinality, base: Some(base), value, kind }
}

fn sitting() -> AssessmentResult {
    let names = |names: &[&str]| {
        Value::multiple(names.iter().map(|name| Scalar::Identifier((*name).to_owned())).collect())
    };
    let outcome = ResultVariableKind::Outcome {
        normal_minimum: None,
        normal_maximum: Some(10.0),
        mastery_value: Some(7.5),
        interpretation: Some("points".into()),
    };
    let response = ResultVariableKind::Response {
        correct: Some(names(&["A", "C"])),
        choice_sequence: vec!["C".into(), "A".into(), "B".into()],
    };
    let nothing =
        ResultVariableKind::Response { correct: Some(names(&["SECRET"])), choice_sequence: Vec::new() };
    let fields = BTreeMap::from([
        ("x".to_owned(), Some(Scalar::Integer(3))),
        ("unit".to_owned(), Some(Scalar::String("GiB".into()))),
        ("none".to_owned(), None),
    ]);
    let record = ResultVariable {
        base: None,
        ..variable("DRAWN", BaseType::String, Value::Record(fields), ResultVariableKind::Template)
    };
    let item = |identifier: &str, index, status, variables| ItemResult {
        identifier: identifier.into(),
        sequence_index: Some(index),
        datestamp: "2026-03-12T10:00:00Z".into(),
        status,
        variables,
        candidate_comment: (index == 1).then(|| "Is <b> meant?".into()),
    };
    let first = vec![
        variable("RESPONSE", BaseType::Identifier, names(&["C", "B"]), response),
        variable("SCORE", BaseType::Float, Value::float(2.5), outcome.clone()),
        record,
    ];
    let second = vec![ResultVariable {
        cardinality: Cardinality::Multiple,
        ..variable("RESPONSE", BaseType::Identifier, Value::Null, nothing)
    }];
    AssessmentResult {
        context: ResultContext {
            sourced_id: Some("9f3a person".into()),
            sessions: vec![("https://assay.example".into(), "0191-sitting".into())],
        },
        test: Some(TestResult {
            identifier: "SOA-C03.A".into(),
            datestamp: "2026-03-12T11:30:00+01:00".into(),
            variables: vec![variable("TOTAL", BaseType::Float, Value::float(2.5), outcome)],
        }),
        items: vec![
            item("Q1", 1, ItemSessionStatus::Final, first),
            item("Q2", 2, ItemSessionStatus::PendingSubmission, second),
        ],
    }
}

fn written(keys: KeyExport) -> String {
    let has_lines = |element: &XmlElement| !matches!(element.name.as_str(), "value" | "candidateComment");
    write_indented(&sitting().write(keys), has_lines)
}

#[test]
fn a_sitting_is_reported_as_the_standard_has_it() {
    assert_eq!(written(KeyExport::Without), include_str!("../tests/fixtures/results.xml"));
}

#[test]
fn a_key_is_reported_only_where_it_is_asked_for() {
    let (with, without) = (written(KeyExport::With), written(KeyExport::Without));
    assert!(!without.contains("correctResponse") && !without.contains("SECRET"));
    let first = with.split("<correctResponse>").nth(1).unwrap();
    assert!(first.trim_start().starts_with("<value>A</value>"), "{first}");
    assert_eq!(with.matches("<correctResponse>").count(), 2);
}

#[test]
fn a_name_becomes_an_identifier_and_one_stays() {
    for (name, written) in
        [("Q-1.a_b", "Q-1.a_b"), ("1a", "_1a"), ("a b:c", "a_b_c"), ("", "_"), ("-x", "_-x")]
    {
        assert_eq!(identifier(name), written);
    }
}
