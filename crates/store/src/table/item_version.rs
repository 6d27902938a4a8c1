//! Versions of items with their files, what happened to items, and who reviews them.

use assay_bank::work::{ItemId, ItemPool};
use assay_kernel::PersonId;

use crate::{
    column::{Day, Flag, Ms},
    db::StoreError,
    store::Reads,
    table::item::{ItemRecord, columns},
    unit::{Sql, Statement},
};

const VERSIONS: Sql = Sql::named(
    "item_version.all",
    "SELECT number, mark, asked, made_by, made_at, why FROM item_versions WHERE item_id = $1 ORDER BY number",
);
const FILES: Sql = Sql::named(
    "item_version.files",
    "SELECT f.name, f.digest, c.content, c.base64 FROM item_version_files AS f \
    JOIN item_contents AS c ON c.digest = f.digest WHERE f.item_id = $1 AND f.number = $2 ORDER BY f.name",
);
const LIVE_FILES: Sql = Sql::named(
    "item_version.live_files",
    "SELECT i.slug, v.number, i.live, v.name, c.content, c.base64 FROM items AS i \
    JOIN item_version_files AS v ON v.item_id = i.id AND v.number = i.live \
    JOIN item_contents AS c ON c.digest = v.digest WHERE i.pool = $1 AND i.exam = $2 \
    ORDER BY i.id, v.name LIMIT $3",
);
const MARKS: Sql = Sql::named(
    "item_version.marks",
    "SELECT i.slug, v.number, v.mark FROM items AS i JOIN item_versions AS v ON v.item_id = i.id \
    WHERE i.pool = 'exam' AND i.exam = $1 ORDER BY i.slug, v.number LIMIT $2",
);
// The authoring file alone: what stands beside it is not compared.
const OWN_FILES: Sql = Sql::named(
    "item_version.own_files",
    "SELECT i.id, i.slug, c.content FROM items AS i JOIN item_version_files AS f ON f.item_id = i.id \
    AND f.number = i.latest AND f.name = i.slug || '.toml' JOIN item_contents AS c ON c.digest = f.digest \
    WHERE i.pool = $1 AND i.exam = $2 AND i.state <> 'retired' ORDER BY i.slug LIMIT $3",
);
const OWN_FILE: Sql = Sql::named(
    "item_version.own_file",
    "SELECT i.id, i.slug, c.content FROM items AS i JOIN item_version_files AS f ON f.item_id = i.id \
    AND f.number = i.latest AND f.name = i.slug || '.toml' JOIN item_contents AS c ON c.digest = f.digest \
    WHERE i.id = $1 AND i.state <> 'retired'",
);
const ADD: Sql = Sql::named(
    "item_version.added",
    "INSERT INTO item_versions (item_id, number, mark, asked, made_by, made_at, why) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const REWRITE: Sql = Sql::named(
    "item_version.rewritten",
    "UPDATE item_versions SET mark = $3, asked = $4, made_at = $5 WHERE item_id = $1 AND number = $2",
);
const KEEP_CONTENT: Sql = Sql::named(
    "item_version.content_kept",
    "INSERT INTO item_contents (digest, content, base64) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING",
);
const ADD_FILE: Sql = Sql::named(
    "item_version.file_added",
    "INSERT INTO item_version_files (item_id, number, name, digest) VALUES ($1, $2, $3, $4)",
);
const DROP_FILES: Sql = Sql::named(
    "item_version.files_dropped",
    "DELETE FROM item_version_files WHERE item_id = $1 AND number = $2",
);
const DROP_CONTENT: Sql = Sql::named(
    "item_version.content_dropped",
    "DELETE FROM item_contents WHERE digest = $1 \
    AND NOT EXISTS (SELECT 1 FROM item_version_files AS f WHERE f.digest = $1)",
);
const EVENTS: Sql = Sql::named(
    "item_event.all",
    "SELECT seq, done_by, done_at, event FROM item_events WHERE item_id = $1 ORDER BY seq",
);
const HAPPENED: Sql = Sql::named(
    "item_event.happened",
    "INSERT INTO item_events (item_id, seq, kind, done_by, done_at, event) VALUES ($1, $2, $3, $4, $5, $6)",
);
const NAMES: Sql = Sql::named(
    "item_event.names",
    "SELECT p.id, p.name FROM persons AS p WHERE p.id IN (SELECT e.done_by FROM item_events AS e \
    WHERE e.item_id = $1 UNION SELECT s.reviewer FROM item_seats AS s WHERE s.item_id = $1)",
);
const SET_SEAT: Sql = Sql::named(
    "item_seat.set",
    "INSERT INTO item_seats (item_id, reviewer, due_on, until_at, answered, decided) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (item_id, reviewer) DO UPDATE SET due_on = excluded.due_on, \
    until_at = excluded.until_at, answered = excluded.answered, decided = excluded.decided",
);
const DROP_SEAT: Sql =
    Sql::named("item_seat.dropped", "DELETE FROM item_seats WHERE item_id = $1 AND reviewer = $2");
const SEATS_OF: Sql = Sql::named(
    "item_seat.of_reviewer",
    concat!(
        "SELECT ",
        columns!(),
        ", s.due_on, s.until_at, s.answered, s.decided FROM item_seats AS s \
        JOIN items AS i ON i.id = s.item_id WHERE s.reviewer = $1 AND i.state = 'in-review' \
        AND (s.until_at IS NULL OR s.until_at > $2) \
        ORDER BY s.decided, COALESCE(s.due_on, '9999-12-31'), i.slug LIMIT $3"
    ),
);
const FREE: Sql = Sql::named(
    "item_seat.free",
    concat!(
        "SELECT ",
        columns!(),
        " FROM items AS i WHERE i.state = 'in-review' AND i.exam = $2 AND ($3 = '' OR i.domain = $3) \
        AND i.author <> $1 AND NOT EXISTS (SELECT 1 FROM item_seats AS o WHERE o.item_id = i.id \
        AND o.reviewer = $1) AND (SELECT COUNT(*) FROM item_seats AS s WHERE s.item_id = i.id \
        AND (s.until_at IS NULL OR s.until_at > $4)) < CASE WHEN i.pool = 'exam' THEN CAST($5 AS BIGINT) \
        ELSE CAST($6 AS BIGINT) END ORDER BY i.changed_at, i.id LIMIT $7"
    ),
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[
    VERSIONS,
    FILES,
    LIVE_FILES,
    MARKS,
    OWN_FILES,
    OWN_FILE,
    ADD,
    REWRITE,
    KEEP_CONTENT,
    ADD_FILE,
    DROP_FILES,
    DROP_CONTENT,
    EVENTS,
    HAPPENED,
    NAMES,
    SET_SEAT,
    DROP_SEAT,
    SEATS_OF,
    FREE,
];

/// The authoring file of an item's latest version.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnFileRecord {
    /// The item.
    #[sqlx(try_from = "String")]
    pub id: ItemId,
    /// Its name.
    pub slug: String,
    /// The text.
    pub content: String,
}

/// A version of an item.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemVersionRecord {
    /// From 1.
    pub number: i64,
    /// Mark of all its files.
    pub mark: String,
    /// Mark of what is asked.
    pub asked: String,
    /// Who wrote it.
    pub made_by: String,
    /// When it was written last.
    pub made_at: Ms,
    /// What for.
    pub why: String,
}

/// A file of a version.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemFileRecord {
    /// Below the folder of its exam version.
    pub name: String,
    /// What it is kept under.
    pub digest: String,
    /// Text, or Base64.
    pub content: String,
    /// Whether it is Base64.
    #[sqlx(try_from = "Flag")]
    pub base64: bool,
}

/// A file of an item, as forms look for it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct BankFileRecord {
    /// The item's name.
    pub slug: String,
    /// The version whose file it is.
    pub number: i64,
    /// The version that forms take; none where the item is asked no more.
    pub live: Option<i64>,
    /// Below the folder of its exam version.
    pub name: String,
    /// Text, or Base64.
    pub content: String,
    /// Whether it is Base64.
    #[sqlx(try_from = "Flag")]
    pub base64: bool,
}

/// Something that happened to an item.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemEventRecord {
    /// From 1.
    pub seq: i64,
    /// Who: a person's id, or `command line`.
    pub done_by: String,
    /// When.
    pub done_at: Ms,
    /// JSON.
    pub event: String,
}

/// A reviewer's place, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeat {
    /// Who.
    pub reviewer: PersonId,
    /// The last day for it.
    pub due_on: Option<Day>,
    /// Until when it was taken.
    pub until_at: Option<Ms>,
    /// Whether the latest version was answered.
    pub answered: bool,
    /// Whether it was decided about.
    pub decided: bool,
}

/// An item that somebody reviews.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SeatRecord {
    /// The item.
    #[sqlx(flatten)]
    pub item: ItemRecord,
    /// The last day for it.
    pub due_on: Option<Day>,
    /// Until when it was taken.
    pub until_at: Option<Ms>,
    /// Whether the latest version was answered.
    #[sqlx(try_from = "Flag")]
    pub answered: bool,
    /// Whether it was decided about.
    #[sqlx(try_from = "Flag")]
    pub decided: bool,
}

/// A version is there; its files are statements of their own.
pub fn added(id: ItemId, version: &ItemVersionRecord) -> Statement {
    ADD.with([
        id.to_string().into(),
        version.number.into(),
        (&version.mark).into(),
        (&version.asked).into(),
        (&version.made_by).into(),
        version.made_at.into(),
        (&version.why).into(),
    ])
}

/// A draft that nobody has seen holds something else.
pub fn rewritten(id: ItemId, number: i64, mark: &str, asked: &str, at: Ms) -> Statement {
    REWRITE.must([id.to_string().into(), number.into(), mark.into(), asked.into(), at.into()])
}

/// What a file holds; kept once, however many versions have it.
pub fn content_kept(digest: &str, content: &str, base64: bool) -> Statement {
    KEEP_CONTENT.with([digest.into(), content.into(), base64.into()])
}

/// A version has a file.
pub fn file_added(id: ItemId, number: i64, name: &str, digest: &str) -> Statement {
    ADD_FILE.with([id.to_string().into(), number.into(), name.into(), digest.into()])
}

/// A version has no files; new ones come behind.
pub fn files_dropped(id: ItemId, number: i64) -> Statement {
    DROP_FILES.with([id.to_string().into(), number.into()])
}

/// What a file held is not needed any more, where no version has it.
pub fn content_dropped(digest: &str) -> Statement {
    DROP_CONTENT.with([digest.into()])
}

/// Something happened; nothing else may have that number.
pub fn happened(id: ItemId, kind: &str, event: &ItemEventRecord) -> Statement {
    HAPPENED.with([
        id.to_string().into(),
        event.seq.into(),
        kind.into(),
        (&event.done_by).into(),
        event.done_at.into(),
        (&event.event).into(),
    ])
}

/// Somebody has a place as its reviewer.
pub fn seat_set(id: ItemId, seat: &NewSeat) -> Statement {
    SET_SEAT.with([
        id.to_string().into(),
        seat.reviewer.into(),
        seat.due_on.into(),
        seat.until_at.into(),
        seat.answered.into(),
        seat.decided.into(),
    ])
}

/// Somebody has none any more.
pub fn seat_dropped(id: ItemId, reviewer: PersonId) -> Statement {
    DROP_SEAT.with([id.to_string().into(), reviewer.into()])
}

impl Reads {
    /// Every version of an item, from the first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_versions(&self, id: ItemId) -> Result<Vec<ItemVersionRecord>, StoreError> {
        self.all(VERSIONS, [id.to_string().into()]).await
    }

    /// The files of a version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_files(&self, id: ItemId, number: i64) -> Result<Vec<ItemFileRecord>, StoreError> {
        self.all(FILES, [id.to_string().into(), number.into()]).await
    }

    /// The files of the live versions of an exam version's items, by item; at most so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn live_item_files(
        &self,
        (pool, exam): (ItemPool, &str),
        limit: i64,
    ) -> Result<Vec<BankFileRecord>, StoreError> {
        self.all(LIVE_FILES, [pool.as_str().into(), exam.into(), limit.into()]).await
    }

    /// Name, number and mark of every version of an exam version's items; at most so many.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_version_marks(
        &self,
        exam: &str,
        limit: i64,
    ) -> Result<Vec<(String, i64, String)>, StoreError> {
        self.all(MARKS, [exam.into(), limit.into()]).await
    }

    /// The authoring files of a pool's latest versions, at most so many; retired items aside.
    ///
    /// # Errors
    /// The database failed, or a row cannot be read.
    pub async fn own_files(
        &self,
        pool: ItemPool,
        exam: &str,
        limit: i64,
    ) -> Result<Vec<OwnFileRecord>, StoreError> {
        self.all(OWN_FILES, [pool.as_str().into(), exam.into(), limit.into()]).await
    }

    /// The authoring file of an item's latest version; none of one that is retired.
    ///
    /// # Errors
    /// The database failed, or the row cannot be read.
    pub async fn own_file(&self, id: ItemId) -> Result<Option<OwnFileRecord>, StoreError> {
        self.maybe(OWN_FILE, [id.to_string().into()]).await
    }

    /// Everything that happened to an item, from the first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn item_events(&self, id: ItemId) -> Result<Vec<ItemEventRecord>, StoreError> {
        self.all(EVENTS, [id.to_string().into()]).await
    }

    /// How everybody is called who did something with an item, by id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn names_at_item(&self, id: ItemId) -> Result<Vec<(String, String)>, StoreError> {
        self.all(NAMES, [id.to_string().into()]).await
    }

    /// What somebody may take where they review: what waits longest first. `wanted` are the places of an
    /// examination item, and of one to practise with.
    ///
    /// # Errors
    /// The database failed.
    pub async fn free_to_review(
        &self,
        reviewer: PersonId,
        exam: &str,
        domain: &str,
        wanted: (i64, i64),
        now: Ms,
        limit: i64,
    ) -> Result<Vec<ItemRecord>, StoreError> {
        let (of_exam, of_practice) = wanted;
        let values = [
            reviewer.into(),
            exam.into(),
            domain.into(),
            now.into(),
            of_exam.into(),
            of_practice.into(),
            limit.into(),
        ];
        self.all(FREE, values).await
    }

    /// What somebody reviews at an instant, what is due first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn seats_of(
        &self,
        reviewer: PersonId,
        now: Ms,
        limit: i64,
    ) -> Result<Vec<SeatRecord>, StoreError> {
        self.all(SEATS_OF, [reviewer.into(), now.into(), limit.into()]).await
    }
}
