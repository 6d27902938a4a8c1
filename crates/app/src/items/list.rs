//! Lists of items and searches in them, and what lies before a reviewer.

use assay_bank::work::{Doer, ItemId, ItemPool, ItemState, ReviewRules, words};
use assay_kernel::{Actor, PersonId, Role};
use assay_store::{ItemFilter, ItemOrder, Reads, Rows, SeatRecord};

use super::{
    Items,
    held::manages,
    rules::SeeBank,
    view::{ItemLine, ReviewDesk, ReviewLine},
};
use crate::{AppError, Asking, ListPart, Listed, PAGE_ROWS, listing::page_of};

/// Words that a search looks for at once.
const WORDS_MAX: usize = 8;
/// How far it is counted what a search finds: as many as are ever changed at once.
///
/// Beyond that nobody does anything with the number. Each hit beside a filter is looked up, so to count all
/// took longer than to read the page (docs/bench/bank.md).
pub const FOUND_COUNTED_MAX: i64 = 2_000;
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
    /// A page of the items that a filter leaves, and how many there are: as far as [`FOUND_COUNTED_MAX`],
    /// or as many as the page shows that there are. Writers see what they began.
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
        let of_pool = ItemsWanted { pool: wanted.pool, exam: wanted.exam.clone(), ..ItemsWanted::default() };
        let of_pool = of_pool.filter(asking);
        let of = store.count_items_listed(&of_pool, i64::MAX).await?;
        let order = if wanted.by_name { ItemOrder::ByName } else { ItemOrder::Latest };
        let mut count = match filter == of_pool {
            true => of,
            false => store.count_items_listed(&filter, FOUND_COUNTED_MAX + 1).await?,
        };
        if filter != of_pool && count > FOUND_COUNTED_MAX {
            let page = page.clamp(1, of / PAGE_ROWS + 1);
            let rows = Rows { limit: PAGE_ROWS + 1, offset: (page - 1) * PAGE_ROWS };
            let mut lines = store.items_listed(&filter, order, rows).await?;
            if !lines.is_empty() {
                let seen = rows.offset + i64::try_from(lines.len()).unwrap_or(PAGE_ROWS);
                let has_more = seen > rows.offset + PAGE_ROWS;
                lines.truncate(usize::try_from(PAGE_ROWS).unwrap_or_default());
                // The last page says how many there are, an earlier one that there are more.
                let count = if has_more { FOUND_COUNTED_MAX.max(seen - 1) } else { seen };
                let lines = lines.iter().map(ItemLine::of).collect();
                return Ok(Listed { lines, count, of, page, has_more });
            }
            // Beyond the last page: which that is, only counting tells.
            count = store.count_items_listed(&filter, i64::MAX).await?;
        }
        let (page, rows) = page_of(page, count);
        let lines = store.items_listed(&filter, order, rows).await?;
        let lines = lines.iter().map(ItemLine::of).collect();
        Ok(Listed { lines, count, of, page, has_more: false })
    }

    /// So many of the items that a filter leaves, behind so many others; nothing is counted.
    ///
    /// # Errors
    /// No role in the bank, or the store failed.
    pub async fn list_part(
        &self,
        asking: &Asking,
        wanted: &ItemsWanted,
        after: i64,
        rows: i64,
    ) -> Result<ListPart<ItemLine, i64>, AppError> {
        let permit = asking.permit::<SeeBank>()?;
        let order = if wanted.by_name { ItemOrder::ByName } else { ItemOrder::Latest };
        let part = Rows { limit: rows, offset: after };
        let lines = self.shelf.under(&permit).items_listed(&wanted.filter(asking), order, part).await?;
        let is_full = i64::try_from(lines.len()) == Ok(rows);
        let lines = lines.iter().map(ItemLine::of).collect();
        Ok(ListPart { lines, next: is_full.then_some(after.saturating_add(rows)) })
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
