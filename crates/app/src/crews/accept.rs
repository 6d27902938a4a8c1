//! An invitation as whoever got it opens it, and accepting it.

use assay_kernel::{CrewId, CrewInvitationId, CrewMemberId, Date};
use assay_learning::crew::ShareScope;
use assay_store::{
    CrewInvitationRecord, NewCrewMember, StoreError, Unit,
    statement::{crew, crew_asked},
};

use super::{
    Crews, fault,
    rules::{AcceptInvitation, OpenInvitation},
};
use crate::{AppError, Asking, reading::sha256};

/// An invitation to the address that somebody proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitedTo {
    /// Id.
    pub id: CrewInvitationId,
    /// What the crew is called.
    pub crew: String,
    /// Who leads it.
    pub lead: String,
    /// The last day on which it can be accepted.
    pub until: Date,
}

/// An invitation that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationOpened {
    /// What it invites to.
    pub to: InvitedTo,
    /// To which crew.
    pub crew: CrewId,
    /// The address that was invited.
    pub address: String,
}

impl InvitedTo {
    pub(super) fn of(asking: &Asking, record: &CrewInvitationRecord) -> InvitedTo {
        InvitedTo {
            id: record.id,
            crew: record.crew_name.clone(),
            lead: record.lead_name.clone(),
            until: asking.day_of(record.ends_at.0),
        }
    }
}

impl Crews {
    /// What a link opens, or an invitation to the address that whoever asks has proved: the key is what
    /// stands in the link, or the id.
    ///
    /// # Errors
    /// `NotFound` where it opens nothing any more, or the store failed.
    pub async fn invitation_of(&self, asking: &Asking, key: &str) -> Result<InvitationOpened, AppError> {
        let permit = asking.permit::<OpenInvitation>()?;
        let store = self.shelf.under(&permit);
        let found = match CrewInvitationId::parse(key) {
            Ok(id) => {
                let me = store.person(asking.person()?).await?.ok_or(AppError::NotFound)?;
                let found = store.crew_invitation(id).await?;
                found.filter(|found| me.is_verified() && me.email == found.address)
            }
            Err(_) => store.crew_invitation_by_token(&sha256(key.as_bytes())).await?,
        };
        let found = found.filter(|found| found.ends_at > asking.ms()).ok_or(AppError::NotFound)?;
        Ok(InvitationOpened {
            to: InvitedTo::of(asking, &found),
            crew: found.crew_id,
            address: found.address,
        })
    }

    /// Accepts an invitation: whoever asks is in the crew from now on, and shows what they chose to.
    ///
    /// # Errors
    /// Not signed in; `NotFound` as above; `Invalid` where they are in the crew already; or the store failed.
    pub async fn accept(
        &self,
        asking: &Asking,
        key: &str,
        shown: &[ShareScope],
    ) -> Result<CrewMemberId, AppError> {
        let permit = asking.permit::<AcceptInvitation>()?;
        let opened = self.invitation_of(asking, key).await?;
        let member = NewCrewMember {
            id: self.mint.id(asking.at),
            crew: opened.crew,
            person: asking.person()?,
            address: opened.address,
        };
        let memberships = self.shelf.under(&permit).crew_memberships(member.person).await?;
        if memberships.iter().any(|one| one.crew_id == member.crew) {
            return Err(fault("", "You are in this crew already."));
        }
        let now = asking.ms();
        let mut unit = Unit::from_iter([crew_asked::closed(opened.to.id, now), crew::joined(&member, now)]);
        unit.extend(shown.iter().map(|scope| crew::shared(member.id, scope.as_str(), true, now)));
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::NotFound),
            other => other.map(|()| member.id).map_err(AppError::from),
        }
    }
}
