//! What is noted of a sitting beside its answers.

use assay_kernel::{ExamCode, Persons, Sittings, TypedId};

use crate::{
    column::{Ms, words},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const NOTES_OF_PERSON: Sql = Sql::named(
    "note.of_person",
    "SELECT n.sitting_id, s.exam, n.noted_at, n.kind, n.writer_from, n.writer_to, \
    n.device FROM sitting_notes AS n JOIN sittings AS s ON s.id = n.sitting_id \
    WHERE s.person_id = $1 ORDER BY n.id DESC LIMIT 200",
);
const NOTE: Sql = Sql::named(
    "note.added",
    "INSERT INTO sitting_notes (sitting_id, noted_at, kind, writer_from, writer_to, device) \
    VALUES ($1, $2, $3, $4, $5, $6)",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[NOTES_OF_PERSON, NOTE];

words! {
    /// What happens to a sitting beside its answers.
    pub enum NoteKind in "sitting_notes.kind" {
        /// It began.
        Started = "started",
        /// A device began to write it, which nobody did.
        Claimed = "claimed",
        /// A device took it over from another one.
        TakenOver = "taken-over",
    }
}

/// Something that happened to a sitting beside its answers, to be noted.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// What.
    pub kind: NoteKind,
    /// Who wrote it before; empty where nobody did.
    pub from: String,
    /// Who writes it now.
    pub to: String,
    /// The browser's name for itself, shortened.
    pub device: String,
}

/// A note as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoteRecord {
    /// Of which sitting.
    #[sqlx(try_from = "String")]
    pub sitting_id: TypedId<Sittings>,
    /// Of which exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// When.
    pub noted_at: Ms,
    /// What.
    pub kind: NoteKind,
    /// Who wrote it before; empty where nobody did.
    pub writer_from: String,
    /// Who wrote it from then on.
    pub writer_to: String,
    /// The browser's name for itself, shortened.
    pub device: String,
}

/// Something is noted of a sitting.
pub fn added(sitting: TypedId<Sittings>, note: &NewNote, at: Ms) -> Statement {
    NOTE.with([
        sitting.into(),
        at.into(),
        note.kind.as_str().into(),
        (&note.from).into(),
        (&note.to).into(),
        (&note.device).into(),
    ])
}

impl Reads {
    /// What was noted about a person's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_notes_of(&self, person: TypedId<Persons>) -> Result<Vec<NoteRecord>, StoreError> {
        self.all(NOTES_OF_PERSON, [person.into()]).await
    }
}
