//! `prep/<EXAM>.toml`: the steps that prepare for an exam version.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, file_code};
use crate::model::{PrepPlan, PrepStep, PrepStepKind, Resource};

const KINDS: [(&str, PrepStepKind); 3] = [
    ("practice", PrepStepKind::Practice),
    ("review", PrepStepKind::Review),
    ("readiness", PrepStepKind::Readiness),
];

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> PrepPlan {
    PrepPlan {
        exam: file_code(table, file, "exam").as_str().into(),
        title: table.text("title"),
        summary: table.text("summary"),
        until: table.maybe_date("until"),
        steps: table.tables("step", step),
        clause: clause(table),
    }
}

fn step(table: &Reader<'_>) -> PrepStep {
    PrepStep {
        id: table.text("id"),
        title: table.text("title"),
        description: table.text("description"),
        kind: table.choice("kind", &KINDS).unwrap_or(PrepStepKind::Review),
        practice_set: table.maybe_text("practice_set"),
        resources: table
            .tables("resource", |link| Resource { title: link.text("title"), url: link.text("url") }),
        clause: clause(table),
    }
}
