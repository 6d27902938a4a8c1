//! An item in another language: its texts, beside those that it was written in.

use crate::{
    authored::{AuthoredItem, OptionText, Translation},
    item::ItemVersion,
};

/// Letters of a mark of a wording: no two of one item meet by chance.
const MARK_CHARS: usize = 16;
/// How a picture begins in Markdown.
const PICTURE: &str = "![";
/// Letters of a language tag; the longest have some thirty (BCP 47, 4.4.1).
const TAG_CHARS_MAX: usize = 35;
/// Letters of the language itself (ISO 639).
const LANGUAGE_CHARS: std::ops::RangeInclusive<usize> = 2..=3;

impl Translation {
    /// Whether it is of another wording than an item has now.
    pub fn is_of_older_wording(&self, item: &AuthoredItem) -> bool {
        self.of != item.wording_mark()
    }

    /// What of an item it does not say.
    ///
    /// As it is told: `the question`, `option B`, `the reason of option B`.
    pub fn missing(&self, item: &AuthoredItem) -> Vec<String> {
        let mut missing = Vec::new();
        let mut needs = |is_there: bool, what: String| {
            if !is_there {
                missing.push(what);
            }
        };
        needs(!self.stem.is_empty(), "the question".to_owned());
        // Its words are another language's, and so may its file be: only that one is there is asked.
        let pictures = |text: &str| text.matches(PICTURE).count();
        let is_shown = self.stem.is_empty() || pictures(&self.stem) >= pictures(&item.stem);
        needs(is_shown, "a picture of the question".to_owned());
        for option in &item.options {
            let own = self.options.iter().find(|other| other.id == option.id);
            let has = |text: fn(&OptionText) -> &String| own.is_some_and(|own| !text(own).is_empty());
            needs(has(|own| &own.text), format!("option {}", option.id));
            let is_needed = !option.rationale.is_empty();
            needs(!is_needed || has(|own| &own.rationale), format!("the reason of option {}", option.id));
        }
        missing
    }
}

impl AuthoredItem {
    /// A mark of what a translation is made of: question, options and reasons.
    pub fn wording_mark(&self) -> String {
        let mut text = format!("{}\n", self.stem.trim());
        for option in &self.options {
            text.push_str(&format!("{}\t{}\t{}\n", option.id, option.text.trim(), option.rationale.trim()));
        }
        ItemVersion::of_text(&text).chars().take(MARK_CHARS).collect()
    }

    /// The item with the texts of one of its languages.
    ///
    /// What is missing there is as it was written.
    pub fn in_language(&self, language: &str) -> Option<AuthoredItem> {
        let translation = self.translations.iter().find(|one| one.language == language)?;
        let or = |text: &String, own: &String| if text.is_empty() { own.clone() } else { text.clone() };
        let option = |option: &OptionText| {
            let other = translation.options.iter().find(|other| other.id == option.id);
            let empty = OptionText { id: option.id.clone(), text: String::new(), rationale: String::new() };
            let other = other.unwrap_or(&empty);
            OptionText {
                id: option.id.clone(),
                text: or(&other.text, &option.text),
                rationale: or(&other.rationale, &option.rationale),
            }
        };
        Some(AuthoredItem {
            stem: or(&translation.stem, &self.stem),
            options: self.options.iter().map(option).collect(),
            language: Some(translation.language.clone()),
            translations: Vec::new(),
            ..self.clone()
        })
    }
}

/// Whether a text is a language tag as files write them.
///
/// `de`, `pt-BR`, `zh-Hans` are (BCP 47, section 2.1).
pub fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    let is_plain =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    text.len() <= TAG_CHARS_MAX
        && LANGUAGE_CHARS.contains(&language.len())
        && language.chars().all(|letter| letter.is_ascii_lowercase())
        && parts.all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_words() {
        for tag in ["de", "pt-BR", "zh-Hans-CN", "gsw", "de-CH-1996"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for word in ["", "German", "d", "DE", "de_CH", "de-", "../de", "de-überall", &"de-".repeat(20)] {
            assert!(!is_language_tag(word), "{word}");
        }
    }
}
