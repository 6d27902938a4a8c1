//! Who writes a sitting, and what is noted of it.

use assay_kernel::{Persons, Sittings, TypedId};

use crate::{
    Store,
    db::{Ms, StoreError, on},
    writer::Unit,
};

const TAKE: &str = "UPDATE sittings SET lease = $2, lease_at = $3 \
    WHERE id = $1 AND submitted_at IS NULL AND lease = $4";
const NOTE: &str = "INSERT INTO sitting_notes (sitting_id, noted_at, kind, writer_from, writer_to, device) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const NOTES_OF_PERSON: &str = "SELECT n.sitting_id, s.exam, n.noted_at, n.kind, n.writer_from, n.writer_to, \
    n.device FROM sitting_notes AS n JOIN sittings AS s ON s.id = n.sitting_id \
    WHERE s.person_id = $1 ORDER BY n.id DESC LIMIT 200";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[TAKE, NOTE, NOTES_OF_PERSON];

/// Something that happened to a sitting beside its answers, to be noted.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// What: `started`, `claimed`, `taken-over`.
    pub kind: &'static str,
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
    pub exam: String,
    /// When.
    #[sqlx(try_from = "i64")]
    pub noted_at: Ms,
    /// What: `started`, `claimed`, `taken-over`.
    pub kind: String,
    /// Who wrote it before; empty where nobody did.
    pub writer_from: String,
    /// Who wrote it from then on.
    pub writer_to: String,
    /// The browser's name for itself, shortened.
    pub device: String,
}

pub(crate) fn add(unit: &mut Unit, sitting: &str, note: &NewNote, now: Ms) {
    unit.run(
        NOTE,
        vec![
            sitting.into(),
            now.as_millisecond().into(),
            note.kind.into(),
            note.from.clone().into(),
            note.to.clone().into(),
            note.device.clone().into(),
        ],
    );
}

impl Store {
    /// What was noted about a person's sittings, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sitting_notes_of(&self, person: TypedId<Persons>) -> Result<Vec<NoteRecord>, StoreError> {
        let person = person.to_string();
        Ok(on!(&self.readers, p => sqlx::query_as(NOTES_OF_PERSON).bind(person).fetch_all(p).await)?)
    }

    /// Gives a sitting to a writer and notes it, in one commit.
    ///
    /// # Errors
    /// `Conflict` where it was handed in, or another one than `note.from` holds it by now.
    pub async fn take_sitting(
        &self,
        id: TypedId<Sittings>,
        note: &NewNote,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        let (key, at) = (id.to_string(), now.as_millisecond());
        unit.changes(&key);
        let (from, to) = (note.from.as_str(), note.to.as_str());
        unit.must(TAKE, vec![key.as_str().into(), to.into(), at.into(), from.into()]);
        add(&mut unit, &key, note, now);
        self.write_unit(&key, unit).await
    }
}
