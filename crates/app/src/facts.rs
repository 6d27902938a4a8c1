//! What follows from what: the one place to read it, and to add to it.
//!
//! A room writes what it decided and says the fact; everything that follows elsewhere, a job or a message,
//! is added here, to the same unit: it is durable with the decision or not at all. Followers are pure and say
//! no facts themselves, so nothing cascades. The whole table is a snapshot below.

use assay_kernel::{CrewInvitationId, ImportId, PersonId, Said, SittingId};
use assay_store::{Ms, Statement, statement::message};

use crate::{
    AppError,
    accounts::AccountsJob,
    awards::AwardsJob,
    changes::ChangesJob,
    items::ItemsJob,
    jobs::{Job, Rank},
    practice::PracticeJob,
    sittings::SittingsJob,
};

/// A message to somebody: what is told, before any words.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    topic: String,
    said: String,
}

impl Letter {
    /// A message under a topic, once a person: a second one of the same topic changes nothing.
    ///
    /// # Errors
    /// It cannot be written down.
    pub(crate) fn of(topic: String, said: &Said) -> Result<Letter, AppError> {
        let said = serde_json::to_string(said).map_err(|e| AppError::internal("writing a message", e))?;
        Ok(Letter { topic, said })
    }
}

/// Messages that are mailed too, by the beginning of their topic: who gets them cannot read the inbox.
const MAILED: &[&str] = &["account-closed", "account-opened"];

/// Whether what is told under a topic is mailed too, where mail reaches the person.
pub(crate) fn is_mailed(topic: &str) -> bool {
    topic.split(':').next().is_some_and(|kind| MAILED.contains(&kind))
}

/// Something that happened and that others follow.
#[derive(Debug)]
pub(crate) enum Fact {
    /// A link to somebody's account was made.
    LinkMade { person: PersonId, letter: Letter },
    /// The team changed how somebody is called or reached, or signed them out.
    Edited { person: PersonId, letter: Letter },
    /// The team made, withdrew, moved or took up again somebody's registration.
    Registered { person: PersonId, letter: Letter },
    /// Somebody gets a mail.
    MailWanted { job: AccountsJob },
    /// A crew invited an address.
    InvitedToCrew { invitation: CrewInvitationId, mail: String },
    /// What somebody was told is mailed once more.
    SentAgain { person: PersonId, topic: String, mail: String },
    /// Somebody proved an address.
    AddressProved { person: PersonId },
    /// Somebody's history has a further event.
    Happened { person: PersonId },
    /// A sitting was handed in.
    HandedIn { sitting: SittingId },
    /// A sitting was scored.
    Scored { sitting: SittingId, person: PersonId, letter: Letter },
    /// A sitting was scored, and its result is kept back for now.
    HeldBack { sitting: SittingId, person: PersonId, letter: Letter },
    /// A sitting was voided.
    Voided { sitting: SittingId, person: PersonId, letter: Letter },
    /// A change was applied by a plan.
    Applied { version: i64 },
    /// An applied change touches somebody.
    Touched { person: PersonId, letter: Letter },
    /// Something about everyone, whatever their history, may change what somebody's badges should say.
    Concerned { person: PersonId },
    /// An edition of a badge was published.
    Published { person: PersonId, letter: Letter },
    /// A badge was taken back.
    TakenBack { person: PersonId, letter: Letter },
    /// The body decided about a certification, and no badge tells it.
    Decided { person: PersonId, letter: Letter },
    /// A file of questions was handed in.
    QuestionsHandedIn { import: ImportId },
    /// Something of somebody's preparation can be told to a learning record store.
    Prepared { person: PersonId },
}

impl Fact {
    /// What follows, in the unit of the fact.
    pub(crate) fn follows(self, at: Ms) -> Vec<Statement> {
        let tell = |person, Letter { topic, said }: Letter| message::told(person, &topic, &said, at);
        // Somebody may wait for it, or it is for many at once: nobody queues behind those.
        let look = |person, rank| AwardsJob::Look { person }.asked(rank, at);
        match self {
            Fact::LinkMade { person, letter }
            | Fact::Edited { person, letter }
            | Fact::Registered { person, letter }
            | Fact::Published { person, letter }
            | Fact::TakenBack { person, letter }
            | Fact::Decided { person, letter } => vec![tell(person, letter)],
            Fact::MailWanted { job } => vec![job.asked(Rank::Somebody, at)],
            Fact::InvitedToCrew { invitation, mail } => {
                vec![AccountsJob::CrewInvitation { mail, invitation }.asked(Rank::Somebody, at)]
            }
            Fact::SentAgain { person, topic, mail } => {
                vec![AccountsJob::Notice { mail, person, topic }.asked(Rank::Somebody, at)]
            }
            // A badge that was signed while nobody had proved the address gets an edition that names it.
            Fact::AddressProved { person } | Fact::Happened { person } => {
                vec![look(person, Rank::Somebody)]
            }
            Fact::Concerned { person } => vec![look(person, Rank::Everybody)],
            Fact::HandedIn { sitting } => vec![SittingsJob::Score { sitting }.asked(Rank::Somebody, at)],
            Fact::Scored { sitting, person, letter } => vec![
                look(person, Rank::Somebody),
                tell(person, letter),
                SittingsJob::Score { sitting }.dropped(),
            ],
            Fact::HeldBack { sitting, person, letter } => {
                vec![tell(person, letter), SittingsJob::Score { sitting }.dropped()]
            }
            Fact::Voided { sitting, person, letter } => vec![
                look(person, Rank::Somebody),
                tell(person, letter),
                SittingsJob::Score { sitting }.dropped(),
            ],
            Fact::Applied { version } => vec![
                ChangesJob::FollowUp { version, after: None }.asked(Rank::Somebody, at),
                ItemsJob::PutToUse { version }.asked(Rank::Somebody, at),
            ],
            Fact::QuestionsHandedIn { import } => {
                vec![ItemsJob::ReadImport { import }.asked(Rank::Somebody, at)]
            }
            // Nobody waits for it.
            Fact::Prepared { person } => vec![PracticeJob::tell(person, at).asked(Rank::Everybody, at)],
            Fact::Touched { person, letter } => vec![tell(person, letter), look(person, Rank::Everybody)],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use assay_kernel::{Instant, ItemImports, Persons, Sittings, TypedId};

    use super::*;

    /// Another fact than the one before, until each was said: a new one does not compile without a place.
    fn next(last: Option<&Fact>) -> Option<Fact> {
        let person = TypedId::<Persons>::from_parts(1, [1; 10]);
        let sitting = TypedId::<Sittings>::from_parts(1, [2; 10]);
        let letter = Letter::of(String::new(), &Said::of("letter")).unwrap();
        Some(match last {
            None => Fact::LinkMade { person, letter },
            Some(Fact::LinkMade { .. }) => {
                Fact::MailWanted { job: AccountsJob::Proof { mail: String::new(), person } }
            }
            Some(Fact::MailWanted { .. }) => {
                Fact::InvitedToCrew { invitation: TypedId::from_parts(1, [4; 10]), mail: String::new() }
            }
            Some(Fact::InvitedToCrew { .. }) => {
                Fact::SentAgain { person, topic: String::new(), mail: String::new() }
            }
            Some(Fact::SentAgain { .. }) => Fact::Edited { person, letter },
            Some(Fact::Edited { .. }) => Fact::Registered { person, letter },
            Some(Fact::Registered { .. }) => Fact::AddressProved { person },
            Some(Fact::AddressProved { .. }) => Fact::Happened { person },
            Some(Fact::Happened { .. }) => Fact::HandedIn { sitting },
            Some(Fact::HandedIn { .. }) => Fact::Scored { sitting, person, letter },
            Some(Fact::Scored { .. }) => Fact::HeldBack { sitting, person, letter },
            Some(Fact::HeldBack { .. }) => Fact::Voided { sitting, person, letter },
            Some(Fact::Voided { .. }) => Fact::Applied { version: 2 },
            Some(Fact::Applied { .. }) => Fact::Touched { person, letter },
            Some(Fact::Touched { .. }) => Fact::Concerned { person },
            Some(Fact::Concerned { .. }) => Fact::Published { person, letter },
            Some(Fact::Published { .. }) => Fact::TakenBack { person, letter },
            Some(Fact::TakenBack { .. }) => Fact::Decided { person, letter },
            Some(Fact::Decided { .. }) => {
                Fact::QuestionsHandedIn { import: TypedId::<ItemImports>::from_parts(1, [3; 10]) }
            }
            Some(Fact::QuestionsHandedIn { .. }) => Fact::Prepared { person },
            Some(Fact::Prepared { .. }) => return None,
        })
    }

    /// Of a job its kind too, and whether it comes after what somebody waits for.
    fn named(statement: &Statement) -> String {
        let values = format!("{statement:?}");
        let limits = [
            SittingsJob::LIMITS,
            AwardsJob::LIMITS,
            ChangesJob::LIMITS,
            AccountsJob::LIMITS,
            ItemsJob::LIMITS,
            PracticeJob::LIMITS,
        ];
        let kinds = limits.iter().flat_map(|limits| limits.kinds);
        let kind = kinds.copied().find(|kind| values.contains(&format!("Text({kind:?})")));
        let last = if values.contains("Integer(1)") { ", last" } else { "" };
        let kind = kind.map(|kind| format!(" ({kind}{last})"));
        format!("{}{}", statement.name(), kind.unwrap_or_default())
    }

    #[test]
    fn what_follows_from_what_is_what_was_reviewed() {
        let (mut table, mut last) = (String::new(), None);
        while let Some(fact) = next(last.as_ref()) {
            let name = format!("{fact:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default().to_owned();
            last = next(last.as_ref());
            let follows: Vec<_> = fact.follows(Ms(Instant::UNIX_EPOCH)).iter().map(named).collect();
            writeln!(table, "{name:<15}{}", follows.join(", ")).unwrap();
        }
        insta::assert_snapshot!("consequences", table);
    }
}
