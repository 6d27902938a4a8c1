//! What becomes of a file that was read: its questions are kept as drafts, or nothing of it is.

use assay_kernel::{Arg, ImportId, Said};
use assay_store::{
    ImportState, StoreError, Unit,
    statement::{item_import, item_question},
};

use super::{
    Items,
    rules::{DiscardImport, KeepImport, UndoKeep},
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
};

impl Items {
    /// Keeps what can be used of a file, and what the body does not have already, as drafts: so many as
    /// whoever decides was shown.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it is not so many any more, or it is decided
    /// already; `Invalid` where there is nothing to keep; or the store failed.
    pub async fn keep(&self, asking: &Asking, id: ImportId, many: i64) -> Result<(), AppError> {
        let (permit, import) =
            self.shelf.open::<KeepImport, _>(asking, |store| store.item_import(id)).await?;
        let now = self.shelf.under(&permit).questions_to_keep(id).await?;
        if now != many || import.state != ImportState::Ready {
            return Err(AppError::Conflict);
        }
        if now == 0 {
            let text = "Nothing of this file can be kept, so nothing was kept.";
            return Err(AppError::Invalid(vec![FieldFault::new("", text)]));
        }
        let mut unit = Unit::from(item_question::kept(id, &by(asking), asking.ms()));
        unit.run(item_import::kept(id, asking.ms()));
        let did = Said::of("did.questions-kept")
            .with("n", u64::try_from(now).unwrap_or_default())
            .with("file", Arg::text(&import.file_name));
        let deed = Deed::of(&did)?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Keeps nothing of a file; one that is being read is not read on.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it is decided already; or the store failed.
    pub async fn discard(&self, asking: &Asking, id: ImportId) -> Result<(), AppError> {
        let (permit, import) =
            self.shelf.open::<DiscardImport, _>(asking, |store| store.item_import(id)).await?;
        let mut unit = Unit::from(item_import::discarded(id, asking.ms()));
        unit.run(item_import::parts_dropped(id));
        unit.run(item_import::media_dropped(id));
        unit.run(item_question::dropped(id));
        let did = Said::of("did.questions-discarded").with("file", Arg::text(&import.file_name));
        let deed = Deed::of(&did)?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Takes back what was kept of a file: its drafts go, and it waits for a decision again.
    ///
    /// # Errors
    /// Not an administrator; `NotFound`; `Conflict` where it is not kept, or something was built upon one of
    /// its drafts; or the store failed.
    pub async fn undo_keep(&self, asking: &Asking, id: ImportId) -> Result<(), AppError> {
        let (permit, import) = self.shelf.open::<UndoKeep, _>(asking, |store| store.item_import(id)).await?;
        let mut unit = Unit::from(item_import::opened_again(id, asking.ms()));
        unit.run(item_question::drafts_dropped(id));
        let did = Said::of("did.questions-taken-back")
            .with("n", u64::try_from(import.kept).unwrap_or_default())
            .with("file", Arg::text(&import.file_name));
        let deed = Deed::of(&did)?.to(id);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }
}

fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        done => Ok(done?),
    }
}
