//! JSON Schemas of a programme's files, for editors.
//!
//! Generated from what the readers ask for ([`shape_of`]), so that a key which a reader knows is in its
//! schema. Draft 7, with nothing in it that an editor of draft 4 would not understand. A schema says what a
//! file may look like; what it means together with others is `assay check`'s to say.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::source::{Asked, Field, Shape, shape_of};
use serde_json::{Value, json};

use crate::syntax::parse;

/// A kind of file of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileKind {
    /// The name of its schema, e.g. `policy`.
    pub name: &'static str,
    /// Where such files stand, with `*` for any name.
    pub files: &'static str,
    /// What such a file says.
    pub title: &'static str,
}

/// The kinds whose readers stand in this crate.
pub const FILE_KINDS: [FileKind; 11] = [
    kind("programme", "programme.toml", "A certification programme: who runs it, in which time zone"),
    kind("examination", "examination.toml", "Rules of examination for every exam version"),
    kind("certification", "certifications/*.toml", "A certification scheme"),
    kind("exam", "exams/*.toml", "An exam version"),
    kind("outline", "outlines/*.toml", "The content outline of an exam version"),
    kind("crosswalk", "crosswalks/*.toml", "What became of each part of an outline in the next"),
    kind("transition", "transitions/*.toml", "A dated change of the programme"),
    kind("policy", "policies/*.toml", "The renewal rules of a certification, in dated versions"),
    kind("announcement", "announcements/*.toml", "What the body has published, with its revisions"),
    kind("demo", "demo.toml", "The people of a demonstration, and the day on which it begins"),
    kind("prep", "prep/*.toml", "The steps that prepare for an exam version"),
];

/// A kind of file.
pub const fn kind(name: &'static str, files: &'static str, title: &'static str) -> FileKind {
    FileKind { name, files, title }
}

/// What the reader of a kind asks for.
pub fn shape(kind: &FileKind) -> Shape {
    let path = kind.files.replace('*', "x");
    shape_of(&path, |file| {
        parse(std::slice::from_ref(file));
    })
}

/// The schema of a kind of file, from what its reader asks for.
pub fn document(kind: &FileKind, shape: &Shape) -> Value {
    let mut writer = Writer::default();
    writer.find_repeated(shape);
    let mut document = writer.table(shape);
    if let Value::Object(document) = &mut document {
        document.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        document.insert("title".to_owned(), json!(kind.title));
        let definitions = writer.definitions();
        if !definitions.is_empty() {
            document.insert("definitions".to_owned(), json!(definitions));
        }
    }
    sorted(document)
}

/// The name of a reading function; a closure goes by that of the function around it.
fn name(reader: &'static str) -> &'static str {
    reader.rsplit("::").find(|part| !part.starts_with('{')).unwrap_or_default()
}

/// With keys in order, however the maps of JSON are built.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<String, Value> =
                map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(map.into_iter().collect())
        }
        Value::Array(list) => list.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[derive(Default)]
struct Writer {
    /// Readers of tables that stand within themselves; such a table is written once, under `definitions`.
    repeated: BTreeSet<&'static str>,
    /// All that they ask, wherever they stand.
    asked: BTreeMap<&'static str, Shape>,
}

impl Writer {
    fn find_repeated(&mut self, shape: &Shape) {
        if shape.again {
            self.repeated.insert(shape.reader);
        } else {
            let earlier = self.asked.remove(shape.reader);
            let all = earlier.map_or_else(|| shape.clone(), |earlier| earlier.or(shape.clone()));
            self.asked.insert(shape.reader, all);
        }
        for asked in shape.fields.values().chain(&shape.others).flat_map(|field| &field.asked) {
            if let Asked::Table(below) | Asked::Tables(below) | Asked::TextsOrTables(below) = asked {
                self.find_repeated(below);
            }
        }
    }

    fn table(&self, shape: &Shape) -> Value {
        if !self.repeated.contains(shape.reader) {
            return self.object(shape);
        }
        json!({ "$ref": format!("#/definitions/{}", name(shape.reader)) })
    }

    fn definitions(&self) -> BTreeMap<&'static str, Value> {
        let repeated = self.repeated.iter().filter_map(|reader| self.asked.get_key_value(reader));
        repeated.map(|(reader, shape)| (name(reader), self.object(shape))).collect()
    }

    fn object(&self, shape: &Shape) -> Value {
        let properties: BTreeMap<&String, Value> =
            shape.fields.iter().map(|(key, field)| (key, self.field(field))).collect();
        let required: Vec<&String> =
            shape.fields.iter().filter(|(_, field)| field.required).map(|(key, _)| key).collect();
        let others = match &shape.others {
            Some(field) => self.field(field),
            None => json!(false),
        };
        let mut object =
            json!({ "type": "object", "properties": properties, "additionalProperties": others });
        if let (Value::Object(object), false) = (&mut object, required.is_empty()) {
            object.insert("required".to_owned(), json!(required));
        }
        object
    }

    fn field(&self, field: &Field) -> Value {
        match field.asked.as_slice() {
            [] => json!({}),
            [only] => self.asked(only),
            several => {
                let any: Vec<Value> = several.iter().map(|asked| self.asked(asked)).collect();
                json!({ "anyOf": any })
            }
        }
    }

    fn asked(&self, asked: &Asked) -> Value {
        const PERIOD: &str = "P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?";
        match asked {
            Asked::Text => json!({ "type": "string" }),
            Asked::Integer(None) => json!({ "type": "integer" }),
            Asked::Integer(Some((minimum, maximum))) => {
                json!({ "type": "integer", "minimum": minimum, "maximum": maximum })
            }
            Asked::Number => json!({ "type": "number" }),
            Asked::Flag => json!({ "type": "boolean" }),
            Asked::Date => json!({ "type": "string", "format": "date" }),
            Asked::Period => json!({ "type": "string", "pattern": format!("^{PERIOD}$") }),
            Asked::Validity => json!({ "type": "string", "pattern": format!("^(none|{PERIOD})$") }),
            Asked::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Asked::Choice(words) => json!({ "type": "string", "enum": words }),
            Asked::Table(shape) => self.table(shape),
            Asked::Tables(shape) => json!({ "type": "array", "items": self.table(shape) }),
            Asked::TextsOrTables(shape) => {
                json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, self.table(shape)] } })
            }
            Asked::Anything => json!({}),
        }
    }
}
