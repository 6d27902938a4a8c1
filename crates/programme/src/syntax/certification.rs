//! `certifications/<code>.toml`: a certification scheme.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, file_code};
use crate::model::{Certification, Level};

const LEVELS: [(&str, Level); 4] = [
    ("foundational", Level::Foundational),
    ("associate", Level::Associate),
    ("professional", Level::Professional),
    ("specialty", Level::Specialty),
];

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Certification {
    let code = file_code(table, file, "code");
    Certification {
        title: table.text("title"),
        level: table.choice("level", &LEVELS).unwrap_or(Level::Foundational),
        lineage: table.maybe_text("lineage").unwrap_or_else(|| code.clone()),
        formerly: table.maybe_text("formerly").map(|code| code.as_str().into()),
        description: table.text("description"),
        audience: table.maybe_text("audience").unwrap_or_default(),
        criteria: table.text("criteria"),
        badge: table.maybe_text("badge").unwrap_or_else(|| format!("badges/{code}.svg")),
        code: code.as_str().into(),
        clause: clause(table),
    }
}
