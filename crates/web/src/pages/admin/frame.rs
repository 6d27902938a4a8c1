//! What the team's pages have in common.

use assay_app::Asking;
use assay_kernel::{Instant, PersonId};
use maud::{Markup, html};

/// A person by their name, as a link to their page.
pub(super) fn person_link(id: PersonId, name: &str) -> Markup {
    html! { a href={ "/admin/people/" (id) } { bdi { (name) } } }
}

/// An instant of the machine's clock, in the programme's zone.
pub(in crate::pages) fn when(at: Instant, asking: &Asking) -> String {
    let at = at.to_zoned(asking.zone.clone()).strftime("%-d %b %Y, %H:%M");
    // Beside a demonstration's own day, as `written::recorded`.
    if asking.is_set_elsewhere() { format!("{at} (really)") } else { at.to_string() }
}
