//! The door: the only reader of the clock, of the demonstration's day and of the programme in force.

use std::sync::{Arc, PoisonError, RwLock};

use assay_kernel::{Actor, Date};
use assay_store::{Reads, Statement, statement::meta};

use crate::{AppError, Asking, ClockState, Loaded, Locale, steady::Steady, vault::Current};

const DAY_SETTING: &str = "demo_today";

/// Makes the asking of each request, command and job.
pub struct Door {
    pub(crate) steady: Steady,
    current: Arc<Current>,
    /// A demonstration's day, moved by hand; none for a real body.
    demo_day: Option<RwLock<Option<Date>>>,
}

impl Door {
    pub(crate) fn new(steady: Steady, current: Arc<Current>, demo_day: Option<Option<Date>>) -> Self {
        Door { steady, current, demo_day: demo_day.map(RwLock::new) }
    }

    /// Somebody asks, now.
    pub fn ask(&self, actor: Actor) -> Asking {
        let (at, programme) = (self.steady.now(), self.current.published());
        let zone = programme.time_zone.clone();
        let today = self.demo_day().unwrap_or_else(|| zone.to_datetime(at).date());
        Asking { actor, at, today, zone, programme, locale: Locale::default() }
    }

    fn demo_day(&self) -> Option<Date> {
        self.demo_day.as_ref().and_then(|day| *day.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The machine's clock beside the time that passed, as last compared.
    pub fn clock_state(&self) -> ClockState {
        self.steady.state()
    }

    /// Whether this is a demonstration.
    pub fn is_demonstration(&self) -> bool {
        self.demo_day.is_some()
    }

    /// Moves a demonstration's day, once it is kept.
    pub(crate) fn set_demo_day(&self, day: Date) -> Result<(), AppError> {
        let shown = self.demo_day.as_ref().ok_or(AppError::NotFound)?;
        *shown.write().unwrap_or_else(PoisonError::into_inner) = Some(day);
        Ok(())
    }
}

/// The day that a demonstration's data remember; none in data from before this day was kept.
pub(crate) async fn demo_day(store: &Reads) -> Result<Option<Date>, AppError> {
    Ok(store.setting(DAY_SETTING).await?.and_then(|text| text.parse().ok()))
}

/// A demonstration's data remember its day.
pub(crate) fn day_kept(day: Date) -> Statement {
    meta::set(DAY_SETTING, &day.to_string())
}

/// The programme's day for a store that nobody serves here: the demonstration's, or the one of the clock.
///
/// # Errors
/// The store failed.
pub async fn shown_day(store: &Reads, loaded: &Loaded, now: assay_kernel::Instant) -> Result<Date, AppError> {
    let demo = !store.demonstration_people().await?.is_empty();
    let shown = if demo { demo_day(store).await? } else { None };
    Ok(shown.unwrap_or_else(|| loaded.zone().to_datetime(now).date()))
}
