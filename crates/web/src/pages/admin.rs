//! The team's pages, read-only for now: candidates, sittings, results, credentials, the programme as loaded.

use assay_app::{FormBalance, SittingLine, SittingState};
use assay_assessment::registration::long;
use assay_kernel::identity::looks_like_another_alphabet;
use assay_standing::Status;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{csv::exported, my::status, notes};
use crate::{fault::Fault, routes::Routes, state::Web, ui, visitor::Visitor};

/// Rows of a page of a list.
const PAGE_ROWS: i64 = 50;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin", overview)
        .get("/admin/candidates", candidates)
        .get("/admin/candidates.csv", candidates_csv)
        .get("/admin/sittings", sittings)
        .get("/admin/sittings.csv", sittings_csv)
        .get("/admin/credentials", credentials)
        .get("/admin/credentials.csv", credentials_csv)
        .get("/admin/programme", programme)
}

#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: i64,
}

/// The rooms of the administration, the one at `here` marked.
pub(super) fn nav(here: &str) -> Markup {
    let rooms = [
        ("/admin", "Today"),
        ("/admin/candidates", "Candidates"),
        ("/admin/sittings", "Sittings and results"),
        ("/admin/credentials", "Credentials"),
        ("/admin/programme", "Programme"),
        ("/admin/changes", "Changes"),
    ];
    let links = rooms.map(|(href, label)| ui::NavLink::new(label, href).current(href == here));
    ui::subnav("Administration", &links)
}

fn paged(path: &str, query: &str, from: i64, rows: usize) -> Markup {
    let count = i64::try_from(rows).unwrap_or_default();
    let link = |from: i64| format!("{path}?q={}&from={from}", crate::problem::encode(query));
    ui::pagination(&ui::Pagination {
        text: if count == 0 { String::new() } else { format!("{} to {}", from + 1, from + count) },
        previous: (from > 0).then(|| link((from - PAGE_ROWS).max(0))),
        next: (count == PAGE_ROWS).then(|| link(from + PAGE_ROWS)),
    })
}

async fn overview(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let people = web.app.record.count_people(&visitor.asking).await?;
    let sittings = web.app.sittings.all(&visitor.asking, PAGE_ROWS, 0).await?;
    let running = sittings.iter().filter(|(sitting, _)| sitting.state == SittingState::Running).count();
    let credentials = web.app.awards.count(&visitor.asking, PAGE_ROWS).await?;
    let badges = format!("{credentials}{}", if credentials < 50 { "" } else { " and more" });
    let waiting = web.app.jobs.waiting(&visitor.asking).await?;
    let stat = |value: String, label: &str, href: &str, tone| ui::Stat {
        value,
        label: label.to_owned(),
        note: String::new(),
        href: href.to_owned(),
        tone,
    };
    let warnings = web.app.sittings.bank(&visitor.asking).await?.warnings.len();
    let lead = format!("{}, {}", visitor.asking.programme.title, long(visitor.asking.today));
    let running_tone = if running > 0 { ui::Tone::Information } else { ui::Tone::Neutral };
    let waiting_tone = if waiting > 10 { ui::Tone::Attention } else { ui::Tone::Good };
    let warnings_tone = if warnings == 0 { ui::Tone::Good } else { ui::Tone::Attention };
    let held = web.app.sittings.held(&visitor.asking).await?;
    let main = html! {
        (ui::page_header("Administration", &lead, html! {}))
        (nav("/admin"))
        (notes::clock(&web.app.door.clock_state(), &visitor.asking.zone))
        @for held in &held {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, format!("{} is held", held.exam))
                .body(html! { p { (held.text) } })))
        }
        (ui::stats(&[
            stat(people.to_string(), "People", "/admin/candidates", ui::Tone::Neutral),
            stat(running.to_string(), "Sittings running", "/admin/sittings", running_tone),
            stat(badges, "Latest credentials", "/admin/credentials", ui::Tone::Neutral),
            stat(waiting.to_string(), "Jobs waiting", "/metrics", waiting_tone),
            stat(warnings.to_string(), "Warnings of the programme", "/admin/programme", warnings_tone),
        ]))
        (ui::section("latest", "Latest sittings", sittings_table(&sittings)))
    };
    Ok(visitor.wide_page(&web, "Administration", main))
}

async fn candidates(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let people = web.app.record.people(&visitor.asking, &filter.q, PAGE_ROWS, from).await?;
    let columns = ["Name", "E-mail address", "Role", "Since"].map(ui::Column::text).to_vec();
    let rows = people.iter().map(|person| {
        vec![
            html! {
                a href={ "/admin/people/" (person.id) } { (person.name) }
                @if looks_like_another_alphabet(&person.name) {
                    " " (ui::chip(ui::Tone::Attention, "Look-alike letters"))
                }
            },
            html! {
                (person.email)
                @if !person.is_verified() { " " (ui::chip(ui::Tone::Attention, "Not confirmed")) }
            },
            html! { @if person.is_of_team(visitor.asking.at) { "Team" } @else { "Candidate" } },
            html! { (long(person.created_at.to_zoned(visitor.asking.zone.clone()).date())) },
        ]
    });
    let empty =
        ui::EmptyState::new("Nobody found", "People who make an account stand here. Try another search.");
    let table = ui::Table::new("People", columns)
        .rows(rows.collect())
        .csv(format!("/admin/candidates.csv?q={}", crate::problem::encode(&filter.q)))
        .empty(empty);
    let main = html! {
        (ui::page_header("Candidates", "", html! {}))
        (nav("/admin/candidates"))
        form class="filters" method="get" action="/admin/candidates" role="search" {
            (ui::field(&ui::Field::new("q", "Name or e-mail address").kind(ui::InputKind::Search)
                .value(&filter.q).optional()))
            (ui::submit_button("Search", ui::ButtonKind::Secondary))
        }
        (ui::table(&table))
        (paged("/admin/candidates", &filter.q, from, people.len()))
    };
    Ok(visitor.wide_page(&web, "Candidates", main))
}

fn result_words(sitting: &SittingLine) -> (ui::Tone, String) {
    match sitting.state {
        SittingState::Running => (ui::Tone::Information, "running".to_owned()),
        SittingState::Submitted => (ui::Tone::Attention, "being scored".to_owned()),
        SittingState::Scored { passed: true, scaled } => (ui::Tone::Good, format!("passed, {scaled}")),
        SittingState::Scored { passed: false, scaled } => {
            (ui::Tone::Neutral, format!("not passed, {scaled}"))
        }
    }
}

pub(super) fn sittings_table(sittings: &[(SittingLine, String)]) -> Markup {
    let columns = ["Person", "Exam", "Form", "Day", "Result"].map(ui::Column::text).to_vec();
    let rows = sittings.iter().map(|(sitting, name)| {
        let (tone, words) = result_words(sitting);
        vec![
            html! { a href={ "/admin/people/" (sitting.person) } { (name) } },
            html! { (sitting.exam) },
            html! { (sitting.form) },
            html! { (long(sitting.started_on)) },
            html! {
                (ui::chip(tone, &words))
                @if matches!(sitting.state, SittingState::Scored { .. }) {
                    " " a href={ "/sittings/" (sitting.id) "/result" } { "Report" }
                }
            },
        ]
    });
    let empty = ui::EmptyState::new("No sittings yet", "A sitting stands here from its first minute.");
    ui::table(
        &ui::Table::new("Sittings", columns).rows(rows.collect()).csv("/admin/sittings.csv").empty(empty),
    )
}

async fn sittings(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let sittings = web.app.sittings.all(&visitor.asking, PAGE_ROWS, from).await?;
    let main = html! {
        (ui::page_header("Sittings and results", "", html! {}))
        (nav("/admin/sittings"))
        (sittings_table(&sittings))
        (paged("/admin/sittings", "", from, sittings.len()))
    };
    Ok(visitor.wide_page(&web, "Sittings and results", main))
}

async fn credentials(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Markup, Fault> {
    let from = filter.from.max(0);
    let credentials = web.app.awards.all(&visitor.asking, PAGE_ROWS, from).await?;
    let mut rows = Vec::new();
    for line in &credentials {
        let (badge, held) = (&line.credential, line.standing.as_ref());
        let (tone, word) = match (line.is_published, held) {
            (_, Some(held)) => status(held.status),
            // A badge that nothing on record stands behind: nothing more is signed until somebody looks.
            (true, None) => (ui::Tone::Attention, "Nothing on record"),
            (false, None) => (ui::Tone::Neutral, "being issued"),
        };
        let until = held.filter(|held| held.status != Status::Revoked).and_then(|held| held.valid_until);
        let until = until.map(long).unwrap_or_default();
        rows.push(vec![
            html! { a href={ "/admin/people/" (line.person) } { (line.name) } },
            html! { a href={ "/credentials/" (badge.id) } { (badge.certification) } },
            html! { (long(badge.earned_on)) },
            html! { (until) },
            ui::chip(tone, word),
        ]);
    }
    let columns = ["Person", "Certification", "Earned", "Until", "Status"].map(ui::Column::text).to_vec();
    let empty =
        ui::EmptyState::new("No credentials yet", "A credential stands here once an award is signed.");
    let table = ui::Table::new("Credentials", columns).rows(rows).csv("/admin/credentials.csv").empty(empty);
    let main = html! {
        (ui::page_header("Credentials", "", html! {}))
        (nav("/admin/credentials"))
        (ui::table(&table))
        (paged("/admin/credentials", "", from, credentials.len()))
    };
    Ok(visitor.wide_page(&web, "Credentials", main))
}

async fn programme(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let bank = web.app.sittings.bank(&visitor.asking).await?;
    let programme = &visitor.asking.programme;
    let columns =
        ["Form", "Exam", "Items", "Scored", "Cut", "Keys", "Key is longest"].map(ui::Column::text).to_vec();
    let rows = bank.forms.iter().map(|(form, FormBalance { balance, .. })| {
        let keys = balance.key_letters.iter().map(|(letter, count)| format!("{letter} {count}"));
        let keys: Vec<String> = keys.collect();
        vec![
            html! {
                (form.id)
                @if form.demonstration { " " (ui::chip(ui::Tone::Information, "demonstration")) }
            },
            html! { a href={ "/exams/" (form.exam) "/guide" } { (form.exam) } },
            html! { (form.items) },
            html! { (form.scored) },
            html! { (form.cut_raw) },
            html! { (keys.join(", ")) },
            html! { (balance.key_longest) " of " (balance.single) },
        ]
    });
    let main = html! {
        (ui::page_header("The programme as loaded", &programme.title, html! {}))
        (nav("/admin/programme"))
        (ui::facts(&[
            ui::TermFact::new("Body", &programme.body.name),
            ui::TermFact::new("Time zone", &programme.zone),
            ui::TermFact::new("Certifications", programme.certifications.len().to_string()),
            ui::TermFact::new("Exam versions", programme.exams.len().to_string()),
            ui::TermFact::new("Items in the bank", bank.items.to_string()),
            ui::TermFact::new("Items in the practice pool", programme.practice_items.to_string()),
        ]))
        (ui::section("forms", "Forms", ui::table(&ui::Table::new("Forms", columns).rows(rows.collect()))))
        (ui::section("warnings", "Warnings", html! {
            @if bank.warnings.is_empty() { p { "None." } }
            ul class="stack" {
                @for warning in &bank.warnings {
                    li { code { (warning.code) } " " (warning.message) " "
                        span class="muted" { (warning.at.file) ":" (warning.at.line) }
                        @if !warning.hint.is_empty() { br; (warning.hint) } }
                }
            }
        }))
    };
    Ok(visitor.wide_page(&web, "The programme as loaded", main))
}

async fn candidates_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Fault> {
    let columns = ["id", "name", "email", "role"];
    let now = visitor.asking.at;
    let role = move |person: &assay_app::Account| if person.is_of_team(now) { "team" } else { "candidate" };
    exported("candidates", &columns, move |after, rows| {
        let (app, asking, q) = (web.app.clone(), visitor.asking.clone(), filter.q.clone());
        async move {
            let people = app.record.people_after(&asking, &q, after, rows).await?;
            Ok(people.map(|p| vec![p.id.to_string(), p.name.clone(), p.email.clone(), role(&p).to_owned()]))
        }
    })
    .await
}

async fn sittings_csv(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let columns = ["id", "person", "exam", "form", "day", "result"];
    exported("sittings", &columns, move |after, rows| {
        let (app, asking) = (web.app.clone(), visitor.asking.clone());
        async move {
            let sittings = app.sittings.all_after(&asking, after, rows).await?;
            Ok(sittings.map(|(s, name)| {
                let result = result_words(&s).1;
                vec![s.id.to_string(), name, s.exam, s.form, s.started_on.to_string(), result]
            }))
        }
    })
    .await
}

async fn credentials_csv(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let columns = ["id", "person", "certification", "earned_on"];
    exported("credentials", &columns, move |after, rows| {
        let (app, asking) = (web.app.clone(), visitor.asking.clone());
        async move {
            let credentials = app.awards.all_after(&asking, after, rows).await?;
            Ok(credentials
                .map(|(c, name)| vec![c.id.to_string(), name, c.certification, c.earned_on.to_string()]))
        }
    })
    .await
}
