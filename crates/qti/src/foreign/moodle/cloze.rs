//! Cloze: places to answer inside a text.
//!
//! Written as `{2:SHORTANSWER:=right~%50%half#feedback}`.

use super::{
    choice::is_within,
    entry::{entry, key},
    source::{MoodleQuestion, opened},
};
use crate::foreign::{
    ForeignReading, codes,
    markup::Desk,
    plain::TextFormat,
    question::{
        AnswerKey, AskedChoice, AskedEntry, AskedKind, AskedPart, ChoiceLook, Choosable, ForeignQuestion,
        KnownAnswer, number_of, share,
    },
    splice,
};

/// A place as it is written.
struct Spot<'t> {
    weight: f64,
    kind: &'t str,
    answers: Vec<Written>,
}

/// One answer as it is written.
struct Written {
    percent: f64,
    text: String,
    feedback: String,
}

pub(super) fn cloze(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
    question: &mut ForeignQuestion,
) -> Option<Vec<AskedPart>> {
    let (format, text) = opened(desk, source.child("questiontext")?);
    let (text, spots) = spots(&text);
    if spots.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "questiontext", "The text has no place to answer.");
        return None;
    }
    if !is_within(desk, spots.len(), reading, "questiontext") {
        return None;
    }
    let sum: f64 = spots.iter().map(|spot| spot.weight).sum();
    // Moodle's question is worth the sum of its places; what a quiz made of it is not in the file.
    let points = source.number("defaultgrade").filter(|points| *points > 0.0);
    question.points = points.unwrap_or(sum);
    let divisor = if sum > 0.0 { sum } else { 1.0 };
    let mut parts = Vec::new();
    for spot in spots {
        let share = spot.weight / divisor;
        parts.push(AskedPart { share, asks: asks(desk, spot) });
    }
    question.stem = desk.blocks(format, &text);
    Some(parts)
}

/// The text with marks, and what stood in their places.
fn spots(text: &str) -> (String, Vec<Spot<'_>>) {
    let (mut marked, mut found) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, behind) = rest.split_at(at);
        marked.push_str(before);
        match spot(behind) {
            Some((spot, behind)) => {
                marked.push_str(&splice::mark(found.len()));
                found.push(spot);
                rest = behind;
            }
            None => {
                marked.push('{');
                rest = behind.strip_prefix('{').unwrap_or_default();
            }
        }
    }
    marked.push_str(rest);
    (marked, found)
}

/// A place at the start of a text, and what stands behind it.
fn spot(text: &str) -> Option<(Spot<'_>, &str)> {
    let text = text.strip_prefix('{')?;
    let (weight, text) = text.split_once(':')?;
    let weight = weight.trim();
    if !weight.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let (kind, text) = text.split_once(':')?;
    if !kind.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') || kind.is_empty() {
        return None;
    }
    let end = unescaped(text, '}')?;
    let (answers, behind) = text.split_at(end);
    let answers = split(answers, '~').into_iter().filter(|answer| !answer.trim().is_empty());
    let answers = answers.map(written).collect();
    let weight = if weight.is_empty() { 1.0 } else { number_of(weight)? };
    Some((Spot { weight, kind, answers }, behind.strip_prefix('}').unwrap_or_default()))
}

/// The place of a letter that no backslash takes its meaning.
fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut is_escaped = false;
    let mut last = ' ';
    for (at, letter) in text.char_indices() {
        // `&#39;` is a letter of HTML and begins no feedback.
        if letter == wanted && !is_escaped && !(wanted == '#' && last == '&') {
            return Some(at);
        }
        is_escaped = letter == '\\' && !is_escaped;
        last = letter;
    }
    None
}

fn split(text: &str, by: char) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = unescaped(rest, by) {
        let (before, behind) = rest.split_at(at);
        found.push(before);
        rest = behind.strip_prefix(by).unwrap_or_default();
    }
    found.push(rest);
    found
}

fn written(text: &str) -> Written {
    let (answer, feedback) = match unescaped(text, '#') {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default()),
        None => (text, ""),
    };
    let answer = answer.trim();
    let (percent, answer) = match (answer.strip_prefix('='), answer.strip_prefix('%')) {
        (Some(answer), _) => (100.0, answer),
        (None, Some(weighted)) => match weighted.split_once('%') {
            Some((percent, answer)) => match number_of(percent) {
                Some(percent) => (percent, answer),
                None => (0.0, weighted),
            },
            None => (0.0, answer),
        },
        (None, None) => (0.0, answer),
    };
    Written { percent, text: plain(answer), feedback: plain(feedback) }
}

/// Without the backslashes that take letters their meaning; `\*` keeps its own for later.
fn plain(text: &str) -> String {
    let mut found = String::new();
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek().copied()) {
            ('\\', Some(next)) if "}~#/\"\\=%".contains(next) => {
                found.push(next);
                letters.next();
            }
            _ => found.push(letter),
        }
    }
    found
}

fn asks(desk: &mut Desk, spot: Spot<'_>) -> AskedKind {
    let (look, is_multiple, shuffle) = match spot.kind {
        "SHORTANSWER" | "SA" | "MW" => return words(desk, spot, false),
        "SHORTANSWER_C" | "SAC" | "MWC" => return words(desk, spot, true),
        "NUMERICAL" | "NM" => return numbers(desk, spot),
        "MULTICHOICE" | "MC" => (ChoiceLook::Inline, false, false),
        "MULTICHOICE_S" | "MCS" => (ChoiceLook::Inline, false, true),
        "MULTICHOICE_V" | "MCV" => (ChoiceLook::Down, false, false),
        "MULTICHOICE_VS" | "MCVS" => (ChoiceLook::Down, false, true),
        "MULTICHOICE_H" | "MCH" => (ChoiceLook::Across, false, false),
        "MULTICHOICE_HS" | "MCHS" => (ChoiceLook::Across, false, true),
        "MULTIRESPONSE" | "MR" => (ChoiceLook::Down, true, false),
        "MULTIRESPONSE_S" | "MRS" => (ChoiceLook::Down, true, true),
        "MULTIRESPONSE_H" | "MRH" => (ChoiceLook::Across, true, false),
        "MULTIRESPONSE_HS" | "MRHS" => (ChoiceLook::Across, true, true),
        other => {
            let message =
                format!("The kind of place `{other}` is not known: it was read as a word to write.");
            desk.notes.error(codes::KIND, other, message);
            return words(desk, spot, false);
        }
    };
    let options = spot.answers.into_iter().map(|answer| Choosable {
        content: match look {
            ChoiceLook::Inline => desk.inline(TextFormat::Html, &answer.text),
            _ => desk.flow(TextFormat::Html, &answer.text),
        },
        share: share(answer.percent),
        feedback: desk.blocks(TextFormat::Html, &answer.feedback),
    });
    let options: Vec<Choosable> = options.collect();
    if options.iter().all(|option| option.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, spot.kind, "No option of a place is right.");
    }
    AskedKind::Choice(AskedChoice { options, is_multiple, shuffle, look, ..AskedChoice::default() })
}

fn words(desk: &mut Desk, spot: Spot<'_>, is_cased: bool) -> AskedKind {
    let mut answers = Vec::new();
    for answer in spot.answers {
        let text = desk.words(TextFormat::Html, &answer.text);
        let feedback = desk.blocks(TextFormat::Html, &answer.feedback);
        answers.push(KnownAnswer { key: key(&text, is_cased), share: share(answer.percent), feedback });
    }
    only(entry(desk, false, answers))
}

fn numbers(desk: &mut Desk, spot: Spot<'_>) -> AskedKind {
    let mut answers = Vec::new();
    for answer in spot.answers {
        let feedback = desk.blocks(TextFormat::Html, &answer.feedback);
        let (value, tolerance) = answer.text.split_once(':').unwrap_or((&answer.text, "0"));
        let key = match (value.trim(), number_of(value), number_of(tolerance)) {
            ("*", ..) => AnswerKey::Anything,
            (_, Some(value), Some(tolerance)) => AnswerKey::Near { value, tolerance: tolerance.abs() },
            _ => {
                let message = format!("The answer `{}` is no number; it was left out.", answer.text);
                desk.notes.error(codes::SYNTAX, "NUMERICAL", message);
                continue;
            }
        };
        answers.push(KnownAnswer { key, share: share(answer.percent), feedback });
    }
    only(entry(desk, true, answers))
}

fn only(parts: Vec<AskedPart>) -> AskedKind {
    let only = parts.into_iter().next().map(|part| part.asks);
    only.unwrap_or(AskedKind::Entry(AskedEntry::default()))
}
