//! What the room of forms gets of the examination's bank: plain facts of items, and what may be delivered.

use std::sync::Arc;

use assay_assessment::form::FormItem;
use assay_store::Reads;

use super::{Sealed, Vault};
use crate::{
    AppError, Asking, FieldFault,
    reading::{Assembling, FormOnPaper, NoPackage, off_the_loop},
};

/// Where forms are drawn from: the bank of the programme in force. It is one place, so that another bank can
/// take its turn here.
#[derive(Clone)]
pub(crate) struct FormSource(Arc<Vault<Sealed>>);

impl FormSource {
    pub(crate) fn of(exams: Arc<Vault<Sealed>>) -> Self {
        FormSource(exams)
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
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        sealed.assembling(exam).ok_or(AppError::NotFound)
    }

    /// A form as it is printed; none where an item of it cannot be given.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn on_paper(
        &self,
        asking: &Asking,
        store: &Reads,
        (exam, form): (&str, &str),
        items: &[FormItem],
    ) -> Result<Option<FormOnPaper>, AppError> {
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        Ok(sealed.on_paper((exam, form), items))
    }

    /// A form as a package of the standard, with keys.
    ///
    /// # Errors
    /// `Invalid` with the item that cannot be in it; or the store or the writing failed.
    pub(crate) async fn packaged(
        &self,
        asking: &Asking,
        store: &Reads,
        (exam, form): (&str, &str),
        items: Vec<FormItem>,
    ) -> Result<Vec<u8>, AppError> {
        let sealed = self.0.of(Some(&asking.programme.tree), store).await?;
        let (exam, form) = (exam.to_owned(), form.to_owned());
        let packed = off_the_loop(move || sealed.packaged((&exam, &form), &items)).await?;
        packed.map_err(|why| match why {
            NoPackage::Item(item) => {
                let text = format!("{item} is not in the bank, cannot be given, or shows what is not there.");
                AppError::Invalid(vec![FieldFault::new("", text)])
            }
            NoPackage::Unwritable(error) => AppError::internal("writing a package", error),
        })
    }
}
