//! An answer is saved: acknowledged once it is durable.

use assay_assessment::{
    sitting::{Refused, SEQ_STEP_MAX, SaveResponse, TRANSIT_GRACE},
    writer::Writer,
};
use assay_kernel::{Instant, SittingId};
use assay_store::{Ms, Reads, ResponseStep, StoreError};

use super::{Seat, Sittings};
use crate::{
    AppError, Asking,
    seated::{Save, Saved},
};

impl Sittings {
    /// Saves a change of an answer; returns when it is durable.
    ///
    /// # Errors
    /// `Sitting` with the rule that says no; `Unavailable`: nothing was stored, try again.
    pub async fn save(&self, asking: &Asking, id: SittingId, save: Save) -> Result<Saved, AppError> {
        let (permit, seat) = self.own_seat(asking, id).await?;
        let Save { change, writer } = save;
        seat.sealed.fits(&seat.as_read.form, &change)?;
        let now = asking.at;
        let response = serde_json::to_string(&change.response)
            .map_err(|error| AppError::internal("writing a response", error))?;
        let step = ResponseStep {
            sitting: id,
            position: change.position,
            seq: change.seq,
            response,
            flagged: change.flagged,
            saved_at: Ms(now),
            writer: writer.as_str().to_owned(),
            ends_from: Ms(now.saturating_sub(TRANSIT_GRACE).unwrap_or(now)),
            seq_step_max: SEQ_STEP_MAX,
            item_seen_ms: change.evidence.item_seen_ms,
            item_elapsed_ms: change.evidence.item_elapsed_ms,
            client_elapsed_ms: change.evidence.client_elapsed_ms,
        };
        let store = self.shelf.under(&permit);
        match self.shelf.append(permit, step).await {
            Ok(()) => {
                Ok(Saved { seq: change.seq, saved_at: now, time_left_ms: seat.as_read.time_left_ms(now) })
            }
            Err(StoreError::Conflict(_)) => Err(why_refused(store, &seat, &change, &writer, now).await?),
            Err(error) => Err(error.into()),
        }
    }
}

/// Why the store took no change, in words that name only what is stored.
async fn why_refused(
    store: &Reads,
    seat: &Seat,
    change: &SaveResponse,
    writer: &Writer,
    now: Instant,
) -> Result<AppError, AppError> {
    let id = seat.as_read.id;
    let found = store.refused_step(id, change.position).await?.ok_or(AppError::NotFound)?;
    let sitting = seat.as_it_is(&found.state);
    let refused = match seat.sealed.accepts(&sitting, found.latest_seq, change, now) {
        Err(Refused::Closed) => Refused::Closed,
        _ if !writer.may_write(&found.state.writer) => Refused::WriterElsewhere,
        Err(refused) => refused,
        // The same number with another content is not a repeat: it would be lost.
        Ok(()) => match found.latest_seq {
            Some(current) if current == change.seq => Refused::StaleSeq { current },
            // It was refused and would be taken now: whoever sends it again will see.
            _ => return Ok(AppError::Unavailable(StoreError::Conflict("changed meanwhile".to_owned()))),
        },
    };
    Ok(refused.into())
}
