//! Grants: who may do what in the team, by whom, why and until when.

use assay_kernel::{Grants, Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const OF_PERSON: Sql = Sql::named(
    "grant.of_person",
    "SELECT g.id, g.person_id, g.role, g.scope_kind, g.scope_id, g.from_at, g.until_at, g.granted_by, \
    g.granted_at, g.reason, g.withdrawn_at, g.withdrawn_by, g.withdrawn_because, p.name AS person_name, \
    b.name AS by_name FROM grants g JOIN persons p ON p.id = g.person_id \
    LEFT JOIN persons b ON b.id = g.granted_by WHERE g.person_id = $1 \
    ORDER BY g.granted_at DESC, g.id LIMIT 200",
);
const ALL: Sql = Sql::named(
    "grant.all",
    "SELECT g.id, g.person_id, g.role, g.scope_kind, g.scope_id, g.from_at, g.until_at, g.granted_by, \
    g.granted_at, g.reason, g.withdrawn_at, g.withdrawn_by, g.withdrawn_because, p.name AS person_name, \
    b.name AS by_name FROM grants g JOIN persons p ON p.id = g.person_id \
    LEFT JOIN persons b ON b.id = g.granted_by \
    ORDER BY CASE WHEN g.withdrawn_at IS NULL THEN 0 ELSE 1 END, p.name, g.granted_at DESC, g.id LIMIT 1000",
);
const BY_ID: Sql = Sql::named(
    "grant.by_id",
    "SELECT id, person_id, role, scope_kind, scope_id, from_at, until_at, granted_by, granted_at, reason, \
    withdrawn_at, withdrawn_by, withdrawn_because FROM grants WHERE id = $1",
);
const PEOPLE: Sql = Sql::named(
    "grant.people",
    "SELECT COALESCE((SELECT p.name FROM persons p WHERE p.id = g.person_id), ''), g.person_id \
    FROM grants g GROUP BY g.person_id",
);
const IN_FORCE: Sql = Sql::named(
    "grant.in_force",
    "SELECT person_id, role FROM grants WHERE withdrawn_at IS NULL AND from_at <= $1 \
    AND (until_at IS NULL OR until_at > $1) ORDER BY person_id, role LIMIT 10000",
);
const GIVE: Sql = Sql::named(
    "grant.given",
    "INSERT INTO grants (id, person_id, role, scope_kind, scope_id, from_at, until_at, granted_by, \
    granted_at, reason) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 \
    WHERE NOT EXISTS (SELECT 1 FROM persons WHERE id = $2 AND closed_at IS NOT NULL)",
);
const CLOSE_OVER: Sql = Sql::named(
    "grant.over_closed",
    "UPDATE grants SET withdrawn_at = until_at, withdrawn_by = 'time', withdrawn_because = '' \
    WHERE person_id = $1 AND role = $2 AND withdrawn_at IS NULL AND until_at <= $3",
);
const WITHDRAW: Sql = Sql::named(
    "grant.withdrawn",
    "UPDATE grants SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_because = $4 \
    WHERE id = $1 AND withdrawn_at IS NULL",
);
// Two who take the role from each other at once wait for each other here: the second one sees that the first
// is gone.
const TURN: Sql = Sql::named(
    "grant.turn_taken",
    "INSERT INTO meta (key, value) VALUES ('grants', '') ON CONFLICT (key) DO UPDATE SET value = ''",
);
// Somebody who can let others in again is left: for all of the installation, without an end, who can sign in.
const ONE_IS_LEFT: Sql = Sql::named(
    "grant.administrator_left",
    "UPDATE meta SET value = '' WHERE key = 'grants' AND EXISTS (SELECT 1 FROM grants g \
    JOIN persons p ON p.id = g.person_id WHERE g.role = 'administrator' AND g.scope_kind = 'all' \
    AND g.withdrawn_at IS NULL AND g.until_at IS NULL AND g.from_at <= $1 \
    AND p.closed_at IS NULL \
    AND (p.password_hash IS NOT NULL OR p.story IS NOT NULL))",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] =
    &[OF_PERSON, ALL, BY_ID, PEOPLE, IN_FORCE, GIVE, CLOSE_OVER, WITHDRAW, TURN, ONE_IS_LEFT];

/// A grant as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GrantRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Grants>,
    /// To whom.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// What they may act as: one of [`assay_kernel::Role`]'s names, or one that this release does not know.
    pub role: String,
    /// Where: `all` is the whole installation.
    pub scope_kind: String,
    /// Of what kind of scope which one; empty for `all`.
    pub scope_id: String,
    /// From when.
    pub from_at: Ms,
    /// Until when; none without an end.
    pub until_at: Option<Ms>,
    /// Who granted it: a person's id, or `command line`.
    pub granted_by: String,
    /// When.
    pub granted_at: Ms,
    /// Why.
    pub reason: String,
    /// When it was withdrawn; none while it holds.
    pub withdrawn_at: Option<Ms>,
    /// Who withdrew it: a person's id, `command line`, or `time`.
    pub withdrawn_by: Option<String>,
    /// Why.
    pub withdrawn_because: Option<String>,
}

/// A grant with the names of the people in it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NamedGrant {
    /// The grant.
    #[sqlx(flatten)]
    pub grant: GrantRecord,
    /// How whoever has it is called.
    #[sqlx(rename = "person_name")]
    pub name: String,
    /// How whoever granted it is called; none for the command line.
    pub by_name: Option<String>,
}

/// A role is granted; to the same person in the same scope it can be granted once.
pub fn given(grant: &GrantRecord) -> Statement {
    GIVE.must([
        grant.id.into(),
        grant.person_id.into(),
        (&grant.role).into(),
        (&grant.scope_kind).into(),
        (&grant.scope_id).into(),
        grant.from_at.into(),
        grant.until_at.into(),
        (&grant.granted_by).into(),
        grant.granted_at.into(),
        (&grant.reason).into(),
    ])
}

/// Grants of a role that ran out make way for a new one.
pub fn over_closed(person: TypedId<Persons>, role: &str, now: Ms) -> Statement {
    CLOSE_OVER.with([person.into(), role.into(), now.into()])
}

/// A grant is withdrawn; it must be in force.
pub fn withdrawn(id: TypedId<Grants>, by: &str, because: &str, at: Ms) -> Statement {
    WITHDRAW.must([id.into(), at.into(), by.into(), because.into()])
}

/// Whoever takes roles away takes turns; before what is taken away.
pub fn turn_taken() -> Statement {
    TURN.with([])
}

/// An administrator must be left; after what is taken away.
pub fn administrator_left(now: Ms) -> Statement {
    ONE_IS_LEFT.must([now.into()])
}

impl Reads {
    /// A person's grants, withdrawn ones too, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grants_of(&self, person: TypedId<Persons>) -> Result<Vec<NamedGrant>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// Every grant, those in force first, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grants(&self) -> Result<Vec<NamedGrant>, StoreError> {
        self.all(ALL, []).await
    }

    /// Everybody who is or was of the team: name and id, in no order.
    ///
    /// # Errors
    /// The database failed.
    pub async fn people_of_team(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.all(PEOPLE, []).await
    }

    /// Who has which role at an instant, by the role's word.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grants_in_force(&self, now: Ms) -> Result<Vec<(String, String)>, StoreError> {
        self.all(IN_FORCE, [now.into()]).await
    }

    /// One grant.
    ///
    /// # Errors
    /// The database failed.
    pub async fn grant(&self, id: TypedId<Grants>) -> Result<Option<GrantRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }
}
