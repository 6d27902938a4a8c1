//! RDF dataset canonicalization (RDFC-1.0), with a hard limit on the work.
//!
//! Own code because no kept crate fits (docs/concepts/issuing.md): oxrdf 0.3.5 labels datasets with several
//! identical proof graphs wrongly and has no limit against poison graphs, rdf-canon is pinned to an older
//! oxrdf, affinidi's bundles contexts. Section numbers are those of the W3C Recommendation "RDF Dataset
//! Canonicalization" (RDFC-1.0).
//!
//! ```
//! use assay_credential::canon::{HashAlgorithm, WorkLimit, canonicalize};
//! use oxrdf::{BlankNode, GraphName, NamedNode, Quad};
//! let knows = NamedNode::new("https://example.org/knows")?;
//! let quad = Quad::new(BlankNode::default(), knows.clone(), knows, GraphName::DefaultGraph);
//! let canonical = canonicalize(&[quad], HashAlgorithm::Sha256, WorkLimit::default())?;
//! assert_eq!(canonical.nquads, "_:c14n0 <https://example.org/knows> <https://example.org/knows> .\n");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod issuer;
mod ndegree;
mod nquads;
mod parts;

use issuer::IdentifierIssuer;
use ndegree::NDegree;
use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use parts::Node;
use std::collections::{BTreeMap, BTreeSet};

pub use parts::{CanonError, HashAlgorithm, MAX_WORK, WorkLimit};

/// A dataset in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// Canonical N-Quads, sorted, each line ended by a line feed
    /// (RDFC-1.0, section 5).
    pub nquads: String,
    /// The canonical label of each blank node label of the input.
    pub labels: BTreeMap<String, String>,
}

/// Gives every blank node its canonical label
/// (RDFC-1.0, section 4.4.3) and writes N-Quads.
///
/// # Errors
/// [`CanonError::WorkLimitReached`] for poison graphs, [`CanonError::QuotedTriple`] for RDF 1.2 terms.
pub fn canonicalize(quads: &[Quad], hash: HashAlgorithm, limit: WorkLimit) -> Result<Canonical, CanonError> {
    let nodes = quads.iter().map(node).collect::<Result<Vec<_>, _>>()?;
    let mut by_blank: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        let mentioned: BTreeSet<&str> =
            [node.subject, node.object, node.graph].into_iter().flatten().collect();
        for blank in mentioned {
            by_blank.entry(blank).or_default().push(index);
        }
    }
    let mut first_degree: BTreeMap<&str, String> = BTreeMap::new();
    let mut by_hash: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (blank, indices) in &by_blank {
        let value = hash_first_degree(blank, indices.iter().filter_map(|index| nodes.get(*index)), hash);
        by_hash.entry(value.clone()).or_default().push(blank);
        first_degree.insert(blank, value);
    }
    // Step 4: nodes that their own quads already tell apart, in code point order of their hashes.
    let mut canonical = IdentifierIssuer::new("c14n");
    for blanks in by_hash.values() {
        if let [only] = blanks.as_slice() {
            canonical.issue(only);
        }
    }
    // Step 5: the others, by the paths that lead to them.
    let mut search = NDegree::new(&nodes, &by_blank, &first_degree, hash, limit);
    for blanks in by_hash.values().filter(|blanks| blanks.len() > 1) {
        let mut paths = Vec::new();
        for blank in blanks {
            if canonical.get(blank).is_some() {
                continue;
            }
            let mut temporary = IdentifierIssuer::new("b");
            temporary.issue(blank);
            paths.push(search.hash(blank, &canonical, temporary)?);
        }
        paths.sort_by(|left, right| left.hash.cmp(&right.hash));
        for path in paths {
            for blank in path.issuer.in_order() {
                canonical.issue(blank);
            }
        }
    }
    Ok(finish(&nodes, &canonical))
}

fn finish(nodes: &[Node<'_>], canonical: &IdentifierIssuer<'_>) -> Canonical {
    let lines: BTreeSet<String> = nodes
        .iter()
        .map(|node| nquads::line(node.quad, |blank| canonical.get(blank).unwrap_or(blank).to_owned()))
        .collect();
    Canonical { nquads: lines.into_iter().collect(), labels: canonical.labels() }
}

fn node(quad: &Quad) -> Result<Node<'_>, CanonError> {
    let subject = match &quad.subject {
        NamedOrBlankNode::BlankNode(blank) => Some(blank.as_str()),
        NamedOrBlankNode::NamedNode(_) => None,
    };
    let object = match &quad.object {
        Term::BlankNode(blank) => Some(blank.as_str()),
        Term::NamedNode(_) | Term::Literal(_) => None,
        #[expect(unreachable_patterns, reason = "triple terms exist only with oxrdf's feature rdf-12")]
        _ => return Err(CanonError::QuotedTriple),
    };
    let graph = match &quad.graph_name {
        GraphName::BlankNode(blank) => Some(blank.as_str()),
        GraphName::NamedNode(_) | GraphName::DefaultGraph => None,
    };
    Ok(Node { quad, subject, object, graph })
}

/// The hash of a blank node's own quads (RDFC-1.0, section 4.6.3).
fn hash_first_degree<'n, 'q: 'n>(
    blank: &str,
    mentions: impl Iterator<Item = &'n Node<'q>>,
    hash: HashAlgorithm,
) -> String {
    let mut lines: Vec<String> = mentions
        .map(|node| nquads::line(node.quad, |other| if other == blank { "a" } else { "z" }.to_owned()))
        .collect();
    lines.sort_unstable();
    hash.hex(&lines.concat())
}
