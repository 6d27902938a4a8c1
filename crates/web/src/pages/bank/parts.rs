//! The form of an item in its own words: what was typed, and what it says.

use assay_app::{FieldFault, FileBody, ItemFile, ItemParts, OptionPart};
use assay_kernel::Date;

use crate::form::Posted;

/// Options that a form shows, empty ones among them.
pub(super) const OPTIONS_MIN: usize = 5;
/// No item of a bank asks for more.
const OPTIONS_MAX: usize = 8;

/// What was typed: the item, and numbers and days as they were typed.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedParts {
    pub(super) parts: ItemParts,
    pub(super) expected: String,
    pub(super) seconds: String,
    pub(super) read_on: String,
    /// What stands beside the item; a form sends none of it.
    pub(super) beside: Vec<ItemFile>,
    pub(super) faults: Vec<FieldFault>,
}

/// Fields of the form besides the options'.
pub(super) const FIELDS: &[&str] = &[
    "place", "kind", "stem", "key", "level", "expected", "seconds", "tags", "artefact", "enemies", "source",
    "url", "read_on", "unread", "note",
];

/// Whether a field is one of the form's.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name) || letter_of(name, "-text").is_some() || letter_of(name, "-why").is_some()
}

fn letter_of<'n>(name: &'n str, end: &str) -> Option<&'n str> {
    let letter = name.strip_prefix("o-")?.strip_suffix(end)?;
    (!letter.is_empty() && letter.len() <= 8 && letter.chars().all(char::is_alphanumeric)).then_some(letter)
}

impl TypedParts {
    pub(super) fn of(parts: ItemParts, beside: Vec<ItemFile>) -> TypedParts {
        TypedParts {
            beside,
            expected: share(parts.difficulty),
            seconds: parts.time_s.to_string(),
            read_on: parts.source_read.map(|day| day.to_string()).unwrap_or_default(),
            parts: one_form(parts),
            faults: Vec::new(),
        }
    }

    /// What was typed, over what stands beside the item and what its form does not show.
    pub(super) fn read(posted: &Posted, beside: Vec<ItemFile>, before: Option<&ItemParts>) -> TypedParts {
        let kept = before.cloned().unwrap_or_default();
        let text = |name: &str| posted.text(name).to_owned();
        let (task, skill) = posted.text("place").split_once('|').unwrap_or_default();
        let keys: Vec<&str> =
            posted.fields().filter(|(name, _)| *name == "key").map(|(_, value)| value).collect();
        let letters = posted.fields().filter_map(|(name, _)| letter_of(name, "-text"));
        let option = |letter: &str| OptionPart {
            id: letter.to_owned(),
            text: posted.text(&format!("o-{letter}-text")).to_owned(),
            rationale: posted.text(&format!("o-{letter}-why")).to_owned(),
            is_key: keys.contains(&letter),
        };
        let mut typed = TypedParts {
            expected: text("expected"),
            seconds: text("seconds"),
            read_on: text("read_on"),
            beside,
            parts: one_form(ItemParts {
                task: task.to_owned(),
                skill: skill.to_owned(),
                is_multiple: posted.text("kind") == "multiple-response",
                stem: text("stem"),
                options: letters.take(OPTIONS_MAX).map(option).collect(),
                level: text("level"),
                tags: listed(posted.text("tags")),
                artefact: text("artefact"),
                enemies: listed(posted.text("enemies")),
                source_title: text("source"),
                source_url: text("url"),
                source_unread: posted.text("unread") == "yes",
                note: text("note"),
                media: kept.media,
                stimulus: kept.stimulus,
                language: kept.language,
                translations: kept.translations,
                ..ItemParts::default()
            }),
            faults: Vec::new(),
        };
        typed.read_numbers();
        typed
    }

    /// Lists what no text shows, so that a picture whose place was taken away is still there.
    pub(super) fn keep_media(&mut self) {
        let (parts, beside) = (&self.parts, &self.beside);
        let is_there = |name: &String| beside.iter().any(|file| file.name == *name);
        let mut media: Vec<String> = parts.media.iter().filter(|name| is_there(name)).cloned().collect();
        // What the shared text shows stands there, and what another one showed is gone with it.
        let texts = || beside.iter().filter_map(text_in);
        let is_shown = |name: &str| shows(parts, name) || texts().any(|text| text.contains(name));
        for file in beside.iter().filter(|file| file.is_picture() && !is_shown(&file.name)) {
            if !media.contains(&file.name) {
                media.push(file.name.clone());
            }
        }
        self.parts.media = media;
    }

    /// Puts a picture beside the item, and into the question where no text shows it yet.
    pub(super) fn add(&mut self, file: ItemFile, shows_what: &str) {
        if !shows(&self.parts, &file.name) {
            let words: String = shows_what.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
            let stem = &mut self.parts.stem;
            stem.push_str(&format!("\n\n![{words}]({})", file.name));
            *stem = stem.trim().to_owned();
        }
        self.beside.retain(|other| other.name != file.name);
        self.beside.push(file);
    }

    /// The name of the text that the item is to share, where that is another one than it shares; an item
    /// that shares none any more has none.
    pub(super) fn shares(&mut self, posted: &Posted) -> Option<String> {
        if posted.fields().all(|(name, _)| name != "shared") {
            return None;
        }
        let new = posted.text("shared_new").trim();
        let name = if new.is_empty() { posted.text("shared").trim() } else { new };
        if name == self.parts.stimulus {
            return None;
        }
        let before: Vec<String> = self.beside.iter().filter_map(text_in).map(str::to_owned).collect();
        let of_before = |name: &str| before.iter().any(|text| text.contains(name));
        let parts = &self.parts;
        self.beside.retain(|file| file.is_picture() && (shows(parts, &file.name) || !of_before(&file.name)));
        self.parts.stimulus = String::new();
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn read_numbers(&mut self) {
        let share = self.expected.trim().trim_end_matches('%').trim().replace(',', ".").parse::<f64>();
        match share {
            Ok(share) if (0.0..=100.0).contains(&share) => {
                self.parts.difficulty = (share * 10.0).round() / 1000.0;
            }
            _ => self.fault("expected", "Use a number from 0 to 100, such as 62."),
        }
        match self.seconds.trim().parse::<u32>() {
            Ok(seconds) if (1..=3_600).contains(&seconds) => self.parts.time_s = seconds,
            _ => self.fault("seconds", "Use whole seconds, such as 90."),
        }
        match self.read_on.trim() {
            "" => {}
            text => match text.parse::<Date>() {
                Ok(day) => self.parts.source_read = Some(day),
                Err(_) => self.fault("read_on", "Use a day such as 2025-09-29."),
            },
        }
    }

    fn fault(&mut self, field: &'static str, text: &str) {
        self.faults.push(FieldFault::new(field, text));
    }
}

/// The words of a file that is a text.
fn text_in(file: &ItemFile) -> Option<&str> {
    match &file.body {
        FileBody::Text(text) => Some(text),
        FileBody::Bytes(_) => None,
    }
}

/// Whether a text of the item shows a picture.
pub(super) fn shows(parts: &ItemParts, name: &str) -> bool {
    let options = parts.options.iter().flat_map(|option| [&option.text, &option.rationale]);
    let places = [format!("]({name}"), format!("](<{name}"), format!("](./{name}")];
    let translated = parts.translations.iter().flat_map(|one| {
        let options = one.options.iter().flat_map(|option| [&option.text, &option.rationale]);
        options.chain([&one.stem])
    });
    let mut texts = options.chain([&parts.stem]).chain(translated);
    texts.any(|text| places.iter().any(|place| text.contains(place)))
}

/// A new item, before anything was typed.
pub(super) fn begun(task: &str, skill: &str, is_multiple: bool) -> ItemParts {
    let options = ["A", "B", "C", "D"].iter().chain(is_multiple.then_some(&"E"));
    ItemParts {
        task: task.to_owned(),
        skill: skill.to_owned(),
        is_multiple,
        options: options.map(|id| OptionPart { id: (*id).to_owned(), ..OptionPart::default() }).collect(),
        level: "apply".to_owned(),
        difficulty: 0.6,
        time_s: 90,
        source_unread: true,
        ..ItemParts::default()
    }
}

/// As files hold it: what is empty is no option, and lines end with one character.
fn one_form(mut parts: ItemParts) -> ItemParts {
    let plain = |text: &mut String| *text = text.replace("\r\n", "\n").trim().to_owned();
    parts.options.retain(|option| !option.text.trim().is_empty() || !option.rationale.trim().is_empty());
    for option in &mut parts.options {
        plain(&mut option.text);
        plain(&mut option.rationale);
    }
    for text in [&mut parts.stem, &mut parts.source_title, &mut parts.source_url, &mut parts.note] {
        plain(text);
    }
    parts
}

/// Names with commas, spaces or lines between them.
fn listed(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([',', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// A share in percent, without needless digits.
fn share(difficulty: f64) -> String {
    let tenths = (difficulty * 1000.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}

/// The letters that a form shows: those that are there, then free ones for more.
pub(super) fn shown_options(parts: &ItemParts) -> Vec<OptionPart> {
    let mut shown = parts.options.clone();
    let wanted = (shown.len() + 1).clamp(OPTIONS_MIN, OPTIONS_MAX);
    for letter in 'A'..='Z' {
        if shown.len() >= wanted {
            break;
        }
        let id = letter.to_string();
        if shown.iter().all(|option| option.id != id) {
            shown.push(OptionPart { id, ..OptionPart::default() });
        }
    }
    shown
}

/// The authoring file of what was typed. What a form does not show stays: a file that says the same is left
/// letter by letter, and lines of comments are kept above another one.
pub(super) fn text_of(
    typed: &ItemParts,
    exam: &str,
    slug: &str,
    before: Option<(&str, &ItemParts)>,
) -> String {
    match before {
        Some((text, parts)) if one_form(parts.clone()) == *typed => text.to_owned(),
        Some((text, _)) => comments_of(text) + &typed.to_text(exam, slug),
        None => typed.to_text(exam, slug),
    }
}

/// Whole lines of comments, outside of texts of several lines.
fn comments_of(text: &str) -> String {
    let mut is_inside = false;
    let mut comments = String::new();
    for line in text.lines() {
        if !is_inside && line.trim_start().starts_with('#') {
            comments.push_str(line);
            comments.push('\n');
        } else if line.matches("\"\"\"").count() % 2 == 1 {
            is_inside = !is_inside;
        }
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_does_not_show_stays_in_the_file() {
        let parts = ItemParts { note: "Old.".into(), ..begun("1.1", "1.1.2", false) };
        let file = "# Asked of us by the board.\nstem = \"\"\"\n# no comment\n\"\"\"\n";
        let same = text_of(&one_form(parts.clone()), "X-1", "x", Some((file, &parts)));
        assert_eq!(same, file, "nothing was typed: nothing is written anew");
        let typed = ItemParts { note: "New.".into(), ..one_form(parts.clone()) };
        let text = text_of(&typed, "X-1", "x", Some((file, &parts)));
        assert!(text.starts_with("# Asked of us by the board.\nid = \"x\"\n"), "{text}");
        assert!(!text.contains("# no comment"), "{text}");
    }

    #[test]
    fn a_share_is_typed_and_read_as_the_same_number() {
        for difficulty in [0.0, 0.07, 0.58, 0.6, 0.625, 1.0] {
            let typed = TypedParts::of(ItemParts { difficulty, ..ItemParts::default() }, Vec::new());
            let mut again = TypedParts { expected: typed.expected.clone(), seconds: "90".into(), ..typed };
            again.read_numbers();
            assert_eq!(again.parts.difficulty, difficulty);
            assert!(again.faults.is_empty());
        }
    }

    #[test]
    fn letters_stay_where_an_option_is_taken_away_and_a_new_one_gets_a_free_letter() {
        let mut parts = begun("1.1", "", false);
        parts.options.iter_mut().for_each(|option| option.text = "x".into());
        parts.options.remove(1);
        let letters: Vec<String> = shown_options(&parts).into_iter().map(|option| option.id).collect();
        assert_eq!(letters, ["A", "C", "D", "B", "E"]);
    }
}
