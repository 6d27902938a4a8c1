//! Cascades: to whom, and never in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, reference};
use crate::{codes, model::Programme};

pub(super) fn check(programme: &Programme, found: &mut Found) {
    for policy in &programme.policies {
        let upper = policy.certification.as_str();
        for cascade in policy.versions.iter().flat_map(|version| &version.cascades) {
            let place = (&cascade.clause, "to");
            for lower in &cascade.to {
                reference::certification(programme, found, place, lower.as_str());
                if lower == upper {
                    let message = format!("the cascade of `{upper}` names `{upper}` itself");
                    let hint = "its own renewal is a `[[version.route]]`; remove it from `to`";
                    found.error(codes::CASCADE_SELF, place, message, hint);
                }
            }
        }
    }
    cycles(programme, found);
}

/// Reports each cascade that leads back to its own certification through others.
fn cycles(programme: &Programme, found: &mut Found) {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for policy in &programme.policies {
        let lower = policy.versions.iter().flat_map(|version| &version.cascades).flat_map(|c| &c.to);
        let upper = policy.certification.as_str();
        edges.entry(upper).or_default().extend(lower.map(|code| code.as_str()).filter(|code| *code != upper));
    }
    let mut reported = BTreeSet::new();
    for policy in &programme.policies {
        let start = policy.certification.as_str();
        let Some(path) = way_back(start, &edges) else { continue };
        let members: BTreeSet<&str> = path.iter().copied().collect();
        if !reported.insert(members) {
            continue;
        }
        let message = format!("cascades run in a circle: {} -> {start}", path.join(" -> "));
        let hint = "a cascade goes from the upper certification to the lower one: remove one direction";
        let clause = super::policy::clause_of(policy);
        found.error(codes::CASCADE_CYCLE, (&clause, "certification"), message, hint);
    }
}

/// A shortest way from a certification back to itself.
fn way_back<'a>(start: &'a str, edges: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut open = std::collections::VecDeque::from([vec![start]]);
    while let Some(path) = open.pop_front() {
        let last = path.last()?;
        for next in edges.get(last).into_iter().flatten() {
            if *next == start {
                return Some(path);
            }
            if seen.insert(*next) {
                let mut longer = path.clone();
                longer.push(next);
                open.push_back(longer);
            }
        }
    }
    None
}
