//! Parts of a file, each where it stands: front matter and fenced blocks.

use std::ops::Range;

use assay_kernel::{
    Diagnostic, Diagnostics,
    source::{Reader, SourceFile},
};

/// What opens and closes front matter.
const FRONT: &str = "+++";

/// A part of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LessonPiece {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// The word of its fence; none of text.
    pub(super) word: Option<String>,
    /// Whether it ends as it has to.
    pub(super) is_closed: bool,
}

/// The front matter of a file, and where the rest begins.
///
/// None where it has none that ends.
pub(super) fn front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut begin = None;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (begin, line.trim_end() == FRONT) {
            (None, true) => begin = Some(end),
            (None, false) => return None,
            (Some(begin), true) => return Some((begin..at, end)),
            (Some(_), false) => {}
        }
        at = end;
    }
    None
}

/// A fence that is open: its character, how many there are, and the word behind.
struct Fence<'t> {
    character: char,
    count: usize,
    word: &'t str,
}

impl<'t> Fence<'t> {
    /// The fence that a line opens.
    fn of(line: &'t str) -> Option<Fence<'t>> {
        let indented = line.trim_start_matches(' ');
        if line.len() - indented.len() > 3 {
            return None;
        }
        let character = indented.chars().next().filter(|first| matches!(first, '`' | '~'))?;
        let rest = indented.trim_start_matches(character);
        let count = indented.len() - rest.len();
        let word = rest.trim();
        (count >= 3 && !(character == '`' && word.contains('`'))).then_some(Fence { character, count, word })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        Fence::of(line).is_some_and(|other| {
            other.character == self.character && other.count >= self.count && other.word.is_empty()
        })
    }
}

/// The parts of a body that begins at a byte of the text.
///
/// They are paragraphs, and blocks of the words that are known. Other fences stay within the text around
/// them.
pub(super) fn parts(text: &str, from: usize, is_block: impl Fn(&str) -> bool) -> Vec<LessonPiece> {
    let mut parts = Vec::new();
    let mut open: Option<(Fence<'_>, usize)> = None;
    let (mut at, mut begin) = (from, from);
    let body = text.get(from..).unwrap_or_default();
    let text_part = |span: Range<usize>| LessonPiece { span, word: None, is_closed: true };
    for line in body.split_inclusive('\n') {
        let end = at + line.len();
        match &open {
            Some((fence, inside)) if fence.is_closed_by(line) => {
                if is_block(fence.word) {
                    let word = Some(fence.word.to_owned());
                    parts.push(LessonPiece { span: *inside..at, word, is_closed: true });
                    begin = end;
                }
                open = None;
            }
            Some(_) => {}
            None => {
                let fence = Fence::of(line);
                // A block of ours begins at the line's beginning with three backticks; whoever writes it
                // otherwise is told so by the look at the markup.
                let fence = fence.map(|fence| match line.starts_with("```") && fence.count == 3 {
                    true => fence,
                    false => Fence { word: "", ..fence },
                });
                if fence.as_ref().is_some_and(|fence| is_block(fence.word)) {
                    parts.push(text_part(begin..at));
                    begin = end;
                }
                open = fence.map(|fence| (fence, end));
            }
        }
        at = end;
    }
    match open {
        Some((fence, inside)) if is_block(fence.word) => {
            let word = Some(fence.word.to_owned());
            parts.push(LessonPiece { span: inside..at, word, is_closed: false });
        }
        _ => parts.push(text_part(begin..at)),
    }
    parts.retain(|part| {
        part.word.is_some() || !text.get(part.span.clone()).unwrap_or_default().trim().is_empty()
    });
    parts
}

/// Reads TOML that stands in a part of a file, with every fault where it stands.
pub(super) fn read_part<T>(
    file: &SourceFile,
    span: &Range<usize>,
    build: impl FnOnce(&Reader<'_>) -> T,
) -> (T, Diagnostics) {
    // Everything else is blank, so that bytes and lines are those of the whole file.
    let blank = |range: &str| -> String {
        range.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
    };
    let part = |range: Range<usize>| file.text.get(range).unwrap_or_default();
    let text = [&blank(part(0..span.start)), part(span.clone())].concat();
    let (value, found) = Reader::read(&SourceFile::new(file.path.as_str(), text), build);
    let mut placed = Diagnostics::default();
    for fault in found.iter() {
        let mut fault: Diagnostic = fault.clone();
        // What is missing as a whole is missing here, and not at the top of the file.
        if fault.at.span == (0..0) {
            fault.at = file.locate(span.start..span.start);
        }
        placed.push(fault);
    }
    (value, placed)
}
