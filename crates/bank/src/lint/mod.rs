//! The craft of items, as far as a script can judge it.
//!
//! Two layers. [`lint_item`] looks at one item beside all others, prepared once as a [`LintCorpus`]: cues,
//! lengths, grammar, names, what there is to read. [`LintPool`] looks at a pool as a whole: where keys stand,
//! what stems repeat, what is covered. A rule sees words and not meaning: each finding is a question to a
//! person, who mends the item or clears the rule by its name in the item's note, and a silence proves
//! nothing. What is a body's own (names, dead distractors, services, numbers) comes from [`LintLists`].
//! The rules with their reasons: `docs/concepts/item-rules.md`.
//!
//! ```
//! use assay_bank::{Alone, lint::{LintCorpus, LintItem, LintLists, lint_item}};
//! use assay_kernel::source::SourceFile;
//! let text = r#"
//! id = "two-plus-two"
//! stem = "A clerk adds 2 and 17. What is the sum?"
//! key = ["B"]
//! note = "Shows a cue: only the key is a sentence."
//! option = [
//!   { id = "A", text = "18", rationale = "One short of it." },
//!   { id = "B", text = "The sum of both is 19.", rationale = "Two and seventeen." },
//!   { id = "C", text = "20", rationale = "One more than it." },
//!   { id = "D", text = "217", rationale = "Digits, joined." },
//! ]
//! "#;
//! let lists = LintLists::default();
//! let item = LintItem::read(&SourceFile::new("bank/X-1/two-plus-two.toml", text), &Alone, &lists).unwrap();
//! let found = lint_item(&item, &LintCorpus::of([&item]), &lists).sorted();
//! let codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
//! // Length, a rare word, echo, article, full stop.
//! assert_eq!(codes, ["Q0101", "Q0103", "Q0104", "Q0108", "Q0109"]);
//! ```

mod artefact;
mod corpus;
mod coverage;
mod cue;
mod gate;
mod grammar;
mod item;
mod keys;
mod length;
mod likeness;
mod lists;
mod names;
mod phrase;
mod pool;
mod readability;
mod rule;
mod second;
mod shapes;
mod shingle;
mod words;
pub(crate) mod writing;

#[cfg(test)]
mod testing;

use assay_kernel::Diagnostics;

pub use corpus::{LikeItem, LintCorpus};
pub use coverage::{Coverage, LintDomain, LintOutline, QuotaCount, WantedCount};
pub use gate::{GateVerdict, LintGate};
pub use item::{LintItem, LintOption};
pub use keys::KeyCounts;
pub use length::{KeyLength, key_length_ratio};
pub use likeness::{LIKENESS_LISTED_MIN, LIKENESS_MIN, LikePair, like_pairs};
pub use lists::{LISTS_FILE, LintLists, NamedPhrases, OldName, Quota, QuotaKind, WantedItems};
pub use phrase::PhraseList;
pub use pool::{LintPool, PoolFigures};
pub use readability::Readability;
pub use rule::{ALTERNATIVE, LintRule, OF_THE_POOL, RULES};
pub use second::{Agreement, ReaderKind, SecondAnswer, SecondAnswers, asked_mark};
pub use shingle::{ShingleIndex, Shingles};

/// What the rules find in one item.
///
/// The corpus need not hold it: for the page on which it is written, beside a bank that is prepared.
pub fn lint_item(item: &LintItem, corpus: &LintCorpus, lists: &LintLists) -> Diagnostics {
    let mut found = Diagnostics::default();
    length::look(item, &mut found);
    cue::look(item, corpus, &mut found);
    grammar::look(item, &mut found);
    artefact::look(item, lists, &mut found);
    names::look(item, lists, &mut found);
    readability::look(item, &mut found);
    likeness::look(item, corpus, &mut found);
    found
}
