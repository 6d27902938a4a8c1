//! The questionnaire of a practice analysis: an expert's own link, a page for each domain, saved as it is
//! sent.

use assay_app::{AppError, FieldFault, Questionnaire, QuestionnairePage, QuestionnaireTask, RatedTask};
use assay_assessment::registration::long;
use assay_programme::analysis::Rating;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::sign_in::{errors, title};
use crate::{fault::Fault, form::Posted, routes::Routes, state::Web, ui, visitor::Visitor};

/// What the points of importance mean, from 1.
const IMPORTANCE: [&str; 5] = ["hardly matters", "matters a little", "matters", "matters much", "vital"];
/// What the points of frequency mean, from 1.
const FREQUENCY: [&str; 5] = ["less than yearly", "some times a year", "monthly", "weekly", "daily"];
/// In place of points: the expert does not know this task.
const CANNOT_JUDGE: &str = "none";

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/practice-analysis/{token}", overview)
        .get("/practice-analysis/{token}/{number}", page)
        .post("/practice-analysis/{token}/{number}", answer)
}

/// Where an expert answers.
pub(super) fn link(web: &Web, token: &str) -> String {
    format!("{}/practice-analysis/{token}", web.app.settings.public_url.trim_end_matches('/'))
}

async fn of(web: &Web, visitor: &Visitor, token: &str) -> Result<Questionnaire, Fault> {
    Ok(web.app.analyses.questionnaire(&visitor.asking, token).await?)
}

async fn overview(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let asked = of(&web, &visitor, &token).await?;
    let (answered, tasks) = asked.answered();
    let steps: Vec<ui::ProgressStep> = asked
        .pages
        .iter()
        .enumerate()
        .map(|(place, page)| {
            let (done, all) = (page.answered(), page.tasks.len());
            let state = match done {
                0 => ui::ProgressState::Ahead,
                done if done < all => ui::ProgressState::Current,
                _ => ui::ProgressState::Done,
            };
            let step = ui::ProgressStep::new(format!("{} {}", page.domain, page.title), state);
            let step = step.note(html! { (done) " of " (all) " tasks" });
            step.href(format!("/practice-analysis/{token}/{}", place + 1))
        })
        .collect();
    let lead = format!(
        "{}, you are asked how much each task of {} matters at work, and how often it is done.",
        asked.name, asked.exam
    );
    let main = html! {
        (ui::page_header(&asked.title, &lead, html! {}))
        (standing(&asked))
        @if asked.is_open {
            @match asked.next_open() {
                Some(next) => {
                    p { (answered) " of " (tasks) " tasks are dealt with. It takes about a minute each." }
                    (ui::link_button(if answered == 0 { "Begin" } else { "Go on" },
                        &format!("/practice-analysis/{token}/{next}"), ui::ButtonKind::Primary))
                },
                None => {
                    (ui::banner(&ui::Banner::new(ui::Tone::Good, "All tasks are dealt with: thank you")
                        .body(html! { p {
                            "Nothing more is to be sent. You can still change what you said until "
                            (long(asked.closes_on)) "."
                        } })))
                },
            }
        }
        (ui::section("domains", "Domains", ui::steps(&steps)))
        (ui::section("what", "What becomes of it", html! {
            p {
                "From all experts' answers the weights of the outline are computed: how many questions of "
                "the exam each domain gets. The team sees what you said and that you were asked; the outline "
                "names nobody, and your remarks are shown without your name."
            }
        }))
    };
    Ok(visitor.page(&web, &asked.title, main).into_response())
}

fn standing(asked: &Questionnaire) -> Markup {
    html! {
        @if asked.invented {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "A demonstration").body(html! { p {
                "The answers of this study are invented."
            } })))
        }
        @if !asked.is_open {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, "This study is closed").body(html! { p {
                "It was answered until " (long(asked.closes_on)) ". What you said is kept and cannot be "
                "changed any more."
            } })))
        }
    }
}

fn number_of(asked: &Questionnaire, number: &str) -> Result<usize, Fault> {
    let number: usize = number.parse().map_err(|_no_number| Fault::not_found())?;
    if (1..=asked.pages.len()).contains(&number) { Ok(number) } else { Err(Fault::not_found()) }
}

async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path((token, number)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let asked = of(&web, &visitor, &token).await?;
    let number = number_of(&asked, &number)?;
    Ok(show(&web, &visitor, &token, &asked, number, &[]))
}

async fn answer(
    State(web): State<Web>,
    Path((token, number)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let asked = of(&web, &posted.visitor, &token).await?;
    let number = number_of(&asked, &number)?;
    let page = asked.pages.get(number - 1).ok_or_else(Fault::not_found)?;
    let names: Vec<String> = page.tasks.iter().flat_map(|task| names_of(&task.id)).collect();
    posted.only(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    let (said, faults) = read(page, &posted);
    let kept = web.app.analyses.answer(&posted.visitor.asking, &token, &said).await;
    match kept {
        Ok(()) if faults.is_empty() => {
            let asked = of(&web, &posted.visitor, &token).await?;
            let next = match asked.next_open() {
                Some(next) => format!("/practice-analysis/{token}/{next}"),
                None => format!("/practice-analysis/{token}"),
            };
            Ok(Redirect::to(&next).into_response())
        }
        // What could be read is kept; what is missing is asked for.
        Ok(()) => {
            let asked = of(&web, &posted.visitor, &token).await?;
            Ok(show(&web, &posted.visitor, &token, &asked, number, &faults))
        }
        Err(AppError::Invalid(faults)) => Ok(show(&web, &posted.visitor, &token, &asked, number, &faults)),
        Err(AppError::Conflict) => Ok(Redirect::to(&format!("/practice-analysis/{token}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

fn names_of(task: &str) -> [String; 3] {
    [format!("importance-{task}"), format!("frequency-{task}"), format!("remark-{task}")]
}

/// What was said of the tasks of a page, and of which one half is missing.
fn read(page: &QuestionnairePage, posted: &Posted) -> (Vec<RatedTask>, Vec<FieldFault>) {
    let (mut said, mut faults) = (Vec::new(), Vec::new());
    for task in &page.tasks {
        let [importance, frequency, remark] = names_of(&task.id);
        let (importance, frequency) = (posted.text(&importance), posted.text(&frequency));
        let remark = posted.text(&remark).to_owned();
        let rated = |rating| RatedTask { task: task.id.clone(), rating, remark: remark.clone() };
        let points = importance.parse().ok().zip(frequency.parse().ok());
        match points.and_then(|(importance, frequency)| Rating::new(importance, frequency)) {
            Some(rating) => said.push(rated(Some(rating))),
            None if importance == CANNOT_JUDGE || frequency == CANNOT_JUDGE => said.push(rated(None)),
            None if importance.is_empty() && frequency.is_empty() && remark.trim().is_empty() => {}
            None => faults.push(FieldFault::new(
                if importance.is_empty() { "importance" } else { "frequency" },
                format!("Say of {} both how much it matters and how often it is done.", task.id),
            )),
        }
    }
    (said, faults)
}

fn show(
    web: &Web,
    visitor: &Visitor,
    token: &str,
    asked: &Questionnaire,
    number: usize,
    faults: &[FieldFault],
) -> Response {
    let Some(page) = asked.pages.get(number - 1) else { return Fault::not_found().into_response() };
    let heading = format!("{} {}", page.domain, page.title);
    let lead =
        format!("Page {number} of {}. Rate the work itself, not how hard it is to learn.", asked.pages.len());
    let back = format!("/practice-analysis/{token}");
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::breadcrumbs(&[ui::Crumb::new(&asked.title, &back)]))
        (ui::page_header(&heading, &lead, html! {}))
        (standing(asked))
        @if asked.is_open {
            (ui::post_form(&format!("{back}/{number}"), visitor.csrf(), html! {
                @for task in &page.tasks { (question(task)) }
                div class="page-actions" {
                    (ui::submit_button("Save and go on", ui::ButtonKind::Primary))
                    (ui::link_button("Back to the overview", &back, ui::ButtonKind::Quiet))
                }
            }))
        } @else {
            ul class="stack" {
                @for task in &page.tasks { li { (task.id) " " (task.title) ": " (told(task)) } }
            }
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visitor.page(web, &title(&heading, faults), main)).into_response()
}

fn told(task: &QuestionnaireTask) -> String {
    match task.rating {
        Some(rating) => format!("importance {}, frequency {}", rating.importance(), rating.frequency()),
        None if task.cannot_judge => "cannot judge it".to_owned(),
        None => "nothing said".to_owned(),
    }
}

fn question(task: &QuestionnaireTask) -> Markup {
    let [importance, frequency, remark] = names_of(&task.id);
    let choices = |words: [&str; 5], chosen: Option<u8>| -> Vec<ui::Choice> {
        let mut list: Vec<ui::Choice> = (1_u8..)
            .zip(words)
            .map(|(point, words)| {
                ui::Choice::new(point.to_string(), format!("{point}, {words}")).chosen(chosen == Some(point))
            })
            .collect();
        list.push(ui::Choice::new(CANNOT_JUDGE, "I cannot judge this task").chosen(task.cannot_judge));
        list
    };
    let matters = ui::Field::new(&importance, "How much does it matter that it is done well?");
    let often = ui::Field::new(&frequency, "How often is it done?");
    let words = ui::Field::new(&remark, "Anything to add").value(&task.remark).optional();
    html! {
        section class="card stack" aria-labelledby={ "task-" (task.id) } {
            h2 id={ "task-" (task.id) } { (task.id) " " (task.title) }
            @if !task.skills.is_empty() {
                details {
                    summary { "What belongs to it" }
                    ul { @for skill in &task.skills { li { (skill) } } }
                }
            }
            div class="grid" {
                (ui::radios(&matters, &choices(IMPORTANCE, task.rating.map(|rating| rating.importance()))))
                (ui::radios(&often, &choices(FREQUENCY, task.rating.map(|rating| rating.frequency()))))
            }
            (ui::textarea(&words, 2))
        }
    }
}
