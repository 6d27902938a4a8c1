use std::collections::BTreeMap;

use super::*;
use crate::{
    item::{AssessmentItem, AssessmentStimulus},
    remark::Remarks,
    value::{Scalar, Value},
    xml::{self, XmlLimits},
};

fn item(declarations: &str, body: &str, rest: &str) -> AssessmentItem {
    let text = format!(
        "<qti-assessment-item xmlns='{}' identifier='i' title='CANARY-title' label='CANARY-label' \
         time-dependent='false' xml:lang='en'>{declarations}<qti-item-body>{body}</qti-item-body>{rest}\
         </qti-assessment-item>",
        xml::QTI_3
    );
    AssessmentItem::from_text(&text, &XmlLimits::ITEM).unwrap().item.unwrap()
}

fn state(values: &[(&str, Value)], seed: u64) -> ShownState {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    ShownState { values, seed }
}

fn named(name: &str) -> Value {
    Value::Single(Scalar::Identifier(name.to_owned()))
}

/// What a browser would be sent.
fn sent(item: &AssessmentItem, state: &ShownState) -> String {
    serde_json::to_string(&of(item, &[], state)).unwrap()
}

/// The places of a body in which something is kept from a candidate, each with a canary.
const KEPT: &str = "\
    <!-- CANARY-comment --><script>CANARY-script</script><style>CANARY-style</style>\
    <iframe>CANARY-frame</iframe><object data='CANARY-data' type='text/html'>CANARY-object</object>\
    <qti-own>CANARY-own</qti-own><own xmlns='urn:own'>CANARY-other</own>\
    <svg xmlns='http://www.w3.org/2000/svg'><script>CANARY-svg</script></svg>\
    <p onclick='CANARY-click' style='CANARY-css' id='CANARY-id' class='CANARY-class qti-x&quot;' \
       data-key='CANARY-data' data-catalog-idref='CANARY-catalog'>Shown</p>\
    <a href='https://CANARY-address'>link</a><img src='https://CANARY-host/a.png' alt='shown instead'/>\
    <img src='../CANARY-above.png' alt=''/><img src='data:CANARY-data' alt=''/>\
    <qti-rubric-block use='scoring' view='scorer'><qti-content-body>CANARY-rubric</qti-content-body>\
    </qti-rubric-block>\
    <qti-feedback-block outcome-identifier='F' identifier='right' show-hide='show'><qti-content-body>\
    CANARY-feedback</qti-content-body></qti-feedback-block>\
    <p><qti-feedback-inline outcome-identifier='F' identifier='right'>CANARY-inline</qti-feedback-inline>\
    <qti-feedback-inline outcome-identifier='F' identifier='now' show-hide='hide'>CANARY-hide\
    </qti-feedback-inline><qti-template-inline template-identifier='T' identifier='other'>CANARY-template\
    </qti-template-inline><qti-printed-variable identifier='R'/><qti-printed-variable \
    identifier='UNKNOWN'/></p>\
    <math xmlns='http://www.w3.org/1998/Math/MathML'><semantics><mi href='CANARY-href' \
    style='CANARY-s'>x</mi>\
    <annotation encoding='x'>CANARY-annotation</annotation></semantics></math>\
    <qti-choice-interaction response-identifier='R' max-choices='1' data-right='CANARY-right'>\
    <qti-simple-choice identifier='A' data-score='CANARY-score'>a<qti-feedback-inline outcome-identifier='F' \
    identifier='A'>CANARY-why</qti-feedback-inline></qti-simple-choice>\
    <qti-simple-choice identifier='CANARY-gone' template-identifier='T' show-hide='show'>CANARY-choice\
    </qti-simple-choice></qti-choice-interaction>\
    <qti-slider-interaction response-identifier='S' lower-bound='0' upper-bound='9'>\
    <qti-prompt>CANARY-slider</qti-prompt></qti-slider-interaction>";

#[test]
fn nothing_that_is_kept_from_a_candidate_is_in_a_view() {
    let declarations = "<qti-response-declaration identifier='R' cardinality='single' base-type='identifier'>\
        <qti-default-value><qti-value>CANARY-default</qti-value></qti-default-value>\
        <qti-correct-response interpretation='CANARY-said'><qti-value>CANARY-key</qti-value>\
        </qti-correct-response><qti-mapping default-value='4711'><qti-map-entry map-key='CANARY-mapped' \
        mapped-value='4711'/></qti-mapping></qti-response-declaration>\
        <qti-outcome-declaration identifier='F' cardinality='single' base-type='identifier' \
        interpretation='CANARY-outcome'/><qti-template-declaration identifier='T' cardinality='single' \
        base-type='identifier'/>";
    let rest = "<qti-catalog-info><qti-catalog id='c'><qti-card \
    support='spoken'><qti-html-content>CANARY-card\
        </qti-html-content></qti-card></qti-catalog></qti-catalog-info><qti-response-processing>\
        <qti-set-outcome-value identifier='F'><qti-base-value base-type='identifier'>CANARY-rule\
        </qti-base-value></qti-set-outcome-value></qti-response-processing><qti-modal-feedback \
        outcome-identifier='F' identifier='a' show-hide='show' title='CANARY-modal'><qti-content-body>\
        CANARY-modal</qti-content-body></qti-modal-feedback>";
    let item = item(declarations, KEPT, rest);
    let shown = state(&[("F", named("now")), ("T", named("this")), ("R", named("CANARY-response"))], 1);
    let sent = sent(&item, &shown);
    for secret in ["CANARY", "4711", "href", "style", "onclick", "script", "data-"] {
        let found = sent.find(secret).map(|at| sent.get(at.saturating_sub(80)..).unwrap_or(&sent));
        assert_eq!(found, None, "{secret} is in the view");
    }
    for public in ["Shown", "shown instead", "link", "\"x\"", "\"A\""] {
        assert!(sent.contains(public), "{public} is not in the view: {sent}");
    }
}

#[test]
fn feedback_and_templates_are_there_as_the_state_says() {
    let declarations = "<qti-outcome-declaration identifier='F' cardinality='multiple' \
    base-type='identifier'/>\
        <qti-template-declaration identifier='T' cardinality='single' base-type='integer' \
        math-variable='true'/>";
    let body = "<qti-feedback-block outcome-identifier='F' identifier='b'><qti-content-body><p>Well</p>\
        </qti-content-body></qti-feedback-block><p><qti-feedback-inline outcome-identifier='F' \
        identifier='c' \
        show-hide='hide'>Still</qti-feedback-inline><qti-printed-variable identifier='T' format='%03d'/></p>\
        <math xmlns='http://www.w3.org/1998/Math/MathML'><mi>T</mi><mi>y</mi></math>";
    let item = item(declarations, body, "");
    let before = sent(&item, &ShownState::default());
    assert!(!before.contains("Well") && before.contains("Still"), "{before}");
    let several = Value::Multiple(vec![Scalar::Identifier("b".into()), Scalar::Identifier("c".into())]);
    let after = sent(&item, &state(&[("F", several), ("T", Value::integer(7))], 0));
    assert!(after.contains("Well") && !after.contains("Still"), "{after}");
    assert!(after.contains("\"007\"") && after.contains(r#"{"is":"element","name":"mn""#), "{after}");
    assert!(after.contains("\"y\""), "{after}");
}

fn order(item: &AssessmentItem, seed: u64) -> String {
    let view = of(item, &[], &state(&[], seed));
    let [ViewNode::Interaction { interaction }] = &view.body[..] else { panic!("{view:?}") };
    let Asks::Order { choices, .. } = &interaction.asks else { panic!("{interaction:?}") };
    choices.iter().map(|choice| choice.identifier.as_str()).collect()
}

#[test]
fn choices_are_mixed_by_the_seed_and_fixed_ones_stay() {
    let choice = |name: &str, fixed: bool| {
        format!("<qti-simple-choice identifier='{name}' fixed='{fixed}'>{name}</qti-simple-choice>")
    };
    let choices: String = [("A", false), ("B", true), ("C", false), ("D", false), ("E", true)]
        .map(|(name, fixed)| choice(name, fixed))
        .concat();
    let order_of = |shuffle: bool| {
        let interaction = format!(
            "<qti-order-interaction response-identifier='R' \
            shuffle='{shuffle}'>{choices}</qti-order-interaction>"
        );
        item("", &interaction, "")
    };
    let mixed = order_of(true);
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..600 {
        let order_now = order(&mixed, seed);
        assert_eq!(order_now, order(&mixed, seed), "the same seed, the same order");
        assert_eq!((order_now.get(1..2), order_now.get(4..5)), (Some("B"), Some("E")), "{order_now}");
        *found.entry(order_now).or_default() += 1;
    }
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(found.values().all(|times| (60..140).contains(times)), "{found:?}");
    assert_eq!(order(&order_of(false), 7), "ABCDE");
}

#[test]
fn a_file_of_the_package_is_shown_and_no_other() {
    for inside in ["a.png", "./images/a b.png", "images/ä.png"] {
        assert!(allowed::package_source(inside).is_some(), "{inside}");
    }
    for outside in [
        "",
        "/a.png",
        "//host/a.png",
        "http://host/a.png",
        "javascript:x",
        "data:image/png;base64,AA",
        "..",
        "a/../../b.png",
        "a\\b.png",
        "a.png?x",
        "a.png#x",
        "%2e%2e/a.png",
        "a\n.png",
    ] {
        assert_eq!(allowed::package_source(outside), None, "{outside}");
    }
}

#[test]
fn shared_texts_and_every_kind_of_question_are_in_a_view() {
    let text = format!(
        "<qti-assessment-stimulus xmlns='{}' identifier='s' title='Log'><qti-stimulus-body><pre \
        class='qti-x own'>\
         a\n b</pre></qti-stimulus-body></qti-assessment-stimulus>",
        xml::QTI_3
    );
    let tree = xml::parse(&text, &XmlLimits::ITEM).unwrap();
    let stimulus = AssessmentStimulus::read(&tree, &mut Remarks::default()).unwrap();
    let file =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/must-pass/everything-shown.xml"));
    let item = AssessmentItem::from_text(&file.unwrap(), &XmlLimits::ITEM).unwrap().item.unwrap();
    let view = serde_json::to_value(of(&item, &[stimulus], &ShownState::default())).unwrap();
    assert_eq!(view["stimuli"][0]["body"][0]["attributes"][0], serde_json::json!(["class", "qti-x"]));
    let sent = view.to_string();
    for kind in [
        "order",
        "match",
        "gap-match",
        "inline-choice",
        "text-entry",
        "extended-text",
        "hot-text",
        "hot-spot",
        "graphic-gap-match",
    ] {
        assert!(sent.contains(&format!(r#""kind":"{kind}""#)), "{kind}: {sent}");
    }
    assert!(sent.contains(r#""is":"gap""#) && sent.contains(r#""is":"hot-text""#), "{sent}");
    assert!(sent.contains("qti-height-lines-3") && sent.contains("Read."), "{sent}");
}
