//! `announcements/<slug>.toml`: what the body has published.
//!
//! With its dated revisions.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::clause;
use crate::model::{Announcement, Revision};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Announcement {
    Announcement {
        slug: file.stem().to_owned(),
        title: table.text("title"),
        summary: table.text("summary"),
        published_on: table.date("published_on").unwrap_or_default(),
        categories: table.texts("categories"),
        certifications: table.texts("certifications"),
        transition: table.maybe_text("transition"),
        revisions: table.tables("revision", revision),
        clause: clause(table),
    }
}

fn revision(table: &Reader<'_>) -> Revision {
    Revision {
        on: table.date("on").unwrap_or_default(),
        change: table.maybe_text("change").unwrap_or_default(),
        body: table.text("body"),
        clause: clause(table),
    }
}
