//! Which parts of an item two versions say otherwise.
//!
//! Nothing of what stands in them is told.

use crate::BankItem;

/// A part of an item that people look at by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemPart {
    /// What a candidate reads: stem, options, shared texts.
    Texts,
    /// What is right.
    Keys,
    /// Where it belongs and what it is counted under: task, skill, tags, enemies.
    Tags,
    /// What is for colleagues, or told afterwards: rationales, source, estimates, note.
    Notes,
}

impl ItemPart {
    /// The word in plans.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemPart::Texts => "texts",
            ItemPart::Keys => "keys",
            ItemPart::Tags => "tags",
            ItemPart::Notes => "notes",
        }
    }

    /// The parts that differ between two versions; none of two with one mark.
    pub fn changed(before: &BankItem, after: &BankItem) -> Vec<ItemPart> {
        if before.version == after.version {
            return Vec::new();
        }
        let (one, other) = (&before.meta, &after.meta);
        let has_other_tags = (&one.exam, &one.task, &one.skill, one.artefact)
            != (&other.exam, &other.task, &other.skill, other.artefact)
            || one.tags != other.tags
            || one.enemies != other.enemies;
        let is_other = [
            (ItemPart::Texts, before.asks_otherwise(after)),
            (ItemPart::Keys, before.is_keyed_otherwise(after)),
            (ItemPart::Tags, has_other_tags),
        ];
        let mut parts: Vec<ItemPart> =
            is_other.into_iter().filter_map(|(part, is_other)| is_other.then_some(part)).collect();
        // A rationale is told beside each option; of an item of the standard, feedback.
        if parts.is_empty() || before.explains_otherwise(after) {
            parts.push(ItemPart::Notes);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::{Alone, read_item};

    const FILE: &str = r#"
id = "x"
exam = "X-1"
task = "1.1"
kind = "multiple-choice"
stem = "Why?"
key = ["B"]
level = "apply"
difficulty = 0.6
time_s = 90
source = { title = "A page", url = "https://example.org/page" }
note = "A note."
option = [
  { id = "A", text = "a", rationale = "No." },
  { id = "B", text = "b", rationale = "Yes." },
]
"#;

    fn item(text: &str) -> BankItem {
        read_item(&SourceFile::new("bank/X-1/x.toml", text), &Alone).item
    }

    #[test]
    fn each_part_is_told_by_itself_and_what_is_only_laid_out_otherwise_is_a_note() {
        let changed = |from: &str, to: &str| {
            let edited = FILE.replace(from, to);
            assert_ne!(edited, FILE, "{from}");
            ItemPart::changed(&item(FILE), &item(&edited))
        };
        assert_eq!(ItemPart::changed(&item(FILE), &item(FILE)), []);
        assert_eq!(changed("Why?", "Why not?"), [ItemPart::Texts]);
        assert_eq!(changed("text = \"a\"", "text = \"c\""), [ItemPart::Texts]);
        assert_eq!(changed("key = [\"B\"]", "key = [\"A\"]"), [ItemPart::Keys]);
        assert_eq!(changed("task = \"1.1\"", "task = \"1.2\""), [ItemPart::Tags]);
        assert_eq!(changed("level", "tags = [\"x\"]\nlevel"), [ItemPart::Tags]);
        assert_eq!(changed("No.", "Never."), [ItemPart::Notes]);
        assert_eq!(changed("A note.", "Another."), [ItemPart::Notes]);
        assert_eq!(changed("\nid", "\n\nid"), [ItemPart::Notes]);
        let both = FILE.replace("Why?", "Why not?").replace("[\"B\"]", "[\"A\"]").replace("0.6", "0.5");
        let all = ItemPart::changed(&item(FILE), &item(&both));
        assert_eq!(all, [ItemPart::Texts, ItemPart::Keys, ItemPart::Notes]);
    }
}
