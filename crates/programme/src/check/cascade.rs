//! Cascades: to whom, never in a circle, and the same on both ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{found::Findings, reference};
use crate::{
    codes,
    model::{Policy, Programme},
};

pub(super) fn check(programme: &Programme, found: &mut Findings) {
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
    both_ends(programme, found);
}

/// A lower certification that says what renews it must name exactly those that do.
///
/// The edge stands on the upper one (renewal-rules 15); here it is read from both.
fn both_ends(programme: &Programme, found: &mut Findings) {
    for lower in &programme.renewed_by {
        let code = &lower.certification;
        let place = (&lower.clause, "renewed_by");
        let renews = |policy: &&Policy| {
            let cascades = policy.versions.last().map(|version| version.cascades.as_slice());
            policy.certification != *code && cascades.is_some_and(|c| c.iter().any(|c| c.to.contains(code)))
        };
        let drawn: Vec<&str> =
            programme.policies.iter().filter(renews).map(|policy| policy.certification.as_str()).collect();
        for upper in &lower.upper {
            reference::certification(programme, found, place, upper.as_str());
            if programme.certification(upper.as_str()).is_some() && !drawn.contains(&upper.as_str()) {
                let message =
                    format!("`{code}` says that `{upper}` renews it, but `{upper}` has no cascade to it");
                let hint = format!("add `{code}` to a `[[version.cascade]]` of policies/{upper}.toml");
                found.error(codes::CASCADE_ONE_END, place, message, hint);
            }
        }
        for upper in drawn.iter().filter(|upper| !lower.upper.iter().any(|named| named == **upper)) {
            let message = format!("`{upper}` has a cascade to `{code}`, but `{code}` does not name it");
            let hint = format!("add `{upper}` to `renewed_by`, or remove the cascade from its policy");
            found.error(codes::CASCADE_ONE_END, place, message, hint);
        }
    }
}

/// Reports each cascade that leads back to its own certification through others.
fn cycles(programme: &Programme, found: &mut Findings) {
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
        let clause = reference::clause_of(policy);
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
