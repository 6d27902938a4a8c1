//! 1EdTech's fixtures, signed by others: every check judged by itself.

use crate::corpora;
use assay_credential::CheckName::{self, Contexts, Dates, Issuer, Proof, Schema, Status};
use assay_credential::CheckOutcome::{self, Failed, NotApplicable, Passed, Unknown};
use assay_credential::{ControllerKey, PublicKey, Report, Verifier, controller};
use serde_json::Value;

/// The fixtures' issuers with the keys they published when the fixtures were
/// made.
const KEYS: [(&str, &str); 6] = [
    ("https://example.com/issuers/876543", "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x"),
    ("https://example.com/issuers/876543", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"),
    ("https://example.edu/issuers/565049", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"),
    ("https://1edtech.edu/issuers/565049", "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs"),
    ("https://1edtech.edu/issuers/565049", "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"),
    ("https://state.gov/issuers/565049", "z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN"),
];

fn resolve(url: &str) -> Option<Value> {
    let keys: Vec<ControllerKey> = KEYS
        .iter()
        .filter(|(issuer, _)| *issuer == url)
        .map(|(_, key)| ControllerKey { key: PublicKey::from_multibase(key).unwrap(), trusted: true })
        .collect();
    (!keys.is_empty()).then(|| controller::controller_document(url, &keys))
}

fn verify(name: &str) -> Option<Report> {
    let bytes = corpora::bytes(&format!("openbadges-3/{name}"))?;
    let status = |url: &str| {
        url.ends_with("testlist").then(|| corpora::json("openbadges-3/bit-string-list/testlist")).flatten()
    };
    // Stands for gzip: the fixture's list, all zero but for entry 23.
    let gunzip = |packed: &[u8], _limit: usize| {
        packed.starts_with(&[0x1f, 0x8b]).then(|| {
            let mut bits = vec![0_u8; 16_384];
            bits[2] = 1;
            bits
        })
    };
    let now = "2026-11-23T00:00:00Z".parse().unwrap();
    Some(
        Verifier { resolve: &resolve, status: &status, gunzip: Some(&gunzip), now, asked_at: None }
            .verify(&bytes),
    )
}

fn expect(name: &str, expected: [(CheckName, CheckOutcome); 6]) {
    let Some(report) = verify(name) else { return };
    for (check, verdict) in expected {
        let found = report.check(check).unwrap();
        assert_eq!(found.verdict, verdict, "{name}: {found:?}");
    }
}

/// Verdicts in the order contexts, schema, proof, issuer, dates, status.
fn all(verdicts: [CheckOutcome; 6]) -> [(CheckName, CheckOutcome); 6] {
    let mut verdicts = verdicts.into_iter();
    CheckName::ALL.map(|name| (name, verdicts.next().unwrap()))
}

const GOOD: [CheckOutcome; 6] = [Passed, Passed, Passed, Passed, Passed, NotApplicable];

#[test]
fn credentials_of_others_hold_in_every_check() {
    for name in [
        "simple.json",
        "simple.1ob",
        "simple-context-alias.json",
        "simple-context-version.json",
        "simple-multiple-proofs.json",
        "endorsement-valid.json",
        "simple-json.png",
        "simple-json.svg",
    ] {
        expect(name, all(GOOD));
        assert!(verify(name).is_none_or(|report| report.holds()), "{name}");
    }
}

#[test]
fn complete_json_with_its_endorsements_has_a_valid_proof() {
    // Its revocation list cannot be had here, so its status is not known, and said to be so.
    let Some(report) = verify("complete.json") else { return };
    for check in [Contexts, Schema, Proof, Issuer] {
        assert_eq!(report.verdict(check), Passed, "{:?}", report.check(check));
    }
    assert_eq!(report.verdict(Status), Unknown);
    assert!(!report.holds());
}

#[test]
fn did_key_proof_is_valid_and_does_not_speak_for_an_urn_issuer() {
    expect("simple-did-key-method.json", all([Passed, Passed, Passed, Failed, Passed, NotApplicable]));
}

#[test]
fn each_wrong_fixture_fails_at_its_own_check() {
    for (name, check) in [
        ("simple-err-context.json", Contexts),
        ("simple-err-credential-subject-achievement-result-description-type.json", Schema),
        ("simple-err-credential-subject-identifier-type.json", Schema),
        ("simple-err-credential-subject-profile-type.json", Schema),
        ("simple-err-credential-subject-result-type.json", Schema),
        ("simple-err-credential-subject-type.json", Schema),
        ("simple-err-issuer-otheridentifier-type.json", Schema),
        ("simple-err-issuer-type.json", Schema),
        ("simple-err-type.json", Schema),
        ("simple-err-issued.json", Dates),
        ("simple-err-issuer.json", Issuer),
        ("simple-err-proof-method-no-scheme.json", Proof),
        ("simple-err-proof-method-unknown-did-method.json", Proof),
        ("simple-err-proof-method-unknown-scheme.json", Proof),
        ("simple-err-proof-method.json", Proof),
        ("simple-err-proof-value.json", Proof),
        ("simple-noproof.json", Proof),
    ] {
        let Some(report) = verify(name) else { return };
        assert_eq!(report.verdict(check), Failed, "{name} {report:?}");
        assert!(!report.holds(), "{name}");
    }
}

#[test]
fn wrong_only_in_a_later_check_the_proof_is_valid() {
    expect("simple-err-issued.json", all([Passed, Failed, Passed, Passed, Failed, NotApplicable]));
    let Some(report) = verify("simple-err-issuer.json") else { return };
    assert_eq!((report.verdict(Proof), report.verdict(Issuer)), (Passed, Failed), "{report:?}");
}

#[test]
fn wrong_proof_value_fails_although_its_key_is_listed() {
    let Some(report) = verify("simple-err-proof-value.json") else { return };
    assert_eq!((report.verdict(Proof), report.verdict(Issuer)), (Failed, Passed));
    assert!(report.check(Proof).unwrap().text.contains("does not fit"));
}

#[test]
fn revoked_entry_of_the_bitstring_list_is_found() {
    for name in ["credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"] {
        let Some(report) = verify(&format!("bit-string-list/{name}")) else { return };
        assert_eq!(report.verdict(Status), Failed, "{name} {:?}", report.check(Status));
        assert_eq!(report.verdict(Proof), Passed, "{name} {:?}", report.check(Proof));
    }
}

#[test]
fn older_suites_and_envelopes_are_reported_not_guessed() {
    let Some(report) = verify("credential-status-revoked.json") else { return };
    assert_eq!(report.verdict(Proof), Unknown);
    let Some(report) = verify("simple-eddsa-2022.json") else { return };
    assert_eq!(report.verdict(Contexts), Passed, "{:?}", report.check(Contexts));
    for name in ["simple.jwt", "simple-jwt.png", "simple-jwt.svg"] {
        let Some(report) = verify(name) else { return };
        assert_ne!(report.verdict(Proof), Passed, "{name}: no key of the issuer is known for it");
    }
}
