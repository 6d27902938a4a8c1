//! The part of `cargo metadata --no-deps` that the checks read.

use anyhow::Context;
use serde::Deserialize;

use crate::process;

/// The packages of the workspace.
#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
}

/// One crate, as its manifest describes it.
#[derive(Deserialize)]
pub struct Package {
    pub name: String,
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

impl Metadata {
    /// Asks cargo.
    pub fn read() -> anyhow::Result<Metadata> {
        let args = ["metadata", "--format-version", "1", "--locked", "--no-deps"];
        let text = process::output(&process::cargo(), &args)?;
        serde_json::from_str(&text).context("`cargo metadata` printed something unexpected")
    }
}
