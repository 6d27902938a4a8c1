//! Who writes a sitting: one device at a time, taken over explicitly, each change of hands noted (F15).

use assay_assessment::{
    sitting::{Refused, State},
    writer::{Holder, Taking, WriterClaim, claim},
};
use assay_kernel::SittingId;
use assay_store::{
    Ms, NewNote, NoteKind, StoreError, Unit,
    statement::{note, sitting},
};

use super::{Sittings, shortened};
use crate::{
    AppError, Asking,
    seated::{Wish, Writing},
};

/// Two devices that both take a sitting over meet at most so often; then the slower one is told to try again.
const ATTEMPTS: usize = 3;

impl Sittings {
    /// Lets a device write a sitting where nobody does, or where it takes it over.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; `Sitting` where it is closed; or the store failed.
    pub async fn write(&self, asking: &Asking, id: SittingId, wish: &Wish) -> Result<Writing, AppError> {
        for _ in 0..ATTEMPTS {
            let (permit, seat, state) = self.own_sitting(asking, id).await?;
            let now = asking.at;
            let sitting = seat.as_it_is(&state);
            if sitting.state != State::Open || sitting.time_is_over(now) {
                return Err(Refused::Closed.into());
            }
            let since = state.writing_since.map(|at| at.0);
            let taking = match claim(&state.writer, &wish.writer, &wish.session, wish.take) {
                WriterClaim::Held => return Ok(Writing { holder: Holder::Here, since }),
                WriterClaim::Elsewhere => return Ok(Writing { holder: Holder::Elsewhere, since }),
                WriterClaim::Taken(taking) => taking,
            };
            let (from, to) = (state.writer, wish.writer.as_str().to_owned());
            let change = NewNote { kind: kind(taking), from, to, device: shortened(&wish.device) };
            match self.shelf.commit(permit, taken(id, &change, Ms(now))).await {
                Ok(()) => {
                    if taking == Taking::TakenOver {
                        tracing::info!(%id, "a sitting was taken over by another device");
                    }
                    return Ok(Writing { holder: Holder::Here, since: Some(now) });
                }
                // Another device was faster, or it was handed in: decided again by what is stored now.
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Conflict)
    }
}

fn kind(taking: Taking) -> NoteKind {
    match taking {
        Taking::Claimed => NoteKind::Claimed,
        Taking::TakenOver => NoteKind::TakenOver,
    }
}

/// Another device writes, which is noted.
fn taken(id: SittingId, change: &NewNote, now: Ms) -> Unit {
    Unit::from_iter([sitting::taken(id, &change.from, &change.to, now), note::added(id, change, now)])
}
