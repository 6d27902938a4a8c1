//! What changed between the outlines of two exam versions.
//!
//! Also whether what was announced about it is true.
//!
//! Every row says who says so: `stated` by the body, or `derived` by an analyst. "No task removed", "task
//! moved" and "skill dropped" are true on different levels, so all three levels are compared.
//!
//! ```
//! use assay_programme::diff::{DiffError, outline_diff};
//! let programme = assay_programme::model::Programme::default();
//! let error = outline_diff(&programme, "A-1", "A-2").unwrap_err();
//! assert_eq!(error, DiffError::UnknownExam { exam: "A-1".to_owned(), known: String::new() });
//! ```

mod claim;
mod compared;
mod rows;

use std::collections::BTreeMap;

use assay_kernel::ExamCode;
use serde::Serialize;

pub use claim::{ClaimVerdict, Verdict};
pub(crate) use claim::{check_names, unresolved_subjects};
pub use compared::{DiffRow, Part};

use crate::model::{Outline, Programme};
use compared::OutlinePair;

/// Two outlines compared: rows on three levels, counts, claims with verdicts.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineDiff {
    /// The old outline.
    pub from: Side,
    /// The new outline.
    pub to: Side,
    /// One row an old domain, then the new ones that continue nothing.
    pub domains: Vec<DiffRow>,
    /// One row an old task statement, then the new ones that continue nothing.
    pub tasks: Vec<DiffRow>,
    /// One row an old skill, then the new ones that continue nothing.
    pub skills: Vec<DiffRow>,
    /// How often each relation occurs.
    pub counts: Counts,
    /// What was announced about the content, each with its verdict.
    pub claims: Vec<ClaimVerdict>,
}

/// One of the two outlines, in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The exam version.
    pub exam: ExamCode,
    /// Its title.
    pub title: String,
    /// Version of its guide.
    pub guide_version: String,
    /// How many domains.
    pub domains: usize,
    /// How many task statements.
    pub tasks: usize,
    /// How many skills.
    pub skills: usize,
}

/// How often each relation occurs, by level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Of domains.
    pub domains: LevelCounts,
    /// Of task statements.
    pub tasks: LevelCounts,
    /// Of skills.
    pub skills: LevelCounts,
}

/// How often each relation occurs on one level; stated and derived apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    /// The body says so.
    pub stated: BTreeMap<&'static str, usize>,
    /// An analyst says so.
    pub derived: BTreeMap<&'static str, usize>,
}

impl LevelCounts {
    /// How often a relation occurs, whoever says so.
    pub fn of(&self, relation: &str) -> usize {
        let count = |map: &BTreeMap<&'static str, usize>| map.get(relation).copied().unwrap_or_default();
        count(&self.stated) + count(&self.derived)
    }

    fn count(rows: &[DiffRow]) -> Self {
        let mut counts = LevelCounts::default();
        for row in rows {
            let map = if row.basis == "stated" { &mut counts.stated } else { &mut counts.derived };
            *map.entry(row.relation).or_default() += 1;
        }
        counts
    }
}

/// Why two exam versions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiffError {
    /// The programme has no such exam version.
    #[error("the programme has no exam version `{exam}`; it has {known}")]
    UnknownExam {
        /// The code that was asked for.
        exam: String,
        /// Those there are.
        known: String,
    },
    /// The exam version has no outline.
    #[error("`{exam}` has no outline; add outlines/{exam}.toml")]
    NoOutline {
        /// Which.
        exam: String,
    },
    /// Nobody wrote down what became of the old outline's parts.
    #[error("there is no crosswalk from `{from}` to `{to}`; add crosswalks/{from}--{to}.toml{hint}")]
    NoCrosswalk {
        /// Old exam version.
        from: String,
        /// New exam version.
        to: String,
        /// What exists instead.
        hint: String,
    },
}

/// Compares the outlines of two exam versions by their crosswalk.
///
/// # Errors
/// An exam version, its outline, or the crosswalk is missing.
pub fn outline_diff(programme: &Programme, from: &str, to: &str) -> Result<OutlineDiff, DiffError> {
    let old = outline(programme, from)?;
    let new = outline(programme, to)?;
    let crosswalk = programme.crosswalk(from, to).ok_or_else(|| no_crosswalk(programme, from, to))?;
    let compared = OutlinePair { old, new, crosswalk };
    let (domains, tasks, skills) =
        (rows::domains(&compared), rows::tasks(&compared), rows::skills(&compared));
    let counts = Counts {
        domains: LevelCounts::count(&domains),
        tasks: LevelCounts::count(&tasks),
        skills: LevelCounts::count(&skills),
    };
    let transitions = programme.transitions.iter().filter(|t| t.from == from && t.to == to);
    let claims = transitions.flat_map(|t| &t.claims).map(|claim| claim::verdict(&compared, claim)).collect();
    Ok(OutlineDiff {
        from: side(programme, old),
        to: side(programme, new),
        domains,
        tasks,
        skills,
        counts,
        claims,
    })
}

fn outline<'a>(programme: &'a Programme, exam: &str) -> Result<&'a Outline, DiffError> {
    if let Some(outline) = programme.outline(exam) {
        return Ok(outline);
    }
    let exam = exam.to_owned();
    if programme.exam(&exam).is_some() {
        return Err(DiffError::NoOutline { exam });
    }
    let known: Vec<&str> = programme.exams.iter().map(|exam| exam.code.as_str()).collect();
    Err(DiffError::UnknownExam { exam, known: known.join(", ") })
}

fn no_crosswalk(programme: &Programme, from: &str, to: &str) -> DiffError {
    let hint = if programme.crosswalk(to, from).is_some() {
        format!(" (there is one from `{to}` to `{from}`: swap the two)")
    } else {
        String::new()
    };
    DiffError::NoCrosswalk { from: from.to_owned(), to: to.to_owned(), hint }
}

fn side(programme: &Programme, outline: &Outline) -> Side {
    Side {
        exam: outline.exam.clone(),
        title: programme.exam(outline.exam.as_str()).map(|exam| exam.title.clone()).unwrap_or_default(),
        guide_version: outline.guide_version.clone(),
        domains: outline.domains.len(),
        tasks: outline.tasks().count(),
        skills: outline.skills().count(),
    }
}
