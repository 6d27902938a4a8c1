//! Practice sets, and how a run through one went.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::{BankItem, item_seed};
use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode, Location,
    source::{Reader, SourceFile},
};
use assay_programme::model::{Outline, Programme};

/// Faults of practice sets.
pub mod codes {
    /// The set names an item that the practice pool does not have.
    pub const NO_ITEM: &str = "L0001";
    /// An item stands twice in the set.
    pub const TWICE: &str = "L0002";
    /// The set leaves out a task statement.
    pub const COVERAGE: &str = "L0003";
    /// The exam version is not in the programme, or the item belongs to another.
    pub const EXAM: &str = "L0004";
    /// The file's name is not the set's id.
    pub const NAME: &str = "L0005";
    /// A prep plan names a set that does not exist.
    pub const NO_SET: &str = "L0006";
}

/// A set of practice items: `practice/sets/<id>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct PracticeSet {
    /// The file name.
    pub id: String,
    /// For which exam version.
    pub exam: ExamCode,
    /// In words.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Ids in the practice pool.
    pub items: Vec<String>,
    /// Where it stands.
    pub at: Location,
}

/// Reads one practice set: whatever could be read of it is kept.
pub fn parse_set(file: &SourceFile) -> (PracticeSet, Diagnostics) {
    let (mut set, found) = Reader::read(file, |table| PracticeSet {
        id: table.text("id"),
        exam: ExamCode::new(&table.text("exam")),
        title: table.text("title"),
        summary: table.text("summary"),
        items: table.texts("items"),
        at: table.place("id"),
    });
    if set.id.is_empty() {
        file.stem().clone_into(&mut set.id);
    }
    (set, found)
}

/// Holds a practice set against its file's name.
pub fn lint_set(file: &SourceFile, set: &PracticeSet) -> Diagnostics {
    let mut found = Diagnostics::default();
    if set.id != file.stem() {
        let message = format!("the set's id is `{}`, its file is `{}`", set.id, file.path);
        found.push(Diagnostic::error(codes::NAME, set.at.clone(), message));
    }
    found
}

/// Holds a set against its pool and the outline: every task statement is practised.
pub fn check_set(set: &PracticeSet, programme: &Programme, pool: &BTreeMap<String, BankItem>) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut fault = |code, message: String| found.push(Diagnostic::error(code, set.at.clone(), message));
    let Some(outline) = programme.outline(set.exam.as_str()) else {
        fault(codes::EXAM, format!("there is no outline of {}", set.exam));
        return found;
    };
    let mut seen = BTreeSet::new();
    let mut tasks = BTreeSet::new();
    for id in &set.items {
        if !seen.insert(id) {
            fault(codes::TWICE, format!("`{id}` is in the set twice"));
        }
        match pool.get(id) {
            Some(item) if item.meta.exam == set.exam => {
                tasks.insert(item.meta.task.as_str());
            }
            Some(item) => fault(codes::EXAM, format!("`{id}` was written for {}", item.meta.exam)),
            None => fault(codes::NO_ITEM, format!("the practice pool has no item `{id}`")),
        }
    }
    for task in outline.tasks().filter(|task| !tasks.contains(task.id.as_str())) {
        fault(codes::COVERAGE, format!("no item practises task {}", task.id));
    }
    found
}

/// How the answers of a run went by domain.
///
/// `seed` is the run's.
pub fn by_domain(
    set: &PracticeSet,
    outline: &Outline,
    pool: &BTreeMap<String, BankItem>,
    seed: u64,
    answers: &BTreeMap<u32, Vec<String>>,
) -> Vec<DomainPractice> {
    let mut rows: Vec<DomainPractice> = outline
        .domains
        .iter()
        .map(|domain| DomainPractice {
            domain: domain.id.clone(),
            title: domain.title.clone(),
            correct: 0,
            answered: 0,
            items: 0,
        })
        .collect();
    for (id, position) in set.items.iter().zip(1_u32..) {
        let Some(item) = pool.get(id) else { continue };
        let domain = outline.domain_of_task(&item.meta.task).map(|domain| domain.id.as_str());
        let Some(row) = rows.iter_mut().find(|row| Some(row.domain.as_str()) == domain) else { continue };
        row.items += 1;
        if let Some(response) = answers.get(&position) {
            row.answered += 1;
            row.correct += u32::from(item.is_right(item_seed(seed, position), response));
        }
    }
    rows
}

/// Domains by what they ask for: the smallest share first, unanswered ones last.
///
/// Of equal shares the one with more answers comes first: it says more.
pub fn weakest_first(mut domains: Vec<DomainPractice>) -> Vec<DomainPractice> {
    domains.retain(|domain| domain.items > 0);
    // By cross-multiplication: no share is rounded.
    domains.sort_by(|one, other| {
        let unknown = (one.answered == 0).cmp(&(other.answered == 0));
        let share = (u64::from(one.correct) * u64::from(other.answered))
            .cmp(&(u64::from(other.correct) * u64::from(one.answered)));
        unknown.then(share).then(other.answered.cmp(&one.answered))
    });
    domains
}

/// How practice went in one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainPractice {
    /// Domain id.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Answered correctly.
    pub correct: u32,
    /// Answered.
    pub answered: u32,
    /// Items of the set in this domain.
    pub items: u32,
}

#[cfg(test)]
mod order_tests {
    use super::*;

    #[test]
    fn the_smallest_share_comes_first_and_what_was_not_asked_last() {
        let domain = |id: &str, correct, answered, items| DomainPractice {
            domain: id.to_owned(),
            title: String::new(),
            correct,
            answered,
            items,
        };
        let given = vec![
            domain("all right", 3, 3, 4),
            domain("not asked", 0, 0, 4),
            domain("not in the set", 0, 0, 0),
            domain("half of two", 1, 2, 2),
            domain("half of four", 2, 4, 4),
            domain("none right", 0, 1, 3),
        ];
        let order: Vec<String> = weakest_first(given).into_iter().map(|one| one.domain).collect();
        assert_eq!(order, ["none right", "half of four", "half of two", "all right", "not asked"]);
    }
}
