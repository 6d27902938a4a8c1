//! Everything that one person's rows hold, read for the copy of their own data: one statement a table.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::{Day, Flag, Ms},
    db::StoreError,
    store::Reads,
    unit::Sql,
};

const STEPS: Sql = Sql::named(
    "own_data.steps",
    "SELECT r.sitting_id, r.position, r.flagged, r.saved_at FROM sittings AS s \
    JOIN response_steps AS r ON r.sitting_id = s.id WHERE s.person_id = $1 \
    ORDER BY s.started_at DESC, r.sitting_id, r.position, r.seq LIMIT $2",
);
const EDITIONS: Sql = Sql::named(
    "own_data.editions",
    "SELECT v.credential_id, v.version, v.valid_from, v.valid_until, v.published_at \
    FROM credentials AS c JOIN credential_versions AS v ON v.credential_id = c.id WHERE c.person_id = $1 \
    ORDER BY c.earned_on DESC, v.credential_id, v.version LIMIT $2",
);
const SHOWN_NAMES: Sql = Sql::named(
    "own_data.shown_names",
    "SELECT id, name_shown_at FROM credentials WHERE person_id = $1 AND name_shown_at IS NOT NULL \
    ORDER BY id LIMIT $2",
);
#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[STEPS, EDITIONS, SHOWN_NAMES];

/// A stored change of one item's answer, of any of a person's sittings; not what was chosen.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnStep {
    /// Of which sitting.
    pub sitting_id: String,
    /// Place on the form, from 1.
    pub position: i64,
    /// Marked to be looked at again.
    #[sqlx(try_from = "Flag")]
    pub flagged: bool,
    /// When it was stored.
    pub saved_at: Ms,
}

/// An edition of any of a person's badges.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnEdition {
    /// Of which credential.
    pub credential_id: String,
    /// Number, from 1.
    pub version: i64,
    /// First valid day.
    pub valid_from: Day,
    /// Last valid day; none without an end.
    pub valid_until: Option<Day>,
    /// When it was published; none before.
    pub published_at: Option<Ms>,
}

/// A badge whose page shows its holder's name.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OwnShownName {
    /// The credential.
    pub id: String,
    /// Since when.
    pub name_shown_at: Ms,
}

impl Reads {
    /// Every stored change of a person's answers, those of the latest sitting first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own_steps(&self, person: TypedId<Persons>, limit: i64) -> Result<Vec<OwnStep>, StoreError> {
        self.all(STEPS, [person.into(), limit.into()]).await
    }

    /// Every edition of a person's badges.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own_editions(
        &self,
        person: TypedId<Persons>,
        limit: i64,
    ) -> Result<Vec<OwnEdition>, StoreError> {
        self.all(EDITIONS, [person.into(), limit.into()]).await
    }

    /// The badges whose page shows the person's name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own_shown_names(
        &self,
        person: TypedId<Persons>,
        limit: i64,
    ) -> Result<Vec<OwnShownName>, StoreError> {
        self.all(SHOWN_NAMES, [person.into(), limit.into()]).await
    }
}
