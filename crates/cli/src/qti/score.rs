//! `assay qti score`: a response a line in, its outcomes a line out, in the same order.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use assay_qti::{
    item::AssessmentItem,
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, RecordField, SessionItem},
    remark::{Remarks, Weight},
    value::{Scalar, Value},
    xml::{self, XmlLimits},
};
use clap::Args;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::{
    files::read_limited,
    outcome::{Failure, Found},
    rim::{self, harmless},
};

/// Of one line: the longest response of a public corpus has some kilobytes.
const LINE_BYTES_MAX: u64 = 4 << 20;
/// Of one item's file: what the reader of XML takes, too.
const FILE_BYTES_MAX: usize = 8 << 20;
/// Items that are kept read; after so many all are read anew.
const ITEMS_MAX: usize = 10_000;

/// The arguments of `qti score`.
#[derive(Debug, Args)]
pub struct Score {
    /// JSON lines, one response each, such as `{"id":"a","path":"item.xml","responses":{"RESPONSE":["A"]}}`;
    /// `-` reads standard input
    #[arg(value_name = "FILE", default_value = "-")]
    input: PathBuf,
}

/// One response as it comes.
#[derive(Debug, Deserialize)]
struct ScoreLine {
    #[serde(default)]
    id: Json,
    path: PathBuf,
    #[serde(default)]
    responses: Map<String, Json>,
    /// For items that draw numbers; the same seed draws the same.
    #[serde(default)]
    seed: u64,
}

impl Score {
    /// Scores line by line; a line that cannot be scored says why and ends nothing.
    pub fn run(self) -> Result<Found, Failure> {
        let input: Box<dyn Read> = if self.input == Path::new("-") {
            Box::new(io::stdin().lock())
        } else {
            let opened = std::fs::File::open(&self.input);
            Box::new(opened.map_err(|error| Failure::reading(&self.input, error))?)
        };
        let mut input = BufReader::with_capacity(1 << 16, input);
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let mut items_read = ReadItems::default();
        let (mut is_wrong, mut line) = (false, Vec::new());
        while read_line(&mut input, &mut line)? {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let (id, scored) = scored(&line, &mut items_read);
            is_wrong |= scored.is_err();
            let answer = match scored {
                Ok(outcomes) => json!({ "id": id, "outcomes": outcomes }),
                Err(error) => json!({ "id": id, "error": error }),
            };
            serde_json::to_writer(&mut out, &answer)?;
            out.write_all(b"\n")?;
            // Whoever waits for an answer before asking again gets it.
            if input.buffer().is_empty() {
                out.flush()?;
            }
        }
        out.flush()?;
        Ok(Found::wrong_if(is_wrong))
    }
}

/// The next line, cut at the limit; whether there was one.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, Failure> {
    line.clear();
    let reading =
        |error| Failure::World(anyhow::Error::new(error).context("the responses could not be read"));
    let read = input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', line).map_err(reading)?;
    if read as u64 == LINE_BYTES_MAX && !line.ends_with(b"\n") {
        let message = format!("a line of more than {LINE_BYTES_MAX} bytes");
        return Err(Failure::unusable(message, "write one response a line"));
    }
    Ok(read > 0)
}

/// The outcomes of one line with its id, or what is wrong with it.
fn scored(line: &[u8], items_read: &mut ReadItems) -> (Json, Result<Map<String, Json>, String>) {
    let asked: ScoreLine = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => {
            let id = serde_json::from_slice::<Json>(line).ok();
            let id = id.and_then(|line| line.get("id").cloned()).unwrap_or_default();
            return (id, Err(format!("the line is no response: {error}")));
        }
    };
    let ScoreLine { id, path, responses, seed } = asked;
    let outcomes = items_read.item(&path).and_then(|(item, rules)| outcomes(item, rules, &responses, seed));
    (id, outcomes)
}

fn outcomes(
    item: &AssessmentItem,
    rules: &ItemRules,
    responses: &Map<String, Json>,
    seed: u64,
) -> Result<Map<String, Json>, String> {
    let mut given = BTreeMap::new();
    for (name, value) in responses {
        let value =
            response(value).ok_or_else(|| format!("`{name}` is neither texts nor fields: {value}"))?;
        given.insert(name.clone(), value);
    }
    let subject = SessionItem::of(item, rules);
    let mut session =
        ItemSession::begin(subject, seed, ProcessLimits::default()).map_err(|error| error.to_string())?;
    session.respond(&given, None).map_err(|error| error.to_string())?;
    Ok(session.outcomes().iter().map(|(name, value)| (name.clone(), written(value))).collect())
}

/// A text, a number and a truth stand for a list of one.
fn response(value: &Json) -> Option<GivenResponse> {
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    Some(match value {
        Json::Null => GivenResponse::Nothing,
        Json::Array(values) => GivenResponse::Texts(values.iter().map(text).collect::<Option<_>>()?),
        Json::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !value.is_null());
            let fields: Option<_> = fields.map(|(name, value)| Some((name.clone(), field(value)?))).collect();
            GivenResponse::Fields(fields?)
        }
        one => GivenResponse::Texts(vec![text(one)?]),
    })
}

fn field(value: &Json) -> Option<RecordField> {
    Some(match value {
        Json::String(text) => RecordField::Text(text.clone()),
        Json::Bool(truth) => RecordField::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => RecordField::Integer(whole),
            None => RecordField::Float(number.as_f64()?),
        },
        _ => return None,
    })
}

/// Numbers and truths as JSON's own; everything else in QTI's lexical form.
fn written(value: &Value) -> Json {
    let scalar = |scalar: &Scalar| match scalar {
        Scalar::Boolean(truth) => Json::from(*truth),
        Scalar::Integer(number) => Json::from(*number),
        Scalar::Float(number) | Scalar::Duration(number) if number.is_finite() => Json::from(*number),
        other => Json::from(other.lexical()),
    };
    match value {
        Value::Null => Json::Null,
        Value::Single(one) => scalar(one),
        Value::Multiple(values) | Value::Ordered(values) => values.iter().map(scalar).collect(),
        Value::Record(fields) => {
            let of = |value: &Option<Scalar>| value.as_ref().map_or(Json::Null, scalar);
            Json::Object(fields.iter().map(|(name, value)| (name.clone(), of(value))).collect())
        }
    }
}

/// Items that were read, by path; what is wrong with a file is kept, too.
#[derive(Default)]
struct ReadItems {
    items: HashMap<PathBuf, Result<(AssessmentItem, ItemRules), String>>,
}

impl ReadItems {
    fn item(&mut self, path: &Path) -> Result<(&AssessmentItem, &ItemRules), String> {
        if !self.items.contains_key(path) {
            if self.items.len() >= ITEMS_MAX {
                self.items.clear();
            }
            self.items.insert(path.to_owned(), read(path));
        }
        match self.items.get(path) {
            Some(Ok((item, rules))) => Ok((item, rules)),
            Some(Err(error)) => Err(error.clone()),
            None => Err(format!("{} was not read", path.display())),
        }
    }
}

/// Reads an item; what would be scored wrong is said once, on standard error.
fn read(path: &Path) -> Result<(AssessmentItem, ItemRules), String> {
    let bytes = read_limited(path, FILE_BYTES_MAX).map_err(|failure| match failure {
        Failure::Unusable { message, .. } => message,
        Failure::World(error) => format!("{error:#}"),
        Failure::ReaderGone => "the file could not be read".to_owned(),
    })?;
    let text = xml::decode(&bytes).map_err(|remark| remark.message)?;
    let read = AssessmentItem::from_text(&text, &XmlLimits::ITEM);
    let read = read.map_err(|remark| format!("line {}: {}", remark.line, remark.message))?;
    let mut remarks = read.remarks;
    let Some(item) = read.item else {
        let first = remarks.remarks.iter().find(|remark| remark.weight == Weight::Error);
        return Err(
            first.map_or_else(|| "the file holds no item".to_owned(), |remark| remark.message.clone())
        );
    };
    let rules = ItemRules::read(&item, &mut remarks);
    say(path, &remarks);
    Ok((item, rules))
}

fn say(path: &Path, remarks: &Remarks) {
    for remark in remarks.remarks.iter().filter(|remark| remark.weight == Weight::Error) {
        let (place, message) = (path.display().to_string(), harmless(&remark.message));
        rim::say(format_args!("warning: {}:{}:{}: {message}", harmless(&place), remark.line, remark.column));
    }
}
