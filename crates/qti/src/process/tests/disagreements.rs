//! Where other engines disagree, the specification decides: one test for each case.

use super::sessions::{given, response_rules};
use super::{outcome, response};
use crate::declaration::{
    AreaEntry, AreaMapping, Declarations, MapEntry, Mapping, ResponseDeclaration, Shape,
};
use crate::process::*;
use crate::value::{BaseType, Cardinality, Scalar, Value};

fn by_template(name: &str) -> ItemRules {
    let template = Some(format!("https://example.org/anywhere/{name}"));
    let response = ResponseProcessing { template, ..ResponseProcessing::default() };
    ItemRules { response: Some(response), ..ItemRules::default() }
}

/// The score of a response by rules.
fn score(response: ResponseDeclaration, rules: &ItemRules, texts: &[&str]) -> Value {
    let declarations = Declarations {
        responses: vec![response],
        outcomes: vec![outcome("SCORE", BaseType::Float)],
        ..Declarations::default()
    };
    let subject = SessionItem { declarations: &declarations, rules, is_adaptive: false };
    let mut session = ItemSession::begin(subject, 1, ProcessLimits::default()).unwrap();
    session.respond(&given(&[("RESPONSE", texts)]), None).unwrap();
    session.value("SCORE").cloned().unwrap_or_default()
}

fn mapped(cardinality: Cardinality, base: BaseType, entries: &[(&str, f64, bool)]) -> ResponseDeclaration {
    let entry = |(key, value, is_case_sensitive): &(&str, f64, bool)| MapEntry {
        key: Scalar::parse(base, key).unwrap(),
        value: *value,
        is_case_sensitive: *is_case_sensitive,
    };
    let entries = entries.iter().map(entry).collect();
    let mapping = Mapping { lower_bound: None, upper_bound: None, default: 0.0, entries };
    ResponseDeclaration { mapping: Some(mapping), ..response("RESPONSE", cardinality, base) }
}

fn keyed(cardinality: Cardinality, base: BaseType, key: &[&str]) -> ResponseDeclaration {
    let key = key.iter().map(|text| Scalar::parse(base, text).unwrap()).collect();
    ResponseDeclaration { correct: Value::of(cardinality, key), ..response("RESPONSE", cardinality, base) }
}

#[test]
fn row_1_a_value_that_stands_twice_is_mapped_once() {
    let declared = || {
        let entries = [("A", 0.0, false), ("B", 1.0, false), ("C", 0.5, false)];
        mapped(Cardinality::Multiple, BaseType::Identifier, &entries)
    };
    let map = by_template("map_response");
    assert_eq!(score(declared(), &map, &["B", "B", "C"]), Value::float(1.5));
    assert_eq!(score(declared(), &map, &["C", "B"]), Value::float(1.5));
    let pairs = mapped(Cardinality::Multiple, BaseType::Pair, &[("A B", 2.0, false)]);
    assert_eq!(score(pairs, &map, &["A B", "B A"]), Value::float(2.0));
}

#[test]
fn row_2_the_same_text_goes_before_one_that_differs_in_case_and_the_default_is_to_fold() {
    let declared = || {
        let entries = [("york", 1.0, false), ("York", 2.0, false), ("Leeds", 4.0, true)];
        mapped(Cardinality::Single, BaseType::String, &entries)
    };
    let map = by_template("map_response");
    let cases = [("york", 1.0), ("York", 2.0), ("YORK", 1.0), ("Leeds", 4.0), ("leeds", 0.0)];
    for (text, points) in cases {
        assert_eq!(score(declared(), &map, &[text]), Value::float(points), "{text}");
    }
    let identifiers = mapped(Cardinality::Single, BaseType::Identifier, &[("A", 1.0, false)]);
    assert_eq!(score(identifiers, &map, &["a"]), Value::float(1.0), "names are texts, too");
}

#[test]
fn row_3_spaces_around_a_text_are_part_of_it() {
    let matches = by_template("match_correct");
    let declared = || keyed(Cardinality::Single, BaseType::String, &["York"]);
    assert_eq!(score(declared(), &matches, &["York"]), Value::float(1.0));
    assert_eq!(score(declared(), &matches, &[" York "]), Value::float(0.0));
    let map = by_template("map_response");
    let declared = mapped(Cardinality::Single, BaseType::String, &[("York", 1.0, false)]);
    assert_eq!(score(declared, &map, &["York "]), Value::float(0.0));
}

#[test]
fn row_4_a_template_is_known_by_its_last_name_whatever_host_it_is_at_and_never_loaded() {
    let declared = || keyed(Cardinality::Single, BaseType::Identifier, &["A"]);
    for name in
        ["match_correct", "match_correct.xml", "match_correct.cc2", "match_correct.xml/", "CC2_match.xml"]
    {
        assert_eq!(score(declared(), &by_template(name), &["A"]), Value::float(1.0), "{name}");
        assert_eq!(score(declared(), &by_template(name), &["B"]), Value::float(0.0), "{name}");
        assert_eq!(score(declared(), &by_template(name), &[]), Value::float(0.0), "{name}");
    }
    assert!(template("http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response_point").is_some());
    assert!(template("https://example.org/our_own.xml").is_none());
    let unknown = by_template("our_own.xml");
    let declarations = Declarations::default();
    let subject = SessionItem { declarations: &declarations, rules: &unknown, is_adaptive: false };
    let mut session = ItemSession::begin(subject, 1, ProcessLimits::default()).unwrap();
    let error = session.respond(&given(&[]), None).unwrap_err().to_string();
    assert!(error.contains("never loaded"), "{error}");
}

#[test]
fn row_4_the_templates_of_common_cartridge_give_their_feedback() {
    let mut maximum = outcome("MAXSCORE", BaseType::Float);
    maximum.variable.default = Value::float(3.0);
    let mut asked =
        mapped(Cardinality::Single, BaseType::Identifier, &[("A", 3.0, false), ("B", 1.0, false)]);
    asked.correct = Value::Single(Scalar::Identifier("A".to_owned()));
    let declarations = Declarations {
        responses: vec![asked],
        outcomes: vec![
            outcome("SCORE", BaseType::Float),
            maximum,
            outcome("FEEDBACK", BaseType::Identifier),
            outcome("FEEDBACKBASIC", BaseType::Identifier),
        ],
        ..Declarations::default()
    };
    let run = |name: &str, texts: &[&str]| {
        let rules = by_template(name);
        let subject = SessionItem { declarations: &declarations, rules: &rules, is_adaptive: false };
        let mut session = ItemSession::begin(subject, 1, ProcessLimits::default()).unwrap();
        session.respond(&given(&[("RESPONSE", texts)]), None).unwrap();
        ["SCORE", "FEEDBACK", "FEEDBACKBASIC"].map(|name| session.value(name).unwrap().to_string())
    };
    assert_eq!(run("CC2_match_basic", &["A"]), ["3", "NULL", "correct"]);
    assert_eq!(run("CC2_match_basic", &["B"]), ["0", "NULL", "incorrect"]);
    assert_eq!(run("CC2_map_response", &["A"]), ["3", "correct", "NULL"]);
    assert_eq!(run("CC2_map_response", &["B"]), ["1", "incorrect", "NULL"]);
    assert_eq!(run("CC2_map_response", &[]), ["0", "incorrect", "NULL"]);
}

#[test]
fn row_5_what_is_not_understood_is_told_and_the_rest_is_scored() {
    let rules = response_rules(
        "<boil/><set-outcome-value identifier='SCORE'><base-value base-type='float'>1</base-value>\
         </set-outcome-value>",
    );
    let declared = keyed(Cardinality::Single, BaseType::Identifier, &["A"]);
    assert_eq!(score(declared, &rules, &["A"]), Value::float(1.0));
    let mut words = response("RESPONSE", Cardinality::Multiple, BaseType::Identifier);
    words.correct = Value::Multiple(vec![Scalar::Identifier("A1 B1".to_owned())]);
    assert_eq!(score(words, &by_template("match_correct"), &["A1  B1"]), Value::float(1.0));
}

#[test]
fn row_6_a_pair_has_no_order_and_a_directed_pair_has() {
    let matches = by_template("match_correct");
    let pairs = || keyed(Cardinality::Multiple, BaseType::Pair, &["A B", "C D"]);
    assert_eq!(score(pairs(), &matches, &["D C", "B A"]), Value::float(1.0));
    assert_eq!(score(pairs(), &matches, &["D C", "B B"]), Value::float(0.0));
    let directed = || keyed(Cardinality::Multiple, BaseType::DirectedPair, &["A B", "C D"]);
    assert_eq!(score(directed(), &matches, &["C  D", "A B"]), Value::float(1.0));
    assert_eq!(score(directed(), &matches, &["D C", "A B"]), Value::float(0.0));
}

#[test]
fn row_7_a_numeric_outcome_begins_at_0_and_an_undeclared_one_with_what_it_is_set_to() {
    let none = ItemRules::default();
    let declared = || keyed(Cardinality::Single, BaseType::Float, &["0.667"]);
    assert_eq!(score(declared(), &none, &["1"]), Value::float(0.0));
    assert_eq!(score(declared(), &by_template("match_correct"), &["0.667"]), Value::float(1.0));
    assert_eq!(score(declared(), &by_template("match_correct"), &["0.66700"]), Value::float(1.0));
    let rules = by_template("match_correct");
    let declarations = Declarations { responses: vec![declared()], ..Declarations::default() };
    let subject = SessionItem { declarations: &declarations, rules: &rules, is_adaptive: false };
    let mut session = ItemSession::begin(subject, 1, ProcessLimits::default()).unwrap();
    assert_eq!(session.value("SCORE"), None);
    session.respond(&given(&[("RESPONSE", &["0.667"])]), None).unwrap();
    assert_eq!(session.outcomes()["SCORE"], Value::float(1.0));
}

#[test]
fn row_8_the_same_seed_draws_the_same_numbers_for_ever() {
    let mut chance = SeededChance::new(1, 0);
    let first = [chance.next_u64(), chance.next_u64(), chance.below(6), chance.below(1_000_000)];
    assert_eq!(
        first,
        [627_405_149_472_732_430, 16_761_990_741_448_911_833, 0, 357_941],
        "a seed is part of what a sitting was: these numbers never change"
    );
    assert_ne!(SeededChance::new(1, 0), SeededChance::new(2, 0));
    assert_ne!(SeededChance::new(1, 0).next_u64(), SeededChance::new(1, 1).next_u64());
}

#[test]
fn a_point_is_in_the_first_area_that_holds_it_and_an_area_counts_once() {
    let entry = |shape, value| AreaEntry { shape, value };
    let area_mapping = AreaMapping {
        lower_bound: None,
        upper_bound: Some(5.0),
        default: -1.0,
        entries: vec![
            entry(Shape::Rect([0.0, 0.0, 10.0, 10.0]), 2.0),
            entry(Shape::Circle([10.0, 10.0, 5.0]), 3.0),
            entry(Shape::Rect([50.0, 50.0, 60.0, 60.0]), 4.0),
        ],
    };
    let declared = || ResponseDeclaration {
        area_mapping: Some(area_mapping.clone()),
        ..response("RESPONSE", Cardinality::Multiple, BaseType::Point)
    };
    let map = by_template("map_response_point");
    let cases: [(&[&str], f64); 6] = [
        (&["9 9"], 2.0),
        (&["9 9", "8 8"], 2.0),
        (&["9 9", "12 12"], 5.0),
        (&["9 9", "99 99"], 1.0),
        (&["9 9", "12 12", "55 55"], 5.0),
        (&[], 0.0),
    ];
    for (points, expected) in cases {
        assert_eq!(score(declared(), &map, points), Value::float(expected), "{points:?}");
    }
    let bare = response_rules(
        "<set-outcome-value identifier='SCORE'><map-response-point identifier='RESPONSE'/>\
         </set-outcome-value>",
    );
    assert_eq!(score(declared(), &bare, &[]), Value::float(-1.0), "NULL has no entry: the default");
}
