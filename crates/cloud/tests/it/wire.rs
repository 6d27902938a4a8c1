//! The wire against the provider's own client, both ways.
//!
//! `cargo xtask cloud-models --record` records requests with botocore, lets this test write our responses,
//! and has botocore read them; here both are held against the record.

use std::io::{Read, Write};

use assay_cloud::{
    model,
    value::Value,
    wire::{self, Request, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

const REQUESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/requests.jsonl.gz");
const RESPONSES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/responses.jsonl.gz");
const SECRET: &str = "a secret of this file";

#[derive(Deserialize)]
struct Case {
    service: String,
    operation: String,
    input: Value,
    answer: Value,
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Recorded {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn lines<T: for<'a> Deserialize<'a>>(path: &str) -> Vec<T> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

impl Case {
    fn request(&self) -> Request {
        Request {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: STANDARD.decode(&self.body).unwrap(),
        }
    }
}

fn signed_at(request: &Request) -> jiff::Timestamp {
    let text = request.header("x-amz-date").unwrap();
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).unwrap();
    at.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
}

fn verified(request: &Request) -> wire::Signed {
    let signed = wire::verify(request, signed_at(request), |key| (key == "AKIDLAB").then_some(SECRET));
    signed.unwrap_or_else(|fault| panic!("{fault} {request:?}"))
}

fn understood(request: &Request) -> wire::Asked {
    let asked = wire::read(request, &verified(request), "r-1");
    asked.unwrap_or_else(|response| panic!("{}: {}", request.path, String::from_utf8_lossy(&response.body)))
}

/// Members that the client adds on its way.
fn without_checksums(input: &Value, asked: &Value) -> Value {
    let Value::Map(members) = input else { return input.clone() };
    let added = |name: &str| name.starts_with("Checksum") || name == "ContentMD5" || name == "ContentLength";
    let kept = members.iter().filter(|(name, _)| asked.get(name).is_some() || !added(name));
    Value::Map(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[test]
fn what_the_providers_client_sends_is_understood_and_its_signature_holds() {
    let cases: Vec<Case> = lines(REQUESTS);
    assert!(cases.len() > 350);
    for case in &cases {
        let of = format!("{}:{} {}", case.service, case.operation, case.path);
        let request = case.request();
        let signed = verified(&request);
        assert_eq!((signed.key.as_str(), signed.region.as_str()), ("AKIDLAB", "eu-west-1"), "{of}");
        let asked = understood(&request);
        assert_eq!(
            (asked.operation().service(), asked.operation().name()),
            (&*case.service, &*case.operation)
        );
        let who = assay_cloud::call::Principal { account: "1".to_owned(), arn: "arn".to_owned() };
        let wanted = model::check(asked.operation(), &case.input).unwrap();
        assert_eq!(without_checksums(&asked.call(who, &signed).input, &wanted), wanted, "{of}");
    }
}

#[test]
fn what_we_answer_is_what_the_providers_client_read() {
    let ours: Vec<Recorded> = lines::<Case>(REQUESTS)
        .iter()
        .map(|case| {
            let request = case.request();
            let asked = understood(&request);
            let response = asked.respond(&Ok(case.answer.clone()), "r-1");
            assert!(response.status < 300, "{}: {}", case.operation, String::from_utf8_lossy(&response.body));
            Recorded {
                status: response.status,
                headers: response.headers,
                body: STANDARD.encode(response.body),
            }
        })
        .collect();
    if std::env::var_os("ASSAY_BLESS").is_some() {
        let text: String = ours.iter().map(|one| serde_json::to_string(one).unwrap() + "\n").collect();
        let file = std::fs::File::create(RESPONSES).unwrap();
        let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap();
    }
    let read: Vec<Recorded> = lines(RESPONSES);
    assert_eq!(ours.len(), read.len());
    for (ours, read) in ours.iter().zip(&read) {
        assert_eq!(ours, read);
    }
}

fn a_request(service: &str) -> Request {
    let cases: Vec<Case> = lines(REQUESTS);
    cases.iter().find(|case| case.service == service).unwrap().request()
}

#[test]
fn a_request_that_was_changed_on_its_way_is_refused() {
    let sent = a_request("ec2");
    let changed = [
        Request { body: [&sent.body[..], b"&DryRun=true"].concat(), ..sent.clone() },
        Request { method: "GET".to_owned(), ..sent.clone() },
        Request { path: "/other".to_owned(), ..sent.clone() },
        Request { query: "a=1".to_owned(), ..sent.clone() },
    ];
    for request in changed {
        let fault = wire::verify(&request, signed_at(&request), |_| Some(SECRET)).unwrap_err();
        assert_eq!((fault.code.as_str(), fault.status), ("SignatureDoesNotMatch", 403));
    }
    let late = signed_at(&sent) + jiff::SignedDuration::from_mins(6);
    assert_eq!(wire::verify(&sent, late, |_| Some(SECRET)).unwrap_err().code, "RequestTimeTooSkewed");
    assert_eq!(wire::verify(&sent, signed_at(&sent), |_| None).unwrap_err().code, "InvalidClientTokenId");
    let other = wire::verify(&sent, signed_at(&sent), |_| Some("another secret")).unwrap_err();
    assert_eq!(other.code, "SignatureDoesNotMatch");
    let unsigned = Request { headers: Vec::new(), ..sent.clone() };
    let fault = wire::verify(&unsigned, signed_at(&sent), |_| Some(SECRET)).unwrap_err();
    assert_eq!(fault.code, "MissingAuthenticationToken");
    assert!(!wire::refused(&unsigned, &fault, "r-1").body.is_empty());
}

fn refusal(service: &str, change: impl FnOnce(&mut Request)) -> (u16, String) {
    let mut request = a_request(service);
    let signed = verified(&request);
    change(&mut request);
    let Response { status, body, .. } = wire::read(&request, &signed, "r-1").unwrap_err();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[test]
fn what_is_not_here_and_what_is_too_much_is_said_in_the_protocol_of_the_request() {
    let (status, body) = refusal("ec2", |request| request.body = b"Action=CreateFleet&Version=1".to_vec());
    assert_eq!(status, 501);
    assert!(body.contains("<Response><Errors><Error><Code>NotAvailableInThisLab</Code>"), "{body}");
    let (_, body) = refusal("ec2", |request| request.body = b"Action=CreateVpc&Colour=red".to_vec());
    assert!(body.contains("<Code>UnknownParameter</Code>"), "{body}");
    let (status, body) = refusal("logs", |request| request.body = b"{".to_vec());
    assert!(status == 400 && body.contains("\"__type\":\"SerializationException\""), "{body}");
    let (_, body) = refusal("logs", |request| request.body = "[".repeat(100_000).into_bytes());
    assert!(body.contains("SerializationException"), "{body}");
    let (status, _) = refusal("sns", |request| request.body = vec![b'a'; wire::BODY_MAX + 1]);
    assert_eq!(status, 413);
    let (status, body) = refusal("s3", |request| request.query = "acl".to_owned());
    assert!(status == 501 && body.contains("<Code>NotAvailableInThisLab</Code>"), "{body}");
    let parameters: String = (0..6000).map(|at| format!("a{at}=1&")).collect();
    let (_, body) = refusal("sns", |request| request.body = parameters.into_bytes());
    assert!(body.contains("MalformedQueryString"), "{body}");
}

#[test]
fn a_body_in_frames_is_put_together() {
    let cases: Vec<Case> = lines(REQUESTS);
    let mut request = cases.iter().find(|case| case.operation == "PutObject").unwrap().request();
    let signed = verified(&request);
    request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("x-amz-content-sha256"));
    let framed = |mark: &str, body: &str| {
        let mut request = request.clone();
        request.headers.push(("x-amz-content-sha256".to_owned(), mark.to_owned()));
        request.body = body.as_bytes().to_vec();
        wire::read(&request, &signed, "r-1").map(|asked| {
            let who = assay_cloud::call::Principal { account: "1".to_owned(), arn: "arn".to_owned() };
            asked.call(who, &signed).input.get("Body").and_then(Value::as_text).map(str::to_owned)
        })
    };
    let unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    let body =
        framed(unsigned, "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n").unwrap();
    assert_eq!(body.unwrap(), STANDARD.encode("hello world"));
    for broken in ["", "5\r\nhel", "z\r\n", "5\r\nhelloworld", "ffffffffffffffff\r\nx", "5\r\nhello\r\n"] {
        let refused = framed(unsigned, broken).unwrap_err();
        assert!(String::from_utf8_lossy(&refused.body).contains("IncompleteBody"), "{broken}");
    }
    let signed_frames = framed("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "0\r\n\r\n").unwrap_err();
    assert_eq!(signed_frames.status, 501);
}

#[test]
fn a_body_that_grows_when_it_is_unpacked_is_refused() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b' '; 50 * 1024 * 1024]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < wire::BODY_MAX);
    let (status, _) = refusal("cloudwatch", |request| {
        request.headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
        request.body = packed;
    });
    assert_eq!(status, 413);
}

proptest! {
    #[test]
    fn no_request_is_too_strange(
        at in 0usize..300,
        body in proptest::collection::vec(any::<u8>(), 0..300),
        query in "[a-z0-9=&%+.-]{0,40}",
        path in "/[a-z0-9%/.]{0,40}",
        cut in 0usize..400,
    ) {
        thread_local!(static CASES: Vec<Case> = lines(REQUESTS));
        CASES.with(|cases| {
            let mut request = cases[at % cases.len()].request();
            let signed = verified(&request);
            let strange = Request { body, query: query.clone(), path: path.clone(), ..request.clone() };
            let _ = wire::read(&strange, &signed, "r-1");
            request.body.truncate(cut);
            let _ = wire::read(&request, &signed, "r-1");
        });
    }
}
