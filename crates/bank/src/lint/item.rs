//! An item as the rules read it: its texts with their words and places, made once.

use std::collections::BTreeSet;

use assay_kernel::{
    Diagnostic, Diagnostics, Location, Severity,
    source::{Reader, SourceFile},
};

use super::{
    lists::LintLists,
    rule::{CUE_WORDS, LintRule},
    words::{content_words, numbers},
};
use crate::{
    authored::{AuthoredItem, OptionText},
    meta::ItemMeta,
    read::{ItemCompanions, parse_authored, read_item},
};

/// The word that clears every cue in a note, besides `cleared cue-words`.
const CUE: &str = "cue";

/// An option as the rules read it.
#[derive(Clone, Debug)]
pub struct LintOption {
    /// Its letter.
    pub id: String,
    /// What the candidate reads.
    pub text: String,
    /// Why it is right or wrong.
    pub rationale: String,
    /// Whether it is a key.
    pub is_right: bool,
    /// Characters of its text.
    pub chars: usize,
    /// Content words of its text, with repetitions.
    pub(super) words: Vec<String>,
    /// Content words of a key's rationale; none of a distractor's, which is about other things.
    pub(super) rationale_words: Vec<String>,
    /// Numbers of its text.
    pub(super) numbers: BTreeSet<String>,
    pub(super) at: Location,
}

/// An item as the rules read it.
#[derive(Clone, Debug)]
pub struct LintItem {
    /// What the body knows about it.
    pub meta: ItemMeta,
    /// What is asked.
    pub stem: String,
    /// In authored order.
    pub options: Vec<LintOption>,
    /// Content words of the stem, with repetitions.
    pub(super) words: Vec<String>,
    /// Numbers of the stem.
    pub(super) numbers: BTreeSet<String>,
    /// Whether it is an item of the standard: the mark of what it asks is another.
    pub(super) is_standard: bool,
    pub(super) at_stem: Location,
    pub(super) at_source: Location,
    note: String,
}

impl LintItem {
    /// From an item in its own words.
    pub fn of(item: &AuthoredItem, lists: &LintLists) -> Self {
        let at = &item.meta.at;
        let words = |text: &str| content_words(text, &lists.stop_words);
        let is_right = |option: &OptionText| item.key.contains(&option.id);
        let option = |option: &OptionText| LintOption {
            id: option.id.clone(),
            text: option.text.clone(),
            rationale: option.rationale.clone(),
            is_right: is_right(option),
            rationale_words: if is_right(option) { words(&option.rationale) } else { Vec::new() },
            chars: option.text.chars().count(),
            words: words(&option.text),
            numbers: numbers(&option.text),
            at: at.clone(),
        };
        let asked = item.stem.replace("(Choose two.)", "").replace("(Choose three.)", "");
        LintItem {
            stem: item.stem.clone(),
            options: item.options.iter().map(option).collect(),
            words: words(&item.stem),
            numbers: numbers(&asked),
            is_standard: false,
            at_stem: at.clone(),
            at_source: at.clone(),
            note: item.meta.note.to_lowercase(),
            meta: item.meta.clone(),
        }
    }

    /// From an authoring file; none of an item of the standard that has no words here.
    pub fn read(file: &SourceFile, beside: &impl ItemCompanions, lists: &LintLists) -> Option<Self> {
        let (is_standard, _) = Reader::read(file, |table| table.has("qti"));
        let (authored, _) = parse_authored(file);
        if is_standard {
            let read = read_item(file, beside);
            let item = authored.with_standard(read.item.standard()).ok()?;
            let item = LintItem::of(&AuthoredItem { meta: read.item.meta, ..item }, lists);
            return Some(LintItem { is_standard, ..item });
        }
        let mut item = LintItem::of(&authored, lists);
        let (places, _) = Reader::read(file, |table| {
            let options = table.tables("option", |row| row.place("text"));
            (table.place("stem"), table.place("source"), options)
        });
        (item.at_stem, item.at_source) = (places.0, places.1);
        for (option, at) in item.options.iter_mut().zip(places.2) {
            option.at = at;
        }
        Some(item)
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &LintOption> {
        self.options.iter().filter(|option| option.is_right)
    }

    /// Its distractors.
    pub fn distractors(&self) -> impl Iterator<Item = &LintOption> {
        self.options.iter().filter(|option| !option.is_right)
    }

    /// Its key, where it has one.
    pub fn single_key(&self) -> Option<&LintOption> {
        let mut keys = self.keys();
        keys.next().filter(|_| keys.next().is_none())
    }

    /// The letters of its keys, in order.
    pub fn key_letters(&self) -> String {
        let mut letters: Vec<&str> = self.keys().map(|key| key.id.as_str()).collect();
        letters.sort_unstable();
        letters.concat()
    }

    /// Stem and options, as a candidate reads them.
    pub fn question(&self) -> String {
        let mut text = self.stem.clone();
        for option in &self.options {
            text.push(' ');
            text.push_str(&option.text);
        }
        text
    }

    /// Stem, options and rationales.
    pub fn everything(&self) -> String {
        let rationales: String = self.options.iter().map(|option| format!(" {}", option.rationale)).collect();
        self.question() + &rationales
    }

    /// Whether the note says that a finding of this rule is harmless here.
    pub fn is_cleared(&self, rule: &LintRule) -> bool {
        let cue = *rule == CUE_WORDS && self.note.split_whitespace().any(|word| word == CUE);
        cue || self.note.split("cleared ").skip(1).any(|rest| is_first(rest, rule.name))
    }

    /// Whether one names the other as its enemy, or in its note.
    pub fn knows(&self, id: &str) -> bool {
        self.meta.enemies.iter().any(|enemy| enemy == id) || self.note.contains(&id.to_lowercase())
    }

    /// Adds a finding, unless the note clears it.
    pub(super) fn tell(
        &self,
        found: &mut Diagnostics,
        (rule, severity): (&LintRule, Severity),
        at: &Location,
        message: String,
        hint: &str,
    ) {
        if !self.is_cleared(rule) {
            let diagnostic = Diagnostic { severity, ..Diagnostic::error(rule.code, at.clone(), message) };
            found.push(diagnostic.hint(hint));
        }
    }
}

/// Whether a text begins with this word and no longer one.
fn is_first(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '-'))
}

#[cfg(test)]
mod tests {
    use crate::lint::{rule, testing::item};

    #[test]
    fn a_note_clears_a_rule_by_its_name() {
        let noted = |note: &str| item(|text| text.replace("A note.", note));
        assert!(noted("Cleared length-ratio: names are what they are.").is_cleared(&rule::LENGTH_RATIO));
        assert!(!noted("cleared length-ratio").is_cleared(&rule::LENGTH_SPREAD));
        assert!(!noted("cleared cue-words-of-mine").is_cleared(&rule::CUE_WORDS));
        assert!(noted("The cue is harmless.").is_cleared(&rule::CUE_WORDS));
        assert!(!noted("The cue is harmless.").is_cleared(&rule::CUE_ECHO));
    }

    #[test]
    fn findings_stand_where_the_text_does() {
        let read = item(|text| text);
        assert_eq!((read.at_stem.line, read.options[1].at.line), (7, 15));
        assert_eq!((read.key_letters().as_str(), read.distractors().count()), ("C", 3));
    }
}
