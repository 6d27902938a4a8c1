//! The command line against the original: for each line, what both send.
//!
//! `cargo xtask cloud-models --record` runs the original up to the moment when it would send.

use std::{collections::BTreeMap, fs, io::Read};

use assay_cloud::{
    call::{Call, Fault, Principal},
    model,
    shell::{self, Command, Env, Judged, Pages},
    value::Value,
};
use proptest::prelude::*;
use serde::Deserialize;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

#[derive(Deserialize)]
struct Original {
    line: String,
    refused: Option<String>,
    service: Option<String>,
    operation: Option<String>,
    region: Option<String>,
    input: Option<Value>,
}

fn originals() -> Vec<Original> {
    let text = fs::read_to_string(format!("{FIXTURES}/commands.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn env() -> Env {
    let files = fs::read_dir(format!("{FIXTURES}/files")).unwrap().map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())
    });
    Env { region: "eu-west-1".to_owned(), files: files.collect(), ..Env::default() }
}

fn who() -> Principal {
    Principal { account: "123456789012".to_owned(), arn: "arn:aws:iam::123456789012:user/lab".to_owned() }
}

fn call(command: Command) -> Call {
    match command {
        Command::Ask(ask) | Command::Await(ask, _) | Command::Keep(_, ask) => ask.call(who()),
        other => panic!("no call: {other:?}"),
    }
}

#[test]
fn each_line_sends_what_the_original_sends() {
    let (env, mut sent, mut unlike) = (env(), 0, Vec::new());
    for original in originals().iter().filter(|original| original.refused.is_none()) {
        let line = &original.line;
        let command = match shell::parse(line, &env) {
            Ok(command) => call(command),
            Err(complaint) => {
                unlike.push(format!("{line}\n  {complaint}"));
                continue;
            }
        };
        let operation = model::operation(&command.service, &command.operation).unwrap();
        assert_eq!(Some(&command.service), original.service.as_ref(), "{line}");
        assert_eq!(Some(&command.operation), original.operation.as_ref(), "{line}");
        assert_eq!(Some(&command.region), original.region.as_ref(), "{line}");
        let wanted = model::check(operation, original.input.as_ref().unwrap());
        let ours = model::check(operation, &command.input);
        if wanted != ours {
            unlike.push(format!("{line}\n  original {wanted:?}\n  ours     {ours:?}"));
        }
        sent += 1;
    }
    assert!(unlike.is_empty(), "{}", unlike.join("\n"));
    assert!(sent >= 200, "{sent}");
}

#[test]
fn what_the_original_refuses_is_refused_with_a_reason() {
    let env = env();
    for original in originals().iter().filter(|original| original.refused.is_some()) {
        match shell::parse(&original.line, &env) {
            Err(complaint) => assert!(complaint.to_string().len() > 20, "{}: {complaint}", original.line),
            // What has only the wrong length is left to the service.
            Ok(command) => {
                let call = call(command);
                let operation = model::operation(&call.service, &call.operation).unwrap();
                assert!(model::check(operation, &call.input).is_err(), "{}", original.line);
            }
        }
    }
}

fn complaint(line: &str) -> String {
    shell::parse(line, &env()).unwrap_err().to_string()
}

#[test]
fn a_complaint_says_what_to_do() {
    let table = [
        ("aws ec2 create-subnet", "aws: error: the following arguments are required: --vpc-id"),
        ("aws ec2 describe-vpc", "Maybe you meant: describe-vpcs"),
        ("aws ec2 describe-vpcs --filter Name=a,Values=b", "Maybe you meant: --filters"),
        ("aws lambda list-functions", "'lambda' is not available in this lab. Available: cloudwatch, ec2,"),
        ("aws s3 ls", "aws s3api is"),
        ("aws ec2 describe-vpcs --endpoint-url http://a", "--endpoint-url is not available in this lab"),
        ("aws ec2 describe-vpcs --profile me", "--profile is not available"),
        ("ps aux", "ps: command not found. This is not bash"),
        ("aws ec2 describe-vpcs | jq .", "This is not bash: | means nothing here"),
        ("aws ec2 describe-vpcs > file", "This is not bash: >"),
        ("aws ec2 describe-vpcs --vpc-ids $VPC", "$VPC is not set"),
        ("aws ec2 describe-vpcs --vpc-ids $(aws ec2 x)", "$( ) stands alone here"),
        ("aws ec2 describe-vpcs --query \"Vpcs[?a==`true`]\"", "single quotes"),
        ("aws ec2 describe-vpcs '", "A single quote is not closed"),
        ("X=$(ls)", "Only what an aws command prints"),
        ("wait 10", "with a unit"),
        ("wait 999d", "at most seven days"),
        ("cat nothing", "No such file"),
        ("check now", "type help"),
    ];
    for (line, said) in table {
        assert!(complaint(line).contains(said), "{line}: {}", complaint(line));
    }
}

#[test]
fn the_words_around_aws_are_understood() {
    let mut env = env();
    env.variables =
        BTreeMap::from([("VPC".to_owned(), "vpc-1".to_owned()), ("N".to_owned(), "a b".to_owned())]);
    let parsed = |line: &str| shell::parse(line, &env).unwrap();
    assert!(matches!(parsed("wait 10m"), Command::Pass(600)));
    assert!(matches!(parsed("check"), Command::Check));
    assert!(matches!(parsed("undo"), Command::Undo));
    assert!(matches!(parsed("  # a thought"), Command::Nothing));
    assert!(matches!(parsed("edit policy.json"), Command::Edit(file) if file == "policy.json"));
    assert!(matches!(parsed("cat note.txt"), Command::Show(text) if text == "hello"));
    assert!(matches!(parsed("ls"), Command::Show(text) if text.contains("trust.json\n")));
    assert!(matches!(parsed("echo $VPC '$VPC'"), Command::Show(text) if text == "vpc-1 $VPC"));
    assert!(matches!(parsed("help"), Command::Show(text) if text.contains("no bash")));
    assert!(matches!(parsed("aws ec2 help"), Command::Show(text) if text.contains("create-vpc")));
    assert!(
        matches!(parsed("aws ec2 create-vpc help"), Command::Show(text) if text.contains("--cidr-block"))
    );
    assert!(matches!(parsed("X='a b'"), Command::Set(name, value) if (&*name, &*value) == ("X", "a b")));
    let Command::Keep(name, ask) = parsed("NAT=$(aws ec2 create-nat-gateway --subnet-id s-1 --output text)")
    else {
        panic!("nothing is kept");
    };
    assert_eq!((name.as_str(), ask.operation().name()), ("NAT", "CreateNatGateway"));
    let asked =
        call(parsed("aws ec2 create-tags --resources ${VPC} --tags Key=Name,Value=\"$N\" \\\n --dry-run"));
    let wanted: Value = [
        ("Resources", vec!["vpc-1"].into()),
        ("Tags", Value::List(vec![[("Key", "Name".into()), ("Value", "a b".into())].into()])),
        ("DryRun", true.into()),
    ]
    .into();
    assert_eq!(asked.input, wanted);
}

fn vpc(id: &str, is_default: bool) -> Value {
    [("VpcId", id.into()), ("IsDefault", is_default.into()), ("CidrBlock", "10.0.0.0/16".into())].into()
}

fn printed(line: &str, answer: Value) -> String {
    let Ok(Command::Ask(ask)) = shell::parse(line, &env()) else { panic!("{line}") };
    shell::render(&ask, &Ok(answer)).text
}

#[test]
fn answers_are_printed_as_the_original_prints_them() {
    let vpcs: Value = [("Vpcs", Value::List(vec![vpc("vpc-1", true), vpc("vpc-2", false)]))].into();
    assert_eq!(
        printed("aws ec2 describe-vpcs --query 'Vpcs[].VpcId'", vpcs.clone()),
        "[\n    \"vpc-1\",\n    \"vpc-2\"\n]\n"
    );
    assert_eq!(
        printed("aws ec2 describe-vpcs --query 'Vpcs[].VpcId' --output text", vpcs.clone()),
        "vpc-1\tvpc-2\n"
    );
    assert_eq!(
        printed("aws ec2 describe-vpcs --output text", vpcs.clone()),
        "VPCS\t10.0.0.0/16\tTrue\tvpc-1\nVPCS\t10.0.0.0/16\tFalse\tvpc-2\n"
    );
    assert_eq!(
        printed("aws ec2 describe-vpcs --query 'Vpcs[9].VpcId' --output text", vpcs.clone()),
        "None\n"
    );
    let table = printed("aws ec2 describe-vpcs --output table", vpcs);
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{table}");
    assert!(table.contains("||  10.0.0.0/16 |  False      |  vpc-2 ||"), "{table}");
    assert_eq!(printed("aws ec2 delete-vpc --vpc-id vpc-1", Value::empty()), "");
    assert_eq!(
        printed("aws ec2 create-vpc --cidr-block 10.0.0.0/16", [("Vpc", vpc("vpc-3", false))].into()),
        concat!(
            "{\n    \"Vpc\": {\n        \"IsDefault\": false,\n",
            "        \"VpcId\": \"vpc-3\",\n        \"CidrBlock\": \"10.0.0.0/16\"\n    }\n}\n"
        )
    );
    let Ok(Command::Ask(ask)) = shell::parse("aws ec2 delete-vpc --vpc-id vpc-9", &env()) else { panic!() };
    let printed = shell::render(
        &ask,
        &Err(Fault::sender("InvalidVpcID.NotFound", "The vpc ID 'vpc-9' does not exist")),
    );
    assert!(printed.failed);
    assert_eq!(
        printed.text,
        "An error occurred (InvalidVpcID.NotFound) when calling the DeleteVpc operation: \
         The vpc ID 'vpc-9' does not \
         exist\n"
    );
}

#[derive(Deserialize)]
struct Answered {
    service: String,
    operation: String,
    input: Value,
    answer: Value,
}

#[derive(Deserialize)]
struct Shown {
    json: String,
    text: String,
    table: String,
}

fn packed_lines<T: for<'a> Deserialize<'a>>(file: &str) -> Vec<T> {
    let mut text = String::new();
    let file = fs::File::open(format!("{FIXTURES}/{file}")).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_answer_is_printed_as_the_original_prints_it() {
    let (answered, shown): (Vec<Answered>, Vec<Shown>) =
        (packed_lines("requests.jsonl.gz"), packed_lines("printed.jsonl.gz"));
    assert_eq!(answered.len(), shown.len());
    let (mut env, mut unlike) = (env(), Vec::new());
    for (case, shown) in answered.iter().zip(&shown) {
        let service = if case.service == "s3" { "s3api" } else { &case.service };
        let name = command_of(&case.service, &case.operation);
        let outfile = if case.operation == "GetObject" { "copy.txt" } else { "" };
        env.files.insert("input.json".to_owned(), serde_json::to_string(&case.input).unwrap());
        for (format, wanted) in [("json", &shown.json), ("text", &shown.text), ("table", &shown.table)] {
            // The original counts some letters as two wide.
            if format == "table" && !wanted.is_ascii() {
                continue;
            }
            let line = format!(
                "aws {service} {name} --cli-input-json file://input.json --output {format} {outfile}"
            );
            let ask = match shell::parse(&line, &env) {
                Ok(Command::Ask(ask)) => ask,
                other => panic!("{line}: {other:?}"),
            };
            let printed = shell::render(&ask, &Ok(case.answer.clone())).text;
            if printed != *wanted {
                let first = wanted.lines().zip(printed.lines()).find(|(original, ours)| original != ours);
                unlike.push(format!("{line}\n{first:?}"));
            }
        }
    }
    assert!(unlike.is_empty(), "{} unlike\n{}", unlike.len(), unlike[..unlike.len().min(40)].join("\n"));
}

/// As help lists it.
fn command_of(service: &str, operation: &str) -> String {
    let line = format!("aws {} help", if service == "s3" { "s3api" } else { service });
    let Ok(Command::Show(text)) = shell::parse(&line, &Env::default()) else { panic!("{line}") };
    let plain = |name: &str| name.replace('-', "").to_lowercase();
    let found = text.lines().map(str::trim).find(|name| plain(name) == operation.to_lowercase());
    found.unwrap_or_else(|| panic!("{service} {operation}")).to_owned()
}

#[test]
fn what_would_print_without_end_is_not_printed() {
    let wide: Value = [("VpcId", "x".repeat(100_000).into())].into();
    let mut all = vec![vpc("vpc-1", false); 2_000];
    all.push(wide);
    let vpcs: Value = [("Vpcs", Value::List(all))].into();
    let table = printed("aws ec2 describe-vpcs --output table", vpcs.clone());
    assert_eq!(table, "This prints too much: ask for less by --query or --filters.\n");
    let deep = format!("aws ec2 describe-vpcs --query '{}Vpcs[],Vpcs[]{}'", "[".repeat(40), "]".repeat(40));
    assert!(printed(&deep, vpcs.clone()).contains("too much"), "it was printed");
    let doubled = vec!["[@,@][]"; 20].join("|");
    let endless = printed(&format!("aws ec2 describe-vpcs --query '{doubled}'"), vpcs.clone());
    assert!(endless.contains("found no end"), "{endless}");
    assert_eq!(printed("aws ec2 describe-vpcs --query 'length(Vpcs)'", vpcs), "2001\n");
}

/// Topics by twos, and after the last no token.
fn topics(from: usize, all: usize) -> Value {
    let list = (from..all.min(from + 2)).map(|at| [("TopicArn", format!("t{at}").into())].into());
    let mut page = BTreeMap::from([("Topics".to_owned(), Value::List(list.collect()))]);
    if from + 2 < all {
        page.insert("NextToken".to_owned(), (from + 2).to_string().into());
    }
    Value::Map(page)
}

fn paged(line: &str, all: usize) -> (usize, Value) {
    let Ok(Command::Ask(ask)) = shell::parse(line, &env()) else { panic!("{line}") };
    let (mut pages, mut next, mut calls) = (Pages::of(&ask), Some(ask.call(who())), 0);
    while let Some(call) = next {
        calls += 1;
        let from =
            call.input.get("NextToken").and_then(Value::as_text).map_or(0, |text| text.parse().unwrap());
        next = pages.add(topics(from, all), &who());
    }
    (calls, pages.joined())
}

#[test]
fn pages_are_joined_and_cut_where_it_is_asked_for() {
    let (calls, all) = paged("aws sns list-topics", 5);
    assert_eq!((calls, all.get("Topics").unwrap().items().len(), all.get("NextToken")), (3, 5, None));
    let (calls, first) = paged("aws sns list-topics --no-paginate", 5);
    assert_eq!((calls, first.get("Topics").unwrap().items().len()), (1, 2));
    let mut seen = Vec::new();
    let mut line = "aws sns list-topics --max-items 3".to_owned();
    loop {
        let (_, part) = paged(&line, 8);
        let names =
            part.get("Topics").unwrap().items().iter().map(|one| one.get("TopicArn").unwrap().clone());
        seen.extend(names);
        let Some(token) = part.get("NextToken").and_then(Value::as_text) else { break };
        line = format!("aws sns list-topics --max-items 3 --starting-token {token}");
    }
    let wanted: Vec<Value> = (0..8).map(|at| format!("t{at}").into()).collect();
    assert_eq!(seen, wanted);
}

#[test]
fn a_waiter_waits_for_what_it_says() {
    let line = "aws ec2 wait nat-gateway-available --nat-gateway-ids nat-1";
    let Ok(Command::Await(ask, waiter)) = shell::parse(line, &env()) else { panic!() };
    let state = |state: &str| -> Value {
        [("NatGateways", Value::List(vec![[("State", state.into())].into()]))].into()
    };
    assert_eq!(shell::judge(&ask, waiter, &Ok(state("pending"))), Judged::Again);
    assert_eq!(shell::judge(&ask, waiter, &Ok(state("available"))), Judged::Done);
    assert_eq!(shell::judge(&ask, waiter, &Ok(state("failed"))), Judged::Failed);
    let gone = Err(Fault::sender("NatGatewayNotFound", "no"));
    assert_eq!(shell::judge(&ask, waiter, &gone), Judged::Again);
    let denied = Err(Fault::sender("UnauthorizedOperation", "no"));
    assert_eq!(shell::judge(&ask, waiter, &denied), Judged::Failed);
}

proptest! {
    #[test]
    fn no_line_is_too_strange(
        head in prop_oneof![Just(""), Just("aws ec2 describe-vpcs "), Just("aws "), Just("X=$(")],
        tail in "[ -~\\n]{0,80}",
    ) {
        let _ = shell::parse(&format!("{head}{tail}"), &env());
    }

    #[test]
    fn a_line_that_was_changed_anywhere_is_read_or_refused(
        at in 0usize..1000,
        cut in 0usize..300,
        put in "[ \"'$\\\\{}\\[\\]=,@a-z-]{0,4}",
    ) {
        thread_local!(static LINES: (Vec<Original>, Env) = (originals(), env()));
        LINES.with(|(lines, env)| {
            let line = &lines[at % lines.len()].line;
            let cut = (0..=cut.min(line.len())).rev().find(|cut| line.is_char_boundary(*cut)).unwrap_or(0);
            let (before, after) = line.split_at(cut);
            let _ = shell::parse(&format!("{before}{put}{after}"), env);
        });
    }
}
