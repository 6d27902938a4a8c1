//! Controller documents: which keys an issuer stands behind,
//! and finding the key a proof names.
//!
//! A key counts only if the controller's own document lists it (Controlled Identifiers 1.0, section 3.3).
//! The text after `#` in a verification method may look like a key; it is never taken for one, because
//! anybody can write `https://issuer.example#<own key>` (docs/concepts/issuing.md).
//!
//! ```
//! use assay_credential::{controller, ControllerKey, SigningKey};
//! let key = SigningKey::from_seed(&[7; 32])?.public_key();
//! let keys = [ControllerKey { key, trusted: true }];
//! let document = controller::controller_document("https://body.example/issuer", &keys);
//! let method = controller::method_id("https://body.example/issuer", &key);
//! let resolve = |url: &str| (url == "https://body.example/issuer").then(|| document.clone());
//! assert_eq!(controller::find_method(&method, &resolve)?.key, key);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::contexts::{DID_V1, MULTIKEY_V1};
use crate::did;
use crate::instant;
use crate::keys::PublicKey;
use crate::proof::ASSERTION;
use jiff::Timestamp;
use serde_json::{Value, json};

/// Gives the document under a URL or DID, if the caller has it.
pub type Resolve<'a> = dyn Fn(&str) -> Option<Value> + 'a;

/// Most verification methods looked at:
/// one key a year for a century, and foreign documents are not endless.
pub const MAX_METHODS: usize = 128;

/// One of the issuer's keys and whether it still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControllerKey {
    /// The public key.
    pub key: PublicKey,
    /// Listed in `assertionMethod`; `false` only for compromised keys,
    /// never for old ones.
    pub trusted: bool,
}

/// The id of an issuer's key: `<issuer>#<multibase>`,
/// so that either way of looking it up works.
#[must_use]
pub fn method_id(issuer_url: &str, key: &PublicKey) -> String {
    format!("{issuer_url}#{}", key.to_multibase())
}

/// The issuer's controller document, served under the issuer's URL
/// (Controlled Identifiers 1.0, section 2.1).
#[must_use]
pub fn controller_document(issuer_url: &str, keys: &[ControllerKey]) -> Value {
    let methods: Vec<Value> = keys.iter().map(|key| method(issuer_url, issuer_url, &key.key)).collect();
    let trusted: Vec<String> =
        keys.iter().filter(|key| key.trusted).map(|key| method_id(issuer_url, &key.key)).collect();
    let mut document = json!({
        "@context": [DID_V1, MULTIKEY_V1],
        "id": issuer_url,
        "verificationMethod": methods,
        "assertionMethod": trusted,
    });
    if let (Some(alias), Value::Object(object)) = (did::web_did(issuer_url), &mut document) {
        object.insert("alsoKnownAs".into(), json!([alias]));
    }
    document
}

/// The `did:web` form of the same document;
/// `None` when the URL has no such form.
#[must_use]
pub fn did_web_document(issuer_url: &str, keys: &[ControllerKey]) -> Option<Value> {
    let did = did::web_did(issuer_url)?;
    let methods: Vec<Value> = keys.iter().map(|key| method(&did, &did, &key.key)).collect();
    let trusted: Vec<String> =
        keys.iter().filter(|key| key.trusted).map(|key| method_id(&did, &key.key)).collect();
    Some(json!({
        "@context": [DID_V1, MULTIKEY_V1],
        "id": did,
        "alsoKnownAs": [issuer_url],
        "verificationMethod": methods,
        "assertionMethod": trusted,
    }))
}

/// One key as a document of its own,
/// for verifiers that fetch the method itself (OB 3.0, section 8.5).
#[must_use]
pub fn method_document(issuer_url: &str, key: &PublicKey) -> Value {
    let mut document = method(issuer_url, issuer_url, key);
    if let Value::Object(object) = &mut document {
        object.insert("@context".into(), json!(MULTIKEY_V1));
    }
    document
}

fn method(id: &str, controller: &str, key: &PublicKey) -> Value {
    json!({
        "id": method_id(id, key),
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": key.to_multibase(),
    })
}

/// Why no trusted key could be found for a proof: the texts are for people.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MethodError {
    /// The method is not a URL of a kind this program reads.
    #[error("the proof names its key as \"{0}\", which is neither a web address nor a did:key or did:web")]
    NotResolvable(String),
    /// The document could not be had; nothing is known about the key.
    #[error("the document {0} that should list the issuer's keys was not available")]
    Unavailable(String),
    /// The document is there and does not list the key.
    #[error("{controller} does not list the key {method} among the keys it signs with")]
    NotListed {
        /// The controller whose document was read.
        controller: String,
        /// The verification method the proof names.
        method: String,
    },
    /// The document or the method in it has a wrong form.
    #[error("the key document of {controller} is not usable: {what}")]
    Malformed {
        /// The controller whose document was read.
        controller: String,
        /// What is wrong.
        what: String,
    },
}

/// An Ed25519 key that its controller stands behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// Who controls the key: compare with the issuer's id.
    pub controller: String,
    /// The Ed25519 key.
    pub key: PublicKey,
    /// The method it was taken from, for judging whether it may be used.
    pub raw: RawMethod,
}

/// A verification method as its controller's document has it,
/// of whatever key type.
#[derive(Debug, Clone, PartialEq)]
pub struct RawMethod {
    /// Who controls the key.
    pub controller: String,
    /// The verification method object.
    pub object: Value,
    /// Whether the caller gave a document of the controller;
    /// a bare `did:key` speaks only for itself.
    pub vouched: bool,
}

/// Why a key may not be relied on at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Its controller has revoked it.
    Revoked,
    /// Its time is over.
    Expired,
}

impl RawMethod {
    /// Whether the key may be relied on at an instant,
    /// for a badge in whatever form (F4).
    ///
    /// "Systems are expected to not verify any proofs associated with the method at or after" `revoked` and
    /// `expires` (Controlled Identifiers 1.0, section 2.2). When a proof says it was made does not matter:
    /// `created` is the signer's own word, and whoever stole the key writes what they like. A time that
    /// cannot be read counts as past.
    ///
    /// # Errors
    /// [`Unusable`] says which of the two stands against it.
    pub fn usable_at(&self, now: Timestamp) -> Result<(), Unusable> {
        let over = |name: &str| match self.object.get(name) {
            None | Some(Value::Null) => false,
            Some(at) => at.as_str().and_then(instant::parse).is_none_or(|at| at <= now),
        };
        match (over("revoked"), over("expires")) {
            (true, _) => Err(Unusable::Revoked),
            (false, true) => Err(Unusable::Expired),
            (false, false) => Ok(()),
        }
    }
}

/// Finds the Ed25519 key of a proof
/// (Controlled Identifiers 1.0, section 3.3 Retrieve Verification Method).
///
/// `did:key` needs no document; everything else is dereferenced through the closure, always. Whom the
/// closure has a document of is whom the caller vouches for.
///
/// # Errors
/// [`MethodError`], with [`MethodError::Unavailable`] for "not known" and the rest for "no".
pub fn find_method(method: &str, resolve: &Resolve<'_>) -> Result<Method, MethodError> {
    let raw = find_raw_method(method, resolve)?;
    let multibase = raw.object.get("publicKeyMultibase").and_then(Value::as_str).unwrap_or_default();
    let key = PublicKey::from_multibase(multibase).map_err(|error| MethodError::Malformed {
        controller: raw.controller.clone(),
        what: error.to_string(),
    })?;
    Ok(Method { controller: raw.controller.clone(), key, raw })
}

/// Finds a verification method of any key type in its controller's document.
///
/// # Errors
/// As [`find_method`].
pub fn find_raw_method(method: &str, resolve: &Resolve<'_>) -> Result<RawMethod, MethodError> {
    let (base, _) = method.split_once('#').unwrap_or((method, ""));
    if base.starts_with("did:key:") {
        return did_key(method, base, resolve);
    }
    if !["https://", "http://", "did:web:"].iter().any(|scheme| base.starts_with(scheme)) {
        return Err(MethodError::NotResolvable(method.to_owned()));
    }
    let first = document(base, resolve)
        .or_else(|| resolve(method))
        .ok_or_else(|| MethodError::Unavailable(base.to_owned()))?;
    // A key may have a document of its own; then its controller's document decides.
    let controller = match first.get("controller").and_then(Value::as_str) {
        Some(controller) if first.get("verificationMethod").is_none() => controller.to_owned(),
        _ => base.to_owned(),
    };
    let first_id = first.get("id").and_then(Value::as_str).unwrap_or_default();
    let listing = if first_id == controller {
        first
    } else {
        document(&controller, resolve).ok_or_else(|| MethodError::Unavailable(controller.clone()))?
    };
    if listing.get("id").and_then(Value::as_str) != Some(controller.as_str()) {
        let what = "its id is not the address it was found under".to_owned();
        return Err(MethodError::Malformed { controller, what });
    }
    listed(&listing, &controller, method)
}

/// A `did:key` needs no document and vouches for nobody: anybody can make one (F2). A caller that knows its
/// holder gives a document, and then that document decides as any other does.
fn did_key(method: &str, did: &str, resolve: &Resolve<'_>) -> Result<RawMethod, MethodError> {
    let key = did::parse_key(method).ok_or_else(|| MethodError::NotResolvable(method.to_owned()))?;
    if let Some(document) = resolve(did) {
        return listed(&document, did, &format!("{did}#{}", key.to_multibase()));
    }
    let controller = did::key_did(&key);
    let object = json!({"publicKeyMultibase": key.to_multibase(), "controller": controller});
    Ok(RawMethod { controller, object, vouched: false })
}

fn document(controller: &str, resolve: &Resolve<'_>) -> Option<Value> {
    resolve(controller).or_else(|| resolve(&did::web_url(controller)?))
}

fn listed(document: &Value, controller: &str, method: &str) -> Result<RawMethod, MethodError> {
    let not_listed =
        || MethodError::NotListed { controller: controller.to_owned(), method: method.to_owned() };
    let same = |id: Option<&str>| {
        id.is_some_and(|id| id == method || (id.starts_with('#') && format!("{controller}{id}") == method))
    };
    let entries = |name: &str| match document.get(name) {
        Some(Value::Array(items)) => items.iter().take(MAX_METHODS).collect::<Vec<_>>(),
        Some(single) => vec![single],
        None => Vec::new(),
    };
    let id_of = |entry: &Value| entry.as_str().or_else(|| entry.get("id")?.as_str()).map(str::to_owned);
    let assertion =
        entries(ASSERTION).into_iter().find(|entry| same(id_of(entry).as_deref())).ok_or_else(not_listed)?;
    let object = if assertion.is_object() {
        assertion
    } else {
        entries("verificationMethod")
            .into_iter()
            .find(|entry| entry.is_object() && same(id_of(entry).as_deref()))
            .ok_or_else(not_listed)?
    };
    if object.get("controller").and_then(Value::as_str) != Some(controller) {
        let what = format!("the key {method} is said to belong to somebody else");
        return Err(MethodError::Malformed { controller: controller.to_owned(), what });
    }
    Ok(RawMethod { controller: controller.to_owned(), object: object.clone(), vouched: true })
}
