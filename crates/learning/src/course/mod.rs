//! Courses: lessons to read, with checks that never count for readiness.
//!
//! A course is a folder of a programme's files, `courses/<EXAM>/<task>/`: what it is, a page that sums it up,
//! a file of Markdown for each lesson, and drawings. Between the paragraphs of a lesson stand fenced blocks
//! with TOML inside: checks, diagrams, incidents. Reading never fails: whatever could be read is kept, and
//! every fault has its line.
//!
//! ```
//! use assay_kernel::source::SourceFile;
//! use assay_learning::course::{LessonBlock, read_lesson};
//! let head = "id = 'l-1'\nrevision = 1\ntitle = 'One'\nskills = ['1.1.1']\nminutes = 4";
//! let text = format!("+++\n{head}\n+++\nRead this.\n");
//! let (lesson, found) = read_lesson(&SourceFile::new("courses/X/1.1/01-one", text));
//! assert_eq!(lesson.blocks, [LessonBlock::Text("Read this.".to_owned())]);
//! assert!(found.iter().any(|fault| fault.message.contains("no source")));
//! ```

mod block;
pub mod codes;
mod deliver;
mod drawing;
mod markup;
mod model;
mod outline;
mod place;
mod progress;
mod read;
mod relations;
mod whole;

pub use deliver::{DeliveredBlock, DeliveredCheck, ToldCheck, ToldOption};
pub use drawing::{DRAWING_BYTES_MAX, DrawingFault, check_drawing};
pub use model::{
    CheckOption, Course, Diagram, Incident, Lesson, LessonBlock, LessonChange, LessonCheck, LessonSource,
};
pub use outline::{CourseOutline, LessonOutline};
pub use progress::{CourseProgress, FinishedLesson, LessonProgress};
pub use read::{parse_course, read_lesson};
pub use relations::check_course;
pub use whole::{COURSES, CourseCounts, ReadCourses, folder, read_courses};

#[cfg(test)]
mod tests;
