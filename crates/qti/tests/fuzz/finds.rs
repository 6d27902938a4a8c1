//! What the fuzzers found once: each stays mended.

use assay_qti::{
    foreign::{self, Foreign, ForeignReading, Format, Made},
    package::Manifest,
    remark::Remarks,
    xml::{self, XmlLimits},
};

/// The questions of a text; what holds of any question holds of each.
fn read(format: Format, text: &str) -> Vec<Foreign> {
    let read: Vec<_> = foreign::read(format, text, &ForeignReading::default()).collect();
    for question in &read {
        super::holds(question, 1);
    }
    read
}

fn item_of(question: &Foreign) -> String {
    let Made::Item(item) = &question.made else { panic!("{question:?}") };
    xml::write(item)
}

#[test]
fn whatever_stands_in_a_file_of_questions_is_told_where_it_becomes_none() {
    for text in [
        "<quiz><question/></quiz>",
        "<quiz><question type=''><name/></question></quiz>",
        "<quiz><and><question type='essay'/></and></quiz>",
        "<other/>",
        "<quiz><question type='multichoice'/>",
    ] {
        let read = read(Format::MoodleXml, text);
        assert!(!read.is_empty() && read.iter().any(|one| !one.remarks.remarks.is_empty()), "{text}");
    }
}

#[test]
fn a_text_of_too_many_tags_is_refused_and_does_not_take_its_time() {
    let text = format!("::Deep::[html]{}x {{=yes ~no}}", "<b>".repeat(4_000));
    let read = read(Format::Gift, &text);
    assert!(read[0].remarks.remarks.iter().any(|remark| remark.code == foreign::codes::LIMIT), "{read:?}");
}

#[test]
fn texts_that_stand_side_by_side_are_one() {
    let text = "::Side by side::[html]a<!-- -->b<script>x</script>c<u>d</u>e {=1<wbr>2 ~3<script/>4}";
    assert!(item_of(&read(Format::Gift, text)[0]).contains("abc"));
}

#[test]
fn a_letter_that_no_xml_may_hold_is_in_no_key() {
    for text in [
        "::One::Which? {=a\u{1}b}",
        "::Two::Which? {=a\u{fffe}b ~c\u{0}}",
        "::Three::Which? {=\u{b} -> \u{1}a =b -> c}",
    ] {
        let read = read(Format::Gift, text);
        let illegal = ['\u{0}', '\u{1}', '\u{b}', '\u{fffe}'];
        assert!(!item_of(&read[0]).contains(illegal), "{text:?}");
    }
}

#[test]
fn metadata_among_the_resources_speaks_of_the_package() {
    let text = "<manifest identifier='m'><resources><metadata><schema>A</schema><note>kept</note></metadata>\
                <resource identifier='r' type='webcontent'/></resources></manifest>";
    let manifest = |text: &str| {
        Manifest::read(&xml::parse(text, &XmlLimits::MANY).unwrap(), "", &mut Remarks::default())
    };
    let first = manifest(text);
    let again = manifest(&xml::write(&first.write()));
    assert_eq!((first.metadata.len(), again.metadata.len()), (1, 1));
    assert_eq!(again.metadata[0].all_text(), "kept");
}
