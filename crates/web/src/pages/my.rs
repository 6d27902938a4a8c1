//! What the signed-in person holds, is registered for, and was told.

use assay_app::{Asking, OwnCredential};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{CredentialStanding, ExamDays, RenewBy, Status};
use assay_words::InEnglish;
use axum::extract::State;
use maud::{Markup, html};

use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

#[cfg(test)]
mod card_tests;
pub(super) mod until;

pub(super) fn routes() -> Routes {
    Routes::default().get("/my", certifications).get("/my/messages", messages)
}

async fn certifications(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let standing = web.app.record.own_standing(&visitor.asking).await?;
    let records = web.app.awards.own(&visitor.asking).await?;
    let today = visitor.asking.today;
    let main = html! {
        (ui::page_header(
            "My certifications",
            "What you hold, until when, why, and what to do next.",
            html! {
                @if !standing.credentials.is_empty() {
                    (ui::link_button("Explain any day", "/my/explanation", ui::ButtonKind::Secondary))
                }
            },
        ))
        @if standing.credentials.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No certification yet",
                "What you earn will stand here with its dates, the reasons behind them, and every way to \
                    renew it.",
            ).action(ui::link_button("Choose a certification", "/", ui::ButtonKind::Primary))))
        }
        div class="stack" {
            @for held in &standing.credentials {
                (ui::credential_card(&card(&visitor.asking, held, record_of(&records, held), today)))
            }
        }
        @if !standing.unused.is_empty() {
            (ui::section("other", "Also on record", ui::reasons(&reasons(&standing.unused))))
        }
    };
    Ok(visitor.page(&web, "My certifications", main))
}

fn record_of<'a>(records: &'a [OwnCredential], held: &CredentialStanding) -> Option<&'a OwnCredential> {
    records.iter().find(|r| r.certification == held.credential.as_str() && r.earned_on == held.earned_on)
}

/// Tone and word of a status.
pub(super) fn status(status: Status) -> (ui::Tone, &'static str) {
    match status {
        Status::Active => (ui::Tone::Good, "Active"),
        Status::Grace => (ui::Tone::Attention, "In grace"),
        Status::Suspended => (ui::Tone::Attention, "Suspended"),
        Status::Expired => (ui::Tone::Neutral, "Expired"),
        Status::Inactive => (ui::Tone::Neutral, "Inactive"),
        Status::Revoked => (ui::Tone::Bad, "Revoked"),
        Status::Barred => (ui::Tone::Attention, "Suspended by the body"),
        Status::None => (ui::Tone::Neutral, "Not held"),
    }
}

fn reasons(list: &[assay_standing::Reason]) -> Vec<ui::ReasonLine> {
    let row = |reason: &assay_standing::Reason| ui::ReasonLine {
        on: long(reason.on),
        rule: reason.rule.clone(),
        text: reason.said.text(),
    };
    list.iter().map(row).collect()
}

/// The card of what somebody holds.
pub(super) fn card(
    asking: &Asking,
    held: &CredentialStanding,
    record: Option<&OwnCredential>,
    today: Date,
) -> ui::CredentialCard {
    let (mut tone, word) = status(held.status);
    let days = |day: Date| i64::from((day - today).get_days());
    let note = match (held.status, held.valid_until) {
        (Status::Active, Some(until)) if until < today => String::new(),
        (Status::Active, Some(until)) if days(until) <= 183 => {
            tone = ui::Tone::Attention;
            format!("{} left", length(today, until))
        }
        (Status::Active, Some(until)) => format!("{} left", length(today, until)),
        (Status::Expired, Some(until)) => format!("ended {} ago", length(until, today)),
        _ => String::new(),
    };
    let programme = &asking.programme;
    let certification = programme.certification(held.credential.as_str());
    let subtitle = certification.map_or(String::new(), |c| {
        let level = c.level.as_str();
        let mut letters = level.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}, earned {}", letters.as_str(), long(held.earned_on))
    });
    ui::CredentialCard {
        title: held.title.clone(),
        subtitle,
        tone,
        status: word.to_owned(),
        until: until::until(held, today),
        note,
        period: held.valid_until.map(|until| period(held, until, today, tone)),
        ahead: ahead(held),
        reasons: reasons(&held.reasons),
        ways: held.renew_by.iter().map(|way| renew_by(held, way, today)).collect(),
        actions: html! {
            @if let Some(record) = record {
                (ui::link_button(
                    "Open the badge",
                    &format!("/credentials/{}", record.id),
                    ui::ButtonKind::Secondary,
                ))
            }
            (ui::link_button(
                "About the certification",
                &format!("/certifications/{}", held.credential),
                ui::ButtonKind::Quiet,
            ))
        },
    }
}

/// What will happen to it; of what the body has suspended, the one thing that can be done.
fn ahead(held: &CredentialStanding) -> Vec<String> {
    let barred = held
        .reasons
        .iter()
        .filter(|reason| held.status == Status::Barred && reason.change == assay_standing::Decided::Status);
    let foreseen = held.foreseen.iter().map(|fact| fact.said.text());
    barred.map(|reason| reason.said.text()).chain(foreseen).collect()
}

/// The time between two days as people say it: `3 years`, `1 year and 4 months`, `12 days`.
fn length(from: Date, to: Date) -> String {
    let plural = |n: i32, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
    let months = match from.until((jiff::Unit::Month, to)) {
        Ok(span) => span.get_months(),
        Err(_) => 0,
    };
    match (months / 12, months % 12) {
        (0, 0..=2) => plural((to - from).get_days(), "day"),
        (0, months) => plural(months, "month"),
        (years, 0) => plural(years, "year"),
        (years, months) => format!("{} and {}", plural(years, "year"), plural(months, "month")),
    }
}

/// `1 payment`, `3 payments`.
fn counted(n: u32, unit: &str) -> String {
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

fn since_epoch(day: Date) -> i64 {
    i64::from((day - Date::constant(1970, 1, 1)).get_days())
}

fn period(held: &CredentialStanding, until: Date, today: Date, tone: ui::Tone) -> ui::PeriodBar {
    let at = |day: Date| ui::permille(since_epoch(held.valid_from), since_epoch(until), since_epoch(day));
    let inside = today >= held.valid_from && today <= until;
    let windows = held.renew_by.iter().filter_map(|way| {
        // A window as long as the period says nothing on a bar; it stands among the ways below.
        let (opens, closes) = (way.opens_on.unwrap_or(held.valid_from), way.closes_on?);
        let partial = opens > held.valid_from || closes < until;
        (partial && closes <= until).then(|| ui::PeriodWindow {
            label: way.said.title(),
            when: match way.opens_on {
                Some(opens) => format!("{} to {}", long(opens), long(closes)),
                None => format!("until {}", long(closes)),
            },
            start: at(opens),
            end: at(closes),
            open: way.open_now,
        })
    });
    ui::PeriodBar {
        from: long(held.valid_from),
        until: long(until),
        today: long(today),
        today_at: inside.then(|| at(today)),
        windows: windows.collect(),
        tone,
    }
}

fn renew_by(held: &CredentialStanding, way: &RenewBy, today: Date) -> ui::WayLine {
    let when = match (way.opens_on.filter(|opens| *opens > today), way.closes_on) {
        (Some(opens), Some(closes)) => format!("{} to {}", long(opens), long(closes)),
        (Some(opens), None) => format!("from {}", long(opens)),
        (None, Some(closes)) => format!("until {}", long(closes)),
        (None, None) => String::new(),
    };
    let gain = match (way.gives_until, held.valid_until) {
        (Some(new), Some(old)) => new > old,
        _ => true,
    };
    let (tone, state) = match way.open_now {
        true if gain => (ui::Tone::Good, "Open now"),
        true => (ui::Tone::Neutral, "No gain today"),
        false if way.opens_on.is_some_and(|opens| opens > today) => (ui::Tone::Neutral, "Opens later"),
        false => (ui::Tone::Neutral, "Not now"),
    };
    let missing = &way.missing;
    let mut progress = match (missing.credits, missing.fees) {
        (0, 0) => String::new(),
        (0, fees) => format!("{} missing. ", counted(fees, "payment")),
        (credits, 0) => format!("{} missing. ", counted(credits, "credit")),
        (credits, fees) => {
            format!("{} and {} missing. ", counted(credits, "credit"), counted(fees, "payment"))
        }
    };
    if let Some(until) = way.gives_until.filter(|_| gain) {
        let when = if way.open_now { "today" } else { "on the first day" };
        progress += &format!("Done {when}: valid until {}", long(until));
    }
    if let Some(from) = way.counts_from {
        let stop = if progress.is_empty() || progress.ends_with(". ") { "" } else { ". " };
        progress += &format!("{stop}What is done for it counts from {} on", long(from));
    }
    let versions = exam_days(way);
    // Earning it anew and the routes have a title of their own; a cascade is named by the exam it takes,
    // unless that one gives way to another meanwhile.
    let text = match (&way.exam, way.route.starts_with("cascade")) {
        (Some(exam), true) if versions.is_empty() => format!("Pass {exam}: {}", way.said.title()),
        _ => way.said.title(),
    };
    if !versions.is_empty() {
        progress =
            [progress, versions].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
    }
    ui::WayLine {
        text,
        when,
        tone,
        state: state.to_owned(),
        href: way.exam.as_ref().map_or(String::new(), |exam| format!("/exams/{exam}/register")),
        progress,
    }
}

/// `DVA-C02 until 30 November 2026, DVA-C03 from 1 December 2026 on`.
///
/// Empty where the one exam version can be sat on every day of the way.
fn exam_days(way: &RenewBy) -> String {
    let part = |days: &ExamDays| match (days.opens_on, days.closes_on) {
        (None, None) => None,
        (None, Some(last)) => Some(format!("{} until {}", days.exam, long(last))),
        (Some(first), None) => Some(format!("{} from {} on", days.exam, long(first))),
        (Some(first), Some(last)) => Some(format!("{} from {} to {}", days.exam, long(first), long(last))),
    };
    way.exams.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

async fn messages(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let messages = web.app.notices.own(&visitor.asking).await?;
    let main = html! {
        (ui::page_header("Messages", "What the programme told you.", html! {}))
        @if messages.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No messages",
                "Results, badges and changes that touch you are told here.",
            )))
        }
        div class="stack" {
            @for message in &messages {
                article class="card" {
                    h2 class="badge-title" { (message.subject) }
                    div class="prose" { @for part in paragraphs(&message.body) { p { (part) } } }
                }
            }
        }
    };
    Ok(visitor.page(&web, "Messages", main))
}

/// A plain text as HTML paragraphs; single line breaks inside them stay.
fn paragraphs(text: &str) -> Vec<Markup> {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let lines = |part: &str| {
        html! { @for (index, line) in part.lines().enumerate() { @if index > 0 { br; } (line) } }
    };
    parts.map(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_paragraphs_and_lines_and_is_text() {
        let shown = |text: &str| paragraphs(text).into_iter().map(|part| part.0).collect::<Vec<_>>();
        assert_eq!(shown("One.\n\nTwo,\nstill <two>.\n"), ["One.", "Two,<br>still &lt;two&gt;."]);
    }
}
