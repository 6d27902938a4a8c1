//! Announced claims against the crosswalk.
//!
//! What holds, on which level, and by what evidence.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::compared::OutlinePair;
use crate::model::{Claim, Outline, Relation, SkillMap};

/// What the two outlines and their crosswalk say about a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is so.
    Holds,
    /// It is so for task statements, but not for the skills below them.
    HoldsAtTaskLevelOnly,
    /// It is so for some of what it names.
    HoldsInPart,
    /// It is so of the wording, not of the count of parts.
    HoldsByWordingOnly,
    /// It is not so.
    Refuted,
    /// The files do not say enough.
    CannotBeChecked,
}

impl Verdict {
    /// The words on pages and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::HoldsAtTaskLevelOnly => "holds at task level only",
            Verdict::HoldsInPart => "holds in part",
            Verdict::HoldsByWordingOnly => "holds by wording only",
            Verdict::Refuted => "refuted",
            Verdict::CannotBeChecked => "cannot be checked",
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A claim with what the data say about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimVerdict {
    /// The claim in words.
    pub text: String,
    /// Which check decided it.
    pub check: String,
    /// Where it was said: `guide`, `announcement` or `analyst`.
    pub source: &'static str,
    /// Whether it holds.
    pub verdict: Verdict,
    /// By what evidence, in words.
    pub evidence: String,
    /// Anything its file adds.
    pub note: String,
}

type Decide = fn(&OutlinePair<'_>, &[String]) -> (Verdict, String);

/// What a check's subjects are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subjects {
    None,
    Services,
    OldSkills,
    NewSkills,
    OldTaskToNewTask,
    OldSkillToNewSkill,
}

/// Every check that a claim may name.
const CHECKS: [(&str, Subjects, Decide); 8] = [
    ("no-task-removed", Subjects::None, no_task_removed),
    ("no-skill-removed", Subjects::None, no_skill_removed),
    ("more-detailed", Subjects::None, more_detailed),
    ("service-in-scope", Subjects::Services, service_in_scope),
    ("task-moved", Subjects::OldTaskToNewTask, task_moved),
    ("skill-moved", Subjects::OldSkillToNewSkill, skill_moved),
    ("skill-added", Subjects::NewSkills, skill_added),
    ("skill-removed", Subjects::OldSkills, skill_removed),
];

/// The names of all checks, for hints.
pub(crate) fn check_names() -> Vec<&'static str> {
    CHECKS.iter().map(|(name, ..)| *name).collect()
}

/// The subjects that name nothing in the outlines; `None` if the check is unknown.
pub(crate) fn unresolved_subjects(claim: &Claim, old: &Outline, new: &Outline) -> Option<Vec<String>> {
    let (_, kind, _) = CHECKS.iter().find(|(name, ..)| *name == claim.check)?;
    let resolves = |subject: &str| match kind {
        Subjects::None => false,
        Subjects::Services => true,
        Subjects::OldSkills => old.skill(subject).is_some(),
        Subjects::NewSkills => new.skill(subject).is_some(),
        Subjects::OldTaskToNewTask => {
            pair(subject).is_some_and(|(from, to)| old.task(from).is_some() && new.task(to).is_some())
        }
        Subjects::OldSkillToNewSkill => {
            pair(subject).is_some_and(|(from, to)| old.skill(from).is_some() && new.skill(to).is_some())
        }
    };
    Some(claim.subjects.iter().filter(|subject| !resolves(subject)).cloned().collect())
}

pub(super) fn verdict(compared: &OutlinePair<'_>, claim: &Claim) -> ClaimVerdict {
    let decided = CHECKS.iter().find(|(name, ..)| *name == claim.check);
    let (verdict, evidence) = match decided {
        Some((_, Subjects::None, decide)) => decide(compared, &[]),
        Some((.., decide)) if !claim.subjects.is_empty() => decide(compared, &claim.subjects),
        _ => (Verdict::CannotBeChecked, "The files do not say what the claim is about.".to_owned()),
    };
    ClaimVerdict {
        text: claim.text.clone(),
        check: claim.check.clone(),
        source: claim.basis.as_str(),
        verdict,
        evidence,
        note: claim.note.clone(),
    }
}

fn pair(subject: &str) -> Option<(&str, &str)> {
    subject.split_once("->").map(|(from, to)| (from.trim(), to.trim()))
}

/// `6.1`, `6.1 and 6.2`, `6.1, 6.2 and 6.3`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn gone(relation: Relation) -> bool {
    matches!(relation, Relation::Removed | Relation::Unplaced)
}

fn homeless<'a>(compared: &'a OutlinePair<'_>) -> Vec<&'a SkillMap> {
    compared.crosswalk.skills.iter().filter(|map| map.to.is_empty() || gone(map.relation)).collect()
}

/// Says which skills have no place in the new outline, apart by who says so.
fn homeless_in_words(skills: &[&SkillMap]) -> String {
    let ids = |stated: bool| -> Vec<&str> {
        skills.iter().filter(|map| map.basis.is_stated() == stated).map(|map| map.from.as_str()).collect()
    };
    let parts = [(ids(false), "derived"), (ids(true), "stated")];
    let words: Vec<String> = parts
        .iter()
        .filter(|(ids, _)| !ids.is_empty())
        .map(|(ids, word)| format!("{} ({} {word})", listed(ids), ids.len()))
        .collect();
    words.join("; ")
}

fn no_task_removed(compared: &OutlinePair<'_>, _: &[String]) -> (Verdict, String) {
    let tasks = &compared.crosswalk.tasks;
    let removed: Vec<&str> = tasks
        .iter()
        .filter(|map| map.to.is_none() || gone(map.relation))
        .map(|map| map.from.as_str())
        .collect();
    if !removed.is_empty() {
        return (Verdict::Refuted, format!("No task statement takes up {}.", listed(&removed)));
    }
    let (before, after) = (compared.old.tasks().count(), compared.new.tasks().count());
    let mut evidence =
        format!("Each of the {before} task statements continues in one of the {after} new ones");
    let merges: BTreeSet<&str> =
        tasks.iter().filter(|m| m.relation == Relation::Merged).filter_map(|m| m.to.as_deref()).collect();
    for to in merges {
        let from: Vec<&str> =
            tasks.iter().filter(|m| m.to.as_deref() == Some(to)).map(|m| m.from.as_str()).collect();
        evidence.push_str(&format!("; {} merge into {to}", listed(&from)));
    }
    let homeless = homeless(compared);
    if homeless.is_empty() {
        return (Verdict::Holds, format!("{evidence}."));
    }
    let (count, verb) = (homeless.len(), if homeless.len() == 1 { "has" } else { "have" });
    let words = homeless_in_words(&homeless);
    let evidence = format!("{evidence}. Below them {count} of the skills {verb} no place: {words}.");
    (Verdict::HoldsAtTaskLevelOnly, evidence)
}

fn no_skill_removed(compared: &OutlinePair<'_>, _: &[String]) -> (Verdict, String) {
    let homeless = homeless(compared);
    if homeless.is_empty() {
        return (Verdict::Holds, "Every skill continues in the new outline.".to_owned());
    }
    (Verdict::Refuted, format!("No place in the new outline: {}.", homeless_in_words(&homeless)))
}

fn more_detailed(compared: &OutlinePair<'_>, _: &[String]) -> (Verdict, String) {
    let (before, after) = (compared.old.skills().count(), compared.new.skills().count());
    if before == 0 || after == 0 {
        return (Verdict::CannotBeChecked, "One of the outlines stops at task statements.".to_owned());
    }
    let count = |relation| compared.crosswalk.skills.iter().filter(|map| map.relation == relation).count();
    let (widened, narrowed) = (count(Relation::Widened), count(Relation::Narrowed));
    let evidence = format!(
        "{before} skills become {after}; {widened} of the old ones cover more now and {narrowed} cover less"
    );
    match (after > before, widened > narrowed) {
        (true, _) => (Verdict::Holds, format!("{evidence}.")),
        (false, true) => {
            let why = "there are not more skills, but each says more (derived)";
            (Verdict::HoldsByWordingOnly, format!("{evidence}: {why}."))
        }
        (false, false) => (Verdict::Refuted, format!("{evidence}.")),
    }
}

fn lists(outline: &Outline, service: &str) -> bool {
    outline.in_scope.iter().any(|(_, services)| services.iter().any(|known| known == service))
}

fn service_in_scope(compared: &OutlinePair<'_>, services: &[String]) -> (Verdict, String) {
    if compared.new.in_scope.is_empty() {
        return (Verdict::CannotBeChecked, "The new outline lists no services.".to_owned());
    }
    let pick = |wanted: fn(bool, bool) -> bool| -> Vec<&str> {
        let state = |s: &&String| wanted(lists(compared.old, s), lists(compared.new, s));
        services.iter().filter(state).map(String::as_str).collect()
    };
    let new = pick(|old, new| !old && new);
    let kept = pick(|old, new| old && new);
    let missing = pick(|_, new| !new);
    let mut parts = Vec::new();
    if !new.is_empty() {
        parts.push(format!("{}: listed in the new outline, not in the old one", listed(&new)));
    }
    if !kept.is_empty() {
        parts.push(format!("{}: listed in both", listed(&kept)));
    }
    if !missing.is_empty() {
        parts.push(format!("{}: not listed in the new outline", listed(&missing)));
    }
    (graded(new.len(), services.len()), format!("{}.", parts.join("; ")))
}

/// The verdict on a claim of which some subjects are confirmed.
fn graded(confirmed: usize, claimed: usize) -> Verdict {
    match confirmed {
        0 => Verdict::Refuted,
        some if some == claimed => Verdict::Holds,
        _ => Verdict::HoldsInPart,
    }
}

/// Says of each claimed move where the old part went.
fn moved(subjects: &[String], goes_to: impl Fn(&str) -> Vec<String>) -> (Verdict, String) {
    let mut confirmed = 0;
    let mut parts = Vec::new();
    for (from, to) in subjects.iter().filter_map(|subject| pair(subject)) {
        let found = goes_to(from);
        if found.iter().any(|place| place == to) {
            confirmed += 1;
        }
        let places: Vec<&str> = found.iter().map(String::as_str).collect();
        let place = if places.is_empty() { "no place".to_owned() } else { listed(&places) };
        parts.push(format!("{from} goes to {place}"));
    }
    (graded(confirmed, subjects.len()), format!("{}.", parts.join("; ")))
}

fn task_moved(compared: &OutlinePair<'_>, subjects: &[String]) -> (Verdict, String) {
    let tasks = &compared.crosswalk.tasks;
    let to = |from: &str| tasks.iter().filter(|m| m.from == from).filter_map(|m| m.to.clone()).collect();
    moved(subjects, to)
}

fn skill_moved(compared: &OutlinePair<'_>, subjects: &[String]) -> (Verdict, String) {
    let skills = &compared.crosswalk.skills;
    let to = |from: &str| skills.iter().filter(|m| m.from == from).flat_map(|m| m.to.clone()).collect();
    moved(subjects, to)
}

fn skill_added(compared: &OutlinePair<'_>, subjects: &[String]) -> (Verdict, String) {
    let crosswalk = compared.crosswalk;
    let is_new = |id: &&str| crosswalk.added.iter().any(|addition| addition.to == *id);
    let ids: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let new: Vec<&str> = ids.iter().copied().filter(is_new).collect();
    let old: Vec<&str> = ids.iter().copied().filter(|id| !is_new(id)).collect();
    let unlisted: Vec<&str> =
        crosswalk.added.iter().map(|addition| addition.to.as_str()).filter(|id| !ids.contains(id)).collect();
    let mut parts = Vec::new();
    if !new.is_empty() {
        parts.push(format!("New: {}", listed(&new)));
    }
    if !old.is_empty() {
        parts.push(format!("continuing a skill of the old outline: {} (derived)", listed(&old)));
    }
    if !unlisted.is_empty() {
        parts.push(format!("new as well, though nobody says so: {} (derived)", listed(&unlisted)));
    }
    (graded(new.len(), ids.len()), format!("{}.", parts.join("; ")))
}

fn skill_removed(compared: &OutlinePair<'_>, subjects: &[String]) -> (Verdict, String) {
    let homeless = homeless(compared);
    let claimed = |map: &&&SkillMap| subjects.contains(&map.from);
    let confirmed: Vec<&str> = homeless.iter().filter(claimed).map(|map| map.from.as_str()).collect();
    let others: Vec<&str> =
        homeless.iter().filter(|map| !claimed(map)).map(|map| map.from.as_str()).collect();
    let mut evidence = match confirmed.as_slice() {
        [] => "Each of them continues in the new outline".to_owned(),
        ids => format!("No place in the new outline: {}", listed(ids)),
    };
    if !others.is_empty() {
        evidence.push_str(&format!("; without a place too, though nobody says so: {}", listed(&others)));
    }
    (graded(confirmed.len(), subjects.len()), format!("{evidence}."))
}
