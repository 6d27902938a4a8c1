//! One sitting: how it stands, and what the team decides about it: hold, release, void.

use assay_app::{AppError, FieldFault, SittingDecision, SittingForTeam, SittingPreview, TeamState, Why};
use assay_assessment::registration::long;
use assay_kernel::{SittingId, TypedId};
use assay_words::InEnglish;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    frame::{person_link, when},
    sittings::{result_words, state_words},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        looked::{changed, status_of},
        person::follows,
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui,
    visitor::Visitor,
};

const LIST: &str = "/admin/sittings";

fn id_of(text: &str) -> Result<SittingId, Fault> {
    TypedId::parse(text).map_err(|_no_id| Fault::not_found())
}

fn place(id: SittingId) -> String {
    format!("{LIST}/{id}")
}

/// An act by its word in the address.
fn act_of(word: &str) -> Result<SittingDecision, Fault> {
    match word {
        "hold" => Ok(SittingDecision::Hold),
        "release" => Ok(SittingDecision::Release),
        "void" => Ok(SittingDecision::Void),
        _ => Err(Fault::not_found()),
    }
}

fn word_of(act: SittingDecision) -> &'static str {
    match act {
        SittingDecision::Hold => "hold",
        SittingDecision::Release => "release",
        SittingDecision::Void => "void",
    }
}

fn verb_of(act: SittingDecision) -> &'static str {
    match act {
        SittingDecision::Hold => "Hold the result",
        SittingDecision::Release => "Release the result",
        SittingDecision::Void => "Void the sitting",
    }
}

fn crumbs(sitting: Option<&SittingForTeam>) -> Markup {
    let mut crumbs = vec![ui::Crumb::new("Administration", "/admin"), ui::Crumb::new("Sittings", LIST)];
    crumbs.extend(sitting.map(|sitting| ui::Crumb::new(called(sitting), place(sitting.id))));
    ui::breadcrumbs(&crumbs)
}

fn called(sitting: &SittingForTeam) -> String {
    format!("{} by {}", sitting.exam, sitting.name)
}

pub(super) async fn sitting(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Markup, Fault> {
    let sitting = web.app.sittings.for_team(&visitor.asking, id_of(&id)?).await?;
    let (tone, words) = state_words(sitting.state);
    let main = html! {
        (crumbs(None))
        (ui::page_header(&called(&sitting), "", ui::chip(tone, words)))
        (stands(&visitor, &sitting))
        @if sitting.may_decide { (offers(&sitting)) }
    };
    Ok(visitor.wide_page(&web, &called(&sitting), main))
}

fn stands(visitor: &Visitor, sitting: &SittingForTeam) -> Markup {
    let asking = &visitor.asking;
    let exam = asking.programme.exam(&sitting.exam).map_or("", |exam| exam.title.as_str());
    let handed_in = sitting.handed_in.map(|(at, over)| {
        let because = if over { ", because time was over" } else { "" };
        format!("{}{because}", when(at, asking))
    });
    let voided = sitting.voided_on.map(|day| format!("{}. It counts as no try.", long(day)));
    ui::facts(&[
        ui::TermFact::rich("Who", person_link(sitting.person, &sitting.name)),
        ui::TermFact::new("Exam", format!("{}: {exam}", sitting.exam)),
        ui::TermFact::new("Form", &sitting.form),
        ui::TermFact::new("Day", long(sitting.started_on)),
        ui::TermFact::new("Begun", when(sitting.started_at, asking)),
        ui::TermFact::new("Handed in", handed_in.unwrap_or_default()),
        ui::TermFact::rich(
            "Result",
            html! {
                @if let Some((_, scaled)) = sitting.result {
                    (result_words(sitting)) " with " (scaled) ". "
                    a href={ "/sittings/" (sitting.id) "/result" } { "Score report" }
                }
            },
        ),
        ui::TermFact::new("On hold since", sitting.held_at.map(|at| when(at, asking)).unwrap_or_default()),
        ui::TermFact::new("Voided on", voided.unwrap_or_default()),
    ])
}

/// What can be done with it as it stands.
fn offers(sitting: &SittingForTeam) -> Markup {
    let acts: &[SittingDecision] = match sitting.state {
        TeamState::Running => &[SittingDecision::Hold],
        TeamState::Scoring => &[SittingDecision::Hold, SittingDecision::Void],
        TeamState::OnHold if sitting.handed_in.is_none() => &[SittingDecision::Release],
        TeamState::OnHold => &[SittingDecision::Release, SittingDecision::Void],
        TeamState::Passed | TeamState::NotPassed => &[SittingDecision::Void],
        TeamState::Voided => &[],
    };
    html! {
        @if !acts.is_empty() {
            div class="cluster after" {
                @for act in acts {
                    (ui::link_button(
                        &format!("{}…", verb_of(*act)),
                        &format!("{}/{}", place(sitting.id), word_of(*act)),
                        ui::ButtonKind::Secondary,
                    ))
                }
            }
        }
    }
}

/// What is shown besides what follows.
#[derive(Default)]
struct AroundDecision {
    why: String,
    told: String,
    faults: Vec<FieldFault>,
    is_stale: bool,
}

pub(super) async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, act)): Path<(String, String)>,
) -> Result<Response, Fault> {
    show(&web, &visitor, id_of(&id)?, act_of(&act)?, AroundDecision::default()).await
}

pub(super) async fn decide(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["seen", "told", "reason"])?;
    let (id, act) = (id_of(&id)?, act_of(&act)?);
    let (seen, told, reason) = (posted.text("seen"), posted.text("told"), posted.text("reason"));
    let asking = &posted.visitor.asking;
    let done = match Why::parse(reason) {
        Ok(why) => web.app.sittings.decide(asking, id, act, (seen, told, &why)).await,
        Err(error) => Err(error),
    };
    let again = AroundDecision { why: reason.to_owned(), told: told.to_owned(), ..AroundDecision::default() };
    let again = match done {
        Ok(()) => return Ok(Redirect::to(&place(id)).into_response()),
        Err(AppError::Conflict) => AroundDecision { is_stale: true, ..again },
        Err(AppError::Invalid(faults)) => AroundDecision { faults, ..again },
        Err(error) => return Err(error.into()),
    };
    show(&web, &posted.visitor, id, act, again).await
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    id: SittingId,
    act: SittingDecision,
    around: AroundDecision,
) -> Result<Response, Fault> {
    let preview = web.app.sittings.preview(&visitor.asking, id, act).await?;
    let sitting = &preview.sitting;
    let heading = format!("{}: {}", verb_of(act), sitting.exam);
    let lead = format!(
        "Of {}, {}. Nothing is done yet: look at what follows, then decide.",
        sitting.name,
        long(sitting.started_on)
    );
    // What cannot be done is said by the page itself.
    let faults: Vec<FieldFault> = match preview.refused {
        Some(_) => Vec::new(),
        None => around.faults.clone(),
    };
    let main = html! {
        (ui::error_summary(&errors(&faults)))
        (crumbs(Some(sitting)))
        (ui::page_header(&heading, &lead, html! {}))
        (changed(around.is_stale))
        @if let Some(refused) = preview.refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Information, refused)))
            p { (ui::link_button("Back to the sitting", &place(id), ui::ButtonKind::Secondary)) }
        } @else {
            (consequence(visitor, act, &preview))
            (form(visitor, act, &preview, &around))
        }
    };
    let status = status_of(around.is_stale, &around.faults);
    Ok((status, visitor.wide_page(web, &title(&heading, &faults), main)).into_response())
}

/// What follows: of what is held, for whoever sat, for everybody.
fn consequence(visitor: &Visitor, act: SittingDecision, preview: &SittingPreview) -> Markup {
    let (sitting, name) = (&preview.sitting, &preview.sitting.name);
    let (is_scored, scored) = (sitting.result.is_some(), sitting.result.map_or(0, |(_, scaled)| scaled));
    html! {
        @match act {
            SittingDecision::Hold => (ui::section("follows", "What follows", html! {
                ul class="points" {
                    li { (name) " reads “Your result is being reviewed” in place of it, and never why." }
                    li { "No pass, no certification and no badge follow before you release it." }
                    li { "The exam is not registered for anew meanwhile: its result is still awaited." }
                    @if sitting.state == TeamState::Running { li { "The exam itself goes on as it is." } }
                }
            })),
            SittingDecision::Release if !is_scored => (ui::section("follows", "What follows", html! {
                p { "It is not scored yet. Once it is, " (name) " is told the result at once, as always." }
            })),
            SittingDecision::Release => {
                (ui::section("result", "The result", html! {
                    p {
                        (sentence(result_words(sitting))) " with " (scored) ". " (name)
                        " is told, and the score report is theirs to read."
                    }
                }))
            }
            SittingDecision::Void => {}
        }
        @if let Some(changes) = &preview.consequence { (follows(visitor, name, changes)) }
        @else if act == SittingDecision::Void {
            (ui::section("follows", "What follows", html! {
                p {
                    "Its result was never given and never will be, so nothing that " (name)
                    " holds changes."
                }
            }))
        }
        @if let Some(told) = &preview.told {
            (ui::section("told", &format!("What {name} reads"), html! {
                div class="prose" { blockquote { (told.text()) } }
                p class="muted" { "With what you write for them below." }
            }))
            (ui::section("retake", "May the exam be taken again?", html! {
                p {
                    "Yes, at once: a voided sitting counts as no try, so neither a pass nor a wait follows "
                    "from it. The registration it used stays used; " (name)
                    " registers anew while registration is open."
                }
            }))
        }
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

fn form(
    visitor: &Visitor,
    act: SittingDecision,
    preview: &SittingPreview,
    around: &AroundDecision,
) -> Markup {
    let sitting = &preview.sitting;
    let why = ui::Field::new("reason", "Reason, for the audit log").value(&around.why);
    let why = why.error(error_of(&around.faults, "reason").to_owned());
    let told = ui::Field::new("told", format!("What {} reads about why", sitting.name))
        .help("Leave it empty to say no more than above. The reason for the audit log is not shown to them.")
        .value(&around.told)
        .optional()
        .error(error_of(&around.faults, "told").to_owned());
    let (kind, back) = match act {
        SittingDecision::Hold => (ui::ButtonKind::Primary, "You can release it at any time."),
        SittingDecision::Release => (
            ui::ButtonKind::Primary,
            "What was told is not held back again; a result that must not stand is voided.",
        ),
        SittingDecision::Void => (
            ui::ButtonKind::Danger,
            "This is not undone. Where it was a mistake, put the pass on the person's record by hand.",
        ),
    };
    ui::post_form(
        &format!("{}/{}", place(sitting.id), word_of(act)),
        visitor.csrf(),
        html! {
            input type="hidden" name="seen" value=(preview.mark);
            @if act == SittingDecision::Void { (ui::textarea(&told, 2)) }
            (ui::textarea(&why, 3))
            div class="page-actions" {
                (ui::submit_button(&format!("{} of {}", verb_of(act), sitting.name), kind))
                (ui::link_button("Keep everything as it is", &place(sitting.id), ui::ButtonKind::Quiet))
            }
            p class="muted" { (back) " It is written to the audit log in your name." }
        },
    )
}
