//! `outlines/<CODE>.toml`: a content outline, domain by domain.

use assay_kernel::source::{Reader, SourceFile};

use super::{clause, count, file_code};
use crate::model::{Domain, Outline, Skill, TaskStatement};

pub(super) fn read(table: &Reader<'_>, file: &SourceFile) -> Outline {
    Outline {
        exam: file_code(table, file, "exam").as_str().into(),
        guide_version: table.text("guide_version"),
        domains: table.tables("domain", domain),
        in_scope: table.maybe_table("in_scope", services).unwrap_or_default(),
        out_of_scope: table.maybe_table("out_of_scope", services).unwrap_or_default(),
        out_of_scope_tasks: table.texts("out_of_scope_tasks"),
        practice_analysis: None,
        clause: clause(table),
    }
}

fn domain(table: &Reader<'_>) -> Domain {
    Domain {
        id: table.text("id"),
        title: table.text("title"),
        weight_pct: count(table, "weight_pct"),
        tasks: table.tables("task", task),
        clause: clause(table),
    }
}

fn task(table: &Reader<'_>) -> TaskStatement {
    TaskStatement {
        id: table.text("id"),
        title: table.text("title"),
        skills: table.tables("skill", skill),
        weight: None,
        clause: clause(table),
    }
}

fn skill(table: &Reader<'_>) -> Skill {
    Skill {
        id: table.text("id"),
        text: table.text("text"),
        services: table.texts("services"),
        stated_new: table.flag("stated_new", false),
        clause: clause(table),
    }
}

fn services(table: &Reader<'_>) -> Vec<(String, Vec<String>)> {
    table.keys().into_iter().map(|category| (category.clone(), table.texts(&category))).collect()
}
