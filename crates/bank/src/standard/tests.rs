use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use assay_kernel::source::SourceFile;
use assay_qti::xml::XmlLimits;

use super::*;
use crate::{Alone, BankItem, parse_authored, read_item};

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

#[test]
fn every_file_is_an_item_of_the_standard_and_comes_back() {
    let files = files();
    assert!(files.len() >= 95, "only {} files were found", files.len());
    for file in &files {
        let (item, _) = parse_authored(file);
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
fn the_standards_rules_score_every_file_as_its_key_says() {
    /// Of every subset of the options.
    fn subsets(item: &AuthoredItem) -> impl Iterator<Item = Vec<String>> {
        let ids: Vec<String> = item.options.iter().map(|option| option.id.clone()).collect();
        (0..1_u32 << ids.len()).map(move |bits| {
            let chosen = ids.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            chosen.map(|(_, id)| id.clone()).collect()
        })
    }
    let mut asked = 0;
    for file in files() {
        let (authored, _) = parse_authored(&file);
        let item = read_item(&file, &Alone).item;
        assert_eq!(item.unfit(), None, "{}", file.path);
        let right: BTreeSet<&str> = authored.key_ids().collect();
        for response in subsets(&authored) {
            let chosen: BTreeSet<&str> = response.iter().map(String::as_str).collect();
            assert_eq!(item.is_right(3, &response), chosen == right, "{} {response:?}", file.path);
            let reversed: Vec<_> = response.iter().rev().cloned().collect();
            assert_eq!(item.is_right(3, &reversed), chosen == right, "{} {reversed:?}", file.path);
            asked += 2;
        }
        for wrong in [vec!["Z"], [right.iter().copied().collect(), vec!["Z"]].concat()] {
            let wrong: Vec<String> = wrong.into_iter().map(str::to_owned).collect();
            assert!(!item.is_right(3, &wrong), "{} {wrong:?}", file.path);
        }
        let twice: Vec<String> = right.iter().chain(&right).map(|id| (*id).to_owned()).collect();
        assert!(!item.is_right(3, &twice), "{} {twice:?}", file.path);
    }
    assert!(asked > 3_000, "{asked}");
}

#[test]
fn what_a_file_has_no_words_for_is_told() {
    let (item, _) = parse_authored(files().first().unwrap());
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

/// 10,000 answers, half of them right ones, to items of every file; what came of them, as one number.
fn outcomes(is_right: impl Fn(&SourceFile, &[String]) -> bool) -> (u32, u64) {
    let mut files = files();
    files.sort_by(|one, other| one.stem().cmp(other.stem()));
    let mut state = 2026_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below as u64) as usize
    };
    let (mut right, mut mark) = (0, 0xcbf2_9ce4_8422_2325_u64);
    for _ in 0..10_000 {
        let file = &files[next(files.len())];
        let (item, _) = parse_authored(file);
        let mut answer: Vec<String> = match next(2) {
            0 => item.key_ids().map(str::to_owned).collect(),
            _ => (0..next(5)).map(|_| ["A", "B", "C", "D", "E", "F", "Z"][next(7)].to_owned()).collect(),
        };
        let turn = next(answer.len().max(1)).min(answer.len());
        answer.rotate_left(turn);
        let is_right = is_right(file, &answer);
        right += u32::from(is_right);
        for byte in format!("{} {} {is_right}\n", file.stem(), answer.join(",")).bytes() {
            mark = (mark ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    (right, mark)
}

#[test]
fn ten_thousand_answers_come_out_as_the_authoring_files_say() {
    // All or nothing: the same options as the key, each once. So they were scored before there were rules.
    let by_key = outcomes(|file, answer| {
        let (item, _) = parse_authored(file);
        let chosen: BTreeSet<&str> = answer.iter().map(String::as_str).collect();
        chosen.len() == answer.len() && chosen == item.key_ids().collect()
    });
    let items: BTreeMap<String, BankItem> =
        files().iter().map(|file| (file.path.clone(), read_item(file, &Alone).item)).collect();
    let by_rules = outcomes(|file, answer| items[&file.path].is_right(11, answer));
    assert_eq!(by_rules, by_key);
    assert!((4_000..7_000).contains(&by_rules.0), "{by_rules:?}");
    println!("{by_rules:?}");
}
