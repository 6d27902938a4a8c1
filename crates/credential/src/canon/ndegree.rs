//! Blank nodes that only their neighbourhood tells apart:
//! the costly part of RDFC-1.0.

use super::issuer::IdentifierIssuer;
use super::parts::{CanonError, HashAlgorithm, Node, WorkLimit};
use std::collections::BTreeMap;

/// A hash of paths and the identifiers issued on the way.
pub(super) struct Path<'a> {
    pub(super) hash: String,
    pub(super) issuer: IdentifierIssuer<'a>,
}

/// The state shared by all calls for one dataset, with its work counter.
pub(super) struct NDegree<'a, 'n> {
    nodes: &'n [Node<'a>],
    by_blank: &'n BTreeMap<&'a str, Vec<usize>>,
    first_degree: &'n BTreeMap<&'a str, String>,
    hash: HashAlgorithm,
    limit: WorkLimit,
    work: usize,
}

impl<'a, 'n> NDegree<'a, 'n> {
    pub(super) fn new(
        nodes: &'n [Node<'a>],
        by_blank: &'n BTreeMap<&'a str, Vec<usize>>,
        first_degree: &'n BTreeMap<&'a str, String>,
        hash: HashAlgorithm,
        limit: WorkLimit,
    ) -> Self {
        Self { nodes, by_blank, first_degree, hash, limit, work: 0 }
    }

    fn count(&mut self) -> Result<(), CanonError> {
        self.work += 1;
        if self.work > self.limit.0 {
            return Err(CanonError::WorkLimitReached(self.limit.0));
        }
        Ok(())
    }

    /// Hash N-Degree Quads (RDFC-1.0, section 4.8.3).
    ///
    /// The recursion is at most as deep as there are blank nodes: each level issues one more identifier.
    pub(super) fn hash(
        &mut self,
        blank: &'a str,
        canonical: &IdentifierIssuer<'a>,
        mut issuer: IdentifierIssuer<'a>,
    ) -> Result<Path<'a>, CanonError> {
        let mut to_hash = String::new();
        for (related_hash, related) in self.related(blank, canonical, &issuer)? {
            to_hash.push_str(&related_hash);
            let mut chosen: Option<(String, IdentifierIssuer<'a>)> = None;
            let mut permutation = Permutations::new(related);
            while let Some(order) = permutation.next_order() {
                let order = order.to_vec();
                let shortest = chosen.as_ref().map(|(path, _)| path.as_str());
                if let Some(found) = self.path(&order, canonical, issuer.clone(), shortest)? {
                    chosen = Some(found);
                }
            }
            if let Some((path, chosen_issuer)) = chosen {
                to_hash.push_str(&path);
                issuer = chosen_issuer;
            }
        }
        Ok(Path { hash: self.hash.hex(&to_hash), issuer })
    }

    /// The blank nodes next to this one, grouped by hash
    /// (section 4.8.3, steps 1 to 3).
    fn related(
        &mut self,
        blank: &'a str,
        canonical: &IdentifierIssuer<'a>,
        issuer: &IdentifierIssuer<'a>,
    ) -> Result<BTreeMap<String, Vec<&'a str>>, CanonError> {
        let mut groups: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
        let (nodes, by_blank) = (self.nodes, self.by_blank);
        for node in by_blank.get(blank).into_iter().flatten().filter_map(|index| nodes.get(*index)) {
            for (position, other) in [("s", node.subject), ("o", node.object), ("g", node.graph)] {
                if let Some(other) = other.filter(|other| *other != blank) {
                    self.count()?;
                    let value = self.hash_related(other, node, position, canonical, issuer);
                    groups.entry(value).or_default().push(other);
                }
            }
        }
        Ok(groups)
    }

    /// Hash Related Blank Node (RDFC-1.0, section 4.7.3).
    fn hash_related(
        &self,
        other: &str,
        node: &Node<'_>,
        position: &str,
        canonical: &IdentifierIssuer<'_>,
        issuer: &IdentifierIssuer<'_>,
    ) -> String {
        let mut input = position.to_owned();
        if position != "g" {
            input.push('<');
            input.push_str(node.quad.predicate.as_str());
            input.push('>');
        }
        match canonical.get(other).or_else(|| issuer.get(other)) {
            Some(identifier) => {
                input.push_str("_:");
                input.push_str(identifier);
            }
            None => input.push_str(self.first_degree.get(other).map_or("", String::as_str)),
        }
        self.hash.hex(&input)
    }

    /// One order of equal neighbours
    /// (section 4.8.3, steps 5.4.1 to 5.4.6); `None` if not the least so far.
    fn path(
        &mut self,
        order: &[&'a str],
        canonical: &IdentifierIssuer<'a>,
        mut issuer: IdentifierIssuer<'a>,
        least: Option<&str>,
    ) -> Result<Option<(String, IdentifierIssuer<'a>)>, CanonError> {
        let beaten = |path: &str| least.is_some_and(|least| path.len() >= least.len() && path > least);
        let mut path = String::new();
        let mut to_follow = Vec::new();
        for blank in order {
            self.count()?;
            path.push_str("_:");
            if let Some(identifier) = canonical.get(blank) {
                path.push_str(identifier);
            } else {
                if issuer.get(blank).is_none() {
                    to_follow.push(*blank);
                }
                path.push_str(issuer.issue(blank));
            }
            if beaten(&path) {
                return Ok(None);
            }
        }
        for blank in to_follow {
            let result = self.hash(blank, canonical, issuer.clone())?;
            path.push_str("_:");
            path.push_str(issuer.issue(blank));
            path.push('<');
            path.push_str(&result.hash);
            path.push('>');
            issuer = result.issuer;
            if beaten(&path) {
                return Ok(None);
            }
        }
        Ok(least.is_none_or(|least| path.as_str() < least).then_some((path, issuer)))
    }
}

/// All orders of a list, by Heap's algorithm without recursion.
struct Permutations<T> {
    items: Vec<T>,
    counters: Vec<usize>,
    position: usize,
    started: bool,
}

impl<T> Permutations<T> {
    fn new(items: Vec<T>) -> Self {
        let counters = vec![0; items.len()];
        Self { items, counters, position: 1, started: false }
    }

    fn next_order(&mut self) -> Option<&[T]> {
        if !self.started {
            self.started = true;
            return Some(&self.items);
        }
        while let Some(counter) = self.counters.get_mut(self.position) {
            if *counter < self.position {
                let other = if self.position.is_multiple_of(2) { 0 } else { *counter };
                *counter += 1;
                let current = self.position;
                self.position = 1;
                if other < self.items.len() && current < self.items.len() {
                    self.items.swap(other, current);
                }
                return Some(&self.items);
            }
            *counter = 0;
            self.position += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Permutations;
    use std::collections::BTreeSet;

    #[test]
    fn permutations_are_all_different_and_complete() {
        for (length, expected) in [(0, 1), (1, 1), (2, 2), (3, 6), (4, 24), (5, 120)] {
            let mut permutations = Permutations::new((0..length).collect::<Vec<_>>());
            let mut seen = BTreeSet::new();
            while let Some(order) = permutations.next_order() {
                assert!(seen.insert(order.to_vec()));
            }
            assert_eq!(seen.len(), expected);
        }
    }
}
