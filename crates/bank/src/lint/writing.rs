//! The writing rules, as far as a script can check them.

use assay_kernel::{Diagnostic, Diagnostics, source::SourceFile};

use crate::{
    authored::{AuthoredItem, ItemKind},
    codes,
    meta::ItemMeta,
    translation::is_language_tag,
};

/// A rationale shorter than this explains nothing.
const RATIONALE_CHARS_MIN: usize = 12;
/// A key this much longer than every distractor gives itself away (item, rule 2).
const KEY_LENGTH_RATIO_MAX: f64 = 1.5;

/// Holds what a body knows of an item against the writing rules.
pub(crate) fn meta(file: &SourceFile, item: &ItemMeta) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, item.at.clone(), message).hint(hint));
    };
    if file.stem() != item.id {
        let hint = format!("name the file {}.toml", item.id);
        fault(codes::NAME, format!("the item's id is `{}`, its file is `{}`", item.id, file.path), &hint);
    }
    if item.skill.as_ref().is_some_and(|skill| !skill.starts_with(&format!("{}.", item.task))) {
        fault(codes::SKILL, "the skill does not belong to the task".into(), "");
    }
    if !(0.1..=0.99).contains(&item.difficulty) {
        fault(codes::RANGE, "difficulty is an expected proportion correct, 0.1 to 0.99".into(), "");
    }
    if !item.source.url.starts_with("https://") {
        fault(codes::SOURCE, "the source is not an https page".into(), "name a public documentation page");
    }
    if item.source.read.is_some() && item.source.unread {
        let hint = "take `unread` away once the page was read";
        fault(codes::SOURCE, "the source is said to be read and not to be read".into(), hint);
    }
    for (at, tag) in item.tags.iter().enumerate() {
        if tag.trim().is_empty() || item.tags.iter().take(at).any(|other| other == tag) {
            let hint = "write each tag once; what it means is your own";
            fault(codes::TAG, format!("the tag `{tag}` is empty or stands there twice"), hint);
        }
    }
    found
}

/// Holds an item against the writing rules. It takes nothing away from the item.
pub(crate) fn authored(file: &SourceFile, item: &AuthoredItem) -> Diagnostics {
    let mut found = meta(file, &item.meta);
    let at = || item.meta.at.clone();
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, at(), message).hint(hint));
    };
    let shape = (item.kind, item.options.len(), item.key.count());
    if !matches!(
        shape,
        (ItemKind::MultipleChoice, 4, 1)
            | (ItemKind::MultipleResponse, 5, 2)
            | (ItemKind::MultipleResponse, 6, 3)
    ) {
        let message = format!("a {} item has {} options and {} keys", item.kind.as_str(), shape.1, shape.2);
        fault(codes::SHAPE, message, "write 4 options with 1 key, 5 with 2, or 6 with 3");
    }
    let lettered = item.options.iter().zip('A'..).all(|(option, letter)| option.id == letter.to_string());
    let keyed = item.options.iter().filter(|option| item.key.contains(&option.id)).count();
    if !lettered || keyed != item.key.count() {
        fault(codes::KEY, "options are not lettered A, B, C … or the key names none of them".into(), "");
    }
    let word = match item.key.count() {
        2 => "(Choose two.)",
        3 => "(Choose three.)",
        _ => "",
    };
    if item.kind == ItemKind::MultipleResponse && !item.stem.contains(word) {
        fault(
            codes::CHOOSE,
            "the stem does not say how many to choose".into(),
            &format!("end it with {word}"),
        );
    }
    for option in &item.options {
        if option.rationale.chars().count() < RATIONALE_CHARS_MIN {
            let message = format!("option {} has no rationale worth reading", option.id);
            fault(codes::RATIONALE, message, "say why it is right, or exactly why it is wrong here");
        }
        let lower = option.text.to_lowercase();
        if lower.contains("all of the above") || lower.contains("none of the above") {
            fault(codes::ALL_OF_THE_ABOVE, format!("option {} says '{}'", option.id, option.text), "");
        }
    }
    translations(item, &mut found);
    if gives_itself_away(item) {
        let message = "the key is much longer than every distractor".to_owned();
        let hint = "give the distractors as much detail as the key";
        found.push(Diagnostic::warning(codes::LONG_KEY, at(), message).hint(hint));
    }
    found
}

/// What other languages lack.
fn translations(item: &AuthoredItem, found: &mut Diagnostics) {
    let at = || item.meta.at.clone();
    let own = item.language.as_deref();
    if let Some(language) = own.filter(|language| !is_language_tag(language)) {
        let message = format!("`{language}` is no language tag");
        found.push(
            Diagnostic::error(codes::TRANSLATION, at(), message).hint("write a tag such as en or pt-BR"),
        );
    }
    for (place, one) in item.translations.iter().enumerate() {
        let language = &one.language;
        let mut before = item.translations.iter().take(place).map(|other| other.language.as_str());
        let is_twice = own == Some(language) || before.any(|other| other == language);
        if !is_language_tag(language) || is_twice {
            let message = format!("`{language}` is no language tag, or stands there twice");
            let hint = "write a tag such as de, pt-BR or zh-Hans, once";
            found.push(Diagnostic::error(codes::TRANSLATION, at(), message).hint(hint));
        }
        let is_known = |id: &String| item.options.iter().any(|option| option.id == *id);
        if let Some(option) = one.options.iter().find(|option| !is_known(&option.id)) {
            let message = format!("{language} has an option {}, which the item does not have", option.id);
            let hint = "give it the letter of the option that it translates, or take it away";
            found.push(Diagnostic::error(codes::TRANSLATION, at(), message).hint(hint));
        }
        let missing = one.missing(item);
        if !missing.is_empty() {
            let message = format!("{language} does not say everything: {}", missing.join(", "));
            let hint = "translate it, or take the language away";
            found.push(Diagnostic::warning(codes::UNTRANSLATED, at(), message).hint(hint));
        }
        if one.is_of_older_wording(item) {
            let message = format!("{language} is of an older wording");
            let hint = "hold it against what is asked now, then save it as of this wording";
            found.push(Diagnostic::warning(codes::OLDER_WORDING, at(), message).hint(hint));
        }
    }
}

fn gives_itself_away(item: &AuthoredItem) -> bool {
    let length = |keyed: bool| {
        let options = item.options.iter().filter(|option| item.key.contains(&option.id) == keyed);
        options.map(|option| option.text.chars().count()).max().unwrap_or_default() as f64
    };
    item.kind == ItemKind::MultipleChoice && length(true) > KEY_LENGTH_RATIO_MAX * length(false)
}
