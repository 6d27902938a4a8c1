//! Putting something on a person's record: a form, a page that says what follows, and the act.

use assay_app::{AppError, FieldFault, Why};
use assay_kernel::PersonId;
use assay_programme::model::Programme;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::{
    consequence,
    kind::{RecordKind, Typed},
    place::{crumbs, id_of, place},
};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        looked::status_of,
        sign_in::{error_of, errors, title},
    },
    problem::encode,
    routes::Routes,
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/admin/people/{id}/record/{kind}", look)
        .post("/admin/people/{id}/record/{kind}", decide)
}

async fn look(
    State(web): State<Web>,
    visitor: Visitor,
    Path((id, kind)): Path<(String, String)>,
    Query(typed): Query<Typed>,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let kind = RecordKind::parse(&kind).ok_or_else(Fault::not_found)?;
    if typed.what.is_empty() && typed.on.is_empty() {
        return ask(&web, &visitor, (id, kind), &typed, &[]).await;
    }
    show(&web, &visitor, (id, kind), &typed, SecondLook::default()).await
}

/// Why it is looked at once more.
#[derive(Default)]
struct SecondLook {
    why: String,
    faults: Vec<FieldFault>,
    /// Something changed meanwhile.
    is_stale: bool,
}

/// Shows what follows; where what was typed says nothing usable, asks again.
async fn show(
    web: &Web,
    visitor: &Visitor,
    (id, kind): (PersonId, RecordKind),
    typed: &Typed,
    looked: SecondLook,
) -> Result<Response, Fault> {
    let asking = &visitor.asking;
    let entry = match typed.read(kind, &asking.programme, asking.today) {
        Ok(entry) => entry,
        Err(faults) => return ask(web, visitor, (id, kind), typed, &faults).await,
    };
    let preview = match web.app.record.preview(asking, id, &entry).await {
        Ok(preview) => preview,
        Err(AppError::Invalid(faults)) => return ask(web, visitor, (id, kind), typed, &faults).await,
        Err(error) => return Err(error.into()),
    };
    let status = status_of(looked.is_stale, &looked.faults);
    let shown = consequence::ShownConsequence {
        kind,
        typed,
        preview: &preview,
        why: &looked.why,
        faults: &looked.faults,
        is_stale: looked.is_stale,
    };
    Ok((status, consequence::page(web, visitor, &shown)).into_response())
}

async fn decide(
    State(web): State<Web>,
    Path((id, kind)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["what", "on", "n", "name", "reference", "mark", "reason"])?;
    let (visitor, id) = (&posted.visitor, id_of(&id)?);
    let kind = RecordKind::parse(&kind).ok_or_else(Fault::not_found)?;
    let (typed, asking) = (Typed::of(&posted), &visitor.asking);
    let mut looked = SecondLook { why: posted.text("reason").to_owned(), ..SecondLook::default() };
    let done = match (typed.read(kind, &asking.programme, asking.today), Why::parse(&looked.why)) {
        (Ok(entry), Ok(why)) => web.app.record.decide(asking, id, &entry, posted.text("mark"), &why).await,
        (_, Err(error)) => Err(error),
        // It is asked for again, with what to write instead.
        (Err(_), _) => return show(&web, visitor, (id, kind), &typed, looked).await,
    };
    match done {
        Ok(()) => {
            let what = encode(typed.what.trim());
            let to = format!("{}?done={}&what={what}", place(id), kind.name());
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Conflict) => {
            looked.is_stale = true;
            show(&web, visitor, (id, kind), &typed, looked).await
        }
        Err(AppError::Invalid(faults)) => {
            looked.faults = faults;
            show(&web, visitor, (id, kind), &typed, looked).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form.
async fn ask(
    web: &Web,
    visitor: &Visitor,
    (id, kind): (PersonId, RecordKind),
    typed: &Typed,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let person = web.app.record.to_decide_about(&visitor.asking, id).await?;
    let lead = format!("For {}. Nothing is done yet: first you see what follows.", person.name);
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (crumbs(id, &person.name))
        (ui::page_header(kind.heading(), &lead, html! {}))
        form class="form" method="get" action=(kind.place(id)) novalidate {
            (fields(visitor, kind, typed, faults))
            div class="page-actions" {
                (ui::submit_button("Show what follows", ui::ButtonKind::Primary))
                (ui::link_button("Back to the person", &place(id), ui::ButtonKind::Quiet))
            }
        }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title(kind.heading(), faults), main)).into_response())
}

fn fields(visitor: &Visitor, kind: RecordKind, typed: &Typed, faults: &[FieldFault]) -> Markup {
    let error = |field: &str| error_of(faults, field).to_owned();
    let what = if kind.is_exam() { "Exam" } else { "Certification" };
    let what = ui::Field::new("what", what).error(error("what"));
    let on = ui::Field::new("on", "On the day").kind(ui::InputKind::Date).value(&typed.on).error(error("on"));
    let (count, of) = match kind {
        RecordKind::Credits | RecordKind::TakeBack => ("Credits", ""),
        _ => ("Payments", "1"),
    };
    let n = if typed.n.is_empty() { of } else { &typed.n };
    let count = ui::Field::new("n", count).kind(ui::InputKind::Number).value(n).error(error("n"));
    let elsewhere = ui::Field::new("reference", "Where it is recorded")
        .help("A number or an address by which somebody else can find it.")
        .value(&typed.reference)
        .error(error("reference"))
        .optional();
    html! {
        (ui::select(&what, &choices(&visitor.asking.programme, kind, &typed.what)))
        @if !kind.is_decision() { (ui::field(&on)) }
        @if kind.counts() { (ui::field(&count)) }
        @if let Some((label, help)) = kind.names() {
            @let name = ui::Field::new("name", label).help(help).value(&typed.name).error(error("name"));
            (ui::field(&if kind == RecordKind::Activity { name } else { name.optional() }))
        }
        @if !kind.is_decision() { (ui::field(&elsewhere)) }
    }
}

fn choices(programme: &Programme, kind: RecordKind, chosen: &str) -> Vec<ui::Choice> {
    let of = |value: &str, label: String| ui::Choice::new(value, label).chosen(value == chosen);
    let title =
        |code: &str| programme.certification(code).map_or(code.to_owned(), |known| known.title.clone());
    let mut choices = vec![of("", "Choose".to_owned())];
    if kind.is_exam() {
        let exams = programme.exams.iter();
        choices.extend(exams.map(|exam| {
            let label = format!("{}: {}", exam.code, title(exam.certification.as_str()));
            of(exam.code.as_str(), label)
        }));
    }
    let version = if kind.is_exam() { ", version not known" } else { "" };
    let certifications = programme.certifications.iter();
    choices.extend(certifications.map(|known| of(known.code.as_str(), format!("{}{version}", known.title))));
    choices
}
