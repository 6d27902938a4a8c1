//! The two DID methods a badge verifier needs: `did:key` (pure) and `did:web`
//! (a URL rewrite).
//!
//! Own code: `did-web` and `did_method_key` are tied to ssi (docs/concepts/issuing.md), and both
//! methods are a few lines. Of percent-encoding they need the colon before a port and no more (did:web
//! method, section 3.2): every other escape stands in the URL as it does in the DID: a crate saves nothing.
//!
//! ```
//! use assay_credential::did::{web_did, web_url};
//! assert_eq!(web_url("did:web:body.example").as_deref(), Some("https://body.example/.well-known/did.json"));
//! assert_eq!(web_url("did:web:a.example:issuer").as_deref(), Some("https://a.example/issuer/did.json"));
//! assert_eq!(web_did("https://a.example:8443/issuer").as_deref(), Some("did:web:a.example%3A8443:issuer"));
//! ```

use crate::keys::PublicKey;

/// Longest DID taken: a URL of usual length; DIDs come from foreign documents.
pub const MAX_DID_CHARS: usize = 2_048;

/// Writes the `did:key` of a public key (did:key method, section 3.1).
#[must_use]
pub fn key_did(key: &PublicKey) -> String {
    format!("did:key:{}", key.to_multibase())
}

/// Reads the key out of a `did:key`, with or without its fragment.
///
/// A fragment must repeat the key, as the method's only verification method does; anything else is refused.
#[must_use]
pub fn parse_key(did: &str) -> Option<PublicKey> {
    let rest = did.strip_prefix("did:key:")?;
    let (multibase, fragment) = match rest.split_once('#') {
        Some((multibase, fragment)) => (multibase, fragment),
        None => (rest, rest),
    };
    if multibase != fragment {
        return None;
    }
    PublicKey::from_multibase(multibase).ok()
}

/// Rewrites a `did:web` to the URL of its document
/// (did:web method, section 3.2).
#[must_use]
pub fn web_url(did: &str) -> Option<String> {
    if did.len() > MAX_DID_CHARS {
        return None;
    }
    let rest = did.strip_prefix("did:web:")?;
    let rest = rest.split(['#', '?', '/']).next()?;
    let mut parts = rest.split(':');
    let host = parts.next()?.replace("%3A", ":").replace("%3a", ":");
    let mut segments: Vec<&str> = parts.collect();
    let fine = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%:".contains(&byte))
            && !part.is_empty()
            && part != ".."
    };
    if !fine(&host) || !segments.iter().all(|segment| fine(segment)) {
        return None;
    }
    if segments.is_empty() {
        segments.push(".well-known");
    }
    Some(format!("https://{host}/{}/did.json", segments.join("/")))
}

/// Rewrites an https URL to the `did:web` whose document stands under it.
#[must_use]
pub fn web_did(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://")?.trim_end_matches('/');
    if rest.is_empty() || rest.contains(['?', '#', '@']) || rest.len() > MAX_DID_CHARS {
        return None;
    }
    let mut segments = rest.split('/');
    let host = segments.next()?.replace(':', "%3A");
    let mut did = format!("did:web:{host}");
    for segment in segments {
        if segment.is_empty() || segment.contains(':') {
            return None;
        }
        did.push(':');
        did.push_str(segment);
    }
    Some(did)
}
