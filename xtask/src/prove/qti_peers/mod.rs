//! `prove qti-peers`: our scores beside those of `@citolab/qti-components` in Chromium.
//!
//! Every item at hand (two public corpora, and our own questions as `assay qti export` writes them) is
//! written as QTI 3.0; responses are made from it; both engines score each. What differs is grouped by the
//! causes of `causes.toml`, each decided by the standard; a difference without a cause is a fault, and so is
//! a response that scores otherwise after the way through QTI 3.0, or a cause that explains nothing any more.
//!
//! The engine comes from its registry under its name into `target/`; nothing of it is part of the product.
//! `ASSAY_TEST_BINARY` names the binary that scores; by default the release build.

mod causes;
mod compare;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;
use serde_json::Value;

use crate::{process, shared, skipped};
use causes::Causes;
use compare::Comparison;

/// Where everything that is made or installed stands.
const FOLDER: &str = "target/prove-qti-peers";
/// The engine and what drives the browser, with the versions that were looked at.
const NODE: [&str; 2] = ["@citolab/qti-components@7.27.4", "playwright-core@1.60.0"];
/// For all responses; a run takes a tenth of it.
const BROWSER_S: &str = "900";

/// Runs it and prints Markdown tables; the faults are what no cause explains.
pub fn run() -> anyhow::Result<usize> {
    let corpora = shared::folder().join("corpora");
    if !corpora.join("kennisnet").is_dir() {
        // The causes are about items of others.
        skipped::say("shared", &format!("items of others: {} is not there", corpora.display()));
        return Ok(0);
    }
    let folder = std::env::current_dir()?.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let binary = std::env::var("ASSAY_TEST_BINARY").unwrap_or("target/release/assay".to_owned());
    let binary = Path::new(&binary).canonicalize().with_context(|| format!("{binary} is not built"))?;
    let lines = vectors(&folder, &binary, &corpora.canonicalize()?)?;
    let ours = ours_of(&folder, &binary, &lines, "written")?;
    let came = ours_of(&folder, &binary, &lines, "path")?;
    let theirs = theirs(&folder)?;
    let mut causes = Causes::read()?;
    let comparison = Comparison::of(&lines, &ours, &came, &theirs, &mut causes)?;
    print!("{}", comparison.report(&causes));
    Ok(comparison.faults(&causes))
}

/// Items as QTI 3.0 with responses to them.
fn vectors(folder: &Path, binary: &Path, corpora: &Path) -> anyhow::Result<Vec<Value>> {
    let own = folder.join("own");
    for old in ["own", "items"] {
        let old = folder.join(old);
        if old.exists() {
            fs::remove_dir_all(&old)?;
        }
    }
    let package = folder.join("own.zip");
    if package.exists() {
        fs::remove_file(&package)?;
    }
    let banks: Vec<PathBuf> = fs::read_dir("programmes")?
        .map(|entry| entry.map(|entry| entry.path().join("bank")))
        .collect::<Result<_, _>>()?;
    let mut export = vec!["qti", "export", "--out", name(&package)?];
    let banks: Vec<PathBuf> = banks.into_iter().filter(|bank| bank.is_dir()).collect();
    for bank in &banks {
        export.push(name(bank)?);
    }
    process::output(name(binary)?, &export)?;
    process::output("python3", &["-m", "zipfile", "-e", name(&package)?, name(&own)?])?;
    let corpus = |name: &str| corpora.join(name);
    let sources = [own, corpus("pie-qti/fixtures"), corpus("kennisnet/items"), corpus("kennisnet/package")];
    let items = folder.join("items");
    let example = ["run", "--quiet", "--locked", "-p", "assay-qti", "--example", "vectors", "--"];
    let mut arguments = example.to_vec();
    arguments.push(name(&items)?);
    for source in &sources {
        arguments.push(name(source)?);
    }
    print!("{}", process::output(&process::cargo(), &arguments)?);
    read(&fs::read_to_string(items.join("vectors.jsonl"))?)
}

/// What our command says of each response, to the file of that name.
fn ours_of(folder: &Path, binary: &Path, lines: &[Value], file: &str) -> anyhow::Result<Vec<Value>> {
    let ask = |line: &Value| {
        let of = |name: &str| line.get(name).cloned().unwrap_or_default();
        let asked = serde_json::json!({"id": of("id"), "path": of(file), "responses": of("responses")});
        format!("{asked}\n")
    };
    let asked = folder.join(format!("{file}.jsonl"));
    fs::write(&asked, lines.iter().map(ask).collect::<String>())?;
    let scored = Command::new(binary).args(["qti", "score", name(&asked)?]).output();
    let scored = scored.with_context(|| format!("cannot start {}", binary.display()))?;
    // Its status tells only that some line could not be scored.
    let scored = read(&String::from_utf8(scored.stdout)?)?;
    anyhow::ensure!(scored.len() == lines.len(), "{} of {} lines scored", scored.len(), lines.len());
    Ok(scored)
}

/// What the engine in the browser says of each response.
fn theirs(folder: &Path) -> anyhow::Result<Vec<Value>> {
    let install = ["--prefix", name(folder)?, "install", "--no-audit", "--no-fund", "--ignore-scripts"];
    process::output("npm", &[install.as_slice(), NODE.as_slice()].concat())?;
    let script = folder.join("browser.mjs");
    fs::write(&script, include_str!("browser.mjs"))?;
    let lines = folder.join("items/vectors.jsonl");
    let node = ["--kill-after=10", BROWSER_S, "node", name(&script)?, name(&lines)?];
    read(&process::output("timeout", &node)?)
}

fn read(lines: &str) -> anyhow::Result<Vec<Value>> {
    lines.lines().map(|line| serde_json::from_str(line).with_context(|| format!("no JSON: {line}"))).collect()
}

fn name(path: &Path) -> anyhow::Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}
