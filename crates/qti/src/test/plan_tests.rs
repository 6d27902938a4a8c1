//! Which items a candidate gets: stories of selection and ordering.

use std::collections::BTreeSet;

use super::{TestPlan, model_tests::read};

fn test_of(sections: &str) -> super::AssessmentTest {
    let text = format!(
        r#"<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="T" title="t">
        <qti-test-part identifier="P" navigation-mode="linear" submission-mode="individual">{sections}
        </qti-test-part></qti-assessment-test>"#
    );
    let (test, told) = read(&text);
    assert_eq!(told, [""; 0]);
    test
}

fn section(attributes: &str, inside: &str) -> String {
    format!(r#"<qti-assessment-section title="s" {attributes}>{inside}</qti-assessment-section>"#)
}

fn item(name: &str) -> String {
    let (name, attributes) = name.split_once(' ').unwrap_or((name, ""));
    format!(r#"<qti-assessment-item-ref identifier="{name}" href="{name}.xml" {attributes}/>"#)
}

fn items(names: &[&str]) -> String {
    names.iter().map(|name| item(name)).collect()
}

fn drawn(sections: &str, seed: u64) -> Vec<String> {
    let plan = TestPlan::draw(&test_of(sections), seed).unwrap();
    plan.items().map(|item| item.identifier.clone()).collect()
}

/// What a hundred seeds give, each way once.
fn ways(sections: &str) -> BTreeSet<String> {
    let test = test_of(sections);
    let of = |seed| {
        let plan = TestPlan::draw(&test, seed).unwrap();
        plan.items().map(|item| item.identifier.as_str()).collect::<Vec<_>>().join(" ")
    };
    (0..100).map(of).collect()
}

#[test]
fn without_rules_every_item_comes_in_the_files_order() {
    let inner = section(r#"identifier="I" visible="true""#, &items(&["C", "D"]));
    let all = section(r#"identifier="S" visible="true""#, &(items(&["A", "B"]) + &inner + &item("E")));
    assert_eq!(drawn(&all, 1), ["A", "B", "C", "D", "E"]);
    let plan = TestPlan::draw(&test_of(&all), 1).unwrap();
    let sections: Vec<_> =
        plan.parts[0].items[2].sections.iter().map(|stay| stay.identifier.as_str()).collect();
    assert_eq!(sections, ["S", "I"]);
}

#[test]
fn a_seed_always_gives_the_same_test_and_other_seeds_give_others() {
    let many = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let rules = r#"<qti-selection select="4"/><qti-ordering shuffle="true"/>"#;
    let all = section(r#"identifier="S" visible="true""#, &(rules.to_owned() + &items(&many)));
    assert_eq!(drawn(&all, 7), drawn(&all, 7));
    assert!(ways(&all).len() > 90, "{}", ways(&all).len());
    // What a seed gives is part of what a sitting was: it never changes.
    assert_eq!(drawn(&all, 7).join(" "), "C E H B");
}

#[test]
fn a_selection_takes_the_required_ones_and_keeps_the_files_order() {
    let names = ["A", "B required=\"true\"", "C", "D"];
    let two = section(
        r#"identifier="S" visible="true""#,
        &(r#"<qti-selection select="2"/>"#.to_owned() + &items(&names)),
    );
    assert_eq!(Vec::from_iter(ways(&two)), ["A B", "B C", "B D"]);
    // More than there are: all; fewer than are required: the required ones.
    let five = section(
        r#"identifier="S" visible="true""#,
        &(r#"<qti-selection select="5"/>"#.to_owned() + &items(&names)),
    );
    assert_eq!(Vec::from_iter(ways(&five)), ["A B C D"]);
    let none = section(
        r#"identifier="S" visible="true""#,
        &(r#"<qti-selection select="0"/>"#.to_owned() + &items(&names)),
    );
    assert_eq!(Vec::from_iter(ways(&none)), ["B"]);
}

#[test]
fn with_replacement_an_item_may_come_several_times_with_its_number() {
    let rule = r#"<qti-selection select="3" with-replacement="true"/>"#;
    let three = section(
        r#"identifier="S" visible="true""#,
        &(rule.to_owned() + &items(&["A", "B required=\"true\""])),
    );
    assert_eq!(Vec::from_iter(ways(&three)), ["A A B", "A B B", "B B B"]);
    let test = test_of(&three);
    let plan = (0..100).map(|seed| TestPlan::draw(&test, seed).unwrap());
    let plan = plan.into_iter().find(|plan| plan.parts[0].items[1].identifier == "A").unwrap();
    let instances: Vec<_> = plan.items().map(|item| (item.identifier.as_str(), item.instance)).collect();
    assert_eq!(instances, [("A", 1), ("A", 2), ("B", 1)]);
}

#[test]
fn a_shuffle_leaves_what_is_fixed_and_keeps_sections_together() {
    let rule = r#"<qti-ordering shuffle="true"/>"#;
    let fixed = section(
        r#"identifier="S" visible="true""#,
        &(rule.to_owned() + &items(&["A", "B fixed=\"true\"", "C"])),
    );
    assert_eq!(Vec::from_iter(ways(&fixed)), ["A B C", "C B A"]);
    // A visible section stays together, and so does an invisible one unless it says otherwise.
    let inside = |attributes: &str| {
        let inner = section(&format!(r#"identifier="I" {attributes}"#), &items(&["B", "C"]));
        section(r#"identifier="S" visible="true""#, &(rule.to_owned() + &item("A") + &inner))
    };
    for together in [r#"visible="true" keep-together="false""#, r#"visible="false""#] {
        assert_eq!(Vec::from_iter(ways(&inside(together))), ["A B C", "B C A"], "{together}");
    }
    let mixed = ways(&inside(r#"visible="false" keep-together="false""#));
    assert_eq!(Vec::from_iter(mixed), ["A B C", "A C B", "B A C", "B C A", "C A B", "C B A"]);
    // The items of a mixed section are still that section's.
    let plan = TestPlan::draw(&test_of(&inside(r#"visible="false" keep-together="false""#)), 3).unwrap();
    assert!(plan.items().filter(|item| item.identifier != "A").all(|item| item.sections.len() == 2));
}

#[test]
fn a_section_that_is_selected_twice_has_two_stays() {
    let inner = section(r#"identifier="I" visible="true" required="true""#, &items(&["A"]));
    let rule = r#"<qti-selection select="2" with-replacement="true"/>"#;
    let plan = TestPlan::draw(
        &test_of(&section(r#"identifier="S" visible="true""#, &(rule.to_owned() + &inner))),
        1,
    );
    let stays: Vec<_> =
        plan.unwrap().items().map(|item| (item.instance, item.sections[1].instance)).collect();
    assert_eq!(stays, [(1, 1), (2, 2)]);
}

#[test]
fn a_selection_without_end_is_refused() {
    let mut inside = item("A");
    for level in 0..4 {
        let rule = r#"<qti-selection select="1000" with-replacement="true"/>"#;
        inside = section(&format!(r#"identifier="S{level}" visible="true""#), &(rule.to_owned() + &inside));
    }
    let refusal = TestPlan::draw(&test_of(&inside), 1).unwrap_err();
    assert_eq!(refusal.to_string(), "the test selects more than 20000 items");
    let rule = r#"<qti-selection select="4000000000" with-replacement="true"/>"#;
    let all = section(r#"identifier="S" visible="true""#, &(rule.to_owned() + &item("A")));
    assert!(TestPlan::draw(&test_of(&all), 1).is_err());
}
