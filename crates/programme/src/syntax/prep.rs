//! `prep/<EXAM>.toml`: the steps that prepare for an exam version.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, file_code};
use crate::model::{PrepPlan, PrepStep, PrepStepKind, Resource, StepCourse};

/// `review` and `readiness` are the words of before for pages to read and for the last set of a plan.
const KINDS: [(&str, PrepStepKind); 9] = [
    ("pretest", PrepStepKind::Pretest),
    ("practice", PrepStepKind::Practice),
    ("course", PrepStepKind::Course),
    ("lab", PrepStepKind::Lab),
    ("reviews", PrepStepKind::Reviews),
    ("final", PrepStepKind::Final),
    ("reading", PrepStepKind::Reading),
    ("review", PrepStepKind::Reading),
    ("readiness", PrepStepKind::Final),
];

/// First answers that finish a step: more than any pool has.
const NEW_ITEMS_MAX: i64 = 1_000;

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
        kind: table.choice("kind", &KINDS).unwrap_or(PrepStepKind::Reading),
        practice_set: table.maybe_text("practice_set"),
        new_items: new_items(table),
        course: table.maybe_text("course").map(StepCourse::parse),
        lab: table.maybe_text("lab"),
        resources: table
            .tables("resource", |link| Resource { title: link.text("title"), url: link.text("url") }),
        clause: clause(table),
    }
}

fn new_items(table: &Reader<'_>) -> Option<u32> {
    let count = table.has("new_items").then(|| table.integer_in("new_items", 1..=NEW_ITEMS_MAX))?;
    u32::try_from(count).ok()
}
