//! Items of a body: how each stands, and what is written of it.

use assay_bank::work::{ItemId, ItemPool, ItemState};

use crate::{
    column::{Maybe, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

/// The columns of an item.
macro_rules! columns {
    () => {
        "i.id, i.exam, i.slug, i.seq, i.latest, i.state, i.live, i.live_state, i.domain, i.task, i.skill, \
        i.kind, i.level, i.artefact, i.title, i.author, i.comments_open, i.made_at, i.changed_at"
    };
}
pub(crate) use columns;

const BY_ID: Sql =
    Sql::named("item.by_id", concat!("SELECT ", columns!(), " FROM items AS i WHERE i.id = $1"));
const BY_SLUG: Sql = Sql::named(
    "item.by_slug",
    concat!("SELECT ", columns!(), " FROM items AS i WHERE i.pool = $1 AND i.slug = $2"),
);
const AFTER: Sql = Sql::named(
    "item.after",
    concat!(
        "SELECT ",
        columns!(),
        " FROM items AS i WHERE i.pool = $1 AND i.exam = $2 AND i.slug > $3 ORDER BY i.slug LIMIT $4"
    ),
);
const OWNED: Sql = Sql::named(
    "item.owned",
    "SELECT pool, exam, COUNT(*) AS many FROM items GROUP BY pool, exam ORDER BY exam, pool",
);
const BY_SKILL: Sql = Sql::named(
    "item.by_skill",
    "SELECT skill, kind, artefact, state, live_state, COUNT(*) AS many FROM items \
    WHERE pool = $1 AND exam = $2 GROUP BY skill, kind, artefact, state, live_state",
);
const MAKE: Sql = Sql::named(
    "item.made",
    "INSERT INTO items (id, pool, exam, slug, seq, latest, state, live, live_state, domain, task, skill, \
    kind, level, artefact, title, author, comments_open, made_at, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
);
// Whoever read an item that somebody wrote meanwhile finds that nothing was touched.
const CHANGE: Sql = Sql::named(
    "item.changed",
    "UPDATE items SET seq = $3, latest = $4, state = $5, live = $6, live_state = $7, domain = $8, task = $9, \
    skill = $10, kind = $11, level = $12, artefact = $13, title = $14, comments_open = $15, changed_at = $16 \
    WHERE id = $1 AND seq = $2",
);
const SET_TEXT: Sql = Sql::named(
    "item.text_set",
    "INSERT INTO item_texts (place, words) SELECT place, CAST($2 AS TEXT) FROM items WHERE id = $1 \
    ON CONFLICT (place) DO UPDATE SET words = excluded.words",
);
const ADD_TAG: Sql = Sql::named(
    "item.tag_added",
    "INSERT INTO item_tags (item_id, tag) VALUES ($1, $2) ON CONFLICT (item_id, tag) DO NOTHING",
);
const DROP_TAGS: Sql = Sql::named("item.tags_dropped", "DELETE FROM item_tags WHERE item_id = $1");
const TAGS_OF_EXAM: Sql = Sql::named(
    "item.tags_of_exam",
    "SELECT t.tag, COUNT(*) AS many FROM item_tags AS t JOIN items AS i ON i.id = t.item_id \
    WHERE i.pool = $1 AND i.exam = $2 GROUP BY t.tag ORDER BY t.tag",
);
const TAGS: Sql = Sql::named("item.tags", "SELECT tag FROM item_tags WHERE item_id = $1 ORDER BY tag");

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[BY_ID, BY_SLUG, AFTER, OWNED, BY_SKILL, MAKE, CHANGE, SET_TEXT, ADD_TAG, DROP_TAGS, TAGS_OF_EXAM, TAGS];

/// An item as lists show it: copies of what its events say.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ItemRecord {
    /// Id; its kind says the pool.
    #[sqlx(try_from = "String")]
    pub id: ItemId,
    /// Exam version it was written for.
    pub exam: String,
    /// The name of its authoring file.
    pub slug: String,
    /// How many events there are.
    pub seq: i64,
    /// The latest version.
    pub latest: i64,
    /// How that stands.
    #[sqlx(try_from = "String")]
    pub state: ItemState,
    /// The version that forms take.
    pub live: Option<i64>,
    /// How that stands.
    #[sqlx(try_from = "Maybe<ItemState>")]
    pub live_state: Option<ItemState>,
    /// Domain of the outline; empty where it is not known.
    pub domain: String,
    /// Task of the outline.
    pub task: String,
    /// Skill of the outline; empty where there is none.
    pub skill: String,
    /// What it asks: `multiple-choice`, or the name of an interaction.
    pub kind: String,
    /// What it asks of the mind.
    pub level: String,
    /// What there is to read in it; empty for nothing.
    pub artefact: String,
    /// Its first words.
    pub title: String,
    /// Who began it.
    pub author: String,
    /// Comments that nobody has settled.
    pub comments_open: i64,
    /// When it was begun.
    pub made_at: Ms,
    /// When something happened last.
    pub changed_at: Ms,
}

/// Items of an exam version that the data own.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnedExam {
    /// `exam` or `practice`.
    pub pool: String,
    /// Exam version.
    pub exam: String,
    /// How many items.
    pub many: i64,
}

/// How many items of a kind there are for a skill.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SkillCount {
    /// Skill, or empty.
    pub skill: String,
    /// What they ask.
    pub kind: String,
    /// What there is to read.
    pub artefact: String,
    /// How the latest version stands.
    #[sqlx(try_from = "String")]
    pub state: ItemState,
    /// How the live one stands.
    #[sqlx(try_from = "Maybe<ItemState>")]
    pub live_state: Option<ItemState>,
    /// How many.
    pub many: i64,
}

/// An item is there.
pub fn made(item: &ItemRecord) -> Statement {
    MAKE.with([
        item.id.to_string().into(),
        item.id.pool().as_str().into(),
        (&item.exam).into(),
        (&item.slug).into(),
        item.seq.into(),
        item.latest.into(),
        item.state.as_str().into(),
        item.live.into(),
        item.live_state.map(|state| state.as_str().to_owned()).into(),
        (&item.domain).into(),
        (&item.task).into(),
        (&item.skill).into(),
        (&item.kind).into(),
        (&item.level).into(),
        (&item.artefact).into(),
        (&item.title).into(),
        (&item.author).into(),
        item.comments_open.into(),
        item.made_at.into(),
        item.changed_at.into(),
    ])
}

/// It stands otherwise; it must have had so many events before.
pub fn changed(item: &ItemRecord, before: i64) -> Statement {
    CHANGE.must([
        item.id.to_string().into(),
        before.into(),
        item.seq.into(),
        item.latest.into(),
        item.state.as_str().into(),
        item.live.into(),
        item.live_state.map(|state| state.as_str().to_owned()).into(),
        (&item.domain).into(),
        (&item.task).into(),
        (&item.skill).into(),
        (&item.kind).into(),
        (&item.level).into(),
        (&item.artefact).into(),
        (&item.title).into(),
        item.comments_open.into(),
        item.changed_at.into(),
    ])
}

/// What a search looks through: words in lower case, a space between.
pub fn text_set(id: ItemId, words: &str) -> Statement {
    SET_TEXT.with([id.to_string().into(), words.into()])
}

/// It has a tag.
pub fn tag_added(id: ItemId, tag: &str) -> Statement {
    ADD_TAG.with([id.to_string().into(), tag.into()])
}

/// It has no tags; new ones come behind.
pub fn tags_dropped(id: ItemId) -> Statement {
    DROP_TAGS.with([id.to_string().into()])
}

impl Reads {
    /// One item.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item(&self, id: ItemId) -> Result<Option<ItemRecord>, StoreError> {
        self.maybe(BY_ID, [id.to_string().into()]).await
    }

    /// The item of a name in a pool.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_by_slug(&self, pool: ItemPool, slug: &str) -> Result<Option<ItemRecord>, StoreError> {
        self.maybe(BY_SLUG, [pool.as_str().into(), slug.into()]).await
    }

    /// So many items of an exam version behind a name, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn items_after(
        &self,
        pool: ItemPool,
        exam: &str,
        slug: &str,
        limit: i64,
    ) -> Result<Vec<ItemRecord>, StoreError> {
        self.all(AFTER, [pool.as_str().into(), exam.into(), slug.into(), limit.into()]).await
    }

    /// The exam versions whose items the data own, by pool.
    ///
    /// # Errors
    /// The database failed.
    pub async fn owned_exams(&self) -> Result<Vec<OwnedExam>, StoreError> {
        self.all(OWNED, []).await
    }

    /// How many items of each kind an exam version has by skill.
    ///
    /// # Errors
    /// The database failed.
    pub async fn items_by_skill(&self, pool: ItemPool, exam: &str) -> Result<Vec<SkillCount>, StoreError> {
        self.all(BY_SKILL, [pool.as_str().into(), exam.into()]).await
    }

    /// The tags of an exam version's items, with how many have each.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_tags_of_exam(
        &self,
        pool: ItemPool,
        exam: &str,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        self.all(TAGS_OF_EXAM, [pool.as_str().into(), exam.into()]).await
    }

    /// The tags of an item.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_tags(&self, id: ItemId) -> Result<Vec<String>, StoreError> {
        let tags: Vec<(String,)> = self.all(TAGS, [id.to_string().into()]).await?;
        Ok(tags.into_iter().map(|(tag,)| tag).collect())
    }
}
