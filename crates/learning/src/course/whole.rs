//! The courses of a programme, out of its files.

use std::collections::{BTreeMap, BTreeSet};

use assay_kernel::{Diagnostic, Diagnostics, Location, source::SourceFile};

use super::{
    codes,
    drawing::check_drawing,
    model::{Course, Lesson},
    read::{parse_course, read_lesson},
};

/// Where courses stand among a programme's files.
pub const COURSES: &str = "courses/";
/// Courses of a programme: some exam versions with a dozen tasks each.
const COURSES_MAX: usize = 500;
/// Lessons of a course: what fits on a page of contents.
const LESSONS_MAX: usize = 20;
/// Letters of an id: it stands in addresses.
const ID_CHARS_MAX: usize = 80;

/// Names that pages of a course have, so that no lesson is called so.
const TAKEN: [&str; 3] = ["print", "pictures", "offline"];

/// What was read of a programme's courses.
#[derive(Clone, Debug, Default)]
pub struct ReadCourses {
    /// By id.
    pub courses: BTreeMap<String, Course>,
    /// What is wrong with them.
    pub found: Diagnostics,
}

/// How much a programme's courses hold.
///
/// And how much of it rests on pages that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CourseCounts {
    /// Courses.
    pub courses: usize,
    /// Lessons.
    pub lessons: usize,
    /// Checks.
    pub checks: usize,
    /// Sources of which somebody has read the page.
    pub read: usize,
    /// Sources of which nobody has.
    pub unread: usize,
}

impl ReadCourses {
    /// What there is.
    pub fn counts(&self) -> CourseCounts {
        let mut counts = CourseCounts { courses: self.courses.len(), ..CourseCounts::default() };
        for (_, lesson) in self.courses.values().flat_map(|course| &course.lessons) {
            counts.lessons += 1;
            counts.checks += lesson.checks().count();
            let read = lesson.sources.iter().filter(|source| source.read.is_some()).count();
            counts.read += read;
            counts.unread += lesson.sources.len() - read;
        }
        counts
    }
}

/// The folder of a course, with `/` at its end.
pub fn folder(exam: &str, task: &str) -> String {
    format!("{COURSES}{exam}/{task}/")
}

/// The folder that a path stands in, with `/` at its end.
fn folder_of(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

/// Reads every course of a programme.
///
/// Texts are Markdown and TOML, pictures everything else.
pub fn read_courses<'f>(
    texts: impl Iterator<Item = &'f SourceFile>,
    pictures: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> ReadCourses {
    let mut read = ReadCourses::default();
    let mut folders: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    for file in texts.filter(|file| file.path.starts_with(COURSES)) {
        folders.entry(folder_of(&file.path)).or_default().push(file);
    }
    let pictures: BTreeMap<&str, &[u8]> = pictures.filter(|(path, _)| path.starts_with(COURSES)).collect();
    for (count, (folder, files)) in folders.into_iter().enumerate() {
        if count == COURSES_MAX {
            let message = format!("a programme has at most {COURSES_MAX} courses");
            let at = Location { file: folder.to_owned(), line: 1, column: 1, span: 0..0 };
            read.found.push(Diagnostic::error(codes::PLACE, at, message).hint("split the programme"));
            break;
        }
        if let Some(course) = course(folder, &files, &mut read.found) {
            drawings(folder, &course, &pictures, &mut read.found);
            twice(&read.courses, &course, &mut read.found);
            read.courses.insert(course.id.clone(), course);
        }
    }
    read
}

/// Reads the course of one folder.
fn course(folder: &str, files: &[&SourceFile], found: &mut Diagnostics) -> Option<Course> {
    let Some(head) = files.iter().find(|file| file.path == format!("{folder}course.toml")) else {
        // Words for whoever looks into the folders.
        for file in files.iter().filter(|file| !file.path.ends_with("README.md")) {
            let message = format!("{} belongs to no course", file.path);
            let hint = "a course is a folder courses/<EXAM>/<task> with course.toml, summary.md and lessons";
            found.push(Diagnostic::error(codes::PLACE, file.locate(0..0), message).hint(hint));
        }
        return None;
    };
    let (mut course, faults) = parse_course(head);
    found.extend(faults);
    for file in files {
        let name = file.path.get(folder.len()..).unwrap_or_default();
        match name {
            "course.toml" | "README.md" => {}
            "summary.md" => course.summary = file.text.trim().to_owned(),
            _ if is_lesson(name) => {
                let (lesson, faults) = read_lesson(file);
                found.extend(faults);
                course.lessons.push((name.to_owned(), lesson));
            }
            _ => {
                let message = format!("`{name}` is not a file that a course has");
                let hint = "name lessons `01-so`, `02-so`, … with the ending `.md`; summary.md sums them up";
                found.push(Diagnostic::error(codes::PLACE, file.locate(0..0), message).hint(hint));
            }
        }
    }
    course.lessons.sort_by(|one, other| one.0.cmp(&other.0));
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, course.at.clone(), message).hint(hint));
    };
    if folder != self::folder(course.exam.as_str(), &course.task)
        || course.id != format!("{}-{}", course.exam, course.task)
    {
        let message = format!("the course `{}` stands in {folder}", course.id);
        fault(codes::PLACE, message, "its folder is courses/<EXAM>/<task>, its id <EXAM>-<task>");
    }
    if course.summary.is_empty() {
        fault(codes::EMPTY, "nothing sums the course up".to_owned(), "write summary.md beside it");
    }
    match course.lessons.len() {
        0 => fault(
            codes::EMPTY,
            "this course has no lesson".to_owned(),
            "write one beside it, under a name such as `01-so` with the ending `.md`",
        ),
        count if count > LESSONS_MAX => {
            fault(codes::TOO_LONG, format!("a course has at most {LESSONS_MAX} lessons"), "make two of it");
        }
        _ => {}
    }
    let sum: u32 = course.lessons.iter().map(|(_, lesson)| lesson.minutes).sum();
    if sum != course.minutes && !course.lessons.is_empty() {
        let message = format!("the course takes {} minutes, its lessons {sum}", course.minutes);
        fault(codes::TOO_LONG, message, "write the sum of its lessons");
    }
    Some(course)
}

/// Whether a file is called as lessons are: two digits, a hyphen, a word.
fn is_lesson(name: &str) -> bool {
    let Some((number, rest)) = name.split_once('-') else { return false };
    number.len() == 2
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && rest.strip_suffix(".md").is_some_and(is_id)
}

/// Whether something may stand in an address as it is.
fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('.')
}

/// Diagrams whose files are there and only draw.
fn drawings(folder: &str, course: &Course, pictures: &BTreeMap<&str, &[u8]>, found: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for diagram in course.lessons.iter().flat_map(|(_, lesson)| lesson.diagrams()) {
        let name = diagram.file.as_str();
        let mut fault = |at: Location, message: String, hint: &str| {
            found.push(Diagnostic::error(codes::DRAWING, at, message).hint(hint));
        };
        let path = format!("{folder}{name}");
        let bytes = (is_id(name) && name.ends_with(".svg")).then(|| pictures.get(path.as_str())).flatten();
        let Some(bytes) = bytes else {
            let message = format!("there is no drawing `{name}`");
            fault(diagram.at.clone(), message, "name an SVG that stands beside the lesson");
            continue;
        };
        if !seen.insert(name) {
            continue;
        }
        if let Err(why) = check_drawing(bytes) {
            let at = Location { file: path, line: why.line, column: 1, span: 0..0 };
            let message = format!("the drawing would do more than draw: {}", why.text);
            fault(at, message, "take it out; shapes, text and arrows are enough");
        }
    }
}

/// Ids that stand twice, within a course or in another, or that no address can have.
fn twice(others: &BTreeMap<String, Course>, course: &Course, found: &mut Diagnostics) {
    let ids = |course: &'_ Course| -> Vec<(String, Location)> {
        let lessons = course.lessons.iter().map(|(_, lesson)| lesson);
        let of = |lesson: &Lesson| -> Vec<(String, Location)> {
            let checks = lesson.checks().map(|check| (check.id.clone(), check.at.clone()));
            std::iter::once((lesson.id.clone(), lesson.at.clone())).chain(checks).collect()
        };
        lessons.flat_map(of).collect()
    };
    let mut seen: BTreeSet<String> = others.values().flat_map(ids).map(|(id, _)| id).collect();
    seen.extend(others.keys().cloned());
    for (id, at) in std::iter::once((course.id.clone(), course.at.clone())).chain(ids(course)) {
        // A key that is missing was told already.
        if id.is_empty() {
            continue;
        }
        if !is_id(&id) || TAKEN.contains(&id.as_str()) {
            let message = format!("`{id}` cannot stand in an address");
            let hint =
                "use letters, digits, `-`, `.` and `_`, at most 80; print, pictures and offline are taken";
            found.push(Diagnostic::error(codes::TWICE, at.clone(), message).hint(hint));
        }
        if !seen.insert(id.clone()) {
            let message = format!("`{id}` exists twice");
            let hint = "progress is kept by it: give each its own";
            found.push(Diagnostic::error(codes::TWICE, at, message).hint(hint));
        }
    }
}
