//! What exists only in a demonstration: a clock to stand on any day, people in telling states, and signing
//! in as one of them with a click. Every door here is shut where `settings.demo` is not set.

use std::sync::RwLock;

use assay_kernel::{Date, Instant, Persons, TypedId};
use assay_programme::model::{Demo, DemoEvent, DemoResult, Earned};
use assay_standing::{Event, Happening};
use assay_store::{NewHistory, PersonRecord, Store};

use crate::{App, AppError, Caller, Loaded, SignedIn};

const DAY_SETTING: &str = "demo_today";

/// The clock of the demonstration: the programme's day, moved by hand.
pub struct DemoClock(RwLock<Option<Date>>);

impl DemoClock {
    pub(crate) async fn load(store: &Store) -> Result<Self, AppError> {
        let stored = store.setting(DAY_SETTING).await?;
        Ok(DemoClock(RwLock::new(stored.and_then(|text| text.parse().ok()))))
    }

    /// None in data from before this day was kept, until their demonstration is started again.
    pub(crate) fn day(&self) -> Option<Date> {
        self.0.read().ok().and_then(|day| *day)
    }
}

/// Lets the demonstration stand on its first day, where it does not stand on another one already.
///
/// Before the application starts on the store: what it does first is done on that day.
///
/// # Errors
/// The store failed.
pub async fn begin_demo(store: &Store, demo: &Demo) -> Result<(), AppError> {
    if store.setting(DAY_SETTING).await?.is_none() {
        store.set_setting(DAY_SETTING, &demo.begins_on.to_string()).await?;
    }
    Ok(())
}

/// The programme's day for a store that nobody serves here: the demonstration's, or the one of the clock.
///
/// # Errors
/// The store failed.
pub async fn shown_day(store: &Store, loaded: &Loaded, now: Instant) -> Result<Date, AppError> {
    let demo = !store.demonstration_people().await?.is_empty();
    let shown = if demo { DemoClock::load(store).await?.day() } else { None };
    Ok(shown.unwrap_or_else(|| loaded.zone().to_datetime(now).date()))
}

fn recorded(person: TypedId<Persons>, told: &DemoEvent) -> NewHistory {
    let what = Earned::Exam(told.exam.clone());
    let happening = match told.result {
        DemoResult::Passed => Happening::Pass { what },
        DemoResult::Failed => Happening::Fail { what },
    };
    // The record of an invented past is as old as the past.
    let recorded_at = told.on.at(17, 0, 0, 0).in_tz("UTC").ok().map(|at| at.timestamp());
    let event = Event { recorded_at, ..Event::new(told.on, happening) };
    NewHistory { person, event, sitting: None }
}

impl App {
    fn demo(&self) -> Result<&DemoClock, AppError> {
        self.demo_clock.as_ref().ok_or(AppError::NotFound)
    }

    /// Makes the demonstration people, once.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn seed_demo(&self, demo: &Demo) -> Result<(), AppError> {
        self.demo()?;
        for told in &demo.people {
            // One commit a person: a start that was interrupted is finished by the next.
            if self.store.person_by_verified_address(&told.email).await?.is_some() {
                continue;
            }
            let id: TypedId<Persons> = self.new_id();
            let person = PersonRecord {
                id,
                email: told.email.clone(),
                name: told.name.clone(),
                role: told.role.as_str().to_owned(),
                password_hash: None,
                story: Some(told.story.clone()),
                created_at: self.ms(),
                verified_how: Some("demonstration".to_owned()),
            };
            let events: Vec<NewHistory> = told.history.iter().map(|event| recorded(id, event)).collect();
            self.store.add_person_with_history(&person, &events, self.ms()).await?;
        }
        self.run_due_jobs().await.map(|_done| ())
    }

    /// The demonstration people.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn demo_people(&self) -> Result<Vec<PersonRecord>, AppError> {
        self.demo()?;
        Ok(self.store.demonstration_people().await?)
    }

    /// Signs in as a demonstration person with one click.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration and for anybody who is not a demonstration person.
    pub async fn demo_sign_in(
        &self,
        id: TypedId<Persons>,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        self.demo()?;
        let person = self.store.person(id).await?.filter(|person| person.story.is_some());
        self.open_session(&person.ok_or(AppError::NotFound)?, caller.into()).await
    }

    /// Moves the demo clock to a day.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn set_demo_day(&self, day: Date) -> Result<(), AppError> {
        let clock = self.demo()?;
        self.store.set_setting(DAY_SETTING, &day.to_string()).await?;
        if let Ok(mut today) = clock.0.write() {
            *today = Some(day);
        }
        Ok(())
    }
}
