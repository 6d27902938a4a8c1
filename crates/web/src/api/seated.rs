//! What a device at a sitting asks, whatever the sitting is for: one contract, one client.
//!
//! `sittings.rs` and `practice.rs` give it their addresses; which room answers is said here.

use assay_app::{App, AppError, Asking, Delivery, HandIn, Save, Saved, TimeLeft, Wish, Writing};
use assay_assessment::{
    occasion::{Examination, Occasion, Practice},
    sitting::{Because, Evidence, SaveResponse},
    writer::Writer,
};
use assay_bank::DeliveryItem;
use assay_kernel::{Instant, TypedId};
use axum::{Json, http::HeaderMap};

use super::contract::{
    AskBody, HandInBody, HandInReason, ItemBody, SaveBody, SavedBody, SittingBody, SubmittedBody, TimeBody,
    WishBody, WriterBody,
};
use crate::{fault::Fault, form::same, pages::picture_address, state::Web, ui, visitor::Visitor};

/// Values of a response at most: sixteen things, each matched with sixteen.
const RESPONSE_MAX: usize = 256;
/// The name of the device that writes: a token that its page made.
const WRITER: &str = "x-assay-writer";

/// A sitting with its id.
type Id<O> = TypedId<<O as Occasion>::Ids>;

/// The room that answers for an occasion, and its pages.
pub(super) trait SatIn: Occasion {
    /// The page of a sitting.
    fn page(id: Id<Self>) -> String;
    /// Where one goes after it.
    fn result(id: Id<Self>) -> String;
    fn deliver(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        writer: &Writer,
    ) -> impl Future<Output = Result<Delivery, AppError>> + Send;
    fn save(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        save: Save,
    ) -> impl Future<Output = Result<Saved, AppError>> + Send;
    fn hand_in(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        hand_in: &HandIn,
    ) -> impl Future<Output = Result<(), AppError>> + Send;
    fn time_left(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
    ) -> impl Future<Output = Result<TimeLeft, AppError>> + Send;
    fn write(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        wish: &Wish,
    ) -> impl Future<Output = Result<Writing, AppError>> + Send;
}

impl SatIn for Examination {
    fn page(id: Id<Self>) -> String {
        format!("/sittings/{id}")
    }

    fn result(id: Id<Self>) -> String {
        format!("/sittings/{id}/result")
    }

    async fn deliver(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        writer: &Writer,
    ) -> Result<Delivery, AppError> {
        app.sittings.deliver(asking, id, writer).await
    }

    async fn save(app: &App, asking: &Asking, id: Id<Self>, save: Save) -> Result<Saved, AppError> {
        app.sittings.save(asking, id, save).await
    }

    async fn hand_in(app: &App, asking: &Asking, id: Id<Self>, hand_in: &HandIn) -> Result<(), AppError> {
        app.sittings.hand_in(asking, id, hand_in).await?;
        // At once, so that the candidate finds the badge.
        app.jobs.hurry(asking.person()?).await;
        Ok(())
    }

    async fn time_left(app: &App, asking: &Asking, id: Id<Self>) -> Result<TimeLeft, AppError> {
        app.sittings.time_left(asking, id).await
    }

    async fn write(app: &App, asking: &Asking, id: Id<Self>, wish: &Wish) -> Result<Writing, AppError> {
        app.sittings.write(asking, id, wish).await
    }
}

impl SatIn for Practice {
    fn page(id: Id<Self>) -> String {
        format!("/practice/{id}")
    }

    fn result(id: Id<Self>) -> String {
        format!("/practice/{id}")
    }

    async fn deliver(
        app: &App,
        asking: &Asking,
        id: Id<Self>,
        writer: &Writer,
    ) -> Result<Delivery, AppError> {
        app.practice.deliver(asking, id, writer).await
    }

    async fn save(app: &App, asking: &Asking, id: Id<Self>, save: Save) -> Result<Saved, AppError> {
        app.practice.save(asking, id, save).await
    }

    async fn hand_in(app: &App, asking: &Asking, id: Id<Self>, hand_in: &HandIn) -> Result<(), AppError> {
        app.practice.hand_in_exam(asking, id, hand_in).await
    }

    async fn time_left(app: &App, asking: &Asking, id: Id<Self>) -> Result<TimeLeft, AppError> {
        app.practice.time_left(asking, id).await
    }

    async fn write(app: &App, asking: &Asking, id: Id<Self>, wish: &Wish) -> Result<Writing, AppError> {
        app.practice.write(asking, id, wish).await
    }
}

/// Whoever is not signed in is told so before anything else: a stranger gets the same answer for every id
/// (F22).
fn id_of<O: SatIn>(text: &str, visitor: &Visitor) -> Result<Id<O>, Fault> {
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
fn drawn(page: &str, item: &DeliveryItem) -> String {
    let shown = ui::QuestionShown {
        view: &item.view,
        prefix: &item.item,
        responses: &ui::Responses::new(),
        faults: &[],
        is_locked: false,
        is_guarded: true,
        address: &|name: &str| picture_address(page, item.position, name),
    };
    ui::question(&shown, None).into_string()
}

/// A sitting with its items and the stored answers.
pub(super) async fn shown<O: SatIn>(
    web: &Web,
    visitor: Visitor,
    headers: &HeaderMap,
    sitting: &str,
) -> Result<Json<SittingBody>, Fault> {
    let id = id_of::<O>(sitting, &visitor)?;
    let writer = writer_of(headers, &visitor)?;
    let delivery = O::deliver(&web.app, &visitor.asking, id, &writer).await?;
    let page = O::page(id);
    let items = delivery.items.into_iter().map(|delivered| ItemBody {
        html: drawn(&page, &delivered.item),
        asks: ui::asked(&delivered.item.view).into_iter().map(AskBody::from).collect(),
        item: delivered.item.item,
        position: delivered.item.position,
        response: delivered.response,
        flagged: delivered.flagged,
        seq: delivered.seq,
    });
    Ok(Json(SittingBody {
        sitting: id.to_string(),
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

/// Saves a change of an answer.
pub(super) async fn saved<O: SatIn>(
    web: &Web,
    (visitor, headers): (&Visitor, &HeaderMap),
    (sitting, item): (String, String),
    body: SaveBody,
) -> Result<Json<SavedBody>, Fault> {
    check_token(headers, visitor)?;
    web.rates.save(visitor.session.as_ref())?;
    let id = id_of::<O>(&sitting, visitor)?;
    let writer = writer_of(headers, visitor)?;
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
    let saved = O::save(&web.app, &visitor.asking, id, Save { change, writer }).await?;
    Ok(Json(SavedBody {
        sitting,
        item,
        seq: saved.seq,
        saved_at: rfc3339(saved.saved_at),
        time_left_ms: saved.time_left_ms,
    }))
}

/// Hands a sitting in.
pub(super) async fn handed_in<O: SatIn>(
    web: &Web,
    (visitor, headers): (&Visitor, &HeaderMap),
    sitting: String,
    body: &HandInBody,
) -> Result<Json<SubmittedBody>, Fault> {
    check_token(headers, visitor)?;
    web.rates.form(visitor.session.as_ref())?;
    let id = id_of::<O>(&sitting, visitor)?;
    let writer = writer_of(headers, visitor)?;
    let because = match body.because {
        Some(HandInReason::Time) => Because::Time,
        None => Because::Candidate,
    };
    O::hand_in(&web.app, &visitor.asking, id, &HandIn { because, writer }).await?;
    Ok(Json(SubmittedBody { sitting, state: "submitted", result: O::result(id) }))
}

/// How much time is left.
pub(super) async fn time_left<O: SatIn>(
    web: &Web,
    visitor: &Visitor,
    sitting: String,
) -> Result<Json<TimeBody>, Fault> {
    let id = id_of::<O>(&sitting, visitor)?;
    let left = O::time_left(&web.app, &visitor.asking, id).await?;
    Ok(Json(TimeBody { sitting, state: state(left.open), time_left_ms: left.time_left_ms }))
}

/// Lets a device write a sitting.
pub(super) async fn written<O: SatIn>(
    web: &Web,
    (visitor, headers): (&Visitor, &HeaderMap),
    sitting: &str,
    body: &WishBody,
) -> Result<Json<WriterBody>, Fault> {
    check_token(headers, visitor)?;
    let id = id_of::<O>(sitting, visitor)?;
    web.rates.form(visitor.session.as_ref())?;
    let (writer, session) = (writer_of(headers, visitor)?, visitor.writer()?);
    let wish = Wish { writer, session, take: body.take, device: visitor.user_agent.clone() };
    let writing = O::write(&web.app, &visitor.asking, id, &wish).await?;
    Ok(Json(WriterBody { writer: writing.holder.as_str(), since: writing.since.map(rfc3339) }))
}
