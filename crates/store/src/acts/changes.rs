//! A change of the programme, from its proposal to what follows for people.

use assay_kernel::{Persons, Proposals, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Store,
    table::{
        job, message,
        programme::{self, NewVersionOfProgramme},
        proposal::{self, NewProposal},
        sitting,
    },
    unit::Unit,
};

impl Store {
    /// Applies a version, with the carrying out of what follows for people, in one commit.
    ///
    /// # Errors
    /// `Conflict` where another version was applied meanwhile, or the proposal is not open any more.
    pub async fn apply_programme(
        &self,
        version: &NewVersionOfProgramme,
        proposal: Option<(TypedId<Proposals>, TypedId<Persons>)>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(programme::files_kept(&version.tree, &version.files));
        unit.run(programme::applied(version, now));
        unit.extend(proposal.map(|(id, by)| proposal::applied(id, by, now)));
        if version.number == 1 {
            unit.run(sitting::pinned(&version.tree));
        }
        if version.plan.is_some() {
            unit.run(job::follow_up_asked(version.number, now));
        }
        self.commit(unit).await
    }

    /// Keeps a proposed change.
    ///
    /// # Errors
    /// `Conflict` where another one is open.
    pub async fn propose_programme(&self, proposal: &NewProposal, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(programme::files_kept(&proposal.tree, &proposal.files));
        unit.run(proposal::added(proposal, now));
        self.commit(unit).await
    }

    /// Takes an open proposal back.
    ///
    /// # Errors
    /// `Conflict` where it is not open any more.
    pub async fn withdraw_proposal(
        &self,
        id: TypedId<Proposals>,
        by: TypedId<Persons>,
        now: Ms,
    ) -> Result<(), StoreError> {
        self.commit(proposal::withdrawn(id, by, now).into()).await
    }

    /// Queues a look at the badges of people, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn look_at_badges(&self, people: &[TypedId<Persons>], now: Ms) -> Result<(), StoreError> {
        self.commit(people.iter().map(|person| job::look_asked(*person, now)).collect()).await
    }

    /// Tells people of a change and queues the issuing that may follow for each, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notify_of_change(
        &self,
        topic: &str,
        notices: &[(TypedId<Persons>, String, String)],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        for (person, subject, body) in notices {
            unit.run(message::told(*person, topic, subject, body, now));
            unit.run(job::look_asked(*person, now));
        }
        self.commit(unit).await
    }
}
