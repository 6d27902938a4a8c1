use super::*;
use crate::xml::{XmlLimits, parse, write};

fn read(text: &str, folder: &str) -> (Manifest, Remarks) {
    let mut remarks = Remarks::default();
    let tree = parse(text, &XmlLimits::MANY).unwrap();
    (Manifest::read(&tree, folder, &mut remarks), remarks)
}

fn told(remarks: &Remarks) -> Vec<String> {
    let told = remarks.remarks.iter();
    told.map(|remark| format!("{} {} {}", remark.line, remark.code, remark.construct)).collect()
}

const QTI_21: &str = r#"<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M" xml:base="content/"
    xmlns:q="http://www.imsglobal.org/xsd/imsqti_metadata_v2p1" xmlns:lom="http://ltsc.ieee.org/xsd/LOM">
  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion>
    <lom:lom><lom:general><lom:title><lom:string language="en">A bank</lom:string></lom:title></lom:general>
    </lom:lom>
  </metadata>
  <organizations/>
  <resources xml:base="items/">
    <resource identifier="I-1" type="imsqti_item_xmlv2p1" href="q%201.xml">
      <metadata><q:qtiMetadata><q:interactionType>choiceInteraction</q:interactionType></q:qtiMetadata>
      </metadata>
      <file href="q%201.xml"/><file href="../media/p.png"><metadata><lom:lom/></metadata></file>
      <dependency identifierref="P-1"/>
    </resource>
    <resource identifier="T-1" type="imsqti_test_xmlv2p1" href="../test.xml">
      <file href="../test.xml"/></resource>
    <resource identifier="P-1" type="webcontent" href="../media/p.png">
      <file href="../media/p.png"/></resource>
  </resources>
</manifest>"#;

#[test]
fn a_manifest_of_before_becomes_one_of_3_0_with_all_that_it_says() {
    let (manifest, remarks) = read(QTI_21, "");
    assert_eq!(told(&remarks), [""; 0]);
    assert_eq!(manifest.schema.as_deref(), Some("QTIv2.1 Package"));
    let item = manifest.resource("I-1").unwrap();
    assert_eq!(
        (item.kind, item.main.as_ref().unwrap().as_str()),
        (ResourceKind::Item, "content/items/q 1.xml")
    );
    assert_eq!(item.files[1].name.as_str(), "content/media/p.png");
    assert_eq!((item.dependencies.as_slice(), item.files[1].metadata.len()), (&["P-1".to_owned()][..], 1));
    assert_eq!(item.metadata[0].all_text(), "choiceInteraction");
    assert_eq!(manifest.metadata[0].all_text().trim(), "A bank");

    let written = write(&manifest.write());
    assert!(written.contains(r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1""#));
    assert!(written.contains(r#"<qtiMetadata xmlns="http://www.imsglobal.org/xsd/imsqti_metadata_v3p0">"#));
    assert!(written.contains(r#"type="imsqti_item_xmlv3p0" href="content/items/q%201.xml""#), "{written}");
    // Read again it says the same, and written again it is the same text.
    let (again, remarks) = read(&written, "");
    assert_eq!(told(&remarks), [""; 0]);
    assert_eq!(again.resources[0].files.len(), 2);
    assert_eq!(write(&again.write()), written);
}

#[test]
fn a_manifest_of_each_version_and_of_common_cartridge_is_recognised() {
    let words = [
        ("imsqti_item_xmlv2p0", ResourceKind::Item),
        ("imsqti_item_xmlv3p1", ResourceKind::Item),
        ("imsqti_apipitem_xmlv2p1", ResourceKind::Item),
        ("imsqti_test_xmlv2p2", ResourceKind::Test),
        ("imsqti_assessment_xmlv2p1", ResourceKind::Test),
        ("imsqti_section_xmlv3p0", ResourceKind::Section),
        ("imsqti_stimulus_xmlv3p0", ResourceKind::Stimulus),
        ("imsqti_rptemplate_xmlv2p2", ResourceKind::ResponseTemplate),
        ("imsqti_xmlv1p2/imscc_xmlv1p1/assessment", ResourceKind::Qti12),
        ("imsqti_xmlv1p2", ResourceKind::Qti12),
        ("associatedcontent/imscc_xmlv1p1/learning-application-resource", ResourceKind::Media),
        ("qtiusagedata/xml", ResourceKind::UsageData),
        ("imslti_xmlv1p1", ResourceKind::Foreign),
    ];
    for (word, kind) in words {
        assert_eq!(ResourceKind::of(word), kind, "{word}");
    }
    let cartridge = r#"<manifest identifier="c" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
      <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion></metadata>
      <organizations><organization identifier="o"><item identifier="root"/></organization></organizations>
      <resources><resource identifier="r" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">
        <file href="r/quiz.xml"/></resource></resources></manifest>"#;
    let (manifest, remarks) = read(cartridge, "export");
    assert_eq!(told(&remarks), [""; 0]);
    assert_eq!(manifest.resources[0].main.as_ref().unwrap().as_str(), "export/r/quiz.xml");
    assert_eq!(manifest.other_elements[0].name, "organizations");
}

#[test]
fn what_is_wrong_in_a_manifest_is_told_and_the_rest_is_read() {
    let text = r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"><resources>
      <resource identifier="a" type="webcontent" href="../../secret">
        <file href="https://a.example/p.png"/></resource>
      <resource identifier="a" type="imsqti_item_xmlv3p0" href="q.xml">
        <dependency identifierref="none"/></resource>
      <resource/></resources></manifest>"#;
    let (manifest, remarks) = read(text, "");
    assert_eq!(
        told(&remarks),
        [
            "2 value resource/@href",
            "3 value file/@href",
            "6 missing-attribute resource/@identifier",
            "6 missing-attribute resource/@type",
            "4 name resource/@identifier",
            "4 name dependency/@identifierref",
        ]
    );
    assert_eq!(manifest.resources.len(), 3);
    let (_, remarks) = read("<questestinterop/>", "");
    assert!(!remarks.is_usable());
}

#[test]
fn a_manifest_of_3_0_1_with_the_vocabulary_of_3_1_is_recognised() {
    let text = r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p1/imscp_v1p1" identifier="m">
      <metadata><schema>QTI Package</schema><schemaversion>3.0.1</schemaversion></metadata><organizations/>
      <resources><resource identifier="i" type="imsqti_item_xmlv3p1" href="i.xml"><file href="i.xml"/>
      </resource></resources></manifest>"#;
    let (manifest, remarks) = read(text, "");
    assert_eq!(told(&remarks), [""; 0]);
    assert_eq!(manifest.schema_version.as_deref(), Some("3.0.1"));
    assert_eq!(manifest.resources[0].kind, ResourceKind::Item);
}

#[test]
fn what_a_manifest_says_and_the_model_does_not_hold_is_told() {
    let text = r#"<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="m">
      <metadata lang="en"><schema a="1">QTI Package</schema><schema>Another</schema></metadata>
      <organizations default="a"/><organizations default="b"/>
      <resources count="1">and a text
      <resource identifier="i" type="imsqti_item_xmlv3p0" href="i.xml"><metadata b="2"/>
      <file href="i.xml" size="3"><note/></file>
      <dependency identifierref="i" kind="x"><why/></dependency></resource></resources></manifest>"#;
    let (manifest, remarks) = read(text, "");
    assert_eq!(
        told(&remarks),
        [
            "2 unknown-attribute metadata/@lang",
            "2 unknown-attribute schema/@a",
            "2 unknown-element schema",
            "3 unknown-element organizations",
            "4 unknown-attribute resources/@count",
            "4 stray-text resources",
            "5 unknown-attribute metadata/@b",
            "6 unknown-attribute file/@size",
            "6 unknown-element note",
            "7 unknown-attribute dependency/@kind",
            "7 unknown-element why",
        ]
    );
    assert!(remarks.remarks.iter().all(|remark| remark.weight == Weight::Loss));
    // The first of each is kept.
    assert_eq!(manifest.schema.as_deref(), Some("QTI Package"));
    assert!(write(&manifest.write()).contains(r#"<organizations default="a"/>"#));
}
