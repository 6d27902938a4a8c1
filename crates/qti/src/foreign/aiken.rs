//! Aiken: a question, options with letters, `ANSWER: B`.

use super::{
    Foreign, ForeignReading, Metadata, codes,
    finish::finished,
    markup::Desk,
    plain::TextFormat,
    question::{AskedChoice, AskedKind, AskedPart, Choosable, ForeignQuestion},
};

/// The questions of a text.
pub(super) struct Aiken<'t> {
    lines: std::iter::Enumerate<std::str::Lines<'t>>,
    reading: &'t ForeignReading,
    number: u32,
}

/// The lines of one question.
#[derive(Default)]
struct AikenBlock {
    line: u32,
    stem: Vec<String>,
    options: Vec<(char, String)>,
    is_continued: bool,
}

impl<'t> Aiken<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        Aiken { lines: text.lines().enumerate(), reading, number: 0 }
    }

    fn finished(&mut self, block: AikenBlock, key: Option<&str>) -> Foreign {
        self.number = self.number.saturating_add(1);
        let mut desk = Desk::default();
        let asked = question(&mut desk, &block, key, self.reading);
        let kind = "multichoice".to_owned();
        finished(self.reading, self.number, kind, block.line, Metadata::default(), asked, desk)
    }
}

impl Iterator for Aiken<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        let mut block = AikenBlock::default();
        while let Some((number, line)) = self.lines.next() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if block.line == 0 {
                block.line = u32::try_from(number + 1).unwrap_or(u32::MAX);
            }
            if let Some(key) = line.strip_prefix("ANSWER:") {
                return Some(self.finished(block, Some(key)));
            }
            match option(line) {
                Some((letter, text)) if !block.stem.is_empty() => {
                    block.options.push((letter, text.to_owned()))
                }
                _ => match block.options.last_mut() {
                    Some((_, text)) => {
                        text.push('\n');
                        text.push_str(line);
                        block.is_continued = true;
                    }
                    None => block.stem.push(line.to_owned()),
                },
            }
        }
        (block.line > 0).then(|| self.finished(block, None))
    }
}

/// `A. text` or `A) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let mut letters = line.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().filter(|sign| matches!(sign, '.' | ')'))?;
    let text = letters.as_str();
    (text.is_empty() || text.starts_with(char::is_whitespace))
        .then(|| (letter.to_ascii_uppercase(), text.trim()))
}

fn question(
    desk: &mut Desk,
    block: &AikenBlock,
    key: Option<&str>,
    reading: &ForeignReading,
) -> Option<ForeignQuestion> {
    let Some(key) = key else {
        desk.notes.error(codes::SYNTAX, "ANSWER", "Not imported: the line `ANSWER:` is missing.");
        return None;
    };
    if block.options.len() < 2 || block.stem.is_empty() || block.options.len() > reading.parts_max {
        let message = "Not imported: before `ANSWER:` stand a question and at least two lettered options.";
        desk.notes.error(codes::INCOMPLETE, "A.", message);
        return None;
    }
    if block.is_continued {
        desk.notes.lenient(
            codes::SYNTAX,
            "A.",
            "A line without a letter was read as part of the option before.",
        );
    }
    let letters: Vec<char> =
        key.split([',', ' ', ';']).filter_map(|word| word.trim().chars().next()).collect();
    let letters: Vec<char> = letters.into_iter().map(|letter| letter.to_ascii_uppercase()).collect();
    let is_known = |letter: &char| block.options.iter().any(|(known, _)| known == letter);
    if letters.is_empty() || !letters.iter().all(is_known) {
        let message = format!("Not imported: no option has the letter of the answer `{}`.", key.trim());
        desk.notes.error(codes::INCOMPLETE, "ANSWER", message);
        return None;
    }
    if letters.len() > 1 {
        let message = "Several letters are the answer: all of them are wanted, and none besides.";
        desk.notes.lenient(codes::SYNTAX, "ANSWER", message);
    }
    let options = block.options.iter().map(|(letter, text)| Choosable {
        content: desk.flow(TextFormat::Plain, &super::splice::unmarked(text)),
        share: if letters.contains(letter) { 1.0 } else { 0.0 },
        feedback: Vec::new(),
    });
    let options = options.collect();
    let is_multiple = letters.len() > 1;
    let choice =
        AskedChoice { options, is_multiple, is_all_or_nothing: is_multiple, ..AskedChoice::default() };
    let stem = desk.blocks(TextFormat::Plain, &super::splice::unmarked(&block.stem.join("\n")));
    Some(ForeignQuestion {
        points: 1.0,
        stem,
        parts: AskedPart::only(AskedKind::Choice(choice)),
        ..ForeignQuestion::default()
    })
}
