//! What a holder is told about a badge: one message a kind, in sentences that agree with the dates.

use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{
    CredentialStanding,
    due::{Due, Why},
};
use assay_words::InEnglish;

use super::{issued::why_revoked, tell};
use crate::facts::Letter;

/// Headline and text.
pub(crate) struct Told {
    subject: String,
    body: String,
}

impl Told {
    /// The message under a topic.
    pub(crate) fn letter(&self, topic: String) -> Letter {
        Letter { topic, subject: self.subject.clone(), body: self.body.clone() }
    }
}

/// The message about a step.
pub(crate) fn of(due: Due, held: &CredentialStanding, version: i64, day: Date) -> Told {
    let (title, today) = (&held.title, long(day));
    let until = held.valid_until.map_or("without end".to_owned(), |day| format!("until {}", long(day)));
    let why = tell::decided(held).map(|reason| reason.said.text()).unwrap_or_default();
    let told = |subject: String, body: String| Told { subject, body: body.trim_end().to_owned() };
    match due {
        Due::Revoke(on) => {
            let why = why_revoked(held);
            let body = format!(
                "{title} was revoked on {}. {why} Whoever verifies your badge is told that it was revoked.",
                long(on)
            );
            told(format!("Revoked: {title}"), body)
        }
        Due::Suspend => {
            let why = held.reasons.last().map(|reason| reason.said.text()).unwrap_or_default();
            let body = format!(
                "{today}: {title} is not active, so your badge does not hold for the time being. {why}"
            );
            told(format!("Not active: {title}"), body)
        }
        Due::Renew(Why::Holder) => {
            let body = format!(
                "{today}: the badge of {title}, valid {until}, has a new edition, by which others can check \
                 that it is about the owner of your address. Give out the new file, or the badge's link."
            );
            told(format!("A new file of your badge: {title}"), body)
        }
        Due::Renew(Why::Unlisted) => {
            let body = format!(
                "{today}: the badge of {title}, valid {until}, has a new edition, by which others can see \
                 whether it was withdrawn. Nothing else changed. Give out the new file, or the badge's link."
            );
            told(format!("A new file of your badge: {title}"), body)
        }
        Due::Restore => {
            let body = format!(
                "{today}: {title} is active again, {until}. {why} Give out the new file, or the badge's \
                 link: files of before stay withdrawn."
            );
            told(format!("Active again: {title}, {until}"), body)
        }
        Due::Issue | Due::Renew(Why::Dates) | Due::Finish | Due::Nothing | Due::Orphan => {
            let (subject, body) = tell::of_badge(held, version == 1, day);
            told(subject, body)
        }
    }
}
