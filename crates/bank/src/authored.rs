//! An authoring file's item: a stem, lettered options with rationales, a key.
//!
//! It is one interaction of the standard in fewer words; the bank holds the item of the standard
//! ([`crate::BankItem`]).

use crate::meta::ItemMeta;

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

impl FromIterator<String> for Key {
    fn from_iter<T: IntoIterator<Item = String>>(ids: T) -> Self {
        Key::new(ids.into_iter().collect())
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

/// The texts of an item in another language.
///
/// Keys, letters and everything else are the item's own. A text that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    /// A BCP 47 tag.
    pub language: String,
    /// The mark of the wording that was translated.
    pub of: String,
    /// Situation and question; Markdown.
    pub stem: String,
    /// Options by their letters.
    pub options: Vec<OptionText>,
}

/// One authoring file.
#[derive(Clone, Debug, PartialEq)]
pub struct AuthoredItem {
    /// What the body knows about it.
    pub meta: ItemMeta,
    /// Choice or response.
    pub kind: ItemKind,
    /// Situation and question; Markdown.
    pub stem: String,
    /// In authored order.
    pub options: Vec<OptionText>,
    /// The right options.
    pub key: Key,
    /// Pictures that are kept beside it, whether or not a text shows them yet.
    pub media: Vec<String>,
    /// The name of the text that it shares with others, a file of `stimuli`.
    pub stimulus: Option<String>,
    /// The language that it is written in, a BCP 47 tag; none for that of its exam.
    pub language: Option<String>,
    /// The same in other languages.
    pub translations: Vec<Translation>,
}

impl AuthoredItem {
    /// Why it can be given to nobody; none where it can.
    ///
    /// The words stand behind the item's name.
    pub fn unfit(&self) -> Option<&'static str> {
        let is_option = |id: &String| self.options.iter().any(|option| option.id == *id);
        let is_before = |at: usize, id: &String| self.options.iter().take(at).any(|other| other.id == *id);
        match () {
            () if self.stem.is_empty() => Some("has no question"),
            () if self.options.len() < 2 => Some("has fewer than two options"),
            () if self.options.iter().enumerate().any(|(at, option)| is_before(at, &option.id)) => {
                Some("has two options of one letter")
            }
            () if self.options.iter().any(|option| option.text.is_empty()) => {
                Some("has an option without a text")
            }
            () if self.key.count() == 0 => Some("has no key"),
            () if !self.key.0.iter().all(is_option) => Some("has a key that is none of its options"),
            () => None,
        }
    }

    /// What a candidate reads.
    pub(crate) fn asks(&self) -> (&str, Vec<(&str, &str)>) {
        let options = self.options.iter().map(|option| (option.id.as_str(), option.text.as_str()));
        (&self.stem, options.collect())
    }

    /// What is told of each option afterwards.
    pub(crate) fn explains(&self) -> Vec<&str> {
        self.options.iter().map(|option| option.rationale.as_str()).collect()
    }

    /// The right options, in order of the alphabet.
    pub fn key_ids(&self) -> impl Iterator<Item = &str> {
        self.key.0.iter().map(String::as_str)
    }

    /// How many options the candidate is asked to choose.
    pub fn choose(&self) -> usize {
        self.key.count()
    }
}
