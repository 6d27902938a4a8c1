use std::{collections::BTreeMap, fs, path::PathBuf};

use assay_kernel::source::SourceFile;
use assay_qti::{
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    xml::XmlLimits,
};

use super::*;
use crate::parse_item;

/// Every authoring file of this repository: banks, practice pools and the template of a new body.
fn files() -> Vec<SourceFile> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("programmes"), root.join("crates/cli/template")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let text = || fs::read_to_string(&path).unwrap();
            match path.extension() {
                None if path.is_dir() => folders.push(path),
                Some(end) if end == "toml" && text().contains("[[option]]") => {
                    files.push(SourceFile::new(path.display().to_string(), text()));
                }
                _ => {}
            }
        }
    }
    files
}

/// The score of a response by the standard's rules.
fn score(item: &AssessmentItem, response: &[String]) -> f64 {
    let mut remarks = Remarks::default();
    let rules = ItemRules::read(item, &mut remarks);
    assert!(remarks.remarks.is_empty(), "{remarks:?}");
    let subject = SessionItem::of(item, &rules);
    let mut session = ItemSession::begin(subject, 1, ProcessLimits::default()).unwrap();
    let given = GivenResponse::Texts(response.to_vec());
    session.respond(&BTreeMap::from([(RESPONSE.to_owned(), given)]), None).unwrap();
    match session.value(SCORE) {
        Some(Value::Single(score)) => score.number().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_file_is_an_item_of_the_standard_and_comes_back() {
    let files = files();
    assert!(files.len() >= 95, "only {} files were found", files.len());
    for file in &files {
        let (item, _) = parse_item(file);
        let standard = item.to_standard();
        let text = standard.to_text();
        let read = AssessmentItem::from_text(&text, &XmlLimits::ITEM).unwrap();
        assert!(read.remarks.remarks.is_empty(), "{}: {:?}", file.path, read.remarks);
        assert_eq!(read.item.as_ref(), Some(&standard), "{}", file.path);
        let back = item.with_standard(&standard).unwrap_or_else(|e| panic!("{}: {e:?}", file.path));
        assert_eq!(back.to_standard(), standard, "{}", file.path);
        assert_eq!((&back.key, back.kind), (&item.key, item.kind));
        let plain =
            |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['\\', '<', '>'], "");
        assert_eq!(plain(&back.stem), plain(&item.stem), "{}", file.path);
    }
}

#[test]
fn the_standards_rules_score_every_file_as_the_key_does() {
    /// Of every subset of the options, and with something that is none of them.
    fn subsets(item: &Item) -> impl Iterator<Item = Vec<String>> {
        let ids: Vec<String> = item.options.iter().map(|option| option.id.clone()).collect();
        (0..1_u32 << ids.len()).map(move |bits| {
            let chosen = ids.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            chosen.map(|(_, id)| id.clone()).collect()
        })
    }
    let mut asked = 0;
    for file in files() {
        let (item, _) = parse_item(&file);
        let standard = item.to_standard();
        for response in subsets(&item).filter(|response| item.accepts(response).is_ok()) {
            let expected = f64::from(u8::from(item.is_correct(&response)));
            assert_eq!(score(&standard, &response), expected, "{} {response:?}", file.path);
            let reversed: Vec<_> = response.into_iter().rev().collect();
            assert_eq!(score(&standard, &reversed), expected, "{} {reversed:?}", file.path);
            asked += 2;
        }
    }
    assert!(asked > 1_000, "{asked}");
}

#[test]
fn what_a_file_has_no_words_for_is_told() {
    let (item, _) = parse_item(files().first().unwrap());
    let changed = |change: fn(&mut AssessmentItem)| {
        let mut standard = item.to_standard();
        change(&mut standard);
        item.with_standard(&standard).unwrap_err()
    };
    let sub = changed(|item| {
        let paragraph = XmlElement::new("p").child(XmlElement::new("sub").text("2"));
        item.body.children.insert(0, XmlNode::Element(paragraph));
    });
    assert_eq!(sub, NotWritable::Element("sub".to_owned()));
    let template = changed(|item| {
        item.response_processing = Some(XmlElement::new("qti-response-processing").with("template", "x"));
    });
    assert_eq!(template, NotWritable::OtherScoring);
    let none = changed(|item| item.body.children.retain(|node| matches!(node, XmlNode::Text(_))));
    assert_eq!(none, NotWritable::NotOneChoice);
    let language = changed(|item| item.language = Some("nl".to_owned()));
    assert!(matches!(language, NotWritable::More(_)));
}
