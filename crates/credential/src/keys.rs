//! Ed25519 keys: the issuer's signing key and the public keys of verification
//! methods.
//!
//! The seed comes from the caller, so that chance and key storage stay outside this crate.
//!
//! ```
//! use assay_credential::{PublicKey, SigningKey};
//! let key = SigningKey::from_seed(&[1; 32])?;
//! let text = key.public_key().to_multibase();
//! assert!(text.starts_with("z6Mk"));
//! assert_eq!(PublicKey::from_multibase(&text)?, key.public_key());
//! # Ok::<(), assay_credential::KeyError>(())
//! ```

use crate::multibase::{decode_multibase, encode_multibase};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::fmt;

/// The multicodec prefix of an Ed25519 public key
/// (Controlled Identifiers 1.0, section 2.2.2 Multikey).
const ED25519_PUBLIC_PREFIX: [u8; 2] = [0xed, 0x01];

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    /// The text is not a multibase Ed25519 Multikey.
    #[error("\"{0}\" is not an Ed25519 public key in Multikey form (it would begin with z6Mk)")]
    NotMultikey(String),
    /// The crypto library refused the seed.
    #[error("the seed was refused as an Ed25519 signing key")]
    RefusedSeed,
}

/// The issuer's private key; signs hash data and never shows its seed.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes the key from its 32-byte seed (RFC 8032, section 5.1.5).
    ///
    /// # Errors
    /// [`KeyError::RefusedSeed`] when the crypto library does not take it.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::RefusedSeed)?;
        let bytes = <[u8; 32]>::try_from(pair.public_key().as_ref()).map_err(|_| KeyError::RefusedSeed)?;
        Ok(Self { pair, public: PublicKey(bytes) })
    }

    /// The public half, for the controller document.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public
    }

    /// Signs bytes with Ed25519; `None` when the crypto library fails.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Option<[u8; 64]> {
        let signature = self.pair.try_sign(message).ok()?;
        <[u8; 64]>::try_from(signature.as_ref()).ok()
    }
}

/// An Ed25519 public key, written as a Multikey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Takes the 32 raw bytes of a public key.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 raw bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads `publicKeyMultibase` (vc-di-eddsa, section 2.1.1: prefix 0xed01).
    ///
    /// # Errors
    /// [`KeyError::NotMultikey`] for anything but an Ed25519 Multikey.
    pub fn from_multibase(text: &str) -> Result<Self, KeyError> {
        let bytes = decode_multibase(text).unwrap_or_default();
        bytes
            .strip_prefix(&ED25519_PUBLIC_PREFIX)
            .and_then(|key| <[u8; 32]>::try_from(key).ok())
            .map(Self)
            .ok_or_else(|| KeyError::NotMultikey(text.chars().take(80).collect()))
    }

    /// Writes the key as `publicKeyMultibase`, beginning with `z6Mk`.
    #[must_use]
    pub fn to_multibase(&self) -> String {
        let mut bytes = ED25519_PUBLIC_PREFIX.to_vec();
        bytes.extend_from_slice(&self.0);
        encode_multibase(&bytes)
    }

    /// Says whether the signature over the bytes was made with this key.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0).verify(message, signature).is_ok()
    }
}
