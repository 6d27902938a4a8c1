//! Words that a body keeps lists of: old names, words that hurt, lost pages.

use assay_kernel::{Diagnostics, Severity};

use super::{
    item::LintItem,
    lists::LintLists,
    rule::{BIAS, BROKEN_SOURCE, OLD_NAME},
};

pub(super) fn look(item: &LintItem, lists: &LintLists, found: &mut Diagnostics) {
    let everything = item.everything();
    for name in &lists.old_names {
        let Some(at) = name.old.find(&everything) else { continue };
        let said = everything.get(at).unwrap_or_default();
        let is_soft = name.is_question || name.now.is_in(&everything);
        let severity = if is_soft { Severity::Warning } else { Severity::Error };
        let message = format!("`{said}` is a name or an offer that changed");
        item.tell(found, (&OLD_NAME, severity), &item.at_stem, message, &name.say);
    }
    for biased in &lists.biased {
        let Some(at) = biased.phrases.find(&everything) else { continue };
        let message = format!("`{}` hurts or puts off some readers", everything.get(at).unwrap_or_default());
        item.tell(found, (&BIAS, Severity::Warning), &item.at_stem, message, &biased.name);
    }
    let url = &item.meta.source.url;
    if let Some((_, say)) = lists.broken_sources.iter().find(|(gone, _)| url.starts_with(gone.as_str())) {
        let message = format!("the page {url} is gone");
        item.tell(found, (&BROKEN_SOURCE, Severity::Error), &item.at_source, message, say);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{
        lists::{NamedPhrases, OldName},
        phrase::PhraseList,
        testing::found,
    };

    fn words(word: &str) -> PhraseList {
        PhraseList { words: vec![word.to_owned()], unless: Vec::new() }
    }

    #[test]
    fn an_old_name_is_a_fault_where_it_stands_alone() {
        let name = OldName { old: words("web shop"), now: words("store"), ..OldName::default() };
        let lists = LintLists { old_names: vec![name], ..LintLists::default() };
        assert_eq!(found(&lists, &[]), ["Q0117"]);
        assert!(found(&lists, &[("A note.", "Cleared old-name: the page says so.")]).is_empty());
    }

    #[test]
    fn biased_words_and_lost_pages_are_found() {
        let biased = NamedPhrases { name: "say store".into(), phrases: words("shop*") };
        let broken_sources = vec![("https://example.org/p".to_owned(), "moved".to_owned())];
        let lists = LintLists { biased: vec![biased], broken_sources, ..LintLists::default() };
        assert_eq!(found(&lists, &[]), ["Q0118", "Q0119"]);
    }
}
