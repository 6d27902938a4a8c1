//! Announced claims against the crosswalk.
//!
//! What holds, on which level, and by what evidence.

use std::collections::BTreeSet;

use assay_kernel::{Arg, Said};
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimVerdict {
    /// The claim in words.
    pub text: String,
    /// Which check decided it.
    pub check: String,
    /// Where it was said: `guide`, `announcement` or `analyst`.
    pub source: &'static str,
    /// Whether it holds.
    pub verdict: Verdict,
    /// By what evidence.
    pub evidence: Said,
    /// Ids of what speaks against it, where single parts do.
    pub against: Vec<String>,
    /// Anything its file adds.
    pub note: String,
}

/// What a check found.
struct Judged {
    verdict: Verdict,
    evidence: Said,
    against: Vec<String>,
}

impl Judged {
    fn of(verdict: Verdict, evidence: Said) -> Self {
        Judged { verdict, evidence, against: Vec::new() }
    }

    /// Judges a claim of which some subjects are confirmed and the others not.
    fn graded(confirmed: usize, evidence: Said, against: &[&str]) -> Self {
        let verdict = match (confirmed, against) {
            (0, _) => Verdict::Refuted,
            (_, []) => Verdict::Holds,
            _ => Verdict::HoldsInPart,
        };
        Judged::of(verdict, evidence).against(against)
    }

    fn against(self, ids: &[&str]) -> Self {
        Judged { against: ids.iter().map(|id| (*id).to_owned()).collect(), ..self }
    }
}

type Decide = fn(&OutlinePair<'_>, &[String]) -> Judged;

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
    let decided = match CHECKS.iter().find(|(name, ..)| *name == claim.check) {
        Some((_, Subjects::None, decide)) => decide(compared, &[]),
        Some((.., decide)) if !claim.subjects.is_empty() => decide(compared, &claim.subjects),
        _ => Judged::of(Verdict::CannotBeChecked, Said::of("evidence.about-nothing")),
    };
    ClaimVerdict {
        text: claim.text.clone(),
        check: claim.check.clone(),
        source: claim.basis.as_str(),
        verdict: decided.verdict,
        evidence: decided.evidence,
        against: decided.against,
        note: claim.note.clone(),
    }
}

fn pair(subject: &str) -> Option<(&str, &str)> {
    subject.split_once("->").map(|(from, to)| (from.trim(), to.trim()))
}

/// Ids or names, unless there are none.
fn some(ids: &[&str]) -> Option<Arg> {
    (!ids.is_empty()).then(|| listed(ids))
}

fn listed(ids: &[&str]) -> Arg {
    Arg::list(ids.iter().copied().map(Arg::text))
}

fn gone(relation: Relation) -> bool {
    matches!(relation, Relation::Removed | Relation::Unplaced)
}

fn homeless<'a>(compared: &'a OutlinePair<'_>) -> Vec<&'a SkillMap> {
    compared.crosswalk.skills.iter().filter(|map| map.to.is_empty() || gone(map.relation)).collect()
}

fn ids<'a>(skills: &[&'a SkillMap]) -> Vec<&'a str> {
    skills.iter().map(|map| map.from.as_str()).collect()
}

/// Which skills have no place in the new outline, apart by who says so.
fn by_basis(skills: &[&SkillMap]) -> Arg {
    let (stated, derived): (Vec<&SkillMap>, Vec<&SkillMap>) =
        skills.iter().copied().partition(|map| map.basis.is_stated());
    let apart = [("evidence.derived", ids(&derived)), ("evidence.stated", ids(&stated))];
    let parts = apart.into_iter().filter(|(_, ids)| !ids.is_empty());
    Arg::list(parts.map(|(code, ids)| Said::of(code).with("ids", listed(&ids)).with("n", ids.len())))
}

fn no_task_removed(compared: &OutlinePair<'_>, _: &[String]) -> Judged {
    let tasks = &compared.crosswalk.tasks;
    let removed: Vec<&str> = tasks
        .iter()
        .filter(|map| map.to.is_none() || gone(map.relation))
        .map(|map| map.from.as_str())
        .collect();
    if !removed.is_empty() {
        let evidence = Said::of("evidence.tasks-gone").with("tasks", listed(&removed));
        return Judged::of(Verdict::Refuted, evidence).against(&removed);
    }
    let merges: BTreeSet<&str> =
        tasks.iter().filter(|m| m.relation == Relation::Merged).filter_map(|m| m.to.as_deref()).collect();
    let merged = |to: &str| {
        let from: Vec<&str> =
            tasks.iter().filter(|m| m.to.as_deref() == Some(to)).map(|m| m.from.as_str()).collect();
        Said::of("evidence.tasks-merge").with("from", listed(&from)).with("to", Arg::text(to))
    };
    let homeless = homeless(compared);
    let evidence = Said::of("evidence.tasks-continue")
        .with("before", compared.old.tasks().count())
        .with("after", compared.new.tasks().count())
        .maybe("merges", (!merges.is_empty()).then(|| Arg::list(merges.into_iter().map(merged))));
    if homeless.is_empty() {
        return Judged::of(Verdict::Holds, evidence);
    }
    let evidence = evidence.with("n", homeless.len()).with("skills", by_basis(&homeless));
    Judged::of(Verdict::HoldsAtTaskLevelOnly, evidence)
}

fn no_skill_removed(compared: &OutlinePair<'_>, _: &[String]) -> Judged {
    let homeless = homeless(compared);
    if homeless.is_empty() {
        return Judged::of(Verdict::Holds, Said::of("evidence.skills-continue"));
    }
    let evidence = Said::of("evidence.skills-gone").with("skills", by_basis(&homeless));
    Judged::of(Verdict::Refuted, evidence).against(&ids(&homeless))
}

fn more_detailed(compared: &OutlinePair<'_>, _: &[String]) -> Judged {
    let (before, after) = (compared.old.skills().count(), compared.new.skills().count());
    if before == 0 || after == 0 {
        return Judged::of(Verdict::CannotBeChecked, Said::of("evidence.no-skills"));
    }
    let count = |relation| compared.crosswalk.skills.iter().filter(|map| map.relation == relation).count();
    let (widened, narrowed) = (count(Relation::Widened), count(Relation::Narrowed));
    let (code, verdict) = match (after > before, widened > narrowed) {
        (true, _) => ("evidence.skills-counted", Verdict::Holds),
        (false, true) => ("evidence.skills-say-more", Verdict::HoldsByWordingOnly),
        (false, false) => ("evidence.skills-counted", Verdict::Refuted),
    };
    let evidence = Said::of(code)
        .with("before", before)
        .with("after", after)
        .with("widened", widened)
        .with("narrowed", narrowed);
    Judged::of(verdict, evidence)
}

fn lists(outline: &Outline, service: &str) -> bool {
    outline.in_scope.iter().any(|(_, services)| services.iter().any(|known| known == service))
}

/// Several things found, each where there is something of it.
fn parts<const N: usize>(found: [(&'static str, &[&str]); N]) -> Said {
    let found = found.into_iter().filter(|(_, ids)| !ids.is_empty());
    let parts = found.map(|(code, ids)| Said::of(code).with("ids", listed(ids)));
    Said::of("evidence.parts").with("parts", Arg::list(parts))
}

fn service_in_scope(compared: &OutlinePair<'_>, services: &[String]) -> Judged {
    if compared.new.in_scope.is_empty() {
        return Judged::of(Verdict::CannotBeChecked, Said::of("evidence.no-services"));
    }
    let pick = |wanted: fn(bool, bool) -> bool| -> Vec<&str> {
        let state = |s: &&String| wanted(lists(compared.old, s), lists(compared.new, s));
        services.iter().filter(state).map(String::as_str).collect()
    };
    let new = pick(|old, new| !old && new);
    let kept = pick(|old, new| old && new);
    let missing = pick(|_, new| !new);
    let evidence = parts([
        ("evidence.listed-anew", &new),
        ("evidence.listed-in-both", &kept),
        ("evidence.not-listed", &missing),
    ]);
    Judged::graded(new.len(), evidence, &[kept, missing].concat())
}

/// Says of each claimed move where the old part went.
fn moved(subjects: &[String], goes_to: impl Fn(&str) -> Vec<String>) -> Judged {
    let (mut confirmed, mut against, mut parts) = (0, Vec::new(), Vec::new());
    for subject in subjects {
        let Some((from, to)) = pair(subject) else {
            against.push(subject.as_str());
            continue;
        };
        let found = goes_to(from);
        match found.iter().any(|place| place == to) {
            true => confirmed += 1,
            false => against.push(from),
        }
        let places: Vec<&str> = found.iter().map(String::as_str).collect();
        parts.push(Said::of("evidence.goes-to").with("from", Arg::text(from)).maybe("to", some(&places)));
    }
    Judged::graded(confirmed, Said::of("evidence.parts").with("parts", Arg::list(parts)), &against)
}

fn task_moved(compared: &OutlinePair<'_>, subjects: &[String]) -> Judged {
    let tasks = &compared.crosswalk.tasks;
    let to = |from: &str| tasks.iter().filter(|m| m.from == from).filter_map(|m| m.to.clone()).collect();
    moved(subjects, to)
}

fn skill_moved(compared: &OutlinePair<'_>, subjects: &[String]) -> Judged {
    let skills = &compared.crosswalk.skills;
    let to = |from: &str| skills.iter().filter(|m| m.from == from).flat_map(|m| m.to.clone()).collect();
    moved(subjects, to)
}

fn skill_added(compared: &OutlinePair<'_>, subjects: &[String]) -> Judged {
    let crosswalk = compared.crosswalk;
    let is_new = |id: &&str| crosswalk.added.iter().any(|addition| addition.to == *id);
    let ids: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let (new, old): (Vec<&str>, Vec<&str>) = ids.iter().copied().partition(is_new);
    let unlisted: Vec<&str> =
        crosswalk.added.iter().map(|addition| addition.to.as_str()).filter(|id| !ids.contains(id)).collect();
    let evidence = parts([
        ("evidence.skills-new", &new),
        ("evidence.skills-continuing", &old),
        ("evidence.skills-new-unsaid", &unlisted),
    ]);
    Judged::graded(new.len(), evidence, &old)
}

fn skill_removed(compared: &OutlinePair<'_>, subjects: &[String]) -> Judged {
    let homeless = ids(&homeless(compared));
    let (confirmed, others): (Vec<&str>, Vec<&str>) =
        homeless.iter().copied().partition(|id| subjects.iter().any(|subject| subject == id));
    let continuing: Vec<&str> =
        subjects.iter().map(String::as_str).filter(|subject| !homeless.contains(subject)).collect();
    let evidence =
        Said::of("evidence.skills-removed").maybe("gone", some(&confirmed)).maybe("others", some(&others));
    Judged::graded(confirmed.len(), evidence, &continuing)
}
