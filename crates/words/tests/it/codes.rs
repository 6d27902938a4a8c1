//! Every code that can be said has words, and no words wait for a code that is never said.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// The crates that say something.
const SAYERS: [&str; 6] = ["kernel", "programme", "bank", "standing", "assessment", "app"];
/// Ends of file names, which look like codes.
const FILES: [&str; 5] = ["json", "jsonl", "rs", "toml", "txt"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// `reason.expired`, and nothing that only looks so.
fn is_code(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    text.split_once('.')
        .is_some_and(|(area, what)| word(area) && word(what) && !FILES.contains(&what) && !area.contains('-'))
}

/// Every text in quotes that has the form of a code, outside comments and tests.
fn said_in(name: &str) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src"), &mut files);
    let mut found = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        found.extend(quoted.filter(|text| is_code(text)).map(str::to_owned));
    }
    found
}

#[test]
fn every_code_that_can_be_said_has_words_and_all_words_are_of_such_codes() {
    let known: BTreeSet<String> = assay_words::codes().map(str::to_owned).collect();
    let said: BTreeSet<String> = SAYERS.iter().flat_map(|name| said_in(name)).collect();
    let areas: BTreeSet<&str> = known.iter().filter_map(|code| code.split('.').next()).collect();
    let by_rooms = |code: &String| code.split('.').next().is_some_and(|area| areas.contains(area));
    let without: Vec<&String> =
        said.iter().filter(|code| by_rooms(code)).filter(|code| !known.contains(*code)).collect();
    assert!(without.is_empty(), "said, and there are no words for it: {without:?}");
    let standing: Vec<String> =
        said_in("standing").into_iter().filter(|code| !known.contains(code)).collect();
    assert!(standing.is_empty(), "standing says what there are no words for: {standing:?}");
    let unused: Vec<&String> = known.iter().filter(|code| !said.contains(*code)).collect();
    assert!(unused.is_empty(), "words that nobody says: {unused:?}");
}
