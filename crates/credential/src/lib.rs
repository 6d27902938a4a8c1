//! Open Badges 3.0 credentials: the model, canonical bytes, proofs,
//! verification and baking.
//!
//! Everything here is pure: no files, no network, no clock, no chance. Documents of others (controller
//! documents, status lists) come from closures the caller passes in; time is an argument.
//!
//! Issuing happens in the order of durable effects: [`badge::build`] makes the unsigned credential,
//! [`proof::prepare`] computes what will be signed (store this first), [`proof::sign`] adds the proof.
//! [`verify`] is the way back, with one verdict per check and no sum without its parts.
//!
//! ```
//! use assay_credential::{proof, SigningKey};
//! let unsigned = serde_json::json!({
//!     "@context": [assay_credential::contexts::CREDENTIALS_V2, assay_credential::contexts::OPEN_BADGES_V3],
//!     "id": "urn:uuid:280c19b6-9680-4a37-ba84-e38b1a4e4584",
//!     "type": ["VerifiableCredential", "OpenBadgeCredential"],
//!     "issuer": {"id": "https://body.example/issuer", "type": ["Profile"], "name": "Example Body"},
//!     "validFrom": "2026-01-15T00:00:00Z",
//!     "credentialSubject": {"id": "urn:uuid:6f2e33e5", "type": ["AchievementSubject"]}
//! });
//! let key = SigningKey::from_seed(&[7; 32])?;
//! let method = assay_credential::controller::method_id("https://body.example/issuer", &key.public_key());
//! let prepared = proof::prepare(&unsigned, &method, "2026-01-15T09:30:00Z")?;
//! let signed = proof::sign(&prepared, &key)?;
//! assert_eq!(signed["proof"][0]["cryptosuite"], "eddsa-rdfc-2022");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod artwork;
pub mod badge;
pub mod bake;
pub mod canon;
pub mod contexts;
pub mod controller;
pub mod did;
mod instant;
pub mod jsonld;
pub mod jwt;
pub mod keys;
pub mod multibase;
pub mod proof;
pub mod schema;
pub mod status;
pub mod status_list;
pub mod verify;

pub use badge::{
    Achievement, Alignment, BadgeError, BadgeInput, HashedEmail, IssuerProfile, RelatedAchievement,
    ScaledScore, ScoreScale, StatusEntry, Subject,
};
pub use controller::ControllerKey;
pub use keys::{KeyError, PublicKey, SigningKey};
pub use proof::{HashData, Prepared, ProofError};
pub use verify::{Check, CheckCause, CheckName, CheckOutcome, Conclusion, Own, Report, Summary, Verifier};
