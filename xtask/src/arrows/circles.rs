//! Circles between the files of one crate: each names the next, and the last names the first.
//!
//! Files in a circle are read, changed and tested together or not at all; what both sides need belongs in a
//! file of its own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::modules::Arrows;

/// How many circles of one knot are printed; cutting one cuts others.
const SHOWN_MAX: usize = 12;

/// What is wrong with the files of a crate: its knots.
pub fn breaches(package: &str, arrows: &Arrows) -> Vec<String> {
    knots(arrows).iter().map(|knot| described(package, arrows, knot)).collect()
}

/// Sets of files that all reach one another.
fn knots(arrows: &Arrows) -> Vec<BTreeSet<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|from| (from.as_str(), reached_from(arrows, from))).collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let mut knots: Vec<BTreeSet<&str>> = Vec::new();
    for from in arrows.keys() {
        if reaches(from, from) && !knots.iter().any(|knot| knot.contains(from.as_str())) {
            let both = |to: &&String| reaches(from, to) && reaches(to, from);
            knots.push(arrows.keys().filter(both).map(String::as_str).collect());
        }
    }
    knots
}

fn reached_from<'a>(arrows: &'a Arrows, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = vec![from];
    while let Some(file) = waiting.pop() {
        for to in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(to.as_str()) {
                waiting.push(to);
            }
        }
    }
    reached
}

/// The shortest way from one file to another.
fn way<'a>(arrows: &'a Arrows, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([from]);
    while let Some(file) = waiting.pop_front() {
        if file == to {
            let mut way = vec![file];
            while let Some(before) = way.last().and_then(|last| came_from.get(last)) {
                way.push(before);
            }
            way.reverse();
            return Some(way);
        }
        for next in arrows.get(file).into_iter().flat_map(BTreeMap::keys) {
            if next != from && !came_from.contains_key(next.as_str()) {
                came_from.insert(next, file);
                waiting.push_back(next);
            }
        }
    }
    None
}

fn described(package: &str, arrows: &Arrows, knot: &BTreeSet<&str>) -> String {
    let mut circles: BTreeSet<(usize, Vec<&str>)> = BTreeSet::new();
    for from in knot {
        for to in arrows.get(*from).into_iter().flat_map(BTreeMap::keys) {
            let Some(mut circle) = way(arrows, to, from) else { continue };
            let first = circle.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(at, _)| at);
            circle.rotate_left(first);
            circles.insert((circle.len(), circle));
        }
    }
    let mut text = format!(
        "{package}: {} files in a circle; move what both sides need into a file of its own",
        knot.len()
    );
    for (_, circle) in circles.iter().take(SHOWN_MAX) {
        text.push_str("\n  ");
        for (at, from) in circle.iter().enumerate() {
            let to = circle.get((at + 1) % circle.len()).copied().unwrap_or_default();
            let names = arrows.get(*from).and_then(|to_files| to_files.get(to));
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            text.push_str(&format!("{from} -({})-> ", names.join(", ")));
        }
        text.push_str(circle.first().copied().unwrap_or_default());
    }
    if circles.len() > SHOWN_MAX {
        text.push_str(&format!("\n  and {} longer ones", circles.len() - SHOWN_MAX));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{super::modules::tests::forged, *};

    const CIRCLE: [(&str, &str); 4] = [
        ("lib.rs", "mod a; mod b; mod c; pub use b::B;"),
        ("a.rs", "use crate::B;\npub enum Kind { One }"),
        ("b.rs", "pub struct B(super::c::C);"),
        ("c.rs", "use super::a::Kind;\npub struct C(Kind);"),
    ];

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        breaches("assay-forged", &forged(files).arrows())
    }

    #[test]
    fn a_circle_is_shown_as_a_chain_with_the_names_that_make_it() {
        let chain = "  a.rs -(B)-> b.rs -(C)-> c.rs -(Kind)-> a.rs";
        assert!(found(&CIRCLE)[0].starts_with("assay-forged: 3 files in a circle; "));
        assert_eq!(found(&CIRCLE)[0].lines().skip(1).collect::<Vec<_>>(), [chain]);
    }

    #[test]
    fn a_file_of_its_own_for_what_both_need_cuts_the_circle() {
        let mut cut = CIRCLE.to_vec();
        cut[0] = ("lib.rs", "mod a; mod b; mod c; mod kind; pub use b::B;");
        cut[1] = ("a.rs", "use crate::B;");
        cut[3] = ("c.rs", "use super::kind::Kind;\npub struct C(Kind);");
        cut.push(("kind.rs", "pub enum Kind { One }"));
        assert!(found(&cut).is_empty());
    }

    #[test]
    fn a_circle_for_tests_alone_does_not_count() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "pub struct A;\n#[cfg(test)]\nmod tests { use crate::b::B; }"),
            ("b.rs", "use crate::a::A;\npub struct B(A);"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn a_parent_that_uses_the_child_which_uses_it_is_a_circle() {
        let files =
            [("lib.rs", "mod a; pub struct B; fn f() { a::g() }"), ("a.rs", "pub fn g() -> super::B {}")];
        assert!(found(&files)[0].ends_with("a.rs -(B)-> lib.rs -(g)-> a.rs"));
    }

    #[test]
    fn two_knots_are_told_apart() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; mod d;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "use crate::a::A; use crate::c::C; pub struct B;"),
            ("c.rs", "use crate::d::D; pub struct C;"),
            ("d.rs", "use crate::c::C; pub struct D;"),
        ];
        assert_eq!(found(&files).len(), 2);
    }
}
