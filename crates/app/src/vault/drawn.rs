//! What the room of forms gets of the examination's bank: plain facts of items, and what may be delivered.

use std::sync::Arc;

use assay_assessment::form::FormItem;
use assay_bank::work::ItemPool;
use assay_kernel::FormId;
use assay_store::Reads;

use super::{Media, Sealed, Vault};
use crate::{
    AppError, Asking, FieldFault,
    reading::{
        Artwork, Assembling, FormOnPaper, NoPackage, Owned, WorkedItem, bank_of, items_of_form, live_items,
        off_the_loop,
    },
};

/// Where forms are drawn from: the bank in the data, once a body works in it, else that of the programme in
/// force.
#[derive(Clone)]
pub(crate) struct FormSource(Arc<Vault<Sealed>>);

impl FormSource {
    pub(crate) fn of(exams: Arc<Vault<Sealed>>) -> Self {
        FormSource(exams)
    }

    /// Whether the bank of an exam version is in the data.
    pub(crate) async fn is_owned(&self, store: &Reads, exam: &str) -> Result<bool, AppError> {
        Ok(Owned::now(store).await?.banks.iter().any(|owned| owned == exam))
    }

    /// The pool of an exam version with its blueprint and the forms that are given.
    ///
    /// # Errors
    /// `NotFound` where the programme has no such exam version with an outline; or the store failed.
    pub(crate) async fn pool(
        &self,
        asking: &Asking,
        store: &Reads,
        exam: &str,
    ) -> Result<Assembling, AppError> {
        let is_owned = self.is_owned(store, exam).await?;
        self.pool_with(asking, store, (exam, is_owned), None).await
    }

    /// The same for whoever knows already whether the bank is in the data. Items of a form that was frozen
    /// stand in it as they were frozen.
    ///
    /// # Errors
    /// As above.
    pub(crate) async fn pool_with(
        &self,
        asking: &Asking,
        store: &Reads,
        (exam, is_owned): (&str, bool),
        frozen: Option<FormId>,
    ) -> Result<Assembling, AppError> {
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        if !is_owned {
            return sealed.assembling(exam).ok_or(AppError::NotFound);
        }
        let mut items = live_items(store, ItemPool::Exam, exam).await?;
        if let Some(id) = frozen {
            let pinned = items_of_form(store, id, exam).await?;
            items.retain(|item| pinned.iter().all(|other| other.slug != item.slug));
            items.extend(pinned);
        }
        let exam = exam.to_owned();
        let pool = off_the_loop(move || sealed.assembling_of(&exam, &bank_of(&items))).await?;
        pool.ok_or(AppError::NotFound)
    }

    /// The items of a form with their files: as frozen, else as they live. Empty where the bank is not in the
    /// data.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn items(
        &self,
        store: &Reads,
        id: FormId,
        exam: &str,
    ) -> Result<Vec<WorkedItem>, AppError> {
        match self.is_owned(store, exam).await? {
            true => items_of_form(store, id, exam).await,
            false => Ok(Vec::new()),
        }
    }

    /// A form as it is printed; none where an item of it cannot be given. `worked` are its items where the
    /// bank is in the data.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn on_paper(
        &self,
        asking: &Asking,
        store: &Reads,
        (exam, form): (&str, &str),
        items: &[FormItem],
        worked: &[WorkedItem],
    ) -> Result<Option<FormOnPaper>, AppError> {
        if !worked.is_empty() {
            let bank = bank_of(worked);
            let pictures = worked.iter().flat_map(|item| item.files.artwork.iter().cloned());
            let media = Media::of(bank.values(), &pictures.collect::<Vec<_>>());
            return Ok(FormOnPaper::of((exam, form), items, &asking.programme, (&bank, &media)));
        }
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        Ok(sealed.on_paper((exam, form), items))
    }

    /// A form as a package of the standard, with keys. `worked` are its items where the bank is in the data.
    ///
    /// # Errors
    /// `Invalid` with the item that cannot be in it; or the store or the writing failed.
    pub(crate) async fn packaged(
        &self,
        asking: &Asking,
        store: &Reads,
        (exam, form): (&str, &str),
        items: Vec<FormItem>,
        worked: Vec<WorkedItem>,
    ) -> Result<Vec<u8>, AppError> {
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        let (exam, form) = (exam.to_owned(), form.to_owned());
        let packed = off_the_loop(move || {
            if worked.is_empty() {
                return sealed.packaged((&exam, &form), &items);
            }
            let bank = bank_of(&worked);
            let pictures: Vec<Artwork> = worked.into_iter().flat_map(|item| item.files.artwork).collect();
            let media = Media::of(bank.values(), &pictures);
            sealed.packaged_of((&exam, &form), &items, (&bank, &media))
        });
        let packed = packed.await?;
        packed.map_err(|why| match why {
            NoPackage::Item(item) => {
                let text = format!("{item} is not in the bank, cannot be given, or shows what is not there.");
                AppError::Invalid(vec![FieldFault::new("", text)])
            }
            NoPackage::Unwritable(error) => AppError::internal("writing a package", error),
        })
    }
}
