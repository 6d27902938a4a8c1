//! Writes a sample badge and its issuer document,
//! for the oracle in `tests/oracle`.
//!
//! `cargo run -p assay-credential --example issue_sample -- BADGE.json ISSUER.json`

use assay_credential::{
    Achievement, Alignment, BadgeInput, ControllerKey, HashedEmail, IssuerProfile, RelatedAchievement,
    ScaledScore, ScoreScale, SigningKey, StatusEntry, Subject, badge, controller, proof,
};
use std::error::Error;

const ISSUER: &str = "https://body.example/issuer";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(badge_path), Some(issuer_path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: issue_sample BADGE.json ISSUER.json".into());
    };
    // A seed everybody can read: these badges are for tests only.
    let key = SigningKey::from_seed(&[7; 32])?;
    let method = controller::method_id(ISSUER, &key.public_key());
    let prepared = proof::prepare(&badge::build(&input())?, &method, "2026-01-15T09:30:00Z")?;
    let signed = proof::sign(&prepared, &key)?;
    let keys = [ControllerKey { key: key.public_key(), trusted: true }];
    let issuer = controller::controller_document(ISSUER, &keys);
    std::fs::write(badge_path, serde_json::to_string_pretty(&signed)?)?;
    std::fs::write(issuer_path, serde_json::to_string_pretty(&issuer)?)?;
    Ok(())
}

fn input() -> BadgeInput {
    BadgeInput {
        id: "https://body.example/credentials/0197a3b0".into(),
        name: "Demonstration: Cloud Operations Engineer".into(),
        description: Some("A demonstration badge of the demo body.".into()),
        issuer: IssuerProfile {
            id: ISSUER.into(),
            name: "Example Body".into(),
            url: Some("https://body.example/".into()),
            description: Some("A body for demonstrations.".into()),
        },
        achievement: achievement(),
        subject: Subject {
            id: Some("urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164".into()),
            email: Some(HashedEmail::new("ada@example.org", "c2FsdHNhbHRzYWx0c2E")),
            holder_name: Some("Ada Example".into()),
        },
        awarded_date: Some("2023-01-15T00:00:00Z".into()),
        valid_from: "2026-01-15T00:00:00Z".into(),
        valid_until: Some("2029-01-14T23:59:59Z".into()),
        result: Some(ScaledScore { value: "812".into() }),
        status: Some(StatusEntry::Bitstring { list_url: "https://body.example/status/1".into(), index: 7 }),
    }
}

fn achievement() -> Achievement {
    let alignment = |code: &str, name: &str| Alignment {
        target_name: name.into(),
        target_url: format!("https://body.example/outlines/soa-c03#domain-{code}"),
        target_code: Some(code.into()),
        target_description: Some(format!("Domain {code} of the outline")),
        target_framework: Some("Outline of SOA-C03".into()),
    };
    Achievement {
        id: "https://body.example/achievements/soa-c03".into(),
        name: "Cloud Operations Engineer".into(),
        description: "Operates cloud systems. \"Quotes\", \\ and\nlines stay as they are: äöü.".into(),
        criteria_narrative: "Passed the examination.".into(),
        version: Some("SOA-C03".into()),
        human_code: Some("SOA-C03".into()),
        image_url: Some("https://body.example/achievements/soa-c03.png".into()),
        alignments: vec![alignment("1", "Monitoring, Logging"), alignment("2", "Reliability")],
        related: vec![RelatedAchievement {
            id: "https://body.example/achievements/soa-c02".into(),
            version: Some("SOA-C02".into()),
        }],
        score: Some(ScoreScale {
            id: "urn:uuid:b07c0387-f2d6-4b65-a3f4-f4e4302ea8f7".into(),
            name: "Scaled score".into(),
            minimum: "100".into(),
            maximum: "1000".into(),
            required: "720".into(),
        }),
    }
}
