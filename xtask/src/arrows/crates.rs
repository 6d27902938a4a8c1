//! Which crate may depend on which: the table, and the sentence to read on a breach.
//!
//! Read from the manifests (`cargo metadata --no-deps`), so an arrow is found the moment it is written,
//! used or not. What is not listed is forbidden.

use crate::metadata::{Metadata, Package};

/// Crates that decide and never act.
pub const PURE: &[&str] = &[
    "assay-kernel",
    "assay-programme",
    "assay-standing",
    "assay-qti",
    "assay-bank",
    "assay-assessment",
    "assay-psychometrics",
    "assay-credential",
    "assay-learning",
    "assay-cloud",
    "assay-lab",
    "assay-words",
];

/// What would give a pure crate a world: a runtime, a database, a network, HTTP, chance.
const WORLD: &[&str] = &[
    "async-std",
    "axum",
    "getrandom",
    "hyper",
    "lettre",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "tower",
    "tower-http",
    "ureq",
];

/// A crate, the Assay crates it may depend on, and why it may not depend on more.
struct Arrow {
    from: &'static str,
    to: &'static [&'static str],
    because: &'static str,
}

const ARROWS: &[Arrow] = &[
    Arrow {
        from: "assay-kernel",
        to: &[],
        because: "the kernel is what all contexts share; it knows none of them",
    },
    Arrow {
        from: "assay-programme",
        to: &["assay-kernel"],
        because: "the scheme stands alone: what follows from it for people is computed above it",
    },
    Arrow {
        from: "assay-qti",
        to: &[],
        because: "the standard's items and tests are publishable alone and know nothing of Assay",
    },
    Arrow {
        from: "assay-cloud",
        to: &[],
        because: "the cloud of a lab is publishable alone: it knows calls and state, no labs and no people",
    },
    Arrow {
        from: "assay-lab",
        to: &["assay-cloud", "assay-kernel"],
        because: "labs lie below practice and examination alike: they share the engine, never the files",
    },
    Arrow {
        from: "assay-bank",
        to: &["assay-qti", "assay-kernel"],
        because: "items with what a body knows about them are shared by two pools that must not meet",
    },
    Arrow {
        from: "assay-credential",
        to: &["assay-kernel"],
        because: "a credential states an award, however it was decided; so it can be verified alone",
    },
    Arrow {
        from: "assay-psychometrics",
        to: &[],
        because: "numbers only: matrices in, parameters out, no people",
    },
    Arrow {
        from: "assay-standing",
        to: &["assay-programme", "assay-kernel"],
        because: "standing follows from policies, a history and a date, so anybody can recompute it",
    },
    Arrow {
        from: "assay-words",
        to: &["assay-programme", "assay-standing", "assay-kernel"],
        because: "words come after decisions: they make sentences of what is said, and decide nothing",
    },
    Arrow {
        from: "assay-assessment",
        to: &["assay-bank", "assay-programme", "assay-kernel"],
        because: "a sitting is scored without regard to credentials or training",
    },
    Arrow {
        from: "assay-learning",
        to: &["assay-bank", "assay-programme", "assay-kernel"],
        because: "training never sees the examination's bank: security and impartiality, as a missing arrow",
    },
    Arrow {
        from: "assay-store",
        to: &[
            "assay-programme",
            "assay-standing",
            "assay-bank",
            "assay-assessment",
            "assay-learning",
            "assay-credential",
            "assay-kernel",
        ],
        because: "the store keeps the pure crates' types; it knows no use cases and no HTTP",
    },
    Arrow {
        from: "assay-app",
        to: &[
            "assay-store",
            "assay-programme",
            "assay-standing",
            "assay-words",
            "assay-qti",
            "assay-bank",
            "assay-assessment",
            "assay-learning",
            "assay-credential",
            "assay-psychometrics",
            "assay-kernel",
        ],
        because: "use cases know neither HTTP nor the inside of labs, which reach them as a port",
    },
    Arrow {
        from: "assay-web",
        to: &[
            "assay-app",
            "assay-programme",
            "assay-standing",
            "assay-words",
            "assay-qti",
            "assay-bank",
            "assay-assessment",
            "assay-learning",
            "assay-credential",
            "assay-kernel",
        ],
        because: "pages and API call use cases and show pure types; the store is behind assay-app",
    },
    Arrow {
        from: "assay-labs",
        to: &["assay-kernel"],
        because: "labs are optional: the exam product is whole without them",
    },
    Arrow {
        from: "assay-heap",
        to: &[],
        because: "the two unsafe calls stand alone, so that forbidding the rest can be seen",
    },
    Arrow {
        from: "assay",
        to: &[
            "assay-web",
            "assay-app",
            "assay-store",
            "assay-labs",
            "assay-programme",
            "assay-standing",
            "assay-words",
            "assay-qti",
            "assay-bank",
            "assay-assessment",
            "assay-learning",
            "assay-cloud",
            "assay-lab",
            "assay-psychometrics",
            "assay-credential",
            "assay-kernel",
            "assay-heap",
        ],
        because: "the binary wires and speaks to the command line; decisions live in the pure crates",
    },
    Arrow {
        from: "xtask",
        to: &[],
        because: "the checks read the tree; they must build when the product does not",
    },
];

/// Third-party crates with one owner, and the sentence to read.
const OWNERS: &[(&str, &str, &str)] = &[
    ("sqlx", "assay-store", "only assay-store speaks SQL; add a method named after the use case there"),
    ("fsrs", "assay-learning", "only crates/learning/src/review.rs knows the scheduler; ask it for a card"),
    ("axum", "assay-web", "only assay-web knows HTTP; return a value or a refusal and let it map"),
];

/// What the tests of a crate may know beyond it, since only dev-dependencies do.
const TESTED_WITH: &[(&str, &[&str])] = &[
    // What is decided is told in tests as people read it.
    ("assay-programme", &["assay-words"]),
    ("assay-standing", &["assay-words"]),
    ("assay-assessment", &["assay-words"]),
    // The tests of the whole site look at what a walk left in the store.
    ("assay-web", &["assay-store", "sqlx"]),
];

/// The arrows between crates that are not in the table.
pub fn breaches(metadata: &Metadata) -> Vec<String> {
    metadata.packages.iter().flat_map(breaches_of).collect()
}

fn breaches_of(package: &Package) -> Vec<String> {
    let from = package.name.as_str();
    if from == "assay-testkit" {
        return Vec::new(); // may know everything, because only dev-dependencies may know it
    }
    let Some(arrow) = ARROWS.iter().find(|arrow| arrow.from == from) else {
        let advice =
            "add it to ARROWS in xtask/src/arrows/crates.rs and to the table in ARCHITECTURE.md, with why";
        return vec![format!("{from}: a crate without a row; {advice}")];
    };
    let mut found = Vec::new();
    for dependency in &package.dependencies {
        let (to, kind) = (dependency.name.as_str(), dependency.kind.as_deref());
        if kind == Some("dev") && TESTED_WITH.iter().any(|(name, known)| *name == from && known.contains(&to))
        {
            continue;
        }
        if to == "assay-testkit" && kind != Some("dev") {
            found.push(format!("{from} -> {to}: the test kit is a dev-dependency only"));
        } else if is_ours(to) && to != "assay-testkit" && !arrow.to.contains(&to) {
            found.push(format!("{from} -> {to}: forbidden; {}", arrow.because));
        }
        if let Some((_, owner, sentence)) =
            OWNERS.iter().find(|(name, owner, _)| *name == to && *owner != from)
        {
            found.push(format!("{from} -> {to}: {sentence} (owner: {owner})"));
        }
        if PURE.contains(&from) && WORLD.contains(&to) {
            found.push(format!(
                "{from} -> {to}: a pure crate has no world; take what it would give as an argument"
            ));
        }
    }
    found
}

fn is_ours(name: &str) -> bool {
    name == "assay" || name.starts_with("assay-")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A workspace of one crate with these dependencies, each `(name, kind)`.
    fn forged(name: &str, dependencies: &[(&str, Option<&str>)]) -> Metadata {
        let dependencies: Vec<_> =
            dependencies.iter().map(|(name, kind)| json!({"name": name, "kind": kind})).collect();
        let package = json!({"id": name, "name": name, "dependencies": dependencies});
        serde_json::from_value(json!({"packages": [package], "workspace_members": [name]})).unwrap()
    }

    #[test]
    fn training_that_reaches_for_the_examination_bank_is_refused_with_the_reason() {
        let found = breaches(&forged("assay-learning", &[("assay-bank", None), ("assay-assessment", None)]));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("assay-learning -> assay-assessment: forbidden; training never sees"));
    }

    #[test]
    fn a_dev_dependency_is_an_arrow_too() {
        assert_eq!(breaches(&forged("assay-standing", &[("assay-credential", Some("dev"))])).len(), 1);
    }

    #[test]
    fn sql_and_http_have_one_owner_each() {
        assert!(breaches(&forged("assay-app", &[("sqlx", None)]))[0].contains("only assay-store speaks SQL"));
        assert!(breaches(&forged("assay", &[("axum", None)]))[0].contains("only assay-web knows HTTP"));
        assert!(breaches(&forged("assay-store", &[("sqlx", None)])).is_empty());
        assert!(breaches(&forged("assay-web", &[("axum", None), ("assay-app", None)])).is_empty());
    }

    #[test]
    fn a_pure_crate_with_a_world_is_refused() {
        let found = breaches(&forged("assay-standing", &[("tokio", Some("dev")), ("serde", None)]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("a pure crate has no world"));
        assert!(breaches(&forged("assay-app", &[("tokio", None)])).is_empty());
    }

    #[test]
    fn the_store_does_not_look_up_to_the_use_cases() {
        assert_eq!(breaches(&forged("assay-store", &[("assay-app", None)])).len(), 1);
        assert_eq!(breaches(&forged("assay-web", &[("assay-store", None)])).len(), 1);
    }

    #[test]
    fn only_the_tests_of_the_site_look_at_what_is_stored() {
        let known = [("assay-store", Some("dev")), ("sqlx", Some("dev"))];
        assert!(breaches(&forged("assay-web", &known)).is_empty());
        assert_eq!(breaches(&forged("assay-web", &known.map(|(name, _)| (name, None)))).len(), 2);
        assert_eq!(breaches(&forged("assay-app", &[("sqlx", Some("dev"))])).len(), 1);
    }

    #[test]
    fn the_test_kit_is_for_tests() {
        assert!(breaches(&forged("assay-web", &[("assay-testkit", Some("dev"))])).is_empty());
        assert_eq!(breaches(&forged("assay-web", &[("assay-testkit", None)])).len(), 1);
    }

    #[test]
    fn a_crate_nobody_described_is_refused() {
        assert!(breaches(&forged("assay-surprise", &[]))[0].contains("a crate without a row"));
    }
}
