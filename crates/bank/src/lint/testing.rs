//! An item that breaks no rule, for the tests of each.

use assay_kernel::{Diagnostics, source::SourceFile};

use super::{corpus::LintCorpus, item::LintItem, lists::LintLists};
use crate::read::Alone;

const ITEM: &str = r#"
id = "x"
exam = "X-1"
task = "1.1"
skill = "1.1.1"
kind = "multiple-choice"
stem = "A team runs a web shop. What should it do first?"
key = ["C"]
level = "apply"
difficulty = 0.6
time_s = 90
source = { title = "A page", url = "https://example.org/page" }
note = "A note."
option = [{ id = "A", text = "Close the door of the house", rationale = "Wrong, because of this." },
  { id = "B", text = "Paint the wall of the garden", rationale = "Wrong, because of that." },
  { id = "C", text = "Water the trees of the street", rationale = "Right, because of this." },
  { id = "D", text = "Empty the boxes of the attic", rationale = "Wrong, because of no." }]
"#;

/// The item with its file changed.
pub fn item(change: impl FnOnce(String) -> String) -> LintItem {
    let file = SourceFile::new("bank/X-1/x.toml", change(ITEM.to_owned()));
    LintItem::read(&file, &Alone, &LintLists::default()).unwrap()
}

/// Codes of what is found in an item by one rule's function, in order.
pub fn codes(found: &Diagnostics) -> Vec<&'static str> {
    found.iter().map(|fault| fault.code).collect()
}

/// What is found in the item with a text replaced, with these lists.
pub fn found(lists: &LintLists, changes: &[(&str, &str)]) -> Vec<&'static str> {
    let text = changes.iter().fold(ITEM.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let file = SourceFile::new("bank/X-1/x.toml", text);
    let item = LintItem::read(&file, &Alone, lists).unwrap();
    let corpus = LintCorpus::of([&item]);
    codes(&super::lint_item(&item, &corpus, lists))
}
