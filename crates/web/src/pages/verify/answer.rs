//! The page of a verdict: the answer first, who and until when, then how that was found.

use assay_app::{Asking, Issued, OnRecord};
use assay_assessment::registration::long;
use assay_credential::{CheckCause, CheckName, CheckOutcome, Conclusion, Report};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

use super::{
    super::credential::{Stands, stands},
    verdict::{BadgeVerdict, Recipient, VerdictGrounds},
};
use crate::ui;

/// An own badge, as everybody may know it.
pub(super) struct OwnBadge {
    number: String,
    title: String,
    /// Where its picture is; empty for none.
    picture: String,
    holder: Option<String>,
    issuer: String,
    stands: Stands,
}

impl OwnBadge {
    pub(super) fn of(asking: &Asking, issued: &Issued) -> Self {
        let certification = asking.programme.certification(&issued.certification);
        let code = &issued.certification;
        OwnBadge {
            number: issued.id.to_string(),
            title: certification.map_or_else(|| "Badge".to_owned(), |found| found.title.clone()),
            picture: certification.map_or_else(String::new, |_| format!("/certifications/{code}/badge.svg")),
            holder: issued.shown_name.clone(),
            issuer: asking.programme.body.name.clone(),
            stands: stands(issued, asking.today),
        }
    }
}

/// A report with what goes beyond it.
pub(super) struct Verified {
    pub(super) report: Report,
    pub(super) recipient: Recipient,
    pub(super) json: String,
    /// What the own record says; none for a badge of others.
    pub(super) judged: Option<OnRecord>,
    /// The badge, where the own record has published it.
    pub(super) own: Option<OwnBadge>,
    /// The zone of own badges' days; others' are shown as the instants they are (N16).
    pub(super) zone: Option<TimeZone>,
    /// Whether a file was handed in, rather than a text or a link.
    pub(super) is_file: bool,
}

impl Verified {
    pub(super) fn verdict(&self) -> BadgeVerdict {
        let grounds = VerdictGrounds {
            report: &self.report,
            recipient: self.recipient,
            judged: self.judged.as_ref(),
            until: shown(&self.report, self.zone.as_ref()).until,
            is_file: self.is_file,
        };
        grounds.verdict()
    }

    fn has_badge(&self) -> bool {
        self.report.conclusion() != Conclusion::NoBadge
    }
}

/// Draws the answer. `base` is where this site is, `today` the day by which it was judged.
pub(super) fn answer(verified: &Verified, base: &str, today: &str) -> Markup {
    let verdict = verified.verdict();
    let own = verified.own.as_ref();
    let name = own.map(|own| own.title.clone());
    let card = ui::VerdictCard {
        tone: verdict.tone,
        title: verdict.title,
        note: verdict.note,
        image: own.map(|own| own.picture.clone()).unwrap_or_default(),
        stands: own.is_some_and(|own| own.stands.today),
        name: match verified.has_badge() {
            true => name.unwrap_or_else(|| "What the file says".to_owned()),
            false => String::new(),
        },
        facts: facts(verified),
    };
    let checks = checks(verified);
    html! {
        div class="narrow stack" {
            (ui::breadcrumbs(&[ui::Crumb::new("Verify a badge", "/verify")]))
            (ui::verdict_card(&card))
            @if verified.has_badge() {
                // Whoever is told no wants to know where; all else is said above.
                @let open = verified.report.conclusion() == Conclusion::False;
                (ui::fold("How we checked", &in_short(&checks), open, html! {
                    (ui::checks(&checks))
                    @if !verified.json.is_empty() {
                        details { summary { "Raw JSON" } (ui::code_block("The credential", &verified.json)) }
                    }
                }))
            }
            div class="cluster" {
                @if let Some(own) = own {
                    (ui::link_button(
                        "Open the badge's page",
                        &format!("/credentials/{}", own.number),
                        ui::ButtonKind::Secondary,
                    ))
                    (ui::copy_field(
                        "verdict-link",
                        "Link to this verdict",
                        "Copy link to this verdict",
                        &format!("{base}/verify/{}", own.number),
                    ))
                }
                (ui::link_button("Verify another", "/verify", ui::ButtonKind::Secondary))
            }
            p class="muted small" {
                "Checked for " (today) ". "
                @if own.is_some() {
                    "A verdict can change: the link checks again, against the record of that day."
                }
                @else { "Nothing that you sent is kept." }
            }
        }
    }
}

/// What the checks came to, beside the fold that holds them.
fn in_short(checks: &[ui::CheckLine]) -> String {
    let of = |wanted: ui::CheckVerdict| checks.iter().filter(|check| check.verdict == wanted).count();
    let all = checks.len();
    match (of(ui::CheckVerdict::Fails), of(ui::CheckVerdict::Attention), of(ui::CheckVerdict::NotChecked)) {
        (0, 0, 0) => format!("All {all} checks hold."),
        (0, 0, not) => format!("{} of {all} checks hold, {not} not checked.", all - not),
        (0, look, _) => format!("{look} of {all} checks to look at."),
        (fail, _, _) => format!("{fail} of {all} checks did not hold."),
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
            Some((ui::CheckVerdict::Attention, "The badge does not say readably whom it is about."))
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
        Some(until) => format!("Valid from {from} until {until}, both included, in the time zone {named}."),
        None => format!("Valid from {from}, in the time zone {named}; it has no end date."),
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

/// Who, by whom, from when to when, and what it is today; for others' what the file says.
fn facts(verified: &Verified) -> Vec<ui::TermFact> {
    let summary = verified.report.summary.as_ref();
    let days = shown(&verified.report, verified.zone.as_ref());
    let term = |term: &str, value: Option<String>| ui::TermFact::new(term, value.unwrap_or_default());
    let valid = match (days.from.clone(), days.until.clone()) {
        (Some(from), Some(until)) => Some(format!("{from} to {until}")),
        (Some(from), None) => Some(format!("from {from}, without an end")),
        (None, until) => until.map(|until| format!("until {until}")),
    };
    let exam = summary.and_then(|s| s.human_code.clone());
    match &verified.own {
        Some(own) => {
            let held = if own.stands.today { "Held by" } else { "Was held by" };
            let holder = html! {
                @match &own.holder {
                    Some(name) => strong { bdi { (name) } },
                    None => "Its holder, who does not show a name here.",
                }
            };
            let valid_term = match &verified.judged {
                Some(OnRecord::Replaced { .. }) => "This file: valid",
                _ if own.stands.today => "Valid",
                _ => "Was valid",
            };
            vec![
                ui::TermFact::rich(held, holder),
                term("Awarded by", Some(own.issuer.clone())),
                term("Awarded on", days.awarded),
                term("Exam", exam),
                term(valid_term, valid),
                ui::TermFact::rich("State today", html! { strong { (own.stands.words) } }),
                ui::TermFact::rich("Number", html! { code { (own.number) } }),
            ]
        }
        None => vec![
            term("Badge", summary.and_then(|s| s.name.clone())),
            term("Issuer", summary.and_then(|s| s.issuer_name.clone())),
            term("Issuer's address", summary.and_then(|s| s.issuer_id.clone())),
            term("Exam", exam),
            term("Awarded on", days.awarded),
            term("Valid", valid),
        ],
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
