//! The verdict: one line, drawn from the separate checks, and what it means.

use assay_app::OnRecord;
use assay_assessment::registration::long;
use assay_credential::{CheckCause, CheckName, CheckOutcome, Conclusion, Report};

use crate::ui::Tone;

/// Whether the address given is the one hashed in the badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recipient {
    NotAsked,
    Same,
    Other,
    Unknown,
}

/// What is said first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadgeVerdict {
    pub(super) tone: Tone,
    /// With its day where it has one.
    pub(super) title: String,
    /// What it means, and what to do.
    pub(super) note: String,
}

/// What the verdict is drawn from.
pub(super) struct VerdictGrounds<'a> {
    pub(super) report: &'a Report,
    pub(super) recipient: Recipient,
    /// What the own record says; none for a badge of others.
    pub(super) judged: Option<&'a OnRecord>,
    /// The badge's last valid day, written.
    pub(super) until: Option<String>,
    /// Whether a file was handed in, rather than a text.
    pub(super) is_file: bool,
}

impl VerdictGrounds<'_> {
    fn text(&self, name: CheckName) -> String {
        self.report.check(name).map(|check| check.text.clone()).unwrap_or_default()
    }

    /// Why the first check that failed did.
    fn failed(&self) -> String {
        let found = self.report.checks.iter().find(|check| check.verdict == CheckOutcome::Failed);
        found.map(|check| check.text.clone()).unwrap_or_default()
    }

    /// Green is for one case only: genuine, in its time, not taken back, by an issuer this page knows, and
    /// about whom it was asked about. Not genuine comes before revoked, revoked before unknown, then run out,
    /// replaced, somebody else's ([`Report::conclusion`]).
    pub(super) fn verdict(&self) -> BadgeVerdict {
        use Tone::{Attention, Bad, Neutral};
        let of = |tone, title: &str, note: String| BadgeVerdict { tone, title: title.to_owned(), note };
        let genuine = |title: String, note: String| of(Attention, &format!("Genuine, but {title}"), note);
        match self.report.conclusion() {
            Conclusion::Holds => self.holds(),
            Conclusion::Revoked => self.revoked(),
            Conclusion::Expired => self.expired(),
            Conclusion::NotYet => genuine("not valid yet".into(), self.text(CheckName::Dates)),
            Conclusion::Suspended => self.suspended(),
            Conclusion::Replaced => {
                genuine("replaced by a newer edition".into(), self.text(CheckName::Status))
            }
            Conclusion::StatusUnknown => {
                genuine("today's state is not known".into(), self.text(CheckName::Status))
            }
            Conclusion::Unvouched => of(
                Attention,
                "Intact, but nobody here vouches for who signed it",
                "It is as it was signed. Whether the signer is the body it names, this page cannot say: ask \
                    that body."
                    .into(),
            ),
            Conclusion::Unchecked => of(
                Attention,
                "This page cannot check this badge",
                format!("{} Ask the body that it names.", self.text(CheckName::Proof)),
            ),
            Conclusion::NoBadge => {
                let title = match self.is_file {
                    true => "There is no badge in this file",
                    false => "This is not a badge",
                };
                of(Neutral, title, self.text(CheckName::Schema))
            }
            Conclusion::False => {
                let forged = [CheckName::Proof, CheckName::Issuer, CheckName::Status];
                let forged = forged.into_iter().any(|name| self.report.verdict(name) == CheckOutcome::Failed);
                let title = if forged { "Not genuine" } else { "Not a valid badge" };
                of(Bad, title, format!("{} Do not rely on it.", self.failed()))
            }
        }
    }

    fn holds(&self) -> BadgeVerdict {
        let active = match &self.until {
            Some(until) => format!("Active until {until}."),
            None => "Active, without an end.".to_owned(),
        };
        let (tone, title, note) = match self.recipient {
            Recipient::NotAsked => (Tone::Good, "Genuine and active", active),
            Recipient::Same => (
                Tone::Good,
                "Genuine and active",
                format!("{active} It is about the person with the address you gave."),
            ),
            Recipient::Other => (
                Tone::Attention,
                "Genuine and active, but not for this address",
                "It stands for somebody else, or for another address of the same person.".to_owned(),
            ),
            Recipient::Unknown => (
                Tone::Attention,
                "Genuine and active, but it does not say for whom",
                "The file does not say readably whom it is about.".to_owned(),
            ),
        };
        BadgeVerdict { tone, title: title.to_owned(), note }
    }

    /// Why is told where the caller put it into the report: to the holder and the team.
    fn revoked(&self) -> BadgeVerdict {
        let on = match self.judged {
            Some(OnRecord::Revoked { on, .. }) => Some(long(*on)),
            _ => None,
        };
        let title = match &on {
            Some(on) => format!("Genuine, but revoked on {on}"),
            None => "Genuine, but revoked".to_owned(),
        };
        let why = on.map(|on| self.text(CheckName::Status).replace(&format!("Revoked on {on}."), ""));
        let why = why.unwrap_or_default();
        let note = "It was awarded by the body it names and withdrawn by it. It is not valid today.";
        BadgeVerdict { tone: Tone::Bad, title, note: format!("{note}{why}") }
    }

    fn suspended(&self) -> BadgeVerdict {
        let text = self.text(CheckName::Status);
        let (title, note) = match self.judged {
            Some(OnRecord::Suspended { on, .. }) => {
                let why = text.replace(&format!("Suspended by the body on {}.", long(*on)), "");
                let note = "It counts for nothing until the body that awarded it reinstates it.";
                (format!("Genuine, but suspended by the body on {}", long(*on)), format!("{note}{why}"))
            }
            _ => ("Genuine, but not active today".to_owned(), text),
        };
        BadgeVerdict { tone: Tone::Attention, title, note }
    }

    fn expired(&self) -> BadgeVerdict {
        let renewed = self.report.check(CheckName::Status).and_then(|check| check.cause);
        let (day, note) = match (renewed, self.judged) {
            // An older file of a badge that was renewed and has run out since.
            (Some(CheckCause::Expired), Some(OnRecord::Replaced { until: Some(until), .. })) => {
                (Some(long(*until)), self.text(CheckName::Status))
            }
            _ => (self.until.clone(), "It stood until that day and was not renewed.".to_owned()),
        };
        let title = match day {
            Some(day) => format!("Genuine, but expired on {day}"),
            None => "Genuine, but expired".to_owned(),
        };
        BadgeVerdict { tone: Tone::Attention, title, note }
    }
}
