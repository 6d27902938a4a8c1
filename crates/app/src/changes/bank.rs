//! What a plan says of banks: which forms and item versions come, go and change.
//!
//! It never says what stands in them.
//!
//! Pure but for its end: whether what is proposed of a bank in the data is what was frozen there.

use std::collections::BTreeMap;

use assay_assessment::{
    assembly::CutOf,
    changed::{BankChange, FormChange, FormFate, ItemChange},
    form::{Form, FormItem, Purpose},
};
use assay_bank::work::ItemPool;
use assay_kernel::{Arg, Said};
use assay_standing::plan::{Finding, FindingKind, FindingWeight, OpenRegistration};
use assay_store::Reads;

use crate::{
    AppError, Files, InForce, Loaded,
    reading::{
        Owned, bank_changes, files_of_items, folder_of, form_cut, form_mark, is_owned, items_of_form,
        live_items,
    },
};

/// Versions of one exam version's items whose numbers a plan looks up; later ones it tells without numbers.
const VERSIONS_MAX: i64 = 50_000;

/// Numbers of item versions by item and mark; of banks in the data alone, for files have none.
#[derive(Clone, Debug, Default)]
pub struct ItemNumbers(BTreeMap<(String, String), i64>);

impl ItemNumbers {
    /// Of the exam versions whose banks a change touches.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn of(store: &Reads, before: &Files, after: &Loaded) -> Result<Self, AppError> {
        let changes = bank_changes(before, after);
        if changes.is_empty() {
            return Ok(ItemNumbers::default());
        }
        let owned = Owned::now(store).await?.banks;
        let mut numbers = BTreeMap::new();
        for change in changes.iter().filter(|change| owned.contains(&change.exam)) {
            let rows = store.item_version_marks(&change.exam, VERSIONS_MAX).await?;
            numbers.extend(rows.into_iter().map(|(item, number, mark)| ((item, mark), number)));
        }
        Ok(ItemNumbers(numbers))
    }

    /// The same for whoever compares two programmes on the command line.
    ///
    /// # Errors
    /// The store failed.
    pub async fn between(store: &Reads, parent: &InForce, proposed: &Loaded) -> Result<Self, AppError> {
        ItemNumbers::of(store, &parent.files, proposed).await
    }

    fn number(&self, item: &str, mark: &str) -> Option<u64> {
        let number = self.0.get(&(item.to_owned(), mark.to_owned()))?;
        u64::try_from(*number).ok()
    }
}

/// How many people are registered, and have not begun, for exam versions of which another form is given.
pub(super) fn waiting(changes: &[BankChange], open: &[&OpenRegistration]) -> BTreeMap<String, usize> {
    let of = |exam: &str| open.iter().filter(|registration| registration.exam == *exam).count();
    let otherwise = changes.iter().filter(|change| change.is_given_otherwise);
    otherwise.map(|change| (change.exam.clone(), of(&change.exam))).filter(|(_, n)| *n > 0).collect()
}

/// What is to be said about each bank that changes, for the record.
pub(super) fn findings(changes: &[BankChange], numbers: &ItemNumbers) -> Vec<Finding> {
    changes.iter().flat_map(|change| of_bank(change, numbers)).collect()
}

fn of_bank(change: &BankChange, numbers: &ItemNumbers) -> Vec<Finding> {
    let note = |kind: FindingKind, said: Said| {
        let said = said.with("exam", Arg::text(&change.exam));
        Finding { kind, severity: FindingWeight::Note, said, place: None }
    };
    let mut found: Vec<Finding> =
        given(change).map(|said| note(FindingKind::FormsChange, said)).into_iter().collect();
    found.extend(change.forms.iter().map(|form| note(FindingKind::FormsChange, of_form(form))));
    let changed = change.changed.iter();
    found.extend(changed.map(|item| note(FindingKind::ItemsChange, of_item(item, &change.forms, numbers))));
    let added = change.added.iter().map(|(item, mark)| {
        Said::of("finding.item-at-version")
            .with("item", Arg::text(item))
            .maybe("n", numbers.number(item, mark))
    });
    let removed = change.removed.iter().map(Arg::text);
    let lists = [("finding.items-come", Arg::list(added)), ("finding.items-go", Arg::list(removed))];
    for ((code, items), n) in lists.into_iter().zip([change.added.len(), change.removed.len()]) {
        if n > 0 {
            found.push(note(FindingKind::ItemsChange, Said::of(code).with("n", n).with("items", items)));
        }
    }
    found
}

/// What whoever begins is given, where it is something else than before.
fn given(change: &BankChange) -> Option<Said> {
    let [was, is] = &change.given;
    match (was, is) {
        _ if !change.is_given_otherwise => None,
        (_, None) => Some(Said::of("finding.no-form-given")),
        (Some(was), Some(is)) if was == is => {
            Some(Said::of("finding.form-given-otherwise").with("form", Arg::text(is)))
        }
        (was, Some(is)) => Some(
            Said::of("finding.form-given")
                .with("is", Arg::text(is))
                .maybe("was", was.as_ref().map(Arg::text)),
        ),
    }
}

fn of_form(form: &FormChange) -> Said {
    let code = match form.fate {
        FormFate::Comes => "finding.form-comes",
        FormFate::Goes => "finding.form-goes",
        FormFate::Changes => "finding.form-changes",
    };
    let list = |items: &[String]| (!items.is_empty()).then(|| Arg::list(items.iter().map(Arg::text)));
    Said::of(code)
        .with("form", Arg::text(&form.form))
        .maybe("added", list(&form.added))
        .maybe("removed", list(&form.removed))
        .maybe("reworded", list(&form.reworded))
}

fn of_item(change: &ItemChange, forms: &[FormChange], numbers: &ItemNumbers) -> Said {
    let (from, to) =
        (numbers.number(&change.item, &change.before), numbers.number(&change.item, &change.after));
    let held = |form: &&FormChange| {
        form.fate != FormFate::Goes
            && form.added.iter().chain(&form.reworded).any(|item| *item == change.item)
    };
    let forms: Vec<Arg> = forms.iter().filter(held).map(|form| Arg::text(&form.form)).collect();
    Said::of("finding.item-changes")
        .with("item", Arg::text(&change.item))
        .with("parts", Arg::list(change.parts.iter().map(|part| Arg::text(part.as_str()))))
        .maybe("from", from)
        .maybe("to", to)
        .maybe("forms", (!forms.is_empty()).then(|| Arg::list(forms)))
}

/// Whether what is proposed of banks in the data is what was frozen there, item for item and word for word.
///
/// # Errors
/// `Draft` where it is not, in a sentence; or the store failed.
pub(super) async fn fits_what_was_frozen(
    store: &Reads,
    before: &Files,
    proposed: &Loaded,
) -> Result<(), AppError> {
    let changes = bank_changes(before, proposed);
    let files = before.changes(&proposed.files);
    let is_practice = files.iter().any(|file| file.path.starts_with(ItemPool::Practice.folder()));
    if changes.is_empty() && !is_practice {
        return Ok(());
    }
    let owned = Owned::now(store).await?;
    practice_as_it_lives(store, before, &proposed.files, &owned).await?;
    for change in changes.iter().filter(|change| owned.banks.contains(&change.exam)) {
        for form in change.forms.iter().filter(|form| form.fate != FormFate::Goes) {
            if let Some(form) = proposed.forms().get(&form.form) {
                is_as_frozen(store, form, proposed).await?;
            }
        }
        let is_on_a_form = |item: &str| {
            let mut forms = proposed.forms().values();
            forms.any(|form| form.items.iter().any(|entry| entry.item == item))
        };
        let other = change.added.iter().map(|(item, _)| item);
        let mut other = other.chain(change.changed.iter().map(|changed| &changed.item));
        if let Some(item) = other.find(|item| !is_on_a_form(item)) {
            return Err(AppError::Draft(format!(
                "The bank of {} is in work, and {item} stands on no form of this change: an item comes with \
                 a form that was frozen.",
                change.exam
            )));
        }
    }
    Ok(())
}

/// Practice items of the data come as they live there, all of them or none.
async fn practice_as_it_lives(
    store: &Reads,
    before: &Files,
    proposed: &Files,
    owned: &Owned,
) -> Result<(), AppError> {
    for exam in &owned.practice {
        let owned = Owned::practice(exam);
        let of = |files: &Files| files.only(|path, text| is_owned(path, text, &owned));
        let after = of(proposed);
        if of(before).tree() == after.tree() {
            continue;
        }
        let live = live_items(store, ItemPool::Practice, exam).await?;
        let live = files_of_items(live, &folder_of(ItemPool::Practice, exam))?;
        if live.tree() != after.tree() {
            return Err(AppError::Draft(format!(
                "The practice items of {exam} are in work, and these are not what is accepted there. Prepare \
                 their release anew from the list of practice items."
            )));
        }
    }
    Ok(())
}

async fn is_as_frozen(store: &Reads, form: &Form, proposed: &Loaded) -> Result<(), AppError> {
    let (name, exam) = (&form.id, form.exam.as_str());
    let refused = |text: String| Err(AppError::Draft(text));
    let frozen = store.frozen_form(name).await?.filter(|record| record.exam == exam);
    let Some(record) = frozen else {
        return refused(format!(
            "The bank of {exam} is in work, so its forms come from Forms; no form {name} is frozen there."
        ));
    };
    let mut items = Vec::new();
    for row in store.exam_form_items(record.id).await? {
        let purpose = if row.purpose == "scored" { Purpose::Scored } else { Purpose::Pretest };
        items.push(FormItem { item: row.item, purpose });
    }
    let known = items.iter().map(|entry| Some((entry, proposed.bank().get(&entry.item)?)));
    let mark = known.collect::<Option<Vec<_>>>().map(|known| form_mark(known.into_iter()));
    let of = |purpose: Purpose, items: &[FormItem]| -> Vec<String> {
        items.iter().filter(|entry| entry.purpose == purpose).map(|entry| entry.item.clone()).collect()
    };
    let is_same = [Purpose::Scored, Purpose::Pretest]
        .into_iter()
        .all(|purpose| of(purpose, &items) == of(purpose, &form.items));
    if mark.is_none() || mark != record.mark || !is_same {
        return refused(format!(
            "The form {name} is not what was frozen as {}: its items or their wording differ. Prepare the \
             release anew from the form’s page.",
            record.mark.unwrap_or_default()
        ));
    }
    let estimated = || {
        let scored = form.items.iter().filter(|entry| entry.purpose == Purpose::Scored);
        scored.filter_map(|entry| proposed.bank().get(&entry.item)).map(|item| item.meta.difficulty).sum()
    };
    let is_cut = match form_cut(&record) {
        CutOf::Panel { raw, standard } => form.cut_raw == raw && form.standard == standard,
        CutOf::Estimates(rounding) => form.cut_raw == rounding.cut(estimated()),
    };
    if !is_cut {
        return refused(format!(
            "The form {name} has another cut here than on its page. Prepare the release anew from there."
        ));
    }
    let worked = items_of_form(store, record.id, exam).await?;
    match worked.iter().find(|item| !item.is_live) {
        Some(item) => refused(format!(
            "{} on the form {name} was retired since the form was frozen: draw another form.",
            item.slug
        )),
        None => Ok(()),
    }
}
