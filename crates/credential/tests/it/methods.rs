//! One judgement of the key for every form of a badge (F4), and who vouches for it (F2).

use crate::sample::{self, ISSUER};
use assay_credential::*;
use serde_json::{Value, json};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>";
const STRANGER: &str = "https://stranger.example/me";

fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let body = [kind.as_slice(), content].concat();
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [length.as_slice(), &body, &crc32fast::hash(&body).to_be_bytes()].concat()
    };
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let pixel = chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), header, pixel, chunk(b"IEND", &[])].concat()
}

/// The sample badge in every form a verifier takes, signed by a key under a name.
fn every_form(issuer: &str, method: &str, key: &SigningKey) -> Vec<(&'static str, Vec<u8>)> {
    let mut input = sample::input();
    input.issuer.id = issuer.to_owned();
    let unsigned = badge::build(&input).unwrap();
    let json = sample::sign_with(&unsigned, method, key).to_string();
    let jwt = jwt::sign(&unsigned, method, key).unwrap();
    vec![
        ("PNG, JSON", bake::bake_png(&png(), &json).unwrap()),
        ("PNG, JWT", bake::bake_png(&png(), &jwt).unwrap()),
        ("SVG, JSON", bake::bake_svg(SVG, &json).unwrap().into_bytes()),
        ("SVG, JWT", bake::bake_svg(SVG, &jwt).unwrap().into_bytes()),
        ("JSON", json.into_bytes()),
        ("JWT", jwt.into_bytes()),
    ]
}

fn own_method() -> String {
    controller::method_id(ISSUER, &sample::key().public_key())
}

/// The issuer's document with something changed.
fn document(change: impl Fn(&mut Value)) -> Value {
    let mut document = sample::issuer_document();
    change(&mut document);
    document
}

#[test]
fn every_form_is_judged_by_the_same_rules_about_its_key() {
    // Signed on 15 January, looked at on 1 June 2026. A key that ended at either moment convinces nobody:
    // `created` is the signer's own word, so proofs are not verified "at or after" that time, whenever they
    // say they were made (Controlled Identifiers 1.0, section 2.2, `expires` and `revoked`).
    let method = |name: &'static str, value: Value| {
        move |document: &mut Value| document["verificationMethod"][0][name] = value.clone()
    };
    type Change = Box<dyn Fn(&mut Value)>;
    let table: Vec<(&str, Change, CheckOutcome)> = vec![
        ("as it is", Box::new(|_| ()), CheckOutcome::Passed),
        ("revoked before", Box::new(method("revoked", json!("2026-01-01T00:00:00Z"))), CheckOutcome::Failed),
        ("revoked since", Box::new(method("revoked", json!("2026-02-01T00:00:00Z"))), CheckOutcome::Failed),
        ("revoked now", Box::new(method("revoked", json!("2026-06-01T00:00:00Z"))), CheckOutcome::Failed),
        ("revoked later", Box::new(method("revoked", json!("2026-07-01T00:00:00Z"))), CheckOutcome::Passed),
        ("revoked some day", Box::new(method("revoked", json!("some day"))), CheckOutcome::Failed),
        (
            "revoked, a list",
            Box::new(method("revoked", json!(["2026-02-01T00:00:00Z"]))),
            CheckOutcome::Failed,
        ),
        ("expired before", Box::new(method("expires", json!("2020-01-01T00:00:00Z"))), CheckOutcome::Failed),
        ("expired since", Box::new(method("expires", json!("2026-03-01T00:00:00Z"))), CheckOutcome::Failed),
        ("expires later", Box::new(method("expires", json!("2027-01-01T00:00:00Z"))), CheckOutcome::Passed),
        ("expires, a number", Box::new(method("expires", json!(2027))), CheckOutcome::Failed),
        ("another's", Box::new(method("controller", json!(STRANGER))), CheckOutcome::Failed),
        ("unknown", Box::new(method("id", json!(format!("{ISSUER}#other")))), CheckOutcome::Failed),
        ("not for badges", Box::new(|d: &mut Value| d["assertionMethod"] = json!([])), CheckOutcome::Failed),
        (
            "for signing in only",
            Box::new(|d: &mut Value| {
                d["authentication"] = d["assertionMethod"].clone();
                d["assertionMethod"] = json!([]);
            }),
            CheckOutcome::Failed,
        ),
    ];
    for (fault, change, expected) in &table {
        let document = document(change);
        for (form, bytes) in every_form(ISSUER, &own_method(), &sample::key()) {
            let report = sample::verify(&bytes, &document);
            assert_eq!(report.verdict(CheckName::Issuer), *expected, "{form}, key {fault}: {report:#?}");
            assert_eq!(report.holds(), *expected == CheckOutcome::Passed, "{form}, key {fault}");
        }
    }
}

#[test]
fn a_jwt_that_names_no_key_is_tried_with_usable_keys_only() {
    // The search through the issuer's keys is a third way to a key: the same judgement.
    let unsigned = badge::build(&sample::input()).unwrap();
    let text = jwt::sign(&unsigned, "a-name-of-no-address", &sample::key()).unwrap();
    let good = sample::verify(text.as_bytes(), &sample::issuer_document());
    assert!(good.holds(), "{good:#?}");
    let revoked = document(|d| d["verificationMethod"][0]["revoked"] = json!("2026-02-01T00:00:00Z"));
    let report = sample::verify(text.as_bytes(), &revoked);
    assert_eq!(report.verdict(CheckName::Issuer), CheckOutcome::Failed, "{report:#?}");
}

#[test]
fn a_stranger_with_a_did_key_of_their_own_is_not_vouched_for() {
    // Integrity is not authenticity (F2): the signature fits, and that is all that is known.
    let key = SigningKey::from_seed(&[9; 32]).unwrap();
    let did = did::key_did(&key.public_key());
    let method = format!("{did}#{}", key.public_key().to_multibase());
    for (form, bytes) in every_form(&did, &method, &key) {
        let report = sample::verify(&bytes, &sample::issuer_document());
        assert!(!report.holds(), "{form}: {report:#?}");
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Passed, "{form}");
        assert_eq!(report.verdict(CheckName::Issuer), CheckOutcome::Unknown, "{form}");
    }
}

#[test]
fn a_stranger_is_believed_where_the_caller_gives_their_document() {
    let key = SigningKey::from_seed(&[9; 32]).unwrap();
    let did = did::key_did(&key.public_key());
    let method = format!("{did}#{}", key.public_key().to_multibase());
    let own = json!({
        "id": did, "assertionMethod": [method],
        "verificationMethod": [{"id": method, "type": "Multikey", "controller": did,
            "publicKeyMultibase": key.public_key().to_multibase()}],
    });
    let mut revoked = own.clone();
    revoked["verificationMethod"][0]["revoked"] = json!("2026-02-01T00:00:00Z");
    for (form, bytes) in every_form(&did, &method, &key) {
        assert!(sample::verify(&bytes, &own).holds(), "{form}");
        assert_eq!(
            sample::verify(&bytes, &revoked).verdict(CheckName::Issuer),
            CheckOutcome::Failed,
            "{form}"
        );
        let stranger = sample::verify(&bytes, &sample::issuer_document());
        assert_eq!(stranger.conclusion(), Conclusion::Unvouched, "{form}");
    }
}

#[test]
fn a_foreign_badge_in_our_name_or_under_our_addresses_is_refused() {
    let key = SigningKey::from_seed(&[9; 32]).unwrap();
    let did = did::key_did(&key.public_key());
    let method = format!("{did}#{}", key.public_key().to_multibase());
    let own = Own {
        issuer: ISSUER.into(),
        names: vec!["Example Body".into()],
        bases: vec!["https://body.example".into()],
    };
    type Change = fn(&mut BadgeInput);
    let elsewhere: Change = |input| {
        input.id = "urn:uuid:0197a3b0".into();
        input.issuer.name = "Another Body".into();
        input.issuer.url = Some("https://another.example".into());
        input.achievement.id = "https://another.example/achievements/1".into();
    };
    let table: [(&str, Change, Conclusion); 6] = [
        ("nothing of ours", |_| (), Conclusion::Unvouched),
        ("our name", |input| input.issuer.name = "EXAMPLE  body".into(), Conclusion::False),
        ("our id", |input| input.id = "https://body.example/credentials/1".into(), Conclusion::False),
        ("our site", |input| input.issuer.url = Some("http://BODY.example/".into()), Conclusion::False),
        ("our achievement", |i| i.achievement.id = "https://body.example/a/1".into(), Conclusion::False),
        // A foreign badge may be aligned to our outline: that claims nothing.
        (
            "our outline",
            |i| i.achievement.alignments[0].target_url = "https://body.example/x".into(),
            Conclusion::Unvouched,
        ),
    ];
    for (what, change, expected) in table {
        let mut input = sample::input();
        input.issuer.id = did.clone();
        elsewhere(&mut input);
        change(&mut input);
        let unsigned = badge::build(&input).unwrap();
        let forms = [
            sample::sign_with(&unsigned, &method, &key).to_string(),
            jwt::sign(&unsigned, &method, &key).unwrap(),
        ];
        for text in forms {
            let mut report = sample::verify(text.as_bytes(), &sample::issuer_document());
            own.refuse_borrowed(&mut report);
            assert_eq!(report.conclusion(), expected, "{what}: {report:#?}");
        }
    }
    let mut report = sample::verify_value(&sample::signed());
    own.refuse_borrowed(&mut report);
    assert_eq!(report.conclusion(), Conclusion::Holds, "our own badge bears our name");
}

#[test]
fn what_is_no_badge_is_neither_true_nor_false() {
    let utf16: Vec<u8> = "no badge".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let truncated = &png()[..40];
    let files: [(&str, &[u8]); 9] = [
        ("PNG without its chunk", &png()),
        ("PNG cut short", truncated),
        ("SVG without its element", SVG.as_bytes()),
        ("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
        ("PDF", b"%PDF-1.7\n%\xe2\xe3"),
        ("UTF-16 text", &[b"\xff\xfe", utf16.as_slice()].concat()),
        ("text", b"my badge"),
        ("other JSON", b"{\"hello\":1}"),
        ("nothing", b""),
    ];
    for (what, bytes) in files {
        let report = sample::verify(bytes, &sample::issuer_document());
        assert_eq!(report.conclusion(), Conclusion::NoBadge, "{what}: {report:#?}");
        assert!(!report.holds());
    }
    let text = sample::verify(&png(), &sample::issuer_document());
    let said = &text.check(CheckName::Schema).unwrap().text;
    assert!(said.starts_with("There is no badge in this picture; some sites remove it."), "{said}");
}

#[test]
fn a_badge_saved_as_utf_16_is_read_by_its_mark() {
    let text = sample::signed().to_string();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [[b"\xff\xfe", little.as_slice()].concat(), [b"\xfe\xff", big.as_slice()].concat()] {
        let report = sample::verify(&bytes, &sample::issuer_document());
        assert!(report.holds(), "{report:#?}");
        assert_eq!(verify::credential_text(&bytes).as_deref(), Some(text.as_str()));
    }
}

#[test]
fn the_conclusion_tells_expired_and_revoked_from_false() {
    let signed = sample::signed().to_string();
    let document = sample::issuer_document();
    let resolve = |url: &str| (url == ISSUER).then(|| document.clone());
    let judge = |text: &str, now: &str, revoked: &[&str]| {
        let list = json!({"revokedCredential": revoked});
        let status = |_: &str| Some(list.clone());
        let now = now.parse().unwrap();
        Verifier { resolve: &resolve, status: &status, gunzip: None, now, asked_at: None }
            .verify(text.as_bytes())
            .conclusion()
    };
    let id = "https://body.example/credentials/0197a3b0";
    assert_eq!(judge(&signed, "2026-06-01T00:00:00Z", &[]), Conclusion::Holds);
    assert_eq!(judge(&signed, "2029-06-01T00:00:00Z", &[]), Conclusion::Expired);
    assert_eq!(judge(&signed, "2025-06-01T00:00:00Z", &[]), Conclusion::NotYet);
    assert_eq!(judge(&signed, "2026-06-01T00:00:00Z", &[id]), Conclusion::Revoked);
    assert_eq!(judge(&signed, "2029-06-01T00:00:00Z", &[id]), Conclusion::Revoked, "that says more");
    let forged = signed.replacen("Cloud", "Chief", 1);
    for now in ["2026-06-01T00:00:00Z", "2029-06-01T00:00:00Z"] {
        assert_eq!(judge(&forged, now, &[id]), Conclusion::False, "forged is forged, whatever its dates");
    }
}

#[test]
fn a_list_of_our_own_making_is_read_and_its_time_is_its_own() {
    let mut input = sample::input();
    let url = "https://body.example/status/1";
    input.status = Some(StatusEntry::Bitstring { list_url: url.into(), index: 9 });
    let badge = sample::sign_with(&badge::build(&input).unwrap(), &own_method(), &sample::key()).to_string();
    let list = |revoked: &[u32]| {
        let list = status_list::ListInput {
            url: url.into(),
            issuer: ISSUER.into(),
            valid_from: "2026-11-29T00:00:00Z".into(),
            valid_until: "2026-11-29T01:00:00Z".into(),
        };
        let unsigned = status_list::build(&list, revoked.iter().copied()).unwrap();
        sample::sign_with(&unsigned, &own_method(), &sample::key())
    };
    let document = sample::issuer_document();
    let resolve = |url: &str| (url == ISSUER).then(|| document.clone());
    let judge = |list: &Value, asked_at: Option<&str>| {
        let status = |_: &str| Some(list.clone());
        let now = "2026-06-01T00:00:00Z".parse().unwrap();
        let asked_at = asked_at.map(|at| at.parse().unwrap());
        let gunzip = status_list::gunzip;
        Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at }
            .verify(badge.as_bytes())
    };
    let today = Some("2026-11-29T00:30:00Z");
    assert_eq!(judge(&list(&[]), today).conclusion(), Conclusion::Holds);
    assert_eq!(judge(&list(&[8, 10, 131_071]), today).conclusion(), Conclusion::Holds);
    assert_eq!(judge(&list(&[0, 9]), today).conclusion(), Conclusion::Revoked);
    // A list that is out of date says nothing: neither good nor bad.
    assert_eq!(judge(&list(&[9]), Some("2026-11-29T01:00:01Z")).conclusion(), Conclusion::StatusUnknown);
    assert_eq!(
        judge(&list(&[9]), None).conclusion(),
        Conclusion::StatusUnknown,
        "it is asked at the same time"
    );
}
