//! What a source says and no item holds is told, wherever it stands.

use assay_qti::{
    foreign::{self, Foreign, ForeignReading, Format},
    remark::Weight,
    tree::{Space, XmlElement, XmlNode},
    xml::{self, XmlLimits},
};

use super::text;

fn read(format: Format, text: &str) -> Vec<Foreign> {
    foreign::read(format, text, &ForeignReading::default()).collect()
}

fn told(question: &Foreign) -> Vec<String> {
    let told = question.remarks.remarks.iter();
    told.map(|remark| format!("{:?} {}", remark.weight, remark.construct)).collect()
}

#[test]
fn what_an_essay_wants_beside_a_text_is_told() {
    let essay = |fields: &str| {
        let text = format!(
            "<quiz><question type='essay'><questiontext><text>Why?</text></questiontext>{fields}\
             </question></quiz>"
        );
        told(&read(Format::MoodleXml, &text)[0])
    };
    assert_eq!(
        essay(
            "<responserequired>1</responserequired><attachments>2</attachments><maxbytes>1024</maxbytes>
             <attachmentsrequired>1</attachmentsrequired><filetypeslist>.pdf</filetypeslist>
             <minwordlimit>5</minwordlimit><responseformat>drawing</responseformat>"
        ),
        [
            "Lenient responserequired",
            "Loss attachmentsrequired",
            "Loss filetypeslist",
            "Loss maxbytes",
            "Loss minwordlimit",
            "Loss attachments",
            "Loss responseformat",
        ]
    );
    assert_eq!(
        essay(
            "<responseformat>noinline</responseformat><attachments>3</attachments>
             <responsetemplate><text>First I</text></responsetemplate>"
        ),
        ["Loss responsetemplate", "Loss attachments"]
    );
    let nothing =
        "<responserequired>0</responserequired><maxbytes>0</maxbytes><filetypeslist></filetypeslist>";
    assert_eq!(essay(nothing), [""; 0]);
}

#[test]
fn what_a_number_has_beside_it_is_told_and_a_number_that_is_none_is_at_fault() {
    let text = "<quiz><question type='numerical'><questiontext><text>How long?</text></questiontext>
        <defaultgrade>much</defaultgrade>
        <answer fraction='all'><text>1</text><tolerance>5%</tolerance></answer>
        <answer fraction='50'><text>2</text><tolerance>1</tolerance></answer>
        <instructions><text>Write a unit.</text></instructions>
        <units><unit><multiplier>1</multiplier><unit_name>ms</unit_name></unit></units>
        <unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty></question></quiz>";
    assert_eq!(
        told(&read(Format::MoodleXml, text)[0]),
        [
            "Error tolerance",
            "Loss instructions",
            "Loss units",
            "Loss unitpenalty",
            "Error answer/@fraction",
            "Error defaultgrade",
        ]
    );
}

#[test]
fn what_stands_around_the_items_of_qti_1_2_is_told_with_the_next_one() {
    let item = "<item ident='i'><presentation><material><mattext>A case</mattext></material></presentation>\
                <duration>P1D</duration></item>";
    let field = "<qtimetadatafield><fieldlabel>cc_maxattempts</fieldlabel><fieldentry>2</fieldentry>\
                 </qtimetadatafield>";
    let text = format!(
        "<questestinterop><assessment ident='a' title='Networks'><qtimetadata>{field}</qtimetadata>\
         <rubric><material><mattext>Take your time.</mattext></material></rubric><own><section ident='s'>\
         <selection_ordering/>{item}{item}<itemref linkrefid='elsewhere'/></section></own></assessment>\
         </questestinterop>"
    );
    let read = read(Format::Qti1, &text);
    assert_eq!(
        read.iter().map(told).collect::<Vec<_>>(),
        [
            vec!["Loss qtimetadata", "Loss rubric", "Loss own", "Loss selection_ordering", "Loss duration"],
            vec!["Loss duration"],
            vec!["Loss itemref"],
        ]
    );
    assert_eq!(
        read[0].remarks.remarks[0].message,
        "What the file says of its questions together is no part of a question: `cc_maxattempts`: `2`. \
         Set it where they are given."
    );
}

/// The element of that number, in the order of the file, changed.
fn changed(element: &mut XmlElement, number: &mut usize, change: &dyn Fn(&mut XmlElement)) -> bool {
    if *number == 0 {
        change(element);
        return true;
    }
    *number -= 1;
    element.children.iter_mut().any(|node| match node {
        XmlNode::Element(child) => changed(child, number, change),
        XmlNode::Text(_) => false,
    })
}

#[test]
fn whatever_else_stands_in_a_question_of_moodle_is_told() {
    let bare = |name: &str| XmlElement { space: Space::Other(String::new()), ..XmlElement::new(name) };
    let child = |element: &mut XmlElement| {
        element.children.push(XmlNode::Element(bare("unheard").text("of")));
    };
    let attribute = |element: &mut XmlElement| element.set("unheard", "of");
    let file = xml::parse(&text("every-kind.moodle.xml"), &XmlLimits::MANY).unwrap();
    let mut changes = 0;
    for question in file.elements().filter(|question| question.attribute("type") != Some("category")) {
        let of = |question: &XmlElement| {
            let text = xml::write(&bare("quiz").child(question.clone()));
            let found = read(Format::MoodleXml, &text).remove(0).remarks.remarks;
            found.into_iter().filter(|remark| remark.weight > Weight::Lenient).collect::<Vec<_>>()
        };
        let before = of(question);
        for change in [&child as &dyn Fn(&mut XmlElement), &attribute] {
            for number in 0.. {
                let mut other = question.clone();
                if !changed(&mut other, &mut number.clone(), change) {
                    break;
                }
                changes += 1;
                let after = of(&other);
                assert!(
                    after.len() > before.len(),
                    "element {number} of\n{}\n{after:#?}",
                    xml::write(&other)
                );
            }
        }
    }
    assert!(changes > 500, "{changes}");
}
