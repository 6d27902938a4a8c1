//! Changes of the programme that a room has prepared, until somebody proposes them.

use assay_kernel::{PreparedChanges, TypedId};

use crate::{
    column::{Flag, Ms},
    db::StoreError,
    store::Reads,
    table::programme::NewFile,
    unit::{Sql, Statement},
};

const LISTED: Sql = Sql::named(
    "prepared.listed",
    "SELECT id, title, about, made_by, made_at, tree FROM prepared_changes WHERE taken_back_at IS NULL \
    ORDER BY made_at DESC, id DESC LIMIT 50",
);
const FILES: Sql = Sql::named(
    "prepared.files",
    "SELECT path, content, base64, removed FROM prepared_files WHERE change_id = $1 ORDER BY path",
);
const MAKE: Sql = Sql::named(
    "prepared.made",
    "INSERT INTO prepared_changes (id, title, about, made_by, made_at, tree) VALUES ($1, $2, $3, $4, $5, $6)",
);
const ADD_FILE: Sql = Sql::named(
    "prepared.file_added",
    "INSERT INTO prepared_files (change_id, path, content, base64) VALUES ($1, $2, $3, $4)",
);
const REMOVE_FILE: Sql = Sql::named(
    "prepared.file_removed",
    "INSERT INTO prepared_files (change_id, path, content, base64, removed) VALUES ($1, $2, '', 0, 1)",
);
const TAKE_BACK: Sql = Sql::named(
    "prepared.taken_back",
    "UPDATE prepared_changes SET taken_back_at = $2 WHERE id = $1 AND taken_back_at IS NULL",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[LISTED, FILES, MAKE, ADD_FILE, REMOVE_FILE, TAKE_BACK];

/// A change that lies ready.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PreparedRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<PreparedChanges>,
    /// In a line.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// Who prepared it.
    pub made_by: String,
    /// When.
    pub made_at: Ms,
    /// The version that it goes over; none where it goes over any.
    pub tree: Option<String>,
}

/// A file of such a change.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PreparedFile {
    /// Path below the programme's folder.
    pub path: String,
    /// The text, or Base64.
    pub content: String,
    /// Which of the two.
    #[sqlx(try_from = "Flag")]
    pub base64: bool,
    /// Whether it goes.
    #[sqlx(try_from = "Flag")]
    pub removed: bool,
}

/// A change lies ready; its files are statements of their own.
pub fn made(record: &PreparedRecord) -> Statement {
    MAKE.with([
        record.id.into(),
        (&record.title).into(),
        (&record.about).into(),
        (&record.made_by).into(),
        record.made_at.into(),
        record.tree.clone().into(),
    ])
}

/// A file of it.
pub fn file_added(id: TypedId<PreparedChanges>, file: &NewFile) -> Statement {
    ADD_FILE.with([id.into(), (&file.path).into(), (&file.content).into(), file.base64.into()])
}

/// A file that goes with it.
pub fn file_removed(id: TypedId<PreparedChanges>, path: &str) -> Statement {
    REMOVE_FILE.with([id.into(), path.into()])
}

/// It lies ready no more.
pub fn taken_back(id: TypedId<PreparedChanges>, at: Ms) -> Statement {
    TAKE_BACK.must([id.into(), at.into()])
}

impl Reads {
    /// The latest fifty that lie ready.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prepared_changes(&self) -> Result<Vec<PreparedRecord>, StoreError> {
        self.all(LISTED, []).await
    }

    /// The files of one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prepared_files(
        &self,
        id: TypedId<PreparedChanges>,
    ) -> Result<Vec<PreparedFile>, StoreError> {
        self.all(FILES, [id.into()]).await
    }
}
