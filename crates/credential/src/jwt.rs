//! VC-JWT: a credential inside a compact JWS
//! (OB 3.0, section 8.2), read with RS256, ES256 or EdDSA.
//!
//! The header's `jwk` is never trusted: the key is always looked up in the issuer's own document, and a
//! `jwk` may only repeat it. An e-mail-only holder cannot have a VC-JWT, because `sub` needs an id.
//!
//! ```
//! assert!(assay_credential::jwt::read("not.a.jwt").is_err());
//! ```

use crate::controller::{MethodError, RawMethod, find_raw_method};
use crate::did;
use crate::instant;
use crate::keys::{PublicKey, SigningKey};
use crate::proof::ASSERTION;
use crate::verify::{Check, CheckName, CheckOutcome, Verifier, belongs, issuer_id, parse_strict};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

/// Most keys of an issuer that are tried when a JWT does not name one.
const MAX_KEYS_TRIED: usize = 16;
/// Largest RSA modulus or other key part, in base64 characters:
/// 8192 bits need 1366.
const MAX_KEY_CHARS: usize = 1_400;

/// Why a text is no VC-JWT, or cannot become one.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum JwtError {
    /// The text does not have three base64url parts with JSON in the first two.
    #[error("its {0} cannot be read")]
    Malformed(&'static str),
    /// The credential lacks what a claim needs (OB 3.0, section 8.2.4.1).
    #[error("a JWT needs the credential's {0}")]
    Missing(&'static str),
    /// The crypto library refused to sign.
    #[error("the signature could not be made")]
    Signing,
}

/// A compact JWS, taken apart and not yet believed.
#[derive(Debug, Clone, PartialEq)]
pub struct CompactJws {
    /// The header.
    pub header: Map<String, Value>,
    /// All claims.
    pub claims: Map<String, Value>,
    /// The credential among the claims, or in the claim `vc` of VCDM 1.1.
    pub credential: Map<String, Value>,
    signed: String,
    signature: Vec<u8>,
}

/// Takes a compact JWS apart.
///
/// # Errors
/// [`JwtError::Malformed`] names the part.
pub fn read(text: &str) -> Result<CompactJws, JwtError> {
    let mut parts = text.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(JwtError::Malformed("parts"));
    };
    let claims = object(payload).ok_or(JwtError::Malformed("payload"))?;
    let credential = match claims.get("vc") {
        Some(Value::Object(credential)) => credential.clone(),
        _ => {
            // The registered claims belong to the envelope (OB 3.0, section 8.2.4.1).
            let mut credential = claims.clone();
            for claim in ["iss", "jti", "nbf", "sub", "exp", "iat", "aud"] {
                credential.remove(claim);
            }
            credential
        }
    };
    Ok(CompactJws {
        header: object(header).ok_or(JwtError::Malformed("header"))?,
        signed: format!("{header}.{payload}"),
        signature: URL_SAFE_NO_PAD.decode(signature).map_err(|_| JwtError::Malformed("signature"))?,
        claims,
        credential,
    })
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
    match parse_strict(&text).ok()? {
        Value::Object(object) => Some(object),
        _ => None,
    }
}

/// Signs an unsigned credential as a VC-JWT with EdDSA (OB 3.0, section 8.2.4).
///
/// 1EdTech's public validator takes only RS256 and ES256, so this is for readers that take EdDSA.
///
/// # Errors
/// [`JwtError::Missing`] when the subject has no id or a date is missing.
pub fn sign(credential: &Value, method_id: &str, key: &SigningKey) -> Result<String, JwtError> {
    let Value::Object(credential) = credential else { return Err(JwtError::Missing("JSON object")) };
    let text =
        |name: &'static str| credential.get(name).and_then(Value::as_str).ok_or(JwtError::Missing(name));
    let subject = credential.get("credentialSubject").and_then(|subject| subject.get("id"));
    let subject = subject.and_then(Value::as_str).ok_or(JwtError::Missing("credentialSubject.id"))?;
    let seconds = |name| Some(instant::parse(text(name).ok()?)?.as_second());
    let mut claims = credential.clone();
    claims.insert("iss".into(), issuer_id(credential).ok_or(JwtError::Missing("issuer"))?.into());
    claims.insert("jti".into(), text("id")?.into());
    claims.insert("nbf".into(), seconds("validFrom").ok_or(JwtError::Missing("validFrom"))?.into());
    claims.insert("sub".into(), subject.into());
    if let Some(until) = seconds("validUntil") {
        claims.insert("exp".into(), until.into());
    }
    let header = json!({"alg": "EdDSA", "kid": method_id, "typ": "JWT"});
    let encode = |value: String| URL_SAFE_NO_PAD.encode(value);
    let signed = format!("{}.{}", encode(header.to_string()), encode(Value::Object(claims).to_string()));
    let signature = key.sign(signed.as_bytes()).ok_or(JwtError::Signing)?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The checks `proof` and `issuer` of a VC-JWT.
pub(crate) fn checks(jws: &CompactJws, verifier: &Verifier<'_>) -> [Check; 2] {
    let both = |verdict, text: &str| {
        [Check::new(CheckName::Proof, verdict, text), Check::new(CheckName::Issuer, verdict, text)]
    };
    let algorithm = jws.header.get("alg").and_then(Value::as_str).unwrap_or_default();
    if !["RS256", "ES256", "EdDSA"].contains(&algorithm) {
        return both(CheckOutcome::Failed, "The credential is not signed with RS256, ES256 or EdDSA.");
    }
    if jws.header.contains_key("crit") {
        return both(
            CheckOutcome::Failed,
            "The credential's envelope asks for rules this program does not know.",
        );
    }
    let Some(issuer) = issuer_id(&jws.credential) else {
        return both(CheckOutcome::Failed, "The credential does not say who issued it.");
    };
    let keys = match keys(jws, issuer, verifier) {
        Ok(keys) => keys,
        Err(MethodError::Unavailable(what)) => {
            let text =
                format!("The signature could not be checked: the key document {what} was not available.");
            return both(CheckOutcome::Unknown, &text);
        }
        Err(error) => {
            return both(
                CheckOutcome::Failed,
                &format!("The signature could not be tied to a key: {error}."),
            );
        }
    };
    let Some(method) = keys.iter().find(|method| fits(jws, algorithm, &method.object)) else {
        return both(CheckOutcome::Failed, "The signature fits none of the keys the issuer publishes.");
    };
    let proof = match contradiction(jws) {
        Some(claim) => Check::new(
            CheckName::Proof,
            CheckOutcome::Failed,
            format!("The signature fits, but the envelope's {claim} is not what the credential says."),
        ),
        None => Check::new(
            CheckName::Proof,
            CheckOutcome::Passed,
            "The signature fits: not a letter of the credential has been changed since it was signed.",
        ),
    };
    [proof, belongs(&jws.credential, method, verifier.now)]
}

/// The issuer's published keys that the envelope may mean.
fn keys(jws: &CompactJws, issuer: &str, verifier: &Verifier<'_>) -> Result<Vec<RawMethod>, MethodError> {
    let resolve = verifier.resolve;
    let named = jws.header.get("kid").and_then(Value::as_str).unwrap_or_default();
    if named.contains("://") || named.starts_with("did:") {
        return Ok(vec![find_raw_method(named, resolve)?]);
    }
    // No address: try what the issuer lists, each looked up in full.
    let document = resolve(issuer)
        .or_else(|| resolve(&did::web_url(issuer)?))
        .ok_or_else(|| MethodError::Unavailable(issuer.to_owned()))?;
    let listed = document.get(ASSERTION).and_then(Value::as_array).cloned().unwrap_or_default();
    let ids = listed.iter().filter_map(|entry| entry.as_str().or_else(|| entry.get("id")?.as_str()));
    let found = ids.take(MAX_KEYS_TRIED).filter_map(|id| {
        let id = if id.starts_with('#') { format!("{issuer}{id}") } else { id.to_owned() };
        find_raw_method(&id, resolve).ok()
    });
    Ok(found.collect())
}

/// Whether the signature fits a published key,
/// and a `jwk` in the header only repeats that key.
fn fits(jws: &CompactJws, algorithm: &str, method: &Value) -> bool {
    let message = jws.signed.as_bytes();
    if algorithm == "EdDSA"
        && let Some(multibase) = method.get("publicKeyMultibase").and_then(Value::as_str)
    {
        return !jws.header.contains_key("jwk")
            && PublicKey::from_multibase(multibase).is_ok_and(|key| key.verifies(message, &jws.signature));
    }
    let Some(jwk) = method.get("publicKeyJwk") else { return false };
    let part = |name: &str| {
        let text = jwk.get(name).and_then(Value::as_str).filter(|text| text.len() <= MAX_KEY_CHARS)?;
        URL_SAFE_NO_PAD.decode(text).ok()
    };
    let is = |name: &str, value: &str| jwk.get(name).and_then(Value::as_str) == Some(value);
    if let Some(own) = jws.header.get("jwk")
        && ["kty", "crv", "n", "e", "x", "y"].iter().any(|name| own.get(name) != jwk.get(name))
    {
        return false;
    }
    match algorithm {
        "RS256" if is("kty", "RSA") => match (part("n"), part("e")) {
            (Some(n), Some(e)) => RsaPublicKeyComponents { n: &n, e: &e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, &jws.signature)
                .is_ok(),
            _ => false,
        },
        "ES256" if is("crv", "P-256") => match (part("x"), part("y")) {
            (Some(x), Some(y)) if x.len() == 32 && y.len() == 32 => {
                // SEC 1, section 2.3.4: 4 means an uncompressed point.
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, &jws.signature)
                    .is_ok()
            }
            _ => false,
        },
        "EdDSA" if is("crv", "Ed25519") => part("x")
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .is_some_and(|bytes| PublicKey::from_bytes(bytes).verifies(message, &jws.signature)),
        _ => false,
    }
}

/// The first claim that says other than the credential
/// (OB 3.0, section 8.2.4.1).
fn contradiction(jws: &CompactJws) -> Option<&'static str> {
    let text = |name: &str| jws.credential.get(name).and_then(Value::as_str);
    let seconds =
        |names: [&str; 2]| names.into_iter().find_map(text).and_then(instant::parse).map(|at| at.as_second());
    let subject = jws.credential.get("credentialSubject").and_then(|subject| subject.get("id"));
    let texts =
        [("iss", issuer_id(&jws.credential)), ("jti", text("id")), ("sub", subject.and_then(Value::as_str))];
    let wrong_text = texts
        .into_iter()
        .find(|(claim, expected)| jws.claims.get(*claim).is_some_and(|value| value.as_str() != *expected));
    let numbers =
        [("nbf", seconds(["validFrom", "issuanceDate"])), ("exp", seconds(["validUntil", "expirationDate"]))];
    let wrong_number = numbers
        .into_iter()
        .find(|(claim, expected)| jws.claims.get(*claim).is_some_and(|value| value.as_i64() != *expected));
    wrong_text.map(|(claim, _)| claim).or(wrong_number.map(|(claim, _)| claim))
}
