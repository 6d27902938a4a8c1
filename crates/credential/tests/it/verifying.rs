//! Whom to believe: keys, controllers, dates, status.

use crate::sample::{self, ISSUER};
use assay_credential::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn other() -> SigningKey {
    SigningKey::from_seed(&[9; 32]).unwrap()
}

#[test]
fn forged_fragment_is_refused() {
    // Anybody can put their own key behind the issuer's address; the issuer's document does not list it.
    let unsigned = badge::build(&sample::input()).unwrap();
    let forged = controller::method_id(ISSUER, &other().public_key());
    let report = sample::verify_value(&sample::sign_with(&unsigned, &forged, &other()));
    assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Failed);
    assert_eq!(report.verdict(CheckName::Issuer), CheckOutcome::Failed);
    assert!(report.check(CheckName::Proof).unwrap().text.contains("does not list the key"));
    assert!(!report.holds());
}

#[test]
fn key_that_left_assertion_method_is_refused_and_an_old_listed_one_is_not() {
    let unsigned = badge::build(&sample::input()).unwrap();
    let method = controller::method_id(ISSUER, &other().public_key());
    let signed = sample::sign_with(&unsigned, &method, &other());
    for trusted in [true, false] {
        let keys = [
            ControllerKey { key: sample::key().public_key(), trusted: true },
            ControllerKey { key: other().public_key(), trusted },
        ];
        let document = controller::controller_document(ISSUER, &keys);
        let report = sample::verify(signed.to_string().as_bytes(), &document);
        assert_eq!(report.holds(), trusted, "{report:?}");
    }
}

#[test]
fn key_of_another_controller_or_a_bare_did_key_does_not_speak_for_the_issuer() {
    let unsigned = badge::build(&sample::input()).unwrap();
    let stranger = "https://stranger.example/me";
    let method = controller::method_id(stranger, &other().public_key());
    let document = controller::controller_document(
        stranger,
        &[ControllerKey { key: other().public_key(), trusted: true }],
    );
    for method in [method, did::key_did(&other().public_key())] {
        let signed = sample::sign_with(&unsigned, &method, &other());
        let report = sample::verify(signed.to_string().as_bytes(), &document);
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Passed);
        assert_eq!(report.verdict(CheckName::Issuer), CheckOutcome::Failed);
        assert!(!report.holds());
    }
}

#[test]
fn document_under_a_wrong_address_or_with_a_borrowed_method_is_refused() {
    let signed = sample::signed().to_string();
    let right = sample::issuer_document();
    let spoilt: [(&str, Value); 4] = [
        ("/id", json!("https://elsewhere.example/issuer")),
        ("/verificationMethod/0/controller", json!("https://elsewhere.example/issuer")),
        ("/verificationMethod/0/publicKeyMultibase", json!("z6MkBroken")),
        ("/assertionMethod", json!([])),
    ];
    for (pointer, value) in spoilt {
        let mut document = right.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        let resolve = |_: &str| Some(document.clone());
        let status = |_: &str| Some(json!({"revokedCredential": []}));
        let now = "2026-06-01T00:00:00Z".parse().unwrap();
        let report = Verifier { resolve: &resolve, status: &status, gunzip: None, now, asked_at: None }
            .verify(signed.as_bytes());
        assert_eq!(report.verdict(CheckName::Issuer), CheckOutcome::Failed, "{pointer}");
    }
}

#[test]
fn revoked_or_expired_key_is_refused() {
    let signed = sample::signed().to_string();
    for (name, at, holds) in [
        ("revoked", "2026-05-01T00:00:00Z", false),
        ("revoked", "2026-07-01T00:00:00Z", true),
        ("revoked", "some day", false),
        ("expires", "2026-01-01T00:00:00Z", false),
        ("expires", "2027-01-01T00:00:00Z", true),
    ] {
        let mut document = sample::issuer_document();
        document["verificationMethod"][0][name] = json!(at);
        assert_eq!(sample::verify(signed.as_bytes(), &document).holds(), holds, "{name} {at}");
    }
}

#[test]
fn key_document_of_its_own_leads_to_the_controller() {
    let signed = sample::signed();
    let method = signed["proof"][0]["verificationMethod"].as_str().unwrap().to_owned();
    let key_document = controller::method_document(ISSUER, &sample::key().public_key());
    let issuer = sample::issuer_document();
    let resolve = |url: &str| {
        if url == method { Some(key_document.clone()) } else { (url == ISSUER).then(|| issuer.clone()) }
    };
    let found = controller::find_method(&method, &resolve).unwrap();
    assert_eq!(found.controller, ISSUER);
}

#[test]
fn did_web_issuer_verifies_with_its_did_document() {
    let mut input = sample::input();
    let did = did::web_did(ISSUER).unwrap();
    input.issuer.id = did.clone();
    let method = controller::method_id(&did, &sample::key().public_key());
    let signed = sample::sign_with(&badge::build(&input).unwrap(), &method, &sample::key());
    let keys = [ControllerKey { key: sample::key().public_key(), trusted: true }];
    let document = controller::did_web_document(ISSUER, &keys).unwrap();
    let resolve = |url: &str| (url == "https://body.example/issuer/did.json").then(|| document.clone());
    let status = |_: &str| Some(json!({"revokedCredential": []}));
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let report = Verifier { resolve: &resolve, status: &status, gunzip: None, now, asked_at: None }
        .verify(signed.to_string().as_bytes());
    assert!(report.holds(), "{report:?}");
}

#[test]
fn dates_and_status_are_judged_one_by_one() {
    let signed = sample::signed().to_string();
    let document = sample::issuer_document();
    let resolve = |url: &str| (url == ISSUER).then(|| document.clone());
    let id = "https://body.example/credentials/0197a3b0";
    let good = json!({"revokedCredential": [{"id": "https://body.example/credentials/other"}]});
    let revoked = json!({"revokedCredential": [{"id": id, "revocationReason": "issued in error"}]});
    let lifted = json!({"revokedCredential": [{"id": id, "revoked": false}]});
    for (now, list, dates, status) in [
        ("2026-06-01T00:00:00Z", Some(&good), CheckOutcome::Passed, CheckOutcome::Passed),
        ("2026-06-01T00:00:00Z", Some(&lifted), CheckOutcome::Passed, CheckOutcome::Passed),
        ("2026-06-01T00:00:00Z", Some(&revoked), CheckOutcome::Passed, CheckOutcome::Failed),
        ("2026-06-01T00:00:00Z", None, CheckOutcome::Passed, CheckOutcome::Unknown),
        ("2026-01-14T23:59:59Z", Some(&good), CheckOutcome::Failed, CheckOutcome::Passed),
        ("2029-01-14T23:59:59Z", Some(&good), CheckOutcome::Passed, CheckOutcome::Passed),
        ("2029-01-15T00:00:00Z", Some(&good), CheckOutcome::Failed, CheckOutcome::Passed),
    ] {
        let status_of = |_: &str| list.cloned();
        let now = now.parse().unwrap();
        let report = Verifier { resolve: &resolve, status: &status_of, gunzip: None, now, asked_at: None }
            .verify(signed.as_bytes());
        assert_eq!(report.verdict(CheckName::Dates), dates);
        assert_eq!(report.verdict(CheckName::Status), status);
        assert_eq!(report.holds(), dates == CheckOutcome::Passed && status == CheckOutcome::Passed);
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Passed);
    }
}

/// A list as a bitstring credential, and a badge at index 9 of it.
fn bitstring(list_key: &SigningKey, list_issuer: &str) -> (Value, Value) {
    let mut input = sample::input();
    input.status =
        Some(StatusEntry::Bitstring { list_url: "https://body.example/status/1".into(), index: 9 });
    let method = controller::method_id(ISSUER, &sample::key().public_key());
    let signed = sample::sign_with(&badge::build(&input).unwrap(), &method, &sample::key());
    let list = json!({
        "@context": [contexts::CREDENTIALS_V2],
        "id": "https://body.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": list_issuer,
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2039-12-31T00:00:00Z",
        "credentialSubject": {
            "id": "https://body.example/status/1#list", "type": "BitstringStatusList",
            "statusPurpose": "revocation", "encodedList": "uSElU",
        },
    });
    let method = controller::method_id(list_issuer, &list_key.public_key());
    (signed, sample::sign_with(&list, &method, list_key))
}

#[test]
fn bitstring_list_must_be_signed_by_the_issuer_and_decides_by_its_bit() {
    let document = sample::issuer_document();
    let resolve = |url: &str| (url == ISSUER).then(|| document.clone());
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let check = |list: &Value, bits: Option<Vec<u8>>, badge: &Value| {
        let status = |_: &str| Some(list.clone());
        let gunzip = |packed: &[u8], _limit: usize| (packed == b"HIT").then(|| bits.clone()).flatten();
        Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at: None }
            .verify(badge.to_string().as_bytes())
            .verdict(CheckName::Status)
    };
    let mut bits = vec![0_u8; 16_384];
    let (badge, list) = bitstring(&sample::key(), ISSUER);
    assert_eq!(check(&list, Some(bits.clone()), &badge), CheckOutcome::Passed);
    bits[1] = 0b0100_0000;
    assert_eq!(check(&list, Some(bits.clone()), &badge), CheckOutcome::Failed);
    assert_eq!(check(&list, Some(vec![0; 10]), &badge), CheckOutcome::Unknown);
    assert_eq!(check(&list, None, &badge), CheckOutcome::Unknown);
    let mut changed = list.clone();
    changed["credentialSubject"]["encodedList"] = json!("uSElV");
    assert_eq!(check(&changed, Some(bits.clone()), &badge), CheckOutcome::Unknown);
    let (badge, foreign) = bitstring(&other(), "https://stranger.example/me");
    assert_eq!(check(&foreign, Some(vec![0; 16_384]), &badge), CheckOutcome::Unknown);
}

#[test]
fn name_that_is_there_twice_is_refused() {
    // The last value still fits the signature; a reader that shows the first would show what nobody signed.
    let text = sample::signed().to_string();
    let doubled =
        text.replacen("\"validUntil\"", "\"validUntil\":\"2099-01-01T00:00:00Z\",\"validUntil\"", 1);
    assert_ne!(text, doubled);
    let report = sample::verify(doubled.as_bytes(), &sample::issuer_document());
    assert!(!report.holds());
    assert!(report.check(CheckName::Schema).unwrap().text.contains("validUntil"));
}

#[test]
fn end_and_status_cannot_be_hidden_from_readers_of_the_json() {
    // To RDF all these are the same statements, so the signature alone would still fit.
    let mut input = sample::input();
    input.valid_until = Some("2026-02-01T00:00:00Z".into());
    let method = controller::method_id(ISSUER, &sample::key().public_key());
    let mut unsigned = badge::build(&input).unwrap();
    unsigned["refreshService"] = json!({"id": input.id, "type": "1EdTechCredentialRefresh"});
    let expired = sample::sign_with(&unsigned, &method, &sample::key());
    assert_eq!(sample::verify_value(&expired).verdict(CheckName::Proof), CheckOutcome::Passed);

    let mut by_iri = expired.clone();
    let object = by_iri.as_object_mut().unwrap();
    object.remove("validUntil");
    object.insert(
        "https://www.w3.org/2018/credentials#validUntil".into(),
        json!({"@value": "2026-02-01T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}),
    );
    let mut moved = expired.clone();
    let object = moved.as_object_mut().unwrap();
    let end = object.remove("validUntil").unwrap();
    let status = object.remove("credentialStatus").unwrap();
    object["refreshService"] = json!({
        "id": input.id, "type": ["1EdTechCredentialRefresh", "VerifiableCredential"],
        "validUntil": end, "credentialStatus": status,
    });
    for hidden in [by_iri, moved] {
        let report = sample::verify_value(&hidden);
        assert_eq!(report.verdict(CheckName::Dates), CheckOutcome::Passed, "the end is hidden");
        assert_eq!(report.verdict(CheckName::Proof), CheckOutcome::Failed, "{report:?}");
        assert_eq!(report.verdict(CheckName::Contexts), CheckOutcome::Failed);
    }
}

#[test]
fn other_spellings_of_a_statement_never_turn_a_no_into_a_yes() {
    // A value alone, in a list, or as a value object is one statement to RDF: the signature fits all three.
    let document = sample::issuer_document();
    let resolve = |url: &str| (url == ISSUER).then(|| document.clone());
    let (badge, list) = bitstring(&sample::key(), ISSUER);
    let status = |_: &str| Some(list.clone());
    let mut bits = vec![0_u8; 16_384];
    bits[1] = 0b0100_0000;
    let none = vec![0_u8; 16_384];
    let revoked = "2026-06-01T00:00:00Z".parse().unwrap();
    let expired = "2029-06-01T00:00:00Z".parse().unwrap();
    let mut pending = vec![String::new()];
    let mut tried = 0;
    while let Some(path) = pending.pop() {
        let value = badge.pointer(&path).unwrap();
        match value {
            Value::Object(object) => pending.extend(object.keys().map(|key| format!("{path}/{key}"))),
            Value::Array(items) => pending.extend((0..items.len()).map(|index| format!("{path}/{index}"))),
            _ => {}
        }
        for other in [json!([value]), json!({"@value": value}), json!([value, value])] {
            let mut spelt = badge.clone();
            *spelt.pointer_mut(&path).unwrap() = other;
            let bytes = spelt.to_string();
            let verify = |now, bits: &Vec<u8>| {
                let gunzip = |_: &[u8], _: usize| Some(bits.clone());
                Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at: None }
                    .verify(bytes.as_bytes())
            };
            assert!(!verify(revoked, &bits).holds(), "revoked, spelt otherwise at {path}");
            assert!(!verify(expired, &none).holds(), "expired, spelt otherwise at {path}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn documents_beyond_the_limits_are_refused() {
    let nested = (0..40).fold(json!("x"), |inner, _| json!({"name": inner}));
    let wide: Vec<Value> =
        (0..300).map(|index| json!({"type": ["Alignment"], "targetName": index.to_string()})).collect();
    let base = badge::build(&sample::input()).unwrap();
    let mut deep = base.clone();
    deep["credentialSubject"]["achievement"]["creator"] = nested;
    let mut many = base.clone();
    many["credentialSubject"]["achievement"]["alignment"] = json!(wide);
    let mut large = base;
    large["description"] = json!("x".repeat(jsonld::MAX_BYTES));
    for document in [deep, many, large] {
        assert!(jsonld::to_quads(&document).is_err());
    }
}

#[test]
fn poison_badge_ends_soon() {
    // Unnamed achievements all related to one another, written with blank node labels.
    let node = |index: usize| {
        let others: Vec<Value> = (0..14)
            .filter(|other| *other != index)
            .map(|other| json!({"id": format!("_:n{other}"), "type": ["Related"]}))
            .collect();
        json!({"id": format!("_:n{index}"), "type": ["Achievement"], "related": others})
    };
    let mut credential = sample::signed();
    credential["credentialSubject"]["achievement"] = (0..14).map(node).collect();
    let begun = std::time::Instant::now();
    assert!(!sample::verify_value(&credential).holds());
    assert!(begun.elapsed().as_secs() < 20, "took {:?}", begun.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn verification_never_panics_on_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let report = sample::verify(&bytes, &json!({}));
        prop_assert!(!report.holds());
    }

    #[test]
    fn verification_never_panics_on_json(value in any_json(), place in 0_usize..6) {
        let mut credential = sample::signed();
        let pointers = ["/credentialSubject", "/proof", "/issuer", "/@context", "/credentialStatus", "/type"];
        *credential.pointer_mut(pointers[place]).unwrap() = value;
        prop_assert!(!sample::verify_value(&credential).holds());
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "[ -~]{0,12}".prop_map(Value::from),
        Just(json!("Achievement")),
        Just(json!("https://x.example/y")),
    ];
    let keys = prop_oneof![
        Just("id".to_owned()),
        Just("type".to_owned()),
        Just("@value".to_owned()),
        Just("@context".to_owned()),
        Just("@list".to_owned()),
        Just("@set".to_owned()),
        Just("@graph".to_owned()),
        Just("proof".to_owned()),
        Just("name".to_owned()),
        Just("achievement".to_owned()),
        "[@a-zA-Z:]{0,8}".prop_map(String::from),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(keys.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
