//! The room of notices: what people were told.

mod rules;

use assay_store::MessageRecord;

pub(crate) use rules::ACTS;
use rules::ReadOwn;

use crate::{AppError, Asking, shelf::Shelf};

/// What the installation tells people.
pub struct Notices {
    shelf: Shelf,
}

/// A message as it is shown.
#[derive(Clone, Debug)]
pub struct Message {
    /// What it is about; one message a topic.
    pub topic: String,
    /// Headline.
    pub subject: String,
    /// Text.
    pub body: String,
}

impl From<MessageRecord> for Message {
    fn from(record: MessageRecord) -> Self {
        Message { topic: record.topic, subject: record.subject, body: record.body }
    }
}

impl Notices {
    pub(crate) fn new(shelf: Shelf) -> Self {
        Notices { shelf }
    }

    /// The messages of the person who asks, latest first.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own(&self, asking: &Asking) -> Result<Vec<Message>, AppError> {
        let permit = asking.permit::<ReadOwn>()?;
        let messages = self.shelf.under(&permit).messages_of(asking.person()?).await?;
        Ok(messages.into_iter().map(Message::from).collect())
    }
}
