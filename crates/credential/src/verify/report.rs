//! The result of a verification, and what the credential says about itself.

use super::check::{Check, CheckName, CheckOutcome, issuer_id};
use super::input::BadgeForm;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a credential says about itself:
/// shown beside the checks, true only as far as they hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The credential's id.
    pub id: Option<String>,
    /// The credential's name.
    pub name: Option<String>,
    /// The issuer's id.
    pub issuer_id: Option<String>,
    /// The name the issuer gives itself.
    pub issuer_name: Option<String>,
    /// The achievement's id.
    pub achievement_id: Option<String>,
    /// The achievement's name.
    pub achievement_name: Option<String>,
    /// The exam code.
    pub human_code: Option<String>,
    /// The first award.
    pub awarded_date: Option<String>,
    /// From when it counts.
    pub valid_from: Option<String>,
    /// Until when it counts.
    pub valid_until: Option<String>,
    /// Further places where a credential names a body: its home page,
    /// the achievement's author.
    #[serde(skip)]
    pub other_addresses: Vec<String>,
    /// The holder's id.
    pub holder_id: Option<String>,
    /// The holder's name, if the badge gives it in clear.
    pub holder_name: Option<String>,
    /// Endorsements inside the credential; these are not verified.
    pub endorsements: usize,
}

/// The result of verification: facts, then whether all of them hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The form the credential came in.
    pub format: BadgeForm,
    /// The six checks, in the order of [`CheckName::ALL`].
    pub checks: Vec<Check>,
    /// What the credential says, if it could be read.
    pub summary: Option<Summary>,
}

impl Report {
    /// Whether every check that applies passed: unknown is not enough.
    #[must_use]
    pub fn holds(&self) -> bool {
        CheckName::ALL.iter().all(|name| match self.verdict(*name) {
            CheckOutcome::Passed => true,
            CheckOutcome::Failed | CheckOutcome::Unknown => false,
            // A JWT is signed as text and needs no contexts; a credential may have no status list.
            CheckOutcome::NotApplicable => match name {
                CheckName::Contexts => self.format.is_jwt(),
                CheckName::Status => true,
                CheckName::Schema | CheckName::Proof | CheckName::Issuer | CheckName::Dates => false,
            },
        })
    }

    /// One check's verdict; unknown if it was not made.
    #[must_use]
    pub fn verdict(&self, name: CheckName) -> CheckOutcome {
        self.check(name).map_or(CheckOutcome::Unknown, |check| check.verdict)
    }

    /// One check.
    #[must_use]
    pub fn check(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// Puts a check in the place of the one of the same name,
    /// for a caller that knows more.
    pub fn replace(&mut self, check: Check) {
        self.checks.iter_mut().filter(|old| old.name == check.name).for_each(|old| *old = check.clone());
    }
}

pub(super) fn summary(credential: &Map<String, Value>) -> Summary {
    let text = |name: &str| credential.get(name).and_then(Value::as_str).map(str::to_owned);
    let subject = credential.get("credentialSubject");
    let achievement = subject.and_then(|subject| subject.get("achievement"));
    let inside = |object: Option<&Value>, name: &str| object?.get(name)?.as_str().map(str::to_owned);
    let identities = subject.and_then(|subject| subject.get("identifier")).and_then(Value::as_array);
    let named = identities.into_iter().flatten().find(|identity| {
        identity.get("identityType").and_then(Value::as_str) == Some("name")
            && identity.get("hashed") == Some(&Value::Bool(false))
    });
    Summary {
        id: text("id"),
        name: text("name"),
        issuer_id: issuer_id(credential).map(str::to_owned),
        issuer_name: inside(credential.get("issuer"), "name"),
        achievement_id: inside(achievement, "id"),
        achievement_name: inside(achievement, "name"),
        human_code: inside(achievement, "humanCode"),
        awarded_date: text("awardedDate"),
        valid_from: text("validFrom").or_else(|| text("issuanceDate")),
        valid_until: text("validUntil").or_else(|| text("expirationDate")),
        other_addresses: [
            inside(credential.get("issuer"), "url"),
            achievement.and_then(|it| inside(it.get("creator"), "id")),
        ]
        .into_iter()
        .flatten()
        .collect(),
        holder_id: inside(subject, "id"),
        holder_name: inside(named, "identityHash"),
        endorsements: [
            Some(credential.get("endorsement")),
            Some(achievement.and_then(|it| it.get("endorsement"))),
        ]
        .into_iter()
        .flatten()
        .flatten()
        .map(|value| value.as_array().map_or(1, Vec::len))
        .sum(),
    }
}
