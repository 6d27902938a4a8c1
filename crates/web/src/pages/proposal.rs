//! Changing the programme: what lies ready, whom it touches, and the second person's button.

use assay_app::{Asking, ProposalState, ProposalView, VersionLine};
use assay_assessment::registration::long;
use assay_kernel::{Date, Proposals, TypedId};
use assay_standing::plan::{Expiries, Finding, FindingWeight};
use assay_words::{InEnglish, Told};
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    changes::capital,
    csv::csv,
    proposal_people::{self, PeopleFilter},
};
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/changes", overview)
        .post("/admin/changes", propose)
        .get("/admin/changes/{id}", show)
        .get("/admin/changes/{id}/plan.json", plan_json)
        .get("/admin/changes/{id}/people.csv", people_csv)
        .post("/admin/changes/{id}/apply", apply)
        .post("/admin/changes/{id}/withdraw", withdraw)
}

async fn overview(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    overview_page(&web, &visitor, None).await
}

async fn overview_page(web: &Web, visitor: &Visitor, refused: Option<&str>) -> Result<Markup, Fault> {
    let proposals = web.app.changes.proposals(&visitor.asking).await?;
    let open = proposals.iter().find(|line| line.is_open());
    let versions = web.app.changes.versions(&visitor.asking).await?;
    let past = proposals.iter().filter(|line| !line.is_open()).map(|record| {
        let tone = if record.state == ProposalState::Applied { ui::Tone::Good } else { ui::Tone::Neutral };
        vec![
            html! { a href={ "/admin/changes/" (record.id) } { (record.title) } },
            html! { (record.proposed_by) },
            html! { (day(&visitor.asking, record.proposed_at)) },
            ui::chip(tone, &capital(record.state.as_str())),
        ]
    });
    let past: Vec<Vec<Markup>> = past.collect();
    let columns = ["Change", "Proposed by", "On", "State"].map(ui::Column::text).to_vec();
    let lead = "The programme is files. A change of them is planned first: whose dates, ways to renew, \
        registrations and badges it moves. One person proposes it, another applies exactly that.";
    let main = html! {
        (ui::page_header("Changes of the programme", lead, html! {}))
        @if let Some(text) = refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This could not be proposed")
                .body(html! { p { (text) } }).urgent()))
        }
        @if let Some(record) = open {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "A change waits for the second person")
                .body(html! {
                    p {
                        a href={ "/admin/changes/" (record.id) } { (record.title) }
                        ", proposed by " (record.proposed_by) "."
                    }
                })))
        }
        (ui::section("drafts", "Ready to be proposed", drafts(web, visitor, open.is_some())?))
        (ui::section("versions", "Versions", versions_table(&visitor.asking, &versions)))
        @if !past.is_empty() {
            @let table = ui::Table::new("Earlier proposals", columns).rows(past).cards();
            (ui::section("past", "Earlier proposals", ui::table(&table)))
        }
    };
    Ok(visitor.wide_page(web, "Changes of the programme", main))
}

fn drafts(web: &Web, visitor: &Visitor, one_is_open: bool) -> Result<Markup, Fault> {
    let drafts = web.app.changes.drafts(&visitor.asking)?;
    Ok(html! {
        @if drafts.is_empty() {
            (ui::empty_state(&ui::EmptyState::new("Nothing lies ready",
                "Edit the files of the programme's folder; they are planned from here or with assay plan.")))
        }
        div class="stack" {
            @for draft in &drafts {
                article class="card" {
                    h3 class="badge-title" { (draft.title) }
                    p { (draft.text) }
                    @if one_is_open {
                        p class="muted" { "One change at a time: the open one comes first." }
                    } @else {
                        (ui::post_form("/admin/changes", visitor.csrf(), html! {
                            input type="hidden" name="draft" value=(draft.id);
                            (ui::submit_button(&format!("Plan: {}", draft.title), ui::ButtonKind::Secondary))
                        }))
                    }
                }
            }
        }
    })
}

fn versions_table(asking: &Asking, versions: &[VersionLine]) -> Markup {
    let columns = ["Version", "In force since", "Proposed by", "Applied by", "Content"].map(ui::Column::text);
    let rows = versions.iter().map(|record| {
        vec![
            html! { (record.number) },
            html! {
                (long(record.applied_on))
                span class="muted" { " (recorded " (day(asking, record.applied_at)) ")" }
            },
            match record.number > 1 && record.proposed_by.is_empty() {
                true => html! { span class="muted" { "nobody else" } },
                false => by(&record.proposed_by),
            },
            by(&record.applied_by),
            html! { code { (record.tree.get(..12).unwrap_or_default()) } },
        ]
    });
    ui::table(&ui::Table::new("Versions of the programme", columns.to_vec()).rows(rows.collect()).cards())
}

/// Who did it; the first version is nobody's doing.
fn by(name: &str) -> Markup {
    html! { @if name.is_empty() { span class="muted" { "as installed" } } @else { (name) } }
}

fn day(asking: &Asking, at: assay_kernel::Instant) -> String {
    long(at.to_zoned(asking.zone.clone()).date())
}

async fn propose(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["draft"])?;
    let visitor = &posted.visitor;
    match web.app.changes.propose(&visitor.asking, posted.text("draft")).await {
        Ok(id) => Ok(Redirect::to(&format!("/admin/changes/{id}")).into_response()),
        Err(assay_app::AppError::Draft(text)) => {
            Ok(overview_page(&web, visitor, Some(&text)).await?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Markup, Fault> {
    show_page(&web, &visitor, read_id(&id)?, &filter, None).await
}

fn read_id(id: &str) -> Result<TypedId<Proposals>, Fault> {
    TypedId::parse(id).map_err(|_| Fault::not_found())
}

async fn show_page(
    web: &Web,
    visitor: &Visitor,
    id: TypedId<Proposals>,
    filter: &PeopleFilter,
    stale: Option<&str>,
) -> Result<Markup, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, id).await?;
    let plan = &view.plan.impact;
    let lead = format!(
        "Changes version {}, as of {}. Proposed by {} on {}.",
        view.plan.parent.version,
        long(plan.today),
        view.line.proposed_by,
        day(&visitor.asking, view.line.proposed_at)
    );
    let differences = web.app.changes.differences(&visitor.asking, &view.plan).await?;
    let people = proposal_people::section(web, visitor, &view, filter).await?;
    let main = html! {
        (ui::breadcrumbs(&[
            ui::Crumb::new("Administration", "/admin"),
            ui::Crumb::new("Changes", "/admin/changes"),
        ]))
        (ui::page_header(&view.line.title, &lead, html! {}))
        @if let Some(text) = stale {
            (ui::banner(&ui::Banner::new(ui::Tone::Bad, "It was not applied; nothing was changed")
                .body(html! {
                    p { (text) " Withdraw it, and propose the change again once it is right." }
                }).urgent()))
        }
        (ui::stats(&stats(&view)))
        (decision(visitor, &view))
        (ui::section("change", "The change itself", html! {
            (findings(&plan.programme))
            details class="why" {
                summary {
                    @match view.plan.files.len() {
                        1 => "One file changes",
                        count => { (count) " files change" }
                    }
                }
                @for file in &differences { (ui::code_block(&file.path, &file.text)) }
            }
        }))
        (people)
        (ui::section("expiries", "When certifications end", expiries(&plan.expiries)))
        p { a href={ "/admin/changes/" (view.line.id) "/plan.json" } { "The whole plan as JSON" } }
    };
    Ok(visitor.wide_page(web, &view.line.title, main))
}

fn stats(view: &ProposalView) -> Vec<ui::Stat> {
    let plan = &view.plan.impact;
    let impacts = |bad: bool| -> usize {
        let groups = plan.groups.iter().filter(|group| group.kind.is_bad() == bad);
        groups.map(|group| group.people.len()).sum()
    };
    let stat = |value: usize, label: &str, href: &str, tone| ui::Stat {
        value: value.to_string(),
        label: label.to_owned(),
        note: String::new(),
        href: href.to_owned(),
        tone,
    };
    // Without anybody touched there is no list of effects.
    let effects = if plan.groups.is_empty() { "#people" } else { "#effects" };
    let tone = |count: usize, some| if count == 0 { ui::Tone::Neutral } else { some };
    let (worse, better) = (impacts(true), impacts(false));
    vec![
        stat(plan.people, "People looked at", "/admin/people", ui::Tone::Neutral),
        stat(plan.touched, "People touched", "#people", ui::Tone::Information),
        stat(worse, "Changes for the worse", effects, tone(worse, ui::Tone::Attention)),
        stat(better, "Changes for the better", effects, tone(better, ui::Tone::Good)),
        stat(plan.touched, "People to be told", "#people", ui::Tone::Neutral),
    ]
}

/// What can be done with it, and by whom.
fn decision(visitor: &Visitor, view: &ProposalView) -> Markup {
    let path = format!("/admin/changes/{}", view.line.id);
    let by = view.decided_by.as_deref().unwrap_or_default();
    match view.line.state {
        ProposalState::Applied => ui::banner(
            &ui::Banner::new(ui::Tone::Good, "Applied")
                .body(html! { p { "Applied by " (by) ". Everybody it touches is being told." } }),
        ),
        ProposalState::Withdrawn => ui::banner(
            &ui::Banner::new(ui::Tone::Neutral, "Withdrawn")
                .body(html! { p { "Withdrawn by " (by) "; nothing was changed." } }),
        ),
        ProposalState::Open => html! {
            section class="card" aria-labelledby="decide" {
                h2 class="badge-title" id="decide" { "Four eyes" }
                @if view.plan.is_former() {
                    p { "This plan was made by an earlier release and cannot be compared with what would "
                        "happen now. Withdraw it, and plan the change again." }
                } @else if view.plan.refused_by().is_some() {
                    p { "What stands as an error below keeps this from being applied: what was published is "
                        "not edited. Withdraw it, and write what is new beside what is there." }
                } @else if view.may_apply {
                    p { "You did not propose this, so you may apply it. Exactly this happens, or nothing: it "
                        "is planned again at that moment, and refused if anybody is touched otherwise." }
                } @else {
                    p { "You proposed this. Somebody else of the team has to look at it and apply it." }
                }
                div class="cluster" {
                    @if view.may_apply {
                        (ui::post_form(&format!("{path}/apply"), visitor.csrf(), html! {
                            (ui::submit_button("Apply this change", ui::ButtonKind::Primary))
                        }))
                    }
                    (ui::post_form(&format!("{path}/withdraw"), visitor.csrf(), html! {
                        (ui::submit_button("Withdraw it", ui::ButtonKind::Secondary))
                    }))
                }
            }
        },
    }
}

fn findings(list: &[Finding]) -> Markup {
    let tone = |severity: FindingWeight| match severity {
        FindingWeight::Error => ui::Tone::Bad,
        FindingWeight::Warning => ui::Tone::Attention,
        FindingWeight::Note => ui::Tone::Information,
    };
    html! {
        @if list.is_empty() { p { "Nothing stands against it." } }
        ul class="stack" {
            @for finding in list {
                li {
                    p {
                        (ui::chip(tone(finding.severity), &capital(finding.severity.as_str()))) " "
                        strong { (finding.said.title()) }
                    }
                    p { (finding.said.text())
                        @if let Some(place) = &finding.place { " " span class="muted" { (place) } } }
                }
            }
        }
    }
}

/// Months that are drawn as bars; beyond these a line is easier to follow.
const BARS_MAX: usize = 48;

/// Months from the first to the last in which any certification ends under either programme.
fn expiries(expiries: &Expiries) -> Markup {
    let counts: Vec<(Date, u32, u32)> = expiries
        .months()
        .zip(expiries.before.iter().zip(&expiries.after))
        .map(|(month, (before, after))| (month, *before, *after))
        .collect();
    let last = counts.iter().rposition(|(_, before, after)| before + after > 0).unwrap_or_default();
    let shown = counts.get(..=last).unwrap_or_default();
    // Nothing before the first end either: an empty stretch says nothing.
    let first = shown.iter().position(|(_, before, after)| before + after > 0).unwrap_or_default();
    let shown = shown.get(first..).unwrap_or_default();
    let chart = ui::Chart {
        caption: "Certifications that end, by month".to_owned(),
        labels: shown.iter().map(|(month, _, _)| month.strftime("%B %Y").to_string()).collect(),
        series: vec![
            ui::Series {
                name: "Before".into(),
                values: shown.iter().map(|(_, before, _)| *before).collect(),
            },
            ui::Series { name: "After".into(), values: shown.iter().map(|(_, _, after)| *after).collect() },
        ],
        csv: String::new(),
    };
    html! {
        @if shown.is_empty() {
            p { "No certification of anybody on record ends within the months looked at." }
        } @else if shown.len() <= BARS_MAX { div class="card" { (ui::bar_chart(&chart)) } }
        @else { div class="card" { (ui::line_chart(&chart)) } }
        @if expiries.later_before + expiries.later_after > 0 {
            p class="muted" {
                "Later or without end: " (expiries.later_before) " before, " (expiries.later_after) " after."
            }
        }
    }
}

async fn apply(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&[])?;
    let id = read_id(&id)?;
    match web.app.changes.approve(&posted.visitor.asking, id).await {
        Ok(_) => Ok(Redirect::to(&format!("/admin/changes/{id}")).into_response()),
        Err(assay_app::AppError::Stale(text) | assay_app::AppError::Draft(text)) => {
            let page = show_page(&web, &posted.visitor, id, &PeopleFilter::default(), Some(&text)).await?;
            Ok(page.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn withdraw(State(web): State<Web>, Path(id): Path<String>, posted: Posted) -> Result<Redirect, Fault> {
    posted.only(&[])?;
    let id = read_id(&id)?;
    web.app.changes.withdraw(&posted.visitor.asking, id).await?;
    Ok(Redirect::to(&format!("/admin/changes/{id}")))
}

async fn plan_json(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, read_id(&id)?).await?;
    let text = serde_json::to_string_pretty(&Told(&view.plan));
    let text = text.map_err(|error| Fault::internal(&format!("writing a plan: {error}")))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

async fn people_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Response, Fault> {
    let view = web.app.changes.proposal(&visitor.asking, read_id(&id)?).await?;
    let columns = ["person", "certification", "kind", "before", "after", "from", "detail"];
    let rows =
        proposal_people::rows(&web, &visitor, &view, &filter).await?.into_iter().map(|(group, impact)| {
            let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            vec![
                impact.person.clone(),
                group.certification.as_ref().map(ToString::to_string).unwrap_or_default(),
                group.kind.as_str().to_owned(),
                day(impact.before),
                day(impact.after),
                day(impact.from),
                impact.said.text(),
            ]
        });
    Ok(csv("people", &columns, rows))
}
