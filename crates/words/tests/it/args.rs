//! Arguments are names and people's own words: each stands in a file or a history, and no sentence is ours.

use std::path::Path;

use assay_kernel::source::SourceFile;
use assay_programme::model::Programme;
use assay_standing::{Rules, conformance::read_cases};
use assay_words::{InEnglish, Told};
use serde_json::Value;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Printed with `--no-capture`.
const LONGEST: usize = 10;

fn toml_below(folder: &Path, found: &mut Vec<SourceFile>, root: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_below(&path, found, root);
        } else if path.extension().is_some_and(|end| end == "toml") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            found.push(SourceFile::new(name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

pub(crate) fn files_of(folder: &str) -> Vec<SourceFile> {
    let (root, mut found) = (Path::new(ROOT).join(folder), Vec::new());
    toml_below(&root, &mut found, &root);
    found
}

/// Every title and text among the arguments of a JSON, wherever it stands.
fn words_in(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(map) => match map.iter().next() {
            Some((kind, Value::String(text))) if map.len() == 1 && (kind == "text" || kind == "title") => {
                found.push(text.clone());
            }
            _ => map.values().for_each(|value| words_in(value, found)),
        },
        Value::Array(list) => list.iter().for_each(|value| words_in(value, found)),
        _ => {}
    }
}

/// Standings of every worked case of the zoo, and its decisions, as JSON; and what they are about.
fn zoo() -> (Vec<Value>, String) {
    let path = Path::new(ROOT).join("programmes/zoo/own-cases.toml");
    let own = SourceFile::new("own-cases.toml", std::fs::read_to_string(path).unwrap());
    let (mut told, mut written) = (Vec::new(), own.text.clone());
    for case in read_cases(&own).0 {
        let files = files_of(&format!("programmes/zoo/{}", case.policy));
        files.iter().for_each(|file| written += &file.text);
        let programme: Programme = assay_programme::parse(&files).0;
        let rules = Rules::new(&programme);
        let last = case.events.iter().map(|event| event.date).max().unwrap_or_default();
        let (standing, decisions) = (rules.standing(&case.events, last), rules.decisions(&case.events));
        for decision in &decisions {
            let text = decision.reason.said.text();
            assert!(!text.contains(['‹', '›', '{', '[']), "{}: {text}", case.id);
        }
        told.push(serde_json::to_value(Told(&standing)).unwrap());
        told.push(serde_json::to_value(Told(&decisions)).unwrap());
    }
    (told, written)
}

/// The reviewed plans of the reference programme.
fn plans() -> Vec<Value> {
    let folder = Path::new(ROOT).join("crates/standing/tests/plans");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let json = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    json.map(|path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

#[test]
fn no_argument_is_a_sentence_of_ours() {
    let (mut told, mut written) = zoo();
    let cases = told.len();
    told.extend(plans());
    assert!(cases > 20 && told.len() > cases, "{cases} of the zoo, {} in all", told.len());
    files_of("programmes/cloudops").iter().for_each(|file| written += &file.text);
    // The reason of the one amendment that a reviewed plan makes.
    written += "Test centres are closed.";
    let mut words = Vec::new();
    told.iter().for_each(|json| words_in(json, &mut words));
    words.sort_by_key(|text| (std::cmp::Reverse(text.chars().count()), text.clone()));
    words.dedup();
    for text in words.iter().take(LONGEST) {
        println!("{:>4}  {text}", text.chars().count());
    }
    let ours: Vec<&String> = words.iter().filter(|text| !written.contains(text.as_str())).collect();
    assert!(ours.is_empty(), "in no file and no history: {ours:?}");
}
