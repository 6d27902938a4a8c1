//! Base58btc and multibase, the text forms of keys and proof values.
//!
//! ```
//! use assay_credential::multibase::{decode_base58, encode_base58};
//! assert_eq!(encode_base58(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
//! assert_eq!(decode_base58("2NEpo7TZRRrLZSi2U"), Some(b"Hello World!".to_vec()));
//! ```

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Longest base58 text decoded: keys and signatures need 90;
/// the work is quadratic in the length.
pub const MAX_BASE58_CHARS: usize = 256;

/// Writes bytes as base58btc (Controlled Identifiers 1.0, section 2.4),
/// without the multibase prefix.
#[must_use]
pub fn encode_base58(bytes: &[u8]) -> String {
    bs58::encode(bytes).into_string()
}

/// Reads base58btc text; `None` for a foreign character or an over-long text.
#[must_use]
pub fn decode_base58(text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_BASE58_CHARS {
        return None;
    }
    bs58::decode(text).into_vec().ok()
}

/// Reads a multibase text: `z` base58btc, `u` base64url without padding.
#[must_use]
pub fn decode_multibase(text: &str) -> Option<Vec<u8>> {
    match text.split_at_checked(1)? {
        ("z", rest) => decode_base58(rest),
        ("u", rest) => URL_SAFE_NO_PAD.decode(rest).ok(),
        _ => None,
    }
}

/// Writes bytes as multibase base58btc,
/// the form `proofValue` and Multikey ask for.
#[must_use]
pub fn encode_multibase(bytes: &[u8]) -> String {
    format!("z{}", encode_base58(bytes))
}
