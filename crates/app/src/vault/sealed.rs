//! The examination: forms, bank and keys. Only the room that delivers and scores holds it.

use std::{collections::BTreeMap, sync::Arc};

use assay_assessment::{
    form::{Balance, Form, FormItem, balance},
    occasion::Examination,
    score::{ScoreReport, score},
    sitting::{Refused, SaveResponse, Sitting},
    whole::{FormPlace, NotWhole, whole},
};
use assay_bank::{BankItem, DeliveryItem};
use assay_kernel::{Diagnostic, Instant};
use assay_programme::model::{ExamVersion, Outline};

use super::media::{ItemMedium, Media};
use crate::{
    Published,
    permit::{Logged, Permit},
    reading::{Assembling, FormOnPaper, FormToPackage, NoPackage},
};

/// The examination's bank of a version of the programme.
pub(crate) struct Sealed {
    published: Arc<Published>,
    bank: Bank,
    warnings: Vec<Diagnostic>,
}

/// Forms and items, by id.
#[derive(Clone, Debug)]
pub(crate) struct Bank {
    pub(super) forms: BTreeMap<String, Form>,
    pub(super) items: BTreeMap<String, BankItem>,
    media: Media,
}

/// A form that is whole, with its exam version.
struct Sittable<'b> {
    exam: &'b ExamVersion,
    outline: &'b Outline,
    form: &'b Form,
    places: Vec<FormPlace<'b>>,
}

/// A form that can be given.
pub(crate) struct GivenForm {
    pub(crate) id: String,
    pub(crate) time_limit_s: u32,
}

/// A form as delivered.
pub(crate) struct DeliveredForm {
    pub(crate) demonstration: bool,
    /// In order, each as it may be shown.
    pub(crate) items: Vec<DeliveryItem>,
}

/// Bank and forms as whoever takes them along gets them: whole, with their keys.
pub(crate) struct TakenBank(Arc<Sealed>);

/// What the team may know of a form's keys: how they are spread, never which.
#[derive(Clone, Debug)]
pub struct FormBalance {
    /// Id.
    pub form: String,
    /// How its keys are spread.
    pub balance: Balance,
}

impl Bank {
    pub(crate) fn new(
        forms: BTreeMap<String, Form>,
        items: BTreeMap<String, BankItem>,
        media: Media,
    ) -> Self {
        Bank { forms, items, media }
    }
}

impl TakenBank {
    /// Opens what is sealed, for an act that is written into the audit log.
    pub(crate) fn of<A: Logged>(sealed: Arc<Sealed>, _permit: &Permit<A>) -> Self {
        TakenBank(sealed)
    }

    /// What anybody may know of the same version.
    pub(crate) fn published(&self) -> &Published {
        &self.0.published
    }

    /// Every item, by id.
    pub(crate) fn items(&self) -> &BTreeMap<String, BankItem> {
        &self.0.bank.items
    }

    /// A picture of an item, by the name that it gives it.
    pub(crate) fn medium(&self, item: &BankItem, name: &str) -> Option<ItemMedium> {
        self.0.bank.media.medium(item, name)
    }

    /// Every form, by id.
    pub(crate) fn forms(&self) -> &BTreeMap<String, Form> {
        &self.0.bank.forms
    }
}

impl Sealed {
    pub(crate) fn new(published: Arc<Published>, bank: Bank, warnings: Vec<Diagnostic>) -> Self {
        Sealed { published, bank, warnings }
    }

    /// What anybody may know of the same version.
    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    /// What is given and scored for an exam version: the form of its name, else the one that is given today.
    /// What keeps it from being given whole is an error: then nobody starts it, and who waits for it is held.
    fn sittable(&self, exam: &str, form: Option<&str>) -> Result<Sittable<'_>, NotWhole> {
        let programme = &self.published.programme;
        let known = programme.exam(exam).zip(programme.outline(exam));
        let (exam, outline) = known.ok_or_else(|| NotWhole::NoExam(exam.to_owned()))?;
        let form = match form {
            Some(name) => self.bank.forms.get(name).ok_or_else(|| NotWhole::FormGone(name.to_owned()))?,
            None => {
                let code = exam.code.as_str();
                let mut forms = self.bank.forms.values();
                forms.find(|form| form.exam == code).ok_or_else(|| NotWhole::NoForm(code.to_owned()))?
            }
        };
        let places = whole(form, outline, &self.bank.items)?;
        Ok(Sittable { exam, outline, form, places })
    }

    /// Whether a form can be given and scored whole.
    pub(crate) fn is_whole(&self, exam: &str, form: Option<&str>) -> Result<(), NotWhole> {
        self.sittable(exam, form).map(|_| ())
    }

    /// The form that is given for an exam version today.
    pub(crate) fn give(&self, exam: &str) -> Result<GivenForm, NotWhole> {
        let Sittable { exam, form, .. } = self.sittable(exam, None)?;
        let time_limit_s = form.time_limit_s(exam.items_total, exam.time_limit_min);
        Ok(GivenForm { id: form.id.clone(), time_limit_s })
    }

    /// The safe view of each item, in the order of the sitting; nothing of it after handing in, since items
    /// stay secret.
    pub(crate) fn deliver(
        &self,
        sitting: &Sitting<Examination>,
        is_open: bool,
    ) -> Result<DeliveredForm, NotWhole> {
        let Sittable { form, places, .. } = self.sittable(sitting.exam.as_str(), Some(&sitting.form))?;
        let shown = if is_open { places.as_slice() } else { &[] };
        let items = shown
            .iter()
            .zip(1_u32..)
            .map(|(FormPlace { item, .. }, position)| DeliveryItem::of(item, position, sitting.seed));
        Ok(DeliveredForm { demonstration: form.demonstration, items: items.collect() })
    }

    /// A picture of what the item at a position of a form asks.
    pub(crate) fn medium(&self, form: &str, position: u32, name: &str) -> Option<ItemMedium> {
        self.bank.media.asked(self.item_at(form, position)?, name)
    }

    /// Whether a change fits its item.
    pub(crate) fn fits(&self, form: &str, change: &SaveResponse) -> Result<(), Refused> {
        change.fits(self.item_at(form, change.position))
    }

    /// Whether a sitting takes a change after the latest one of its item.
    pub(crate) fn accepts(
        &self,
        sitting: &Sitting<Examination>,
        latest: Option<i64>,
        change: &SaveResponse,
        now: Instant,
    ) -> Result<(), Refused> {
        sitting.accept(self.item_at(&sitting.form, change.position), latest, change, now)
    }

    fn item_at(&self, form: &str, position: u32) -> Option<&BankItem> {
        let index = (position as usize).checked_sub(1)?;
        let entry = self.bank.forms.get(form)?.items.get(index)?;
        self.bank.items.get(&entry.item)
    }

    /// Scores the answers of a sitting of an examination by position, in full or not at all.
    pub(crate) fn score(
        &self,
        sitting: &Sitting<Examination>,
        answers: &BTreeMap<u32, Vec<String>>,
    ) -> Result<(ScoreReport, &ExamVersion), NotWhole> {
        let Sittable { exam, outline, form, .. } =
            self.sittable(sitting.exam.as_str(), Some(&sitting.form))?;
        Ok((score(exam, outline, form, &self.bank.items, sitting.seed, answers)?, exam))
    }

    /// How the keys of each form are spread.
    pub(crate) fn balances(&self) -> Vec<FormBalance> {
        let of = |form: &Form| FormBalance {
            form: form.id.clone(),
            balance: balance(form.items.iter().filter_map(|entry| self.bank.items.get(&entry.item))),
        };
        self.bank.forms.values().map(of).collect()
    }

    /// Plain facts of an exam version's items with its blueprint and its forms.
    pub(crate) fn assembling(&self, exam: &str) -> Option<Assembling> {
        Assembling::of(exam, &self.published.programme, &self.bank.items, &self.bank.forms)
    }

    /// The same with another bank: its forms, and items that are handed in.
    pub(crate) fn assembling_of(&self, exam: &str, items: &BTreeMap<String, BankItem>) -> Option<Assembling> {
        Assembling::of(exam, &self.published.programme, items, &self.bank.forms)
    }

    /// A form of these items as it is printed.
    pub(crate) fn on_paper(&self, name: (&str, &str), items: &[FormItem]) -> Option<FormOnPaper> {
        FormOnPaper::of(name, items, &self.published.programme, (&self.bank.items, &self.bank.media))
    }

    /// A form of these items as a package of the standard, with keys.
    pub(crate) fn packaged(
        &self,
        (exam, name): (&str, &str),
        items: &[FormItem],
    ) -> Result<Vec<u8>, NoPackage> {
        self.packaged_of((exam, name), items, (&self.bank.items, &self.bank.media))
    }

    /// The same of items of another bank.
    pub(crate) fn packaged_of(
        &self,
        (exam, name): (&str, &str),
        items: &[FormItem],
        (bank, media): (&BTreeMap<String, BankItem>, &Media),
    ) -> Result<Vec<u8>, NoPackage> {
        let medium = |item: &BankItem, name: &str| Some(media.medium(item, name)?.bytes.to_vec());
        let programme = &self.published.programme;
        FormToPackage { exam, name, items, programme, bank, medium: &medium }.packed()
    }

    /// How many items there are.
    pub(crate) fn item_count(&self) -> usize {
        self.bank.items.len()
    }

    /// What a review found suspicious; it may name items.
    pub(crate) fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}
