//! What the candidate sees of a sitting, and how much time is left.

use std::collections::BTreeMap;

use assay_assessment::{sitting::State, writer::Writer};
use assay_kernel::SittingId;
use assay_store::Reads;

use super::Sittings;
use crate::{
    AppError, Asking,
    seated::{DeliveredItem, Delivery, TimeLeft},
    vault::ItemMedium,
};

/// The latest change of one answer, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Latest {
    seq: i64,
    response: Vec<String>,
    flagged: bool,
}

impl Sittings {
    /// What the candidate sees of a sitting: the safe view of each item, and their own stored answers.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn deliver(
        &self,
        asking: &Asking,
        id: SittingId,
        writer: &Writer,
    ) -> Result<Delivery, AppError> {
        let (permit, seat, state) = self.own_sitting(asking, id).await?;
        let sitting = seat.as_it_is(&state);
        let is_open = sitting.state == State::Open && !sitting.time_is_over(asking.at);
        let form = seat.sealed.deliver(&sitting, is_open)?;
        let store = self.shelf.under(&permit);
        let mut answers = if is_open { stored_answers(store, id).await? } else { BTreeMap::new() };
        let items = form.items.into_iter().map(|item| {
            let answer = answers.remove(&item.position).unwrap_or_default();
            DeliveredItem { item, response: answer.response, flagged: answer.flagged, seq: answer.seq }
        });
        let limit = sitting.deadline_at.duration_since(sitting.started_at).as_millis();
        let title = seat.sealed.published().exam(sitting.exam.as_str()).map(|exam| exam.title.clone());
        Ok(Delivery {
            exam: sitting.exam.to_string(),
            title: title.unwrap_or_default(),
            demonstration: form.demonstration,
            open: is_open,
            writer: writer.stands(&state.writer),
            time_limit_ms: i64::try_from(limit).unwrap_or(i64::MAX),
            time_left_ms: sitting.time_left_ms(asking.at),
            items: items.collect(),
        })
    }

    /// A picture of a question, while the sitting is open.
    ///
    /// # Errors
    /// `NotFound` where it is not theirs, is closed, or the question has no such picture; or the store
    /// failed.
    pub async fn medium(
        &self,
        asking: &Asking,
        id: SittingId,
        position: u32,
        name: &str,
    ) -> Result<ItemMedium, AppError> {
        let (_permit, seat, state) = self.own_sitting(asking, id).await?;
        let sitting = seat.as_it_is(&state);
        let is_open = sitting.state == State::Open && !sitting.time_is_over(asking.at);
        let medium = seat.sealed.medium(&sitting.form, position, name).filter(|_| is_open);
        medium.ok_or(AppError::NotFound)
    }

    /// How much time is left: asked by a page that woke up, or believes that it is over (N4, N5).
    ///
    /// # Errors
    /// `NotFound` where it is not theirs; or the store failed.
    pub async fn time_left(&self, asking: &Asking, id: SittingId) -> Result<TimeLeft, AppError> {
        let (_permit, seat, state) = self.own_sitting(asking, id).await?;
        let sitting = seat.as_it_is(&state);
        let open = sitting.state == State::Open && !sitting.time_is_over(asking.at);
        Ok(TimeLeft { open, time_left_ms: if open { sitting.time_left_ms(asking.at) } else { 0 } })
    }
}

async fn stored_answers(store: &Reads, id: SittingId) -> Result<BTreeMap<u32, Latest>, AppError> {
    let mut answers = BTreeMap::new();
    for row in store.responses(id).await? {
        let response: Vec<String> = serde_json::from_str(&row.response)
            .map_err(|error| AppError::internal("reading a response", error))?;
        answers.insert(row.position, Latest { seq: row.seq, response, flagged: row.flagged });
    }
    Ok(answers)
}

/// The stored answers of a sitting by position: what is scored.
pub(super) async fn answers(store: &Reads, id: SittingId) -> Result<BTreeMap<u32, Vec<String>>, AppError> {
    let stored = stored_answers(store, id).await?;
    Ok(stored.into_iter().map(|(position, latest)| (position, latest.response)).collect())
}
