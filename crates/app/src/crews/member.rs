//! Being in a crew: what is seen of oneself, what one shows, and leaving.

use assay_kernel::{CrewId, CrewMemberId, Date};
use assay_learning::crew::ShareScope;
use assay_store::{CrewMemberRecord, Reads, Unit, statement::crew};

use super::{
    CrewLine, Crews,
    rules::{BelongToCrew, LeadCrew, OwnCrews},
    seen::{AssignedWork, MemberSeen, by_address, histories, wanted_of, work_of},
    shares::{ShareLine, Shares},
};
use crate::{AppError, Asking};

/// A crew in which somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipView {
    /// Id of their place in it.
    pub id: CrewMemberId,
    /// What the crew is called.
    pub crew: String,
    /// Who leads it.
    pub lead: String,
    /// Since which day they are in it.
    pub joined_on: Date,
}

impl MembershipView {
    pub(super) fn of(asking: &Asking, record: &CrewMemberRecord) -> MembershipView {
        MembershipView {
            id: record.id,
            crew: record.crew_name.clone(),
            lead: record.lead_name.clone(),
            joined_on: asking.day_of(record.joined_at.0),
        }
    }
}

impl Crews {
    /// What a crew's lead sees of whoever asks, and what they show.
    ///
    /// # Errors
    /// `NotFound` where the place is not theirs, or the store failed.
    pub async fn membership(
        &self,
        asking: &Asking,
        id: CrewMemberId,
    ) -> Result<(MembershipView, Vec<ShareLine>, MemberSeen), AppError> {
        let (permit, member) =
            self.shelf.open::<BelongToCrew, _>(asking, |store| store.crew_member(id)).await?;
        let store = self.shelf.under(&permit);
        let shares = Shares::of(asking, &store.crew_shares_of(id).await?);
        let lines = shares.lines();
        let assigned = store.crew_assignments_of_person(member.person_id).await?;
        let assigned: Vec<_> = assigned.into_iter().filter(|one| one.crew_id == member.crew_id).collect();
        let people = [(&member, shares)];
        let histories = histories(store, &people).await?;
        let seen = self.seen(asking, &people, &by_address(&assigned), &histories).await?;
        let seen = seen.into_iter().next().ok_or(AppError::NotFound)?;
        Ok((MembershipView::of(asking, &member), lines, seen))
    }

    /// Says what is shown from now on. What stays as it was keeps its day.
    ///
    /// # Errors
    /// `NotFound` where the place is not theirs, or the store failed.
    pub async fn show(
        &self,
        asking: &Asking,
        id: CrewMemberId,
        shown: &[ShareScope],
    ) -> Result<(), AppError> {
        let (permit, _member) =
            self.shelf.open::<BelongToCrew, _>(asking, |store| store.crew_member(id)).await?;
        let shares = Shares::of(asking, &self.shelf.under(&permit).crew_shares_of(id).await?);
        let changed =
            ShareScope::ALL.into_iter().filter(|scope| shares.show(*scope) != shown.contains(scope));
        let changed =
            changed.map(|scope| crew::shared(id, scope.as_str(), shown.contains(&scope), asking.ms()));
        Ok(self.shelf.commit(permit, Unit::from_iter(changed)).await?)
    }

    /// Leaves a crew: everything stays with whoever leaves, and nothing of it is seen any more.
    ///
    /// # Errors
    /// `NotFound` where the place is not theirs, or the store failed.
    pub async fn leave(&self, asking: &Asking, id: CrewMemberId) -> Result<(), AppError> {
        let (permit, _member) =
            self.shelf.open::<BelongToCrew, _>(asking, |store| store.crew_member(id)).await?;
        Ok(self.shelf.commit(permit, crew::left(id, asking.ms())).await?)
    }

    /// Takes somebody out of a crew that whoever asks leads.
    ///
    /// # Errors
    /// `NotFound`, or the store failed.
    pub async fn take_out(&self, asking: &Asking, id: CrewId, member: CrewMemberId) -> Result<(), AppError> {
        let (permit, _crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let found = self.shelf.under(&permit).crew_member(member).await?;
        found.filter(|found| found.crew_id == id).ok_or(AppError::NotFound)?;
        Ok(self.shelf.commit(permit, crew::left(member, asking.ms())).await?)
    }

    /// By which days crews ask whoever asks for something, with what they say of it; nothing of whoever is in
    /// none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn asks_for(
        &self,
        asking: &Asking,
        what: &str,
    ) -> Result<Vec<(Option<Date>, String)>, AppError> {
        if !asking.may_at_all::<OwnCrews>() {
            return Ok(Vec::new());
        }
        let permit = asking.permit::<OwnCrews>()?;
        let all = self.shelf.under(&permit).crew_assignments_of_person(asking.person()?).await?;
        let here = all.into_iter().filter(|one| one.what == what);
        Ok(here.map(|one| (one.due_on.map(|day| day.0), one.note)).collect())
    }

    /// What whoever asks is asked to do, by day, with how far they are: it is their own, whatever they show.
    pub(super) async fn assigned_to(
        &self,
        asking: &Asking,
        store: &Reads,
        memberships: &[CrewMemberRecord],
    ) -> Result<Vec<(CrewLine, AssignedWork)>, AppError> {
        if memberships.is_empty() {
            return Ok(Vec::new());
        }
        let person = asking.person()?;
        let records = store.crew_assignments_of_person(person).await?;
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let wanted = wanted_of(&records.iter().collect::<Vec<_>>());
        let progress = self.progress.progress(asking, person, &wanted).await?;
        let mut found = Vec::new();
        for record in &records {
            let crew = memberships.iter().find(|one| one.crew_id == record.crew_id);
            let work = work_of(asking, record, Some(&progress));
            found.extend(crew.map(CrewLine::from).zip(work));
        }
        Ok(found)
    }
}
