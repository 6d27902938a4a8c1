//! What is asked to be mailed. Nothing here looks whether somebody has an address: answer and time are the
//! same, and the mail tells it to the address alone.

use assay_kernel::{Arg, PersonId, Said, identity::Address};
use assay_store::{Statement, Unit};
use assay_words::InEnglish;

use super::{
    Accounts, Caller,
    guard::Attempt,
    job::AccountsJob,
    rules::{Enter, MakeLink, ManageOwn},
};
use crate::{
    Account, AppError, Asking, FieldFault,
    deed::Deed,
    facts::{Fact, Letter},
    ports::Mail,
    reach::{ENTER_ANOTHER, is_nowhere},
};

/// What somebody wants a link for who cannot sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedLink {
    /// To choose another password.
    NewPassword,
    /// To sign in once.
    SignIn,
}

/// A mail that is sent to see whether it arrives.
pub fn test_mail(id: String, to: &str, body: &str, site: &str) -> Mail {
    let said = Said::of("mail.test").with("body", Arg::text(body)).with("site", Arg::text(site));
    Mail { id, to: to.to_owned(), subject: said.title(), text: said.text() }
}

impl Accounts {
    /// Whether links are mailed here; if not, the team hands them over.
    pub fn mails(&self) -> bool {
        self.post.is_some()
    }

    /// Mails a link to an address, if somebody has it; the answer is the same.
    ///
    /// # Errors
    /// `NotFound` where nothing is mailed, `Invalid` for what is no address, `TooMany`, or the store failed.
    pub async fn want_link(
        &self,
        asking: &Asking,
        wanted: WantedLink,
        address: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<(), AppError> {
        self.must_mail()?;
        let permit = asking.permit::<Enter>()?;
        let fault = |text: String| AppError::Invalid(vec![FieldFault::new("email", text)]);
        let address = Address::parse(address).map_err(|error| fault(error.to_string()))?;
        if is_nowhere(address.as_str()) {
            return Err(fault(ENTER_ANOTHER.into()));
        }
        self.may_mail(asking, address.as_str(), caller.into())?;
        let (mail, address) = (self.mail_id(), address.as_str().to_owned());
        let job = match wanted {
            WantedLink::NewPassword => AccountsJob::NewPassword { mail, address },
            WantedLink::SignIn => AccountsJob::SignIn { mail, address },
        };
        self.shelf.commit(permit, Unit::from_iter(Fact::MailWanted { job }.follows(asking.ms()))).await?;
        self.bell.ring();
        Ok(())
    }

    /// Mails the proof of one's own address once more.
    ///
    /// # Errors
    /// `NotFound` where nothing is mailed, not signed in, `TooMany`, or the store failed.
    pub async fn want_proof(
        &self,
        asking: &Asking,
        caller: impl Into<Caller<'_>>,
    ) -> Result<Account, AppError> {
        self.must_mail()?;
        let permit = asking.permit::<ManageOwn>()?;
        let me = self.shelf.under(&permit).person(asking.person()?).await?.ok_or(AppError::NotFound)?;
        if !me.is_verified() {
            self.may_mail(asking, &me.email, caller.into())?;
            self.shelf.commit(permit, Unit::from_iter(self.proof(asking, me.id))).await?;
            self.bell.ring();
        }
        Ok(me.into())
    }

    /// The mail that proves an address, in the unit of what it follows from.
    pub(super) fn proof(&self, asking: &Asking, person: PersonId) -> Vec<Statement> {
        let job = AccountsJob::Proof { mail: self.mail_id(), person };
        Fact::MailWanted { job }.follows(asking.ms())
    }

    /// Mails a person the link that the team would hand over.
    ///
    /// # Errors
    /// Neither administrator nor support, nobody there, `Invalid` with the reason why no link can be made,
    /// or the store failed.
    pub async fn mail_claim_link(&self, asking: &Asking, person: PersonId) -> Result<Account, AppError> {
        self.must_mail()?;
        let (permit, person) = self.shelf.open::<MakeLink, _>(asking, |store| store.person(person)).await?;
        let store = self.shelf.under(&permit);
        self.may_have_link(store, &person).await?;
        if is_nowhere(&person.email) {
            let text = "No mail reaches this address. Make a link and hand it over.";
            return Err(AppError::Invalid(vec![FieldFault::new("address", text)]));
        }
        let by = store.person(asking.person()?).await?.map(|by| Arg::text(&by.name));
        let (now, address) = (asking.ms(), Arg::text(&person.email));
        let told = Said::of("notice.link-made").with("address", address.clone()).maybe("by", by);
        let letter = Letter::of(format!("link:{}", now.as_millisecond()), &told)?;
        let job = AccountsJob::Invitation { mail: self.mail_id(), person: person.id };
        let mut unit = Unit::from_iter(Fact::LinkMade { person: person.id, letter }.follows(now));
        unit.extend(Fact::MailWanted { job }.follows(now));
        let did = Deed::of(&Said::of("did.link-mailed").with("address", address))?.about(person.id);
        self.shelf.commit_logged(asking, permit, did, unit).await?;
        self.bell.ring();
        Ok(person.into())
    }

    pub(super) fn must_mail(&self) -> Result<(), AppError> {
        if self.mails() { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// So many mails for an address, and for whoever asks.
    pub(super) fn may_mail(
        &self,
        asking: &Asking,
        address: &str,
        caller: Caller<'_>,
    ) -> Result<(), AppError> {
        let attempt = Attempt { address: caller.address, account: address, device: None, now: asking.at };
        match self.guard.mail(attempt) {
            None => Ok(()),
            Some(wait_s) => Err(AppError::TooMany { wait_s }),
        }
    }

    /// What a mail's Message-ID begins with.
    pub(super) fn mail_id(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.mint.bytes::<16>())
    }
}
