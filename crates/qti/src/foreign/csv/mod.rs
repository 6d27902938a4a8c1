//! A table of questions: one row each, columns by their names in the first row.
//!
//! Cells are text: a cell that begins with `=` is no formula here. The parts of the table are read as
//! RFC 4180 says, with `,`, `;` or a tab between cells, whichever the first row has most of. The crate `csv`
//! was looked at; it reads no lines for the report and the rest is a page.

mod rows;

use super::{
    codes,
    finish::{finished, folders},
    gift,
    markup::Desk,
    model::{Foreign, ForeignReading, Metadata},
    notes::Notes,
    plain::TextFormat,
    question::{
        AnswerKey, AskedChoice, AskedEntry, AskedKind, AskedPairs, AskedPart, Choosable, Essay,
        ForeignFeedback, ForeignQuestion, KnownAnswer, Order, number_of,
    },
    splice,
};
use crate::tree::XmlNode;
pub use rows::{TableRow, TableRows};

/// The columns, each with what stands in it.
pub(super) const COLUMNS: &[(&str, &str)] = &[
    ("name", "the question's name for authors"),
    ("category", "folders, with `/` between them"),
    ("tags", "words, with `,` or `;` between them"),
    (
        "kind",
        "choice, multiple, true-false, text, number, match, order or essay; \
         empty: choice, or multiple for a key of several letters",
    ),
    ("stem", "the question"),
    (
        "option a",
        "and option b, option c, …: what is chosen, `this -> that` of match, in the right order of order",
    ),
    ("key", "letters of options; true or false; texts with `|` between them; 5, 5:0.1 or 4.9..5.1"),
    ("points", "what it is worth; empty: 1"),
    ("feedback", "what is said after a response"),
];

/// Whether the first line of a text names these columns.
pub(super) fn is_table(text: &str) -> bool {
    let Some(header) = TableRows::new(text).next() else { return false };
    let has = |name: &str| header.cells.iter().any(|cell| column(cell) == name);
    has("stem") && (has("key") || has("kind"))
}

/// A column's name however it is written.
fn column(cell: &str) -> String {
    let name = cell.trim().to_lowercase().replace(['_', '-'], " ");
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => format!("option {letter}"),
        _ if name == "question" => "stem".to_owned(),
        _ if matches!(name.as_str(), "answer" | "correct") => "key".to_owned(),
        _ if name == "type" => "kind".to_owned(),
        _ => name,
    }
}

/// The questions of a table.
pub(super) struct Csv<'t> {
    rows: TableRows<'t>,
    columns: Vec<String>,
    reading: &'t ForeignReading,
    number: u32,
}

impl<'t> Csv<'t> {
    pub(super) fn new(text: &'t str, reading: &'t ForeignReading) -> Self {
        let mut rows = TableRows::new(text);
        let columns = rows.next().map(|row| row.cells.iter().map(|cell| column(cell)).collect());
        Csv { rows, columns: columns.unwrap_or_default(), reading, number: 0 }
    }
}

impl Iterator for Csv<'_> {
    type Item = Foreign;

    fn next(&mut self) -> Option<Foreign> {
        let row = self.rows.find(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()))?;
        self.number = self.number.saturating_add(1);
        let mut desk = Desk::default();
        let line = TableLine { columns: &self.columns, row: &row };
        let mut metadata = Metadata {
            name: line.some("name"),
            category: folders(&line.cell("category")),
            tags: line.cell("tags").split([',', ';']).map(str::trim).map(str::to_owned).collect(),
            ..Metadata::default()
        };
        metadata.tags.retain(|tag| !tag.is_empty());
        metadata.others = line.others();
        let kind = line.kind();
        let asked = question(&mut desk, &line, &kind, self.reading);
        Some(finished(self.reading, self.number, kind, row.line, metadata, asked, desk))
    }
}

/// One row with the names of its columns.
struct TableLine<'a> {
    columns: &'a [String],
    row: &'a TableRow,
}

impl TableLine<'_> {
    fn cell(&self, name: &str) -> String {
        let at = self.columns.iter().position(|column| column == name);
        let cell = at.and_then(|at| self.row.cells.get(at));
        cell.map(|cell| splice::unmarked(cell.trim())).unwrap_or_default()
    }

    fn some(&self, name: &str) -> Option<String> {
        Some(self.cell(name)).filter(|cell| !cell.is_empty())
    }

    /// The letters and texts of the options that are there.
    fn options(&self) -> Vec<(char, String)> {
        let named = self.columns.iter().zip(&self.row.cells).filter_map(|(column, cell)| {
            let letter = column.strip_prefix("option ")?.trim().chars().next()?;
            Some((letter.to_ascii_uppercase(), splice::unmarked(cell.trim())))
        });
        named.filter(|(_, cell)| !cell.is_empty()).collect()
    }

    fn letters(&self) -> Vec<char> {
        let key = self.cell("key");
        let words = key.split([',', ';', ' ', '|', '+']).map(str::trim).filter(|word| !word.is_empty());
        words.filter_map(|word| word.chars().next()).map(|letter| letter.to_ascii_uppercase()).collect()
    }

    fn kind(&self) -> String {
        let kind = self.cell("kind").to_lowercase().replace(['_', ' '], "-");
        match kind.as_str() {
            "" if self.letters().len() > 1 => "multiple".to_owned(),
            "" | "multiple-choice" | "single" => "choice".to_owned(),
            "multiple-response" | "multiple-answers" => "multiple".to_owned(),
            "truefalse" | "true/false" | "boolean" => "true-false".to_owned(),
            _ => kind,
        }
    }

    /// Cells of columns that mean nothing here.
    fn others(&self) -> Vec<(String, String)> {
        let is_known =
            |name: &str| name.starts_with("option ") || COLUMNS.iter().any(|(known, _)| *known == name);
        let cells = self.columns.iter().zip(&self.row.cells);
        let others = cells.filter(|(column, cell)| !is_known(column) && !cell.trim().is_empty());
        others.map(|(column, cell)| (column.clone(), cell.trim().to_owned())).collect()
    }
}

fn question(
    desk: &mut Desk,
    line: &TableLine<'_>,
    kind: &str,
    reading: &ForeignReading,
) -> Option<ForeignQuestion> {
    if line.row.is_unfinished {
        desk.notes.error(codes::SYNTAX, "\"", "Not imported: a quotation mark is not closed again.");
        return None;
    }
    if line.row.cells.len() > line.columns.len() {
        let message = "Cells behind the last column were left out.";
        desk.notes.loss(codes::LEFT_OUT, "row", message);
    }
    let options = line.options();
    if options.len() > reading.parts_max {
        desk.notes.error(codes::LIMIT, "option", "Not imported: it has too many options.");
        return None;
    }
    let asks = match kind {
        "choice" => choice(desk, line, options, false),
        "multiple" => choice(desk, line, options, true),
        "true-false" => truth(&mut desk.notes, line, reading),
        "text" => texts(&mut desk.notes, line),
        "number" => number(&mut desk.notes, line),
        "match" => pairs(desk, options),
        "order" => order(desk, options),
        "essay" => Some(AskedKind::Essay(Essay { format: "plain", ..Essay::default() })),
        other => {
            let message = format!("Not imported: the kind `{other}` is not known.");
            desk.notes.error(codes::KIND, other, message);
            None
        }
    };
    let points = line.some("points").map(|points| (number_of(&points), points));
    let points = match points {
        None => 1.0,
        Some((Some(points), _)) if points >= 0.0 => points,
        Some((_, written)) => {
            desk.notes.error(codes::SYNTAX, "points", format!("`{written}` is no number of points."));
            1.0
        }
    };
    let general = desk.blocks(TextFormat::Plain, &line.cell("feedback"));
    Some(ForeignQuestion {
        points,
        stem: desk.blocks(TextFormat::Plain, &line.cell("stem")),
        parts: AskedPart::only(asks?),
        feedback: ForeignFeedback { general, ..ForeignFeedback::default() },
        rubric: Vec::new(),
    })
}

fn choice(
    desk: &mut Desk,
    line: &TableLine<'_>,
    options: Vec<(char, String)>,
    is_multiple: bool,
) -> Option<AskedKind> {
    let key = line.letters();
    let is_known = key.iter().all(|letter| options.iter().any(|(known, _)| known == letter));
    if key.is_empty() || !is_known || (!is_multiple && key.len() > 1) {
        let message =
            format!("Not imported: the key `{}` does not name the right options.", line.cell("key"));
        desk.notes.error(codes::INCOMPLETE, "key", message);
        return None;
    }
    let options = options.into_iter().map(|(letter, text)| Choosable {
        content: desk.flow(TextFormat::Plain, &text),
        share: if key.contains(&letter) { 1.0 } else { 0.0 },
        feedback: Vec::new(),
    });
    let options = options.collect();
    Some(AskedKind::Choice(AskedChoice {
        options,
        is_multiple,
        is_all_or_nothing: is_multiple,
        ..AskedChoice::default()
    }))
}

fn truth(notes: &mut Notes, line: &TableLine<'_>, reading: &ForeignReading) -> Option<AskedKind> {
    let key = line.cell("key").to_lowercase();
    let [yes, no] = &reading.truth;
    let is_true = match key.as_str() {
        "true" | "t" | "1" | "yes" => true,
        "false" | "f" | "0" | "no" => false,
        _ if key == yes.to_lowercase() => true,
        _ if key == no.to_lowercase() => false,
        _ => {
            let message = format!("Not imported: the key `{key}` is neither true nor false.");
            notes.error(codes::INCOMPLETE, "key", message);
            return None;
        }
    };
    let options = [(yes, true), (no, false)].map(|(word, is)| Choosable {
        content: vec![XmlNode::Text(word.clone())],
        share: if is == is_true { 1.0 } else { 0.0 },
        feedback: Vec::new(),
    });
    let labels = Some("qti-labels-none");
    Some(AskedKind::Choice(AskedChoice { options: options.into(), labels, ..AskedChoice::default() }))
}

fn texts(notes: &mut Notes, line: &TableLine<'_>) -> Option<AskedKind> {
    let key = line.cell("key");
    let texts = key.split('|').map(str::trim).filter(|text| !text.is_empty());
    let mut answers: Vec<KnownAnswer> = Vec::new();
    for text in texts {
        let key = AnswerKey::Text { text: text.to_owned(), is_cased: false };
        if answers.iter().all(|answer| answer.key != key) {
            answers.push(KnownAnswer { key, share: 1.0, feedback: Vec::new() });
        }
    }
    if answers.is_empty() {
        notes.error(codes::INCOMPLETE, "key", "Not imported: no text is right.");
        return None;
    }
    Some(AskedKind::Entry(AskedEntry { is_number: false, answers }))
}

fn number(notes: &mut Notes, line: &TableLine<'_>) -> Option<AskedKind> {
    let written = line.cell("key");
    let Some(key) = gift::number(&written) else {
        let message = format!("Not imported: `{written}` is no number, range or number with a tolerance.");
        notes.error(codes::INCOMPLETE, "key", message);
        return None;
    };
    let answers = vec![KnownAnswer { key, share: 1.0, feedback: Vec::new() }];
    Some(AskedKind::Entry(AskedEntry { is_number: true, answers }))
}

fn pairs(desk: &mut Desk, options: Vec<(char, String)>) -> Option<AskedKind> {
    let mut pairs = AskedPairs { shuffle: true, ..AskedPairs::default() };
    let mut targets: Vec<String> = Vec::new();
    let mut right = Vec::new();
    for (_, option) in options {
        let Some((source, target)) = option.split_once("->") else {
            let message = format!("Not imported: `{option}` is no pair `this -> that`.");
            desk.notes.error(codes::SYNTAX, "option", message);
            return None;
        };
        let (source, target) = (source.trim(), target.trim().to_owned());
        let place = targets.iter().position(|known| *known == target).unwrap_or_else(|| {
            targets.push(target.clone());
            pairs.targets.push(desk.flow(TextFormat::Plain, &target));
            targets.len() - 1
        });
        if !source.is_empty() {
            right.push((pairs.sources.len(), place));
            pairs.sources.push(desk.flow(TextFormat::Plain, source));
        }
    }
    if right.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "option", "Not imported: nothing is to be matched.");
        return None;
    }
    let each = 1.0 / f64::from(u32::try_from(right.len()).unwrap_or(u32::MAX));
    pairs.right = right.into_iter().map(|(source, target)| (source, target, each)).collect();
    Some(AskedKind::Pairs(pairs))
}

fn order(desk: &mut Desk, options: Vec<(char, String)>) -> Option<AskedKind> {
    if options.len() < 2 {
        desk.notes.error(
            codes::INCOMPLETE,
            "option",
            "Not imported: fewer than two things are to be ordered.",
        );
        return None;
    }
    let options = options.into_iter().map(|(_, text)| desk.flow(TextFormat::Plain, &text)).collect();
    Some(AskedKind::Order(Order { options, ..Order::default() }))
}
