//! What forms of an exam version can be drawn from: for those who write a bank, before it is applied.

use std::collections::BTreeMap;

use assay_assessment::{
    assembly::{FormBlueprint, FormPool, NamedForm, PoolItem},
    form::Form,
};
use assay_bank::BankItem;
use assay_programme::model::Programme;

/// A pool with what a form of it should be, and the forms that there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Assembling {
    /// Items that can be given.
    pub pool: FormPool,
    /// What a form should be.
    pub blueprint: FormBlueprint,
    /// Forms of the exam version.
    pub forms: Vec<NamedForm>,
}

impl Assembling {
    /// Of an exam version; none where the programme has none of that name with an outline.
    pub(crate) fn of(
        exam: &str,
        programme: &Programme,
        bank: &BTreeMap<String, BankItem>,
        forms: &BTreeMap<String, Form>,
    ) -> Option<Self> {
        let (version, outline) = (programme.exam(exam)?, programme.outline(exam)?);
        let items = bank.values().filter_map(|item| PoolItem::of(item, outline));
        let of_exam = forms.values().filter(|form| form.exam == *exam);
        let named = of_exam.map(|form| NamedForm { name: form.id.clone(), items: form.items.clone() });
        Some(Assembling {
            pool: FormPool::new(items),
            blueprint: FormBlueprint::of(version, outline),
            forms: named.collect(),
        })
    }
}
