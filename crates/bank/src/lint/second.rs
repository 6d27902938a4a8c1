//! Second answers: of readers who saw neither key nor reasons.
//!
//! One file an answer, `review/<EXAM>/<item>.<reader>.toml`. It is tied to the wording it was given to by a
//! mark of what is asked; a changed stem, option or key leaves it stale, another tag or note does not.

use std::collections::BTreeMap;

use assay_kernel::{
    Date, Diagnostics,
    source::{Reader, SourceFile},
};

use super::item::LintItem;
use crate::{item::ItemVersion, work::asked};

/// An answer given with this confidence of four or less is a doubt (item-rules.md, second answers).
const DOUBT_MAX: i64 = 2;
/// The surest that somebody can be.
const CONFIDENCE_MAX: i64 = 4;

/// Who answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReaderKind {
    /// Somebody.
    #[default]
    Person,
    /// A machine, which replaces nobody.
    Machine,
}

/// One answer to one item by one reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecondAnswer {
    /// The item.
    pub item: String,
    /// Who answered, as a code.
    pub reader: String,
    /// A person or a machine.
    pub kind: ReaderKind,
    /// When.
    pub on: Option<Date>,
    /// Mark of what was asked.
    pub asked: String,
    /// Letters that were chosen without documentation.
    pub first: Vec<String>,
    /// Letters that were chosen with documentation; none without a second pass.
    pub second: Option<Vec<String>>,
    /// How sure the reader was, 1 to 4.
    pub confidence: Option<i64>,
    /// Words in which the reader saw a cue.
    pub cue: String,
}

impl SecondAnswer {
    /// Reads a file.
    ///
    /// ```
    /// use assay_bank::lint::SecondAnswer;
    /// use assay_kernel::source::SourceFile;
    /// let text = "item = 'x'\ntext_sha256 = ''\nreviewer = 'r1'\ndate = 2026-11-30\npass1 = ['B']\n\
    ///     confidence = 2";
    /// let (answer, found) = SecondAnswer::read(&SourceFile::new("review/X-1/x.r1.toml", text));
    /// assert!(found.is_empty() && answer.is_doubt());
    /// ```
    pub fn read(file: &SourceFile) -> (Self, Diagnostics) {
        Reader::read(file, |table| {
            let kinds = [("person", ReaderKind::Person), ("machine", ReaderKind::Machine)];
            // Kept with the answer, and not counted.
            for key in ["ruled_out_by", "page", "remark"] {
                table.maybe_text(key);
            }
            let _ = (letters(table, "order"), letters(table, "second_best"));
            let _ = (table.maybe_number("seconds"), table.maybe_number("expected"));
            SecondAnswer {
                item: table.text("item"),
                reader: table.text("reviewer"),
                kind: table.maybe_choice("kind", &kinds).unwrap_or_default(),
                on: table.date("date"),
                asked: table.text("text_sha256"),
                first: letters(table, "pass1").unwrap_or_default(),
                second: letters(table, "pass2"),
                confidence: table
                    .has("confidence")
                    .then(|| table.integer_in("confidence", 1..=CONFIDENCE_MAX)),
                cue: table.maybe_text("cue").unwrap_or_default(),
            }
        })
    }

    /// What the reader settled on.
    pub fn letters(&self) -> &[String] {
        self.second.as_deref().unwrap_or(&self.first)
    }

    /// Whether the item should be looked at again, though the answer may agree.
    pub fn is_doubt(&self) -> bool {
        let changed = self.second.as_ref().is_some_and(|second| *second != self.first);
        changed || self.confidence.is_some_and(|sure| sure <= DOUBT_MAX) || !self.cue.trim().is_empty()
    }
}

/// A list of letters, in order; that of the options on the screen in its own.
fn letters(table: &Reader<'_>, key: &str) -> Option<Vec<String>> {
    if !table.has(key) {
        return None;
    }
    let mut letters = table.texts(key);
    letters.retain(|letter| !letter.is_empty());
    if key != "order" {
        letters.sort();
        letters.dedup();
    }
    Some(letters)
}

/// The mark of what an item asks.
///
/// Of the stem, each option with its letter, the letters of the key.
pub fn asked_mark(item: &LintItem) -> String {
    let options = item.options.iter().map(|option| (option.id.as_str(), option.text.as_str()));
    let text = asked(&item.stem, options, item.keys().map(|key| key.id.as_str()).collect());
    ItemVersion::of_text(&text).as_str().to_owned()
}

/// Second answers by the item that they are about.
#[derive(Clone, Debug, Default)]
pub struct SecondAnswers(BTreeMap<String, Vec<SecondAnswer>>);

impl FromIterator<SecondAnswer> for SecondAnswers {
    fn from_iter<T: IntoIterator<Item = SecondAnswer>>(answers: T) -> Self {
        let mut by_item: BTreeMap<String, Vec<SecondAnswer>> = BTreeMap::new();
        for answer in answers {
            by_item.entry(answer.item.clone()).or_default().push(answer);
        }
        SecondAnswers(by_item)
    }
}

/// How far second answers agree with the keys of some items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Items.
    pub items: usize,
    /// Of them, those that somebody or something answered in their present wording.
    pub answered: usize,
    /// Of them, those that a person answered in their present wording.
    pub answered_by_people: usize,
    /// Answers to the present wording.
    pub answers: usize,
    /// Of them, those that are the key.
    pub agreeing: usize,
    /// Agreement beyond what a guess gives; none without answers.
    ///
    /// 0 for guessing, 1 for the key every time (Cohen's kappa with the key as one of the two).
    pub kappa: Option<f64>,
    /// Items with the reader whose answer is not the key.
    pub disagreeing: Vec<String>,
    /// Items with the reader who agreed and doubted.
    pub doubts: Vec<String>,
    /// Items with the reader whose answer was given to another wording.
    pub stale: Vec<String>,
}

impl SecondAnswers {
    /// Those about items that are not among these: renamed, or gone.
    pub fn about_none_of<'a>(&self, items: impl IntoIterator<Item = &'a LintItem>) -> Vec<String> {
        let known: std::collections::HashSet<&str> =
            items.into_iter().map(|item| item.meta.id.as_str()).collect();
        self.0.keys().filter(|item| !known.contains(item.as_str())).cloned().collect()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// How far they agree with these items' keys.
    pub fn agreement<'a>(&self, items: impl IntoIterator<Item = &'a LintItem>) -> Agreement {
        let mut all = Agreement::default();
        let mut by_chance = 0.0;
        for item in items {
            all.items += 1;
            let Some(answers) = self.0.get(&item.meta.id) else { continue };
            let mark = asked_mark(item);
            let (stale, fresh): (Vec<_>, Vec<_>) =
                answers.iter().partition(|answer| !item.is_standard && answer.asked != mark);
            let named = |answer: &SecondAnswer| format!("{} {}", item.meta.id, answer.reader);
            all.stale.extend(stale.into_iter().map(named));
            all.answered += usize::from(!fresh.is_empty());
            let is_person = |answer: &&SecondAnswer| answer.kind == ReaderKind::Person;
            all.answered_by_people += usize::from(fresh.iter().any(is_person));
            let keys: Vec<&str> = item.keys().map(|key| key.id.as_str()).collect();
            for answer in fresh {
                all.answers += 1;
                by_chance += chance(item.options.len(), keys.len());
                let mut letters: Vec<&str> = answer.letters().iter().map(String::as_str).collect();
                letters.sort_unstable();
                let mut wanted = keys.clone();
                wanted.sort_unstable();
                if letters != wanted {
                    all.disagreeing.push(named(answer));
                } else {
                    all.agreeing += 1;
                    all.doubts.extend(answer.is_doubt().then(|| named(answer)));
                }
            }
        }
        all.kappa = (all.answers > 0).then(|| {
            let (agreeing, guessed) = (all.agreeing as f64, by_chance);
            let answers = all.answers as f64;
            (agreeing - guessed) / (answers - guessed).max(f64::MIN_POSITIVE)
        });
        all
    }
}

/// How likely a guess among all sets of so many options is the key.
fn chance(options: usize, keys: usize) -> f64 {
    let sets = (0..keys).map(|at| options.saturating_sub(at) as f64 / (at + 1) as f64);
    1.0 / sets.product::<f64>().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::item;

    fn answer(letters: &[&str], asked: &str) -> SecondAnswer {
        let first = letters.iter().map(|letter| (*letter).to_owned()).collect();
        let (item, reader, asked) = ("x".to_owned(), "r1".to_owned(), asked.to_owned());
        SecondAnswer { item, reader, asked, first, confidence: Some(4), ..SecondAnswer::default() }
    }

    #[test]
    fn answers_agree_doubt_disagree_or_are_stale() {
        let asked = item(|text| text);
        let mark = asked_mark(&asked);
        let unsure = SecondAnswer { confidence: Some(2), ..answer(&["C"], &mark) };
        let answers: SecondAnswers =
            [answer(&["C"], &mark), unsure, answer(&["A"], &mark), answer(&["C"], "another wording")]
                .into_iter()
                .collect();
        let told = answers.agreement([&asked]);
        assert_eq!((told.items, told.answered, told.answered_by_people), (1, 1, 1));
        assert_eq!((told.answers, told.agreeing), (3, 2));
        assert_eq!((told.disagreeing.len(), told.doubts.len(), told.stale.len()), (1, 1, 1));
        let kappa = told.kappa.unwrap();
        assert!((kappa - 5.0 / 9.0).abs() < 1e-9, "{kappa}");
        assert_eq!(answers.about_none_of([]), ["x"]);
    }

    #[test]
    fn the_mark_is_of_what_is_asked_and_nothing_else() {
        let mark = |change: fn(String) -> String| asked_mark(&item(change));
        let same =
            mark(|text| text.replace("A note.", "Another.").replace("Wrong, because of no.", "Because."));
        assert_eq!(same, mark(|text| text));
        assert_ne!(mark(|text| text.replace("[\"C\"]", "[\"B\"]")), mark(|text| text));
        assert_ne!(mark(|text| text.replace("web shop", "shop")), mark(|text| text));
    }

    #[test]
    fn guesses_of_several_are_rarer() {
        assert!((chance(4, 1) - 0.25).abs() < 1e-9);
        assert!((chance(5, 2) - 0.1).abs() < 1e-9 && (chance(6, 3) - 0.05).abs() < 1e-9);
        assert!((chance(0, 0) - 1.0).abs() < 1e-9);
    }
}
