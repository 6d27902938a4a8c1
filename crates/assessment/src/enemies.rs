//! Enemies: items that give each other away, so that one form should not hold both.
//!
//! An item names its enemies, and each of them names it. A form that holds two of them all the same says so,
//! with the reason: nobody finds out years later that a bank was too small.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::BankItem;
use assay_kernel::{Diagnostic, Diagnostics, source::Reader};

/// Faults of enemies.
pub mod codes {
    /// Enemies stand on a form that does not say so.
    ///
    /// Or a form says so of two that are none.
    pub const TOGETHER: &str = "F0004";
    /// An item names an enemy that does not exist, or itself.
    pub const UNKNOWN: &str = "Q0011";
    /// One item calls another its enemy, the other does not.
    pub const ONE_SIDED: &str = "Q0012";
}

/// Two items that give each other away, in the order of their ids.
pub type EnemyPair = (String, String);

/// Two enemies that a form holds knowingly: `[[enemies_together]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The two.
    pub items: Vec<String>,
    /// Why both stand on the form.
    pub why: String,
}

impl Together {
    pub(crate) fn read(row: &Reader<'_>) -> Together {
        Together { items: row.texts("items"), why: row.text("why") }
    }

    /// The two, as a pair; none where it is not two.
    pub(crate) fn pair(&self) -> Option<EnemyPair> {
        match self.items.as_slice() {
            [one, other] => Some(pair(one, other)),
            _ => None,
        }
    }
}

fn pair(one: &str, other: &str) -> EnemyPair {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

/// The pairs of enemies among some items, each pair once.
pub fn pairs<'a>(items: impl IntoIterator<Item = &'a BankItem>) -> BTreeSet<EnemyPair> {
    let items: BTreeMap<&str, &BankItem> =
        items.into_iter().map(|item| (item.meta.id.as_str(), item)).collect();
    let among = |item: &'a BankItem| {
        item.meta.enemies.iter().map(move |enemy| (item.meta.id.as_str(), enemy.as_str()))
    };
    let named = items.values().flat_map(|item| among(item));
    let there = named.filter(|(one, enemy)| one != enemy && items.contains_key(enemy));
    there.map(|(one, other)| pair(one, other)).collect()
}

/// Holds the enemies that items name against all items there are.
///
/// The bank and the practice pool together: who has practised an item must not meet its enemy by surprise.
pub fn check_enemies<'a>(items: impl IntoIterator<Item = &'a BankItem>) -> Diagnostics {
    let items: BTreeMap<&str, &BankItem> =
        items.into_iter().map(|item| (item.meta.id.as_str(), item)).collect();
    let mut found = Diagnostics::default();
    for item in items.values() {
        for enemy in &item.meta.enemies {
            if *enemy == item.meta.id {
                let message = format!("`{enemy}` names itself as its enemy");
                let fault = Diagnostic::error(codes::UNKNOWN, item.meta.at.clone(), message);
                found.push(fault.hint("name the other item"));
                continue;
            }
            let Some(other) = items.get(enemy.as_str()) else {
                let message =
                    format!("`{}` names the enemy `{enemy}`, and there is no such item", item.meta.id);
                let hint = "check the spelling; if it left with its exam version, take it out here too";
                // No error: an exam version that leaves the programme takes its items along.
                found.push(Diagnostic::warning(codes::UNKNOWN, item.meta.at.clone(), message).hint(hint));
                continue;
            };
            if !other.meta.enemies.contains(&item.meta.id) {
                let message =
                    format!("`{}` is an enemy of `{}`, which does not name it", item.meta.id, other.meta.id);
                let hint = format!("add `{}` to the enemies of `{}`", item.meta.id, other.meta.id);
                found.push(Diagnostic::warning(codes::ONE_SIDED, other.meta.at.clone(), message).hint(hint));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use assay_bank::{Alone, read_item};
    use assay_kernel::source::SourceFile;

    use super::*;

    fn item(id: &str, enemies: &[&str]) -> BankItem {
        let text = format!(
            r#"
id = "{id}"
exam = "X-1"
task = "1.1"
kind = "multiple-choice"
stem = "A team does this. What should it do?"
key = ["A"]
level = "apply"
difficulty = 0.6
time_s = 90
enemies = {enemies:?}
source = {{ title = "A page", url = "https://example.org/page" }}
note = "A note."
option = [
  {{ id = "A", text = "this way", rationale = "Right, because of this." }},
  {{ id = "B", text = "that way", rationale = "Wrong, because of that." }},
  {{ id = "C", text = "the way", rationale = "Wrong, because of this." }},
  {{ id = "D", text = "no way", rationale = "Wrong, because of no." }},
]
"#
        );
        read_item(&SourceFile::new(format!("bank/X-1/{id}.toml"), text), &Alone).item
    }

    fn codes_of(items: &[BankItem]) -> Vec<String> {
        check_enemies(items).iter().map(|found| found.code.to_string()).collect()
    }

    #[test]
    fn enemies_name_each_other_and_exist() {
        assert!(codes_of(&[item("a", &["b"]), item("b", &["a"]), item("c", &[])]).is_empty());
        assert_eq!(codes_of(&[item("a", &["b"]), item("b", &[])]), [codes::ONE_SIDED]);
        assert_eq!(codes_of(&[item("a", &["x"])]), [codes::UNKNOWN]);
        assert_eq!(codes_of(&[item("a", &["a"])]), [codes::UNKNOWN]);
    }

    #[test]
    fn a_pair_is_found_once_whichever_side_names_it() {
        let (both, one) = ([item("b", &["a"]), item("a", &["b"])], [item("b", &["a", "z"]), item("a", &[])]);
        let pair = BTreeSet::from([("a".to_owned(), "b".to_owned())]);
        assert_eq!((pairs(&both), pairs(&one)), (pair.clone(), pair));
    }
}
