use std::collections::BTreeMap;

use super::{outcome, response, template, tree};
use crate::declaration::Declarations;
use crate::item::ShowHide;
use crate::process::*;
use crate::remark::Remarks;
use crate::value::{BaseType, Cardinality, Scalar, Value};

pub(super) fn rules(inside: &str) -> Vec<ProcessRule> {
    ProcessRule::read_all(
        &tree(&format!("<outcome-processing>{inside}</outcome-processing>")),
        &mut Remarks::default(),
    )
}

pub(super) fn response_rules(inside: &str) -> ItemRules {
    let rules = rules(inside);
    let processing = ResponseProcessing { rules, ..ResponseProcessing::default() };
    ItemRules { response: Some(processing), ..ItemRules::default() }
}

pub(super) fn given(pairs: &[(&str, &[&str])]) -> BTreeMap<String, GivenResponse> {
    let texts = |texts: &[&str]| GivenResponse::Texts(texts.iter().map(|text| (*text).to_owned()).collect());
    pairs.iter().map(|(name, values)| ((*name).to_owned(), texts(values))).collect()
}

const ADD_ONE: &str = "<set-outcome-value identifier='SCORE'><sum><variable identifier='SCORE'/>\
    <base-value base-type='integer'>1</base-value></sum></set-outcome-value>";

fn declared() -> Declarations {
    Declarations {
        responses: vec![response("R", Cardinality::Single, BaseType::Identifier)],
        outcomes: vec![outcome("SCORE", BaseType::Integer), outcome("GRADE", BaseType::Identifier)],
        ..Declarations::default()
    }
}

fn begin<'a>(
    declarations: &'a Declarations,
    rules: &'a ItemRules,
    is_adaptive: bool,
    seed: u64,
) -> ItemSession<'a> {
    ItemSession::begin(SessionItem { declarations, rules, is_adaptive }, seed, ProcessLimits::default())
        .unwrap()
}

#[test]
fn outcomes_begin_anew_with_each_attempt_unless_the_item_is_adaptive() {
    let (declarations, rules) = (declared(), response_rules(ADD_ONE));
    let mut scores = Vec::new();
    for is_adaptive in [false, true] {
        let mut session = begin(&declarations, &rules, is_adaptive, 1);
        for _ in 0..3 {
            session.respond(&given(&[("R", &["A"])]), Some(2.5)).unwrap();
            scores.push(session.value("SCORE").unwrap().to_string());
        }
        assert_eq!(session.value("numAttempts"), Some(&Value::integer(3)));
        assert_eq!(session.value("duration"), Some(&Value::Single(Scalar::Duration(2.5))));
    }
    assert_eq!(scores, ["1", "1", "1", "1", "2", "3"]);
}

#[test]
fn the_completion_status_is_the_rules_or_else_the_engines() {
    let declarations = declared();
    let status = |session: &ItemSession<'_>| session.outcomes()["completionStatus"].to_string();
    let none = ItemRules::default();
    let some = response_rules(ADD_ONE);
    let own = response_rules(
        "<set-outcome-value identifier='completionStatus'>\
         <base-value base-type='identifier'>incomplete</base-value></set-outcome-value>",
    );
    let expected = [(&none, false, "unknown"), (&some, false, "completed"), (&some, true, "unknown")];
    for (rules, is_adaptive, after) in expected.into_iter().chain([(&own, true, "incomplete")]) {
        let mut session = begin(&declarations, rules, is_adaptive, 1);
        assert_eq!(status(&session), "not_attempted");
        session.respond(&given(&[]), None).unwrap();
        assert_eq!(status(&session), after);
        assert_eq!(session.is_complete(), after == "completed");
    }
}

#[test]
fn a_response_is_read_by_its_declaration_and_nonsense_is_no_response() {
    use BaseType::{Boolean, DirectedPair, Float, Identifier, Integer, Pair, Point, String as Text};
    use Cardinality::{Multiple, Ordered, Single};
    let cases: [(Cardinality, BaseType, &[&str], &str); 11] = [
        (Single, Identifier, &["A"], "A"),
        (Single, Text, &[" kept "], " kept "),
        (Single, Text, &[""], "NULL"),
        (Single, Integer, &["x"], "NULL"),
        (Single, Float, &["0.667"], "0.667"),
        (Single, Boolean, &["true"], "true"),
        (Multiple, Pair, &["A B", "C  D"], "[A B, C D]"),
        (Multiple, DirectedPair, &["A B", "C"], "[A B]"),
        (Ordered, Identifier, &["B", "A"], "[B, A]"),
        (Multiple, Point, &["1 2.5"], "[1 2.5]"),
        (Multiple, Identifier, &[], "NULL"),
    ];
    for (cardinality, base, texts, expected) in cases {
        let declared = response("R", cardinality, base);
        let given = GivenResponse::Texts(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(value_of(&declared.variable, &given).unwrap().to_string(), expected, "{base:?} {texts:?}");
    }
    let declared = response("R", Single, Identifier);
    let two = GivenResponse::Texts(vec!["A".to_owned(), "B".to_owned()]);
    assert_eq!(value_of(&declared.variable, &two), Err(UnfitResponse::TooMany("R".to_owned(), 2)));
    let mut record = response("R", Cardinality::Record, Text);
    record.variable.base = None;
    let typed = GivenResponse::Texts(vec!["-12.50e3".to_owned()]);
    let value = value_of(&record.variable, &typed).unwrap().to_string();
    let expected = "{exponent: 3, floatValue: -12500, integerValue: NULL, leftDigits: 2, ndp: 2, nsf: 4, \
                    rightDigits: 2, stringValue: -12.50e3}";
    assert_eq!(value, expected);
    let fields = GivenResponse::Fields(BTreeMap::from([
        ("floatValue".to_owned(), RecordField::Text("2.5".to_owned())),
        ("own".to_owned(), RecordField::Integer(2)),
    ]));
    assert_eq!(value_of(&record.variable, &fields).unwrap().to_string(), "{floatValue: 2.5, own: 2}");
}

#[test]
fn a_refused_response_leaves_the_session_as_it_was() {
    let (declarations, rules) = (declared(), response_rules(ADD_ONE));
    let mut session = begin(&declarations, &rules, true, 1);
    session.respond(&given(&[("R", &["A"])]), None).unwrap();
    let before = session.clone();
    let error = session.respond(&given(&[("R", &["B"]), ("X", &["A"])]), None).unwrap_err();
    assert_eq!(error.to_string(), "the item has no response variable `X`");
    assert_eq!(session, before);
}

#[test]
fn a_template_is_drawn_again_until_its_constraint_holds_and_at_last_keeps_its_defaults() {
    let mut a = template("A", BaseType::Integer);
    a.variable.default = Value::integer(100);
    let declarations = Declarations {
        templates: vec![a, template("B", BaseType::Integer)],
        outcomes: vec![outcome("SCORE", BaseType::Integer)],
        ..Declarations::default()
    };
    let draw = "<set-template-value identifier='A'><random-integer min='1' max='6'/></set-template-value>";
    let after = "<set-template-value identifier='B'><base-value base-type='integer'>9</base-value>\
        </set-template-value>";
    let held = |wanted: &str| {
        format!(
            "{draw}<template-constraint><equal><variable identifier='A'/>\
             <base-value base-type='integer'>{wanted}</base-value></equal></template-constraint>{after}"
        )
    };
    let outcome = |wanted: &str, seed| {
        let rules = ItemRules { template: rules(&held(wanted)), ..ItemRules::default() };
        let session = begin(&declarations, &rules, false, seed);
        let of = |name: &str| session.value(name).unwrap().to_string();
        (of("A"), of("B"))
    };
    for seed in 0..20 {
        assert_eq!(outcome("3", seed), ("3".to_owned(), "9".to_owned()));
    }
    assert_eq!(outcome("7", 1), ("100".to_owned(), "9".to_owned()));
}

#[test]
fn templates_set_keys_and_defaults_of_the_session_alone() {
    let mut declarations = declared();
    declarations.responses[0].variable.identifier = "RESPONSE".to_owned();
    declarations.responses[0].correct = Value::Single(Scalar::Identifier("A".to_owned()));
    let b = "<base-value base-type='identifier'>B</base-value>";
    let template = rules(&format!(
        "<set-correct-response identifier='RESPONSE'>{b}</set-correct-response>\
         <set-default-value identifier='GRADE'>{b}</set-default-value>\
         <template-condition><template-if><is-null><null/></is-null><exit-template/></template-if>\
         </template-condition>\
         <set-correct-response identifier='RESPONSE'><null/></set-correct-response>"
    ));
    let response =
        ResponseProcessing { template: Some("/x/match_correct.xml".to_owned()), ..Default::default() };
    let item = ItemRules { template, response: Some(response), ..ItemRules::default() };
    let mut session = begin(&declarations, &item, false, 1);
    assert_eq!(session.correct("RESPONSE").unwrap().to_string(), "B");
    session.respond(&given(&[("RESPONSE", &["B"])]), None).unwrap();
    assert_eq!(session.value("SCORE"), Some(&Value::integer(1)));
    assert_eq!(session.value("GRADE").unwrap().to_string(), "B");
    assert!(session.shows("GRADE", "B", ShowHide::Show) && !session.shows("GRADE", "B", ShowHide::Hide));
    assert!(!session.shows("GRADE", "C", ShowHide::Show) && session.shows("NOWHERE", "C", ShowHide::Hide));
}

#[test]
fn conditions_take_the_first_branch_that_is_true_and_exits_end_what_they_are_in() {
    let one = |score: &str| {
        format!(
            "<set-outcome-value identifier='SCORE'><base-value base-type='integer'>{score}</base-value>\
             </set-outcome-value>"
        )
    };
    let is = |value: &str| {
        format!(
            "<match><variable identifier='R'/><base-value base-type='identifier'>{value}</base-value></match>"
        )
    };
    let text = format!(
        "<response-condition><response-if>{}{}</response-if><response-else-if>{}{}</response-else-if>\
         <response-else>{}<exit-response/></response-else></response-condition>\
         <response-processing-fragment>{ADD_ONE}</response-processing-fragment>",
        is("A"),
        one("10"),
        is("B"),
        one("20"),
        one("30"),
    );
    let (declarations, rules) = (declared(), response_rules(&text));
    let mut session = begin(&declarations, &rules, false, 1);
    for (choice, score) in [("A", 11), ("B", 21), ("C", 30)] {
        session.respond(&given(&[("R", &[choice])]), None).unwrap();
        assert_eq!(session.value("SCORE"), Some(&Value::integer(score)), "{choice}");
    }
    session.respond(&given(&[("R", &[])]), None).unwrap();
    assert_eq!(session.value("SCORE"), Some(&Value::integer(30)), "NULL is not true");
}
