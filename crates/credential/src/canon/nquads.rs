//! Canonical N-Quads (RDFC-1.0, section 5): one way to write each quad.

use oxrdf::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

/// The datatype canonical N-Quads leaves out.
const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// Writes one quad as a line, with the blank node labels the closure gives.
pub(super) fn line(quad: &Quad, label: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => iri(&mut text, node),
        NamedOrBlankNode::BlankNode(node) => blank(&mut text, &label(node.as_str())),
    }
    text.push(' ');
    iri(&mut text, &quad.predicate);
    text.push(' ');
    match &quad.object {
        Term::NamedNode(node) => iri(&mut text, node),
        Term::BlankNode(node) => blank(&mut text, &label(node.as_str())),
        Term::Literal(value) => literal(&mut text, value),
        // Refused before: see `CanonError::QuotedTriple`.
        #[expect(unreachable_patterns, reason = "triple terms exist only with oxrdf's feature rdf-12")]
        _ => {}
    }
    match &quad.graph_name {
        GraphName::NamedNode(node) => {
            text.push(' ');
            iri(&mut text, node);
        }
        GraphName::BlankNode(node) => {
            text.push(' ');
            blank(&mut text, &label(node.as_str()));
        }
        GraphName::DefaultGraph => {}
    }
    text.push_str(" .\n");
    text
}

fn iri(text: &mut String, node: &NamedNode) {
    text.push('<');
    text.push_str(node.as_str());
    text.push('>');
}

fn blank(text: &mut String, label: &str) {
    text.push_str("_:");
    text.push_str(label);
}

fn literal(text: &mut String, value: &Literal) {
    text.push('"');
    for letter in value.value().chars() {
        escape(text, letter);
    }
    text.push('"');
    if let Some(language) = value.language() {
        text.push('@');
        text.push_str(language);
    } else if value.datatype().as_str() != XSD_STRING {
        text.push_str("^^<");
        text.push_str(value.datatype().as_str());
        text.push('>');
    }
}

/// Escapes exactly the characters section 5 names, each in its one way.
fn escape(text: &mut String, letter: char) {
    match letter {
        '\u{8}' => text.push_str("\\b"),
        '\t' => text.push_str("\\t"),
        '\n' => text.push_str("\\n"),
        '\u{c}' => text.push_str("\\f"),
        '\r' => text.push_str("\\r"),
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\0'..='\u{1f}' | '\u{7f}' => text.push_str(&format!("\\u{:04X}", u32::from(letter))),
        _ => text.push(letter),
    }
}
