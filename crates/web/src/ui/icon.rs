//! Icons and the house mark, as inline SVG in the colour of the text around them.

use maud::{Markup, html};

/// One picture of the icon set, 16 by 16, drawn with strokes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Done, holds, saved.
    Tick,
    /// Needs a look.
    Attention,
    /// Failed, refused.
    Cross,
    /// Good to know.
    Information,
    /// A date or a waiting time.
    Clock,
    /// No state.
    Dash,
    /// A file that can be downloaded.
    Download,
    /// A person.
    Person,
    /// Forward.
    Arrow,
    /// A new thing.
    Plus,
    /// Light or dark.
    Theme,
    /// Looked for.
    Search,
    /// Sorted upwards.
    Up,
    /// Sorted downwards.
    Down,
    /// Rooms behind a link.
    Rooms,
    /// An address to hand on.
    Link,
    /// For one person alone.
    Lock,
    /// Messages.
    Bell,
}

impl Icon {
    /// The path in the coordinates of a 16 by 16 box.
    fn path(self) -> &'static str {
        match self {
            Icon::Tick => "M3.2 8.6l3.1 3.1 6.5-7.2",
            Icon::Attention => "M8 2.2L14.6 13.5H1.4zM8 6.4v3.3M8 11.5v.3",
            Icon::Cross => "M4 4l8 8M12 4l-8 8",
            Icon::Information => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 7.4v3.8M8 4.9v.3",
            Icon::Clock => "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 4.6V8l2.4 1.6",
            Icon::Dash => "M4 8h8",
            Icon::Download => "M8 2.2v7.6M4.8 6.9L8 10l3.2-3.1M2.8 13.4h10.4",
            Icon::Person => {
                "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.6 14c.6-2.6 2.6-3.9 5.4-3.9s4.8 1.3 5.4 3.9"
            }
            Icon::Arrow => "M3 8h9.6M8.8 4.2L12.6 8l-3.8 3.8",
            Icon::Search => "M7 11.8a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.6zM10.6 10.6l3.2 3.2",
            Icon::Up => "M8 13V3.4M4.2 7.2L8 3.4l3.8 3.8",
            Icon::Down => "M8 3v9.6M4.2 8.8L8 12.6l3.8-3.8",
            Icon::Rooms => "M2.6 4.4h10.8M2.6 8h10.8M2.6 11.6h10.8",
            Icon::Plus => "M8 3.2v9.6M3.2 8h9.6",
            Icon::Link => {
                "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 \
                 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.9-.9"
            }
            Icon::Bell => {
                "M3.4 11.6h9.2c-1-1-1.4-2-1.4-4.4 0-2-1.3-3.6-3.2-3.6S4.8 5.2 4.8 7.2c0 2.4-.4 3.4-1.4 4.4z\
                 M6.7 13.6c.3.5.7.7 1.3.7s1-.2 1.3-.7M8 2.2v1.2"
            }
            Icon::Lock => "M4 7.4h8v6.2H4zM5.8 7.4V5.2a2.2 2.2 0 0 1 4.4 0v2.2",
            Icon::Theme => {
                "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4zM8 1.8v12.4M8 5.2h4.6M8 8h5.9M8 10.8h4.6"
            }
        }
    }
}

/// Draws an icon; decorative, so always put words beside it.
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            path d=(icon.path()) fill="none" stroke="currentColor" stroke-width="1.75"
                stroke-linecap="round" stroke-linejoin="round" {}
        }
    }
}

/// The outline of an assay office's punch: a plate with cut corners.
const PUNCH: &str = "M7 1h18l6 6v18l-6 6H7l-6-6V7z";
/// A letter A whose bar is the beam of a balance, with its two pans.
const BALANCE: &str =
    "M16 6.5L9.4 25.5M16 6.5l6.6 19M8 15.5h16M5.6 19.4L8 15.5l2.4 3.9M21.6 19.4l2.4-3.9 2.4 3.9";

/// The house mark alone: a hallmark punch with a balance.
pub fn mark() -> Markup {
    html! {
        svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false" {
            path class="mark-plate" d=(PUNCH) {}
            path class="mark-beam" d=(BALANCE) {}
        }
    }
}

/// The wordmark: the punch and the name.
pub fn wordmark() -> Markup {
    html! { span class="wordmark" { (mark()) span class="wordmark-name" { "Assay" } } }
}

/// A punch with letters on it, for badges without a picture.
pub(crate) fn punched(initials: &str) -> Markup {
    html! {
        svg class="punched" viewBox="0 0 32 32" width="96" height="96" aria-hidden="true" focusable="false" {
            path class="punched-plate" d=(PUNCH) {}
            path class="punched-rim" d="M7.9 3.2h16.2l4.7 4.7v16.2l-4.7 4.7H7.9l-4.7-4.7V7.9z" {}
            text class="punched-text" x="16" y="18.7" text-anchor="middle" { (initials) }
            path class="punched-beam" d="M11 22.6h10M16 22.6v2" {}
        }
    }
}
