//! Words, numbers, texts and files to hand in.

use super::{
    draft::ItemDraft,
    rules::{base, by_map, condition, correct, declared, mapped, of, show, variable},
};
use crate::{
    foreign::question::{AnswerKey, AskedEntry, Essay, KnownAnswer, number_text},
    tree::XmlElement,
};

/// Lines that an essay has where its source does not say how many.
const LINES: u32 = 10;

pub(super) fn entry(draft: &mut ItemDraft, part: usize, share: f64, entry: AskedEntry) -> XmlElement {
    let response = draft.response(part);
    let mut declaration = declared(&response, "single", if entry.is_number { "float" } else { "string" });
    let best = entry.answers.iter().map(|answer| answer.share).fold(0.0, f64::max);
    let key = entry.answers.iter().filter(|answer| answer.share > 0.0 && answer.share >= best);
    if let Some(text) = key.filter_map(|answer| example(&answer.key)).next() {
        declaration = declaration.child(correct([text]));
    }
    let is_map = entry
        .answers
        .iter()
        .all(|answer| matches!(answer.key, AnswerKey::Text { .. }) && answer.feedback.is_empty());
    let length =
        entry.answers.iter().filter_map(|answer| example(&answer.key)).map(|t| t.chars().count()).max();
    if is_map {
        declaration = declaration.child(mapping(draft, share, &entry.answers));
        draft.rules.push(by_map(&response, draft.award(mapped(&response))));
    } else {
        chain(draft, part, share, &response, entry.answers);
    }
    draft.responses.push(declaration);
    XmlElement::new("qti-text-entry-interaction")
        .with("response-identifier", response)
        .with_maybe("expected-length", length.map(|length| length.to_string()))
}

/// A response that a key fits; `None` where it is anybody's guess.
fn example(key: &AnswerKey) -> Option<String> {
    match key {
        AnswerKey::Text { text, .. } => Some(text.clone()),
        AnswerKey::Wild { pieces, .. } => Some(pieces.concat()),
        AnswerKey::Near { value, .. } => Some(number_text(*value)),
        AnswerKey::Between { low, high } => Some(number_text(f64::midpoint(*low, *high))),
        AnswerKey::Anything => None,
    }
}

/// The first answer that fits counts: one behind another that takes the same text is never reached.
fn mapping(draft: &ItemDraft, share: f64, answers: &[KnownAnswer]) -> XmlElement {
    let mut earlier: Vec<(&str, bool)> = Vec::new();
    let entries = answers.iter().filter_map(|answer| {
        let AnswerKey::Text { text, is_cased } = &answer.key else { return None };
        let is_taken = earlier.iter().any(|(before, is_cased)| {
            *before == text || !is_cased && before.to_lowercase() == text.to_lowercase()
        });
        if is_taken {
            return None;
        }
        earlier.push((text, *is_cased));
        let entry = XmlElement::new("qti-map-entry")
            .with("map-key", text.clone())
            .with("mapped-value", draft.worth(share * answer.share))
            .with("case-sensitive", if *is_cased { "true" } else { "false" });
        Some(entry)
    });
    XmlElement::new("qti-mapping").with("default-value", "0").all(entries)
}

/// The first answer that fits counts and says its feedback.
fn chain(draft: &mut ItemDraft, part: usize, share: f64, response: &str, answers: Vec<KnownAnswer>) {
    let mut cases = Vec::new();
    for (number, answer) in answers.into_iter().enumerate() {
        let mut rules = vec![draft.award(base("float", draft.worth(share * answer.share)))];
        if !answer.feedback.is_empty() {
            let name = format!("FEEDBACK_{}_{}", part + 1, number + 1);
            rules.push(show([base("identifier", name.clone())]));
            draft.modal(&name, answer.feedback);
        }
        cases.push((Some(fits(response, &answer.key)), rules));
    }
    // A rule that shows feedback says so behind what scores; here both hang on one condition.
    let says = cases.iter().any(|(_, rules)| rules.len() > 1);
    if !cases.is_empty() {
        let rule = condition(cases);
        if says { draft.after.insert(0, rule) } else { draft.rules.push(rule) }
    }
}

fn fits(response: &str, key: &AnswerKey) -> XmlElement {
    let given = || variable(response);
    match key {
        AnswerKey::Text { text, is_cased } => of("qti-string-match", [given(), base("string", text.clone())])
            .with("case-sensitive", if *is_cased { "true" } else { "false" })
            .with("substring", "false"),
        AnswerKey::Wild { pieces, is_cased } => {
            let pieces: Vec<String> = pieces.iter().map(|piece| literal(piece, *is_cased)).collect();
            of("qti-pattern-match", [given()]).with("pattern", pieces.join(".*"))
        }
        AnswerKey::Near { value, tolerance } => {
            let tolerance = number_text(*tolerance);
            of("qti-equal", [given(), base("float", number_text(*value))])
                .with("tolerance-mode", "absolute")
                .with("tolerance", format!("{tolerance} {tolerance}"))
        }
        AnswerKey::Between { low, high } => {
            let low = of("qti-gte", [given(), base("float", number_text(*low))]);
            let high = of("qti-lte", [given(), base("float", number_text(*high))]);
            of("qti-and", [low, high])
        }
        AnswerKey::Anything => super::rules::is_given(response),
    }
}

/// A text as a pattern of XML Schema that fits it alone, or it in either case.
fn literal(text: &str, is_cased: bool) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        let (lower, upper) = (letter.to_lowercase().to_string(), letter.to_uppercase().to_string());
        if !is_cased && lower != upper && lower.chars().count() == 1 && upper.chars().count() == 1 {
            pattern.push_str(&format!("[{lower}{upper}]"));
        } else {
            if ".\\?*+{}()|[]^$-".contains(letter) {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
    }
    pattern
}

pub(super) fn essay(draft: &mut ItemDraft, part: usize, essay: Essay) -> XmlElement {
    let response = draft.response(part);
    draft.is_scored_by_person = true;
    let mut declaration = declared(&response, "single", "string");
    if let Some(template) = essay.template {
        let value = XmlElement::new("qti-value").text(template);
        declaration = declaration.child(XmlElement::new("qti-default-value").child(value));
    }
    draft.responses.push(declaration);
    XmlElement::new("qti-extended-text-interaction")
        .with("response-identifier", response)
        .with("expected-lines", essay.lines.unwrap_or(LINES).to_string())
        .with("format", if essay.format.is_empty() { "plain" } else { essay.format })
}

pub(super) fn upload(draft: &mut ItemDraft, part: usize) -> XmlElement {
    let response = draft.response(part);
    draft.is_scored_by_person = true;
    draft.responses.push(declared(&response, "single", "file"));
    XmlElement::new("qti-upload-interaction").with("response-identifier", response)
}
