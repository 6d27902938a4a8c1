//! Words, numbers and texts.

use super::source::{MoodleQuestion, blocks_in, feedback_in, fraction, inner, opened, text_in};
use crate::foreign::{
    codes,
    markup::Desk,
    question::{
        AnswerKey, AskedEntry, AskedKind, AskedPart, EMPTY_ANSWER, Essay, ForeignQuestion, KnownAnswer,
        LONG_ANSWER, is_empty, is_too_long, number_of, share,
    },
};

pub(super) fn shortanswer(desk: &mut Desk, source: &MoodleQuestion<'_>) -> Option<Vec<AskedPart>> {
    let is_cased = source.flag("usecase").unwrap_or(false);
    let mut answers = Vec::new();
    for answer in source.all("answer") {
        let (format, text) = opened(desk, answer);
        let key = key(&desk.words(format, &text), is_cased);
        answers.push(KnownAnswer {
            key,
            share: share(fraction(answer)),
            feedback: feedback_in(desk, answer),
        });
    }
    Some(entry(desk, false, answers))
}

/// Answers as they are kept: what an earlier one takes already is told.
pub(super) fn entry(desk: &mut Desk, is_number: bool, answers: Vec<KnownAnswer>) -> Vec<AskedPart> {
    let mut kept: Vec<KnownAnswer> = Vec::new();
    for answer in answers {
        if is_too_long(&answer.key) {
            desk.notes.error(codes::LIMIT, "answer", LONG_ANSWER);
            continue;
        }
        if is_empty(&answer.key) {
            desk.notes.loss(codes::LEFT_OUT, "answer", EMPTY_ANSWER);
            continue;
        }
        let is_taken = kept.iter().any(|earlier| takes(&earlier.key, &answer.key));
        if is_taken {
            let message = "An answer that an earlier one takes already was left out.";
            desk.notes.lenient(codes::LEFT_OUT, "answer", message);
        } else {
            kept.push(answer);
        }
    }
    if kept.iter().all(|answer| answer.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, "answer", "No answer is right: the question cannot be scored.");
    }
    AskedPart::only(AskedKind::Entry(AskedEntry { is_number, answers: kept }))
}

fn takes(earlier: &AnswerKey, later: &AnswerKey) -> bool {
    match (earlier, later) {
        (AnswerKey::Anything, _) => true,
        (AnswerKey::Text { text: a, is_cased: false }, AnswerKey::Text { text: b, .. }) => {
            a.to_lowercase() == b.to_lowercase()
        }
        (a, b) => a == b,
    }
}

/// A text in which `*` stands for anything and `\*` for itself.
pub(in crate::foreign) fn key(text: &str, is_cased: bool) -> AnswerKey {
    let mut pieces = vec![String::new()];
    let mut letters = text.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'*') => {
                letters.next();
                pieces.last_mut().into_iter().for_each(|piece| piece.push('*'));
            }
            '*' => pieces.push(String::new()),
            _ => pieces.last_mut().into_iter().for_each(|piece| piece.push(letter)),
        }
    }
    match pieces.len() {
        1 => AnswerKey::Text { text: pieces.concat(), is_cased },
        _ if pieces.iter().all(String::is_empty) => AnswerKey::Anything,
        _ => AnswerKey::Wild { pieces, is_cased },
    }
}

pub(super) fn numerical(desk: &mut Desk, source: &MoodleQuestion<'_>) -> Option<Vec<AskedPart>> {
    let mut answers = Vec::new();
    for answer in source.all("answer") {
        let text = text_in(answer);
        let tolerance = inner(answer, "tolerance");
        if !tolerance.is_empty() && number_of(&tolerance).is_none() {
            let message = format!("The tolerance `{tolerance}` is no number: only the number itself fits.");
            desk.notes.error(codes::SYNTAX, "tolerance", message);
        }
        let tolerance = number_of(&tolerance).unwrap_or_default().abs();
        let key = match (text.as_str(), number_of(&text)) {
            ("*", _) => AnswerKey::Anything,
            (_, Some(value)) => AnswerKey::Near { value, tolerance },
            _ => {
                let message = format!("The answer `{text}` is no number; it was left out.");
                desk.notes.error(codes::SYNTAX, "answer", message);
                continue;
            }
        };
        answers.push(KnownAnswer {
            key,
            share: share(fraction(answer)),
            feedback: feedback_in(desk, answer),
        });
    }
    units(desk, source);
    Some(entry(desk, true, answers))
}

/// Units are not asked for: the number is meant in the first.
fn units(desk: &mut Desk, source: &MoodleQuestion<'_>) {
    let units = source.child("units").map(|units| units.elements().filter(|unit| unit.name == "unit"));
    let names: Vec<String> = units.into_iter().flatten().map(|unit| inner(unit, "unit_name")).collect();
    let (grading, penalty) = (source.plain("unitgradingtype"), source.plain("unitpenalty"));
    for name in ["showunits", "unitsleft"] {
        source.read(name, |_, _| {});
    }
    if !source.plain("instructions").is_empty() {
        let message = "What candidates were told of units was left out: write it into the question.";
        desk.notes.loss(codes::LEFT_OUT, "instructions", message);
    }
    if names.is_empty() {
        return;
    }
    let message = format!(
        "The units {} are not asked for: a number counts in the unit of the answers.",
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    );
    desk.notes.loss(codes::LEFT_OUT, "units", message);
    if !matches!(grading.as_str(), "" | "0") {
        let message = format!("The penalty of {penalty} for a wrong unit is not taken.");
        desk.notes.loss(codes::LEFT_OUT, "unitpenalty", message);
    }
}

/// What is said of a response beside what is asked: whether it is needed, how many files and of what kind.
fn limits_of_files(desk: &mut Desk, source: &MoodleQuestion<'_>) {
    if source.flag("responserequired") == Some(true) {
        let message = "A response was required; here each question may be left without one.";
        desk.notes.lenient(codes::LEFT_OUT, "responserequired", message);
    }
    let limits = [
        ("attachmentsrequired", "The number of files that were required"),
        ("filetypeslist", "The kinds of files that were accepted"),
        ("maxbytes", "The largest size of a file"),
    ];
    for (name, what) in limits {
        let limit = source.plain(name);
        if !matches!(limit.as_str(), "" | "0") {
            let message = format!("{what}, `{limit}`, was left out.");
            desk.notes.loss(codes::LEFT_OUT, name, message);
        }
    }
}

pub(super) fn essay(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    question: &mut ForeignQuestion,
) -> Option<Vec<AskedPart>> {
    let files = source.number("attachments").unwrap_or_default();
    let format = source.plain("responseformat");
    question.rubric = source.child("graderinfo").map(|info| blocks_in(desk, info)).unwrap_or_default();
    let template = source.child("responsetemplate").map(|template| {
        let (format, text) = opened(desk, template);
        desk.words(format, &text)
    });
    let lines = source.number("responsefieldlines").filter(|lines| (1.0..1000.0).contains(lines));
    limits_of_files(desk, source);
    for name in ["minwordlimit", "maxwordlimit"] {
        let limit = source.plain(name);
        if !matches!(limit.as_str(), "" | "0") {
            let message = format!("The limit of {limit} words was left out: candidates are not told.");
            desk.notes.loss(codes::LEFT_OUT, name, message);
        }
    }
    if format == "noinline" && files != 0.0 {
        if template.is_some_and(|template| !template.is_empty()) {
            let message = "The text to begin with was left out: only a file is asked for.";
            desk.notes.loss(codes::LEFT_OUT, "responsetemplate", message);
        }
        if files != 1.0 {
            let message = "Several files could be handed in; here it is one.";
            desk.notes.loss(codes::CHANGED, "attachments", message);
        }
        return Some(AskedPart::only(AskedKind::Upload));
    }
    if files != 0.0 {
        let message = "Files beside the text cannot be handed in: only the text is asked for.";
        desk.notes.loss(codes::LEFT_OUT, "attachments", message);
    }
    let format = match format.as_str() {
        "plain" => "plain",
        "monospaced" => "preformatted",
        "editorfilepicker" => {
            let message = "Files in the text cannot be handed in: only the text is asked for.";
            desk.notes.loss(codes::LEFT_OUT, "responseformat", message);
            "xhtml"
        }
        "" | "editor" => "xhtml",
        other => {
            let message = format!("The way to write `{other}` is not known; here it is a text with markup.");
            desk.notes.loss(codes::CHANGED, "responseformat", message);
            "xhtml"
        }
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 999")]
    let lines = lines.map(|lines| lines as u32);
    let template = template.filter(|template| !template.is_empty());
    Some(AskedPart::only(AskedKind::Essay(Essay { format, lines, template })))
}
