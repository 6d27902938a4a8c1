//! A form's questions taken along: on paper without keys, and as a package with them.

use assay_kernel::{Arg, FormId, Said};
use assay_store::{ExamFormState, Unit};

use super::{
    Forms,
    line::named,
    rules::{PrintForm, TakeForm},
};
use crate::{AppError, Asking, deed::Deed, reading::FormOnPaper};

impl Forms {
    /// The questions of a form without their keys, and writes into the audit log that they were taken.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict` where an item of it cannot be given; or
    /// the store failed.
    pub async fn print(&self, asking: &Asking, id: FormId) -> Result<FormOnPaper, AppError> {
        let (permit, record) = self.shelf.open::<PrintForm, _>(asking, |store| store.exam_form(id)).await?;
        let store = self.shelf.under(&permit);
        let form = named(&record, store.exam_form_items(id).await?)?;
        let place = (record.exam.as_str(), record.name.as_str());
        let worked = self.source.items(store, id, &record.exam).await?;
        let paper = self.source.on_paper(asking, store, place, &form.items, &worked).await?;
        let paper = paper.ok_or(AppError::Conflict)?;
        let did = Said::of("did.form-printed").with("name", Arg::text(&record.name));
        self.shelf.commit_logged(asking, permit, Deed::of(&did)?.to(id), Unit::default()).await?;
        Ok(paper)
    }

    /// A frozen form as a test package of QTI 3.0, keys included, and writes into the audit log that it was
    /// taken.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict` where it is not frozen; `Invalid` with
    /// the item that cannot be in it; or the store failed.
    pub async fn package(&self, asking: &Asking, id: FormId) -> Result<(String, Vec<u8>), AppError> {
        let (permit, record) = self.shelf.open::<TakeForm, _>(asking, |store| store.exam_form(id)).await?;
        if record.state != ExamFormState::Frozen {
            return Err(AppError::Conflict);
        }
        let store = self.shelf.under(&permit);
        let form = named(&record, store.exam_form_items(id).await?)?;
        let place = (record.exam.as_str(), record.name.as_str());
        let worked = self.source.items(store, id, &record.exam).await?;
        let bytes = self.source.packaged(asking, store, place, form.items, worked).await?;
        let did = Said::of("did.form-packaged").with("name", Arg::text(&record.name));
        self.shelf.commit_logged(asking, permit, Deed::of(&did)?.to(id), Unit::default()).await?;
        Ok((record.name, bytes))
    }
}
