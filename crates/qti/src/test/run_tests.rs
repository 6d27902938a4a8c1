//! A candidate's way through a test, and what it is scored.

use std::collections::BTreeMap;

use super::{
    AssessmentTest, ItemSubmission, PlannedItem, TestPlan, TestRun, TestStep, Timeliness, model_tests::read,
};
use crate::{
    declaration::Declarations,
    remark::Remarks,
    value::{Scalar, Value},
    xml::{XmlLimits, parse},
};

fn test_of(parts: &str, rest: &str) -> AssessmentTest {
    let text = format!(
        r#"<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="T" title="t">
        <qti-outcome-declaration identifier="TOTAL" cardinality="single" base-type="float"/>
        <qti-outcome-declaration identifier="PERCENT" cardinality="single" base-type="float"/>
        <qti-outcome-declaration identifier="RESULT" cardinality="single" base-type="identifier">
          <qti-default-value><qti-value>open</qti-value></qti-default-value></qti-outcome-declaration>
        {parts}{rest}</qti-assessment-test>"#
    );
    let (test, told) = read(&text);
    assert_eq!(told, [""; 0]);
    test
}

fn linear(inside: &str) -> String {
    format!(
        r#"<qti-test-part identifier="P" navigation-mode="linear"
            submission-mode="individual">{inside}
        </qti-test-part>"#
    )
}

fn section(name: &str, inside: &str) -> String {
    format!(
        r#"<qti-assessment-section identifier="{name}" title="s" visible="true">{inside}
        </qti-assessment-section>"#
    )
}

fn item(name: &str, inside: &str) -> String {
    format!(r#"<qti-assessment-item-ref identifier="{name}" href="q.xml">{inside}</qti-assessment-item-ref>"#)
}

/// `SCORE` of an item is at least so much.
fn reaches(item: &str, points: u32) -> String {
    format!(
        r#"<qti-gte><qti-variable identifier="{item}.SCORE"/>
        <qti-base-value base-type="float">{points}</qti-base-value></qti-gte>"#
    )
}

/// What every item of these tests declares.
fn declared() -> Declarations {
    let text = r#"<d xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0">
      <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float" normal-maximum="2"/>
      <qti-outcome-declaration identifier="POINTS" cardinality="single" base-type="float" normal-maximum="9"/>
      </d>"#;
    let (mut declarations, mut remarks) = (Declarations::default(), Remarks::default());
    for child in parse(text, &XmlLimits::ITEM).unwrap().elements() {
        assert!(declarations.take(child, &mut remarks));
    }
    declarations
}

fn points(points: f64) -> ItemSubmission {
    ItemSubmission {
        values: BTreeMap::from([("SCORE".to_owned(), Value::float(points))]),
        is_responded: true,
        is_correct: Some(points >= 2.0),
    }
}

/// The whole way, with so many points for each item; the items that were shown.
fn walk(test: &AssessmentTest, scores: &[(&str, f64)]) -> String {
    let plan = TestPlan::draw(test, 1).unwrap();
    let declared = declared();
    let mut run = TestRun::new(test, plan, 1, &|_| Some(&declared));
    let mut shown = Vec::new();
    // No test here has more items.
    for _ in 0..50 {
        let range = match run.advance().unwrap() {
            TestStep::End => return shown.join(" "),
            TestStep::Item(index) => index..index + 1,
            TestStep::Part(range) => range,
        };
        for index in range {
            let name = run.items()[index].reference.identifier.clone();
            let score = scores.iter().find(|(item, _)| *item == name).map_or(0.0, |(_, score)| *score);
            shown.push(name);
            run.submit(index, points(score)).unwrap();
        }
    }
    panic!("the test does not end");
}

#[test]
fn a_pre_condition_passes_over_an_item_a_section_and_a_part() {
    let only_if = format!("<qti-pre-condition>{}</qti-pre-condition>", reaches("A", 2));
    let inner = section("I", &(only_if.clone() + &item("C", "") + &item("D", "")));
    let parts = linear(&section("S", &(item("A", "") + &item("B", &only_if) + &inner + &item("E", ""))))
        + &format!(
            r#"<qti-test-part identifier="P2" navigation-mode="nonlinear"
            submission-mode="individual">{only_if}
            {}</qti-test-part>"#,
            section("S2", &item("F", ""))
        );
    let test = test_of(&parts, "");
    assert_eq!(walk(&test, &[("A", 2.0)]), "A B C D E F");
    assert_eq!(walk(&test, &[("A", 1.0)]), "A E");
    // NULL is not true.
    let unknown = r#"<qti-pre-condition><qti-variable identifier="NONE"/></qti-pre-condition>"#;
    let test = test_of(&linear(&section("S", &(item("A", unknown) + &item("B", "")))), "");
    assert_eq!(walk(&test, &[]), "B");
}

#[test]
fn a_branch_leads_forward_to_an_item_a_section_an_end() {
    let branch = |target: &str, item: &str| {
        format!(r#"<qti-branch-rule target="{target}">{}</qti-branch-rule>"#, reaches(item, 2))
    };
    let way = |target: &str| {
        let first = section("S1", &(item("A", &branch(target, "A")) + &item("B", "")));
        let second = section("S2", &(item("C", "") + &item("D", "")));
        let part = r#"<qti-test-part identifier="P2" navigation-mode="linear" submission-mode="individual">"#;
        let last = format!("{part}{}</qti-test-part>", section("S3", &item("E", "")));
        test_of(&(linear(&(first + &second)) + &last), "")
    };
    for (target, shown) in [
        ("D", "A D E"),
        ("S2", "A C D E"),
        ("EXIT_SECTION", "A C D E"),
        ("EXIT_TESTPART", "A E"),
        ("EXIT_TEST", "A"),
        // Nothing of that name is ahead in this part: the rule leads nowhere.
        ("A", "A B C D E"),
        ("E", "A B C D E"),
        ("NONE", "A B C D E"),
    ] {
        assert_eq!(walk(&way(target), &[("A", 2.0)]), shown, "{target}");
        assert_eq!(walk(&way(target), &[]), "A B C D E", "{target}");
    }
}

#[test]
fn a_section_and_a_part_branch_when_they_are_left() {
    let branch =
        |target: &str| format!(r#"<qti-branch-rule target="{target}">{}</qti-branch-rule>"#, reaches("A", 2));
    // Its last item is passed over, and the section is left all the same.
    let never = r#"<qti-pre-condition><qti-null/></qti-pre-condition>"#;
    let first = section("S1", &(branch("S3") + &item("A", "") + &item("B", never)));
    let inside = first + &section("S2", &item("C", "")) + &section("S3", &item("D", ""));
    let test = test_of(&linear(&inside), "");
    assert_eq!(walk(&test, &[("A", 2.0)]), "A D");
    assert_eq!(walk(&test, &[]), "A C D");
    // A section inside a section leaves the outer one.
    let inner = section("I", &(branch("EXIT_SECTION") + &item("A", "")));
    let test =
        test_of(&linear(&(section("S", &(inner + &item("B", ""))) + &section("S2", &item("C", "")))), "");
    assert_eq!(walk(&test, &[("A", 2.0)]), "A C");
    let part = |name: &str, inside: &str| {
        format!(
            r#"<qti-test-part identifier="{name}" navigation-mode="linear"
            submission-mode="individual">{inside}
            </qti-test-part>"#
        )
    };
    let parts = part("P1", &(branch("P3") + &section("S1", &item("A", ""))))
        + &part("P2", &section("S2", &item("B", "")))
        + &part("P3", &section("S3", &item("C", "")));
    assert_eq!(walk(&test_of(&parts, ""), &[("A", 2.0)]), "A C");
    assert_eq!(walk(&test_of(&parts, ""), &[]), "A B C");
}

#[test]
fn a_nonlinear_part_has_no_rules_between_its_items() {
    let never = r#"<qti-pre-condition><qti-null/></qti-pre-condition>
        <qti-branch-rule target="EXIT_TEST"><qti-base-value base-type="boolean">true</qti-base-value>
        </qti-branch-rule>"#;
    let parts = format!(
        r#"<qti-test-part identifier="P" navigation-mode="nonlinear" submission-mode="simultaneous">{}
        </qti-test-part>"#,
        section("S", &(never.to_owned() + &item("A", never) + &item("B", "")))
    );
    let test = test_of(&parts, SCORING);
    let declared = declared();
    let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| Some(&declared));
    assert_eq!(run.advance().unwrap(), TestStep::Part(0..2));
    run.submit(1, points(2.0)).unwrap();
    // Simultaneous: the test is scored when the part is left.
    assert_eq!(run.outcome("TOTAL"), Some(&Value::float(0.0)));
    assert_eq!(run.advance().unwrap(), TestStep::End);
    assert_eq!(run.outcome("TOTAL"), Some(&Value::float(2.0)));
}

/// Total by weight, per cent of the largest total, passed from 50 per cent on.
const SCORING: &str = r#"<qti-outcome-processing>
    <qti-set-outcome-value identifier="TOTAL"><qti-sum>
      <qti-test-variables variable-identifier="SCORE" weight-identifier="W"/></qti-sum>
      </qti-set-outcome-value>
    <qti-set-outcome-value identifier="PERCENT"><qti-product>
      <qti-divide><qti-variable identifier="TOTAL"/><qti-sum>
        <qti-outcome-maximum outcome-identifier="SCORE" weight-identifier="W"/></qti-sum></qti-divide>
      <qti-base-value base-type="float">100</qti-base-value></qti-product></qti-set-outcome-value>
    <qti-outcome-condition><qti-outcome-if>
      <qti-gte><qti-variable identifier="PERCENT"/><qti-base-value base-type="float">50</qti-base-value>
      </qti-gte>
      <qti-set-outcome-value identifier="RESULT"><qti-base-value base-type="identifier">pass</qti-base-value>
      </qti-set-outcome-value></qti-outcome-if>
      <qti-outcome-else><qti-set-outcome-value identifier="RESULT">
      <qti-base-value base-type="identifier">fail</qti-base-value></qti-set-outcome-value></qti-outcome-else>
    </qti-outcome-condition></qti-outcome-processing>
    <qti-test-feedback access="during" outcome-identifier="RESULT" show-hide="show" identifier="pass"/>
    <qti-test-feedback access="atEnd" outcome-identifier="RESULT" show-hide="hide" identifier="pass"/>"#;

#[test]
fn weights_decide_the_total_the_per_cent_and_who_passes() {
    let weight = r#"<qti-weight identifier="W" value="3"/>"#;
    let mapped = r#"<qti-variable-mapping source-identifier="POINTS" target-identifier="SCORE"/>"#;
    let parts = linear(&section("S", &(item("A", weight) + &item("B", "") + &item("C", mapped))));
    let test = test_of(&parts, SCORING);
    let declared = declared();
    let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| Some(&declared));
    assert_eq!(run.outcome("RESULT"), Some(&Value::Single(Scalar::Identifier("open".into()))));
    // 3 × 2 of 3 × 2 + 2 + 9: what was not shown counts by its defaults.
    run.advance().unwrap();
    run.submit(0, points(2.0)).unwrap();
    assert_eq!(run.outcome("TOTAL"), Some(&Value::float(6.0)));
    assert_eq!(run.outcome("PERCENT"), Some(&Value::float(600.0 / 17.0)));
    assert_eq!(run.outcome("RESULT"), Some(&Value::Single(Scalar::Identifier("fail".into()))));
    assert_eq!((run.feedbacks(false).len(), run.feedbacks(true).len()), (0, 1));
    // `SCORE` of the third is its `POINTS`; its own `SCORE` counts nothing.
    let values = [("SCORE".to_owned(), Value::float(100.0)), ("POINTS".to_owned(), Value::float(3.0))];
    run.advance().unwrap();
    run.advance().unwrap();
    run.submit(2, ItemSubmission { values: values.into(), ..points(0.0) }).unwrap();
    assert_eq!(run.outcome("TOTAL"), Some(&Value::float(9.0)));
    assert_eq!(run.outcome("RESULT"), Some(&Value::Single(Scalar::Identifier("pass".into()))));
    assert_eq!((run.feedbacks(false).len(), run.feedbacks(true).len()), (1, 0));
    // Submitted again, everything is computed anew.
    run.submit(0, points(0.0)).unwrap();
    assert_eq!(run.outcome("TOTAL"), Some(&Value::float(3.0)));
}

#[test]
fn items_are_counted_by_section_and_category() {
    let count = |element: &str, attributes: &str| {
        format!(
            r#"<qti-outcome-processing><qti-set-outcome-value identifier="TOTAL">
            <qti-integer-to-float><{element} {attributes}/></qti-integer-to-float></qti-set-outcome-value>
            </qti-outcome-processing>"#
        )
    };
    let tagged = |name: &str, category: &str| {
        format!(r#"<qti-assessment-item-ref identifier="{name}" href="q.xml" category="{category}"/>"#)
    };
    let inner = section("I", &(tagged("B", "net") + &tagged("C", "net iam")));
    let parts = linear(&section("S", &(tagged("A", "iam") + &inner + &item("D", ""))));
    for (element, attributes, expected) in [
        ("qti-number-selected", "", 4.0),
        ("qti-number-presented", "", 3.0),
        ("qti-number-responded", "", 2.0),
        ("qti-number-correct", "", 1.0),
        ("qti-number-incorrect", "", 1.0),
        ("qti-number-selected", r#"section-identifier="I""#, 2.0),
        ("qti-number-selected", r#"section-identifier="S""#, 4.0),
        ("qti-number-selected", r#"include-category="iam""#, 2.0),
        ("qti-number-selected", r#"exclude-category="iam""#, 2.0),
        ("qti-number-selected", r#"include-category="net" exclude-category="iam""#, 1.0),
    ] {
        let test = test_of(&parts, &count(element, attributes));
        let declared = declared();
        let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| Some(&declared));
        run.advance().unwrap();
        run.submit(0, points(2.0)).unwrap();
        run.advance().unwrap();
        run.submit(1, points(0.0)).unwrap();
        run.advance().unwrap();
        run.submit(2, ItemSubmission::default()).unwrap();
        assert_eq!(run.outcome("TOTAL"), Some(&Value::float(expected)), "{element} {attributes}");
    }
}

#[test]
fn an_item_that_comes_twice_has_a_number_and_its_last_response_without_one() {
    let rule = r#"<qti-selection select="2" with-replacement="true"/>"#;
    let total = |variable: &str| {
        format!(
            r#"<qti-outcome-processing><qti-set-outcome-value identifier="TOTAL">
            <qti-variable identifier="{variable}"/></qti-set-outcome-value></qti-outcome-processing>"#
        )
    };
    let weight = r#"<qti-weight identifier="W" value="3"/>"#;
    let parts = linear(&section("S", &(rule.to_owned() + &item("A.x", weight))));
    let weighted = r#"A.x.2.SCORE" weight-identifier="W"#;
    for (variable, expected) in
        [("A.x.1.SCORE", 1.0), ("A.x.2.SCORE", 2.0), ("A.x.SCORE", 1.0), (weighted, 6.0)]
    {
        let test = test_of(&parts, &total(variable));
        let declared = declared();
        let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| Some(&declared));
        let stays: Vec<_> = run
            .items()
            .iter()
            .map(|item| &item.planned)
            .map(|PlannedItem { instance, .. }| *instance)
            .collect();
        assert_eq!(stays, [1, 2]);
        run.submit(1, points(2.0)).unwrap();
        run.submit(0, points(1.0)).unwrap();
        assert_eq!(run.outcome("TOTAL"), Some(&Value::float(expected)), "{variable}");
    }
}

#[test]
fn time_limits_hold_from_the_item_to_the_test() {
    let limits = |inside: &str| format!("<qti-time-limits {inside}/>");
    let own = limits(r#"min-time="10" max-time="60" allow-late-submission="true""#);
    let part = limits(r#"max-time="600""#) + &section("S", &(item("A", &own) + &item("B", "")));
    let test = test_of(&linear(&part), "");
    let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| None);
    assert_eq!(run.timeliness(0), Timeliness::InTime);
    for (seconds, expected) in [
        (5.0, Timeliness::TooSoon),
        (10.0, Timeliness::InTime),
        (60.0, Timeliness::InTime),
        (60.5, Timeliness::LateAndTaken),
    ] {
        run.set_duration("A", seconds);
        assert_eq!(run.timeliness(0), expected, "{seconds}");
    }
    // The part's limit takes nothing late, whatever the item's does.
    run.set_duration("P", 601.0);
    assert_eq!((run.timeliness(0), run.timeliness(1)), (Timeliness::Late, Timeliness::Late));
}

#[test]
fn a_duration_is_a_variable_of_the_test_and_of_its_parts() {
    for (variable, expected) in [("duration", 100.0), ("P.duration", 60.0), ("S.duration", 40.0)] {
        let rule = format!(
            r#"<qti-outcome-processing><qti-set-outcome-value identifier="TOTAL">
            <qti-variable identifier="{variable}"/></qti-set-outcome-value></qti-outcome-processing>"#
        );
        let test = test_of(&linear(&section("S", &item("A", ""))), &rule);
        let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| None);
        for (name, seconds) in [("T", 100.0), ("P", 60.0), ("S", 40.0), ("A", 30.0)] {
            run.set_duration(name, seconds);
        }
        run.submit(0, points(1.0)).unwrap();
        assert_eq!(run.outcome("TOTAL"), Some(&Value::float(expected)), "{variable}");
    }
}

#[test]
fn a_setting_is_the_innermost_one_and_else_the_standards() {
    let control = |inside: &str| format!("<qti-item-session-control {inside}/>");
    let inner =
        section("S", &(control(r#"show-feedback="true""#) + &item("A", &control(r#"max-attempts="0""#))));
    let test = test_of(&linear(&(control(r#"max-attempts="2" allow-review="false""#) + &inner)), "");
    let run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| None);
    let set = run.control(0);
    assert_eq!((set.max_attempts, set.show_feedback, set.allow_review), (Some(0), Some(true), Some(false)));
    assert_eq!((set.allow_skipping, set.show_solution), (Some(true), Some(false)));
}

#[test]
fn a_template_begins_with_what_the_test_knows() {
    let default = r#"<qti-template-default template-identifier="SIZE"><qti-variable identifier="A.SCORE"/>
        </qti-template-default>"#;
    let test = test_of(&linear(&section("S", &(item("A", "") + &item("B", default)))), "");
    let declared = declared();
    let mut run = TestRun::new(&test, TestPlan::draw(&test, 1).unwrap(), 1, &|_| Some(&declared));
    run.submit(0, points(2.0)).unwrap();
    assert_eq!(run.template_defaults(1).unwrap(), [("SIZE".to_owned(), Value::float(2.0))]);
    assert_eq!(run.template_defaults(0).unwrap(), []);
}
