//! Mailed links that let in: to a new password, and signing in once. Looking changes nothing, since scanners
//! look first; each works once.

use assay_kernel::{Said, identity::Address};
use assay_store::{
    LinkPurpose, StoreError, Unit,
    statement::{
        link::{self, others_ended},
        person, session,
    },
};

use super::{
    Accounts, Caller, OpenedLink, SignedIn, WantedLink,
    claim::{Access, used},
    password,
    people::password_about,
    rules::{Enter, SetPassword},
    session::hash,
    turns::Lane,
};
use crate::{Account, AppError, Asking, FieldFault, deed::Deed};

impl WantedLink {
    fn purpose(self) -> LinkPurpose {
        match self {
            WantedLink::NewPassword => LinkPurpose::NewPassword,
            WantedLink::SignIn => LinkPurpose::SignIn,
        }
    }
}

impl Accounts {
    /// What a mailed link opens.
    ///
    /// # Errors
    /// `NotFound` where there is no such link, or it was used or is over.
    pub async fn mailed_link(
        &self,
        asking: &Asking,
        wanted: WantedLink,
        token: &str,
    ) -> Result<OpenedLink, AppError> {
        let permit = asking.permit::<Enter>()?;
        let (link, person) = self.open_link(asking, &permit, wanted.purpose(), token).await?;
        let asks_for_access = wanted == WantedLink::NewPassword;
        Ok(OpenedLink { address: link.address, person: person.into(), asks_for_access, is_mailed: true })
    }

    /// Uses a link to a new password: every session ends, every other link too, and the address is proved.
    ///
    /// # Errors
    /// `NotFound` where the link is over, `Invalid` at the field `password`, `Busy`, or the store failed.
    pub async fn set_password_by_link(
        &self,
        asking: &Asking,
        token: &str,
        typed: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let caller = caller.into();
        let permit = asking.permit::<Enter>()?;
        let (link, person) = self.open_link(asking, &permit, LinkPurpose::NewPassword, token).await?;
        let about = password_about(&asking.programme.body.name, &person.name, &person.email);
        if let Some(text) = password::fault(typed, &about) {
            return Err(AppError::Invalid(vec![FieldFault::new("password", text)]));
        }
        let turn = self.turn(Lane::Browser).await?;
        let neighbours = self.shelf.under(&permit).persons_with_address(&person.email).await?;
        let password_hash = self.hash_password(typed, &neighbours, &turn).await?;
        drop(turn);
        let access = Access { name: person.name.clone(), password_hash };
        let mut unit = used(&hash(token), &link, Some(&access), asking.ms());
        unit.run(link::earlier_ended(person.id, asking.ms()));
        match self.shelf.commit(permit, unit).await {
            Ok(()) => {}
            Err(StoreError::Conflict(_)) => return Err(AppError::NotFound),
            Err(error) => return Err(error.into()),
        }
        self.bell.ring();
        // Whoever guessed before did not guess this one.
        self.guard.forget(&Address::compared(&person.email));
        self.open_session(asking, asking.permit::<Enter>()?, &person, caller).await
    }

    /// Uses a link that signs in.
    ///
    /// # Errors
    /// `NotFound` where the link is over, or the store failed.
    pub async fn sign_in_by_link(
        &self,
        asking: &Asking,
        token: &str,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        let permit = asking.permit::<Enter>()?;
        let (_, person) = self.open_link(asking, &permit, LinkPurpose::SignIn, token).await?;
        let now = asking.ms();
        let others = others_ended(person.id, LinkPurpose::SignIn, None, now);
        match self.shelf.commit(permit, Unit::from_iter([link::used(&hash(token), now), others])).await {
            Ok(()) => {}
            Err(StoreError::Conflict(_)) => return Err(AppError::NotFound),
            Err(error) => return Err(error.into()),
        }
        self.open_session(asking, asking.permit::<Enter>()?, &person, caller.into()).await
    }

    /// Sets the password of an address or an id, and ends every session and every link. For operators: a
    /// lost password where nothing is mailed.
    ///
    /// # Errors
    /// `NotFound`, `Invalid` with what is wrong, or the store failed.
    pub async fn set_password_for(
        &self,
        asking: &Asking,
        whom: &str,
        typed: &str,
    ) -> Result<Account, AppError> {
        let (permit, person) = self.meant::<SetPassword>(asking, whom).await?;
        if person.story.is_some() {
            let text = "You sign in as a demonstration person with one click.";
            return Err(AppError::Invalid(vec![FieldFault::new("address", text)]));
        }
        let about = password_about(&asking.programme.body.name, &person.name, &person.email);
        if let Some(text) = password::fault(typed, &about) {
            return Err(AppError::Invalid(vec![FieldFault::new("password", text)]));
        }
        let turn = self.turn(Lane::Browser).await?;
        let neighbours = self.shelf.under(&permit).persons_with_address(&person.email).await?;
        let hash = self.hash_password(typed, &neighbours, &turn).await?;
        let unit = Unit::from_iter([
            person::password_set(person.id, &hash),
            session::all_ended(person.id),
            link::earlier_ended(person.id, asking.ms()),
        ]);
        let done = Deed::of(&Said::of("did.password-set"))?.about(person.id);
        self.shelf.commit_logged(asking, permit, done, unit).await?;
        Ok(person.into())
    }
}
