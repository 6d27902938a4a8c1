//! `bench qti`: what an item of QTI costs to read and to score, beside an XML reader and a QTI engine.
//!
//! All in one run over the same files: the items of two public corpora are read by lxml and by us, responses
//! to those of QTI 3.0 are scored by `@citolab/qti-components` and by us. Both come from their registries
//! under their names; nothing of them is part of the product. What counts are the ratios.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::{Value, json};

use crate::{process, shared, skipped};

/// Where the peers are installed.
const FOLDER: &str = "target/bench-qti";
/// The peers with the versions that were looked at.
const PYTHON: &str = "lxml==6.0.2";
const NODE: [&str; 2] = ["@citolab/qti-components@7.27.4", "happy-dom@20"];

/// Runs it and prints a Markdown table.
pub fn run(args: &[String]) -> anyhow::Result<usize> {
    anyhow::ensure!(args.is_empty(), "`bench qti` takes no arguments");
    let corpora = shared::folder().join("corpora");
    if !corpora.join("kennisnet").is_dir() {
        skipped::say("shared", &format!("items of others: {} is not there", corpora.display()));
        return Ok(0);
    }
    let folder = std::env::current_dir()?.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    let scored = folder.join("scored.jsonl");
    let read = folder.join("read.jsonl");
    let cases = cases(&corpora.canonicalize()?)?;
    write(&scored, &cases)?;
    write(&read, &[cases.clone(), fixtures(&corpora.canonicalize()?)?].concat())?;

    let ours_read = ours(&read)?;
    let ours_scored = ours(&scored)?;
    let lxml = lxml(&folder, &read)?;
    let citolab = citolab(&folder, &scored)?;
    print!("{}", table(&ours_read, &ours_scored, &lxml, &citolab)?);
    Ok(0)
}

/// Responses with expected outcomes to items of QTI 3.0.
fn cases(corpora: &Path) -> anyhow::Result<Vec<Value>> {
    let folder = corpora.join("kennisnet");
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json"))?)?;
    let mut cases = Vec::new();
    for case in expected.get("cases").and_then(Value::as_array).context("the cases")? {
        let Some(score) = case.get("outcomes").and_then(|outcomes| outcomes.get("SCORE")) else { continue };
        let path = folder.join("items").join(case.get("file").and_then(Value::as_str).context("a file")?);
        let single = std::fs::read_to_string(&path)?.contains("cardinality=\"single\" base-type=\"string\"");
        let texts = |value: &Value| match value {
            Value::Array(values) => values.iter().map(text).collect::<Vec<_>>(),
            one => vec![text(one)],
        };
        let responses = case.get("responses").and_then(Value::as_object).context("responses")?;
        let of = |make: &dyn Fn(&Value) -> Value| -> Value {
            responses
                .iter()
                .map(|(name, value)| (name.clone(), make(value)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let is_one = |value: &Value| single || !value.is_array();
        let cardinality = of(&|value| json!(if is_one(value) { "single" } else { "multiple" }));
        let responses = of(&|value| json!(texts(value)));
        cases.push(json!({"path": path, "responses": responses, "cardinality": cardinality, "score": score}));
    }
    Ok(cases)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Items of QTI 2.2, to be read and no more.
fn fixtures(corpora: &Path) -> anyhow::Result<Vec<Value>> {
    let folder = corpora.join("pie-qti/fixtures");
    let found: Result<BTreeSet<PathBuf>, std::io::Error> =
        folder.read_dir()?.map(|entry| entry.map(|entry| entry.path().join("item.xml"))).collect();
    Ok(found?.into_iter().map(|path| json!({"path": path, "responses": {}})).collect())
}

fn write(path: &Path, lines: &[Value]) -> anyhow::Result<()> {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Ok(std::fs::write(path, text)?)
}

fn ours(lines: &Path) -> anyhow::Result<Value> {
    let bench = ["bench", "--quiet", "-p", "assay-qti", "--bench", "score", "--", name(lines)?];
    last_line(&process::output(&process::cargo(), &bench)?)
}

fn lxml(folder: &Path, lines: &Path) -> anyhow::Result<Value> {
    let python = folder.join("python/bin/python3");
    if !python.exists() {
        process::output("python3", &["-m", "venv", name(&folder.join("python"))?])?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYTHON];
    process::output(name(&python)?, &pip)?;
    let script = folder.join("parse.py");
    std::fs::write(&script, include_str!("parse.py"))?;
    last_line(&process::output(name(&python)?, &[name(&script)?, name(lines)?])?)
}

fn citolab(folder: &Path, lines: &Path) -> anyhow::Result<Value> {
    let install = ["--prefix", name(folder)?, "install", "--no-audit", "--no-fund", "--ignore-scripts"];
    process::output("npm", &[install.as_slice(), NODE.as_slice()].concat())?;
    let script = folder.join("score.mjs");
    std::fs::write(&script, include_str!("score.mjs"))?;
    last_line(&process::output("node", &[name(&script)?, name(lines)?])?)
}

fn name(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}

fn last_line(said: &str) -> anyhow::Result<Value> {
    let line = said.lines().last().context("nothing was printed")?;
    serde_json::from_str(line).with_context(|| format!("no figures: {line}"))
}

fn table(read: &Value, scored: &Value, lxml: &Value, citolab: &Value) -> anyhow::Result<String> {
    let figure = |of: &Value, name: &str| {
        of.get(name).and_then(Value::as_f64).with_context(|| format!("{name} of {of}"))
    };
    let (parse, score) = (figure(read, "parse_us")?, figure(scored, "score_us")?);
    let (their_parse, their_score) = (figure(lxml, "parse_us")?, figure(citolab, "score_us")?);
    let row = |what: &str, ours: f64, peer: &str, theirs: f64| {
        format!("| {what} | {ours:.2} us | {peer} | {theirs:.2} us | {:.2} |\n", theirs / ours)
    };
    let mut table =
        "| what | ours | beside | theirs | theirs / ours |\n|---|---:|---|---:|---:|\n".to_owned();
    table += &row("read an item to the model", parse, "lxml, to its tree", their_parse);
    table += &row("score a response", score, "@citolab/qti-components in node", their_score);
    let form = figure(scored, "form_us")? / 1000.0;
    let of = |figures: &Value, name: &str| figures.get(name).map(Value::to_string).unwrap_or_default();
    table += &format!(
        "\n65 responses scored: {form:.3} ms. {} items read ({} bytes), {} responses scored, {} of them \
         by both, {} as expected by the other. Best of the rounds, one core.\n",
        of(read, "items"),
        of(read, "bytes"),
        of(scored, "responses"),
        of(citolab, "able"),
        of(citolab, "right"),
    );
    Ok(table)
}
