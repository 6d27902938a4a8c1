//! Sittings: deliver, save an answer, who writes, how much time is left, hand in. The contract of the exam
//! client.

use assay_app::{HandIn, Save, Wish};
use assay_assessment::{
    sitting::{Because, Evidence, SaveResponse},
    writer::Writer,
};
use assay_bank::DeliveryItem;
use assay_kernel::{Instant, SittingId, Sittings, TypedId};
use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{problem::Problem, strict::Strict};
use crate::{
    fault::Fault, form::same, pages::picture_address, routes::Routes, state::Web, ui, visitor::Visitor,
};

/// Values of a response at most: sixteen things, each matched with sixteen.
const RESPONSE_MAX: usize = 256;
/// The name of the device that writes: a token that its page made.
const WRITER: &str = "x-assay-writer";

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/api/v1/sittings/{sitting}", show)
        .put("/api/v1/sittings/{sitting}/responses/{item}", save)
        .post("/api/v1/sittings/{sitting}/submit", submit)
        .get("/api/v1/sittings/{sitting}/time", time)
        .post("/api/v1/sittings/{sitting}/writer", write)
}

/// A sitting as its candidate sees it. Nothing in it tells right from wrong.
#[derive(Serialize, ToSchema)]
pub struct SittingBody {
    sitting: String,
    exam: String,
    title: String,
    demonstration: bool,
    /// `open` or `submitted`.
    state: &'static str,
    /// Who writes it: `here` (the device that asks, by X-Assay-Writer or its session), `elsewhere`, `nobody`.
    writer: &'static str,
    time_limit_ms: i64,
    time_left_ms: i64,
    candidate: String,
    items: Vec<ItemBody>,
}

/// An item as delivered.
#[derive(Serialize, ToSchema)]
pub struct ItemBody {
    /// Place in the sitting: `i01`.
    item: String,
    position: u32,
    /// The question, drawn unanswered: a form whose fields are named `r:` and the response variable.
    html: String,
    /// The response variables, in the order of the question.
    asks: Vec<AskBody>,
    /// The stored answer: values in QTI's lexical form; of several variables each is written `NAME:VALUE`.
    response: Vec<String>,
    flagged: bool,
    /// Number of the stored change; 0 before the first.
    seq: i64,
}

/// How much of an answer a response variable asks for. Less is taken all the same.
#[derive(Serialize, ToSchema)]
pub struct AskBody {
    /// The response variable.
    response: String,
    /// So many values at least make it whole.
    least: u32,
    /// So many at most; 0 is without a limit.
    most: u32,
    /// An expression that a text has to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
}

/// A change of an answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveBody {
    /// Rises with each change of this item on the client.
    seq: i64,
    /// Values in QTI's lexical form, of several response variables as `NAME:VALUE`; none clears the answer.
    response: Vec<String>,
    /// Marked for review.
    #[serde(default)]
    flagged: bool,
    /// Evidence only: milliseconds since the page began, by its steady clock. The server's clock decides.
    #[serde(default)]
    client_elapsed_ms: Option<i64>,
    /// Evidence only: when the item was first shown, in milliseconds since the page began.
    #[serde(default)]
    item_seen_ms: Option<i64>,
    /// Evidence only: how long the item was on screen so far.
    #[serde(default)]
    item_elapsed_ms: Option<i64>,
}

/// The answer is durable.
#[derive(Serialize, ToSchema)]
pub struct SavedBody {
    /// Of which sitting.
    sitting: String,
    /// Of which item.
    item: String,
    seq: i64,
    /// RFC 3339.
    saved_at: String,
    /// The server's clock is the only clock.
    time_left_ms: i64,
}

/// Handed in.
#[derive(Serialize, ToSchema)]
pub struct SubmittedBody {
    /// Which sitting.
    sitting: String,
    /// `submitted`.
    state: &'static str,
    /// Where the result is.
    result: String,
}

/// How much time is left.
#[derive(Serialize, ToSchema)]
pub struct TimeBody {
    sitting: String,
    /// `open` or `submitted`.
    state: &'static str,
    /// The server's clock is the only clock.
    time_left_ms: i64,
}

/// Why it is handed in; nothing where the candidate says so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandInBody {
    /// `time`: the page believes that time is over. Refused while the server's clock says otherwise.
    #[serde(default)]
    because: Option<HandInReason>,
}

/// A reason to hand in other than the candidate's own wish.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = Reason)]
pub enum HandInReason {
    /// Time is over.
    Time,
}

/// The wish to write a sitting.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WishBody {
    /// Take it over from another device.
    take: bool,
}

/// Who writes a sitting.
#[derive(Serialize, ToSchema)]
pub struct WriterBody {
    /// `here` or `elsewhere`.
    writer: &'static str,
    /// Since when, RFC 3339; null where it is not known.
    since: Option<String>,
}

/// Whoever is not signed in is told so before anything else: a stranger gets the same answer for every id
/// (F22).
fn sitting_id(text: &str, visitor: &Visitor) -> Result<TypedId<Sittings>, Fault> {
    visitor.must_be_signed_in()?;
    TypedId::parse(text).map_err(|_| Fault::not_found())
}

/// The device that asks: by the token that its page made, otherwise by its session.
fn writer_of(headers: &HeaderMap, visitor: &Visitor) -> Result<Writer, Fault> {
    match headers.get(WRITER) {
        Some(token) => token.to_str().ok().and_then(Writer::device).ok_or_else(|| {
            Fault::bad_request("X-Assay-Writer must be 16 to 64 letters, digits, `-` and `_`")
        }),
        None => visitor.writer(),
    }
}

fn rfc3339(at: Instant) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Changes carry the session's token in a header: a form of another site cannot set one.
fn check_token(headers: &HeaderMap, visitor: &Visitor) -> Result<(), Fault> {
    let sent = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match !visitor.is_signed_in() || same(sent, visitor.csrf()) {
        true => Ok(()),
        false => Err(Fault::stale_form()),
    }
}

fn state(open: bool) -> &'static str {
    if open { "open" } else { "submitted" }
}

/// A question as a page of the exam takes it. The answer is not in it: the page fills it in.
fn drawn(sitting: &SittingId, item: &DeliveryItem) -> String {
    let whose = format!("/sittings/{sitting}");
    let shown = ui::QuestionShown {
        view: &item.view,
        prefix: &item.item,
        responses: &ui::Responses::new(),
        faults: &[],
        is_locked: false,
        is_guarded: true,
        address: &|name: &str| picture_address(&whose, item.position, name),
    };
    ui::question(&shown, None).into_string()
}

impl From<ui::AskedValues> for AskBody {
    fn from(asked: ui::AskedValues) -> Self {
        let ui::AskedValues { response, least, most, pattern } = asked;
        AskBody { response, least, most, pattern }
    }
}

/// A sitting with its items and the stored answers.
#[utoipa::path(
    get, path = "/api/v1/sittings/{sitting}",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    responses(
        (status = 200, body = SittingBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn show(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(sitting): Path<String>,
) -> Result<Json<SittingBody>, Fault> {
    let sitting = sitting_id(&sitting, &visitor)?;
    let writer = writer_of(&headers, &visitor)?;
    let delivery = web.app.sittings.deliver(&visitor.asking, sitting, &writer).await?;
    let items = delivery.items.into_iter().map(|delivered| ItemBody {
        html: drawn(&sitting, &delivered.item),
        asks: ui::asked(&delivered.item.view).into_iter().map(AskBody::from).collect(),
        item: delivered.item.item,
        position: delivered.item.position,
        response: delivered.response,
        flagged: delivered.flagged,
        seq: delivered.seq,
    });
    Ok(Json(SittingBody {
        sitting: delivery.sitting.to_string(),
        title: delivery.title,
        exam: delivery.exam,
        demonstration: delivery.demonstration || visitor.asking.programme.demonstration.is_some(),
        state: state(delivery.open),
        writer: delivery.writer.as_str(),
        time_limit_ms: delivery.time_limit_ms,
        time_left_ms: delivery.time_left_ms,
        candidate: visitor.session.map(|session| session.name).unwrap_or_default(),
        items: items.collect(),
    }))
}

/// Saves a change of an answer; answers only when it is durable. Idempotent by `seq`. One device writes at a
/// time: another one gets 409 `writer-elsewhere`.
#[utoipa::path(
    put, path = "/api/v1/sittings/{sitting}/responses/{item}",
    params(
        ("sitting" = String, Path), ("item" = String, Path), ("X-Assay-Writer" = Option<String>, Header)
    ),
    request_body = SaveBody,
    responses(
        (status = 200, body = SavedBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn save(
    State(web): State<Web>,
    headers: HeaderMap,
    Path((sitting, item)): Path<(String, String)>,
    Strict(visitor, body): Strict<SaveBody>,
) -> Result<Json<SavedBody>, Fault> {
    check_token(&headers, &visitor)?;
    web.rates.save(visitor.session.as_ref())?;
    let id = sitting_id(&sitting, &visitor)?;
    let writer = writer_of(&headers, &visitor)?;
    let position = DeliveryItem::position(&item).ok_or_else(Fault::not_found)?;
    let evidence = Evidence {
        item_seen_ms: body.item_seen_ms,
        item_elapsed_ms: body.item_elapsed_ms,
        client_elapsed_ms: body.client_elapsed_ms,
    };
    if body.response.len() > RESPONSE_MAX || !evidence.is_plausible() {
        return Err(Fault::bad_request(
            "the response is too long, or a measured time is negative or longer than a week",
        ));
    }
    let (seq, response, flagged) = (body.seq, body.response, body.flagged);
    let change = SaveResponse { position, seq, response, flagged, evidence };
    let saved = web.app.sittings.save(&visitor.asking, id, Save { change, writer }).await?;
    Ok(Json(SavedBody {
        sitting,
        item,
        seq: saved.seq,
        saved_at: rfc3339(saved.saved_at),
        time_left_ms: saved.time_left_ms,
    }))
}

/// Hands a sitting in. Handing in twice changes nothing. Because of `time`, only once the server's clock says
/// so: before it, 409 `time-left` with `time_left_ms`.
#[utoipa::path(
    post, path = "/api/v1/sittings/{sitting}/submit",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    request_body = HandInBody,
    responses(
        (status = 200, body = SubmittedBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 429, body = Problem),
        (status = 503, body = Problem)
    )
)]
pub async fn submit(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    Strict(visitor, body): Strict<HandInBody>,
) -> Result<Json<SubmittedBody>, Fault> {
    check_token(&headers, &visitor)?;
    web.rates.form(visitor.session.as_ref())?;
    let id = sitting_id(&sitting, &visitor)?;
    let writer = writer_of(&headers, &visitor)?;
    let because = match body.because {
        Some(HandInReason::Time) => Because::Time,
        None => Because::Candidate,
    };
    web.app.sittings.hand_in(&visitor.asking, id, &HandIn { because, writer }).await?;
    // At once, so that the candidate finds the badge.
    web.app.jobs.hurry(visitor.asking.person()?).await;
    Ok(Json(SubmittedBody { sitting, state: "submitted", result: format!("/sittings/{id}/result") }))
}

/// How much time is left: for a page that woke up, or believes that time is over.
#[utoipa::path(
    get, path = "/api/v1/sittings/{sitting}/time",
    params(("sitting" = String, Path)),
    responses(
        (status = 200, body = TimeBody), (status = 401, body = Problem), (status = 404, body = Problem)
    )
)]
pub async fn time(
    State(web): State<Web>,
    visitor: Visitor,
    Path(sitting): Path<String>,
) -> Result<Json<TimeBody>, Fault> {
    let id = sitting_id(&sitting, &visitor)?;
    let left = web.app.sittings.time_left(&visitor.asking, id).await?;
    Ok(Json(TimeBody { sitting, state: state(left.open), time_left_ms: left.time_left_ms }))
}

/// Lets a device write a sitting: where nobody does, where the same session did before its page had a token,
/// or where it takes it over from another one. Each change of hands is noted.
#[utoipa::path(
    post, path = "/api/v1/sittings/{sitting}/writer",
    params(("sitting" = String, Path), ("X-Assay-Writer" = Option<String>, Header)),
    request_body = WishBody,
    responses(
        (status = 200, body = WriterBody), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 429, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 503, body = Problem)
    )
)]
pub async fn write(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(sitting): Path<String>,
    Strict(visitor, body): Strict<WishBody>,
) -> Result<Json<WriterBody>, Fault> {
    check_token(&headers, &visitor)?;
    let id = sitting_id(&sitting, &visitor)?;
    web.rates.form(visitor.session.as_ref())?;
    let (writer, session) = (writer_of(&headers, &visitor)?, visitor.writer()?);
    let wish = Wish { writer, session, take: body.take, device: visitor.user_agent.clone() };
    let writing = web.app.sittings.write(&visitor.asking, id, &wish).await?;
    Ok(Json(WriterBody { writer: writing.holder.as_str(), since: writing.since.map(rfc3339) }))
}
