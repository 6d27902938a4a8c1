//! Where a person stands on a prep plan.
//!
//! Derived from what happened, never stored and never ticked.

use std::collections::{BTreeMap, BTreeSet};

use assay_programme::model::{PrepPlan, PrepStep, PrepStepKind, StepCourse};

use crate::{
    course::{CourseOutline, CourseProgress},
    event::PrepEvent,
};

/// What is known of a person's preparation for an exam version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrepRecord {
    /// What happened, the earliest first.
    pub events: Vec<PrepEvent>,
    /// Finished runs through practice sets.
    pub finished: Vec<FinishedRun>,
    /// Of each practice set what was answered for the first time.
    pub first_answers: BTreeMap<String, FirstAnswers>,
    /// Questions that are due to be looked at again; none where nothing was answered.
    pub to_review: Option<u32>,
    /// Courses there are, by id.
    pub courses: BTreeMap<String, CourseOutline>,
    /// Labs there are.
    pub labs: BTreeSet<String>,
}

/// A finished run through a practice set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedRun {
    /// The set.
    pub set: String,
    /// Right answers.
    pub correct: u32,
    /// Its items.
    pub items: u32,
    /// How many of these were explained before it began.
    pub explained: u32,
}

/// First answers to the items of a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstAnswers {
    /// Right ones.
    pub correct: u32,
    /// Given.
    pub answered: u32,
    /// Items of the set.
    pub items: u32,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// Left out, with a reason.
    Skipped,
    /// The one to do next.
    Next,
    /// Later.
    Later,
    /// What it needs is not there: it blocks nothing and counts for nothing.
    NotHere,
}

/// A step's state with its evidence in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepProgress {
    /// The step's id.
    pub step: String,
    /// Done, next, later.
    pub state: StepState,
    /// What shows it, e.g. `17 of 20 right`.
    pub evidence: String,
}

/// What is said of a step, before it is known whether it is the next.
struct StepEvidence {
    is_done: bool,
    is_here: bool,
    words: String,
}

impl StepEvidence {
    fn of(is_done: bool, words: impl Into<String>) -> StepEvidence {
        StepEvidence { is_done, is_here: true, words: words.into() }
    }

    fn not_here(words: &str) -> StepEvidence {
        StepEvidence { is_done: false, is_here: false, words: words.to_owned() }
    }
}

/// The state of each step, in the plan's order: by replay of what happened.
pub fn progress(plan: &PrepPlan, record: &PrepRecord) -> Vec<StepProgress> {
    let mut next_given = false;
    plan.steps
        .iter()
        .map(|step| {
            let mut said = evidence(step, record);
            let reason = skipped(plan, step, record).filter(|_| !said.is_done);
            if let Some(reason) = reason {
                said.words = [format!("You left this step out: {reason}."), said.words].join(" ");
            }
            let state = match (said.is_done, reason.is_some(), said.is_here, next_given) {
                (true, ..) => StepState::Done,
                (_, true, ..) => StepState::Skipped,
                (_, _, false, _) => StepState::NotHere,
                (.., false) => StepState::Next,
                (.., true) => StepState::Later,
            };
            next_given |= state == StepState::Next;
            StepProgress { step: step.id.clone(), state, evidence: said.words.trim().to_owned() }
        })
        .collect()
}

/// Why a step is left out at present; none where it is not.
fn skipped<'r>(plan: &PrepPlan, step: &PrepStep, record: &'r PrepRecord) -> Option<&'r str> {
    let mut reason = None;
    for event in &record.events {
        match event {
            PrepEvent::StepSkipped { exam, step: id, reason: why }
                if plan.exam == exam.as_str() && *id == step.id =>
            {
                reason = Some(why.as_str());
            }
            PrepEvent::StepTakenUp { exam, step: id } if plan.exam == exam.as_str() && *id == step.id => {
                reason = None;
            }
            _ => {}
        }
    }
    reason
}

fn evidence(step: &PrepStep, record: &PrepRecord) -> StepEvidence {
    match step.kind {
        PrepStepKind::Pretest | PrepStepKind::Practice => of_set(step, record),
        PrepStepKind::Final => of_final(step, record),
        PrepStepKind::Reading => StepEvidence::of(false, ""),
        PrepStepKind::Reviews => match record.to_review {
            None => StepEvidence::of(false, ""),
            Some(0) => StepEvidence::of(true, "Nothing is due to be looked at again"),
            Some(1) => StepEvidence::of(false, "1 question is due to be looked at again"),
            Some(count) => {
                StepEvidence::of(false, format!("{count} questions are due to be looked at again"))
            }
        },
        PrepStepKind::Course => of_course(step, record),
        PrepStepKind::Lab => {
            let lab = step.lab.as_deref().unwrap_or_default();
            let passed = record.events.iter().any(|event| match event {
                PrepEvent::LabResult { lab: id, passed } => *passed && id == lab,
                _ => false,
            });
            match passed {
                true => StepEvidence::of(true, "You passed this lab"),
                false if record.labs.contains(lab) => StepEvidence::of(false, ""),
                false => StepEvidence::not_here("No labs in this installation"),
            }
        }
    }
}

fn of_set(step: &PrepStep, record: &PrepRecord) -> StepEvidence {
    let set = step.practice_set.as_deref().unwrap_or_default();
    let first = record.first_answers.get(set).copied().unwrap_or_default();
    let runs = record.finished.iter().filter(|run| run.set == set);
    let FirstAnswers { correct, answered, items } = first;
    let words = match answered {
        0 => String::new(),
        _ => format!("{answered} of {items} questions answered for the first time, {correct} right"),
    };
    match step.new_items {
        Some(wanted) => StepEvidence::of(items > 0 && answered >= wanted.min(items), words),
        None => StepEvidence::of(runs.count() > 0, words),
    }
}

fn of_final(step: &PrepStep, record: &PrepRecord) -> StepEvidence {
    let set = step.practice_set.as_deref().unwrap_or_default();
    let Some(run) = record.finished.iter().find(|run| run.set == set) else {
        return StepEvidence::of(false, "");
    };
    let FinishedRun { correct, items, explained, .. } = run;
    let seen = match explained {
        0 => String::new(),
        _ => format!(
            " {explained} of them had been explained to you before: it says what you kept, and does not \
             predict your exam."
        ),
    };
    StepEvidence::of(true, format!("{correct} of {items} right.{seen}"))
}

fn of_course(step: &PrepStep, record: &PrepRecord) -> StepEvidence {
    let course = match &step.course {
        Some(StepCourse::All) => return of_all_courses(record),
        Some(StepCourse::One(id)) => record.courses.get(id),
        None => None,
    };
    let Some(course) = course else {
        return StepEvidence::not_here("No courses in this installation");
    };
    let progress = CourseProgress::of(course, &record.events);
    let lessons = format!("{} of {} lessons finished", progress.finished(), course.lessons.len());
    let words = match progress.checks {
        0 => lessons,
        checks => format!("{lessons}, {} of {checks} checks right", progress.right.len()),
    };
    StepEvidence::of(progress.is_done, words)
}

fn of_all_courses(record: &PrepRecord) -> StepEvidence {
    if record.courses.is_empty() {
        return StepEvidence::not_here("No courses in this installation");
    }
    let progress = record.courses.values().map(|course| CourseProgress::of(course, &record.events));
    let progress: Vec<CourseProgress> = progress.collect();
    let done = progress.iter().filter(|of| of.is_done).count();
    let finished: usize = progress.iter().map(CourseProgress::finished).sum();
    let lessons: usize = record.courses.values().map(|course| course.lessons.len()).sum();
    let words =
        format!("{done} of {} courses done, {finished} of {lessons} lessons finished", progress.len());
    StepEvidence::of(done == progress.len(), words)
}

#[cfg(test)]
mod tests {
    use assay_kernel::ExamCode;
    use assay_programme::model::Clause;

    use super::*;
    use crate::course::LessonOutline;
    use StepState::{Done, Later, Next, NotHere, Skipped};

    fn step(id: &str, kind: PrepStepKind) -> PrepStep {
        PrepStep {
            id: id.into(),
            title: id.into(),
            description: String::new(),
            kind,
            practice_set: Some(format!("{id}-set")),
            new_items: (kind == PrepStepKind::Practice).then_some(3),
            course: Some(StepCourse::One("vpc".into())),
            lab: Some("no-way-out".into()),
            resources: Vec::new(),
            clause: Clause::default(),
        }
    }

    fn plan() -> PrepPlan {
        use PrepStepKind::{Course, Final, Lab, Practice, Pretest, Reading, Reviews};
        let kinds = [Pretest, Reading, Course, Practice, Lab, Reviews, Final];
        let steps = kinds.iter().zip(["know", "read", "learn", "drill", "build", "again", "final"]);
        PrepPlan {
            exam: ExamCode::new("X"),
            title: String::new(),
            summary: String::new(),
            until: None,
            steps: steps.map(|(kind, id)| step(id, *kind)).collect(),
            clause: Clause::default(),
        }
    }

    fn states(record: &PrepRecord) -> Vec<StepState> {
        progress(&plan(), record).into_iter().map(|step| step.state).collect()
    }

    fn said(record: &PrepRecord, step: &str) -> String {
        progress(&plan(), record).into_iter().find(|one| one.step == step).unwrap().evidence
    }

    fn run(set: &str, correct: u32, explained: u32) -> FinishedRun {
        FinishedRun { set: set.into(), correct, items: 20, explained }
    }

    #[test]
    fn steps_follow_from_what_happened_and_what_is_not_there_blocks_nothing() {
        let mut record = PrepRecord::default();
        assert_eq!(states(&record), [Next, Later, NotHere, Later, NotHere, Later, Later]);
        assert_eq!(said(&record, "build"), "No labs in this installation");
        record.finished.push(run("know-set", 12, 0));
        record.first_answers.insert("know-set".into(), FirstAnswers { correct: 12, answered: 20, items: 20 });
        assert_eq!(states(&record)[..2], [Done, Next]);
        assert_eq!(said(&record, "know"), "20 of 20 questions answered for the first time, 12 right");
        let skip = |reason: &str| PrepEvent::StepSkipped {
            exam: "X".into(),
            step: "read".into(),
            reason: reason.into(),
        };
        record.events.push(skip("I know this already"));
        assert_eq!(states(&record), [Done, Skipped, NotHere, Next, NotHere, Later, Later]);
        assert_eq!(said(&record, "read"), "You left this step out: I know this already.");
        record.events.push(PrepEvent::StepTakenUp { exam: "X".into(), step: "read".into() });
        assert_eq!(states(&record)[1], Next);
        record.events.push(skip("ticked before"));
        for (answered, state) in [(2, Next), (3, Done)] {
            let first = FirstAnswers { correct: 1, answered, items: 150 };
            record.first_answers.insert("drill-set".into(), first);
            assert_eq!(states(&record)[3], state);
        }
        record.to_review = Some(2);
        assert_eq!(
            (states(&record)[5], said(&record, "again").as_str()),
            (Next, "2 questions are due to be looked at again")
        );
        record.to_review = Some(0);
        assert_eq!(states(&record)[5..], [Done, Next]);
        record.finished.push(run("final-set", 15, 0));
        assert_eq!((states(&record)[6], said(&record, "final").as_str()), (Done, "15 of 20 right."));
    }

    fn course() -> CourseOutline {
        let lesson = |id: &str, checks: &[&str]| LessonOutline {
            id: id.into(),
            revision: 1,
            checks: checks.iter().map(|check| (*check).to_owned()).collect(),
            ..LessonOutline::default()
        };
        CourseOutline {
            id: "vpc".into(),
            exam: ExamCode::new("X"),
            task: "1.1".into(),
            title: String::new(),
            skills: Vec::new(),
            minutes: 9,
            lab: None,
            lessons: vec![lesson("one", &["k-1", "k-2"]), lesson("two", &[])],
        }
    }

    #[test]
    fn labs_and_courses_are_done_by_what_happened_in_them() {
        let mut record = PrepRecord {
            courses: BTreeMap::from([("vpc".to_owned(), course())]),
            labs: BTreeSet::from(["no-way-out".to_owned()]),
            ..PrepRecord::default()
        };
        assert_eq!((states(&record)[2], states(&record)[4]), (Later, Later));
        let finished = |lesson: &str| PrepEvent::LessonFinished {
            course: "vpc".into(),
            lesson: lesson.into(),
            revision: 1,
        };
        record.events.extend([finished("one"), finished("one"), finished("of another version")]);
        assert_eq!(said(&record, "learn"), "1 of 2 lessons finished, 0 of 2 checks right");
        record.events.push(finished("two"));
        assert_eq!((states(&record)[2], states(&record)[4]), (Later, Later), "its checks are not right yet");
        for (check, right) in [("k-1", false), ("k-1", true), ("k-2", true), ("k-2", false)] {
            let (lesson, check) = ("one".to_owned(), check.to_owned());
            record.events.push(PrepEvent::CheckAnswered { lesson, check, right, response: Vec::new() });
        }
        record.events.push(PrepEvent::LabResult { lab: "no-way-out".into(), passed: false });
        assert_eq!((states(&record)[2], states(&record)[4]), (Done, Later));
        record.events.push(PrepEvent::LabResult { lab: "no-way-out".into(), passed: true });
        assert_eq!(states(&record)[4], Done);
        record.labs.clear();
        assert_eq!(states(&record)[4], Done, "what was passed stays passed");
    }

    #[test]
    fn a_step_of_all_courses_is_done_with_the_last_of_them_and_says_how_many_are() {
        let mut plan = plan();
        plan.steps[2].course = Some(StepCourse::All);
        let other = CourseOutline { id: "dns".into(), lessons: course().lessons[1..].to_vec(), ..course() };
        let mut record = PrepRecord::default();
        let of = |record: &PrepRecord| progress(&plan, record).swap_remove(2);
        assert_eq!(of(&record).state, NotHere);
        record.courses.extend([("vpc".to_owned(), course()), ("dns".to_owned(), other)]);
        let finished = |course: &str, lesson: &str| PrepEvent::LessonFinished {
            course: course.into(),
            lesson: lesson.into(),
            revision: 1,
        };
        record.events.extend([finished("vpc", "one"), finished("vpc", "two"), finished("dns", "two")]);
        assert_eq!(of(&record).state, Later);
        assert_eq!(of(&record).evidence, "1 of 2 courses done, 3 of 3 lessons finished");
        for check in ["k-1", "k-2"] {
            let (lesson, check) = ("one".to_owned(), check.to_owned());
            let (right, response) = (true, Vec::new());
            record.events.push(PrepEvent::CheckAnswered { lesson, check, right, response });
        }
        assert_eq!(of(&record).state, Done);
        record.courses.insert("new".into(), CourseOutline { id: "new".into(), ..course() });
        assert_eq!(of(&record).state, Later, "a course that came later is one of them");
    }

    #[test]
    fn a_figure_of_questions_already_explained_is_called_so_and_forecasts_nothing() {
        let record = PrepRecord { finished: vec![run("final-set", 16, 7)], ..PrepRecord::default() };
        let text = said(&record, "final");
        assert!(text.starts_with("16 of 20 right. 7 of them had been explained"), "{text}");
        assert!(text.contains("does not predict your exam") && !text.contains("ready"), "{text}");
    }
}
