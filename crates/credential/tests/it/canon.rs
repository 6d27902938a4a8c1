//! RDFC-1.0: the W3C suite and what it does not catch.

use crate::{corpora, nquads};
use assay_credential::canon::{CanonError, HashAlgorithm, MAX_WORK, WorkLimit, canonicalize};
use assay_credential::jsonld;
use oxrdf::{BlankNode, GraphName, NamedNode, Quad};
use std::collections::BTreeMap;
use std::time::Instant;

fn algorithm(case: &str) -> HashAlgorithm {
    if case == "test075" { HashAlgorithm::Sha384 } else { HashAlgorithm::Sha256 }
}

#[test]
fn w3c_suite_evaluations_maps_and_the_poison_graph() {
    let Some(folder) = corpora::path("rdf-canon/rdfc10") else { return };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let manifest = std::fs::read_to_string(folder.join("../manifest.csv")).unwrap();
    let (mut evaluations, mut maps, mut negative) = (0, 0, 0);
    let mut failures = Vec::new();
    for case in manifest.lines().skip(1).map(|line| line.split(',').next().unwrap()) {
        let quads = nquads::parse(&read(&format!("{case}-in.nq")));
        let result = canonicalize(&quads, algorithm(case), WorkLimit::default());
        if case == "test074" {
            negative += 1;
            assert!(matches!(result, Err(CanonError::WorkLimitReached(_))), "{case}");
            continue;
        }
        let canonical = result.unwrap();
        evaluations += 1;
        if canonical.nquads != read(&format!("{case}-rdfc10.nq")) {
            failures.push(case.to_owned());
        }
        if let Ok(text) = std::fs::read_to_string(folder.join(format!("{case}-rdfc10map.json"))) {
            maps += 1;
            let expected: BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
            if canonical.labels != expected {
                failures.push(format!("{case} map"));
            }
        }
    }
    println!("rdf-canon: {evaluations} evaluations, {maps} maps, {negative} negative; failures {failures:?}");
    assert!(failures.is_empty(), "{failures:?}");
    assert_eq!((evaluations, maps, negative), (64, 21, 1));
}

#[test]
fn poison_graph_ends_within_its_limit_and_soon() {
    // A clique: every unnamed node knows every other one, so that only all orders would tell them apart.
    for size in [10, 30, 90] {
        let name = |index: usize| BlankNode::new(format!("n{index}")).unwrap();
        let knows = NamedNode::new("https://example.org/knows").unwrap();
        let pairs = (0..size)
            .flat_map(|one| (0..size).filter(move |other| *other != one).map(move |other| (one, other)));
        let quads: Vec<Quad> = pairs
            .map(|(one, other)| Quad::new(name(one), knows.clone(), name(other), GraphName::DefaultGraph))
            .collect();
        let begun = Instant::now();
        let result = canonicalize(&quads, HashAlgorithm::Sha256, WorkLimit::default());
        assert!(matches!(result, Err(CanonError::WorkLimitReached(_))));
        println!("clique of {size}: refused after {:?}", begun.elapsed());
        assert!(begun.elapsed().as_secs() < 20, "clique of {size} took {:?}", begun.elapsed());
    }
}

#[test]
fn labels_do_not_depend_on_the_order_of_the_input() {
    let Some(folder) = corpora::path("rdf-canon/rdfc10") else { return };
    let text = std::fs::read_to_string(folder.join("test044-in.nq")).unwrap();
    let mut quads = nquads::parse(&text);
    let forwards = canonicalize(&quads, HashAlgorithm::Sha256, WorkLimit::default()).unwrap();
    quads.reverse();
    let backwards = canonicalize(&quads, HashAlgorithm::Sha256, WorkLimit::default()).unwrap();
    assert_eq!(forwards.nquads, backwards.nquads);
}

/// The least limit with which a dataset still has a canonical form.
fn work(quads: &[Quad], algorithm: HashAlgorithm) -> usize {
    let (mut low, mut high) = (0, MAX_WORK);
    while low < high {
        let middle = (low + high) / 2;
        match canonicalize(quads, algorithm, WorkLimit(middle)) {
            Ok(_) => high = middle,
            Err(_) => low = middle + 1,
        }
    }
    low
}

#[test]
fn lawful_datasets_stay_far_below_the_work_limit() {
    let Some(folder) = corpora::path("rdf-canon/rdfc10") else { return };
    for case in ["test044", "test045", "test046", "test022"] {
        let text = std::fs::read_to_string(folder.join(format!("{case}-in.nq"))).unwrap();
        let needed = work(&nquads::parse(&text), algorithm(case));
        println!("{case} needs {needed} steps of work");
        assert!(needed * 4 < MAX_WORK, "{case} {needed}");
    }
    let Some(mut badge) = corpora::json("openbadges-3/complete.json") else { return };
    badge.as_object_mut().unwrap().remove("proof");
    let quads = jsonld::to_quads(&badge).unwrap();
    let needed = work(&quads, HashAlgorithm::Sha256);
    let labels = canonicalize(&quads, HashAlgorithm::Sha256, WorkLimit::default()).unwrap().labels.len();
    println!("complete.json: {} quads, {labels} blank nodes, {needed} steps of work", quads.len());
    assert!(needed * 10 < MAX_WORK, "{needed}");
}
