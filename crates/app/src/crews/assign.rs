//! Asking somebody of a crew to do something: a plan, a course or a job role, by a day.

use assay_kernel::{CrewAssignmentId, CrewId, Date};
use assay_store::{NewCrewAssignment, StoreError, Unit, statement::crew_asked};

use super::{
    CREW_PEOPLE_MAX, CrewLine, Crews, fault,
    file::{self, AssignFile, AssignVerdict},
    invite::{KnownAddresses, address_of},
    rules::LeadCrew,
    work::{WorkChoice, choices, day_fault, note_fault, switch_warning},
};
use crate::{AppError, Asking, FieldFault};

/// What somebody is to be asked to do, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct AskedWork {
    /// Whom.
    pub address: String,
    /// What.
    pub what: String,
    /// By which day.
    pub due_on: Option<Date>,
    /// In the words of whoever asks.
    pub note: String,
    /// Whether they have read what is to be known of that day.
    pub is_sure: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssignDone {
    /// It is asked.
    Asked,
    /// The day lies beyond the last one of the exam version: nothing is asked before that was read.
    Warned(String),
}

impl Crews {
    /// A crew that whoever asks leads, with everything that somebody can be asked to do.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, or the store failed.
    pub async fn led(&self, asking: &Asking, id: CrewId) -> Result<(CrewLine, Vec<WorkChoice>), AppError> {
        let (_permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        Ok((CrewLine::from(&crew), choices(asking)))
    }

    /// Asks one person to do something; asked again, it has another day and note. Whoever is not in the crew
    /// is invited.
    ///
    /// # Errors
    /// `NotFound` where the crew is not theirs; `Invalid` at `email`, `what`, `due_on` or `note`; or the
    /// store failed.
    pub async fn assign(
        &self,
        asking: &Asking,
        id: CrewId,
        asked: &AskedWork,
    ) -> Result<AssignDone, AppError> {
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let mut faults = Vec::new();
        let address = address_of(&asked.address);
        if let Err(text) = &address {
            faults.push(FieldFault::new("email", text.clone()));
        }
        let choice = choices(asking).into_iter().find(|choice| choice.what == asked.what);
        if choice.is_none() {
            faults.push(FieldFault::new("what", "Choose a plan, a course or a job role."));
        }
        let of_day = asked.due_on.and_then(|due_on| day_fault(asking, due_on));
        faults.extend(of_day.map(|text| FieldFault::new("due_on", text)));
        faults.extend(note_fault(&asked.note).map(|text| FieldFault::new("note", text)));
        let known = KnownAddresses::of(self.shelf.under(&permit), id).await?;
        let (Ok(address), Some(choice)) = (address, choice) else { return Err(AppError::Invalid(faults)) };
        if !known.has(&address) && known.count() >= CREW_PEOPLE_MAX {
            let text = format!("A crew has {CREW_PEOPLE_MAX} people at most, invitations included.");
            faults.push(FieldFault::new("email", text));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let warning =
            asked.due_on.and_then(|due_on| switch_warning(asking, choice.kind, &choice.what, due_on));
        if let Some(warning) = warning.filter(|_| !asked.is_sure) {
            return Ok(AssignDone::Warned(warning));
        }
        let mut unit = Unit::new();
        if !known.has(&address) {
            self.invitation(asking, &crew, &address, &mut unit);
        }
        let new = NewCrewAssignment {
            id: self.mint.id(asking.at),
            crew: id,
            address,
            kind: choice.kind.as_str().to_owned(),
            what: choice.what,
            due_on: asked.due_on,
            note: asked.note.trim().to_owned(),
        };
        unit.run(crew_asked::assigned(&new, asking.ms()));
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => {
                let text = "This address was invited and taken back within the last day. Try again tomorrow.";
                Err(fault("email", text))
            }
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.bell.ring();
                Ok(AssignDone::Asked)
            }
        }
    }

    /// Asks for something no more.
    ///
    /// # Errors
    /// `NotFound` where the crew is not theirs, `Conflict` where nothing is asked there; or the store failed.
    pub async fn withdraw(&self, asking: &Asking, id: CrewId, one: CrewAssignmentId) -> Result<(), AppError> {
        let (permit, _crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        Ok(self.shelf.commit(permit, crew_asked::withdrawn(one, id, asking.ms())).await?)
    }

    /// What a list would ask for, line by line; nothing is done.
    ///
    /// # Errors
    /// `NotFound` where the crew is not theirs, `Invalid` where it is no list, or the store failed.
    pub async fn look_at_list(
        &self,
        asking: &Asking,
        id: CrewId,
        bytes: &[u8],
    ) -> Result<AssignFile, AppError> {
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let store = self.shelf.under(&permit);
        let text = file::text_of(bytes).map_err(|text| fault("file", text))?;
        let known = KnownAddresses::of(store, id).await?;
        let records = store.crew_assignments(id).await?;
        let lines = file::read(asking, text, (&known, &records)).map_err(|text| fault("file", text))?;
        Ok(AssignFile { crew: CrewLine::from(&crew), lines, text: text.to_owned() })
    }

    /// Asks for everything that stands in a list, or for nothing of it. A list that was handed in twice is
    /// once.
    ///
    /// # Errors
    /// As above; `Invalid` where a line has a fault.
    pub async fn assign_list(&self, asking: &Asking, id: CrewId, text: &str) -> Result<AssignFile, AppError> {
        let read = self.look_at_list(asking, id, text.as_bytes()).await?;
        if read.has_faults() {
            return Err(fault("file", "Correct the lines that have a fault: nothing was assigned."));
        }
        let (permit, crew) = self.shelf.open::<LeadCrew, _>(asking, |store| store.crew(id)).await?;
        let (mut unit, mut invited) = (Unit::new(), std::collections::BTreeSet::new());
        for line in &read.lines {
            let Some(choice) = &line.choice else { continue };
            if line.invites && invited.insert(line.address.as_str()) {
                self.invitation(asking, &crew, &line.address, &mut unit);
            }
            if line.verdict == AssignVerdict::Same {
                continue;
            }
            let new = NewCrewAssignment {
                id: self.mint.id(asking.at),
                crew: id,
                address: line.address.clone(),
                kind: choice.kind.as_str().to_owned(),
                what: choice.what.clone(),
                due_on: line.due_on,
                note: line.note.clone(),
            };
            unit.run(crew_asked::assigned(&new, asking.ms()));
        }
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => {
                let text =
                    "Somebody in it was invited and taken back within the last day. Try again tomorrow.";
                Err(fault("file", text))
            }
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.bell.ring();
                Ok(read)
            }
        }
    }
}
