//! Fuzzers of what strangers send: items, packages and foreign formats, from a seed on stable Rust.
//!
//! `cargo xtask fuzz NAME` runs one of them for a while; as tests they run a few fixed cases.
#![cfg(test)]

mod item;
mod mutate;

use std::path::Path;

use assay_qti::{
    foreign::{self, Foreign, ForeignReading, Format, Made},
    package::{EntryName, Manifest, PackageLimits, ZipReader, ZipWriter},
    remark::{Remarks, Weight},
    tree::XmlElement,
    xml::{self, XmlLimits},
};

use mutate::{Chance, mutate};

/// Fixed cases of each as a test.
const CASES: u64 = 60;

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/files").join(file);
    std::fs::read_to_string(path).unwrap()
}

/// Reads changed fixtures of a format; whatever they hold, what is promised of every question holds.
fn reads(name: &'static str, format: Format, files: &[&str]) {
    let files: Vec<String> = files.iter().map(|file| fixture(file)).collect();
    assay_testkit::fuzz::cases(name, CASES, |seed| {
        let mut chance = Chance(seed);
        let mut text = files[chance.below(files.len())].clone();
        for _ in 0..=chance.below(6) {
            mutate(&mut text, &files, &mut chance);
        }
        let lines = text.matches('\n').count() + 1;
        for (number, question) in foreign::read(format, &text, &ForeignReading::default()).enumerate() {
            assert_eq!(question.number as usize, number + 1);
            assert!(question.line as usize <= lines, "below its file: {}", question.line);
            holds(&question, seed);
        }
        let _ = Format::of(&text);
    });
}

fn holds(question: &Foreign, seed: u64) {
    let is_told = |remark: &assay_qti::remark::Remark| remark.weight >= Weight::Loss;
    let (Made::Item(made) | Made::Stimulus(made)) = &question.made else {
        assert!(
            question.remarks.remarks.iter().any(is_told),
            "nothing was made and nothing told: {question:?}"
        );
        return;
    };
    assert!(is_harmless(made), "{made:?}");
    let text = xml::write(made);
    let again = xml::parse(&text, &XmlLimits::ITEM).unwrap_or_else(|remark| panic!("{remark:?}\n{text}"));
    assert!(again == *made, "written and read again it is another:\n{again:?}\n{made:?}");
    for medium in &question.media {
        assert!(EntryName::new(&medium.name).is_ok(), "{}", medium.name);
    }
    if let (Made::Item(item), true) = (&question.made, question.remarks.is_usable()) {
        item::scores(item, &mut Chance(seed), true);
    }
}

/// Without scripts, handlers and addresses that run one.
fn is_harmless(element: &XmlElement) -> bool {
    let runs = |value: &str| value.trim().to_ascii_lowercase().starts_with("javascript:");
    let is_place = |name: &str| matches!(name, "src" | "href" | "data" | "poster");
    !matches!(element.name.as_str(), "script" | "iframe" | "object" | "embed" | "style" | "svg")
        && element.attributes.iter().all(|attribute| {
            !attribute.name.starts_with("on")
                && attribute.name != "style"
                && !(is_place(&attribute.name) && runs(&attribute.value))
        })
        && element.elements().all(is_harmless)
}

#[test]
fn moodle_xml_whatever_the_file_holds_reading_ends_and_every_question_is_an_item_or_told() {
    reads("moodle-xml", Format::MoodleXml, &["questions.moodle.xml", "every-kind.moodle.xml"]);
}

#[test]
fn gift_whatever_the_file_holds_reading_ends_and_every_question_is_an_item_or_told() {
    reads("gift", Format::Gift, &["questions.gift", "every-kind.gift"]);
}

#[test]
fn aiken_whatever_the_file_holds_reading_ends_and_every_question_is_an_item_or_told() {
    reads("aiken", Format::Aiken, &["questions.aiken.txt"]);
}

#[test]
fn csv_whatever_the_file_holds_reading_ends_and_every_question_is_an_item_or_told() {
    reads("csv", Format::Csv, &["questions.csv"]);
}

#[test]
fn qti1_whatever_the_file_holds_reading_ends_and_every_question_is_an_item_or_told() {
    reads("qti1", Format::Qti1, &["canvas.qti12.xml", "blackboard.qti12.xml"]);
}

#[test]
fn qti_item_whatever_the_file_holds_it_is_read_written_and_scored_without_a_fault() {
    let items = item::corpus();
    assay_testkit::fuzz::cases("qti-item", CASES, |seed| {
        let mut chance = Chance(seed);
        let mut text = items[chance.below(items.len())].clone();
        for _ in 0..=chance.below(5) {
            mutate(&mut text, &items, &mut chance);
        }
        item::holds(&text, &mut chance);
    });
}

const MANIFEST: &str = r#"<manifest identifier="m"
 xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1">
<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/>
<resources><resource identifier="r1" type="imsqti_item_xmlv3p0" href="items/q1.xml"><file
 href="items/q1.xml"/>
<file href="media/a%20b.png"/><dependency identifierref="r2"/></resource>
<resource identifier="r2" type="webcontent" href="media/a%20b.png"><file
 href="media/a%20b.png"/></resource></resources>
</manifest>"#;

#[test]
fn qti_package_whatever_the_bytes_are_opening_ends_within_its_limits() {
    let texts = [MANIFEST.to_owned()];
    assay_testkit::fuzz::cases("qti-package", CASES, |seed| {
        let mut chance = Chance(seed);
        let mut manifest = MANIFEST.to_owned();
        for _ in 0..chance.below(4) {
            mutate(&mut manifest, &texts, &mut chance);
        }
        let mut zip = ZipWriter::new(Vec::new());
        let names = ["imsmanifest.xml", "items/q1.xml", "media/a b.png"];
        for (name, bytes) in names.iter().zip([manifest.as_bytes(), b"<qti-assessment-item/>", &[0; 3000]]) {
            zip.add(&EntryName::new(name).unwrap(), bytes).unwrap();
        }
        let mut bytes = zip.finish().unwrap();
        for _ in 0..chance.below(5) {
            let at = chance.below(bytes.len());
            match chance.below(5) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes.insert(at, chance.draw() as u8),
                2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][chance.below(5)],
                3 => drop(bytes.remove(at)),
                _ => bytes[at] ^= 1 << chance.below(8),
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
        let limits = PackageLimits::default();
        if let Ok(zip) = ZipReader::open(&bytes, &limits) {
            for name in names {
                let _ = zip.read(&EntryName::new(name).unwrap());
            }
        }
        if let Ok(tree) = xml::parse(&manifest, &XmlLimits::ITEM) {
            let mut remarks = Remarks::default();
            let read = Manifest::read(&tree, "", &mut remarks);
            let written = xml::write(&read.write());
            let again = xml::parse(&written, &XmlLimits::ITEM).unwrap();
            let again = Manifest::read(&again, "", &mut Remarks::default());
            let is_told = remarks.remarks.iter().any(|remark| remark.weight >= Weight::Loss);
            // A kind has one word in 3.0, whatever word declared it.
            let main = |manifest: &Manifest| -> Vec<_> {
                let resources = manifest.resources.iter();
                resources.map(|one| (one.identifier.clone(), one.main.clone(), one.files.clone())).collect()
            };
            assert!(main(&again) == main(&read) || is_told, "{written}\n{again:?}\n{remarks:?}");
        }
    });
}
