//! What a candidate's device is told over HTTP is so: who writes, how much time is left, what is stored.

use std::{process::Command, time::Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    candidate::{Candidate, DAY},
    http::{Answer, Connection},
    run::{PATIENCE, binary},
    server::Server,
};

/// A demonstration with a candidate's sitting.
struct World {
    _data: TempDir,
    server: Server,
    address: String,
    noor: Candidate,
    sitting: String,
}

impl World {
    fn begin() -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = Server::spawn(&binary(), data.path()).unwrap();
        World::on(data, server)
    }

    fn on(data: TempDir, mut server: Server) -> Self {
        let address = server.ready().unwrap();
        let mut noor = Candidate::sign_in(&address, "Noor Newcomer").unwrap();
        noor.move_clock(DAY).unwrap();
        let sitting = noor.start().unwrap();
        World { _data: data, server, address, noor, sitting }
    }

    fn path(&self, more: &str) -> String {
        format!("/api/v1/sittings/{}{more}", self.sitting)
    }

    fn shown(&mut self) -> Value {
        self.noor.sitting(&self.sitting).unwrap()
    }

    fn again(&self) -> Candidate {
        Candidate::sign_in(&self.address, "Noor Newcomer").unwrap()
    }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body))
}

/// Sends something that is accepted; gives what came back.
fn accepted(candidate: &mut Candidate, method: &str, path: &str, body: Value) -> Value {
    json(&candidate.send(method, path, &body).unwrap().expect(200).unwrap())
}

/// Sends something that is refused; gives status, code and the problem.
fn refused(candidate: &mut Candidate, method: &str, path: &str, body: Value) -> (u16, String, Value) {
    let answer = candidate.send(method, path, &body).unwrap();
    let problem = json(&answer);
    (answer.status, problem["code"].as_str().unwrap_or_default().to_owned(), problem)
}

/// The header by which a page names its device.
fn device(token: &str) -> String {
    format!("x-assay-writer: {token}\r\n")
}

fn change(seq: i64, option: &str) -> Value {
    json!({ "seq": seq, "response": [option] })
}

#[test]
fn a_stranger_gets_the_same_answer_for_a_sitting_that_exists_and_for_one_that_does_not() {
    let world = World::begin();
    let mut stranger = Connection::open(&world.address).unwrap();
    let mut ask = |method: &str, path: &str, body: &str| {
        let answer = stranger.exchange(method, path, "content-type: application/json\r\n", body).unwrap();
        (answer.status, answer.header("location").unwrap_or_default().to_owned())
    };
    // The same form, another last digit.
    let (most, last) = world.sitting.split_at(world.sitting.len() - 1);
    let invented = format!("{most}{}", if last == "0" { "1" } else { "0" });
    for other in [invented.as_str(), "sit_1", "nonsense"] {
        for (method, path, body) in [
            ("GET", "/api/v1/sittings/ID", ""),
            ("PUT", "/api/v1/sittings/ID/responses/i01", r#"{"seq":1,"response":[]}"#),
            ("POST", "/api/v1/sittings/ID/submit", "{}"),
            ("GET", "/sittings/ID", ""),
            ("GET", "/sittings/ID/result", ""),
            ("GET", "/api/v1/sittings/ID/time", ""),
            ("POST", "/api/v1/sittings/ID/writer", r#"{"take":true}"#),
        ] {
            let (status, to) = ask(method, &path.replace("ID", &world.sitting), body);
            let real = (status, to.replace(&world.sitting, "ID"));
            let (status, to) = ask(method, &path.replace("ID", other), body);
            assert_eq!((status, to.replace(other, "ID")), real, "{method} {path} with {other}");
            assert!([401, 303].contains(&status), "{method} {path}: {status}");
        }
    }
}

#[test]
fn one_save_does_not_lock_an_item_for_good() {
    let mut world = World::begin();
    let item = world.path("/responses/i01");
    let (status, code, problem) = refused(&mut world.noor, "PUT", &item, change(1_000_000, "A"));
    assert_eq!((status, code.as_str()), (400, "bad-request"), "{problem}");
    assert_eq!(problem["current_seq"], 0);
    accepted(&mut world.noor, "PUT", &item, change(1, "A"));
    accepted(&mut world.noor, "PUT", &item, change(9_000, "B"));
    assert_eq!(world.shown()["items"][0]["seq"], 9_000);
}

#[test]
fn a_receipt_says_what_it_is_for_and_a_refusal_names_what_is_stored() {
    let mut world = World::begin();
    let item = world.path("/responses/i02");
    let evidence = json!({ "seq": 2, "response": ["A"], "flagged": true, "client_elapsed_ms": 9000,
        "item_seen_ms": 4000, "item_elapsed_ms": 5000 });
    let receipt = accepted(&mut world.noor, "PUT", &item, evidence);
    let named = (receipt["sitting"].as_str(), receipt["item"].as_str(), receipt["seq"].as_i64());
    assert_eq!(named, (Some(world.sitting.as_str()), Some("i02"), Some(2)), "{receipt}");
    for other in [change(2, "B"), change(1, "A")] {
        let (status, code, problem) = refused(&mut world.noor, "PUT", &item, other);
        assert_eq!((status, code.as_str()), (409, "stale-seq"), "{problem}");
        assert_eq!(problem["current_seq"], 2);
    }
    for (name, time) in [("item_seen_ms", -1), ("item_elapsed_ms", 604_800_001), ("client_elapsed_ms", -5)] {
        let odd = json!({ "seq": 3, "response": ["A"], name: time });
        let (status, code, problem) = refused(&mut world.noor, "PUT", &item, odd);
        assert_eq!((status, code.as_str()), (400, "bad-request"), "{problem}");
    }
    let shown = world.shown()["items"][1].clone();
    let answer = (&shown["seq"], &shown["response"], &shown["flagged"]);
    assert_eq!(answer, (&json!(2), &json!(["A"]), &json!(true)));
    assert!(!shown.to_string().contains("_ms"), "evidence is not shown: {shown}");
}

#[test]
fn one_device_writes_an_exam_and_another_takes_it_over_explicitly() {
    let mut world = World::begin();
    let (item, wish, submit) = (world.path("/responses/i01"), world.path("/writer"), world.path("/submit"));
    let (asking, taking) = (json!({ "take": false }), json!({ "take": true }));
    let mut laptop = world.again();
    // Today's page, without a token: the session that started it writes, the other one does not.
    accepted(&mut world.noor, "PUT", &item, change(1, "A"));
    let (status, code, problem) = refused(&mut laptop, "PUT", &item, change(2, "B"));
    assert_eq!((status, code.as_str()), (409, "writer-elsewhere"), "{problem}");
    assert_eq!(world.shown()["writer"], "here");
    assert_eq!(laptop.sitting(&world.sitting).unwrap()["writer"], "elsewhere");

    // The page that started it goes on under a token of its own.
    world.noor.device = device("tablet-0123456789");
    let claimed = accepted(&mut world.noor, "POST", &wish, asking.clone());
    assert_eq!(claimed["writer"], "here");
    assert_eq!(accepted(&mut world.noor, "POST", &wish, asking.clone()), claimed, "held since then");
    accepted(&mut world.noor, "PUT", &item, change(2, "A"));

    laptop.device = device("laptop-0123456789");
    for (method, path, body) in [("PUT", &item, change(3, "B")), ("POST", &submit, json!({}))] {
        let (status, code, problem) = refused(&mut laptop, method, path, body);
        assert_eq!((status, code.as_str()), (409, "writer-elsewhere"));
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.starts_with("This exam is being written on another device"), "{detail}");
    }
    let asked = accepted(&mut laptop, "POST", &wish, asking);
    assert_eq!((&asked["writer"], &asked["since"]), (&json!("elsewhere"), &claimed["since"]));
    let shown = laptop.sitting(&world.sitting).unwrap();
    assert_eq!((&shown["items"][0]["seq"], &shown["state"]), (&json!(2), &json!("open")), "nothing stored");

    assert_eq!(accepted(&mut laptop, "POST", &wish, taking)["writer"], "here");
    accepted(&mut laptop, "PUT", &item, change(3, "B"));
    for mut late in [world.noor.again(&world.address).unwrap(), world.again()] {
        let (status, code, problem) = refused(&mut late, "PUT", &item, change(4, "C"));
        assert_eq!((status, code.as_str()), (409, "writer-elsewhere"), "{problem}");
    }
    let shown = world.shown();
    assert_eq!((&shown["writer"], &shown["items"][0]["response"]), (&json!("elsewhere"), &json!(["B"])));
    let mut odd = world.again();
    for token in ["short", "session:ses_01234567890123", &"x".repeat(65)] {
        odd.device = device(token);
        assert_eq!(refused(&mut odd, "PUT", &item, change(4, "C")).0, 400, "{token}");
    }

    // Both changes of hands stand on the candidate's page of the administration.
    let mut ada = Candidate::sign_in(&world.address, "Ada Administrator").unwrap();
    let list = ada.get("/admin/people?q=Noor").unwrap().expect(200).unwrap().body;
    let person = list.split("/admin/people/per_").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = ada.get(&format!("/admin/people/per_{person}")).unwrap().expect(200).unwrap().body;
    for sentence in ["began to write SOA-C03", "took SOA-C03 over from another device"] {
        assert!(page.contains(sentence), "no `{sentence}` in {page}");
    }
}

#[test]
fn only_the_servers_clock_ends_an_exam_by_time() {
    let mut world = World::begin();
    let (submit, time) = (world.path("/submit"), world.path("/time"));
    let because = json!({ "because": "time" });
    let (status, code, problem) = refused(&mut world.noor, "POST", &submit, because.clone());
    assert_eq!((status, code.as_str()), (409, "time-left"), "{problem}");
    let left = problem["time_left_ms"].as_i64().unwrap();
    let asked = json(&world.noor.get(&time).unwrap().expect(200).unwrap());
    assert_eq!((&asked["sitting"], &asked["state"]), (&json!(world.sitting), &json!("open")));
    let asked = asked["time_left_ms"].as_i64().unwrap();
    assert!(asked <= left && asked > left - 60_000, "{asked} after {left}");
    assert_eq!(refused(&mut world.noor, "POST", &submit, json!({ "because": "boredom" })).0, 400);
    let own = accepted(&mut world.noor, "POST", &submit, json!({}));
    assert_eq!((&own["sitting"], &own["state"]), (&json!(world.sitting), &json!("submitted")));
    let asked = json(&world.noor.get(&time).unwrap().expect(200).unwrap());
    assert_eq!((&asked["state"], &asked["time_left_ms"]), (&json!("submitted"), &json!(0)));
    accepted(&mut world.noor, "POST", &submit, because);
}

#[test]
fn a_machines_clock_that_jumps_ends_no_exam_and_gives_nobody_time() {
    let Some(library) = assay_testkit::libfaketime() else { return };
    let data = tempfile::tempdir().unwrap();
    let clock = data.path().join("clock");
    std::fs::write(&clock, "+0").unwrap();
    let mut command = Command::new(binary());
    command.args(["demo", "--data"]).arg(data.path().join("data")).env("LD_PRELOAD", library);
    // Only what people set is moved; the time that passes is not.
    command.env("DONT_FAKE_MONOTONIC", "1").env("FAKETIME_NO_CACHE", "1");
    command.env("FAKETIME_TIMESTAMP_FILE", &clock);
    let mut world = World::on(data, Server::start(command).unwrap());
    let begun = world.shown()["time_left_ms"].as_i64().unwrap();
    for (number, (moved, apart_h)) in [("+10800", 3.0), ("-3600", -1.0), ("+0", 0.0)].into_iter().enumerate()
    {
        std::fs::write(&clock, moved).unwrap();
        let noticed = format!("assay_clock_jumps_total {}", number + 1);
        let until = Instant::now() + PATIENCE;
        // Until it is noticed, or the exam is over.
        while Instant::now() < until {
            let metrics = world.noor.get("/metrics").unwrap().body;
            if metrics.contains(&noticed) || world.shown()["state"] != "open" {
                break;
            }
            std::thread::yield_now();
        }
        let shown = world.shown();
        assert_eq!(shown["state"], "open", "the clock moved by {moved} s");
        let left = shown["time_left_ms"].as_i64().unwrap();
        assert!(left <= begun && left > begun - 120_000, "{left} ms of {begun} after {moved} s");
        world.noor.save(&world.sitting, 1, i64::try_from(number).unwrap() + 1, "A").unwrap();
        let metrics = world.noor.get("/metrics").unwrap().body;
        let apart = metrics.lines().find_map(|line| line.strip_prefix("assay_clock_apart_seconds "));
        let apart: f64 = apart.unwrap_or_else(|| panic!("not told: {metrics}")).parse().unwrap();
        assert!((apart / 3600.0 - apart_h).abs() < 0.01, "{apart}");
        let mut ada = Candidate::sign_in(&world.address, "Ada Administrator").unwrap();
        let page = ada.get("/admin").unwrap().expect(200).unwrap().body;
        assert!(page.contains("clock of this machine"), "told on the operator's page: {page}");
    }
    world.server.kill().unwrap();
}
