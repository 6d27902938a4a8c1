//! Files of questions that were handed in, and what reading them found.

use assay_kernel::{ItemImports, TypedId};

use crate::{
    column::{Ms, words},
    db::StoreError,
    store::Reads,
    table::listed::Rows,
    unit::{Sql, Statement},
};

/// The columns of an import.
macro_rules! columns {
    () => {
        "i.id, i.made_by, i.made_at, i.file_name, i.digest, i.bytes, i.state, i.format, i.done, i.total, \
        i.whole, i.with_loss, i.refused, i.found, i.remarks, i.fault, i.ended_at, i.kept"
    };
}

const BY_ID: Sql = Sql::named(
    "item_import.by_id",
    concat!("SELECT ", columns!(), " FROM item_imports AS i WHERE i.id = $1"),
);
const NAMED: Sql = Sql::named(
    "item_import.named",
    concat!(
        "SELECT ",
        columns!(),
        ", p.name AS person_name FROM item_imports AS i LEFT JOIN persons AS p ON p.id = i.made_by \
        WHERE i.id = $1"
    ),
);
const LISTED: Sql = Sql::named(
    "item_import.listed",
    concat!(
        "SELECT ",
        columns!(),
        ", p.name AS person_name FROM item_imports AS i LEFT JOIN persons AS p ON p.id = i.made_by \
        ORDER BY i.made_at DESC, i.id DESC LIMIT $1 OFFSET $2"
    ),
);
const COUNT: Sql = Sql::named("item_import.count", "SELECT COUNT(*) FROM item_imports");
const OPEN: Sql = Sql::named(
    "item_import.open",
    "SELECT COUNT(*) FROM item_imports WHERE state IN ('waiting', 'reading', 'ready')",
);
const OPEN_OF: Sql = Sql::named(
    "item_import.open_of",
    concat!(
        "SELECT ",
        columns!(),
        " FROM item_imports AS i WHERE i.digest = $1 AND i.state IN ('waiting', 'reading', 'ready') \
        ORDER BY i.made_at DESC, i.id DESC LIMIT 1"
    ),
);
const PARTS: Sql = Sql::named(
    "item_import.parts",
    "SELECT content FROM item_import_parts WHERE import_id = $1 ORDER BY number",
);
const MAKE: Sql = Sql::named(
    "item_import.made",
    "INSERT INTO item_imports (id, made_by, made_at, file_name, digest, bytes, state) \
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting')",
);
const ADD_PART: Sql = Sql::named(
    "item_import.part_added",
    "INSERT INTO item_import_parts (import_id, number, content) VALUES ($1, $2, $3)",
);
// Whoever read from another place on finds that nothing was touched.
const READ_ON: Sql = Sql::named(
    "item_import.read_on",
    "UPDATE item_imports SET state = 'reading', format = $3, done = $4, total = $5, whole = $6, \
    with_loss = $7, refused = $8, found = $9, remarks = $10 \
    WHERE id = $1 AND done = $2 AND state IN ('waiting', 'reading')",
);
const READ: Sql = Sql::named(
    "item_import.read",
    "UPDATE item_imports SET state = 'ready', total = done, ended_at = $2 \
    WHERE id = $1 AND state IN ('waiting', 'reading')",
);
const FAIL: Sql = Sql::named(
    "item_import.failed",
    "UPDATE item_imports SET state = 'failed', fault = $2, ended_at = $3 \
    WHERE id = $1 AND state IN ('waiting', 'reading')",
);
const DROP_PARTS: Sql =
    Sql::named("item_import.parts_dropped", "DELETE FROM item_import_parts WHERE import_id = $1");
const DISCARD: Sql = Sql::named(
    "item_import.discarded",
    "UPDATE item_imports SET state = 'discarded', ended_at = $2 \
    WHERE id = $1 AND state IN ('waiting', 'reading', 'ready', 'failed')",
);
const DROP_MEDIA: Sql =
    Sql::named("item_import.media_dropped", "DELETE FROM item_import_media WHERE import_id = $1");
const KEEP: Sql = Sql::named(
    "item_import.kept",
    "UPDATE item_imports SET state = 'kept', ended_at = $2, kept = (SELECT COUNT(*) FROM item_drafts \
    WHERE import_id = $1) WHERE id = $1 AND state = 'ready'",
);
const OPEN_AGAIN: Sql = Sql::named(
    "item_import.opened_again",
    "UPDATE item_imports SET state = 'ready', ended_at = $2, kept = 0 WHERE id = $1 AND state = 'kept' \
    AND NOT EXISTS (SELECT 1 FROM item_drafts WHERE import_id = $1 AND state <> 'draft')",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    BY_ID, NAMED, LISTED, COUNT, OPEN, OPEN_OF, PARTS, MAKE, ADD_PART, READ_ON, READ, FAIL, DROP_PARTS,
    DISCARD, DROP_MEDIA, KEEP, OPEN_AGAIN,
];

words! {
    /// How an import stands.
    pub enum ImportState in "item_imports.state" {
        /// It is to be read.
        Waiting = "waiting",
        /// It is being read.
        Reading = "reading",
        /// It is read; somebody decides what becomes of it.
        Ready = "ready",
        /// Its questions are drafts of the body.
        Kept = "kept",
        /// Nothing of it is kept.
        Discarded = "discarded",
        /// It could not be read.
        Failed = "failed",
    }
}

/// A file of questions that was handed in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ImportRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<ItemImports>,
    /// Who handed it in: a person's id, or `command line`.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// What it was called.
    pub file_name: String,
    /// SHA-256 of it.
    pub digest: String,
    /// How long it is.
    pub bytes: i64,
    /// How it stands.
    pub state: ImportState,
    /// What it was found to be.
    pub format: Option<String>,
    /// Questions that were read.
    pub done: i64,
    /// Of about how many; of how many once it is read.
    pub total: i64,
    /// Of which nothing is lost.
    pub whole: i64,
    /// Of which something is.
    pub with_loss: i64,
    /// That cannot be used.
    pub refused: i64,
    /// Of how many questions each kind of remark is, JSON.
    pub found: String,
    /// Remarks on the file itself, JSON.
    pub remarks: String,
    /// Why it could not be read, JSON.
    pub fault: Option<String>,
    /// When it was read, kept, discarded, or failed.
    pub ended_at: Option<Ms>,
    /// Questions that are kept from it.
    pub kept: i64,
}

/// An import of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedImport {
    /// The import.
    #[sqlx(flatten)]
    pub import: ImportRecord,
    /// How whoever handed it in is called.
    #[sqlx(rename = "person_name")]
    pub name: Option<String>,
}

/// A file to be taken in.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// Id.
    pub id: TypedId<ItemImports>,
    /// Who hands it in.
    pub by: String,
    /// What it is called.
    pub file_name: String,
    /// SHA-256 of it.
    pub digest: String,
    /// How long it is.
    pub bytes: i64,
}

/// How far a file is read.
#[derive(Clone, Debug, Default)]
pub struct HowFar {
    /// What it was found to be.
    pub format: Option<String>,
    /// Questions that were read.
    pub done: i64,
    /// Of about how many.
    pub total: i64,
    /// Of which nothing is lost.
    pub whole: i64,
    /// Of which something is.
    pub with_loss: i64,
    /// That cannot be used.
    pub refused: i64,
    /// Of how many questions each kind of remark is, JSON.
    pub found: String,
    /// Remarks on the file itself, JSON.
    pub remarks: String,
}

/// A file is handed in; its parts are statements of their own.
pub fn made(import: &NewImport, at: Ms) -> Statement {
    MAKE.with([
        import.id.into(),
        (&import.by).into(),
        at.into(),
        (&import.file_name).into(),
        (&import.digest).into(),
        import.bytes.into(),
    ])
}

/// A part of the file, in Base64.
pub fn part_added(id: TypedId<ItemImports>, number: i64, content: String) -> Statement {
    ADD_PART.with([id.into(), number.into(), content.into()])
}

/// It is read so far; it must be as far as it was when that was begun.
pub fn read_on(id: TypedId<ItemImports>, before: i64, far: &HowFar) -> Statement {
    READ_ON.must([
        id.into(),
        before.into(),
        (&far.format).into(),
        far.done.into(),
        far.total.into(),
        far.whole.into(),
        far.with_loss.into(),
        far.refused.into(),
        (&far.found).into(),
        (&far.remarks).into(),
    ])
}

/// It is read to its end.
pub fn read(id: TypedId<ItemImports>, at: Ms) -> Statement {
    READ.must([id.into(), at.into()])
}

/// It cannot be read; `fault` is JSON.
pub fn failed(id: TypedId<ItemImports>, fault: &str, at: Ms) -> Statement {
    FAIL.must([id.into(), fault.into(), at.into()])
}

/// The file itself is not needed any more.
pub fn parts_dropped(id: TypedId<ItemImports>) -> Statement {
    DROP_PARTS.with([id.into()])
}

/// Nothing of it is kept; it must not be kept already.
pub fn discarded(id: TypedId<ItemImports>, at: Ms) -> Statement {
    DISCARD.must([id.into(), at.into()])
}

/// What its questions show is not needed any more.
pub fn media_dropped(id: TypedId<ItemImports>) -> Statement {
    DROP_MEDIA.with([id.into()])
}

/// Its questions are drafts; it must have been read. Comes behind the statement that makes them.
pub fn kept(id: TypedId<ItemImports>, at: Ms) -> Statement {
    KEEP.must([id.into(), at.into()])
}

/// What was kept is taken back; nothing may have been built upon it. Comes before the statement that drops
/// them.
pub fn opened_again(id: TypedId<ItemImports>, at: Ms) -> Statement {
    OPEN_AGAIN.must([id.into(), at.into()])
}

impl Reads {
    /// One import.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_import(&self, id: TypedId<ItemImports>) -> Result<Option<ImportRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }

    /// One import with the name of who handed it in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_import_named(
        &self,
        id: TypedId<ItemImports>,
    ) -> Result<Option<NamedImport>, StoreError> {
        self.maybe(NAMED, [id.into()]).await
    }

    /// A page of imports, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_imports(&self, rows: Rows) -> Result<Vec<NamedImport>, StoreError> {
        self.all(LISTED, [rows.limit.into(), rows.offset.into()]).await
    }

    /// How many there are.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_item_imports(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, []).await?;
        Ok(count)
    }

    /// How many nobody has decided about.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_item_imports(&self) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(OPEN, []).await?;
        Ok(count)
    }

    /// The same file, where it waits already.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_import_of(&self, digest: &str) -> Result<Option<ImportRecord>, StoreError> {
        self.maybe(OPEN_OF, [digest.into()]).await
    }

    /// The file in its parts, in Base64.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_import_parts(&self, id: TypedId<ItemImports>) -> Result<Vec<String>, StoreError> {
        let parts: Vec<(String,)> = self.all(PARTS, [id.into()]).await?;
        Ok(parts.into_iter().map(|(part,)| part).collect())
    }
}
