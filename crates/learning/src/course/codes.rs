//! Faults of courses.

/// A file where no course has one, or one that says it is another.
pub const PLACE: &str = "L0010";
/// A block that nobody knows, that does not end, or front matter that is none.
pub const BLOCK: &str = "L0011";
/// A skill that the course, the lesson or the task does not have.
pub const SKILL: &str = "L0012";
/// What is there for those who see no picture, or who answered, is empty.
pub const EMPTY: &str = "L0013";
/// A lesson without a source, or a source of which nobody says whether it was read.
pub const SOURCE: &str = "L0014";
/// Too long to be read in one go, or minutes that do not add up.
pub const TOO_LONG: &str = "L0015";
/// An id that stands twice.
pub const TWICE: &str = "L0016";
/// A key that is no option, or does not fit the kind of its check.
pub const KEY: &str = "L0017";
/// A diagram whose file is not there or would do more than draw.
pub const DRAWING: &str = "L0018";
/// A revision that does not say what it changed.
pub const CHANGE: &str = "L0022";
/// A prep plan names a course that does not exist.
pub const NO_COURSE: &str = "L0019";
/// Markup that a lesson does not have.
///
/// It is HTML, a picture, or a link to a page that is no source.
pub const MARKUP: &str = "L0020";
