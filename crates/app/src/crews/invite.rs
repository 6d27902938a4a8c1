//! Inviting people by address: an invitation, and no account. Nothing tells whether somebody has one.

use std::collections::BTreeSet;

use assay_kernel::{CrewId, CrewInvitationId, Date, identity::Address};
use assay_store::{CrewInvitationRecord, CrewRecord, Ms, Reads, StoreError, Unit, statement::crew_asked};
use jiff::SignedDuration;

use super::{CREW_PEOPLE_MAX, Crews, fault, rules::LeadCrew};
use crate::{
    AppError, Asking,
    facts::Fact,
    reach::{ENTER_ANOTHER, is_nowhere},
};

/// How long an invitation can be accepted.
pub(super) const INVITATION_DAYS: i64 = 30;
/// An address is mailed once a day at most, however often a crew invites it.
const AGAIN_HOURS: i64 = 24;

/// An invitation that nobody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLine {
    /// Id.
    pub id: CrewInvitationId,
    /// To which address.
    pub address: String,
    /// On which day.
    pub invited_on: Date,
    /// Whether its time is over.
    pub is_over: bool,
    /// Whether it can be sent again today.
    pub may_be_sent: bool,
}

impl InvitationLine {
    pub(super) fn of(asking: &Asking, record: &CrewInvitationRecord) -> InvitationLine {
        InvitationLine {
            id: record.id,
            address: record.address.clone(),
            invited_on: asking.day_of(record.invited_at.0),
            is_over: record.ends_at <= asking.ms(),
            may_be_sent: record.invited_at < a_day_before(asking),
        }
    }
}

fn a_day_before(asking: &Asking) -> Ms {
    Ms(asking.at.saturating_sub(SignedDuration::from_hours(AGAIN_HOURS)).unwrap_or(asking.at))
}

/// The address that somebody typed, in the form in which addresses are compared.
pub(super) fn address_of(typed: &str) -> Result<String, String> {
    let address = Address::parse(typed).map_err(|error| error.to_string())?;
    match is_nowhere(address.as_str()) {
        true => Err(ENTER_ANOTHER.to_owned()),
        false => Ok(address.as_str().to_owned()),
    }
}

/// Whom a crew knows by their address.
pub(super) struct KnownAddresses {
    /// People who are in it.
    pub(super) members: BTreeSet<String>,
    /// Those who are invited.
    pub(super) invited: BTreeSet<String>,
}

impl KnownAddresses {
    pub(super) async fn of(store: &Reads, crew: CrewId) -> Result<KnownAddresses, AppError> {
        let members = store.crew_members(crew).await?.into_iter().map(|member| member.address).collect();
        let invited = store.crew_invitations(crew).await?.into_iter().map(|one| one.address).collect();
        Ok(KnownAddresses { members, invited })
    }

    pub(super) fn has(&self, address: &str) -> bool {
        self.members.contains(address) || self.invited.contains(address)
    }

    pub(super) fn count(&self) -> usize {
        self.members.len() + self.invited.len()
    }
}

impl Crews {
    /// Invites an address, or sends an open invitation again.
    ///
    /// # Errors
    /// `NotFound` where the crew is not theirs; `Invalid` where it is no address, its owner is in the crew
    /// already, it was invited today, or there are as many people as a crew may have; or the store failed.
    pub async fn invite(&self, asking: &Asking, id: CrewId, typed: &str) -> Result<(), AppError> {
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let address = address_of(typed).map_err(|text| fault("email", text))?;
        let known = KnownAddresses::of(self.shelf.under(&permit), id).await?;
        if known.members.contains(&address) {
            return Err(fault("email", "Whoever was invited at this address is in the crew already."));
        }
        if known.count() >= CREW_PEOPLE_MAX && !known.invited.contains(&address) {
            let text = format!("A crew has {CREW_PEOPLE_MAX} people at most, invitations included.");
            return Err(fault("email", text));
        }
        let mut unit = Unit::new();
        self.invitation(asking, &crew, &address, &mut unit);
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => {
                Err(fault("email", "This address was invited within the last day. Invite it again tomorrow."))
            }
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.bell.ring();
                Ok(())
            }
        }
    }

    /// An invitation, with the mail that brings it, in the unit of whoever invites.
    pub(super) fn invitation(&self, asking: &Asking, crew: &CrewRecord, address: &str, unit: &mut Unit) {
        let (id, now) = (self.mint.id(asking.at), asking.ms());
        let ends = now.saturating_add(SignedDuration::from_hours(INVITATION_DAYS * 24));
        let until = (now, Ms(ends.unwrap_or(now.0)), a_day_before(asking));
        unit.run(crew_asked::invited((id, crew.id), address, until));
        if self.mails {
            let mail = data_encoding::HEXLOWER.encode(&self.mint.bytes::<16>());
            unit.extend(Fact::InvitedToCrew { invitation: id, mail }.follows(now));
        }
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` where it was answered meanwhile; or the store failed.
    pub async fn take_back(
        &self,
        asking: &Asking,
        id: CrewId,
        invitation: CrewInvitationId,
    ) -> Result<(), AppError> {
        let (permit, _crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let found = self.shelf.under(&permit).crew_invitation(invitation).await?;
        found.filter(|found| found.crew_id == id).ok_or(AppError::NotFound)?;
        Ok(self.shelf.commit(permit, crew_asked::closed(invitation, asking.ms())).await?)
    }
}
