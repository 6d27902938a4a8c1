//! The exam versions with a bank, and taking one out of the programme's files into work.

use assay_app::{AppError, Why, acts};
use assay_bank::work::ItemPool;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::shared::{ActFaults, BANK, PEOPLE, WORK, list_place, manages, pool_words};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{list::grouped, sign_in::title},
    state::Web,
    ui,
    visitor::Visitor,
};

pub(super) async fn exams(State(web): State<Web>, visitor: Visitor) -> Result<Markup, Fault> {
    let asking = &visitor.asking;
    let owned = web.app.items.owned(asking).await?;
    let codes: Vec<String> = asking
        .programme
        .programme
        .exams
        .iter()
        .filter(|exam| asking.programme.programme.outline(exam.code.as_str()).is_some())
        .map(|exam| exam.code.to_string())
        .collect();
    let many = |exam: &str, pool: ItemPool| {
        owned.iter().find(|(of, code, _)| *of == pool && code == exam).map_or(0, |(_, _, many)| *many)
    };
    let is_in_work = |exam: &str| ItemPool::ALL.iter().any(|pool| many(exam, *pool) > 0);
    let lead = "Items with their versions, reviews and use. Once a bank is in work, it is written here and \
                not in the programme's files.";
    let main = html! {
        (ui::page_header("Bank", lead, html! {
            (ui::link_button("My work", WORK, ui::ButtonKind::Secondary))
            @if asking.may_at_all::<acts::SeeStaff>() {
                (ui::link_button("Who works here", PEOPLE, ui::ButtonKind::Quiet))
            }
        }))
        ul class="grid" {
            @for exam in &codes {
                li class="card" {
                    h2 { (exam) }
                    @if is_in_work(exam) {
                        ul class="mini" {
                            @for pool in ItemPool::ALL {
                                li {
                                    a href=(list_place(exam, pool)) { (pool_words(pool)) }
                                    span { (items(many(exam, pool))) }
                                }
                            }
                        }
                    } @else {
                        p class="muted" { "Its items stand in the programme's files alone." }
                        @if manages(asking) {
                            (ui::link_button("Take it into work", &format!("{BANK}/{exam}"),
                                ui::ButtonKind::Secondary))
                        }
                    }
                }
            }
        }
        @if codes.is_empty() {
            (ui::empty_state(&ui::EmptyState::new("No exam version has an outline",
                "A bank is written by the outline of its exam version, which the programme's files hold.")))
        }
    };
    Ok(visitor.wide_page(&web, "Bank", main))
}

fn items(many: i64) -> String {
    match many {
        1 => "1 item".to_owned(),
        many => format!("{} items", grouped(many)),
    }
}

/// The page of a bank that is not in work: what taking it means.
pub(super) fn not_in_work(web: &Web, visitor: &Visitor, exam: &str, faults: &ActFaults) -> Response {
    let main = html! {
        (faults.summary())
        (ui::breadcrumbs(&[ui::Crumb::new("Bank", BANK)]))
        (ui::page_header(&format!("The bank of {exam}"), "It is not in work yet.", html! {}))
        @if manages(&visitor.asking) {
            div class="prose" {
                p { "To take it into work means:" }
                ul {
                    li { "Each item of the programme in force becomes version 1 here, letter by letter, \
                        in the "
                        "state that its use on forms shows." }
                    li { "From then on items are written and reviewed here. The folders " code { "bank/"
                        (exam) }
                        " and " code { "practice/" (exam) } " of later files are not read any more: a \
                            plan of "
                        "a change says so." }
                    li { "Examinations that run, and registrations, stay as they are: what is sat is \
                        what was "
                        "applied." }
                    li { "You have seen this bank from then on, and cannot sit " (exam) " yourself." }
                }
            }
            (ui::post_form(&format!("{BANK}/{exam}/take"), visitor.csrf(), html! {
                (ui::textarea(&faults.field("take", "reason", "Reason, for the audit log"), 2))
                div class="page-actions" {
                    (ui::submit_button(&format!("Take the bank of {exam} into work"),
                        ui::ButtonKind::Primary))
                    (ui::link_button("Leave it in the files", BANK, ui::ButtonKind::Quiet))
                }
            }))
        } @else {
            (ui::empty_state(&ui::EmptyState::new("A bank manager takes it into work",
                "Then its items stand here, and you can write and review.")))
        }
    };
    let status = match faults.all().is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let heading = title(&format!("The bank of {exam}"), faults.all());
    (status, visitor.wide_page(web, &heading, main)).into_response()
}

pub(super) async fn take(
    State(web): State<Web>,
    Path(exam): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.only(&["reason"])?;
    let asking = &posted.visitor.asking;
    let done = match Why::parse(posted.text("reason")) {
        Ok(why) => web.app.items.take_in(asking, &exam, &why).await,
        // Who may not is told that first.
        Err(_) if !asking.may_at_all::<acts::TakeIn>() => {
            asking.person()?;
            Err(AppError::Forbidden)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&list_place(&exam, ItemPool::Exam)).into_response()),
        Err(AppError::Invalid(faults)) => {
            Ok(not_in_work(&web, &posted.visitor, &exam, &ActFaults::of("take", faults)))
        }
        Err(error) => Err(error.into()),
    }
}
