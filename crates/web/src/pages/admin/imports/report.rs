//! The loss report for a spreadsheet: a row a remark, and one for each question without any.

use assay_app::{ListPart, QuestionLine, RemarkWeight};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::shared::id_of;
use crate::{fault::Fault, pages::csv::exported, state::Web, visitor::Visitor};

const COLUMNS: [&str; 10] =
    ["number", "identifier", "title", "kinds", "became", "line", "code", "weight", "construct", "remark"];

pub(super) async fn report_csv(
    State(web): State<Web>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    // One that is not there is no empty report.
    web.app.items.import(&visitor.asking, id).await?;
    exported("loss-report", &COLUMNS, false, move |after: Option<i64>, _rows| {
        let (app, asking) = (web.app.clone(), visitor.asking.clone());
        async move {
            let page = app.items.questions_after(&asking, id, after.unwrap_or_default()).await?;
            let next = page.last().map(|question| question.number);
            Ok(ListPart { lines: page.iter().flat_map(rows_of).collect(), next })
        }
    })
    .await
}

fn rows_of(question: &QuestionLine) -> Vec<Vec<String>> {
    let head = || {
        vec![
            question.number.to_string(),
            question.identifier.clone(),
            question.title.clone(),
            question.kinds.join(" "),
            question.verdict.as_str().to_owned(),
        ]
    };
    if question.remarks.is_empty() {
        let mut row = head();
        row.push(question.line.to_string());
        row.resize(COLUMNS.len(), String::new());
        return vec![row];
    }
    let rows = question.remarks.iter().map(|remark| {
        let weight = match remark.weight {
            RemarkWeight::Lenient => "lenient",
            RemarkWeight::Loss => "loss",
            RemarkWeight::Error => "error",
        };
        let mut row = head();
        row.extend([
            remark.line.to_string(),
            remark.code.clone(),
            weight.to_owned(),
            remark.construct.clone(),
            remark.message.clone(),
        ]);
        row
    });
    rows.collect()
}
