//! Asks a reader what it would read, as often as its choices need.

use super::{
    file::SourceFile,
    shape::{Draft, Found, Shape},
};

/// Times that a reader is asked, at most: words of one choice, or keys of one 'exactly one of'.
const PASSES_MAX: usize = 64;

/// What `read` asks of a file with this path.
///
/// ```
/// use assay_kernel::source::{Asked, Reader, shape_of};
/// let shape = shape_of("exams/X.toml", |file| {
///     Reader::read(file, |table| (table.text("code"), table.maybe_date("until")));
/// });
/// assert_eq!(shape.fields["until"].asked, [Asked::Date]);
/// assert!(shape.fields["code"].required && !shape.fields["until"].required);
/// ```
pub fn shape_of(path: &str, read: impl Fn(&SourceFile)) -> Shape {
    let mut shape: Option<Shape> = None;
    let (mut pass, mut passes, mut looked_for) = (0, 2, 0);
    while pass < passes {
        let draft = Draft::of(Found { pass, passes, looked_for, shape: None });
        let mut file = SourceFile::new(path, "");
        file.draft = Some(draft.clone());
        read(&file);
        let found = draft.found();
        looked_for = found.looked_for;
        passes = found.passes.max(2 + looked_for * looked_for).min(PASSES_MAX);
        shape = match (shape, found.shape) {
            (Some(earlier), Some(now)) => Some(earlier.or(now)),
            (earlier, now) => earlier.or(now),
        };
        pass += 1;
    }
    shape.unwrap_or_default()
}
