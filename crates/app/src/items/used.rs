//! Items of the forms that are given say so: whoever looks at one reads what it is used for.

use assay_bank::work::{ItemPool, ItemState};
use assay_store::{ExamFormItem, Reads, Unit};

use super::{
    Items, ItemsJob,
    held::{held, used},
    rules::PutToUse,
};
use crate::{
    AppError, Asking,
    jobs::Then,
    reading::{Owned, newer_than},
};

impl Items {
    /// Puts the items of each form that a version gives, of a bank in the data, to the form's use. Items of
    /// no form keep theirs: whether one that was tried out may count is for whoever reads its answers.
    ///
    /// Safe to repeat: an item that is used so already is left alone.
    ///
    /// # Errors
    /// The store failed.
    pub(super) async fn put_to_use(&self, asking: &Asking, version: i64) -> Result<Then<ItemsJob>, AppError> {
        let permit = asking.permit::<PutToUse>()?;
        let store = self.shelf.under(&permit);
        let mut unit = Unit::new();
        for entry in self.given_by(asking, store, version).await? {
            let state = if entry.purpose == "scored" { ItemState::Scored } else { ItemState::Pretest };
            let Some(record) = store.item_by_slug(ItemPool::Exam, &entry.item).await? else { continue };
            let is_other = record.live_state.is_some_and(|live| live != state);
            let Some(item) = held(store, record.id).await?.filter(|_| is_other) else { continue };
            unit.append(used(asking, item, state)?.unit()?);
        }
        Ok(Then::Done(unit))
    }

    /// What stands on the forms of banks in the data that are given.
    async fn given_by(
        &self,
        asking: &Asking,
        store: &Reads,
        version: i64,
    ) -> Result<Vec<ExamFormItem>, AppError> {
        // A later version that was applied since says what is given now.
        let known = asking.programme.number;
        let newer = if known < version { newer_than(store, known).await? } else { None };
        let owned = Owned::now(store).await?.banks;
        let forms: Vec<(String, String)> = match &newer {
            Some(newer) => {
                newer.forms().values().map(|form| (form.id.clone(), form.exam.to_string())).collect()
            }
            None => {
                let facts = asking.programme.forms.values();
                facts.map(|form| (form.id.clone(), form.exam.clone())).collect()
            }
        };
        let mut given = Vec::new();
        for (name, exam) in forms.into_iter().filter(|(_, exam)| owned.contains(exam)) {
            let frozen = store.frozen_form(&name).await?.filter(|record| record.exam == exam);
            if let Some(record) = frozen {
                given.extend(store.exam_form_items(record.id).await?);
            }
        }
        Ok(given)
    }
}
