//! How two banks differ: which forms and items come, go and change.
//!
//! Exam version by exam version.
//! It is for plans, which more people read than questions: an item is named and never told, and what differs
//! is told by its parts.

use std::collections::{BTreeMap, BTreeSet};

use assay_bank::{BankItem, ItemPart};

use crate::form::Form;

/// Forms and items of a programme.
#[derive(Clone, Copy, Debug)]
pub struct BankSide<'b> {
    /// Forms, by id.
    pub forms: &'b BTreeMap<String, Form>,
    /// Items, by id.
    pub items: &'b BTreeMap<String, BankItem>,
}

/// What becomes of the bank of an exam version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankChange {
    /// The exam version.
    pub exam: String,
    /// The form that is given before, and the one that is given after.
    pub given: [Option<String>; 2],
    /// Whether whoever begins after is given something else than before.
    ///
    /// Another question, or another cut.
    pub is_given_otherwise: bool,
    /// Forms that come, go or hold something else.
    pub forms: Vec<FormChange>,
    /// Items that come, by id, with the mark of what comes.
    pub added: Vec<(String, String)>,
    /// Items that go.
    pub removed: Vec<String>,
    /// Items of which another version comes.
    pub changed: Vec<ItemChange>,
}

/// What becomes of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormChange {
    /// Its id.
    pub form: String,
    /// What happens to it.
    pub fate: FormFate,
    /// Items that stand on it after, and not before.
    pub added: Vec<String>,
    /// Items that stood on it before.
    pub removed: Vec<String>,
    /// Items that stand on it before and after, in another version.
    pub reworded: Vec<String>,
}

/// What happens to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFate {
    /// It comes.
    Comes,
    /// It goes.
    Goes,
    /// It stays, and is another one.
    Changes,
}

/// An item of which another version comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// Its id.
    pub item: String,
    /// The mark before.
    pub before: String,
    /// The mark after.
    pub after: String,
    /// What differs.
    pub parts: Vec<ItemPart>,
}

impl<'b> BankSide<'b> {
    fn forms_of(self, exam: &str) -> BTreeMap<&'b str, &'b Form> {
        let of_exam = self.forms.iter().filter(|(_, form)| form.exam == *exam);
        of_exam.map(|(id, form)| (id.as_str(), form)).collect()
    }

    fn items_of(self, exam: &str) -> BTreeMap<&'b str, &'b BankItem> {
        let of_exam = self.items.iter().filter(|(_, item)| item.meta.exam == *exam);
        of_exam.map(|(id, item)| (id.as_str(), item)).collect()
    }

    fn mark(self, item: &str) -> Option<&'b str> {
        self.items.get(item).map(|item| item.version.as_str())
    }
}

impl BankChange {
    /// What becomes of every exam version's bank.
    ///
    /// Those of which nothing changes are left out.
    pub fn all(before: BankSide<'_>, after: BankSide<'_>) -> Vec<BankChange> {
        let sides = [before, after];
        let of_forms = sides.iter().flat_map(|side| side.forms.values().map(|form| form.exam.as_str()));
        let of_items = sides.iter().flat_map(|side| side.items.values().map(|item| item.meta.exam.as_str()));
        let exams: BTreeSet<&str> = of_forms.chain(of_items).collect();
        exams.into_iter().filter_map(|exam| BankChange::of(exam, before, after)).collect()
    }

    fn of(exam: &str, before: BankSide<'_>, after: BankSide<'_>) -> Option<BankChange> {
        let (old, new) = (before.items_of(exam), after.items_of(exam));
        let is_other = |item: &&str| match (old.get(item), new.get(item)) {
            (Some(old), Some(new)) => old.version != new.version,
            _ => false,
        };
        let changed = old.keys().copied().filter(is_other).filter_map(|item| {
            let (old, new) = (old.get(item)?, new.get(item)?);
            Some(ItemChange {
                item: item.to_owned(),
                before: old.version.as_str().to_owned(),
                after: new.version.as_str().to_owned(),
                parts: ItemPart::changed(old, new),
            })
        });
        let (old_forms, new_forms) = (before.forms_of(exam), after.forms_of(exam));
        let names: BTreeSet<&str> = old_forms.keys().chain(new_forms.keys()).copied().collect();
        let forms = names.into_iter().filter_map(|name| {
            FormChange::of(
                name,
                (before, old_forms.get(name).copied()),
                (after, new_forms.get(name).copied()),
            )
        });
        let forms: Vec<FormChange> = forms.collect();
        let [was, is] = [&old_forms, &new_forms].map(|forms| forms.keys().next().copied());
        let change = BankChange {
            exam: exam.to_owned(),
            is_given_otherwise: was != is || is.is_some_and(|is| forms.iter().any(|form| form.form == is)),
            given: [was, is].map(|form| form.map(str::to_owned)),
            forms,
            added: new
                .iter()
                .filter(|(item, _)| !old.contains_key(*item))
                .map(|(item, new)| ((*item).to_owned(), new.version.as_str().to_owned()))
                .collect(),
            removed: old.keys().filter(|item| !new.contains_key(*item)).map(|id| (*id).to_owned()).collect(),
            changed: changed.collect(),
        };
        let is_same = change.forms.is_empty()
            && change.added.is_empty()
            && change.removed.is_empty()
            && change.changed.is_empty();
        (!is_same).then_some(change)
    }
}

impl FormChange {
    fn of(
        name: &str,
        (before, old): (BankSide<'_>, Option<&Form>),
        (after, new): (BankSide<'_>, Option<&Form>),
    ) -> Option<FormChange> {
        let ids = |form: Option<&Form>| -> Vec<String> {
            form.iter().flat_map(|form| form.items.iter().map(|entry| entry.item.clone())).collect()
        };
        let (was, is) = (ids(old), ids(new));
        let reworded = is.iter().filter(|item| was.contains(item) && before.mark(item) != after.mark(item));
        let reworded: Vec<String> = reworded.cloned().collect();
        let fate = match (old, new) {
            (None, None) => return None,
            (None, Some(_)) => FormFate::Comes,
            (Some(_), None) => FormFate::Goes,
            (Some(old), Some(new)) if old.says_as(new) && reworded.is_empty() => return None,
            (Some(_), Some(_)) => FormFate::Changes,
        };
        Some(FormChange {
            form: name.to_owned(),
            fate,
            added: is.iter().filter(|item| !was.contains(item)).cloned().collect(),
            removed: was.iter().filter(|item| !is.contains(item)).cloned().collect(),
            reworded,
        })
    }
}

impl Form {
    /// Whether another says the same, wherever it stands.
    fn says_as(&self, other: &Form) -> bool {
        *self == Form { at: self.at.clone(), ..other.clone() }
    }
}

#[cfg(test)]
mod tests {
    use assay_bank::{Alone, read_item};
    use assay_kernel::source::SourceFile;

    use super::*;
    use crate::form::parse_form;

    /// Words that stand in a question, its key's text and its rationale: none of them is told.
    const CANARIES: [&str; 3] = ["canary-stem", "canary-option", "canary-reason"];

    fn item(id: &str, more: &str) -> (String, BankItem) {
        let [stem, option, reason] = CANARIES;
        let text = format!(
            "id = \"{id}\"\nexam = \"X-1\"\ntask = \"1.1\"\nkind = \"multiple-choice\"\nkey = [\"A\"]\n\
             stem = \"{stem} {more}\"\nlevel = \"apply\"\ndifficulty = 0.5\ntime_s = 60\nnote = \"A.\"\n\
             option = [{{ id = \"A\", text = \"{option}\", rationale = \"{reason}\" }},\n\
             {{ id = \"B\", text = \"b\", rationale = \"No.\" }}]\n\
             source = {{ title = \"A page\", url = \"https://example.org/\" }}\n"
        );
        (id.to_owned(), read_item(&SourceFile::new(format!("bank/X-1/{id}.toml"), text), &Alone).item)
    }

    fn form(id: &str, items: &[&str]) -> (String, Form) {
        let text = format!("id = \"{id}\"\nexam = \"X-1\"\ncut_raw = 1\nscored = {items:?}\npretest = []\n");
        (id.to_owned(), parse_form(&SourceFile::new(format!("forms/{id}.toml"), text)).0)
    }

    #[test]
    fn what_comes_goes_and_changes_is_named_and_nothing_of_it_is_told() {
        let old_items = BTreeMap::from([item("q1", ""), item("q2", ""), item("q3", "")]);
        let old_forms = BTreeMap::from([form("X-1-A", &["q1", "q2"]), form("X-1-B", &["q3"])]);
        let new_items = BTreeMap::from([item("q1", ""), item("q2", "other"), item("q4", "")]);
        let new_forms = BTreeMap::from([form("X-1-A", &["q1", "q2"]), form("X-1-C", &["q4", "q1"])]);
        let before = BankSide { forms: &old_forms, items: &old_items };
        let after = BankSide { forms: &new_forms, items: &new_items };
        assert_eq!(BankChange::all(before, before), []);
        let all = BankChange::all(before, after);
        let [change] = all.as_slice() else { panic!("one exam: {all:?}") };
        assert!(change.is_given_otherwise, "the form that is given holds another version");
        assert_eq!(change.given, [Some("X-1-A".to_owned()), Some("X-1-A".to_owned())]);
        let told: Vec<_> = change.forms.iter().map(|form| (form.form.as_str(), form.fate)).collect();
        assert_eq!(
            told,
            [("X-1-A", FormFate::Changes), ("X-1-B", FormFate::Goes), ("X-1-C", FormFate::Comes)]
        );
        assert_eq!(change.forms[0].reworded, ["q2"]);
        assert_eq!(
            (&change.forms[1].removed, &change.forms[2].added),
            (&vec!["q3".to_owned()], &vec!["q4".to_owned(), "q1".to_owned()])
        );
        let added: Vec<&str> = change.added.iter().map(|(item, _)| item.as_str()).collect();
        assert_eq!((added, &change.removed), (vec!["q4"], &vec!["q3".to_owned()]));
        let [other] = change.changed.as_slice() else { panic!("one item: {change:?}") };
        assert_eq!((other.item.as_str(), other.parts.as_slice()), ("q2", [ItemPart::Texts].as_slice()));
        let debug = format!("{all:?}");
        assert!(CANARIES.iter().all(|canary| !debug.contains(canary)), "{debug}");
        let back = BankChange::all(after, before);
        assert_eq!((back[0].added.len(), back[0].removed.as_slice()), (1, ["q4".to_owned()].as_slice()));
    }
}
