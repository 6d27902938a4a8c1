//! What is left to do of a plan, and what of it is done in which week before the day.

use assay_kernel::Date;
use assay_learning::{
    back_plan::{
        BackPlan, DRILL_BLOCK, DRILL_BLOCK_MIN, LAB_MIN, LOOK_BACK_MIN, PRETEST_MIN, PlanSpan, PlanTask,
        TaskPlace, back_plan,
    },
    course::{CourseOutline, CourseProgress},
    plan::{StepProgress, StepState},
    practice::PracticePool,
};
use assay_programme::model::{ExamVersion, Outline, PrepPlan, PrepStepKind};

use super::{readiness::DomainLevel, recorded::courses_of, seen::Seen, situation::Situation};
use crate::{Asking, vault::Pool};

/// What of a domain's points is worth something even where nothing is missing: what is known is forgotten.
const POINTS_LEAST: f64 = 0.05;
/// Of what a task's points bring, what its course brings; the rest is practice.
const COURSE_PART: f64 = 0.5;

/// A plan backwards from a day, with what its tasks are.
pub struct WorkPlan {
    /// What is done when.
    pub plan: BackPlan,
    /// What there is to do, as the plan counts it.
    pub tasks: Vec<TaskLine>,
}

/// Something to do, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    /// What.
    pub what: TaskKind,
    /// Its title.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
}

/// What there is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// The first look: its set.
    FirstLook(String),
    /// A course, by its id.
    Course(String),
    /// New questions of a domain, by its number.
    Drills(String),
    /// A lab, by its name.
    Lab(String),
    /// The final practice exam: its set.
    FinalExam(String),
}

/// What is known when a plan is made backwards.
pub(super) struct WorkKnown<'a> {
    pub(super) asking: &'a Asking,
    pub(super) pool: &'a Pool,
    pub(super) seen: &'a Seen,
    pub(super) situation: &'a Situation,
    pub(super) exam: (&'a ExamVersion, &'a Outline),
    pub(super) plan: &'a PrepPlan,
    pub(super) steps: &'a [StepProgress],
    pub(super) domains: &'a [DomainLevel],
}

/// The tasks of a plan that are left, with what each may bring.
#[derive(Default)]
struct Left {
    tasks: Vec<PlanTask>,
    lines: Vec<TaskLine>,
}

impl Left {
    fn add(&mut self, (what, title): (TaskKind, String), place: TaskPlace, minutes: u32, points: f64) {
        self.tasks.push(PlanTask { place, minutes, points });
        self.lines.push(TaskLine { what, title, minutes });
    }
}

impl WorkKnown<'_> {
    /// The plan until a day; none where that is none ahead.
    pub(super) fn until(&self, day: Option<Date>) -> Option<WorkPlan> {
        let (today, exam) = (self.asking.today, day?);
        if exam <= today {
            return None;
        }
        let mut left = Left::default();
        self.first_look(&mut left);
        self.courses(&mut left);
        self.drills(&mut left);
        self.labs(&mut left);
        self.final_exam(&mut left);
        let span = PlanSpan { today, exam, hours_a_week: self.situation.hours().0 };
        Some(WorkPlan { plan: back_plan(span, &left.tasks), tasks: left.lines })
    }

    /// Steps of a kind that are neither done nor left out, nor want what is not here.
    fn open(&self, kind: PrepStepKind) -> impl Iterator<Item = &assay_programme::model::PrepStep> {
        let is_open = |id: &str| {
            let state = self.steps.iter().find(|step| step.step == id).map(|step| step.state);
            matches!(state, Some(StepState::Next | StepState::Later))
        };
        self.plan.steps.iter().filter(move |step| step.kind == kind && is_open(&step.id))
    }

    /// Whether a plan leaves out every step of a kind that it has.
    fn leaves_out(&self, kind: PrepStepKind) -> bool {
        let mut of_kind = self.plan.steps.iter().filter(|step| step.kind == kind).peekable();
        let is_skipped =
            |id: &str| self.steps.iter().any(|step| step.step == id && step.state == StepState::Skipped);
        of_kind.peek().is_some() && of_kind.all(|step| is_skipped(&step.id))
    }

    fn first_look(&self, left: &mut Left) {
        for step in self.open(PrepStepKind::Pretest) {
            let Some(set) = &step.practice_set else { continue };
            let what = (TaskKind::FirstLook(set.clone()), step.title.clone());
            left.add(what, TaskPlace::Now, PRETEST_MIN, 0.0);
        }
    }

    fn courses(&self, left: &mut Left) {
        if self.leaves_out(PrepStepKind::Course) {
            return;
        }
        for course in courses_of(self.asking, self.exam.0.code.as_str()).values() {
            let progress = CourseProgress::of(course, &self.situation.events);
            let minutes = open_minutes(course, &progress);
            if progress.is_done || minutes == 0 {
                continue;
            }
            let what = (TaskKind::Course(course.id.clone()), format!("{} {}", course.task, course.title));
            left.add(what, TaskPlace::Between, minutes, self.points_of_task(&course.task) * COURSE_PART);
        }
    }

    fn drills(&self, left: &mut Left) {
        if self.leaves_out(PrepStepKind::Practice) {
            return;
        }
        let (version, outline) = self.exam;
        let drills = self.pool.drills(version.code.as_str(), None);
        for domain in &outline.domains {
            let is_in = |id: &&&str| {
                let item = self.pool.item(id).filter(|_| self.pool.pool_of(id) == PracticePool::Drill);
                item.is_some_and(|item| domain.tasks.iter().any(|task| task.id == item.task))
            };
            let of_domain: Vec<&&str> = drills.iter().filter(is_in).collect();
            let new = of_domain.iter().filter(|id| self.seen.exposures.is_new(id)).count();
            let blocks = u32::try_from(new).unwrap_or_default().div_ceil(DRILL_BLOCK);
            let share = f64::from(DRILL_BLOCK) / of_domain.len().max(1) as f64;
            let points = self.points_of(&domain.id) * (1.0 - COURSE_PART) * share;
            for _ in 0..blocks {
                let title = format!("{DRILL_BLOCK} new questions of domain {}", domain.id);
                let what = (TaskKind::Drills(domain.id.clone()), title);
                left.add(what, TaskPlace::Between, DRILL_BLOCK_MIN, points);
            }
        }
    }

    fn labs(&self, left: &mut Left) {
        for step in self.open(PrepStepKind::Lab) {
            let Some(lab) = &step.lab else { continue };
            let what = (TaskKind::Lab(lab.clone()), step.title.clone());
            left.add(what, TaskPlace::Between, LAB_MIN, POINTS_LEAST);
        }
    }

    fn final_exam(&self, left: &mut Left) {
        for step in self.open(PrepStepKind::Final) {
            let Some(set) = &step.practice_set else { continue };
            let what = (TaskKind::FinalExam(set.clone()), step.title.clone());
            left.add(what, TaskPlace::NearTheEnd, self.exam.0.time_limit_min + LOOK_BACK_MIN, 0.0);
        }
    }

    /// Points that a domain lacks; as many as it has, where nothing is known.
    fn points_of(&self, domain: &str) -> f64 {
        let level = self.domains.iter().find(|level| level.id == domain);
        let scored = level.map_or(0.0, |level| f64::from(level.scored));
        level.and_then(|level| level.missing).unwrap_or(scored).max(scored * POINTS_LEAST)
    }

    /// The share of a task in its domain's points, by its skills.
    fn points_of_task(&self, task: &str) -> f64 {
        let Some(domain) = self.exam.1.domain_of_task(task) else { return 0.0 };
        let skills = |of: &str| {
            domain
                .tasks
                .iter()
                .filter(|one| of.is_empty() || one.id == of)
                .map(|one| one.skills.len().max(1))
                .sum()
        };
        let (own, all): (usize, usize) = (skills(task), skills(""));
        self.points_of(&domain.id) * own as f64 / all.max(1) as f64
    }
}

/// Minutes of the lessons that are not finished.
fn open_minutes(course: &CourseOutline, progress: &CourseProgress) -> u32 {
    let is_open = |id: &str| progress.lessons.get(id).is_none_or(|lesson| lesson.finished.is_none());
    course.lessons.iter().filter(|lesson| is_open(&lesson.id)).map(|lesson| lesson.minutes).sum()
}
