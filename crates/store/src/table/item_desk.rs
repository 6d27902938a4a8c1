//! Who works where in the bank, whose questions they have seen, and changes of many items at once.

use assay_bank::work::ItemId;
use assay_kernel::{BatchId, PersonId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const SCOPES_OF: Sql = Sql::named(
    "item_scope.of_person",
    "SELECT exam, domain FROM item_scopes WHERE person_id = $1 ORDER BY exam, domain",
);
const SCOPES: Sql = Sql::named(
    "item_scope.all",
    "SELECT s.person_id, p.name, s.exam, s.domain, s.given_at FROM item_scopes AS s \
    JOIN persons AS p ON p.id = s.person_id ORDER BY p.name, s.person_id, s.exam, s.domain",
);
const STAFF: Sql = Sql::named(
    "item_scope.staff",
    "SELECT g.person_id, p.name, g.role FROM grants AS g JOIN persons AS p ON p.id = g.person_id \
    WHERE g.role IN ('item-writer', 'reviewer', 'bank-manager') AND g.scope_kind = 'all' AND g.from_at <= $1 \
    AND (g.until_at IS NULL OR g.until_at > $1) AND g.withdrawn_at IS NULL AND p.closed_at IS NULL \
    ORDER BY p.name, g.person_id, g.role",
);
const GIVE_SCOPE: Sql = Sql::named(
    "item_scope.given",
    "INSERT INTO item_scopes (person_id, exam, domain, given_by, given_at) VALUES ($1, $2, $3, $4, $5)",
);
const TAKE_SCOPE: Sql = Sql::named(
    "item_scope.taken",
    "DELETE FROM item_scopes WHERE person_id = $1 AND exam = $2 AND domain = $3",
);
const SEE: Sql = Sql::named(
    "item_seen.seen",
    "INSERT INTO item_seen (person_id, exam, how, seen_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (person_id, exam) DO NOTHING",
);
// Whoever looked after the bank, even for a day, could see every key.
const SEEN: Sql = Sql::named(
    "item_seen.of_person",
    "SELECT s.exam FROM item_seen AS s WHERE s.person_id = $1 UNION \
    SELECT '' FROM grants AS g WHERE g.person_id = $1 AND g.role = 'bank-manager' AND g.from_at <= $2",
);
const MAKE_BATCH: Sql = Sql::named(
    "item_batch.made",
    "INSERT INTO item_batches (id, kind, said, done_by, done_at, items) VALUES ($1, $2, $3, $4, $5, $6)",
);
const ADD_TO_BATCH: Sql = Sql::named(
    "item_batch.item_added",
    "INSERT INTO item_batch_items (batch_id, item_id, seq, before) VALUES ($1, $2, $3, $4)",
);
const UNDO: Sql = Sql::named(
    "item_batch.undone",
    "UPDATE item_batches SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_at IS NULL",
);
const BATCH: Sql = Sql::named(
    "item_batch.by_id",
    "SELECT id, kind, said, done_by, done_at, items, undone_at FROM item_batches WHERE id = $1",
);
const BATCHES: Sql = Sql::named(
    "item_batch.latest",
    "SELECT id, kind, said, done_by, done_at, items, undone_at FROM item_batches \
    ORDER BY done_at DESC, id DESC LIMIT $1",
);
const BATCH_ITEMS: Sql = Sql::named(
    "item_batch.items",
    "SELECT item_id, seq, before FROM item_batch_items WHERE batch_id = $1 ORDER BY item_id",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    SCOPES_OF,
    SCOPES,
    STAFF,
    GIVE_SCOPE,
    TAKE_SCOPE,
    SEE,
    SEEN,
    MAKE_BATCH,
    ADD_TO_BATCH,
    UNDO,
    BATCH,
    BATCHES,
    BATCH_ITEMS,
];

/// Where somebody works in the bank.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ScopeRecord {
    /// Who.
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    /// How they are called.
    pub name: String,
    /// Exam version.
    pub exam: String,
    /// One of its domains; empty for all.
    pub domain: String,
    /// Since when.
    pub given_at: Ms,
}

/// Somebody with a role in the bank.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BankStaff {
    /// Who.
    #[sqlx(try_from = "String")]
    pub person_id: PersonId,
    /// How they are called.
    pub name: String,
    /// The role's word.
    pub role: String,
}

/// A change of many items at once.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BatchRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: BatchId,
    /// What kind of change.
    pub kind: String,
    /// What was done, JSON.
    pub said: String,
    /// Who.
    pub done_by: String,
    /// When.
    pub done_at: Ms,
    /// How many items.
    pub items: i64,
    /// When it was undone.
    pub undone_at: Option<Ms>,
}

/// An item of such a change.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BatchItem {
    /// Which.
    #[sqlx(try_from = "String")]
    pub item_id: ItemId,
    /// How many events there were after it.
    pub seq: i64,
    /// How it was before, JSON.
    pub before: String,
}

/// Somebody works there from now on; not twice.
pub fn scope_given(person: PersonId, exam: &str, domain: &str, by: &str, at: Ms) -> Statement {
    GIVE_SCOPE.with([person.into(), exam.into(), domain.into(), by.into(), at.into()])
}

/// Somebody works there no more; they must have.
pub fn scope_taken(person: PersonId, exam: &str, domain: &str) -> Statement {
    TAKE_SCOPE.must([person.into(), exam.into(), domain.into()])
}

/// Somebody has seen questions of an exam version: how, in one word.
pub fn seen(person: PersonId, exam: &str, how: &str, at: Ms) -> Statement {
    SEE.with([person.into(), exam.into(), how.into(), at.into()])
}

/// Many items are changed at once; each is a statement of its own.
pub fn batch_made(batch: &BatchRecord) -> Statement {
    MAKE_BATCH.with([
        batch.id.into(),
        (&batch.kind).into(),
        (&batch.said).into(),
        (&batch.done_by).into(),
        batch.done_at.into(),
        batch.items.into(),
    ])
}

/// One of them.
pub fn batch_item_added(batch: BatchId, item: &BatchItem) -> Statement {
    let (id, seq) = (item.item_id.to_string(), item.seq);
    ADD_TO_BATCH.with([batch.into(), id.into(), seq.into(), (&item.before).into()])
}

/// It is undone; it must not be already.
pub fn batch_undone(batch: BatchId, by: &str, at: Ms) -> Statement {
    UNDO.must([batch.into(), by.into(), at.into()])
}

impl Reads {
    /// Where somebody works: exam version, and domain or empty for all.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_scopes_of(&self, person: PersonId) -> Result<Vec<(String, String)>, StoreError> {
        self.all(SCOPES_OF, [person.into()]).await
    }

    /// Who works where.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_scopes(&self) -> Result<Vec<ScopeRecord>, StoreError> {
        self.all(SCOPES, []).await
    }

    /// Everybody with a role in the bank at an instant, once for each role.
    ///
    /// # Errors
    /// The database failed.
    pub async fn bank_staff(&self, now: Ms) -> Result<Vec<BankStaff>, StoreError> {
        self.all(STAFF, [now.into()]).await
    }

    /// The exam versions whose questions somebody has seen; empty text for every one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exams_seen_by(&self, person: PersonId, now: Ms) -> Result<Vec<String>, StoreError> {
        let seen: Vec<(String,)> = self.all(SEEN, [person.into(), now.into()]).await?;
        Ok(seen.into_iter().map(|(exam,)| exam).collect())
    }

    /// A change of many items.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_batch(&self, id: BatchId) -> Result<Option<BatchRecord>, StoreError> {
        self.maybe(BATCH, [id.into()]).await
    }

    /// The latest changes of many items.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_batches(&self, limit: i64) -> Result<Vec<BatchRecord>, StoreError> {
        self.all(BATCHES, [limit.into()]).await
    }

    /// The items of such a change.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_batch_items(&self, id: BatchId) -> Result<Vec<BatchItem>, StoreError> {
        self.all(BATCH_ITEMS, [id.into()]).await
    }
}
