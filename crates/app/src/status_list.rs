//! The issuer's status lists: made when they are asked for, in the order of durable effects (decision 10).

use assay_credential::{
    Prepared, proof,
    status_list::{self, ListInput, PLACES},
};
use assay_store::{Ms, NewPlace, StatusListRecord};
use jiff::SignedDuration;

use crate::{App, AppError, badge::seconds, files::sha256};

/// How long a list may be relied on. A verifier that keeps a copy learns of a revocation no later than this.
const VALID: SignedDuration = SignedDuration::from_hours(1);
/// A list with less time left is made anew, so that copies on their way outlive their own `max-age`.
const REMADE_BELOW: SignedDuration = SignedDuration::from_mins(30);
/// Places drawn in a list before it counts as full: eight in a row are taken by chance only when most are.
const DRAWS_MAX: usize = 8;

/// A status list as it is served.
pub struct StatusList {
    /// The signed list, JSON.
    pub signed: String,
    /// A mark of its content.
    pub mark: String,
}

impl StatusList {
    fn new(signed: String) -> Self {
        let mark = sha256(signed.as_bytes());
        StatusList { signed, mark }
    }
}

impl App {
    /// Where a list is served.
    pub(crate) fn status_list_url(&self, list: i64) -> String {
        format!("{}/status-lists/{list}", self.keys.base_url)
    }

    /// A place that nobody has: drawn, so that it says nothing about when or to whom a badge was issued.
    pub(crate) async fn free_place(&self) -> Result<NewPlace, AppError> {
        let list = self.store.latest_status_list().await?.unwrap_or(1);
        for _ in 0..DRAWS_MAX {
            let place = self.draw_place();
            if !self.store.is_place_taken(list, place).await? {
                return Ok(NewPlace { list, place, taken_back: false });
            }
        }
        Ok(NewPlace { list: list + 1, place: self.draw_place(), taken_back: false })
    }

    fn draw_place(&self) -> i64 {
        let mut bytes = [0; 4];
        self.chance.fill(&mut bytes);
        // The number of places is a power of two: every place is as likely.
        i64::from(u32::from_be_bytes(bytes) % PLACES)
    }

    /// A status list, signed and in its time: the stored one, or made anew where a place was taken back or
    /// its time runs out.
    ///
    /// # Errors
    /// `NotFound` where there is no such list, or the store failed.
    pub async fn status_list(&self, list: i64) -> Result<StatusList, AppError> {
        if let Some(fresh) = self.fresh(&self.stored_list(list).await?) {
            return Ok(fresh);
        }
        // Many ask in the moment in which it runs out; it is made once.
        let _one_at_a_time = self.listing.lock().await;
        let mut record = self.stored_list(list).await?;
        if let Some(fresh) = self.fresh(&record) {
            return Ok(fresh);
        }
        if !self.is_current(record.prepared_changes, record.prepared_until, record.changes) {
            record = self.prepare_list(&record).await?;
        }
        let broken = |what: &str| AppError::internal("making a status list", what);
        let text = record.prepared.as_deref().ok_or_else(|| broken("nothing is prepared"))?;
        let prepared: Prepared =
            serde_json::from_str(text).map_err(|error| AppError::internal("reading a status list", error))?;
        let signed = proof::sign(&prepared, &self.keys.key)
            .map_err(|error| AppError::internal("signing a status list", error))?
            .to_string();
        let until = Ms::try_from(record.prepared_until)?;
        self.store.record_signed_list(list, &signed, record.prepared_changes, until).await?;
        Ok(StatusList::new(signed))
    }

    async fn stored_list(&self, list: i64) -> Result<StatusListRecord, AppError> {
        self.store.status_list(list).await?.ok_or(AppError::NotFound)
    }

    fn fresh(&self, record: &StatusListRecord) -> Option<StatusList> {
        let signed = record.signed.clone()?;
        self.is_current(record.signed_changes, record.signed_until, record.changes)
            .then(|| StatusList::new(signed))
    }

    fn is_current(&self, known: i64, until_ms: i64, changes: i64) -> bool {
        let left = until_ms.saturating_sub(self.now().as_millisecond());
        let whole = i64::try_from(VALID.as_millis()).unwrap_or(i64::MAX);
        // A clock that was set back would otherwise keep a list of the future for as long.
        let enough = left > i64::try_from(REMADE_BELOW.as_millis()).unwrap_or(i64::MAX) && left <= whole;
        known == changes && enough
    }

    async fn prepare_list(&self, record: &StatusListRecord) -> Result<StatusListRecord, AppError> {
        let broken = |cause: String| AppError::internal("making a status list", cause);
        // To the second, as the list says it.
        let from_s = self.now().as_second();
        let until = Ms::try_from((from_s + VALID.as_secs()).saturating_mul(1000))?;
        let from = Ms::try_from(from_s.saturating_mul(1000))?;
        let input = ListInput {
            url: self.status_list_url(record.list),
            issuer: self.keys.issuer_url.clone(),
            valid_from: seconds(from.0),
            valid_until: seconds(until.0),
        };
        let places = self.store.places_taken_back(record.list).await?;
        let places = places.into_iter().filter_map(|place| u32::try_from(place).ok());
        let unsigned = status_list::build(&input, places)
            .ok_or_else(|| broken("a place is beyond the list".to_owned()))?;
        let prepared = proof::prepare(&unsigned, &self.keys.method, &input.valid_from)
            .map_err(|error| broken(error.to_string()))?;
        let text = serde_json::to_string(&prepared).map_err(|error| broken(error.to_string()))?;
        self.store.prepare_status_list(record.list, &text, record.changes, until).await?;
        self.stored_list(record.list).await
    }
}
