//! Base58btc and multibase, the text forms of keys and proof values.
//!
//! Own code because it is thirty lines and the kept crates (`bs58`, `multibase`) would be two dependencies
//! for it.
//!
//! ```
//! use assay_credential::multibase::{decode_base58, encode_base58};
//! assert_eq!(encode_base58(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
//! assert_eq!(decode_base58("2NEpo7TZRRrLZSi2U"), Some(b"Hello World!".to_vec()));
//! ```

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The base58btc alphabet (Controlled Identifiers 1.0, section 2.4).
const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Longest base58 text decoded: keys and signatures need 90;
/// the work is quadratic in the length.
pub const MAX_BASE58_CHARS: usize = 256;

/// Writes bytes as base58btc, without the multibase prefix.
#[must_use]
pub fn encode_base58(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut digits: Vec<u8> = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes.iter().skip(zeros) {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or(0);
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or(0));
            carry /= 58;
        }
    }
    let letter = |digit: &u8| char::from(ALPHABET.get(usize::from(*digit)).copied().unwrap_or(b'1'));
    std::iter::repeat_n('1', zeros).chain(digits.iter().rev().map(letter)).collect()
}

/// Reads base58btc text; `None` for a foreign character or an over-long text.
#[must_use]
pub fn decode_base58(text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_BASE58_CHARS {
        return None;
    }
    let zeros = text.bytes().take_while(|byte| *byte == b'1').count();
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for letter in text.bytes().skip(zeros) {
        let mut carry = u32::try_from(ALPHABET.iter().position(|known| *known == letter)?).ok()?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).ok()?;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(u8::try_from(carry & 0xff).ok()?);
            carry >>= 8;
        }
    }
    Some(std::iter::repeat_n(0, zeros).chain(bytes.into_iter().rev()).collect())
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
