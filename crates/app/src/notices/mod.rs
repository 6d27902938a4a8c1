//! The room of notices: what people were told.

mod rules;

use assay_kernel::Said;
use assay_store::MessageRecord;
use assay_words::InEnglish;

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

impl TryFrom<MessageRecord> for Message {
    type Error = AppError;

    fn try_from(record: MessageRecord) -> Result<Self, AppError> {
        let MessageRecord { topic, said, subject, body, .. } = record;
        // A release of before kept its words.
        let Some(said) = said else { return Ok(Message { topic, subject, body }) };
        let said: Said =
            serde_json::from_str(&said).map_err(|e| AppError::internal("reading a message", e))?;
        Ok(Message { topic, subject: said.title(), body: said.text() })
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
        messages.into_iter().map(Message::try_from).collect()
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::{Instant, date};
    use assay_store::Ms;

    use super::*;

    fn stored(said: Option<String>, subject: &str, body: &str) -> MessageRecord {
        let (subject, body) = (subject.to_owned(), body.to_owned());
        MessageRecord { topic: "t".to_owned(), said, subject, body, created_at: Ms(Instant::UNIX_EPOCH) }
    }

    #[test]
    fn what_is_said_gets_its_words_where_it_is_read_and_what_was_kept_in_words_keeps_them() {
        let passed = Said::of("notice.passed")
            .with("exam", &assay_kernel::ExamCode::new("SOA-C03"))
            .with("on", date(2026, 3, 10))
            .with("scored", 810_u32)
            .with("maximum", 1000_u32)
            .with("needed", 720_u32);
        let said = serde_json::to_string(&passed).unwrap();
        let shown = Message::try_from(stored(Some(said), "", "")).unwrap();
        assert_eq!(shown.subject, "Your result of SOA-C03: you passed");
        assert_eq!(shown.body, "10 March 2026: you scored 810 of 1000; 720 was needed.");
        let former = Message::try_from(stored(None, "You passed", "Well done.")).unwrap();
        assert_eq!((former.subject.as_str(), former.body.as_str()), ("You passed", "Well done."));
        assert!(Message::try_from(stored(Some("{".to_owned()), "", "")).is_err(), "an error is an error");
    }

    #[test]
    fn a_link_says_who_made_it() {
        let made = Said::of("notice.link-made").with("address", assay_kernel::Arg::text("a@b.example"));
        assert!(made.text().starts_with("The operator of this site made a link that confirms a@b.example"));
        let by = made.with("by", assay_kernel::Arg::text("Ada"));
        assert!(by.text().starts_with("Ada made a link"), "{}", by.text());
    }
}
