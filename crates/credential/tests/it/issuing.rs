//! Building and signing badges.

use crate::sample::{self, CREATED, ISSUER};
use assay_credential::proof::Prepared;
use assay_credential::*;
use serde_json::{Value, json};
use std::error::Error as _;

fn method() -> String {
    controller::method_id(ISSUER, &sample::key().public_key())
}

#[test]
fn badge_with_every_part_is_signed_and_every_check_passes() {
    let report = sample::verify_value(&sample::signed());
    for check in &report.checks {
        assert_eq!(check.verdict, CheckOutcome::Passed, "{check:?}");
    }
    assert!(report.holds());
    let summary = report.summary.unwrap();
    assert_eq!(summary.holder_name.as_deref(), Some("Ada Example"));
    assert_eq!(summary.human_code.as_deref(), Some("SOA-C03"));
}

#[test]
fn signing_after_a_crash_gives_the_same_badge() {
    let prepared = proof::prepare(&badge::build(&sample::input()).unwrap(), &method(), CREATED).unwrap();
    let stored = serde_json::to_string(&prepared).unwrap();
    let again: Prepared = serde_json::from_str(&stored).unwrap();
    assert_eq!(prepared, again);
    assert_eq!(proof::sign(&prepared, &sample::key()).unwrap(), proof::sign(&again, &sample::key()).unwrap());
}

#[test]
fn signature_of_another_key_is_not_attached() {
    let prepared = proof::prepare(&badge::build(&sample::input()).unwrap(), &method(), CREATED).unwrap();
    let other = SigningKey::from_seed(&[9; 32]).unwrap();
    let signature = other.sign(prepared.hash_data.as_bytes()).unwrap();
    assert!(prepared.attach(&signature, &sample::key().public_key()).is_err());
}

#[test]
fn unknown_term_is_refused_before_signing_and_named() {
    for (pointer, key, value) in [
        ("", "colour", json!("blue")),
        ("/credentialSubject", "favourite", json!("tea")),
        ("/credentialSubject/achievement", "level", json!(3)),
        ("/issuer", "motto", json!("per aspera")),
    ] {
        let mut credential = badge::build(&sample::input()).unwrap();
        credential.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert(key.into(), value);
        let error = proof::prepare(&credential, &method(), CREATED).unwrap_err();
        assert!(error.source().unwrap().to_string().contains(key), "{error:?}");
    }
}

#[test]
fn what_json_ld_would_drop_or_guess_is_refused_before_signing() {
    let refused: [(&str, &str, Value); 14] = [
        ("", "type", json!(["VerifiableCredential", "OpenBadgeCredential", "HouseCredential"])),
        ("/credentialSubject", "type", json!(["achievementsubject"])),
        (
            "",
            "@context",
            json!([contexts::CREDENTIALS_V2, contexts::OPEN_BADGES_V3, {"@vocab": "https://x.example/"}]),
        ),
        ("", "@context", json!([contexts::CREDENTIALS_V2, "https://x.example/context.json"])),
        ("/credentialSubject", "@context", json!({"favourite": "https://x.example/f"})),
        ("/credentialSubject", "id", json!("person-1")),
        ("", "name", json!(null)),
        ("", "endorsementJwt", json!(["eyJh"])),
        ("/issuer", "image", json!("logo.png")),
        ("", "name", json!({"@value": "x", "@language": "en-US"})),
        ("", "@graph", json!([])),
        ("", "name", json!({"@value": "x", "@index": "y"})),
        ("/credentialSubject/achievement", "criteria", json!({})),
        ("/credentialSubject/achievement", "id", json!("https://x.example/a b")),
    ];
    for (pointer, key, value) in refused {
        let mut credential = badge::build(&sample::input()).unwrap();
        credential.pointer_mut(pointer).unwrap().as_object_mut().unwrap().insert(key.into(), value.clone());
        assert!(proof::prepare(&credential, &method(), CREATED).is_err(), "{pointer} {key} {value}");
    }
}

#[test]
fn every_single_field_mutant_of_a_badge_fails() {
    let signed = sample::signed();
    let mut paths = Vec::new();
    leaves(&signed, String::new(), &mut paths);
    // Other words for the same thing: a proof inside or outside a list, the proof's own place.
    let mut tried = 0;
    for path in &paths {
        for mutant in mutants(signed.pointer(path).unwrap()) {
            let mut changed = signed.clone();
            *changed.pointer_mut(path).unwrap() = mutant.clone();
            let report = sample::verify_value(&changed);
            assert!(!report.holds(), "{path} -> {mutant} was not noticed");
            tried += 1;
        }
        let mut shorter = signed.clone();
        remove(&mut shorter, path);
        assert!(!sample::verify_value(&shorter).holds(), "{path} removed was not noticed");
        tried += 1;
    }
    println!("{tried} mutants of {} fields", paths.len());
    assert!(tried > 100);
}

fn leaves(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                leaves(value, format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, format!("{path}/{index}"), found);
            }
        }
        _ => found.push(path),
    }
}

fn mutants(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let last = letters.pop().unwrap();
            letters.push(if last == 'x' { 'y' } else { 'x' });
            vec![letters.into_iter().collect::<String>().into(), format!("{text}0").into()]
        }
        Value::Bool(value) => vec![json!(!value)],
        other => vec![json!(format!("{other}0"))],
    }
}

fn remove(value: &mut Value, path: &str) {
    let (parent, last) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            object.remove(&last.replace("~1", "/").replace("~0", "~"));
        }
        Value::Array(items) => {
            items.remove(last.parse().unwrap());
        }
        _ => panic!("{path}"),
    }
}

#[test]
fn hashed_email_is_the_standards_form_and_recognised_again() {
    let credential = badge::build(&sample::input()).unwrap();
    let identity = &credential["credentialSubject"]["identifier"][0];
    assert_eq!(identity["hashed"], true);
    assert!(identity["identityHash"].as_str().unwrap().starts_with("sha256$"));
    assert!(HashedEmail::new("ada@example.org", "c2FsdA").matches(" ADA@example.org"));
    assert!(!HashedEmail::new("ada@example.org", "c2FsdA").matches("bob@example.org"));
}

#[test]
fn wrong_input_is_refused_with_the_field_named() {
    type Spoil = fn(&mut BadgeInput);
    let cases: [(&str, Spoil); 8] = [
        ("id", |input| input.id = "credentials/1".into()),
        ("valid_from", |input| input.valid_from = "2026-01-15".into()),
        ("valid_until", |input| input.valid_until = Some("2025-01-15T00:00:00Z".into())),
        ("holder", |input| input.subject = Subject::default()),
        ("scale", |input| input.achievement.score = None),
        ("achievement.name", |input| input.achievement.name = " ".into()),
        ("target_url", |input| input.achievement.alignments[0].target_url = "domain 1".into()),
        ("description", |input| input.achievement.description = "x".repeat(badge::MAX_TEXT_CHARS + 1)),
    ];
    for (word, spoil) in cases {
        let mut input = sample::input();
        spoil(&mut input);
        let error = badge::build(&input).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn bitstring_status_and_the_smallest_badge_can_be_signed() {
    let mut input = sample::input();
    input.status =
        Some(StatusEntry::Bitstring { list_url: "https://body.example/status/1".into(), index: 7 });
    sample::sign_with(&badge::build(&input).unwrap(), &method(), &sample::key());
    input.subject = Subject { email: input.subject.email, ..Default::default() };
    (input.description, input.awarded_date, input.valid_until) = (None, None, None);
    (input.result, input.status) = (None, None);
    input.achievement.alignments.clear();
    let signed = sample::sign_with(&badge::build(&input).unwrap(), &method(), &sample::key());
    let report = sample::verify_value(&signed);
    assert!(report.holds(), "{report:?}");
    assert_eq!(report.verdict(CheckName::Status), CheckOutcome::NotApplicable);
}
