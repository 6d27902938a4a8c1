//! Data Integrity proofs with `eddsa-rdfc-2022`:
//! what is hashed, signed and written into a badge.
//!
//! Clauses are those of "Data Integrity EdDSA Cryptosuites v1.0" (vc-di-eddsa) and "VC Data Integrity 1.0"
//! (vc-di). Signing is in two phases, so that what will be signed can be stored before it is: a crash
//! between the two repeats the same signature over the same bytes.
//!
//! ```
//! # use assay_credential::{contexts, controller, proof, SigningKey};
//! # let unsigned = serde_json::json!({"@context": [contexts::CREDENTIALS_V2], "id": "urn:x:1",
//! #   "type": ["VerifiableCredential"], "issuer": "https://body.example/issuer",
//! #   "credentialSubject": {"id": "urn:x:2"}});
//! let key = SigningKey::from_seed(&[7; 32])?;
//! let method = controller::method_id("https://body.example/issuer", &key.public_key());
//! let prepared = proof::prepare(&unsigned, &method, "2026-01-15T09:30:00Z")?;
//! let stored = serde_json::to_string(&prepared)?;
//! let again: proof::Prepared = serde_json::from_str(&stored)?;
//! assert_eq!(proof::sign(&prepared, &key)?, proof::sign(&again, &key)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::canon::{CanonError, HashAlgorithm, WorkLimit, canonicalize};
use crate::jsonld::{JsonLdError, to_quads};
use crate::keys::{PublicKey, SigningKey};
use crate::multibase::{decode_multibase, encode_multibase};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The proof type (vc-di, section 2.1).
pub const PROOF_TYPE: &str = "DataIntegrityProof";
/// The cryptosuite this crate signs with
/// (OB 3.0 section 8; vc-di-eddsa, section 3.2).
pub const CRYPTOSUITE: &str = "eddsa-rdfc-2022";
/// The suite's name before the standard was final; same bytes, verified only.
pub const CRYPTOSUITE_DRAFT: &str = "eddsa-2022";
/// The only purpose a credential's proof may have (vc-di, section 2.3).
pub const ASSERTION: &str = "assertionMethod";

/// Why something cannot be signed, or a proof cannot be checked.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProofError {
    /// The document cannot become canonical bytes.
    #[error("the credential cannot be signed as it is")]
    Document(#[source] JsonLdError),
    /// The proof's own options cannot become canonical bytes.
    #[error("the proof's options cannot be canonicalized")]
    Options(#[source] JsonLdError),
    /// The dataset is a poison graph.
    #[error("the credential has no canonical form here")]
    Canon(#[source] CanonError),
    /// A field of the proof or the call is missing or has a wrong form.
    #[error("{0}")]
    Malformed(String),
    /// The crypto library refused to sign.
    #[error("the signature could not be made")]
    Signing,
}

/// The 64 bytes that are signed:
/// hash of the options, then hash of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashData([u8; 64]);

impl HashData {
    /// The raw bytes, for a signer outside this crate.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl Serialize for HashData {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for HashData {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(serde::de::Error::custom)?;
        let bytes = <[u8; 64]>::try_from(bytes)
            .map_err(|_| serde::de::Error::custom("hash data must be 64 bytes in hexadecimal"))?;
        Ok(Self(bytes))
    }
}

/// A credential ready to be signed: store it, then sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// The credential without a proof.
    pub unsigned: Value,
    /// The proof without its `proofValue`.
    pub proof: Value,
    /// The credential as canonical N-Quads, the evidence of what was signed.
    pub canonical: String,
    /// What the key signs.
    pub hash_data: HashData,
}

impl Prepared {
    /// Adds a signature made elsewhere, such as by a hardware module,
    /// after checking it.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when the signature is not that of the key over these bytes.
    pub fn attach(&self, signature: &[u8; 64], key: &PublicKey) -> Result<Value, ProofError> {
        if !key.verifies(&self.hash_data.0, signature) {
            return Err(ProofError::Malformed("the signature does not fit the prepared credential".into()));
        }
        let (Value::Object(mut credential), Value::Object(mut proof)) =
            (self.unsigned.clone(), self.proof.clone())
        else {
            return Err(ProofError::Malformed("the prepared credential is not an object".into()));
        };
        proof.insert("proofValue".into(), encode_multibase(signature).into());
        credential.insert("proof".into(), json!([proof]));
        Ok(Value::Object(credential))
    }
}

/// Computes what will be signed (vc-di-eddsa, sections 3.2.3 to 3.2.5).
///
/// # Errors
/// [`ProofError::Document`] names a term the contexts do not define; [`ProofError::Malformed`] a wrong
/// argument or a credential that has a proof already.
pub fn prepare(unsigned: &Value, method_id: &str, created: &str) -> Result<Prepared, ProofError> {
    let Value::Object(document) = unsigned else {
        return Err(ProofError::Malformed("the credential must be a JSON object".into()));
    };
    if document.contains_key("proof") {
        return Err(ProofError::Malformed("the credential has a proof already".into()));
    }
    if crate::instant::parse(created).is_none() {
        return Err(ProofError::Malformed(format!("\"{created}\" is not an RFC 3339 instant")));
    }
    refuse_drifting_terms(unsigned)?;
    let proof = json!({
        "type": PROOF_TYPE,
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": method_id,
        "proofPurpose": ASSERTION,
    });
    let Value::Object(options) = &proof else {
        return Err(ProofError::Malformed("the proof must be a JSON object".into()));
    };
    let (canonical, hash_data) = hash(document, options)?;
    Ok(Prepared { unsigned: unsigned.clone(), proof, canonical, hash_data })
}

/// Signs a prepared credential and writes the proof into it
/// (vc-di-eddsa, section 3.2.1).
///
/// # Errors
/// [`ProofError::Signing`] when the crypto library fails.
pub fn sign(prepared: &Prepared, key: &SigningKey) -> Result<Value, ProofError> {
    let signature = key.sign(prepared.hash_data.as_bytes()).ok_or(ProofError::Signing)?;
    prepared.attach(&signature, &key.public_key())
}

/// Says whether a proof over a document fits a key
/// (vc-di-eddsa, section 3.2.2).
///
/// The caller finds the key (see [`crate::controller`]) and checks purpose and dates; this is arithmetic
/// only.
///
/// # Errors
/// [`ProofError`] when no hash can be computed: that is not the same as a wrong signature.
pub fn fits(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
    key: &PublicKey,
) -> Result<bool, ProofError> {
    let text = proof.get("proofValue").and_then(Value::as_str).unwrap_or_default();
    // vc-di-eddsa, section 3.2.2: a multibase base58btc text, nothing else.
    let signature = Some(text).filter(|text| text.starts_with('z')).and_then(decode_multibase);
    let Some(signature) = signature.filter(|bytes| bytes.len() == 64) else {
        return Err(ProofError::Malformed("the proof's value is not a signature in base58 form".into()));
    };
    let mut options = proof.clone();
    options.remove("proofValue");
    let mut document = document.clone();
    document.remove("proof");
    let (_, data) = hash(&document, &options)?;
    Ok(key.verifies(&data.0, &signature))
}

/// Transformation, proof configuration and hashing
/// (vc-di-eddsa, sections 3.2.3, 3.2.5 and 3.2.4).
fn hash(
    document: &Map<String, Value>,
    options: &Map<String, Value>,
) -> Result<(String, HashData), ProofError> {
    let canonical = canonical_form(document).map_err(|error| match error {
        CanonFailure::JsonLd(error) => ProofError::Document(error),
        CanonFailure::Canon(error) => ProofError::Canon(error),
    })?;
    let mut configuration = options.clone();
    if let Some(context) = document.get("@context") {
        configuration.insert("@context".into(), context.clone());
    }
    let options = canonical_form(&configuration).map_err(|error| match error {
        CanonFailure::JsonLd(error) => ProofError::Options(error),
        CanonFailure::Canon(error) => ProofError::Canon(error),
    })?;
    let mut data = [0; 64];
    let hashes = [options.as_bytes(), canonical.as_bytes()].map(|text| digest(&SHA256, text));
    let bytes = hashes.iter().flat_map(|hash| hash.as_ref().iter());
    data.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    Ok((canonical, HashData(data)))
}

enum CanonFailure {
    JsonLd(JsonLdError),
    Canon(CanonError),
}

fn canonical_form(document: &Map<String, Value>) -> Result<String, CanonFailure> {
    let quads = to_quads(&Value::Object(document.clone())).map_err(CanonFailure::JsonLd)?;
    let canonical =
        canonicalize(&quads, HashAlgorithm::Sha256, WorkLimit::default()).map_err(CanonFailure::Canon)?;
    Ok(canonical.nquads)
}

/// Terms that differ between copies of the OB 3.0.3 context:
/// signing them gives badges others cannot verify.
const DRIFTING_TERMS: [&str; 2] = ["endorsementJwt", "jti"];

fn refuse_drifting_terms(value: &Value) -> Result<(), ProofError> {
    match value {
        Value::Object(object) => object.iter().try_for_each(|(key, value)| {
            if DRIFTING_TERMS.contains(&key.as_str()) {
                return Err(ProofError::Malformed(format!(
                    "\"{key}\" is not defined in every copy of the Open Badges context; leave it out"
                )));
            }
            refuse_drifting_terms(value)
        }),
        Value::Array(items) => items.iter().try_for_each(refuse_drifting_terms),
        _ => Ok(()),
    }
}
