//! Foreign formats: every supported kind of question, what it becomes, what is told, how it scores.
#![cfg(test)]

mod story;
mod way;

use std::{fmt::Write as _, path::Path};

use assay_qti::{
    foreign::{self, Foreign, ForeignReading, Format, Made},
    tree::{XmlElement, XmlNode},
    xml,
};

/// The fixtures, each with its format.
const FILES: [(&str, Format); 6] = [
    ("questions.moodle.xml", Format::MoodleXml),
    ("questions.gift", Format::Gift),
    ("questions.aiken.txt", Format::Aiken),
    ("questions.csv", Format::Csv),
    ("canvas.qti12.xml", Format::Qti1),
    ("blackboard.qti12.xml", Format::Qti1),
];

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/files").join(file);
    std::fs::read_to_string(path).unwrap()
}

fn questions(file: &str, format: Format) -> Vec<Foreign> {
    foreign::read(format, &text(file), &ForeignReading::default()).collect()
}

/// Elements whose children stand on lines of their own.
fn has_lines(element: &XmlElement) -> bool {
    let is_text = |node: &XmlNode| matches!(node, XmlNode::Text(_));
    element.name.starts_with("qti-") && !element.children.iter().any(is_text)
}

/// One question as a person reviews it.
fn shown(question: &Foreign) -> String {
    let metadata = &question.metadata;
    let mut shown = format!("# {} {} (line {})\n", question.number, question.kind, question.line);
    let _ = writeln!(
        shown,
        "name {:?}, id {:?}, in {:?}, tags {:?}, others {:?}",
        metadata.name.as_deref().unwrap_or(""),
        metadata.id.as_deref().unwrap_or(""),
        metadata.category,
        metadata.tags,
        metadata.others
    );
    for remark in &question.remarks.remarks {
        let _ = writeln!(
            shown,
            "- {:?} {} [{}] {}",
            remark.weight, remark.code, remark.construct, remark.message
        );
    }
    for medium in &question.media {
        let _ = writeln!(shown, "+ {} {} bytes", medium.name, medium.bytes.len());
    }
    match &question.made {
        Made::Item(made) | Made::Stimulus(made) => shown.push_str(&xml::write_indented(made, has_lines)),
        Made::Nothing => shown.push_str("nothing\n"),
    }
    shown
}

#[test]
fn every_kind_of_question_becomes_an_item_or_is_told() {
    for (file, format) in FILES {
        let shown: Vec<String> = questions(file, format).iter().map(shown).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "expected" }, {
            insta::assert_snapshot!(file, shown.join("\n"));
        });
    }
}

#[test]
fn a_format_is_known_by_its_text() {
    for (file, format) in FILES {
        assert_eq!(Format::of(&text(file)), Some(format), "{file}");
        assert_eq!(Format::named(format.as_str()), Some(format));
    }
    assert_eq!(Format::of("<html><body>quiz</body></html>"), None);
    assert_eq!(Format::of("Nothing of all this."), None);
}
