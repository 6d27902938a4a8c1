//! The rooms of the administration at the side of every page of the team: what the table of permissions lets
//! somebody see, in three groups.

use assay_app::{Asking, acts};

use crate::ui;

/// A room: where it is, its name, and whether somebody may see it.
type Room = (&'static str, &'static str, fn(&Asking) -> bool);

const GROUPS: &[(&str, &[Room])] = &[
    (
        "Work",
        &[
            ("/admin", "Today", Asking::may_at_all::<acts::SeeToday>),
            ("/admin/people", "People", Asking::may_at_all::<acts::SeePeople>),
            ("/admin/registrations", "Registrations", Asking::may_at_all::<acts::SeeRegistrations>),
            ("/admin/sittings", "Sittings", Asking::may_at_all::<acts::SeeSittings>),
            ("/admin/credentials", "Credentials", Asking::may_at_all::<acts::SeeCredentials>),
        ],
    ),
    (
        "Programme",
        &[
            ("/admin/programme", "Programme", Asking::may_at_all::<acts::SeeSittings>),
            ("/admin/changes", "Changes", Asking::may_at_all::<acts::SeeProposals>),
            ("/admin/forms", "Forms", Asking::may_at_all::<acts::SeeForms>),
            ("/admin/analyses", "Practice analyses", Asking::may_at_all::<acts::SeeAnalyses>),
            ("/admin/exports", "Exports", Asking::may_at_all::<acts::Export>),
            ("/admin/bank", "Bank", Asking::may_at_all::<acts::SeeBank>),
            ("/admin/questions/imports", "Imports", Asking::may_at_all::<acts::SeeImports>),
        ],
    ),
    (
        "Team",
        &[
            ("/admin/reports", "Reports", Asking::may_at_all::<acts::SeeReports>),
            ("/admin/jobs", "Jobs", Asking::may_at_all::<acts::SeeJobs>),
            ("/admin/roles", "Roles", Asking::may_at_all::<acts::SeeGrants>),
            ("/admin/log", "Audit log", Asking::may_at_all::<acts::SeeLog>),
        ],
    ),
];

/// The rail of a page of the team; none elsewhere, and for whoever is not of it.
pub(crate) fn rail(asking: &Asking, path: &str) -> Option<ui::Rail> {
    if path != "/admin" && !path.starts_with("/admin/") {
        return None;
    }
    let groups: Vec<ui::RailGroup> = GROUPS
        .iter()
        .map(|(title, rooms)| {
            let rooms = rooms.iter().filter(|(_, _, may)| may(asking));
            let links =
                rooms.map(|(href, label, _)| ui::NavLink::new(*label, *href).current(is_in(path, href)));
            ui::RailGroup { title: (*title).to_owned(), links: links.collect() }
        })
        .filter(|group| !group.links.is_empty())
        .collect();
    (!groups.is_empty()).then_some(ui::Rail { title: "Administration".to_owned(), groups })
}

/// Whether a page belongs to a room.
fn is_in(path: &str, room: &str) -> bool {
    // The page of a person, where it stood before, is one of the people's.
    let path = path.replacen("/admin/candidates", "/admin/people", 1);
    path == room || (room != "/admin" && path.starts_with(&format!("{room}/")))
}
