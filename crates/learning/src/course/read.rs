//! From the text of one file to a lesson, or to what a course says of itself.

use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode,
    source::{Reader, SourceFile},
};

use super::{
    block::{is_block, read_block},
    codes,
    markup::check_text,
    model::{Course, Lesson, LessonBlock, LessonChange, LessonSource},
    place::{front_matter, parts, read_part},
};

/// Bytes of a lesson: some times what its words take.
const LESSON_BYTES_MAX: usize = 64 << 10;
/// Words of a lesson: what is read in its minutes.
const WORDS_MAX: usize = 1_800;
/// Minutes of a lesson: as long as attention holds.
const MINUTES_MAX: u32 = 12;
/// Minutes of a course, for the reader of numbers.
const COURSE_MINUTES_MAX: i64 = 600;
/// Parts of a lesson.
const BLOCKS_MAX: usize = 60;
/// Pages that a lesson rests on.
const SOURCES_MAX: usize = 30;
/// Revisions of a lesson.
const REVISION_MAX: i64 = 10_000;
/// Letters of what a revision changed: a sentence or two above the lesson.
const CHANGE_CHARS_MAX: usize = 400;

/// Reads `course.toml`: whatever could be read of it is kept.
///
/// Its lessons are files of their own.
pub fn parse_course(file: &SourceFile) -> (Course, Diagnostics) {
    Reader::read(file, |table| Course {
        id: table.text("id"),
        exam: ExamCode::new(&table.text("exam")),
        task: table.text("task"),
        title: table.text("title"),
        skills: table.texts("skills"),
        minutes: minutes(table),
        lab: table.maybe_text("lab"),
        opening: table.text("opening").trim().to_owned(),
        summary: String::new(),
        lessons: Vec::new(),
        at: table.place("id"),
    })
}

fn minutes(table: &Reader<'_>) -> u32 {
    u32::try_from(table.integer_in("minutes", 1..=COURSE_MINUTES_MAX)).unwrap_or_default()
}

/// Reads one lesson: whatever could be read of it is kept.
pub fn read_lesson(file: &SourceFile) -> (Lesson, Diagnostics) {
    let mut found = Diagnostics::default();
    if file.text.len() > LESSON_BYTES_MAX {
        let message =
            format!("this lesson has {} bytes; at most {LESSON_BYTES_MAX} are read", file.text.len());
        found.push(
            Diagnostic::error(codes::TOO_LONG, file.locate(0..0), message).hint("make two lessons of it"),
        );
        return (Lesson { at: file.locate(0..0), ..Lesson::default() }, found);
    }
    let Some((front, body)) = front_matter(&file.text) else {
        let message = "this lesson does not begin with what it is";
        let hint = "write `+++`, its id, revision, title, skills, minutes and sources, and `+++` again";
        found.push(Diagnostic::error(codes::BLOCK, file.locate(0..0), message).hint(hint));
        return (Lesson { at: file.locate(0..0), ..Lesson::default() }, found);
    };
    let (mut lesson, faults) = read_part(file, &front, |table| head(table, file));
    found.extend(faults);
    let is_source = |url: &str| lesson.sources.iter().any(|source| source.url == url);
    let mut words = 0;
    let mut blocks = Vec::new();
    for part in parts(&file.text, body, is_block).into_iter().take(BLOCKS_MAX + 1) {
        let (block, faults) = read_block(file, &part);
        found.extend(faults);
        if let Some(block) = block {
            blocks.push(block);
            continue;
        }
        let text = file.text.get(part.span.clone()).unwrap_or_default();
        words += text.split_whitespace().count();
        found.extend(check_text(file, &part.span, &is_source));
        blocks.push(LessonBlock::Text(text.trim().to_owned()));
    }
    if blocks.len() > BLOCKS_MAX {
        let message = format!("a lesson has at most {BLOCKS_MAX} parts");
        found.push(
            Diagnostic::error(codes::TOO_LONG, file.locate(body..body), message).hint("make two of it"),
        );
    }
    if words > WORDS_MAX {
        let message = format!("{words} words; at most {WORDS_MAX} are read in one go");
        found.push(
            Diagnostic::error(codes::TOO_LONG, file.locate(body..body), message).hint("make two lessons"),
        );
    }
    lesson.blocks = blocks;
    (lesson, found)
}

fn head(table: &Reader<'_>, file: &SourceFile) -> Lesson {
    let lesson = Lesson {
        id: table.text("id"),
        revision: u32::try_from(table.integer_in("revision", 1..=REVISION_MAX)).unwrap_or_default(),
        title: table.text("title"),
        skills: table.texts("skills"),
        minutes: minutes(table),
        sources: table.tables("source", source),
        changes: table.tables("change", change),
        blocks: Vec::new(),
        at: match table.has("id") {
            true => table.place("id"),
            false => file.locate(0..0),
        },
    };
    if lesson.minutes > MINUTES_MAX {
        let message = format!("{} minutes; a lesson takes at most {MINUTES_MAX}", lesson.minutes);
        table.report(
            Diagnostic::error(codes::TOO_LONG, table.place("minutes"), message).hint("make two of it"),
        );
    }
    changes(table, &lesson);
    let hint = "name the pages that it rests on, each as a `[[source]]`";
    if lesson.sources.is_empty() {
        let message = "this lesson has no source";
        table.report(Diagnostic::error(codes::SOURCE, lesson.at.clone(), message).hint(hint));
    }
    if lesson.sources.len() > SOURCES_MAX {
        let message = format!("a lesson rests on at most {SOURCES_MAX} pages");
        table.report(
            Diagnostic::error(codes::SOURCE, lesson.at.clone(), message).hint("keep those that settle it"),
        );
    }
    lesson
}

fn change(table: &Reader<'_>) -> LessonChange {
    LessonChange {
        revision: u32::try_from(table.integer_in("revision", 2..=REVISION_MAX)).unwrap_or_default(),
        on: table.date("on"),
        what: table.text("what").trim().to_owned(),
    }
}

/// Whoever finished a lesson reads what changed since: each revision after the first says it, once.
fn changes(table: &Reader<'_>, lesson: &Lesson) {
    let said: Vec<u32> = lesson.changes.iter().map(|change| change.revision).collect();
    let wanted: Vec<u32> = (2..=lesson.revision).collect();
    let is_said = lesson.changes.iter().all(|change| {
        let letters = change.what.chars().count();
        (1..=CHANGE_CHARS_MAX).contains(&letters)
    });
    if said == wanted && is_said {
        return;
    }
    let message = match lesson.revision {
        0 | 1 => "a lesson of the first revision has changed nothing".to_owned(),
        last => format!("nothing says, in order, what the revisions from 2 to {last} changed"),
    };
    let hint = format!(
        "write a `[[change]]` with `revision`, `on` and `what` for each, the earliest first, in at most \
         {CHANGE_CHARS_MAX} letters"
    );
    table.report(Diagnostic::error(codes::CHANGE, table.place("revision"), message).hint(hint));
}

fn source(table: &Reader<'_>) -> LessonSource {
    let source =
        LessonSource { title: table.text("title"), url: table.text("url"), read: table.maybe_date("read") };
    let unread = table.flag("unread", false);
    let fault = |message: &str, hint: &str| {
        table.report(Diagnostic::error(codes::SOURCE, table.place("url"), message).hint(hint));
    };
    if unread == table.has("read") {
        let hint = "write the day in `read` where somebody has read the page's text, else `unread = true`";
        fault("nothing says whether this page was read", hint);
    }
    if !source.url.starts_with("https://") {
        fault("a source is a page that readers can open", "write an https:// address");
    }
    source
}
