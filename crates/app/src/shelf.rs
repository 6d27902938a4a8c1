//! The way to the store: for what a permit allows, or closed until a permit opens it.

use std::sync::Arc;

use assay_kernel::{Actor, Instant};
use assay_store::{
    CredentialRecord, GrantRecord, Leased, Ms, PersonRecord, PracticeRunRecord, ProposalRecord, Reads,
    RegistrationRecord, ResponseStep, SittingRecord, Store, StoreError, Take, Unit, statement::audit,
};

use crate::{
    AppError, Asking, Mint,
    deed::Deed,
    permit::{Act, Logged, Permit, Quiet, Thing, Tie, conceivable, decide},
};

/// The store, out of reach for whoever has not asked for permission.
#[derive(Clone)]
pub(crate) struct Shelf {
    store: Arc<Store>,
    /// Lines of the audit log have ids.
    mint: Mint,
}

impl Shelf {
    pub(crate) fn new(store: Arc<Store>, mint: Mint) -> Self {
        Shelf { store, mint }
    }

    /// What is stored, for what a permit allows.
    pub(crate) fn under<A: Act>(&self, _permit: &Permit<A>) -> &Reads {
        &self.store
    }

    /// Commits a unit under a permit, which is used up: a use case of several commits asks before each.
    ///
    /// # Errors
    /// `Conflict` where it is refused by what is stored; or the store failed.
    pub(crate) async fn commit<A: Quiet>(
        &self,
        _permit: Permit<A>,
        unit: impl Into<Unit>,
    ) -> Result<(), StoreError> {
        self.store.commit(unit.into()).await
    }

    /// The same for what the audit log keeps: the line is stored with what was done, or neither is.
    ///
    /// # Errors
    /// `Conflict` where it is refused by what is stored; or the store failed.
    pub(crate) async fn commit_logged<A: Logged>(
        &self,
        asking: &Asking,
        _permit: Permit<A>,
        deed: Deed,
        unit: impl Into<Unit>,
    ) -> Result<(), StoreError> {
        let mut unit = unit.into();
        unit.run(audit::entered(&deed.entry(self.mint.id(asking.at), asking, A::NAME)));
        self.store.commit(unit).await
    }

    /// Appends a step of a response under a permit, which is used up.
    ///
    /// # Errors
    /// `Conflict` where the sitting does not take it; or the store failed.
    pub(crate) async fn append<A: Act>(
        &self,
        _permit: Permit<A>,
        step: ResponseStep,
    ) -> Result<(), StoreError> {
        self.store.save_response(step).await
    }

    /// Takes work under a permit, which is used up.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn take<A: Act>(
        &self,
        _permit: Permit<A>,
        take: Take,
    ) -> Result<Vec<Leased>, StoreError> {
        self.store.take_work(take).await
    }

    /// Whether changes are accepted at the moment.
    pub(crate) fn accepts_changes<A: Act>(&self, _permit: &Permit<A>) -> bool {
        self.store.accepts_changes()
    }

    /// Finds a thing that is kept in memory or has to be read first, closed: what is found is shown to nobody
    /// before the table was asked, and nothing is written.
    pub(crate) async fn find<'s, A, T, F>(
        &'s self,
        asking: &Asking,
        find: impl FnOnce(&'s Reads) -> F,
    ) -> Result<(Permit<A>, T), AppError>
    where
        A: Act,
        T: std::ops::Deref<Target = A::On>,
        F: Future<Output = Result<T, AppError>>,
    {
        conceivable::<A>(&asking.actor)?;
        let thing = find(&self.store).await?;
        let permit = decide::<A>(&asking.actor, asking.at, &thing)?;
        Ok((permit, thing))
    }

    /// Finds a thing and asks whether it may be done with it: it comes with the permit or not at all. Whoever
    /// never may is told so first, whatever is there.
    pub(crate) async fn open<'s, A, F>(
        &'s self,
        asking: &Asking,
        find: impl FnOnce(&'s Reads) -> F,
    ) -> Result<(Permit<A>, A::On), AppError>
    where
        A: Act,
        F: Future<Output = Result<Option<A::On>, StoreError>>,
    {
        conceivable::<A>(&asking.actor)?;
        let thing = find(&self.store).await?.ok_or(AppError::NotFound)?;
        let permit = decide::<A>(&asking.actor, asking.at, &thing)?;
        Ok((permit, thing))
    }
}

impl Thing for PersonRecord {
    fn relation(&self, actor: &Actor, now: Instant) -> Tie {
        Tie::of_person(self.id, self.is_of_team(Ms(now)), actor)
    }
}

impl Thing for GrantRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}

impl Thing for CredentialRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}

impl Thing for RegistrationRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}

impl Thing for SittingRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}

impl Thing for PracticeRunRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        Tie::of_owner(self.person_id, actor)
    }
}

impl Thing for ProposalRecord {
    fn relation(&self, actor: &Actor, _now: Instant) -> Tie {
        match Tie::of_owner(self.proposed_by, actor) {
            Tie::Own => Tie::Author,
            relation => relation,
        }
    }
}
