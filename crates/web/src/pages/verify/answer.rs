//! The answer, in the order in which people ask: is it good, whose, until when; then how that was found.

use assay_app::OnRecord;
use assay_assessment::registration::long;
use assay_credential::{CheckCause, CheckName, CheckOutcome, Conclusion, Report};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

use crate::ui;

/// Whether the address given is the one hashed in the badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recipient {
    NotAsked,
    Same,
    Other,
    Unknown,
}

/// A report with what goes beyond it.
pub(super) struct Verified {
    pub(super) report: Report,
    pub(super) recipient: Recipient,
    pub(super) json: String,
    /// What the own record says; none for a badge of others.
    pub(super) judged: Option<OnRecord>,
    /// The page of an own badge.
    pub(super) page: Option<String>,
    /// The zone of own badges' days; others' are shown as the instants they are (N16).
    pub(super) zone: Option<TimeZone>,
}

/// The first line and what it means. Green is for one case only: genuine, in its time, not taken back, by an
/// issuer this page knows, and about whom it was asked about.
pub(super) fn headline(verified: &Verified) -> (ui::Tone, &'static str, String) {
    use ui::Tone::{Attention, Bad, Good, Neutral};
    let report = &verified.report;
    let text = |name| report.check(name).map(|check| check.text.clone()).unwrap_or_default();
    let failed = || {
        let found = report.checks.iter().find(|check| check.verdict == CheckOutcome::Failed);
        found.map(|check| check.text.clone()).unwrap_or_default()
    };
    let until = shown(report, verified.zone.as_ref()).until;
    match report.conclusion() {
        Conclusion::Holds => match verified.recipient {
            Recipient::NotAsked | Recipient::Same => {
                let until = until.map_or_else(String::new, |until| format!(" It is valid until {until}."));
                (Good, "This badge holds", format!("It is genuine, active, and was not revoked.{until}"))
            }
            Recipient::Other => (
                Attention,
                "This badge is somebody else's",
                "It is genuine and active, and not about the person with this address.".to_owned(),
            ),
            Recipient::Unknown => (
                Attention,
                "This badge does not say whose it is",
                "It is genuine and active; whom it is about cannot be read in it.".to_owned(),
            ),
        },
        Conclusion::Revoked => (Bad, "This badge was revoked", text(CheckName::Status)),
        Conclusion::Expired => {
            let over = until.map_or_else(String::new, |until| format!(" It was valid until {until}."));
            let older = match report.check(CheckName::Status).and_then(|check| check.cause) {
                Some(CheckCause::Expired) => format!(" {}", text(CheckName::Status)),
                _ => String::new(),
            };
            (
                Attention,
                "This badge has expired",
                format!("It is genuine, and its time is over.{over}{older}"),
            )
        }
        Conclusion::NotYet => {
            (Attention, "This badge is not valid yet", format!("It is genuine. {}", text(CheckName::Dates)))
        }
        Conclusion::Suspended => (Attention, "This badge is not active", text(CheckName::Status)),
        Conclusion::Replaced => (Attention, "An older file of a badge", text(CheckName::Status)),
        Conclusion::StatusUnknown => (
            Attention,
            "Whether this badge was revoked is not known",
            format!("It is genuine. {}", text(CheckName::Status)),
        ),
        Conclusion::Unvouched => (
            Attention,
            "Nobody here vouches for this badge",
            "The signature is intact, and nobody here vouches for who signed. Ask the body that it names."
                .to_owned(),
        ),
        Conclusion::Unchecked => (
            Attention,
            "This page cannot check this badge",
            format!("{} Ask the issuer that it names.", text(CheckName::Proof)),
        ),
        Conclusion::NoBadge => (Neutral, "There is no badge here", text(CheckName::Schema)),
        Conclusion::False => (Bad, "This badge does not hold", failed()),
    }
}

/// Draws the answer.
pub(super) fn answer(verified: &Verified) -> Markup {
    let (tone, title, note) = headline(verified);
    let report = &verified.report;
    html! {
        (ui::verdict_heading(tone, title, &note))
        @if report.conclusion() != Conclusion::NoBadge {
            @if let Some(page) = &verified.page {
                p { (ui::link_button("The badge's page", page, ui::ButtonKind::Secondary)) }
            }
            (ui::section("badge", "What the badge says", ui::facts(&facts(verified))))
            // Whoever is told no wants to know where; all else is said above.
            details open[report.conclusion() == Conclusion::False] {
                summary { "How this was checked" }
                (ui::checks(&checks(verified)))
            }
            @if !verified.json.is_empty() {
                details { summary { "Raw JSON" } (ui::code_block("The credential", &verified.json)) }
            }
        }
    }
}

fn checks(verified: &Verified) -> Vec<ui::CheckLine> {
    let own = verified.judged.is_some();
    let row = |check: &assay_credential::Check| {
        let verdict = match check.verdict {
            CheckOutcome::Passed => ui::CheckVerdict::Holds,
            CheckOutcome::Failed if check.cause.is_some_and(|cause| cause != CheckCause::Borrowed) => {
                if check.cause == Some(CheckCause::Revoked) {
                    ui::CheckVerdict::Fails
                } else {
                    ui::CheckVerdict::Attention
                }
            }
            CheckOutcome::Failed => ui::CheckVerdict::Fails,
            CheckOutcome::Unknown => ui::CheckVerdict::Attention,
            CheckOutcome::NotApplicable => ui::CheckVerdict::NotChecked,
        };
        let days = (check.name == CheckName::Dates && own).then(|| in_days(verified)).flatten();
        ui::CheckLine::new(title_of(check.name), verdict, days.unwrap_or_else(|| check.text.clone()))
    };
    let mut checks: Vec<ui::CheckLine> = verified.report.checks.iter().map(row).collect();
    let about = match verified.recipient {
        Recipient::NotAsked => None,
        Recipient::Same => {
            Some((ui::CheckVerdict::Holds, "The badge is about the person with this address."))
        }
        Recipient::Other => {
            Some((ui::CheckVerdict::Fails, "The badge is not about the person with this address."))
        }
        Recipient::Unknown => {
            Some((ui::CheckVerdict::Attention, "The badge does not say in a readable way whom it is about."))
        }
    };
    checks.extend(about.map(|(verdict, text)| ui::CheckLine::new("Recipient", verdict, text)));
    checks
}

/// The dates of an own badge as days of the programme, like everywhere else on the site.
fn in_days(verified: &Verified) -> Option<String> {
    let zone = verified.zone.as_ref()?;
    let days = shown(&verified.report, Some(zone));
    let named = zone.iana_name().unwrap_or("the programme's zone");
    let from = days.from?;
    Some(match days.until {
        Some(until) => format!("Valid from {from} until {until}, both included, by the days of {named}."),
        None => format!("Valid since {from}, by the days of {named}; it names no end."),
    })
}

fn title_of(name: CheckName) -> &'static str {
    match name {
        CheckName::Contexts => "Vocabulary",
        CheckName::Schema => "Form",
        CheckName::Proof => "Signature",
        CheckName::Issuer => "Issuer",
        CheckName::Dates => "Dates",
        CheckName::Status => "Revocation",
    }
}

struct ShownDays {
    awarded: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// The badge's instants: days of a zone, or with their time in UTC where nobody knows the zone.
fn shown(report: &Report, zone: Option<&TimeZone>) -> ShownDays {
    let day = |text: Option<&String>| {
        let text = text?;
        let Ok(at) = text.parse::<Timestamp>() else { return Some(text.clone()) };
        Some(match zone {
            Some(zone) => long(zone.to_datetime(at).date()),
            None => {
                let at = TimeZone::UTC.to_datetime(at);
                format!("{}, {} UTC", long(at.date()), at.strftime("%H:%M:%S"))
            }
        })
    };
    let summary = report.summary.as_ref();
    ShownDays {
        awarded: day(summary.and_then(|s| s.awarded_date.as_ref())),
        from: day(summary.and_then(|s| s.valid_from.as_ref())),
        until: day(summary.and_then(|s| s.valid_until.as_ref())),
    }
}

fn facts(verified: &Verified) -> Vec<ui::TermFact> {
    let summary = verified.report.summary.as_ref();
    let days = shown(&verified.report, verified.zone.as_ref());
    let fact = |term: &str, value: Option<&String>| value.map(|value| ui::TermFact::new(term, value));
    let facts = [
        fact("Badge", summary.and_then(|s| s.name.as_ref())),
        fact("Exam", summary.and_then(|s| s.human_code.as_ref())),
        fact("Issuer", summary.and_then(|s| s.issuer_name.as_ref())),
        fact("Issuer's address", summary.and_then(|s| s.issuer_id.as_ref())),
        fact("Awarded", days.awarded.as_ref()),
        fact("Valid from", days.from.as_ref()),
        fact("Valid until", days.until.as_ref()),
    ];
    facts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use assay_credential::{Check, Verifier};

    use super::*;

    /// A report as it is with all checks passed, but for one.
    fn report(changed: Option<Check>) -> Report {
        let now = "2026-06-01T00:00:00Z".parse().unwrap();
        let verifier = Verifier { resolve: &|_| None, status: &|_| None, gunzip: None, now, asked_at: None };
        let mut report = verifier.verify(
            br#"{"type": ["VerifiableCredential"], "id": "https://certs.example.org/credentials/1",
                "validFrom": "2025-09-30T07:00:00Z", "validUntil": "2028-09-30T06:59:59Z"}"#,
        );
        for name in CheckName::ALL {
            report.replace(Check::new(name, CheckOutcome::Passed, format!("{name} is fine.")));
        }
        if let Some(check) = changed {
            report.replace(check);
        }
        report
    }

    fn verified(changed: Option<Check>, recipient: Recipient, zone: Option<&str>) -> Verified {
        Verified {
            report: report(changed),
            recipient,
            json: String::new(),
            judged: zone.map(|_| OnRecord::Current),
            page: None,
            zone: zone.map(|name| TimeZone::get(name).unwrap()),
        }
    }

    #[test]
    fn green_is_for_one_case_only() {
        let check = |name, verdict, cause: Option<CheckCause>| {
            Some(Check { cause, ..Check::new(name, verdict, "So it is.") })
        };
        use CheckName::{Dates, Issuer, Proof, Schema, Status};
        use CheckOutcome::{Failed, Unknown};
        let cases = [
            (check(Status, Failed, Some(CheckCause::Revoked)), ui::Tone::Bad, "This badge was revoked"),
            (check(Dates, Failed, Some(CheckCause::Expired)), ui::Tone::Attention, "This badge has expired"),
            (
                check(Dates, Failed, Some(CheckCause::NotYet)),
                ui::Tone::Attention,
                "This badge is not valid yet",
            ),
            (
                check(Status, Failed, Some(CheckCause::Suspended)),
                ui::Tone::Attention,
                "This badge is not active",
            ),
            (
                check(Status, Failed, Some(CheckCause::Replaced)),
                ui::Tone::Attention,
                "An older file of a badge",
            ),
            (
                check(Status, Unknown, None),
                ui::Tone::Attention,
                "Whether this badge was revoked is not known",
            ),
            (
                check(Issuer, Unknown, Some(CheckCause::Unvouched)),
                ui::Tone::Attention,
                "Nobody here vouches for this badge",
            ),
            (check(Issuer, Failed, Some(CheckCause::Borrowed)), ui::Tone::Bad, "This badge does not hold"),
            (check(Proof, Unknown, None), ui::Tone::Attention, "This page cannot check this badge"),
            (check(Proof, Failed, None), ui::Tone::Bad, "This badge does not hold"),
            (check(Schema, Failed, Some(CheckCause::NoBadge)), ui::Tone::Neutral, "There is no badge here"),
        ];
        for (changed, tone, title) in cases {
            for recipient in [Recipient::NotAsked, Recipient::Same, Recipient::Other] {
                let (shown, said, _) = headline(&verified(changed.clone(), recipient, Some("UTC")));
                assert_eq!((shown, said), (tone, title));
            }
        }
        let of = |recipient| headline(&verified(None, recipient, Some("UTC")));
        assert_eq!(of(Recipient::NotAsked).0, ui::Tone::Good);
        assert_eq!(of(Recipient::Same).0, ui::Tone::Good);
        assert_eq!(of(Recipient::Other).1, "This badge is somebody else's");
        assert_eq!(of(Recipient::Unknown).0, ui::Tone::Attention);
    }

    #[test]
    fn the_last_day_of_our_badges_is_the_programmes_and_others_are_shown_with_their_time() {
        let facts = |zone| {
            let facts = facts(&verified(None, Recipient::NotAsked, zone));
            let until = facts.into_iter().find(|fact| fact.term == "Valid until").unwrap();
            until.value.0
        };
        assert_eq!(facts(Some("America/Los_Angeles")), "29 September 2028");
        assert_eq!(facts(Some("UTC")), "30 September 2028");
        assert_eq!(facts(None), "30 September 2028, 06:59:59 UTC");
        let (_, _, note) = headline(&verified(None, Recipient::NotAsked, Some("America/Los_Angeles")));
        assert!(note.ends_with("It is valid until 29 September 2028."), "{note}");
    }
}
