//! Response processing of QTI 1.2: what is worth what.
//!
//! The two systems write few forms of it. These are read; whatever else a condition says is told.

use super::{below, child, presentation::has};
use crate::{
    foreign::{codes, markup::Desk, question::number_of},
    tree::XmlElement,
};

/// What a condition holds against a response.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// It is this: a choice, a text or a number.
    Is {
        /// Of which response.
        response: String,
        /// What it is.
        value: String,
        /// Whether upper and lower case differ.
        is_cased: bool,
    },
    /// It is not this.
    IsNot {
        /// Of which response.
        response: String,
        /// What it is not.
        value: String,
    },
    /// It is at least this number, and whether this number itself counts.
    AtLeast(String, f64, bool),
    /// It is at most this number, and whether this number itself counts.
    AtMost(String, f64, bool),
}

impl Test {
    /// Of which response.
    pub(super) fn response(&self) -> &str {
        match self {
            Test::Is { response, .. } | Test::IsNot { response, .. } => response,
            Test::AtLeast(response, ..) | Test::AtMost(response, ..) => response,
        }
    }
}

/// One condition that gives points or shows feedback.
#[derive(Debug, Default)]
pub(super) struct ScoreCase {
    /// One of these must hold, and of it all.
    pub(super) any: Vec<Vec<Test>>,
    /// Whether it holds where no other does, or always.
    pub(super) is_other: bool,
    /// Points as a share; `None` where it gives none.
    pub(super) share: Option<f64>,
    /// Names of feedback.
    pub(super) shows: Vec<String>,
}

impl ScoreCase {
    /// Whether one choice of a response is enough.
    fn is_alone(&self, response: &str, value: &str) -> bool {
        self.any.iter().any(|all| match all.as_slice() {
            [Test::Is { response: of, value: is, .. }] => of == response && is == value,
            _ => false,
        })
    }
}

/// All conditions of an item.
#[derive(Debug, Default)]
pub(super) struct Scoring {
    /// In order.
    pub(super) cases: Vec<ScoreCase>,
    /// What all of it is worth where the metadata does not say.
    pub(super) points: f64,
}

impl Scoring {
    pub(super) fn of(desk: &mut Desk, item: &XmlElement) -> Self {
        let Some(processing) = child(item, "resprocessing") else {
            return Scoring { points: 1.0, ..Scoring::default() };
        };
        let declared = below(processing).find(|element| element.name == "decvar");
        let most = declared.and_then(|variable| variable.attribute("maxvalue")).and_then(number_of);
        let conditions = processing.elements().filter(|child| child.name == "respcondition");
        let conditions: Vec<&XmlElement> = conditions.collect();
        let largest = conditions.iter().filter_map(|condition| written(condition)).fold(0.0, f64::max);
        let most = most.filter(|most| *most > 0.0).unwrap_or(if largest > 0.0 { largest } else { 1.0 });
        let mut found = Scoring { cases: Vec::new(), points: most };
        for condition in conditions {
            let mut case = case(desk, condition, most);
            if case.any.is_empty() && !case.is_other {
                if case.share.is_some_and(|share| share != 0.0) {
                    let message = "A rule of scoring is written in a way that is not read here.";
                    desk.notes.error(codes::SYNTAX, "conditionvar", message);
                }
                case.share = None;
            }
            found.cases.push(case);
        }
        found
    }

    /// Cases with points.
    pub(super) fn awards(&self) -> impl Iterator<Item = (&ScoreCase, f64)> {
        self.cases.iter().filter(|case| !case.is_other).filter_map(|case| Some((case, case.share?)))
    }

    /// What one choice of a response is worth by itself; `None` where no case speaks of it alone.
    pub(super) fn alone(&self, response: &str, value: &str) -> Option<f64> {
        let mut found = None;
        for (case, share) in self.awards() {
            if case.is_alone(response, value) {
                found = Some(found.unwrap_or(0.0) + share);
            }
        }
        found
    }

    /// Names of feedback for one choice alone.
    pub(super) fn shows(&self, response: &str, value: &str) -> Vec<&str> {
        let cases = self.cases.iter().filter(|case| case.is_alone(response, value));
        cases.flat_map(|case| case.shows.iter().map(String::as_str)).collect()
    }
}

/// The points that a condition sets, as written.
fn written(condition: &XmlElement) -> Option<f64> {
    child(condition, "setvar").and_then(|set| number_of(&set.all_text()))
}

fn case(desk: &mut Desk, condition: &XmlElement, most: f64) -> ScoreCase {
    let mut found = ScoreCase::default();
    if let Some(set) = child(condition, "setvar") {
        let text = set.all_text();
        // Blackboard writes the name of the largest value.
        let is_most = text.trim().eq_ignore_ascii_case("SCORE.max");
        found.share = if is_most { Some(1.0) } else { number_of(&text).map(|points| points / most) };
        let action = set.attribute("action").unwrap_or("Set");
        if !matches!(action, "Set" | "Add") {
            desk.notes.error(
                codes::SYNTAX,
                "setvar/@action",
                format!("Points by `{action}` are not read here."),
            );
        }
    }
    let shown = condition.elements().filter(|child| child.name == "displayfeedback");
    found.shows = shown.filter_map(|shown| shown.attribute("linkrefid")).map(str::to_owned).collect();
    if let Some(tests) = child(condition, "conditionvar") {
        found.is_other = has(tests, "other");
        found.any = any(tests).unwrap_or_default();
    }
    found
}

/// Alternatives of tests that must all hold; `None` for what cannot be said so.
fn any(element: &XmlElement) -> Option<Vec<Vec<Test>>> {
    /// More alternatives than any real condition has.
    const ALTERNATIVES_MAX: usize = 2000;
    let mut found: Vec<Vec<Test>> = Vec::new();
    let inner: Vec<&XmlElement> = element.elements().filter(|child| child.name != "other").collect();
    if element.name == "or" {
        for child in inner {
            found.extend(alternatives(child)?);
        }
        return (found.len() <= ALTERNATIVES_MAX).then_some(found);
    }
    // All of them: each alternative of one with each of the others.
    for child in inner {
        let more = alternatives(child)?;
        found = match found.is_empty() {
            true => more,
            false => {
                if found.len().saturating_mul(more.len()) > ALTERNATIVES_MAX {
                    return None;
                }
                let joined = |a: &Vec<Test>| {
                    let a = a.clone();
                    more.iter().map(move |b| a.iter().chain(b).cloned().collect())
                };
                found.iter().flat_map(joined).collect()
            }
        };
    }
    Some(found)
}

fn alternatives(element: &XmlElement) -> Option<Vec<Vec<Test>>> {
    let response = element.attribute("respident").unwrap_or_default().to_owned();
    let text = element.all_text().trim().to_owned();
    let number = || number_of(&text);
    let one = |test: Test| Some(vec![vec![test]]);
    match element.name.as_str() {
        "varequal" => {
            let is_cased = element.attribute("case").is_some_and(|word| word.eq_ignore_ascii_case("yes"));
            one(Test::Is { response, value: text, is_cased })
        }
        "vargte" => one(Test::AtLeast(response, number()?, true)),
        "vargt" => one(Test::AtLeast(response, number()?, false)),
        "varlte" => one(Test::AtMost(response, number()?, true)),
        "varlt" => one(Test::AtMost(response, number()?, false)),
        "and" | "or" => any(element),
        "not" => {
            let inner = any(element)?;
            match inner.as_slice() {
                [all] => match all.as_slice() {
                    [Test::Is { response, value, .. }] => {
                        one(Test::IsNot { response: response.clone(), value: value.clone() })
                    }
                    _ => None,
                },
                // None of several is each of them not.
                several => {
                    let mut all = Vec::new();
                    for alternative in several {
                        match alternative.as_slice() {
                            [Test::Is { response, value, .. }] => {
                                all.push(Test::IsNot { response: response.clone(), value: value.clone() });
                            }
                            _ => return None,
                        }
                    }
                    Some(vec![all])
                }
            }
        }
        _ => None,
    }
}
