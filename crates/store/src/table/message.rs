//! What people were told: one message a topic.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    unit::{Sql, Statement},
};

const MESSAGES: Sql = Sql::named(
    "message.of_person",
    "SELECT topic, said, subject, body, created_at FROM messages WHERE person_id = $1 \
    ORDER BY created_at DESC, id DESC LIMIT 100",
);
const ONE: Sql = Sql::named(
    "message.of_topic",
    "SELECT topic, said, subject, body, created_at FROM messages WHERE person_id = $1 AND topic = $2",
);
const MESSAGE: Sql = Sql::named(
    "message.told",
    "INSERT INTO messages (person_id, topic, said, subject, body, created_at) \
    VALUES ($1, $2, $3, '', '', $4) ON CONFLICT (person_id, topic) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[MESSAGES, ONE, MESSAGE];

/// A message to a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct MessageRecord {
    /// What it is about; one message a topic.
    pub topic: String,
    /// What is told: a code with its arguments, JSON; none where a release of before kept a text.
    pub said: Option<String>,
    /// Headline of before; empty where it is said.
    pub subject: String,
    /// Text of before; empty where it is said.
    pub body: String,
    /// When.
    pub created_at: Ms,
}

/// A person is told something, once a topic: a code with its arguments, JSON.
pub fn told(person: TypedId<Persons>, topic: &str, said: &str, at: Ms) -> Statement {
    MESSAGE.with([person.into(), topic.into(), said.into(), at.into()])
}

impl Reads {
    /// A person's messages, latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_of(&self, person: TypedId<Persons>) -> Result<Vec<MessageRecord>, StoreError> {
        self.all(MESSAGES, [person.into()]).await
    }

    /// What a person was told under a topic.
    ///
    /// # Errors
    /// The database failed.
    pub async fn message(
        &self,
        person: TypedId<Persons>,
        topic: &str,
    ) -> Result<Option<MessageRecord>, StoreError> {
        self.maybe(ONE, [person.into(), topic.into()]).await
    }
}
