//! What lists and searches know of an item.

use crate::{AuthoredItem, BankItem, CognitiveLevel, work::ReadContent};

/// Letters of a title.
const TITLE_CHARS_MAX: usize = 120;
/// Words that are kept for a search; an item has some three hundred.
const WORDS_MAX: usize = 2_000;

/// Copies of what a version's files say, for lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFacts {
    /// Task of the outline.
    pub task: String,
    /// Skill of the outline; empty where there is none.
    pub skill: String,
    /// What it asks: `multiple-choice`, or the names of interactions.
    pub kind: String,
    /// What it asks of the mind.
    pub level: &'static str,
    /// What there is to read in it; empty for nothing.
    pub artefact: &'static str,
    /// Its tags, each once.
    pub tags: Vec<String>,
    /// Its first words.
    pub title: String,
    /// Its words, for a search: lower case, each once, a space between.
    pub words: String,
}

impl ItemFacts {
    /// Of what was read.
    pub fn of(content: &ReadContent) -> ItemFacts {
        let meta = &content.read.item.meta;
        let (kind, mut text) = match &content.authored {
            Some(authored) => (authored.kind.as_str().to_owned(), text_of(authored)),
            None => (content.read.item.kinds().join(" "), content.read.item.text()),
        };
        let title = first_words(&text);
        for more in [&meta.id, &meta.note, &meta.source.title, &meta.source.url, &meta.task]
            .into_iter()
            .chain(&meta.skill)
            .chain(&meta.tags)
        {
            text.push('\n');
            text.push_str(more);
        }
        let mut tags = meta.tags.clone();
        tags.sort();
        tags.dedup();
        ItemFacts {
            task: meta.task.clone(),
            skill: meta.skill.clone().unwrap_or_default(),
            kind,
            level: match meta.level {
                CognitiveLevel::Remember => "remember",
                CognitiveLevel::Apply => "apply",
                CognitiveLevel::Analyse => "analyse",
            },
            artefact: meta.artefact.map_or("", crate::Artefact::as_str),
            tags,
            title,
            words: words(&text).join(" "),
        }
    }
}

/// The words of a text as a search looks for them.
///
/// Letters and digits, lower case, each once, in order.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut seen = std::collections::BTreeSet::new();
    let all = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    all.filter(|word| seen.insert(*word)).take(WORDS_MAX).map(str::to_owned).collect()
}

fn text_of(authored: &AuthoredItem) -> String {
    let mut text = authored.stem.clone();
    for option in &authored.options {
        text.push_str(&format!("\n{}\n{}", option.text, option.rationale));
    }
    text
}

/// The beginning of a question, in one line.
fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TITLE_CHARS_MAX) {
        None => line,
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
    }
}

impl BankItem {
    /// What it asks, by the names of its interactions: `choice`, `text-entry`.
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = Vec::new();
        for one in &self.model().interactions {
            let name = one.asked.element();
            let name = name.strip_prefix("qti-").unwrap_or(name);
            let name = name.strip_suffix("-interaction").unwrap_or(name);
            if !kinds.contains(&name) {
                kinds.push(name);
            }
        }
        kinds
    }

    /// Everything that is read in it, markup aside.
    pub fn text(&self) -> String {
        let bodies =
            self.model().stimuli.iter().map(|stimulus| &stimulus.body).chain([&self.model().item.body]);
        bodies.map(|body| crate::item::read_text(&body.children)).collect::<Vec<_>>().join("\n")
    }
}
