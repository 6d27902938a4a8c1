//! Exports for spreadsheets.

use assay_app::{AppError, ListPart, csv_line};
use axum::{
    body::Body,
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, future, stream};

use crate::fault::Fault;

/// Rows of an export.
pub(super) const ROWS_MAX: i64 = 500_000;
/// Rows that are read together, and in memory at one time.
const PART_ROWS: i64 = 1_000;

/// A list as CSV, read part by part while it is sent: a list of any length takes the memory of one part. Who
/// may not have it, or where the first part cannot be read, is answered so; what fails later cuts the
/// connection, so that nobody takes a half for the whole.
pub(super) async fn exported<P, F>(
    name: impl Into<String>,
    columns: &[&str],
    for_excel: bool,
    mut read: impl FnMut(Option<P>, i64) -> F + Send + 'static,
) -> Result<Response, Fault>
where
    P: Send + 'static,
    F: Future<Output = Result<ListPart<Vec<String>, P>, AppError>> + Send + 'static,
{
    let name = name.into();
    let first = read(None, PART_ROWS).await?;
    // Excel takes UTF-8 without its mark for what the machine speaks (N18); others would show the mark.
    let mark = if for_excel { "\u{feff}" } else { "" };
    let head = mark.to_owned() + &csv_line(columns.iter().map(|column| (*column).to_owned()));
    let left = ROWS_MAX.saturating_sub(PART_ROWS);
    let begin = head + &text(first.lines);
    let Some(place) = first.next else { return Ok(attached(&name, Body::from(begin))) };
    let cut = name.clone();
    let rest = stream::try_unfold(Some((place, left, read, cut)), move |state| async move {
        let Some((place, left, mut read, cut)) = state else { return Ok(None) };
        let part = read(Some(place), left.min(PART_ROWS)).await.inspect_err(|error| {
            tracing::error!(name = cut, %error, "an export was cut off");
        })?;
        let left = left.saturating_sub(PART_ROWS);
        let next = part.next.filter(|_| left > 0).map(|place| (place, left, read, cut));
        Ok::<_, AppError>(Some((text(part.lines), next)))
    });
    let whole = stream::once(future::ready(Ok(begin))).chain(rest);
    Ok(attached(&name, Body::from_stream(whole)))
}

/// What is in memory as it is, as CSV.
pub(super) fn csv(name: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Response {
    let head = csv_line(columns.iter().map(|column| (*column).to_owned()));
    attached(name, Body::from(head + &text(rows)))
}

fn attached(name: &str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}

fn text(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    rows.into_iter().map(|row| csv_line(row.into_iter())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from 1, as many as there are; what was asked for is noted.
    async fn exported_of(many: i64, fails_after: i64) -> (Result<String, axum::Error>, Vec<(i64, i64)>) {
        let asked = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let noted = asked.clone();
        let response = exported("numbers", &["n"], false, move |after: Option<i64>, rows| {
            let from = after.unwrap_or_default();
            noted.lock().unwrap().push((from, rows));
            async move {
                if from > fails_after {
                    return Err(AppError::Conflict);
                }
                let until = many.min(from + rows);
                let lines = (from + 1..=until).map(|number| vec![number.to_string()]).collect();
                Ok(ListPart { lines, next: (until - from == rows).then_some(until) })
            }
        });
        let Ok(response) = response.await else { panic!("the first part was read") };
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        let text = bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
        let asked = asked.lock().unwrap().clone();
        (text, asked)
    }

    #[tokio::test]
    async fn an_export_holds_every_row_once_however_many_parts_it_has() {
        for many in [0, 1, PART_ROWS - 1, PART_ROWS, PART_ROWS + 1, 3 * PART_ROWS + 7] {
            let (text, asked) = exported_of(many, i64::MAX).await;
            let numbers: String = (1..=many).map(|number| format!("{number}\r\n")).collect();
            assert_eq!(text.unwrap(), format!("n\r\n{numbers}"));
            let parts = (0..=many / PART_ROWS).map(|part| (part * PART_ROWS, PART_ROWS));
            assert_eq!(asked, parts.collect::<Vec<_>>());
        }
    }

    #[tokio::test]
    async fn an_export_ends_at_its_limit() {
        let (text, asked) = exported_of(ROWS_MAX + 1, i64::MAX).await;
        assert_eq!(i64::try_from(text.unwrap().lines().count()).unwrap(), 1 + ROWS_MAX);
        assert_eq!(i64::try_from(asked.len()).unwrap(), ROWS_MAX / PART_ROWS);
    }

    #[tokio::test]
    async fn an_export_that_fails_on_its_way_is_no_whole_one() {
        let (text, asked) = exported_of(3 * PART_ROWS, PART_ROWS).await;
        assert!(text.is_err(), "{text:?}");
        assert_eq!(asked.len(), 3);
    }
}
