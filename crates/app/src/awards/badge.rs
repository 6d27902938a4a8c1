//! A certification in the words of Open Badges: what is about to be signed.

use assay_credential::{
    Achievement, Alignment, BadgeInput, IssuerProfile, RelatedAchievement, StatusEntry, Subject,
};
use assay_kernel::{Date, Instant};
use assay_programme::model::Programme;
use assay_standing::CredentialStanding;
use jiff::civil::time;

use crate::AppError;

/// The exam version whose pass earned a certification.
pub(crate) fn exam_of_award(
    programme: &Programme,
    held: &CredentialStanding,
    history: &[assay_standing::Event],
) -> Option<String> {
    use assay_programme::model::Earned;
    history.iter().filter(|event| event.date == held.earned_on).find_map(|event| match &event.happening {
        assay_standing::Happening::Pass { what: Earned::Exam(code) } => {
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
    /// Where verifiers ask whether it was revoked.
    pub status: Option<StatusEntry>,
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
        status: facts.status.clone(),
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
