//! A sitting is handed in: by the candidate, or because its time is over.

use assay_assessment::sitting::{Refused, State};
use assay_kernel::{Actor, SittingId};
use assay_store::{Ms, Reads, StoreError, Unit, statement::sitting};

use super::{Sittings, rules::CloseOverdue};
use crate::{
    AppError, Asking,
    facts::Fact,
    permit::{Permit, Quiet},
    seated::{CLOSED_AFTER, HandIn},
};

impl Sittings {
    /// Hands a sitting in; scoring follows at once. Handing in twice changes nothing.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; `Sitting` where another device writes it, or time is given as the
    /// reason and some is left; or the store failed.
    pub async fn hand_in(&self, asking: &Asking, id: SittingId, hand_in: &HandIn) -> Result<(), AppError> {
        let (permit, seat, state) = self.own_sitting(asking, id).await?;
        let sitting = seat.as_it_is(&state);
        if sitting.state == State::Open {
            // Before the clock is asked: one who only reads is told so, whatever the time.
            if !hand_in.writer.may_write(&state.writer) {
                return Err(Refused::WriterElsewhere.into());
            }
            let then = sitting.handed_in(hand_in.because, asking.at)?;
            self.close(asking, permit, id, then, hand_in.writer.as_str()).await?;
        }
        // The candidate waits for the result page; the job is there in case this is interrupted, or held.
        match self.score(&asking.clone().by(Actor::Worker), id).await {
            Ok(()) | Err(AppError::Held(_)) => {}
            // Handed in it is, durably: whatever goes wrong with its score is the job's to try again.
            Err(error) => {
                tracing::error!(sitting = %id, %error, "a sitting that was handed in is not scored yet");
            }
        }
        Ok(())
    }

    /// Hands in what ran out of time, and queues its scoring.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn close_overdue(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<CloseOverdue>()?;
        let store = self.shelf.under(&permit);
        let before = asking.at.saturating_sub(CLOSED_AFTER).unwrap_or(asking.at);
        for id in store.overdue_sittings(Ms(before)).await? {
            // One that cannot be read must not keep the others open.
            if let Err(error) = self.close_if_over(asking, store, id).await {
                tracing::error!(%id, %error, "an overdue sitting could not be handed in");
            }
        }
        Ok(())
    }

    async fn close_if_over(&self, asking: &Asking, store: &Reads, id: SittingId) -> Result<(), AppError> {
        let seat = self.seat(store, id).await?;
        let state = store.sitting_state(id).await?.ok_or(AppError::NotFound)?;
        let sitting = seat.as_it_is(&state);
        match sitting.submitted(asking.at) {
            then @ State::Submitted { time_over: true, .. } if sitting.state == State::Open => {
                self.close(asking, asking.permit::<CloseOverdue>()?, id, then, "").await
            }
            _ => Ok(()),
        }
    }

    /// Hands a sitting in; done once the store says so.
    async fn close<A: Quiet>(
        &self,
        asking: &Asking,
        permit: Permit<A>,
        id: SittingId,
        then: State,
        writer: &str,
    ) -> Result<(), AppError> {
        let State::Submitted { at, time_over } = then else { return Ok(()) };
        let store = self.shelf.under(&permit);
        let mut unit = Unit::from(sitting::submitted(id, Ms(at), time_over, writer));
        unit.extend(Fact::HandedIn { sitting: id }.follows(asking.ms()));
        match self.shelf.commit(permit, unit).await {
            Ok(()) => {}
            // Somebody was faster: the one who handed it in, or the one who took it over.
            Err(StoreError::Conflict(_)) => {
                let state = store.sitting_state(id).await?.ok_or(AppError::NotFound)?;
                if state.submitted_at.is_none() {
                    return Err(Refused::WriterElsewhere.into());
                }
            }
            Err(error) => return Err(error.into()),
        }
        self.seats.forget(id);
        self.bell.ring();
        Ok(())
    }
}
