//! The table of permissions: every act of every room, with who may do it.

use crate::permit::Rule;

/// The rooms with their acts: the whole table.
pub(crate) const ROOMS: &[&[(&str, &[Rule])]] = &[
    crate::accounts::ACTS,
    crate::registrations::ACTS,
    crate::sittings::ACTS,
    crate::awards::ACTS,
    crate::changes::ACTS,
    crate::record::ACTS,
    crate::practice::ACTS,
    crate::notices::ACTS,
    crate::jobs::ACTS,
    crate::demo::ACTS,
];

/// The whole table as text: who may do what, with whose things. What no line names is denied.
pub fn table() -> String {
    let mut lines = Vec::new();
    for (name, rules) in ROOMS.iter().copied().flatten() {
        for rule in *rules {
            let on: Vec<String> =
                rule.on.iter().map(|relation| format!("{relation:?}").to_lowercase()).collect();
            let who = format!("{:?}", rule.who).to_lowercase();
            lines.push(format!("{name:<28} {who:<14} {}", on.join(", ")));
        }
    }
    lines.sort();
    lines.join("\n") + "\n"
}
