//! Content outlines and the crosswalk between two of them.

use assay_kernel::{Date, ExamCode};

use super::clause::Clause;

/// The public blueprint of an exam version: `outlines/<exam>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Whose outline.
    pub exam: ExamCode,
    /// Version of the guide it was taken from.
    pub guide_version: String,
    /// In the guide's order; weights sum to 100.
    pub domains: Vec<Domain>,
    /// Services in scope by category.
    pub in_scope: Vec<(String, Vec<String>)>,
    /// Services out of scope by category.
    pub out_of_scope: Vec<(String, Vec<String>)>,
    /// Job tasks out of scope.
    pub out_of_scope_tasks: Vec<String>,
    /// How a form deals with weights that do not divide its items.
    ///
    /// None where they do, or where nothing is said.
    pub rounding: Option<String>,
    /// The study of the work that the weights rest on.
    pub practice_analysis: Option<PracticeAnalysis>,
    /// Where this stands.
    pub clause: Clause,
}

/// A weighted part of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// e.g. `1`.
    pub id: String,
    /// The guide's words.
    pub title: String,
    /// Share of the scored items in percent.
    pub weight_pct: u32,
    /// In the guide's order.
    pub tasks: Vec<TaskStatement>,
    /// Where this stands.
    pub clause: Clause,
}

/// A part of a domain: what the role does.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskStatement {
    /// e.g. `1.1`.
    pub id: String,
    /// The guide's words.
    pub title: String,
    /// The level at which outlines are compared; none where one stops at tasks.
    pub skills: Vec<Skill>,
    /// What the practice analysis found.
    pub weight: Option<TaskWeight>,
    /// Where this stands.
    pub clause: Clause,
}

/// The study of what holders do at work, on which an outline rests.
#[derive(Clone, Debug, PartialEq)]
pub struct PracticeAnalysis {
    /// Day on which it was finished.
    pub conducted_on: Option<Date>,
    /// People who answered.
    pub respondents: u32,
    /// What it is called, or where it can be read.
    pub source: String,
    /// Where this stands.
    pub clause: Clause,
}

/// How often and how much a task matters at work, as respondents rated it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskWeight {
    /// Mean rating of frequency, in hundredths, e.g. 350 for 3.5.
    pub frequency_hundredths: u32,
    /// Mean rating of importance, in hundredths.
    pub importance_hundredths: u32,
}

impl TaskWeight {
    /// The usual product index: frequency times importance.
    ///
    /// Only its share of the sum means something.
    pub fn index(self) -> u64 {
        u64::from(self.frequency_hundredths) * u64::from(self.importance_hundredths)
    }
}

/// A part of a task statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Skill {
    /// e.g. `1.1.2`.
    pub id: String,
    /// Paraphrase.
    pub text: String,
    /// Services it names.
    pub services: Vec<String>,
    /// Stated by the body as added in this version.
    pub stated_new: bool,
    /// Where this stands.
    pub clause: Clause,
}

impl Outline {
    /// All task statements in order.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskStatement> {
        self.domains.iter().flat_map(|domain| &domain.tasks)
    }

    /// All skills in order.
    pub fn skills(&self) -> impl Iterator<Item = &Skill> {
        self.tasks().flat_map(|task| &task.skills)
    }

    /// The task statement with this id.
    pub fn task(&self, id: &str) -> Option<&TaskStatement> {
        self.tasks().find(|task| task.id == id)
    }

    /// The skill with this id.
    pub fn skill(&self, id: &str) -> Option<&Skill> {
        self.skills().find(|skill| skill.id == id)
    }

    /// The domain to which a task statement belongs.
    pub fn domain_of_task(&self, task: &str) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.tasks.iter().any(|t| t.id == task))
    }
}

/// How a part of the old outline continues in the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Unchanged.
    Same,
    /// Same meaning, other words.
    Reworded,
    /// Covers more.
    Widened,
    /// Covers less.
    Narrowed,
    /// Now elsewhere.
    Moved,
    /// Together with another.
    Merged,
    /// In several places.
    Split,
    /// New.
    Added,
    /// Gone, and said so.
    Removed,
    /// Nothing in the new outline takes it up, and nobody said so.
    Unplaced,
}

impl Relation {
    /// All, with their words in files.
    pub const ALL: [(&'static str, Relation); 10] = [
        ("same", Relation::Same),
        ("reworded", Relation::Reworded),
        ("widened", Relation::Widened),
        ("narrowed", Relation::Narrowed),
        ("moved", Relation::Moved),
        ("merged", Relation::Merged),
        ("split", Relation::Split),
        ("added", Relation::Added),
        ("removed", Relation::Removed),
        ("unplaced", Relation::Unplaced),
    ];

    /// The word in files and on pages.
    pub fn as_str(self) -> &'static str {
        Relation::ALL.iter().find(|(_, relation)| *relation == self).map_or("", |(word, _)| word)
    }
}

/// Who says so: `stated` by the body, or `derived` by an analyst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// In the exam guide.
    Guide,
    /// In the announcement.
    Announcement,
    /// A judgement from comparing both outlines.
    Analyst,
}

impl Basis {
    /// Whether the body itself says it.
    pub fn is_stated(self) -> bool {
        self != Basis::Analyst
    }

    /// All, with their words in files.
    pub const ALL: [(&'static str, Basis); 3] =
        [("guide", Basis::Guide), ("announcement", Basis::Announcement), ("analyst", Basis::Analyst)];

    /// The word in files and on pages.
    pub fn as_str(self) -> &'static str {
        Basis::ALL.iter().find(|(_, basis)| *basis == self).map_or("", |(word, _)| word)
    }

    /// `stated` or `derived`.
    pub fn word(self) -> &'static str {
        if self.is_stated() { "stated" } else { "derived" }
    }
}

/// From one outline to the next: `crosswalks/<from>--<to>.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosswalk {
    /// Old exam version.
    pub from: ExamCode,
    /// New exam version.
    pub to: ExamCode,
    /// Every old domain.
    pub domains: Vec<DomainMap>,
    /// Every old task statement.
    pub tasks: Vec<TaskMap>,
    /// Every old skill.
    pub skills: Vec<SkillMap>,
    /// New skills that continue nothing old.
    pub added: Vec<Addition>,
    /// Where this stands.
    pub clause: Clause,
}

/// One old domain.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainMap {
    /// Old id.
    pub from: String,
    /// New id.
    pub to: String,
    /// How.
    pub relation: Relation,
    /// Who says so.
    pub basis: Basis,
    /// Where this stands.
    pub clause: Clause,
}

/// One old task statement.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskMap {
    /// Old id.
    pub from: String,
    /// New id; `None` where nothing takes it up.
    pub to: Option<String>,
    /// How.
    pub relation: Relation,
    /// Who says so.
    pub basis: Basis,
    /// Anything to add.
    pub note: String,
    /// Where this stands.
    pub clause: Clause,
}

/// One old skill.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillMap {
    /// Old id.
    pub from: String,
    /// New ids; empty where nothing takes it up.
    pub to: Vec<String>,
    /// How.
    pub relation: Relation,
    /// Who says so.
    pub basis: Basis,
    /// Anything to add.
    pub note: String,
    /// Where this stands.
    pub clause: Clause,
}

/// A new skill.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// New id.
    pub to: String,
    /// Who says so.
    pub basis: Basis,
    /// Anything to add.
    pub note: String,
    /// Where this stands.
    pub clause: Clause,
}

/// A sentence of the announcement that the crosswalk can confirm or refute.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which check decides it, e.g. `no-task-removed` or `task-moved`.
    pub check: String,
    /// What the check is about, e.g. service names or the id of a task; may be empty.
    pub subjects: Vec<String>,
    /// The claim in words.
    pub text: String,
    /// Where it was said.
    pub basis: Basis,
    /// Anything to add.
    pub note: String,
    /// Where this stands.
    pub clause: Clause,
}
