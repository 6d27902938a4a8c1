//! A schema is written by hand and its reader in Rust: that both know the same is held here.
//!
//! Every table of every valid file of the repository is given to both with one value changed at a time:
//! each key taken away, and under each key that the schema knows a value of every kind, every word of a
//! choice, and the numbers around the ends of a range.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Diagnostics, source::SourceFile};
use serde_json::Value;
use toml::Value as Toml;

use crate::schemas::{File, json, schemas, valid_files, validators};

/// Tables of one kind that are changed, of all that there are.
const TABLES: usize = 3;

/// Always required, and not said to be: an editor then does not miss them, `assay check` does.
const REQUIRED_UNSAID: [&str; 3] = [
    "examination.retake.attempts.within",
    "policy.version.expire_after.unless.within",
    "policy.version.route.carry.last",
];

/// A code and its message.
type Fault = (&'static str, String);

/// A table of a file.
struct Place {
    /// Which table of a schema it is: its kind of file, and the keys above it; or the definition's name.
    table: String,
    /// Where it stands in its file.
    steps: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Entry(usize),
}

/// All tables of a file that its schema describes, with what it says of them.
fn places<'s>(document: &'s Value, kind: &str, file: &Toml) -> Vec<(Place, &'s Value)> {
    let mut found = Vec::new();
    let mut open = vec![(document, file, Place { table: kind.to_owned(), steps: Vec::new() })];
    while let Some((schema, value, mut place)) = open.pop() {
        let below = |steps: &[Step], step| [steps, &[step]].concat();
        let (schema, definition) = resolved(document, schema);
        place.table = definition.map_or(place.table, str::to_owned);
        match value {
            Toml::Array(list) => {
                for (index, entry) in list.iter().enumerate() {
                    let steps = below(&place.steps, Step::Entry(index));
                    open.push((&schema["items"], entry, Place { table: place.table.clone(), steps }));
                }
            }
            Toml::Table(table) if schema["properties"].is_object() => {
                for (key, value) in table {
                    let table = format!("{}.{key}", place.table);
                    let steps = below(&place.steps, Step::Key(key.clone()));
                    open.push((&schema["properties"][key], value, Place { table, steps }));
                }
                found.push((place, schema));
            }
            _ => {}
        }
    }
    found
}

/// The schema of tables behind a reference or among alternatives.
fn resolved<'s>(document: &'s Value, schema: &'s Value) -> (&'s Value, Option<&'s str>) {
    let tables = |one: &&Value| one["$ref"].is_string() || one["properties"].is_object();
    let schema = schema["anyOf"].as_array().and_then(|any| any.iter().find(tables)).unwrap_or(schema);
    match schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/definitions/")) {
        Some(name) => (&document["definitions"][name], Some(name)),
        None => (schema, None),
    }
}

/// The file with one table changed.
fn changed(file: &Toml, steps: &[Step], change: impl FnOnce(&mut toml::Table)) -> Toml {
    let mut file = file.clone();
    let mut at = &mut file;
    for step in steps {
        at = match step {
            Step::Key(key) => &mut at[key.as_str()],
            Step::Entry(index) => &mut at[*index],
        };
    }
    change(at.as_table_mut().unwrap());
    file
}

/// A file's text, with the tables below it inline.
fn written(file: &Toml) -> String {
    let lines =
        file.as_table().unwrap().iter().map(|(key, value)| format!("\"{key}\" = {}\n", inline(value)));
    lines.collect()
}

fn inline(value: &Toml) -> String {
    match value {
        Toml::String(text) => Value::from(text.as_str()).to_string(),
        Toml::Float(number) => format!("{number:?}"),
        Toml::Integer(number) => number.to_string(),
        Toml::Boolean(flag) => flag.to_string(),
        Toml::Datetime(day) => day.to_string(),
        Toml::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Toml::Table(table) => {
            let pairs = table.iter().map(|(key, value)| format!("\"{key}\" = {}", inline(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The faults of form that the reader of a kind of file finds.
fn faults(kind: &str, path: &str, file: &Toml) -> Vec<Fault> {
    let file = SourceFile::new(path, written(file));
    let found: Diagnostics = match kind {
        "item" => assay_bank::read_item(&file, &assay_bank::Alone).found,
        "lint" => assay_bank::lint::LintLists::read(&file).1,
        "form" => assay_assessment::form::parse_form(&file).1,
        "practice-set" => assay_learning::practice::parse_set(&file).1,
        "course" => assay_learning::course::parse_course(&file).1,
        _ => assay_programme::parse(&[file]).1,
    };
    let of_form = found.sorted().into_iter().filter(|fault| ("P0001".."P0006").contains(&fault.code));
    of_form.map(|fault| (fault.code, fault.message)).collect()
}

/// What is put under a key: something of every kind, and the edges of what its schema takes.
fn values(schema: &Value) -> Vec<Toml> {
    let day: toml::value::Datetime = "2025-09-30".parse().unwrap();
    let mut values = vec![
        Toml::String("no such word".to_owned()),
        Toml::Integer(7),
        Toml::Float(0.5),
        Toml::Boolean(true),
        Toml::Datetime(day),
        Toml::Array(vec![Toml::String("x".to_owned())]),
        Toml::Array(vec![Toml::Table(toml::Table::new())]),
        Toml::Array(vec![Toml::Array(Vec::new())]),
        Toml::Table(toml::Table::new()),
    ];
    let words = schema["enum"].as_array().into_iter().flatten();
    values.extend(words.map(|word| Toml::String(word.as_str().unwrap().to_owned())));
    let ends = ["minimum", "maximum"].into_iter().filter_map(|end| schema[end].as_i64());
    values.extend(ends.flat_map(|end| [end - 1, end, end + 1]).map(Toml::Integer));
    values
}

/// One key of one table of one file, whether it is there or not.
struct Spot<'a> {
    kind: &'static str,
    path: &'a str,
    file: &'a Toml,
    place: &'a Place,
    key: &'a str,
    /// What the schema says of the table.
    table: &'a Value,
}

impl Spot<'_> {
    /// Such as `exam.price.currency`, wherever it stands.
    fn name(&self) -> String {
        format!("{}.{}", self.place.table, self.key)
    }

    fn property(&self) -> &Value {
        &self.table["properties"][self.key]
    }

    /// The file with this value at this key, or without it, and what its reader finds.
    fn put(&self, value: Option<&Toml>) -> (Toml, Vec<Fault>) {
        let file = changed(self.file, &self.place.steps, |table| {
            table.remove(self.key);
            table.extend(value.map(|value| (self.key.to_owned(), value.clone())));
        });
        let found = faults(self.kind, self.path, &file);
        (file, found)
    }

    /// Whether a value has a fault of type, word or number that a schema could say.
    fn is_refused(&self, value: Option<&Toml>, found: &[Fault]) -> bool {
        let of_key = format!("`{}` is ", self.key);
        let word = format!("is not a value of `{}`", self.key);
        match value {
            // Editors show a schema a date as a text.
            Some(Toml::Datetime(_)) if self.property()["type"] == "string" => false,
            // Nor does a schema say the words of a list.
            Some(Toml::Array(_)) => found.iter().any(|(_, message)| message.starts_with(&of_key)),
            Some(_) => {
                found.iter().any(|(_, message)| message.starts_with(&of_key) || message.ends_with(&word))
            }
            None => false,
        }
    }
}

/// Every key that a schema knows in the first tables of each kind, at most `tables` of them.
fn each_key(tables: usize, mut look: impl FnMut(Spot<'_>)) {
    let documents = documents();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for File { path, kind, table } in valid_files() {
        let file = table.unwrap();
        for (place, table) in places(&documents[kind], kind, &file) {
            let seen = seen.entry(place.table.clone()).or_default();
            *seen += 1;
            for key in table["properties"].as_object().unwrap().keys().filter(|_| *seen <= tables) {
                look(Spot { kind, path: &path, file: &file, place: &place, key, table });
            }
        }
    }
}

fn documents() -> BTreeMap<String, Value> {
    schemas().into_iter().map(|(kind, text)| (kind, serde_json::from_str(&text).unwrap())).collect()
}

/// The keys of the tables of a schema, as [`Spot::name`] has them.
fn keys_of(document: &Value, kind: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut open = vec![(document, kind.to_owned())];
    while let Some((schema, table)) = open.pop() {
        let (schema, definition) = resolved(document, schema);
        let table = definition.map_or(table, str::to_owned);
        if schema["items"].is_object() {
            open.push((&schema["items"], table));
            continue;
        }
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let name = format!("{table}.{key}");
            if keys.insert(name.clone()) {
                open.push((property, name));
            }
        }
    }
    keys
}

#[test]
fn a_schema_takes_what_its_reader_takes_and_no_other_type_word_or_number() {
    let validators = validators();
    let mut differences = Vec::new();
    each_key(TABLES, |spot| {
        for value in values(spot.property()).into_iter().map(Some).chain([None]) {
            let (file, found) = spot.put(value.as_ref());
            let refused = spot.is_refused(value.as_ref(), &found);
            match validators[spot.kind].is_valid(&json(file)) {
                true if refused => differences.push(format!("{} takes {value:?}: {found:?}", spot.name())),
                false if found.is_empty() => differences.push(format!("{} refuses {value:?}", spot.name())),
                _ => {}
            }
        }
    });
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn a_schema_knows_no_key_that_its_reader_does_not_read() {
    let mut unread: BTreeSet<String> =
        documents().iter().flat_map(|(kind, document)| keys_of(document, kind)).collect();
    let wrong = Toml::Array(vec![Toml::Array(Vec::new())]);
    each_key(usize::MAX, |spot| {
        let (name, unknown) = (spot.name(), format!("unknown key `{}`", spot.key));
        if !unread.contains(&name) {
            return;
        }
        let (_, found) = spot.put(Some(&wrong));
        if !found.iter().any(|(_, message)| message.starts_with(&unknown)) {
            unread.remove(&name);
        }
    });
    assert!(unread.is_empty(), "not read, or in no valid file of the repository: {unread:?}");
}

#[test]
fn a_schema_requires_what_its_reader_always_requires() {
    let mut required: BTreeMap<String, bool> = BTreeMap::new();
    let mut said = BTreeSet::new();
    each_key(usize::MAX, |spot| {
        let always = required.entry(spot.name()).or_insert(true);
        let missing = format!("`{}` is missing", spot.key);
        *always = *always && spot.put(None).1.iter().any(|(_, message)| message.starts_with(&missing));
        // What is asked for unless something else stands there is said under `else`.
        for required in [&spot.table["required"], &spot.table["else"]["required"]] {
            if required.as_array().is_some_and(|keys| keys.contains(&spot.key.into())) {
                said.insert(spot.name());
            }
        }
    });
    required.retain(|_, always| *always);
    let unsaid: Vec<&str> = required.keys().filter(|key| !said.contains(*key)).map(String::as_str).collect();
    assert_eq!(unsaid, REQUIRED_UNSAID);
}
