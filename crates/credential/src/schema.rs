//! The shape of a credential: the data model of Open Badges 3.0, annex B,
//! as a table.
//!
//! Own checks rather than 1EdTech's JSON schema: no JSON schema crate is kept, the schema changes under its
//! URL, and its messages are not for people. Checked are what annex B marks as required and a type on every
//! typed object; unknown further properties are the business of the contexts check.
//!
//! ```
//! let problems = assay_credential::schema::problems(&serde_json::json!({"type": ["VerifiableCredential"]}));
//! assert!(problems.iter().any(|problem| problem.contains("issuer")));
//! ```

use crate::instant;
use crate::jsonld::MAX_DEPTH;
use serde_json::{Map, Value};

/// Most problems reported: enough to see what is wrong;
/// a foreign document could have thousands.
pub const MAX_PROBLEMS: usize = 20;

/// A class of annex B: its type, its required properties,
/// and which properties hold which classes.
struct Class {
    name: &'static str,
    required: &'static [&'static str],
    nested: &'static [(&'static str, &'static str)],
    /// Whether a URL may stand for the whole object,
    /// as annex B allows for profiles.
    by_reference: bool,
}

const fn class(
    name: &'static str,
    required: &'static [&'static str],
    nested: &'static [(&'static str, &'static str)],
) -> Class {
    Class { name, required, nested, by_reference: false }
}

static CLASSES: [Class; 17] = [
    class(
        "AchievementSubject",
        &["achievement"],
        &[
            ("achievement", "Achievement"),
            ("identifier", "IdentityObject"),
            ("image", "Image"),
            ("result", "Result"),
            ("source", "Profile"),
        ],
    ),
    class(
        "Achievement",
        &["id", "criteria", "description", "name"],
        &[
            ("alignment", "Alignment"),
            ("creator", "Profile"),
            ("endorsement", "EndorsementCredential"),
            ("image", "Image"),
            ("otherIdentifier", "IdentifierEntry"),
            ("related", "Related"),
            ("resultDescription", "ResultDescription"),
        ],
    ),
    Class {
        name: "Profile",
        required: &["id"],
        nested: &[
            ("address", "Address"),
            ("endorsement", "EndorsementCredential"),
            ("image", "Image"),
            ("otherIdentifier", "IdentifierEntry"),
            ("parentOrg", "Profile"),
        ],
        by_reference: true,
    },
    class("EndorsementSubject", &["id"], &[]),
    class("IdentityObject", &["hashed", "identityHash", "identityType"], &[]),
    class("IdentifierEntry", &["identifier", "identifierType"], &[]),
    class("Image", &["id"], &[]),
    class("Alignment", &["targetName", "targetUrl"], &[]),
    class("Related", &["id"], &[]),
    class("Result", &[], &[("alignment", "Alignment")]),
    class(
        "ResultDescription",
        &["id", "name", "resultType"],
        &[("alignment", "Alignment"), ("rubricCriterionLevel", "RubricCriterionLevel")],
    ),
    class("RubricCriterionLevel", &["id", "name"], &[("alignment", "Alignment")]),
    class("Address", &[], &[("geo", "GeoCoordinates")]),
    class("GeoCoordinates", &["latitude", "longitude"], &[]),
    class("Evidence", &[], &[]),
    class(
        "EndorsementCredential",
        &["id", "issuer", "credentialSubject"],
        &[("issuer", "Profile"), ("credentialSubject", "EndorsementSubject")],
    ),
    class(
        "OpenBadgeCredential",
        &["id", "issuer", "credentialSubject"],
        &[
            ("issuer", "Profile"),
            ("credentialSubject", "AchievementSubject"),
            ("image", "Image"),
            ("evidence", "Evidence"),
            ("endorsement", "EndorsementCredential"),
        ],
    ),
];

/// What is wrong with a credential's shape, in plain words;
/// empty when nothing is.
#[must_use]
pub fn problems(credential: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let Value::Object(object) = credential else {
        return vec!["the credential is not a JSON object".to_owned()];
    };
    if !has_type(object, "VerifiableCredential") {
        found.push("the credential's type lacks VerifiableCredential".to_owned());
    }
    // AchievementCredential is the other name of OpenBadgeCredential (annex B AchievementCredential.type).
    let kind = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"]
        .into_iter()
        .find(|kind| has_type(object, kind));
    match kind {
        Some("EndorsementCredential") => members(object, "EndorsementCredential", "", 0, &mut found),
        Some(_) => badge(object, &mut found),
        None => {
            found.push("the credential's type lacks OpenBadgeCredential or AchievementCredential".to_owned());
            badge(object, &mut found);
        }
    }
    wrapper(object, &mut found);
    found.truncate(MAX_PROBLEMS);
    found
}

fn badge(object: &Map<String, Value>, found: &mut Vec<String>) {
    members(object, "OpenBadgeCredential", "", 0, found);
    match object.get("credentialSubject") {
        // Section 9.1, step 1.
        Some(Value::Object(subject)) if subject.contains_key("id") || subject.contains_key("identifier") => {}
        Some(Value::Object(_)) => {
            found.push("the holder is identified neither by an id nor by an identifier".to_owned());
        }
        Some(_) => found.push("credentialSubject must be exactly one object".to_owned()),
        None => {}
    }
}

/// What VCDM 2.0 asks of every credential (sections 4.3 to 4.10).
fn wrapper(object: &Map<String, Value>, found: &mut Vec<String>) {
    if !object.contains_key("validFrom") && !object.contains_key("issuanceDate") {
        found.push("validFrom is missing".to_owned());
    }
    for name in ["validFrom", "validUntil", "awardedDate", "issuanceDate", "expirationDate"] {
        if let Some(value) = object.get(name)
            && value.as_str().and_then(instant::parse).is_none()
        {
            found.push(format!("{name} is not a date and time with a time zone"));
        }
    }
    if object.get("id").is_some_and(|id| !id.is_string()) {
        found.push("id must be one URL".to_owned());
    }
    for name in ["credentialSchema", "credentialStatus", "refreshService", "termsOfUse", "proof"] {
        for entry in object.get(name).map(items).unwrap_or_default() {
            if !entry.get("type").is_some_and(|kind| kind.is_string() || kind.is_array()) {
                found.push(format!("{name} has no type"));
            }
            if ["credentialSchema", "credentialStatus", "refreshService"].contains(&name)
                && !entry.get("id").is_some_and(Value::is_string)
            {
                found.push(format!("{name} has no id"));
            }
        }
    }
}

fn members(object: &Map<String, Value>, name: &str, path: &str, depth: usize, found: &mut Vec<String>) {
    let Some(class) = CLASSES.iter().find(|class| class.name == name) else { return };
    if depth > MAX_DEPTH || found.len() >= MAX_PROBLEMS {
        return;
    }
    let here = if path.is_empty() { "the credential".to_owned() } else { path.to_owned() };
    for required in class.required {
        if object.get(*required).is_none_or(Value::is_null) {
            found.push(format!("{required} is missing in {here}"));
        }
    }
    if let Some(id) = object.get("id")
        && !id.is_string()
    {
        found.push(format!("id is not text in {here}"));
    }
    for (property, kind) in class.nested {
        let below = if path.is_empty() { (*property).to_owned() } else { format!("{path}.{property}") };
        for item in object.get(*property).map(items).unwrap_or_default() {
            nested(item, kind, &below, depth + 1, found);
        }
    }
}

fn nested(item: &Value, kind: &str, path: &str, depth: usize, found: &mut Vec<String>) {
    let by_reference = CLASSES.iter().any(|class| class.name == kind && class.by_reference);
    match item {
        Value::Object(object) => {
            if !has_type(object, kind) {
                found.push(format!("{path} has no type {kind}"));
            }
            members(object, kind, path, depth, found);
        }
        Value::String(_) if by_reference => {}
        _ => found.push(format!("{path} is not an object of type {kind}")),
    }
}

fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        single => vec![single],
    }
}

/// Whether an object has a type, alone or in a list.
pub(crate) fn has_type(object: &Map<String, Value>, kind: &str) -> bool {
    object.get("type").map(items).unwrap_or_default().iter().any(|value| value.as_str() == Some(kind))
}
