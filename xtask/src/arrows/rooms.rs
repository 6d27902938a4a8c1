//! The rooms of the application: who may name whom, and who alone may name a secret.
//!
//! A room is a folder of `crates/app/src`. Rooms do not name one another: a page that shows four rooms asks
//! four, and what follows elsewhere is a fact that others follow. The exceptions stand in one table.

use super::modules::{Arrows, Modules};

/// The crate whose folders are rooms.
const APP: &str = "assay-app";

const ROOMS: &[&str] = &[
    "accounts",
    "analyses",
    "audit",
    "awards",
    "changes",
    "crews",
    "forms",
    "grants",
    "items",
    "notices",
    "overview",
    "practice",
    "record",
    "registrations",
    "sittings",
];

/// A file of one room that another room may name.
struct Counter {
    from: &'static str,
    to: &'static str,
}

/// A counter adds statements of its own table to the caller's unit, so that both are one commit.
const COUNTERS: &[Counter] = &[
    Counter { from: "sittings", to: "registrations/counter.rs" },
    Counter { from: "record", to: "accounts/counter.rs" },
    Counter { from: "practice", to: "record/counter.rs" },
    Counter { from: "accounts", to: "grants/counter.rs" },
    Counter { from: "accounts", to: "registrations/counter.rs" },
    Counter { from: "analyses", to: "changes/counter.rs" },
    Counter { from: "forms", to: "changes/counter.rs" },
    Counter { from: "items", to: "changes/counter.rs" },
];

/// Names that only the files below these paths of the application may say.
struct Secret {
    names: &'static [&'static str],
    /// Its room first: the rule holds from when that folder is there.
    within: &'static [&'static str],
    because: &'static str,
}

const SECRETS: &[Secret] = &[
    Secret {
        names: &["SigningKey", "IssuerKeys", "signing_key", "signing_keys", "issuer_keys"],
        within: &["awards/"],
        because: "only Awards signs; say a fact, and Awards decides what follows",
    },
    Secret {
        names: &["Sealed"],
        within: &["sittings/", "vault/", "reading/"],
        because: "only Sittings holds the examination's items and keys",
    },
    Secret {
        names: &["Pool"],
        within: &["practice/", "vault/", "reading/"],
        because: "only Practice holds the practice items",
    },
];

/// What the rooms name that they may not.
pub fn breaches(package: &str, modules: &Modules, arrows: &Arrows) -> Vec<String> {
    match package {
        APP => [between(arrows), secrets(modules)].concat(),
        _ => Vec::new(),
    }
}

fn room_of(file: &str) -> Option<&str> {
    let (folder, _) = file.split_once('/')?;
    ROOMS.contains(&folder).then_some(folder)
}

fn between(arrows: &Arrows) -> Vec<String> {
    let mut found = Vec::new();
    for (from, targets) in arrows {
        let Some(room) = room_of(from) else { continue };
        for (to, names) in targets {
            let is_counter = COUNTERS.iter().any(|counter| counter.from == room && counter.to == to);
            if room_of(to).is_none_or(|other| other == room) || is_counter {
                continue;
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            found.push(format!(
                "{APP}: {from} -({})-> {to}: no room names another; say a fact and let the other follow it, \
                 or take what is needed as an argument",
                names.join(", ")
            ));
        }
    }
    found
}

fn secrets(modules: &Modules) -> Vec<String> {
    let files = modules.files();
    let mut found = Vec::new();
    for Secret { names, within, because } in SECRETS {
        let room = within.first().copied().unwrap_or_default();
        if !files.iter().any(|file| file.starts_with(room)) {
            continue;
        }
        for file in files.iter().filter(|file| !within.iter().any(|folder| file.starts_with(folder))) {
            for name in names.iter().filter(|name| modules.says(file, name)) {
                found.push(format!("{APP}: {file} says `{name}`: {because}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{super::modules::tests::forged, *};

    /// The breaches of an application of these files.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let modules = forged(files);
        breaches(APP, &modules, &modules.arrows())
    }

    /// Two rooms, and what stands in a file of Sittings.
    fn sittings(code: &str) -> Vec<String> {
        found(&[
            ("lib.rs", "mod awards; mod record; mod sittings; pub use awards::Awards;"),
            ("awards/mod.rs", "mod badge; pub use badge::Badge; pub struct Awards;"),
            ("awards/badge.rs", "pub struct Badge;"),
            ("record/mod.rs", "pub mod counter; pub mod standing;"),
            ("record/counter.rs", "pub fn happened() {}"),
            ("record/standing.rs", "pub fn standing() {}"),
            ("sittings/mod.rs", "mod score; mod answer;"),
            ("sittings/score.rs", code),
            ("sittings/answer.rs", "use super::score::score;"),
        ])
    }

    #[test]
    fn a_room_that_names_another_is_refused_however_it_gets_there() {
        let breach = |names: &str, to: &str| {
            format!("assay-app: sittings/score.rs -({names})-> {to}: no room names another")
        };
        for (code, names, to) in [
            ("use crate::awards::Badge; pub fn score() {}", "Badge", "awards/badge.rs"),
            ("pub fn score(awards: &crate::Awards) {}", "Awards", "awards/mod.rs"),
            (
                "use crate::record; pub fn score() { record::standing::standing() }",
                "standing",
                "record/standing.rs",
            ),
            ("pub fn score() { super::super::awards::macro_made() }", "macro_made", "awards/mod.rs"),
        ] {
            let found = sittings(code);
            assert_eq!(found.len(), 1, "{code}: {found:?}");
            assert!(found[0].starts_with(&breach(names, to)), "{code}: {found:?}");
        }
    }

    #[test]
    fn a_room_uses_itself_the_floor_and_the_counters_of_the_table() {
        let counted = [
            ("lib.rs", "mod registrations; mod sittings;"),
            ("sittings/mod.rs", "use crate::registrations::counter::used; pub fn start() { used() }"),
            ("registrations/mod.rs", "pub mod counter;"),
            ("registrations/counter.rs", "pub fn used() {}"),
        ];
        assert!(found(&counted).is_empty());
        assert!(sittings("use super::answer; use assay_store::Store; pub fn score() {}").is_empty());
        // Practice has a line to this counter, forms has none.
        let names_it = |room: &str| {
            let (root, run) = (format!("{room}.rs"), format!("{room}/run.rs"));
            let library = format!("mod {room}; mod record;");
            found(&[
                ("lib.rs", &library),
                (&root, "mod run;"),
                (&run, "use crate::record::counter::happened;"),
                ("record/mod.rs", "pub mod counter;"),
                ("record/counter.rs", "pub fn happened() {}"),
            ])
        };
        assert!(names_it("practice").is_empty());
        assert_eq!(names_it("forms").len(), 1, "a counter is open to the rooms of its lines alone");
    }

    #[test]
    fn the_door_and_the_wiring_name_every_room() {
        let files = [
            ("lib.rs", "mod demo; mod record; mod awards; struct App(awards::Awards, record::Record);"),
            ("demo.rs", "use crate::{awards::Awards, record::Record};"),
            ("awards/mod.rs", "pub struct Awards;"),
            ("record/mod.rs", "pub struct Record;"),
        ];
        assert!(found(&files).is_empty());
    }

    #[test]
    fn only_its_room_says_a_secret_and_from_the_first_day_of_the_room() {
        let unbuilt = [("lib.rs", "mod issuer;"), ("issuer.rs", "use assay_credential::SigningKey;")];
        assert!(found(&unbuilt).is_empty());
        for (code, name) in [
            ("use assay_credential::SigningKey;", "SigningKey"),
            ("fn f() { assay_credential::SigningKey::from_seed(&s) }", "SigningKey"),
            ("fn f() { store.signing_keys() }", "signing_keys"),
            ("fn f(seal: crate::vault::Sealed) {}", "Sealed"),
            ("fn f() { match x { vault::Pool(y) => y } }", "Pool"),
        ] {
            let found = found(&[
                ("lib.rs", "mod awards; mod practice; mod sittings; mod vault; mod issuer;"),
                ("awards/mod.rs", "use assay_credential::SigningKey;"),
                ("practice/mod.rs", "use crate::vault::Pool;"),
                ("sittings/mod.rs", "use crate::vault::Sealed;"),
                ("vault/mod.rs", "pub struct Sealed; pub struct Pool;"),
                ("issuer.rs", code),
            ]);
            assert_eq!(found.len(), 1, "{code}: {found:?}");
            assert!(found[0].starts_with(&format!("assay-app: issuer.rs says `{name}`: only ")), "{found:?}");
        }
    }
}
