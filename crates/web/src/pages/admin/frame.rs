//! What the team's pages have in common.

use assay_app::Asking;
use assay_kernel::{Instant, PersonId};
use maud::{Markup, html};
use serde::Deserialize;

use crate::ui;

/// Rows of a page of a list.
pub(super) const PAGE_ROWS: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Filter {
    #[serde(default)]
    pub(super) from: i64,
}

/// A person by their name, as a link to their page.
pub(super) fn person_link(id: PersonId, name: &str) -> Markup {
    html! { a href={ "/admin/people/" (id) } { bdi { (name) } } }
}

/// An instant of the machine's clock, in the programme's zone.
pub(super) fn when(at: Instant, asking: &Asking) -> String {
    let at = at.to_zoned(asking.zone.clone()).strftime("%-d %b %Y, %H:%M");
    // Beside a demonstration's own day, as `written::recorded`.
    if asking.is_set_elsewhere() { format!("{at} (really)") } else { at.to_string() }
}

/// The way through a list's pages.
pub(super) fn paged(path: &str, from: i64, rows: usize) -> Markup {
    let count = i64::try_from(rows).unwrap_or_default();
    let link = |from: i64| format!("{path}?from={from}");
    ui::pagination(&ui::Pagination {
        text: if count == 0 { String::new() } else { format!("{} to {}", from + 1, from + count) },
        previous: (from > 0).then(|| link((from - PAGE_ROWS).max(0))),
        next: (count == PAGE_ROWS).then(|| link(from + PAGE_ROWS)),
    })
}
