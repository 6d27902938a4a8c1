//! `assay readiness`: the benchmark's logs in, its answers out; and files that cannot be used.

use serde_json::{Value, json};

use crate::{Ran, assay, shown};

fn readiness(file: &Value) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logs.json");
    std::fs::write(&path, file.to_string()).unwrap();
    assay(&["readiness", &shown(&path)])
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

#[test]
fn fifty_golden_logs_come_out_as_the_benchmark_has_them() {
    let Some(path) = assay_testkit::shared("corpora/readiness/prep_golden.json") else { return };
    let golden: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let ran = assay(&["readiness", &shown(&path)]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let persons = golden["persons"].as_array().unwrap();
    assert_eq!((lines.len(), persons.len()), (50, 50));
    for (at, (line, person)) in lines.iter().zip(persons).enumerate() {
        for name in ["mean", "cov", "p"] {
            let (found, wanted) = (numbers(&line[name]), numbers(&person[name]));
            assert_eq!(found.len(), wanted.len());
            for (found, wanted) in found.iter().zip(&wanted) {
                assert!((found - wanted).abs() <= 1e-9, "person {at}, {name}: {found} and not {wanted}");
            }
        }
    }
}

/// Two domains, two items, one person with two answers, one of them to an item that was seen.
fn small() -> Value {
    json!({
        "exam": [5, 5],
        "items": [{ "domain": 0, "b": 0.0, "c": 0.2 }, { "domain": 1, "b": 0.5, "c": 0.05 }],
        "persons": [{ "events": [[0, 1, 1, 0.0], [1, false, true, 2.5], [0, 1, 0, 3]], "end": 3 }],
    })
}

#[test]
fn seen_answers_leave_the_same_bytes_and_nobody_is_no_line() {
    let whole = readiness(&small());
    assert_eq!((whole.status, whole.err.as_str(), whole.out.lines().count()), (0, "", 1));
    let mut seen = small();
    let events = seen["persons"][0]["events"].as_array_mut().unwrap();
    events.extend((0..1_000).map(|number| json!([number % 2, number % 3 / 2, 0, 3])));
    assert_eq!(readiness(&seen).out, whole.out);
    let mut nobody = small();
    nobody["persons"] = json!([]);
    assert_eq!((readiness(&nobody).status, readiness(&nobody).out), (0, String::new()));
    let mut nothing = small();
    nothing["persons"][0]["events"] = json!([]);
    let p = readiness(&nothing).json()["p"].as_f64().unwrap();
    assert!((p - 0.5).abs() < 1e-12, "{p}");
}

#[test]
fn a_file_that_cannot_be_used_says_where_and_nothing_is_written() {
    assay(&["readiness", "/no/such/file"]).refused(&["there is no /no/such/file", "hint: "]);
    readiness(&json!([])).refused(&["the file cannot be used", "hint: "]);
    for (pointer, value, words) in [
        ("/exam", json!([]), "exam cannot be used: an outline has 1 to 16 domains"),
        ("/exam", json!([0, 0]), "exam cannot be used: each domain"),
        ("/exam/0", json!(-1), "invalid value"),
        ("/items/1/domain", json!(2), "items[1] cannot be used: there is no domain 2"),
        ("/items/1/b", json!(1e9), "items[1] cannot be used: a difficulty"),
        ("/items/0/c", json!(1), "items[0] cannot be used: a chance of guessing"),
        ("/persons/0/events/1/0", json!(2), "persons[0].events[1] cannot be used: there is no such item"),
        ("/persons/0/events/1/1", json!(2), "right and first are 0 or 1"),
        ("/persons/0/events/1/3", json!(-1), "its day lies before"),
        ("/persons/0/events/1", json!([1, 1, 1]), "invalid length 3"),
        ("/persons/0/end", json!(1), "persons[0].end cannot be used: it lies before"),
        ("/persons/0/end", json!(1e7), "persons[0] cannot be used: days are"),
        ("/persons/0/end", json!(null), "invalid type: null"),
    ] {
        let mut file = small();
        *file.pointer_mut(pointer).unwrap() = value;
        readiness(&file).refused(&[words, "hint: "]);
    }
    for (config, words) in [
        (json!({ "credits": 0.1 }), "unknown field `credits`"),
        (json!({ "credit": 0.1 }), "`growth` is not between 0 and 0.012"),
        (json!({ "seen": 1 }), "answers to seen items count nothing"),
        (json!({ "hier": false }), "`drift` and `hier` are true"),
    ] {
        let mut file = small();
        file["config"] = config;
        readiness(&file).refused(&[words, "hint: "]);
    }
    let mut file = small();
    file["persons"][0]["events"] = json!(vec![json!([0, 1, 1, 0]); 36_501]);
    readiness(&file).refused(&["there are 36501, and at most 36500 are read"]);
}

#[test]
fn what_answering_teaches_is_looked_for_in_two_hundred_logs_and_changes_nothing() {
    let person = |number: usize| {
        // Whoever answers more has more right: half at first, nine of ten after sixty.
        let event = |at: usize| {
            let luck = ((number * 61 + at) as f64 * 0.618_033_988_749_894_9).fract();
            json!([at % 2, u8::from(luck < 0.5 + 0.4 * at as f64 / 60.0), 1, at])
        };
        json!({ "events": (0..60).map(event).collect::<Vec<_>>(), "end": 60 })
    };
    let growth = |many: usize| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs.json");
        let mut file = small();
        file["persons"] = (0..many).map(person).collect();
        std::fs::write(&path, file.to_string()).unwrap();
        assay(&["readiness", &shown(&path), "--growth"])
    };
    let found = growth(200);
    assert_eq!((found.status, found.err.as_str()), (0, ""));
    assert!(found.out.starts_with("200 learners, 8000 first answers foreseen"), "{}", found.out);
    assert_eq!(found.out.lines().filter(|line| line.starts_with("    0.0")).count(), 16, "{}", found.out);
    assert!(found.out.contains(", more than luck makes."), "{}", found.out);
    assert!(found.out.contains("No constant is changed by this"), "{}", found.out);
    growth(199).refused(&["it takes 200 learners", "hint: "]);
}
