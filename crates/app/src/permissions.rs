//! The table of permissions: every act of every room, with who may do it.

use crate::permit::Line;

/// The rooms with their acts: the whole table.
pub(crate) const ROOMS: &[&[Line]] = &[
    crate::accounts::ACTS,
    crate::registrations::ACTS,
    crate::sittings::ACTS,
    crate::awards::ACTS,
    crate::changes::ACTS,
    crate::record::ACTS,
    crate::grants::ACTS,
    crate::analyses::ACTS,
    crate::audit::ACTS,
    crate::overview::ACTS,
    crate::practice::ACTS,
    crate::crews::ACTS,
    crate::items::ACTS,
    crate::items::IMPORT_ACTS,
    crate::forms::ACTS,
    crate::notices::ACTS,
    crate::jobs::ACTS,
    crate::demo::ACTS,
];

/// The whole table as text: who may do what, with whose things, and what of it the audit log keeps. What no
/// line names is denied.
pub fn table() -> String {
    let mut lines = Vec::new();
    for Line { name, rules, is_logged } in ROOMS.iter().copied().flatten() {
        let logged = if *is_logged { " (logged)" } else { "" };
        for rule in *rules {
            let on: Vec<String> =
                rule.on.iter().map(|relation| format!("{relation:?}").to_lowercase()).collect();
            let who = format!("{:?}", rule.who).to_lowercase();
            lines.push(format!("{name:<28} {who:<14} {}{logged}", on.join(", ")));
        }
    }
    lines.sort();
    lines.join("\n") + "\n"
}

/// The acts that the audit log keeps, by name.
pub fn logged_acts() -> Vec<&'static str> {
    let lines = ROOMS.iter().copied().flatten().filter(|line| line.is_logged);
    let mut names: Vec<&str> = lines.map(|line| line.name).collect();
    names.sort_unstable();
    names
}
