//! What is done to a form by hand: swaps, the second person, freezing, dropping.

use assay_kernel::{Arg, FormId, Said};
use assay_store::{
    ExamFormDone, ExamFormRecord, ExamFormState, OfRevision, StoreError, Unit, statement::exam_form,
};

use super::{
    Forms,
    rules::{EditForm, FreezeForm},
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, by},
};

impl Forms {
    /// Puts an item in the place of another.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict` where it is not open, or was changed
    /// meanwhile; `Invalid` where the item cannot stand there; or the store failed.
    pub async fn swap(
        &self,
        asking: &Asking,
        (id, revision): (FormId, i64),
        (from, to): (&str, &str),
    ) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<EditForm, _>(asking, |store| store.exam_form(id)).await?;
        let store = self.shelf.under(&permit);
        let known = self.source.pool(asking, store, &record.exam).await?;
        let there = store.exam_form_items(id).await?;
        let stands = |item: &str| there.iter().any(|there| there.item == item);
        if known.pool.item(to).is_none() || !stands(from) || stands(to) {
            let text = "Choose an item of the bank that does not stand on the form yet.";
            return Err(AppError::Invalid(vec![FieldFault::new("to", text)]));
        }
        let (by, at) = (by(asking), asking.ms());
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::edited(of));
        unit.run(exam_form::swapped(id, from, to));
        unit.run(exam_form::entered(of, ExamFormDone::Swapped, Some((from, to)), at));
        let did = Said::of("did.form-edited")
            .with("name", Arg::text(&record.name))
            .with("from", Arg::text(from))
            .with("to", Arg::text(to));
        stored(self.shelf.commit_logged(asking, permit, Deed::of(&did)?.to(id), unit).await)
    }

    /// Asks a second person to freeze it.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict`; `Invalid` where something keeps it
    /// from being frozen; or the store failed.
    pub async fn ask_freezing(&self, asking: &Asking, id: FormId, revision: i64) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<EditForm, _>(asking, |store| store.exam_form(id)).await?;
        self.is_whole(asking, self.shelf.under(&permit), &record).await?;
        let by = by(asking);
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::asked(of));
        unit.run(exam_form::entered(of, ExamFormDone::Asked, None, asking.ms()));
        let deed = deed("did.form-asked", &record)?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Opens it to be edited again.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict` where nobody was asked to freeze it; or
    /// the store failed.
    pub async fn open_again(&self, asking: &Asking, id: FormId, revision: i64) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<EditForm, _>(asking, |store| store.exam_form(id)).await?;
        let by = by(asking);
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::opened_again(of));
        unit.run(exam_form::entered(of, ExamFormDone::OpenedAgain, None, asking.ms()));
        let deed = deed("did.form-opened", &record)?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Drops it: its items are free again.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `NotFound`; `Conflict` where it is frozen; or the store
    /// failed.
    pub async fn drop_form(&self, asking: &Asking, id: FormId, revision: i64) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<EditForm, _>(asking, |store| store.exam_form(id)).await?;
        let by = by(asking);
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::dropped(of, asking.ms()));
        unit.run(exam_form::entered(of, ExamFormDone::Dropped, None, asking.ms()));
        let deed = deed("did.form-dropped", &record)?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Freezes it, as a second person: from then on it is never changed.
    ///
    /// # Errors
    /// Neither bank manager nor administrator; `SecondPerson` for whoever worked on it; `NotFound`;
    /// `Conflict`
    /// where nobody asked for it; `Invalid` where something keeps it from being frozen; or the store failed.
    pub async fn freeze(&self, asking: &Asking, id: FormId, revision: i64) -> Result<(), AppError> {
        let (permit, record) = self.shelf.open::<FreezeForm, _>(asking, |store| store.exam_form(id)).await?;
        if record.state != ExamFormState::Asked {
            return Err(AppError::Conflict);
        }
        let store = self.shelf.under(&permit);
        let form = self.is_whole(asking, store, &record).await?;
        let place = (record.exam.as_str(), record.name.as_str());
        let worked = self.source.items(store, id, &record.exam).await?;
        let paper = self.source.on_paper(asking, store, place, &form.items, &worked).await?;
        let mark = paper.ok_or(AppError::Conflict)?.mark;
        let by = by(asking);
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::frozen(of, &mark, asking.ms()));
        for item in &worked {
            unit.run(exam_form::pinned(id, &item.slug, item.number));
        }
        unit.run(exam_form::entered(of, ExamFormDone::Frozen, None, asking.ms()));
        let deed = deed("did.form-frozen", &record)?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }
}

pub(super) fn deed(code: &'static str, record: &ExamFormRecord) -> Result<Deed, AppError> {
    Ok(Deed::of(&Said::of(code).with("name", Arg::text(&record.name)))?.to(record.id))
}

pub(super) fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        done => Ok(done?),
    }
}
