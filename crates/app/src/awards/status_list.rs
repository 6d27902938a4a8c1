//! The issuer's status lists: made when they are asked for, in the order of durable effects (decision 10).

use assay_credential::{
    Prepared, proof,
    status_list::{self, ListInput, PLACES},
};
use assay_kernel::Instant;
use assay_store::{Ms, NewPlace, Reads, StatusListRecord, statement::status};
use jiff::SignedDuration;

use super::{Awards, badge::seconds, rules::MakeList};
use crate::{AppError, Asking, reading::sha256};

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

impl Awards {
    /// Where a list is served.
    pub(super) fn status_list_url(&self, list: i64) -> String {
        format!("{}/status-lists/{list}", self.keys.base_url)
    }

    /// A place that nobody has: drawn, so that it says nothing about when or to whom a badge was issued.
    pub(super) async fn free_place(&self, store: &Reads) -> Result<NewPlace, AppError> {
        let list = store.latest_status_list().await?.unwrap_or(1);
        for _ in 0..DRAWS_MAX {
            let place = self.draw_place();
            if !store.is_place_taken(list, place).await? {
                return Ok(NewPlace { list, place, taken_back: false });
            }
        }
        Ok(NewPlace { list: list + 1, place: self.draw_place(), taken_back: false })
    }

    fn draw_place(&self) -> i64 {
        // The number of places is a power of two: every place is as likely.
        i64::from(u32::from_be_bytes(self.mint.bytes()) % PLACES)
    }

    /// A status list, signed and in its time: the stored one, or made anew where a place was taken back or
    /// its time runs out.
    ///
    /// # Errors
    /// `NotFound` where there is no such list, or the store failed.
    pub async fn status_list(&self, asking: &Asking, list: i64) -> Result<StatusList, AppError> {
        let permit = asking.permit::<MakeList>()?;
        let store = self.shelf.under(&permit);
        if let Some(fresh) = fresh(asking, &stored_list(store, list).await?) {
            return Ok(fresh);
        }
        // Many ask in the moment in which it runs out; it is made once.
        let _one_at_a_time = self.listing.lock().await;
        let mut record = stored_list(store, list).await?;
        if let Some(fresh) = fresh(asking, &record) {
            return Ok(fresh);
        }
        if !is_current(asking, record.prepared_changes, record.prepared_until, record.changes) {
            record = self.prepare_list(asking, store, &record).await?;
        }
        let broken = |what: &str| AppError::internal("making a status list", what);
        let text = record.prepared.as_deref().ok_or_else(|| broken("nothing is prepared"))?;
        let prepared: Prepared =
            serde_json::from_str(text).map_err(|error| AppError::internal("reading a status list", error))?;
        let signed = proof::sign(&prepared, &self.keys.key)
            .map_err(|error| AppError::internal("signing a status list", error))?
            .to_string();
        let unit = status::list_signed(list, &signed, record.prepared_changes, record.prepared_until);
        self.shelf.commit(permit, unit).await?;
        Ok(StatusList::new(signed))
    }

    async fn prepare_list(
        &self,
        asking: &Asking,
        store: &Reads,
        record: &StatusListRecord,
    ) -> Result<StatusListRecord, AppError> {
        let broken = |cause: String| AppError::internal("making a status list", cause);
        // To the second, as the list says it.
        let from_s = asking.at.as_second();
        let second = |s| Instant::from_second(s).map(Ms).map_err(|error| broken(error.to_string()));
        let (from, until) = (second(from_s)?, second(from_s + VALID.as_secs())?);
        let input = ListInput {
            url: self.status_list_url(record.list),
            issuer: self.keys.issuer_url().to_owned(),
            valid_from: seconds(from.0),
            valid_until: seconds(until.0),
        };
        let places = store.places_taken_back(record.list).await?;
        let places = places.into_iter().filter_map(|place| u32::try_from(place).ok());
        let unsigned = status_list::build(&input, places)
            .ok_or_else(|| broken("a place is beyond the list".to_owned()))?;
        let prepared = proof::prepare(&unsigned, &self.keys.method, &input.valid_from)
            .map_err(|error| broken(error.to_string()))?;
        let text = serde_json::to_string(&prepared).map_err(|error| broken(error.to_string()))?;
        let unit = status::list_prepared(record.list, &text, record.changes, until);
        self.shelf.commit(asking.permit::<MakeList>()?, unit).await?;
        stored_list(store, record.list).await
    }
}

async fn stored_list(store: &Reads, list: i64) -> Result<StatusListRecord, AppError> {
    store.status_list(list).await?.ok_or(AppError::NotFound)
}

fn fresh(asking: &Asking, record: &StatusListRecord) -> Option<StatusList> {
    let signed = record.signed.clone()?;
    is_current(asking, record.signed_changes, record.signed_until, record.changes)
        .then(|| StatusList::new(signed))
}

fn is_current(asking: &Asking, known: i64, until: Ms, changes: i64) -> bool {
    let left = until.as_millisecond().saturating_sub(asking.at.as_millisecond());
    let whole = i64::try_from(VALID.as_millis()).unwrap_or(i64::MAX);
    // A clock that was set back would otherwise keep a list of the future for as long.
    let enough = left > i64::try_from(REMADE_BELOW.as_millis()).unwrap_or(i64::MAX) && left <= whole;
    known == changes && enough
}
