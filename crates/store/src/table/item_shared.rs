//! Texts that several items share: which item names which, and the wordings that there were.

use assay_bank::work::{ItemId, ItemPool, ItemState};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const SHARE: Sql = Sql::named(
    "item_shared.set",
    "INSERT INTO item_shared_texts (item_id, pool, exam, name) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (item_id) DO UPDATE SET name = excluded.name",
);
const DROP: Sql = Sql::named("item_shared.dropped", "DELETE FROM item_shared_texts WHERE item_id = $1");
const OF_EXAM: Sql = Sql::named(
    "item_shared.of_exam",
    "SELECT i.id, i.slug, i.state, i.latest, i.domain, t.name, f.digest FROM item_shared_texts AS t \
    JOIN items AS i ON i.id = t.item_id JOIN item_version_files AS f ON f.item_id = i.id \
    AND f.number = i.latest AND f.name = 'stimuli/' || t.name || '.md' \
    WHERE t.pool = $1 AND t.exam = $2 AND i.state <> 'retired' ORDER BY t.name, i.slug LIMIT $3",
);
const WORDINGS: Sql = Sql::named(
    "item_shared.wordings",
    "SELECT f.digest, c.content, MIN(v.made_at) AS made_at, COUNT(*) AS versions \
    FROM item_shared_texts AS t JOIN item_version_files AS f ON f.item_id = t.item_id \
    AND f.name = 'stimuli/' || t.name || '.md' JOIN item_contents AS c ON c.digest = f.digest \
    JOIN item_versions AS v ON v.item_id = f.item_id AND v.number = f.number \
    WHERE t.pool = $1 AND t.exam = $2 AND t.name = $3 GROUP BY f.digest, c.content \
    ORDER BY MIN(v.made_at) DESC, f.digest LIMIT $4",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[SHARE, DROP, OF_EXAM, WORDINGS];

/// An item that names a shared text, with the wording that its latest version has.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SharedTextRecord {
    /// The item.
    #[sqlx(try_from = "String")]
    pub id: ItemId,
    /// Its name.
    pub slug: String,
    /// How its latest version stands.
    #[sqlx(try_from = "String")]
    pub state: ItemState,
    /// The latest version.
    pub latest: i64,
    /// Domain of the outline.
    pub domain: String,
    /// The text's name.
    pub name: String,
    /// The wording.
    pub digest: String,
}

/// A wording of a shared text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WordingRecord {
    /// Which one.
    pub digest: String,
    /// The text.
    pub content: String,
    /// When the first version had it.
    pub made_at: Ms,
    /// How many versions of items have it.
    pub versions: i64,
}

/// An item shares a text.
pub fn set(id: ItemId, exam: &str, name: &str) -> Statement {
    SHARE.with([id.to_string().into(), id.pool().as_str().into(), exam.into(), name.into()])
}

/// It shares none.
pub fn dropped(id: ItemId) -> Statement {
    DROP.with([id.to_string().into()])
}

impl Reads {
    /// The items of an exam version that share a text, by its name; at most so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn shared_texts(
        &self,
        pool: ItemPool,
        exam: &str,
        limit: i64,
    ) -> Result<Vec<SharedTextRecord>, StoreError> {
        self.all(OF_EXAM, [pool.as_str().into(), exam.into(), limit.into()]).await
    }

    /// The wordings of a shared text, the latest first; at most so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn wordings(
        &self,
        (pool, exam, name): (ItemPool, &str, &str),
        limit: i64,
    ) -> Result<Vec<WordingRecord>, StoreError> {
        self.all(WORDINGS, [pool.as_str().into(), exam.into(), name.into(), limit.into()]).await
    }
}
