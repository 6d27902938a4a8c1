//! What stands between the braces.

use super::{formatted, restored};
use crate::{
    foreign::{
        ForeignReading, codes,
        markup::{Desk, is_blank},
        plain::TextFormat,
        question::{
            AnswerKey, AskedChoice, AskedEntry, AskedKind, AskedPairs, Choosable, Essay, KnownAnswer,
            number_of, share,
        },
    },
    tree::XmlNode,
};

/// The kind of a question by the signs in its answers, in the order of GIFT's manual.
pub(super) fn asks(
    desk: &mut Desk,
    answers: &str,
    format: TextFormat,
    reading: &ForeignReading,
) -> Option<(&'static str, AskedKind)> {
    let signs = answers.matches(['=', '~']).count();
    if signs > reading.parts_max {
        let message =
            format!("Not imported: it has {signs} answers, and {} are the most.", reading.parts_max);
        desk.notes.error(codes::LIMIT, "answer", message);
        return None;
    }
    if answers.is_empty() {
        return Some(("essay", AskedKind::Essay(Essay { format: "xhtml", ..Essay::default() })));
    }
    if let Some(numbers) = answers.strip_prefix('#') {
        return numerical(desk, numbers, format).map(|asks| ("numerical", asks));
    }
    if answers.contains('~') {
        return choice(desk, answers, format).map(|asks| ("multichoice", asks));
    }
    if answers.contains('=') && answers.contains("->") {
        return matching(desk, answers, format).map(|asks| ("match", asks));
    }
    let mut pieces = answers.split('#').map(str::trim);
    match pieces.next().unwrap_or_default() {
        "T" | "TRUE" => Some(("truefalse", truth(desk, true, pieces, format, reading))),
        "F" | "FALSE" => Some(("truefalse", truth(desk, false, pieces, format, reading))),
        _ => short(desk, answers, format).map(|asks| ("shortanswer", asks)),
    }
}

/// Weight, text and feedback of one answer.
fn parted(answer: &str) -> (Option<f64>, &str, &str) {
    let answer = answer.trim();
    let weighted = answer.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let weighted = weighted.and_then(|(percent, rest)| Some((number_of(percent)?, rest)));
    let (weight, answer) = match weighted {
        Some((percent, rest)) => (Some(share(percent)), rest),
        None => (None, answer),
    };
    let (text, feedback) = answer.split_once('#').unwrap_or((answer, ""));
    (weight, text.trim(), feedback.trim())
}

fn said(desk: &mut Desk, feedback: &str, format: TextFormat) -> Vec<XmlNode> {
    let (format, feedback) = formatted(feedback, format);
    desk.blocks(format, &feedback)
}

fn choice(desk: &mut Desk, answers: &str, format: TextFormat) -> Option<AskedKind> {
    let is_multiple = !answers.contains('=');
    let answers = answers.replace('=', "~=");
    let mut options = Vec::new();
    for answer in answers.split('~').map(str::trim).filter(|answer| !answer.is_empty()) {
        let (is_right, answer) = match answer.strip_prefix('=') {
            Some(answer) => (true, answer),
            None => (false, answer),
        };
        let (weight, text, feedback) = parted(answer);
        let (format, text) = formatted(text, format);
        options.push(Choosable {
            content: desk.flow(format, &text),
            share: weight.unwrap_or(if is_right { 1.0 } else { 0.0 }),
            feedback: said(desk, feedback, format),
        });
    }
    if options.iter().all(|option| option.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, "~", "No option is right: the question cannot be scored.");
    }
    Some(AskedKind::Choice(AskedChoice { options, is_multiple, shuffle: true, ..AskedChoice::default() }))
}

/// The first feedback is for who is wrong, the second for who is right.
fn truth<'a>(
    desk: &mut Desk,
    is_true: bool,
    mut feedback: impl Iterator<Item = &'a str>,
    format: TextFormat,
    reading: &ForeignReading,
) -> AskedKind {
    let (wrong, right) = (feedback.next().unwrap_or_default(), feedback.next().unwrap_or_default());
    let options = reading.truth.iter().zip([true, false]).map(|(word, is)| Choosable {
        content: vec![XmlNode::Text(word.clone())],
        share: if is == is_true { 1.0 } else { 0.0 },
        feedback: said(desk, if is == is_true { right } else { wrong }, format),
    });
    let options = options.collect();
    AskedKind::Choice(AskedChoice { options, labels: Some("qti-labels-none"), ..AskedChoice::default() })
}

fn short(desk: &mut Desk, answers: &str, format: TextFormat) -> Option<AskedKind> {
    let mut found = Vec::new();
    for answer in answers.split('=').map(str::trim).filter(|answer| !answer.is_empty()) {
        let (weight, text, feedback) = parted(answer);
        let (_, text) = formatted(text, format);
        let key = key(text.trim());
        let is_taken = found.iter().any(|earlier: &KnownAnswer| earlier.key == key);
        if is_taken {
            let message = "An answer that an earlier one takes already was left out.";
            desk.notes.lenient(codes::LEFT_OUT, "=", message);
            continue;
        }
        let feedback = said(desk, feedback, format);
        found.push(KnownAnswer { key, share: weight.unwrap_or(1.0), feedback });
    }
    if found.is_empty() {
        desk.notes.error(codes::SYNTAX, "{", "Not imported: what stands in the braces is no answer.");
        return None;
    }
    if found.iter().all(|answer| answer.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, "=", "No answer is right: the question cannot be scored.");
    }
    Some(AskedKind::Entry(AskedEntry { is_number: false, answers: found }))
}

/// A text in which `*` stands for anything.
fn key(text: &str) -> AnswerKey {
    let pieces: Vec<String> = text.split('*').map(str::to_owned).collect();
    match pieces.len() {
        1 => AnswerKey::Text { text: text.to_owned(), is_cased: false },
        _ if pieces.iter().all(String::is_empty) => AnswerKey::Anything,
        _ => AnswerKey::Wild { pieces, is_cased: false },
    }
}

fn numerical(desk: &mut Desk, numbers: &str, format: TextFormat) -> Option<AskedKind> {
    let (numbers, wrong) = numbers.split_once('~').unwrap_or((numbers, ""));
    let mut answers = Vec::new();
    let pieces = numbers.split('=').map(str::trim).filter(|piece| !piece.is_empty());
    for piece in pieces {
        let (weight, text, feedback) = parted(piece);
        let text = restored(text);
        let Some(key) = number(&text) else {
            let message = format!("Not imported: `{text}` is no number, range or number with a tolerance.");
            desk.notes.error(codes::SYNTAX, "{#", message);
            return None;
        };
        let feedback = said(desk, feedback, format);
        answers.push(KnownAnswer { key, share: weight.unwrap_or(1.0), feedback });
    }
    if answers.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "{#", "Not imported: no number is right.");
        return None;
    }
    let (_, _, wrong) = parted(wrong);
    let feedback = said(desk, wrong, format);
    if !is_blank(&feedback) {
        answers.push(KnownAnswer { key: AnswerKey::Anything, share: 0.0, feedback });
    }
    Some(AskedKind::Entry(AskedEntry { is_number: true, answers }))
}

/// `5`, `5:0.1`, `4.9..5.1`.
pub(in crate::foreign) fn number(text: &str) -> Option<AnswerKey> {
    if let Some((low, high)) = text.split_once("..") {
        let (low, high) = (number_of(low)?, number_of(high)?);
        return (low <= high).then_some(AnswerKey::Between { low, high });
    }
    let (value, tolerance) = text.split_once(':').unwrap_or((text, "0"));
    Some(AnswerKey::Near { value: number_of(value)?, tolerance: number_of(tolerance)?.abs() })
}

fn matching(desk: &mut Desk, answers: &str, format: TextFormat) -> Option<AskedKind> {
    let mut pairs = AskedPairs { shuffle: true, ..AskedPairs::default() };
    let (mut targets, mut right): (Vec<String>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    for piece in answers.split('=').map(str::trim).filter(|piece| !piece.is_empty()) {
        let Some((source, target)) = piece.split_once("->") else {
            let message = format!("Not imported: `{}` is no pair.", restored(piece));
            desk.notes.error(codes::SYNTAX, "->", message);
            return None;
        };
        let target = restored(target);
        let place = targets.iter().position(|known| *known == target).unwrap_or_else(|| {
            targets.push(target.clone());
            pairs.targets.push(desk.flow(TextFormat::Moodle, &target));
            targets.len() - 1
        });
        let (format, source) = formatted(source, format);
        let content = desk.flow(format, &source);
        if !is_blank(&content) {
            right.push((pairs.sources.len(), place));
            pairs.sources.push(content);
        }
    }
    if right.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "->", "Not imported: nothing is to be matched.");
        return None;
    }
    let each = 1.0 / f64::from(u32::try_from(right.len()).unwrap_or(u32::MAX));
    pairs.right = right.into_iter().map(|(source, target)| (source, target, each)).collect();
    Some(AskedKind::Pairs(pairs))
}
