//! What becomes of an item: its use, its end, and its way to the other pool.

use assay_bank::work::{ItemCommand, ItemId, ItemPool, ItemState};
use assay_kernel::{Arg, ExamItemId, PracticeItemId, Said};
use assay_store::Unit;

use super::{
    Items,
    content::draft_of,
    held::{HeldItem, done, held, made},
    open::files_of,
    rules::{MoveItem, RetireItem, UseItem},
    write::stored,
};
use crate::{
    AppError, Asking, FieldFault,
    deed::{Deed, Why},
    permit::Permit,
};

impl Items {
    /// Puts the live version to another use: accepted, pretest or scored.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn use_as(
        &self,
        asking: &Asking,
        id: ItemId,
        state: ItemState,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<UseItem, _>(asking, |store| held(store, id)).await?;
        let did = Said::of("did.item-used").with("item", Arg::text(&item.record.slug));
        let deed = Deed::of(&did.with("state", Arg::text(state.as_str())))?.to(id).because(why);
        let unit = done(asking, item, ItemCommand::Use(state), None)?.unit()?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Retires an item; whoever wrote a draft throws it away so.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn retire(&self, asking: &Asking, id: ItemId, why: &Why) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<RetireItem, _>(asking, |store| held(store, id)).await?;
        let did = Said::of("did.item-retired").with("item", Arg::text(&item.record.slug));
        let deed = Deed::of(&did)?.to(id).because(why);
        let command = ItemCommand::Retire { why: why.as_str().to_owned(), into: None };
        let unit = done(asking, item, command, None)?.unit()?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Moves an examination item to the practice pool under a name of its own: there it is a new draft, here
    /// it is retired. From then on everybody may see its key.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn move_to_practice(
        &self,
        asking: &Asking,
        id: ExamItemId,
        slug: &str,
        why: &Why,
    ) -> Result<PracticeItemId, AppError> {
        let new: PracticeItemId = self.mint.id(asking.at);
        self.move_item(asking, id.into(), new.into(), slug, why).await?;
        Ok(new)
    }

    /// Moves a practice item to the examination's pool under a name of its own: there it is a new draft, here
    /// it is retired.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn move_to_exam(
        &self,
        asking: &Asking,
        id: PracticeItemId,
        slug: &str,
        why: &Why,
    ) -> Result<ExamItemId, AppError> {
        let new: ExamItemId = self.mint.id(asking.at);
        self.move_item(asking, id.into(), new.into(), slug, why).await?;
        Ok(new)
    }

    async fn move_item(
        &self,
        asking: &Asking,
        id: ItemId,
        new: ItemId,
        slug: &str,
        why: &Why,
    ) -> Result<(), AppError> {
        let opened = self.shelf.open::<MoveItem, _>(asking, |store| held(store, id)).await?;
        let (permit, item): (Permit<MoveItem>, HeldItem) = opened;
        super::content::checked_slug(slug)?;
        let store = self.shelf.under(&permit);
        for pool in ItemPool::ALL {
            if store.item_by_slug(pool, slug).await?.is_some() {
                let text = "There is an item of this name already. Choose another one.";
                return Err(AppError::Invalid(vec![FieldFault::new("slug", text)]));
            }
        }
        let number = item.work.latest().map_or(1, |latest| latest.number);
        let mut draft = draft_of(&item.record.slug, files_of(store, id, number).await?);
        draft.text = renamed(&draft.text, &item.record.slug, slug);
        let (exam, old) = (item.record.exam.clone(), item.record.slug.clone());
        let programme = &asking.programme.programme;
        let content = super::content::Content::read(programme, new.pool(), &exam, slug, draft);
        let marks = content.read.marks.clone();
        let retire = ItemCommand::Retire { why: why.as_str().to_owned(), into: Some(new.to_string()) };
        let mut unit: Unit = done(asking, item, retire, None)?.unit()?;
        let write = ItemCommand::Write { marks, why: String::new(), from: Some(id.to_string()) };
        unit.append(made(asking, new, &exam, slug, write, content)?.unit()?);
        let did = Said::of("did.item-moved").with("item", Arg::text(old)).with("into", Arg::text(slug));
        let deed = Deed::of(&did.with("pool", Arg::text(new.pool().as_str())))?.to(id).because(why);
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }
}

/// The authoring file under another name: its own `id` alone is another one.
fn renamed(text: &str, old: &str, new: &str) -> String {
    let (from, to) = (format!("id = \"{old}\""), format!("id = \"{new}\""));
    let line = |line: &str| if line.trim_end() == from { line.replace(&from, &to) } else { line.to_owned() };
    text.split_inclusive('\n').map(line).collect()
}
