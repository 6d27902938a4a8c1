//! An item that breaks no rule, for the tests of each.

use assay_kernel::Diagnostics;

use super::{corpus::LintCorpus, item::LintItem, lists::LintLists};
use crate::{
    read::Alone,
    testing::{ITEM, file},
};

/// The item with its file changed.
pub fn item(change: impl FnOnce(String) -> String) -> LintItem {
    LintItem::read(&file(change(ITEM.to_owned())), &Alone, &LintLists::default()).unwrap()
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
    let item = LintItem::read(&file(text), &Alone, lists).unwrap();
    let corpus = LintCorpus::of([&item]);
    codes(&super::lint_item(&item, &corpus, lists))
}
