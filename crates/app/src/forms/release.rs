//! A frozen form becomes a change of the programme: its file, and its items as they were frozen.

use assay_assessment::assembly::{FormCounts, FormFile, NamedForm};
use assay_bank::work::ItemPool;
use assay_kernel::{FormId, PreparedId, source::SourceFile};
use assay_store::{
    ExamFormDone, ExamFormRecord, ExamFormState, OfRevision, Reads, StoreError, Unit, statement::exam_form,
};

use super::{Forms, edit::deed, line::named, rules::ReleaseForm};
use crate::{
    AppError, Asking, Files,
    changes::counter::{NewlyPrepared, prepared},
    deed::by,
    reading::{
        FORMS, Overlay, Owned, WorkedItem, bank_of, files_of_items, folder_of, form_cut, form_mark, is_owned,
        load_draft, off_the_loop,
    },
};

impl Forms {
    /// Lays the change ready that gives a frozen form: to be planned and proposed, and applied by others.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Conflict` where it is not frozen, or was looked at before something
    /// happened; `Draft` where its bank is not in the data, an item of it was retired since, or the programme
    /// in force has no room for it; or the store failed.
    pub async fn release(&self, asking: &Asking, id: FormId, revision: i64) -> Result<PreparedId, AppError> {
        let (permit, record) = self.shelf.open::<ReleaseForm, _>(asking, |store| store.exam_form(id)).await?;
        if record.state != ExamFormState::Frozen {
            return Err(AppError::Conflict);
        }
        let overlay = self.overlay(asking, self.shelf.under(&permit), &record).await?;
        let title = format!("{}: give the form {}", record.exam, record.name);
        let about = format!(
            "The form {}, frozen as {}, with the versions of its items that were frozen. It takes the place \
             of every form of {} in force.",
            record.name,
            record.mark.as_deref().unwrap_or_default(),
            record.exam
        );
        let (change, by) = (self.mint.id(asking.at), by(asking));
        let of = OfRevision { id, revision, by: &by };
        let mut unit = Unit::from(exam_form::prepared(of));
        unit.run(exam_form::entered(of, ExamFormDone::Prepared, None, asking.ms()));
        let newly =
            NewlyPrepared { title: &title, about: &about, overlay: &overlay, is_of_this_version: true };
        unit.append(prepared(change, asking, &newly));
        let deed = deed("did.form-release-prepared", &record)?;
        match self.shelf.commit_logged(asking, permit, deed, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            done => Ok(done.map(|()| change)?),
        }
    }

    async fn overlay(
        &self,
        asking: &Asking,
        store: &Reads,
        record: &ExamFormRecord,
    ) -> Result<Overlay, AppError> {
        let refused = |text: String| Err(AppError::Draft(text));
        let worked = self.source.items(store, record.id, &record.exam).await?;
        if worked.is_empty() {
            return refused(format!(
                "The bank of {exam} is in the programme’s files, and so are its forms: write this one there, \
                 or take the bank of {exam} into work.",
                exam = record.exam
            ));
        }
        if let Some(item) = worked.iter().find(|item| !item.is_live) {
            return refused(format!(
                "{} was retired since the form was frozen: draw another form.",
                item.slug
            ));
        }
        let form = named(record, store.exam_form_items(record.id).await?)?;
        let known = self.source.pool_with(asking, store, (&record.exam, true), Some(record.id)).await?;
        let counts = FormCounts::of(&form, &known.pool, &known.blueprint);
        let file = FormFile {
            exam: &record.exam,
            cut: form_cut(record),
            drawn: &format!("Drawn with seed {} and looked through", record.seed),
            skills: known.blueprint.skills.len(),
        };
        let file = SourceFile::new(format!("{FORMS}{}.toml", record.name), file.text(&form, &counts));
        let current = Files::from_store(store.programme_tree(&asking.programme.tree).await?)?;
        let record = record.clone();
        off_the_loop(move || {
            is_as_frozen(&form, &worked, &record)?;
            let overlay = over(&current, file, worked, &record.exam)?;
            let after = overlay.over(&current);
            if after.tree() == current.tree() {
                return Err(AppError::Draft(
                    "It is in force already; there is nothing to change.".to_owned(),
                ));
            }
            load_draft(after)?;
            Ok(overlay)
        })
        .await?
    }
}

/// A form that was frozen before its bank came into work names no versions: it is released as long as those
/// that live are those that were frozen.
fn is_as_frozen(form: &NamedForm, worked: &[WorkedItem], record: &ExamFormRecord) -> Result<(), AppError> {
    let bank = bank_of(worked);
    let known = form.items.iter().map(|entry| Some((entry, bank.get(&entry.item)?)));
    let mark = known.collect::<Option<Vec<_>>>().map(|known| form_mark(known.into_iter()));
    if mark.is_some() && mark == record.mark {
        return Ok(());
    }
    let text =
        "Its items are not what was frozen: one was edited since, or has left the bank. Draw another form.";
    Err(AppError::Draft(text.to_owned()))
}

/// The form and its items over the files in force: whatever else there is of its bank goes.
fn over(current: &Files, form: SourceFile, worked: Vec<WorkedItem>, exam: &str) -> Result<Overlay, AppError> {
    let mut files = files_of_items(worked, &folder_of(ItemPool::Exam, exam))?;
    files.texts.push(form);
    let owned = Owned::bank(exam);
    Ok(Overlay::instead(current, files, |path, text| is_owned(path, text, &owned)))
}
