//! The item and its response processing: all or nothing, one scored opportunity.

use assay_kernel::{ExamCode, Location};

/// What the candidate is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// One key, three distractors.
    MultipleChoice,
    /// Two keys of five or three of six; the stem says how many.
    MultipleResponse,
}

impl ItemKind {
    /// The word in files and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemKind::MultipleChoice => "multiple-choice",
            ItemKind::MultipleResponse => "multiple-response",
        }
    }
}

/// What an item asks of the mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CognitiveLevel {
    /// Recall.
    Remember,
    /// Use in a situation.
    Apply,
    /// Take apart, weigh.
    Analyse,
}

/// The identifiers of the right options.
///
/// Deliberately without `Serialize`: a key never leaves by accident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(Vec<String>);

impl Key {
    pub(crate) fn new(mut ids: Vec<String>) -> Self {
        ids.sort();
        ids.dedup();
        Key(ids)
    }

    /// How many options are right.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether this option is right.
    pub fn contains(&self, option: &str) -> bool {
        self.0.iter().any(|id| id == option)
    }
}

/// One option with its rationale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionText {
    /// `A`, `B`, … in the file; not the letter on the screen.
    pub id: String,
    /// What the candidate reads; Markdown.
    pub text: String,
    /// Why it is right, or wrong here. Never delivered before release.
    pub rationale: String,
}

/// A public documentation page that settles the item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The page's name.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// One item with everything the body knows about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Slug, unique in its pool.
    pub id: String,
    /// Exam version it was written for.
    pub exam: ExamCode,
    /// Task statement of the outline.
    pub task: String,
    /// Skill of the outline, where the outline has skills.
    pub skill: Option<String>,
    /// Choice or response.
    pub kind: ItemKind,
    /// Situation and question; Markdown.
    pub stem: String,
    /// In authored order.
    pub options: Vec<OptionText>,
    /// The right options.
    pub key: Key,
    /// What it asks of the mind.
    pub level: CognitiveLevel,
    /// Expected proportion correct of a minimally qualified candidate, 0 to 1.
    pub difficulty: f64,
    /// Expected time in seconds.
    pub time_s: u32,
    /// Items that must not meet this one on a form.
    pub enemies: Vec<String>,
    /// What settles it.
    pub source: Source,
    /// For colleagues.
    pub note: String,
    /// Where it stands.
    pub at: Location,
}

/// A response that does not fit the item's declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseError {
    /// An identifier that is no option of this item.
    UnknownOption(String),
    /// The same option twice.
    Repeated(String),
    /// More options than a single-answer item takes.
    TooMany(usize),
}

impl Item {
    /// Why it can be given to nobody; none where it can.
    ///
    /// The words stand behind the item's name. It is no question of review: a form with such an item is not
    /// whole, whatever was once applied.
    pub fn unfit(&self) -> Option<&'static str> {
        let is_option = |id: &String| self.options.iter().any(|option| option.id == *id);
        match () {
            () if self.stem.is_empty() => Some("has no question"),
            () if self.options.len() < 2 => Some("has fewer than two options"),
            () if self.options.iter().any(|option| option.text.is_empty()) => {
                Some("has an option without a text")
            }
            () if self.key.count() == 0 => Some("has no key"),
            () if !self.key.0.iter().all(is_option) => Some("has a key that is none of its options"),
            () => None,
        }
    }

    /// How many options the candidate is asked to choose.
    pub fn choose(&self) -> usize {
        self.key.count()
    }

    /// Whether a response fits the declaration.
    ///
    /// QTI response declaration: cardinality, identifiers. Fewer or more choices than asked are accepted for
    /// multiple response and score nothing.
    ///
    /// # Errors
    /// An unknown or repeated option, or several answers to a single-answer item.
    pub fn accepts(&self, response: &[String]) -> Result<(), ResponseError> {
        for (index, id) in response.iter().enumerate() {
            if !self.options.iter().any(|option| option.id == *id) {
                return Err(ResponseError::UnknownOption(id.chars().take(8).collect()));
            }
            if response.iter().take(index).any(|earlier| earlier == id) {
                return Err(ResponseError::Repeated(id.clone()));
            }
        }
        match self.kind {
            ItemKind::MultipleChoice if response.len() > 1 => Err(ResponseError::TooMany(response.len())),
            _ => Ok(()),
        }
    }

    /// Response processing `match_correct` (QTI 3, 5.1).
    ///
    /// All or nothing; nothing chosen is wrong.
    pub fn is_correct(&self, response: &[String]) -> bool {
        response.len() == self.key.count() && self.accepts(response).is_ok() && {
            response.iter().all(|id| self.key.contains(id))
        }
    }
}
