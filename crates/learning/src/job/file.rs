//! A job role as its file says it: `roles/<id>.toml`.

use std::collections::BTreeSet;

use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode, Location,
    source::{Reader, SourceFile},
};
use assay_programme::model::Programme;

use super::codes;
use crate::practice;

/// Where job roles stand in a programme.
pub const ROLES: &str = "roles/";
/// Skills of a role: an outline has some fifty, and a role takes from a few.
const SKILLS_MAX: usize = 200;

/// How well a skill is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkillLevel {
    /// Read about.
    Read,
    /// Answered for.
    Answered,
    /// Proved.
    Proved,
}

impl SkillLevel {
    /// All, the lowest first.
    pub const ALL: [SkillLevel; 3] = [SkillLevel::Read, SkillLevel::Answered, SkillLevel::Proved];

    /// From 1 to 3.
    pub fn number(self) -> u8 {
        match self {
            SkillLevel::Read => 1,
            SkillLevel::Answered => 2,
            SkillLevel::Proved => 3,
        }
    }

    /// The level with a number; none of any other.
    pub fn of(number: i64) -> Option<SkillLevel> {
        SkillLevel::ALL.into_iter().find(|level| i64::from(level.number()) == number)
    }
}

/// A kind of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRole {
    /// The file name.
    pub id: String,
    /// In words.
    pub title: String,
    /// For whom, and what the work is.
    pub summary: String,
    /// What it needs.
    pub skills: Vec<JobSkill>,
    /// Where it stands.
    pub at: Location,
}

/// A skill that a kind of work needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSkill {
    /// Of which exam version's outline.
    pub exam: ExamCode,
    /// Its id there.
    pub skill: String,
    /// How well.
    pub level: SkillLevel,
    /// What in the work needs it.
    pub why: String,
    /// Where it stands.
    pub at: Location,
}

/// Reads a job role: whatever could be read of it is kept.
pub fn parse_role(file: &SourceFile) -> (JobRole, Diagnostics) {
    let (mut role, found) = Reader::read(file, |table| JobRole {
        id: table.text("id"),
        title: table.text("title"),
        summary: table.text("summary").trim().to_owned(),
        skills: table.tables("skill", skill).into_iter().flatten().take(SKILLS_MAX).collect(),
        at: table.place("id"),
    });
    if role.id.is_empty() {
        file.stem().clone_into(&mut role.id);
    }
    (role, found)
}

fn skill(table: &Reader<'_>) -> Option<JobSkill> {
    let (named, level, why) =
        (table.text("skill"), SkillLevel::of(table.integer_in("level", 1..=3)), table.text("why"));
    let Some((exam, skill)) = named.split_once('/') else {
        let hint = "write the exam version, a stroke, and the skill: \"SOA-C03/2.3.2\"";
        table.bad("skill", format!("`{named}` names no exam version"), hint);
        return None;
    };
    let at = table.place("skill");
    Some(JobSkill { exam: ExamCode::new(exam), skill: skill.to_owned(), level: level?, why, at })
}

/// Holds a job role against its file's name and the outlines.
pub fn check_role(file: &SourceFile, role: &JobRole, programme: &Programme) -> Diagnostics {
    let mut found = Diagnostics::default();
    if role.id != file.stem() {
        let message = format!("the job role's id is `{}`, its file is `{}`", role.id, file.path);
        found.push(Diagnostic::error(practice::codes::NAME, role.at.clone(), message));
    }
    let mut seen = BTreeSet::new();
    for JobSkill { exam, skill, at, .. } in &role.skills {
        let outline = programme.outline(exam.as_str());
        if outline.is_none_or(|outline| outline.skill(skill).is_none()) {
            let message = format!("{exam} has no skill {skill}");
            let hint = "name a skill that its outline has";
            found.push(Diagnostic::error(codes::NO_SKILL, at.clone(), message).hint(hint));
        }
        if !seen.insert((exam, skill)) {
            let message = format!("{exam}/{skill} stands twice");
            found.push(Diagnostic::error(codes::TWICE, at.clone(), message));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id = \"ops\"\ntitle = \"Operations\"\nsummary = \"For those who run it.\"\n\
                        [[skill]]\nskill = \"X-1/1.1\"\nlevel = 2\nwhy = \"Every day.\"\n";

    fn read(text: &str) -> (JobRole, Vec<&'static str>) {
        let (role, found) = parse_role(&SourceFile::new("roles/ops.toml", text));
        (role, found.iter().map(|one| one.code).collect())
    }

    #[test]
    fn a_role_is_read_and_what_is_wrong_with_a_skill_is_told_at_its_line() {
        let (role, found) = read(TEXT);
        assert_eq!(found, [] as [&str; 0]);
        let of = &role.skills[0];
        assert_eq!((of.exam.as_str(), of.skill.as_str(), of.level), ("X-1", "1.1", SkillLevel::Answered));
        for wrong in ["X-1 1.1", ""] {
            let (role, found) = read(&TEXT.replace("X-1/1.1", wrong));
            assert!(role.skills.is_empty() && !found.is_empty(), "{wrong}: {found:?}");
        }
        let (role, found) = read(&TEXT.replace("level = 2", "level = 4"));
        assert!(role.skills.len() <= 1 && !found.is_empty());
        let (_, found) = read(&TEXT.replace("why =", "because ="));
        assert_eq!(found.len(), 2, "one that is missing, one that nobody knows: {found:?}");
    }

    #[test]
    fn a_role_names_skills_that_an_outline_has_each_once() {
        let file = SourceFile::new("roles/other.toml", TEXT);
        let (mut role, _) = parse_role(&file);
        role.skills.push(role.skills[0].clone());
        let found = check_role(&file, &role, &Programme::default());
        let codes: Vec<&str> = found.iter().map(|one| one.code).collect();
        assert_eq!(codes, ["L0005", "L0022", "L0022", "L0023"]);
    }
}
