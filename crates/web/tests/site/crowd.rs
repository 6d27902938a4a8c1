//! An installation with many people, and one of them with much of everything.
//!
//! What has rules of its own (histories, badges, a plan over everybody) comes about through the application;
//! the rest is put into the store, so that a crowd costs no more than its rows.

use std::collections::BTreeMap;

use assay_kernel::{Credentials, Instant, PersonId, Registrations, Sittings, date};
use assay_store::{
    CredentialRecord, DataPlace, Day, LinkPurpose, Ms, NewLink, NewNote, NewPracticeResponse, NewProposal,
    NewVersionOfProgramme, NoteKind, PersonRecord, PracticeRunRecord, RegistrationRecord, RegistrationState,
    Seed, SessionRecord, SittingRecord, Store, Unit, VerifiedHow,
    statement::{
        address, credential, link, message, note, person, practice_run, programme, proposal, registration,
        session, sitting,
    },
};

use jiff::SignedDuration;

use crate::{
    installation::{MORNING, Running},
    objects::{self, World},
    place::Place,
    site::TestSite,
};

/// An item of the practice pool.
const ITEM: &str = "c03p-nas-datasync";

/// Instants are after everything that the application did.
const BEGIN_S: i64 = 1_758_400_000;

fn at(second: usize) -> Ms {
    Ms(Instant::from_second(BEGIN_S + i64::try_from(second).unwrap()).unwrap())
}

/// An id for each number; `kind` keeps those of one kind apart.
fn id<K: assay_kernel::Kind>(kind: u8, number: usize) -> assay_kernel::TypedId<K> {
    let mut chance = [kind; 10];
    chance[..8].copy_from_slice(&u64::try_from(number).unwrap().to_be_bytes());
    assay_kernel::TypedId::from_parts(1_758_400_000_000, chance)
}

/// Rows of a list that have the same place in its order but for their ids.
const ALIKE: usize = 7;

fn person_of(number: usize) -> PersonRecord {
    PersonRecord {
        id: id(1, number),
        email: format!("crowd{number}@example.org"),
        name: format!("Crowd Person {:05}", number / ALIKE),
        password_hash: None,
        story: None,
        created_at: at(number),
        verified_how: Some(VerifiedHow::Record),
        team_until: None,
        closed_at: None,
        closed_by: None,
    }
}

/// One of everything, and so many of whatever there may be many of.
pub async fn world(place: Place, many: usize) -> World {
    let site = objects::with_people(place).await;
    for number in 0..many {
        // One a second, so that lists have an order.
        let second = SignedDuration::from_secs(i64::try_from(number).unwrap());
        site.running.clock().set(MORNING.parse::<Instant>().unwrap() + second);
        let holder = format!("holder{number}@example.org");
        site.running.import(&[holder], "CLF-C02", date(2025, 9, 1)).await;
    }
    let (site, mut objects) = objects::at_work(site).await;
    let (paused, browsers) = (site.running.pause(), site.browsers().clone());
    let place = site.stop().await;
    fill(&place.location(), many, PersonId::parse(&objects["noor"]).unwrap()).await;
    let running = Running::resume(&place.location(), &paused, true).await;
    let site = TestSite::of(running, place, browsers);
    objects::proposals(&site, &mut objects).await;
    World::pause(site, objects).await
}

/// Puts so many people with a finished sitting each into a store that nobody serves; of the person `noor` as
/// many of what people have; and as many changes of the programme, each by another one.
async fn fill(location: &DataPlace, many: usize, noor: PersonId) {
    let store = Store::open(location).await.unwrap();
    let tree = store.programme_versions().await.unwrap().pop().unwrap();
    let mut unit = Unit::new();
    for number in 0..many {
        let person = added(&mut unit, number);
        sat(&mut unit, person, number, 0);
        sat(&mut unit, noor, number, 1);
        of_one(&mut unit, noor, person, number);
        changed(&mut unit, &tree.tree, tree.number, person, number);
    }
    store.commit(unit).await.unwrap();
    store.close().await;
}

/// The demonstration's people, and so many others with a sitting and a badge each.
pub async fn of_people(place: Place, many: usize) -> World {
    let site = objects::with_people(place).await;
    let (paused, browsers) = (site.running.pause(), site.browsers().clone());
    let place = site.stop().await;
    let store = Store::open(&place.location()).await.unwrap();
    let mut unit = Unit::new();
    for number in 0..many {
        let person = added(&mut unit, number);
        sat(&mut unit, person, number, 0);
        unit.run(credential::made(&CredentialRecord {
            id: id(1, number),
            person_id: person,
            certification: "cloud-practitioner".into(),
            earned_on: Day(date(2025, 9, 1)),
            created_at: at(number / ALIKE),
        }));
    }
    store.commit(unit).await.unwrap();
    store.close().await;
    let running = Running::resume(&place.location(), &paused, true).await;
    World::pause(TestSite::of(running, place, browsers), BTreeMap::new()).await
}

/// Their ids in the order of the list: by name, those of one name by address.
pub fn people_in_order(many: usize) -> Vec<String> {
    let mut people: Vec<PersonRecord> = (0..many).map(person_of).collect();
    people.sort_by_cached_key(|person| (person.name.clone(), person.email.clone()));
    people.into_iter().map(|person| person.id.to_string()).collect()
}

/// The latest first; those of one instant by their ids.
fn latest_first(many: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..many).collect();
    numbers.sort_by_key(|number| (std::cmp::Reverse(number / ALIKE), *number));
    numbers
}

/// Ids of their registrations in the order of the list: all of one day, the latest made first.
pub fn registrations_in_order(many: usize) -> Vec<String> {
    let mut ids: Vec<String> = (0..many).map(|number| id::<Registrations>(10, number).to_string()).collect();
    ids.sort_by(|a, b| b.cmp(a));
    ids
}

/// Ids of their sittings in the order of the list.
pub fn sittings_in_order(many: usize) -> Vec<String> {
    latest_first(many).into_iter().map(|number| id::<Sittings>(10, number).to_string()).collect()
}

/// Ids of their badges in the order of the list.
pub fn credentials_in_order(many: usize) -> Vec<String> {
    latest_first(many).into_iter().map(|number| id::<Credentials>(1, number).to_string()).collect()
}

fn added(unit: &mut Unit, number: usize) -> PersonId {
    let person = person_of(number);
    unit.run(person::added(&person));
    unit.run(address::added(person.id, &person.email, person.verified_how, person.created_at));
    person.id
}

/// A registration, and the sitting that used it, handed in.
fn sat(unit: &mut Unit, person: PersonId, number: usize, series: u8) {
    let registration_id = id(10 + series, number);
    unit.run(registration::added(&RegistrationRecord {
        id: registration_id,
        person_id: person,
        exam: format!("OLD-C{number:05}").into(),
        state: RegistrationState::Open,
        registered_on: Day(date(2025, 9, 1)),
        sit_from: Day(date(2025, 9, 1)),
        sit_until: None,
        created_at: at(number),
        made_by: None,
        withdrawn_by: None,
        withdrawn_on: None,
        instead_of: None,
    }));
    unit.run(registration::used(registration_id));
    let sitting_id = id(10 + series, number);
    unit.run(sitting::started(&SittingRecord {
        id: sitting_id,
        registration_id,
        person_id: person,
        exam: "CLF-C02".into(),
        form: "CLF-C02-A".into(),
        seed: Seed(1),
        started_on: Day(date(2025, 9, 1)),
        started_at: at(number / ALIKE),
        deadline_at: at(number + 60),
        submitted_at: None,
        time_over: false,
        report: None,
        scored_at: None,
        tree: None,
        writer: String::new(),
        writing_since: None,
        result_held_at: None,
        voided_at: None,
        voided_on: None,
    }));
    unit.run(sitting::submitted(sitting_id, at(number + 50), false, ""));
    let note =
        NewNote { kind: NoteKind::Started, from: String::new(), to: "one".into(), device: "Firefox".into() };
    unit.run(note::added(sitting_id, &note, at(number)));
}

/// What one person may have many of.
fn of_one(unit: &mut Unit, whose: PersonId, by: PersonId, number: usize) {
    unit.run(message::told(whose, &format!("topic:{number}"), r#"{"code":"notice.passed"}"#, at(number)));
    let session = SessionRecord {
        id: id(1, number),
        person_id: whose,
        csrf: String::new(),
        user_agent: "Firefox".into(),
        created_at: at(number),
        seen_at: at(number),
        expires_at: at(number + 10_000_000),
        name: String::new(),
        email: String::new(),
        roles: assay_kernel::Roles::NONE,
        unread: 0,
    };
    unit.run(session::opened(&session, &format!("hash {number}")));
    unit.run(link::made(&NewLink {
        token_hash: format!("hash {number}"),
        purpose: LinkPurpose::Claim,
        person: whose,
        address: "noor@demo.example".into(),
        made_by: by.to_string(),
        made_at: at(number),
        ends_at: at(number + 1),
        mail: None,
    }));
    unit.run(practice_run::begun(&PracticeRunRecord {
        id: id(1, number),
        person_id: whose,
        exam: "SOA-C03".into(),
        mode: "set".into(),
        scope: r#"{"set":"SOA-C03-question-set","which":"new","count":1}"#.into(),
        seed: Seed(1),
        items: format!(r#"[["{ITEM}",""]]"#),
        tree: String::new(),
        started_at: at(number),
        finished_at: Some(at(number + 1)),
    }));
    let answer = NewPracticeResponse {
        run: id(1, number),
        item: ITEM.into(),
        command: "one".into(),
        response: "[]".into(),
        is_right: false,
        sure: None,
        took_ms: None,
    };
    unit.run(practice_run::given(&answer, at(number)));
}

/// A version with the files of before, and a proposal that was taken back.
fn changed(unit: &mut Unit, tree: &str, latest: i64, by: PersonId, number: usize) {
    let version = NewVersionOfProgramme {
        number: latest + 1 + i64::try_from(number).unwrap(),
        tree: tree.to_owned(),
        files: Vec::new(),
        plan: None,
        proposed_by: Some(by.to_string()),
        applied_by: by.to_string(),
        applied_on: Day(date(2025, 9, 20)),
    };
    unit.run(programme::applied(&version, at(number)));
    let past = NewProposal {
        id: id(1, number),
        tree: tree.to_owned(),
        files: Vec::new(),
        title: "A change of before".into(),
        plan: "{}".into(),
        proposed_by: by,
        reason: "Because.".into(),
    };
    unit.run(proposal::added(&past, at(number)));
    unit.run(proposal::withdrawn(past.id, by, "A mistake.", at(number)));
}
