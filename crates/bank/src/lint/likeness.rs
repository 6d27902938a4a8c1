//! Items that are alike: one gives the other away, or both ask for one decision.

use assay_kernel::{Diagnostics, Severity};

use super::{
    corpus::{LikeItem, LintCorpus},
    item::LintItem,
    rule::LIKENESS,
};

/// As alike as this, two items are enemies or a note clears them.
///
/// The reason: item-rules.md, likeness.
pub const LIKENESS_MIN: f64 = 0.30;
/// As alike as this, a reviewer looks at them (item-rules.md, likeness).
pub const LIKENESS_LISTED_MIN: f64 = 0.22;

/// Two items, with how alike they are.
#[derive(Clone, Debug, PartialEq)]
pub struct LikePair {
    /// The two, in order of their ids.
    pub items: [String; 2],
    /// 0 for nothing in common to 1 for the same.
    pub cosine: f64,
    /// Whether one names the other in its enemies or its note.
    pub is_known: bool,
}

pub(super) fn look(item: &LintItem, corpus: &LintCorpus, found: &mut Diagnostics) {
    for other in corpus.alike(item, LIKENESS_MIN) {
        if !is_known(item, &other) {
            let message = format!("it is like `{}` ({:.2})", other.id, other.cosine);
            let hint = format!(
                "where one gives the other away, name each in the other's `enemies`; else name `{}` in the \
                 note and say why not",
                other.id
            );
            item.tell(found, (&LIKENESS, Severity::Error), &item.at_stem, message, &hint);
        }
    }
}

fn is_known(item: &LintItem, other: &LikeItem) -> bool {
    other.is_known || item.knows(&other.id)
}

/// All pairs that a reviewer wants to see, the likest first.
pub fn like_pairs<'a>(items: impl IntoIterator<Item = &'a LintItem>, corpus: &LintCorpus) -> Vec<LikePair> {
    let mut pairs = Vec::new();
    for item in items {
        let others = corpus.alike(item, LIKENESS_LISTED_MIN);
        pairs.extend(others.into_iter().map(|other| {
            let is_known = is_known(item, &other);
            let mut items = [item.meta.id.clone(), other.id];
            items.sort();
            LikePair { items, cosine: other.cosine, is_known }
        }));
    }
    pairs.sort_by(|a, b| a.items.cmp(&b.items).then(b.is_known.cmp(&a.is_known)));
    pairs.dedup_by(|a, b| a.items == b.items);
    pairs.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then_with(|| a.items.cmp(&b.items)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::item;

    #[test]
    fn a_pair_is_told_once_and_a_name_clears_it() {
        let one = item(|text| text);
        let copy = item(|text| text.replace("id = \"x\"", "id = \"copy\""));
        let known = item(|text| {
            text.replace("id = \"x\"", "id = \"known\"")
                .replace("note =", "enemies = [\"x\", \"copy\"]\nnote =")
        });
        let other = item(|text| {
            let text = text.replace("id = \"x\"", "id = \"other\"").replace("Water the trees", "Feed a cow");
            text.replace("A team runs a web shop", "Nobody sings").replace("the street", "a farm")
        });
        let all = [&one, &copy, &known, &other];
        let corpus = LintCorpus::of(all);
        let pairs = like_pairs(all, &corpus);
        let told =
            pairs.iter().filter(|pair| pair.cosine >= 0.9).map(|pair| (pair.items.join(" "), pair.is_known));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [("copy known".into(), true), ("copy x".to_owned(), false), ("known x".into(), true)]
        );
        let mut found = Diagnostics::default();
        look(&one, &corpus, &mut found);
        assert_eq!(found.len(), 1);
    }
}
