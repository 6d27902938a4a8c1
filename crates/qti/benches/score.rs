//! What an item costs: reading it, and scoring a response. One line of JSON.
//!
//! Takes a file of JSON lines, `{"path","responses"}` with lists of texts; `cargo xtask bench qti` makes it
//! and puts the figures beside those of other engines.

use std::{
    collections::{BTreeMap, HashMap},
    hint::black_box,
    time::{Duration, Instant},
};

use assay_qti::{
    item::AssessmentItem,
    process::{GivenResponse, ItemRules, ItemSession, ProcessLimits, SessionItem},
    remark::Remarks,
    xml::XmlLimits,
};
use serde_json::{Value, json};

/// Rounds; the best of them counts, for everything else is the machine's mood.
const ROUNDS: usize = 20;
/// Items of an exam form.
const FORM: usize = 65;

struct Bench {
    texts: Vec<String>,
    items: Vec<(AssessmentItem, ItemRules)>,
    /// Which item, with what.
    responses: Vec<(usize, BTreeMap<String, GivenResponse>)>,
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(path) = arguments.next_back() else {
        eprintln!("no file of responses; `cargo xtask bench qti` names one");
        return;
    };
    let Some(bench) = read(&path) else {
        eprintln!("{path} or an item that it names cannot be read");
        std::process::exit(1);
    };
    let parse = best(|| bench.texts.iter().for_each(|text| drop(black_box(item(text)))));
    let score = best(|| bench.responses.iter().for_each(|one| bench.score(one)));
    let form: Vec<_> = bench.responses.iter().cycle().take(FORM).collect();
    let form = best(|| form.iter().for_each(|one| bench.score(one)));
    let per = |whole: Duration, count: usize| whole.as_secs_f64() * 1e6 / count.max(1) as f64;
    let bytes: usize = bench.texts.iter().map(String::len).sum();
    println!(
        "{}",
        json!({
            "items": bench.texts.len(),
            "bytes": bytes,
            "responses": bench.responses.len(),
            "parse_us": per(parse, bench.texts.len()),
            "score_us": per(score, bench.responses.len()),
            "form_us": form.as_secs_f64() * 1e6,
        })
    );
}

fn best(work: impl Fn()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        work();
        started.elapsed()
    });
    rounds.min().unwrap_or_default()
}

fn item(text: &str) -> Option<(AssessmentItem, ItemRules)> {
    let item = AssessmentItem::from_text(text, &XmlLimits::ITEM).ok()?.item?;
    let rules = ItemRules::read(&item, &mut Remarks::default());
    Some((item, rules))
}

fn read(path: &str) -> Option<Bench> {
    let mut bench = Bench { texts: Vec::new(), items: Vec::new(), responses: Vec::new() };
    let mut places = HashMap::new();
    for line in std::fs::read_to_string(path).ok()?.lines() {
        let line: Value = serde_json::from_str(line).ok()?;
        let path = line.get("path")?.as_str()?.to_owned();
        if !places.contains_key(&path) {
            let text = std::fs::read_to_string(&path).ok()?;
            bench.items.push(item(&text)?);
            bench.texts.push(text);
        }
        let next = places.len();
        let place = *places.entry(path).or_insert(next);
        let given = |value: &Value| {
            let texts = value.as_array().map(|texts| texts.iter().filter_map(Value::as_str));
            texts.map_or(GivenResponse::Nothing, |texts| {
                GivenResponse::Texts(texts.map(str::to_owned).collect())
            })
        };
        let responses = line.get("responses")?.as_object()?;
        bench
            .responses
            .push((place, responses.iter().map(|(name, value)| (name.clone(), given(value))).collect()));
    }
    Some(bench)
}

impl Bench {
    /// One candidate's whole way with one item: a session, a response, its outcomes.
    fn score(&self, (place, responses): &(usize, BTreeMap<String, GivenResponse>)) {
        let Some((item, rules)) = self.items.get(*place) else { return };
        let subject = SessionItem::of(item, rules);
        if let Ok(session) = ItemSession::answered(subject, 1, ProcessLimits::default(), responses) {
            black_box(session.outcomes());
        }
    }
}
