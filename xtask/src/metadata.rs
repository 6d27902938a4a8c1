//! The part of `cargo metadata` that the checks read.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde::Deserialize;

use crate::process;

/// The packages and, unless read with `--no-deps`, the graph between them.
#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
    pub workspace_members: BTreeSet<String>,
    #[serde(default)]
    pub resolve: Option<Resolve>,
}

/// One version of one crate, as its manifest describes it.
#[derive(Deserialize)]
pub struct Package {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub license: Option<String>,
    /// The registry; none for a crate that lies in a folder.
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub manifest_path: String,
    #[serde(default)]
    pub dependencies: Vec<Dependency>,
}

/// One line of a manifest's dependency tables.
#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `dev`, `build`, or none for an ordinary one.
    #[serde(default)]
    pub kind: Option<String>,
}

/// The resolved graph.
#[derive(Deserialize)]
pub struct Resolve {
    pub nodes: Vec<Node>,
}

/// One package in the graph with what it depends on.
#[derive(Deserialize)]
pub struct Node {
    pub id: String,
    pub deps: Vec<Edge>,
}

/// An arrow of the graph.
#[derive(Deserialize)]
pub struct Edge {
    pub pkg: String,
}

impl Metadata {
    /// Asks cargo, with these further arguments.
    pub fn read(args: &[&str]) -> anyhow::Result<Metadata> {
        let args = [&["metadata", "--format-version", "1", "--locked"], args].concat();
        let text = process::output(&process::cargo(), &args)?;
        serde_json::from_str(&text).context("`cargo metadata` printed something unexpected")
    }

    /// The packages that the resolved graph uses on the platforms asked for.
    pub fn used(&self) -> Vec<&Package> {
        let Some(resolve) = &self.resolve else { return Vec::new() };
        let ids: BTreeSet<&str> = resolve.nodes.iter().map(|node| node.id.as_str()).collect();
        self.packages.iter().filter(|package| ids.contains(package.id.as_str())).collect()
    }

    /// For each package id, the names of the packages that depend on it directly.
    pub fn dependents(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let names: BTreeMap<&str, &str> =
            self.packages.iter().map(|package| (package.id.as_str(), package.name.as_str())).collect();
        let mut dependents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for node in self.resolve.iter().flat_map(|resolve| &resolve.nodes) {
            for edge in &node.deps {
                let from = names.get(node.id.as_str()).copied().unwrap_or_default();
                dependents.entry(edge.pkg.as_str()).or_default().insert(from);
            }
        }
        dependents
    }
}
