//! A badge with every part filled in, and what a verifier needs for it.

use assay_credential::*;
use serde_json::Value;

pub const ISSUER: &str = "https://body.example/issuer";
pub const CREATED: &str = "2026-01-15T09:30:00Z";

pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32]).unwrap()
}

pub fn input() -> BadgeInput {
    let text = |text: &str| text.to_owned();
    let some = |text: &str| Some(text.to_owned());
    BadgeInput {
        id: text("https://body.example/credentials/0197a3b0"),
        name: text("Demonstration: Cloud Operations Engineer"),
        description: some("A demonstration badge of the demo body."),
        issuer: IssuerProfile {
            id: text(ISSUER),
            name: text("Example Body"),
            url: some("https://body.example/"),
            description: some("A body for demonstrations."),
        },
        achievement: Achievement {
            id: text("https://body.example/achievements/soa-c03"),
            name: text("Cloud Operations Engineer"),
            description: text("Operates cloud systems. \"Quotes\", \\ and\nlines stay as they are: äöü."),
            criteria_narrative: text("Passed the examination."),
            version: some("SOA-C03"),
            human_code: some("SOA-C03"),
            image_url: some("https://body.example/achievements/soa-c03.png"),
            alignments: vec![
                alignment("1", "Monitoring, Logging"),
                alignment("2", "Reliability"),
                alignment("3", "Deployment"),
            ],
            related: vec![RelatedAchievement {
                id: text("https://body.example/achievements/soa-c02"),
                version: some("SOA-C02"),
            }],
            score: Some(ScoreScale {
                id: text("urn:uuid:b07c0387-f2d6-4b65-a3f4-f4e4302ea8f7"),
                name: text("Scaled score"),
                minimum: text("100"),
                maximum: text("1000"),
                required: text("720"),
            }),
        },
        subject: Subject {
            id: some("urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164"),
            email: Some(HashedEmail::new("Ada@Example.org ", "c2FsdA")),
            holder_name: some("Ada Example"),
        },
        awarded_date: some("2023-01-15T00:00:00Z"),
        valid_from: text("2026-01-15T00:00:00Z"),
        valid_until: some("2029-01-14T23:59:59Z"),
        result: Some(ScaledScore { value: text("812") }),
        status: Some(StatusEntry::RevocationList { url: text("https://body.example/revoked") }),
    }
}

fn alignment(code: &str, name: &str) -> Alignment {
    Alignment {
        target_name: name.to_owned(),
        target_url: format!("https://body.example/outlines/soa-c03#domain-{code}"),
        target_code: Some(code.to_owned()),
        target_description: Some(format!("Domain {code} of the outline")),
        target_framework: Some("Outline of SOA-C03".to_owned()),
    }
}

pub fn sign_with(unsigned: &Value, method: &str, key: &SigningKey) -> Value {
    proof::sign(&proof::prepare(unsigned, method, CREATED).unwrap(), key).unwrap()
}

pub fn signed() -> Value {
    let unsigned = badge::build(&input()).unwrap();
    sign_with(&unsigned, &controller::method_id(ISSUER, &key().public_key()), &key())
}

pub fn issuer_document() -> Value {
    controller::controller_document(ISSUER, &[ControllerKey { key: key().public_key(), trusted: true }])
}

/// Verifies with one controller document, an empty revocation list,
/// and a date inside the sample's validity.
pub fn verify(bytes: &[u8], document: &Value) -> Report {
    let resolve = |url: &str| (document["id"] == url).then(|| document.clone());
    let status = |_: &str| Some(serde_json::json!({"revokedCredential": []}));
    Verifier {
        resolve: &resolve,
        status: &status,
        gunzip: None,
        now: "2026-06-01T00:00:00Z".parse().unwrap(),
        asked_at: None,
    }
    .verify(bytes)
}

pub fn verify_value(credential: &Value) -> Report {
    verify(credential.to_string().as_bytes(), &issuer_document())
}
