//! What the pages of imports have in common: addresses, words, the way through a list.

use assay_app::{ImportLine, ImportStanding, Listed, PAGE_ROWS, QuestionVerdict};
use assay_kernel::{ImportId, TypedId};
use maud::{Markup, html};

use crate::{fault::Fault, pages::list::grouped, ui};

/// Where imports stand.
pub(super) const LIST: &str = "/admin/questions/imports";

pub(super) fn id_of(text: &str) -> Result<ImportId, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

pub(super) fn place(id: ImportId) -> String {
    format!("{LIST}/{id}")
}

pub(super) fn standing_words(standing: ImportStanding) -> (ui::Tone, &'static str) {
    match standing {
        ImportStanding::Waiting => (ui::Tone::Neutral, "Waiting"),
        ImportStanding::Reading => (ui::Tone::Information, "Being read"),
        ImportStanding::Ready => (ui::Tone::Attention, "To be decided"),
        ImportStanding::Kept => (ui::Tone::Good, "Kept"),
        ImportStanding::Discarded => (ui::Tone::Neutral, "Discarded"),
        ImportStanding::Failed => (ui::Tone::Bad, "Could not be read"),
    }
}

pub(super) fn verdict_words(verdict: QuestionVerdict) -> (ui::Tone, &'static str) {
    match verdict {
        QuestionVerdict::Whole => (ui::Tone::Good, "Whole"),
        QuestionVerdict::WithLoss => (ui::Tone::Attention, "With loss"),
        QuestionVerdict::Refused => (ui::Tone::Bad, "Left out"),
    }
}

/// What a file was found to be, in words.
pub(super) fn format_words(import: &ImportLine) -> String {
    let format = match import.format.as_deref() {
        Some("qti-package") => "Package of QTI",
        Some("qti-item") => "Item of QTI",
        Some("moodle-xml") => "Moodle XML",
        Some("gift") => "GIFT",
        Some("aiken") => "Aiken",
        Some("csv") => "Table (CSV)",
        Some("qti-1.2") => "QTI 1.2",
        _ => "",
    };
    format.to_owned()
}

/// `3.1 MB`, `12 KB`.
pub(super) fn size_words(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// `1 question`, `1,204 questions`.
pub(super) fn questions(many: i64) -> String {
    format!("{} {}", grouped(many), if many == 1 { "question" } else { "questions" })
}

/// The way through the pages of a list; nothing where there is one page.
pub(super) fn pagination<T>(listed: &Listed<T>, href: impl Fn(i64) -> String) -> Markup {
    let from = (listed.page - 1) * PAGE_ROWS;
    let until = from + i64::try_from(listed.lines.len()).unwrap_or_default();
    let shown = ui::Pagination {
        text: format!("{} to {} of {}", grouped(from + 1), grouped(until), grouped(listed.count)),
        previous: (listed.page > 1).then(|| href(listed.page - 1)),
        next: (until < listed.count).then(|| href(listed.page + 1)),
    };
    html! { @if listed.count > PAGE_ROWS { (ui::pagination(&shown)) } }
}
