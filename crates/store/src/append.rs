//! How steps of responses are appended and acknowledged.
//!
//! One statement appends them, and what it returns is all that is acknowledged. It takes the rows of the
//! sittings `FOR SHARE`, in the order of their ids, and judges by the locked version: an append that waits
//! for a hand-in is refused by it, a hand-in that waits for an append is scored with it. The weaker ways lose
//! answers (measured: docs/bench/answers.md).

use sqlx::{PgConnection, SqliteConnection};

use crate::{
    steps::{ResponseStep, StepKey},
    unit::Sql,
};

// The divergent pair: the same append for a whole group, in each database's way to pass a list and to lock. A
// step is taken where the sitting is open, not past its end and held by its writer or nobody, and where its
// number is neither below the stored one nor far above it. A repeat of a step (same sitting, position, number
// and answer) is returned and changes nothing: saving is idempotent. The same number with another answer is
// not returned. SQLite has one writer: that is its lock.
pub(crate) const APPEND_SQLITE: Sql = Sql::named(
    "response.appended",
    "WITH step AS (SELECT \
    value ->> 0 AS sitting_id, value ->> 1 AS position, value ->> 2 AS seq, value ->> 3 AS response, \
    value ->> 4 AS flagged, value ->> 5 AS saved_at, value ->> 6 AS writer, value ->> 7 AS ends_from, \
    value ->> 8 AS seq_step_max, value ->> 9 AS item_seen_ms, value ->> 10 AS item_elapsed_ms, \
    value ->> 11 AS client_elapsed_ms FROM json_each($1)) \
    INSERT INTO response_steps (sitting_id, position, seq, response, flagged, saved_at, \
    item_seen_ms, item_elapsed_ms, client_elapsed_ms) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at, \
    step.item_seen_ms, step.item_elapsed_ms, step.client_elapsed_ms \
    FROM step JOIN sittings AS held ON held.id = step.sitting_id \
    WHERE held.submitted_at IS NULL AND held.deadline_at >= step.ends_from \
    AND (held.lease = '' OR held.lease = step.writer) \
    AND step.seq - COALESCE((SELECT MAX(r.seq) FROM response_steps AS r \
    WHERE r.sitting_id = step.sitting_id AND r.position = step.position), 0) BETWEEN 0 AND step.seq_step_max \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged \
    RETURNING sitting_id, position, seq",
);
pub(crate) const APPEND_POSTGRES: Sql = Sql::named(
    "response.appended",
    "WITH step AS (SELECT * FROM unnest($1::text[], $2::bigint[], \
    $3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[], \
    $10::bigint[], $11::bigint[], $12::bigint[]) AS step (sitting_id, position, seq, response, flagged, \
    saved_at, writer, ends_from, seq_step_max, item_seen_ms, item_elapsed_ms, client_elapsed_ms)), \
    held AS (SELECT id, deadline_at, lease FROM sittings WHERE id IN (SELECT sitting_id FROM step) \
    AND submitted_at IS NULL ORDER BY id FOR SHARE) \
    INSERT INTO response_steps (sitting_id, position, seq, response, flagged, saved_at, \
    item_seen_ms, item_elapsed_ms, client_elapsed_ms) \
    SELECT step.sitting_id, step.position, step.seq, step.response, step.flagged, step.saved_at, \
    step.item_seen_ms, step.item_elapsed_ms, step.client_elapsed_ms \
    FROM step JOIN held ON held.id = step.sitting_id \
    CROSS JOIN LATERAL (SELECT COALESCE(MAX(r.seq), 0) AS seq FROM response_steps AS r \
    WHERE r.sitting_id = step.sitting_id AND r.position = step.position) AS latest \
    WHERE held.deadline_at >= step.ends_from AND (held.lease = '' OR held.lease = step.writer) \
    AND step.seq - latest.seq BETWEEN 0 AND step.seq_step_max \
    ON CONFLICT (sitting_id, position, seq) DO UPDATE SET seq = excluded.seq \
    WHERE response_steps.response = excluded.response AND response_steps.flagged = excluded.flagged \
    RETURNING sitting_id, position, seq",
);
/// Share locks cannot be raised in order: a group that also changes sittings takes all of its rows first.
pub(crate) const HOLD: Sql = Sql::named(
    "sitting.held",
    "SELECT id FROM sittings WHERE id = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE",
);

pub(crate) async fn append_sqlite(
    connection: &mut SqliteConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<StepKey>, sqlx::Error> {
    let rows: Vec<serde_json::Value> = steps
        .iter()
        .map(|s| {
            let (saved_at, ends_from) = (s.saved_at.as_millisecond(), s.ends_from.as_millisecond());
            serde_json::json!([
                s.sitting,
                s.position,
                s.seq,
                s.response,
                i64::from(s.flagged),
                saved_at,
                s.writer,
                ends_from,
                s.seq_step_max,
                s.item_seen_ms,
                s.item_elapsed_ms,
                s.client_elapsed_ms,
            ])
        })
        .collect();
    let list = serde_json::Value::from(rows).to_string();
    sqlx::query_as(APPEND_SQLITE.text).bind(list).fetch_all(connection).await
}

pub(crate) async fn append_postgres(
    connection: &mut PgConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<StepKey>, sqlx::Error> {
    append_with(APPEND_POSTGRES.text, connection, steps).await
}

async fn append_with(
    sql: &'static str,
    connection: &mut PgConnection,
    steps: &[&ResponseStep],
) -> Result<Vec<StepKey>, sqlx::Error> {
    let texts = |of: fn(&ResponseStep) -> String| steps.iter().map(|s| of(s)).collect::<Vec<String>>();
    let numbers = |of: fn(&ResponseStep) -> i64| steps.iter().map(|s| of(s)).collect::<Vec<i64>>();
    let times = |of: fn(&ResponseStep) -> Option<i64>| steps.iter().map(|s| of(s)).collect::<Vec<_>>();
    sqlx::query_as(sql)
        .bind(texts(|s| s.sitting.to_string()))
        .bind(numbers(|s| i64::from(s.position)))
        .bind(numbers(|s| s.seq))
        .bind(texts(|s| s.response.clone()))
        .bind(numbers(|s| i64::from(s.flagged)))
        .bind(numbers(|s| s.saved_at.as_millisecond()))
        .bind(texts(|s| s.writer.clone()))
        .bind(numbers(|s| s.ends_from.as_millisecond()))
        .bind(numbers(|s| s.seq_step_max))
        .bind(times(|s| s.item_seen_ms))
        .bind(times(|s| s.item_elapsed_ms))
        .bind(times(|s| s.client_elapsed_ms))
        .fetch_all(connection)
        .await
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
