//! From what happened to statements: by replay.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::Instant;

use super::{
    model::{
        Context, Outcome, PrepStatement, ToldAccount, ToldActivity, ToldActor, ToldAround, ToldScore, VERSION,
    },
    profile::version_id,
    verb::Verb,
};
use crate::{
    course::{CourseOutline, CourseProgress, LessonOutline},
    event::PrepEvent,
    run::RunMode,
};

/// Where it happened.
pub struct Installation<'i> {
    /// Its address, without a slash at the end.
    pub home: &'i str,
    /// The UUID of a text: another text has another one.
    pub uuid: &'i dyn Fn(&str) -> String,
}

/// Somebody with what is known of their preparation.
#[derive(Clone, Debug)]
pub struct Learner {
    /// How they are called there; it says nothing of who they are.
    pub name: String,
    /// Their preparations, the earliest first.
    pub preparations: Vec<Preparation>,
    /// Runs of practice that ended.
    pub runs: Vec<EndedRun>,
}

/// A preparation with what happened in it.
#[derive(Clone, Debug)]
pub struct Preparation {
    /// Its id here; never told as it is.
    pub id: String,
    /// The earliest first.
    pub events: Vec<PlacedEvent>,
}

/// An event in its place.
#[derive(Clone, Debug)]
pub struct PlacedEvent {
    /// Its place, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// What.
    pub event: PrepEvent,
}

/// A run of practice that ended.
#[derive(Clone, Debug)]
pub struct EndedRun {
    /// Its id here; never told as it is.
    pub id: String,
    /// For which exam version.
    pub exam: String,
    /// How it asked.
    pub mode: RunMode,
    /// Through which set; none where it was about no single one.
    pub set: Option<String>,
    /// When it ended.
    pub at: Instant,
    /// Points, and how many there are.
    pub points: (u32, u32),
}

/// What can be told. Only a lab can be passed or failed: there is no other way to these two verbs.
enum Tellable<'t> {
    Registered,
    Lesson(&'t CourseOutline, &'t LessonOutline),
    Course(&'t CourseOutline),
    Run(&'t EndedRun),
    Check { course: &'t CourseOutline, lesson: &'t LessonOutline, check: &'t str, right: bool },
    Lab { lab: &'t str, passed: bool },
}

impl Tellable<'_> {
    fn verb(&self) -> Verb {
        match self {
            Tellable::Registered => Verb::Registered,
            Tellable::Lesson(..) => Verb::Experienced,
            Tellable::Course(_) | Tellable::Run(_) => Verb::Completed,
            Tellable::Check { .. } => Verb::Answered,
            Tellable::Lab { passed: true, .. } => Verb::Passed,
            Tellable::Lab { passed: false, .. } => Verb::Failed,
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        match self {
            Tellable::Registered => None,
            Tellable::Lesson(..) | Tellable::Course(_) => {
                Some(Outcome { completion: Some(true), ..Outcome::default() })
            }
            Tellable::Run(run) => {
                let score = ToldScore::of(run.points.0, run.points.1);
                Some(Outcome { score, completion: Some(true), success: None })
            }
            Tellable::Check { right: success, .. } | Tellable::Lab { passed: success, .. } => {
                Some(Outcome { success: Some(*success), ..Outcome::default() })
            }
        }
    }
}

/// What happened, as statements, the earliest first.
///
/// Answers to checks are told only where they are wanted.
pub fn statements(
    home: &Installation<'_>,
    learner: &Learner,
    courses: &BTreeMap<String, CourseOutline>,
    with_answers: bool,
) -> Vec<PrepStatement> {
    let teller = Teller { home, learner };
    let mut told = Vec::new();
    let mut replay = Replay { courses, all: Vec::new(), done: BTreeSet::new() };
    for preparation in &learner.preparations {
        let mut exam = String::new();
        for happened in &preparation.events {
            let (at, event) = (happened.at, &happened.event);
            replay.all.push(event.clone());
            let mut tell = |exam: &str, key: &str, what: &Tellable<'_>| {
                told.push(teller.statement((preparation, key), (exam, at), what));
            };
            let key = format!("event {}", happened.seq);
            match event {
                PrepEvent::Enrolled { exam: to } | PrepEvent::PlanSwitched { to, .. } => {
                    exam.clone_from(to);
                    tell(&exam, &key, &Tellable::Registered);
                }
                PrepEvent::LessonFinished { course, lesson, .. } => {
                    let Some(course) = courses.get(course) else { continue };
                    if let Some(lesson) = course.lesson(lesson) {
                        tell(course.exam.as_str(), &key, &Tellable::Lesson(course, lesson));
                    }
                    if replay.has_done(course) {
                        tell(
                            course.exam.as_str(),
                            &format!("course {}", course.id),
                            &Tellable::Course(course),
                        );
                    }
                }
                PrepEvent::CheckAnswered { lesson, check, right, .. } => {
                    let Some((course, lesson)) = replay.lesson_of(lesson, check) else { continue };
                    if with_answers {
                        let answer = Tellable::Check { course, lesson, check, right: *right };
                        tell(course.exam.as_str(), &key, &answer);
                    }
                    if replay.has_done(course) {
                        tell(
                            course.exam.as_str(),
                            &format!("course {}", course.id),
                            &Tellable::Course(course),
                        );
                    }
                }
                PrepEvent::LabResult { lab, passed } => {
                    tell(&exam, &key, &Tellable::Lab { lab, passed: *passed });
                }
                _ => {}
            }
        }
    }
    for run in &learner.runs {
        let Some(preparation) = learner.preparation_of(&run.exam) else { continue };
        let key = format!("run {}", run.id);
        told.push(teller.statement((preparation, &key), (&run.exam, run.at), &Tellable::Run(run)));
    }
    // What happened at one instant stays in the order in which it was told.
    told.sort_by_key(|one| one.timestamp);
    told
}

impl Learner {
    /// The preparation in which an exam version was prepared for; the latest where none names it.
    fn preparation_of(&self, exam: &str) -> Option<&Preparation> {
        let names = |one: &&Preparation| {
            one.events.iter().any(|happened| match &happened.event {
                PrepEvent::Enrolled { exam: to } | PrepEvent::PlanSwitched { to, .. } => to == exam,
                _ => false,
            })
        };
        self.preparations.iter().rev().find(names).or(self.preparations.last())
    }
}

/// What happened up to here, and which courses that finished.
struct Replay<'c> {
    courses: &'c BTreeMap<String, CourseOutline>,
    all: Vec<PrepEvent>,
    done: BTreeSet<String>,
}

impl<'c> Replay<'c> {
    /// Whether the latest event finished a course that was not finished before.
    fn has_done(&mut self, course: &CourseOutline) -> bool {
        !self.done.contains(&course.id)
            && CourseProgress::of(course, &self.all).is_done
            && self.done.insert(course.id.clone())
    }

    fn lesson_of(&self, lesson: &str, check: &str) -> Option<(&'c CourseOutline, &'c LessonOutline)> {
        self.courses.values().find_map(|course| {
            let lesson = course.lesson(lesson)?;
            lesson.checks.iter().any(|one| one == check).then_some((course, lesson))
        })
    }
}

struct Teller<'t> {
    home: &'t Installation<'t>,
    learner: &'t Learner,
}

impl Teller<'_> {
    fn statement(
        &self,
        (preparation, key): (&Preparation, &str),
        (exam, at): (&str, Instant),
        what: &Tellable<'_>,
    ) -> PrepStatement {
        let home = self.home.home;
        let name = |text: &str| (self.home.uuid)(&format!("{home}/xapi/{text}"));
        PrepStatement {
            id: name(&format!("statements/{}/{key}", preparation.id)),
            actor: ToldActor {
                object_type: "Agent",
                account: ToldAccount { home_page: home.to_owned(), name: self.learner.name.clone() },
            },
            verb: what.verb(),
            object: self.object(exam, what),
            result: what.outcome(),
            context: Context {
                registration: name(&format!("registrations/{}", preparation.id)),
                context_activities: ToldAround {
                    parent: self.parent(what),
                    grouping: vec![ToldActivity::of("objective", self.at(&["exams", exam]), Some(exam))],
                    category: vec![ToldActivity::of("profile", version_id(home), None)],
                },
                platform: "Assay",
                language: "en",
            },
            timestamp: at,
            version: VERSION,
        }
    }

    fn object(&self, exam: &str, what: &Tellable<'_>) -> ToldActivity {
        match what {
            Tellable::Registered => {
                let name = format!("Preparation for {exam}");
                ToldActivity::of("course", self.at(&["exams", exam, "prep"]), Some(&name))
            }
            Tellable::Lesson(course, lesson) => self.lesson(course, lesson),
            Tellable::Course(course) => self.course(course),
            Tellable::Run(run) => {
                let set = run.set.as_deref();
                let (last, name) = match run.mode {
                    RunMode::Final => (set, "Final practice exam".to_owned()),
                    mode => (set.or(Some(mode.as_str())), format!("Practice: {}", mode.as_str())),
                };
                let last = last.unwrap_or(run.mode.as_str());
                let place = self.at(&["exams", &run.exam, "practice", last]);
                ToldActivity::of("assessment", place, Some(&format!("{name}, {}", run.exam)))
            }
            // Its stem is not told: it would be of use beside an answer alone.
            Tellable::Check { course, lesson, check, .. } => {
                let of = self.at(&["courses", &course.id, &lesson.id]);
                ToldActivity::of("question", format!("{of}#{}", segment(check)), None)
            }
            Tellable::Lab { lab, .. } => ToldActivity::of("simulation", self.at(&["labs", lab]), Some(lab)),
        }
    }

    fn parent(&self, what: &Tellable<'_>) -> Vec<ToldActivity> {
        match what {
            Tellable::Lesson(course, _) => vec![self.course(course)],
            Tellable::Check { course, lesson, .. } => vec![self.lesson(course, lesson)],
            _ => Vec::new(),
        }
    }

    fn course(&self, course: &CourseOutline) -> ToldActivity {
        ToldActivity::of("course", self.at(&["courses", &course.id]), Some(&course.title))
    }

    fn lesson(&self, course: &CourseOutline, lesson: &LessonOutline) -> ToldActivity {
        ToldActivity::of("lesson", self.at(&["courses", &course.id, &lesson.id]), Some(&lesson.title))
    }

    /// An address of the installation.
    fn at(&self, path: &[&str]) -> String {
        path.iter().fold(self.home.home.to_owned(), |address, part| format!("{address}/{}", segment(part)))
    }
}

/// A part of an address: what is not plain is written as its bytes, so that it is an address whatever it is.
fn segment(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    written.collect()
}
