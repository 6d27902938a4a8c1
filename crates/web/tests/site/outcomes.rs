//! People whose readings and first results are known, put into a store that nobody serves.
//!
//! Also for looking at it (`examples/results.rs`), so it is no story itself and names no visitor.

use std::{fs, io, path::Path};

use assay_kernel::{Date, Instant, Kind, PersonId, Sittings, TypedId};
use assay_store::{
    Day, ExposureRecord, Ms, NewPracticeResponse, PersonRecord, PracticeRunRecord, ReadingRecord,
    RegistrationRecord, RegistrationState, Seed, SittingRecord, Unit, VerifiedHow,
    statement::{address, outcome, person, practice_run, prep, registration, sitting},
};
use jiff::{SignedDuration, ToSpan, tz::TimeZone};

/// Questions of each domain that somebody answers: enough for a reading.
const OF_EACH_DOMAIN: usize = 10;
const DOMAINS: [char; 5] = ['1', '2', '3', '4', '5'];

/// Somebody's first result, with what they had been told on the day before.
pub struct Outcome<'a> {
    /// Tells people apart.
    pub number: usize,
    pub exam: &'a str,
    pub sat_at: Instant,
    /// The chance that was read.
    pub told: f64,
    pub has_passed: bool,
}

fn id<K: Kind>(kind: u8, number: usize) -> TypedId<K> {
    let mut chance = [kind; 10];
    chance[..8].copy_from_slice(&(number as u64).to_be_bytes());
    TypedId::from_parts(1_758_400_000_000, chance)
}

/// The sitting of a person by number.
pub fn sitting_of(number: usize) -> TypedId<Sittings> {
    id(0xb2, number)
}

/// The person by number.
pub fn person_of(number: usize) -> PersonId {
    id(0xb1, number)
}

fn day_of(at: Instant) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// So many outcomes of a place where practice is easier than the exam at the low end, and harder at the high
/// one; who passed is spread evenly over each chance.
pub fn outcomes(numbers: std::ops::Range<usize>, exam: &str, sat_at: Instant) -> Vec<Outcome<'_>> {
    let of_person = |number: usize| {
        let chance = (number as f64 * 0.618_033_988_749_894_9).fract();
        let told = 0.04 + 0.92 * chance;
        let logit = 0.7 + 1.3 * (told / (1.0 - told)).ln();
        let luck = (number as f64 * 0.754_877_666_246_692_8 + 0.5).fract();
        let later = SignedDuration::from_mins(number as i64);
        Outcome {
            number,
            exam,
            sat_at: sat_at + later,
            told,
            has_passed: luck < 1.0 / (1.0 + (-logit).exp()),
        }
    };
    numbers.map(of_person).collect()
}

/// Somebody new is told a chance, sits on the day after and lets the result be counted.
pub fn ended(unit: &mut Unit, one: &Outcome<'_>) {
    let (who, at) = (person_of(one.number), Ms(one.sat_at));
    let email = format!("result{}@example.org", one.number);
    let record = PersonRecord {
        id: who,
        email: email.clone(),
        name: format!("Result Person {}", one.number),
        password_hash: None,
        story: None,
        created_at: at,
        verified_how: Some(VerifiedHow::Record),
        team_until: None,
        closed_at: None,
        closed_by: None,
    };
    unit.run(person::added(&record));
    unit.run(address::added(who, &email, record.verified_how, at));
    unit.run(outcome::consented(who, at));
    sat(unit, who, one);
    told(unit, who, one);
}

/// Somebody is told a chance on the day before they sit.
pub fn told(unit: &mut Unit, who: PersonId, one: &Outcome<'_>) {
    let reading = format!("{{\"p\":{},\"low\":600,\"high\":800,\"counted\":60}}", one.told);
    let read_on = Day(day_of(one.sat_at).saturating_sub(1.days()));
    unit.run(prep::read(who, &ReadingRecord { exam: one.exam.into(), read_on, model: "1".into(), reading }));
}

/// The same of somebody who is there already, but for the reading and the consent.
pub fn sat(unit: &mut Unit, who: PersonId, one: &Outcome<'_>) {
    let (at, on) = (Ms(one.sat_at), day_of(one.sat_at));
    let registration_id = id(0xb3, one.number);
    unit.run(registration::added(&RegistrationRecord {
        id: registration_id,
        person_id: who,
        exam: one.exam.into(),
        state: RegistrationState::Open,
        registered_on: Day(on),
        sit_from: Day(on),
        sit_until: None,
        created_at: at,
        made_by: None,
        withdrawn_by: None,
        withdrawn_on: None,
        instead_of: None,
    }));
    unit.run(registration::used(registration_id));
    let sitting_id = sitting_of(one.number);
    unit.run(sitting::started(&SittingRecord {
        id: sitting_id,
        registration_id,
        person_id: who,
        exam: one.exam.into(),
        form: format!("{}-A", one.exam),
        seed: Seed(1),
        started_on: Day(on),
        started_at: at,
        deadline_at: at,
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
    unit.run(sitting::submitted(sitting_id, at, false, ""));
    unit.run(sitting::scored(sitting_id, None, "{}", one.has_passed, at));
}

/// Ids of practice questions of the reference programme's newest exam, the same number of each domain.
pub fn questions() -> io::Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../programmes/cloudops/practice/SOA-C03");
    let mut names: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    names.sort_by_key(fs::DirEntry::file_name);
    let mut found: Vec<(char, String)> = Vec::new();
    for entry in names {
        let text = fs::read_to_string(entry.path())?;
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
            line.strip_suffix('"').map(str::to_owned)
        };
        // `c03f`: of the final practice exam, which is shown nowhere else.
        if let Some((id, task)) = value("id").zip(value("task")).filter(|(id, _)| !id.starts_with("c03f")) {
            found.extend(task.chars().next().map(|domain| (domain, id)));
        }
    }
    let of_domain = |domain: &char| {
        let of_it = found.iter().filter(move |(of, _)| of == domain).map(|(_, id)| id.clone());
        of_it.take(OF_EACH_DOMAIN).collect::<Vec<_>>()
    };
    Ok(DOMAINS.iter().flat_map(of_domain).collect())
}

/// Somebody has answered questions at an instant, two of three right.
pub fn practised(unit: &mut Unit, who: PersonId, at: Instant, questions: &[String]) {
    let (run, at) = (id(0xb4, 1), Ms(at));
    let pinned: Vec<String> = questions.iter().map(|item| format!("[\"{item}\",\"\"]")).collect();
    unit.run(practice_run::begun(&PracticeRunRecord {
        id: run,
        person_id: who,
        exam: "SOA-C03".into(),
        mode: "learn".into(),
        scope: format!("{{\"which\":\"new\",\"count\":{}}}", questions.len()),
        seed: Seed(1),
        items: format!("[{}]", pinned.join(",")),
        tree: String::new(),
        started_at: at,
        finished_at: Some(at),
    }));
    for (number, item) in questions.iter().enumerate() {
        let is_right = number % 3 != 0;
        unit.run(practice_run::shown(
            who,
            &ExposureRecord {
                family: item.clone(),
                version: String::new(),
                exam: "SOA-C03".into(),
                pool: "drill".into(),
                shown_at: at,
                answered_at: None,
                is_right: None,
                revealed_at: None,
            },
        ));
        let answer = NewPracticeResponse {
            run,
            item: item.clone(),
            command: "one".into(),
            response: "[\"A\"]".into(),
            is_right,
            sure: None,
            took_ms: None,
        };
        unit.run(practice_run::given(&answer, at));
        unit.run(practice_run::answered(who, item, is_right, at));
        unit.run(practice_run::revealed(who, item, at));
    }
}
