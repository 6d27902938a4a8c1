//! The application's time: what the machine's clock said at the start, and what has passed since (F7).
//!
//! The clock of a machine can be set, and services correct it. An exam's deadline must not move with it: an
//! hour back gives nobody more time, three hours forward hand nobody in. So time is only what passed, and the
//! machine's clock is compared with it: a jump is noticed, logged and told, and nothing follows by itself.
//! A restart begins with the machine's clock again, unless it is behind what was stored last.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use assay_kernel::Instant;
use assay_store::{Statement, statement::meta};
use jiff::SignedDuration;

use crate::{AppError, Clock};

/// A difference below this is no jump: the two clocks are read one after the other.
const JUMP_MIN: SignedDuration = SignedDuration::from_secs(1);
/// A clock may start this much behind what was stored last: so often the last instant is noted.
pub const BEHIND_MAX: SignedDuration = SignedDuration::from_secs(60);
/// The setting that holds the latest instant the installation has seen.
const LAST_INSTANT: &str = "last_instant";
/// The setting that holds the last instant somebody said to be wrong: what lies before it counts no more.
const CLOCK_ACCEPTED: &str = "clock_accepted";

/// A moment at which the machine's clock was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// When it was noticed, by the time that passed.
    pub noticed_at: Instant,
    /// By how much; negative where it was set back.
    pub by: SignedDuration,
}

/// The machine's clock beside the time that passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockState {
    /// How far the machine's clock is ahead of the time that passed; negative where it is behind.
    pub apart: SignedDuration,
    /// Jumps since the start.
    pub jumps: u32,
    /// The last of them.
    pub last: Option<Jump>,
}

/// Time that only ever passes.
pub(crate) struct Steady {
    clock: Arc<dyn Clock>,
    began_at: Instant,
    began: SignedDuration,
    seen: Mutex<ClockState>,
}

impl Steady {
    /// Begins with what the machine's clock says.
    pub(crate) fn begin(clock: Arc<dyn Clock>) -> Self {
        let (began_at, began) = (clock.now(), clock.passed());
        Steady { clock, began_at, began, seen: Mutex::default() }
    }

    /// Now.
    pub(crate) fn now(&self) -> Instant {
        let passed = self.clock.passed().saturating_sub(self.began);
        self.began_at.saturating_add(passed).unwrap_or(self.began_at)
    }

    /// The machine's clock beside the time that passed, as last compared.
    pub(crate) fn state(&self) -> ClockState {
        *self.seen()
    }

    /// Notices a jump of the machine's clock, and tells the log.
    pub(crate) fn look_at_clock(&self) {
        let Some(jump) = self.look() else { return };
        let apart = self.state().apart;
        let (by_s, apart_s) = (jump.by.as_secs(), apart.as_secs());
        if apart.is_zero() {
            tracing::warn!(by_s, "the machine's clock agrees with the time that passed again");
        } else {
            tracing::error!(
                by_s,
                apart_s,
                "the machine's clock jumped; deadlines go on by the time that passed, nothing is closed by it"
            );
        }
    }

    /// Compares the machine's clock with the time that passed; gives the jump since it was last compared.
    fn look(&self) -> Option<Jump> {
        let now = self.now();
        let apart = self.clock.now().duration_since(now);
        let mut seen = self.seen();
        let by = apart.saturating_sub(seen.apart);
        if by.abs() < JUMP_MIN {
            return None;
        }
        let jump = Jump { noticed_at: now, by };
        // What is left of a jump that was taken back is the time between two readings.
        let apart = if apart.abs() < JUMP_MIN { SignedDuration::ZERO } else { apart };
        *seen = ClockState { apart, jumps: seen.jumps.saturating_add(1), last: Some(jump) };
        Some(jump)
    }

    fn seen(&self) -> MutexGuard<'_, ClockState> {
        // Whoever panicked with the lock left a whole value behind.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes an instant, so that a start with a clock before it is noticed.
pub(crate) fn noted(now: Instant) -> Statement {
    meta::set(LAST_INSTANT, &now.as_millisecond().to_string())
}

/// How far a clock is behind the last instant that is stored.
///
/// None where it is not, or where somebody said that this instant was wrong.
///
/// # Errors
/// The store failed.
pub async fn clock_behind(
    store: &assay_store::Store,
    now: Instant,
) -> Result<Option<(Instant, SignedDuration)>, AppError> {
    let noted = instant(store.setting(LAST_INSTANT).await?);
    let stored = store.latest_instant().await?.map(|at| at.0);
    let Some(last) = noted.max(stored) else { return Ok(None) };
    let accepted = instant(store.setting(CLOCK_ACCEPTED).await?);
    let behind = last.duration_since(now);
    let counts = behind > BEHIND_MAX && accepted.is_none_or(|accepted| last > accepted);
    Ok(counts.then_some((last, behind)))
}

/// Goes on with a clock that is before what is stored: that was wrong.
///
/// # Errors
/// The store failed.
pub async fn accept_clock(store: &assay_store::Store, last: Instant) -> Result<(), AppError> {
    Ok(store.commit(meta::set(CLOCK_ACCEPTED, &last.as_millisecond().to_string()).into()).await?)
}

fn instant(text: Option<String>) -> Option<Instant> {
    Instant::from_millisecond(text?.parse().ok()?).ok()
}
