//! A sitting is opened to the one who sits it.

use std::sync::Arc;

use assay_kernel::SittingId;
use assay_store::{Reads, SittingNow};

use super::{Seat, Sittings, rules::Sit};
use crate::{AppError, Asking, permit::Permit};

impl Sittings {
    /// A sitting of the person who asks, with leave to sit it.
    pub(super) async fn own_seat(
        &self,
        asking: &Asking,
        id: SittingId,
    ) -> Result<(Permit<Sit>, Arc<Seat>), AppError> {
        self.shelf.find(asking, |store| self.seat(store, id)).await
    }

    /// The same with what of it changes, as it is now.
    pub(super) async fn own_sitting(
        &self,
        asking: &Asking,
        id: SittingId,
    ) -> Result<(Permit<Sit>, Arc<Seat>, SittingNow), AppError> {
        let (permit, seat) = self.own_seat(asking, id).await?;
        let state = self.shelf.under(&permit).sitting_state(id).await?.ok_or(AppError::NotFound)?;
        Ok((permit, seat, state))
    }

    /// A seat, from memory or read.
    pub(super) async fn seat(&self, store: &Reads, id: SittingId) -> Result<Arc<Seat>, AppError> {
        if let Some(seat) = self.seats.of(id) {
            return Ok(seat);
        }
        let record = store.sitting(id).await?.ok_or(AppError::NotFound)?;
        let sealed = self.exams.of(record.tree.as_deref(), store).await?;
        let seat = Arc::new(Seat::new(&record, sealed));
        if record.submitted_at.is_none() {
            self.seats.keep(id, &seat);
        }
        Ok(seat)
    }
}
