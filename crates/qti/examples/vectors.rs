//! Writes items as QTI 3.0, and responses to them to be scored: `vectors FOLDER PATH…`.
//!
//! Each item that can be used gets a file in the folder; `vectors.jsonl` beside them holds a response a line:
//! the file that was read, the one that was written, the response, and of what kind its variables are. What
//! cannot be used is printed. `cargo xtask prove qti-peers` has engines score them.

#[path = "../tests/responses/mod.rs"]
mod responses;

use std::{
    env,
    error::Error,
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use assay_qti::{
    item::AssessmentItem,
    process::ItemRules,
    remark::Weight,
    value::Cardinality,
    xml::{self, XmlLimits},
};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("name a folder to write to, and files or folders to read")?;
    fs::create_dir_all(&folder)?;
    let mut lines = BufWriter::new(fs::File::create(folder.join("vectors.jsonl"))?);
    let mut paths = Vec::new();
    for path in arguments {
        collect(&path, &mut paths)?;
    }
    let (mut items, mut count) = (0_usize, 0_usize);
    for path in paths {
        let item = match usable(&path)? {
            Ok(item) => item,
            Err(why) => {
                println!("left out: {}: {why}", path.display());
                continue;
            }
        };
        let written = folder.join(format!("{items:04}.xml"));
        fs::write(&written, item.to_text())?;
        items += 1;
        for given in responses::of(&item) {
            let null = |texts: Vec<String>| if texts.is_empty() { Value::Null } else { json!(texts) };
            let given: Map<_, _> = given.into_iter().map(|(name, texts)| (name, null(texts))).collect();
            let line = json!({
                "id": count, "path": path, "written": written, "responses": given, "kinds": kinds(&item),
            });
            writeln!(lines, "{line}")?;
            count += 1;
        }
    }
    println!("{items} items, {count} responses");
    Ok(())
}

/// Files that end with `.xml`, in order.
fn collect(path: &Path, into: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if !path.is_dir() {
        into.push(path.to_owned());
        return Ok(());
    }
    let mut found: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    found.sort();
    for path in found {
        if path.is_dir() || path.extension().is_some_and(|end| end == "xml") {
            collect(&path, into)?;
        }
    }
    Ok(())
}

/// The item of a file, or why it cannot be used.
fn usable(path: &Path) -> Result<Result<AssessmentItem, String>, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let read = xml::decode(&bytes).and_then(|text| AssessmentItem::from_text(&text, &XmlLimits::ITEM));
    let read = match read {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal.message)),
    };
    let mut remarks = read.remarks;
    if let Some(item) = &read.item {
        ItemRules::read(item, &mut remarks);
    }
    let error = remarks.remarks.iter().find(|remark| remark.weight == Weight::Error);
    Ok(match (read.item, error) {
        (Some(item), None) => Ok(item),
        (_, error) => Err(error.map_or("it holds no item".to_owned(), |error| error.message.clone())),
    })
}

/// The cardinality of each response and each outcome that the item declares.
fn kinds(item: &AssessmentItem) -> Value {
    let responses = item.declarations.responses.iter().map(|one| &one.variable);
    let outcomes = item.declarations.outcomes.iter().map(|one| &one.variable);
    let kinds = |one: Cardinality| json!(one.as_str());
    let of = |variables: Map<String, Value>| Value::Object(variables);
    json!({
        "responses": of(responses.map(|one| (one.identifier.clone(), kinds(one.cardinality))).collect()),
        "outcomes": of(outcomes.map(|one| (one.identifier.clone(), kinds(one.cardinality))).collect()),
    })
}
