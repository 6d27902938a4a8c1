//! Courses: read by everybody, with the progress of whoever is signed in.
//!
//! Of a course nothing but its outline is kept in memory; what a page shows is read from the files of the
//! version when it asks. A check is judged here, and its key goes out with an answer and not before.

use std::collections::BTreeMap;

use assay_kernel::{Date, Instant, source::SourceFile};
use assay_learning::{
    course::{
        CourseOutline, CourseProgress, DeliveredBlock, DeliveredCheck, Lesson, LessonBlock, LessonChange,
        LessonCheck, LessonOutline, LessonSource, ToldCheck, check_drawing, folder, parse_course,
        read_lesson,
    },
    event::PrepEvent,
};
use assay_store::{Reads, StoreError, Unit, statement::prep};

use super::{
    Practice, json, must_be_public,
    rules::{Learn, LookAtCourse},
    situation,
};
use crate::{AppError, Asking, FieldFault, Files};

/// Answers to one check that are kept: who tries more often learns nothing from the next one.
const TRIES_MAX: u32 = 20;

/// A course with the progress of the person who asks.
pub struct CourseView {
    /// What everybody may know of it.
    pub outline: CourseOutline,
    /// The situation with which it begins, as Markdown; empty in a list.
    pub opening: String,
    /// The page that sums it up, as Markdown; empty in a list.
    pub summary: String,
    /// How far they are; none of somebody who has no progress here.
    pub progress: Option<CourseProgress>,
}

/// A lesson with the progress of the person who asks.
pub struct LessonView {
    /// Its course.
    pub course: CourseView,
    /// What it is.
    pub lesson: LessonOutline,
    /// Its place in the course, from 0.
    pub place: usize,
    /// Its parts, in order.
    pub parts: Vec<LessonPart>,
    /// Pages that it rests on.
    pub sources: Vec<LessonSource>,
    /// The day on which it was finished, where it says something else now.
    pub changed_since: Option<Date>,
    /// What changed since, the earliest first; nothing of an author who has not said it.
    pub changes: Vec<LessonChange>,
}

/// A part of a lesson as a page shows it.
pub enum LessonPart {
    /// What is not asked.
    Shown(DeliveredBlock),
    /// A check; with everything about it once it is answered.
    Check(DeliveredCheck, Option<ToldCheck>),
}

/// All lessons of a course, for paper: checks without what is told after them.
pub struct PrintedCourse {
    /// The course.
    pub course: CourseView,
    /// Its lessons.
    pub lessons: Vec<LessonView>,
}

/// A drawing of a course.
pub struct CourseFile {
    /// An SVG that only draws.
    pub bytes: Vec<u8>,
}

/// Somebody's events, and when each happened.
struct LearnerEvents {
    events: Vec<PrepEvent>,
    at: Vec<Instant>,
}

impl Practice {
    /// The courses of every exam version that may be named, in order.
    ///
    /// # Errors
    /// The store failed.
    pub async fn courses(&self, asking: &Asking) -> Result<Vec<CourseView>, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let store = self.shelf.under(&permit);
        let mut known: BTreeMap<String, Option<LearnerEvents>> = BTreeMap::new();
        let mut list = Vec::new();
        for outline in asking.programme.courses.values() {
            if must_be_public(asking, outline.exam.as_str()).is_err() {
                continue;
            }
            let exam = outline.exam.to_string();
            if !known.contains_key(&exam) {
                known.insert(exam.clone(), happened(store, asking, &exam).await?);
            }
            let progress = progress_in(outline, known.get(&exam).and_then(Option::as_ref));
            let (opening, summary) = (String::new(), String::new());
            list.push(CourseView { outline: outline.clone(), opening, summary, progress });
        }
        Ok(list)
    }

    /// A course with what it begins and ends with.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn course(&self, asking: &Asking, id: &str) -> Result<CourseView, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let store = self.shelf.under(&permit);
        let outline = outline_of(asking, id)?;
        let progress = progress_in(&outline, happened(store, asking, outline.exam.as_str()).await?.as_ref());
        let head = text(store, asking, &outline, "course.toml").await?;
        let summary = text(store, asking, &outline, "summary.md").await?.text;
        let (course, _) = parse_course(&head);
        Ok(CourseView { outline, opening: course.opening, summary, progress })
    }

    /// A lesson. Whoever has progress has opened it from then on.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn lesson(&self, asking: &Asking, course: &str, id: &str) -> Result<LessonView, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let store = self.shelf.under(&permit);
        let outline = outline_of(asking, course)?;
        let happened = happened(store, asking, outline.exam.as_str()).await?;
        let (place, lesson) = place_of(&outline, id)?;
        let read = read(store, asking, &outline, &lesson).await?;
        let view = view(outline, (place, lesson), read, happened.as_ref(), asking);
        let is_open = view.course.progress.as_ref().is_none_or(|known| known.lessons.contains_key(id));
        if !is_open {
            let event = PrepEvent::LessonOpened { lesson: id.to_owned() };
            self.learned(asking, &view.course.outline, &format!("opened:{id}"), &event).await?;
        }
        Ok(view)
    }

    /// A course for paper.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn printed_course(&self, asking: &Asking, id: &str) -> Result<PrintedCourse, AppError> {
        let course = self.course(asking, id).await?;
        let permit = asking.permit::<LookAtCourse>()?;
        let store = self.shelf.under(&permit);
        let mut lessons = Vec::with_capacity(course.outline.lessons.len());
        // All at once: a course has a dozen lessons, and each would be a look at the store.
        let files = store.programme_folder(&asking.programme.tree, &path_of(&course.outline, "")).await?;
        for (place, lesson) in course.outline.lessons.iter().enumerate() {
            let path = path_of(&course.outline, &lesson.file);
            let file = files.iter().find(|file| file.path == path);
            let gone = || AppError::internal("a file of the programme in force is gone", path.clone());
            let text = file.ok_or_else(gone)?.content.as_str();
            let read = read_lesson(&SourceFile::new(path.clone(), text)).0;
            // Without what happened: no answer, so no key.
            lessons.push(view(course.outline.clone(), (place, lesson.clone()), read, None, asking));
        }
        Ok(PrintedCourse { course, lessons })
    }

    /// A drawing of a course.
    ///
    /// # Errors
    /// `NotFound` where there is none that only draws; or the store failed.
    pub async fn course_drawing(
        &self,
        asking: &Asking,
        id: &str,
        name: &str,
    ) -> Result<CourseFile, AppError> {
        let permit = asking.permit::<LookAtCourse>()?;
        let store = self.shelf.under(&permit);
        let outline = outline_of(asking, id)?;
        let path = path_of(&outline, name);
        let record = store.programme_file(&asking.programme.tree, &path).await?.ok_or(AppError::NotFound)?;
        let files = Files::from_store(vec![record])?;
        let drawing = files.artwork.into_iter().next().ok_or(AppError::NotFound)?;
        // What an earlier release found no fault with is looked at by this one.
        check_drawing(&drawing.bytes).map_err(|_| AppError::NotFound)?;
        Ok(CourseFile { bytes: drawing.bytes })
    }

    /// Answers a check of a lesson: from then on it is told. It counts for the course alone.
    ///
    /// # Errors
    /// Not signed in, `NotFound`, `Invalid` where it is no answer, or the store failed.
    pub async fn answer_check(
        &self,
        asking: &Asking,
        (course, lesson, check): (&str, &str, &str),
        answer: &[String],
    ) -> Result<(), AppError> {
        let permit = asking.permit::<Learn>()?;
        let store = self.shelf.under(&permit);
        let outline = outline_of(asking, course)?;
        let (_, of) = place_of(&outline, lesson)?;
        let read = read(store, asking, &outline, &of).await?;
        let asked: &LessonCheck = read.checks().find(|one| one.id == check).ok_or(AppError::NotFound)?;
        if !asked.accepts(answer) {
            let text = match asked.key.len() {
                1 => "Choose one option.".to_owned(),
                count => format!("Choose {count} options."),
            };
            return Err(AppError::Invalid(vec![FieldFault::new("answer", text)]));
        }
        let happened = happened(store, asking, outline.exam.as_str()).await?;
        let progress = progress_in(&outline, happened.as_ref()).unwrap_or_default();
        let tries = progress.lessons.get(lesson).and_then(|of| of.tries.get(check)).copied().unwrap_or(0);
        if tries >= TRIES_MAX {
            return Ok(());
        }
        let event = PrepEvent::CheckAnswered {
            lesson: lesson.to_owned(),
            check: check.to_owned(),
            right: asked.is_right(answer),
            response: answer.to_vec(),
        };
        // Two presses of one button are one answer.
        self.learned(asking, &outline, &format!("check:{check}:{}", tries + 1), &event).await
    }

    /// Finishes a lesson as it stands; again once it says something else.
    ///
    /// # Errors
    /// Not signed in, `NotFound`, or the store failed.
    pub async fn finish_lesson(&self, asking: &Asking, course: &str, lesson: &str) -> Result<(), AppError> {
        // Asked before it is looked whether anything is there.
        let _leave = asking.permit::<Learn>()?;
        let outline = outline_of(asking, course)?;
        let (_, of) = place_of(&outline, lesson)?;
        let event = PrepEvent::LessonFinished {
            course: outline.id.clone(),
            lesson: lesson.to_owned(),
            revision: of.revision,
        };
        self.learned(asking, &outline, &format!("finished:{lesson}:{}", of.revision), &event).await
    }

    /// Something happened in a course: the same command twice is once.
    async fn learned(
        &self,
        asking: &Asking,
        outline: &CourseOutline,
        command: &str,
        event: &PrepEvent,
    ) -> Result<(), AppError> {
        let is_told = !matches!(event, PrepEvent::LessonOpened { .. });
        let event = json(event)?;
        // Somebody else of theirs may have begun to prepare at the same moment: theirs is found then.
        for _ in 0..2 {
            let permit = asking.permit::<Learn>()?;
            let store = self.shelf.under(&permit);
            let mut unit = Unit::new();
            let enrolment = self.enrolment(asking, (store, outline.exam.as_str()), &mut unit).await?;
            unit.run(prep::happened(enrolment, command, &event, asking.ms()));
            if is_told {
                self.tells(&mut unit, asking.person()?, asking.ms());
            }
            match self.shelf.commit(permit, unit).await {
                Err(StoreError::Conflict(_)) => {}
                other => return Ok(other?),
            }
        }
        Err(AppError::Conflict)
    }
}

/// A course that may be named.
fn outline_of(asking: &Asking, id: &str) -> Result<CourseOutline, AppError> {
    let outline = asking.programme.courses.get(id).ok_or(AppError::NotFound)?;
    must_be_public(asking, outline.exam.as_str())?;
    Ok(outline.clone())
}

fn place_of(outline: &CourseOutline, id: &str) -> Result<(usize, LessonOutline), AppError> {
    let found = outline.lessons.iter().enumerate().find(|(_, lesson)| lesson.id == id);
    found.map(|(place, lesson)| (place, lesson.clone())).ok_or(AppError::NotFound)
}

fn path_of(outline: &CourseOutline, name: &str) -> String {
    format!("{}{name}", folder(outline.exam.as_str(), &outline.task))
}

/// A text of a course in the version that is asked under.
async fn text(
    store: &Reads,
    asking: &Asking,
    outline: &CourseOutline,
    name: &str,
) -> Result<SourceFile, AppError> {
    let path = path_of(outline, name);
    let file = store.programme_file(&asking.programme.tree, &path).await?;
    let gone = || AppError::internal("a file of the programme in force is gone", path.clone());
    Ok(SourceFile::new(path.clone(), file.ok_or_else(gone)?.content))
}

async fn read(
    store: &Reads,
    asking: &Asking,
    outline: &CourseOutline,
    lesson: &LessonOutline,
) -> Result<Lesson, AppError> {
    Ok(read_lesson(&text(store, asking, outline, &lesson.file).await?).0)
}

/// What happened to whoever asks; none of somebody who has no progress here.
async fn happened(store: &Reads, asking: &Asking, exam: &str) -> Result<Option<LearnerEvents>, AppError> {
    if !asking.may_at_all::<Learn>() {
        return Ok(None);
    }
    let (at, events) = situation::happened(store, asking, exam).await?.into_iter().unzip();
    Ok(Some(LearnerEvents { events, at }))
}

fn progress_in(outline: &CourseOutline, happened: Option<&LearnerEvents>) -> Option<CourseProgress> {
    happened.map(|happened| CourseProgress::of(outline, &happened.events))
}

fn view(
    outline: CourseOutline,
    (place, lesson): (usize, LessonOutline),
    read: Lesson,
    happened: Option<&LearnerEvents>,
    asking: &Asking,
) -> LessonView {
    let progress = progress_in(&outline, happened);
    let mine = progress.as_ref().and_then(|progress| progress.lessons.get(&lesson.id));
    let answer = |check: &LessonCheck| mine.and_then(|mine| mine.answers.get(&check.id));
    let parts = read.blocks.iter().map(|block| match block {
        LessonBlock::Check(check) => {
            let told = answer(check).map(|answer| ToldCheck::of(check, answer));
            LessonPart::Check(DeliveredCheck::of(check), told)
        }
        other => LessonPart::Shown(DeliveredBlock::of(other)),
    });
    let parts = parts.collect();
    let changed = mine.and_then(|mine| mine.finished).filter(|finished| finished.is_changed);
    let at = changed.and_then(|finished| happened?.at.get(finished.event).copied());
    let changed_since = at.map(|at| asking.programme.time_zone.to_datetime(at).date());
    let since = changed.map(|finished| finished.revision);
    let changes = since.map(|since| read.changed_since(since).cloned().collect()).unwrap_or_default();
    let (opening, summary) = (String::new(), String::new());
    let course = CourseView { outline, opening, summary, progress };
    LessonView { course, lesson, place, parts, sources: read.sources, changed_since, changes }
}
