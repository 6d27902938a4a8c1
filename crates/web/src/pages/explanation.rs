//! Every decision about a person, for them and for the team: on any day, by what was known at any instant.

use assay_app::{Asking, Explanation, Question};
use assay_assessment::registration::long;
use assay_kernel::{Date, Instant, Persons, TypedId};
use assay_words::InEnglish;
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::my::card;
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/my/explanation", mine).get("/admin/people/{id}/explanation", theirs)
}

/// What is asked; a field that is left empty is not asked.
#[derive(Default, Deserialize)]
struct AskedFor {
    #[serde(default)]
    as_of: String,
    #[serde(default)]
    known_at: String,
}

/// What was asked, or what to write instead.
struct ReadQuery {
    as_of: Result<Option<Date>, &'static str>,
    known_at: Result<Option<Instant>, &'static str>,
}

impl AskedFor {
    /// The instant is written as a day and time of the programme's zone, as browsers send it.
    fn read(&self, asking: &Asking) -> ReadQuery {
        let as_of = match self.as_of.trim() {
            "" => Ok(None),
            text => assay_kernel::day::read(text).map(Some).map_err(|_| "Enter a day like 2026-03-12."),
        };
        let known_at = match self.known_at.trim() {
            "" => Ok(None),
            text => {
                let read = text.parse::<jiff::civil::DateTime>().ok();
                let zoned = read.and_then(|at| at.to_zoned(asking.zone.clone()).ok());
                zoned
                    .map(|zoned| Some(zoned.timestamp()))
                    .ok_or("Enter a day and time like 2026-03-12T09:00.")
            }
        };
        ReadQuery { as_of, known_at }
    }
}

async fn mine(
    State(web): State<Web>,
    visitor: Visitor,
    Query(asked): Query<AskedFor>,
) -> Result<Markup, Fault> {
    let id = visitor.asking.person()?;
    let crumbs = [ui::Crumb::new("My certifications", "/my")];
    show(&web, &visitor, id, &asked, ("/my/explanation", &crumbs)).await
}

async fn theirs(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Markup, Fault> {
    let id = TypedId::parse(&id).map_err(|_| Fault::not_found())?;
    // The page is the team's; a candidate's own is elsewhere.
    let name = web.app.record.name_for(&visitor.asking, &id.to_string()).await?;
    let crumbs = [
        ui::Crumb::new("Administration", "/admin"),
        ui::Crumb::new("People", "/admin/people"),
        ui::Crumb::new(name, format!("/admin/people/{id}")),
    ];
    let path = format!("/admin/people/{id}/explanation");
    show(&web, &visitor, id, &asked, (&path, &crumbs)).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    id: TypedId<Persons>,
    asked: &AskedFor,
    (path, crumbs): (&str, &[ui::Crumb]),
) -> Result<Markup, Fault> {
    let read = asked.read(&visitor.asking);
    let question = Question {
        as_of: read.as_of.ok().flatten().unwrap_or(visitor.asking.today),
        known_at: read.known_at.ok().flatten(),
    };
    let explanation = web.app.record.explain(&visitor.asking, id, question).await?;
    let title = format!("Every decision about {}", explanation.person.name);
    let edition = &explanation.programme;
    let lead = format!(
        "{}, judged by version {} of the programme, applied on {}.",
        long(explanation.as_of),
        edition.version,
        long(edition.applied_on)
    );
    // What is no day cannot stand in the field of a browser; the message says what to write.
    let as_of = if read.as_of.is_ok() { explanation.as_of.to_string() } else { String::new() };
    let known_at = if read.known_at.is_ok() { asked.known_at.as_str() } else { "" };
    let main = html! {
        (ui::breadcrumbs(crumbs))
        (ui::page_header(&title, &lead, html! {}))
        form class="filters" method="get" action=(path) {
            (ui::field(&ui::Field::new("as_of", "On the day").kind(ui::InputKind::Date).optional()
                .value(as_of)
                .error(read.as_of.err().unwrap_or_default())))
            (ui::field(&ui::Field::new("known_at", "By what was known at").kind(ui::InputKind::DateTime)
                .optional().value(known_at).error(read.known_at.err().unwrap_or_default())))
            (ui::submit_button("Explain", ui::ButtonKind::Secondary))
        }
        (since_then(&visitor.asking, &explanation))
        (ui::section("standing", &format!("What is held on {}", long(explanation.as_of)), html! {
            @if explanation.standing.credentials.is_empty() {
                (ui::empty_state(&ui::EmptyState::new("No certification held",
                    "Nothing had been awarded by that day.")))
            }
            div class="stack" {
                @for held in &explanation.standing.credentials {
                    (ui::credential_card(&card(&visitor.asking, held, None, explanation.as_of)))
                }
            }
        }))
        (ui::section("decisions", "Every decision, by date", decisions(&visitor.asking, &explanation)))
    };
    Ok(visitor.wide_page(web, &title, main))
}

/// What was learnt after the instant that is asked about.
fn since_then(asking: &Asking, explanation: &Explanation) -> Markup {
    let Some(known_at) = explanation.known_at else { return Markup::default() };
    let at = known_at.strftime("%-d %B %Y %H:%M UTC").to_string();
    if explanation.since_then.is_empty() {
        let banner = ui::Banner::new(ui::Tone::Good, "Nothing learnt since then changes this")
            .body(html! { p { "What was known at " (at) " gives the same answer as what is known now." } });
        return ui::banner(&banner);
    }
    ui::banner(&ui::Banner::new(ui::Tone::Attention, "Today the answer is different").body(html! {
        p { "This is what was known at " (at) ". What was learnt since:" }
        ul class="stack" {
            @for difference in &explanation.since_then {
                li {
                    strong { (title_of(asking, difference.certification.as_str())) } ": "
                    (difference.said.text())
                }
            }
        }
    }))
}

fn decisions(asking: &Asking, explanation: &Explanation) -> Markup {
    if explanation.decisions.is_empty() {
        return ui::empty_state(&ui::EmptyState::new("No decision yet", "Nothing had happened by that day."));
    }
    let rows = explanation.decisions.iter().map(|decision| {
        let reason = &decision.reason;
        let about = decision.certification.as_ref().map(|code| title_of(asking, code.as_str()));
        vec![
            html! { time datetime=(reason.on) { (long(reason.on)) } },
            html! { (about.unwrap_or_default()) },
            html! { (reason.said.text()) },
            html! { code { (reason.rule) } },
            html! {
                @match decision.recorded_at {
                    Some(at) => {
                        time datetime=(at) { (at.strftime("%-d %B %Y").to_string()) } " "
                        time { (at.strftime("%H:%M UTC").to_string()) }
                    }
                    None => "the programme's files",
                }
            },
        ]
    });
    let columns =
        ["Day", "Certification", "What was decided and why", "Rule", "Recorded"].map(ui::Column::text);
    ui::table(&ui::Table::new("Every decision", columns.to_vec()).rows(rows.collect()).cards())
}

/// A certification's title; its code where the programme in force has it no more.
fn title_of(asking: &Asking, code: &str) -> String {
    asking.programme.certification(code).map_or_else(|| code.to_owned(), |c| c.title.clone())
}
