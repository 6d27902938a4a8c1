//! What the rules of registration look at: what a person holds, passed, failed and is registered for.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use assay_assessment::registration::{CandidateRecord, PastResult};
use assay_kernel::{CertificationCode, Date, ExamCode, PersonId};
use assay_programme::model::Earned;
use assay_standing::{Event, Happening, Rules, Status, is_voided};
use assay_store::Reads;

use crate::{AppError, Asking};

/// Exam versions that a person has passed by the asking's day, each with the latest day; a voided result is
/// none.
pub(crate) async fn passed_exams(
    store: &Reads,
    asking: &Asking,
    person: PersonId,
) -> Result<BTreeMap<ExamCode, Date>, AppError> {
    let history = store.history_of(person).await?;
    let known: Vec<Event> = history.into_iter().filter(|event| event.date <= asking.today).collect();
    let mut passed = BTreeMap::new();
    for event in known.iter().filter(|event| !is_voided(&known, event)) {
        if let Happening::Pass { what: Earned::Exam(exam) } = &event.happening {
            let latest = passed.entry(exam.clone()).or_insert(event.date);
            *latest = event.date.max(*latest);
        }
    }
    Ok(passed)
}

/// Reads it, as of the asking's day.
pub(crate) async fn candidate_record(
    store: &Reads,
    asking: &Asking,
    person: PersonId,
) -> Result<CandidateRecord, AppError> {
    let today = asking.today;
    let history = store.history_of(person).await?;
    let standing = Rules::new(&asking.programme).standing(&history, today);
    let with = |status: Status| -> BTreeSet<CertificationCode> {
        let held = standing.credentials.iter().filter(|held| held.status == status);
        held.map(|held| held.credential.clone()).collect()
    };
    let known: Vec<Event> = history.into_iter().filter(|event| event.date <= today).collect();
    // A voided result counts as no try: neither a wait nor a pass follows from it.
    let results = known.iter().filter(|event| !is_voided(&known, event)).filter_map(|event| {
        let (exam, passed) = match &event.happening {
            Happening::Pass { what: Earned::Exam(exam) } => (exam.clone(), true),
            Happening::Fail { what: Earned::Exam(exam) } => (exam.clone(), false),
            _ => return None,
        };
        Some(PastResult { exam, on: event.date, passed })
    });
    let registrations = store.registrations_of(person).await?;
    let sittings = store.sittings_of(person).await?;
    let open = registrations.iter().filter(|r| {
        let over = r.sit_until.is_some_and(|until| until.0 < today);
        // A sitting without a result still uses its registration: the rules wait for that result.
        let unscored = sittings.iter().any(|s| s.registration_id == r.id && s.awaits_result());
        (r.is_open() && !over) || unscored
    });
    let registered = open.map(|r| r.exam.clone()).collect();
    // What was said last about an exam version holds; of one day, what was made last.
    let mut said: Vec<_> = registrations.iter().collect();
    said.sort_by_key(|r| Reverse((r.is_open(), r.withdrawn_on.map(|day| day.0))));
    let mut seen = BTreeSet::new();
    let latest = said.into_iter().filter(|r| seen.insert(&r.exam));
    let withdrawn_by_body = latest.filter(|r| r.is_withdrawn_by_team()).map(|r| r.exam.clone()).collect();
    let (active, barred) = (with(Status::Active), with(Status::Barred));
    let exams = store.exams_seen_by(person, asking.ms()).await?;
    Ok(CandidateRecord {
        active,
        barred,
        results: results.collect(),
        registered,
        withdrawn_by_body,
        seen_every: exams.iter().any(String::is_empty),
        seen: exams.iter().filter(|exam| !exam.is_empty()).map(|exam| exam.as_str().into()).collect(),
    })
}
