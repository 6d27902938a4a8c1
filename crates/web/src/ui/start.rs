//! Start of an exam: offered once the browser has shown that it can run it.

use super::{ButtonKind, form::csrf_field, submit_button};
use crate::assets::asset;
use maud::{Markup, html};

/// Beside the button that starts a clock: what the browser lacks is found before, not after (N3).
///
/// The button is there, and not shown until the check has said yes. Without JavaScript, or in a browser
/// that cannot read the check at all, the text stays, and it is true.
pub fn exam_start(action: &str, csrf: &str, label: &str, beside: Markup) -> Markup {
    html! {
        div class="exam-offer" data-start {
            p class="exam-offer-check" data-check role="status" {
                "Start appears as soon as this browser has shown that it can run the exam. If it does not "
                "appear, use a current version of Chrome, Edge, Firefox or Safari."
            }
            noscript {
                p class="exam-offer-check" {
                    "An exam cannot be started without JavaScript: it sends each answer as you give it. "
                    "Allow JavaScript for this site, then load this page again. Nothing was started."
                }
            }
            div class="cluster" {
                form class="inline-form exam-offer-start" method="post" action=(action) {
                    (csrf_field(csrf))
                    (submit_button(label, ButtonKind::Primary))
                }
                (beside)
            }
        }
        script type="module" src=(asset("client/start.js")) {}
    }
}
