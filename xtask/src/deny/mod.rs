//! The supply chain: licences, banned crates, duplicate majors and sources, against `deny.toml`.
//!
//! The file is cargo-deny's own format, so `cargo deny` reads the same rules where it is installed;
//! compiling it only for this costs minutes, hence this reader of `cargo metadata`. What cargo-deny
//! does beyond it: texts of licences and the advisory database, which needs the network.

mod config;
mod spdx;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    metadata::{Metadata, Package},
    process,
};
use config::{Config, matches};

/// Checks the locked graph and prints each fault; then asks cargo-deny where it is installed.
pub fn run() -> anyhow::Result<usize> {
    let config = Config::read("deny.toml")?;
    let platforms: Vec<&str> =
        config.graph.targets.iter().flat_map(|target| ["--filter-platform", target.as_str()]).collect();
    let metadata = Metadata::read(&platforms)?;
    let faults = faults(&metadata, &config);
    for fault in &faults {
        println!("{fault}");
    }
    println!("deny: {} packages, {} faults", metadata.used().len(), faults.len());
    let cargo = process::cargo();
    if !process::answers(&cargo, &["deny", "--version"]) {
        return Ok(faults.len());
    }
    Ok(faults.len() + process::run(&cargo, &["deny", "--locked", "check", "bans", "licenses", "sources"])?)
}

fn faults(metadata: &Metadata, config: &Config) -> Vec<String> {
    let used = metadata.used();
    [
        licences(&used, config),
        banned(&used, &metadata.dependents(), config),
        duplicates(&used, config),
        sources(&used, &metadata.workspace_members, config),
    ]
    .concat()
}

fn licences(used: &[&Package], config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    for package in used {
        let name = &package.name;
        let clarified = config.licenses.clarify.iter().find(|clarify| matches(&clarify.spec, package));
        let stated = clarified.map(|clarify| &clarify.expression).or(package.license.as_ref());
        let Some(stated) = stated else {
            found.push(format!(
                "{name}: states no licence; read its text, then add [[licenses.clarify]] or drop it"
            ));
            continue;
        };
        match spdx::is_allowed(stated, &config.licenses.allow) {
            Ok(true) => {}
            Ok(false) => {
                let advice = "look for another crate, or allow it with a reason";
                found.push(format!("{name}: `{stated}` is not allowed by deny.toml; {advice}"));
            }
            Err(why) => {
                let advice = "read its text, then add [[licenses.clarify]]";
                found.push(format!("{name}: `{stated}` cannot be read ({why}); {advice}"));
            }
        }
    }
    found
}

fn banned(used: &[&Package], dependents: &BTreeMap<&str, BTreeSet<&str>>, config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    for ban in &config.bans.deny {
        for package in used.iter().filter(|package| matches(&ban.spec, package)) {
            let by = dependents.get(package.id.as_str()).into_iter().flatten().copied();
            let by: Vec<&str> =
                by.filter(|name| !ban.wrappers.iter().any(|wrapper| wrapper == name)).collect();
            if !by.is_empty() || ban.wrappers.is_empty() {
                let (by, reason) = (by.join(", "), &ban.reason);
                found.push(format!(
                    "{} {}: banned ({reason}); drop it from: {by}",
                    package.name, package.version
                ));
            }
        }
    }
    found
}

fn duplicates(used: &[&Package], config: &Config) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in used {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let mut found = Vec::new();
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let skipped = |version: &&&str| config.bans.skip.iter().any(|skip| skip.spec.covers(name, version));
        let counted: Vec<&str> = versions.iter().filter(|version| !skipped(version)).copied().collect();
        if counted.len() > 1 {
            let all = counted.join(", ");
            found.push(format!(
                "{name}: {all} side by side; unify them, or list the older under [bans] skip with why"
            ));
        }
    }
    for skip in &config.bans.skip {
        let is_double = versions.get(skip.spec.name.as_str()).is_some_and(|versions| versions.len() > 1);
        if !is_double || !used.iter().any(|package| matches(&skip.spec, package)) {
            found.push(format!(
                "{}: skipped in deny.toml but no longer a duplicate; remove the line",
                skip.spec
            ));
        }
    }
    found
}

fn sources(used: &[&Package], members: &BTreeSet<String>, config: &Config) -> Vec<String> {
    let is_known = |package: &Package| match &package.source {
        None => members.contains(&package.id),
        Some(source) => {
            config.sources.allow_registry.iter().any(|known| source == &format!("registry+{known}"))
        }
    };
    let strangers = used.iter().filter(|package| !is_known(package));
    strangers
        .map(|package| {
            let source = package.source.as_deref().unwrap_or("a folder outside the workspace");
            format!(
                "{}: comes from {source}; take a release from a registry that deny.toml allows",
                package.name
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const REGISTRY: &str = "https://registry.example/index";

    fn config() -> Config {
        Config::parse(&format!(
            "[licenses]\nallow = ['MIT']\n[bans]\nmultiple-versions = 'deny'\n\
             deny = [{{ crate = 'openssl-sys', reason = 'a system library' }},\
                     {{ crate = 'sqlx', wrappers = ['assay-store'], reason = 'SQL has one owner' }}]\n\
             skip = [{{ crate = 'rand@0.8.5', reason = 'proptest' }}]\n\
             [sources]\nunknown-registry = 'deny'\nunknown-git = 'deny'\nallow-registry = ['{REGISTRY}']"
        ))
        .unwrap()
    }

    /// A graph of packages `(name, version, licence)` and arrows `(from, to)` by name.
    fn graph(packages: &[(&str, &str, &str)], arrows: &[(&str, &str)]) -> Metadata {
        let id = |name: &str, version: &str| format!("{name}@{version}");
        let find =
            |wanted: &str| packages.iter().find(|(name, ..)| *name == wanted).map(|(n, v, _)| id(n, v));
        let nodes: Vec<_> = packages
            .iter()
            .map(|(name, version, _)| {
                let deps = arrows.iter().filter(|(from, _)| from == name);
                let deps: Vec<_> = deps.map(|(_, to)| json!({"pkg": find(to)})).collect();
                json!({"id": id(name, version), "deps": deps})
            })
            .collect();
        let source = format!("registry+{REGISTRY}");
        let packages: Vec<_> = packages
            .iter()
            .map(|(name, version, license)| {
                let id = id(name, version);
                json!({"id": id, "name": name, "version": version, "license": license, "source": source})
            })
            .collect();
        let metadata = json!({"packages": packages, "workspace_members": [], "resolve": {"nodes": nodes}});
        serde_json::from_value(metadata).unwrap()
    }

    /// The faults without the note on the unused skip, which most of these graphs would give.
    fn found(packages: &[(&str, &str, &str)], arrows: &[(&str, &str)]) -> Vec<String> {
        let mut found = faults(&graph(packages, arrows), &config());
        found.retain(|fault| !fault.contains("no longer a duplicate"));
        found
    }

    #[test]
    fn a_licence_outside_the_list_is_refused() {
        assert!(found(&[("a", "1.0.0", "MIT")], &[]).is_empty());
        assert!(found(&[("a", "1.0.0", "GPL-3.0-only")], &[])[0].contains("`GPL-3.0-only` is not allowed"));
    }

    #[test]
    fn a_banned_crate_is_refused_wherever_it_comes_from() {
        let packages = [("mail", "1.0.0", "MIT"), ("openssl-sys", "0.9.1", "MIT")];
        let found = found(&packages, &[("mail", "openssl-sys")]);
        assert_eq!(found, ["openssl-sys 0.9.1: banned (a system library); drop it from: mail"]);
    }

    #[test]
    fn a_wrapped_crate_is_for_its_owner_only() {
        let packages =
            [("assay-store", "0.1.0", "MIT"), ("assay-app", "0.1.0", "MIT"), ("sqlx", "0.9.0", "MIT")];
        assert!(found(&packages, &[("assay-store", "sqlx")]).is_empty());
        let both = found(&packages, &[("assay-store", "sqlx"), ("assay-app", "sqlx")]);
        assert_eq!(both, ["sqlx 0.9.0: banned (SQL has one owner); drop it from: assay-app"]);
    }

    #[test]
    fn two_majors_need_a_reason_and_the_reason_must_stay_true() {
        let double = [("digest", "0.10.7", "MIT"), ("digest", "0.11.3", "MIT")];
        assert!(found(&double, &[])[0].starts_with("digest: 0.10.7, 0.11.3 side by side"));
        assert!(
            faults(&graph(&[("rand", "0.8.5", "MIT"), ("rand", "0.9.0", "MIT")], &[]), &config()).is_empty()
        );
        let stale = faults(&graph(&[("rand", "0.9.0", "MIT")], &[]), &config());
        assert_eq!(stale, ["rand@0.8.5: skipped in deny.toml but no longer a duplicate; remove the line"]);
    }

    #[test]
    fn another_source_is_refused() {
        let mut metadata = graph(&[("a", "1.0.0", "MIT")], &[]);
        metadata.packages[0].source = Some("git+https://example.org/a".to_owned());
        let found = faults(&metadata, &config());
        assert!(
            found.iter().any(|fault| fault.starts_with("a: comes from git+https://example.org/a")),
            "{found:?}"
        );
    }
}
