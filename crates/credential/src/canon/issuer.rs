//! Blank node identifiers in the order of their issue.

use std::collections::BTreeMap;

/// Gives out numbered identifiers and remembers the order
/// (RDFC-1.0, section 4.5).
#[derive(Debug, Clone)]
pub(super) struct IdentifierIssuer<'a> {
    prefix: &'static str,
    issued: BTreeMap<&'a str, String>,
    order: Vec<&'a str>,
}

impl<'a> IdentifierIssuer<'a> {
    /// An issuer that has given out nothing yet.
    pub(super) fn new(prefix: &'static str) -> Self {
        Self { prefix, issued: BTreeMap::new(), order: Vec::new() }
    }

    /// The identifier of a blank node, given now if it has none (section 4.5.2).
    pub(super) fn issue(&mut self, blank: &'a str) -> &str {
        let number = self.order.len();
        let (prefix, order) = (self.prefix, &mut self.order);
        self.issued.entry(blank).or_insert_with(|| {
            order.push(blank);
            format!("{prefix}{number}")
        })
    }

    /// The identifier, if one was given.
    pub(super) fn get(&self, blank: &str) -> Option<&str> {
        self.issued.get(blank).map(String::as_str)
    }

    /// The blank nodes in the order in which they got their identifiers.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.order.iter().copied()
    }

    /// All pairs of blank node and identifier.
    pub(super) fn labels(&self) -> BTreeMap<String, String> {
        self.issued.iter().map(|(blank, label)| ((*blank).to_owned(), label.clone())).collect()
    }
}
