//! Rights to test.

use assay_kernel::{ExamCode, Persons, Registrations, TypedId};

use crate::{
    column::{Day, Maybe, Ms, words},
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const OF_PERSON: Sql = Sql::named(
    "registration.of_person",
    "SELECT id, person_id, exam, state, registered_on, sit_from, sit_until, created_at, made_by, \
    withdrawn_by, withdrawn_on, instead_of FROM registrations WHERE person_id = $1 \
    ORDER BY created_at DESC, id LIMIT 200",
);
const BY_ID: Sql = Sql::named(
    "registration.by_id",
    "SELECT id, person_id, exam, state, registered_on, sit_from, sit_until, created_at, made_by, \
    withdrawn_by, withdrawn_on, instead_of FROM registrations WHERE id = $1",
);
// Whoever registers is not held up by reading the person; a closed account registers for nothing all the
// same.
const INSERT: Sql = Sql::named(
    "registration.added",
    "INSERT INTO registrations \
    (id, person_id, exam, state, registered_on, sit_from, sit_until, created_at, made_by, instead_of) \
    SELECT $1, $2, $3, 'open', $4, $5, $6, $7, $8, $9 \
    WHERE NOT EXISTS (SELECT 1 FROM persons WHERE id = $2 AND closed_at IS NOT NULL)",
);
const WITHDRAW: Sql = Sql::named(
    "registration.withdrawn",
    "UPDATE registrations SET state = 'withdrawn', withdrawn_by = $3, withdrawn_on = $4 \
    WHERE id = $1 AND person_id = $2 AND state = 'open'",
);
// What the team withdrew, whoever it is of does not take up again.
const REOPEN: Sql = Sql::named(
    "registration.reopened",
    "UPDATE registrations SET state = 'open', withdrawn_on = NULL \
    WHERE id = $1 AND person_id = $2 AND state = 'withdrawn' AND withdrawn_by IS NULL \
    AND NOT EXISTS (SELECT 1 FROM persons WHERE id = $2 AND closed_at IS NOT NULL)",
);
const REOPEN_BY_TEAM: Sql = Sql::named(
    "registration.reopened_by_team",
    "UPDATE registrations SET state = 'open', withdrawn_by = NULL, withdrawn_on = NULL \
    WHERE id = $1 AND person_id = $2 AND state = 'withdrawn' \
    AND NOT EXISTS (SELECT 1 FROM persons WHERE id = $2 AND closed_at IS NOT NULL)",
);
pub(crate) const USE: Sql = Sql::named(
    "registration.used",
    "UPDATE registrations SET state = 'used' WHERE id = $1 AND state = 'open'",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[OF_PERSON, BY_ID, INSERT, WITHDRAW, REOPEN, REOPEN_BY_TEAM, USE];

words! {
    /// What became of a right to test.
    pub enum RegistrationState in "registrations.state" {
        /// It can be used.
        Open = "open",
        /// A sitting used it up.
        Used = "used",
        /// It was given back.
        Withdrawn = "withdrawn",
    }
}

/// A right to test as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RegistrationRecord {
    /// Id.
    #[sqlx(try_from = "String")]
    pub id: TypedId<Registrations>,
    /// Whose.
    #[sqlx(try_from = "String")]
    pub person_id: TypedId<Persons>,
    /// Exam version.
    #[sqlx(try_from = "String")]
    pub exam: ExamCode,
    /// What became of it.
    pub state: RegistrationState,
    /// Day it was made.
    pub registered_on: Day,
    /// First day of testing.
    pub sit_from: Day,
    /// Last day of testing; none where open-ended.
    pub sit_until: Option<Day>,
    /// When it was made.
    pub created_at: Ms,
    /// Who of the team made it; none where whoever it is of did.
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    pub made_by: Option<TypedId<Persons>>,
    /// Who of the team withdrew it; none where whoever it is of did, or nobody.
    #[sqlx(try_from = "Maybe<TypedId<Persons>>")]
    pub withdrawn_by: Option<TypedId<Persons>>,
    /// The programme's day on which it was withdrawn; none where it is not, or was before that was kept.
    pub withdrawn_on: Option<Day>,
    /// The registration that was moved to this one.
    #[sqlx(try_from = "Maybe<TypedId<Registrations>>")]
    pub instead_of: Option<TypedId<Registrations>>,
}

impl RegistrationRecord {
    /// Whether it can still be used.
    pub fn is_open(&self) -> bool {
        self.state == RegistrationState::Open
    }

    /// Whether the team withdrew it: then only the team takes it up again.
    pub fn is_withdrawn_by_team(&self) -> bool {
        self.state == RegistrationState::Withdrawn && self.withdrawn_by.is_some()
    }
}

/// Somebody registers, whose account is not closed; one open registration for an exam version at a time.
pub fn added(registration: &RegistrationRecord) -> Statement {
    INSERT.must([
        registration.id.into(),
        registration.person_id.into(),
        registration.exam.as_str().into(),
        registration.registered_on.into(),
        registration.sit_from.into(),
        registration.sit_until.into(),
        registration.created_at.into(),
        registration.made_by.into(),
        registration.instead_of.into(),
    ])
}

/// A withdrawn registration is taken up again; it must be theirs and by themselves withdrawn, and no other of
/// the exam may be open.
pub fn reopened(id: TypedId<Registrations>, person: TypedId<Persons>) -> Statement {
    REOPEN.must([id.into(), person.into()])
}

/// The team takes a withdrawn registration up again, whoever withdrew it.
pub fn reopened_by_team(id: TypedId<Registrations>, person: TypedId<Persons>) -> Statement {
    REOPEN_BY_TEAM.must([id.into(), person.into()])
}

/// An unused registration is withdrawn, by whoever of the team or by themselves; it must be open and theirs.
pub fn withdrawn(
    id: TypedId<Registrations>,
    person: TypedId<Persons>,
    by: Option<TypedId<Persons>>,
    on: Day,
) -> Statement {
    WITHDRAW.must([id.into(), person.into(), by.into(), on.into()])
}

/// A sitting uses a registration up; it must be open.
pub fn used(id: TypedId<Registrations>) -> Statement {
    USE.must([id.into()])
}

impl Reads {
    /// A person's registrations, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registrations_of(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<RegistrationRecord>, StoreError> {
        self.all(OF_PERSON, [person.into()]).await
    }

    /// One registration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registration(
        &self,
        id: TypedId<Registrations>,
    ) -> Result<Option<RegistrationRecord>, StoreError> {
        self.maybe(BY_ID, [id.into()]).await
    }
}
