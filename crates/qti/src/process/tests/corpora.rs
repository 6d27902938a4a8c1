//! Items of other engines with the outcomes that they expect, read in place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::item::AssessmentItem;
use crate::process::*;
use crate::remark::Remarks;
use crate::value::{Scalar, Value};
use crate::xml::XmlLimits;

fn corpus(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(name);
    assert!(path.is_dir(), "{} is missing: these cases are part of the proof", path.display());
    path
}

fn json(path: &Path) -> Json {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn given(value: &Json) -> GivenResponse {
    match value {
        Json::Null => GivenResponse::Nothing,
        Json::Array(values) => GivenResponse::Texts(values.iter().map(text).collect()),
        one => GivenResponse::Texts(vec![text(one)]),
    }
}

/// Whether an outcome is as expected; floats with a tolerance.
fn is_as(value: Option<&Value>, expected: &Json) -> bool {
    let scalar_is = |scalar: &Scalar, expected: &Json| match (scalar, expected) {
        (Scalar::Boolean(truth), Json::Bool(expected)) => truth == expected,
        (scalar, Json::Number(number)) => {
            let expected = number.as_f64().unwrap();
            scalar.number().is_some_and(|number| (number - expected).abs() <= 1e-9 * expected.abs().max(1.0))
        }
        (scalar, expected) => expected.as_str() == Some(&scalar.lexical()),
    };
    match (value.unwrap_or(&Value::Null), expected) {
        (Value::Null, Json::Null) => true,
        (value, Json::Array(expected)) => {
            let scalars = value.scalars();
            scalars.len() == expected.len()
                && scalars.iter().zip(expected).all(|(one, other)| scalar_is(one, other))
        }
        (Value::Single(scalar), expected) => scalar_is(scalar, expected),
        _ => false,
    }
}

struct Case {
    item: AssessmentItem,
    rules: ItemRules,
}

fn read(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).unwrap();
    let item = AssessmentItem::from_text(&text, &XmlLimits::ITEM).unwrap().item.unwrap();
    let rules = ItemRules::read(&item, &mut Remarks::default());
    Case { item, rules }
}

/// What differs from what is expected, in words; the identifiers of the feedback that is shown.
fn play(case: &Case, seed: u64, responses: &Json, outcomes: &Json) -> (Vec<String>, BTreeSet<String>) {
    let subject = SessionItem::of(&case.item, &case.rules);
    let mut session = ItemSession::begin(subject, seed, ProcessLimits::default()).unwrap();
    let responses: BTreeMap<String, GivenResponse> =
        responses.as_object().unwrap().iter().map(|(name, value)| (name.clone(), given(value))).collect();
    session.respond(&responses, None).unwrap();
    let mut differs = Vec::new();
    for (name, expected) in outcomes.as_object().into_iter().flatten() {
        let value = session.value(name);
        if !is_as(value, expected) {
            differs.push(format!("{name} is {} and not {expected}", value.cloned().unwrap_or_default()));
        }
    }
    let shown = session.feedback(&case.item).iter().map(|one| one.identifier.clone()).collect();
    (differs, shown)
}

/// Where the specification says otherwise than the corpus: the outcome, and what it says.
const SPECIFICATION: [(&str, &str, &str, f64); 2] = [
    // 5.1, map-response: a value that stands several times counts once.
    (
        "mapResponse_bounds_default_duplicates",
        "duplicate responses are counted (and then clamped)",
        "SCORE",
        10.0,
    ),
    // 5.3, multiple: NULL is passed over, so that the mean of 1 and NULL is the mean of 1.
    (
        "responseProcessing_inside_duration_statsOperator",
        "inside_duration_statsOperator_happy_paths_and_nulls",
        "STATS_NULL_ON_NULL_MEMBER",
        1.0,
    ),
];

/// Of another generator's numbers nothing can be expected; the relation holds and is tested elsewhere.
const DRAWN: [&str; 1] = ["templateProcessing_templateConstraint"];

#[test]
fn every_case_of_pie_scores_as_expected_or_as_the_specification_says() {
    let (mut played, mut faults) = (0, Vec::new());
    let mut folders: Vec<PathBuf> =
        corpus("pie-qti/fixtures").read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let fixture = folder.file_name().unwrap().to_string_lossy().into_owned();
        let cases = json(&folder.join("cases.json"));
        let case = read(&folder.join("item.xml"));
        let seed = cases["seed"].as_u64().unwrap_or(1);
        for one in cases["cases"].as_array().unwrap() {
            let name = one["name"].as_str().unwrap();
            if one["xfail"] == true || DRAWN.contains(&fixture.as_str()) {
                continue;
            }
            let mut expected = one["expect"]["outcomes"].clone();
            for (key, outcome) in [("score", "SCORE"), ("maxScore", "MAXSCORE")] {
                // As a score, its engine takes NULL for 0; the outcome itself is expected beside it.
                if let Some(value) = one["expect"].get(key)
                    && expected.get(outcome).is_none()
                    && case.item.declarations.outcomes.iter().any(|one| one.variable.identifier == outcome)
                {
                    expected[outcome] = value.clone();
                }
            }
            for (_, _, outcome, value) in SPECIFICATION.iter().filter(|one| one.0 == fixture && one.1 == name)
            {
                expected[*outcome] = Json::from(*value);
            }
            let (differs, shown) = play(&case, seed, &one["responses"], &expected);
            faults.extend(differs.into_iter().map(|fault| format!("{fixture}, {name}: {fault}")));
            if let Some(wanted) = one["expect"]["modalFeedbackIdentifiers"].as_array() {
                let wanted: BTreeSet<String> = wanted.iter().map(text).collect();
                if shown != wanted {
                    faults.push(format!("{fixture}, {name}: shows {shown:?} and not {wanted:?}"));
                }
            }
            played += 1;
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(played, 178, "of 181, with 2 that are expected to fail and 1 that another generator drew");
}

#[test]
fn every_outcome_of_kennisnet_is_as_expected() {
    let folder = corpus("kennisnet");
    let (mut played, mut faults) = (0, Vec::new());
    for one in json(&folder.join("expected.json"))["cases"].as_array().unwrap() {
        let Some(outcomes) = one.get("outcomes") else { continue };
        let file = one["file"].as_str().unwrap();
        let (differs, _) = play(&read(&folder.join("items").join(file)), 1, &one["responses"], outcomes);
        faults.extend(differs.into_iter().map(|fault| format!("{file}: {fault}")));
        played += 1;
    }
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(played, 20);
}
