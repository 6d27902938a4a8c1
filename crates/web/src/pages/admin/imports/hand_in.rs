//! The list of imports, with the form that hands in a file.

use assay_app::{AppError, FieldFault, ImportLine, Listed};
use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use super::shared::{LIST, format_words, pagination, place, size_words, standing_words};
use crate::{
    fault::Fault,
    form::same,
    pages::{
        admin::frame::when,
        list::{Pairs, grouped},
        sign_in::{error_of, errors, title},
    },
    state::Web,
    ui,
    upload::{QUESTIONS_BYTES_MAX, receive, receive_questions},
    visitor::Visitor,
};

/// A file with the form around it.
pub(super) const BODY_BYTES_MAX: usize = QUESTIONS_BYTES_MAX + 64 * 1024;
/// What a browser offers; what a file is, its content says.
const ACCEPT: &str = ".zip,.xml,.gift,.txt,.csv";

pub(super) async fn imports(
    State(web): State<Web>,
    visitor: Visitor,
    pairs: Pairs,
) -> Result<Response, Fault> {
    page(&web, &visitor, pairs.page(), &[]).await
}

pub(super) async fn take(
    State(web): State<Web>,
    visitor: Visitor,
    request: Request,
) -> Result<Response, Fault> {
    // Of whoever may not hand in anything no more is read than a form has.
    let may = web.app.items.may_hand_in(&visitor.asking);
    let upload = match may {
        Ok(()) => receive_questions(request).await?,
        Err(_) => receive(request).await?,
    };
    let of = |name: &str| upload.fields.iter().find(|(field, _)| field == name).map(|(_, bytes)| bytes);
    let csrf = of("csrf").map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    if visitor.is_signed_in() && !same(&csrf.unwrap_or_default(), visitor.csrf()) {
        return Err(Fault::stale_form());
    }
    may?;
    if let Some((name, _)) = upload.fields.iter().find(|(name, _)| name != "csrf" && name != "file") {
        return Err(Fault::bad_request(&format!("this form has no field `{name}`")));
    }
    web.rates.form(visitor.session.as_ref())?;
    let file = of("file").cloned().unwrap_or_default();
    let name = upload.file_name.unwrap_or_default();
    let taken = web.app.items.hand_in(&visitor.asking, &name, &file).await;
    drop(upload.turn);
    match taken {
        Ok(id) => Ok(Redirect::to(&place(id)).into_response()),
        Err(AppError::Invalid(faults)) => page(&web, &visitor, 1, &faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, visitor: &Visitor, number: i64, faults: &[FieldFault]) -> Result<Response, Fault> {
    let imports = web.app.items.imports(&visitor.asking, number).await?;
    let lead = "Questions from another system come as a file. What of each would be lost is shown before \
                anything is kept.";
    let main = html! {
        (ui::error_summary(&errors(faults)))
        (ui::page_header("Imports", lead, html! {}))
        (ui::section("hand-in", "Hand in a file", form(visitor, faults)))
        (ui::section("imports", "Handed in", html! {
            (table(visitor, &imports))
            (pages(&imports))
        }))
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visitor.wide_page(web, &title("Imports", faults), main)).into_response())
}

fn form(visitor: &Visitor, faults: &[FieldFault]) -> Markup {
    let most = QUESTIONS_BYTES_MAX >> 20;
    let help = format!(
        "A package or item of QTI 2.0 to 3.0, Moodle XML, GIFT, Aiken, a table (CSV) or QTI 1.2, of at most \
         {most} MB. A program of its own reads it; you can close the page meanwhile."
    );
    let field = ui::Field::new("file", "File").help(help).error(error_of(faults, "file"));
    html! {
        form method="post" action=(LIST) enctype="multipart/form-data" {
            (ui::csrf_field(visitor.csrf()))
            (ui::file_field(&field, ACCEPT))
            p { (ui::submit_button("Hand in", ui::ButtonKind::Primary)) }
        }
    }
}

fn table(visitor: &Visitor, imports: &Listed<ImportLine>) -> Markup {
    let columns = vec![
        ui::Column::text("File"),
        ui::Column::text("What it is"),
        ui::Column::text("State"),
        ui::Column::number("Questions"),
        ui::Column::number("Kept"),
        ui::Column::text("Handed in"),
        ui::Column::text("By"),
    ];
    let rows = imports.lines.iter().map(|import| {
        let (tone, words) = standing_words(import.standing);
        vec![
            html! { a href=(place(import.id)) { bdi { (import.file_name) } } },
            html! { (format_words(import)) " " span class="muted" { (size_words(import.bytes)) } },
            ui::chip(tone, words),
            html! { (grouped(import.done)) },
            html! { (grouped(import.kept)) },
            html! { (when(import.at, &visitor.asking)) },
            html! { bdi { (import.by) } },
        ]
    });
    let empty = ui::EmptyState::new(
        "Nothing was handed in yet",
        "Each file appears here with what would become of its questions, and later with what became of them.",
    );
    ui::table(&ui::Table::new("Files of questions", columns).rows(rows.collect()).empty(empty).cards())
}

fn pages<T>(listed: &Listed<T>) -> Markup {
    pagination(listed, |page| format!("{LIST}?page={page}"))
}
