use super::*;
use crate::xml::{XmlLimits, parse};

fn to(text: &str) -> (XmlElement, Version, Remarks) {
    to_3(parse(text, &XmlLimits::ITEM).unwrap())
}

fn two(version: &str, inside: &str) -> XmlElement {
    to(&format!("<itemBody xmlns='http://www.imsglobal.org/xsd/imsqti_{version}'>{inside}</itemBody>")).0
}

#[test]
fn each_version_is_known_by_its_namespace() {
    let cases = [
        ("http://www.imsglobal.org/xsd/imsqti_v2p0", "assessmentItem", Version::V2_0),
        ("http://www.imsglobal.org/xsd/imsqti_v2p1", "assessmentItem", Version::V2_1),
        ("http://www.imsglobal.org/xsd/apip/apipv1p0/qtiitem/imsqti_v2p1", "assessmentItem", Version::V2_1),
        ("http://www.imsglobal.org/xsd/imsaqti_item_v1p0", "assessmentItem", Version::V2_2),
        ("http://www.imsglobal.org/xsd/imsqti_v2p2", "assessmentItem", Version::V2_2),
        ("http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "qti-assessment-item", Version::V3_0),
        ("http://www.imsglobal.org/xsd/imsqtiasi_v3p1", "qti-assessment-item", Version::V3_0),
    ];
    for (address, name, version) in cases {
        let (tree, found, remarks) = to(&format!("<{name} xmlns='{address}'/>"));
        assert_eq!((found, tree.is("qti-assessment-item")), (version, true), "{address}");
        assert_eq!(remarks, Remarks::default(), "{address}");
    }
}

#[test]
fn a_file_without_a_namespace_is_read_and_told() {
    let (tree, version, remarks) = to("<assessmentItem><itemBody><p/></itemBody></assessmentItem>");
    assert_eq!((version, remarks.remarks[0].code), (Version::V2_2, codes::NAMESPACE));
    assert!(tree.first("qti-item-body").unwrap().first("p").is_some() && remarks.is_usable());
}

#[test]
fn other_vocabularies_come_back_as_they_are() {
    let result = "<assessmentResult xmlns='http://www.imsglobal.org/xsd/imsqti_result_v2p2'><itemResult/></assessmentResult>";
    let tree = parse(result, &XmlLimits::ITEM).unwrap();
    assert_eq!(to_3(tree.clone()).0, tree);
}

#[test]
fn html_in_its_own_namespace_is_told_once() {
    let (tree, _, remarks) = to("<qti-item-body xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0' \
        xmlns:h='http://www.w3.org/1999/xhtml'><h:p/><h:p/></qti-item-body>");
    assert_eq!(tree.elements().filter(|element| element.is("p")).count(), 2);
    assert_eq!(remarks.remarks.len(), 1);
}

#[test]
fn blocks_get_a_content_body() {
    let tree = two(
        "v2p1",
        "<feedbackBlock outcomeIdentifier='F' identifier='A' showHide='show'>\
        <stylesheet href='a.css' type='text/css'/>Well <b>done</b></feedbackBlock>",
    );
    let block = tree.first("qti-feedback-block").unwrap();
    assert_eq!(block.attribute("show-hide"), Some("show"));
    let names: Vec<_> = block.elements().map(|element| element.name.as_str()).collect();
    assert_eq!(names, ["qti-stylesheet", "qti-content-body"]);
    assert_eq!(block.first("qti-content-body").unwrap().all_text(), "Well done");
}

#[test]
fn objects_become_pictures_and_sounds() {
    let tree = two(
        "v2p2",
        "<object data='a.png' type='image/png' width='3'> a\n map </object>\
        <object data='b.mp3' type='audio/mpeg'>sound</object><object data='c.html' type='text/html'/>\
        <object data='d.mp4'/>",
    );
    let [img, audio, object, video] = tree.elements().collect::<Vec<_>>()[..] else { panic!("{tree:?}") };
    assert_eq!(
        (img.name.as_str(), img.attribute("src"), img.attribute("alt")),
        ("img", Some("a.png"), Some("a map"))
    );
    assert_eq!(img.attribute("width"), Some("3"));
    let source = audio.first("source").unwrap();
    assert_eq!((source.attribute("src"), source.attribute("type")), (Some("b.mp3"), Some("audio/mpeg")));
    assert_eq!((object.name.as_str(), video.name.as_str()), ("object", "video"));
}

#[test]
fn templates_are_known_by_the_last_part_of_their_address() {
    for (address, name) in [
        ("http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct", Some("match_correct")),
        ("https://example.org/x/CC2_match_basic.xml", Some("CC2_match_basic")),
        ("rptemplates/map_response_point/", Some("map_response_point")),
        ("https://example.org/match_correctly", None),
    ] {
        assert_eq!(template_name(address), name, "{address}");
    }
    let tree = two("v2p0", "<responseProcessing template='http://x.org/qti_v2p0/rptemplates/map_response'/>");
    let address = tree.first("qti-response-processing").unwrap().attribute("template");
    assert_eq!(address, Some("https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response"));
}

#[test]
fn names_that_3_0_spells_otherwise_are_spelled_as_there() {
    let tree = two(
        "v2p1",
        "<positionObjectInteraction responseIdentifier='R' centrePoint='1 1'/>\
         <responseDeclaration identifier='R' cardinality='single' baseType='intOrIdentifier'/>",
    );
    let [position, declaration] = tree.elements().collect::<Vec<_>>()[..] else { panic!("{tree:?}") };
    assert_eq!(position.attribute("center-point"), Some("1 1"));
    assert_eq!(declaration.attribute("base-type"), Some("identifier"));
}

#[test]
fn an_info_control_opens_by_its_title() {
    let tree = two("v2p1", "<infoControl title='Hint' class='x'><p>Look up.</p></infoControl>");
    let details = tree.first("details").unwrap();
    assert_eq!(details.first("summary").unwrap().all_text(), "Hint");
    assert_eq!((details.attribute("title"), details.attribute("class")), (None, Some("x")));
}

#[test]
fn accessibility_of_apip_becomes_a_catalog() {
    let (tree, _, remarks) = to("<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'>\
        <itemBody><p id='p1'>2 cm</p></itemBody>\
        <apipAccessibility xmlns='http://www.imsglobal.org/xsd/apip/apipv1p0/imsapip_qtiv1p0'>\
        <inclusionOrder/><accessibilityInfo><accessElement identifier='a'>\
        <contentLinkInfo qtiLinkIdentifierRef='p1'/><relatedElementInfo>\
        <spoken><spokenText contentLinkIdentifier='s'>two centimetres</spokenText></spoken><signing/>\
        </relatedElementInfo></accessElement></accessibilityInfo></apipAccessibility></assessmentItem>");
    let body = tree.first("qti-item-body").unwrap();
    assert_eq!(body.first("p").unwrap().attribute("data-catalog-idref"), Some("catalog-p1"));
    let card =
        tree.first("qti-catalog-info").unwrap().first("qti-catalog").unwrap().first("qti-card").unwrap();
    assert_eq!((card.attribute("support"), card.all_text().as_str()), (Some("spoken"), "two centimetres"));
    let lost: Vec<_> =
        remarks.remarks.iter().map(|remark| (remark.weight, remark.construct.as_str())).collect();
    assert_eq!(lost, [(Weight::Loss, "inclusionOrder"), (Weight::Loss, "signing")]);
}

#[test]
fn accessibility_that_a_catalog_does_not_hold_is_told_part_by_part() {
    let (tree, _, remarks) = to("<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'>\
        <itemBody><p id='p1'>2 cm</p></itemBody>\
        <apipAccessibility xmlns='http://www.imsglobal.org/xsd/apip/apipv1p0/imsapip_qtiv1p0'>\
        <accessibilityInfo><accessElement identifier='a'><note/>\
        <contentLinkInfo qtiLinkIdentifierRef='p2'/><contentLinkInfo qtiLinkIdentifierRef='p1'/>\
        <relatedElementInfo><spoken><spokenText>two centimetres</spokenText><audioFileInfo/>\
        <textToSpeechPronunciation>two</textToSpeechPronunciation></spoken></relatedElementInfo>\
        </accessElement></accessibilityInfo></apipAccessibility></assessmentItem>");
    let lost: Vec<_> =
        remarks.remarks.iter().map(|remark| (remark.weight, remark.construct.as_str())).collect();
    let names =
        ["note", "contentLinkInfo", "audioFileInfo", "textToSpeechPronunciation", "qtiLinkIdentifierRef"];
    assert_eq!(lost, names.map(|name| (Weight::Loss, name)));
    let catalog = tree.first("qti-catalog-info").unwrap().first("qti-catalog").unwrap();
    assert_eq!(catalog.all_text(), "two centimetres");
}

#[test]
fn what_is_not_qtis_keeps_its_name() {
    let tree = two("v2p2", "<u/><customInteraction responseIdentifier='R' myOwn='1'/><wrongTag/>");
    let names: Vec<_> = tree.elements().map(|element| element.name.as_str()).collect();
    assert_eq!(names, ["u", "qti-custom-interaction", "qti-wrong-tag"]);
    let custom = tree.first("qti-custom-interaction").unwrap();
    assert_eq!((custom.attribute("response-identifier"), custom.attribute("myOwn")), (Some("R"), Some("1")));
}

#[test]
fn a_word_of_rounding_in_the_singular_is_told_and_written_in_the_plural() {
    for (version, name, attribute) in
        [("imsqti_v2p2", "roundTo", "roundingMode"), ("imsqtiasi_v3p0", "qti-round-to", "rounding-mode")]
    {
        let address = format!("http://www.imsglobal.org/xsd/{version}");
        let text = |word: &str| format!("<{name} xmlns='{address}' {attribute}='{word}' figures='3'/>");
        let (tree, _, remarks) = to(&text("significantFigure"));
        assert_eq!(tree.attribute("rounding-mode"), Some("significantFigures"));
        let told: Vec<_> = remarks.remarks.iter().map(|one| (one.weight, one.construct.as_str())).collect();
        assert_eq!(told, [(Weight::Lenient, "qti-round-to/@rounding-mode")]);
        assert_eq!(to(&text("decimalPlaces")).2, Remarks::default());
    }
}
