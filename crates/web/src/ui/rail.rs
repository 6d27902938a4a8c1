//! The rooms of a part of the site, at its side; on a phone a sheet behind one link, without script.

use super::icon::{Icon, icon};
use maud::{Markup, html};

/// A link of a navigation.
#[derive(Debug, Clone, Default)]
pub struct NavLink {
    /// The words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether the page belongs to it.
    pub current: bool,
}

impl NavLink {
    /// A link to another part.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }
    /// Marks it as the part being shown.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// Rooms that belong together.
#[derive(Debug, Clone, Default)]
pub struct RailGroup {
    /// Their heading.
    pub title: String,
    /// The rooms.
    pub links: Vec<NavLink>,
}

/// The rooms of a part of the site.
#[derive(Debug, Clone, Default)]
pub struct Rail {
    /// The part's name.
    pub title: String,
    /// Its rooms.
    pub groups: Vec<RailGroup>,
}

/// The link that opens the rooms on a phone, and the rooms.
pub(super) fn rail(rail: &Rail) -> Markup {
    let here = rail.groups.iter().flat_map(|group| &group.links).find(|link| link.current);
    html! {
        a class="rooms-link" href="#rooms" {
            (icon(Icon::Rooms)) span { (rail.title) @if let Some(here) = here { ": " (here.label) } }
        }
        nav class="rail" id="rooms" aria-label=(rail.title) tabindex="-1" {
            a class="rooms-close" href="#main" { (icon(Icon::Cross)) span { "Close" } }
            @for group in &rail.groups {
                h2 { (group.title) }
                ul {
                    @for link in &group.links {
                        li { a href=(link.href) aria-current=[link.current.then_some("page")] {
                            (link.label) } }
                    }
                }
            }
        }
    }
}
