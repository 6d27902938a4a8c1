//! What happened on the way to an exam version, and the day by which somebody wants to be ready.

use assay_kernel::{Date, Instant};
use assay_learning::{event::PrepEvent, target::line};
use assay_store::{OwnPrepEvent, Reads};

use crate::{AppError, Asking};

/// Events of a person that are looked at, the latest: ten years of three a day.
const EVENTS_MAX: i64 = 10_000;

/// What happened on the way to the certification of an exam version, the earliest first.
///
/// One version gives way to the next, so what happened on the way to those before it belongs to it.
pub(super) async fn happened(
    store: &Reads,
    asking: &Asking,
    exam: &str,
) -> Result<Vec<(Instant, PrepEvent)>, AppError> {
    let versions = line(&asking.programme, exam, asking.today);
    let is_of_line = |certification: &str| {
        versions.iter().any(|version| version.certification == *certification) || certification == exam
    };
    let mut events = store.own_prep_events(asking.person()?, EVENTS_MAX).await?;
    events.retain(|event| is_of_line(&event.certification));
    events.reverse();
    // What a later release wrote is passed over: it concerns nothing that this one knows.
    let read =
        |record: &OwnPrepEvent| Some((record.happened_at.0, serde_json::from_str(&record.event).ok()?));
    Ok(events.iter().filter_map(read).collect())
}

/// The same without when it was.
pub(super) async fn events(store: &Reads, asking: &Asking, exam: &str) -> Result<Vec<PrepEvent>, AppError> {
    Ok(happened(store, asking, exam).await?.into_iter().map(|(_, event)| event).collect())
}

/// The day that was said last; none where none was, or where it was taken back.
pub(super) fn own_day(events: &[PrepEvent]) -> Option<Date> {
    let said = events.iter().rev().find_map(|event| match event {
        PrepEvent::TargetSet { on } => Some(*on),
        _ => None,
    });
    said.flatten()
}

/// The day for an exam version; none where nobody has said one.
pub(super) async fn target_of(store: &Reads, asking: &Asking, exam: &str) -> Result<Option<Date>, AppError> {
    Ok(own_day(&events(store, asking, exam).await?))
}
