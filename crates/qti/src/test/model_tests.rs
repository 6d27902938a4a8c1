//! A test is read and written with everything in it.

use super::*;
use crate::{
    normalise,
    remark::Remarks,
    tree::XmlNode,
    xml::{XmlLimits, parse, write, write_indented},
};

const EVERYTHING: &str = include_str!("../../tests/fixtures/test.xml");

pub(super) fn read(text: &str) -> (AssessmentTest, Vec<String>) {
    let (tree, _, mut remarks) = normalise::to_3(parse(text, &XmlLimits::ITEM).unwrap());
    let test = AssessmentTest::read(&tree, &mut remarks).unwrap();
    let told = remarks.remarks.iter().map(|remark| format!("{} {}", remark.code, remark.construct));
    (test, told.collect())
}

/// Elements that hold nothing but elements.
fn has_lines(element: &XmlElement) -> bool {
    let is_text = |node: &XmlNode| matches!(node, XmlNode::Text(text) if !text.trim().is_empty());
    element.name != "p" && !element.children.is_empty() && !element.children.iter().any(is_text)
}

#[test]
fn a_test_that_says_everything_is_written_as_it_was_read() {
    let (test, told) = read(EVERYTHING);
    assert_eq!(told, ["unsupported qti-adaptive-selection"]);
    assert_eq!(write_indented(&test.write(), has_lines), EVERYTHING);
    let (again, _) = read(&write(&test.write()));
    assert_eq!(again, test);
}

#[test]
fn a_test_of_2_1_is_read_as_one_of_3_0() {
    let text = r#"<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="T" title="t">
      <testPart identifier="P" navigationMode="nonlinear" submissionMode="simultaneous">
        <assessmentSection identifier="S" title="s" visible="true" keepTogether="false">
          <selection select="1" withReplacement="true"/><ordering shuffle="true"/>
          <assessmentItemRef identifier="Q" href="q.xml" category="a b">
            <weight identifier="W" value="2"/></assessmentItemRef>
          <assessmentSectionRef identifier="R" href="r.xml"/>
        </assessmentSection></testPart>
      <outcomeProcessing><setOutcomeValue identifier="SCORE"><sum>
        <testVariables variableIdentifier="SCORE" includeCategory="a"/></sum></setOutcomeValue>
      </outcomeProcessing>
      <testFeedback access="atEnd" outcomeIdentifier="SCORE" showHide="show" identifier="x"><p>Hi</p>
      </testFeedback></assessmentTest>"#;
    let (test, told) = read(text);
    assert_eq!(told, [""; 0]);
    assert!(test.parts[0].is_simultaneous && !test.parts[0].is_linear);
    let SectionNode::Section(section) = &test.parts[0].sections[0] else { panic!() };
    assert!(!section.keep_together && section.selection.as_ref().unwrap().with_replacement);
    let SectionNode::Item(item) = &section.children[0] else { panic!() };
    assert_eq!((item.categories.len(), item.weights[0].value), (2, 2.0));
    assert_eq!(test.feedbacks[0].content[0].name, "qti-content-body");
    assert_eq!(test.outcome_processing.as_ref().unwrap().len(), 1);
}

#[test]
fn what_cannot_stand_in_a_test_is_told() {
    let text = r#"<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" title="t">
      <qti-test-part identifier="P" navigation-mode="around">
        <qti-assessment-item-ref identifier="Q" href="q.xml"/>
        <qti-time-limits max-time="1" maximum="3"/><qti-time-limits max-time="2"/>
        <qti-assessment-section identifier="S" title="s" visible="perhaps"><qti-selection/>
          <qti-branch-rule><qti-null/></qti-branch-rule>
          <qti-pre-condition/>
          <qti-assessment-item-ref identifier="Q"><qti-weight identifier="W"/><p/></qti-assessment-item-ref>
          <qti-assessment-item-ref identifier="Q" href="q.xml"/>
          <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="s.xml"/>
        </qti-assessment-section>
      </qti-test-part></qti-assessment-test>"#;
    let (test, told) = read(text);
    let expected = [
        "missing-attribute qti-assessment-test/@identifier",
        "value qti-test-part/@navigation-mode",
        "missing-attribute qti-test-part/@submission-mode",
        "unknown-element qti-assessment-item-ref",
        "unknown-attribute qti-time-limits/@maximum",
        "order qti-time-limits",
        "value qti-assessment-section/@visible",
        "missing-attribute qti-selection/@select",
        "missing-attribute qti-branch-rule/@target",
        "missing-element qti-pre-condition",
        "missing-attribute qti-assessment-item-ref/@href",
        "missing-attribute qti-weight/@value",
        "unknown-element p",
        "unknown-element xi:include",
        "name qti-assessment-item-ref/@identifier",
        "name qti-assessment-item-ref/@identifier",
    ];
    assert_eq!(told, expected);
    // What was not understood is not lost: the XInclude is written again.
    assert!(write(&test.write()).contains("http://www.w3.org/2001/XInclude"));
    let mut remarks = Remarks::default();
    assert!(AssessmentTest::read(&XmlElement::new("p"), &mut remarks).is_none());
    assert_eq!(remarks.remarks[0].code, "missing-element");
}

#[test]
fn sections_in_files_of_their_own_come_into_their_places() {
    let part = |inside: &str| {
        format!(
            r#"<qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="T" title="t">
            <qti-test-part identifier="P" navigation-mode="linear" submission-mode="individual">{inside}
            </qti-test-part></qti-assessment-test>"#
        )
    };
    let (test, _) = read(&part(r#"<qti-assessment-section-ref identifier="S" href="s.xml"/>"#));
    let mut asked = Vec::new();
    let test = test.with_sections(&mut |href| {
        asked.push(href.to_owned());
        let reference = AssessmentSectionRef { href: "s.xml".into(), ..AssessmentSectionRef::default() };
        let item = AssessmentItemRef { identifier: "Q".into(), ..AssessmentItemRef::default() };
        let children = vec![SectionNode::Item(Box::new(item)), SectionNode::SectionRef(reference)];
        Some(AssessmentSection { identifier: "S".into(), children, ..AssessmentSection::default() })
    });
    // A section inside itself ends where it would come for the second time.
    assert_eq!(asked, ["s.xml"]);
    assert_eq!(test.item_refs().len(), 1);
}
