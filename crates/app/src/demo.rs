//! What exists only in a demonstration: a clock to stand on any day, people in telling states, and signing
//! in as one of them with a click. Every door here is shut where `settings.demo` is not set.

use std::sync::RwLock;

use assay_kernel::{Date, Instant, Persons, Role, TypedId, date};
use assay_store::{Ms, NewHistory, PersonRecord, Store};

use crate::{App, AppError, Caller, Loaded, SignedIn};

const DAY_SETTING: &str = "demo_today";
/// A day between the opening of registration for the new exam and the last day of the old one.
pub(crate) const DEFAULT_DAY: Date = date(2025, 9, 20);

/// The clock of the demonstration: the programme's day, moved by hand.
pub struct DemoClock(RwLock<Date>);

impl DemoClock {
    pub(crate) async fn load(store: &Store) -> Result<Self, AppError> {
        let stored = store.setting(DAY_SETTING).await?;
        let day = stored.and_then(|text| text.parse().ok()).unwrap_or(DEFAULT_DAY);
        Ok(DemoClock(RwLock::new(day)))
    }

    pub(crate) fn day(&self) -> Option<Date> {
        self.0.read().ok().map(|day| *day)
    }
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

struct Story {
    name: &'static str,
    email: &'static str,
    role: Role,
    text: &'static str,
    /// Day, kind, exam version.
    history: &'static [(Date, &'static str, &'static str)],
}

const STORIES: [Story; 7] = [
    Story {
        name: "Noor Newcomer",
        email: "noor@demo.example",
        role: Role::Candidate,
        text: "New here: holds nothing yet and chooses between the old and the new exam.",
        history: &[],
    },
    Story {
        name: "Sam Holder",
        email: "sam@demo.example",
        role: Role::Candidate,
        text: "Holds SysOps Administrator until March 2027 and may add CloudOps Engineer.",
        history: &[(date(2023, 11, 20), "pass", "CLF-C02"), (date(2024, 3, 10), "pass", "SOA-C02")],
    },
    Story {
        name: "Noa Nearly",
        email: "noa@demo.example",
        role: Role::Candidate,
        text: "SysOps Administrator runs out on 12 October 2025, two weeks after the last SOA-C02 day.",
        history: &[(date(2022, 10, 12), "pass", "SOA-C02")],
    },
    Story {
        name: "Pat Professional",
        email: "pat@demo.example",
        role: Role::Candidate,
        text: "Holds SysOps Administrator and DevOps Engineer - Professional.",
        history: &[(date(2023, 2, 1), "pass", "SOA-C02"), (date(2024, 11, 5), "pass", "DOP-C02")],
    },
    Story {
        name: "Finn Failed",
        email: "finn@demo.example",
        role: Role::Candidate,
        text: "Did not pass SOA-C02 on 16 September 2025: the retake wait ends a day after its last day.",
        history: &[(date(2025, 9, 16), "fail", "SOA-C02")],
    },
    Story {
        name: "Ada Administrator",
        email: "ada@demo.example",
        role: Role::Administrator,
        text: "The team behind the programme: candidates, sittings, credentials, changes of the programme.",
        history: &[],
    },
    Story {
        name: "Ben Board",
        email: "ben@demo.example",
        role: Role::Administrator,
        text: "The second pair of eyes: looks at the change that Ada proposed, and applies it.",
        history: &[],
    },
];

impl App {
    fn demo(&self) -> Result<&DemoClock, AppError> {
        self.demo_clock.as_ref().ok_or(AppError::NotFound)
    }

    /// Makes the demonstration people, once.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn seed_demo(&self) -> Result<(), AppError> {
        self.demo()?;
        for story in &STORIES {
            // One commit a person: a start that was interrupted is finished by the next.
            if self.store.person_by_verified_address(story.email).await?.is_some() {
                continue;
            }
            let id: TypedId<Persons> = self.new_id();
            let person = PersonRecord {
                id,
                email: story.email.to_owned(),
                name: story.name.to_owned(),
                role: story.role.as_str().to_owned(),
                password_hash: None,
                story: Some(story.text.to_owned()),
                created_at: self.ms(),
                verified_how: Some("demonstration".to_owned()),
            };
            let event = |(day, kind, exam): &(Date, &'static str, &str)| NewHistory {
                person: id,
                happened_on: *day,
                kind,
                exam: Some((*exam).to_owned()),
                certification: None,
                detail: None,
                n: None,
                sitting: None,
                // The record of an invented past is as old as the past.
                recorded_at: day.at(17, 0, 0, 0).in_tz("UTC").ok().map(|at| Ms(at.timestamp())),
            };
            let events: Vec<NewHistory> = story.history.iter().map(event).collect();
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
            *today = day;
        }
        Ok(())
    }
}
