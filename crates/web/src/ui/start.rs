//! Beginning an exam: the check of the device, the agreement, and the one button that starts the clock.

use super::{ButtonKind, Field, checkbox, csrf_field, icon, icon::Icon};
use crate::assets::asset;
use maud::{Markup, html};

/// The rows of the check, as `client/start.js` knows them.
const CHECKS: &[(&str, &str)] = &[
    ("browser", "Browser"),
    ("storage", "Storage on this device"),
    ("cookies", "Cookies"),
    ("connection", "Connection"),
];

/// Sentences one below another.
pub fn points(list: &[String]) -> Markup {
    html! { ul class="points" { @for point in list { li { (point) } } } }
}

/// The keys of the exam, filled in by the client, which knows them; not shown without it.
pub fn keys_fold() -> Markup {
    html! {
        details class="why" data-keys hidden {
            summary { "Keys" }
            dl class="keys" {}
            p class="muted small" { "They can be switched off during the exam." }
        }
    }
}

/// What the exam needs of a device, looked at by the client: what it lacks is found before, not after (N3).
///
/// Without JavaScript, or in a browser that cannot read the check at all, a text stays that is true.
pub fn device_check() -> Markup {
    html! {
        section class="card" aria-labelledby="check" data-start {
            div class="row-between" {
                h2 id="check" { "Device check" }
                button class="button button-quiet button-small" type="button" data-again hidden {
                    "Check again"
                }
            }
            noscript {
                p {
                    "The exam needs JavaScript: it sends each answer as you give it. Allow JavaScript for "
                    "this site, then load this page again. Nothing was started."
                }
            }
            p class="needs-script" data-unread {
                "Begin appears as soon as this browser has shown that it can run the exam. If it does not "
                "appear, use a current version of Chrome, Edge, Firefox or Safari."
            }
            ul class="device-checks" data-checks hidden {
                @for (name, title) in CHECKS {
                    li class="tone-neutral" data-check=(name) {
                        (icon(Icon::Clock))
                        strong { (title) }
                        span { "Being checked…" }
                    }
                }
            }
        }
        script type="module" src=(asset("client/start.js")) {}
    }
}

/// What the form of the one button says.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// Where it posts `agreed`.
    pub action: String,
    /// The token of the form.
    pub csrf: String,
    /// The button's words: 'Begin now – 2:10:00'.
    pub label: String,
    /// What one says of oneself by beginning.
    pub agreement: Vec<String>,
    /// Who one says to be.
    pub name: String,
    /// What is missing; empty for nothing.
    pub error: String,
    /// How long it takes, in seconds.
    pub seconds: u32,
    /// The zone in which its end is said.
    pub zone: String,
    /// What stays as it is for whoever does not begin.
    pub otherwise: String,
    /// Where whoever does not begin goes.
    pub not_now: String,
}

/// The agreement and the button; the client shows the button once the device was checked.
pub fn begin_form(begin: &Begin) -> Markup {
    let field = Field::new("agreed", format!("I agree, and I am {}", begin.name)).error(begin.error.as_str());
    html! {
        form class="begin stack" method="post" action=(begin.action) novalidate data-begin {
            (csrf_field(&begin.csrf))
            section class="card" aria-labelledby="agree" {
                h2 id="agree" { "You agree" }
                (points(&begin.agreement))
                (checkbox(&field, false))
            }
            div class="begin-bar" data-bar hidden {
                button class={ (ButtonKind::Primary.class()) " begin-button" } type="submit"
                    aria-disabled="true" aria-describedby="begin-why" { (begin.label) }
                p class="begin-why" id="begin-why" role="status" {
                    span data-why { "Not yet: this device is being checked." }
                    span data-otherwise hidden { " " (begin.otherwise) }
                }
                p class="muted small" data-ends=(begin.seconds) data-zone=(begin.zone) {}
            }
            p { a href=(begin.not_now) { "Not now" } }
        }
    }
}
