//! Lists of items, and searches in them: each database looks for words in its own way.
//!
//! What is looked for are the beginnings of words. The pair differs in that one condition; what else a filter
//! asks, the order and the totals are one text.

use assay_bank::work::{ItemId, ItemPool, ItemState};

use crate::{
    db::{Db, StoreError},
    store::Reads,
    table::{
        item::{ItemRecord, columns},
        listed::Rows,
    },
    unit::{Sql, SqlValue},
};

/// What a filter leaves; what is empty asks nothing. `$1` are words.
macro_rules! left {
    () => {
        " ($2 = '' OR i.pool = $2) AND ($3 = '' OR i.exam = $3) \
        AND ($4 = '' OR i.domain = $4 OR i.task = $4 OR i.skill = $4) \
        AND ($5 = '' OR i.state = $5 OR ($5 = 'live' AND i.live IS NOT NULL)) \
        AND ($6 = '' OR i.kind = $6) \
        AND ($7 = '' OR i.id IN (SELECT t.item_id FROM item_tags AS t WHERE t.tag = $7)) \
        AND ($8 = '' OR i.artefact = $8 OR ($8 = 'any' AND i.artefact <> '')) \
        AND ($9 = '' OR i.author = $9) \
        AND ($10 = '' OR i.id IN (SELECT s.item_id FROM item_seats AS s WHERE s.reviewer = $10)) \
        AND ($11 = 0 OR i.comments_open > 0)"
    };
}
macro_rules! any {
    () => {
        "$1 = $1 AND"
    };
}
macro_rules! sqlite {
    () => {
        "i.place IN (SELECT rowid FROM item_words WHERE item_words MATCH $1) AND"
    };
}
macro_rules! postgres {
    () => {
        "i.place IN (SELECT w.place FROM item_texts AS w \
        WHERE w.sought @@ to_tsquery('simple', $1)) AND"
    };
}
macro_rules! latest {
    ($words:ident, $along:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM items AS i",
            $along,
            " WHERE ",
            $words!(),
            left!(),
            " ORDER BY i.changed_at DESC, i.id DESC LIMIT $12 OFFSET $13"
        )
    };
}
macro_rules! by_name {
    ($words:ident, $along:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM items AS i",
            $along,
            " WHERE ",
            $words!(),
            left!(),
            " ORDER BY i.pool, i.exam, i.slug, i.id LIMIT $12 OFFSET $13"
        )
    };
}
/// As far as `$12`: whoever is told that there are more than so many needs no other number.
macro_rules! count {
    ($words:ident) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM items AS i WHERE ",
            $words!(),
            left!(),
            " LIMIT $12) AS found"
        )
    };
}
/// The same where a tag is asked beside words, from what has the tag: PostgreSQL takes a tag among other
/// conditions for one that every second item has, and looked up all that have the words.
macro_rules! tagged {
    ($words:ident) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM item_tags AS g JOIN items AS i ON i.id = g.item_id \
            WHERE g.tag = $7 AND ",
            $words!(),
            left!(),
            " LIMIT $12) AS found"
        )
    };
}
/// How many items have the words, asked of the index of words alone; as far as `$2`.
macro_rules! counted_sqlite {
    () => {
        "SELECT COUNT(*) FROM (SELECT 1 FROM item_words WHERE item_words MATCH $1 LIMIT $2) AS found"
    };
}
macro_rules! counted_postgres {
    () => {
        "SELECT COUNT(*) FROM (SELECT 1 FROM item_texts AS w \
        WHERE w.sought @@ to_tsquery('simple', $1) LIMIT $2) AS found"
    };
}
macro_rules! ids {
    ($words:ident) => {
        concat!("SELECT i.id FROM items AS i WHERE ", $words!(), left!(), " ORDER BY i.id LIMIT $12")
    };
}

/// The statements of a way to look for words.
#[derive(Clone, Copy)]
pub(crate) struct Searching {
    pub(crate) latest: Sql,
    pub(crate) by_name: Sql,
    pub(crate) count: Sql,
    pub(crate) ids: Sql,
    /// How many where nothing but words is asked; none where there are no words.
    pub(crate) words: Option<Sql>,
    /// How many where a tag is asked beside words.
    pub(crate) tagged: Option<Sql>,
}

impl Searching {
    #[cfg(test)]
    pub(crate) fn all(self) -> Vec<Sql> {
        let more = self.words.into_iter().chain(self.tagged);
        [self.latest, self.by_name, self.count, self.ids].into_iter().chain(more).collect()
    }
}

/// No words.
pub(crate) const LISTED: Searching = Searching {
    latest: Sql::anew("item.listed_latest", latest!(any, "")),
    by_name: Sql::anew("item.listed_by_name", by_name!(any, "")),
    count: Sql::anew("item.listed_count", count!(any)),
    ids: Sql::anew("item.listed_ids", ids!(any)),
    words: None,
    tagged: None,
};
/// Words, with FTS5. A page is read along the index of its order: sorting all that a common word leaves took
/// ten times as long (`cargo xtask bench bank`), and SQLite has no figures by which to see that.
pub(crate) const SQLITE: Searching = Searching {
    latest: Sql::anew("item.found_latest", latest!(sqlite, " INDEXED BY items_by_change")),
    by_name: Sql::anew("item.found_by_name", by_name!(sqlite, " INDEXED BY items_by_place")),
    count: Sql::anew("item.found_count", count!(sqlite)),
    ids: Sql::anew("item.found_ids", ids!(sqlite)),
    words: Some(Sql::anew("item.found_words", counted_sqlite!())),
    tagged: Some(Sql::anew("item.found_tagged", tagged!(sqlite))),
};
/// Words, with `tsvector`.
pub(crate) const POSTGRES: Searching = Searching {
    latest: Sql::anew("item.found_latest", latest!(postgres, "")),
    by_name: Sql::anew("item.found_by_name", by_name!(postgres, "")),
    count: Sql::anew("item.found_count", count!(postgres)),
    ids: Sql::anew("item.found_ids", ids!(postgres)),
    words: Some(Sql::anew("item.found_words", counted_postgres!())),
    tagged: Some(Sql::anew("item.found_tagged", tagged!(postgres))),
};

/// Which items are asked for; what is empty or none asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Beginnings of words, in lower case; all of them.
    pub words: Vec<String>,
    /// Whether any of the words is enough; then they are whole words.
    pub any: bool,
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
    pub author: String,
    /// Who reviews it.
    pub reviewer: String,
    /// Those with open comments.
    pub commented: bool,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemOrder {
    /// What was changed last comes first.
    #[default]
    Latest,
    /// By pool, exam version and name.
    ByName,
}

impl ItemFilter {
    /// The words as a database asks for them.
    fn query(&self, is_sqlite: bool) -> String {
        let plain = self.words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect());
        let plain = plain.filter(|word: &String| !word.is_empty());
        match (is_sqlite, self.any) {
            (true, true) => plain.collect::<Vec<_>>().join(" OR "),
            (false, true) => plain.collect::<Vec<_>>().join(" | "),
            (true, false) => plain.map(|word| format!("{word}*")).collect::<Vec<_>>().join(" AND "),
            (false, false) => plain.map(|word| format!("{word}:*")).collect::<Vec<_>>().join(" & "),
        }
    }

    fn values(&self, query: String) -> [SqlValue; 11] {
        let state = match (self.state, self.live) {
            (Some(state), _) => state.as_str(),
            (None, true) => "live",
            (None, false) => "",
        };
        [
            query.into(),
            self.pool.map_or("", ItemPool::as_str).into(),
            (&self.exam).into(),
            (&self.place).into(),
            state.into(),
            (&self.kind).into(),
            (&self.tag).into(),
            (&self.artefact).into(),
            (&self.author).into(),
            (&self.reviewer).into(),
            self.commented.into(),
        ]
    }
}

impl Reads {
    fn searching(&self, filter: &ItemFilter) -> (Searching, String) {
        let is_sqlite = matches!(self.readers, Db::Sqlite(_));
        let query = filter.query(is_sqlite);
        match (query.is_empty(), is_sqlite) {
            (true, _) => (LISTED, query),
            (false, true) => (SQLITE, query),
            (false, false) => (POSTGRES, query),
        }
    }

    /// A page of the items that a filter leaves.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn items_listed(
        &self,
        filter: &ItemFilter,
        order: ItemOrder,
        rows: Rows,
    ) -> Result<Vec<ItemRecord>, StoreError> {
        let (searching, query) = self.searching(filter);
        let sql = match order {
            ItemOrder::Latest => searching.latest,
            ItemOrder::ByName => searching.by_name,
        };
        let [a, b, c, d, e, f, g, h, i, j, k] = filter.values(query);
        self.all(sql, [a, b, c, d, e, f, g, h, i, j, k, rows.limit.into(), rows.offset.into()]).await
    }

    /// How many items a filter leaves, counted no further than `at_most`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_items_listed(&self, filter: &ItemFilter, at_most: i64) -> Result<i64, StoreError> {
        let (searching, query) = self.searching(filter);
        let of_words = ItemFilter { words: filter.words.clone(), any: filter.any, ..ItemFilter::default() };
        let (count,): (i64,) = match searching.words.filter(|_| *filter == of_words) {
            Some(words) => self.one(words, [query.into(), at_most.into()]).await?,
            None => {
                let counted = searching.tagged.filter(|_| !filter.tag.is_empty()).unwrap_or(searching.count);
                let [a, b, c, d, e, f, g, h, i, j, k] = filter.values(query);
                self.one(counted, [a, b, c, d, e, f, g, h, i, j, k, at_most.into()]).await?
            }
        };
        Ok(count)
    }

    /// The ids of so many items that a filter leaves.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn item_ids(&self, filter: &ItemFilter, limit: i64) -> Result<Vec<ItemId>, StoreError> {
        let (searching, query) = self.searching(filter);
        let [a, b, c, d, e, f, g, h, i, j, k] = filter.values(query);
        let found: Vec<(String,)> =
            self.all(searching.ids, [a, b, c, d, e, f, g, h, i, j, k, limit.into()]).await?;
        let read = found.into_iter().map(|(id,)| ItemId::parse(&id));
        read.collect::<Result<_, _>>().map_err(|error| StoreError::Corrupt(format!("items.id: {error}")))
    }
}
