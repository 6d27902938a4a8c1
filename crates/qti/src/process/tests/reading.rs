use super::tree;
use crate::process::{Expression, ProcessRule, ResponseProcessing};
use crate::remark::{Remarks, Weight};

fn told(element: &crate::tree::XmlElement) -> Vec<String> {
    let mut remarks = Remarks::default();
    ResponseProcessing::read(element, &mut remarks);
    remarks.remarks.iter().map(|one| format!("{:?} {} {}", one.weight, one.code, one.construct)).collect()
}

#[test]
fn rules_that_stand_wrong_are_told_where_they_stand() {
    let one = "<base-value base-type='boolean'>true</base-value>";
    let cases = [
        (
            format!("<response-else/><response-else-if>{one}</response-else-if>"),
            "Error order qti-response-else-if",
        ),
        (format!("<response-else-if>{one}</response-else-if>"), "Error order qti-response-else-if"),
        ("<response-if/>".to_owned(), "Error missing-element qti-response-if"),
        (format!("<response-if>{one}</response-if><p/>"), "Error unknown-element qti-p"),
        ("<response-else/>".to_owned(), "Lenient missing-element qti-response-condition"),
    ];
    for (inside, expected) in cases {
        let processing = format!(
            "<response-processing><response-condition>{inside}</response-condition></response-processing>"
        );
        let told = told(&tree(&processing));
        assert!(told.iter().any(|one| one == expected), "{inside}: {told:?}");
    }
}

#[test]
fn what_a_rule_lacks_or_has_too_much_is_told() {
    let cases = [
        ("<response-processing template='http://x/own'/>", "Error value qti-response-processing/@template"),
        ("<response-processing colour='red'/>", "Loss unknown-attribute qti-response-processing/@colour"),
        ("<response-processing>text</response-processing>", "Loss stray-text qti-response-processing"),
        (
            "<response-processing><set-outcome-value identifier='S'/></response-processing>",
            "Error missing-element qti-set-outcome-value",
        ),
        (
            "<response-processing><set-outcome-value><null/></set-outcome-value></response-processing>",
            "Error missing-attribute qti-set-outcome-value/@identifier",
        ),
        ("<response-processing><boil/></response-processing>", "Error unknown-element qti-boil"),
        (
            "<response-processing><set-response-value identifier='R'><null/></set-response-value>\
             </response-processing>",
            "Lenient extension qti-set-response-value",
        ),
        (
            "<response-processing template='http://x/match_correct'><exit-response/></response-processing>",
            "Lenient order qti-response-processing/@template",
        ),
    ];
    for (processing, expected) in cases {
        let told = told(&tree(processing));
        assert_eq!(told, [expected], "{processing}");
    }
}

#[test]
fn an_include_is_kept_and_told_and_not_followed() {
    let text = "<qti-response-processing xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' \
                xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='x.xml'/>\
                </qti-response-processing>";
    let element = crate::xml::parse(text, &crate::xml::XmlLimits::ITEM).unwrap();
    assert_eq!(told(&element), ["Error unknown-element include"]);
    let processing = ResponseProcessing::read(&element, &mut Remarks::default());
    assert_eq!(processing.write(), element);
    assert!(matches!(processing.rules.as_slice(), [ProcessRule::Unknown(_)]));
}

#[test]
fn a_custom_operator_is_kept_and_said_to_be_null() {
    let mut remarks = Remarks::default();
    let element = tree("<custom-operator class='a' own='b'><null/></custom-operator>");
    let expression = Expression::read(&element, &mut remarks);
    let weights: Vec<_> = remarks.remarks.iter().map(|one| (one.code, one.weight)).collect();
    assert!(weights.contains(&("custom", Weight::Loss)), "{weights:?}");
    assert_eq!(expression.write(), element);
}
