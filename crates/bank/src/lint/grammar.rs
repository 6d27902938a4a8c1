//! Grammar of options: one that differs from all others stands out.

use std::collections::BTreeMap;

use assay_kernel::{Diagnostics, Severity};

use super::{
    item::{LintItem, LintOption},
    rule::{ABSOLUTES, ARTICLE, FIRST_WORD, FULL_STOP, GRAMMATICAL_NUMBER, PARTITION},
    words::{OwnPattern, has},
};

/// Options fall into groups by so many first words (item-rules.md, partition).
const GROUP_WORDS: usize = 3;

/// Words that are seldom true of anything (item-rules.md, absolutes).
static ABSOLUTE: OwnPattern = OwnPattern::new(|| {
    regex::Regex::new(r"(?i)\b(?:always|never|every|all|none|only|any|completely|impossible|guarantee\w*)\b")
        .ok()
});

pub(super) fn look(item: &LintItem, found: &mut Diagnostics) {
    if let Some(key) = item.single_key() {
        odd_ones(item, key, found);
        absolutes(item, key, found);
    } else {
        partition(item, found);
    }
    full_stops(item, found);
}

/// What all distractors have in common and the key has not; none where they do not agree.
fn odd<T: PartialEq>(item: &LintItem, key: &LintOption, of: impl Fn(&LintOption) -> T) -> Option<(T, T)> {
    let mut others = item.distractors().map(&of);
    let common = others.next()?;
    let second = others.next()?;
    let is_odd = second == common && others.all(|other| other == common) && of(key) != common;
    is_odd.then(|| (of(key), common))
}

fn odd_ones(item: &LintItem, key: &LintOption, found: &mut Diagnostics) {
    let mut tell = |rule, severity, message: String| {
        let hint = "give all options one form";
        item.tell(found, (rule, severity), &key.at, message, hint);
    };
    if let Some((mine, common)) = odd(item, key, first_word) {
        let message =
            format!("only option {}, the key, begins with `{mine}`, the others with `{common}`", key.id);
        tell(&FIRST_WORD, Severity::Error, message);
    }
    if let Some((mine, common)) = odd(item, key, article) {
        let said =
            |article: Option<&str>| article.map_or("no article".to_owned(), |word| format!("`{word}`"));
        let (mine, common) = (said(mine), said(common));
        let message =
            format!("only option {}, the key, begins with {mine}, the others with {common}", key.id);
        tell(&ARTICLE, Severity::Error, message);
    }
    // Told from the first word alone, so a guess.
    if let Some((mine, common)) =
        odd(item, key, number).filter(|(mine, common)| mine.is_some() && common.is_some())
    {
        let said = |is_plural: Option<bool>| if is_plural == Some(true) { "plural" } else { "singular" };
        let message =
            format!("option {}, the key, is {}, the others are {}", key.id, said(mine), said(common));
        tell(&GRAMMATICAL_NUMBER, Severity::Warning, message);
    }
}

fn first_word(option: &LintOption) -> String {
    option.text.split_whitespace().next().unwrap_or_default().to_owned()
}

/// `a` and `an` are one article.
fn article(option: &LintOption) -> Option<&'static str> {
    match first_word(option).to_lowercase().as_str() {
        "a" | "an" => Some("a"),
        "the" => Some("the"),
        _ => None,
    }
}

/// Whether an option speaks of several things; none where its first word does not say.
fn number(option: &LintOption) -> Option<bool> {
    match first_word(option).to_lowercase().as_str() {
        "a" | "an" | "one" | "each" | "this" => Some(false),
        "two" | "three" | "four" | "several" | "both" | "all" | "these" | "multiple" => Some(true),
        _ => None,
    }
}

fn full_stops(item: &LintItem, found: &mut Diagnostics) {
    let ends = |option: &LintOption| option.text.ends_with('.');
    let begins = |option: &LintOption| option.text.chars().next().is_some_and(char::is_uppercase);
    let differs = |of: &dyn Fn(&LintOption) -> bool| {
        let mut all = item.options.iter().map(of);
        all.next().is_some_and(|first| all.any(|other| other != first))
    };
    let alone =
        item.single_key().filter(|key| odd(item, key, ends).is_some() || odd(item, key, begins).is_some());
    if let Some(key) = alone {
        let message = format!("option {}, the key, ends or begins otherwise than the others", key.id);
        let hint = "end all with a full stop or none, begin all with a capital letter or none";
        item.tell(found, (&FULL_STOP, Severity::Error), &key.at, message, hint);
    } else if differs(&ends) || differs(&begins) {
        let message = "options end or begin differently".to_owned();
        let hint = "end all with a full stop or none, begin all with a capital letter or none";
        item.tell(found, (&FULL_STOP, Severity::Warning), &item.at_stem, message, hint);
    }
}

fn absolutes(item: &LintItem, key: &LintOption, found: &mut Diagnostics) {
    let is_absolute = |option: &LintOption| has(&ABSOLUTE, &option.text);
    let Some((mine, _)) = odd(item, key, is_absolute) else { return };
    let message = match mine {
        true => format!("an absolute word such as `always` stands in option {}, the key, alone", key.id),
        false => "an absolute word such as `always` stands in every distractor and not in the key".to_owned(),
    };
    item.tell(
        found,
        (&ABSOLUTES, Severity::Error),
        &key.at,
        message,
        "say how far it holds, or take the word away",
    );
}

fn partition(item: &LintItem, found: &mut Diagnostics) {
    let keys = item.keys().count();
    let mut groups: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for option in &item.options {
        let words: Vec<&str> = option.text.split_whitespace().take(GROUP_WORDS).collect();
        groups.entry(words.join(" ").to_lowercase()).or_default().push(option.is_right);
    }
    let is_one_of_each = groups.values().all(|group| group.iter().filter(|is_right| **is_right).count() == 1);
    if keys > 1 && groups.len() == keys && groups.len() < item.options.len() && is_one_of_each {
        let message = format!("options fall into {keys} groups by their first words, with one key in each");
        let hint = "mix what they begin with, or let one group hold no key";
        item.tell(found, (&PARTITION, Severity::Warning), &item.at_stem, message, hint);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{lists::LintLists, testing::found};

    const KEY: &str = "Water the trees of the street";

    #[test]
    fn each_way_to_stand_out_has_its_code() {
        let lists = LintLists::default();
        for (changes, code) in [
            (vec![("Close the", "Let the"), ("Paint the", "Let the"), ("Empty the", "Let the")], "Q0106"),
            (vec![(KEY, "A tree of the whole street")], "Q0108"),
            (
                vec![
                    ("Close the", "Two of"),
                    ("Paint the", "All of"),
                    ("Empty the", "Both of"),
                    (KEY, "A tree of the whole street"),
                ],
                "Q0107",
            ),
            (vec![(KEY, "Water the trees of a street.")], "Q0109"),
            (vec![("Close the door", "close the door")], "Q0109"),
            (vec![(KEY, "Water all trees of the street")], "Q0110"),
            (
                vec![("Close the", "Never the"), ("Paint the", "always the"), ("Empty the", "Only the")],
                "Q0110",
            ),
        ] {
            assert!(found(&lists, &changes).contains(&code), "{code}: {:?}", found(&lists, &changes));
        }
    }

    #[test]
    fn groups_with_one_key_each_are_a_partition() {
        let two = [
            ("key = [\"C\"]", "key = [\"A\", \"C\"]"),
            ("multiple-choice", "multiple-response"),
            ("Close the door of the house", "Let the team close the door"),
            ("Paint the wall of the garden", "Let the team paint the wall"),
            (KEY, "Ask the shop to water trees"),
            ("Empty the boxes of the attic", "Ask the shop to empty the box"),
        ];
        assert_eq!(found(&LintLists::default(), &two), ["Q0111"]);
    }
}
