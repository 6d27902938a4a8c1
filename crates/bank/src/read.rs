//! Reads an item's file and holds it against the writing rules.
//!
//! Against those that a script can check.

use assay_kernel::{
    Diagnostic, Diagnostics, ExamCode,
    source::{Reader, SourceFile},
};

use crate::item::{CognitiveLevel, Item, ItemKind, Key, OptionText, Source};

/// Faults of items.
pub mod codes {
    /// The number of options or keys does not fit the kind.
    pub const SHAPE: &str = "Q0001";
    /// An option lacks a rationale.
    pub const RATIONALE: &str = "Q0002";
    /// A multiple-response stem does not say how many to choose.
    pub const CHOOSE: &str = "Q0003";
    /// 'All of the above' and its kin.
    pub const ALL_OF_THE_ABOVE: &str = "Q0004";
    /// The key gives itself away by its length.
    pub const LONG_KEY: &str = "Q0005";
    /// The file's name is not the item's id.
    pub const NAME: &str = "Q0006";
    /// The skill does not belong to the task.
    pub const SKILL: &str = "Q0007";
    /// A figure outside its range.
    pub const RANGE: &str = "Q0008";
    /// The source is not a public https page.
    pub const SOURCE: &str = "Q0009";
    /// The key names no option, or options are not lettered in order.
    pub const KEY: &str = "Q0010";
}

/// A rationale shorter than this explains nothing.
const RATIONALE_CHARS_MIN: usize = 12;
/// A key this much longer than every distractor gives itself away (item, rule 2).
const KEY_LENGTH_RATIO_MAX: f64 = 1.5;

/// Reads one item: what could be read is kept, what is at fault is said.
///
/// Whether it can be given to anybody [`Item::unfit`] says, and whether it may be applied [`lint_item`].
/// What was applied is read by this alone, so a release that asks for more takes nothing away.
pub fn parse_item(file: &SourceFile) -> (Item, Diagnostics) {
    let (mut item, found) = Reader::read(file, build);
    if item.id.is_empty() {
        file.stem().clone_into(&mut item.id);
    }
    (item, found)
}

fn build(table: &Reader<'_>) -> Item {
    let kinds =
        [("multiple-choice", ItemKind::MultipleChoice), ("multiple-response", ItemKind::MultipleResponse)];
    let levels = [
        ("remember", CognitiveLevel::Remember),
        ("apply", CognitiveLevel::Apply),
        ("analyse", CognitiveLevel::Analyse),
    ];
    let id = table.text("id");
    let exam = ExamCode::new(&table.text("exam"));
    let task = table.text("task");
    let skill = table.maybe_text("skill");
    let kind = table.choice("kind", &kinds);
    let stem = table.text("stem").trim().to_owned();
    let level = table.choice("level", &levels);
    let difficulty = table.number("difficulty");
    let time_s = table.integer_kept("time_s", 10..=600);
    let enemies = table.texts("enemies");
    let source = table.table("source", |row| Source { title: row.text("title"), url: row.text("url") });
    let note = table.text("note");
    let key = table.texts("key");
    let options = table.tables("option", |row| OptionText {
        id: row.text("id"),
        text: row.text("text").trim().to_owned(),
        rationale: row.text("rationale").trim().to_owned(),
    });
    let several = if key.len() > 1 { ItemKind::MultipleResponse } else { ItemKind::MultipleChoice };
    Item {
        id,
        exam,
        task,
        skill,
        kind: kind.unwrap_or(several),
        stem,
        options,
        key: Key::new(key),
        level: level.unwrap_or(CognitiveLevel::Apply),
        difficulty,
        time_s: time_s.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or_default(),
        enemies,
        source: source.unwrap_or_default(),
        note,
        at: table.place("id"),
    }
}

/// Holds an item against the writing rules. It takes nothing away from the item.
pub fn lint_item(file: &SourceFile, item: &Item) -> Diagnostics {
    let mut found = Diagnostics::default();
    let at = || item.at.clone();
    let mut fault = |code, message: String, hint: &str| {
        found.push(Diagnostic::error(code, at(), message).hint(hint));
    };
    if file.stem() != item.id {
        let hint = format!("name the file {}.toml", item.id);
        fault(codes::NAME, format!("the item's id is `{}`, its file is `{}`", item.id, file.path), &hint);
    }
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
    if item.skill.as_ref().is_some_and(|skill| !skill.starts_with(&format!("{}.", item.task))) {
        fault(codes::SKILL, "the skill does not belong to the task".into(), "");
    }
    if !(0.1..=0.99).contains(&item.difficulty) {
        fault(codes::RANGE, "difficulty is an expected proportion correct, 0.1 to 0.99".into(), "");
    }
    if !item.source.url.starts_with("https://") {
        fault(codes::SOURCE, "the source is not an https page".into(), "name a public documentation page");
    }
    if gives_itself_away(item) {
        let message = "the key is much longer than every distractor".to_owned();
        let hint = "give the distractors as much detail as the key";
        found.push(Diagnostic::warning(codes::LONG_KEY, at(), message).hint(hint));
    }
    found
}

fn gives_itself_away(item: &Item) -> bool {
    let length = |keyed: bool| {
        let options = item.options.iter().filter(|option| item.key.contains(&option.id) == keyed);
        options.map(|option| option.text.chars().count()).max().unwrap_or_default() as f64
    };
    item.kind == ItemKind::MultipleChoice && length(true) > KEY_LENGTH_RATIO_MAX * length(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(change: impl FnOnce(String) -> String) -> Diagnostics {
        let text = r#"
id = "x"
exam = "X-1"
task = "1.1"
skill = "1.1.1"
kind = "multiple-choice"
stem = "A team does this. What should it do?"
key = ["C"]
level = "apply"
difficulty = 0.6
time_s = 90
source = { title = "A page", url = "https://example.org/page" }
note = "A note."
option = [
  { id = "A", text = "this way", rationale = "Wrong, because of this." },
  { id = "B", text = "that way", rationale = "Wrong, because of that." },
  { id = "C", text = "the way", rationale = "Right, because of this." },
  { id = "D", text = "no way", rationale = "Wrong, because of no." },
]
"#;
        let file = SourceFile::new("bank/X-1/x.toml", change(text.to_owned()));
        let (item, mut found) = parse_item(&file);
        found.extend(lint_item(&file, &item));
        found
    }

    #[test]
    fn whatever_can_be_read_of_an_item_is_kept() {
        let kept = |text: &str| parse_item(&SourceFile::new("bank/X-1/x.toml", text)).0;
        let item = kept("stem = \"Why?\"\nkey = [\"B\", \"A\"]\ntime_s = 5\ncolour = \"red\"");
        assert_eq!((item.id.as_str(), item.stem.as_str(), item.time_s), ("x", "Why?", 5));
        assert_eq!((item.kind, item.key.count()), (ItemKind::MultipleResponse, 2));
        assert_eq!(item.unfit(), Some("has fewer than two options"));
        let option = "\n[[option]]\nid = \"A\"\ntext = \"a\"\n[[option]]\nid = \"B\"\ntext = \"b\"";
        let whole = |key: &str| kept(&format!("stem = \"Why?\"\nkey = [{key}]{option}")).unfit();
        assert_eq!(whole("\"B\""), None);
        assert_eq!(whole("\"B\", \"C\""), Some("has a key that is none of its options"));
        assert_eq!(whole(""), Some("has no key"));
        assert_eq!(kept("not TOML").unfit(), Some("has no question"));
    }

    #[test]
    fn each_fault_has_its_code() {
        assert!(item(|t| t).is_empty());
        let cases: [(&str, &str, &str); 9] = [
            (codes::SHAPE, r#"key = ["C"]"#, r#"key = ["C", "D"]"#),
            (codes::KEY, r#"key = ["C"]"#, r#"key = ["E"]"#),
            (codes::RATIONALE, "Wrong, because of no.", "No."),
            (codes::ALL_OF_THE_ABOVE, "no way", "all of the above"),
            (codes::NAME, "id = \"x\"", "id = \"y\""),
            (codes::SKILL, "skill = \"1.1.1\"", "skill = \"2.1.1\""),
            (codes::RANGE, "0.6", "1.6"),
            (codes::SOURCE, "https://example.org/page", "http://example.org/page"),
            (codes::LONG_KEY, "the way", "the way that takes everything into account at once"),
        ];
        for (code, from, to) in cases {
            let found = item(|t| t.replacen(from, to, 1));
            assert!(found.iter().any(|d| d.code == code), "{code}: {found:?}");
        }
        let found =
            item(|t| t.replace("multiple-choice", "multiple-response").replace(r#"["C"]"#, r#"["A", "C"]"#));
        assert!(found.iter().any(|d| d.code == codes::CHOOSE));
    }
}
