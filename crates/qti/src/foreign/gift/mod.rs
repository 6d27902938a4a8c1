//! GIFT: questions as plain text, one between empty lines.
//!
//! Written after the description of the format in Moodle's manual: titles, categories, comments with
//! identifier and tags, formats, weights, feedback, escapes.

mod answers;

pub(super) use answers::number;

use super::{
    Foreign, ForeignReading, Metadata, codes,
    finish::{finished, folders},
    markup::Desk,
    plain::TextFormat,
    question::{AskedKind, AskedPart, ChoiceLook, ForeignFeedback, ForeignQuestion},
    splice,
};

/// Letters that a backslash takes their meaning, and what stands for them until the text was cut.
const ESCAPED: [(char, char); 8] = [
    (':', '\u{f8e0}'),
    ('#', '\u{f8e1}'),
    ('=', '\u{f8e2}'),
    ('{', '\u{f8e3}'),
    ('}', '\u{f8e4}'),
    ('~', '\u{f8e5}'),
    ('\\', '\u{f8e6}'),
    ('n', '\u{f8e7}'),
];

/// Stands where an answer is missing, as GIFT's manual shows it.
const BLANK: &str = "_____";

/// The questions of a text.
pub(super) struct Gift<'t> {
    lines: std::iter::Enumerate<std::str::Lines<'t>>,
    reading: &'t ForeignReading,
    category: Vec<String>,
    number: u32,
}

/// The lines of one question.
#[derive(Default)]
struct GiftBlock {
    line: u32,
    text: String,
    id: Option<String>,
    tags: Vec<String>,
}

impl<'t> Gift<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        Gift { lines: text.lines().enumerate(), reading, category: Vec::new(), number: 0 }
    }

    /// The next lines that are a question.
    fn block(&mut self) -> Option<GiftBlock> {
        let mut block = GiftBlock::default();
        for (number, line) in self.lines.by_ref() {
            let bare = line.trim();
            if let Some(comment) = bare.strip_prefix("//") {
                block.comment(comment);
            } else if let Some(path) = bare.strip_prefix("$CATEGORY:") {
                self.category = folders(path.trim());
            } else if bare.is_empty() {
                if !block.text.is_empty() {
                    return Some(block);
                }
            } else {
                if block.text.is_empty() {
                    block.line = u32::try_from(number + 1).unwrap_or(u32::MAX);
                } else {
                    block.text.push('\n');
                }
                block.text.push_str(line);
            }
        }
        (!block.text.is_empty()).then_some(block)
    }
}

impl GiftBlock {
    /// `[id:x]` and `[tag:y]` in a comment before a question are its own.
    fn comment(&mut self, comment: &str) {
        for piece in comment.split('[').skip(1) {
            let Some((inside, _)) = piece.split_once(']') else { continue };
            match inside.split_once(':') {
                Some(("id", id)) => self.id = Some(id.trim().to_owned()),
                Some(("tag", tag)) => self.tags.push(tag.trim().to_owned()),
                _ => {}
            }
        }
    }
}

impl Iterator for Gift<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        let block = self.block()?;
        self.number = self.number.saturating_add(1);
        let mut desk = Desk::default();
        let mut metadata = Metadata {
            category: self.category.clone(),
            tags: block.tags,
            id: block.id.filter(|id| !id.is_empty()),
            ..Metadata::default()
        };
        let (kind, asked) = if block.text.len() > self.reading.question_bytes_max {
            desk.notes.error(codes::LIMIT, "question", "Not imported: the question is too long.");
            ("", None)
        } else {
            question(&mut desk, &block.text, self.reading, &mut metadata)
        };
        Some(finished(self.reading, self.number, kind.to_owned(), block.line, metadata, asked, desk))
    }
}

/// With stand-ins for the letters that mean nothing.
fn escaped(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let text = splice::unmarked(text);
    let mut letters =
        text.chars().filter(|letter| !ESCAPED.iter().any(|(_, stand_in)| stand_in == letter)).peekable();
    while let Some(letter) = letters.next() {
        let stand_in = letters
            .peek()
            .filter(|_| letter == '\\')
            .and_then(|next| ESCAPED.iter().find(|(known, _)| known == next).map(|(_, stand_in)| *stand_in));
        match stand_in {
            Some(stand_in) => {
                found.push(stand_in);
                letters.next();
            }
            None => found.push(letter),
        }
    }
    found
}

/// With the letters again.
fn restored(text: &str) -> String {
    let letter = |found: char| match ESCAPED.iter().find(|(_, stand_in)| *stand_in == found) {
        Some(('n', _)) => '\n',
        Some((known, _)) => *known,
        None => found,
    };
    text.trim().chars().map(letter).collect()
}

/// A text with its format in front, or in the format of what it belongs to.
fn formatted(text: &str, format: TextFormat) -> (TextFormat, String) {
    let text = text.trim();
    let named = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match named.and_then(|(word, rest)| Some((TextFormat::named(word)?, rest))) {
        Some((format, rest)) => (format, restored(rest)),
        None => (format, restored(text)),
    }
}

fn question(
    desk: &mut Desk,
    text: &str,
    reading: &ForeignReading,
    metadata: &mut Metadata,
) -> (&'static str, Option<ForeignQuestion>) {
    let text = escaped(text);
    let mut text = text.trim();
    if let Some((title, rest)) = text.strip_prefix("::").and_then(|rest| rest.split_once("::")) {
        metadata.name = Some(restored(title)).filter(|name| !name.is_empty());
        text = rest.trim();
    }
    let (before, answers, behind) = match (text.find('{'), text.find('}')) {
        (None, None) => (text, None, ""),
        (Some(open), Some(close)) if open < close => {
            let answers = text.get(open + 1..close).unwrap_or_default();
            (text.get(..open).unwrap_or_default(), Some(answers), text.get(close + 1..).unwrap_or_default())
        }
        _ => {
            let message = "Not imported: the braces around the answers do not fit each other.";
            desk.notes.error(codes::SYNTAX, "{", message);
            return ("", None);
        }
    };
    if behind.contains(['{', '}']) {
        desk.notes.error(codes::SYNTAX, "{", "Not imported: it has more than one pair of braces.");
        return ("", None);
    }
    let (format, _) = formatted(before, TextFormat::Moodle);
    let mut question = ForeignQuestion { points: 1.0, ..ForeignQuestion::default() };
    let (mut kind, mut is_in_line) = ("description", false);
    if let Some(answers) = answers {
        // The last one: a feedback may hold fewer signs of the kind.
        let (answers, general) = answers.rsplit_once("####").unwrap_or((answers, ""));
        let (_, general) = formatted(general, format);
        let general = desk.blocks(format, &general);
        question.feedback = ForeignFeedback { general, ..ForeignFeedback::default() };
        let Some((found, asks)) = answers::asks(desk, answers.trim(), format, reading) else {
            return ("", None);
        };
        is_in_line = matches!(
            &asks,
            AskedKind::Entry(_)
                | AskedKind::Choice(super::question::AskedChoice { look: ChoiceLook::Inline, .. })
        );
        kind = found;
        question.parts = AskedPart::only(asks);
    }
    let gap = match (behind.trim().is_empty(), is_in_line) {
        (true, _) => String::new(),
        (false, true) => splice::mark(0),
        (false, false) => BLANK.to_owned(),
    };
    let (format, stem) = formatted(&format!("{before}{gap}{behind}"), format);
    question.stem = desk.blocks(format, &stem);
    (kind, Some(question))
}
