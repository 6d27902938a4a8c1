use assay_kernel::{Diagnostics, source::SourceFile};
use proptest::prelude::*;

use super::*;
use crate::event::PrepEvent;

const LESSON: &str = r#"+++
id = "l-one"
revision = 2
title = "What the log says"
skills = ["1.1.1"]
minutes = 9

[[source]]
title = "Guide"
url = "https://docs.example.org/guide"
read = "2026-11-30"

[[change]]
revision = 2
on = 2026-11-30
what = "The group of the log is named."
+++
At 08:10 the queue grows, see [the guide](https://docs.example.org/guide).

```sh
aws logs tail /app
```

```diagram
file = "path.svg"
alt = "A path"
text = "From the agent to the log."
```

## Then

```incident
symptom = "Calls time out."
evidence = "REJECT"
cause = "A rule."
fix = "Another rule."
```

```check
id = "k-one"
skill = "1.1.1"
kind = "multiple-choice"
stem = "What do you read?"
key = ["B"]
source = "https://docs.example.org/guide"
[[option]]
id = "A"
text = "The bill"
rationale = "CANARY-WHY-A"
[[option]]
id = "B"
text = "The log"
rationale = "CANARY-WHY-B"
```

## What to remember

Read the log.
"#;

const COURSE: &str = r#"
id = "X-1.1"
exam = "X"
task = "1.1"
title = "See it"
skills = ["1.1.1"]
minutes = 9
opening = "It is Monday."
"#;

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 200">
<defs><marker id="a" refX="8"><path d="M0 0l9 5"/></marker></defs>
<rect width="720" height="200" rx="12" fill="#ffffff"/>
<text x="9" y="9" font-family="sans-serif">a &amp; b &#8594;</text>
<path d="M1 1h9" marker-end="url(#a)"/></svg>"##;

fn lesson_file(text: &str) -> SourceFile {
    SourceFile::new("courses/X/1.1/01-one.md", text)
}

fn codes_of(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|fault| fault.code).collect()
}

fn whole(course: &str, lesson: &str, drawing: &str) -> ReadCourses {
    let texts = [
        SourceFile::new("courses/X/1.1/course.toml", course),
        lesson_file(lesson),
        SourceFile::new("courses/X/1.1/summary.md", "One page."),
    ];
    read_courses(texts.iter(), [("courses/X/1.1/path.svg", drawing.as_bytes())].into_iter())
}

#[test]
fn a_lesson_is_read_in_its_parts_without_a_fault() {
    let read = whole(COURSE, LESSON, DRAWING);
    assert_eq!(read.found, Diagnostics::default());
    let course = &read.courses["X-1.1"];
    let (file, lesson) = &course.lessons[0];
    assert_eq!((file.as_str(), lesson.revision, lesson.minutes), ("01-one.md", 2, 9));
    let kinds = lesson.blocks.iter().map(|block| match block {
        LessonBlock::Text(text) => text.lines().next().unwrap_or_default().chars().take(9).collect(),
        LessonBlock::Check(check) => format!("check {}", check.id),
        LessonBlock::Diagram(diagram) => format!("diagram {}", diagram.file),
        LessonBlock::Incident(incident) => format!("incident {}", incident.evidence),
    });
    let expected =
        ["At 08:10 ", "diagram path.svg", "## Then", "incident REJECT", "check k-one", "## What t"];
    assert_eq!(kinds.collect::<Vec<String>>(), expected);
    assert_eq!(CourseOutline::of(course).checks().collect::<Vec<_>>(), ["k-one"]);
    let counts = CourseCounts { courses: 1, lessons: 1, checks: 1, read: 1, unread: 0 };
    assert_eq!(read.counts(), counts);
}

#[test]
fn every_fault_has_its_code_and_the_line_where_it_stands() {
    let long = format!("See it. {}", "word ".repeat(1_801));
    // What is written, what is written instead, the code, and how far from its line that is told.
    let cases: [(&str, &str, &str, isize); 23] = [
        ("```sh", "```chekc", "L0011", 0),
        ("```sh", "```mermaid", "L0011", 0),
        ("```check\n", "  ```check\n", "L0011", 0),
        ("minutes = 9", "minutes = 13", "L0015", 0),
        ("[[source]]\ntitle = \"Guide\"", "[nothing]\ntitle = \"Guide\"", "L0014", -6),
        ("read = \"2026-11-30\"", "", "L0014", -1),
        ("url = \"https://docs.example.org/guide\"", "url = \"http://docs.example.org/guide\"", "L0014", 0),
        ("revision = 2", "revision = 3", "L0022", 0),
        ("revision = 2", "revision = 1", "L0022", 0),
        ("what = \"The group of the log is named.\"", "what = \" \"", "L0022", -13),
        ("alt = \"A path\"", "alt = \" \"", "L0013", 0),
        ("alt = \"A path\"\n", "", "P0002", -1),
        ("key = [\"B\"]", "key = [\"C\"]", "L0017", 0),
        ("key = [\"B\"]", "key = [\"A\", \"B\"]", "L0017", 0),
        ("id = \"A\"\n", "id = \"B\"\n", "L0017", -1),
        ("stem = ", "stemm = ", "P0003", 0),
        ("Read the log.", "Read <b>it</b>.", "L0020", 0),
        ("Read the log.", "![x](y.png)", "L0020", 0),
        ("Read the log.", "[x](https://elsewhere.example.org)", "L0020", 0),
        ("## Then", "# Then", "L0020", 0),
        ("Read the log.\n", "```check\nid = \"k-two\"\n", "L0011", 1),
        ("+++\nid", "id", "L0011", 0),
        ("At 08:10", &long, "L0015", 0),
    ];
    let mut missing = Vec::new();
    for (from, to, code, away) in cases {
        let text = LESSON.replacen(from, to, 1);
        let line = LESSON[..LESSON.find(from).unwrap()].matches('\n').count() + 1;
        let line = line.checked_add_signed(away).unwrap();
        let (_, found) = read_lesson(&lesson_file(&text));
        let at: Vec<(&str, usize)> = found.iter().map(|fault| (fault.code, fault.at.line)).collect();
        if !at.contains(&(code, line)) {
            missing.push((to.chars().take(30).collect::<String>(), code, line, at));
        }
        assert!(found.iter().all(|fault| !fault.message.is_empty()));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_course_is_held_against_its_folder_its_files_and_itself() {
    let cases = [
        (COURSE.replace("minutes = 9", "minutes = 8"), LESSON.to_owned(), "L0015"),
        (COURSE.replace("X-1.1", "X-1.2"), LESSON.to_owned(), "L0010"),
        (COURSE.to_owned(), LESSON.replace("path.svg", "other.svg"), "L0018"),
        (COURSE.to_owned(), LESSON.replace("path.svg", "../path.svg"), "L0018"),
        (COURSE.to_owned(), LESSON.replace("l-one", "k-one"), "L0016"),
        (COURSE.to_owned(), LESSON.replace("l-one", "print"), "L0016"),
        (COURSE.to_owned(), LESSON.replace("l-one", "a/b"), "L0016"),
    ];
    for (course, lesson, code) in cases {
        let found = whole(&course, &lesson, DRAWING).found;
        assert!(codes_of(&found).contains(&code), "{code} not in {found:?}");
    }
    let stray = [SourceFile::new("courses/X/1.1/notes.md", ""), SourceFile::new("courses/README.md", "")];
    let found = read_courses(stray.iter(), std::iter::empty()).found;
    assert_eq!(codes_of(&found), ["L0010"]);
}

#[test]
fn a_drawing_that_would_do_more_than_draw_is_a_fault() {
    assert_eq!(check_drawing(DRAWING.as_bytes()), Ok(()));
    let cases = [
        ("<defs>", "<script>alert(1)</script><defs>"),
        ("<defs>", "<foreignObject/><defs>"),
        ("<defs>", "<image href=\"https://elsewhere.example.org/x.png\"/><defs>"),
        ("<defs>", "<use xlink:href=\"#a\"/><defs>"),
        ("<defs>", "<style>@import url(x)</style><defs>"),
        ("<defs>", "<![CDATA[<script/>]]><defs>"),
        ("<defs>", "<animate/><defs>"),
        ("<rect ", "<rect onload=\"x()\" "),
        ("<rect ", "<rect style=\"fill:red\" "),
        ("<rect ", "<rect filter=\"url(https://x)\" "),
        ("url(#a)", "url(https://elsewhere.example.org#a)"),
        ("url(#a)", "&#117;rl(//x)"),
        ("sans-serif", "Evil Sans"),
        ("viewBox=\"0 0 720 200\"", ""),
        ("&amp;", "&own;"),
        ("<svg ", "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg "),
        ("<svg ", "<?xml-stylesheet href=\"x\"?><svg "),
        ("</svg>", ""),
        ("</svg>", "</svg><script/>"),
        ("<svg ", "words <svg "),
        ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"),
    ];
    for (from, to) in cases {
        let text = DRAWING.replacen(from, to, 1);
        assert_ne!(text, DRAWING, "{from}");
        assert!(check_drawing(text.as_bytes()).is_err(), "{to}");
        let found = whole(COURSE, LESSON, &text).found;
        assert_eq!(codes_of(&found), ["L0018"], "{to}");
    }
    let deep = format!(r#"<svg viewBox="0 0 1 1">{}{}</svg>"#, "<g>".repeat(20), "</g>".repeat(20));
    assert!(check_drawing(deep.as_bytes()).is_err());
    assert!(check_drawing(&vec![b' '; DRAWING_BYTES_MAX + 1]).is_err());
    assert!(check_drawing(b"").is_err());
}

#[test]
fn keys_and_rationales_come_with_an_answer_and_not_before() {
    let (lesson, _) = read_lesson(&lesson_file(LESSON));
    for block in &lesson.blocks {
        let delivered = format!("{:?}", DeliveredBlock::of(block));
        assert!(!delivered.contains("CANARY") && !delivered.contains("key"), "{delivered}");
    }
    let check = lesson.checks().next().unwrap();
    let answer = |letters: &[&str]| letters.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    assert!(check.accepts(&answer(&["A"])) && check.accepts(&answer(&["B"])));
    for no in [&[][..], &["C"], &["A", "B"], &["B", "B"]] {
        assert!(!check.accepts(&answer(no)), "{no:?}");
    }
    let told = ToldCheck::of(check, &answer(&["A"]));
    assert!(!told.is_right && told.options[0].is_chosen && told.options[1].is_right);
    assert_eq!(told.options[1].rationale, "CANARY-WHY-B");
    assert!(ToldCheck::of(check, &answer(&["B"])).is_right);
}

fn outline(checks: usize) -> CourseOutline {
    let read = whole(COURSE, LESSON, DRAWING);
    let mut outline = CourseOutline::of(&read.courses["X-1.1"]);
    outline.lessons[0].checks = (0..checks).map(|number| format!("k-{number}")).collect();
    outline
}

fn answered(check: usize, right: bool) -> PrepEvent {
    let check = format!("k-{check}");
    PrepEvent::CheckAnswered { lesson: "l-one".into(), check, right, response: vec!["A".into()] }
}

fn finished(revision: u32) -> PrepEvent {
    PrepEvent::LessonFinished { course: "X-1.1".into(), lesson: "l-one".into(), revision }
}

#[test]
fn a_course_is_done_with_every_lesson_and_four_of_five_checks_and_a_slip_takes_nothing_away() {
    let course = outline(5);
    let mut events = vec![PrepEvent::LessonOpened { lesson: "l-one".into() }, finished(2)];
    events.extend((0..3).map(|check| answered(check, true)));
    let progress = CourseProgress::of(&course, &events);
    assert_eq!((progress.finished(), progress.right.len(), progress.needed), (1, 3, 4));
    assert!(!progress.is_done);
    events.extend([answered(3, true), answered(3, false), answered(0, false)]);
    let progress = CourseProgress::of(&course, &events);
    assert!(progress.is_done, "{progress:?}");
    assert_eq!(progress.lessons["l-one"].tries["k-0"], 2);
    let without = CourseProgress::of(&course, &events[2..]);
    assert!(!without.is_done, "no lesson is finished");
    assert!(CourseProgress::of(&outline(0), &[finished(2)]).is_done);
    assert!(!CourseProgress::of(&outline(5), &[]).is_done);
}

#[test]
fn a_lesson_says_what_changed_since_a_revision_and_of_the_first_nothing() {
    let (lesson, found) = read_lesson(&lesson_file(LESSON));
    assert_eq!(found, Diagnostics::default());
    let said =
        |since: u32| lesson.changed_since(since).map(|change| change.what.as_str()).collect::<Vec<_>>();
    assert_eq!(said(1), ["The group of the log is named."]);
    assert!(said(2).is_empty());
    let change = LESSON.find("[[change]]").unwrap();
    let end = change + LESSON[change..].find("+++").unwrap();
    let first = [&LESSON[..change].replace("revision = 2", "revision = 1"), &LESSON[end..]].concat();
    assert_eq!(read_lesson(&lesson_file(&first)).1, Diagnostics::default());
}

#[test]
fn a_raised_revision_says_changed_and_resets_nothing() {
    let course = outline(0);
    let before = CourseProgress::of(&course, &[finished(1)]);
    let lesson = before.lessons["l-one"].finished.unwrap();
    assert!(before.is_done && lesson.is_changed && lesson.revision == 1);
    let again = CourseProgress::of(&course, &[finished(1), finished(2)]);
    assert!(!again.lessons["l-one"].finished.unwrap().is_changed);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail(text in "[ -~\n`+=\"ä→]{0,300}") {
        let _ = read_lesson(&lesson_file(&text));
        let _ = read_lesson(&lesson_file(&format!("+++\n{text}\n+++\n{text}")));
        let _ = check_drawing(text.as_bytes());
    }

    #[test]
    fn no_damage_to_a_lesson_or_a_drawing_makes_the_reader_fail(
        at in 0_usize..2_000, length in 0_usize..200, put in "[`+\n\\[\\]\"=a-c→<>/&#;]{0,12}"
    ) {
        let damaged = |text: &str| {
            let from = text.floor_char_boundary(at % text.len());
            let to = text.floor_char_boundary((from + length).min(text.len())).max(from);
            [&text[..from], put.as_str(), &text[to..]].concat()
        };
        let read = whole(COURSE, &damaged(LESSON), &damaged(DRAWING));
        for course in read.courses.values() {
            let _ = CourseOutline::of(course);
        }
    }
}
