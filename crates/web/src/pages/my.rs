//! What the signed-in person holds, is registered for, and was told.

use assay_app::{Asking, OwnCredential, OwnOpen};
use assay_assessment::registration::long;
use assay_kernel::Date;
use assay_standing::{CredentialStanding, Status};
use assay_words::InEnglish;
use axum::extract::State;
use maud::{Markup, html};

use super::catalogue::can_register;
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};
pub(super) use until::status;
use wallet::{NeedOfHolder, Wallet, next_step};
use way::renew_by;

#[cfg(test)]
mod card_tests;
pub(super) mod until;
pub(super) mod wallet;
#[cfg(test)]
mod wallet_tests;
mod way;

/// So few are shown whole: a fold would only hide them.
const SHOWN_WHOLE: usize = 3;

pub(super) fn routes() -> Routes {
    Routes::default().get("/my", certifications)
}

async fn certifications(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let standing = web.app.record.own_standing(&visitor.asking).await?;
    let records = web.app.awards.own(&visitor.asking).await?;
    let registrations = web.app.registrations.own_open(&visitor.asking).await?;
    let today = visitor.asking.today;
    let wallet = Wallet::of(&standing.credentials, today);
    let shown = OwnShown { asking: &visitor.asking, records: &records, registered: &registrations };
    let lead = match standing.credentials.is_empty() {
        true => "What you hold, until when, why, and what to do next.".to_owned(),
        false => wallet.summary(),
    };
    let main = html! {
        (ui::page_header("My certifications", &lead, html! {
            @if !standing.credentials.is_empty() {
                (ui::link_button("Explain any day", "/my/explanation", ui::ButtonKind::Secondary))
            }
        }))
        @if standing.credentials.is_empty() {
            (ui::empty_state(&ui::EmptyState::new(
                "No certification yet",
                "What you earn will appear here with its dates, the reasons behind them, and every way to \
                    renew it.",
            ).action(ui::link_button("Choose a certification", "/", ui::ButtonKind::Primary))))
        }
        @if !wallet.needs.is_empty() {
            (ui::section("needs", "Needs you", html! {
                div class="stack" { @for need in &wallet.needs { (shown.need(need)) } }
            }))
        }
        @if !wallet.held.is_empty() {
            @let open = wallet.held.len() <= SHOWN_WHOLE;
            (ui::section("held", "Held", shown.rows(&wallet.held, open)))
        }
        @if !wallet.ended.is_empty() {
            @let only = wallet.needs.is_empty() && wallet.held.is_empty();
            (ui::section("ended", "Ended", ui::fold(
                &wallet.ended_words(), "", only, shown.rows(&wallet.ended, false),
            )))
        }
        @if !standing.unused.is_empty() {
            (ui::section("other", "Also on record", ui::reasons(&reasons(&standing.unused))))
        }
    };
    Ok(visitor.page(&web, "My certifications", main))
}

/// What rows and cards of somebody's own certifications are made of.
struct OwnShown<'a> {
    asking: &'a Asking,
    records: &'a [OwnCredential],
    registered: &'a [OwnOpen],
}

impl OwnShown<'_> {
    fn rows(&self, list: &[&CredentialStanding], open: bool) -> Markup {
        let rows: Vec<_> = list.iter().map(|held| ui::HeldRow { open, ..self.row(held) }).collect();
        ui::held_rows(&rows)
    }

    fn row(&self, held: &CredentialStanding) -> ui::HeldRow {
        let today = self.asking.today;
        let card = card(self.asking, held, record_of(self.records, held), today);
        let known = self.asking.programme.certification(held.credential.as_str());
        let until = until::state(held, today);
        ui::HeldRow {
            image: known.map_or(String::new(), |known| format!("/certifications/{}/badge.svg", known.code)),
            code: held.credential.as_str().to_uppercase(),
            state: until.replacen("Active until", "Until", 1),
            left: card.note.clone(),
            next: next_step(held, today),
            is_over: matches!(held.status, Status::Revoked | Status::Expired),
            open: false,
            card,
        }
    }

    fn need(&self, need: &NeedOfHolder<'_>) -> Markup {
        let NeedOfHolder { held, way, .. } = need;
        let mut row = self.row(held);
        row.card.tone = ui::Tone::Attention;
        if held.status == Status::Active {
            row.state = row.state.replacen("Until", "Ends on", 1);
        }
        row.next = way.said.text();
        let more = match held.renew_by.len() {
            1 => "Its dates and reasons".to_owned(),
            _ => "The other ways to renew it, its dates and reasons".to_owned(),
        };
        ui::need_card(&row, self.action(way), &more)
    }

    /// The button of a way: what is registered already is sat, what is open is registered for.
    fn action(&self, way: &assay_standing::RenewBy) -> Markup {
        let takes = |code: &str| {
            way.exam.iter().any(|exam| *exam == code) || way.exams.iter().any(|days| days.exam == code)
        };
        if let Some(OwnOpen { exam, .. }) = self.registered.iter().find(|open| takes(&open.exam)) {
            return html! {
                p class="held-note" { "You are registered for " (exam) "." }
                (ui::link_button(&format!("Go to {exam}"), "/my/exams", ui::ButtonKind::Primary))
            };
        }
        let exam = way.exam.as_ref().and_then(|exam| self.asking.programme.exam(exam.as_str()));
        html! {
            @if let Some(exam) = exam.filter(|exam| can_register(self.asking, exam)) {
                (ui::link_button(
                    &format!("Register for {}", exam.code),
                    &format!("/exams/{}/register", exam.code),
                    ui::ButtonKind::Primary,
                ))
            }
        }
    }
}

pub(super) fn record_of<'a>(
    records: &'a [OwnCredential],
    held: &CredentialStanding,
) -> Option<&'a OwnCredential> {
    records.iter().find(|r| r.certification == held.credential.as_str() && r.earned_on == held.earned_on)
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
