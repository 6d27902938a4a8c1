//! A page that is looked at once more: what was typed needs another look, or something changed meanwhile.

use assay_app::FieldFault;
use axum::http::StatusCode;
use maud::{Markup, html};

use crate::ui;

/// Its status: what changed meanwhile comes before what was typed.
pub(super) fn status_of(is_stale: bool, faults: &[FieldFault]) -> StatusCode {
    match (is_stale, faults.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    }
}

/// Says that something changed meanwhile, where it did.
pub(super) fn changed(is_stale: bool) -> Markup {
    html! {
        @if is_stale {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "Something changed since you looked").body(
                html! { p { "Nothing was done. This is what follows now." } }
            ).urgent()))
        }
    }
}
