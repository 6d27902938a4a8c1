//! Fuzzers of what a candidate sends: requests, command lines, queries; from a seed on stable Rust.
//!
//! `cargo xtask fuzz NAME` runs one of them for a while; as tests they run a few fixed cases.
#![cfg(test)]

use std::{collections::BTreeMap, io::Read};

use assay_cloud::{
    call::Principal,
    model,
    shell::{self, Command, Env, Pages},
    value::Value,
    wire::{self, Request, Signed},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value as Json;

/// Fixed cases of each as a test.
const CASES: u64 = 200;
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// SplitMix64, so that a seed is all that is needed to see a case again.
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { (self.draw() % count as u64) as usize }
    }
}

/// Pieces of forms, JSON, XML, CBOR, command lines and queries, and of none.
const PIECES: &[&str] = &[
    "",
    "\u{0}",
    "\r\n",
    "\n",
    "\\\n",
    "é",
    "漢",
    "\u{202e}",
    "&",
    "=",
    "%",
    "%00",
    "%zz",
    "+",
    ".",
    "..",
    ".1",
    ".1.1",
    ".999999999999",
    ".member.1",
    "Filter.1.Value.1=x&",
    "Version=",
    "Action=CreateVpc&",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "NaN",
    "\\u0000",
    "<a>",
    "</a>",
    "<!DOCTYPE a [<!ENTITY b",
    "&b;",
    "<![CDATA[",
    "]]>",
    "<?xml?>",
    "\u{9f}\u{9f}",
    "{\"Id\":",
    "2026-11-28T10:00:00Z",
    "9999-99-99",
    "a,b",
    "a=b",
    "a=[b,{c=d}]",
    "a@=file://note.txt",
    "file://alarm.json",
    "file://",
    "$",
    "${X}",
    "$(aws sts help)",
    "X=$(",
    "|",
    ";",
    "`",
    "--query",
    "--query 'Vpcs[].VpcId'",
    "--output table",
    "--output text",
    "--max-items 3",
    "--starting-token e30=",
    "--no-",
    "--",
    "-1",
    "wait",
    "help",
    "s3api",
    "--cli-input-json file://alarm.json",
    "[]",
    "[*]",
    "[?",
    "[0]",
    "[::-1]",
    "[@,@]",
    "{a:@}",
    "*",
    "@",
    "!",
    "||",
    "&&",
    "==",
    "<",
    "sort_by(@,&a)",
    "map(&@,@)",
    "to_string(@)",
    "join('',@)",
    "length(@)",
    "merge(@,@)",
    "keys(@)",
    "`1`",
    "`{}`",
    "not_null(a,b)",
    "|[0]",
    "reverse(@)",
    "sum(@)",
    "max_by(@,&N)",
];

fn place(text: &str, chance: &mut Chance) -> usize {
    let at = chance.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn mutate(text: &mut String, chance: &mut Chance) {
    let (a, b) = (place(text, chance), place(text, chance));
    let (a, b) = (a.min(b), a.max(b));
    match chance.below(6) {
        0 => {
            let end = (a..=b.min(a + 40)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(a);
            text.replace_range(a..end, "");
        }
        1 => text.insert_str(b, &text[a..b].repeat(1 + chance.below(3))),
        2 => {
            text.insert_str(a, &PIECES[chance.below(PIECES.len())].repeat([1, 2, 40, 3_000][chance.below(4)]))
        }
        _ => text.insert_str(a, PIECES[chance.below(PIECES.len())]),
    }
    let end = (0..=text.len().min(200_000)).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
}

fn requests() -> Vec<Request> {
    let file = std::fs::File::open(format!("{FIXTURES}/requests.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let read = |line: &str| {
        let json: Json = serde_json::from_str(line).unwrap();
        let text = |name: &str| json[name].as_str().unwrap().to_owned();
        Request {
            method: text("method"),
            path: text("path"),
            query: text("query"),
            headers: serde_json::from_value(json["headers"].clone()).unwrap(),
            body: STANDARD.decode(text("body")).unwrap(),
        }
    };
    text.lines().map(read).collect()
}

fn who() -> Principal {
    Principal { account: "123456789012".to_owned(), arn: "arn:aws:iam::123456789012:user/lab".to_owned() }
}

fn signed(request: &Request) -> Signed {
    let header = request.header("authorization").unwrap();
    let service = header.split('/').nth(3).unwrap().to_owned();
    Signed { key: "AKIDLAB".to_owned(), service, region: "eu-west-1".to_owned() }
}

/// Bytes are changed as bytes, everything else as text.
fn changed(mut request: Request, chance: &mut Chance) -> Request {
    for _ in 0..=chance.below(4) {
        match chance.below(8) {
            0 => mutate(&mut request.path, chance),
            1 => mutate(&mut request.query, chance),
            2 => {
                let at = chance.below(request.headers.len());
                mutate(&mut request.headers[at].1, chance);
            }
            3 | 4 => {
                let at = chance.below(request.body.len());
                if let Some(byte) = request.body.get_mut(at) {
                    *byte = chance.draw() as u8;
                }
            }
            _ => {
                let mut text = String::from_utf8_lossy(&request.body).into_owned();
                mutate(&mut text, chance);
                request.body = text.into_bytes();
            }
        }
    }
    request
}

#[test]
fn cloud_wire_whatever_is_sent_is_a_checked_call_or_a_response() {
    let requests = requests();
    assay_testkit::fuzz::cases("cloud-wire", CASES, |seed| {
        let mut chance = Chance(seed);
        let request = requests[chance.below(requests.len())].clone();
        let signed = signed(&request);
        let request = changed(request, &mut chance);
        let _ = wire::verify(&request, jiff::Timestamp::UNIX_EPOCH, |_| Some("secret"));
        match wire::read(&request, &signed, "r-1") {
            Ok(asked) => {
                let call = asked.call(who(), &signed);
                assert_eq!(model::check(asked.operation(), &call.input).as_ref(), Ok(&call.input));
                assert!(asked.respond(&Ok(call.input), "r-1").status >= 200);
            }
            Err(response) => assert!((400..600).contains(&response.status)),
        }
    });
}

fn env() -> Env {
    let files = std::fs::read_dir(format!("{FIXTURES}/files")).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap())
    });
    let variables = BTreeMap::from([("X".to_owned(), "a b".to_owned())]);
    Env { region: "eu-west-1".to_owned(), files: files.collect(), variables }
}

fn commands() -> Vec<String> {
    let text = std::fs::read_to_string(format!("{FIXTURES}/commands.txt")).unwrap();
    text.lines().filter(|line| line.starts_with("aws")).map(str::to_owned).collect()
}

#[test]
fn cloud_shell_whatever_is_typed_is_a_command_or_a_complaint() {
    let (commands, env) = (commands(), env());
    assay_testkit::fuzz::cases("cloud-shell", CASES, |seed| {
        let mut chance = Chance(seed);
        let mut line = commands[chance.below(commands.len())].clone();
        for _ in 0..=chance.below(5) {
            mutate(&mut line, &mut chance);
        }
        match shell::parse(&line, &env) {
            Ok(Command::Ask(ask)) => {
                let call = ask.call(who());
                let mut pages = Pages::of(&ask);
                let _ = pages.add(call.input.clone(), &who());
                let _ = shell::render(&ask, &Ok(pages.joined()));
                if let Ok(input) = model::check(ask.operation(), &call.input) {
                    assert_eq!(model::check(ask.operation(), &input), Ok(input));
                }
            }
            Ok(_) => {}
            Err(complaint) => assert!(!complaint.to_string().is_empty()),
        }
    });
}

const QUERIES: &[&str] = &[
    "Vpcs[].VpcId",
    "Vpcs[?IsDefault==`true`].[VpcId,CidrBlock]",
    "sort_by(Vpcs,&VpcId)[-1].{Id:VpcId,Tags:Tags[?Key=='Name'].Value|[0]}",
    "Vpcs[*].Tags[].Value | join(',',@)",
    "length(Vpcs[?contains(CidrBlock,'10.')])",
    "max_by(Vpcs,&CidrBlock).VpcId || 'none'",
];

fn vpcs() -> Value {
    let vpc = |at: i64| -> Value {
        let tag: Value = [("Key", "Name".into()), ("Value", format!("shop {at}").into())].into();
        [
            ("VpcId", format!("vpc-{at}").into()),
            ("IsDefault", (at == 0).into()),
            ("CidrBlock", format!("10.{at}.0.0/16").into()),
            ("Tags", Value::List(vec![tag])),
        ]
        .into()
    };
    [("Vpcs", Value::List((0..20).map(vpc).collect()))].into()
}

#[test]
fn cloud_query_whatever_is_asked_ends() {
    let (env, vpcs) = (env(), Ok(vpcs()));
    assay_testkit::fuzz::cases("cloud-query", CASES, |seed| {
        let mut chance = Chance(seed);
        let mut query = QUERIES[chance.below(QUERIES.len())].to_owned();
        for _ in 0..=chance.below(6) {
            mutate(&mut query, &mut chance);
        }
        let format = ["json", "text", "table"][chance.below(3)];
        let line =
            format!("aws ec2 describe-vpcs --output {format} --query '{}'", query.replace('\'', "'\\''"));
        if let Ok(Command::Ask(ask)) = shell::parse(&line, &env) {
            assert!(shell::render(&ask, &vpcs).text.len() <= 3_000_000);
        }
    });
}
