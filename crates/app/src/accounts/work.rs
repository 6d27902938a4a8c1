//! Mails about accounts, as they are sent: who has an address is looked up here and never in the request, so
//! that no answer takes another time where somebody has it.

use assay_kernel::{Arg, CrewInvitationId, PersonId, Said};
use assay_store::{
    LinkPurpose, Ms, NewLink, PersonRecord, Unit,
    statement::{
        crew_asked::link_made,
        link::{made, others_ended},
    },
};
use assay_words::InEnglish;
use jiff::SignedDuration;

use super::{Accounts, LINK_DAYS, MAILED, job::AccountsJob, rules::SendMail, session::hash};
use crate::{
    AppError, Asking,
    jobs::{Then, Works},
    ports::{Mail, NotSent},
    reach::can_be_mailed,
    reading::sha256,
};

/// How long a link to a new password can be used.
const NEW_PASSWORD_MINUTES: i64 = 60;
/// How long a link to another address can be used.
const NEW_ADDRESS_MINUTES: i64 = 24 * 60;
/// How long a link that signs in can be used.
const SIGN_IN_MINUTES: i64 = 30;
/// Accounts with one address that get a link each, where nobody proved it.
const UNPROVED_MAX: usize = 5;

impl Works for Accounts {
    type Job = AccountsJob;

    /// A second run, after a crash before the end of the first, sends the same mail by the same Message-ID.
    async fn carry_out(&self, asking: &Asking, job: AccountsJob) -> Result<Then<AccountsJob>, AppError> {
        match job {
            AccountsJob::Proof { mail, person } => self.mail_proof(asking, &mail, person).await?,
            AccountsJob::Invitation { mail, person } => {
                if let Some(person) = self.person(asking, person).await? {
                    self.mail_claim(asking, &mail, &person, "mail.invitation").await?;
                }
            }
            AccountsJob::NewPassword { mail, address } => {
                self.mail_entrance(asking, &mail, &address, LinkPurpose::NewPassword).await?;
            }
            AccountsJob::SignIn { mail, address } => {
                self.mail_entrance(asking, &mail, &address, LinkPurpose::SignIn).await?;
            }
            AccountsJob::NewAddress { mail, person, address } => {
                self.mail_new_address(asking, &mail, person, &address).await?;
            }
            AccountsJob::AddressLeft { mail, person, address } => {
                if let Some(person) = self.person(asking, person).await? {
                    let said = self.said(asking, "mail.address-left", &address);
                    self.send(&mail, &address, &said.with("name", Arg::text(&person.name))).await?;
                }
            }
            AccountsJob::CrewInvitation { mail, invitation } => {
                self.mail_crew_invitation(asking, &mail, invitation).await?;
            }
            AccountsJob::Notice { mail, person, topic } => {
                self.mail_notice(asking, &mail, person, &topic).await?;
            }
        }
        Ok(Then::Done(Unit::new()))
    }
}

impl Accounts {
    async fn person(&self, asking: &Asking, person: PersonId) -> Result<Option<PersonRecord>, AppError> {
        let permit = asking.permit::<SendMail>()?;
        Ok(self.shelf.under(&permit).person(person).await?)
    }

    /// To whoever made an account: the proof of its address, or that its owner has one already.
    async fn mail_proof(&self, asking: &Asking, mail: &str, person: PersonId) -> Result<(), AppError> {
        // Proved meanwhile: nobody waits for it.
        let Some(person) = self.person(asking, person).await?.filter(|person| !person.is_verified()) else {
            return Ok(());
        };
        let permit = asking.permit::<SendMail>()?;
        match self.shelf.under(&permit).person_by_verified_address(&person.email).await? {
            None => self.mail_claim(asking, mail, &person, "mail.proof").await,
            Some(owner) => {
                let code = if owner.is_closed() { "mail.account-closed" } else { "mail.address-known" };
                let said = self.to_person(asking, code, &owner);
                self.send(mail, &person.email, &said).await
            }
        }
    }

    /// To the address that is to take the place of somebody's: its proof, or that it is another person's.
    async fn mail_new_address(
        &self,
        asking: &Asking,
        mail: &str,
        person: PersonId,
        address: &str,
    ) -> Result<(), AppError> {
        let Some(person) = self.person(asking, person).await? else { return Ok(()) };
        let permit = asking.permit::<SendMail>()?;
        let owner = self.shelf.under(&permit).person_by_verified_address(address).await?;
        if let Some(owner) = owner.filter(|owner| owner.id != person.id) {
            let code = if owner.is_closed() { "mail.account-closed" } else { "mail.address-known" };
            return self.send(mail, address, &self.to_person(asking, code, &owner)).await;
        }
        let purpose = LinkPurpose::NewAddress;
        let Some((url, until)) = self.link_to(asking, mail, &person, purpose, address).await? else {
            return Ok(());
        };
        let said = self.said(asking, "mail.new-address", address);
        let said = said.with("url", Arg::text(&url)).with("until", Arg::text(&until));
        self.send(mail, address, &said).await
    }

    async fn mail_claim(
        &self,
        asking: &Asking,
        mail: &str,
        person: &PersonRecord,
        code: &'static str,
    ) -> Result<(), AppError> {
        let Some((url, until)) = self.link(asking, mail, person, LinkPurpose::Claim).await? else {
            return Ok(());
        };
        let said = self.to_person(asking, code, person);
        let said = said.with("url", Arg::text(&url)).with("until", Arg::text(&until));
        self.send(mail, &person.email, &said).await
    }

    /// To whoever has an address: a link for who proved it, or for each of those who typed it; a stranger who
    /// typed it is out once its owner uses theirs. People of a demonstration are nobody's accounts.
    async fn mail_entrance(
        &self,
        asking: &Asking,
        mail: &str,
        address: &str,
        purpose: LinkPurpose,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<SendMail>()?;
        let mut people = self.shelf.under(&permit).persons_with_address(address).await?;
        people.retain(|person| person.story.is_none());
        let proved = people.first().is_some_and(PersonRecord::is_verified);
        people.truncate(if proved { 1 } else { UNPROVED_MAX });
        if people.is_empty() {
            return self.send(mail, address, &self.said(asking, "mail.no-account", address)).await;
        }
        for (person, number) in people.iter().zip(1..) {
            let mail = format!("{mail}.{number}");
            if person.is_closed() {
                let said = self.to_person(asking, "mail.account-closed", person);
                self.send(&mail, address, &said).await?;
                continue;
            }
            let code = match purpose {
                // Nobody signs in by a link to an account whose password a stranger may know.
                LinkPurpose::SignIn if !proved => {
                    self.mail_claim(asking, &mail, person, "mail.proof").await?;
                    continue;
                }
                LinkPurpose::SignIn => "mail.sign-in",
                _ => "mail.new-password",
            };
            let Some((url, until)) = self.link(asking, &mail, person, purpose).await? else { continue };
            let made_on = asking.zone.to_datetime(person.created_at.0).date();
            let said = self.to_person(asking, code, person).with("made_on", made_on);
            let said = said.with("url", Arg::text(&url)).with("until", Arg::text(&until));
            self.send(&mail, address, &said).await?;
        }
        Ok(())
    }

    /// Makes the link that a mail brings, before it is sent: its address, and until when it can be used. None
    /// where one of this mail was used. Those of an earlier try stay: which of them arrived nobody knows.
    async fn link(
        &self,
        asking: &Asking,
        mail: &str,
        person: &PersonRecord,
        purpose: LinkPurpose,
    ) -> Result<Option<(String, String)>, AppError> {
        self.link_to(asking, mail, person, purpose, &person.email).await
    }

    /// The same for an address that is not theirs yet.
    async fn link_to(
        &self,
        asking: &Asking,
        mail: &str,
        person: &PersonRecord,
        purpose: LinkPurpose,
        address: &str,
    ) -> Result<Option<(String, String)>, AppError> {
        let permit = asking.permit::<SendMail>()?;
        // Closed since the mail was asked for.
        if person.is_closed() {
            return Ok(None);
        }
        if self.shelf.under(&permit).mail_was_used(person.id, mail).await? {
            return Ok(None);
        }
        let (path, minutes) = match purpose {
            LinkPurpose::NewPassword => ("new-password", NEW_PASSWORD_MINUTES),
            LinkPurpose::SignIn => ("sign-in-link", SIGN_IN_MINUTES),
            LinkPurpose::NewAddress => ("new-address", NEW_ADDRESS_MINUTES),
            LinkPurpose::Claim => ("claim", LINK_DAYS * 24 * 60),
        };
        let (token, now) = (self.secret(), asking.ms());
        let end = now.saturating_add(SignedDuration::from_mins(minutes)).unwrap_or(now.0);
        let new = NewLink {
            token_hash: hash(&token),
            purpose,
            person: person.id,
            address: address.to_owned(),
            made_by: MAILED.to_owned(),
            made_at: now,
            ends_at: Ms(end),
            mail: Some(mail.to_owned()),
        };
        let others = others_ended(person.id, purpose, Some(mail), now);
        self.shelf.commit(permit, Unit::from_iter([others, made(&new)])).await?;
        let until = end.to_zoned(asking.zone.clone()).strftime("%-d %B %Y, %H:%M %Z").to_string();
        Ok(Some((format!("{}/{path}/{token}", self.public_url), until)))
    }

    /// To an address that a crew invited, whether or not somebody has it; nothing where the invitation was
    /// answered, taken back or sent again meanwhile.
    async fn mail_crew_invitation(
        &self,
        asking: &Asking,
        mail: &str,
        id: CrewInvitationId,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<SendMail>()?;
        let found = self.shelf.under(&permit).crew_invitation(id).await?;
        let Some(invitation) = found.filter(|found| found.ends_at > asking.ms()) else { return Ok(()) };
        let token = self.secret();
        self.shelf.commit(permit, link_made(id, &sha256(token.as_bytes()))).await?;
        let last = asking.day_of(invitation.ends_at.0);
        let said = self.said(asking, "mail.crew-invitation", &invitation.address);
        let said = said.with("crew", Arg::text(&invitation.crew_name));
        let said = said.with("lead", Arg::text(&invitation.lead_name)).with("until", last);
        let url = format!("{}/crew-invitations/{token}", self.public_url);
        self.send(mail, &invitation.address, &said.with("url", Arg::text(url))).await
    }

    /// What the inbox says, to the address that was proved; nothing where the message or the proof is gone.
    async fn mail_notice(
        &self,
        asking: &Asking,
        mail: &str,
        person: PersonId,
        topic: &str,
    ) -> Result<(), AppError> {
        let permit = asking.permit::<SendMail>()?;
        let store = self.shelf.under(&permit);
        let found = store.person(person).await?.filter(|person| self.mails() && can_be_mailed(person));
        let (Some(person), Some(message)) = (found, store.message(person, topic).await?) else {
            return Ok(());
        };
        // Words that a release of before kept are not mailed.
        let Some(told) = message.said else { return Ok(()) };
        let told = serde_json::from_str::<Said>(&told);
        let told = told.map_err(|error| AppError::internal("reading a message", error))?;
        let said = self.to_person(asking, "mail.notice", &person);
        let said = said.with("subject", Arg::text(told.title())).with("text", Arg::text(told.text()));
        self.send(mail, &person.email, &said).await
    }

    fn said(&self, asking: &Asking, code: &'static str, address: &str) -> Said {
        let said = Said::of(code).with("address", Arg::text(address));
        let said = said.with("body", Arg::text(&asking.programme.body.name));
        said.with("site", Arg::text(&self.public_url))
    }

    fn to_person(&self, asking: &Asking, code: &'static str, person: &PersonRecord) -> Said {
        self.said(asking, code, &person.email).with("name", Arg::text(&person.name))
    }

    async fn send(&self, mail: &str, to: &str, said: &Said) -> Result<(), AppError> {
        let Some(post) = &self.post else {
            let why = "nothing is mailed here since the last start; start with --mail".to_owned();
            return Err(NotSent::Later(why).into());
        };
        let host = self.public_url.split("://").last().unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _port)| host);
        let id = format!("{mail}@{host}");
        let mail = Mail { id, to: to.to_owned(), subject: said.title(), text: said.text() };
        Ok(post.send(&mail).await?)
    }
}
