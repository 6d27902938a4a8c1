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
    "SELECT m.topic, m.said, m.subject, m.body, m.created_at, p.messages_seen_at AS seen_at FROM messages m \
    JOIN persons p ON p.id = m.person_id WHERE m.person_id = $1 \
    ORDER BY m.created_at DESC, m.id DESC LIMIT 100",
);
const SEEN: Sql = Sql::named(
    "message.seen",
    "UPDATE persons SET messages_seen_at = $2 WHERE id = $1 \
    AND (messages_seen_at IS NULL OR messages_seen_at < $2)",
);
const MESSAGE: Sql = Sql::named(
    "message.told",
    "INSERT INTO messages (person_id, topic, said, subject, body, created_at) \
    VALUES ($1, $2, $3, '', '', $4) ON CONFLICT (person_id, topic) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[MESSAGES, SEEN, MESSAGE];

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
    /// Until when its person has seen messages; none where they never looked.
    pub seen_at: Option<Ms>,
}

/// A person has seen what they were told until an instant.
pub fn seen(person: TypedId<Persons>, until: Ms) -> Statement {
    SEEN.with([person.into(), until.into()])
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
}
