//! The pinned JSON-LD contexts: the only documents a `@context` URL may mean.
//!
//! A context decides what a signature covers, so it is data of this release and never fetched. Source,
//! licence and SHA-256 of each file stand in `contexts/README.md`; a unit test compares the digests.
//!
//! The context of Open Badges 3.0.3 changes under one URL (docs/concepts/issuing.md). The file here
//! is the one with `endorsementJwt` and `jti`, byte for byte what 1EdTech's own validator uses. Never use
//! these two terms in a credential signed with an RDFC suite: verifiers with the older file would compute
//! other bytes.
//!
//! ```
//! use assay_credential::contexts;
//! assert!(contexts::pinned(contexts::OPEN_BADGES_V3).is_some());
//! assert!(contexts::pinned("https://evil.example/context.json").is_none());
//! ```

/// The Verifiable Credentials 2.0 context, always the first
/// (VCDM 2.0, section 4.3).
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// The Verifiable Credentials 1.1 context, for older badges that are verified.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
/// The Open Badges 3.0.3 context, always the second
/// (OB 3.0, B AchievementCredential).
pub const OPEN_BADGES_V3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// The Open Badges 3.0.2 context, for verification only.
pub const OPEN_BADGES_V3_0_2: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
/// The Open Badges 3.0.1 context, for verification only.
pub const OPEN_BADGES_V3_0_1: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json";
/// 1EdTech's extension terms: schema, revocation list and refresh types.
pub const OPEN_BADGES_EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
/// The Data Integrity 1 context, for credentials on VCDM 1.1.
pub const DATA_INTEGRITY_V1: &str = "https://w3id.org/security/data-integrity/v1";
/// The Data Integrity 2 context.
pub const DATA_INTEGRITY_V2: &str = "https://w3id.org/security/data-integrity/v2";
/// The Multikey context, for key documents.
pub const MULTIKEY_V1: &str = "https://w3id.org/security/multikey/v1";
/// The DID document context.
pub const DID_V1: &str = "https://www.w3.org/ns/did/v1";

/// One context document under the URL it stands for.
#[derive(Debug, Clone, Copy)]
pub struct PinnedContext {
    /// The URL that documents name.
    pub url: &'static str,
    /// The context document, JSON text.
    pub text: &'static str,
    /// SHA-256 of the text's bytes, lower-case hex.
    pub sha256: &'static str,
}

/// All pinned contexts.
#[must_use]
pub fn all() -> &'static [PinnedContext] {
    &PINNED
}

/// The pinned context under a URL, by exact match.
#[must_use]
pub fn pinned(url: &str) -> Option<&'static PinnedContext> {
    PINNED.iter().find(|context| context.url == url)
}

static PINNED: [PinnedContext; 10] = [
    PinnedContext {
        url: CREDENTIALS_V2,
        text: include_str!("../contexts/credentials-v2.json"),
        sha256: "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
    },
    PinnedContext {
        url: CREDENTIALS_V1,
        text: include_str!("../contexts/credentials-v1.json"),
        sha256: "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8",
    },
    PinnedContext {
        url: OPEN_BADGES_V3,
        text: include_str!("../contexts/open-badges-3.0.3.json"),
        sha256: "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    },
    PinnedContext {
        url: OPEN_BADGES_V3_0_2,
        text: include_str!("../contexts/open-badges-3.0.2.json"),
        sha256: "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
    },
    PinnedContext {
        url: OPEN_BADGES_V3_0_1,
        text: include_str!("../contexts/open-badges-3.0.1.json"),
        sha256: "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba",
    },
    PinnedContext {
        url: OPEN_BADGES_EXTENSIONS,
        text: include_str!("../contexts/open-badges-extensions.json"),
        sha256: "2d013f981d1f4516081a6a04e55468ba2b071d4153b794f19a79715c45a89a5e",
    },
    PinnedContext {
        url: DATA_INTEGRITY_V1,
        text: include_str!("../contexts/data-integrity-v1.json"),
        sha256: "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
    },
    PinnedContext {
        url: DATA_INTEGRITY_V2,
        text: include_str!("../contexts/data-integrity-v2.json"),
        sha256: "0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363",
    },
    PinnedContext {
        url: MULTIKEY_V1,
        text: include_str!("../contexts/multikey-v1.json"),
        sha256: "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6",
    },
    PinnedContext {
        url: DID_V1,
        text: include_str!("../contexts/did-v1.json"),
        sha256: "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
    },
];

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest::{SHA256, digest};

    #[test]
    fn every_pinned_context_has_its_digest_and_is_json() {
        for context in super::all() {
            let hash = digest(&SHA256, context.text.as_bytes());
            let hex = data_encoding::HEXLOWER.encode(hash.as_ref());
            assert_eq!(hex, context.sha256, "{}", context.url);
            assert!(serde_json::from_str::<serde_json::Value>(context.text).is_ok(), "{}", context.url);
        }
    }
}
