//! Questions of files that were handed in, what they show, and those of them that are kept as drafts.

use assay_kernel::{ItemImports, TypedId};

use crate::{
    column::{Ms, words},
    db::StoreError,
    store::Reads,
    table::listed::{Rows, containing},
    unit::{Sql, Statement},
};

/// Whether the body has the same question already, from elsewhere.
macro_rules! is_here {
    () => {
        "EXISTS (SELECT 1 FROM item_drafts AS d WHERE d.mark = q.mark AND COALESCE(d.import_id, '') <> $1)"
    };
}

/// Which questions of the import `$1` a filter leaves: of the verdict `$2`, those that are here already where
/// `$3` is 1, with a remark that contains `$4`; what is empty asks nothing.
macro_rules! left {
    () => {
        concat!(
            "q.import_id = $1 AND ($2 = '' OR q.verdict = $2) AND ($3 = 0 OR ",
            is_here!(),
            ") AND ($4 = '' OR q.remarks LIKE $4)"
        )
    };
}

const LISTED: Sql = Sql::named(
    "item_question.listed",
    concat!(
        "SELECT q.number, q.identifier, q.title, q.kinds, q.line, q.verdict, q.remarks, \
        CAST(CASE WHEN q.item IS NULL THEN 0 ELSE 1 END AS BIGINT) AS has_item, CAST(CASE WHEN ",
        is_here!(),
        " THEN 1 ELSE 0 END AS BIGINT) AS is_here FROM item_import_questions AS q WHERE ",
        left!(),
        " ORDER BY q.number LIMIT $5 OFFSET $6"
    ),
);
const COUNT: Sql = Sql::named(
    "item_question.count",
    concat!("SELECT COUNT(*) FROM item_import_questions AS q WHERE ", left!()),
);
const TO_KEEP: Sql = Sql::named(
    "item_question.to_keep",
    concat!(
        "SELECT COUNT(DISTINCT q.mark) FROM item_import_questions AS q \
        WHERE q.import_id = $1 AND q.item IS NOT NULL AND NOT ",
        is_here!()
    ),
);
const ONE: Sql = Sql::named(
    "item_question.by_number",
    "SELECT number, identifier, title, kinds, line, verdict, remarks, item FROM item_import_questions \
    WHERE import_id = $1 AND number = $2",
);
const AFTER: Sql = Sql::named(
    "item_question.after",
    "SELECT number, identifier, title, kinds, line, verdict, remarks, item FROM item_import_questions \
    WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3",
);
const MEDIUM: Sql = Sql::named(
    "item_question.medium",
    "SELECT media_type, content FROM item_import_media WHERE import_id = $1 AND path = $2",
);
const ADD: Sql = Sql::named(
    "item_question.added",
    "INSERT INTO item_import_questions \
    (import_id, number, identifier, title, kinds, line, verdict, item, mark, remarks, metadata) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (import_id, number) DO NOTHING",
);
const ADD_MEDIUM: Sql = Sql::named(
    "item_question.medium_added",
    "INSERT INTO item_import_media (import_id, path, media_type, digest, bytes, content) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (import_id, path) DO NOTHING",
);
const DROP: Sql =
    Sql::named("item_question.dropped", "DELETE FROM item_import_questions WHERE import_id = $1");
// Of questions that say the same, the first; the same import twice makes no second one.
const KEEP: Sql = Sql::named(
    "item_draft.kept",
    concat!(
        "INSERT INTO item_drafts (id, identifier, title, kinds, item, mark, metadata, state, \
        import_id, import_number, made_by, made_at) \
        SELECT q.import_id || '-' || q.number, q.identifier, q.title, q.kinds, q.item, q.mark, q.metadata, \
        'draft', q.import_id, q.number, $2, CAST($3 AS BIGINT) FROM item_import_questions AS q \
        WHERE q.import_id = $1 AND q.item IS NOT NULL AND NOT ",
        is_here!(),
        " AND NOT EXISTS (SELECT 1 FROM item_import_questions AS e WHERE e.import_id = q.import_id \
        AND e.mark = q.mark AND e.number < q.number)"
    ),
);
const DROP_DRAFTS: Sql =
    Sql::named("item_draft.dropped", "DELETE FROM item_drafts WHERE import_id = $1 AND state = 'draft'");
const DRAFTS: Sql = Sql::named(
    "item_draft.of_import",
    "SELECT id, identifier, title, kinds, item, metadata, state, import_number FROM item_drafts \
    WHERE import_id = $1 ORDER BY import_number LIMIT $2",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[LISTED, COUNT, TO_KEEP, ONE, AFTER, MEDIUM, ADD, ADD_MEDIUM, DROP, KEEP, DROP_DRAFTS, DRAFTS];

words! {
    /// What would become of a question of a file.
    pub enum QuestionVerdict in "item_import_questions.verdict" {
        /// Everything of it.
        Whole = "whole",
        /// Most of it; remarks say what not.
        WithLoss = "with-loss",
        /// Nothing; remarks say why.
        Refused = "refused",
    }
}

/// A question of a file, for a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ListedQuestion {
    /// Which one it is in its file, from 1.
    pub number: i64,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks.
    pub kinds: String,
    /// Where it begins in its file.
    pub line: i64,
    /// What would become of it.
    pub verdict: QuestionVerdict,
    /// JSON.
    pub remarks: String,
    /// Whether there is something to look at.
    pub has_item: i64,
    /// Whether the body has the same question already.
    pub is_here: i64,
}

/// A question of a file with its item.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct QuestionRecord {
    /// Which one it is in its file, from 1.
    pub number: i64,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks.
    pub kinds: String,
    /// Where it begins in its file.
    pub line: i64,
    /// What would become of it.
    pub verdict: QuestionVerdict,
    /// JSON.
    pub remarks: String,
    /// QTI 3; none of what is refused.
    pub item: Option<String>,
}

words! {
    /// How a draft stands.
    pub enum DraftState in "item_drafts.state" {
        /// Nothing was built upon it.
        Draft = "draft",
    }
}

/// A question of the body that nobody has made into a version yet.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct DraftRecord {
    /// Id: its import's, with its number there.
    pub id: String,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks.
    pub kinds: String,
    /// QTI 3.
    pub item: String,
    /// What its file said beside it, JSON.
    pub metadata: String,
    /// How it stands.
    pub state: DraftState,
    /// Its number in its import.
    pub import_number: Option<i64>,
}

/// A question that was read.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// Which one it is in its file, from 1.
    pub number: i64,
    /// Its name.
    pub identifier: String,
    /// For lists.
    pub title: String,
    /// What it asks.
    pub kinds: String,
    /// Where it begins in its file.
    pub line: i64,
    /// What would become of it.
    pub verdict: QuestionVerdict,
    /// QTI 3; none of what is refused.
    pub item: Option<String>,
    /// The same of questions that say the same; none of what is refused.
    pub mark: Option<String>,
    /// JSON.
    pub remarks: String,
    /// What its file says beside it, JSON.
    pub metadata: String,
}

/// A picture, a sound or a text that questions show.
#[derive(Clone, Debug)]
pub struct NewMedium {
    /// Its name as questions say it.
    pub path: String,
    /// What it is.
    pub media_type: String,
    /// SHA-256 of it.
    pub digest: String,
    /// How long it is.
    pub bytes: i64,
    /// In Base64.
    pub content: String,
}

/// Which questions are wanted; what is empty asks nothing.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    /// Of which something became.
    pub verdict: Option<QuestionVerdict>,
    /// Those that the body has already.
    pub is_here: bool,
    /// With a remark of this code.
    pub code: String,
}

/// A question was read; read again it stays as it is.
pub fn added(id: TypedId<ItemImports>, question: &NewQuestion) -> Statement {
    ADD.with([
        id.into(),
        question.number.into(),
        (&question.identifier).into(),
        (&question.title).into(),
        (&question.kinds).into(),
        question.line.into(),
        question.verdict.as_str().into(),
        (&question.item).into(),
        (&question.mark).into(),
        (&question.remarks).into(),
        (&question.metadata).into(),
    ])
}

/// What questions show was read; read again it stays as it is.
pub fn medium_added(id: TypedId<ItemImports>, medium: NewMedium) -> Statement {
    ADD_MEDIUM.with([
        id.into(),
        medium.path.into(),
        medium.media_type.into(),
        medium.digest.into(),
        medium.bytes.into(),
        medium.content.into(),
    ])
}

/// The questions of a file are not needed any more.
pub fn dropped(id: TypedId<ItemImports>) -> Statement {
    DROP.with([id.into()])
}

/// What can be used of a file becomes drafts, but for what the body has already.
pub fn kept(id: TypedId<ItemImports>, by: &str, at: Ms) -> Statement {
    KEEP.with([id.into(), by.into(), at.into()])
}

/// Drafts of a file go again, on which nothing was built.
pub fn drafts_dropped(id: TypedId<ItemImports>) -> Statement {
    DROP_DRAFTS.with([id.into()])
}

impl Reads {
    /// A page of the questions of a file, in its order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn questions_listed(
        &self,
        id: TypedId<ItemImports>,
        filter: &QuestionFilter,
        rows: Rows,
    ) -> Result<Vec<ListedQuestion>, StoreError> {
        let verdict = filter.verdict.map_or("", QuestionVerdict::as_str);
        let (code, limit, offset) = (with_code(&filter.code), rows.limit.into(), rows.offset.into());
        self.all(LISTED, [id.into(), verdict.into(), filter.is_here.into(), code, limit, offset]).await
    }

    /// How many a filter leaves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_questions(
        &self,
        id: TypedId<ItemImports>,
        filter: &QuestionFilter,
    ) -> Result<i64, StoreError> {
        let verdict = filter.verdict.map_or("", QuestionVerdict::as_str);
        let code = with_code(&filter.code);
        let values = [id.into(), verdict.into(), filter.is_here.into(), code];
        let (count,): (i64,) = self.one(COUNT, values).await?;
        Ok(count)
    }

    /// How many drafts keeping a file would make.
    ///
    /// # Errors
    /// The database failed.
    pub async fn questions_to_keep(&self, id: TypedId<ItemImports>) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(TO_KEEP, [id.into()]).await?;
        Ok(count)
    }

    /// One question of a file.
    ///
    /// # Errors
    /// The database failed.
    pub async fn imported_question(
        &self,
        id: TypedId<ItemImports>,
        number: i64,
    ) -> Result<Option<QuestionRecord>, StoreError> {
        self.maybe(ONE, [id.into(), number.into()]).await
    }

    /// So many questions of a file behind a number, in its order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn questions_after(
        &self,
        id: TypedId<ItemImports>,
        number: i64,
        limit: i64,
    ) -> Result<Vec<QuestionRecord>, StoreError> {
        self.all(AFTER, [id.into(), number.into(), limit.into()]).await
    }

    /// What a question of a file shows: its kind, and itself in Base64.
    ///
    /// # Errors
    /// The database failed.
    pub async fn imported_medium(
        &self,
        id: TypedId<ItemImports>,
        path: &str,
    ) -> Result<Option<(String, String)>, StoreError> {
        self.maybe(MEDIUM, [id.into(), path.into()]).await
    }

    /// So many drafts that were kept from a file, in its order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn drafts_of_import(
        &self,
        id: TypedId<ItemImports>,
        limit: i64,
    ) -> Result<Vec<DraftRecord>, StoreError> {
        self.all(DRAFTS, [id.into(), limit.into()]).await
    }
}

/// A code as it stands in remarks.
fn with_code(code: &str) -> crate::unit::SqlValue {
    if code.is_empty() { "".into() } else { containing(&format!("\"code\":\"{code}\"")) }
}
