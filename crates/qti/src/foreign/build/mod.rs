//! Items of QTI 3.0 from questions.

mod entry;
mod lists;
mod pairs;
mod rules;

use crate::tree::{XmlElement, XmlNode};

use super::{
    markup, question,
    question::{AskedKind, ForeignQuestion, number_text},
    splice,
};
use rules::{FEEDBACK, SCORE, base, condition, of, set, show, variable};

/// Where Moodle draws its lines between right, partly right and wrong: a sum of thirds is right.
const NEARLY_ALL: f64 = 0.999_999_9;
/// See [`NEARLY_ALL`].
const HARDLY_ANY: f64 = 0.000_000_1;

/// What an item is called.
#[derive(Debug)]
pub(super) struct ItemHeading<'a> {
    pub(super) identifier: String,
    pub(super) title: String,
    pub(super) language: Option<&'a str>,
}

/// What is collected while the parts of an item are made.
struct ItemDraft {
    points: f64,
    is_several: bool,
    responses: Vec<XmlElement>,
    /// What scores.
    rules: Vec<XmlElement>,
    /// What says which feedback is shown; behind all that scores.
    after: Vec<XmlElement>,
    modals: Vec<XmlElement>,
    is_scored_by_person: bool,
}

impl ItemDraft {
    fn response(&self, part: usize) -> String {
        if self.is_several { format!("RESPONSE_{}", part + 1) } else { "RESPONSE".to_owned() }
    }

    /// An identifier inside the item for the nth of a part.
    fn name(&self, part: usize, nth: usize) -> String {
        let letter = u32::try_from(nth).ok().filter(|nth| *nth < 26);
        let letter = letter.and_then(|nth| char::from_u32('A' as u32 + nth));
        let name = letter.map_or_else(|| format!("C{}", nth + 1), String::from);
        if self.is_several { format!("R{}_{name}", part + 1) } else { name }
    }

    /// A rule that gives points: of several parts they are added up.
    fn award(&self, points: XmlElement) -> XmlElement {
        let sum = if self.is_several { of("qti-sum", [variable(SCORE), points]) } else { points };
        set(SCORE, sum)
    }

    /// Points of a share, as text.
    fn worth(&self, share: f64) -> String {
        number_text(self.points * share)
    }

    /// A feedback that stands beside the question.
    fn modal(&mut self, identifier: &str, content: Vec<XmlNode>) {
        self.modals.push(
            XmlElement::new("qti-modal-feedback")
                .with("outcome-identifier", FEEDBACK)
                .with("identifier", identifier)
                .with("show-hide", "show")
                .child(XmlElement { children: content, ..XmlElement::new("qti-content-body") }),
        );
    }
}

/// The item of a question.
pub(super) fn item(question: ForeignQuestion, called: ItemHeading<'_>) -> XmlElement {
    let mut draft = ItemDraft {
        points: question.points,
        is_several: question.parts.len() > 1,
        responses: Vec::new(),
        rules: Vec::new(),
        after: Vec::new(),
        modals: Vec::new(),
        is_scored_by_person: false,
    };
    let body = body(&mut draft, question.stem, question.parts, question.rubric);
    feedback(&mut draft, question.feedback);
    let has_feedback = !draft.after.is_empty();
    let mut item = XmlElement::new("qti-assessment-item")
        .with("identifier", called.identifier)
        .with("title", called.title)
        .with_maybe("xml:lang", called.language)
        .with("adaptive", "false")
        .with("time-dependent", "false")
        .all(std::mem::take(&mut draft.responses))
        .all(outcomes(&draft, has_feedback))
        .child(body);
    if let Some(processing) = processing(&mut draft) {
        item = item.child(processing);
    }
    item.all(draft.modals)
}

/// The stimulus of a text that asks nothing.
pub(super) fn stimulus(stem: Vec<XmlNode>, called: ItemHeading<'_>) -> XmlElement {
    XmlElement::new("qti-assessment-stimulus")
        .with("identifier", called.identifier)
        .with("title", called.title)
        .with_maybe("xml:lang", called.language)
        .child(XmlElement { children: stem, ..XmlElement::new("qti-stimulus-body") })
}

fn body(
    draft: &mut ItemDraft,
    stem: Vec<XmlNode>,
    parts: Vec<question::AskedPart>,
    rubric: Vec<XmlNode>,
) -> XmlElement {
    let mut body = XmlElement::new("qti-item-body");
    let mut stem = stem;
    let mut made: Vec<Option<(XmlElement, bool)>> = Vec::new();
    for (number, part) in parts.into_iter().enumerate() {
        made.push(match part.asks {
            // The text is inside the interaction.
            AskedKind::Gaps(gaps) => Some((pairs::gaps(draft, gaps, std::mem::take(&mut stem)), true)),
            AskedKind::Choice(choice) => {
                let is_block = choice.look != question::ChoiceLook::Inline;
                Some((lists::choice(draft, number, part.share, choice), is_block))
            }
            AskedKind::Entry(entry) => Some((entry::entry(draft, number, part.share, entry), false)),
            AskedKind::Pairs(found) => Some((pairs::pairs(draft, number, part.share, found), true)),
            AskedKind::Order(order) => Some((lists::order(draft, number, part.share, order), true)),
            AskedKind::Picture(picture) => Some((pairs::picture(draft, picture), true)),
            AskedKind::Essay(essay) => Some((entry::essay(draft, number, essay), true)),
            AskedKind::Upload => Some((entry::upload(draft, number), true)),
        });
    }
    let is_block_mark =
        |mark: usize| made.get(mark).and_then(Option::as_ref).is_some_and(|(_, is_block)| *is_block);
    let stem = markup::split_lines(stem, &is_block_mark);
    let stem = splice::replace(stem, &mut |mark| made.get_mut(mark)?.take().map(|(element, _)| element));
    body.children = stem;
    for (element, is_block) in made.into_iter().flatten() {
        let element = if is_block { element } else { XmlElement::new("p").child(element) };
        body.children.push(XmlNode::Element(element));
    }
    if !rubric.is_empty() {
        let content = XmlElement { children: rubric, ..XmlElement::new("qti-content-body") };
        let rubric = XmlElement::new("qti-rubric-block").with("use", "scoring").with("view", "scorer");
        body.children.push(XmlNode::Element(rubric.child(content)));
    }
    body
}

/// What is said after a response, whichever it was.
fn feedback(draft: &mut ItemDraft, found: question::ForeignFeedback) {
    let name = |word: &str| base("identifier", word);
    let least = |share: f64| base("float", draft.worth(share));
    let is_right = of("qti-gte", [variable(SCORE), least(NEARLY_ALL)]);
    let is_partly = of("qti-gt", [variable(SCORE), least(HARDLY_ANY)]);
    let results = [
        (Some(is_right), "RIGHT", found.right),
        (Some(is_partly), "PARTLY", found.partly),
        (None, "WRONG", found.wrong),
    ];
    if !draft.is_scored_by_person && results.iter().any(|(.., content)| !content.is_empty()) {
        let mut cases = Vec::new();
        for (when, word, content) in results {
            cases.push((when, vec![show([name(word)])]));
            if !content.is_empty() {
                draft.modal(word, content);
            }
        }
        draft.after.push(condition(cases));
    }
    if !found.general.is_empty() {
        draft.after.push(show([name("GENERAL")]));
        draft.modal("GENERAL", found.general);
    }
}

fn outcomes(draft: &ItemDraft, has_feedback: bool) -> Vec<XmlElement> {
    let declared = |identifier: &str, cardinality: &str, base: &str| {
        XmlElement::new("qti-outcome-declaration")
            .with("identifier", identifier)
            .with("cardinality", cardinality)
            .with("base-type", base)
    };
    let default =
        |value: String| XmlElement::new("qti-default-value").child(XmlElement::new("qti-value").text(value));
    let points = number_text(draft.points);
    let mut score = declared(SCORE, "single", "float").with("normal-maximum", points.clone());
    if draft.is_scored_by_person {
        score.set("external-scored", "human");
    }
    let mut found = vec![
        score.child(default("0".to_owned())),
        declared("MAXSCORE", "single", "float").child(default(points)),
    ];
    if has_feedback {
        found.push(declared(FEEDBACK, "multiple", "identifier"));
    }
    found
}

/// The rules; a template where one says the same.
fn processing(draft: &mut ItemDraft) -> Option<XmlElement> {
    let is_plain = draft.after.is_empty() && !draft.is_several;
    let rules: Vec<XmlElement> = draft.rules.drain(..).chain(draft.after.drain(..)).collect();
    let made = XmlElement::new("qti-response-processing");
    let template = match rules.as_slice() {
        [] => return None,
        [only] if is_plain && *only == by_map("RESPONSE", set(SCORE, rules::mapped("RESPONSE"))) => {
            "map_response"
        }
        [only] if is_plain && *only == all_or_nothing("RESPONSE", set(SCORE, base("float", "1"))) => {
            "match_correct"
        }
        _ => return Some(made.all(rules)),
    };
    // The addresses that the standard gives its own templates (QTI 3.0, 2.4.3).
    Some(
        made.with("template", format!("https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{template}.xml")),
    )
}

/// Points by the mapping of a response, where there is one.
fn by_map(response: &str, award: XmlElement) -> XmlElement {
    condition(vec![(Some(rules::is_given(response)), vec![award])])
}

/// Points for the key alone.
fn all_or_nothing(response: &str, award: XmlElement) -> XmlElement {
    condition(vec![(Some(rules::is_correct(response)), vec![award])])
}
