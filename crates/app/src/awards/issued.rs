//! What the body's own record says of a badge: the last word on its own, whatever the file says (F1).

use assay_credential::{Check, CheckCause, CheckName, CheckOutcome, Report};
use assay_kernel::{CredentialId, Date, PersonId, Said};
use assay_programme::model::Programme;
use assay_standing::{CredentialStanding, Decided, Event, Happening, Rules, Status, due::Worth};
use assay_store::{CredentialRecord, CredentialVersion, Reads};
use assay_words::InEnglish;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::{
    Awards,
    rules::{ReadBadge, SeeOwn},
};
use crate::{AppError, Asking, OwnCredential};

/// A published credential.
pub struct Issued {
    /// Id; part of its URL.
    pub id: CredentialId,
    /// Whose.
    pub person: PersonId,
    /// Which certification.
    pub certification: String,
    /// Day of the award.
    pub earned_on: Date,
    /// Its latest published edition.
    pub edition: PublicEdition,
    /// The signed JSON.
    pub signed: String,
    /// What the holder has today.
    pub standing: Option<CredentialStanding>,
    /// The holder's name, where they let the badge's page show it.
    pub shown_name: Option<String>,
    /// All published editions, oldest first.
    editions: Vec<CredentialVersion>,
    /// The day of a revocation and its reason; what was earned anew afterwards is another award.
    revoked: Option<(Date, String)>,
}

/// What may be shown of an edition.
pub struct PublicEdition {
    /// From 1.
    pub number: i64,
    /// First day.
    pub valid_from: Date,
    /// Last valid day; none where there is no end.
    pub valid_until: Option<Date>,
    /// What made it, in words; empty where nothing did.
    pub why: String,
    /// Whether it names its holder by the hash of an address.
    pub names_holder: bool,
}

/// What the record says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnRecord {
    /// The latest edition, and nothing stands against it; its dates say the rest.
    Current,
    /// Signed with the body's key, and not an edition that it published.
    Unpublished,
    /// Withdrawn.
    Revoked {
        /// From which day on.
        on: Date,
        /// Why, in the words of the record: for the holder and the team.
        reason: String,
    },
    /// Suspended by the body until it is reinstated.
    Suspended {
        /// From which day on.
        on: Date,
        /// Why, in the words of the record: for the holder and the team.
        reason: String,
    },
    /// Not to be used for the time being.
    Resting,
    /// A later edition takes its place.
    Replaced {
        /// On which day of the programme.
        on: Date,
        /// The last valid day of the latest edition; none where there is no end.
        until: Option<Date>,
        /// Whether the latest edition is in its time.
        in_time: bool,
        /// Whether it has other days; otherwise it was only issued anew.
        renewed: bool,
    },
    /// Nothing on record supports it today.
    Orphan,
}

/// A published credential with what its holder has on a day.
///
/// # Errors
/// `NotFound` where there is none, or the store failed.
pub async fn issued_of(
    store: &Reads,
    programme: &Programme,
    today: Date,
    id: CredentialId,
) -> Result<Issued, AppError> {
    let record = store.credential(id).await?.ok_or(AppError::NotFound)?;
    let mut editions = store.credential_versions(id).await?;
    editions.retain(|version| version.published_at.is_some());
    let version = editions.last().cloned().ok_or(AppError::NotFound)?;
    let signed = version.signed.clone().ok_or(AppError::NotFound)?;
    let history = store.history_of(record.person_id).await?;
    let HeldNow { standing, revoked } = held_now(&Rules::new(programme), &history, &record, today);
    let shown_name = store.shown_name(id).await?;
    let edition = PublicEdition {
        number: version.version,
        valid_from: version.valid_from.0,
        valid_until: version.valid_until.map(|day| day.0),
        why: why(&version)?,
        names_holder: version.prepared.contains("identityHash"),
    };
    Ok(Issued {
        id: record.id,
        person: record.person_id,
        certification: record.certification.to_string(),
        earned_on: record.earned_on.0,
        edition,
        signed,
        standing,
        shown_name,
        editions,
        revoked,
    })
}

/// What stands behind a badge on a day.
pub(super) struct HeldNow {
    pub(super) standing: Option<CredentialStanding>,
    /// The day of a revocation and its reason.
    pub(super) revoked: Option<(Date, String)>,
}

/// What a history says of the award that a credential is about.
pub(super) fn held_now(
    rules: &Rules<'_>,
    history: &[Event],
    record: &CredentialRecord,
    today: Date,
) -> HeldNow {
    let of_it = |held: &CredentialStanding| {
        held.credential == record.certification.as_str() && held.earned_on == record.earned_on.0
    };
    let held_on = |day: Date| rules.standing(history, day).credentials.into_iter().find(of_it);
    let standing = held_on(today);
    let revoked = match &standing {
        Some(held) => withdrawn(held),
        // Earned anew meanwhile: today's standing speaks of that award; the last day is asked on which this
        // one was taken away or given back.
        None => {
            let days = history.iter().filter(|event| {
                let decides = match &event.happening {
                    Happening::Revoke { certification, .. } | Happening::Reinstate { certification, .. } => {
                        *certification == record.certification
                    }
                    Happening::Void { .. } => true,
                    _ => false,
                };
                decides && event.date >= record.earned_on.0
            });
            let mut days: Vec<Date> = days.map(|event| event.date).filter(|day| *day <= today).collect();
            days.sort_unstable();
            days.into_iter().rev().find_map(held_on).as_ref().and_then(withdrawn)
        }
    };
    HeldNow { standing, revoked }
}

fn withdrawn(held: &CredentialStanding) -> Option<(Date, String)> {
    let reason = why_decided(held, Decided::Revocation).map(|reason| reason.text());
    Some((held.revoked_on?, reason.unwrap_or_default()))
}

impl Issued {
    /// The day of a revocation and its reason.
    pub fn revoked(&self) -> Option<(Date, String)> {
        self.revoked.clone()
    }

    /// The day from which the body has suspended it, and its reason.
    pub fn suspended(&self) -> Option<(Date, String)> {
        let held = self.standing.as_ref().filter(|held| held.status == Status::Barred)?;
        let reason = why_decided(held, Decided::Suspension).map(|reason| reason.text());
        Some((held.barred_on?, reason.unwrap_or_default()))
    }

    /// What stands against a file of this badge, the gravest first.
    pub fn judge(&self, file: &Value, today: Date, zone: &TimeZone) -> OnRecord {
        let is_same = |edition: &&CredentialVersion| {
            let signed = edition.signed.as_deref().and_then(|text| serde_json::from_str(text).ok());
            signed.is_some_and(|signed: Value| signed == *file)
        };
        let Some(edition) = self.editions.iter().find(is_same) else { return OnRecord::Unpublished };
        if let Some((on, reason)) = self.revoked() {
            return OnRecord::Revoked { on, reason };
        }
        if let Some((on, reason)) = self.suspended() {
            return OnRecord::Suspended { on, reason };
        }
        match self.standing.as_ref().and_then(|held| Worth::of(held, today)) {
            None => return OnRecord::Orphan,
            Some(Worth::Revoked { on }) => return OnRecord::Revoked { on, reason: String::new() },
            Some(Worth::Barred { on }) => return OnRecord::Suspended { on, reason: String::new() },
            Some(Worth::Resting { .. }) => return OnRecord::Resting,
            Some(Worth::Good { .. }) => {}
        }
        let latest = self.editions.last().filter(|latest| latest.version > edition.version);
        if let Some(latest) = latest {
            let on = latest.published_at.map_or(today, |at| zone.to_datetime(at.0).date());
            // A renewal has its day in the programme; in a demonstration, papers are signed on another clock.
            let began = (latest.valid_from.0 > edition.valid_from.0).then_some(latest.valid_from.0);
            let on = began.filter(|day| *day <= today).unwrap_or(on);
            let until = latest.valid_until.map(|day| day.0);
            let in_time = until.is_none_or(|until| until >= today);
            let renewed = edition.valid_until != latest.valid_until;
            return OnRecord::Replaced { on, until, in_time, renewed };
        }
        OnRecord::Current
    }
}

impl Awards {
    /// A published credential, for everybody.
    ///
    /// # Errors
    /// `NotFound` where there is none, or the store failed.
    pub async fn issued(&self, asking: &Asking, id: CredentialId) -> Result<Issued, AppError> {
        let permit = asking.permit::<ReadBadge>()?;
        issued_of(self.shelf.under(&permit), &asking.programme, asking.today, id).await
    }

    /// The credentials of the person who asks.
    ///
    /// # Errors
    /// Not signed in, or the store failed.
    pub async fn own(&self, asking: &Asking) -> Result<Vec<OwnCredential>, AppError> {
        let permit = asking.permit::<SeeOwn>()?;
        let records = self.shelf.under(&permit).credentials_of(asking.person()?).await?;
        Ok(records.into_iter().map(OwnCredential::from).collect())
    }
}

/// Why the body took something away, without the day, which is said before it.
pub(crate) fn why_decided(held: &CredentialStanding, change: Decided) -> Option<Said> {
    let reason = held.reasons.iter().rev().find(|reason| reason.change == change);
    let why = reason?.said.args.get("why")?;
    Some(Said::of("revoked.because").with("why", why.clone()))
}

/// What made an edition, in words; those of before, where a release of before kept them.
fn why(edition: &CredentialVersion) -> Result<String, AppError> {
    let Some(said) = &edition.said else { return Ok(edition.why.clone()) };
    let said: Said =
        serde_json::from_str(said).map_err(|error| AppError::internal("reading a reason", error))?;
    Ok(said.text())
}

impl OnRecord {
    /// Puts the record's word into a report, in the place of the list's. To whom the reason is shown is the
    /// caller's to know.
    pub fn tell(&self, report: &mut Report, with_reason: bool) {
        use assay_assessment::registration::long;
        let fails = |text: String, cause: CheckCause| {
            Check::new(CheckName::Status, CheckOutcome::Failed, text).because(cause)
        };
        let check = match self {
            // What the list says besides stays: it is asked as anybody else would ask it.
            OnRecord::Current if report.verdict(CheckName::Status) == CheckOutcome::Failed => return,
            OnRecord::Current => {
                let text = "By the issuer's own record, it was not revoked.";
                Check::new(CheckName::Status, CheckOutcome::Passed, text)
            }
            OnRecord::Unpublished => {
                let text = "It bears the issuer's signature, and the issuer's record has no such badge.";
                Check::new(CheckName::Status, CheckOutcome::Failed, text)
            }
            OnRecord::Revoked { on, reason } => {
                let reason = if with_reason { format!(" {reason}") } else { String::new() };
                fails(format!("Revoked on {}.{}", long(*on), reason.trim_end()), CheckCause::Revoked)
            }
            OnRecord::Suspended { on, reason } => {
                let reason = if with_reason { format!(" {reason}") } else { String::new() };
                let text = format!("Suspended by the body on {}.{}", long(*on), reason.trim_end());
                fails(text, CheckCause::Suspended)
            }
            OnRecord::Resting => {
                let text = "The certification is not active at the moment, by the issuer's own record.";
                fails(text.to_owned(), CheckCause::Suspended)
            }
            OnRecord::Replaced { on, until, in_time, renewed } => {
                let is = if *in_time { "is" } else { "was" };
                let anew = if *renewed { "renewed" } else { "issued anew" };
                let until = until.map_or("without end".to_owned(), |day| format!("until {}", long(day)));
                let on = long(*on);
                let text =
                    format!("An older file of a badge that was {anew} on {on} and {is} valid {until}.");
                fails(text, if *in_time { CheckCause::Replaced } else { CheckCause::Expired })
            }
            OnRecord::Orphan => {
                let text = "The issuer's own record does not say what became of this certification.";
                Check::new(CheckName::Status, CheckOutcome::Unknown, text)
            }
        };
        report.replace(check);
    }
}
