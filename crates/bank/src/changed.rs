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
    use super::*;
    use crate::{
        Alone, read_item,
        testing::{ITEM, file, with},
    };

    fn item(text: &str) -> BankItem {
        read_item(&file(text), &Alone).item
    }

    #[test]
    fn each_part_is_told_by_itself_and_what_is_only_laid_out_otherwise_is_a_note() {
        let changed = |from: &str, to: &str| ItemPart::changed(&item(ITEM), &item(&with(from, to)));
        assert_eq!(ItemPart::changed(&item(ITEM), &item(ITEM)), []);
        assert_eq!(changed("What should", "What must"), [ItemPart::Texts]);
        assert_eq!(changed("Close the door", "Lock the door"), [ItemPart::Texts]);
        assert_eq!(changed("key = [\"C\"]", "key = [\"A\"]"), [ItemPart::Keys]);
        assert_eq!(changed("task = \"1.1\"", "task = \"1.2\""), [ItemPart::Tags]);
        assert_eq!(changed("level", "tags = [\"x\"]\nlevel"), [ItemPart::Tags]);
        assert_eq!(changed("because of no.", "as ever."), [ItemPart::Notes]);
        assert_eq!(changed("A note.", "Another."), [ItemPart::Notes]);
        assert_eq!(changed("\nid", "\n\nid"), [ItemPart::Notes]);
        let both = with("What should", "What must").replace("[\"C\"]", "[\"A\"]").replace("0.6", "0.5");
        let all = ItemPart::changed(&item(ITEM), &item(&both));
        assert_eq!(all, [ItemPart::Texts, ItemPart::Keys, ItemPart::Notes]);
    }
}
