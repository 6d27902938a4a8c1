//! Units that stories of the store commit: put together as the rooms do, who say what follows from what.

use assay_kernel::{Credentials, Persons, Proposals, Registrations, Sessions, Sittings, TypedId, date};
use assay_store::{
    CredentialRecord, Day, LinkRecord, Ms, NewHistory, NewLink, NewNote, NewProposal, NewVersion,
    NewVersionOfProgramme, NewWork, NoteKind, PersonRecord, PracticeRecord, RegistrationRecord,
    SessionRecord, SittingRecord, Statement, Store, StoreError, Unit,
    statement::{
        address, credential, history, key, link, message, meta, note, person, practice, programme, proposal,
        registration, session, sitting, status, work,
    },
};

/// What somebody chooses who takes over their own record.
pub struct NewAccess {
    pub name: String,
    pub password_hash: String,
}

/// A job of a queue of its own, about something.
fn asked(kind: &'static str, key: &str, at: Ms) -> Statement {
    let (key, payload) = (key.to_owned(), "{}".to_owned());
    work::asked(&NewWork { queue: kind, key, kind: kind.to_owned(), payload, rank: 0, run_at: at }, at)
}

pub trait Acts {
    fn it(&self) -> &Store;

    /// Adds a person.
    async fn add_person(&self, person: &PersonRecord) -> Result<(), StoreError> {
        let how = person.verified_how;
        let address = address::added(person.id, &person.email, how, person.created_at);
        self.it().commit(Unit::from_iter([person::added(person), address])).await
    }

    /// Records events of one person and queues the issuing that may follow, in one commit.
    async fn record_history(&self, events: &[NewHistory], now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::new();
        for event in events {
            unit.run(history::recorded(event, now));
            unit.run(asked("look", &event.person.to_string(), now));
        }
        self.it().commit(unit).await
    }

    /// Sets a password and ends every session: they die on every change of credentials.
    async fn set_password(&self, id: TypedId<Persons>, hash: &str) -> Result<(), StoreError> {
        self.it().commit(Unit::from_iter([person::password_set(id, hash), session::all_ended(id)])).await
    }

    /// Opens a session in place of the browser's former one and sweeps out the expired ones.
    async fn open_session(
        &self,
        session: &SessionRecord,
        token_hash: &str,
        former: Option<TypedId<Sessions>>,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(session::swept(session.created_at));
        unit.extend(former.map(session::replaced));
        unit.run(session::opened(session, token_hash));
        self.it().commit(unit).await
    }

    /// Ends one session of a person.
    async fn end_session(&self, id: TypedId<Sessions>, person: TypedId<Persons>) -> Result<(), StoreError> {
        self.it().commit(session::ended(id, person).into()).await
    }

    /// Makes a link, ends the person's earlier ones, and tells the person, in one commit.
    async fn make_link(&self, link: &NewLink, message: &str) -> Result<(), StoreError> {
        let topic = format!("link:{}", link.made_at.as_millisecond());
        self.it()
            .commit(Unit::from_iter([
                link::earlier_ended(link.person, link.made_at),
                link::made(link),
                message::told(link.person, &topic, message, link.made_at),
            ]))
            .await
    }

    /// Uses a link: the address is verified, and with a new access every session ends, whoever had the
    /// account before (account pre-hijacking). One commit.
    async fn use_link(
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
        unit.run(asked("look", &link.person_id.to_string(), now));
        self.it().commit(unit).await
    }

    /// Registers.
    async fn register(&self, registration: &RegistrationRecord) -> Result<(), StoreError> {
        self.it().commit(registration::added(registration).into()).await
    }

    /// Gives back an unused registration.
    async fn withdraw_registration(
        &self,
        id: TypedId<Registrations>,
        person: TypedId<Persons>,
    ) -> Result<(), StoreError> {
        self.it().commit(registration::withdrawn(id, person, None, Day(date(2025, 9, 30))).into()).await
    }

    /// Remembers a setting of the installation.
    async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.it().commit(meta::set(key, value).into()).await
    }

    /// Starts a sitting and uses up its registration, in one commit; notes where.
    async fn start_sitting(&self, sitting: &SittingRecord, device: &str) -> Result<(), StoreError> {
        let (to, device) = (sitting.writer.clone(), device.to_owned());
        let note = NewNote { kind: NoteKind::Started, from: String::new(), to, device };
        self.it()
            .commit(Unit::from_iter([
                registration::used(sitting.registration_id),
                sitting::started(sitting),
                note::added(sitting.id, &note, sitting.started_at),
            ]))
            .await
    }

    /// Hands a sitting in after everything queued for it, and queues its scoring, in one commit. The writer
    /// is empty where the server does it, because time is over.
    async fn submit_sitting(
        &self,
        id: TypedId<Sittings>,
        submitted_at: Ms,
        time_over: bool,
        writer: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let submitted = sitting::submitted(id, submitted_at, time_over, writer);
        self.it().commit(Unit::from_iter([submitted, asked("score", &id.to_string(), now)])).await
    }

    /// Stores a score report with the event it makes and its consequences, in one commit.
    async fn record_score(
        &self,
        id: TypedId<Sittings>,
        report: &str,
        event: &NewHistory,
        message: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        self.it()
            .commit(Unit::from_iter([
                sitting::scored(id, None, report, true, now),
                history::recorded(event, now),
                asked("look", &event.person.to_string(), now),
                message::told(event.person, &format!("result:{id}"), message, now),
                work::dropped("score", &id.to_string()),
            ]))
            .await
    }

    /// Stores what is about to be signed: id, place in a list and exact bytes, in one commit, before the key
    /// is touched.
    async fn prepare_version(&self, new: &NewVersion, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter([credential::made(&new.credential), credential::prepared(new, now)]);
        if let Some(place) = new.place {
            unit.extend(status::added(new.credential.id, new.version, place, now));
        }
        self.it().commit(unit).await
    }

    /// Stores the signed form.
    async fn record_signed(
        &self,
        id: TypedId<Credentials>,
        version: i64,
        signed: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        self.it().commit(credential::signed(id, version, signed, now).into()).await
    }

    /// Publishes a signed edition and tells its holder, in one commit.
    async fn publish_version(
        &self,
        credential: &CredentialRecord,
        version: i64,
        message: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let topic = format!("credential:{}:{version}", credential.id);
        self.it()
            .commit(Unit::from_iter([
                credential::published(credential.id, version, now),
                message::told(credential.person_id, &topic, message, now),
            ]))
            .await
    }

    /// Takes back every place of a credential, and tells its holder, in one commit.
    async fn take_back(
        &self,
        credential: &CredentialRecord,
        topic: &str,
        message: &str,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(status::taken_back(credential.id, now));
        unit.run(message::told(credential.person_id, topic, message, now));
        self.it().commit(unit).await
    }

    /// Stores what is about to be signed as a list.
    async fn prepare_status_list(
        &self,
        list: i64,
        prepared: &str,
        changes: i64,
        until: Ms,
    ) -> Result<(), StoreError> {
        self.it().commit(status::list_prepared(list, prepared, changes, until).into()).await
    }

    /// Stores the signed form of what was prepared.
    async fn record_signed_list(
        &self,
        list: i64,
        signed: &str,
        changes: i64,
        until: Ms,
    ) -> Result<(), StoreError> {
        self.it().commit(status::list_signed(list, signed, changes, until).into()).await
    }

    /// Adds a signing key.
    async fn add_signing_key(&self, id: &str, seed: &str, now: Ms) -> Result<(), StoreError> {
        self.it().commit(key::added(id, seed, now).into()).await
    }

    /// Applies a version, with the carrying out of what follows for people, in one commit.
    async fn apply_programme(
        &self,
        version: &NewVersionOfProgramme,
        proposal: Option<(TypedId<Proposals>, TypedId<Persons>)>,
        now: Ms,
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(programme::files_kept(&version.tree, &version.files));
        unit.run(programme::applied(version, now));
        unit.extend(proposal.map(|(id, by)| proposal::applied(id, by, None, now)));
        if version.number == 1 {
            unit.run(sitting::pinned(&version.tree));
        }
        if version.plan.is_some() {
            unit.run(asked("follow_up", &version.number.to_string(), now));
        }
        self.it().commit(unit).await
    }

    /// Keeps a proposed change.
    async fn propose_programme(&self, proposal: &NewProposal, now: Ms) -> Result<(), StoreError> {
        let mut unit = Unit::from_iter(programme::files_kept(&proposal.tree, &proposal.files));
        unit.run(proposal::added(proposal, now));
        self.it().commit(unit).await
    }

    /// Takes an open proposal back.
    async fn withdraw_proposal(
        &self,
        id: TypedId<Proposals>,
        by: TypedId<Persons>,
        now: Ms,
    ) -> Result<(), StoreError> {
        self.it().commit(proposal::withdrawn(id, by, "A mistake.", now).into()).await
    }

    /// Stores a run of before with the first answer to each question, as the release before did.
    async fn practise_of_before(
        &self,
        practice: &PracticeRecord,
        answers: &[(u32, &str, Ms)],
    ) -> Result<(), StoreError> {
        let mut unit = Unit::from(practice::started(practice));
        for (position, response, at) in answers {
            unit.run(practice::answered(practice.id, *position, response, *at));
        }
        self.it().commit(unit).await
    }
}

impl Acts for Store {
    fn it(&self) -> &Store {
        self
    }
}
