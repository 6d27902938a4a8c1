//! `deny.toml`: the part of cargo-deny's format that Assay uses.

use std::fmt;

use anyhow::Context;
use serde::{Deserialize, Deserializer, de::Error};

use crate::metadata::Package;

/// The whole file. `[advisories]` is cargo-deny's alone and not read here.
#[derive(Deserialize)]
pub struct Config {
    #[serde(default)]
    pub graph: Graph,
    pub licenses: Licenses,
    pub bans: Bans,
    pub sources: Sources,
}

/// The platforms whose dependencies count.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Graph {
    #[serde(default)]
    pub targets: Vec<String>,
}

/// Which licences may be linked into the binary.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Licenses {
    pub allow: Vec<String>,
    #[serde(default)]
    pub clarify: Vec<Clarify>,
}

/// The licence of a crate that states none, or one that cannot be read.
#[derive(Deserialize)]
pub struct Clarify {
    #[serde(rename = "crate")]
    pub spec: Spec,
    pub expression: String,
}

/// Crates that may not come in, and duplicates that may.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bans {
    pub multiple_versions: Level,
    pub deny: Vec<Ban>,
    #[serde(default)]
    pub skip: Vec<Skip>,
}

/// A banned crate; `wrappers` are the only ones that may depend on it directly.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    #[serde(rename = "crate")]
    pub spec: Spec,
    #[serde(default)]
    pub wrappers: Vec<String>,
    pub reason: String,
}

/// A version that may stand beside another of the same crate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    #[serde(rename = "crate")]
    pub spec: Spec,
    /// Required, so that nobody adds a line without one.
    #[serde(rename = "reason")]
    pub _reason: String,
}

/// Where crates may come from.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sources {
    #[serde(rename = "unknown-registry")]
    pub _unknown_registry: Level,
    #[serde(rename = "unknown-git")]
    pub _unknown_git: Level,
    pub allow_registry: Vec<String>,
}

/// The only level this reader knows: whoever writes another one learns that it does not apply here.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Deny,
}

/// A crate, or one version of it: `name` or `name@1.2.3`.
pub struct Spec {
    pub name: String,
    pub version: Option<String>,
}

impl Config {
    /// Reads the file, and refuses what it does not understand.
    pub fn read(path: &str) -> anyhow::Result<Config> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        Config::parse(&text).with_context(|| format!("cannot use {path}"))
    }

    /// The same from text.
    pub fn parse(text: &str) -> anyhow::Result<Config> {
        let config: Config = toml::from_str(text)?;
        let Level::Deny = config.bans.multiple_versions;
        Ok(config)
    }
}

/// Whether a package is what the spec names.
pub fn matches(spec: &Spec, package: &Package) -> bool {
    spec.covers(&package.name, &package.version)
}

impl Spec {
    /// Whether this name and version are what the spec names.
    pub fn covers(&self, name: &str, version: &str) -> bool {
        self.name == name && self.version.as_deref().is_none_or(|wanted| wanted == version)
    }
}

impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{}@{version}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl<'de> Deserialize<'de> for Spec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Spec, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text.as_str(), None),
        };
        if name.contains(':')
            || version.is_some_and(|version| !version.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Err(D::Error::custom(format!(
                "`{text}`: write `name` or `name@1.2.3`; ranges are not read here"
            )));
        }
        Ok(Spec { name: name.to_owned(), version: version.map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_refused_rather_than_misread() {
        let text = "[licenses]\nallow = []\n[bans]\nmultiple-versions = 'deny'\n\
                    deny = [{ crate = 'a:<2', reason = 'x' }]\n\
                    [sources]\nunknown-registry = 'deny'\nunknown-git = 'deny'\nallow-registry = []";
        let error = format!("{:#}", Config::parse(text).err().unwrap());
        assert!(error.contains("ranges are not read here"), "{error}");
    }

    #[test]
    fn a_level_that_would_not_hold_is_refused() {
        let text = "[licenses]\nallow = []\n[bans]\nmultiple-versions = 'warn'\ndeny = []\n\
                    [sources]\nunknown-registry = 'deny'\nunknown-git = 'deny'\nallow-registry = []";
        assert!(Config::parse(text).is_err());
    }
}
