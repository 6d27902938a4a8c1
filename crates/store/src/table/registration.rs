//! Rights to test.

use assay_kernel::{Persons, Registrations, TypedId};

use crate::{
    Store,
    db::{Day, Ms, StoreError, on, optional},
    writer::Unit,
};

const OF_PERSON: &str = "SELECT id, person_id, exam, state, registered_on, sit_from, sit_until, created_at \
    FROM registrations WHERE person_id = $1 ORDER BY created_at DESC, id LIMIT 200";
const BY_ID: &str = "SELECT id, person_id, exam, state, registered_on, sit_from, sit_until, created_at \
    FROM registrations WHERE id = $1";
const INSERT: &str = "INSERT INTO registrations \
    (id, person_id, exam, state, registered_on, sit_from, sit_until, created_at) \
    VALUES ($1, $2, $3, 'open', $4, $5, $6, $7)";
const WITHDRAW: &str =
    "UPDATE registrations SET state = 'withdrawn' WHERE id = $1 AND person_id = $2 AND state = 'open'";
pub(crate) const USE: &str = "UPDATE registrations SET state = 'used' WHERE id = $1 AND state = 'open'";

#[cfg(test)]
pub(crate) const SQL: &[&str] = &[OF_PERSON, BY_ID, INSERT, WITHDRAW, USE];

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
    pub exam: String,
    /// `open`, `used` or `withdrawn`.
    pub state: String,
    /// Day it was made.
    #[sqlx(try_from = "String")]
    pub registered_on: Day,
    /// First day of testing.
    #[sqlx(try_from = "String")]
    pub sit_from: Day,
    /// Last day of testing, ISO; none where open-ended.
    pub sit_until: Option<String>,
    /// When it was made.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
}

impl RegistrationRecord {
    /// Last day of testing.
    ///
    /// # Errors
    /// The stored text is no date.
    pub fn sit_until(&self) -> Result<Option<Day>, StoreError> {
        optional(self.sit_until.clone())
    }

    /// Whether it can still be used.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

impl Store {
    /// A person's registrations, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registrations_of(
        &self,
        person: TypedId<Persons>,
    ) -> Result<Vec<RegistrationRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(OF_PERSON).bind(person.to_string()).fetch_all(p).await)?)
    }

    /// One registration.
    ///
    /// # Errors
    /// The database failed.
    pub async fn registration(
        &self,
        id: TypedId<Registrations>,
    ) -> Result<Option<RegistrationRecord>, StoreError> {
        Ok(on!(&self.readers, p => sqlx::query_as(BY_ID).bind(id.to_string()).fetch_optional(p).await)?)
    }

    /// Registers.
    ///
    /// # Errors
    /// `Conflict` where an open registration for this exam version exists.
    pub async fn register(&self, registration: &RegistrationRecord) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.run(
            INSERT,
            vec![
                registration.id.to_string().into(),
                registration.person_id.to_string().into(),
                registration.exam.clone().into(),
                registration.registered_on.to_string().into(),
                registration.sit_from.to_string().into(),
                registration.sit_until.clone().into(),
                registration.created_at.as_millisecond().into(),
            ],
        );
        self.write_unit("", unit).await
    }

    /// Gives back an unused registration.
    ///
    /// # Errors
    /// `Conflict` where it is used, withdrawn or somebody else's.
    pub async fn withdraw_registration(
        &self,
        id: TypedId<Registrations>,
        person: TypedId<Persons>,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::default();
        unit.must(WITHDRAW, vec![id.to_string().into(), person.to_string().into()]);
        self.write_unit("", unit).await
    }
}
