//! Writing: a new item, a draft saved, the next version; into review, back from it, and away.

use assay_bank::lint::ALTERNATIVE;
use assay_bank::work::{ItemCommand, ItemId, ItemPool, author_text};
use assay_bank::{Artefact, AuthoredItem, CognitiveLevel, ItemKind, ItemMeta, OptionText, Source};
use assay_kernel::{ExamCode, Location};
use assay_store::StoreError;

use super::{
    Items,
    content::{Content, WrittenItem, checked_slug},
    found::found_in,
    held::{HeldItem, done, held, made, manages},
    list::works_on,
    rules::{BeginItem, WriteItem},
    view::ItemParts,
};
use crate::{AppError, Asking, FieldFault, deed::Why};

/// Letters of a reason for a version, of a comment, and of a remark.
pub(super) const WORDS_CHARS_MAX: usize = 4_000;

impl ItemParts {
    /// The authoring file that says the same.
    pub fn to_text(&self, exam: &str, slug: &str) -> String {
        author_text(&self.authored(exam, slug))
    }

    /// The mark of the wording that a translation is made of.
    pub fn wording(&self) -> String {
        self.authored("", "").wording_mark()
    }

    fn authored(&self, exam: &str, slug: &str) -> AuthoredItem {
        let level = match self.level.as_str() {
            "remember" => CognitiveLevel::Remember,
            "analyse" => CognitiveLevel::Analyse,
            _ => CognitiveLevel::Apply,
        };
        let meta = ItemMeta {
            id: slug.to_owned(),
            exam: ExamCode::new(exam),
            task: self.task.trim().to_owned(),
            skill: Some(self.skill.trim().to_owned()).filter(|skill| !skill.is_empty()),
            level,
            difficulty: self.difficulty,
            time_s: self.time_s,
            enemies: self.enemies.clone(),
            tags: self.tags.clone(),
            artefact: Artefact::ALL.into_iter().find(|kind| kind.as_str() == self.artefact),
            source: Source {
                title: self.source_title.trim().to_owned(),
                url: self.source_url.trim().to_owned(),
                read: self.source_read,
                unread: self.source_unread,
            },
            note: self.note.trim().to_owned(),
            at: Location::default(),
        };
        let option = |option: &super::view::OptionPart| OptionText {
            id: option.id.clone(),
            text: one_form(&option.text),
            rationale: one_form(&option.rationale),
        };
        let key = self.options.iter().filter(|option| option.is_key).map(|option| option.id.clone());
        AuthoredItem {
            meta,
            kind: if self.is_multiple { ItemKind::MultipleResponse } else { ItemKind::MultipleChoice },
            stem: one_form(&self.stem),
            options: self.options.iter().map(option).collect(),
            key: key.collect(),
            media: self.media.clone(),
            stimulus: Some(self.stimulus.clone()).filter(|name| !name.is_empty()),
            language: Some(self.language.clone()).filter(|tag| !tag.is_empty()),
            translations: self.translations.clone(),
        }
    }
}

/// A text as files hold it: browsers end lines with two characters.
fn one_form(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

impl Items {
    /// Begins an item: a draft, version 1.
    ///
    /// # Errors
    /// No writer, or not where they write; `Invalid` with what stands against it; or the store failed.
    pub async fn begin(
        &self,
        asking: &Asking,
        pool: ItemPool,
        exam: &str,
        slug: &str,
        draft: WrittenItem,
    ) -> Result<ItemId, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        let invalid = |field, text: &str| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        let programme = &asking.programme.programme;
        programme.exam(exam).ok_or(AppError::NotFound)?;
        checked_slug(slug)?;
        Content::fits(&draft)?;
        let content = Content::read(programme, pool, exam, slug, draft);
        let store = self.shelf.under(&permit);
        if !works_on(store, asking, exam, &content.domain).await? {
            return invalid("task", "You write in other domains. Ask a bank manager for this one.");
        }
        for pool in ItemPool::ALL {
            if store.item_by_slug(pool, slug).await?.is_some() {
                return invalid("slug", "There is an item of this name already. Choose another one.");
            }
        }
        let id = self.fresh(asking, pool);
        let marks = content.read.marks.clone();
        let command = ItemCommand::Write { marks, why: String::new(), from: None };
        let unit = made(asking, id, exam, slug, command, content)?.unit()?;
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => {
                invalid("slug", "There is an item of this name already. Choose another one.")
            }
            other => Ok(other.map(|()| id)?),
        }
    }

    /// Saves what somebody wrote: over a draft that nobody has seen, else as the next version. `seq` is how
    /// many events the item had when they began to write. Gives back how many it has now.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` where somebody else wrote meanwhile; `Invalid` with what stands against it; or
    /// the store failed.
    pub async fn save(
        &self,
        asking: &Asking,
        id: ItemId,
        seq: u32,
        draft: WrittenItem,
        why: &str,
    ) -> Result<u32, AppError> {
        Content::fits(&draft)?;
        let why = words_of("why", why)?;
        let (permit, item) = self.shelf.open::<WriteItem, _>(asking, |store| held(store, id)).await?;
        if item.work.seq != seq {
            return Err(AppError::Conflict);
        }
        let content = self.next_content(asking, &item, draft);
        if !works_on(self.shelf.under(&permit), asking, &item.record.exam, &content.domain).await? {
            let text = "You write in other domains. Ask a bank manager for this one.";
            return Err(AppError::Invalid(vec![FieldFault::new("task", text)]));
        }
        let command = ItemCommand::Write { marks: content.read.marks.clone(), why, from: None };
        let changed = done(asking, item, command, Some(content))?;
        let (seq, unit) = (changed.work.seq, changed.unit()?);
        stored(self.shelf.commit(permit, unit).await)?;
        Ok(seq)
    }

    pub(super) fn next_content(&self, asking: &Asking, item: &HeldItem, draft: WrittenItem) -> Content {
        let record = &item.record;
        Content::read(&asking.programme.programme, item.pool(), &record.exam, &record.slug, draft)
    }

    /// Gives an item into review. What cannot be asked at all is not reviewed.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn submit(&self, asking: &Asking, id: ItemId) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<WriteItem, _>(asking, |store| held(store, id)).await?;
        let number = item.work.latest().map_or(1, |latest| latest.number);
        let content = super::open::content_of(asking, self.shelf.under(&permit), &item, number).await?;
        let (read, at) =
            (&content.read.read, |text: String| AppError::Invalid(vec![FieldFault::new("", text)]));
        if let Some(unfit) = read.item.unfit() {
            return Err(at(format!("This item {unfit}. Mend it, then give it into review.")));
        }
        let mut faults = read.found.iter().chain(read.lint.iter());
        if let Some(fault) = faults.find(|fault| fault.severity == assay_kernel::Severity::Error) {
            return Err(at(format!("{}: {}. Mend it, then give it into review.", fault.code, fault.message)));
        }
        let found = found_in(&content, &asking.programme.lists);
        if let Some(fault) = found.iter().find(|fault| fault.code == ALTERNATIVE.code) {
            return Err(at(format!(
                "{}: {}. Say what it shows, then give it into review.",
                fault.code, fault.message
            )));
        }
        let unit = done(asking, item, ItemCommand::Submit, None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)
    }

    /// Makes an item a draft again: from review, or for who looks after the bank what was retired.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn back_to_draft(&self, asking: &Asking, id: ItemId, why: &Why) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<WriteItem, _>(asking, |store| held(store, id)).await?;
        let command = ItemCommand::BackToDraft(why.as_str().to_owned());
        let unit = done(asking, item, command, None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)
    }

    /// Whether whoever asks writes where a task belongs: what a page says before they begin.
    ///
    /// # Errors
    /// No writer, or the store failed.
    pub async fn may_begin(&self, asking: &Asking, exam: &str, domain: &str) -> Result<bool, AppError> {
        let permit = asking.permit::<BeginItem>()?;
        Ok(manages(asking) || works_on(self.shelf.under(&permit), asking, exam, domain).await?)
    }
}

/// Words that somebody typed, within what is kept.
pub(super) fn words_of(field: &'static str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.chars().count() > WORDS_CHARS_MAX {
        return Err(AppError::Invalid(vec![FieldFault::new(field, "Use at most 4,000 characters.")]));
    }
    Ok(text.to_owned())
}

/// Whoever was faster is told as a conflict.
pub(super) fn stored(done: Result<(), StoreError>) -> Result<(), AppError> {
    match done {
        Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
        done => Ok(done?),
    }
}
