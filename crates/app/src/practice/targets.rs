//! The day by which somebody wants to be ready, and how many hours a week they have, as they say them.

use assay_kernel::Date;
use assay_learning::{days, event::PrepEvent, target::version_on};
use assay_store::{StoreError, Unit, statement::prep};

use super::{
    Practice, json, must_be_public,
    rules::Begin,
    situation::Situation,
    switch::{SwitchView, SwitchWhy},
};
use crate::{AppError, Asking, FieldFault};

/// Days ahead that one plans for, three years: more is a slip of the keyboard.
const AHEAD_DAYS_MAX: u32 = 3 * 366;
/// Hours a week, at most: a working week.
pub const HOURS_MAX: u32 = 40;

/// What came of a day that was said.
pub enum DaySet {
    /// It is set, and the plan is one for this exam version.
    Set(String),
    /// It lies beyond the switch: nothing is set before that is said yes to.
    Crosses(Box<SwitchView>),
}

fn fault(field: &'static str, text: impl Into<String>) -> AppError {
    AppError::Invalid(vec![FieldFault::new(field, text)])
}

impl Practice {
    /// Sets the day by which somebody wants to be ready, or takes it back. A day that lies beyond the last
    /// test day of their exam version changes the plan with it, and only with their yes.
    ///
    /// # Errors
    /// `NotFound`, not signed in, `Invalid` where the day can be none, or the store failed.
    pub async fn set_day(
        &self,
        asking: &Asking,
        exam: &str,
        (on, with_switch): (Option<Date>, bool),
    ) -> Result<DaySet, AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        let store = self.shelf.under(&permit);
        let situation = Situation::of(store, asking, exam).await?;
        let from = situation.current().unwrap_or(exam).to_owned();
        let to = on.map(|on| version_for(asking, &situation, (&from, on))).transpose()?;
        let crosses = to.as_deref().filter(|to| *to != from);
        let plan_is_for = to.clone().unwrap_or_else(|| from.clone());
        let mut unit = Unit::new();
        let enrolment = self.enrolment(asking, (store, exam), &mut unit).await?;
        let mut add = |event: PrepEvent| -> Result<(), AppError> {
            let event = json(&event)?;
            // Pressed twice at the same instant is once.
            let command = format!("{}:{event}", asking.at.as_millisecond());
            unit.run(prep::happened(enrolment, &command, &event, asking.ms()));
            Ok(())
        };
        add(PrepEvent::TargetSet { on })?;
        if let Some(to) = crosses {
            if !with_switch {
                let ways = (from.as_str(), to, SwitchWhy::Day);
                let view = self.switch_view(asking, store, &situation, (ways, on)).await?;
                return Ok(DaySet::Crosses(Box::new(view)));
            }
            let (to, why) = (to.to_owned(), SwitchWhy::Day.as_str().to_owned());
            add(PrepEvent::PlanSwitched { from, to, why })?;
            self.tells(&mut unit, asking.person()?, asking.ms());
        }
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => other.map(|()| DaySet::Set(plan_is_for)).map_err(AppError::from),
        }
    }

    /// Says how many hours a week somebody has.
    ///
    /// # Errors
    /// `NotFound`, not signed in, `Invalid` where it is no number of hours, or the store failed.
    pub async fn set_hours(&self, asking: &Asking, exam: &str, hours: u32) -> Result<(), AppError> {
        let permit = asking.permit::<Begin>()?;
        must_be_public(asking, exam)?;
        if !(1..=HOURS_MAX).contains(&hours) {
            return Err(fault("hours", format!("Enter a number of hours from 1 to {HOURS_MAX}.")));
        }
        let store = self.shelf.under(&permit);
        let mut unit = Unit::new();
        let enrolment = self.enrolment(asking, (store, exam), &mut unit).await?;
        let command = format!("{}:hours:{hours}", asking.at.as_millisecond());
        let event = json(&PrepEvent::HoursSet { hours })?;
        unit.run(prep::happened(enrolment, &command, &event, asking.ms()));
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }
}

/// The exam version of a day that somebody says, where it can be their day.
fn version_for(asking: &Asking, situation: &Situation, (from, on): (&str, Date)) -> Result<String, AppError> {
    if on < asking.today {
        return Err(fault("on", "Choose today or a later day."));
    }
    if days::between(asking.today, on) > AHEAD_DAYS_MAX {
        return Err(fault("on", "Choose a day within the next three years."));
    }
    if let Some(window) = &situation.window {
        let is_within = window.from <= on && window.until.is_none_or(|until| on <= until);
        let until = window.until.map(|until| format!(" to {}", long(until))).unwrap_or_default();
        return match is_within {
            true => Ok(window.exam.clone()),
            false => Err(fault(
                "on",
                format!(
                    "You are registered for {} from {}{until}. Choose a day within, or change the \
                     registration first.",
                    window.exam,
                    long(window.from)
                ),
            )),
        };
    }
    let version = version_on(&asking.programme, from, on, asking.today);
    let none = || fault("on", "No version of this exam that is known today is sat on that day.");
    version.map(|version| version.code.to_string()).ok_or_else(none)
}

fn long(day: Date) -> String {
    assay_assessment::registration::long(day)
}
