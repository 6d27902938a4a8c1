//! What exists only in a demonstration: a clock to stand on any day, people in telling states, and signing
//! in as one of them with a click. Every door here is shut where `settings.demo` is not set.

use std::{collections::BTreeMap, sync::Arc};

use assay_kernel::{Actor, Date, PersonId, Roles};
use assay_programme::model::{self, DemoEvent, DemoPreparation, DemoResult, Earned};
use assay_standing::{Event, Happening};
use assay_store::{NewHistory, PersonRecord, Store, Unit, VerifiedHow};
use tokio::sync::{Mutex, RwLock};

use crate::{
    Account, Accounts, Analyses, AppError, Asking, Caller, Crews, Door, KeptMail, Mint, Post, Practice,
    SignedIn, accounts,
    door::{day_kept, demo_day},
    grants,
    permit::{Whole, acts},
    record,
    shelf::Shelf,
};

acts! {
    /// Making the demonstration people.
    Seed on Whole, "demo.seed": Operator [Whole];
    /// Seeing the demonstration people, signing in as one of them, moving the day: where it is one.
    Play on Whole, "demo.play": Anyone [Whole];
}

/// What only a demonstration has.
pub struct Demo {
    shelf: Shelf,
    mint: Mint,
    door: Arc<Door>,
    rooms: DemoRooms,
    post: Option<Arc<dyn Post>>,
    /// Its people in the order of the file; those of data from before come after them.
    order: RwLock<Vec<PersonId>>,
    /// What people are to have practised, until it is made; and who is to be told of it.
    practised: Mutex<ToldPractice>,
}

/// The rooms whose things a demonstration has.
pub(crate) struct DemoRooms {
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) analyses: Arc<Analyses>,
    pub(crate) practice: Arc<Practice>,
    pub(crate) crews: Arc<Crews>,
}

/// What is made when somebody comes who would see it.
///
/// It wants the practice pool, which a demonstration that nobody practises in does not hold.
#[derive(Default)]
struct ToldPractice {
    by: BTreeMap<PersonId, Vec<DemoPreparation>>,
    /// Who leads a crew, and sees what its people show.
    leads: Vec<PersonId>,
}

/// Lets the demonstration stand on its first day, where it does not stand on another one already.
///
/// Before the application starts on the store: what it does first is done on that day.
///
/// # Errors
/// The store failed.
pub async fn begin_demo(store: &Store, demo: &model::Demonstration) -> Result<(), AppError> {
    if demo_day(store).await?.is_none() {
        store.commit(day_kept(demo.begins_on).into()).await?;
    }
    Ok(())
}

/// As one of the people would ask.
fn as_theirs(asking: &Asking, id: PersonId) -> Asking {
    asking.clone().by(Actor::Person { id, roles: Roles::NONE })
}

fn recorded(person: PersonId, told: &DemoEvent) -> NewHistory {
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

impl Demo {
    pub(crate) fn new((shelf, mint, door): (Shelf, Mint, Arc<Door>), rooms: DemoRooms) -> Self {
        Demo { shelf, mint, door, rooms, post: None, order: RwLock::default(), practised: Mutex::default() }
    }

    pub(crate) fn with_post(self, post: Option<Arc<dyn Post>>) -> Self {
        Demo { post, ..self }
    }

    fn must_be_one(&self) -> Result<(), AppError> {
        if self.door.is_demonstration() { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// Makes the demonstration people, once.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn seed(&self, asking: &Asking, demo: &model::Demonstration) -> Result<(), AppError> {
        self.must_be_one()?;
        let permit = asking.permit::<Seed>()?;
        let store = self.shelf.under(&permit);
        let (mut people, mut practised) = (BTreeMap::new(), ToldPractice::default());
        for told in &demo.people {
            // One commit a person: a start that was interrupted is finished by the next.
            if let Some(known) = store.person_by_verified_address(&told.email).await? {
                people.insert(told.email.clone(), known.id);
                continue;
            }
            let id: PersonId = self.mint.id(asking.at);
            let person = PersonRecord {
                id,
                email: told.email.clone(),
                name: told.name.clone(),
                password_hash: None,
                story: Some(told.story.clone()),
                created_at: asking.ms(),
                verified_how: Some(VerifiedHow::Demonstration),
                team_until: None,
                closed_at: None,
                closed_by: None,
            };
            let events: Vec<NewHistory> = told.history.iter().map(|event| recorded(id, event)).collect();
            let mut unit = Unit::from_iter(accounts::counter::added(&person));
            unit.extend(told.role.map(|role| grants::counter::given(&self.mint, asking, id, role, "")));
            for event in &events {
                unit.extend(record::counter::happened(event, asking.ms()));
            }
            self.shelf.commit(asking.permit::<Seed>()?, unit).await?;
            people.insert(told.email.clone(), id);
        }
        for told in demo.people.iter().filter(|told| !told.preparations.is_empty()) {
            let person = people.get(&told.email).map(|id| (*id, told.preparations.clone()));
            practised.by.extend(person);
        }
        for told in &demo.crews {
            let Some(lead) = people.get(&told.lead).copied() else { continue };
            let theirs = as_theirs(asking, lead);
            if !self.rooms.crews.leads(&theirs, &told.name).await? {
                let unit = self.rooms.crews.invented(&theirs, told, &people)?;
                self.shelf.commit(asking.permit::<Seed>()?, unit).await?;
            }
            practised.leads.push(lead);
        }
        let order = demo.people.iter().filter_map(|told| people.get(&told.email).copied());
        *self.order.write().await = order.collect();
        *self.practised.lock().await = practised;
        let known = store.analyses().await?;
        for told in &demo.analyses {
            if !known.iter().any(|study| study.invented && study.title == told.title) {
                self.shelf
                    .commit(asking.permit::<Seed>()?, self.rooms.analyses.invented(asking, told)?)
                    .await?;
            }
        }
        Ok(())
    }

    /// The demonstration people.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn people(&self, asking: &Asking) -> Result<Vec<Account>, AppError> {
        self.must_be_one()?;
        let permit = asking.permit::<Play>()?;
        let mut people = self.shelf.under(&permit).demonstration_people().await?;
        let order = self.order.read().await;
        people.sort_by_key(|person| order.iter().position(|id| *id == person.id).unwrap_or(usize::MAX));
        Ok(people.into_iter().map(Account::from).collect())
    }

    /// Signs in as a demonstration person with one click.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration and for anybody who is not a demonstration person.
    pub async fn sign_in(
        &self,
        asking: &Asking,
        id: PersonId,
        caller: impl Into<Caller<'_>>,
    ) -> Result<SignedIn, AppError> {
        self.must_be_one()?;
        let permit = asking.permit::<Play>()?;
        let person = self.shelf.under(&permit).person(id).await?.filter(|person| person.story.is_some());
        let person = person.ok_or(AppError::NotFound)?;
        self.practised_for(asking, id).await?;
        self.rooms.accounts.sign_in_by_click(asking, &person, caller.into()).await
    }

    /// Makes what people have practised, once somebody comes who would see it: one of them, or who leads
    /// them.
    async fn practised_for(&self, asking: &Asking, id: PersonId) -> Result<(), AppError> {
        let mut practised = self.practised.lock().await;
        if !practised.leads.contains(&id) && !practised.by.contains_key(&id) {
            return Ok(());
        }
        // What was made is told no more; a start that was interrupted is finished by the next.
        while let Some((person, preparations)) = practised.by.first_key_value() {
            let (person, theirs) = (*person, as_theirs(asking, *person));
            if !self.rooms.practice.has_begun(&theirs).await? {
                let mut unit = Unit::new();
                for told in preparations {
                    self.rooms.practice.invented(&theirs, told, &mut unit).await?;
                }
                self.shelf.commit(asking.clone().by(Actor::Operator).permit::<Seed>()?, unit).await?;
            }
            practised.by.remove(&person);
        }
        practised.leads.clear();
        Ok(())
    }

    /// Moves the demonstration's day.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration, or the store failed.
    pub async fn set_day(&self, asking: &Asking, day: Date) -> Result<(), AppError> {
        self.must_be_one()?;
        let permit = asking.permit::<Play>()?;
        self.shelf.commit(permit, day_kept(day)).await?;
        self.door.set_demo_day(day)
    }

    /// The mails that were sent, the latest first: in a demonstration they lie in a folder.
    ///
    /// # Errors
    /// `NotFound` outside a demonstration.
    pub fn mails(&self, asking: &Asking) -> Result<Vec<KeptMail>, AppError> {
        self.must_be_one()?;
        let _permit = asking.permit::<Play>()?;
        Ok(self.post.as_ref().map(|post| post.kept()).unwrap_or_default())
    }
}
