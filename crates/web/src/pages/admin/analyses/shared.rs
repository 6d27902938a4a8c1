//! What the pages of practice analyses have in common.

use assay_app::AnalysisLine;
use assay_assessment::registration::long;
use assay_kernel::{AnalysisId, Kind, TypedId};
use maud::{Markup, html};

use crate::{fault::Fault, ui};

pub(super) const LIST: &str = "/admin/analyses";

pub(super) fn place(id: AnalysisId) -> String {
    format!("{LIST}/{id}")
}

pub(super) fn id_of<K: Kind>(text: &str) -> Result<TypedId<K>, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

/// How a study stands.
pub(super) fn standing(line: &AnalysisLine) -> Markup {
    match (line.is_open, line.closed_at) {
        (true, _) => ui::chip(ui::Tone::Information, &format!("Open until {}", long(line.closes_on))),
        (false, Some(_)) => ui::chip(ui::Tone::Neutral, "Closed"),
        (false, None) => ui::chip(ui::Tone::Neutral, &format!("Ended on {}", long(line.closes_on))),
    }
}

/// Said wherever the answers of a demonstration are shown.
pub(super) fn invented(line: &AnalysisLine) -> Markup {
    html! {
        @if line.invented {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "These answers are invented")
                .body(html! { p {
                    "The experts of this study do not exist, and nobody gave these ratings. They show what a "
                    "practice analysis looks like; no outline of a real body rests on them."
                } })))
        }
    }
}
