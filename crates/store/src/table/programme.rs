//! The programme as it was applied, version by version, and the files of every tree.

use crate::{
    column::{Day, Flag, Ms},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const VERSIONS: Sql = Sql::named(
    "programme.versions",
    "SELECT number, tree, proposed_by, applied_by, applied_on, applied_at \
    FROM programme_versions ORDER BY number",
);
const NAMED: Sql = Sql::named(
    "programme.versions_named",
    "SELECT v.number, v.tree, v.proposed_by, v.applied_by, v.applied_on, v.applied_at, \
    p.name AS proposer_name, a.name AS applier_name FROM programme_versions AS v \
    LEFT JOIN persons AS p ON p.id = v.proposed_by LEFT JOIN persons AS a ON a.id = v.applied_by \
    ORDER BY v.number",
);
const PLAN: Sql = Sql::named("programme.plan", "SELECT plan FROM programme_versions WHERE number = $1");
const TREE: Sql = Sql::named(
    "programme.tree",
    "SELECT path, content, base64 FROM programme_trees \
    JOIN programme_files ON digest = file WHERE tree = $1 ORDER BY path",
);
const FILE: Sql = Sql::named(
    "programme.file",
    "SELECT path, content, base64 FROM programme_trees \
    JOIN programme_files ON digest = file WHERE tree = $1 AND path = $2",
);
// By the beginning of the path and not by its place in an order: orders of texts differ between databases.
const FOLDER: Sql = Sql::named(
    "programme.folder",
    "SELECT path, content, base64 FROM programme_trees \
    JOIN programme_files ON digest = file \
    WHERE tree = $1 AND substr(path, 1, length(CAST($2 AS TEXT))) = $2 ORDER BY path",
);
const ADD_FILE: Sql = Sql::named(
    "programme.file_kept",
    "INSERT INTO programme_files (digest, content, base64) VALUES ($1, $2, $3) \
    ON CONFLICT (digest) DO NOTHING",
);
const ADD_TO_TREE: Sql = Sql::named(
    "programme.file_in_tree",
    "INSERT INTO programme_trees (tree, path, file) VALUES ($1, $2, $3) \
    ON CONFLICT (tree, path) DO NOTHING",
);
// The parent is checked where the row is made: of two who apply at once, one finds that nothing was touched.
const ADD_VERSION: Sql = Sql::named(
    "programme.applied",
    "INSERT INTO programme_versions \
    (number, tree, plan, proposed_by, applied_by, applied_on, applied_at) \
    SELECT CAST($1 AS BIGINT), $2, $3, $4, $5, $6, CAST($7 AS BIGINT) \
    WHERE (SELECT COALESCE(MAX(number), 0) FROM programme_versions) = CAST($1 AS BIGINT) - 1",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[VERSIONS, NAMED, PLAN, TREE, FILE, FOLDER, ADD_FILE, ADD_TO_TREE, ADD_VERSION];

/// A version of the programme that was or is served.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VersionRecord {
    /// From 1, without gaps.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// Who proposed it, where somebody did.
    pub proposed_by: Option<String>,
    /// Who applied it: a person's id, or how it came.
    pub applied_by: String,
    /// The programme's day on which it was applied.
    pub applied_on: Day,
    /// When it was applied: what was known when.
    pub applied_at: Ms,
}

/// A version of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedVersion {
    /// The version.
    #[sqlx(flatten)]
    pub version: VersionRecord,
    /// How whoever proposed it is called.
    pub proposer_name: Option<String>,
    /// How whoever applied it is called; none where that is nobody on record.
    pub applier_name: Option<String>,
}

/// A file of a tree.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FileRecord {
    /// Path below the programme's folder.
    pub path: String,
    /// Its text, or its bytes in Base64.
    pub content: String,
    /// Whether it is Base64.
    #[sqlx(try_from = "Flag")]
    pub base64: bool,
}

/// A file to be kept.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Path below the programme's folder.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    /// Its text, or its bytes in Base64.
    pub content: String,
    /// Whether it is Base64.
    pub base64: bool,
}

/// A version to be applied.
#[derive(Clone, Debug)]
pub struct NewVersionOfProgramme {
    /// One more than its parent's.
    pub number: i64,
    /// Content mark of its files.
    pub tree: String,
    /// Those of its files that may not be kept yet.
    pub files: Vec<NewFile>,
    /// The plan under which it is applied, JSON.
    pub plan: Option<String>,
    /// Who proposed it.
    pub proposed_by: Option<String>,
    /// Who applies it.
    pub applied_by: String,
    /// The programme's day.
    pub applied_on: Day,
}

/// Files of a tree are kept; each text once, however many trees hold it.
pub fn files_kept(tree: &str, files: &[NewFile]) -> impl Iterator<Item = Statement> {
    files.iter().flat_map(move |file| {
        let digest = file.digest.as_str();
        [
            ADD_FILE.with([digest.into(), (&file.content).into(), file.base64.into()]),
            ADD_TO_TREE.with([tree.into(), (&file.path).into(), digest.into()]),
        ]
    })
}

/// A version is applied; it must follow on the latest one. Its files are statements of their own.
pub fn applied(version: &NewVersionOfProgramme, at: Ms) -> Statement {
    ADD_VERSION.must([
        version.number.into(),
        (&version.tree).into(),
        (&version.plan).into(),
        (&version.proposed_by).into(),
        (&version.applied_by).into(),
        version.applied_on.into(),
        at.into(),
    ])
}

impl Reads {
    /// Every version of the programme, oldest first; the last one is in force.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_versions(&self) -> Result<Vec<VersionRecord>, StoreError> {
        self.all(VERSIONS, []).await
    }

    /// The same with the names of who proposed and applied them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_versions_named(&self) -> Result<Vec<NamedVersion>, StoreError> {
        self.all(NAMED, []).await
    }

    /// The plan under which a version was applied.
    ///
    /// # Errors
    /// The database failed.
    pub async fn plan_of_version(&self, number: i64) -> Result<Option<String>, StoreError> {
        let row: Option<(Option<String>,)> = self.maybe(PLAN, [number.into()]).await?;
        Ok(row.and_then(|(plan,)| plan))
    }

    /// The files of a tree, by path; none where it is not kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_tree(&self, tree: &str) -> Result<Vec<FileRecord>, StoreError> {
        self.all(TREE, [tree.into()]).await
    }

    /// One file of a tree.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_file(&self, tree: &str, path: &str) -> Result<Option<FileRecord>, StoreError> {
        self.maybe(FILE, [tree.into(), path.into()]).await
    }

    /// The files of a tree below a folder, whose name ends with a slash.
    ///
    /// # Errors
    /// The database failed.
    pub async fn programme_folder(&self, tree: &str, folder: &str) -> Result<Vec<FileRecord>, StoreError> {
        self.all(FOLDER, [tree.into(), folder.into()]).await
    }
}
