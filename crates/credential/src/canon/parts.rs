//! What the algorithm works on: the limit, the hash, a quad by its positions.

use oxrdf::Quad;

/// Work allowed per dataset: hashes of related nodes plus steps of
/// permutations.
///
/// RDFC-1.0 section 7.1 asks for such a limit against poison graphs. Measured: the W3C suite's hardest
/// lawful cases need 6,168 steps and 1EdTech's `complete.json` 17,336; a poison graph ends after about a
/// second even unoptimised.
pub const MAX_WORK: usize = 200_000;

/// How much work canonicalization may do before it gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkLimit(pub usize);

impl Default for WorkLimit {
    fn default() -> Self {
        Self(MAX_WORK)
    }
}

/// The hash function inside the algorithm
/// (RDFC-1.0, section 4.1: SHA-256 unless asked otherwise).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashAlgorithm {
    /// The default, used by `eddsa-rdfc-2022`.
    Sha256,
    /// The other one the standard names; used by P-384 suites.
    Sha384,
}

impl HashAlgorithm {
    pub(super) fn hex(self, text: &str) -> String {
        let algorithm = match self {
            Self::Sha256 => &aws_lc_rs::digest::SHA256,
            Self::Sha384 => &aws_lc_rs::digest::SHA384,
        };
        hex(aws_lc_rs::digest::digest(algorithm, text.as_bytes()).as_ref())
    }
}

/// Writes bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Why a dataset has no canonical form here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CanonError {
    /// The dataset needs more work than allowed: a poison graph.
    #[error("the data is built so that comparing its unnamed parts takes too long (limit {0} steps)")]
    WorkLimitReached(usize),
    /// RDF 1.2 triple terms have no canonical form in RDFC-1.0.
    #[error("the data contains a quoted triple, which RDFC-1.0 does not define")]
    QuotedTriple,
}

/// A quad in the positions the algorithm looks at.
pub(super) struct Node<'a> {
    pub(super) quad: &'a Quad,
    pub(super) subject: Option<&'a str>,
    pub(super) object: Option<&'a str>,
    pub(super) graph: Option<&'a str>,
}
