//! The rows of a comparison, level by level.

use std::collections::BTreeSet;

use super::compared::{DiffRow, OutlinePair, Part};
use crate::model::{Basis, Domain, Outline, Relation, Skill, TaskStatement};

fn row(from: Option<Part>, to: Vec<Part>, relation: Relation, basis: Basis, note: &str) -> DiffRow {
    DiffRow {
        from,
        to,
        relation: relation.as_str(),
        basis: basis.word(),
        source: basis.as_str(),
        note: note.to_owned(),
    }
}

/// A part that its outline does not have, by its id alone: `check` reports it.
fn unknown(id: &str) -> Part {
    Part { id: id.to_owned(), text: String::new(), weight_pct: None }
}

fn domain_part(outline: &Outline, id: &str) -> Part {
    outline.domains.iter().find(|domain| domain.id == id).map_or_else(|| unknown(id), of_domain)
}

fn of_domain(domain: &Domain) -> Part {
    Part { id: domain.id.clone(), text: domain.title.clone(), weight_pct: Some(domain.weight_pct) }
}

fn task_part(outline: &Outline, id: &str) -> Part {
    outline.task(id).map_or_else(|| unknown(id), of_task)
}

fn of_task(task: &TaskStatement) -> Part {
    Part { id: task.id.clone(), text: task.title.clone(), weight_pct: None }
}

fn skill_part(outline: &Outline, id: &str) -> Part {
    outline.skill(id).map_or_else(|| unknown(id), of_skill)
}

fn of_skill(skill: &Skill) -> Part {
    Part { id: skill.id.clone(), text: skill.text.clone(), weight_pct: None }
}

/// New parts that no row reaches: additions nobody stated.
fn additions(rows: &[DiffRow], new: impl Iterator<Item = Part>) -> Vec<DiffRow> {
    let reached: BTreeSet<&str> = rows.iter().flat_map(|row| &row.to).map(|part| part.id.as_str()).collect();
    new.filter(|part| !reached.contains(part.id.as_str()))
        .map(|part| row(None, vec![part], Relation::Added, Basis::Analyst, ""))
        .collect()
}

pub(super) fn domains(compared: &OutlinePair<'_>) -> Vec<DiffRow> {
    let OutlinePair { old, new, crosswalk } = compared;
    let mut rows: Vec<DiffRow> = crosswalk
        .domains
        .iter()
        .map(|map| {
            let to = vec![domain_part(new, &map.to)];
            row(Some(domain_part(old, &map.from)), to, map.relation, map.basis, "")
        })
        .collect();
    rows.extend(additions(&rows, new.domains.iter().map(of_domain)));
    rows
}

pub(super) fn tasks(compared: &OutlinePair<'_>) -> Vec<DiffRow> {
    let OutlinePair { old, new, crosswalk } = compared;
    let mut rows: Vec<DiffRow> = crosswalk
        .tasks
        .iter()
        .map(|map| {
            let to = map.to.iter().map(|id| task_part(new, id)).collect();
            row(Some(task_part(old, &map.from)), to, map.relation, map.basis, &map.note)
        })
        .collect();
    rows.extend(additions(&rows, new.tasks().map(of_task)));
    rows
}

pub(super) fn skills(compared: &OutlinePair<'_>) -> Vec<DiffRow> {
    let OutlinePair { old, new, crosswalk } = compared;
    let mut rows: Vec<DiffRow> = crosswalk
        .skills
        .iter()
        .map(|map| {
            let to = map.to.iter().map(|id| skill_part(new, id)).collect();
            row(Some(skill_part(old, &map.from)), to, map.relation, map.basis, &map.note)
        })
        .collect();
    rows.extend(crosswalk.added.iter().map(|addition| {
        row(None, vec![skill_part(new, &addition.to)], Relation::Added, addition.basis, &addition.note)
    }));
    rows.extend(additions(&rows, new.skills().map(of_skill)));
    rows
}
