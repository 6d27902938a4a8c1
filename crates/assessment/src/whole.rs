//! Whether a form can be given and scored whole.
//!
//! What was applied is kept as it was read, so a form may name what nobody can give: an item that is not
//! there, or one without a question. Such a form is never started, never delivered and never scored partly;
//! whoever waits for it is held, and the team reads the sentence below.

use std::collections::BTreeMap;

use assay_bank::BankItem;
use assay_kernel::{ExamCode, Said};
use assay_programme::model::{Domain, Outline};

use crate::{
    form::{Form, FormItem},
    registration::Refusal,
};

/// What keeps a form from being given or scored whole, in a sentence for the team.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// The exam version is gone, or has no outline to score by.
    #[error("the programme has no exam version {0} with an outline")]
    NoExam(String),
    /// There is no form of the exam version.
    #[error("there is no form of {0}")]
    NoForm(String),
    /// The form that a sitting was started on is gone.
    #[error("the form `{0}` is not in the programme")]
    FormGone(String),
    /// The form names an item that is nowhere.
    #[error("the form `{form}` asks for the item `{item}`, which is not in the bank")]
    NoItem {
        /// The form.
        form: String,
        /// The item.
        item: String,
    },
    /// An item that nobody can be given.
    #[error("the item `{item}` of the form `{form}` {why}")]
    Unfit {
        /// The form.
        form: String,
        /// The item.
        item: String,
        /// What it lacks.
        why: String,
    },
    /// An item that counts in no domain.
    #[error("the item `{item}` of the form `{form}` belongs to the task {task}, which the outline lacks")]
    NoDomain {
        /// The form.
        form: String,
        /// The item.
        item: String,
        /// Its task statement.
        task: String,
    },
    /// A form from which nobody can learn whether they passed.
    #[error("the form `{0}` has no cut that can be read")]
    NoCut(String),
}

/// A place of a form with what stands there.
pub struct FormPlace<'f> {
    /// Scored or pretest.
    pub entry: &'f FormItem,
    /// The item.
    pub item: &'f BankItem,
    /// Where it counts.
    pub domain: &'f Domain,
}

/// Every place of a form, in its order.
///
/// # Errors
/// The first thing that is missing: a form is whole or not given.
pub fn whole<'f>(
    form: &'f Form,
    outline: &'f Outline,
    bank: &'f BTreeMap<String, BankItem>,
) -> Result<Vec<FormPlace<'f>>, NotWhole> {
    let name = || form.id.clone();
    if form.cut_raw == 0 {
        return Err(NotWhole::NoCut(name()));
    }
    let place = |entry: &'f FormItem| {
        let missing = || NotWhole::NoItem { form: name(), item: entry.item.clone() };
        let item = bank.get(&entry.item).ok_or_else(missing)?;
        if let Some(why) = item.unfit() {
            return Err(NotWhole::Unfit { form: name(), item: item.meta.id.clone(), why: why.to_owned() });
        }
        let task =
            || NotWhole::NoDomain { form: name(), item: item.meta.id.clone(), task: item.meta.task.clone() };
        let domain = outline.domain_of_task(&item.meta.task).ok_or_else(task)?;
        Ok(FormPlace { entry, item, domain })
    };
    form.items.iter().map(place).collect()
}

/// What a candidate is told of an exam version that cannot be given.
pub fn not_ready(exam: &str) -> Refusal {
    Refusal {
        code: "not-ready",
        said: Said::of("register.not-ready").with("exam", &ExamCode::new(exam)),
        next_possible_on: None,
        instead: None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use assay_kernel::source::SourceFile;
    use assay_programme::model::{Clause, TaskStatement};

    use super::*;
    use crate::form::parse_form;

    pub(crate) fn item(id: &str, task: &str) -> (String, BankItem) {
        let text = format!(
            "id = '{id}'\ntask = '{task}'\nstem = 'Why?'\nkey = ['A']\n\
             option = [{{ id = 'A', text = 'a' }}, {{ id = 'B', text = 'b' }}]"
        );
        let file = SourceFile::new(format!("bank/X/{id}.toml"), text);
        (id.to_owned(), assay_bank::read_item(&file, &assay_bank::Alone).item)
    }

    /// Domains of one task each: `1` has the task `1.1`.
    pub(crate) fn outline(domains: &[(&str, u32)]) -> Outline {
        let (clause, title) = (Clause::default(), String::new());
        let task = |domain: &str| TaskStatement {
            id: format!("{domain}.1"),
            title: String::new(),
            skills: vec![],
            weight: None,
            clause: Clause::default(),
        };
        let domain = |(id, weight_pct): &(&str, u32)| Domain {
            id: (*id).into(),
            title: format!("Domain {id}"),
            weight_pct: *weight_pct,
            tasks: vec![task(id)],
            clause: Clause::default(),
        };
        Outline {
            exam: "X".into(),
            guide_version: title,
            domains: domains.iter().map(domain).collect(),
            in_scope: vec![],
            out_of_scope: vec![],
            out_of_scope_tasks: vec![],
            rounding: None,
            practice_analysis: None,
            clause,
        }
    }

    #[test]
    fn a_form_is_whole_or_the_first_thing_that_is_missing_is_named() {
        let text = "id = 'f'\nscored = ['one', 'two']\npretest = []\ncut_raw = 1";
        let form = parse_form(&SourceFile::new("forms/f.toml", text)).0;
        let outline = outline(&[("1", 100)]);
        let told = |bank: &BTreeMap<String, BankItem>| match whole(&form, &outline, bank) {
            Ok(places) => format!("{} places", places.len()),
            Err(why) => why.to_string(),
        };
        let mut bank = BTreeMap::from([item("one", "1.1"), item("two", "1.1")]);
        assert_eq!(told(&bank), "2 places");
        bank.extend([item("two", "9.9")]);
        assert_eq!(
            told(&bank),
            "the item `two` of the form `f` belongs to the task 9.9, which the outline lacks"
        );
        let file = SourceFile::new("bank/X/two.toml", "task = '1.1'\nstem = 'Why?'\nkey = ['A']");
        bank.insert("two".to_owned(), assay_bank::read_item(&file, &assay_bank::Alone).item);
        assert_eq!(told(&bank), "the item `two` of the form `f` has fewer than two options");
        bank.remove("two");
        assert_eq!(told(&bank), "the form `f` asks for the item `two`, which is not in the bank");
    }
}
