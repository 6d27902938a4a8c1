//! A small N-Quads reader for the suite's inputs;
//! the crate itself reads only JSON-LD.

use oxrdf::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};

/// Reads N-Quads text; panics on anything malformed, as a test may.
pub fn parse(text: &str) -> Vec<Quad> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(line).collect()
}

fn line(line: &str) -> Quad {
    let mut rest = line;
    let subject = term(&mut rest);
    let Term::NamedNode(predicate) = term(&mut rest) else { panic!("{line}") };
    let object = term(&mut rest);
    let graph = if rest.trim_start().starts_with('.') {
        GraphName::DefaultGraph
    } else {
        match term(&mut rest) {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            other => panic!("{other}"),
        }
    };
    let subject: NamedOrBlankNode = match subject {
        Term::NamedNode(node) => node.into(),
        Term::BlankNode(node) => node.into(),
        other => panic!("{other}"),
    };
    Quad::new(subject, predicate, object, graph)
}

fn term(rest: &mut &str) -> Term {
    *rest = rest.trim_start();
    if let Some(after) = rest.strip_prefix('<') {
        let (iri, after) = after.split_once('>').unwrap();
        *rest = after;
        return NamedNode::new_unchecked(unescape(iri)).into();
    }
    if let Some(after) = rest.strip_prefix("_:") {
        let end = after.find([' ', '\t']).unwrap_or(after.len());
        let label = after[..end].trim_end_matches('.');
        *rest = &after[label.len()..];
        return BlankNode::new_unchecked(label).into();
    }
    let after = rest.strip_prefix('"').unwrap_or_else(|| panic!("{rest}"));
    let mut end = 0;
    let bytes = after.as_bytes();
    while bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let value = unescape(&after[..end]);
    *rest = &after[end + 1..];
    if let Some(after) = rest.strip_prefix("^^<") {
        let (iri, after) = after.split_once('>').unwrap();
        *rest = after;
        return Literal::new_typed_literal(value, NamedNode::new_unchecked(unescape(iri))).into();
    }
    if let Some(after) = rest.strip_prefix('@') {
        let end = after.find([' ', '\t', '.']).unwrap_or(after.len());
        *rest = &after[end..];
        return Literal::new_language_tagged_literal_unchecked(value, &after[..end]).into();
    }
    Literal::new_simple_literal(value).into()
}

fn unescape(text: &str) -> String {
    let mut result = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            result.push(letter);
            continue;
        }
        let kind = letters.next().unwrap();
        let digits = match kind {
            'u' => 4,
            'U' => 8,
            't' => {
                result.push('\t');
                continue;
            }
            'b' => {
                result.push('\u{8}');
                continue;
            }
            'n' => {
                result.push('\n');
                continue;
            }
            'r' => {
                result.push('\r');
                continue;
            }
            'f' => {
                result.push('\u{c}');
                continue;
            }
            other => {
                result.push(other);
                continue;
            }
        };
        let code: String = letters.by_ref().take(digits).collect();
        result.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
    }
    result
}
