//! The rules of items stop at no text, do not depend on an order, and stand on their page.

use std::{fs, path::Path};

use assay_bank::{
    Alone,
    lint::{
        LintCorpus, LintItem, LintLists, LintOutline, LintPool, RULES, SecondAnswer, asked_mark, lint_item,
    },
    work::read_content,
};
use assay_kernel::source::SourceFile;
use proptest::prelude::*;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// An item of these options, its first one the key.
fn item(id: &str, stem: &str, options: &[(String, String)], order: &[usize]) -> String {
    let quoted = |text: &str| toml_text(text);
    let mut text = format!(
        "id = {}\nexam = \"X-1\"\ntask = \"1.1\"\nkind = \"multiple-choice\"\nstem = {}\nnote = \"\"\n",
        quoted(id),
        quoted(stem)
    );
    let letters = ["A", "B", "C", "D", "E", "F"];
    let key = order.iter().position(|at| *at == 0).unwrap_or_default();
    text.push_str(&format!("key = [\"{}\"]\n", letters[key]));
    for (letter, at) in letters.iter().zip(order) {
        let (option, rationale) = &options[*at];
        text.push_str(&format!(
            "[[option]]\nid = \"{letter}\"\ntext = {}\nrationale = {}\n",
            quoted(option),
            quoted(rationale)
        ));
    }
    text
}

/// A text as TOML's basic string: what it may not hold is escaped.
fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

fn read(text: &str, lists: &LintLists) -> LintItem {
    LintItem::read(&SourceFile::new("bank/X-1/x.toml", text), &Alone, lists).unwrap()
}

/// Codes of what is found, in order.
fn codes(item: &LintItem, corpus: &LintCorpus, lists: &LintLists) -> Vec<&'static str> {
    let mut codes: Vec<_> = lint_item(item, corpus, lists).iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes
}

fn lists() -> LintLists {
    let path = Path::new(ROOT).join("programmes/cloudops/lint.toml");
    let file = SourceFile::new("lint.toml", fs::read_to_string(path).unwrap());
    let (lists, found) = LintLists::read(&file);
    assert!(found.is_empty(), "{found:?}");
    lists
}

fn options() -> impl Strategy<Value = Vec<(String, String)>> {
    let word = prop_oneof![
        "[a-z]{1,9}",
        Just("always".to_owned()),
        Just("```json\n{\"a\":1}\n```".to_owned()),
        Just("10.0.0.1 8.8.8.8".to_owned()),
        Just("Lambda function".to_owned()),
        Just("![](x.png) 210987654321".to_owned()),
        "\\PC{0,6}",
        any::<String>(),
    ];
    let text = prop::collection::vec(word, 0..9).prop_map(|words| words.join(" "));
    prop::collection::vec((text.clone(), text), 4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_stops_a_rule_and_no_order_changes_what_it_finds(
        options in options(),
        stem in any::<String>(),
        words in "(Which of|What) ([a-z]{1,8} ){0,20}[0-9]{0,3}",
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
    ) {
        let lists = lists();
        let stem = format!("{words}{stem}");
        let one = read(&item("x", &stem, &options, &[0, 1, 2, 3]), &lists);
        let other = read(&item("y", &words, &options, &[1, 0, 3, 2]), &lists);
        let turned = read(&item("x", &stem, &options, &order), &lists);
        let corpus = LintCorpus::of([&one, &other]);
        prop_assert_eq!(codes(&one, &corpus, &lists), codes(&turned, &corpus, &lists));
        let backwards = LintCorpus::of([&other, &one]);
        prop_assert_eq!(codes(&one, &corpus, &lists), codes(&one, &backwards, &lists));
        let (bank, outline) = ([one, other], LintOutline::default());
        let (exam, outline, lists) = ("SOA-C03", &outline, &lists);
        let pool = LintPool { exam, bank: &bank, practice: &[], others: &[], outline, lists };
        prop_assert!(!pool.figures(&corpus).gates.is_empty());
    }

    #[test]
    fn no_file_stops_the_reader(text in any::<String>()) {
        let file = SourceFile::new("bank/X-1/x.toml", text);
        let (lists, _) = LintLists::read(&file);
        if let Some(item) = LintItem::read(&file, &Alone, &lists) {
            lint_item(&item, &LintCorpus::default(), &lists);
        }
        assay_bank::lint::SecondAnswer::read(&file);
    }
}

#[test]
fn every_rule_stands_on_its_page() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/concepts/item-rules.md")).unwrap();
    for rule in RULES {
        let row = format!("| {} | `{}` | {} |\n", rule.code, rule.name, rule.what);
        assert!(page.contains(&row), "{row}");
    }
}

#[test]
fn a_second_answer_is_to_the_wording_that_rules_and_versions_mark_alike() {
    let read = |path: &str| {
        SourceFile::new(path, fs::read_to_string(format!("{ROOT}/programmes/cloudops/{path}")).unwrap())
    };
    let file = read("bank/SOA-C03/c03-504-idle-timeout.toml");
    let (answer, _) = SecondAnswer::read(&read("review/SOA-C03/c03-504-idle-timeout.reader-4.toml"));
    let item = LintItem::read(&file, &Alone, &LintLists::default()).unwrap();
    assert_eq!(asked_mark(&item), answer.asked);
    assert_eq!(read_content(&file, &Alone).marks.asked, answer.asked);
}
