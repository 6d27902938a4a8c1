//! From typed values to the JSON of an `OpenBadgeCredential`.

use super::{Achievement, Alignment, BadgeError, BadgeInput, MAX_ALIGNMENTS, MAX_TEXT_CHARS, StatusEntry};
use crate::contexts::{CREDENTIALS_V2, OPEN_BADGES_EXTENSIONS, OPEN_BADGES_V3};
use crate::instant;
use oxrdf::NamedNode;
use serde_json::{Map, Value, json};

/// The JSON schema a credential names, checked by 1EdTech's validator
/// (OB 3.0, section 9.1).
const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

/// Builds the unsigned `OpenBadgeCredential` (docs/concepts/issuing.md, I1 to I8).
///
/// # Errors
/// [`BadgeError`] names the field that is missing or has a wrong form.
pub fn build(input: &BadgeInput) -> Result<Value, BadgeError> {
    check(input)?;
    let mut credential = json!({
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3, OPEN_BADGES_EXTENSIONS],
        "id": input.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": input.name,
        "issuer": with(
            json!({"id": input.issuer.id, "type": ["Profile"], "name": input.issuer.name}),
            [("url", &input.issuer.url), ("description", &input.issuer.description)],
        ),
        "validFrom": input.valid_from,
        "credentialSubject": subject(input),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    });
    credential = with(
        credential,
        [
            ("description", &input.description),
            ("awardedDate", &input.awarded_date),
            ("validUntil", &input.valid_until),
        ],
    );
    if let (Some(status), Value::Object(object)) = (&input.status, &mut credential) {
        object.insert("credentialStatus".into(), status_entry(status));
    }
    Ok(credential)
}

/// Adds the fields that have a value.
fn with<const N: usize>(mut value: Value, fields: [(&str, &Option<String>); N]) -> Value {
    if let Value::Object(object) = &mut value {
        for (name, field) in fields {
            if let Some(text) = field {
                object.insert(name.to_owned(), text.clone().into());
            }
        }
    }
    value
}

fn subject(input: &BadgeInput) -> Value {
    let mut subject = Map::new();
    subject.insert("type".into(), json!(["AchievementSubject"]));
    if let Some(id) = &input.subject.id {
        subject.insert("id".into(), id.clone().into());
    }
    let mut identifiers = Vec::new();
    if let Some(email) = &input.subject.email {
        identifiers.push(json!({
            "type": "IdentityObject", "hashed": true, "identityHash": email.hash,
            "identityType": "emailAddress", "salt": email.salt,
        }));
    }
    if let Some(name) = &input.subject.holder_name {
        identifiers.push(json!({
            "type": "IdentityObject", "hashed": false, "identityHash": name, "identityType": "name",
        }));
    }
    if !identifiers.is_empty() {
        subject.insert("identifier".into(), identifiers.into());
    }
    if let (Some(result), Some(scale)) = (&input.result, &input.achievement.score) {
        let result = json!([{"type": ["Result"], "resultDescription": scale.id, "value": result.value}]);
        subject.insert("result".into(), result);
    }
    subject.insert("achievement".into(), achievement(&input.achievement));
    subject.into()
}

fn achievement(achievement: &Achievement) -> Value {
    let value = json!({
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria_narrative},
    });
    let mut value = with(value, [("version", &achievement.version), ("humanCode", &achievement.human_code)]);
    let Value::Object(object) = &mut value else { return value };
    if let Some(url) = &achievement.image_url {
        object.insert("image".into(), json!({"id": url, "type": "Image", "caption": achievement.name}));
    }
    let alignments: Vec<Value> = achievement.alignments.iter().map(alignment).collect();
    if !alignments.is_empty() {
        object.insert("alignment".into(), alignments.into());
    }
    let related = achievement.related.iter();
    let related: Vec<Value> = related
        .map(|related| with(json!({"id": related.id, "type": ["Related"]}), [("version", &related.version)]))
        .collect();
    if !related.is_empty() {
        object.insert("related".into(), related.into());
    }
    if let Some(scale) = &achievement.score {
        let description = json!([{
            "id": scale.id, "type": ["ResultDescription"], "name": scale.name, "resultType": "ScaledScore",
            "valueMin": scale.minimum, "valueMax": scale.maximum, "requiredValue": scale.required,
        }]);
        object.insert("resultDescription".into(), description);
    }
    value
}

fn alignment(alignment: &Alignment) -> Value {
    let value = json!({
        "type": ["Alignment"],
        "targetName": alignment.target_name,
        "targetUrl": alignment.target_url,
    });
    with(
        value,
        [
            ("targetCode", &alignment.target_code),
            ("targetDescription", &alignment.target_description),
            ("targetFramework", &alignment.target_framework),
        ],
    )
}

fn status_entry(status: &StatusEntry) -> Value {
    match status {
        StatusEntry::RevocationList { url } => json!({"id": url, "type": "1EdTechRevocationList"}),
        StatusEntry::Bitstring { list_url, index } => json!({
            "id": format!("{list_url}#{index}"),
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": index.to_string(),
            "statusListCredential": list_url,
        }),
    }
}

fn check(input: &BadgeInput) -> Result<(), BadgeError> {
    let achievement = &input.achievement;
    url("id", &input.id)?;
    url("issuer.id", &input.issuer.id)?;
    url("achievement.id", &achievement.id)?;
    let optional = [
        ("issuer.url", &input.issuer.url),
        ("achievement.image_url", &achievement.image_url),
        ("subject.id", &input.subject.id),
    ];
    for (field, value) in optional {
        value.as_deref().map_or(Ok(()), |value| url(field, value))?;
    }
    filled("name", &input.name)?;
    filled("issuer.name", &input.issuer.name)?;
    filled("achievement.name", &achievement.name)?;
    filled("achievement.description", &achievement.description)?;
    filled("achievement.criteria_narrative", &achievement.criteria_narrative)?;
    if achievement.alignments.len() > MAX_ALIGNMENTS || achievement.related.len() > MAX_ALIGNMENTS {
        return Err(BadgeError::TooLong { field: "achievement.alignments", limit: MAX_ALIGNMENTS });
    }
    for alignment in &achievement.alignments {
        filled("alignment.target_name", &alignment.target_name)?;
        url("alignment.target_url", &alignment.target_url)?;
    }
    achievement.related.iter().try_for_each(|related| url("related.id", &related.id))?;
    achievement.score.as_ref().map_or(Ok(()), |scale| url("score.id", &scale.id))?;
    match &input.status {
        Some(StatusEntry::RevocationList { url: list } | StatusEntry::Bitstring { list_url: list, .. }) => {
            url("status", list)?;
        }
        None => {}
    }
    if input.subject.id.is_none() && input.subject.email.is_none() {
        return Err(BadgeError::NoSubject);
    }
    if input.result.is_some() && achievement.score.is_none() {
        return Err(BadgeError::NoScale);
    }
    dates(input)
}

fn dates(input: &BadgeInput) -> Result<(), BadgeError> {
    let instant = |field: &'static str, value: &str| {
        instant::parse(value)
            .ok_or_else(|| BadgeError::NotInstant { field, value: value.chars().take(80).collect() })
    };
    let from = instant("valid_from", &input.valid_from)?;
    if let Some(awarded) = &input.awarded_date {
        instant("awarded_date", awarded)?;
    }
    if let Some(until) = &input.valid_until
        && instant("valid_until", until)? <= from
    {
        return Err(BadgeError::EndsBeforeStart);
    }
    Ok(())
}

fn url(field: &'static str, value: &str) -> Result<(), BadgeError> {
    if value.len() <= MAX_TEXT_CHARS && NamedNode::new(value).is_ok() {
        return Ok(());
    }
    Err(BadgeError::NotUrl { field, value: value.chars().take(200).collect() })
}

fn filled(field: &'static str, value: &str) -> Result<(), BadgeError> {
    if value.trim().is_empty() {
        return Err(BadgeError::Empty(field));
    }
    if value.chars().count() > MAX_TEXT_CHARS {
        return Err(BadgeError::TooLong { field, limit: MAX_TEXT_CHARS });
    }
    Ok(())
}
