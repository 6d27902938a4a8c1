//! Registering somebody, and what is done with a registration: what follows first, then a reason and the act.

use assay_app::{AppError, FieldFault, NewDays, NotRegistered, RegistrationAct, RegistrationPreview, Why};
use assay_assessment::registration::long;
use assay_kernel::{PersonId, RegistrationId};
use assay_words::InEnglish;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    choose::{choices, why_not},
    one::{crumbs, id_of},
    stand::{exam_title, place},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        looked::{changed, status_of},
        person,
        sign_in::{error_of, errors, title},
    },
    problem::encode,
    state::Web,
    ui,
    visitor::Visitor,
};

const DECIDE: &str = "Nothing is done yet: look at what follows, then decide.";
const CHOOSE: &str = "Nothing is done yet: choose the exam, then look at what follows.";

/// What is to be done, to whom or to what.
enum WantedAct {
    Register { person: PersonId, exam: String },
    Act { id: RegistrationId, act: RegistrationAct },
}

/// The exam version that is chosen; none while it is not.
#[derive(Default, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    exam: String,
}

impl WantedAct {
    /// The act in an address.
    fn of(id: &str, name: &str, exam: &str) -> Result<WantedAct, Fault> {
        let act = match name {
            "withdraw" => RegistrationAct::Withdraw,
            "take-up" => RegistrationAct::TakeUp,
            "move" => RegistrationAct::Move { to: exam.to_owned() },
            _ => return Err(Fault::not_found()),
        };
        Ok(WantedAct::Act { id: id_of(id)?, act })
    }

    fn name(&self) -> &'static str {
        match self {
            WantedAct::Register { .. } => "register",
            WantedAct::Act { act: RegistrationAct::Withdraw, .. } => "withdraw",
            WantedAct::Act { act: RegistrationAct::TakeUp, .. } => "take-up",
            WantedAct::Act { act: RegistrationAct::Move { .. }, .. } => "move",
        }
    }

    /// Where it is asked for and done.
    fn action(&self) -> String {
        match self {
            WantedAct::Register { person, .. } => format!("{}/register", person::place(*person)),
            WantedAct::Act { id, .. } => format!("{}/{}", place(*id), self.name()),
        }
    }

    /// The exam version that is chosen for it; none where none is to be.
    fn chosen(&self) -> Option<&str> {
        match self {
            WantedAct::Register { exam, .. }
            | WantedAct::Act { act: RegistrationAct::Move { to: exam }, .. } => Some(exam),
            WantedAct::Act { .. } => None,
        }
    }

    async fn preview(&self, web: &Web, visitor: &Visitor) -> Result<RegistrationPreview, AppError> {
        let registrations = &web.app.registrations;
        match self {
            WantedAct::Register { person, exam } => {
                registrations.preview_registering(&visitor.asking, *person, exam).await
            }
            WantedAct::Act { id, act } => registrations.preview(&visitor.asking, *id, act).await,
        }
    }

    /// What the page is called, and what its button says.
    fn words(&self, preview: &RegistrationPreview) -> (String, String) {
        let of = preview.before.as_ref().map_or("", |days| days.exam.as_str());
        let (to, name) = (self.chosen().unwrap_or_default(), &preview.person.name);
        match self.name() {
            "register" => (format!("Register {name} for {to}"), format!("Register {name}")),
            "withdraw" => (
                format!("Withdraw the registration for {of} of {name}"),
                "Withdraw the registration".to_owned(),
            ),
            "take-up" => {
                (format!("Take up {of} of {name} again"), "Take up the registration again".to_owned())
            }
            _ => (format!("Move {name} from {of} to {to}"), format!("Move the registration to {to}")),
        }
    }
}

/// Why it is looked at once more.
#[derive(Default)]
struct OnceMore {
    why: String,
    faults: Vec<FieldFault>,
    /// Something changed meanwhile.
    is_stale: bool,
}

pub(super) async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, act)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Fault> {
    look_at(&web, &visitor, &WantedAct::of(&id, &act, chosen.exam.trim())?).await
}

pub(super) async fn look_at_somebody(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Fault> {
    let (person, exam) = (person::id_of(&id)?, chosen.exam.trim().to_owned());
    look_at(&web, &visitor, &WantedAct::Register { person, exam }).await
}

async fn look_at(web: &Web, visitor: &Visitor, wanted: &WantedAct) -> Result<Response, Fault> {
    match wanted.chosen() {
        Some("") => choose(web, visitor, wanted, &[]).await,
        _ => show(web, visitor, wanted, OnceMore::default()).await,
    }
}

/// The exams that can be chosen.
async fn choose(
    web: &Web,
    visitor: &Visitor,
    wanted: &WantedAct,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let (registrations, asking) = (&web.app.registrations, &visitor.asking);
    let (person, moved) = match wanted {
        WantedAct::Register { person, .. } => (*person, None),
        WantedAct::Act { id, .. } => {
            let (line, _) = registrations.one(asking, *id).await?;
            (line.person, Some(line.exam))
        }
    };
    let (person, exams) = registrations.exams_for(asking, person).await?;
    let heading = match moved {
        None => format!("Register {} for an exam", person.name),
        Some(exam) => format!("Move the registration for {exam} of {}", person.name),
    };
    let link = |exam: &str| format!("{}?exam={}", wanted.action(), encode(exam));
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (way(wanted, person.id, &person.name))
        (ui::page_header(&heading, CHOOSE, html! {}))
        (choices(&exams, &person.name, &link))
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title(&heading, faults), main)).into_response())
}

/// The way to the page: by the person, or by the registration.
fn way(wanted: &WantedAct, person: PersonId, name: &str) -> Markup {
    match wanted {
        WantedAct::Register { .. } => person::crumbs(person, name),
        WantedAct::Act { id, .. } => crumbs(&[ui::Crumb::new(name, place(*id))]),
    }
}

pub(super) async fn act(
    State(web): State<Web>,
    Path((id, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["exam", "mark", "reason"])?;
    let wanted = WantedAct::of(&id, &act, posted.text("exam").trim())?;
    carry_out(&web, &posted, &wanted).await
}

pub(super) async fn register(
    State(web): State<Web>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["exam", "mark", "reason"])?;
    let exam = posted.text("exam").trim().to_owned();
    let wanted = WantedAct::Register { person: person::id_of(&id)?, exam };
    carry_out(&web, &posted, &wanted).await
}

async fn carry_out(web: &Web, posted: &Posted, wanted: &WantedAct) -> Result<Response, Fault> {
    let (asking, registrations) = (&posted.visitor.asking, &web.app.registrations);
    let (mark, mut again) =
        (posted.text("mark"), OnceMore { why: posted.text("reason").to_owned(), ..OnceMore::default() });
    let done = match (Why::parse(&again.why), wanted) {
        (Err(error), _) => Err(error),
        (Ok(why), WantedAct::Register { person, exam }) => {
            registrations.register_somebody(asking, *person, exam, mark, &why).await
        }
        (Ok(why), WantedAct::Act { id, act }) => registrations.act(asking, *id, act, mark, &why).await,
    };
    match done {
        Ok(id) => return Ok(Redirect::to(&format!("{}?done={}", place(id), wanted.name())).into_response()),
        // What is refused is told by what follows, which is looked at once more.
        Err(AppError::Conflict | AppError::Registration(_)) => again.is_stale = true,
        Err(AppError::Invalid(faults)) => again.faults = faults,
        Err(error) => return Err(error.into()),
    }
    show(web, &posted.visitor, wanted, again).await
}

async fn show(web: &Web, visitor: &Visitor, wanted: &WantedAct, again: OnceMore) -> Result<Response, Fault> {
    let preview = match wanted.preview(web, visitor).await {
        Ok(preview) => preview,
        Err(AppError::Invalid(faults)) => return choose(web, visitor, wanted, &faults).await,
        Err(error) => return Err(error.into()),
    };
    let (heading, button) = wanted.words(&preview);
    let person = &preview.person;
    let main = html! {
        (ui::error_summary(&errors(&again.faults)))
        (way(wanted, person.id, &person.name))
        (ui::page_header(&heading, if preview.refused.is_some() { "" } else { DECIDE }, html! {}))
        (changed(again.is_stale))
        @if let Some(refused) = &preview.refused {
            (ui::banner(&ui::Banner::new(ui::Tone::Attention, "This is not possible today")
                .body(html! { div class="prose" { (why_not(&person.name, refused)) } })))
            div class="cluster" {
                @if wanted.chosen().is_some() {
                    (ui::link_button("Choose another exam", &wanted.action(), ui::ButtonKind::Secondary))
                }
                (ui::link_button(&format!("Back to {}", back_to(wanted)), &back(wanted, person.id),
                    ui::ButtonKind::Secondary))
            }
        } @else {
            (follows(visitor, wanted, &preview))
            (ui::section("told", &format!("What {} reads", person.name), html! {
                div class="prose" { blockquote { (preview.told.text()) } }
                p class="muted" { "With the reason that you write below." }
            }))
            (form(visitor, wanted, &preview, &again, &button))
        }
    };
    let status = status_of(again.is_stale, &again.faults);
    Ok((status, visitor.wide_page(web, &title(&heading, &again.faults), main)).into_response())
}

fn back_to(wanted: &WantedAct) -> &'static str {
    match wanted {
        WantedAct::Register { .. } => "the person",
        WantedAct::Act { .. } => "the registration",
    }
}

fn back(wanted: &WantedAct, person: PersonId) -> String {
    match wanted {
        WantedAct::Register { .. } => person::place(person),
        WantedAct::Act { id, .. } => place(*id),
    }
}

/// What is held before and after, and whether there is a way back.
fn follows(visitor: &Visitor, wanted: &WantedAct, preview: &RegistrationPreview) -> Markup {
    let row = |when: &str, days: Option<&NewDays>| match days {
        Some(days) => vec![
            html! { (when) },
            html! { (days.exam) ": " (exam_title(&visitor.asking, days.exam.as_str())) },
            html! { (long(days.sit_from)) },
            html! { (days.sit_until.map_or("no end".to_owned(), long)) },
        ],
        None => {
            vec![html! { (when) }, html! { "Not registered" }, html! { "none" }, html! { "none" }]
        }
    };
    let holds = preview.before.as_ref().filter(|_| wanted.name() != "take-up");
    let columns = ["", "Exam", "First day to sit", "Last day to sit"].map(ui::Column::text).to_vec();
    let rows = vec![row("Before", holds), row("After", preview.after.as_ref())];
    ui::section(
        "follows",
        "What follows",
        html! {
            (ui::table(&ui::Table::new("Registered before and after", columns).rows(rows).cards()))
            @if matches!(wanted.name(), "withdraw" | "move") {
                p {
                    bdi { (preview.person.name) } " cannot take the withdrawn registration up again, nor "
                    "register for that exam: the team can. Results, certifications and practice stay as "
                    "they are, and no wait follows."
                }
            }
            (way_back(wanted, preview))
        },
    )
}

/// Whether it can be undone, and by what.
fn way_back(wanted: &WantedAct, preview: &RegistrationPreview) -> Markup {
    match (&preview.final_because, wanted.name()) {
        (None, "register" | "take-up") => html! { p { "It can be undone: withdraw it, until it is used." } },
        (None, "withdraw") => {
            html! { p { "It can be undone: take it up again while registration is open." } }
        }
        (None, _) => html! { p { "It can be undone: move it back while registration is open." } },
        (Some(why), _) => {
            let banner = ui::Banner::new(ui::Tone::Attention, "It cannot be undone today");
            let why = match why {
                NotRegistered::Nothing(text) => html! { p { (text) } },
                rules @ NotRegistered::Rules(_) => why_not(&preview.person.name, rules),
            };
            ui::banner(&banner.body(html! { div class="prose" { (why) } }))
        }
    }
}

fn form(
    visitor: &Visitor,
    wanted: &WantedAct,
    preview: &RegistrationPreview,
    again: &OnceMore,
    button: &str,
) -> Markup {
    let label = format!("Reason, for {} and for the audit log", preview.person.name);
    let why = ui::Field::new("reason", label).value(&again.why).error(error_of(&again.faults, "reason"));
    let kind = if wanted.name() == "withdraw" { ui::ButtonKind::Danger } else { ui::ButtonKind::Primary };
    ui::post_form(
        &wanted.action(),
        visitor.csrf(),
        html! {
            @if let Some(exam) = wanted.chosen() { input type="hidden" name="exam" value=(exam); }
            input type="hidden" name="mark" value=(preview.mark);
            (ui::textarea(&why, 3))
            div class="page-actions" {
                (ui::submit_button(button, kind))
                (ui::link_button("Keep everything as it is", &back(wanted, preview.person.id),
                    ui::ButtonKind::Quiet))
            }
            p class="muted" { "It is written to the audit log in your name." }
        },
    )
}
