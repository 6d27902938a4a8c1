//! Accounts, registrations and what happened to people.

use assay_kernel::{Persons, Registrations, Sessions, TypedId};

use crate::{
    db::{Ms, StoreError},
    store::Store,
    table::{
        address,
        history::{self, NewHistory},
        job,
        link::{self, LinkRecord, NewLink},
        message, meta,
        person::{self, PersonRecord},
        registration::{self, RegistrationRecord},
        session::{self, SessionRecord},
    },
    unit::Unit,
};

/// What somebody chooses who takes over their own record.
#[derive(Clone, Debug)]
pub struct NewAccess {
    /// How they want to be called.
    pub name: String,
    /// Argon2 in PHC form.
    pub password_hash: String,
}

fn insert(unit: &mut Unit, person: &PersonRecord) {
    unit.run(person::added(person));
    let how = person.verified_how.as_deref();
    unit.run(address::added(person.id, &person.email, how, person.created_at));
}

/// Events, and the look at badges that may follow from each.
fn record(unit: &mut Unit, events: &[NewHistory], now: Ms) {
    for event in events {
        unit.run(history::recorded(event, now));
        unit.run(job::look_asked(event.person, now));
    }
}

impl Store {
    /// Adds a person.
    ///
    /// # Errors
    /// `Conflict` where the address is taken.
    pub async fn add_person(&self, person: &PersonRecord) -> Result<(), StoreError> {
        self.add_person_with_history(person, &[], person.created_at).await
    }

    /// Adds a person with what already happened to them, in one commit.
    ///
    /// # Errors
    /// `Conflict` where the address is taken.
    pub async fn add_person_with_history(
        &self,
        person: &PersonRecord,
        events: &[NewHistory],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        insert(&mut unit, person);
        record(&mut unit, events, now);
        self.commit(unit).await
    }

    /// Records what happened to many people, some of them new, in one commit.
    ///
    /// # Errors
    /// `Conflict` where a new one's address is taken.
    pub async fn record_people(
        &self,
        people: &[(Option<PersonRecord>, Vec<NewHistory>)],
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        for (new, events) in people {
            if let Some(person) = new {
                insert(&mut unit, person);
            }
            record(&mut unit, events, now);
        }
        self.commit(unit).await
    }

    /// Records events of one person and queues the issuing that may follow, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn record_history(&self, events: &[NewHistory], now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        record(&mut unit, events, now);
        self.commit(unit).await
    }

    /// Sets a password and ends every session: they die on every change of credentials.
    ///
    /// # Errors
    /// `Conflict` where there is no such person.
    pub async fn set_password(&self, id: TypedId<Persons>, hash: &str) -> Result<(), StoreError> {
        self.commit(Unit::from_iter([person::password_set(id, hash), session::all_ended(id)])).await
    }

    /// Opens a session in place of the browser's former one and sweeps out the expired ones.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_session(
        &self,
        session: &SessionRecord,
        token_hash: &str,
        former: Option<TypedId<Sessions>>,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(session::swept(session.created_at));
        unit.extend(former.map(session::replaced));
        unit.run(session::opened(session, token_hash));
        self.commit(unit).await
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// The database failed.
    pub async fn session_seen(&self, id: TypedId<Sessions>, at: Ms) -> Result<(), StoreError> {
        self.commit(session::seen(id, at).into()).await
    }

    /// Ends one session of a person.
    ///
    /// # Errors
    /// `Conflict` where there is no such session of theirs.
    pub async fn end_session(
        &self,
        id: TypedId<Sessions>,
        person: TypedId<Persons>,
    ) -> Result<(), StoreError> {
        self.commit(session::ended(id, person).into()).await
    }

    /// Makes a link, ends the person's earlier ones, and tells the person, in one commit.
    ///
    /// # Errors
    /// The database failed.
    pub async fn make_link(&self, link: &NewLink, message: (&str, &str)) -> Result<(), StoreError> {
        let topic = format!("link:{}", link.made_at.as_millisecond());
        self.commit(Unit::from_iter([
            link::earlier_ended(link.person, link.made_at),
            link::made(link),
            message::told(link.person, &topic, message.0, message.1, link.made_at),
        ]))
        .await
    }

    /// Uses a link: the address is verified, and with a new access every session ends, whoever had the
    /// account before (account pre-hijacking). One commit.
    ///
    /// # Errors
    /// `Conflict` where it was used or has ended meanwhile, or another person verified the address.
    pub async fn use_link(
        &self,
        token_hash: &str,
        link: &LinkRecord,
        access: Option<&NewAccess>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(link::used(token_hash, now));
        unit.run(address::verified(link.person_id, &link.address, now));
        if let Some(NewAccess { name, password_hash }) = access {
            unit.run(person::access_set(link.person_id, name, &link.address, password_hash));
            unit.run(session::all_ended(link.person_id));
        }
        // A badge that was signed while nobody had proved the address gets an edition that names it.
        unit.run(job::look_asked(link.person_id, now));
        self.commit(unit).await
    }

    /// Brings the name of a person into its one form, and the address too where it has another.
    ///
    /// # Errors
    /// `Conflict` where another person verified that address.
    pub async fn normalise_person(
        &self,
        person: &PersonRecord,
        name: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(person::normalised(person.id, name, address));
        if address != person.email {
            unit.run(address::normalised(person.id, &person.email, address));
        }
        self.commit(unit).await
    }

    /// Registers.
    ///
    /// # Errors
    /// `Conflict` where an open registration for this exam version exists.
    pub async fn register(&self, registration: &RegistrationRecord) -> Result<(), StoreError> {
        self.commit(registration::added(registration).into()).await
    }

    /// Gives back an unused registration.
    ///
    /// # Errors
    /// `Conflict` where it is used, withdrawn or somebody else's.
    pub async fn withdraw_registration(
        &self,
        id: TypedId<Registrations>,
        person: TypedId<Persons>,
    ) -> Result<(), StoreError> {
        self.commit(registration::withdrawn(id, person).into()).await
    }

    /// Remembers a setting of the installation.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.commit(meta::set(key, value).into()).await
    }
}
