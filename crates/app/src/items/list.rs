//! Lists of items and searches in them, and what lies before a reviewer.

use assay_bank::work::{Doer, ItemId, ItemPool, ItemState, ReviewRules, words};
use assay_kernel::{Actor, PersonId, Role};
use assay_store::{ItemFilter, ItemOrder, Reads, SeatRecord};

use super::{
    Items,
    held::manages,
    rules::SeeBank,
    view::{ItemLine, ReviewDesk, ReviewLine},
};
use crate::{AppError, Asking, Listed, listing::page_of};

/// Words that a search looks for at once.
const WORDS_MAX: usize = 8;
/// What a reviewer has before them, and may take.
const DESK_MAX: i64 = 200;

/// Which items are wanted; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ItemsWanted {
    /// Beginnings of words.
    pub text: String,
    /// ItemPool.
    pub pool: Option<ItemPool>,
    /// Exam version.
    pub exam: String,
    /// Domain, task or skill of the outline.
    pub place: String,
    /// How the latest version stands.
    pub state: Option<ItemState>,
    /// Those with a live version; asked where no state is.
    pub live: bool,
    /// What it asks.
    pub kind: String,
    /// A tag.
    pub tag: String,
    /// What there is to read; `any` for anything.
    pub artefact: String,
    /// Who began it.
    pub author: Option<PersonId>,
    /// Who reviews it.
    pub reviewer: Option<PersonId>,
    /// Those with open comments.
    pub commented: bool,
    /// ItemBy name, and not what was changed last first.
    pub by_name: bool,
}

impl ItemsWanted {
    /// As the store is asked; whoever looks after no bank sees their own alone.
    pub(super) fn filter(&self, asking: &Asking) -> ItemFilter {
        let id = |person: Option<PersonId>| person.map(|id| id.to_string()).unwrap_or_default();
        let mut filter = ItemFilter {
            words: words(&self.text).into_iter().take(WORDS_MAX).collect(),
            any: false,
            pool: self.pool,
            exam: self.exam.clone(),
            place: self.place.clone(),
            state: self.state,
            live: self.live,
            kind: self.kind.clone(),
            tag: self.tag.clone(),
            artefact: self.artefact.clone(),
            author: id(self.author),
            reviewer: id(self.reviewer),
            commented: self.commented,
        };
        if !manages(asking) {
            filter.author = id(asking.actor.person().copied());
            filter.reviewer = String::new();
        }
        filter
    }
}

impl Items {
    /// A page of the items that a filter leaves, with true totals. Writers see what they began.
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn list(
        &self,
        asking: &Asking,
        wanted: &ItemsWanted,
        page: i64,
    ) -> Result<Listed<ItemLine>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let (store, filter) = (self.shelf.under(&permit), wanted.filter(asking));
        let everything =
            ItemFilter { author: ItemsWanted::default().filter(asking).author, ..ItemFilter::default() };
        let of = store.count_items_listed(&everything).await?;
        let count = if filter == everything { of } else { store.count_items_listed(&filter).await? };
        let (page, rows) = page_of(page, count);
        let order = if wanted.by_name { ItemOrder::ByName } else { ItemOrder::Latest };
        let lines = store.items_listed(&filter, order, rows).await?;
        Ok(Listed { lines: lines.iter().map(ItemLine::of).collect(), count, of, page })
    }

    /// The item of a name in a pool, where whoever asks looks after the bank.
    ///
    /// # Errors
    /// No role in the bank; `NotFound`; or the store failed.
    pub async fn named(&self, asking: &Asking, pool: ItemPool, slug: &str) -> Result<ItemId, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let found = self.shelf.under(&permit).item_by_slug(pool, slug).await?;
        found.filter(|_| manages(asking)).map(|record| record.id).ok_or(AppError::NotFound)
    }

    /// The exam versions whose items the data own, by pool, with how many.
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn owned(&self, asking: &Asking) -> Result<Vec<(ItemPool, String, i64)>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let owned = self.shelf.under(&permit).owned_exams().await?;
        let known =
            owned.into_iter().filter_map(|one| Some((ItemPool::parse(&one.pool)?, one.exam, one.many)));
        Ok(known.collect())
    }

    /// The tags of an exam version's items, with how many have each.
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn tags(
        &self,
        asking: &Asking,
        pool: ItemPool,
        exam: &str,
    ) -> Result<Vec<(String, i64)>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        Ok(self.shelf.under(&permit).item_tags_of_exam(pool, exam).await?)
    }

    /// What lies before a reviewer: theirs, and what they may take where they review.
    ///
    /// # Errors
    /// No role in the bank, not signed in, or the store failed.
    pub async fn desk(&self, asking: &Asking) -> Result<ReviewDesk, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let (store, person) = (self.shelf.under(&permit), asking.person()?);
        let seats = store.seats_of(person, asking.ms(), DESK_MAX).await?;
        let mut free = Vec::new();
        if has_role(asking, Role::Reviewer) {
            for (exam, domain) in store.item_scopes_of(person).await? {
                let wanted = |pool| i64::try_from(ReviewRules::of(pool).reviewers).unwrap_or(i64::MAX);
                let wanted = (wanted(ItemPool::Exam), wanted(ItemPool::Practice));
                free.extend(
                    store.free_to_review(person, &exam, &domain, wanted, asking.ms(), DESK_MAX).await?,
                );
            }
        }
        let line = |seat: &SeatRecord| ReviewLine {
            item: ItemLine::of(&seat.item),
            due: seat.due_on.map(|day| day.0),
            until: seat.until_at.map(|until| until.0),
            answered: seat.answered,
            decided: seat.decided,
        };
        // What nobody has taken is named, and no word of it is shown.
        let unread = |record| ItemLine { title: String::new(), ..ItemLine::of(record) };
        let mut free: Vec<ItemLine> = free.iter().map(unread).collect();
        free.dedup_by_key(|line| line.id);
        Ok(ReviewDesk { own: seats.iter().map(line).collect(), free })
    }
}

/// Whether whoever asks has a role.
pub(super) fn has_role(asking: &Asking, role: Role) -> bool {
    matches!(&asking.actor, Actor::Person { roles, .. } if roles.has(role))
}

/// Whether somebody works on a domain of an exam version.
pub(super) async fn works_on(
    store: &Reads,
    asking: &Asking,
    exam: &str,
    domain: &str,
) -> Result<bool, AppError> {
    if manages(asking) {
        return Ok(true);
    }
    let Some(person) = super::held::asked_by(asking).who.person() else { return Ok(false) };
    let scopes = store.item_scopes_of(person).await?;
    Ok(scopes.iter().any(|(of, part)| of == exam && (part.is_empty() || part == domain)))
}

/// Whose item it is, for whoever has no name for them.
pub(super) fn is_own(doer: Doer, asking: &Asking) -> bool {
    doer.person().is_some_and(|person| asking.owns(person))
}
