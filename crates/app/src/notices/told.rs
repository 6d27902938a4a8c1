//! What somebody was told, as the team sees it, and sending it again.
//!
//! A message is never changed: sent again it is a further one, unread, that says the same on a later day.

use assay_kernel::{Arg, Instant, PersonId, Said};
use assay_store::{MessageRecord, StoreError, Unit, statement::message};

use super::{
    AGAIN, Message, Notices, root,
    rules::{SeeTold, SendAgain},
};
use crate::{
    Account, AppError, Asking, FieldFault, Listed, Why,
    deed::Deed,
    facts::{Fact, is_mailed},
    listing::page_of,
    reach::can_be_mailed,
};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldKind {
    /// The result of an exam.
    Result,
    /// A badge.
    Badge,
    /// A registration that the team made or changed.
    Registration,
    /// A change of the programme.
    Programme,
    /// One's account, and what lets into it.
    Account,
}

/// Something that a person was told.
#[derive(Clone, Debug)]
pub struct ToldLine {
    /// What it says.
    pub message: Message,
    /// What it is about.
    pub kind: ToldKind,
    /// When.
    pub at: Instant,
    /// Whether it says again what was said before.
    pub is_again: bool,
    /// Whether it was mailed too, where mail is set up.
    pub is_mailed: bool,
}

/// What a person was told.
pub struct ToldView {
    /// Who.
    pub person: Account,
    /// A page of it, the latest first.
    pub told: Listed<ToldLine>,
    /// Whether whoever looks may send it again.
    pub may_send: bool,
}

/// What sending something again does.
pub struct AgainView {
    /// To whom.
    pub person: Account,
    /// What.
    pub line: ToldLine,
    /// Whether it is mailed as well.
    pub by_mail: bool,
}

impl TryFrom<MessageRecord> for ToldLine {
    type Error = AppError;

    fn try_from(record: MessageRecord) -> Result<Self, AppError> {
        let (at, message) = (record.created_at.0, Message::try_from(record)?);
        let root = root(&message.topic);
        let kind = match root.split(':').next() {
            Some("result" | "review" | "void") => ToldKind::Result,
            Some("credential" | "decided") => ToldKind::Badge,
            Some("programme") => ToldKind::Programme,
            _ if message.is_of_registration() => ToldKind::Registration,
            _ => ToldKind::Account,
        };
        let (is_again, is_mailed) = (root != message.topic, is_mailed(root));
        Ok(ToldLine { kind, at, is_again, is_mailed, message })
    }
}

impl Notices {
    /// What a person was told, the latest first.
    ///
    /// # Errors
    /// Nobody of the team, one's own, nobody there, or the store failed.
    pub async fn told(&self, asking: &Asking, id: PersonId, page: i64) -> Result<ToldView, AppError> {
        let (permit, person) = self.shelf.open::<SeeTold, _>(asking, |store| store.person(id)).await?;
        let store = self.shelf.under(&permit);
        let count = store.count_messages_of(id).await?;
        let (page, rows) = page_of(page, count);
        let lines = store.messages_listed(id, rows).await?;
        let lines = lines.into_iter().map(ToldLine::try_from).collect::<Result<_, _>>()?;
        Ok(ToldView {
            may_send: asking.may::<SendAgain>(&person),
            person: person.into(),
            told: Listed { lines, count, of: count, page, has_more: false },
        })
    }

    /// What sending something again would do.
    ///
    /// # Errors
    /// Neither administrator nor support, one's own; `NotFound` where they were not told it; or the store
    /// failed.
    pub async fn to_send_again(
        &self,
        asking: &Asking,
        id: PersonId,
        topic: &str,
    ) -> Result<AgainView, AppError> {
        let (permit, person) = self.shelf.open::<SendAgain, _>(asking, |store| store.person(id)).await?;
        let found = self.shelf.under(&permit).message(id, topic).await?.ok_or(AppError::NotFound)?;
        let line = ToldLine::try_from(found)?;
        Ok(AgainView {
            by_mail: line.is_mailed && self.mails && can_be_mailed(&person),
            line,
            person: person.into(),
        })
    }

    /// Sends something again: a further message in the inbox, and the mail where it was one. Once a day.
    ///
    /// # Errors
    /// As above; `Invalid` where it was sent again today.
    pub async fn send_again(
        &self,
        asking: &Asking,
        id: PersonId,
        topic: &str,
        why: &Why,
    ) -> Result<(), AppError> {
        let (permit, person) = self.shelf.open::<SendAgain, _>(asking, |store| store.person(id)).await?;
        let found = self.shelf.under(&permit).message(id, topic).await?.ok_or(AppError::NotFound)?;
        let line = ToldLine::try_from(found)?;
        let further = format!("{AGAIN}{}:{}", asking.today, root(topic));
        let mut unit = Unit::from(message::told_again(id, topic, &further, asking.ms()));
        if line.is_mailed && self.mails && can_be_mailed(&person) {
            let mail = data_encoding::HEXLOWER.encode(&self.mint.bytes::<16>());
            unit.extend(Fact::SentAgain { person: id, topic: further, mail }.follows(asking.ms()));
        }
        let said = Said::of("did.sent-again").with("subject", Arg::text(&line.message.subject));
        let done = Deed::of(&said)?.about(id).to(root(topic)).because(why);
        match self.shelf.commit_logged(asking, permit, done, unit).await {
            Err(StoreError::Conflict(_)) => {
                let text = "It was sent again today already, so nothing was sent.";
                Err(AppError::Invalid(vec![FieldFault::new("", text)]))
            }
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.bell.ring();
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn what_is_sent_again_twice_is_still_the_first_message() {
        assert_eq!(root("result:sit_1"), "result:sit_1");
        assert_eq!(root("again:2025-09-30:result:sit_1"), "result:sit_1");
        assert_eq!(root("again:"), "again:");
    }
}
