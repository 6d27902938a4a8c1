//! Rows that stories begin with.

use assay_kernel::{Instant, Kind, Persons, Sittings, TypedId, date};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening};
use assay_store::{
    Day, Ms, NewHistory, PersonRecord, RegistrationRecord, RegistrationState, ResponseRecord, ResponseStep,
    Seed, SessionRecord, SittingRecord, Store, VerifiedHow,
};

use crate::acts::Acts;

/// Who writes the sittings of stories.
pub const WRITER: &str = "session:one";

/// The moment at which most stories happen, and moments a little later.
pub fn at(seconds: i64) -> Ms {
    Ms(Instant::from_second(1_759_200_000 + seconds).unwrap())
}

/// An id for each small number.
pub fn id<K: Kind>(number: u8) -> TypedId<K> {
    TypedId::from_parts(1_759_200_000_000, [number; 10])
}

/// A person, not stored yet.
pub fn person(number: u8) -> PersonRecord {
    PersonRecord {
        id: id(number),
        email: format!("person{number}@example.org"),
        name: format!("Person {number}"),
        password_hash: None,
        story: None,
        created_at: at(0),
        verified_how: Some(VerifiedHow::Record),
        team_until: None,
    }
}

/// A registration of a person, not stored yet.
pub fn registration(number: u8, person: u8) -> RegistrationRecord {
    RegistrationRecord {
        id: id(number),
        person_id: id(person),
        exam: "SOA-C03".into(),
        state: RegistrationState::Open,
        registered_on: Day(date(2025, 9, 30)),
        sit_from: Day(date(2025, 9, 30)),
        sit_until: Some(Day(date(2026, 9, 30))),
        created_at: at(0),
        made_by: None,
        withdrawn_by: None,
        withdrawn_on: None,
        instead_of: None,
    }
}

/// A sitting under the registration and of the person with the same number, not stored yet.
pub fn sitting(number: u8, registration: u8, person: u8) -> SittingRecord {
    SittingRecord {
        id: id(number),
        registration_id: id(registration),
        person_id: id(person),
        exam: "SOA-C03".into(),
        form: "SOA-C03-A".into(),
        seed: Seed(u64::MAX - 6),
        started_on: Day(date(2025, 9, 30)),
        started_at: at(0),
        deadline_at: at(7800),
        submitted_at: None,
        time_over: false,
        report: None,
        tree: None,
        scored_at: None,
        writer: WRITER.into(),
        writing_since: Some(at(0)),
        result_held_at: None,
        voided_at: None,
        voided_on: None,
    }
}

/// Person, registration and running sitting, all stored under one number.
pub async fn start(store: &Store, number: u8) -> TypedId<Sittings> {
    store.add_person(&person(number)).await.unwrap();
    store.register(&registration(number, number)).await.unwrap();
    store.start_sitting(&sitting(number, number, number), "a browser").await.unwrap();
    id(number)
}

/// A step of a response.
pub fn step(sitting: TypedId<Sittings>, position: u32, seq: i64, option: &str) -> ResponseStep {
    let response = serde_json::json!([option]).to_string();
    ResponseStep {
        sitting,
        position,
        seq,
        response,
        flagged: false,
        saved_at: at(seq),
        writer: WRITER.into(),
        ends_from: at(seq - 5),
        seq_step_max: 10_000,
        item_seen_ms: None,
        item_elapsed_ms: None,
        client_elapsed_ms: None,
    }
}

/// The answers of a sitting, short: position, seq, options.
pub async fn answers(store: &Store, sitting: TypedId<Sittings>) -> Vec<(u32, i64, String)> {
    let rows = store.responses(sitting).await.unwrap();
    rows.into_iter().map(|row: ResponseRecord| (row.position, row.seq, row.response)).collect()
}

/// A session of a person, not stored yet.
pub fn session(number: u8, person: u8) -> SessionRecord {
    SessionRecord {
        id: id(number),
        person_id: id(person),
        csrf: "token".into(),
        user_agent: "a browser".into(),
        created_at: at(0),
        seen_at: at(0),
        expires_at: at(1000),
        name: String::new(),
        email: String::new(),
        roles: assay_kernel::Roles::NONE,
    }
}

/// A pass in the history of a person.
pub fn pass(person: TypedId<Persons>, sitting: Option<TypedId<Sittings>>) -> NewHistory {
    let what = Earned::Exam("SOA-C03".into());
    NewHistory { person, event: Event::new(date(2025, 9, 30), Happening::Pass { what }), sitting }
}

/// Lets a request run to its first wait, which puts its write into the queue, and no further.
pub async fn poll_once(request: &mut (impl Future + Unpin)) {
    tokio::select! {
        biased;
        _ = request => {}
        () = std::future::ready(()) => {}
    }
}
