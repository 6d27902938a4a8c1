//! Practice sets, and how a run through one went.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::BankItem;
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
    /// An item is in two pools.
    pub const TWO_POOLS: &str = "L0007";
    /// A skill has fewer drill items than a word about it needs.
    pub const FEW_DRILLS: &str = "L0008";
    /// A final form is not spread as its outline weighs.
    pub const WEIGHTS: &str = "L0009";
    /// A practice item or a check of a lesson is nearly an item of an examination.
    pub const LIKE_EXAM: &str = "L0021";
}

/// Drill items that each skill has, at least.
///
/// With fewer, and the pretest and the final form, nobody gets to the three first answers that any word on a
/// skill needs.
pub const DRILLS_A_SKILL: usize = 2;

/// How far a domain of a final form may be from its weight, in items.
const WEIGHT_SLACK: f64 = 1.0;

/// What a set is for: no item is in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PracticePool {
    /// The first look.
    Pretest,
    /// What is practised with.
    Drill,
    /// The final practice exam: shown nowhere else.
    Final,
}

impl PracticePool {
    const WORDS: [(&str, PracticePool); 3] =
        [("pretest", PracticePool::Pretest), ("drill", PracticePool::Drill), ("final", PracticePool::Final)];

    /// Its word in files and rows.
    pub fn as_str(self) -> &'static str {
        match self {
            PracticePool::Pretest => "pretest",
            PracticePool::Drill => "drill",
            PracticePool::Final => "final",
        }
    }

    /// The pool with a word; none of any other.
    pub fn of(word: &str) -> Option<PracticePool> {
        PracticePool::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, pool)| pool)
    }
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
    /// What it is for.
    ///
    /// None of a set that is taken from end to end, as often as one likes.
    pub pool: Option<PracticePool>,
    /// Ids in the practice pool.
    pub items: Vec<String>,
    /// Where it stands.
    pub at: Location,
}

impl PracticeSet {
    /// The pool as which its items count.
    pub fn counts_as(&self) -> PracticePool {
        self.pool.unwrap_or(PracticePool::Drill)
    }
}

/// Reads one practice set: whatever could be read of it is kept.
pub fn parse_set(file: &SourceFile) -> (PracticeSet, Diagnostics) {
    let (mut set, found) = Reader::read(file, |table| PracticeSet {
        id: table.text("id"),
        exam: ExamCode::new(&table.text("exam")),
        title: table.text("title"),
        summary: table.text("summary"),
        pool: table.maybe_choice("pool", &PracticePool::WORDS),
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
    let items: Vec<&BankItem> = set.items.iter().filter_map(|id| pool.get(id)).collect();
    match set.pool {
        Some(PracticePool::Drill) => found.extend(few_drills(set, outline, &items)),
        Some(PracticePool::Final) => found.extend(weights(set, outline, &items)),
        Some(PracticePool::Pretest) | None => {}
    }
    found
}

/// Skills with so few drill items that nothing can be said of them.
fn few_drills(set: &PracticeSet, outline: &Outline, items: &[&BankItem]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let of = |skill: &str| items.iter().filter(|item| item.meta.skill.as_deref() == Some(skill)).count();
    let few: Vec<&str> =
        outline.skills().map(|skill| skill.id.as_str()).filter(|skill| of(skill) < DRILLS_A_SKILL).collect();
    if !few.is_empty() {
        let (count, list) = (few.len(), few.join(", "));
        let message = format!("{count} skills have fewer than {DRILLS_A_SKILL} drill items: {list}");
        let hint = "write items for them; until then practice says nothing about these skills";
        found.push(Diagnostic::warning(codes::FEW_DRILLS, set.at.clone(), message).hint(hint));
    }
    found
}

/// Domains of a final form that have more or fewer items than their weight.
fn weights(set: &PracticeSet, outline: &Outline, items: &[&BankItem]) -> Diagnostics {
    let mut found = Diagnostics::default();
    for domain in &outline.domains {
        let is_of = |item: &&&BankItem| {
            outline.domain_of_task(&item.meta.task).is_some_and(|other| other.id == domain.id)
        };
        let there = items.iter().filter(is_of).count();
        // Forms have a few hundred items at most: exact as a float.
        let wanted = f64::from(domain.weight_pct) * small(items.len()) / 100.0;
        if (small(there) - wanted).abs() > WEIGHT_SLACK {
            let (id, pct) = (&domain.id, domain.weight_pct);
            let message = format!("domain {id} has {there} of {} items, its weight is {pct} %", items.len());
            let hint = "a final form is spread as the exam is: exchange items";
            found.push(Diagnostic::error(codes::WEIGHTS, set.at.clone(), message).hint(hint));
        }
    }
    found
}

fn small(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// Holds the sets of a programme against one another: no item is in two pools.
///
/// A final form is shown nowhere else, and what the first look has shown is no drill.
pub fn check_pools<'s>(sets: impl Iterator<Item = &'s PracticeSet> + Clone) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut first: BTreeMap<&str, &PracticeSet> = BTreeMap::new();
    for set in sets {
        let Some(pool) = set.pool else { continue };
        for id in &set.items {
            let other = *first.entry(id).or_insert(set);
            let other_pool = other.pool.unwrap_or(pool);
            let is_twice_final = pool == PracticePool::Final && other.id != set.id;
            if other_pool != pool || is_twice_final {
                let (one, two) = (other_pool.as_str(), pool.as_str());
                let message = format!("`{id}` is in `{}` ({one}) and in `{}` ({two})", other.id, set.id);
                let hint = "an item is in one pool: who has seen it in one would be asked again in the other";
                found.push(Diagnostic::error(codes::TWO_POOLS, set.at.clone(), message).hint(hint));
            }
        }
    }
    found
}

/// How the answers of a run went by domain.
///
/// Each question comes with its task, and with whether its answer is right; none where it is not answered.
pub fn by_domain<'t>(
    outline: &Outline,
    questions: impl IntoIterator<Item = (&'t str, Option<bool>)>,
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
    for (task, right) in questions {
        let domain = outline.domain_of_task(task).map(|domain| domain.id.as_str());
        let Some(row) = rows.iter_mut().find(|row| Some(row.domain.as_str()) == domain) else { continue };
        row.items += 1;
        row.answered += u32::from(right.is_some());
        row.correct += u32::from(right == Some(true));
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
