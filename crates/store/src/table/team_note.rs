//! What the team notes about a person, for itself.

use assay_kernel::{NoteId, Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const OF_PERSON: Sql = Sql::named(
    "team_note.of_person",
    "SELECT n.id, n.text, n.written_by, n.written_at, n.changed_at, p.name AS writer_name \
    FROM team_notes AS n LEFT JOIN persons AS p ON p.id = n.written_by \
    WHERE n.person_id = $1 ORDER BY n.written_at DESC, n.id DESC LIMIT 200",
);
const WRITE: Sql = Sql::named(
    "team_note.written",
    "INSERT INTO team_notes (id, person_id, text, written_by, written_at) VALUES ($1, $2, $3, $4, $5)",
);
const CHANGE: Sql = Sql::named(
    "team_note.changed",
    "UPDATE team_notes SET text = $4, changed_at = $5 WHERE id = $1 AND person_id = $2 AND text = $3",
);
const REMOVE: Sql =
    Sql::named("team_note.removed", "DELETE FROM team_notes WHERE id = $1 AND person_id = $2 AND text = $3");

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[OF_PERSON, WRITE, CHANGE, REMOVE];

/// A note with the name of who wrote it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TeamNoteRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: NoteId,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub written_by: String,
    /// When.
    pub written_at: Ms,
    /// When it was changed last; none where it says what it said first.
    pub changed_at: Option<Ms>,
    /// How whoever wrote it is called.
    pub writer_name: Option<String>,
}

/// A note to be written.
#[derive(Clone, Debug)]
pub struct NewTeamNote {
    /// Id.
    pub id: NoteId,
    /// About whom.
    pub person: TypedId<Persons>,
    /// What it says.
    pub text: String,
    /// Who writes it.
    pub by: TypedId<Persons>,
}

/// A note is written.
pub fn written(note: &NewTeamNote, at: Ms) -> Statement {
    WRITE.with([note.id.into(), note.person.into(), (&note.text).into(), note.by.into(), at.into()])
}

/// A note says something else; it must say what was looked at.
pub fn changed(id: NoteId, person: TypedId<Persons>, before: &str, text: &str, at: Ms) -> Statement {
    CHANGE.must([id.into(), person.into(), before.into(), text.into(), at.into()])
}

/// A note is removed; it must say what was looked at.
pub fn removed(id: NoteId, person: TypedId<Persons>, before: &str) -> Statement {
    REMOVE.must([id.into(), person.into(), before.into()])
}

impl Reads {
    /// What the team noted about a person, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn team_notes_of(&self, person: TypedId<Persons>) -> Result<Vec<TeamNoteRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }
}
