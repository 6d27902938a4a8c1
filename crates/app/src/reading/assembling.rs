//! What forms of an exam version can be drawn from: for those who write a bank, before it is applied.

use std::collections::BTreeMap;

use assay_assessment::{
    assembly::{FormBlueprint, FormPool, NamedForm, PoolItem},
    form::Form,
};
use assay_bank::BankItem;
use assay_kernel::Diagnostics;
use assay_programme::model::Programme;

use super::{Files, Parsed};

/// Where forms stand: what is wrong with those that are there keeps nobody from drawing others.
const FORMS: &str = "forms/";

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

/// From a programme's files to a pool; none where it has no such exam version with an outline.
///
/// # Errors
/// Everything that was found, where any of it is an error of another file than a form's.
pub fn assembling(files: Files, exam: &str) -> Result<Option<Assembling>, Diagnostics> {
    let parsed = Parsed::of(files);
    let mut found = Diagnostics::default();
    for fault in parsed.review().iter().filter(|fault| !fault.at.file.starts_with(FORMS)) {
        found.push(fault.clone());
    }
    if found.has_errors() {
        return Err(found);
    }
    let loaded = parsed.loaded();
    Ok(Assembling::of(exam, &loaded.programme, &loaded.bank, &loaded.forms))
}
