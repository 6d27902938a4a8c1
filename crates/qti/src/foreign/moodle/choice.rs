//! Lists: options, true and false, matching, ordering.

use super::source::{MoodleQuestion, feedback_in, flow_in, fraction, inner, text_in};
use crate::{
    foreign::{
        ForeignReading, codes,
        markup::{Desk, is_blank},
        plain::TextFormat,
        question::{AskedChoice, AskedKind, AskedPairs, AskedPart, Choosable, Order, share},
    },
    tree::XmlNode,
};

/// The options of a question, or of an answer list within limits.
pub(super) fn is_within(desk: &mut Desk, count: usize, reading: &ForeignReading, what: &str) -> bool {
    if count > reading.parts_max {
        let message =
            format!("Not imported: it has {count} of these, and {} are the most.", reading.parts_max);
        desk.notes.error(codes::LIMIT, what, message);
    }
    count <= reading.parts_max
}

pub(super) fn multichoice(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
) -> Option<Vec<AskedPart>> {
    let answers = source.all("answer");
    if !is_within(desk, answers.len(), reading, "answer") {
        return None;
    }
    let options: Vec<Choosable> = answers
        .iter()
        .map(|answer| Choosable {
            content: flow_in(desk, answer),
            share: share(fraction(answer)),
            feedback: feedback_in(desk, answer),
        })
        .collect();
    if options.is_empty() || options.iter().all(|option| option.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, "answer", "No option is right: the question cannot be scored.");
    }
    // Moodle's own default where a file says nothing.
    let is_multiple = !source.flag("single").unwrap_or(true);
    let labels = match source.plain("answernumbering").as_str() {
        "abc" | "" => Some("qti-labels-lower-alpha"),
        "ABCD" => Some("qti-labels-upper-alpha"),
        "123" => Some("qti-labels-decimal"),
        "none" => Some("qti-labels-none"),
        other => {
            let message = format!("Labels of the kind `{other}` became those of the page.");
            desk.notes.loss(codes::CHANGED, "answernumbering", message);
            None
        }
    };
    let shuffle = source.flag("shuffleanswers").unwrap_or(false);
    let choice = AskedChoice { options, is_multiple, labels, shuffle, ..AskedChoice::default() };
    Some(AskedPart::only(AskedKind::Choice(choice)))
}

pub(super) fn truefalse(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
) -> Option<Vec<AskedPart>> {
    let answers = source.all("answer");
    let option = |desk: &mut Desk, word: &str, shown: &str| {
        let answer = answers.iter().find(|answer| text_in(answer).eq_ignore_ascii_case(word));
        Choosable {
            content: vec![XmlNode::Text(shown.to_owned())],
            share: answer.map(|answer| share(fraction(answer))).unwrap_or_default(),
            feedback: answer.map(|answer| feedback_in(desk, answer)).unwrap_or_default(),
        }
    };
    let [yes, no] = &reading.truth;
    let options = vec![option(desk, "true", yes), option(desk, "false", no)];
    if options.iter().all(|option| option.share <= 0.0) {
        desk.notes.error(codes::INCOMPLETE, "answer", "Neither true nor false is right.");
    }
    let labels = Some("qti-labels-none");
    Some(AskedPart::only(AskedKind::Choice(AskedChoice { options, labels, ..AskedChoice::default() })))
}

pub(super) fn matching(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
) -> Option<Vec<AskedPart>> {
    let rows = source.all("subquestion");
    if !is_within(desk, rows.len(), reading, "subquestion") {
        return None;
    }
    let mut pairs =
        AskedPairs { shuffle: source.flag("shuffleanswers").unwrap_or(false), ..AskedPairs::default() };
    let mut targets: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for row in rows {
        let answer = inner(row, "answer");
        if answer.is_empty() {
            continue;
        }
        // Rows of the same answer share one target; a row without a text adds one that is never right.
        let target = targets.iter().position(|known| *known == answer).unwrap_or_else(|| {
            targets.push(answer.clone());
            pairs.targets.push(desk.flow(TextFormat::Plain, &answer));
            targets.len() - 1
        });
        let content = flow_in(desk, row);
        if !is_blank(&content) {
            found.push((pairs.sources.len(), target));
            pairs.sources.push(content);
        }
    }
    if found.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "subquestion", "Nothing is to be matched.");
        return None;
    }
    let each = 1.0 / f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX));
    pairs.right = found.into_iter().map(|(source, target)| (source, target, each)).collect();
    Some(AskedPart::only(AskedKind::Pairs(pairs)))
}

pub(super) fn ordering(
    desk: &mut Desk,
    source: &MoodleQuestion<'_>,
    reading: &ForeignReading,
) -> Option<Vec<AskedPart>> {
    let mut answers = source.all("answer");
    if !is_within(desk, answers.len(), reading, "answer") {
        return None;
    }
    // An answer's fraction is its place; a file that says none has them in order.
    answers.sort_by(|a, b| fraction(a).total_cmp(&fraction(b)));
    let options: Vec<_> = answers.iter().map(|answer| flow_in(desk, answer)).collect();
    if options.len() < 2 {
        desk.notes.error(codes::INCOMPLETE, "answer", "Fewer than two things are to be put in order.");
        return None;
    }
    let is_across = matches!(source.plain("layouttype").as_str(), "HORIZONTAL" | "1");
    let grading = source.plain("gradingtype");
    let is_by_place = match grading.as_str() {
        "ALL_OR_NOTHING" | "-1" => false,
        "ABSOLUTE_POSITION" | "0" => true,
        other => {
            let message = format!(
                "The rule `{other}` gives points for neighbours or runs; here each one in its place counts."
            );
            desk.notes.error(codes::CHANGED, "gradingtype", message);
            true
        }
    };
    let selection = source.plain("selecttype");
    let count = source.plain("selectcount");
    if !matches!(selection.as_str(), "" | "ALL" | "0") && !matches!(count.as_str(), "" | "0") {
        let message = format!("Each candidate got {count} of these; here all are put in order.");
        desk.notes.loss(codes::CHANGED, "selectcount", message);
    }
    Some(AskedPart::only(AskedKind::Order(Order { options, is_across, is_by_place })))
}
