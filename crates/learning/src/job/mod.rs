//! Job roles: the skills of a kind of work, and what somebody has shown of them.
//!
//! Level 1 is a lesson that was finished; 2 are three first answers or more, two thirds of them right; 3 is
//! an exam that was passed whose outline has the skill. Levels 2 and 3 are told with their age, and fade
//! after two years; none is ever taken away.

mod evidence;
mod file;

/// Codes of faults.
pub mod codes {
    /// A job role names a skill that no outline has.
    pub const NO_SKILL: &str = "L0022";
    /// A job role names a skill twice.
    pub const TWICE: &str = "L0023";
}

pub use evidence::{AnswersToSkill, SkillEvidence, SkillFacts, SkillReason};
pub use file::{JobRole, JobSkill, ROLES, SkillLevel, check_role, parse_role};
