//! A final practice exam ends: it is handed in, or its time is over. What was answered is told from then on,
//! and the answers that were the first ones count.

use assay_assessment::sitting::{Refused, State};
use assay_kernel::PracticeId;
use assay_store::{
    Ms, PracticeHandIn, PracticeRunRecord, Reads, StoreError, Unit,
    statement::{practice_run, practice_sitting},
};

use super::{
    Practice,
    final_report::FinalReport,
    json,
    rules::{Close, CloseOverdue},
    seat::{PracticeSeat, latest},
};
use crate::{
    AppError, Asking,
    permit::{Act, Permit, Quiet},
    seated::{CLOSED_AFTER, HandIn},
};

/// A hand-in meets a last answer of the same device at most so often.
const ATTEMPTS: usize = 5;

impl Practice {
    /// Hands a final practice exam in. Handing in twice changes nothing.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; `Sitting` where another device writes it, or time is given as the
    /// reason and some is left; or the store failed.
    pub async fn hand_in_exam(
        &self,
        asking: &Asking,
        id: PracticeId,
        hand_in: &HandIn,
    ) -> Result<(), AppError> {
        for _ in 0..ATTEMPTS {
            let (permit, seat) = self.own_seat(asking, id).await?;
            if seat.sitting.state != State::Open {
                return Ok(());
            }
            if !hand_in.writer.may_write(&seat.row.writer) {
                return Err(Refused::WriterElsewhere.into());
            }
            let then = seat.sitting.handed_in(hand_in.because, asking.at)?;
            match self.closed(permit, &seat, then, hand_in.writer.as_str()).await {
                // An answer came in between, or another device took it over: decided again.
                Err(AppError::Conflict) => {}
                other => return other,
            }
        }
        Err(AppError::Conflict)
    }

    /// Hands in what of somebody's own ran out of time, so that nobody waits for the server to notice.
    /// Answers whether it is over.
    pub(super) async fn closed_by_time(&self, asking: &Asking, id: PracticeId) -> Result<bool, AppError> {
        let (permit, seat) = self.own_seat(asking, id).await?;
        if seat.sitting.state != State::Open {
            return Ok(true);
        }
        let then = seat.sitting.submitted(asking.at);
        if !matches!(then, State::Submitted { time_over: true, .. }) {
            return Ok(false);
        }
        match self.closed(permit, &seat, then, "").await {
            // The server was faster.
            Ok(()) | Err(AppError::Conflict) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Hands in what ran out of time.
    ///
    /// # Errors
    /// The store failed.
    pub(crate) async fn close_overdue(&self, asking: &Asking) -> Result<(), AppError> {
        let permit = asking.permit::<CloseOverdue>()?;
        let store = self.shelf.under(&permit);
        let before = asking.at.saturating_sub(CLOSED_AFTER).unwrap_or(asking.at);
        for id in store.overdue_practice_sittings(Ms(before)).await? {
            // One that cannot be read must not keep the others open.
            if let Err(error) = self.close_if_over(asking, id).await {
                tracing::error!(%id, %error, "an overdue practice exam could not be handed in");
            }
        }
        Ok(())
    }

    async fn close_if_over(&self, asking: &Asking, id: PracticeId) -> Result<(), AppError> {
        let (permit, record): (Permit<Close>, PracticeRunRecord) =
            self.shelf.open::<Close, _>(asking, |store| store.practice_run(id)).await?;
        let store: &Reads = self.shelf.under(&permit);
        let seat = self.seat(asking, store, record).await?;
        match (seat.sitting.state, seat.sitting.submitted(asking.at)) {
            (State::Open, then @ State::Submitted { time_over: true, .. }) => {
                match self.closed(permit, &seat, then, "").await {
                    Err(AppError::Conflict) => Ok(()),
                    other => other,
                }
            }
            _ => Ok(()),
        }
    }

    /// Hands it in with everything that it tells: one commit, made of the answers that it names.
    async fn closed<A: Act<On = PracticeRunRecord> + Quiet>(
        &self,
        permit: Permit<A>,
        seat: &PracticeSeat,
        then: State,
        writer: &str,
    ) -> Result<(), AppError> {
        let State::Submitted { at, time_over } = then else { return Ok(()) };
        let (id, person, at) = (seat.record.id, seat.record.person_id, Ms(at));
        // Read after the number of changes: what is newer than that number refuses the hand-in.
        let mut answers = latest(self.shelf.under(&permit), id).await?;
        answers.retain(|_, answer| answer.is_given());
        let report = FinalReport::of(seat, &answers)?.as_ref().map(json).transpose()?;
        let hand_in =
            PracticeHandIn { at, time_over, report, saves: seat.row.saves, writer: writer.to_owned() };
        let mut unit = Unit::from(practice_sitting::submitted(id, &hand_in));
        // What was not answered is not explained either, and stays open.
        for (item, given) in &answers {
            unit.run(practice_run::answered(person, item, given.is_right, at));
            unit.run(practice_run::revealed(person, item, at));
        }
        unit.run(practice_run::finished(id, at));
        self.tells(&mut unit, person, at);
        match self.shelf.commit(permit, unit).await {
            Err(StoreError::Conflict(_)) => Err(AppError::Conflict),
            other => Ok(other?),
        }
    }
}
