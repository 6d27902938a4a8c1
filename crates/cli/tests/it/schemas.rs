//! The schemas against an independent reader of them: what the repository has fits, faults of form do not.

use std::{collections::BTreeMap, path::Path};

use jsonschema::Validator;
use serde_json::Value;

use crate::{CLOUDOPS, ZOO, assay, shown};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../programme/tests");
const TEMPLATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../programmes/template");

/// The schemas as the binary writes them, by kind.
pub fn schemas() -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let ran = assay(&["schema", "--out", &shown(folder.path())]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let entries = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(|path| (named(&path), std::fs::read_to_string(path).unwrap())).collect()
}

pub fn validators() -> BTreeMap<String, Validator> {
    let validator = |text: String| {
        let schema: Value = serde_json::from_str(&text).unwrap();
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    };
    schemas().into_iter().map(|(kind, text)| (kind, validator(text))).collect()
}

/// The kind of a file below a programme's folder.
fn kind_of(path: &str) -> Option<&'static str> {
    Some(match path.split('/').collect::<Vec<_>>().as_slice() {
        ["programme.toml"] => "programme",
        ["examination.toml"] => "examination",
        ["demo.toml"] => "demo",
        ["lint.toml"] => "lint",
        ["certifications", _] => "certification",
        ["exams", _] => "exam",
        ["outlines", _] => "outline",
        ["crosswalks", _] => "crosswalk",
        ["transitions", _] => "transition",
        ["policies", _] => "policy",
        ["announcements", _] => "announcement",
        ["prep", _] => "prep",
        ["forms", _] => "form",
        ["practice", "sets", _] => "practice-set",
        ["courses", _, _, "course.toml"] => "course",
        ["bank" | "practice", ..] => "item",
        _ => return None,
    })
}

/// A value of TOML as editors show it to a schema: dates are texts.
pub fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(datetime) => datetime.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

/// A TOML file of a programme.
pub struct File {
    /// Where it stands below the programme's folder.
    pub path: String,
    pub kind: &'static str,
    /// What it holds, unless it is no TOML.
    pub table: Option<toml::Value>,
}

fn files(programme: &Path) -> Vec<File> {
    let mut found = Vec::new();
    let mut open = vec![programme.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let below = shown(path.strip_prefix(programme).unwrap());
            if path.is_dir() {
                open.push(path);
            } else if let (true, Some(kind)) = (below.ends_with(".toml"), kind_of(&below)) {
                let table = std::fs::read_to_string(&path).unwrap().parse::<toml::Table>().ok();
                found.push(File { path: below, kind, table: table.map(toml::Value::Table) });
            }
        }
    }
    found
}

/// The files of every programme of the repository that has no fault.
pub fn valid_files() -> Vec<File> {
    let mut programmes = below(ZOO);
    programmes.extend(below(&format!("{FIXTURES}/must_pass")));
    programmes.extend([CLOUDOPS.into(), TEMPLATE.into()]);
    programmes.sort();
    programmes.iter().flat_map(|programme| files(programme)).collect()
}

fn below(folder: &str) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect()
}

#[test]
fn every_schema_is_one_and_can_be_asked_for_by_its_name() {
    for (kind, text) in schemas() {
        jsonschema::draft7::meta::validate(&serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(assay(&["schema", &kind]).out, text);
    }
    assay(&["schema", "polcy"]).refused(&["`polcy` is not a kind of file", "policy"]);
}

#[test]
fn every_file_of_every_programme_fits_its_schema() {
    let validators = validators();
    let mut seen = BTreeMap::new();
    for File { path, kind, table } in valid_files() {
        let table = table.unwrap_or_else(|| panic!("{path} is no TOML"));
        if let Err(error) = validators[kind].validate(&json(table)) {
            panic!("{path}: {error} at {}", error.instance_path());
        }
        *seen.entry(kind).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), validators.len(), "a file of every kind: {seen:?}");
}

#[test]
fn faults_of_form_do_not_fit_and_faults_of_meaning_do() {
    let validators = validators();
    let (mut shape, mut meaning) = (Vec::new(), 0);
    for programme in below(&format!("{FIXTURES}/must_fail")) {
        let code = programme.file_name().unwrap().to_str().unwrap().to_owned();
        for File { path, kind, table } in files(&programme) {
            let fits = table.is_some_and(|table| validators[kind].is_valid(&json(table)));
            match (code.as_str(), fits) {
                ("P0001" | "P0002" | "P0003" | "P0004" | "P0005", false) => shape.push(code.clone()),
                (_, true) => meaning += 1,
                _ => panic!("{code}/{path} does not fit, though only {code} is wrong with it"),
            }
        }
    }
    shape.sort();
    assert_eq!(shape, ["P0001", "P0002", "P0003", "P0004", "P0005"]);
    assert!(meaning > 100, "{meaning}");
}

#[test]
fn a_new_programme_tells_editors_which_file_has_which_schema() {
    let folder = tempfile::tempdir().unwrap();
    let programme = folder.path().join("mine");
    assert_eq!(assay(&["init", &shown(&programme)]).status, 0);
    let rules = std::fs::read_to_string(programme.join(".taplo.toml")).unwrap();
    let rules: toml::Table = rules.parse().unwrap();
    let named: Vec<&str> = rules["rule"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["schema"]["path"].as_str().unwrap())
        .collect();
    assert_eq!(named.len(), schemas().len());
    for path in named {
        assert!(programme.join(path).is_file(), "{path}");
    }
    assert_eq!(assay(&["schema", "--into", &shown(&programme)]).status, 0, "an update writes them again");
}
