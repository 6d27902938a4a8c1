//! Every form, with the form that has others drawn.

use assay_app::{AppError, FieldFault, FormsView, FormsWanted};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::shared::{COMPARE, LIST, place, state_words};
use crate::{
    fault::Fault,
    form::Posted,
    pages::{
        admin::frame::when,
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui,
    visitor::Visitor,
};

/// What was typed.
#[derive(Default)]
struct TypedDraw {
    exam: String,
    forms: String,
    seed: String,
    is_fresh: bool,
}

pub(super) async fn forms(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    page(&web, &visitor, None, &[]).await
}

pub(super) async fn draw(State(web): State<Web>, posted: Posted) -> Result<Response, Fault> {
    posted.only(&["exam", "forms", "seed", "fresh"])?;
    let text = |name: &str| posted.text(name).trim().to_owned();
    let typed = TypedDraw {
        exam: text("exam"),
        forms: text("forms"),
        seed: text("seed"),
        is_fresh: posted.text("fresh") == "yes",
    };
    let visitor = &posted.visitor;
    let Ok(seed) = typed.seed.parse::<u64>() else {
        let fault = FieldFault::new("seed", "Enter a whole number, such as 7.");
        return page(&web, visitor, Some(typed), &[fault]).await;
    };
    let wanted = FormsWanted {
        exam: typed.exam.clone(),
        forms: typed.forms.parse().unwrap_or_default(),
        seed,
        is_fresh: typed.is_fresh,
    };
    match web.app.forms.draw(&visitor.asking, &wanted).await {
        Ok(ids) => {
            let to = match ids.as_slice() {
                [one] => place(*one),
                _ => LIST.to_owned(),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(AppError::Invalid(faults)) => page(&web, visitor, Some(typed), &faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    typed: Option<TypedDraw>,
    faults: &[FieldFault],
) -> Result<Response, Fault> {
    let view = web.app.forms.all(&visitor.asking).await?;
    let typed = typed.unwrap_or_else(|| TypedDraw {
        forms: "1".to_owned(),
        seed: view.seed.to_string(),
        ..TypedDraw::default()
    });
    let lead = "Forms are drawn from the bank by the outline’s weights, looked through, and frozen by a \
                second person. A frozen form is never changed.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header("Forms", lead, html! {}))
        (ui::section("made", "Being made", made(visitor, &view)))
        (ui::section("given", "Given", given(&view)))
        (ui::section("compare", "Side by side", compare(&view)))
        (ui::section("draw", "Draw forms", form(visitor, &view, &typed, faults)))
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title("Forms", faults), main)).into_response())
}

fn made(visitor: &Visitor, view: &FormsView) -> Markup {
    let columns = ["Form", "Exam", "State", "Drawn"].map(ui::Column::text).to_vec();
    let rows = view.made.iter().map(|form| {
        let (tone, words) = state_words(form.state);
        vec![
            html! { a href=(place(form.id)) { (form.name) } },
            html! { (form.exam) },
            ui::chip(tone, words),
            html! { (when(form.at, &visitor.asking)) },
        ]
    });
    let text = "Each form that is drawn appears here with what it has and lacks, until a change of the \
                programme brings it in.";
    let empty = ui::EmptyState::new("No form is being made", text);
    ui::table(&ui::Table::new("Forms that are being made", columns).rows(rows.collect()).empty(empty).cards())
}

fn given(view: &FormsView) -> Markup {
    let columns = vec![ui::Column::text("Form"), ui::Column::text("Exam"), ui::Column::number("Items")];
    let rows = view
        .given
        .iter()
        .map(|form| vec![html! { (form.name) }, html! { (form.exam) }, html! { (form.items) }]);
    let empty = ui::EmptyState::new("No form is given", "Forms of the programme in force appear here.");
    let table = ui::Table::new("Forms of the programme in force", columns);
    ui::table(&table.rows(rows.collect()).empty(empty).cards())
}

/// Which forms to compare.
fn compare(view: &FormsView) -> Markup {
    let made = view.made.iter().map(|form| (&form.name, &form.exam));
    let given = view.given.iter().map(|form| (&form.name, &form.exam));
    let choices: Vec<ui::Choice> = made
        .chain(given)
        .map(|(name, exam)| ui::Choice::new(name.clone(), name.clone()).help(exam.clone()))
        .collect();
    let field = ui::Field::new("form", "Forms of one exam");
    html! {
        form class="form" method="get" action=(COMPARE) {
            (ui::checkboxes(&field, &choices))
            div class="page-actions" { (ui::submit_button("Compare", ui::ButtonKind::Secondary)) }
        }
    }
}

fn form(visitor: &Visitor, view: &FormsView, typed: &TypedDraw, faults: &[FieldFault]) -> Markup {
    let field = |name: &'static str, label: &str| ui::Field::new(name, label).error(error_of(faults, name));
    let exams: Vec<ui::Choice> = view
        .exams
        .iter()
        .map(|exam| ui::Choice::new(exam.clone(), exam.clone()).chosen(*exam == typed.exam))
        .collect();
    let many: Vec<ui::Choice> =
        ["1", "2", "3", "4"].map(|many| ui::Choice::new(many, many).chosen(many == typed.forms)).to_vec();
    let seed = field("seed", "Seed").value(typed.seed.clone()).short();
    let seed = seed.help("Chance begins with this number: the same bank and number give the same forms.");
    let fresh = field("fresh", "Only items that stand on no other form");
    ui::post_form(
        LIST,
        visitor.csrf(),
        html! {
            (ui::select(&field("exam", "Exam").short(), &exams))
            (ui::select(&field("forms", "How many").short(), &many))
            (ui::field(&seed))
            (ui::checkbox(&fresh, typed.is_fresh))
            div class="page-actions" { (ui::submit_button("Draw forms", ui::ButtonKind::Primary)) }
        },
    )
}
