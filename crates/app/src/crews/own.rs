//! One's own crews: those that one leads, those in which one is, and beginning and ending one.

use assay_kernel::{CrewId, identity::hidden_character};
use assay_store::{StoreError, statement::crew};

use super::{
    CREWS_MAX, CrewLine, Crews,
    accept::InvitedTo,
    fault,
    member::MembershipView,
    rules::{LeadCrew, OwnCrews},
    seen::AssignedWork,
};
use crate::{AppError, Asking};

/// Letters of a crew's name.
const NAME_CHARS_MAX: usize = 60;

/// The crews of whoever asks.
pub struct OwnCrewsView {
    /// Those that they lead.
    pub led: Vec<CrewLine>,
    /// Those in which they are.
    pub memberships: Vec<MembershipView>,
    /// Those to which the address that they proved is invited.
    pub invited: Vec<InvitedTo>,
    /// What they are asked to do, by day.
    pub assigned: Vec<(CrewLine, AssignedWork)>,
}

impl Crews {
    /// The crews of whoever asks: led, joined, and those to which they are invited.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own(&self, asking: &Asking) -> Result<OwnCrewsView, AppError> {
        let permit = asking.permit::<OwnCrews>()?;
        let (person, store) = (asking.person()?, self.shelf.under(&permit));
        let me = store.person(person).await?.ok_or(AppError::NotFound)?;
        let led = store.crews_led_by(person).await?.iter().map(CrewLine::from).collect();
        let memberships = store.crew_memberships(person).await?;
        let invited = match me.is_verified() {
            true => store.crew_invitations_to(&me.email, asking.ms()).await?,
            false => Vec::new(),
        };
        Ok(OwnCrewsView {
            led,
            assigned: self.assigned_to(asking, store, &memberships).await?,
            memberships: memberships.iter().map(|one| MembershipView::of(asking, one)).collect(),
            invited: invited.iter().map(|one| InvitedTo::of(asking, one)).collect(),
        })
    }

    /// Begins a crew.
    ///
    /// # Errors
    /// Not signed in; `Invalid` where it has no name, nobody proved the address of whoever asks, or they lead
    /// as many as one may; or the store failed.
    pub async fn begin(&self, asking: &Asking, name: &str) -> Result<CrewId, AppError> {
        let permit = asking.permit::<OwnCrews>()?;
        let (person, name) = (asking.person()?, name_of(name)?);
        let me = self.shelf.under(&permit).person(person).await?.ok_or(AppError::NotFound)?;
        if !me.is_verified() {
            return Err(fault("name", "Confirm your own address first: invitations are sent in your name."));
        }
        let id = self.mint.id(asking.at);
        let unit = crew::begun(id, &name, person, asking.ms(), CREWS_MAX);
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(fault(
                "name",
                format!("End one of your crews first: one person leads {CREWS_MAX} at most."),
            )),
            other => other.map(|()| id).map_err(AppError::from),
        }
    }

    /// Ends a crew: everybody keeps what is theirs, and nobody sees it here any more.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn end(&self, asking: &Asking, id: CrewId) -> Result<(), AppError> {
        let (permit, _crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        Ok(self.shelf.commit(permit, crew::ended(id, asking.ms())).await?)
    }
}

/// What a crew may be called: it stands in mails to people who do not know it.
fn name_of(typed: &str) -> Result<String, AppError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(fault("name", "Enter a name, such as Platform operations."));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(fault("name", format!("Use at most {NAME_CHARS_MAX} letters.")));
    }
    if let Some(hidden) = hidden_character(&name) {
        return Err(fault("name", format!("Take out {hidden}.")));
    }
    if name.contains("://") || name.contains("www.") {
        return Err(fault("name", "Use a name without a web address: it stands in mails."));
    }
    Ok(name)
}
