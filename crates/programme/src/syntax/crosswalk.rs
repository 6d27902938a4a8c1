//! `crosswalks/<FROM>--<TO>.toml`: what became of every part of the old outline.

use assay_kernel::source::{Reader, SourceFile};

use super::keys::{clause, must_be_stem};
use crate::model::{Addition, Basis, Crosswalk, DomainMap, Relation, SkillMap, TaskMap};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Crosswalk {
    let (from, to) = (table.text("from"), table.text("to"));
    if !from.is_empty() && !to.is_empty() {
        must_be_stem(table, file, "from", &format!("{from}--{to}"));
    }
    Crosswalk {
        from: from.as_str().into(),
        to: to.as_str().into(),
        domains: table.tables("domain", domain),
        tasks: table.tables("task", task),
        skills: table.tables("skill", skill),
        added: table.tables("added", addition),
        clause: clause(table),
    }
}

/// Derived where the file does not say: nobody is made to have stated it.
fn basis(table: &Reader<'_>) -> Basis {
    table.choice("basis", &Basis::ALL).unwrap_or(Basis::Analyst)
}

fn relation(table: &Reader<'_>) -> Relation {
    table.choice("relation", &Relation::ALL).unwrap_or(Relation::Unplaced)
}

fn note(table: &Reader<'_>) -> String {
    table.maybe_text("note").unwrap_or_default()
}

fn domain(table: &Reader<'_>) -> DomainMap {
    DomainMap {
        from: table.text("from"),
        to: table.text("to"),
        relation: relation(table),
        basis: basis(table),
        clause: clause(table),
    }
}

fn task(table: &Reader<'_>) -> TaskMap {
    TaskMap {
        from: table.text("from"),
        to: table.maybe_text("to"),
        relation: relation(table),
        basis: basis(table),
        note: note(table),
        clause: clause(table),
    }
}

fn skill(table: &Reader<'_>) -> SkillMap {
    SkillMap {
        from: table.text("from"),
        to: table.texts("to"),
        relation: relation(table),
        basis: basis(table),
        note: note(table),
        clause: clause(table),
    }
}

fn addition(table: &Reader<'_>) -> Addition {
    Addition { to: table.text("to"), basis: basis(table), note: note(table), clause: clause(table) }
}
