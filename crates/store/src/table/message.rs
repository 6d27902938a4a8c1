//! What people were told: one message a topic.

use assay_kernel::{Persons, TypedId};

use crate::{
    column::Ms,
    db::StoreError,
    store::Reads,
    table::listed::Rows,
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
const ONE: Sql = Sql::named(
    "message.of_topic",
    "SELECT m.topic, m.said, m.subject, m.body, m.created_at, p.messages_seen_at AS seen_at FROM messages m \
    JOIN persons p ON p.id = m.person_id WHERE m.person_id = $1 AND m.topic = $2",
);
const LISTED: Sql = Sql::named(
    "message.listed",
    "SELECT m.topic, m.said, m.subject, m.body, m.created_at, p.messages_seen_at AS seen_at FROM messages m \
    JOIN persons p ON p.id = m.person_id WHERE m.person_id = $1 \
    ORDER BY m.created_at DESC, m.id DESC LIMIT $2 OFFSET $3",
);
const COUNT: Sql =
    Sql::named("message.count_of_person", "SELECT COUNT(*) FROM messages WHERE person_id = $1");
const AGAIN: Sql = Sql::named(
    "message.told_again",
    "INSERT INTO messages (person_id, topic, said, subject, body, created_at) \
    SELECT person_id, $3, said, subject, body, $4 FROM messages WHERE person_id = $1 AND topic = $2 \
    ON CONFLICT (person_id, topic) DO NOTHING",
);
const MESSAGE: Sql = Sql::named(
    "message.told",
    "INSERT INTO messages (person_id, topic, said, subject, body, created_at) \
    VALUES ($1, $2, $3, '', '', $4) ON CONFLICT (person_id, topic) DO NOTHING",
);

#[cfg(test)]
pub(crate) const SQL: &[Sql] = &[MESSAGES, SEEN, ONE, LISTED, COUNT, AGAIN, MESSAGE];

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

/// What a person was told is told again as a further message; there must be such a one, and not the further
/// one.
pub fn told_again(person: TypedId<Persons>, topic: &str, further: &str, at: Ms) -> Statement {
    AGAIN.must([person.into(), topic.into(), further.into(), at.into()])
}

impl Reads {
    /// A page of a person's messages, the latest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn messages_listed(
        &self,
        person: TypedId<Persons>,
        rows: Rows,
    ) -> Result<Vec<MessageRecord>, StoreError> {
        self.all(LISTED, [person.into(), rows.limit.into(), rows.offset.into()]).await
    }

    /// How many messages a person has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_messages_of(&self, person: TypedId<Persons>) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.one(COUNT, [person.into()]).await?;
        Ok(count)
    }

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
