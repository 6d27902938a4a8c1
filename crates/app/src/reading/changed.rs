//! How a proposed programme's banks differ from those of other files.

use std::collections::BTreeMap;

use assay_assessment::{
    changed::{BankChange, BankSide},
    form::{Form, parse_form},
};
use assay_bank::BankItem;
use assay_kernel::Diagnostics;

use super::{Files, Loaded, items::read_items, owned::FORMS};

/// Where items of examinations stand in a programme.
const BANK: &str = "bank/";

impl Loaded {
    /// Forms, by id.
    pub(crate) fn forms(&self) -> &BTreeMap<String, Form> {
        &self.forms
    }

    /// The examination's items, by id: a review of a change holds them against what was frozen.
    pub(crate) fn bank(&self) -> &BTreeMap<String, BankItem> {
        &self.bank
    }
}

/// What becomes of each exam version's bank; empty, and nothing is read, where no file of one differs.
pub(crate) fn bank_changes(before: &Files, after: &Loaded) -> Vec<BankChange> {
    let differs = before.changes(&after.files);
    if !differs.iter().any(|change| change.path.starts_with(BANK) || change.path.starts_with(FORMS)) {
        return Vec::new();
    }
    let of = |folder: &'static str| {
        let toml = before.texts.iter().filter(|file| file.path.ends_with(".toml"));
        toml.filter(move |file| file.path.starts_with(folder))
    };
    let (mut found, mut lint) = (Diagnostics::default(), Diagnostics::default());
    let items = read_items(of(BANK), before, &mut found, &mut lint);
    let forms = of(FORMS).map(|file| parse_form(file).0);
    let forms: BTreeMap<String, Form> = forms.map(|form| (form.id.clone(), form)).collect();
    let before = BankSide { forms: &forms, items: &items };
    BankChange::all(before, BankSide { forms: &after.forms, items: &after.bank })
}
