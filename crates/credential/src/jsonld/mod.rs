//! JSON-LD to RDF quads with pinned contexts, in safe mode.
//!
//! oxjsonld does expansion and RDF; it lets undefined terms drop out without a word, and what drops out is
//! not signed. So [`check_terms`] walks the document first and refuses whatever would be dropped or
//! guessed, as jsonld.js does with `safe: true`. The walk is stricter than JSON-LD: only pinned context
//! URLs, no contexts written inline, no `@vocab`, no keywords beyond those credentials use. That also keeps
//! unusual input away from the parser.
//!
//! ```
//! use assay_credential::{contexts, jsonld};
//! let document = serde_json::json!({
//!     "@context": [contexts::CREDENTIALS_V2], "id": "urn:x:1", "type": ["VerifiableCredential"],
//!     "colour": "blue"
//! });
//! let refusal = jsonld::to_quads(&document).unwrap_err();
//! assert!(refusal.to_string().contains("colour"));
//! ```

mod terms;
mod walk;

use crate::contexts;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term};
use serde_json::Value;
use std::collections::BTreeSet;

pub use walk::check_terms;

/// Largest document taken, in bytes: the largest real badge
/// (embedded endorsements) has 26 kB (STYLE.md, 'A limit on everything').
pub const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting of a document:
/// 1EdTech's deepest example has 10 levels; the walk and the parser recurse.
pub const MAX_DEPTH: usize = 32;
/// Most unnamed nodes in a document:
/// 1EdTech's `complete.json` has 40; canonicalization's work grows with them.
pub const MAX_BLANK_NODES: usize = 200;

/// Why a document has no quads: each message names the place.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum JsonLdError {
    /// A property the contexts do not define: it would drop out of what is signed.
    #[error("the property \"{term}\" at {path} is not defined by the document's contexts")]
    UndefinedTerm {
        /// The property's name as written.
        term: String,
        /// JSON pointer of the object that has it.
        path: String,
    },
    /// A type the contexts do not define.
    #[error("the type \"{term}\" at {path} is not defined by the document's contexts")]
    UndefinedType {
        /// The type as written.
        term: String,
        /// JSON pointer of the object that has it.
        path: String,
    },
    /// A value that must be an absolute URL and is not.
    #[error("\"{value}\" at {path} must be a complete URL")]
    RelativeReference {
        /// The value as written.
        value: String,
        /// JSON pointer of the value.
        path: String,
    },
    /// A context that is not among the pinned ones.
    #[error("the context \"{0}\" is not one of the contexts this program knows")]
    UnknownContext(String),
    /// A context written into the document, or none at all.
    #[error("the context at {path} must be a list of known URLs, not {found}")]
    ContextForm {
        /// JSON pointer of the context.
        path: String,
        /// What was found instead.
        found: &'static str,
    },
    /// A JSON form that JSON-LD would drop or that credentials do not use.
    #[error("{what} at {path} would not be covered by a signature")]
    Dropped {
        /// What was found.
        what: &'static str,
        /// JSON pointer of it.
        path: String,
    },
    /// A nested object has the document's own id and says more than its type.
    #[error("the object at {0} has the credential's own id and would share its statements")]
    Displaced(String),
    /// The document is larger, deeper or has more unnamed parts than allowed.
    #[error("the document has more {what} than the limit of {limit}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The JSON-LD processor refused the document.
    #[error("the document is not valid JSON-LD: {0}")]
    Processor(String),
}

/// Turns a document into quads; refuses whatever a signature would not cover.
///
/// # Errors
/// Any [`JsonLdError`]; the message names the term and its place.
pub fn to_quads(document: &Value) -> Result<Vec<Quad>, JsonLdError> {
    check_terms(document)?;
    let text = document.to_string();
    if text.len() > MAX_BYTES {
        return Err(JsonLdError::TooLarge { what: "bytes", limit: MAX_BYTES });
    }
    let parser =
        JsonLdParser::new().for_slice(text.as_bytes()).with_load_document_callback(|url, _options| {
            contexts::pinned(url)
                .map(|context| JsonLdRemoteDocument {
                    document: context.text.as_bytes().to_vec(),
                    document_url: context.url.to_owned(),
                })
                .ok_or_else(|| format!("the context {url} is not pinned").into())
        });
    let quads = parser
        .collect::<Result<Vec<Quad>, _>>()
        .map_err(|error| JsonLdError::Processor(error.to_string()))?;
    if blank_nodes(&quads).len() > MAX_BLANK_NODES {
        return Err(JsonLdError::TooLarge { what: "unnamed parts", limit: MAX_BLANK_NODES });
    }
    Ok(quads)
}

fn blank_nodes(quads: &[Quad]) -> BTreeSet<&str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for quad in quads {
        let subject = match &quad.subject {
            NamedOrBlankNode::BlankNode(node) => Some(node),
            NamedOrBlankNode::NamedNode(_) => None,
        };
        let object = match &quad.object {
            Term::BlankNode(node) => Some(node),
            _ => None,
        };
        let graph = match &quad.graph_name {
            GraphName::BlankNode(node) => Some(node),
            GraphName::NamedNode(_) | GraphName::DefaultGraph => None,
        };
        found.extend([subject, object, graph].into_iter().flatten().map(BlankNode::as_str));
    }
    found
}
