//! The room of notices: what people were told.

mod rules;
mod told;

use assay_kernel::{Instant, Said};
use assay_store::{MessageRecord, Ms, statement::message};
use assay_words::InEnglish;

pub(crate) use rules::ACTS;
pub use rules::SeeTold;
use rules::{ReadOwn, SeeOwn};
pub use told::{AgainView, ToldKind, ToldLine, ToldView};

use crate::{AppError, Asking, Mint, bell::Bell, shelf::Shelf};

/// So many messages are given, the latest.
pub const MESSAGES_SHOWN: usize = 100;

/// What the installation tells people.
pub struct Notices {
    shelf: Shelf,
    mint: Mint,
    bell: Bell,
    /// Whether mail leaves.
    mails: bool,
}

/// A message as it is shown.
#[derive(Clone, Debug)]
pub struct Message {
    /// What it is about; one message a topic.
    pub topic: String,
    /// What kind it is: `notice.passed`; empty where a release of before kept its words.
    pub code: String,
    /// When it was told.
    pub at: Instant,
    /// Whether its person has not seen it yet.
    pub is_new: bool,
    /// Headline.
    pub subject: String,
    /// Text.
    pub body: String,
}

/// What a further message of an earlier one is called: `again:2025-09-30:result:sit_…`.
const AGAIN: &str = "again:";

/// What the team's acts on a registration tell; their topics begin with their code.
const OF_REGISTRATIONS: [&str; 4] = [
    "notice.registered",
    "notice.registration-withdrawn",
    "notice.registration-reopened",
    "notice.registration-moved",
];

/// The topic that was sent first.
fn root(topic: &str) -> &str {
    let again = topic.strip_prefix(AGAIN).and_then(|rest| rest.split_once(':'));
    again.map_or(topic, |(_day, root)| root)
}

impl Message {
    /// What it is about; sent again it is about the same.
    pub fn about(&self) -> &str {
        root(&self.topic)
    }

    /// Whether it tells of a registration that the team made or changed.
    pub fn is_of_registration(&self) -> bool {
        let about = self.about().split(':').next();
        about.is_some_and(|code| OF_REGISTRATIONS.contains(&code))
    }
}

impl TryFrom<MessageRecord> for Message {
    type Error = AppError;

    fn try_from(record: MessageRecord) -> Result<Self, AppError> {
        let MessageRecord { topic, said, subject, body, created_at, seen_at } = record;
        let at = created_at.0;
        let is_new = seen_at.is_none_or(|seen| seen < created_at);
        // A release of before kept its words.
        let Some(said) = said else {
            return Ok(Message { topic, code: String::new(), at, is_new, subject, body });
        };
        let said: Said =
            serde_json::from_str(&said).map_err(|e| AppError::internal("reading a message", e))?;
        let code = said.code.to_string();
        Ok(Message { topic, code, at, is_new, subject: said.title(), body: said.text() })
    }
}

impl Notices {
    pub(crate) fn new(shelf: Shelf, mint: Mint, bell: Bell, mails: bool) -> Self {
        Notices { shelf, mint, bell, mails }
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

    /// Notes that the person who asks has seen what they were told until an instant.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn seen(&self, asking: &Asking, until: Instant) -> Result<(), AppError> {
        let permit = asking.permit::<SeeOwn>()?;
        Ok(self.shelf.commit(permit, message::seen(asking.person()?, Ms(until))).await?)
    }
}

#[cfg(test)]
mod tests {
    use assay_kernel::date;

    use super::*;

    fn stored(said: Option<String>, subject: &str, body: &str) -> MessageRecord {
        let (subject, body) = (subject.to_owned(), body.to_owned());
        let created_at = Ms(Instant::UNIX_EPOCH);
        MessageRecord { topic: "t".to_owned(), said, subject, body, created_at, seen_at: None }
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
        assert_eq!((shown.code.as_str(), shown.is_new), ("notice.passed", true));
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
