//! Reviewing: places at an item, the answer before the key is seen, comments, and the decision.

use std::collections::BTreeMap;

use assay_bank::{
    DeliveryItem, order_of_options,
    work::{ItemCommand, ItemId, ReviewVerdict},
};
use assay_kernel::{Arg, Date, Instant, PersonId, Role, Said};
use jiff::SignedDuration;

use super::{
    Items,
    held::{done, held},
    list::works_on,
    open::{ItemRef, content_of, seed_of},
    rules::{AnswerItem, AssignItem, CommentItem, DecideItem, LeaseItem},
    view::NewAnswer,
    write::{stored, words_of},
};
use crate::{AppError, Asking, FieldFault, deed::Deed};

/// How long a reviewer has a place that they took: a working day and the night before it.
const LEASE: SignedDuration = SignedDuration::from_hours(24);

impl Items {
    /// Gives a reviewer a place at an item, until a day where one is named.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn assign(
        &self,
        asking: &Asking,
        id: ItemId,
        reviewer: PersonId,
        due: Option<Date>,
    ) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<AssignItem, _>(asking, |store| held(store, id)).await?;
        let store = self.shelf.under(&permit);
        let invalid = |field, text: &str| Err(AppError::Invalid(vec![FieldFault::new(field, text)]));
        let staff = store.bank_staff(asking.ms()).await?;
        let is_it = |role: &str| role == Role::Reviewer.as_str();
        let Some(found) = staff.iter().find(|one| one.person_id == reviewer && is_it(&one.role)) else {
            return invalid(
                "reviewer",
                "This person is no reviewer. Ask an administrator for the role first.",
            );
        };
        if due.is_some_and(|due| due < asking.today) {
            return invalid("due", "This day is over.");
        }
        let did = Said::of("did.item-assigned").with("item", Arg::text(&item.record.slug));
        let deed = Deed::of(&did.maybe("due", due))?.about(found.person_id).to(id);
        let unit = done(asking, item, ItemCommand::Assign { reviewer, due }, None)?.unit()?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Takes a place at an item away from a reviewer.
    ///
    /// # Errors
    /// No bank manager; `NotFound`; `Invalid` where they have none; or the store failed.
    pub async fn unassign(&self, asking: &Asking, id: ItemId, reviewer: PersonId) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<AssignItem, _>(asking, |store| held(store, id)).await?;
        let did = Said::of("did.item-unassigned").with("item", Arg::text(&item.record.slug));
        let deed = Deed::of(&did)?.about(reviewer).to(id);
        let unit = done(asking, item, ItemCommand::Unassign(reviewer), None)?.unit()?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)
    }

    /// Takes a free place at an item, where whoever asks reviews; gives back until when it is theirs.
    ///
    /// # Errors
    /// `NotFound`, where they do not review there too; `Invalid` with what stands against it; or the store
    /// failed.
    pub async fn lease(&self, asking: &Asking, id: ItemId) -> Result<Instant, AppError> {
        let (permit, item) = self.shelf.open::<LeaseItem, _>(asking, |store| held(store, id)).await?;
        let record = &item.record;
        if !works_on(self.shelf.under(&permit), asking, &record.exam, &record.domain).await? {
            return Err(AppError::NotFound);
        }
        let until = asking.ms().0 + LEASE;
        let unit = done(asking, item, ItemCommand::Lease(until), None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)?;
        Ok(until)
    }

    /// Gives one's place at an item back.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` where they have none; or the store failed.
    pub async fn give_back(&self, asking: &Asking, id: ItemId) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<LeaseItem, _>(asking, |store| held(store, id)).await?;
        let unit = done(asking, item, ItemCommand::GiveBack, None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)
    }

    /// The question of the latest version, for whoever may answer it.
    ///
    /// # Errors
    /// `NotFound`; no reviewer of it; or the store failed.
    pub async fn asked(&self, asking: &Asking, id: ItemId) -> Result<DeliveryItem, AppError> {
        let (permit, item) = self.shelf.open::<AnswerItem, _>(asking, |store| held(store, id)).await?;
        let latest = item.work.latest().ok_or(AppError::NotFound)?;
        let content = content_of(asking, self.shelf.under(&permit), &item, latest.number).await?;
        Ok(DeliveryItem::of(content.read.item_ref(), 1, seed_of(asking, &latest.marks.mark)))
    }

    /// Answers the latest version without having seen its key; gives back whether it is the key.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn answer(&self, asking: &Asking, id: ItemId, answer: NewAnswer) -> Result<bool, AppError> {
        let (permit, item) = self.shelf.open::<AnswerItem, _>(asking, |store| held(store, id)).await?;
        let remark = words_of("remark", &answer.remark)?;
        let latest = item.work.latest().ok_or(AppError::NotFound)?;
        let content = content_of(asking, self.shelf.under(&permit), &item, latest.number).await?;
        let (bank, seed) = (content.read.item_ref(), seed_of(asking, &latest.marks.mark));
        if bank.accepts(&answer.answer).is_err() || bank.missing(&answer.answer).is_some() {
            let text = "Answer the question as a candidate would, then say how sure you are.";
            return Err(AppError::Invalid(vec![FieldFault::new("answer", text)]));
        }
        let agrees = bank.is_right(assay_bank::item_seed(seed, 1), &answer.answer);
        let letters: Vec<String> = content
            .read
            .authored
            .iter()
            .flat_map(|one| &one.options)
            .map(|option| option.id.clone())
            .collect();
        let order = order_of_options(seed, 1, letters.len());
        let order = order.into_iter().filter_map(|at| letters.get(at).cloned()).collect();
        let answer = NewAnswer { remark, ..answer }.of_version(agrees, order);
        let unit = done(asking, item, ItemCommand::Answer(answer), None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)?;
        Ok(agrees)
    }

    /// ItemNames the page that settles why a reviewer's answer was another one.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn settle_answer(
        &self,
        asking: &Asking,
        id: ItemId,
        reviewer: PersonId,
        page: &str,
    ) -> Result<(), AppError> {
        let page = words_of("page", page)?;
        self.said(asking, id, ItemCommand::SettleAnswer { reviewer, page }).await
    }

    /// Comments on an item.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` where there are no words or too many; or the store failed.
    pub async fn comment(&self, asking: &Asking, id: ItemId, text: &str) -> Result<(), AppError> {
        let text = words_of("text", text)?;
        self.said(asking, id, ItemCommand::Comment(text)).await
    }

    /// Settles a comment: whoever wrote it, or who looks after the bank.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn settle(&self, asking: &Asking, id: ItemId, number: u32, how: &str) -> Result<(), AppError> {
        let how = words_of("how", how)?;
        self.said(asking, id, ItemCommand::Settle { number, how }).await
    }

    async fn said(&self, asking: &Asking, id: ItemId, command: ItemCommand) -> Result<(), AppError> {
        let (permit, item) = self.shelf.open::<CommentItem, _>(asking, |store| held(store, id)).await?;
        let unit = done(asking, item, command, None)?.unit()?;
        stored(self.shelf.commit(permit, unit).await)
    }

    /// Decides about the latest version, by the lines of the rubric. Gives back whether it is accepted now.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with what stands against it; or the store failed.
    pub async fn decide(
        &self,
        asking: &Asking,
        id: ItemId,
        verdict: ReviewVerdict,
        rubric: BTreeMap<String, bool>,
        why: &str,
    ) -> Result<bool, AppError> {
        let why = words_of("why", why)?;
        let (permit, item) = self.shelf.open::<DecideItem, _>(asking, |store| held(store, id)).await?;
        let lines = assay_bank::work::RUBRIC;
        let rubric =
            rubric.into_iter().filter(|(code, _)| lines.iter().any(|line| line.code == code)).collect();
        let code = match verdict {
            ReviewVerdict::Accept => "did.item-accepted",
            ReviewVerdict::Reject => "did.item-rejected",
        };
        let version = item.work.latest().map_or(0, |latest| latest.number);
        let did = Said::of(code).with("item", Arg::text(&item.record.slug)).with("n", version);
        let deed = Deed::of(&did)?.to(id);
        let changed = done(asking, item, ItemCommand::Decide { verdict, rubric, why }, None)?;
        let is_accepted = changed.work.live == Some(version);
        let unit = changed.unit()?;
        stored(self.shelf.commit_logged(asking, permit, deed, unit).await)?;
        Ok(is_accepted)
    }
}
