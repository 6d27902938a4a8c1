//! The issuer's own status list:
//! one bit a place, set where a credential was revoked.
//!
//! W3C Bitstring Status List 1.0, sections 2.2 (credential) and 3.1 (generate); packed with gzip as section
//! 2.2 asks. Which credential has which place is the caller's record; a list is a function of the places that
//! are revoked, so the same record always gives the same bits.
//!
//! ```
//! use assay_credential::status_list::{self, ListInput};
//! let list = ListInput {
//!     url: "https://body.example/status/1".into(),
//!     issuer: "https://body.example/issuer".into(),
//!     valid_from: "2026-01-15T00:00:00Z".into(),
//!     valid_until: "2026-01-15T01:00:00Z".into(),
//! };
//! let credential = status_list::build(&list, [9]).ok_or("no list")?;
//! let packed = credential["credentialSubject"]["encodedList"].as_str().ok_or("no bits")?;
//! let bits = assay_credential::multibase::decode_multibase(packed).ok_or("not multibase")?;
//! let bits = status_list::gunzip(&bits, 1 << 20).ok_or("not gzip")?;
//! assert_eq!((bits.len(), bits[1]), (16_384, 0b0100_0000));
//! # Ok::<(), &str>(())
//! ```

use crate::contexts::CREDENTIALS_V2;
use crate::status::MIN_LIST_ENTRIES;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde_json::{Value, json};
use std::io::{Read, Write};

/// Places of a list: the fewest allowed, for the crowd each holder hides in
/// (Bitstring Status List 1.0, section 2.2).
pub const PLACES: u32 = 131_072;

/// What a list says beside its bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListInput {
    /// Where it is served; its credential's id.
    pub url: String,
    /// The issuer of the badges and of the list, which must be the same.
    pub issuer: String,
    /// When it was made, RFC 3339.
    pub valid_from: String,
    /// Until when it may be relied on, RFC 3339.
    pub valid_until: String,
}

/// The unsigned list credential; `None` when a place is beyond the list.
#[must_use]
pub fn build(list: &ListInput, revoked: impl IntoIterator<Item = u32>) -> Option<Value> {
    let mut bits = vec![0_u8; MIN_LIST_ENTRIES / 8];
    for place in revoked {
        let byte = bits.get_mut(usize::try_from(place / 8).ok()?)?;
        // The first place is the most significant bit (section 3.1).
        *byte |= 0x80 >> (place % 8);
    }
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&bits).ok()?;
    let packed = packer.finish().ok()?;
    Some(json!({
        "@context": [CREDENTIALS_V2],
        "id": list.url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": list.issuer,
        "validFrom": list.valid_from,
        "validUntil": list.valid_until,
        "credentialSubject": {
            "id": format!("{}#list", list.url),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            // Multibase: `u` is base64url without padding (section 2.2).
            "encodedList": format!("u{}", URL_SAFE_NO_PAD.encode(packed)),
        },
    }))
}

/// Unpacks gzip up to a number of bytes:
/// what [`crate::Verifier`] needs to read lists.
#[must_use]
pub fn gunzip(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let ceiling = u64::try_from(limit).ok()?.checked_add(1)?;
    GzDecoder::new(packed).take(ceiling).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= limit).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_not_unpacked_beyond_the_limit() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&vec![0; 1 << 20]).unwrap();
        let packed = packer.finish().unwrap();
        assert!(gunzip(&packed, (1 << 20) - 1).is_none());
        assert_eq!(gunzip(&packed, 1 << 20).unwrap().len(), 1 << 20);
        assert!(gunzip(b"no gzip", 10).is_none());
    }

    #[test]
    fn the_smallest_list_has_as_many_places_as_the_standard_asks_for() {
        assert_eq!(usize::try_from(PLACES).unwrap(), MIN_LIST_ENTRIES);
        let list = ListInput {
            url: "https://body.example/status/1".into(),
            issuer: "https://body.example/issuer".into(),
            valid_from: String::new(),
            valid_until: String::new(),
        };
        assert!(build(&list, [PLACES - 1]).is_some());
        assert!(build(&list, [PLACES]).is_none());
    }
}
