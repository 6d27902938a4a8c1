//! Questions from what an item of QTI 1.2 shows and how it scores.

use super::{
    SaidFeedback,
    presentation::{Gives, Presentation, Response},
    scoring::{ScoreCase, Scoring, Test},
};
use crate::foreign::{
    ForeignReading, codes,
    markup::{Desk, is_blank},
    plain::TextFormat,
    question::{
        AnswerKey, AskedChoice, AskedEntry, AskedKind, AskedPairs, AskedPart, ChoiceLook, Choosable, Essay,
        ForeignQuestion, KnownAnswer, Order, number_of,
    },
    splice,
};

/// Fills stem and parts; `None` where no item can be made.
pub(super) fn parts(
    desk: &mut Desk,
    question: &mut ForeignQuestion,
    mut shown: Presentation,
    scoring: Scoring,
    kind: &str,
    said: &mut SaidFeedback,
    reading: &ForeignReading,
) -> Option<()> {
    let count = shown.responses.iter().map(|response| response.options.len().max(1)).sum::<usize>();
    if count > reading.parts_max {
        desk.notes.error(codes::LIMIT, "response_label", "Not imported: it has too many options.");
        return None;
    }
    let bare = kind.trim_end_matches("_question");
    if matches!(
        bare,
        "calculated" | "hot_spot_question" | "Calculated" | "Hot Spot" | "Quiz Bowl" | "Jumbled Sentence"
    ) {
        desk.notes.error(codes::KIND, kind, "Not imported: no item can be made of this kind.");
        return None;
    }
    let mut stem = std::mem::take(&mut shown.stem);
    question.parts = match (bare, shown.responses.as_slice()) {
        ("text_only", _) | (_, []) if !matches!(bare, "file_upload" | "File Upload" | "essay") => Vec::new(),
        ("file_upload" | "File Upload", _) => AskedPart::only(AskedKind::Upload),
        ("essay" | "Essay" | "Short Response", _) => AskedPart::only(essay(shown.responses.first())),
        (_, [only]) if only.gives == Gives::Choice && only.is_ordered => {
            AskedPart::only(order(desk, only, &scoring)?)
        }
        (_, [only]) if only.gives == Gives::Choice && bare != "fill_in_multiple_blanks" => {
            AskedPart::only(choice(desk, only, &scoring, said, 1.0))
        }
        (_, [only]) if matches!(only.gives, Gives::Text | Gives::Number) => {
            AskedPart::only(written(desk, only, &scoring, bare, said)?)
        }
        ("matching" | "Matching", several) => AskedPart::only(matching(desk, several, &scoring)?),
        (_, several) => several_parts(desk, several, &scoring, bare, &mut stem, said)?,
    };
    question.stem = desk.blocks(TextFormat::Html, &stem);
    Some(())
}

fn essay(response: Option<&Response>) -> AskedKind {
    let lines = response.and_then(|response| response.rows).filter(|rows| (1..1000).contains(rows));
    AskedKind::Essay(Essay { format: "xhtml", lines, template: None })
}

/// The options of a response with what each is worth of a part that has that share.
fn choice(
    desk: &mut Desk,
    response: &Response,
    scoring: &Scoring,
    said: &mut SaidFeedback,
    whole: f64,
) -> AskedKind {
    let mut is_all_or_nothing = false;
    let together = scoring.awards().find(|(case, share)| {
        *share > 0.0
            && response.is_multiple
            && case
                .any
                .iter()
                .any(|all| all.len() > 1 && all.iter().all(|test| test.response() == response.ident))
    });
    let wanted: Option<Vec<&str>> = together.map(|(case, _)| {
        is_all_or_nothing = true;
        tell_open(desk, case, response);
        let first = case.any.first().map(Vec::as_slice).unwrap_or_default();
        first
            .iter()
            .filter_map(|test| match test {
                Test::Is { value, .. } => Some(value.as_str()),
                _ => None,
            })
            .collect()
    });
    let options = response.options.iter().map(|(name, html)| {
        let share = match &wanted {
            Some(wanted) => f64::from(u8::from(wanted.contains(&name.as_str()))),
            None => scoring.alone(&response.ident, name).unwrap_or_default() / whole,
        };
        let mut feedback = Vec::new();
        let named = format!("{name}_fb");
        for name in scoring.shows(&response.ident, name).into_iter().chain([named.as_str()]) {
            if !matches!(name, "correct_fb" | "general_fb" | "general_incorrect_fb" | "correct" | "incorrect")
            {
                feedback.extend(said.take(name).unwrap_or_default());
            }
        }
        Choosable { content: desk.flow(TextFormat::Html, html), share, feedback }
    });
    let options: Vec<Choosable> = options.collect();
    if options.iter().all(|option| option.share <= 0.0) {
        desk.notes.error(
            codes::INCOMPLETE,
            "respcondition",
            "No option is right: the question cannot be scored.",
        );
    }
    AskedKind::Choice(AskedChoice {
        options,
        is_multiple: response.is_multiple,
        is_all_or_nothing,
        shuffle: response.shuffle,
        ..AskedChoice::default()
    })
}

/// A rule that wants some options and does not forbid the others.
fn tell_open(desk: &mut Desk, case: &ScoreCase, response: &Response) {
    let named = case.any.first().map(Vec::len).unwrap_or_default();
    if case.any.len() > 1 {
        let message = "Several sets of options are right; the first of them is the key.";
        desk.notes.error(codes::CHANGED, "conditionvar/or", message);
    }
    if named < response.options.len() {
        let message = "Other options beside the right ones were not forbidden; here they are.";
        desk.notes.loss(codes::CHANGED, "conditionvar/not", message);
    }
}

fn order(desk: &mut Desk, response: &Response, scoring: &Scoring) -> Option<AskedKind> {
    let right = scoring.awards().find(|(_, share)| *share > 0.0)?.0;
    let mut options = Vec::new();
    for test in right.any.first().map(Vec::as_slice).unwrap_or_default() {
        let Test::Is { value, .. } = test else { continue };
        if let Some((_, html)) = response.options.iter().find(|(name, _)| name == value) {
            options.push(desk.flow(TextFormat::Html, html));
        }
    }
    if options.len() != response.options.len() || options.len() < 2 {
        let message = "Not imported: the rule does not say the whole order.";
        desk.notes.error(codes::INCOMPLETE, "respcondition", message);
        return None;
    }
    Some(AskedKind::Order(Order { options, ..Order::default() }))
}

/// A word, a number or, where no rule knows an answer, a text.
fn written(
    desk: &mut Desk,
    response: &Response,
    scoring: &Scoring,
    kind: &str,
    said: &mut SaidFeedback,
) -> Option<AskedKind> {
    let is_number = kind == "numerical"
        || response.gives == Gives::Number
        || scoring.awards().any(|(case, _)| {
            case.any.iter().flatten().any(|test| matches!(test, Test::AtLeast(..) | Test::AtMost(..)))
        });
    let mut answers = Vec::new();
    for (case, share) in scoring.awards() {
        for all in &case.any {
            let Some(key) = key(all, is_number) else {
                desk.notes.error(
                    codes::SYNTAX,
                    "conditionvar",
                    "An answer is written in a way that is not read here.",
                );
                continue;
            };
            let mut feedback = Vec::new();
            for name in &case.shows {
                if !matches!(name.as_str(), "correct_fb" | "general_fb" | "general_incorrect_fb") {
                    feedback.extend(said.take(name).unwrap_or_default());
                }
            }
            answers.push(KnownAnswer { key, share, feedback });
        }
    }
    if answers.is_empty() {
        return Some(essay(Some(response)));
    }
    answers.dedup_by(|later, earlier| later.key == earlier.key && later.feedback.is_empty());
    Some(AskedKind::Entry(AskedEntry { is_number, answers }))
}

/// What tests that must all hold say of one response.
fn key(all: &[Test], is_number: bool) -> Option<AnswerKey> {
    let number = |value: &str| if is_number { number_of(value) } else { None };
    match all {
        [Test::Is { value, is_cased, .. }] => Some(match number(value) {
            Some(value) => AnswerKey::Near { value, tolerance: 0.0 },
            None if is_number => return None,
            None => AnswerKey::Text { text: value.clone(), is_cased: *is_cased },
        }),
        // A border that does not count itself is moved by the least there is.
        [Test::AtLeast(_, low, l), Test::AtMost(_, high, h)]
        | [Test::AtMost(_, high, h), Test::AtLeast(_, low, l)] => {
            let low = if *l { *low } else { low.next_up() };
            let high = if *h { *high } else { high.next_down() };
            Some(AnswerKey::Between { low, high })
        }
        _ => None,
    }
}

fn matching(desk: &mut Desk, responses: &[Response], scoring: &Scoring) -> Option<AskedKind> {
    let mut pairs = AskedPairs::default();
    let mut targets: Vec<&str> = Vec::new();
    for response in responses {
        for (name, html) in &response.options {
            if !targets.contains(&name.as_str()) {
                targets.push(name);
                pairs.targets.push(desk.flow(TextFormat::Html, html));
            }
            if let Some(share) = scoring.alone(&response.ident, name).filter(|share| *share != 0.0)
                && let Some(target) = targets.iter().position(|known| known == name)
            {
                pairs.right.push((pairs.sources.len(), target, share));
            }
        }
        let content = desk.flow(TextFormat::Html, &response.label);
        if is_blank(&content) {
            desk.notes.error(codes::INCOMPLETE, "response_lid", "One side of a pair has no text.");
        }
        pairs.sources.push(content);
    }
    if pairs.right.is_empty() {
        desk.notes.error(codes::INCOMPLETE, "respcondition", "Not imported: no pair is right.");
        return None;
    }
    Some(AskedKind::Pairs(pairs))
}

/// Blanks `[name]` in the text, or one list below the other.
fn several_parts(
    desk: &mut Desk,
    responses: &[Response],
    scoring: &Scoring,
    kind: &str,
    stem: &mut String,
    said: &mut SaidFeedback,
) -> Option<Vec<AskedPart>> {
    let mut parts = Vec::new();
    for (number, response) in responses.iter().enumerate() {
        let name = response.label.trim();
        let blank = format!("[{name}]");
        let is_inside = !name.is_empty() && stem.contains(&blank);
        if is_inside {
            *stem = stem.replacen(&blank, &splice::mark(number), 1);
        }
        let shares = response.options.iter().filter_map(|(name, _)| scoring.alone(&response.ident, name));
        let share = shares.fold(0.0, f64::max);
        if share <= 0.0 && response.gives == Gives::Choice {
            let message = format!("No answer of `{name}` is right.");
            desk.notes.error(codes::INCOMPLETE, "respcondition", message);
        }
        let whole = if share > 0.0 { share } else { 1.0 };
        let asks = match response.gives {
            Gives::Choice if kind == "fill_in_multiple_blanks" => blank_of(desk, response),
            Gives::Choice => match choice(desk, response, scoring, said, whole) {
                AskedKind::Choice(choice) if is_inside => {
                    AskedKind::Choice(AskedChoice { look: ChoiceLook::Inline, ..choice })
                }
                asks => asks,
            },
            Gives::Text | Gives::Number => {
                let own = Scoring {
                    points: scoring.points,
                    cases: scoring
                        .cases
                        .iter()
                        .filter_map(|case| of_response(case, &response.ident))
                        .collect(),
                };
                parts.push(AskedPart { share: 1.0, asks: written(desk, response, &own, kind, said)? });
                continue;
            }
            Gives::Other => {
                desk.notes.error(
                    codes::KIND,
                    &response.ident,
                    "Not imported: a response of this kind is not read.",
                );
                return None;
            }
        };
        parts.push(AskedPart { share: whole, asks });
    }
    Some(parts)
}

/// A case as far as it speaks of one response alone.
fn of_response(case: &ScoreCase, ident: &str) -> Option<ScoreCase> {
    let any: Vec<Vec<Test>> =
        case.any.iter().filter(|all| all.iter().all(|test| test.response() == ident)).cloned().collect();
    (!any.is_empty()).then(|| ScoreCase {
        any,
        is_other: false,
        share: case.share,
        shows: case.shows.clone(),
    })
}

/// A blank whose list is what is right: Canvas lists every answer, and names one of them in its rule.
fn blank_of(desk: &mut Desk, response: &Response) -> AskedKind {
    let mut answers: Vec<KnownAnswer> = Vec::new();
    for (_, html) in &response.options {
        let key = AnswerKey::Text { text: desk.words(TextFormat::Html, html), is_cased: false };
        let is_taken = answers.iter().any(|answer| match (&answer.key, &key) {
            (AnswerKey::Text { text: a, .. }, AnswerKey::Text { text: b, .. }) => {
                a.to_lowercase() == b.to_lowercase()
            }
            _ => false,
        });
        if !is_taken {
            answers.push(KnownAnswer { key, share: 1.0, feedback: Vec::new() });
        }
    }
    AskedKind::Entry(AskedEntry { is_number: false, answers })
}
