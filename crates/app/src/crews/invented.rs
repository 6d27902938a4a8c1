//! The crew of a demonstration: people who do not exist, each of whom shows what is declared.
//!
//! Its days are days of the programme, on which its people accepted and its lead looks at it.

use std::collections::BTreeMap;

use assay_kernel::{Date, PersonId};
use assay_learning::crew::ShareScope;
use assay_programme::model::DemoCrew;
use assay_store::{
    Ms, NewCrewAssignment, NewCrewMember, Unit,
    statement::{crew, crew_asked},
};
use jiff::SignedDuration;

use super::{CREWS_MAX, Crews, invite::INVITATION_DAYS, rules::OwnCrews, work::choices};
use crate::{AppError, Asking};

impl Crews {
    /// Whether somebody leads a crew of that name.
    pub(crate) async fn leads(&self, asking: &Asking, name: &str) -> Result<bool, AppError> {
        let permit = asking.permit::<OwnCrews>()?;
        let led = self.shelf.under(&permit).crews_led_by(asking.person()?).await?;
        Ok(led.iter().any(|crew| crew.name == name))
    }

    /// What makes a crew that whoever asks leads: part of the unit of whoever makes the demonstration.
    ///
    /// What the programme does not have is asked of nobody.
    ///
    /// # Errors
    /// Nobody asks.
    pub(crate) fn invented(
        &self,
        asking: &Asking,
        told: &DemoCrew,
        people: &BTreeMap<String, PersonId>,
    ) -> Result<Unit, AppError> {
        let (id, begun) = (self.mint.id(asking.at), noon(asking, told.begun_on));
        let mut unit = Unit::from(crew::begun(id, &told.name, asking.person()?, begun, CREWS_MAX));
        for member in &told.members {
            let Some(person) = people.get(&member.email) else { continue };
            let (place, joined) = (self.mint.id(asking.at), noon(asking, member.joined_on));
            let new = NewCrewMember { id: place, crew: id, person: *person, address: member.email.clone() };
            unit.run(crew::joined(&new, joined));
            let shown = member.shows.iter().filter_map(|word| ShareScope::of(word));
            unit.extend(shown.map(|scope| crew::shared(place, scope.as_str(), true, joined)));
        }
        let (choices, mut invited) = (choices(asking), Vec::new());
        for asked in &told.asked {
            let Some(choice) = choices.iter().find(|choice| choice.what == asked.what) else { continue };
            let is_member = told.members.iter().any(|member| member.email == asked.email);
            if !is_member && !invited.contains(&asked.email) {
                let ends = asking.at.saturating_add(SignedDuration::from_hours(INVITATION_DAYS * 24));
                let until = (begun, Ms(ends.unwrap_or(asking.at)), begun);
                unit.run(crew_asked::invited((self.mint.id(asking.at), id), &asked.email, until));
                invited.push(asked.email.clone());
            }
            let new = NewCrewAssignment {
                id: self.mint.id(asking.at),
                crew: id,
                address: asked.email.clone(),
                kind: choice.kind.as_str().to_owned(),
                what: choice.what.clone(),
                due_on: asked.due_on,
                note: asked.note.clone(),
            };
            unit.run(crew_asked::assigned(&new, begun));
        }
        Ok(unit)
    }
}

/// The middle of a day in the programme's zone.
fn noon(asking: &Asking, day: Date) -> Ms {
    let at = day.at(12, 0, 0, 0).to_zoned(asking.zone.clone());
    Ms(at.map_or(asking.at, |at| at.timestamp()))
}
