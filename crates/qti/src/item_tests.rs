use super::*;
use crate::remark::{Weight, codes};

fn read(attributes: &str, inside: &str) -> ReadItem {
    let text =
        format!("<qti-assessment-item xmlns='{}' {attributes}>{inside}</qti-assessment-item>", xml::QTI_3);
    AssessmentItem::from_text(&text, &XmlLimits::ITEM).unwrap()
}

const NAMED: &str = "identifier='i' title='t' time-dependent='false'";

fn codes_of(read: &ReadItem) -> Vec<(Weight, &'static str, &str)> {
    read.remarks
        .remarks
        .iter()
        .map(|remark| (remark.weight, remark.code, remark.construct.as_str()))
        .collect()
}

#[test]
fn everything_of_an_item_is_written_again() {
    let item = read(
        "identifier='i' title='t' label='l' xml:lang='de' tool-name='n' tool-version='1' adaptive='true' \
         time-dependent='true' data-own='x'",
        "<qti-response-declaration identifier='R' cardinality='single' base-type='string'/>\
         <qti-template-processing/><qti-assessment-stimulus-ref identifier='s' href='s.xml' title='S'/>\
         <qti-companion-materials-info/>\
         <qti-stylesheet href='a.css' type='text/css' media='print' title='A'/>\
         <qti-item-body class='b'><p>One <b>two</b></p></qti-item-body><qti-catalog-info/>\
         <qti-response-processing/>\
         <qti-modal-feedback outcome-identifier='F' show-hide='hide' identifier='x' \
         title='M'><qti-content-body>Well</qti-content-body></qti-modal-feedback>",
    );
    assert_eq!(codes_of(&item), []);
    let item = item.item.unwrap();
    assert_eq!((item.is_adaptive, item.modal_feedback[0].shown), (true, ShowHide::Hide));
    let again = AssessmentItem::from_text(&item.to_text(), &XmlLimits::ITEM).unwrap();
    assert_eq!(again.item.as_ref(), Some(&item), "{}", item.to_text());
    assert_eq!(again.remarks, Remarks::default());
}

#[test]
fn what_does_not_belong_into_an_item_is_kept_and_told() {
    let item = read(NAMED, "<qti-item-body/><qti-own><p/></qti-own>");
    assert_eq!(codes_of(&item), [(Weight::Loss, codes::UNKNOWN_ELEMENT, "qti-own")]);
    let written = item.item.unwrap().write();
    assert!(written.first("qti-own").unwrap().first("p").is_some());
}

#[test]
fn an_item_says_what_it_lacks() {
    let lacks = read("identifier=' '", "");
    let error = |construct| (Weight::Error, codes::MISSING_ATTRIBUTE, construct);
    let lenient = (Weight::Lenient, codes::MISSING_ATTRIBUTE, "qti-assessment-item");
    let body = (Weight::Error, codes::MISSING_ELEMENT, "qti-assessment-item");
    assert_eq!(codes_of(&lacks), [lenient, error("qti-assessment-item/@identifier"), lenient, body]);
    let twice = read(NAMED, "<qti-item-body/><qti-response-processing/><qti-response-processing/>");
    assert_eq!(codes_of(&twice), [(Weight::Error, codes::ORDER, "qti-response-processing")]);
    let order = read(
        NAMED,
        "<qti-item-body/><qti-outcome-declaration identifier='O' cardinality='single' base-type='float'/>",
    );
    assert_eq!(codes_of(&order), [(Weight::Lenient, codes::ORDER, "qti-outcome-declaration")]);
    let other = AssessmentItem::from_text("<a xmlns='urn:x'/>", &XmlLimits::ITEM).unwrap();
    assert_eq!(codes_of(&other), [(Weight::Error, codes::UNKNOWN_ELEMENT, "a")]);
}

#[test]
fn a_stimulus_is_read_and_written() {
    let text = format!(
        "<qti-assessment-stimulus xmlns='{}' identifier='s' title='S' xml:lang='en'>\
         <qti-stylesheet href='a.css' type='text/css'/><qti-stimulus-body><p>Read</p></qti-stimulus-body>\
         </qti-assessment-stimulus>",
        xml::QTI_3
    );
    let tree = xml::parse(&text, &XmlLimits::ITEM).unwrap();
    let mut remarks = Remarks::default();
    let stimulus = AssessmentStimulus::read(&tree, &mut remarks).unwrap();
    assert_eq!((stimulus.write(), remarks), (tree, Remarks::default()));
}
