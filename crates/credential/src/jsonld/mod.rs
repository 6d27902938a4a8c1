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

mod error;
mod terms;
mod walk;

use crate::contexts;
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term};
use serde_json::Value;
use std::collections::BTreeSet;

pub use error::{JsonLdError, MAX_DEPTH};
pub use walk::check_terms;

/// Largest document taken, in bytes: the largest real badge
/// (embedded endorsements) has 26 kB (STYLE.md, 'A limit on everything').
pub const MAX_BYTES: usize = 256 * 1024;
/// Most unnamed nodes in a document:
/// 1EdTech's `complete.json` has 40; canonicalization's work grows with them.
pub const MAX_BLANK_NODES: usize = 200;

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
