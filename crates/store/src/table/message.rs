//! What people were told: one message a topic.

use assay_kernel::{Persons, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Reads,
    unit::{Sql, Statement},
};

const MESSAGES: Sql = Sql::named(
    "message.of_person",
    "SELECT topic, subject, body, created_at FROM messages WHERE person_id = $1 \
    ORDER BY created_at DESC, id DESC LIMIT 100",
);
const MESSAGE: Sql = Sql::named(
    "message.told",
    "INSERT INTO messages (person_id, topic, subject, body, created_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, topic) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[MESSAGES, MESSAGE];

/// A message to a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MessageRecord {
    /// What it is about; one message a topic.
    pub topic: String,
    /// Headline.
    pub subject: String,
    /// Text.
    pub body: String,
    /// When.
    #[sqlx(try_from = "i64")]
    pub created_at: Ms,
}

/// A person is told something, once a topic.
pub fn told(person: TypedId<Persons>, topic: &str, subject: &str, body: &str, at: Ms) -> Statement {
    MESSAGE.with([person.into(), topic.into(), subject.into(), body.into(), at.into()])
}

impl Reads {
    /// A person's messages, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_of(&self, person: TypedId<Persons>) -> Result<Vec<MessageRecord>, StoreError> {
        self.all(MESSAGES, [person.into()]).await
    }
}
