//! The checks themselves.

use super::check::{Check, CheckCause, CheckName, CheckOutcome, Verifier, issuer_id};
use crate::contexts::{CREDENTIALS_V1, CREDENTIALS_V2};
use crate::controller::{MethodError, RawMethod, Unusable, find_method};
use crate::instant;
use crate::jsonld::check_terms;
use crate::proof::{ASSERTION, CRYPTOSUITE, CRYPTOSUITE_DRAFT, PROOF_TYPE, fits};
use crate::schema;
use jiff::Timestamp;
use serde_json::{Map, Value};
use std::error::Error as _;

/// Most proofs of one credential that are tried:
/// two suites side by side are usual.
const MAX_PROOFS: usize = 8;

/// The check `contexts`: order of the contexts
/// (I1), all known, every term defined.
pub(super) fn contexts(credential: &Map<String, Value>) -> Check {
    let check = |verdict, text: String| Check::new(CheckName::Contexts, verdict, text);
    let named = match credential.get("@context") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(single) => std::slice::from_ref(single),
        None => &[],
    };
    let first = named.first().and_then(Value::as_str);
    if ![Some(CREDENTIALS_V2), Some(CREDENTIALS_V1)].contains(&first) {
        let text = "The credential does not begin with the context of Verifiable Credentials, so its \
                    words have no agreed meaning.";
        return check(CheckOutcome::Failed, text.into());
    }
    let second = named.get(1).and_then(Value::as_str).unwrap_or_default();
    if !second.starts_with("https://purl.imsglobal.org/spec/ob/v3p0/") {
        return check(
            CheckOutcome::Failed,
            "The credential's second context is not that of Open Badges 3.0.".into(),
        );
    }
    // The proof's own words are checked with the proof: drafts of suites would otherwise fail here.
    let mut document = credential.clone();
    document.remove("proof");
    match check_terms(&Value::Object(document)) {
        Ok(()) => check(
            CheckOutcome::Passed,
            "Every word of the credential is defined by the published contexts, so all of it is covered."
                .into(),
        ),
        Err(error) => check(
            CheckOutcome::Failed,
            format!("Part of it has no agreed meaning and would not be covered by a signature: {error}."),
        ),
    }
}

/// The check `schema`: the shape of an Open Badge.
pub(super) fn schema(credential: &Map<String, Value>) -> Check {
    let problems = schema::problems(&Value::Object(credential.clone()));
    if problems.is_empty() {
        let text = "The credential has all the parts an Open Badge must have.";
        return Check::new(CheckName::Schema, CheckOutcome::Passed, text);
    }
    let shown = problems.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
    let more = problems.len().saturating_sub(5);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    let text = format!("The credential does not have the form of an Open Badge: {shown}{more}.");
    let check = Check::new(CheckName::Schema, CheckOutcome::Failed, text);
    // Any other JSON is no badge at all, which is something else than a false one (N12).
    let claims_nothing = ["proof", "credentialSubject", "credentialStatus", "issuer", "vc"]
        .iter()
        .all(|name| !credential.contains_key(*name));
    if claims_nothing && !schema::has_type(credential, "VerifiableCredential") {
        return check.because(CheckCause::NoBadge);
    }
    check
}

/// The check `dates` (VCDM 2.0, section 4.9 validity period).
pub(crate) fn dates(credential: &Map<String, Value>, now: Timestamp) -> Check {
    let check = |verdict, text: String| Check::new(CheckName::Dates, verdict, text);
    let read = |names: [&str; 2]| {
        let found = names.iter().filter_map(|name| credential.get(*name));
        found.map(|value| value.as_str().and_then(instant::parse).ok_or(())).collect::<Result<Vec<_>, ()>>()
    };
    // The second names are those of VCDM 1.1; if both are there, the narrower time counts.
    let (Ok(starts), Ok(ends)) =
        (read(["validFrom", "issuanceDate"]), read(["validUntil", "expirationDate"]))
    else {
        return check(CheckOutcome::Failed, "The credential's dates cannot be read.".into());
    };
    let (start, end) = (starts.into_iter().max(), ends.into_iter().min());
    let Some(start) = start else {
        return check(CheckOutcome::Failed, "The credential does not say from when it is valid.".into());
    };
    if end.is_some_and(|end| end < start) {
        return check(CheckOutcome::Failed, "The credential ends before it begins.".into());
    }
    if now < start {
        let text = format!("The credential is not valid before {start}.");
        return check(CheckOutcome::Failed, text).because(CheckCause::NotYet);
    }
    match end {
        Some(end) if now > end => check(
            CheckOutcome::Failed,
            format!("The credential expired: it was valid from {start} until {end}."),
        )
        .because(CheckCause::Expired),
        Some(end) => {
            check(CheckOutcome::Passed, format!("The credential is valid from {start} until {end}."))
        }
        None => {
            check(CheckOutcome::Passed, format!("The credential is valid from {start} and has no end date."))
        }
    }
}

/// The checks `proof` and `issuer`, which share the search for the key.
pub(crate) fn proof_and_issuer(credential: &Map<String, Value>, verifier: &Verifier<'_>) -> [Check; 2] {
    let proofs: Vec<&Value> = match credential.get("proof") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(single) => vec![single],
    };
    if proofs.is_empty() {
        return both(CheckOutcome::Failed, "The credential is not signed: anybody could have written it.");
    }
    if proofs.len() > MAX_PROOFS {
        return both(CheckOutcome::Failed, "The credential has more proofs than are checked.");
    }
    let known: Vec<&Map<String, Value>> =
        proofs.iter().filter_map(|proof| proof.as_object()).filter(|proof| is_known(proof)).collect();
    if known.is_empty() {
        return both(
            CheckOutcome::Unknown,
            "The credential is signed in a way this program does not read (it reads eddsa-rdfc-2022).",
        );
    }
    // Every proof that can be read has to hold; the first that does not decides.
    let mut result = None;
    for proof in known {
        let checks = one_proof(credential, proof, verifier);
        if checks.iter().any(|check| check.verdict != CheckOutcome::Passed) {
            return checks;
        }
        result = result.or(Some(checks));
    }
    result.unwrap_or_else(|| both(CheckOutcome::Failed, "The credential has no proof that can be read."))
}

fn both(verdict: CheckOutcome, text: &str) -> [Check; 2] {
    [Check::new(CheckName::Proof, verdict, text), Check::new(CheckName::Issuer, verdict, text)]
}

fn is_known(proof: &Map<String, Value>) -> bool {
    let suite = proof.get("cryptosuite").and_then(Value::as_str);
    proof.get("type").and_then(Value::as_str) == Some(PROOF_TYPE)
        && [Some(CRYPTOSUITE), Some(CRYPTOSUITE_DRAFT)].contains(&suite)
}

fn one_proof(
    credential: &Map<String, Value>,
    proof: &Map<String, Value>,
    verifier: &Verifier<'_>,
) -> [Check; 2] {
    if let Err(text) = options(proof, verifier.now) {
        return both(CheckOutcome::Failed, text);
    }
    let name = proof.get("verificationMethod").and_then(Value::as_str).unwrap_or_default();
    let method = match find_method(name, verifier.resolve) {
        Ok(method) => method,
        Err(error) => {
            let verdict = match error {
                MethodError::Unavailable(_) => CheckOutcome::Unknown,
                _ => CheckOutcome::Failed,
            };
            return both(verdict, &format!("The signature could not be tied to a key: {error}."));
        }
    };
    let checked = match fits(credential, proof, &method.key) {
        Ok(true) => Check::new(
            CheckName::Proof,
            CheckOutcome::Passed,
            "The signature fits: not a letter of the credential has been changed since it was signed.",
        ),
        Ok(false) => Check::new(
            CheckName::Proof,
            CheckOutcome::Failed,
            "The signature does not fit: the credential was changed after signing, or another key signed it.",
        ),
        Err(error) => {
            let cause = error.source().map_or_else(String::new, |cause| format!(": {cause}"));
            let text = format!("The signature could not be checked, {error}{cause}.");
            Check::new(CheckName::Proof, CheckOutcome::Failed, text)
        }
    };
    [checked, belongs(credential, &method.raw, verifier.now)]
}

/// The options of a proof (vc-di, sections 2.1 and 4.4).
fn options(proof: &Map<String, Value>, now: Timestamp) -> Result<(), &'static str> {
    if proof.get("proofPurpose").and_then(Value::as_str) != Some(ASSERTION) {
        return Err("The proof was not made for asserting a credential.");
    }
    if proof.contains_key("previousProof") {
        return Err("The proof depends on another proof, which this program does not read.");
    }
    for name in ["created", "expires"] {
        if let Some(value) = proof.get(name)
            && value.as_str().and_then(instant::parse).is_none()
        {
            return Err("The proof's dates cannot be read.");
        }
    }
    let expires = proof.get("expires").and_then(Value::as_str).and_then(instant::parse);
    if expires.is_some_and(|expires| now > expires) {
        return Err("The proof has expired.");
    }
    Ok(())
}

/// Whether the key is the issuer's, may be used, and is vouched for: one judgement for every form
/// (requirement of section 9.1; F2, F4; docs/concepts/issuing.md).
pub(crate) fn belongs(credential: &Map<String, Value>, method: &RawMethod, now: Timestamp) -> Check {
    let check = |verdict, text: String| Check::new(CheckName::Issuer, verdict, text);
    let Some(issuer) = issuer_id(credential) else {
        return check(CheckOutcome::Failed, "The credential does not say who issued it.".into());
    };
    if issuer != method.controller {
        let text = format!(
            "The credential names {issuer} as its issuer, but was signed with a key of {}.",
            method.controller
        );
        return check(CheckOutcome::Failed, text);
    }
    match method.usable_at(now) {
        Ok(()) => {}
        Err(Unusable::Revoked) => {
            let text = format!("{issuer} has revoked the key that signed this credential.");
            return check(CheckOutcome::Failed, text);
        }
        Err(Unusable::Expired) => {
            let text = format!("The key of {issuer} that signed this credential has expired.");
            return check(CheckOutcome::Failed, text);
        }
    }
    if !method.vouched {
        let text = format!(
            "The signature is intact, and nobody here vouches for who signed: {issuer} is a key that anybody \
             could have made, whatever name is given beside it."
        );
        return check(CheckOutcome::Unknown, text).because(CheckCause::Unvouched);
    }
    check(CheckOutcome::Passed, format!("The key that signed it is one that {issuer} publishes as its own."))
}
