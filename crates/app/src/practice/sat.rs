//! A final practice exam is sat in the exam's client: delivered, written by one device, handed in.
//!
//! The rules are those of an examination (`assay_assessment::sitting`); the rows and the pool are those of
//! practice, and what comes of it is told and leads to nothing.

use assay_assessment::{
    sitting::{Refused, SEQ_STEP_MAX, TRANSIT_GRACE},
    writer::{Holder, Writer, WriterClaim, claim},
};
use assay_kernel::PracticeId;
use assay_store::{
    Ms, PracticeRunRecord, PracticeStep, Reads, StoreError, Unit, statement::practice_sitting,
};

use super::{
    Practice, json, pinned,
    rules::Practise,
    seat::{PracticeSeat, latest, sitting},
};
use crate::{
    AppError, Asking,
    permit::Permit,
    seated::{DeliveredItem, Delivery, Save, Saved, TimeLeft, Wish, Writing},
};

/// Two devices that both take a sitting over meet at most so often; then the slower one is told to try again.
const ATTEMPTS: usize = 3;

impl Practice {
    /// A run as it is sat by whoever asks.
    pub(super) async fn own_seat(
        &self,
        asking: &Asking,
        id: PracticeId,
    ) -> Result<(Permit<Practise>, PracticeSeat), AppError> {
        let (permit, record) = self.shelf.open::<Practise, _>(asking, |store| store.practice_run(id)).await?;
        let seat = self.seat(asking, self.shelf.under(&permit), record).await?;
        Ok((permit, seat))
    }

    /// A run as it is sat; `NotFound` where it is another kind of run.
    pub(super) async fn seat(
        &self,
        asking: &Asking,
        store: &Reads,
        record: PracticeRunRecord,
    ) -> Result<PracticeSeat, AppError> {
        let row = store.practice_sitting(record.id).await?.ok_or(AppError::NotFound)?;
        let items = pinned(&record)?;
        let pool = self.pool_of(asking, store, (&record, &items)).await?;
        let sitting = sitting(&record, &row);
        Ok(PracticeSeat { record, row, items, pool, sitting })
    }

    /// What the exam's client gets: the safe view of each question, and their own stored answers.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn deliver(
        &self,
        asking: &Asking,
        id: PracticeId,
        writer: &Writer,
    ) -> Result<Delivery, AppError> {
        let (permit, seat) = self.own_seat(asking, id).await?;
        let is_open = seat.is_open(asking.at);
        let mut items = Vec::new();
        if is_open {
            let mut answers = latest(self.shelf.under(&permit), id).await?;
            for (position, item) in seat.places() {
                let shown = seat.pool.practised(item, (position, seat.sitting.seed), None);
                let shown = shown.ok_or(AppError::NotFound)?.item;
                let kept = answers.remove(item);
                let response = kept.as_ref().map(|kept| serde_json::from_str(&kept.response)).transpose();
                let response = response.map_err(|error| AppError::internal("reading an answer", error))?;
                items.push(DeliveredItem {
                    item: shown,
                    response: response.unwrap_or_default(),
                    flagged: kept.as_ref().is_some_and(|kept| kept.flagged),
                    seq: kept.map_or(0, |kept| kept.seq),
                });
            }
        }
        let limit = seat.sitting.deadline_at.duration_since(seat.sitting.started_at).as_millis();
        let title = seat.pool.set(&seat.row.practice_set).map(|set| set.title.clone());
        Ok(Delivery {
            exam: seat.record.exam.clone(),
            title: title.unwrap_or_default(),
            demonstration: false,
            open: is_open,
            writer: writer.stands(&seat.row.writer),
            time_limit_ms: i64::try_from(limit).unwrap_or(i64::MAX),
            time_left_ms: seat.sitting.time_left_ms(asking.at),
            items,
        })
    }

    /// How much time is left.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn time_left(&self, asking: &Asking, id: PracticeId) -> Result<TimeLeft, AppError> {
        let (_permit, seat) = self.own_seat(asking, id).await?;
        let open = seat.is_open(asking.at);
        let time_left_ms = if open { seat.sitting.time_left_ms(asking.at) } else { 0 };
        Ok(TimeLeft { open, time_left_ms })
    }

    /// Saves a change of an answer; returns when it is durable.
    ///
    /// # Errors
    /// `Sitting` with the rule that says no; `Unavailable`: nothing was stored, try again.
    pub async fn save(&self, asking: &Asking, id: PracticeId, save: Save) -> Result<Saved, AppError> {
        let (permit, seat) = self.own_seat(asking, id).await?;
        let Save { change, writer } = save;
        let item = seat.id_at(change.position);
        seat.pool.fits(item, &change)?;
        let item = item.ok_or(AppError::NotFound)?.to_owned();
        let place = (change.position, seat.sitting.seed);
        let step = PracticeStep {
            run: id,
            is_right: seat.pool.is_right(&item, place, &change.response),
            item: item.clone(),
            seq: change.seq,
            response: json(&change.response)?,
            flagged: change.flagged,
            took_ms: change.evidence.item_elapsed_ms,
        };
        let now = asking.at;
        let ends_from = Ms(now.saturating_sub(TRANSIT_GRACE).unwrap_or(now));
        let unit = Unit::from_iter([
            practice_sitting::written(id, ends_from, writer.as_str()),
            practice_sitting::stepped(&step, SEQ_STEP_MAX, asking.ms()),
        ]);
        let saved = Saved { seq: change.seq, saved_at: now, time_left_ms: seat.sitting.time_left_ms(now) };
        let store = self.shelf.under(&permit);
        match self.shelf.commit(permit, unit).await {
            Ok(()) => return Ok(saved),
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        // Why the store took no change, by what is stored: a repeat of the same change is no refusal.
        let seat = self.seat(asking, store, seat.record).await?;
        let stored = latest(store, id).await?.remove(&item);
        let latest_seq = stored.as_ref().map(|stored| stored.seq);
        let refused = match seat.pool.takes(&seat.sitting, (Some(&item), latest_seq), &change, now) {
            Err(Refused::Closed) => Refused::Closed,
            _ if !writer.may_write(&seat.row.writer) => Refused::WriterElsewhere,
            Err(refused) => refused,
            Ok(()) => match stored.filter(|stored| stored.seq == change.seq) {
                Some(same) if same.response == step.response && same.flagged == change.flagged => {
                    return Ok(saved);
                }
                Some(other) => Refused::StaleSeq { current: other.seq },
                None => {
                    let changed = StoreError::Conflict("changed meanwhile".to_owned());
                    return Err(AppError::Unavailable(changed));
                }
            },
        };
        Err(refused.into())
    }

    /// Lets a device write it where nobody does, or where it takes it over.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; `Sitting` where it is closed; or the store failed.
    pub async fn write(&self, asking: &Asking, id: PracticeId, wish: &Wish) -> Result<Writing, AppError> {
        for _ in 0..ATTEMPTS {
            let (permit, seat) = self.own_seat(asking, id).await?;
            if !seat.is_open(asking.at) {
                return Err(Refused::Closed.into());
            }
            let since = seat.row.writing_since.map(|at| at.0);
            match claim(&seat.row.writer, &wish.writer, &wish.session, wish.take) {
                WriterClaim::Held => return Ok(Writing { holder: Holder::Here, since }),
                WriterClaim::Elsewhere => return Ok(Writing { holder: Holder::Elsewhere, since }),
                WriterClaim::Taken(_) => {}
            }
            let taken = practice_sitting::taken(id, &seat.row.writer, wish.writer.as_str(), asking.ms());
            match self.shelf.commit(permit, taken).await {
                Ok(()) => return Ok(Writing { holder: Holder::Here, since: Some(asking.at) }),
                // Another device was faster, or it was handed in: decided again by what is stored now.
                Err(StoreError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::Conflict)
    }
}
