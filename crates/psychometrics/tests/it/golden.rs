//! Fifty logs of the benchmark with its answers.

use assay_psychometrics::readiness::{ItemAnswer, LogEntry, Model};
use serde_json::Value;

/// Both add the same doubles in nearly the same order.
const NEAR: f64 = 1e-9;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn event(items: &[Value], event: &Value) -> LogEntry {
    let event = numbers(event);
    let item = &items[event[0] as usize];
    let domain = usize::try_from(item["domain"].as_u64().unwrap()).unwrap();
    let (difficulty, guessing) = (item["b"].as_f64().unwrap(), item["c"].as_f64().unwrap());
    let answer = ItemAnswer::whole(domain, difficulty, guessing, event[1] > 0.0);
    LogEntry { day: event[3], is_counted: event[2] > 0.0, answer }
}

#[test]
fn fifty_logs_give_what_the_benchmark_gave() {
    let Some(file) = assay_testkit::shared("corpora/readiness/prep_golden.json") else { return };
    let golden: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let items = golden["items"].as_array().unwrap();
    let scored: Vec<u32> = numbers(&golden["exam"]).iter().map(|items| *items as u32).collect();
    let persons = golden["persons"].as_array().unwrap();
    assert_eq!(persons.len(), 50);
    let model = Model::current();
    for (at, person) in persons.iter().enumerate() {
        let log: Vec<LogEntry> =
            person["events"].as_array().unwrap().iter().map(|each| event(items, each)).collect();
        let ability = model.replay(scored.len(), &log, person["end"].as_f64().unwrap()).unwrap();
        let reading = model.reading(&ability, &scored).unwrap();
        let (low, high) = reading.interval();
        let mut found = ability.mean().to_vec();
        let mut wanted = numbers(&person["mean"]);
        found.extend(ability.covariance().flatten());
        wanted.extend(person["cov"].as_array().unwrap().iter().flat_map(numbers));
        found.extend([reading.pass, reading.score, low, high]);
        wanted.extend(["p", "score", "lo", "hi"].map(|name| person[name].as_f64().unwrap()));
        assert_eq!(found.len(), wanted.len());
        for (found, wanted) in found.iter().zip(&wanted) {
            assert!((found - wanted).abs() <= NEAR, "person {at}: {found} and not {wanted}");
        }
    }
}
