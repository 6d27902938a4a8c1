//! Job roles: what a kind of work needs, and what whoever asks has shown of it.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Date, ExamCode};
use assay_learning::{
    course::CourseOutline,
    event::PrepEvent,
    job::{AnswersToSkill, JobRole, JobSkill, SkillEvidence, SkillFacts},
};
use assay_store::Reads;

use super::{
    Practice, must_be_public,
    rules::{Learn, LookAtCourse},
    seen::Seen,
    situation::happened,
};
use crate::{AppError, Asking, candidate::passed_exams};

/// A job role with the progress of the person who asks.
pub struct JobRoleView {
    /// The role.
    pub role: JobRole,
    /// Its skills, in its order.
    pub skills: Vec<JobSkillView>,
    /// Courses that teach what is missing, what helps most first.
    pub courses: Vec<JobCourse>,
    /// Whether somebody's progress is among it.
    pub has_progress: bool,
}

/// A skill of a job role.
pub struct JobSkillView {
    /// What the role wants.
    pub wanted: JobSkill,
    /// What the outline says of it.
    pub text: String,
    /// Whether more than half of the skills of its task, as the role wants them, are not begun: then one
    /// refreshes the task before one practises it.
    pub refresh_first: bool,
    /// What is shown of it.
    pub evidence: SkillEvidence,
}

impl JobSkillView {
    /// Levels between what is wanted and what is shown.
    pub fn gap(&self) -> u8 {
        let shown = self.evidence.level.map_or(0, assay_learning::job::SkillLevel::number);
        self.wanted.level.number().saturating_sub(shown)
    }
}

/// A course that teaches what a role wants.
pub struct JobCourse {
    /// The course.
    pub outline: CourseOutline,
    /// Levels that are missing in the skills that it teaches.
    pub gap: u32,
    /// How many of those skills are short of what is wanted.
    pub skills: usize,
}

impl Practice {
    /// Every job role, with the progress of the person who asks.
    ///
    /// # Errors
    /// The store failed.
    pub async fn job_roles(&self, asking: &Asking) -> Result<Vec<JobRoleView>, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let facts = self.skill_facts(asking, self.shelf.under(&permit)).await?;
        let roles = asking.programme.job_roles.values();
        Ok(roles.map(|role| view(asking, role, facts.as_ref())).collect())
    }

    /// A job role, with the progress of the person who asks.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn job_role(&self, asking: &Asking, id: &str) -> Result<JobRoleView, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let role = asking.programme.job_roles.get(id).ok_or(AppError::NotFound)?;
        let facts = self.skill_facts(asking, self.shelf.under(&permit)).await?;
        Ok(view(asking, role, facts.as_ref()))
    }

    /// Those of some job roles that the programme has; one that it gave up is nobody's any more.
    pub(super) async fn some_job_roles<'i>(
        &self,
        asking: &Asking,
        wanted: &BTreeSet<&'i String>,
    ) -> Result<Vec<(&'i String, JobRoleView)>, AppError> {
        let known = wanted.iter().filter_map(|id| Some((*id, asking.programme.job_roles.get(*id)?)));
        let known: Vec<_> = known.collect();
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let permit = asking.permit::<LookAtCourse>()?;
        let facts = self.skill_facts(asking, self.shelf.under(&permit)).await?;
        Ok(known.into_iter().map(|(id, role)| (id, view(asking, role, facts.as_ref()))).collect())
    }

    /// What whoever asks has done; none of somebody who has no progress here.
    async fn skill_facts(&self, asking: &Asking, store: &Reads) -> Result<Option<SkillFacts>, AppError> {
        if !asking.may_at_all::<Learn>() {
            return Ok(None);
        }
        let person = asking.person()?;
        let mut facts =
            SkillFacts { passed: passed_exams(store, asking, person).await?, ..SkillFacts::default() };
        let skills = asking.programme.job_roles.values().flat_map(|role| &role.skills);
        let exams: BTreeSet<&ExamCode> = skills.map(|skill| &skill.exam).collect();
        for exam in exams {
            for (at, event) in happened(store, asking, exam.as_str()).await? {
                let PrepEvent::LessonFinished { course, lesson, .. } = event else { continue };
                let outline = asking.programme.courses.get(&course).filter(|course| course.exam == *exam);
                let Some(of) = outline.and_then(|course| course.lesson(&lesson)) else { continue };
                for skill in &of.skills {
                    let shown = (lesson.clone(), asking.day_of(at));
                    facts.lessons.insert((exam.clone(), skill.clone()), shown);
                }
            }
        }
        let pool = self.pools.of(Some(&asking.programme.tree), store).await?;
        for (family, first) in Seen::of(store, person).await?.exposures.counted() {
            let Some((exam, skill)) = pool.skill_of(family) else { continue };
            let on = asking.day_of(first.at);
            let tally = facts.answers.entry((exam.clone(), skill.to_owned()));
            let tally = tally.or_insert(AnswersToSkill { right: 0, all: 0, last: on });
            tally.all += 1;
            tally.right += u32::from(first.is_right);
            tally.last = tally.last.max(on);
        }
        Ok(Some(facts))
    }
}

fn view(asking: &Asking, role: &JobRole, facts: Option<&SkillFacts>) -> JobRoleView {
    let programme = &asking.programme.programme;
    let nothing = SkillFacts::default();
    let shown = facts.unwrap_or(&nothing);
    let of = |wanted: &JobSkill| {
        let text = programme.outline(wanted.exam.as_str()).and_then(|outline| outline.skill(&wanted.skill));
        JobSkillView {
            text: text.map(|skill| skill.text.clone()).unwrap_or_default(),
            evidence: shown.evidence(programme, (&wanted.exam, &wanted.skill), asking.today),
            wanted: wanted.clone(),
            refresh_first: false,
        }
    };
    let mut skills: Vec<JobSkillView> = role.skills.iter().map(of).collect();
    refresh(asking, &mut skills);
    let courses = courses(asking, &skills);
    JobRoleView { role: role.clone(), skills, courses, has_progress: facts.is_some() }
}

/// Marks the skills of tasks of which more than half are not begun.
fn refresh(asking: &Asking, skills: &mut [JobSkillView]) {
    let task_of = |skill: &JobSkill| {
        let outline = asking.programme.programme.outline(skill.exam.as_str())?;
        let task = outline.tasks().find(|task| task.skills.iter().any(|one| one.id == skill.skill))?;
        Some((skill.exam.clone(), task.id.clone()))
    };
    let mut begun: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for skill in skills.iter() {
        let (open, all) = begun.entry(task_of(&skill.wanted)).or_default();
        *all += 1;
        *open += usize::from(skill.evidence.level.is_none());
    }
    for skill in skills.iter_mut() {
        let known = begun.get(&task_of(&skill.wanted));
        skill.refresh_first = known.is_some_and(|(open, all)| open * 2 > *all);
    }
}

/// Courses that teach skills which are short of what is wanted: the most that is missing first, then the
/// shortest.
fn courses(asking: &Asking, skills: &[JobSkillView]) -> Vec<JobCourse> {
    let mut found = Vec::new();
    for outline in asking.programme.courses.values() {
        let short = skills.iter().filter(|skill| {
            let JobSkill { exam, skill: id, .. } = &skill.wanted;
            *exam == outline.exam && skill.gap() > 0 && outline.skills.contains(id)
        });
        let (mut gap, mut many) = (0, 0);
        for skill in short {
            (gap, many) = (gap + u32::from(skill.gap()), many + 1);
        }
        if many > 0 && must_be_public(asking, outline.exam.as_str()).is_ok() {
            found.push(JobCourse { outline: outline.clone(), gap, skills: many });
        }
    }
    found.sort_by(|one, other| {
        let by_gap = other.gap.cmp(&one.gap).then(one.outline.minutes.cmp(&other.outline.minutes));
        by_gap.then_with(|| one.outline.id.cmp(&other.outline.id))
    });
    found
}

impl JobRoleView {
    /// Skills that are as the role wants them.
    pub fn met(&self) -> usize {
        self.skills.iter().filter(|skill| skill.gap() == 0).count()
    }

    /// The latest day on which anything was shown of it.
    pub fn latest(&self) -> Option<Date> {
        self.skills.iter().filter_map(|skill| skill.evidence.on).max()
    }
}
