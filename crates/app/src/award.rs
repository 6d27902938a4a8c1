//! From a score to a signed credential, in the order of durable effects (`docs/lifecycle/issue-a-badge.md`):
//! the award is stored, then the bytes to be signed, then the signature, then it is published.

use assay_assessment::{registration::long, score::score};
use assay_credential::{
    Achievement, Alignment, BadgeInput, HashedEmail, IssuerProfile, Prepared, RelatedAchievement, Subject,
    badge, proof,
};
use assay_kernel::{Credentials, Date, Instant, Persons, Sittings, TypedId};
use assay_programme::model::{Earned, Programme};
use assay_standing::{CredentialStanding, Event, Happening, Rules, Standing};
use assay_store::{CredentialRecord, CredentialVersion, Day, NewHistory, NewVersion, PersonRecord};
use jiff::civil::time;

use crate::{App, AppError, IssuerKeys, Loaded, Sittable, tell};

/// History after today (the demo clock was set back) is awarded all the same: what was earned was earned.
const FAR: Date = Date::constant(9999, 12, 31);

/// A published credential.
pub struct Issued {
    /// The record.
    pub record: CredentialRecord,
    /// Its latest published edition.
    pub version: CredentialVersion,
    /// The signed JSON.
    pub signed: String,
    /// What the holder has today.
    pub standing: Option<CredentialStanding>,
}

impl App {
    /// The issuer.
    pub fn issuer(&self) -> &IssuerKeys {
        &self.keys
    }

    /// Scores a handed-in sitting, records the event, tells the person; then issues what follows.
    pub(crate) async fn score_sitting(&self, id: TypedId<Sittings>) -> Result<(), AppError> {
        let sitting = self.store.sitting(id).await?.ok_or(AppError::NotFound)?;
        if sitting.submitted_at.is_none() || sitting.scored_at.is_some() {
            return Ok(());
        }
        // By the files it was started on, whatever was applied since.
        let loaded = self.loaded_as(sitting.tree.as_deref()).await?;
        // In full or not at all: what is missing is said to the team, and the job waits.
        let Sittable { exam, outline, form, .. } = loaded.sittable(&sitting.exam, Some(&sitting.form))?;
        let report = score(exam, outline, form, &loaded.bank, &self.answers(id).await?)?;
        let text = serde_json::to_string(&report).map_err(|e| AppError::internal("writing a report", e))?;
        let what = Earned::Exam(exam.code.clone());
        let happening = if report.passed { Happening::Pass { what } } else { Happening::Fail { what } };
        let event = Event::new(sitting.started_on.0, happening);
        let event = NewHistory { person: sitting.person_id, event, sitting: Some(id) };
        let decision = if report.passed { "passed" } else { "did not pass" };
        let subject = format!("Your result of {}: you {decision}", exam.code);
        let (day, scaled, maximum) = (long(sitting.started_on.0), report.scaled, exam.scale.maximum);
        let body = format!("{day}: you scored {scaled} of {maximum}; {} was needed.", report.cut);
        match self.store.record_score(id, &text, &event, (&subject, &body), self.ms()).await {
            // Scored by the job meanwhile.
            Ok(()) | Err(assay_store::StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        self.issue(sitting.person_id).await
    }

    /// Brings a person's credentials in line with what they hold: new awards get one, renewals a new edition.
    /// Safe to repeat, and it finishes what a crash left half done.
    pub(crate) async fn issue(&self, person: TypedId<Persons>) -> Result<(), AppError> {
        let _one_at_a_time = self.issuing.lock().await;
        let holder = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let history = self.store.history_of(person).await?;
        // What happens to everyone reaches badges too, whether or not something happened to the person.
        let today = self.today();
        // A demonstration's clock can be set back: what was earned on a later day was earned all the same.
        let later = history.iter().map(|event| event.date).filter(|_| self.demo_clock.is_some());
        let last = later.max().map_or(today, |last| last.max(today));
        // One version for the date and for what is signed, whatever is applied meanwhile.
        let loaded = self.loaded();
        let standing: Standing = Rules::new(&loaded.programme).standing(&history, last.min(FAR));
        let records = self.store.credentials_of(person).await?;
        for held in &standing.credentials {
            let known = records.iter().find(|record| {
                record.certification == held.credential.as_str() && record.earned_on.0 == held.earned_on
            });
            let versions = match known {
                Some(record) => self.store.credential_versions(record.id).await?,
                None => Vec::new(),
            };
            for version in versions.iter().filter(|version| version.published_at.is_none()) {
                if let Some(record) = known {
                    self.finish_version(
                        record,
                        version.version,
                        &version.prepared,
                        version.signed.clone(),
                        held,
                    )
                    .await?;
                }
            }
            let until = held.valid_until.map(|day| day.to_string());
            if versions.last().is_some_and(|version| version.valid_until == until && names(&holder, version))
            {
                continue;
            }
            let record = known.cloned().unwrap_or_else(|| CredentialRecord {
                id: self.new_id(),
                person_id: person,
                certification: held.credential.to_string(),
                earned_on: Day(held.earned_on),
                created_at: self.ms(),
            });
            let version = versions.last().map_or(1, |version| version.version + 1);
            let prepared = self.prepare(&loaded, &holder, &record, held, &history)?;
            let text =
                serde_json::to_string(&prepared).map_err(|e| AppError::internal("writing a badge", e))?;
            let new = NewVersion {
                credential: record.clone(),
                version,
                valid_from: held.valid_from.to_string(),
                valid_until: until,
                why: held.reasons.last().map(|reason| reason.text.clone()).unwrap_or_default(),
                prepared: text.clone(),
            };
            self.store.prepare_version(&new, self.ms()).await?;
            self.finish_version(&record, version, &text, None, held).await?;
        }
        Ok(())
    }

    /// Signs what was prepared, stores it, publishes it and tells the holder.
    async fn finish_version(
        &self,
        record: &CredentialRecord,
        version: i64,
        prepared: &str,
        signed: Option<String>,
        held: &CredentialStanding,
    ) -> Result<(), AppError> {
        if signed.is_none() {
            let prepared: Prepared = serde_json::from_str(prepared)
                .map_err(|e| AppError::internal("reading a prepared badge", e))?;
            let signed = proof::sign(&prepared, &self.keys.key)
                .map_err(|e| AppError::internal("signing a badge", e))?;
            self.store.record_signed(record.id, version, &signed.to_string(), self.ms()).await?;
        }
        let (subject, body) = tell::of_badge(held, version == 1, self.today());
        Ok(self.store.publish_version(record, version, (&subject, &body), self.ms()).await?)
    }

    fn prepare(
        &self,
        loaded: &Loaded,
        holder: &PersonRecord,
        record: &CredentialRecord,
        held: &CredentialStanding,
        history: &[Event],
    ) -> Result<Prepared, AppError> {
        let mut salt = [0; 16];
        self.chance.fill(&mut salt);
        let exam = exam_of_award(&loaded.programme, held, history);
        let input = badge_input(
            &loaded.programme,
            loaded.zone(),
            &BadgeFacts {
                base_url: &self.keys.base_url,
                id: &format!("{}/credentials/{}", self.keys.base_url, record.id),
                certification: held.credential.as_str(),
                exam: exam.as_deref(),
                subject: subject(holder, &self.keys.base_url, record, &salt),
                awarded_on: held.earned_on,
                valid_from: held.valid_from,
                valid_until: held.valid_until,
            },
        )?;
        let unsigned = badge::build(&input).map_err(|e| AppError::internal("building a badge", e))?;
        let created = seconds(self.now());
        proof::prepare(&unsigned, &self.keys.method, &created)
            .map_err(|error| AppError::internal("preparing a badge", error))
    }

    /// A published credential, for everybody.
    ///
    /// # Errors
    /// `NotFound` where there is none, or the store failed.
    pub async fn issued(&self, id: TypedId<Credentials>) -> Result<Issued, AppError> {
        let record = self.store.credential(id).await?.ok_or(AppError::NotFound)?;
        let versions = self.store.credential_versions(id).await?;
        let latest = versions.into_iter().rev().find(|version| version.published_at.is_some());
        let version = latest.ok_or(AppError::NotFound)?;
        let signed = version.signed.clone().ok_or(AppError::NotFound)?;
        let standing = self.standing_of(record.person_id).await?;
        let standing = standing.credentials.into_iter().find(|held| {
            held.credential == record.certification.as_str() && held.earned_on == record.earned_on.0
        });
        Ok(Issued { record, version, signed, standing })
    }
}

/// Whom a badge is about: the hash of an address that was verified (F3); otherwise whoever this credential
/// was issued to, whom the body's record knows.
fn subject(holder: &PersonRecord, base_url: &str, record: &CredentialRecord, salt: &[u8]) -> Subject {
    let email = holder.is_verified().then(|| HashedEmail::new(&holder.email, &crate::session::hex(salt)));
    let id = email.is_none().then(|| format!("{base_url}/credentials/{}#holder", record.id));
    Subject { id, email, holder_name: None }
}

/// Whether an edition names the address of a holder who has proved one meanwhile.
fn names(holder: &PersonRecord, version: &CredentialVersion) -> bool {
    !holder.is_verified() || version.prepared.contains("identityHash")
}

fn exam_of_award(programme: &Programme, held: &CredentialStanding, history: &[Event]) -> Option<String> {
    history.iter().filter(|event| event.date == held.earned_on).find_map(|event| match &event.happening {
        Happening::Pass { what: Earned::Exam(code) } => {
            let exam = programme.exam(code.as_str())?;
            (exam.certification == held.credential).then(|| code.to_string())
        }
        _ => None,
    })
}

/// What a badge is made of.
pub struct BadgeFacts<'a> {
    /// Where the issuer's public pages are.
    pub base_url: &'a str,
    /// The credential's URL.
    pub id: &'a str,
    /// The certification's code.
    pub certification: &'a str,
    /// The exam version that earned it, where it is known.
    pub exam: Option<&'a str>,
    /// Whom it is about.
    pub subject: Subject,
    /// Day of the first award.
    pub awarded_on: Date,
    /// First day of the present period.
    pub valid_from: Date,
    /// Last valid day, inclusive.
    pub valid_until: Option<Date>,
}

/// The badge of a certification in Open Badges words.
///
/// # Errors
/// The certification is not in the programme.
pub fn badge_input(
    programme: &assay_programme::model::Programme,
    zone: &jiff::tz::TimeZone,
    facts: &BadgeFacts<'_>,
) -> Result<BadgeInput, AppError> {
    let base = facts.base_url;
    let certification = programme.certification(facts.certification).ok_or(AppError::NotFound)?;
    let marked = |text: &str| match &programme.demonstration {
        Some(sentence) => format!("{text} {sentence}"),
        None => text.to_owned(),
    };
    let achievement_id = |exam: Option<&str>, certification: &str| match exam {
        Some(exam) => format!("{base}/achievements/{certification}/{exam}"),
        None => format!("{base}/achievements/{certification}"),
    };
    let outline = facts.exam.and_then(|exam| programme.outline(exam));
    let alignments = outline.into_iter().flat_map(|outline| {
        outline.domains.iter().map(move |domain| Alignment {
            target_name: domain.title.clone(),
            target_url: format!("{base}/exams/{}/guide#domain-{}", outline.exam, domain.id),
            target_code: Some(domain.id.clone()),
            target_description: None,
            target_framework: Some(format!("{} content outline", outline.exam)),
        })
    });
    let related = facts.exam.and_then(|exam| programme.transition_to(exam)).map(|transition| {
        let before = programme.exam(transition.from.as_str());
        let code = before.map_or("", |exam| exam.certification.as_str());
        let id = achievement_id(Some(transition.from.as_str()), code);
        RelatedAchievement { id, version: before.map(|exam| exam.guide_version.clone()) }
    });
    let name = match programme.demonstration {
        Some(_) => format!("{} (demonstration)", certification.title),
        None => certification.title.clone(),
    };
    Ok(BadgeInput {
        id: facts.id.to_owned(),
        name: name.clone(),
        description: Some(marked(&certification.description)),
        issuer: IssuerProfile {
            id: format!("{base}/issuer"),
            name: programme.body.name.clone(),
            url: Some(base.to_owned()),
            description: Some(programme.body.description.clone()),
        },
        achievement: Achievement {
            id: achievement_id(facts.exam, certification.code.as_str()),
            name,
            description: marked(&certification.description),
            criteria_narrative: certification.criteria.clone(),
            version: facts.exam.and_then(|exam| programme.exam(exam)).map(|exam| exam.guide_version.clone()),
            human_code: facts.exam.map(str::to_owned),
            image_url: Some(format!("{base}/certifications/{}/badge.svg", certification.code)),
            alignments: alignments.collect(),
            related: related.into_iter().collect(),
            score: None,
        },
        subject: facts.subject.clone(),
        awarded_date: Some(start_of(facts.awarded_on, zone)),
        valid_from: start_of(facts.valid_from, zone),
        valid_until: facts.valid_until.map(|day| end_of(day, zone)),
        result: None,
        status: None,
    })
}

/// The first second of a day in the programme's zone, RFC 3339.
fn start_of(day: Date, zone: &jiff::tz::TimeZone) -> String {
    moment(day.at(0, 0, 0, 0), zone)
}

/// The last second of a day: the last valid day is inclusive.
fn end_of(day: Date, zone: &jiff::tz::TimeZone) -> String {
    moment(day.to_datetime(time(23, 59, 59, 0)), zone)
}

fn moment(at: jiff::civil::DateTime, zone: &jiff::tz::TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    zoned.map(|zoned| seconds(zoned.timestamp())).unwrap_or_default()
}

/// An instant to the second, RFC 3339, UTC.
pub(crate) fn seconds(at: Instant) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
