//! What the team's pages have in common: the way between their rooms, and through a list.

use maud::Markup;
use serde::Deserialize;

use crate::ui;

/// Rows of a page of a list.
pub(super) const PAGE_ROWS: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) from: i64,
}

/// The rooms of the administration, the one at `here` marked.
pub(in crate::pages) fn nav(here: &str) -> Markup {
    let rooms = [
        ("/admin", "Today"),
        ("/admin/candidates", "Candidates"),
        ("/admin/sittings", "Sittings and results"),
        ("/admin/credentials", "Credentials"),
        ("/admin/programme", "Programme"),
        ("/admin/changes", "Changes"),
    ];
    let links = rooms.map(|(href, label)| ui::NavLink::new(label, href).current(href == here));
    ui::subnav("Administration", &links)
}

/// The way through a list's pages.
pub(super) fn paged(path: &str, query: &str, from: i64, rows: usize) -> Markup {
    let count = i64::try_from(rows).unwrap_or_default();
    let link = |from: i64| format!("{path}?q={}&from={from}", crate::problem::encode(query));
    ui::pagination(&ui::Pagination {
        text: if count == 0 { String::new() } else { format!("{} to {}", from + 1, from + count) },
        previous: (from > 0).then(|| link((from - PAGE_ROWS).max(0))),
        next: (count == PAGE_ROWS).then(|| link(from + PAGE_ROWS)),
    })
}
