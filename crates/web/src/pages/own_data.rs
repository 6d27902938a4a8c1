//! The copy of everything that is kept about whoever asks.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{fault::Fault, routes::Routes, state::Web, visitor::Visitor};

pub(super) fn routes() -> Routes {
    Routes::default().get("/account/data.json", data).get("/account/statements.json", statements)
}

/// What a learning record store is told of them, or would be: bounded as what it is made of.
async fn statements(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let told = web.app.practice.own_statements(&visitor.asking).await?;
    let text = serde_json::to_string_pretty(&told);
    let text = text.map_err(|error| Fault::internal(&format!("writing one's own statements: {error}")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-statements.json\""),
    ];
    Ok((headers, text).into_response())
}

/// One document, in memory as it is: its parts are bounded (`assay_app::OwnData`).
async fn data(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let data = web.app.record.own_data(&visitor.asking).await?;
    let text = serde_json::to_string_pretty(&data);
    let text = text.map_err(|error| Fault::internal(&format!("writing one's own data: {error}")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
    ];
    Ok((headers, text).into_response())
}
