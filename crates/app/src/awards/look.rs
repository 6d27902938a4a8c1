//! Carries out what is due to a person's badges (`assay_standing::due`), in the order of durable effects:
//! prepared with its place in a list, then signed, then published. Each step can be repeated at any time.

use assay_credential::{HashedEmail, Prepared, StatusEntry, Subject, badge, proof};
use assay_kernel::{Date, PersonId};
use assay_standing::{
    CredentialStanding, Event, Reason, Rules,
    due::{Due, OnPaper, Paper, Worth, credential_due},
};
use assay_store::{
    CredentialRecord, CredentialVersion, Day, Ms, NewPlace, NewVersion, PersonRecord, PlaceRecord, Reads,
    Unit,
    statement::{credential, status},
};
use data_encoding::HEXLOWER;

use super::{
    Awards, BadgeFacts,
    badge::{badge_input, exam_of_award, seconds},
    rules::Look,
    told,
};
use crate::{
    AppError, Asking,
    facts::{Fact, Letter},
    permit::{Denied, Permit},
};

/// History after today (the demo clock was set back) is awarded all the same: what was earned was earned.
const FAR: Date = Date::constant(9999, 12, 31);
/// Paper and standing agree after three steps at most; one more would be a fault of ours.
const STEPS_MAX: usize = 4;
/// Somebody else may draw the same place in the same moment; three times in a row is no chance any more.
const DRAWS_MAX: usize = 3;

/// One look at one person: everything is judged by one version of the programme, on one day.
struct Looked<'a> {
    asking: &'a Asking,
    store: &'a Reads,
    holder: PersonRecord,
    history: Vec<Event>,
    day: Date,
}

impl Looked<'_> {
    /// For one commit: each step of a look asks.
    fn permit(&self) -> Result<Permit<Look>, Denied> {
        self.asking.permit_on::<Look>(&self.holder)
    }
}

/// A credential as it is out in the world.
struct OutThere {
    record: CredentialRecord,
    latest: CredentialVersion,
    status: Option<PlaceRecord>,
}

/// The days an edition names.
struct EditionDates {
    from: Date,
    until: Option<Date>,
}

impl Awards {
    /// Brings a person's badges in line with what they hold: new awards get one, renewals a new edition,
    /// withdrawals reach the list. Safe to repeat, and it finishes what a crash left half done.
    ///
    /// A certification that fails stops none of the person's others; the job is tried again for it.
    pub(crate) async fn look_at(&self, asking: &Asking, person: PersonId) -> Result<(), AppError> {
        let (permit, holder) = self.shelf.open::<Look, _>(asking, |store| store.person(person)).await?;
        let store = self.shelf.under(&permit);
        let history = store.history_of(person).await?;
        // What happens to everyone reaches badges too, whether or not something happened to the person.
        let today = asking.today;
        // A demonstration's clock can be set back: what was earned on a later day was earned all the same.
        let later = history.iter().map(|event| event.date).filter(|_| self.looks_ahead);
        let day = later.max().map_or(today, |last| last.max(today)).min(FAR);
        // One version for the date and for what is signed, whatever is applied meanwhile.
        let standing = Rules::new(&asking.programme).standing(&history, day);
        let mut records = store.credentials_of(person).await?;
        let looked = Looked { asking, store, holder, history, day };
        let mut failed = Ok(());
        for held in &standing.credentials {
            let same = |record: &CredentialRecord| {
                record.certification == held.credential && record.earned_on.0 == held.earned_on
            };
            let known = records.iter().position(same).map(|at| records.swap_remove(at));
            if let Err(error) = self.look(&looked, held, known).await {
                let certification = held.credential.as_str();
                tracing::error!(%person, certification, %error, "a badge is not what it should be yet");
                failed = Err(error);
            }
        }
        for record in records {
            // Earned once, and the award is no more: the same certification earned anew, or taken off the
            // programme. Nothing is signed; the team's list of credentials says so.
            tracing::debug!(credential = %record.id, "nothing on record stands behind a badge today");
        }
        failed
    }

    async fn look(
        &self,
        looked: &Looked<'_>,
        held: &CredentialStanding,
        mut known: Option<CredentialRecord>,
    ) -> Result<(), AppError> {
        let worth = Worth::of(held, looked.day);
        for _ in 0..STEPS_MAX {
            let paper = match &known {
                Some(record) => published(looked.store, record).await?,
                None => None,
            };
            let due =
                credential_due(worth, paper.as_ref().map(|paper| paper.seen(&looked.holder)), looked.day);
            match (due, &paper) {
                (Due::Nothing | Due::Orphan, _) => return Ok(()),
                (Due::Finish, Some(paper)) => {
                    let letter = told_at_last(worth, held, paper, looked.day)?;
                    self.finish_version(looked, &paper.record, &paper.latest, letter).await?;
                }
                (Due::Revoke(_) | Due::Suspend, Some(OutThere { record, status: Some(status), .. })) => {
                    let told = told::of(due, held, status.version, looked.day);
                    let (person, now) = (record.person_id, looked.asking.ms());
                    let letter = Letter::of(taken_back_topic(record, status), &told)?;
                    let mut unit = Unit::from_iter(status::taken_back(record.id, now));
                    unit.extend(Fact::TakenBack { person, letter }.follows(now));
                    self.shelf.commit(looked.permit()?, unit).await?;
                }
                (due, paper) => {
                    let record = known.get_or_insert_with(|| self.new_record(looked, held)).clone();
                    self.edition(looked, held, &record, paper.as_ref(), due).await?;
                }
            }
        }
        Err(AppError::internal("a badge does not come to rest", &held.credential))
    }

    fn new_record(&self, looked: &Looked<'_>, held: &CredentialStanding) -> CredentialRecord {
        CredentialRecord {
            id: self.mint.id(looked.asking.at),
            person_id: looked.holder.id,
            certification: held.credential.clone(),
            earned_on: Day(held.earned_on),
            created_at: looked.asking.ms(),
        }
    }

    /// Prepares an edition, then signs and publishes it.
    async fn edition(
        &self,
        looked: &Looked<'_>,
        held: &CredentialStanding,
        record: &CredentialRecord,
        paper: Option<&OutThere>,
        due: Due,
    ) -> Result<(), AppError> {
        let version = paper.map_or(1, |paper| paper.latest.version + 1);
        let takes_back = matches!(due, Due::Revoke(_) | Due::Suspend);
        // What is taken back says no other days than the paper it takes the place of.
        let dates = match (takes_back, paper) {
            (true, Some(paper)) => paper.dates(),
            _ => EditionDates { from: held.valid_from, until: held.valid_until },
        };
        // Shown to everybody on the badge's page: what gave it its days. Why something was withdrawn, struck
        // or refused is the holder's own affair.
        let told = |reason: &&Reason| reason.new_until == dates.until && reason.change.gives_days();
        let said = held.reasons.iter().rev().find(told).map(|reason| serde_json::to_string(&reason.said));
        let said = said.transpose().map_err(|error| AppError::internal("writing a reason", error))?;
        let present = paper.and_then(|paper| paper.status).filter(|status| status.taken_back_at.is_none());
        for _ in 0..DRAWS_MAX {
            let place = match present {
                Some(_) => None,
                None => Some(NewPlace { taken_back: takes_back, ..self.free_place(looked.store).await? }),
            };
            let (list, index) = match (place, present) {
                (Some(place), _) => (place.list, place.place),
                (None, Some(status)) => (status.list, status.place),
                (None, None) => return Err(AppError::internal("preparing a badge", "no place in a list")),
            };
            let index = u64::try_from(index).map_err(|e| AppError::internal("preparing a badge", e))?;
            let listed = StatusEntry::Bitstring { list_url: self.status_list_url(list), index };
            let prepared = self.prepare(looked, record, held, &dates, listed)?;
            let text =
                serde_json::to_string(&prepared).map_err(|e| AppError::internal("writing a badge", e))?;
            let new = NewVersion {
                credential: record.clone(),
                version,
                valid_from: Day(dates.from),
                valid_until: dates.until.map(Day),
                said: said.clone(),
                prepared: text.clone(),
                place,
            };
            match self.shelf.commit(looked.permit()?, prepared_now(&new, looked.asking.ms())).await {
                Err(assay_store::StoreError::Conflict(_)) if place.is_some() => continue,
                done => done?,
            }
            let latest = looked.store.credential_versions(record.id).await?.pop();
            let latest = latest.ok_or(AppError::NotFound)?;
            let letter =
                Letter::of(edition_topic(record, version), &told::of(due, held, version, looked.day))?;
            return self.finish_version(looked, record, &latest, letter).await;
        }
        Err(AppError::Conflict)
    }

    /// Signs what was prepared, stores it, publishes it and tells the holder.
    async fn finish_version(
        &self,
        looked: &Looked<'_>,
        record: &CredentialRecord,
        edition: &CredentialVersion,
        letter: Letter,
    ) -> Result<(), AppError> {
        if edition.signed.is_none() {
            let prepared: Prepared = serde_json::from_str(&edition.prepared)
                .map_err(|e| AppError::internal("reading a prepared badge", e))?;
            let signed = proof::sign(&prepared, &self.keys.key)
                .map_err(|e| AppError::internal("signing a badge", e))?;
            let (signed, now) = (signed.to_string(), looked.asking.ms());
            let signed = credential::signed(record.id, edition.version, &signed, now);
            self.shelf.commit(looked.permit()?, signed).await?;
        }
        let (person, now) = (record.person_id, looked.asking.ms());
        let mut unit = Unit::from(credential::published(record.id, edition.version, now));
        unit.extend(Fact::Published { person, letter }.follows(now));
        Ok(self.shelf.commit(looked.permit()?, unit).await?)
    }

    fn prepare(
        &self,
        looked: &Looked<'_>,
        record: &CredentialRecord,
        held: &CredentialStanding,
        dates: &EditionDates,
        listed: StatusEntry,
    ) -> Result<Prepared, AppError> {
        let salt: [u8; 16] = self.mint.bytes();
        let programme = &looked.asking.programme;
        let exam = exam_of_award(programme, held, &looked.history);
        let input = badge_input(
            programme,
            &looked.asking.zone,
            &BadgeFacts {
                base_url: &self.keys.base_url,
                id: &format!("{}/credentials/{}", self.keys.base_url, record.id),
                certification: held.credential.as_str(),
                exam: exam.as_deref(),
                subject: subject(&looked.holder, &self.keys.base_url, record, &salt),
                awarded_on: held.earned_on,
                valid_from: dates.from,
                valid_until: dates.until,
                status: Some(listed),
            },
        )?;
        let unsigned = badge::build(&input).map_err(|e| AppError::internal("building a badge", e))?;
        let created = seconds(looked.asking.at);
        proof::prepare(&unsigned, &self.keys.method, &created)
            .map_err(|error| AppError::internal("preparing a badge", error))
    }
}

/// What is about to be signed: id, place in a list and exact bytes, before the key is touched.
fn prepared_now(new: &NewVersion, now: Ms) -> Unit {
    let mut unit = Unit::from_iter([credential::made(&new.credential), credential::prepared(new, now)]);
    if let Some(place) = new.place {
        unit.extend(status::added(new.credential.id, new.version, place, now));
    }
    unit
}

async fn published(store: &Reads, record: &CredentialRecord) -> Result<Option<OutThere>, AppError> {
    let Some(latest) = store.credential_versions(record.id).await?.pop() else { return Ok(None) };
    let status = store.status_of(record.id).await?;
    Ok(Some(OutThere { record: record.clone(), latest, status }))
}

/// Whom a badge is about: the hash of an address that was verified (F3); otherwise whoever this credential
/// was issued to, whom the body's record knows.
fn subject(holder: &PersonRecord, base_url: &str, record: &CredentialRecord, salt: &[u8]) -> Subject {
    let email = holder.is_verified().then(|| HashedEmail::new(&holder.email, &HEXLOWER.encode(salt)));
    let id = email.is_none().then(|| format!("{base_url}/credentials/{}#holder", record.id));
    Subject { id, email, holder_name: None }
}

/// The topic under which an edition is told, once.
fn edition_topic(record: &CredentialRecord, version: i64) -> String {
    format!("credential:{}:{version}", record.id)
}

/// The topic under which it is told, once, that a list takes back what has this place in it.
fn taken_back_topic(record: &CredentialRecord, place: &PlaceRecord) -> String {
    format!("credential:{}:taken-back:{}", record.id, place.version)
}

/// What is said of an edition that was prepared before a crash.
///
/// Of one that was taken back since, that was said in the commit that took it back: it has the same topic
/// here, and nobody is told twice. Of one that was born taken back it is said now.
fn told_at_last(
    worth: Option<Worth>,
    held: &CredentialStanding,
    paper: &OutThere,
    day: Date,
) -> Result<Letter, AppError> {
    use assay_standing::due::RenewalReason;
    let version = paper.latest.version;
    let due = match (worth, version) {
        (Some(Worth::Revoked { on }), _) => Due::Revoke(on),
        (Some(Worth::Barred { .. } | Worth::Resting { .. }), _) => Due::Suspend,
        (_, 1) => Due::Issue,
        _ => Due::Renew(RenewalReason::Dates),
    };
    let topic = match (due, &paper.status) {
        (Due::Revoke(_) | Due::Suspend, Some(place)) if place.taken_back_at.is_some() => {
            taken_back_topic(&paper.record, place)
        }
        _ => edition_topic(&paper.record, version),
    };
    Letter::of(topic, &told::of(due, held, version, day))
}

impl OutThere {
    fn seen(&self, holder: &PersonRecord) -> OnPaper {
        let state = match self.status {
            None => Paper::Unlisted,
            Some(status) if status.taken_back_at.is_some() => Paper::TakenBack,
            Some(_) => Paper::Good,
        };
        OnPaper {
            until: self.latest.valid_until.map(|day| day.0),
            state,
            unfinished: self.latest.published_at.is_none(),
            // Whoever has proved an address meanwhile is named by it (F3).
            names_holder: !holder.is_verified() || self.latest.prepared.contains("identityHash"),
        }
    }

    fn dates(&self) -> EditionDates {
        EditionDates { from: self.latest.valid_from.0, until: self.latest.valid_until.map(|day| day.0) }
    }
}
